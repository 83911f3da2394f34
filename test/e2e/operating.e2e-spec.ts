import { spawnSync } from 'node:child_process';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { emptyDatabase } from '../support/postgres.ts';
import { startProduct, type Product } from '../support/product.ts';

// What whoever runs an instance relies on: commands that explain themselves, mistakes told at once, health, and an orderly end.
const built = join(import.meta.dirname, '../../dist/apps/api/src');
const postgres = inject('postgresUrl');

function run(file: string, args: readonly string[], env: Record<string, string> = {}) {
  return spawnSync(process.execPath, [join(built, file), ...args], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...env },
  });
}

describe('the folkmoot command', () => {
  test('lists its commands, and needs no database for it', () => {
    const { stdout, stderr, status } = run('cli.js', ['--help'], { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/x' });
    expect([status, stderr]).toEqual([0, '']);
    for (const command of ['export book', 'verify', 'tally', 'occurrences', 'demo', 'migrate'])
      expect(stdout).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
  });

  test('answers an unknown command with the list and a code', () => {
    const { stdout, stderr, status } = run('cli.js', ['tidy']);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('There is no command "tidy".');
  });
});

test('the product refuses to start with mistaken settings and names them all', () => {
  const { stderr, status } = run('main.js', [], { PORT: 'x', FOLKMOOT_ROLE: 'y', FOLKMOOT_Z: 'z' });
  expect(status).toBe(1);
  expect(stderr).toMatch(/3 mistakes[^]*PORT[^]*FOLKMOOT_ROLE[^]*FOLKMOOT_Z/);
  expect(stderr).not.toContain('    at ');
});

describe('on an empty folder', () => {
  let product: Product;
  const named = (): string[] =>
    product
      .printed()
      .split('\n')
      .filter((line) => line.includes('canary'));
  beforeAll(async () => void (product = await startProduct({ env: { FOLKMOOT_LOG_LEVEL: 'debug' } })), 60_000);

  test('it says that it lives and is ready', async () => {
    for (const path of ['/livez', '/readyz']) {
      const response = await fetch(product.url + path);
      expect([path, response.status, await response.json()]).toEqual([path, 200, { status: 'ok' }]);
    }
  });

  test('its log names nobody and no secret, however much it is asked to say', async () => {
    const canary = (what: string): string => `canary-${what}`;
    const ask = (query: string, variables: object): Promise<Response> =>
      fetch(`${product.url}/graphql?code=${canary('address')}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-folkmoot': '1',
          'sec-fetch-site': 'same-origin',
          authorization: `Bearer ${canary('authorization')}`,
          cookie: `sid=${canary('cookie')}`,
        },
        body: JSON.stringify({ query, variables }),
      });
    const claim = 'mutation ($input: ClaimInstanceInput!) { claimInstance(input: $input) { id } }';
    await ask(claim, {
      input: { code: canary('code'), name: canary('name'), email: `${canary('email')}@example.org` },
    });
    await ask(claim, { input: { code: canary('code'), name: canary('name'), email: canary('email') } });
    await ask(claim, { input: { code: { token: canary('token') } } });
    await ask(`{ nothing(password: "${canary('password')}") }`, {});
    await fetch(`${product.url}/a/${canary('token')}`);
    await fetch(`${product.url}/files/${canary('file')}`);
    expect(product.printed()).toContain('is ready at');
    expect(named()).toEqual([]);
  });

  test('it ends in order when told to, open pages and all, and its log named nobody to the end', async () => {
    const stream = await fetch(`${product.url}/live?topics=event:0190c5d2-0000-7000-8000-000000000000`);
    expect(stream.status).toBe(200);
    const from = performance.now();
    await product.stop('SIGTERM');
    expect(product.process.exitCode).toBe(0);
    expect(performance.now() - from).toBeLessThan(10_000);
    expect(await stream.text()).toContain('retry:');
    expect(named()).toEqual([]);
  });
});

test.skipIf(!postgres)(
  `while its database is away it lives, is not ready, and comes back by itself${postgres ? '' : ' (SKIPPED: no PostgreSQL)'}`,
  async () => {
    const target = new URL(await emptyDatabase());
    const wires = new Set<Socket>();
    let isDown = false;
    const wire = createServer((near) => {
      if (isDown) return near.destroy();
      const far = connect(Number(target.port), target.hostname);
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        wires.add(one);
        one.on('error', () => other.destroy()).on('close', () => other.destroy());
        one.pipe(other);
      }
    });
    await new Promise<void>((done) => wire.listen(0, '127.0.0.1', done));
    const through = new URL(target);
    Object.assign(through, { hostname: '127.0.0.1', port: String((wire.address() as { port: number }).port) });
    const product = await startProduct({ databaseUrl: through.href });
    const status = async (path: string): Promise<number> => (await fetch(product.url + path)).status;
    expect(await status('/readyz')).toBe(200);
    isDown = true;
    for (const socket of wires) socket.destroy();
    await expect.poll(() => status('/readyz'), { timeout: 5000 }).toBe(503);
    expect(await status('/livez')).toBe(200);
    isDown = false;
    await expect.poll(() => status('/readyz'), { timeout: 10_000 }).toBe(200);
    await product.stop();
    wire.close();
  },
  60_000,
);
