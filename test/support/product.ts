import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';

const root = join(import.meta.dirname, '../..');

/** The product as its users start it: the built server in a process of its own. */
export interface Product {
  readonly url: string;
  readonly claimLink: string;
  readonly dataDir: string;
  readonly process: ChildProcess;
  /** Everything it has printed. */
  readonly printed: () => string;
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

export interface ProductOptions {
  readonly databaseUrl?: string | undefined;
  /** An embedded database that a fresh data folder begins with, so that it need not be made first. */
  readonly prepared?: string | undefined;
  /** A data folder of an earlier run; it is kept when the product stops. */
  readonly dataDir?: string | undefined;
  readonly port?: number | undefined;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts the built product and waits until it answers. Throws what it printed where it ends first. */
export async function startProduct(options: ProductOptions = {}): Promise<Product> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'folkmoot-product-'));
  if (options.prepared) cpSync(options.prepared, join(dataDir, 'pglite'), { recursive: true });
  const port = options.port ?? (await freePort());
  const child = spawn(process.execPath, ['--max-semi-space-size=16', join(root, 'dist/apps/api/src/main.js')], {
    cwd: root,
    env: {
      PATH: process.env['PATH'] ?? '',
      PORT: String(port),
      FOLKMOOT_HOST: '127.0.0.1',
      DATA_DIR: dataDir,
      NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/folkmoot/compiled'),
      ...(options.databaseUrl ? { DATABASE_URL: options.databaseUrl } : {}),
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<number | null>((done) => child.once('exit', done));
  const ready = async (): Promise<void> => {
    for (;;) {
      if (/is ready at/.test(output)) return;
      await new Promise((next) => setTimeout(next, 50));
    }
  };
  const first = await Promise.race([ready(), ended.then((code) => `ended with ${code}`)]);
  if (first) throw new Error(`The product ${first}:\n${output}`);
  return {
    url: `http://localhost:${port}`,
    claimLink: /https?:\/\/\S+\/claim\/\S+/.exec(output)?.[0] ?? '',
    dataDir,
    process: child,
    printed: () => output,
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      await ended;
      if (!options.dataDir && signal === 'SIGTERM') rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
