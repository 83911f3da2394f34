import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { migrations } from '../../apps/api/src/migrations/index.ts';
import { readConfig } from '../../apps/api/src/platform/config.ts';
import { openDatabase } from '../../apps/api/src/platform/database/database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    preparedDatabase: string;
  }
}

/** Makes one migrated embedded database a run; each file of stories opens a copy, which costs a tenth of a second instead of five. */
export default async function prepare(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'folkmoot-prepared-'));
  const open = await openDatabase(readConfig({ DATA_DIR: folder }), {
    entities: [],
    migrations,
    progress: () => undefined,
  });
  await open.close();
  project.provide('preparedDatabase', join(folder, 'pglite'));
  return () => rmSync(folder, { recursive: true, force: true });
}
