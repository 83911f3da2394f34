import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Closer } from '../../apps/api/src/decisions/index.ts';
import { Roll } from '../../apps/api/src/groups/index.ts';
import { RecurringClock } from '../../apps/api/src/money/index.ts';
import type { Client } from '../support/client.ts';
import { engines, startWorldOn } from '../support/engines.ts';
import { claim, found, givesDuty, idOf, joins, key } from '../support/people.ts';
import type { World } from '../support/world.ts';

interface Answer {
  readonly __typename: string;
  readonly id: string;
  readonly state: string;
  readonly revision: number;
  readonly message?: string;
  readonly reason?: { code: string };
}

const parts =
  '__typename ... on Expense { id state revision onHold nextBy owed { minor } paid { minor } waived { minor } payments { id amount { minor } returned { minor } } } ... on Fault { message } ... on ExpenseRefused { reason { code } } ... on LineSpent { left { minor } proposalId } ... on FundShort { available { minor } }';
const step = (name: string, more = ''): string =>
  `mutation ($id: ID!${more && `, ${more}`}) { ${name}(id: $id${more && `, ${more.replace(/\$(\w+): \w+!?/g, '$1: $$$1')}`}) { ${parts} } }`;
const submit = `mutation ($input: SubmitExpenseInput!) { submitExpense(input: $input) { ${parts} } }`;
const approve = step('approveExpense', '$revision: Int!');
const pay = step('payExpense', '$input: PayExpenseInput');
const unapprove = step('unapproveExpense', '$reason: String!');
const hold = step('holdExpense', '$reason: String!');
const release = step('releaseExpense', '$reason: String!');
const comesBack = `mutation ($input: ReturnPaymentInput!) { returnPayment(input: $input) { ${parts} } }`;
const money = (minor: number, currency = 'EUR'): object => ({ minor: String(minor), currency });

let pictures = 0;
/** A receipt that no other is like. */
const picture = (): Promise<Uint8Array> => {
  pictures += 1;
  const background = { r: pictures % 256, g: 99, b: (pictures * 7) % 256 };
  return sharp({ create: { width: 32, height: 48, channels: 3, background } })
    .jpeg()
    .toBuffer();
};

