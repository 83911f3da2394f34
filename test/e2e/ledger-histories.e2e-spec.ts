import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyJournal, type Journal } from '#libs/money';
import { JournalStore } from '../../apps/api/src/money/index.ts';
import { constraintOf } from '../../apps/api/src/platform/database/database.ts';
import { rows } from '../../apps/api/src/platform/database/sql.ts';
import { loadJournal, openLedger, posting, type BareBook, type Ledger } from '../support/bare-book.ts';
import { engines } from '../support/engines.ts';
import { generatedYear } from '../support/generated-book.ts';
import { ModelBook, type Account } from '../support/model-book.ts';
import { sharedData } from '../support/shared-data.ts';

// Random histories of a book against a small one in memory, and whole books loaded again: the database comes to the same, on both engines.
const RUNS = Number(process.env['FOLKMOOT_TEST_RUNS'] ?? 8);
const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

/** The book in the database beside the model of it, and what the lines of the one are called in the other. */
interface Real {
  readonly ledger: Ledger;
  readonly book: BareBook;
  readonly splitId: string;
  readonly accounts: Readonly<Record<Account, string>>;
  readonly lines: string[];
  readonly entries: string[];
}

const categories: Partial<Record<Account, string>> = { general: 'expense.food', picnic: 'expense.food' };
const outcomeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'ok',
    (error: unknown) => constraintOf(error) ?? String(error),
  );

function mustBe(outcome: string, expected: string): void {
  if (outcome !== expected) throw new Error(`the database says ${outcome}, the model ${expected}`);
}

/** Posts in both and asks that both say the same; the database's entry is remembered where there is one. */
async function both(
  real: Real,
  model: ModelBook,
  of: { moves: [Account, bigint][]; line?: number; reverses?: number; key?: string },
): Promise<void> {
  const { book, accounts, lines, entries } = real;
  const expected = model.post(of);
  const category = (account: Account): string | null => categories[account] ?? null;
  const outcome = await outcomeOf(
    book
      .post({
        key: of.key ?? randomUUID(),
        actorId: book.id,
        refs: of.moves.some(([account]) => account === 'alice') ? { split: real.splitId } : {},
        reversesId: of.reverses === undefined ? null : entries[of.reverses]!,
        postings: of.moves.map(([account, amount]) =>
          posting(accounts[account], amount, {
            category: category(account),
            budgetLineId: of.line !== undefined && category(account) ? lines[of.line]! : null,
          }),
        ),
      })
      .then((id) => entries.includes(id) || entries.push(id)),
  );
  mustBe(outcome, expected);
}

async function change(real: Real, statement: string, values: unknown[]): Promise<string> {
  return outcomeOf(rows(real.ledger.database.reads, statement, values));
}

type Command = fc.AsyncCommand<ModelBook, Real>;
const command = (
  name: string,
  check: (model: ModelBook) => boolean,
  run: (model: ModelBook, real: Real) => Promise<void>,
): Command => ({
  check,
  run,
  toString: () => name,
});
const fund = fc.constantFrom<Account>('general', 'picnic');
const amount = fc.bigInt({ min: 1n, max: 120n });
const nth = fc.nat(9);

const commands: fc.Arbitrary<Command>[] = [
  fc.tuple(fund, amount).map(([to, n]) =>
    command(
      `give ${n} to ${to}`,
      () => true,
      (model, real) =>
        both(real, model, {
          moves: [
            ['bank', n],
            [to, -n],
          ],
        }),
    ),
  ),
  fc.tuple(fund, amount).map(([from, n]) =>
    command(
      `spend ${n} of ${from}`,
      () => true,
      (model, real) =>
        both(real, model, {
          moves: [
            [from, n],
            ['payable', -n],
          ],
        }),
    ),
  ),
  fc.tuple(nth, amount, fc.boolean()).map(([at, n, isReturn]) =>
    command(
      `${isReturn ? 'return' : 'spend'} ${n} on line ${at}`,
      (model) => model.lines.length > 0,
      async (model, real) => {
        const line = at % model.lines.length;
        const size = isReturn ? -n : n;
        await both(real, model, {
          moves: [
            ['general', size],
            ['payable', -size],
          ],
          line,
        });
      },
    ),
  ),
  amount.map((n) =>
    command(
      `pay ${n}`,
      () => true,
      (model, real) =>
        both(real, model, {
          moves: [
            ['payable', n],
            ['bank', -n],
          ],
        }),
    ),
  ),
  amount.map((n) =>
    command(
      `move ${n}`,
      () => true,
      (model, real) =>
        both(real, model, {
          moves: [
            ['general', n],
            ['picnic', -n],
          ],
        }),
    ),
  ),
  amount.map((n) =>
    command(
      `bill ${n}`,
      () => true,
      (model, real) =>
        both(real, model, {
          moves: [
            ['alice', n],
            ['bob', -n],
          ],
        }),
    ),
  ),
  amount.map((n) =>
    command(
      `bill ${n} with the bank`,
      () => true,
      (model, real) =>
        both(real, model, {
          moves: [
            ['alice', n],
            ['bank', -n],
          ],
        }),
    ),
  ),
  nth.map((at) =>
    command(
      `reverse ${at}`,
      (model) => model.entries.length > 0,
      async (model, real) => {
        const reverses = at % model.entries.length;
        const { moves, line } = model.entries[reverses]!;
        await both(real, model, {
          moves: moves.map(([account, n]) => [account, -n]),
          reverses,
          ...(line === undefined ? {} : { line }),
        });
      },
    ),
  ),
  nth.map((at) =>
    command(
      `repeat ${at}`,
      () => true,
      async (model, real) => {
        const again = {
          moves: [
            ['bank', 3n],
            ['general', -3n],
          ] as [Account, bigint][],
          key: `key ${at % 3}`,
        };
        await both(real, model, again);
      },
    ),
  ),
  amount.map((planned) =>
    command(
      `plan ${planned}`,
      () => true,
      async (model, real) => {
        const expected = model.plan(planned);
        const outcome = await outcomeOf(real.book.line(planned).then((id) => real.lines.push(id)));
        mustBe(outcome, expected);
      },
    ),
  ),
  fc.tuple(nth, amount).map(([at, planned]) =>
    command(
      `plan line ${at} as ${planned}`,
      (model) => model.lines.some(({ isOpen }) => isOpen),
      async (model, real) => {
        const line = model.openLine(at);
        const expected = model.replan(line, planned);
        const statement = 'UPDATE budget_line SET planned = $2::bigint WHERE id = $1';
        mustBe(await change(real, statement, [real.lines[line], planned.toString()]), expected);
      },
    ),
  ),
  nth.map((at) =>
    command(
      `close line ${at}`,
      (model) => model.lines.some(({ isOpen }) => isOpen),
      async (model, real) => {
        const line = model.openLine(at);
        model.close(line);
        mustBe(await change(real, 'UPDATE budget_line SET closed_at = now() WHERE id = $1', [real.lines[line]]), 'ok');
      },
    ),
  ),
];

