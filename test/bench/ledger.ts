// The ledger: entries a second through its one writer against pgbench's TPC-B on the same server in the same run, and the export of a
// large book. Alone, on a server of its own: `node --conditions=source test/bench/ledger.ts` after a build; `--short` only shows that it runs.
import { execFile, execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { startPostgres } from '../support/private-postgres.ts';
import { visitor } from '../../apps/api/src/platform/actor.ts';
import type { Report } from './calendar.ts';
import { at } from './duel.ts';
import { reportHere, whole } from './tally-draws.ts';

type Built<T> = Promise<T>;
const dist = join(import.meta.dirname, '../../dist/apps/api/src');
/** The server's own modules, as they are built: their decorators keep Node from running the sources. */
const built = {
  config: (): Built<typeof import('../../apps/api/src/platform/config.ts')> => import(join(dist, 'platform/config.js')),
  database: (): Built<typeof import('../../apps/api/src/platform/database/database.ts')> =>
    import(join(dist, 'platform/database/database.js')),
  log: (): Built<typeof import('../../apps/api/src/platform/log/group-log.ts')> =>
    import(join(dist, 'platform/log/group-log.js')),
  ledger: (): Built<typeof import('../../apps/api/src/money/ledger/ledger.service.ts')> =>
    import(join(dist, 'money/ledger/ledger.service.js')),
  journals: (): Built<typeof import('../../apps/api/src/money/book/export/journal.store.ts')> =>
    import(join(dist, 'money/book/export/journal.store.js')),
  exports: (): Built<typeof import('../../apps/api/src/money/book/export/export.service.ts')> =>
    import(join(dist, 'money/book/export/export.service.js')),
  pages: (): Built<typeof import('../../apps/api/src/money/book/book.store.ts')> =>
    import(join(dist, 'money/book/book.store.js')),
  figures: (): Built<typeof import('../../apps/api/src/money/book/figure-clock.service.ts')> =>
    import(join(dist, 'money/book/figure-clock.service.js')),
  budgets: (): Built<typeof import('../../apps/api/src/money/budgets/budgets.store.ts')> =>
    import(join(dist, 'money/budgets/budgets.store.js')),
};

const isShort = process.argv.includes('--short');
const LONG = isShort ? 5000 : 500_000;
const HANDS = 8;
const BOOKS = 64;
const BATCH = 50;
const ROUNDS = isShort ? 1 : 5;
const WINDOW_S = 3;
const SCALE = isShort ? 2 : 50;

const work = [
  { name: 'spread over 64 books', wanted: 0.6 },
  { name: 'one account in every entry', wanted: 0.25 },
  { name: 'batches of 50', wanted: 4 },
] as const;

interface Book {
  readonly id: string;
  readonly groupId: string;
  readonly bank: string;
  readonly fund: string;
}

/** The rows of the ledger. `url` is a migrated database on the server, by its socket where there is one. */
export async function ledgerRows(url: string, { head, row, text }: Report): Promise<void> {
  const pgbench = pgbenchOf();
  if (!pgbench) return text('SKIPPED: there is no pgbench to compare the ledger with.');
  const bench = await databaseFor(url, 'tpcb');
  execFileSync(pgbench, ['-i', '-q', '-s', String(SCALE), bench], { stdio: 'ignore' });
  const tpcb = async (seconds = WINDOW_S): Promise<number> => {
    const asked = ['-c', HANDS, '-j', 2, '-M', 'prepared', '-T', seconds, '-n', bench].map(String);
    const { stdout } = await promisify(execFile)(pgbench, asked);
    return Number(/tps = ([\d.]+)/.exec(stdout)![1]);
  };
  const writer = await openWriter(url);
  try {
    const books = await Promise.all(Array.from({ length: BOOKS }, () => newBook(url)));
    let turn = 0;
    const posts: readonly (() => Promise<number>)[] = [
      () => writer(books[(turn += 1) % BOOKS]!, 1),
      () => writer(books[0]!, 1),
      () => writer(books[(turn += 1) % BOOKS]!, BATCH),
    ];
    for (const post of posts) for (let n = 0; n < 50; n += 1) await post();
    // Plans made for empty tables read them whole; where a server lives on, autovacuum does this within a minute.
    await ask(url, 'ANALYZE');
    const rates = async () => {
      const found = { tpcb: [] as number[], ours: work.map(() => [] as number[]) };
      for (let round = 0; round < ROUNDS; round += 1) {
        found.tpcb.push(await tpcb());
        for (const [n, post] of posts.entries()) found.ours[n]!.push(await rateOf(post));
      }
      return { bare: at(found.tpcb, 0.5), ours: found.ours.map((all) => at(all, 0.5)) };
    };
    const rowsOf = ({ bare, ours }: Awaited<ReturnType<typeof rates>>): void => {
      head('entries', 'a second', 'of TPC-B', 'wanted', 'holds');
      for (const [n, { name, wanted }] of work.entries()) {
        const ratio = ours[n]! / bare;
        row([name, whole(ours[n]!), ratio.toFixed(2), wanted.toFixed(2)], isShort ? null : ratio >= wanted);
      }
    };
    const here = await rates();
    text('');
    text('## Ledger');
    text('');
    text(
      `Entries of two postings through \`LedgerService\` with their place in the group's log, ${HANDS} at once, against ${whole(here.bare)} transactions a second of pgbench's TPC-B (scale ${SCALE}) on the same server; each waits for the disk.`,
    );
    text('');
    rowsOf(here);
    const delay = await slowDisk(url, tpcb);
    const there = await rates();
    await commitsWait(url, 0);
    text('');
    text(
      `The same with commits that wait ${delay} µs more (\`commit_delay\`), TPC-B's ${whole(there.bare)} a second, as where the limits were found (docs/decisions/0026).`,
    );
    text('');
    rowsOf(there);
    text('');
    head('a book of many years', 'measured', 'wanted', 'holds');
    await longBook(writer, { book: books[1]!, row });
    const violations = await ask<{ what: string }>(url, 'SELECT what FROM ledger_violations');
    row(['what the audit view finds after this', violations.length, '0'], violations.length === 0);
  } finally {
    await writer.close();
  }
}

/** Lets commits wait until TPC-B comes to what it did where the limits were found, 1,479 to 1,579 a second, and returns by how much. */
async function slowDisk(url: string, tpcb: (seconds: number) => Promise<number>): Promise<number> {
  for (let delay = 250; ; delay += 250) {
    await commitsWait(url, delay);
    if (isShort || delay >= 5000 || (await tpcb(1)) <= 1579) return delay;
  }
}

async function commitsWait(url: string, microseconds: number): Promise<void> {
  await ask(url, `ALTER SYSTEM SET commit_delay = ${microseconds}`);
  await ask(url, 'ALTER SYSTEM SET commit_siblings = 0'); // alone, too, one waits for a disk
  await ask(url, 'SELECT pg_reload_conf()');
}

/** A book of many years: nothing is wanted of it but that its page and its export come, and the figures say how long one waits. */
async function longBook(writer: Writer, { book, row }: { book: Book; row: Report['row'] }): Promise<void> {
  const dayOf = (n: number): string =>
    new Date(Date.UTC(2016, 0, 1 + Math.floor((n / LONG) * 3650))).toISOString().slice(0, 10);
  for (let n = 0; n < LONG; n += 500) await writer(book, 500, dayOf(n));
  const { seconds, bytes, entries, heldMb } = await writer.exported(book);
  const size = `${whole(entries)} entries, ${whole(bytes / 1e6)} MB`;
  row([
    `exported as JSON, entries a second (${size}; memory grew by ${whole(heldMb)} MB at most)`,
    whole(entries / seconds),
    '',
  ]);
  row(['summed for its figures, entries a second', whole(await writer.summed()), '']);
  const days = [
    ['now', null],
    ['at a day years ago', '2021-06-17'],
  ] as const;
  for (const [name, on] of days)
    row([`page of that book ${name}, ms (median of 20)`, (await writer.page(book, on)).toFixed(1), '']);
  for (const [name, until] of days)
    row([
      `figure of that book ${name}, and its first 50 entries, ms (median of 20)`,
      (await writer.figure(book, until)).toFixed(1),
      '',
    ]);
  row(['budget of a year of that book, ms (median of 20)', (await writer.budget(book)).toFixed(1), '']);
}

/** How many entries a second several hands come to in a window. */
async function rateOf(post: () => Promise<number>): Promise<number> {
  const began = performance.now();
  const until = began + WINDOW_S * 1000;
  let written = 0;
  const hand = async (): Promise<void> => {
    while (performance.now() < until) {
      const entries = await post(); // not `written += await …`: that adds to what it was before the wait
      written += entries;
    }
  };
  await Promise.all(Array.from({ length: HANDS }, hand));
  return written / ((performance.now() - began) / 1000);
}

type Writer = ((book: Book, entries: number, day?: string) => Promise<number>) & {
  exported(book: Book): Promise<{ seconds: number; bytes: number; entries: number; heldMb: number }>;
  page(book: Book, on: string | null): Promise<number>;
  figure(book: Book, until: string | null): Promise<number>;
  budget(book: Book): Promise<number>;
  /** Sums all books for their figures; how many entries a second. */
  summed(): Promise<number>;
  close(): Promise<void>;
};

async function openWriter(url: string): Promise<Writer> {
  const [{ readConfig }, { Database, openDatabase }, { GroupLog }, { LedgerService }] = await Promise.all([
    built.config(),
    built.database(),
    built.log(),
    built.ledger(),
  ]);
  const config = readConfig({ DATABASE_URL: url, FOLKMOOT_POOL_SIZE: String(HANDS) });
  const open = await openDatabase(config, { entities: [], migrations: [], progress: () => undefined });
  const database = new Database(open);
  const service = new LedgerService(new GroupLog());
  const entryOf = (book: Book, day: string) =>
    ({
      bookId: book.id,
      groupId: book.groupId,
      kind: 'CONTRIBUTION',
      effectiveOn: day,
      authority: { kind: 'DUTY', id: book.groupId },
      actorId: book.groupId,
      text: 'Contribution of a member',
      key: randomUUID(),
      postings: [
        { accountId: book.bank, currency: 'EUR', amount: 500n },
        { accountId: book.fund, currency: 'EUR', amount: -500n, category: 'income.contributions' },
      ],
    }) as const;
  const write = async (book: Book, entries: number, day = '2026-01-05'): Promise<number> => {
    const all = Array.from({ length: entries }, () => entryOf(book, day));
    await database.transaction(async (tx) => {
      await service.postAll(tx, all);
    });
    return entries;
  };
  const [{ JournalStore }, { ExportService }, { BookStore }, { FigureClock }, { BudgetsStore }] = await Promise.all([
    built.journals(),
    built.exports(),
    built.pages(),
    built.figures(),
    built.budgets(),
  ]);
  const none = null as never; // who may read it is not what is measured
  const files = new ExportService(database, none, none, new JournalStore(), none);
  const exported: Writer['exported'] = async (book) => {
    const began = performance.now();
    const before = process.memoryUsage().rss;
    let [bytes, most] = [0, before];
    const asked = { format: 'json', profile: 'wallet', until: null, redacted: false } as const;
    for await (const piece of files.pieces(book.groupId, asked)) {
      bytes += Buffer.byteLength(piece);
      most = Math.max(most, process.memoryUsage().rss);
    }
    const [{ n }] = (await database.reads.query('SELECT last_seq::int AS n FROM book WHERE id = $1', [book.id])) as [
      { n: number },
    ];
    return { seconds: (performance.now() - began) / 1000, bytes, entries: n, heldMb: (most - before) / 1e6 };
  };
  const store = new BookStore();
  /** The median of 20 reads that each find something. */
  const read = async (reading: () => Promise<unknown>): Promise<number> => {
    const took: number[] = [];
    for (let n = 0; n < 20; n += 1) {
      const began = performance.now();
      const found = await reading();
      if (!found || (Array.isArray(found) && found.length === 0)) throw new Error('the long book has no page');
      took.push(performance.now() - began);
    }
    return at(took, 0.5);
  };
  const parts = ['funds', 'lines', 'months', 'categories', 'latest'] as const;
  const page: Writer['page'] = (book, on) =>
    read(() => store.page(database.reads, visitor, { handle: handleOf(book), parts, on }));
  const figure: Writer['figure'] = (book, until) => {
    const of = { handle: handleOf(book), narrow: null, filter: JSON.stringify({ kind: 'IN', currency: 'EUR', until }) };
    return read(async () => {
      if (!(await store.figureSum(database.reads, visitor, of))) return null;
      return store.figureEntries(database.reads, visitor, { ...of, first: 50, after: null });
    });
  };
  const budget: Writer['budget'] = async (book) => {
    const id = await newBudget(url, book);
    return read(() => new BudgetsStore().page(database.reads, visitor, { handle: handleOf(book), id, on: null }));
  };
  const summed: Writer['summed'] = async () => {
    const began = performance.now();
    await new FigureClock(database, none).runDue();
    const [{ n }] = (await database.reads.query(
      'SELECT count(*)::int AS n FROM ledger_entry e WHERE e.seq <= figures_until(e.book_id)',
    )) as [{ n: number }];
    return n / ((performance.now() - began) / 1000);
  };
  return Object.assign(write, { exported, page, figure, budget, summed, close: () => open.close() });
}

/** A budget that was adopted for a year, with what it expects and what it lets be spent. It stands as a restore writes it, without a vote. */
async function newBudget(url: string, book: Book): Promise<string> {
  const [id, fund, person] = [randomUUID(), randomUUID(), randomUUID()];
  await ask(
    url,
    `SET session_replication_role = replica;
    INSERT INTO fund (id, book_id, kind, name, account_id) VALUES ('${fund}', '${book.id}', 'general', 'General', '${book.fund}');
    INSERT INTO person (id, name, signs_in) VALUES ('${person}', 'Ana', true);
    INSERT INTO budget (id, book_id, fund_id, currency, name, from_day, until_day, state, proposal_id, effect_no, made_by, changed_by, adopted_at)
      VALUES ('${id}', '${book.id}', '${fund}', 'EUR', 'Year', '2021-01-15', '2021-12-20', 'ADOPTED', gen_random_uuid(), 1, '${person}', '${person}', now());
    INSERT INTO budget_item (budget_id, n, kind, label, category, minor) VALUES ('${id}', 1, 'INCOME', 'Gifts', 'income.contributions', 100000), ('${id}', 2, 'SPENDING', 'Room', 'expense.room', 50000)`,
  );
  return id;
}

const handleOf = ({ id }: Pick<Book, 'id'>): string => `ledger-${id.slice(0, 8)}`;

async function newBook(url: string): Promise<Book> {
  const book = { id: randomUUID(), groupId: randomUUID(), bank: randomUUID(), fund: randomUUID() };
  const text = `
    WITH g AS (INSERT INTO folk_group (id, handle, name, currency, zone, visibility, preset) VALUES ('${book.groupId}', '${handleOf(book)}', 'Bench', 'EUR', 'UTC', 'closed', 'circle')) SELECT 1;
    INSERT INTO book (id, group_id, currency) VALUES ('${book.id}', '${book.groupId}', 'EUR');
    INSERT INTO ledger_account (id, book_id, class, path, currency, exponent) VALUES
      ('${book.bank}', '${book.id}', 'HOLDING', 'assets:bank:main', 'EUR', 2), ('${book.fund}', '${book.id}', 'FUND', 'equity:funds:general', 'EUR', 2);`;
  await ask(url, text);
  return book;
}

async function ask<T>(url: string, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows as T[];
  } finally {
    await client.end();
  }
}

/** A database of that name on the same server, new. */
async function databaseFor(url: string, name: string): Promise<string> {
  await ask(url, `DROP DATABASE IF EXISTS ${name}`);
  await ask(url, `CREATE DATABASE ${name}`);
  return url.replace(/\/[^/?]*(\?|$)/, `/${name}$1`);
}

function pgbenchOf(): string | null {
  const folder = '/usr/lib/postgresql';
  const found = existsSync(folder) ? readdirSync(folder).map((version) => join(folder, version, 'bin/pgbench')) : [];
  return found.find((path) => existsSync(path)) ?? null;
}

if (process.argv[1] === import.meta.filename) {
  const postgres = await startPostgres(['shared_buffers=512MB']);
  if (!postgres) throw new Error('this machine has no PostgreSQL');
  try {
    execFileSync(process.execPath, [join(dist, 'cli.js'), 'migrate'], {
      env: { ...process.env, DATABASE_URL: postgres.url },
    });
    await ledgerRows(postgres.socketUrl, reportHere);
  } finally {
    await postgres.stop();
  }
}
