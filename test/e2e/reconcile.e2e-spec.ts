import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '../support/client.ts';
import { engines, startWorldOn } from '../support/engines.ts';
import { claim, found, givesDuty, joins, key, photo } from '../support/people.ts';
import type { World } from '../support/world.ts';

// The bank beside the book: what a statement says is taken in once, matched by a person, and ties.
interface Line {
  readonly day: string;
  readonly cents: number;
  readonly text?: string;
  readonly name?: string;
  readonly ref?: string;
}
interface Suggestion {
  readonly kind: string;
  readonly id: string;
  readonly reference: string;
  readonly why: string;
}
interface Shown {
  readonly id: string;
  readonly version: number;
  readonly state: string;
  readonly text: string;
  readonly certain: boolean;
  readonly looksLikeFee: boolean;
  readonly amount: { minor: string };
  readonly suggestions: Suggestion[];
  readonly matches: { kind: string; made: boolean }[];
}

const amount = (cents: number): string => (Math.abs(cents) / 100).toFixed(2);
const sided = (cents: number): string => `<CdtDbtInd>${cents < 0 ? 'DBIT' : 'CRDT'}</CdtDbtInd>`;
const balance = (code: string, cents: number): string =>
  `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${amount(cents)}</Amt>${sided(cents)}</Bal>`;
/** A CAMT.053 file of the lines; the closing follows from them. */
function camt(opening: number, lines: readonly Line[], of: { iban?: string; off?: number } = {}): Uint8Array {
  const closing = lines.reduce((sum, { cents }) => sum + cents, opening) + (of.off ?? 0);
  const entries = lines.map(
    ({ day, cents, text = '', name = '', ref }) =>
      `<Ntry><Amt Ccy="EUR">${amount(cents)}</Amt>${sided(cents)}<Sts>BOOK</Sts><BookgDt><Dt>${day}</Dt></BookgDt>${ref ? `<AcctSvcrRef>${ref}</AcctSvcrRef>` : ''}<NtryDtls><TxDtls><RltdPties><${cents < 0 ? 'Cdtr' : 'Dbtr'}><Nm>${name}</Nm></${cents < 0 ? 'Cdtr' : 'Dbtr'}></RltdPties><RmtInf><Ustrd>${text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`,
  );
  return new TextEncoder().encode(
    `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Acct><Id><IBAN>${of.iban ?? 'DE89370400440532013000'}</IBAN></Id><Ccy>EUR</Ccy></Acct>${balance('OPBD', opening)}${balance('CLBD', closing)}${entries.join('')}</Stmt></BkToCstmrStmt></Document>`,
  );
}

