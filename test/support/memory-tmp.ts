import { mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

const memory = '/dev/shm';
const prefix = 'folkmoot-tests-';
const gigabyte = 2 ** 30;

/**
 * Lets a run's temporary folders lie in memory where this machine has room for them (Linux with 8 GB free there and 12 GB in all): a third
 * of what a story costs is else the disk, which copies, syncs and deletes a database for each. What killed runs left is swept first.
 */
export function useMemoryForTemporaryFolders(): void {
  if (process.env['TMPDIR']?.startsWith(join(memory, prefix)) || !hasRoom()) return;
  for (const name of readdirSync(memory))
    if (name.startsWith(prefix) && !isRunning(Number(name.slice(prefix.length))))
      rmSync(join(memory, name), { recursive: true, force: true });
  const folder = join(memory, `${prefix}${process.pid}`);
  mkdirSync(folder, { mode: 0o711 }); // the PostgreSQL of the suite runs as another user
  process.env['TMPDIR'] = folder;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
}

function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize > 8 * gigabyte && process.availableMemory() > 12 * gigabyte;
  } catch {
    return false;
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
