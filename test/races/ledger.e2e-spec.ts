import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { constraintOf, sqlStateOf } from '../../apps/api/src/platform/database/database.ts';
import { rows } from '../../apps/api/src/platform/database/sql.ts';
import { atOnce } from '../support/crowd.ts';
import { emptyDatabase } from '../support/postgres.ts';
import { ledgerAt, openLedger, posting, type BareBook, type Ledger } from '../support/bare-book.ts';

// Many at once on a real PostgreSQL, people who go away in the middle, a role that may do less, and a dump that is read again.
const isSkipped = !inject('postgresUrl');
const gift = { category: 'income.gifts' };
const spent = { category: 'expense.food' };

describe.skipIf(isSkipped)(`the ledger${isSkipped ? ' (SKIPPED: no PostgreSQL on this machine)' : ''}`, () => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await openLedger('PostgreSQL');
  });
  afterAll(() => ledger?.stop());

  const give = (book: BareBook, amount: bigint, key?: string): Promise<string> =>
    book.post({
      actorId: book.id,
      postings: [posting(book.bank, amount), posting(book.general, -amount, gift)],
      ...(key ? { key } : {}),
    });
  const spend = (book: BareBook, payable: string, line: string | null): Promise<string> =>
    book
      .post({ postings: [posting(book.general, 1000n, { ...spent, budgetLineId: line }), posting(payable, -1000n)] })
      .then(() => 'ok')
      .catch((error: unknown) => constraintOf(error) ?? String(error));
  const counted = (outcomes: readonly string[]): Record<string, number> =>
    Object.fromEntries(
      Object.entries(Object.groupBy(outcomes, (one) => one)).map(([name, list]) => [name, list!.length]),
    );

  test('of 200 spends of 10 from 100 at once exactly ten go through, and without a single retry', async () => {
    const book = await ledger.newBook();
    const payable = await book.account({ class: 'PARTY', path: 'liabilities:payable:p-1' });
    await give(book, 10_000n);
    const outcomes = await atOnce(Array.from({ length: 200 }), 20, () => spend(book, payable, null));
    expect(counted(outcomes)).toEqual({ ok: 10, fund_not_overdrawn: 190 });
    expect(await ledger.violations()).toEqual([]);
  }, 60_000);

  test('the same with half of it on a budget line of 50: five there, five beside it', async () => {
    const book = await ledger.newBook();
    const payable = await book.account({ class: 'PARTY', path: 'liabilities:payable:p-1' });
    await give(book, 10_000n);
    const line = await book.line(5000n);
    const outcomes = await atOnce(Array.from({ length: 200 }), 20, (_, at) =>
      spend(book, payable, at % 2 ? line : null),
    );
    expect(counted(outcomes)).toEqual({ ok: 10, fund_not_overdrawn: 95, line_not_overspent: 95 });
    expect(await rows(ledger.database.reads, 'SELECT spent::int FROM budget_line WHERE id = $1', [line])).toEqual([
      { spent: 5000 },
    ]);
    expect(await ledger.violations()).toEqual([]);
  }, 60_000);

  test('50 times the same key at once is one entry, and each hears which', async () => {
    const book = await ledger.newBook();
    const ids = await atOnce(Array.from({ length: 50 }), 20, () => give(book, 100n, 'the key'));
    expect(new Set(ids).size).toBe(1);
    expect(await rows(ledger.database.reads, 'SELECT last_seq::int FROM book WHERE id = $1', [book.id])).toEqual([
      { last_seq: 1 },
    ]);
  });

  test('whoever is killed between any two statements leaves nothing, and nobody waits for them', async () => {
    const book = await ledger.newBook();
    await give(book, 100n);
    const head = (): Promise<unknown> =>
      rows(ledger.database.reads, 'SELECT last_seq, head_hash FROM book WHERE id = $1', [book.id]);
    const before = await head();
    let died = 0;
    for (let at = 1; ; at += 1) {
      const lives = await postAndDieAfter(at, book);
      if (lives) break;
      died += 1;
      expect(await head()).toEqual(before);
    }
    expect(died).toBeGreaterThan(1);
    await give(book, 100n);
    expect(await ledger.violations()).toEqual([]);

    /** Posts on a connection that breaks after so many statements, as that of a killed process does. True where the post was through before. */
    async function postAndDieAfter(statements: number, into: BareBook): Promise<boolean> {
      const runner = ledger.database.source.createQueryRunner();
      const client = (await runner.connect()) as pg.PoolClient & { connection: { stream: { destroy(): void } } };
      await runner.startTransaction();
      let done = 0;
      const query = runner.query.bind(runner);
      runner.query = (async (...args: Parameters<typeof query>) => {
        const result: unknown = await query(...args);
        done += 1;
        if (done === statements) {
          const gone = once(client, 'end');
          client.connection.stream.destroy();
          await gone;
        }
        return result;
      }) as typeof runner.query;
      client.once('error', () => undefined);
      try {
        await ledger.service.post(runner.manager, {
          bookId: into.id,
          groupId: into.groupId,
          kind: 'TEST',
          effectiveOn: '2026-01-05',
          authority: { kind: 'SYSTEM', id: null },
          actorId: into.id,
          text: 'killed',
          key: `killed ${statements}`,
          postings: [posting(into.bank, 5n), posting(into.general, -5n, gift)],
        });
        if (done < statements) {
          await runner.rollbackTransaction();
          return true;
        }
        await runner.commitTransaction();
        throw new Error('the connection should have been gone');
      } catch (error) {
        if (error instanceof Error && error.message === 'the connection should have been gone') throw error;
        return false;
      } finally {
        await runner.release().catch(() => undefined);
      }
    }
  });

  test('a role that owns nothing writes entries and can neither change nor delete them', async () => {
    const book = await ledger.newBook();
    const role = `writer_${process.pid}`;
    const { database } = ledger;
    const attempt = (statement: string): Promise<string> =>
      database.source
        .transaction(async (tx) => {
          await tx.query(`SET LOCAL ROLE ${role}`);
          await tx.query(statement);
        })
        .then(() => 'ok')
        .catch((error: unknown) => sqlStateOf(error) ?? String(error));
    await database.reads.query(`CREATE ROLE ${role}`);
    try {
      for (const statement of grants(role)) await database.reads.query(statement);
      await database.source.transaction(async (tx) => {
        await tx.query(`SET LOCAL ROLE ${role}`);
        await ledger.service.post(tx, {
          bookId: book.id,
          groupId: book.groupId,
          kind: 'TEST',
          effectiveOn: '2026-01-05',
          authority: { kind: 'SYSTEM', id: null },
          actorId: book.id,
          text: 'by the role',
          key: 'role',
          postings: [posting(book.bank, 5n), posting(book.general, -5n, gift)],
        });
      });
      const refused = [
        'UPDATE ledger_entry SET kind = kind',
        'DELETE FROM ledger_entry',
        'TRUNCATE ledger_entry CASCADE',
        'UPDATE ledger_posting SET amount = amount',
        'DELETE FROM ledger_posting',
        'TRUNCATE ledger_posting',
        'DELETE FROM ledger_account',
        'UPDATE ledger_account SET path = path',
        'DELETE FROM budget_line',
        'UPDATE budget_line SET spent = 0',
        'UPDATE account_balance SET credits = 0',
        'DELETE FROM account_balance',
        'UPDATE book SET last_seq = 0',
        'DELETE FROM book',
        'UPDATE ledger_entry_text SET description = description',
        'ALTER TABLE ledger_entry DISABLE TRIGGER USER',
        'DROP TRIGGER no_change ON ledger_entry',
        'DROP VIEW ledger_violations',
        'SET session_replication_role = replica',
      ];
      expect(await Promise.all(refused.map(attempt))).toEqual(refused.map(() => '42501'));
      expect(await attempt(`UPDATE book SET closed_until = NULL WHERE id = '${book.id}'`)).toBe('ok');
      expect(await ledger.violations()).toEqual([]);
    } finally {
      await database.reads.query(`DROP OWNED BY ${role}`);
      await database.reads.query(`DROP ROLE ${role}`);
    }
  });

  const run = promisify(execFile);
  const hasDump = existsSync('/usr/bin/pg_dump');
  test.skipIf(!hasDump)(
    `dumped and read again, the book is the same and the view empty${hasDump ? '' : ' (SKIPPED: no pg_dump)'}`,
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'folkmoot-dump-'));
      const [dump, restored] = [join(folder, 'dump.sql'), await emptyDatabase()];
      await run('pg_dump', ['--dbname', ledger.place, '--file', dump]);
      await run('psql', [
        '--dbname',
        restored,
        '--quiet',
        '--single-transaction',
        '--set',
        'ON_ERROR_STOP=1',
        '--file',
        dump,
      ]);
      const again = await ledgerAt({ dataDir: folder, databaseUrl: restored });
      try {
        const heads = 'SELECT id, last_seq, head_hash FROM book ORDER BY id';
        expect(await rows(again.database.reads, heads)).toEqual(await rows(ledger.database.reads, heads));
        expect(await again.violations()).toEqual([]);
      } finally {
        await again.stop();
      }
    },
    60_000,
  );
});