describe.each(engines)('a bank statement on %s', (engine) => {
  let world: World;
  let groupId: string;
  let [ana, ben, cleo, dora]: Client[] = [];
  let bank: string;
  let till: string;
  let paid: { id: string; number: number };
  let owed: { id: string; number: number };

  const sql = <T>(text: string, values: unknown[] = []): Promise<T[]> => world.database.reads.query<T[]>(text, values);
  const euro = (minor: number): object => ({ minor: String(minor), currency: 'EUR' });
  const approved = async (by: Client, minor: number): Promise<{ id: string; number: number }> => {
    const file = { name: 'receipt.jpg', bytes: await photo() };
    const { id: receipt } = (await (await by.upload('/files', file, { groupId })).json()) as { id: string };
    const items = [{ what: 'Solder', spentOn: '2026-01-02', amount: euro(minor) }];
    const expense = await by.get<{ id: string; number: number }>(
      'mutation ($input: SubmitExpenseInput!) { submitExpense(input: $input) { ... on Expense { id number } } }',
      { input: { groupId, title: 'Solder', category: 'equipment', items, receipts: [receipt], idempotencyKey: key() } },
    );
    await ana!.get('mutation ($id: ID!) { approveExpense(id: $id, revision: 1) { __typename } }', { id: expense.id });
    return expense;
  };
  const brings = async (
    by: Client,
    bytes: Uint8Array,
    more: Record<string, string> = {},
  ): Promise<{ status: number; lines?: number; fresh?: number; guess?: object }> => {
    const answer = await by.upload('/statements', { name: 'statement.xml', bytes }, { accountId: bank, ...more });
    return { status: answer.status, ...((await answer.json()) as Record<string, unknown>) };
  };
  const shown = async (state: string | null = 'OPEN'): Promise<Shown[]> =>
    (
      await ben!.get<{ nodes: Shown[] }>(
        'query ($state: StatementLineState) { statementLines(handle: "riverside", state: $state) { nodes { id version state text certain looksLikeFee amount { minor } suggestions { kind id reference why } matches { kind made } } } }',
        { state },
      )
    ).nodes;
  const lineOf = async (text: string, state: string | null = null): Promise<Shown> =>
    (await shown(state)).find((line) => line.text === text)!;
  const match = 'mutation ($lines: [MatchLineInput!]!) { matchStatementLines(lines: $lines) { done text } }';
  const says = async (by: Client, line: Shown, ...parts: object[]) =>
    (
      await by.get<{ done: boolean; text: string | null }[]>(match, {
        lines: [{ lineId: line.id, version: line.version, parts }],
      })
    )[0]!;
  const stand = () =>
    ben!.get<Record<string, unknown>>(
      '{ reconciliation(handle: "riverside") { until bank { minor } book { minor } difference { minor } openLines openSum { minor } unseen { kind amount { minor } } } }',
    );

  const january: Line[] = [
    { day: '2026-01-02', cents: 50_000, text: 'Gift of the town', name: 'Town', ref: 'B1' },
    { day: '2026-01-10', cents: -2500, text: 'X-2 Solder', name: 'Dora', ref: 'B2' },
    { day: '2026-01-12', cents: -350, text: 'Coffee', name: 'Cafe' },
    { day: '2026-01-12', cents: -350, text: 'Coffee', name: 'Cafe' },
    { day: '2026-01-31', cents: -320, text: 'Account fee', ref: 'B5' },
  ];

  beforeAll(async () => {
    world = await startWorldOn(engine);
    ana = await claim(world);
    groupId = await found(ana);
    ben = await joins(world, ana, { groupId, name: 'Ben' });
    cleo = await joins(world, ana, { groupId, name: 'Cleo' });
    dora = await joins(world, ana, { groupId, name: 'Dora' });
    for (const one of [ben, dora]) await givesDuty(ana, { groupId, to: one, duty: 'TREASURER' });
    await ben.get('mutation ($input: RecordContributionInput!) { recordContribution(input: $input) }', {
      input: { groupId, amount: euro(50_000), receivedOn: '2026-01-02', giver: 'Town', idempotencyKey: key() },
    });
    const accounts = await ben.get<{ id: string; path: string }[]>('{ bankAccounts(handle: "riverside") { id path } }');
    [bank, till] = ['bank', 'cash'].map((kind) => accounts.find(({ path }) => path.includes(kind))!.id) as [
      string,
      string,
    ];
    paid = await approved(cleo, 1500);
    owed = await approved(cleo, 2500);
    await ben.get(
      'mutation ($id: ID!, $input: PayExpenseInput) { payExpense(id: $id, input: $input) { __typename } }',
      {
        id: paid.id,
        input: { day: '2026-02-03', idempotencyKey: key() },
      },
    );
  }, 60_000);
  afterEach(async () => {
    const broken = await sql(
      'SELECT * FROM ledger_violations UNION ALL SELECT * FROM expense_violations UNION ALL SELECT * FROM statement_violations UNION ALL SELECT * FROM contribution_violations',
    );
    if (broken.length > 0) throw new Error(JSON.stringify(broken));
  });
  afterAll(() => world.stop());

  test('is taken in by the treasurer alone, whole or not at all, and each line once, whoever brings it how often', async () => {
    expect((await brings(cleo!, camt(0, january))).status).toBe(403);
    expect((await brings(world.visitor(), camt(0, january))).status).toBe(401);
    expect(await cleo!.get('{ reconciliation(handle: "riverside") { until } }')).toBeNull();
    expect(await brings(ben!, camt(0, january, { off: 5 }))).toMatchObject({
      status: 400,
      field: 'file',
      message: expect.stringContaining('the difference is €0.05'),
    });
    expect(await brings(ben!, new Uint8Array([0, 1]))).toMatchObject({ status: 400, field: 'file' });
    const answers = await Promise.all([ben!, dora!, ben!].map((by) => brings(by, camt(0, january))));
    expect(
      answers.map(({ status, lines, fresh }) => [status, lines, fresh]).toSorted((a, b) => Number(a[2]) - Number(b[2])),
    ).toEqual([
      [201, 5, 0],
      [201, 5, 0],
      [201, 5, 5],
    ]);
    expect(await shown()).toHaveLength(5);
    expect(await sql('SELECT count(*)::int AS n FROM bank_statement')).toEqual([{ n: 1 }]);
  });

  test('that does not go on where the last one ended is refused in words, and taken in with a reason', async () => {
    const march: Line[] = [{ day: '2026-03-02', cents: 100, text: 'Interest', ref: 'M1' }];
    expect(await brings(ben!, camt(46_000, march))).toMatchObject({
      status: 400,
      field: 'opening',
      message: expect.stringContaining('€4.80 lie between'),
    });
    const overlapping: Line[] = [
      january[4]!,
      { day: '2026-02-03', cents: -1500, text: `X-${paid.number} Solder`, name: 'Cleo', ref: 'F1' },
    ];
    expect(await brings(ben!, camt(46_800, overlapping))).toMatchObject({ status: 201, lines: 2, fresh: 1 });
    expect(await brings(ben!, camt(46_000, march), { reason: 'a correction of the bank' })).toMatchObject({ fresh: 1 });
    expect(await sql('SELECT override_reason FROM bank_statement WHERE override_reason IS NOT NULL')).toEqual([
      { override_reason: 'a correction of the bank' },
    ]);
  });

  test('another account and another currency are refused by name', async () => {
    await ben!.get('mutation ($input: BankAccountInput!) { setBankAccount(input: $input) }', {
      input: { groupId, accountId: bank, name: 'Riverside', iban: 'DE89370400440532013000' },
    });
    expect(await brings(ben!, camt(0, january, { iban: 'BE72000000001616' }))).toMatchObject({
      status: 400,
      message: 'This is the statement of another account: BE72000000001616.',
    });
  });

  test('suggests the entry that is there already, what is owed, and what looks like a fee; only the first two are certain', async () => {
    const lines = await shown();
    const of = (text: string) => lines.find((line) => line.text === text)!;
    expect(of(`X-${paid.number} Solder`)).toMatchObject({
      certain: true,
      suggestions: [{ kind: 'ENTRY', why: 'reference' }],
    });
    expect(of('X-2 Solder')).toMatchObject({
      certain: true,
      suggestions: [{ kind: 'EXPENSE', id: owed.id, why: 'reference' }],
    });
    expect(of('Gift of the town')).toMatchObject({
      certain: false,
      suggestions: [{ kind: 'ENTRY', reference: 'C-1', why: 'amount-and-name' }],
    });
    expect(of('Account fee')).toMatchObject({ certain: false, looksLikeFee: true, suggestions: [] });
    expect(await stand()).toMatchObject({
      openLines: 7,
      unseen: [{ kind: 'EXPENSE_PAID', amount: { minor: '-1500' } }, { kind: 'CONTRIBUTION' }],
    });
    // Whoever closes the books is asked after them.
    const { next } = await ben!.get<{ next: { open: object[] } }>(
      '{ bookPeriods(handle: "riverside") { next { open { kind count } } } }',
    );
    expect(next.open).toContainEqual({ kind: 'STATEMENTS', count: 7 });
  });

  test('what two treasurers confirm at once is booked once, and who was slower reads so', async () => {
    const line = await lineOf('X-2 Solder');
    const part = { kind: 'EXPENSE', id: owed.id };
    const answers = await Promise.all([ben!, dora!, ben!, dora!].map((by) => says(by, line, part)));
    expect(answers.filter(({ done }) => done)).toHaveLength(1);
    for (const { done, text } of answers) if (!done) expect(text).toMatch(/Somebody has said in the meantime/);
    expect(await sql('SELECT count(*)::int AS n FROM expense_payment WHERE expense_id = $1', [owed.id])).toEqual([
      { n: 1 },
    ]);
    expect(
      await ben!.get('query ($id: ID!) { expense(id: $id) { state payments { paidOn } } }', { id: owed.id }),
    ).toEqual({
      state: 'PAID',
      payments: [{ paidOn: '2026-01-10' }],
    });
  });

  test('the rest is tied to entries, booked as a fee, a gift, money between accounts, or nothing of the book; then bank and book tie', async () => {
    const entry = async (text: string): Promise<object> => {
      const { suggestions } = await lineOf(text);
      return { kind: 'ENTRY', id: suggestions[0]!.id };
    };
    expect(await says(ben!, await lineOf(`X-${paid.number} Solder`), await entry(`X-${paid.number} Solder`))).toEqual({
      done: true,
      text: null,
    });
    const came = await entry('Gift of the town');
    const isGift = async () => says(ben!, await lineOf('Account fee'), came);
    const another = 'The entry is about another amount, or another line has shown it already.';
    expect(await isGift()).toMatchObject({ done: false, text: another });
    expect(await says(ben!, await lineOf('Gift of the town'), came)).toMatchObject({ done: true });
    // What went out is nothing that came in, though another line shows that and more.
    expect(await isGift()).toMatchObject({ done: false, text: another });
    expect(await says(ben!, await lineOf('Account fee'), { kind: 'FEE', amount: euro(300) })).toMatchObject({
      done: false,
      text: '€0.20 of the line are left over.',
    });
    expect(await says(ben!, await lineOf('Account fee'), { kind: 'GIFT' })).toMatchObject({
      done: false,
      text: expect.stringContaining('went out'),
    });
    expect(
      await says(
        ben!,
        await lineOf('Account fee'),
        { kind: 'FEE', amount: euro(300) },
        { kind: 'FEE', amount: euro(20), text: 'Card' },
      ),
    ).toMatchObject({ done: true });
    const [one, two] = (await shown()).filter(({ text }) => text === 'Coffee');
    expect(await says(ben!, one!, { kind: 'TRANSFER', id: till })).toMatchObject({ done: true });
    expect(await says(ben!, two!, { kind: 'TRANSFER', id: bank })).toMatchObject({ done: false });
    const ignore =
      'mutation ($id: ID!, $version: Int!, $reason: String!) { ignoreStatementLine(lineId: $id, version: $version, reason: $reason) }';
    expect(await ben!.refusalOf(ignore, { id: two!.id, version: two!.version, reason: ' ' })).toMatchObject({
      field: 'reason',
    });
    await ben!.get(ignore, { id: two!.id, version: two!.version, reason: 'booked twice by the bank' });
    expect(await stand()).toMatchObject({
      openLines: 1,
      unseen: [],
      bank: { minor: '46100' },
      difference: { minor: expect.any(String) },
    });
    expect(await says(ben!, await lineOf('Interest'), { kind: 'GIFT', text: 'Bank' })).toMatchObject({ done: true });
    // What is left is the second coffee, and the gap that somebody gave a reason for: -3.50 and -4.80 + 3.50 … to the cent.
    const after = await stand();
    const book = Number((after['book'] as { minor: string }).minor);
    expect(book).toBe(50_000 - 2500 - 350 - 320 - 1500 + 100);
    expect(after).toMatchObject({ openLines: 0, difference: { minor: String(46_100 - book) } });
  });

  test('undone, what the match has booked is taken back by an entry, what was only tied stays, and the line waits again', async () => {
    const undo =
      'mutation ($id: ID!, $version: Int!, $reason: String!) { reopenStatementLine(lineId: $id, version: $version, reason: $reason) }';
    for (const text of ['X-2 Solder', 'Account fee', `X-${paid.number} Solder`]) {
      const { id, version } = await lineOf(text);
      await ben!.get(undo, { id, version, reason: 'wrong line' });
      expect(await ben!.refusalOf(undo, { id, version, reason: 'again' })).toMatchObject({ code: 'CONFLICT' });
    }
    expect(await ben!.get('query ($id: ID!) { expense(id: $id) { state } }', { id: owed.id })).toEqual({
      state: 'APPROVED',
    });
    expect(await ben!.get('query ($id: ID!) { expense(id: $id) { state } }', { id: paid.id })).toEqual({
      state: 'PAID',
    });
    expect(
      await sql(`SELECT kind FROM ledger_entry WHERE kind IN ('REVERSAL', 'PAYMENT_RETURNED') ORDER BY seq`),
    ).toEqual([{ kind: 'PAYMENT_RETURNED' }, { kind: 'REVERSAL' }, { kind: 'REVERSAL' }]);
    const again = await lineOf('X-2 Solder', 'OPEN');
    expect(again).toMatchObject({ certain: true, suggestions: [{ kind: 'EXPENSE', id: owed.id }] });
    expect(await says(ben!, again, { kind: 'EXPENSE', id: owed.id })).toMatchObject({ done: true });
    expect(
      await says(ben!, await lineOf(`X-${paid.number} Solder`), {
        kind: 'ENTRY',
        id: (await lineOf(`X-${paid.number} Solder`)).suggestions[0]!.id,
      }),
    ).toMatchObject({ done: true });
  });

  test('a gift and a fee on an account abroad are said by hand, and stand in the general fund of that currency', async () => {
    const accountId = await ben!.get<string>('mutation ($input: OpenAccountInput!) { openAccount(input: $input) }', {
      input: { groupId, kind: 'BANK', name: 'Dollars', currency: 'USD' },
    });
    const lines: Line[] = [
      { day: '2026-03-20', cents: -150, text: 'Opening fee', ref: 'U1' },
      { day: '2026-03-21', cents: 10_000, text: 'From abroad', name: 'Joe', ref: 'U2' },
      { day: '2026-03-22', cents: -250, text: 'Account fee', ref: 'U3' },
    ];
    const file = new TextDecoder().decode(camt(0, lines, { iban: 'BE72000000001616' })).replaceAll('EUR', 'USD');
    expect(await brings(ben!, new TextEncoder().encode(file), { accountId })).toMatchObject({ status: 201, fresh: 3 });
    const open = (
      await ben!.get<{ nodes: Shown[] }>(
        'query ($id: ID!) { statementLines(handle: "riverside", accountId: $id) { nodes { id version text } } }',
        { id: accountId },
      )
    ).nodes;
    const line = (text: string): Shown => open.find((one) => one.text === text)!;
    expect(await says(ben!, line('From abroad'), { kind: 'GIFT', amount: euro(10_000) })).toMatchObject({
      done: false,
      text: 'The account is kept in USD.',
    });
    // What has happened without money for it is short, in its own currency.
    expect(await says(ben!, line('Opening fee'), { kind: 'FEE' })).toEqual({ done: true, text: null });
    expect(await says(ben!, line('From abroad'), { kind: 'GIFT', text: 'Joe' })).toEqual({ done: true, text: null });
    expect(await says(ben!, line('Account fee'), { kind: 'FEE' })).toEqual({ done: true, text: null });
    expect(
      await sql(
        `SELECT f.name, a.path, (w.credits - w.debits)::text AS n FROM fund f JOIN ledger_account a ON a.id = f.account_id JOIN account_balance w ON w.account_id = a.id WHERE a.currency = 'USD' ORDER BY a.path`,
      ),
    ).toEqual([
      { name: 'General USD', path: 'equity:funds:general', n: '9750' },
      { name: 'Shortfall', path: 'equity:funds:shortfall', n: '-150' },
    ]);
    expect(
      await ben!.get(
        'query ($id: ID!) { reconciliation(handle: "riverside", accountId: $id) { bank { minor currency } difference { minor } openLines } }',
        { id: accountId },
      ),
    ).toEqual({ bank: { minor: '9600', currency: 'USD' }, difference: null, openLines: 0 });
  });

  test('one line is several expenses, and a payment that came back is owed again', async () => {
    const two = [await approved(cleo!, 700), await approved(cleo!, 800)];
    const april: Line[] = [
      { day: '2026-04-01', cents: -1500, text: 'Two for Cleo', name: 'Cleo', ref: 'A1' },
      { day: '2026-04-05', cents: 800, text: `Return X-${two[1]!.number}`, name: 'Cleo', ref: 'A2' },
    ];
    expect(await brings(ben!, camt(46_100, april))).toMatchObject({ fresh: 2 });
    const line = await lineOf('Two for Cleo');
    const parts = two.map(({ id }, at) => ({ kind: 'EXPENSE', id, amount: euro(at === 0 ? 700 : 800) }));
    expect(await says(ben!, line, ...parts)).toMatchObject({ done: true });
    expect((await lineOf('Two for Cleo')).matches).toHaveLength(2);
    const [payment] = await sql<{ id: string }>('SELECT id FROM expense_payment WHERE expense_id = $1', [two[1]!.id]);
    await sql(`UPDATE expense_payment SET returned = returned WHERE id = $1`, [payment!.id]);
    expect(
      await says(ben!, await lineOf(`Return X-${two[1]!.number}`), { kind: 'RETURN', id: payment!.id }),
    ).toMatchObject({ done: true });
    expect(await ben!.get('query ($id: ID!) { expense(id: $id) { state } }', { id: two[1]!.id })).toEqual({
      state: 'APPROVED',
    });
  });

  test('a CSV is asked about once: which column is which is kept of the account', async () => {
    const csv = (rows: string): Uint8Array => new TextEncoder().encode(`Datum;Name;Zweck;Betrag;Saldo\n${rows}`);
    const first = csv('06.05.2026;Town;Rent;-1,00;452,00\n');
    const asked = await brings(ben!, first);
    expect(asked).toMatchObject({
      status: 201,
      delimiter: ';',
      guess: { mark: ',', day: 'DMY', columns: { day: 'Datum', amount: 'Betrag', balance: 'Saldo', text: 'Zweck' } },
    });
    const map = { delimiter: ';', ...asked.guess };
    expect(await brings(ben!, first, { csv: JSON.stringify({ ...map, columns: { day: 'Datum' } }) })).toMatchObject({
      status: 400,
      field: 'amount',
    });
    expect(await brings(ben!, first, { csv: JSON.stringify(map), reason: 'a new form' })).toMatchObject({
      lines: 1,
      fresh: 1,
    });
    expect(await brings(ben!, csv('07.05.2026;Town;More;-1,00;451,00\n'))).toMatchObject({ lines: 1, fresh: 1 });
    // A day that has not come is no day of the book, whatever the bank writes.
    await brings(ben!, csv('01.01.2099;Town;To come;-1,00;450,00\n'));
    expect(await says(ben!, await lineOf('To come'), { kind: 'FEE' })).toMatchObject({
      done: false,
      text: 'The bank names a day for this line that has not come yet. Say what it is once it has.',
    });
  });

  test('what the bank said stays, and no entry is shown twice, whatever is written', async () => {
    const [line] = await sql<{ id: string }>(`SELECT id FROM statement_line WHERE state = 'OPEN' LIMIT 1`);
    const [entry] = await sql<{ id: string }>(
      `SELECT entry_id AS id FROM statement_match WHERE undone_at IS NULL LIMIT 1`,
    );
    for (const [text, values] of [
      ['UPDATE statement_line SET minor = minor + 1, version = version + 1 WHERE id = $1', [line!.id]],
      ['DELETE FROM statement_line WHERE id = $1', [line!.id]],
      [`UPDATE statement_line SET state = 'MATCHED', version = version + 1 WHERE id = $1`, [line!.id]],
      [
        'INSERT INTO statement_match (line_id, n, entry_id, minor, made) VALUES ($1, 99, $2, 1, false)',
        [line!.id, entry!.id],
      ],
      ['DELETE FROM statement_match WHERE entry_id = $1', [entry!.id]],
    ] as const)
      await expect(sql(text, [...values])).rejects.toThrow();
  });
});
