import { execFile } from 'node:child_process';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { keepBaseline } from './baseline.ts';
import { takeLock } from './lock.ts';

type EmscriptenModule =
  NonNullable<Parameters<NodeFS['init']>[1]['preRun']> extends readonly (infer Hook)[]
    ? Hook extends (mod: infer Mod) => void
      ? Mod
      : never
    : never;

interface NodeFsOperations {
  node_ops: { rename(node: unknown, dir: unknown, name: string): void };
  stream_ops: { fsync?: (stream: { nfd?: number | null }) => number };
  realPath(node: unknown): string;
  convertNodeCode(error: unknown): number;
}

interface SyncableModule {
  NODEFS: NodeFsOperations;
  FS: { ErrnoError: new (code: number) => Error };
}

/** PGlite starts with -F and Emscripten's NODEFS has no fsync, so a power cut would lose commits: this one really syncs. */
class SyncedFS extends NodeFS {
  override async init(pg: PGlite, options: Parameters<NodeFS['init']>[1]): ReturnType<NodeFS['init']> {
    const result = await super.init(pg, options);
    const hooks = (result.emscriptenOpts.preRun ??= []) as ((mod: EmscriptenModule) => void)[];
    hooks.push((mod) => syncWrites(mod as unknown as SyncableModule));
    return result;
  }
}

function syncWrites(mod: SyncableModule): void {
  const operations = mod.NODEFS;
  const rename = operations.node_ops.rename;
  const sync = (file: number): void => {
    try {
      fsyncSync(file);
    } catch (error) {
      throw new mod.FS.ErrnoError(operations.convertNodeCode(error));
    }
  };
  operations.stream_ops.fsync = (stream) => {
    if (stream.nfd != null) sync(stream.nfd);
    return 0;
  };
  operations.node_ops.rename = (node, dir, name) => {
    rename(node, dir, name); // WAL segments arrive by rename, and this build syncs no folder
    const folder = openSync(operations.realPath(dir), 'r');
    try {
      sync(folder);
    } finally {
      closeSync(folder);
    }
  };
}

const settings = [
  'fsync=on',
  'wal_sync_method=fsync',
  'shared_buffers=32MB',
  'max_wal_size=256MB',
  'plan_cache_mode=force_generic_plan',
  'timezone=UTC',
];

/** An open embedded database and the way to close it, which frees its folder for the next process. */
export interface OpenPglite {
  readonly pglite: PGlite;
  close(): Promise<void>;
}

/**
 * Opens the embedded database in `dataDir/pglite` behind a lock file, with commits that reach the disk.
 * A new folder is made by a child process, because initdb would cost this one 400 MB it never gives back.
 * Throws `DataFolderInUse` while another process has it open.
 */
export async function openPglite(dataDir: string, progress: (line: string) => void): Promise<OpenPglite> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const release = takeLock(join(dataDir, 'pglite.lock'));
  try {
    const folder = join(dataDir, 'pglite');
    if (!existsSync(join(folder, 'PG_VERSION'))) {
      progress('Making the database (once)');
      await initialise(folder);
    }
    keepBaseline();
    const pglite = await PGlite.create({
      fs: new SyncedFS(folder),
      startParams: [
        ...PGlite.defaultStartParams.filter((param) => param !== '-F'),
        ...settings.flatMap((setting) => ['-c', setting]),
      ],
    });
    return {
      pglite,
      async close() {
        await pglite.close();
        release();
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}

async function initialise(folder: string): Promise<void> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const script = fileURLToPath(new URL(`./init-pglite.${extension}`, import.meta.url));
  await promisify(execFile)(process.execPath, ['--no-warnings', script, folder]);
  syncTree(folder);
}

function syncTree(path: string): void {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const child = join(path, entry.name);
    if (entry.isDirectory()) syncTree(child);
    else if (entry.isFile()) syncPath(child);
  }
  syncPath(path);
}

function syncPath(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
