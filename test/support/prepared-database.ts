import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { migrations } from '../../apps/api/src/migrations/index.ts';
import { readConfig } from '../../apps/api/src/platform/config.ts';
import { openDatabase } from '../../apps/api/src/platform/database/database.ts';
import { makeTablesOfJobs } from './tables-of-jobs.ts';

declare module 'vitest' {
  interface ProvidedContext {
    preparedDatabase: string;
  }
}

const root = join(import.meta.dirname, '../..');
const cache = join(root, 'node_modules/.cache/folkmoot');

/**
 * Finds the migrated embedded database, or makes it; each file of stories opens a copy, which costs a tenth of a second instead of five.
 * It is kept under the hash of everything it is made of, so that a run after which no migration changed has it already.
 */
export async function preparedDatabase(): Promise<string> {
  const folder = join(cache, `database-${hashOfMakers()}`);
  if (!existsSync(folder)) await make(folder);
  return join(folder, 'pglite');
}

function hashOfMakers(): string {
  const hash = createHash('sha256');
  for (const place of ['apps/api/src/migrations', 'apps/api/src/platform/database', 'apps/api/src/platform/jobs'])
    for (const name of readdirSync(join(root, place)).toSorted()) hash.update(readFileSync(join(root, place, name)));
  hash.update(readFileSync(join(root, 'package-lock.json')));
  return hash.digest('hex').slice(0, 16);
}

/** Made beside and renamed, so that two runs at once never see half of one. */
async function make(folder: string): Promise<void> {
  mkdirSync(cache, { recursive: true });
  for (const name of readdirSync(cache))
    if (name.startsWith('database-')) rmSync(join(cache, name), { recursive: true, force: true });
  const making = mkdtempSync(join(cache, 'making-'));
  const parts = { entities: [], migrations, progress: () => undefined };
  const config = readConfig({ DATA_DIR: making });
  const open = await openDatabase(config, parts);
  await makeTablesOfJobs(open, config);
  await open.close();
  // What PostgreSQL makes other databases from (template1, template0) is half of the files, and no story makes one.
  for (const template of ['1', '4']) rmSync(join(making, 'pglite/base', template), { recursive: true });
  if (existsSync(folder)) rmSync(making, { recursive: true });
  else renameSync(making, folder);
}
