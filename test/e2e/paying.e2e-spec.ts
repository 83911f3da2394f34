import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Retention } from '../../apps/api/src/platform/jobs/retention.ts';
import type { Client } from '../support/client.ts';
import { engines, startWorldOn } from '../support/engines.ts';
import { claim, found, givesDuty, idOf, joins, key, photo } from '../support/people.ts';
import type { World } from '../support/world.ts';

// From "get paid back" to the bank: where to pay, sealed and frozen with what was approved.
const IBAN = 'BE72 0000 0000 1616';
const OTHER = 'DE89 3704 0044 0532 0130 00';
const euro = (minor: number): object => ({ minor: String(minor), currency: 'EUR' });
const setPayout = 'mutation ($input: PayoutInput) { setMyPayout(input: $input) { way name iban words } }';
const submit =
  'mutation ($input: SubmitExpenseInput!) { submitExpense(input: $input) { ... on Expense { id number revision } ... on Fault { message } } }';
const approve = 'mutation ($id: ID!, $revision: Int!) { approveExpense(id: $id, revision: $revision) { __typename } }';

interface Asked {
  readonly id: string;
  readonly number: number;
  readonly revision: number;
}

describe.each(engines)('paying on %s', (engine) => {
  let world: World;
  let groupId: string;
  const people: Client[] = [];
  let [ana, ben, cleo, dora]: Client[] = [];

  const sql = <T>(text: string, values: unknown[] = []): Promise<T[]> => world.database.reads.query<T[]>(text, values);
  const asks = async (by: Client, minor: number, change: object = {}): Promise<Asked> => {
    const file = { name: 'receipt.jpg', bytes: await photo() };
    const { id: receipt } = (await (await by.upload('/files', file, { groupId })).json()) as { id: string };
    return by.get<Asked>(submit, {
      input: {
        groupId,
        title: 'Solder',
        category: 'equipment',
        items: [{ what: 'Solder', spentOn: '2026-01-02', amount: euro(minor) }],
        receipts: [receipt],
        idempotencyKey: key(),
        ...change,
      },
    });
  };
  beforeAll(async () => {
    world = await startWorldOn(engine);
    ana = await claim(world);
    groupId = await found(ana);
    for (const name of ['Ben', 'Cleo', 'Dora']) people.push(await joins(world, ana, { groupId, name }));
    [ben, cleo, dora] = people;
    await givesDuty(ana, { groupId, to: ben!, duty: 'TREASURER' });
    await ben!.get('mutation ($input: RecordContributionInput!) { recordContribution(input: $input) }', {
      input: { groupId, amount: euro(200_000), receivedOn: '2026-01-02', idempotencyKey: key() },
    });
  }, 60_000);
  afterEach(async () => {
    const broken = await sql('SELECT * FROM ledger_violations UNION ALL SELECT * FROM expense_violations');
    if (broken.length > 0) throw new Error(JSON.stringify(broken));
  });
  afterAll(() => world.stop());

  test('where somebody is paid is typed once, checked, sealed, and for nobody else', async () => {
    expect(
      await cleo!.refusalOf(setPayout, { input: { way: 'IBAN', name: 'Cleo', iban: 'BE72 0000 0000 1617' } }),
    ).toMatchObject({
      field: 'iban',
    });
    expect(await cleo!.refusalOf(setPayout, { input: { way: 'WORDS', words: ' ' } })).toMatchObject({ field: 'words' });
    await cleo!.get(setPayout, { input: { way: 'IBAN', name: 'Cleo Long', iban: IBAN } });
    expect(await cleo!.get('{ myPayout { way name iban } }')).toEqual({
      way: 'IBAN',
      name: 'Cleo Long',
      iban: 'BE72000000001616',
    });
    expect(await dora!.get('{ myPayout { iban } }')).toBeNull();
    expect(await world.visitor().refusalOf('{ myPayout { iban } }')).toMatchObject({ code: 'UNAUTHENTICATED' });
    const [kept] = await sql<{ sealed: Buffer; mark: Buffer }>('SELECT sealed, mark FROM payout_detail');
    for (const bytes of [kept!.sealed, kept!.mark]) expect(bytes.toString('latin1')).not.toMatch(/BE72|Cleo/);
  });

  test('what is handed in holds it fast: it is part of what is approved, and does not change beneath an approval', async () => {
    const content = async (id: string): Promise<unknown[]> =>
      sql('SELECT content_hash FROM expense WHERE id = $1', [id]);
    const { id } = await asks(cleo!, 900);
    const before = await content(id);
    const held = await sql('SELECT mark FROM expense_payout WHERE expense_id = $1', [id]);
    await cleo!.get(setPayout, { input: { way: 'IBAN', name: 'Cleo Long', iban: OTHER } });
    expect(await sql('SELECT mark FROM expense_payout WHERE expense_id = $1', [id])).toEqual(held);
    await cleo!.get('mutation ($id: ID!) { recallExpense(id: $id) { __typename } }', { id });
    const again = await asks(cleo!, 900, { id });
    expect(again.revision).toBe(2);
    expect(await content(id)).not.toEqual(before);
    await ana!.get(approve, { id, revision: 2 });
    for (const [text, values] of [
      ['UPDATE expense_payout SET mark = $2 WHERE expense_id = $1', [id, Buffer.of(1)]],
      [
        `WITH gone AS (DELETE FROM expense_payout WHERE expense_id = $1 RETURNING 1) INSERT INTO expense_payout (expense_id, way, sealed, mark) SELECT $1, 'CASH', $2, $2 FROM gone`,
        [id, Buffer.of(1)],
      ],
    ] as const)
      await expect(sql(text, [...values])).rejects.toThrow();
    await cleo!.get(setPayout, { input: { way: 'IBAN', name: 'Cleo Long', iban: IBAN } });
  });

  test('another is paid as they have said themselves, and the account of two people is pointed out, not forbidden', async () => {
    const forCleo = await asks(dora!, 700, {
      payeeId: await idOf(cleo!),
      payout: { way: 'IBAN', name: 'Dora', iban: OTHER },
    });
    const seen = '{ payoutWay warnings { code text } }';
    const view = (
      by: Client,
      id: string,
    ): Promise<{ payoutWay: string | null; warnings: { code: string; text: string }[] }> =>
      by.get(`query ($id: ID!) { expense(id: $id) ${seen} }`, { id });
    expect((await view(ben!, forCleo.id)).warnings.map(({ code }) => code)).not.toContain('shared-account');
    expect(await view(dora!, forCleo.id)).toMatchObject({ payoutWay: null, warnings: [] });
    const forVendor = await asks(dora!, 800, {
      vendor: 'Shop',
      payout: { way: 'IBAN', name: 'Shop', iban: IBAN },
    });
    const { payoutWay, warnings } = await view(ben!, forVendor.id);
    expect(payoutWay).toBe('IBAN');
    expect(warnings).toContainEqual({
      code: 'shared-account',
      text: 'The account to pay to is also that of Cleo.',
    });
    expect(await ana!.get(approve, { id: forVendor.id, revision: 1 })).toMatchObject({ __typename: 'Expense' });
  });

  describe('several at once', () => {
    interface Outcome {
      readonly number: number;
      readonly done: boolean;
      readonly text: string | null;
    }
    const prepare =
      'mutation ($input: PreparePaymentsInput!) { preparePayments(input: $input) { batchId outcomes { number done text } } }';
    const mark = 'mutation ($input: MarkPaidInput!) { markPaymentsPaid(input: $input) { number done text } }';
    const list =
      '{ payables(handle: "riverside") { nodes { id number payeeName age owed { minor } approvedBy payoutWay saidSince batchId whyNotPay { code text } warnings { code } } } }';
    const read =
      'query ($id: ID!) { paymentBatch(id: $id) { hasFile whyNoFile account { iban } payments { number state code stopped paidOn saidSince amount { minor } payout { way name iban } } receipts { name } } }';
    let accounts: { id: string; path: string }[];
    let many: Asked[];
    let batchId: string;
    const all = (): string[] => many.map(({ id }) => id);

    beforeAll(async () => {
      accounts = await ben!.get('{ bankAccounts(handle: "riverside") { id path } }');
      many = [await asks(cleo!, 1500), await asks(dora!, 2500), await asks(ben!, 1000), await asks(cleo!, 1200)];
      for (const { id } of many) await ana!.get(approve, { id, revision: 1 });
      await ana!.get('mutation ($id: ID!) { holdExpense(id: $id, reason: "wait") { __typename } }', { id: all()[3] });
    });

    test('the list says what may be paid, by whose word, and why something may not; for the treasurer alone', async () => {
      const { nodes } = await ben!.get<{ nodes: Record<string, unknown>[] }>(list);
      const of = (n: number) => nodes.find(({ number }) => number === many[n]!.number);
      expect(of(0)).toMatchObject({
        payeeName: 'Cleo',
        owed: { minor: '1500' },
        approvedBy: ['Ana'],
        payoutWay: 'IBAN',
        saidSince: false,
        age: 0,
        whyNotPay: null,
        batchId: null,
      });
      expect(of(1)).toMatchObject({ payoutWay: null, whyNotPay: null });
      expect(of(2)).toMatchObject({ payeeName: 'Ben', whyNotPay: { code: 'own-expense' } });
      expect(of(3)).toBeUndefined();
      for (const other of [ana!, cleo!, world.visitor()]) {
        expect(await other.get(list)).toBeNull();
        expect(await other.get('{ bankAccounts(handle: "riverside") { iban } }')).toBeNull();
      }
      const half = await ben!.get<{ nodes: { id: string }[]; pageInfo: { endCursor: string } }>(
        '{ payables(handle: "riverside", first: 1) { nodes { id } pageInfo { endCursor } } }',
      );
      const rest = await ben!.get<{ nodes: { id: string }[] }>(
        'query ($after: String!) { payables(handle: "riverside", after: $after) { nodes { id } } }',
        { after: half.pageInfo.endCursor },
      );
      expect([...half.nodes, ...rest.nodes].map(({ id }) => id)).toEqual(nodes.map(({ id }) => id));
    });

    test('each that may not be paid is named with why; the others are prepared, once, whoever presses twice', async () => {
      const bank = accounts.find(({ path }) => path === 'assets:bank:main')!.id;
      const input = { groupId, expenseIds: all(), accountId: bank, idempotencyKey: key() };
      expect(await ana!.refusalOf(prepare, { input })).toMatchObject({ code: 'FORBIDDEN' });
      const [one, two] = await Promise.all([ben!.get(prepare, { input }), ben!.get(prepare, { input })]);
      expect(one).toEqual(two);
      const made = one as { batchId: string; outcomes: Outcome[] };
      expect(made.outcomes.map(({ done, text }) => [done, text])).toEqual([
        [true, null],
        [true, null],
        [false, 'Someone else has to do this: nobody approves or pays their own expense.'],
        [false, 'It is on hold. It can be paid once it is released.'],
      ]);
      batchId = made.batchId;
      const onPage = 'query ($id: ID!) { expense(id: $id) { batch { id madeAt } opensBatch } }';
      const batch = { id: batchId, madeAt: expect.stringMatching(/^20/) as unknown };
      expect(await ben!.get(onPage, { id: all()[0] })).toEqual({ batch, opensBatch: true });
      expect(await cleo!.get(onPage, { id: all()[0] })).toEqual({ batch, opensBatch: false });
      expect(await ben!.get(onPage, { id: all()[3] })).toEqual({ batch: null, opensBatch: true });
      const again = await ben!.get<{ batchId: null; outcomes: Outcome[] }>(prepare, {
        input: { ...input, expenseIds: all().slice(0, 1), idempotencyKey: key() },
      });
      expect(again).toMatchObject({
        batchId: null,
        outcomes: [{ done: false, text: expect.stringContaining('in other payments already') }],
      });
    });

    test('a code for each, and files that a bank takes, once the account of the group has its number', async () => {
      const before = await ben!.get<Record<string, unknown>>(read, { id: batchId });
      expect(before).toMatchObject({
        hasFile: false,
        whyNoFile: 'Say first which number the account of the group has.',
      });
      expect((await ben!.fetch(`/payments/${batchId}/xml`)).status).toBe(409);
      const set = 'mutation ($input: BankAccountInput!) { setBankAccount(input: $input) }';
      const input = {
        groupId,
        accountId: accounts.find(({ path }) => path.includes('bank'))!.id,
        name: 'Riverside e.V.',
        iban: OTHER,
      };
      expect(await cleo!.refusalOf(set, { input })).toMatchObject({ code: 'FORBIDDEN' });
      expect(await ben!.refusalOf(set, { input: { ...input, iban: 'DE00' } })).toMatchObject({ field: 'iban' });
      expect(await ben!.refusalOf(set, { input: { ...input, bic: 'X' } })).toMatchObject({ field: 'bic' });
      await ben!.get(set, { input });
      const number = many[0]!.number;
      const { payments, hasFile } = await ben!.get<{ hasFile: boolean; payments: Record<string, unknown>[] }>(read, {
        id: batchId,
      });
      expect(hasFile).toBe(true);
      expect(payments[0]).toMatchObject({
        state: 'OPEN',
        payout: { way: 'IBAN', name: 'Cleo Long', iban: 'BE72000000001616' },
        code: `BCD\n002\n1\nSCT\n\nCleo Long\nBE72000000001616\nEUR15.00\n\n\nX-${number} Solder`,
      });
      expect(payments[1]).toMatchObject({ payout: null, code: null });
      const file = await (await ben!.fetch(`/payments/${batchId}/xml`)).text();
      expect(file).toContain(`<EndToEndId>X-${number}</EndToEndId>`);
      expect(file).toContain('<CtrlSum>15.00</CtrlSum>');
      const rows = (await (await ben!.fetch(`/payments/${batchId}/csv`)).text()).trim().split('\r\n');
      expect(rows).toEqual([
        'name,iban,amount,currency,reference,text',
        `"Cleo Long","BE72000000001616",15.00,EUR,"X-${number}","Solder"`,
      ]);
      for (const other of [ana!, cleo!, world.visitor()]) {
        expect(await other.get(read, { id: batchId })).toBeNull();
        for (const format of ['xml', 'csv'])
          expect((await other.fetch(`/payments/${batchId}/${format}`)).status).toBe(404);
      }
    });

    test('who says only later how to be paid is paid so, and it is said that nobody approved it', async () => {
      await dora!.get(setPayout, { input: { way: 'CASH' } });
      const { payments } = await ben!.get<{ payments: Record<string, unknown>[] }>(read, { id: batchId });
      expect(payments[1]).toMatchObject({ payout: { way: 'CASH' }, saidSince: true, code: null });
      await dora!.get('mutation { setMyPayout { way } }');
    });

    test('they are noted as paid in one step, each exactly once and with its own answer, and what shows it hangs there', async () => {
      const file = { name: 'bank.jpg', bytes: await photo() };
      const { id: receipt } = (await (await ben!.upload('/files', file, { groupId })).json()) as { id: string };
      await ana!.get('mutation ($id: ID!) { holdExpense(id: $id, reason: "late") { __typename } }', { id: all()[1] });
      const accountId = accounts.find(({ path }) => path.includes('bank'))!.id;
      const input = { batchId, expenseIds: all().slice(0, 2), day: '2026-01-20', accountId, receipts: [receipt] };
      expect(await ana!.refusalOf(mark, { input })).toMatchObject({ code: 'FORBIDDEN' });
      const first = (await ben!.get<Outcome[]>(mark, { input })).map(({ done, text }) => [done, text]);
      expect(first).toEqual([
        [true, null],
        [false, 'It is on hold. It can be paid once it is released.'],
      ]);
      await ana!.get('mutation ($id: ID!) { releaseExpense(id: $id, reason: "now") { __typename } }', { id: all()[1] });
      const answers = await Promise.all([1, 2, 3].map(() => ben!.get<Outcome[]>(mark, { input })));
      for (const outcomes of answers) expect(outcomes.every(({ done }) => done)).toBe(true);
      expect(await sql('SELECT expense_id FROM expense_payment WHERE expense_id = ANY($1)', [all()])).toHaveLength(2);
      expect(await ben!.get(read, { id: batchId })).toMatchObject({
        hasFile: false,
        receipts: [{ name: 'bank.jpg' }],
        payments: [{ state: 'PAID', paidOn: '2026-01-20' }, { state: 'PAID' }],
      });
      expect((await ben!.fetch(`/files/${receipt}`)).status).toBe(200);
      expect((await cleo!.fetch(`/files/${receipt}`)).status).toBe(404);
      expect(
        await ben!.get('{ paymentBatches(handle: "riverside") { nodes { payments done total { minor } } } }'),
      ).toMatchObject({
        nodes: [{ payments: 2, done: 2, total: { minor: '4000' } }],
      });
    });

    test('what is taken out, taken back or paid otherwise is not prepared any more', async () => {
      const three = [await asks(cleo!, 300), await asks(dora!, 400), await asks(cleo!, 500)];
      for (const { id } of three) await ana!.get(approve, { id, revision: 1 });
      const { batchId: id } = await ben!.get<{ batchId: string }>(prepare, {
        input: {
          groupId,
          expenseIds: three.map((one) => one.id),
          accountId: accounts.find(({ path }) => path.includes('bank'))!.id,
          idempotencyKey: key(),
        },
      });
      const out =
        'mutation ($batchId: ID!, $expenseId: ID!) { takeOutPayment(batchId: $batchId, expenseId: $expenseId) { id } }';
      await ben!.get(out, { batchId: id, expenseId: three[0]!.id });
      await dora!.get('mutation ($id: ID!) { recallExpense(id: $id) { __typename } }', { id: three[1]!.id });
      await ben!.get('mutation ($id: ID!) { payExpense(id: $id) { __typename } }', { id: three[2]!.id });
      const { payments } = await ben!.get<{ payments: { state: string }[] }>(read, { id });
      expect(payments.map(({ state }) => state)).toEqual(['OUT', 'OUT', 'PAID']);
      expect(await ben!.refusalOf(out, { batchId: id, expenseId: three[2]!.id })).toMatchObject({ code: 'CONFLICT' });
      await expect(
        sql(`UPDATE payment_batch_item SET state = 'OPEN', payment_id = NULL WHERE batch_id = $1`, [id]),
      ).rejects.toThrow(/paid or taken out/);
      await ben!.get('mutation ($id: ID!) { payExpense(id: $id) { __typename } }', { id: three[0]!.id });
      await dora!.get('mutation ($id: ID!) { withdrawExpense(id: $id) { __typename } }', { id: three[1]!.id });
      await ana!.get('mutation ($id: ID!) { releaseExpense(id: $id, reason: "now") { __typename } }', { id: all()[3] });
      for (const n of [2, 3]) {
        const by = n === 2 ? ben! : cleo!;
        await by.get('mutation ($id: ID!) { recallExpense(id: $id) { __typename } }', { id: all()[n] });
        await by.get('mutation ($id: ID!) { withdrawExpense(id: $id) { __typename } }', { id: all()[n] });
      }
    });
  });

  test('it goes 90 days after the last expense is settled', async () => {
    const counts = async (): Promise<number[]> => {
      const [found] = await sql<{ n: number; m: number }>(
        'SELECT (SELECT count(*)::int FROM payout_detail) AS n, (SELECT count(*)::int FROM expense_payout) AS m',
      );
      return [found!.n, found!.m];
    };
    const [vendors] = await sql<{ id: string }>('SELECT id FROM expense WHERE vendor_id IS NOT NULL');
    await ben!.get('mutation ($id: ID!) { payExpense(id: $id) { __typename } }', vendors);
    const [doras] = await sql<{ id: string }>(`SELECT id FROM expense WHERE state = 'SUBMITTED'`);
    await dora!.get('mutation ($id: ID!) { withdrawExpense(id: $id) { __typename } }', doras);
    for (const [days, left] of [
      [80, [2, 7]],
      [100, [1, 1]],
    ] as const) {
      await world.clockPasses(`${days} days`);
      await world.app.get(Retention).sweep();
      expect(await counts()).toEqual(left);
    }
    // What is still owed to Cleo can still be paid.
    expect(await sql(`SELECT state FROM expense x JOIN expense_payout o ON o.expense_id = x.id`)).toEqual([
      { state: 'APPROVED' },
    ]);
    await world.clockPasses('0 minutes');
  });
});
