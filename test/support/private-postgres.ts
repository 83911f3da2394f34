import { spawn, execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from './free-port.ts';

/** A PostgreSQL of our own, and how to end it. */
export interface PrivatePostgres {
  readonly url: string;
  /** The same server by its socket in the file system: what a product on the same host uses. */
  readonly socketUrl: string;
  stop(): Promise<void>;
}

function binaries(): string | null {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  return (
    versions.map((version) => join(root, version, 'bin')).find((folder) => existsSync(join(folder, 'initdb'))) ?? null
  );
}

/**
 * Starts a private server on a free port of the loopback address; null where this machine has no PostgreSQL. `settings` are of the form
 * `name=value`.
 */
export async function startPostgres(settings: readonly string[] = []): Promise<PrivatePostgres | null> {
  const bin = binaries();
  if (!bin) return null;
  const folder = mkdtempSync(join(tmpdir(), 'folkmoot-postgres-'));
  const isRoot = process.getuid?.() === 0;
  const user = isRoot ? idsOf('postgres') : null;
  if (user) chownSync(folder, user.uid, user.gid);
  execFileSync(
    join(bin, 'initdb'),
    ['-D', join(folder, 'data'), '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-instructions'],
    { stdio: 'ignore', cwd: folder, ...user },
  );
  const port = await freePort();
  const server = spawn(
    join(bin, 'postgres'),
    [
      '-D',
      join(folder, 'data'),
      '-p',
      String(port),
      '-k',
      folder,
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'max_connections=120',
      '-c',
      'shared_buffers=128MB',
      ...settings.flatMap((setting) => ['-c', setting]),
    ],
    { stdio: 'ignore', cwd: folder, ...user },
  );
  const kill = (): void => void server.kill('SIGINT');
  process.once('exit', kill);
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  for (let tries = 0; ; tries += 1) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      break;
    } catch (error) {
      if (tries > 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  return {
    url,
    socketUrl: `postgres://postgres@localhost:${port}/postgres?host=${folder}`,
    async stop() {
      process.off('exit', kill);
      const ended = new Promise((resolve) => server.once('exit', resolve));
      kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function idsOf(name: string): { uid: number; gid: number } {
  const number = (flag: string): number => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
  return { uid: number('-u'), gid: number('-g') };
}
