// What has to be built again: a stamp beside each build holds the hash of everything it was made of.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const parts = {
  api: { sources: ['apps/api/src', 'libs', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'], result: 'dist/apps/api/src/main.js' },
  web: { sources: ['apps/web', 'libs', 'schema.graphql', 'codegen.ts', 'package-lock.json'], result: 'dist/apps/web/index.html' },
};

function filesOf(path) {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  if (statSync(full).isFile()) return [path];
  return readdirSync(full, { withFileTypes: true }).filter((entry) => entry.name !== 'gql' && !entry.name.endsWith('.spec.ts')).flatMap((entry) => filesOf(join(path, entry.name)));
}

function hashOf(part) {
  const hash = createHash('sha256');
  for (const file of parts[part].sources.flatMap(filesOf).sort()) hash.update(file).update('\0').update(readFileSync(join(root, file))).update('\0');
  return hash.digest('hex');
}

const stampOf = (part) => join(root, 'dist', `.stamp-${part}`);

/** Whether a part must be built before it can be used. */
export function isStale(part) {
  return !existsSync(join(root, parts[part].result)) || !existsSync(stampOf(part)) || readFileSync(stampOf(part), 'utf8') !== hashOf(part);
}

/** Remembers that a part was just built. */
export function stamp(part) {
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stampOf(part), hashOf(part));
}
