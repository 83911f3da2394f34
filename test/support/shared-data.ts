import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The path of a file or folder of the shared data with known answers, or null where this machine has none. */
export function sharedData(name: string): string | null {
  const roots = process.env['FOLKMOOT_SHARED'] ? [process.env['FOLKMOOT_SHARED']] : [];
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder))
    roots.push(join(folder, 'shared'));
  return roots.map((root) => join(root, 'data', name)).find((path) => existsSync(path)) ?? null;
}
