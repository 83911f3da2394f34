import { closeSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs';

/** Another process holds the data folder. Its message is for the person at the console. */
export class DataFolderInUse extends Error {
  constructor(
    readonly pid: number,
    path: string,
  ) {
    super(
      `Another Folkmoot (process ${pid}) is using this data folder already. Stop it first, or set DATA_DIR to another folder. Lock: ${path}`,
    );
  }
}

interface Holder {
  pid: number;
  boot: string;
  started: string;
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return 'unknown';
  }
}

/** When a process began, in kernel ticks: a pid that was handed to somebody else since then is not the holder. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? 'unknown';
  } catch {
    return 'unknown';
  }
}

function isAlive(holder: Holder): boolean {
  if (holder.boot !== bootId()) return false;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return holder.started === 'unknown' || holder.started === startOf(holder.pid);
}

function holderOf(path: string): Holder | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder;
  } catch {
    return null;
  }
}

/**
 * Takes the lock beside the embedded database, because PGlite has none of its own and two processes would lose rows in silence.
 * A lock left by a dead process or an earlier boot is taken over, never by age. Throws `DataFolderInUse`. Returns the release.
 */
export function takeLock(path: string): () => void {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      const file = openSync(path, 'wx', 0o600);
      const mine: Holder = { pid: process.pid, boot: bootId(), started: startOf(process.pid) };
      writeSync(file, JSON.stringify(mine));
      closeSync(file);
      return () => {
        if (holderOf(path)?.pid === process.pid) unlinkSync(path);
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = holderOf(path);
      if (holder && isAlive(holder)) throw new DataFolderInUse(holder.pid, path);
      unlinkSync(path);
    }
  }
  throw new Error(`The lock ${path} keeps coming back.`);
}
