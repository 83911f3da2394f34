import { randomBytes, randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { constraintOf, sqlStateOf } from '../../apps/api/src/platform/database/database.ts';
import { rows } from '../../apps/api/src/platform/database/sql.ts';
import { openLedger, posting, writePostings, writeRaw, type BareBook, type Ledger } from '../support/bare-book.ts';
import { engines } from '../support/engines.ts';

// The database itself keeps the rules of the ledger (money.md 2): each is broken here past the service, as a mistake or somebody with a
// password could, and each branch of the audit view is shown to see what was changed behind the triggers.
const gift = { category: 'income.gifts' };
const spent = { category: 'expense.food' };

describe.each(engines)('on %s', (engine) => {
  let ledger: Ledger;
  let book: BareBook;
  let other: BareBook;
  /** A line of 50.00 with 20.00 spent, a closed one with 10.00 spent. */
  let line: string;
  let closedLine: string;
  let entry: string;
  let reversed: string;
  let reversal: string;
  let moved: string;
  let payable: string;
  let yen: string;
  let trip: string;
  let alice: string;
  let bob: string;
  let carol: string;

  beforeAll(async () => {
    ledger = await openLedger(engine);
    book = await ledger.newBook();
    other = await ledger.newBook();
    payable = await book.account({ class: 'PARTY', path: 'liabilities:payable:p-1' });
    yen = await book.account({ class: 'HOLDING', path: 'assets:bank:main', currency: 'JPY' });
    trip = randomUUID();
    const dinner = randomUUID();
    alice = await book.account({ class: 'SPLIT', path: 'assets:split:trip:p-1', splitId: trip });
    bob = await book.account({ class: 'SPLIT', path: 'assets:split:trip:p-2', splitId: trip });
    carol = await book.account({ class: 'SPLIT', path: 'assets:split:dinner:p-3', splitId: dinner });
    const give = (amount: bigint): Promise<string> =>
      book.post({ postings: [posting(book.bank, amount), posting(book.general, -amount, gift)] });
    const spend = (amount: bigint, budgetLineId: string): Promise<string> =>
      book.post({ postings: [posting(book.general, amount, { ...spent, budgetLineId }), posting(payable, -amount)] });
    entry = await give(9_989n);
    line = await book.line(5000n);
    closedLine = await book.line(2000n);
    await spend(2000n, line);
    await spend(1000n, closedLine);
    await rows(ledger.database.reads, 'UPDATE budget_line SET closed_at = now() WHERE id = $1', [closedLine]);
    reversed = await give(7n);
    reversal = await book.post({
      reversesId: reversed,
      postings: [posting(book.bank, -7n), posting(book.general, 7n, gift)],
    });
    moved = await give(11n);
    await book.post({ kind: 'RECLASSIFIED', refs: { entryId: moved }, postings: move(11n) });
    await book.post({ refs: { split: trip }, postings: [posting(alice, 30n), posting(bob, -30n)] });
    await book.post({
      postings: [
        posting(book.general, 5n, { category: 'transfer' }),
        posting(book.general, -5n, { category: 'transfer' }),
      ],
    });
  });
  afterAll(() => ledger.stop());

  const move = (amount: bigint) => [
    posting(book.general, amount, gift),
    posting(book.general, -amount, { category: 'income.other' }),
  ];
  const raw =
    (postings: ReturnType<typeof posting>[], fields: Record<string, unknown> = {}) =>
    (tx: EntityManager) =>
      writeRaw(tx, book.id, { postings, fields });
  const bill = (postings: ReturnType<typeof posting>[]) => raw(postings, { refs: JSON.stringify({ split: trip }) });
  const sql =
    (text: string, values: () => unknown[] = () => []) =>
    (tx: EntityManager) =>
      rows(tx, text, values());
  const pair = (amount = 1n) => [posting(book.bank, amount), posting(book.general, -amount, gift)];
  const spendRaw = (amount: bigint, budgetLineId: string | null) => [
    posting(book.general, amount, { ...spent, budgetLineId }),
    posting(payable, -amount),
  ];

  // Read a row as: what is tried; the SQLSTATE and, where it has a name, the constraint that it is refused with.
  const attempts: readonly [string, () => (tx: EntityManager) => Promise<unknown>, string, string?][] = [
    ['L1 an amount of nothing', () => raw([posting(book.bank, 0n), ...pair()]), '23514', 'ledger_posting_amount_check'],
    ['L1 an amount beyond 64 bits', () => raw([posting(book.bank, 2n ** 63n), ...pair()]), '22003'],
    [
      'L1 totals beyond 64 bits',
      () => raw([posting(book.bank, 2n ** 63n - 1n), posting(payable, 1n - 2n ** 63n)]),
      '22003',
    ],
    [
      'L2 a posting in another currency than its account',
      () => raw([posting(yen, 1n), posting(book.bank, -1n)]),
      '23503',
    ],
    [
      'L2 a posting on the account of another book',
      () => raw([posting(other.bank, 1n), posting(book.bank, -1n)]),
      '23503',
    ],
    [
      'L2 a line of another account',
      () => raw([posting(payable, 1n, { budgetLineId: line }), posting(book.bank, -1n)]),
      '23503',
    ],
    [
      'L2 a posting to the entry of another book',
      () => (tx) => writePostings(tx, other.id, { entryId: entry, postings: [posting(other.bank, 1n)], from: 3 }),
      '23503',
    ],
    [
      'L3 an entry that is a cent off',
      () => raw([posting(book.bank, 2n), posting(book.general, -1n, gift)]),
      '23514',
      'entry_balanced',
    ],
    [
      'L3 an entry that only balances across currencies',
      () => raw([posting(book.bank, 1n), posting(yen, -1n, { currency: 'JPY' })]),
      '23514',
      'entry_balanced',
    ],
    ['L4 fewer postings than declared', () => raw(pair(), { lines: 3 }), '23514', 'entry_lines'],
    [
      'L4 an entry line by line',
      () => async (tx) => {
        const id = await writeRaw(tx, book.id, { postings: [], fields: { lines: 2 } });
        await writePostings(tx, book.id, { entryId: id, postings: [posting(book.general, -9n, gift)] });
        await writePostings(tx, book.id, { entryId: id, postings: [posting(book.bank, 9n)], from: 2 });
      },
      '23514',
      'entry_lines',
    ],
    [
      'L4 lines that are not numbered from one',
      () => async (tx) => {
        const id = await writeRaw(tx, book.id, { postings: [], fields: { lines: 2 } });
        await writePostings(tx, book.id, { entryId: id, postings: pair(), from: 2 });
      },
      '23514',
      'entry_lines',
    ],
    ['L4 an entry without postings', () => raw([], { lines: 2 }), '23514', 'entry_lines'],
    ['L4 one line alone', () => raw([posting(book.bank, 1n)]), '23514', 'ledger_entry_lines_check'],
    [
      'L4 a balanced pair added later',
      () => (tx) => writePostings(tx, book.id, { entryId: entry, postings: pair(), from: 3 }),
      '23514',
      'entry_lines',
    ],
    ['L5 an entry changed', () => sql(`UPDATE ledger_entry SET kind = 'X' WHERE id = $1`, () => [entry]), '55000'],
    ['L5 an entry deleted', () => sql('DELETE FROM ledger_entry WHERE id = $1', () => [entry]), '55000'],
    [
      'L5 a posting changed',
      () => sql('UPDATE ledger_posting SET amount = amount + 1 WHERE entry_id = $1', () => [entry]),
      '55000',
    ],
    ['L5 a posting deleted', () => sql('DELETE FROM ledger_posting WHERE entry_id = $1', () => [entry]), '55000'],
    ['L5 all postings emptied out', () => sql('TRUNCATE ledger_posting'), '55000'],
    ['L5 all entries emptied out', () => sql('TRUNCATE ledger_entry CASCADE'), '55000'],
    ['L5 an account deleted', () => sql('DELETE FROM ledger_account WHERE id = $1', () => [yen]), '55000'],
    ['L5 a line deleted', () => sql('DELETE FROM budget_line WHERE id = $1', () => [line]), '55000'],
    ['L7 more than the fund has', () => raw(spendRaw(10_000n, null)), '23514', 'fund_not_overdrawn'],
    ['L7 what a line holds', () => raw(spendRaw(4002n, null)), '23514', 'fund_not_overdrawn'],
    [
      'L7 a line larger than what is available',
      () => sql('UPDATE budget_line SET planned = planned + 4002 WHERE id = $1', () => [line]),
      '23514',
      'fund_not_overdrawn',
    ],
    ['L8 more than is left on the line', () => raw(spendRaw(3001n, line)), '23514', 'line_not_overspent'],
    [
      'L8 a plan below what is spent',
      () => sql('UPDATE budget_line SET planned = 1999 WHERE id = $1', () => [line]),
      '23514',
      'line_not_overspent',
    ],
    ['L8 a closed line', () => raw(spendRaw(1n, closedLine)), '23514', 'line_open'],
    [
      'L8 a closed line planned anew',
      () => sql('UPDATE budget_line SET planned = planned + 1 WHERE id = $1', () => [closedLine]),
      '55000',
    ],
    [
      'L8 a line of another fund',
      () => sql('UPDATE budget_line SET account_id = $2 WHERE id = $1', () => [line, other.general]),
      '55000',
    ],
    ['L9 a number left out', () => raw(pair(), { seq: 99 }), '40001'],
    ['L9 a number that was', () => raw(pair(), { seq: 1 }), '23505', 'ledger_entry_book_id_seq_key'],
    ['L9 another entry before it', () => raw(pair(), { prev_hash: randomBytes(32) }), '40001'],
    ['L10 a hash that does not fit', () => raw(pair(), { hash: randomBytes(32) }), '23514', 'hash_fits'],
    [
      'L11 a key for the second time',
      () => raw(pair(), { idempotency_key: 'once' }),
      '23505',
      'ledger_entry_book_id_idempotency_key_key',
    ],
    ['L12 a second reversal', () => raw(pair(-7n), { reverses_id: reversed }), '23505', 'ledger_entry_reverses_id_key'],
    [
      'L12 the reversal of an entry elsewhere',
      () => (tx) =>
        writeRaw(tx, other.id, {
          postings: [posting(other.bank, 1n), posting(other.general, -1n, gift)],
          fields: { reverses_id: entry },
        }),
      '23503',
    ],
    [
      'L12 the reversal of an entry whose category is elsewhere',
      () => raw(pair(-11n), { reverses_id: moved }),
      '23514',
      'moves_go_back',
    ],
    [
      'L12 another category for what was taken back',
      () => raw(move(7n), { kind: 'RECLASSIFIED', refs: JSON.stringify({ entryId: reversed }) }),
      '23514',
      'moves_go_back',
    ],
    ['L13 a decision without its id', () => raw(pair(), { authority_kind: 'DECISION' }), '23514', 'authority_named'],
    ['L13 a rule without its id', () => raw(pair(), { authority_kind: 'RULE' }), '23514', 'authority_named'],
    ['L13 a duty without its id', () => raw(pair(), { authority_kind: 'DUTY' }), '23514', 'authority_named'],
    ['L13 an authority of nobody', () => raw(pair(), { authority_kind: 'WHIM' }), '23514'],
    [
      'L14 another text',
      () => sql(`UPDATE ledger_entry_text SET description = 'other' WHERE entry_id = $1`, () => [entry]),
      '23514',
      'text_matches',
    ],
    [
      'L14 another salt',
      () => sql(`UPDATE ledger_entry_text SET salt = sha256('x')::bytea WHERE entry_id = $1`, () => [entry]),
      '23514',
    ],
    [
      'L15 a bill with money of the group',
      () => bill([posting(alice, 5n), posting(book.bank, -5n)]),
      '23514',
      'split_alone',
    ],
    ['L15 a bill across two splits', () => bill([posting(alice, 5n), posting(carol, -5n)]), '23514', 'split_alone'],
    ['L15 a bill that names no split', () => raw([posting(alice, 5n), posting(bob, -5n)]), '23514', 'split_alone'],
    ['L15 a bill that is a cent off', () => bill([posting(alice, 5n), posting(bob, -4n)]), '23514', 'entry_balanced'],
    [
      'L15 across two splits past the guard of statements',
      () => async (tx) => {
        await rows(tx, 'ALTER TABLE ledger_posting DISABLE TRIGGER ledger_split_alone');
        await writeRaw(tx, book.id, { postings: [posting(alice, 5n), posting(carol, -5n)] });
      },
      '23514',
      'entry_balanced',
    ],
    [
      'L17 an account moved',
      () => sql(`UPDATE ledger_account SET path = 'assets:bank:mine' WHERE id = $1`, () => [book.bank]),
      '55000',
    ],
    [
      'L17 a currency changed',
      () => sql(`UPDATE ledger_account SET currency = 'USD' WHERE id = $1`, () => [yen]),
      '55000',
    ],
    [
      'L17 an overdraft allowed',
      () => sql('UPDATE ledger_account SET overdraft_limit = 5 WHERE id = $1', () => [book.general]),
      '55000',
    ],
    [
      'L17 an account closed with money in it',
      () => sql('UPDATE ledger_account SET closed_at = now() WHERE id = $1', () => [book.bank]),
      '23514',
      'closed_account_empty',
    ],
    [
      'L17 a posting to a closed account',
      () => async (tx) => {
        await rows(tx, 'UPDATE ledger_account SET closed_at = now() WHERE id = $1', [yen]);
        await writeRaw(tx, book.id, {
          postings: [posting(yen, 1n, { currency: 'JPY' }), posting(yen, -1n, { currency: 'JPY' })],
        });
      },
      '23514',
      'account_open',
    ],
    [
      'a fund posting without a category',
      () => raw([posting(book.bank, 1n), posting(book.general, -1n)]),
      '23514',
      'fund_category',
    ],
    [
      'a category on what is no fund',
      () => raw([posting(book.bank, 1n, gift), posting(book.general, -1n, gift)]),
      '23514',
      'fund_category',
    ],
    [
      'a category of nobody',
      () => raw([posting(book.bank, 1n), posting(book.general, -1n, { category: 'Fun' })]),
      '23514',
      'ledger_posting_category_check',
    ],
    [
      'L18 a day in a closed period',
      () => async (tx) => {
        await rows(tx, `UPDATE book SET closed_until = '2026-01-05' WHERE id = $1`, [book.id]);
        await writeRaw(tx, book.id, { postings: pair() });
      },
      '23514',
      'period_open',
    ],
    ['a day that has not come yet', () => raw(pair(), { effective_on: '2999-01-01' }), '23514', 'day_came'],
  ];

  test('every rule of the ledger refuses by its own name, and nothing is left behind', async () => {
    await book.post({ key: 'once', postings: pair() });
    const before = await rows(ledger.database.reads, 'SELECT last_seq, head_hash FROM book WHERE id = $1', [book.id]);
    const found: unknown[] = [];
    for (const [what, attempt] of attempts) {
      const error: unknown = await ledger.database.source.transaction(attempt()).then(
        () => null,
        (one: unknown) => one,
      );
      found.push([what, error && sqlStateOf(error), error && (constraintOf(error) ?? undefined)]);
    }
    const named = (row: (typeof attempts)[number], at: number) => row[3] ?? (found[at] as unknown[])[2];
    expect(found).toEqual(attempts.map((row, at) => [row[0], row[2], named(row, at)]));
    expect(await rows(ledger.database.reads, 'SELECT last_seq, head_hash FROM book WHERE id = $1', [book.id])).toEqual(
      before,
    );
    expect(await ledger.violations()).toEqual([]);
  });

  test('what is allowed stays allowed: a return to a closed line, an erased text', async () => {
    await book.post({
      postings: [posting(book.general, -1000n, { ...spent, budgetLineId: closedLine }), posting(payable, 1000n)],
    });
    await rows(ledger.database.reads, 'DELETE FROM ledger_entry_text WHERE entry_id = $1', [reversed]);
    expect(await ledger.violations()).toEqual([]);
  });

  test('what stands under another category goes back to its own before it is taken back', async () => {
    const sums = (): Promise<object[]> =>
      rows(
        ledger.database.reads,
        'SELECT category, sum(amount)::text AS minor FROM ledger_posting WHERE account_id = $1 AND category = ANY ($2) GROUP BY 1 ORDER BY 1',
        [book.general, ['income.gifts', 'income.other']],
      );
    const before = await sums();
    const id = await book.post({ postings: [posting(book.bank, 13n), posting(book.general, -13n, gift)] });
    await book.post({ kind: 'RECLASSIFIED', refs: { entryId: id }, postings: move(13n) });
    const reversing = {
      kind: 'REVERSAL',
      reversesId: id,
      key: randomUUID(),
      postings: [posting(book.general, 13n, gift), posting(book.bank, -13n)],
    };
    expect(await sums()).not.toEqual(before);
    const taken = await book.post(reversing);
    expect(await book.post(reversing)).toBe(taken);
    expect(await sums()).toEqual(before);
    expect(await ledger.violations()).toEqual([]);
  });

  test('the same key with the same content is the same entry; with other content it is a conflict', async () => {
    const again = { key: 'twice', actorId: randomUUID(), postings: pair() };
    const id = await book.post(again);
    expect(await book.post(again)).toBe(id);
    await expect(book.post({ ...again, text: 'something else' })).rejects.toThrow('already booked');
    await expect(book.post({ postings: [posting(book.bank, 1n)] })).rejects.toThrow('does not balance');
  });

  // What a database owner can do with the triggers off; the view sees it the next night.
  const tampered: readonly [string, string, () => unknown[]][] = [
    ['lines', 'DELETE FROM ledger_posting WHERE entry_id = $1 AND line = 1', () => [entry]],
    ['unbalanced', 'UPDATE ledger_posting SET amount = amount + 1 WHERE entry_id = $1 AND line = 1', () => [entry]],
    ['split', 'UPDATE ledger_posting SET amount = amount + 1 WHERE account_id = $1', () => [alice]],
    [
      'transfer',
      `UPDATE ledger_posting SET category = 'transfer' WHERE entry_id = $1 AND category IS NOT NULL`,
      () => [entry],
    ],
    [
      'running-total',
      'UPDATE account_balance SET debits = debits + 1, credits = credits + 1 WHERE account_id = $1',
      () => [book.bank],
    ],
    ['line-spent', 'UPDATE budget_line SET spent = spent + 1 WHERE id = $1', () => [line]],
    ['held', 'UPDATE account_balance SET held = held - 1 WHERE account_id = $1', () => [book.general]],
    ['trial-balance', 'UPDATE account_balance SET debits = debits + 1 WHERE account_id = $1', () => [book.bank]],
    ['gap', 'UPDATE book SET last_seq = last_seq + 1 WHERE id = $1', () => [book.id]],
    ['chain', `UPDATE ledger_entry SET canonical = 'x', hash = sha256(prev_hash || 'x') WHERE id = $1`, () => [entry]],
    ['head', `UPDATE book SET head_hash = sha256('x') WHERE id = $1`, () => [book.id]],
    [
      'reversal',
      `UPDATE ledger_posting SET category = 'income.dues' WHERE entry_id = $1 AND category IS NOT NULL`,
      () => [reversal],
    ],
    ['text', `UPDATE ledger_entry_text SET description = 'other' WHERE entry_id = $1`, () => [entry]],
  ];

  test('each branch of the audit view sees its row tampered with behind the triggers', async () => {
    const tables = ['ledger_entry', 'ledger_posting', 'ledger_entry_text', 'budget_line', 'account_balance', 'book'];
    const runner = ledger.database.source.createQueryRunner();
    try {
      for (const [what, statement, values] of tampered) {
        await runner.query('BEGIN');
        for (const table of tables) await runner.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
        await runner.query(statement, values());
        const seen = (await runner.query('SELECT DISTINCT what FROM ledger_violations')) as { what: string }[];
        await runner.query('ROLLBACK');
        expect(seen.map((one) => one.what)).toContain(what);
      }
      const [view] = (await runner.query(`SELECT pg_get_viewdef('ledger_violations'::regclass) AS text`)) as {
        text: string;
      }[];
      const branches = [...view!.text.matchAll(/SELECT '([a-z-]+)'::text/g)].map(([, name]) => name!);
      expect(branches.toSorted()).toEqual(tampered.map(([what]) => what).toSorted());
    } finally {
      await runner.release();
    }
    expect(await ledger.violations()).toEqual([]);
  });
});
