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
      [80, [2, 3]],
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