test('on the embedded database, whoever is killed before the commit leaves nothing either', async () => {
  const ledger = await openLedger('PGlite');
  const book = await ledger.newBook();
  await book.post({ postings: [posting(book.bank, 100n), posting(book.general, -100n, gift)] });
  const left = mkdtempSync(join(tmpdir(), 'folkmoot-killed-'));
  const entry = {
    bookId: book.id,
    groupId: book.groupId,
    kind: 'TEST',
    effectiveOn: '2026-01-05',
    actorId: book.id,
    text: 'killed',
    key: 'k',
  };
  await ledger.database.transaction(async (tx) => {
    await ledger.service.post(tx, {
      ...entry,
      authority: { kind: 'SYSTEM', id: null },
      postings: [posting(book.bank, 5n), posting(book.general, -5n, gift)],
    });
    // What kill -9 leaves is the folder as it is at this moment.
    cpSync(join(ledger.place, 'pglite'), join(left, 'pglite'), { recursive: true });
  });
  await ledger.stop();
  const again = await ledgerAt({ dataDir: left });
  try {
    expect(await rows(again.database.reads, 'SELECT last_seq::int FROM book WHERE id = $1', [book.id])).toEqual([
      { last_seq: 1 },
    ]);
    expect(await again.violations()).toEqual([]);
  } finally {
    await again.stop();
  }
}, 60_000);

/** What a role of the application needs for the ledger, and not more. What moves the running totals runs as their owner then. */
function grants(role: string): string[] {
  const asOwner = [
    'ledger_account_open',
    'budget_line_hold',
    'budget_line_planned',
    'ledger_posting_in',
    'ledger_chained',
  ];
  return [
    `GRANT SELECT, INSERT ON ledger_account, ledger_entry, ledger_posting, budget_line, book, log_entry, log_detail TO ${role}`,
    `GRANT SELECT, INSERT, DELETE ON ledger_entry_text TO ${role}`,
    `GRANT SELECT ON account_balance, book_category, decision_taken_back, fund, ledger_violations TO ${role}`,
    `GRANT UPDATE (closed_at) ON ledger_account TO ${role}`,
    `GRANT UPDATE (planned, closed_at) ON budget_line TO ${role}`,
    `GRANT UPDATE (closed_until) ON book TO ${role}`,
    `GRANT SELECT, INSERT, UPDATE ON log_head TO ${role}`,
    ...asOwner.map((name) => `ALTER FUNCTION ${name}() SECURITY DEFINER SET search_path = public, pg_temp`),
  ];
}