describe.each(engines)('on %s', (engine) => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await openLedger(engine);
  });
  afterAll(() => ledger.stop());

  async function start(): Promise<Real> {
    const book = await ledger.newBook();
    const splitId = randomUUID();
    return {
      ledger,
      book,
      splitId,
      lines: [],
      entries: [],
      accounts: {
        bank: book.bank,
        general: book.general,
        picnic: await book.account({ class: 'FUND', path: 'equity:funds:picnic' }),
        payable: await book.account({ class: 'PARTY', path: 'liabilities:payable:p-1' }),
        alice: await book.account({ class: 'SPLIT', path: 'assets:split:trip:p-1', splitId }),
        bob: await book.account({ class: 'SPLIT', path: 'assets:split:trip:p-2', splitId }),
      },
    };
  }

  test('whatever is tried in whatever order, the database says and holds what a book in memory says and holds', async () => {
    await fc.assert(
      fc.asyncProperty(fc.commands(commands, { maxCommands: 30, size: 'max' }), async (history) => {
        const model = new ModelBook();
        const real = await start();
        await fc.asyncModelRun(() => ({ model, real }), history);
        const balances = await rows<{ account_id: string; sum: string; held: string }>(
          ledger.database.reads,
          'SELECT account_id, (debits - credits)::text AS sum, held::text FROM account_balance WHERE account_id = ANY($1::uuid[])',
          [Object.values(real.accounts)],
        );
        const byId = new Map(balances.map((one) => [one.account_id, [BigInt(one.sum), BigInt(one.held)]]));
        for (const [account, id] of Object.entries(real.accounts) as [Account, string][])
          expect([account, ...byId.get(id)!]).toEqual([account, model.balance(account), model.held(account)]);
      }),
      { numRuns: RUNS },
    );
    expect(await ledger.violations()).toEqual([]);
  }, 120_000);

  const journals = new JournalStore();
  test('a year exported as JSON and loaded into an empty database is the same book with the same head', async () => {
    const year = JSON.parse(JSON.stringify(generatedYear(engine.length, 300))) as Journal;
    const groupId = await loadJournal(ledger.database, year);
    const again = await journals.of(ledger.database.reads, groupId, false);
    expect(again.head).toBe(year.head);
    expect(verifyJournal(sha256, again)).toBeNull();
    expect(again.entries.map(({ canonical, text, salt, hash }) => [canonical, text, salt, hash])).toEqual(
      year.entries.map(({ canonical, text, salt, hash }) => [canonical, text, salt, hash]),
    );
    const byPath = (a: Journal['accounts'][number], b: Journal['accounts'][number]): number =>
      a.path + a.currency < b.path + b.currency ? -1 : 1;
    expect([...again.accounts].toSorted(byPath)).toEqual([...year.accounts].toSorted(byPath));
    expect(await ledger.violations()).toEqual([]);
  }, 60_000);

  const sample = sharedData('ledger/journal.json');
  test.skipIf(!sample)(
    `the sample book comes to its known balances${sample ? '' : ' (SKIPPED: shared data folder missing)'}`,
    async () => {
      const journal = JSON.parse(readFileSync(sample!, 'utf8')) as Journal;
      await loadJournal(ledger.database, journal, ['ledger_split_alone']); // its bills do not name their split
      const expected = JSON.parse(readFileSync(join(dirname(sample!), 'expected.json'), 'utf8')) as {
        wallet: { account: string; currency: string; minor: string }[];
      };
      const found = await rows<{ path: string; currency: string; minor: string }>(
        ledger.database.reads,
        'SELECT a.path, a.currency, (b.debits - b.credits)::text AS minor FROM ledger_account a JOIN account_balance b ON b.account_id = a.id WHERE a.book_id = $1',
        [journal.book],
      );
      const key = (account: string, currency: string, minor: string): string =>
        `${account.toLowerCase()} ${currency} ${minor}`;
      expect(found.map((one) => key(one.path, one.currency, one.minor)).toSorted()).toEqual(
        expected.wallet.map((one) => key(one.account, one.currency, one.minor)).toSorted(),
      );
      const [book] = await rows<{ head: string }>(
        ledger.database.reads,
        `SELECT encode(head_hash, 'hex') AS head FROM book WHERE id = $1`,
        [journal.book],
      );
      expect(book!.head).toBe(journal.head);
      expect(await ledger.violations()).toEqual([]);
    },
  );
});