describe.each(engines)('an expense on %s', (engine) => {
  let world: World;
  let [ana, ben, cleo, dora]: Client[] = [];
  let groupId: string;

  beforeAll(async () => {
    world = await startWorldOn(engine);
    ana = await claim(world);
    groupId = await found(ana);
    for (const name of ['Ben', 'Cleo', 'Dora'])
      await joins(world, ana, { groupId, name }).then((one) => people.push(one));
    [ben, cleo, dora] = people;
    await givesDuty(ana, { groupId, to: ben!, duty: 'TREASURER' });
    await ben!.get('mutation ($input: RecordContributionInput!) { recordContribution(input: $input) }', {
      input: { groupId, amount: money(200_000), receivedOn: '2026-01-02', idempotencyKey: key() },
    });
  }, 60_000);
  const people: Client[] = [];
  afterEach(async () => {
    const broken = await sql('SELECT * FROM ledger_violations UNION ALL SELECT * FROM expense_violations');
    if (broken.length > 0) throw new Error(JSON.stringify(broken));
  });
  afterAll(() => world.stop());

  const sql = <T>(text: string, values: unknown[] = []): Promise<T[]> => world.database.reads.query<T[]>(text, values);
  const upload = async (by: Client, bytes?: Uint8Array): Promise<string> => {
    const file = { name: 'receipt.jpg', bytes: bytes ?? (await picture()) };
    return ((await (await by.upload('/files', file, { groupId })).json()) as { id: string }).id;
  };
  const asks = async (by: Client, minor: number, change: object = {}): Promise<Answer> =>
    by.get<Answer>(submit, {
      input: {
        groupId,
        title: 'Solder',
        category: 'equipment',
        items: [{ what: 'Solder', spentOn: '2026-01-02', amount: money(minor) }],
        receipts: [await upload(by)],
        idempotencyKey: key(),
        ...change,
      },
    });
  const approved = async (minor: number, change: object = {}): Promise<Answer> => {
    const { id } = await asks(cleo!, minor, change);
    await ana!.get(approve, { id, revision: 1 });
    const answer = minor > 5000 ? await ben!.get<Answer>(approve, { id, revision: 1 }) : null;
    if (answer && answer.state !== 'APPROVED') throw new Error(`not approved: ${JSON.stringify(answer)}`);
    return { ...answer, id } as Answer;
  };
  const pays = (id: string, input: object | null = null): Promise<Answer & Record<string, unknown>> =>
    ben!.get(pay, { id, input: input && { idempotencyKey: key(), ...input } });
  const figures = async () =>
    (
      await ana!.get<{ funds: Record<string, { minor: string }>[] }>(
        '{ book(handle: "riverside") { funds { balance { minor } unpaid { minor } held { minor } available { minor } } } }',
      )
    ).funds.map((fund) =>
      Object.fromEntries(Object.entries(fund).map(([name, { minor }]) => [name, Number(minor)])),
    )[0]!;
  const inHand = async (): Promise<number> =>
    Number(
      (await ana!.get<{ inHand: { minor: string }[] }>('{ book(handle: "riverside") { inHand { minor } } }')).inHand[0]!
        .minor,
    );

  test('takes no day that has not come yet where the group is, in any of its items', async () => {
    const turnsTo = (zone: string): Promise<unknown> =>
      sql('UPDATE folk_group SET zone = $2 WHERE id = $1', [groupId, zone]);
    const [there] = await sql<{ day: string }>(
      `SELECT (clock_now() AT TIME ZONE 'Pacific/Kiritimati')::date::text AS day`,
    );
    const item = (spentOn: string): object => ({ what: 'Solder', spentOn, amount: money(100) });
    const items = [item('2026-01-02'), item(there!.day)];
    const late = { field: 'items.1.spentOn', message: 'This day has not come yet. Choose today or an earlier one.' };
    const refusal = async (more: object): Promise<unknown> => {
      const receipts = [await upload(cleo!)];
      const input = {
        groupId,
        title: 'Solder',
        category: 'equipment',
        items,
        receipts,
        idempotencyKey: key(),
        ...more,
      };
      return cleo!.refusalOf(submit, { input });
    };
    // It is never the same day in these two places.
    await turnsTo('Etc/GMT+12');
    expect(await refusal({})).toMatchObject(late);
    const draft = await cleo!.get<{ id: string }>(
      'mutation ($input: ExpenseDraftInput!) { saveExpenseDraft(input: $input) { id } }',
      { input: { groupId, fields: '{}', receipts: [] } },
    );
    expect(await refusal({ id: draft.id })).toMatchObject(late);
    expect(await sql('SELECT state, revision FROM expense WHERE id = $1', [draft.id])).toEqual([
      { state: 'DRAFT', revision: 0 },
    ]);
    await turnsTo('Pacific/Kiritimati');
    expect(await asks(cleo!, 100, { items, id: draft.id })).toMatchObject({ id: draft.id, state: 'SUBMITTED' });
    expect(await refusal({ items: [item('2099-01-01')] })).toMatchObject({ field: 'items.0.spentOn' });
    await cleo!.get(step('withdrawExpense'), { id: draft.id });
    await turnsTo('Europe/Brussels');
  });

  test('is paid in parts, with evidence, a fee of its own, and never more than is owed', async () => {
    const { id } = await approved(4000);
    const before = { hand: await inHand(), figures: await figures() };
    const receipt = await upload(ben!);
    const part = await pays(id, { amount: money(1500), fee: money(30), day: '2026-01-05', receipts: [receipt] });
    expect(part).toMatchObject({ state: 'PARTLY_PAID', paid: { minor: '1500' }, owed: { minor: '2500' } });
    expect((await cleo!.fetch(`/files/${receipt}`)).status).toBe(200);
    expect((await dora!.fetch(`/files/${receipt}`)).status).toBe(404);
    expect(await inHand()).toBe(before.hand - 1530);
    const { figures: was } = before;
    expect(await figures()).toEqual({
      ...was,
      unpaid: was['unpaid']! - 1500,
      balance: was['balance']! - 1530,
      available: was['available']! - 30,
    });
    expect(await ben!.refusalOf(pay, { id, input: { amount: money(2501), idempotencyKey: key() } })).toMatchObject({
      field: 'amount',
    });
    expect(await ben!.refusalOf(pay, { id, input: { day: '2099-01-01', idempotencyKey: key() } })).toMatchObject({
      field: 'day',
    });
    const input = { amount: money(2500), idempotencyKey: key() };
    expect(await ben!.get(pay, { id, input })).toMatchObject({ state: 'PAID', owed: { minor: '0' } });
    expect(await ben!.get(pay, { id, input })).toMatchObject({ state: 'PAID' });
    expect(await pays(id)).toMatchObject({ __typename: 'ExpenseRefused', reason: { code: 'state-paid' } });
    expect(await sql('SELECT count(*)::int AS n FROM expense_payment WHERE expense_id = $1', [id])).toEqual([{ n: 2 }]);
  });

  test('is paid from the cash box too, and from no account that is not the group’s', async () => {
    const { id } = await approved(1000);
    const { holdings } = await ben!.get<{ holdings: { id: string; path: string }[] }>(
      'query ($id: ID!) { expense(id: $id) { holdings { id path } } }',
      { id },
    );
    expect(holdings.map(({ path }) => path)).toEqual(['assets:bank:main', 'assets:cash:till']);
    expect(await ben!.refusalOf(pay, { id, input: { holdingId: groupId, idempotencyKey: key() } })).toMatchObject({
      field: 'holdingId',
    });
    await pays(id, { holdingId: holdings[1]!.id });
    expect(
      await cleo!.get('query ($id: ID!) { expense(id: $id) { state holdings { id } payments { from payerName } } }', {
        id,
      }),
    ).toEqual({ state: 'PAID', holdings: [], payments: [{ from: 'assets:cash:till', payerName: 'Ben' }] });
  });

  test('that was paid comes back in part, with what was lost, is paid again, and the payee lets go of the rest', async () => {
    const { id } = await approved(4000);
    const paid = await pays(id);
    const [payment] = paid['payments'] as { id: string }[];
    const returns = (change: object) =>
      ben!.get(comesBack, {
        input: { expenseId: id, paymentId: payment!.id, reason: 'The account is closed', ...change },
      });
    const before = await figures();
    expect(await returns({ amount: money(3000), lost: money(50) })).toMatchObject({
      state: 'PARTLY_PAID',
      paid: { minor: '1000' },
      owed: { minor: '3000' },
    });
    expect(await figures()).toEqual({
      ...before,
      unpaid: before['unpaid']! + 3000,
      balance: before['balance']! - 50 + 3000,
      available: before['available']! - 50,
    });
    expect(
      await ben!.refusalOf(comesBack, {
        input: { expenseId: id, paymentId: payment!.id, amount: money(1001), reason: 'x' },
      }),
    ).toMatchObject({ field: 'amount' });
    expect(await returns({})).toMatchObject({ state: 'APPROVED', paid: { minor: '0' } });
    expect((await world.mailTo('cleo@example.org')).text).toContain('The account is closed');
    expect(await pays(id, { amount: money(500) })).toMatchObject({ state: 'PARTLY_PAID' });
    expect(await ben!.refusalOf(step('waiveExpense'), { id })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await cleo!.get(step('waiveExpense'), { id })).toMatchObject({
      state: 'PAID',
      paid: { minor: '500' },
      waived: { minor: '3500' },
    });
    expect(await figures()).toEqual({
      ...before,
      balance: before['balance']! + 3450,
      available: before['available']! + 3450,
    });
  });

  test('on hold is not paid, and goes on when it is released, each with its reason', async () => {
    const { id } = await approved(1200);
    expect(await cleo!.refusalOf(hold, { id, reason: 'Wait' })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await ana!.refusalOf(hold, { id, reason: ' ' })).toMatchObject({ field: 'reason' });
    expect(await ana!.get(hold, { id, reason: 'The shop took it back' })).toMatchObject({ onHold: true });
    expect((await world.mailTo('cleo@example.org')).text).toContain('The shop took it back');
    const refused = await pays(id);
    expect(refused).toMatchObject({
      reason: { code: 'on-hold' },
      message: 'It is on hold. It can be paid once it is released.',
    });
    await expect(
      sql(
        `INSERT INTO expense_payment (id, expense_id, n, entry_id, minor, cost, paid_on, holding_id, payer_id) SELECT gen_random_uuid(), x.id, 9, x.approved_entry_id, 1, 1, '2026-01-02', (SELECT id FROM ledger_account WHERE path = 'assets:bank:main'), x.author_id FROM expense x WHERE x.id = $1`,
        [id],
      ),
    ).rejects.toThrow(/on hold/);
    expect(
      await dora!.get('query ($id: ID!) { expense(id: $id) { holdReason heldByName unpaid { code text } nextBy } }', {
        id,
      }),
    ).toEqual({
      holdReason: 'The shop took it back',
      heldByName: 'Ana',
      unpaid: [{ code: 'on-hold', text: 'It is on hold. It can be paid once it is released.' }],
      nextBy: [],
    });
    expect(await ana!.get(release, { id, reason: 'It was another one' })).toMatchObject({
      onHold: false,
      nextBy: ['Ben'],
    });
    expect(await pays(id)).toMatchObject({ state: 'PAID' });
  });

  test('abroad is owed there, booked at its worth, and leaves the difference that was realised', async () => {
    const items = [
      { what: 'Strings', spentOn: '2026-01-02', amount: money(2000, 'CHF') },
      { what: 'Bow', spentOn: '2026-01-02', amount: money(1000, 'CHF'), category: 'other' },
    ];
    const input = { groupId, title: 'Strings', category: 'equipment', items, receipts: [await upload(cleo!)] };
    expect(await cleo!.refusalOf(submit, { input: { ...input, idempotencyKey: key() } })).toMatchObject({
      field: 'worth',
    });
    const { id } = await approved(3000, { items, worth: money(3200) });
    const [before, hand] = [await figures(), await inHand()];
    expect(
      await cleo!.get('query ($id: ID!) { expense(id: $id) { total { minor currency } abroad { minor currency } } }', {
        id,
      }),
    ).toEqual({
      total: money(3200),
      abroad: money(3000, 'CHF'),
    });
    const paid = await pays(id, { cost: money(3231), fee: money(5) });
    expect(paid).toMatchObject({ state: 'PAID', paid: { minor: '3200' } });
    expect(await inHand()).toBe(hand - 3236);
    expect(await figures()).toEqual({
      ...before,
      unpaid: before['unpaid']! - 3200,
      balance: before['balance']! - 3236,
      available: before['available']! - 36,
    });
    const fx = () =>
      sql(
        `SELECT sum(debits - credits)::int AS n FROM account_balance b JOIN ledger_account a ON a.id = b.account_id WHERE a.path = 'equity:fx' GROUP BY a.currency`,
      );
    expect(await fx()).toEqual([{ n: 0 }, { n: 0 }]);
    const [payment] = paid['payments'] as { id: string }[];
    expect(
      await ben!.get(comesBack, {
        input: { expenseId: id, paymentId: payment!.id, lost: money(20), reason: 'Wrong number' },
      }),
    ).toMatchObject({ state: 'APPROVED' });
    expect(await inHand()).toBe(hand - 25);
    await pays(id, { cost: money(3190) });
    expect(await fx()).toEqual([{ n: 0 }, { n: 0 }]);
    expect(await inHand()).toBe(hand - 25 - 3190);
  });

  test('above the small band needs two different people, neither author nor payee, who hold their duty still', async () => {
    const doraId = await idOf(dora!);
    const { id } = await asks(cleo!, 6000, { payeeId: doraId });
    await givesDuty(ana!, { groupId, to: cleo!, duty: 'STEWARD' });
    await givesDuty(ana!, { groupId, to: dora!, duty: 'STEWARD' });
    const refused = async (by: Client, code: string) =>
      expect((await by.get<Answer>(approve, { id, revision: 1 })).reason).toEqual({ code });
    await refused(cleo!, 'own-expense');
    await refused(dora!, 'own-expense');
    expect(await ana!.get(approve, { id, revision: 2 })).toMatchObject({ reason: { code: 'state-changed' } });
    expect(await ana!.get(approve, { id, revision: 1 })).toMatchObject({ state: 'SUBMITTED', nextBy: ['Ben'] });
    await refused(ana!, 'approved-already');
    for (const [who, what] of [
      [doraId, /nobody approves their own/],
      [await idOf(cleo!), /nobody approves their own/],
    ] as const)
      await expect(
        sql(
          `INSERT INTO expense_approval (expense_id, revision, person_id, content_hash) SELECT id, 1, $2, content_hash FROM expense WHERE id = $1`,
          [id, who],
        ),
      ).rejects.toThrow(what);
    await expect(
      sql(
        `INSERT INTO expense_approval (expense_id, revision, person_id, content_hash) SELECT id, 2, $2, content_hash FROM expense WHERE id = $1`,
        [id, await idOf(ben!)],
      ),
    ).rejects.toThrow(/was changed/);
    await expect(sql(`UPDATE expense SET total = 1 WHERE id = $1`, [id])).rejects.toThrow(/does not change/);
    await expect(sql(`UPDATE expense SET state = 'DRAFT' WHERE id = $1`, [id])).rejects.toThrow(/does not go from/);
    const ends = 'mutation ($input: EndDutyInput!) { endDuty(input: $input) }';
    for (const one of [cleo!, dora!])
      await ana!.get(ends, { input: { groupId, personId: await idOf(one), duty: 'STEWARD', reason: 'Done' } });
    expect(await ben!.get(approve, { id, revision: 1 })).toMatchObject({ state: 'APPROVED' });
    expect(await ana!.refusalOf(unapprove, { id, reason: '' })).toMatchObject({ field: 'reason' });
    const available = (await figures())['available']!;
    expect(await ana!.get(unapprove, { id, reason: 'I looked again' })).toMatchObject({ state: 'SUBMITTED' });
    expect((await figures())['available']).toBe(available + 6000);
    expect(await pays(id)).toMatchObject({ reason: { code: 'state-submitted' } });
    expect(await ana!.get(approve, { id, revision: 1 })).toMatchObject({ state: 'APPROVED' });
    expect(await sql(`SELECT kind FROM ledger_entry WHERE refs ->> 'expenseId' = $1 ORDER BY seq`, [id])).toEqual([
      { kind: 'EXPENSE_APPROVED' },
      { kind: 'REVERSAL' },
      { kind: 'EXPENSE_APPROVED' },
    ]);
    expect(await pays(id)).toMatchObject({ state: 'PAID' });
  });

  test('an approval by somebody who lost the duty since does not count', async () => {
    await givesDuty(ana!, { groupId, to: dora!, duty: 'STEWARD' });
    const { id } = await asks(cleo!, 6000);
    await dora!.get(approve, { id, revision: 1 });
    await ana!.get('mutation ($input: EndDutyInput!) { endDuty(input: $input) }', {
      input: { groupId, personId: await idOf(dora!), duty: 'STEWARD', reason: 'Done' },
    });
    expect(await ana!.get(approve, { id, revision: 1 })).toMatchObject({ state: 'SUBMITTED' });
    expect(await ben!.get(approve, { id, revision: 1 })).toMatchObject({ state: 'APPROVED' });
  });

  test('recalled and changed it is a new revision, and whoever approved the old one has approved nothing', async () => {
    const { id } = await approved(2000);
    expect(await cleo!.get(step('recallExpense'), { id })).toMatchObject({ state: 'RETURNED' });
    const waiting = (): Promise<unknown> => cleo!.get('{ expensesWaiting { id state mine } }');
    expect(await waiting()).toContainEqual({ id, state: 'RETURNED', mine: true });
    expect(await ana!.get(approve, { id, revision: 1 })).toMatchObject({ reason: { code: 'state-returned' } });
    expect(await asks(cleo!, 2100, { id })).toMatchObject({ state: 'SUBMITTED', revision: 2 });
    expect(await waiting()).not.toContainEqual(expect.objectContaining({ id }));
    expect(await ana!.get(approve, { id, revision: 1 })).toMatchObject({ reason: { code: 'state-changed' } });
    expect(
      await ana!.get('query ($id: ID!) { expense(id: $id) { approvals { name } total { minor } } }', { id }),
    ).toEqual({
      approvals: [],
      total: { minor: '2100' },
    });
    await cleo!.get(step('withdrawExpense'), { id });
  });

  test('to somebody outside is paid to their name; nobody of the group is the payee', async () => {
    const vendor = { type: 'INVOICE', vendor: 'Weir House', category: 'room' };
    const { id } = await approved(3000, vendor);
    const again = await asks(ben!, 1000, { ...vendor, vendor: 'weir house' });
    expect(
      await dora!.get('query ($id: ID!) { expense(id: $id) { type payeeName payeeId authorName } }', { id }),
    ).toEqual({ type: 'INVOICE', payeeName: 'Weir House', payeeId: null, authorName: 'Cleo' });
    expect(await sql('SELECT count(*)::int AS n FROM vendor')).toEqual([{ n: 1 }]);
    expect(await pays(id)).toMatchObject({ state: 'PAID' });
    expect(await cleo!.refusalOf(step('waiveExpense'), { id: again.id })).toMatchObject({ code: 'FORBIDDEN' });
    const both = { ...vendor, payeeId: await idOf(dora!) };
    expect(
      (
        await cleo!.ask(submit, {
          input: {
            groupId,
            title: 'x',
            items: [{ what: 'x', spentOn: '2026-01-02', amount: money(1) }],
            receipts: [await upload(cleo!)],
            idempotencyKey: key(),
            ...both,
          },
        })
      ).errors?.[0]?.extensions,
    ).toMatchObject({ field: 'vendor' });
  });

  test('with the receipt of another, to somebody new, or far above the usual is looked at twice, and goes through', async () => {
    const bytes = await picture();
    const one = await asks(cleo!, 1000, { receipts: [await upload(cleo!, bytes)] });
    const same = { receipts: [await upload(cleo!, bytes), await upload(cleo!, bytes)] };
    await expect(asks(cleo!, 4999, same)).rejects.toThrow(/is among the receipts twice/);
    const two = await asks(cleo!, 4999, { receipts: [await upload(cleo!, bytes)], vendor: 'A new shop' });
    const warnings = (by: Client) =>
      by.get<{ warnings: { code: string; expenseId: string | null }[] }>(
        'query ($id: ID!) { expense(id: $id) { warnings { code text expenseId } } }',
        { id: two.id },
      );
    const found = (await warnings(ana!)).warnings;
    expect(found.map(({ code, expenseId }) => [code, expenseId])).toEqual([
      ['same-receipt', one.id],
      ['first-payment', null],
    ]);
    expect((await warnings(cleo!)).warnings).toEqual([]);
    expect(await ana!.get(approve, { id: two.id, revision: 1 })).toMatchObject({ state: 'APPROVED' });
    await ben!.get(step('returnExpense', '$reason: String!'), { id: one.id, reason: 'Twice' });
  });

  test('is kept while it is typed, with its files, for its author alone, until it is sent or thrown away', async () => {
    const save =
      'mutation ($input: ExpenseDraftInput!) { saveExpenseDraft(input: $input) { id state title draft receipts { id } } }';
    const receipt = await upload(cleo!);
    const fields = JSON.stringify({ title: 'Solder and f', amount: '12,' });
    const draft = await cleo!.get<{ id: string }>(save, { input: { groupId, fields, receipts: [receipt] } });
    expect(draft).toMatchObject({ state: 'DRAFT', title: 'Solder and f', draft: fields, receipts: [{ id: receipt }] });
    const more = JSON.stringify({ title: 'Solder and flux', amount: '12,50' });
    await cleo!.get(save, { input: { id: draft.id, groupId, fields: more, receipts: [receipt] } });
    const read = 'query ($id: ID!) { expense(id: $id) { draft state } }';
    expect(await cleo!.get(read, { id: draft.id })).toEqual({ draft: more, state: 'DRAFT' });
    for (const other of [ana!, ben!, dora!, world.visitor()])
      expect(await other.get(read, { id: draft.id })).toBeNull();
    expect((await ana!.fetch(`/files/${receipt}`)).status).toBe(404);
    expect(await ana!.refusalOf(save, { input: { id: draft.id, groupId, fields, receipts: [] } })).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await ana!.refusalOf(step('withdrawExpense'), { id: draft.id })).toMatchObject({ code: 'NOT_FOUND' });
    const list = '{ groupExpenses(handle: "riverside", first: 50) { nodes { id } } }';
    const listed = async (by: Client) =>
      (await by.get<{ nodes: { id: string }[] }>(list)).nodes.some(({ id }) => id === draft.id);
    expect([await listed(cleo!), await listed(ana!)]).toEqual([true, false]);
    expect(await asks(cleo!, 1250, { id: draft.id, receipts: [receipt] })).toMatchObject({
      id: draft.id,
      state: 'SUBMITTED',
      revision: 1,
    });
    expect(await cleo!.refusalOf(save, { input: { id: draft.id, groupId, fields, receipts: [] } })).toMatchObject({
      code: 'CONFLICT',
    });
    expect((await ana!.fetch(`/files/${receipt}`)).status).toBe(200);
    await ana!.get(step('rejectExpense', '$reason: String!'), { id: draft.id, reason: 'Not ours' });
    const copy = await cleo!.get<{ id: string; draft: string; receipts: object[] }>(
      'mutation ($id: ID!) { copyExpense(id: $id) { id draft receipts { id } } }',
      { id: draft.id },
    );
    expect(JSON.parse(copy.draft)).toMatchObject({ title: 'Solder', amount: '12.50', category: 'equipment' });
    expect(copy.receipts).toHaveLength(1);
    expect(await cleo!.get('mutation ($id: ID!) { deleteExpenseDraft(id: $id) }', { id: copy.id })).toBe(true);
    expect(await cleo!.get(read, { id: copy.id })).toBeNull();
  });

  test('on a line of 400: 385.50 is paid, 420 is refused, a part of it shows as paid, and the books agree', async () => {
    const proposal = await cleo!.get<{ id: string }>(
      'mutation ($input: CreateProposalInput!) { createProposal(input: $input) { id } }',
      {
        input: {
          groupId,
          fields: {
            title: 'Spend up to 400.00 on a PA',
            method: 'CONSENT',
            closesAt: new Date(Date.now() + 3_600_000).toISOString(),
            opensBudgetLine: { label: 'PA', planned: money(40_000) },
          },
        },
      },
    );
    for (const one of [ana!, ben!])
      await one.get('mutation ($input: CastBallotInput!) { castBallot(input: $input) { __typename } }', {
        input: { proposalId: proposal.id, option: 'consent' },
      });
    await world.clockPasses('61 minutes');
    await world.app.get(Closer).closeDue();
    const line = async () =>
      (
        await ana!.get<{ lines: Record<string, { minor: string }>[] }>(
          '{ book(handle: "riverside") { lines { id { } } } }'.replace(
            'id { }',
            'id planned { minor } spent { minor } paid { minor } left { minor }',
          ),
        )
      ).lines[0]!;
    const budgetLineId = (await line())['id'] as unknown as string;
    expect(await asks(cleo!, 42_000, { budgetLineId })).toEqual({
      __typename: 'LineSpent',
      message: 'This is more than is left on the budget line.',
      left: { minor: '40000' },
      proposalId: proposal.id,
    });
    const { id } = await asks(cleo!, 38_550, { budgetLineId });
    expect(await ana!.get(approve, { id, revision: 1 })).toMatchObject({ state: 'APPROVED' });
    await pays(id, { amount: money(10_000) });
    expect(await line()).toMatchObject({
      spent: { minor: '38550' },
      paid: { minor: '10000' },
      left: { minor: '1450' },
    });
    await pays(id);
    expect(await line()).toMatchObject({
      spent: { minor: '38550' },
      paid: { minor: '38550' },
      left: { minor: '1450' },
    });
    // Each of two fits what is left, both do not: the treasurer's desk says so until one of them is gone.
    const desk = async () =>
      (
        await ben!.get<{ rows: { kind: string; waiting: number }[] }>(
          '{ treasurersDesk(handle: "riverside") { rows { kind waiting } } }',
        )
      ).rows.find(({ kind }) => kind === 'LINES')!.waiting;
    const [one, other] = [await asks(cleo!, 1000, { budgetLineId }), await asks(dora!, 1000, { budgetLineId })];
    expect(await desk()).toBe(1);
    await cleo!.get(step('withdrawExpense'), { id: one.id });
    expect(await desk()).toBe(0);
    await dora!.get(step('withdrawExpense'), { id: other.id });
    const journal = join(mkdtempSync(join(tmpdir(), 'folkmoot-')), 'book.journal');
    writeFileSync(journal, await (await ben!.fetch('/g/riverside/book/export/hledger')).text());
    if (!existsSync('/usr/bin/hledger')) return;
    const said = execFileSync('hledger', ['-f', journal, 'check', '-s'], { encoding: 'utf8' });
    expect(said).toBe('');
    const balance = execFileSync(
      'hledger',
      ['-f', journal, 'bal', '-N', '--flat', '^Assets:Bank|^Assets:Cash', '--format', '%(total)'],
      { encoding: 'utf8' },
    );
    const total = balance
      .split('\n')
      .reduce((sum, text) => sum + Math.round(Number(text.replace(/[^\d.-]/g, '')) * 100), 0);
    expect(total).toBe(await inHand());
  });

  test('is paid by the rules of its submission: one payee has a limit in 30 days, and payment has to wait its hours', async () => {
    await sql(
      `INSERT INTO rulebook_version (id, group_id, n, rules, from_at, authority, hash) SELECT gen_random_uuid(), group_id, n + 1,
         jsonb_set(jsonb_set(rules, '{spending,caps}', '[{"per": "payee", "days": 30, "max": "5000"}]'), '{spending,coolingHours}', '2'), clock_now(), authority, hash
       FROM rulebook_version WHERE group_id = $1 ORDER BY n DESC LIMIT 1`,
      [groupId],
    );
    const first = await asks(dora!, 3000, { vendor: 'The hall' });
    await ana!.get(approve, { id: first.id, revision: 1 });
    const second = await asks(dora!, 2500, { vendor: 'The hall' });
    expect(
      await dora!.get('query ($id: ID!) { expense(id: $id) { unmet { code text amount { minor } } nextBy } }', {
        id: second.id,
      }),
    ).toEqual({
      unmet: [
        {
          code: 'over-cap',
          text: 'Without a decision of the group, €20.00 more can go to the same person within 30 days.',
          amount: { minor: '2000' },
        },
      ],
      nextBy: [],
    });
    expect(await ana!.get(approve, { id: second.id, revision: 1 })).toMatchObject({ reason: { code: 'over-cap' } });
    expect(await asks(dora!, 2000, { vendor: 'The hall' })).toMatchObject({ nextBy: ['Ana', 'Ben'] });
    expect(await pays(first.id)).toMatchObject({ reason: { code: 'cooling' } });
    await world.clockPasses('5 hours');
    expect(await pays(first.id)).toMatchObject({ state: 'PAID' });
    await sql(`UPDATE expense SET approved_at = approved_at - interval '31 days' WHERE id = $1`, [first.id]);
    expect(await ana!.get(approve, { id: second.id, revision: 1 })).toMatchObject({ state: 'APPROVED' });
    await world.clockPasses('0 minutes');
  });

  test('comes back as one draft a day of its rhythm; nothing of it is in the book before its author hands it in', async () => {
    const days = async (...n: number[]): Promise<string[]> =>
      (
        await sql<{ day: string }>(
          `SELECT ((clock_now() AT TIME ZONE 'Europe/Brussels')::date + n)::text AS day FROM unnest($1::int[]) AS t (n) ORDER BY n`,
          [n],
        )
      ).map(({ day }) => day);
    const [yesterday, now, month] = await days(-1, 0, 31);
    const lines = await sql<{ id: string }>(
      `INSERT INTO budget_line (id, book_id, account_id, name, planned, authority_kind, authority_id, opened_after_seq)
       SELECT gen_random_uuid(), f.book_id, f.account_id, 'Hall', 40000, 'DECISION', gen_random_uuid(), b.last_seq FROM fund f JOIN book b ON b.id = f.book_id WHERE b.group_id = $1 AND f.kind = 'general' RETURNING id`,
      [groupId],
    );
    const budgetLineId = lines[0]!.id;
    const monthly = { every: 'MONTH', nextOn: now };
    const rent = { title: 'Rent', vendor: 'The hall', budgetLineId };
    for (const [repeats, field] of [
      [{ ...monthly, nextOn: yesterday }, 'nextOn'],
      [{ ...monthly, nextOn: '2099-01-01' }, 'nextOn'],
      [{ ...monthly, nextOn: 'soon' }, 'nextOn'],
      [{ ...monthly, until: yesterday }, 'until'],
    ] as const)
      expect(
        await cleo!.refusalOf(submit, {
          input: {
            groupId,
            title: 'Rent',
            category: 'room',
            items: [{ what: 'Rent', spentOn: now, amount: money(3500) }],
            receipts: [await upload(cleo!)],
            repeats,
            idempotencyKey: key(),
          },
        }),
      ).toMatchObject({ field });
    const first = await asks(cleo!, 3500, { ...rent, repeats: monthly });
    const other = await asks(dora!, 700, { title: 'Domain' });
    const again =
      'mutation ($id: ID!, $input: RepeatInput!) { repeatExpense(id: $id, input: $input) { recurs { every nextOn } can { repeat } } }';
    expect(await dora!.get(again, { id: other.id, input: { every: 'YEAR', nextOn: month } })).toEqual({
      recurs: { every: 'YEAR', nextOn: month },
      can: { repeat: false },
    });
    expect(await dora!.refusalOf(again, { id: other.id, input: monthly })).toMatchObject({ code: 'CONFLICT' });
    expect(await dora!.refusalOf(again, { id: first.id, input: monthly })).toMatchObject({ code: 'NOT_FOUND' });
    // The treasurer reads what comes back in the group, everybody else their own.
    interface List {
      mine: { id: string; title: string }[];
      others: { title: string; authorName: string; payeeName: string; lineName: string | null }[];
    }
    const list = (by: Client): Promise<List> =>
      by.get(
        '{ recurringExpenses(handle: "riverside") { mine { id title } others { title authorName payeeName lineName } } }',
      );
    expect(await list(ben!)).toEqual({
      mine: [],
      others: [
        { title: 'Domain', authorName: 'Dora', payeeName: 'Dora', lineName: null },
        { title: 'Rent', authorName: 'Cleo', payeeName: 'The hall', lineName: 'Hall' },
      ],
    });
    expect(await list(dora!)).toMatchObject({ mine: [{ title: 'Domain' }], others: [] });

    const before = await figures();
    const clock = async (): Promise<void> => {
      for (let twice = 0; twice < 2; twice += 1) await world.app.get(RecurringClock).runDue();
    };
    const drafts = (): Promise<{ id: string; period: string }[]> =>
      sql(
        `SELECT id, period::text AS period FROM expense WHERE period IS NOT NULL AND state = 'DRAFT' ORDER BY period`,
      );
    await clock();
    const [draft, ...more] = await drafts();
    expect(more).toEqual([]);
    expect(draft!.period).toBe(now);
    const kept = await cleo!.get<{ draft: string }>(
      'query ($id: ID!) { expense(id: $id) { state draft period receipts { id } recurs { every } } }',
      { id: draft!.id },
    );
    expect(kept).toMatchObject({ state: 'DRAFT', period: now, receipts: [], recurs: { every: 'MONTH' } });
    expect(JSON.parse(kept.draft)).toMatchObject({
      title: 'Rent',
      amount: '35.00',
      spentOn: now,
      line: budgetLineId,
      to: 'vendor',
      vendor: 'The hall',
    });
    expect(await figures()).toEqual(before);
    expect(await ben!.get('query ($id: ID!) { expense(id: $id) { id } }', { id: draft!.id })).toBeNull();
    expect(await cleo!.get('{ expensesWaiting { id mine cameBack } }')).toContainEqual({
      id: draft!.id,
      mine: true,
      cameBack: true,
    });
    const mail = await world.mailTo('cleo@example.org');
    expect(mail.subject).toBe('To hand in: Rent');
    expect(mail.text).toContain('comes back every month');
    expect(mail.links.some((link) => link.endsWith(`/g/riverside/expenses/new?draft=${draft!.id}`))).toBe(true);
    // The database keeps that a day has one draft, that it is its author's, and what comes back.
    const refused = async (text: string, values: unknown[] = []): Promise<string> =>
      sql(text, values).then(
        () => 'nothing',
        (fault: { driverError: { constraint?: string; code: string } }) =>
          fault.driverError.constraint ?? fault.driverError.code,
      );
    const copy = (change: string): string =>
      `INSERT INTO expense (id, book_id, group_id, number, author_id, payee_id, fund_id, title, category, currency, total, state, revision, content_hash, rulebook_id, draft, recurring_id, period)
       SELECT gen_random_uuid(), book_id, group_id, number + 1000, ${change === 'author' ? '$2' : 'author_id'}, payee_id, fund_id, title, category, currency, total, state, revision, content_hash, rulebook_id, draft, recurring_id, period ${change === 'day' ? '+ 1' : ''} FROM expense WHERE id = $1 ${change === 'author' ? '' : 'AND $2::uuid IS NOT NULL'}`;
    const doraId = await idOf(dora!);
    expect(await refused(copy(''), [draft!.id, doraId])).toBe('expense_once_a_period');
    expect(await refused(copy('author'), [draft!.id, doraId])).toBe('expense_recurs');
    expect(await refused('UPDATE expense SET period = period + 1 WHERE id = $1', [draft!.id])).toBe('55000');
    expect(await refused('DELETE FROM recurring_expense')).toBe('55000');
    expect(await refused('UPDATE recurring_expense SET until_on = next_on - 1')).toBe('recurring_goes_on');

    // Handed in it is an expense like any other; thrown away it does not come again.
    expect(await asks(cleo!, 3600, { ...rent, id: draft!.id })).toMatchObject({ id: draft!.id, state: 'SUBMITTED' });
    await clock();
    expect(await drafts()).toEqual([]);
    const { id } = (await list(cleo!)).mine[0]!;
    const change =
      'mutation ($input: ChangeRecurringInput!) { changeRecurringExpense(input: $input) { nextOn until amount { minor } } }';
    const changed = { id, every: 'MONTH', nextOn: month, until: null, amount: money(3800) };
    expect(await dora!.refusalOf(change, { input: changed })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await cleo!.refusalOf(change, { input: { ...changed, amount: money(1, 'USD') } })).toMatchObject({
      field: 'amount',
    });
    expect(await cleo!.get(change, { input: changed })).toEqual({
      nextOn: month,
      until: null,
      amount: { minor: '3800' },
    });

    // After half a year in which nothing ran, the newest three are made up for.
    await world.clockPasses('190 days');
    await clock();
    const made = await drafts();
    expect(made.filter(({ period }) => period !== month)).toHaveLength(3);
    expect((await world.mailTo('cleo@example.org')).text).toMatch(/For [23] earlier days/);
    expect(await sql("SELECT draft ->> 'amount' AS amount FROM expense WHERE id = $1", [made.at(-1)!.id])).toEqual([
      { amount: '38.00' },
    ]);
    const states = (by: Client): Promise<{ mine: object[]; others: object[] }> =>
      by.get(
        '{ recurringExpenses(handle: "riverside") { mine { title endedBy waits paused canResume } others { title endedBy waits paused canResume } } }',
      );
    const domain = { title: 'Domain', endedBy: null, waits: false, paused: false, canResume: false };
    await sql(`UPDATE session SET expires_at = 'infinity', seen_at = clock_now(), auth_at = clock_now()`);
    const hers = (): Promise<unknown[]> =>
      sql(`SELECT 1 FROM expense WHERE author_id = $1 AND state = 'DRAFT' AND period IS NOT NULL`, [doraId]);
    // With as many drafts as one may have it waits, which is said.
    const full = `INSERT INTO expense (id, book_id, group_id, number, author_id, payee_id, fund_id, title, category, currency, total, state, revision, content_hash, rulebook_id, draft)
      SELECT gen_random_uuid(), book_id, group_id, number + 2000 + n, author_id, payee_id, fund_id, title, category, currency, total, state, revision, content_hash, rulebook_id, draft FROM expense, generate_series(1, 30) n WHERE author_id = $1 AND state = 'DRAFT' AND period IS NOT NULL`;
    await sql(full, [doraId]);
    await sql(`UPDATE recurring_expense SET next_on = $1::date, first_on = $1::date WHERE title = 'Domain'`, [
      (await days(-1))[0],
    ]);
    await clock();
    expect((await states(dora!)).mine).toEqual([{ ...domain, waits: true }]);
    expect((await states(ben!)).others).toContainEqual({ ...domain, waits: true });
    await sql(
      `UPDATE expense SET state = 'WITHDRAWN', total = 700, currency = 'EUR' WHERE author_id = $1 AND state = 'DRAFT'`,
      [doraId],
    );
    await clock();
    expect((await states(dora!)).mine).toEqual([domain]);
    expect(await hers()).toHaveLength(1);

    // It ends with its line, which its author is told, and with a membership, which the treasurer is told.
    await sql('UPDATE budget_line SET closed_at = clock_now() WHERE id = $1', [budgetLineId]);
    await sql(`UPDATE session SET expires_at = 'infinity', seen_at = clock_now(), auth_at = clock_now()`);
    await dora!.get('mutation ($groupId: ID!) { leaveGroup(groupId: $groupId) }', { groupId });
    await clock();
    expect(await sql('SELECT title, ended_by FROM recurring_expense ORDER BY title')).toEqual([
      { title: 'Domain', ended_by: 'membership' },
      { title: 'Rent', ended_by: 'line' },
    ]);
    expect((await world.mailTo('cleo@example.org')).text).toContain('The budget line “Hall” is closed');
    expect((await world.mailTo('ben@example.org')).text).toContain('Dora is no longer a member');
    await clock();
    expect(await drafts()).toHaveLength(made.length);

    const mailsOf = async (kind: string): Promise<string[]> =>
      (await sql<{ subject: string }>('SELECT subject FROM mail WHERE kind = $1 ORDER BY created_at', [kind])).map(
        ({ subject }) => subject,
      );
    // Who is back is asked once whether it comes back again, and lets it, as it was.
    expect(await mailsOf('recurring-offered')).toEqual([]);
    await world.database.transaction((tx) =>
      world.app.get(Roll).begin(tx, {
        groupId,
        personId: doraId,
        standing: 'member',
        authority: { kind: 'self', id: doraId },
      }),
    );
    await clock();
    await clock();
    await world.settle();
    expect(await mailsOf('recurring-offered')).toEqual(['Does it come back again? Domain']);
    expect((await world.mailTo('dora@example.org')).text).toContain('Domain (€7.00, every year)');
    const [gone] = (await list(dora!)).mine;
    expect((await states(dora!)).mine).toEqual([{ ...domain, endedBy: 'MEMBERSHIP', canResume: true }]);
    expect((await states(cleo!)).mine).toMatchObject([{ endedBy: 'LINE', canResume: false }]);
    const resume =
      'mutation ($id: ID!, $input: RepeatInput!) { resumeRecurringExpense(id: $id, input: $input) { title every nextOn endedBy amount { minor } } }';
    const [past, tomorrow] = await days(-2, 1);
    const input = { every: 'QUARTER', nextOn: tomorrow };
    expect(await ben!.refusalOf(resume, { id: gone!.id, input })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await cleo!.refusalOf(resume, { id, input })).toMatchObject({ code: 'CONFLICT' });
    expect(await dora!.refusalOf(resume, { id: gone!.id, input: { ...input, nextOn: past } })).toMatchObject({
      field: 'nextOn',
    });
    expect(await dora!.get(resume, { id: gone!.id, input })).toEqual({
      title: 'Domain',
      every: 'QUARTER',
      nextOn: tomorrow,
      endedBy: null,
      amount: { minor: '700' },
    });
    expect(await dora!.refusalOf(resume, { id: gone!.id, input })).toMatchObject({ code: 'CONFLICT' });
    expect((await states(dora!)).mine).toEqual([domain, { ...domain, endedBy: 'MEMBERSHIP' }]);
    expect(await refused('UPDATE recurring_expense SET offered_at = NULL WHERE id = $1', [gone!.id])).toBe('55000');
    expect(
      await refused(`UPDATE recurring_expense SET ended_at = NULL, ended_by = NULL WHERE id = $1`, [gone!.id]),
    ).toBe('55000');
  });
});
