import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Arrivals, GiftClock, LapseClock, RecurringClock } from '../../apps/api/src/money/index.ts';
import type { Client } from '../support/client.ts';
import { engines, startWorldOn } from '../support/engines.ts';
import { webDocument } from '../support/documents.ts';
import { claim, found, givesDuty, idOf, joins, key, photo, wall } from '../support/people.ts';
import type { World } from '../support/world.ts';

interface Amount {
  minor: string;
}
interface Gift {
  id: string;
  reference: string;
  state: string;
  due: Amount;
  received: Amount;
  overdue: boolean;
  code: string | null;
  can: { pay: boolean };
  refunds: { id: string; state: string; canAnswer: boolean }[];
}

const parts =
  'id reference kind state due { minor } received { minor } refunded { minor } dueOn period overdue code said { how amount { minor } } refunds { id state canAnswer } receipts { n } closedReason notComing can { confirm refund pay }';
const mutation = (name: string, args: string, pass: string): string =>
  `mutation (${args}) { ${name}(${pass}) { ${parts} } }`;
const pledge = mutation('pledge', '$input: PledgeInput!', 'input: $input');
const say = mutation(
  'sayGiven',
  '$id: ID!, $how: GivenWay!, $amount: MoneyInput',
  'id: $id, how: $how, amount: $amount',
);
const cancel = mutation('cancelContribution', '$id: ID!', 'id: $id');
const confirm = mutation('confirmContribution', '$input: ConfirmContributionInput!', 'input: $input');
const refund = mutation('refundContribution', '$input: RefundContributionInput!', 'input: $input');
const answer = mutation('answerRefund', '$id: ID!, $yes: Boolean!', 'id: $id, yes: $yes');
const waive = mutation('waiveDues', '$id: ID!, $reason: String!', 'id: $id, reason: $reason');
const remind = mutation('remindContribution', '$id: ID!', 'id: $id');
const grant = mutation('recordGrant', '$input: RecordGrantInput!', 'input: $input');
const payByCard = 'mutation ($id: ID!) { payByCard(contributionId: $id) { id } }';
const setBank =
  'mutation ($groupId: ID!, $iban: String!) { setBank(groupId: $groupId, name: "Riverside", iban: $iban) }';
const own = `{ gifts(handle: "riverside") { dues { state since owed { minor } mine { minor } least { minor } most { minor } costsVote } bank { iban } repeated { id every rests } mine { ${parts} } can { pledge list } } }`;
const list = `query ($filter: GiftFilter!) { contributions(handle: "riverside", filter: $filter, first: 100) { nodes { ${parts} giver } } }`;
const IBAN = 'BE72 0000 0000 1616';
const money = (minor: number, currency = 'EUR'): object => ({ minor: String(minor), currency });

describe.each(engines)('money that comes in on %s', (engine) => {
  let world: World;
  let [ana, ben, cleo, dora]: Client[] = [];
  let groupId: string;

  beforeAll(async () => {
    world = await startWorldOn(engine);
    ana = await claim(world);
    groupId = await found(ana);
    [ben, cleo, dora] = [
      await joins(world, ana, { groupId, name: 'Ben' }),
      await joins(world, ana, { groupId, name: 'Cleo' }),
      await joins(world, ana, { groupId, name: 'Dora' }),
    ];
    await givesDuty(ana, { groupId, to: ben, duty: 'TREASURER' });
  }, 60_000);
  afterAll(() => world.stop());
  afterEach(async () => {
    const broken = await sql(
      'SELECT what, ref FROM ledger_violations UNION ALL SELECT what, ref FROM month_violations UNION ALL SELECT what, ref FROM contribution_violations',
    );
    if (broken.length > 0) throw new Error(JSON.stringify(broken));
  });

  const sql = <T>(text: string, values: unknown[] = []): Promise<T[]> => world.database.reads.query<T[]>(text, values);
  const inHand = async (): Promise<number> =>
    Number(
      (await ana!.get<{ inHand: Amount[] }>('{ book(handle: "riverside") { inHand { minor } } }')).inHand[0]?.minor ??
        0,
    );
  const pledges = (by: Client, minor: number, more: object = {}): Promise<Gift> =>
    by.get(pledge, { input: { groupId, amount: money(minor), idempotencyKey: key(), ...more } });
  const confirms = (id: string, more: object = {}): Promise<Gift> =>
    ben!.get(confirm, { input: { id, idempotencyKey: key(), ...more } });
  const rules = async (path: string, value: string): Promise<void> => {
    await sql(
      `INSERT INTO rulebook_version SELECT (jsonb_populate_record(v, jsonb_build_object('id', gen_random_uuid(), 'n', v.n + 1, 'rules', jsonb_set(v.rules, $2::text[], $3::jsonb)))).*
       FROM rulebook_version v WHERE v.group_id = $1 ORDER BY v.n DESC LIMIT 1`,
      [groupId, path, value],
    );
  };
  const clock = (): Promise<void> => world.app.get(GiftClock).runDue();
  /** What the desk says of gifts: how many wait, and under which filter the first of them stands. */
  const desk = async (): Promise<unknown> => {
    const rows = '{ treasurersDesk(handle: "riverside") { rows { kind waiting filter } } }';
    return (await ben!.get<{ rows: { kind: string }[] }>(rows)).rows.find(({ kind }) => kind === 'GIFTS');
  };
  /** What the home page of somebody says of gifts that wait for them. */
  const needs = (by: Client): Promise<unknown> =>
    by.get('{ giftsWaiting { groupHandle toConfirm toGiveBack filter amount { minor } } }');
  const need = (filter: string, of: { toConfirm?: number; toGiveBack?: number }, minor?: string): unknown[] => [
    { groupHandle: 'riverside', toConfirm: 0, toGiveBack: 0, ...of, filter, amount: minor ? { minor } : null },
  ];

  test('a promise changes no figure; confirmed in part and whole it does, with a receipt by mail, once', async () => {
    const before = await inHand();
    await ben!.get(setBank, { groupId, iban: IBAN });
    const gift = await pledges(cleo!, 2000, { purpose: 'For the roof' });
    expect(gift).toMatchObject({ state: 'PLEDGED', due: { minor: '2000' }, code: expect.stringContaining('EUR20.00') });
    expect(gift.code).toContain(gift.reference);
    // No card processor is configured: no button, no payment, no route.
    expect(gift.can.pay).toBe(false);
    expect(await cleo!.refusalOf(payByCard, { id: gift.id })).toMatchObject({ code: 'CONFLICT' });
    expect((await cleo!.fetch('/webhooks/cards', { method: 'POST', body: '{}' })).status).toBe(404);
    expect(await desk()).toEqual({ kind: 'GIFTS', waiting: 0, filter: null });
    await cleo!.get(say, { id: gift.id, how: 'CASH' });
    expect(await desk()).toEqual({ kind: 'GIFTS', waiting: 1, filter: 'TO_CONFIRM' });
    // It waits for the treasurer, also what they gave themselves, as they confirm that too; for nobody else.
    expect(await needs(ben!)).toEqual(need('TO_CONFIRM', { toConfirm: 1 }, '2000'));
    const hisOwn = await pledges(ben!, 700, { given: 'CASH' });
    expect(await needs(ben!)).toEqual(need('TO_CONFIRM', { toConfirm: 2 }));
    expect(hisOwn.can).toMatchObject({ confirm: true });
    await ben!.get(cancel, { id: hisOwn.id });
    for (const other of [ana!, cleo!, world.visitor()]) expect(await needs(other)).toEqual([]);
    expect(await inHand()).toBe(before);
    const waiting = await ben!.get<{ nodes: Gift[] }>(list, { filter: 'TO_CONFIRM' });
    expect(waiting.nodes.map(({ id }) => id)).toEqual([gift.id]);
    expect(await confirms(gift.id, { amount: money(500), heldIn: 'CASH', category: 'income.other' })).toMatchObject({
      state: 'PARTLY_RECEIVED',
      due: { minor: '1500' },
      said: null,
    });
    expect(await needs(ben!)).toEqual([]);
    expect(await inHand()).toBe(before + 500);
    const input = { id: gift.id, idempotencyKey: key(), evidence: 'Statement 12' };
    expect(await ben!.refusalOf(confirm, { input: { ...input, category: 'income.dues' } })).toMatchObject({
      code: 'CONFLICT',
    });
    expect(await ben!.get(confirm, { input })).toMatchObject({ state: 'RECEIVED', due: { minor: '0' } });
    expect(await ben!.get(confirm, { input })).toMatchObject({ state: 'RECEIVED', receipts: [{ n: 1 }, { n: 2 }] });
    expect(await inHand()).toBe(before + 2000);
    // The treasurer has said under what it comes in, and the rest of it came in under the same.
    const under = `SELECT DISTINCT p.category FROM contribution_receipt r JOIN ledger_posting p ON p.entry_id = r.entry_id AND p.category IS NOT NULL WHERE r.contribution_id = $1`;
    expect(await sql(under, [gift.id])).toEqual([{ category: 'income.other' }]);
    await expect(sql(`UPDATE contribution SET category = 'income.dues' WHERE id = $1`, [gift.id])).rejects.toThrow();
    expect(await ben!.refusalOf(confirm, { input: { ...input, idempotencyKey: key() } })).toMatchObject({
      code: 'CONFLICT',
    });
    await world.settle();
    const mail = await world.mailTo('cleo@example.org');
    expect(mail.subject).toContain('15.00');
    expect(mail.text).toContain(`${gift.reference}/2`);
    expect(mail.text).toContain('For the roof');
    const sent = await sql<{ n: number }>(`SELECT count(*)::int AS n FROM mail WHERE kind = 'gift-receipt'`);
    expect(sent[0]!.n).toBe(2);
    const year = await cleo!.get<{ totals: Amount[]; rows: unknown[] }>(
      `{ giftStatement(handle: "riverside", year: ${new Date().getUTCFullYear()}) { totals { minor } rows { reference } } }`,
    );
    expect(year).toMatchObject({ totals: [{ minor: '2000' }], rows: [{}, {}] });
  });

  test('what comes by a bank line is booked once under its key, and never as something else', async () => {
    const gift = await pledges(cleo!, 1000);
    const actor = {
      personId: await idOf(ben!),
      name: 'Ben',
      operator: false,
      sessionId: 'x',
      authAt: new Date(),
      link: null,
      locale: 'en',
    };
    const arrives = (minor: bigint): Promise<string> =>
      world.database.transaction((tx) =>
        world.app.get(Arrivals).received(tx, {
          contributionId: gift.id,
          minor,
          day: '2026-01-05',
          key: `statement:${gift.id}`,
          actor,
          evidence: 'line 7',
        }),
      );
    const entry = await arrives(1000n);
    expect(await arrives(1000n)).toBe(entry);
    await expect(arrives(900n)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  test('bad input is said in words at its field', async () => {
    const gift = await pledges(cleo!, 1000);
    const refused = (input: object): Promise<unknown> =>
      ben!.refusalOf(confirm, { input: { id: gift.id, idempotencyKey: key(), ...input } });
    expect(await refused({ amount: money(-5) })).toMatchObject({ field: 'amount' });
    expect(await refused({ amount: money(5, 'KWD') })).toMatchObject({ field: 'amount' });
    expect(await refused({ receivedOn: '2099-01-01' })).toMatchObject({ field: 'receivedOn' });
    expect(await refused({ receivedOn: 'today' })).toMatchObject({ field: 'receivedOn' });
    expect(await refused({ category: 'expense.food' })).toMatchObject({ field: 'category' });
    expect(await refused({ category: 'income.nothing' })).toMatchObject({ field: 'category' });
    expect(
      await cleo!.refusalOf(pledge, { input: { groupId, amount: money(0), idempotencyKey: key() } }),
    ).toMatchObject({ field: 'amount' });
    expect(
      await cleo!.refusalOf(pledge, { input: { groupId, amount: money(10, 'JPY'), idempotencyKey: key() } }),
    ).toMatchObject({ field: 'amount' });
    expect(
      await cleo!.refusalOf(pledge, { input: { groupId, amount: money(10), fundId: groupId, idempotencyKey: key() } }),
    ).toMatchObject({ field: 'fundId' });
    expect(await ben!.refusalOf(setBank, { groupId, iban: 'BE72 0000 0000 1617' })).toMatchObject({ field: 'iban' });
    // The number is kept once: payments leave from the account that givers are told.
    const accounts = await ben!.get<{ path: string; iban: string }[]>(
      '{ bankAccounts(handle: "riverside") { path iban } }',
    );
    expect(accounts.filter(({ iban }) => iban !== '')).toEqual([
      { path: 'assets:bank:main', iban: IBAN.replaceAll(' ', '') },
    ]);
    await sql(`UPDATE book SET closed_until = '2020-01-31' WHERE group_id = $1`, [groupId]);
    expect(await refused({ receivedOn: '2020-01-31' })).toMatchObject({ field: 'receivedOn' });
    expect(await dora!.refusalOf(confirm, { input: { id: gift.id, idempotencyKey: key() } })).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await cleo!.refusalOf(confirm, { input: { id: gift.id, idempotencyKey: key() } })).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(await cleo!.get(cancel, { id: gift.id })).toMatchObject({ state: 'CANCELLED' });
  });

  test('what came goes back in part and whole, never more, above the rules only by two, to where it came from', async () => {
    await rules('{spending,manualEntrySecondPersonAbove}', '"500"');
    const gift = await pledges(dora!, 3000);
    await confirms(gift.id);
    const before = await inHand();
    const back = (amount: object | null, by = ben!): Promise<Gift> =>
      by.get(refund, { input: { id: gift.id, amount, reason: 'Paid twice', idempotencyKey: key() } });
    expect(await back(money(400))).toMatchObject({ state: 'PARTLY_REFUNDED', refunded: { minor: '400' } });
    expect(
      await ben!.refusalOf(refund, { input: { id: gift.id, amount: money(2700), reason: 'x', idempotencyKey: key() } }),
    ).toMatchObject({ field: 'amount' });
    const asked = await back(money(2000));
    expect(asked.refunds[1]).toMatchObject({ state: 'ASKED', canAnswer: false });
    expect(await inHand()).toBe(before - 400);
    const { id } = asked.refunds[1]!;
    expect(await ben!.refusalOf(answer, { id, yes: true })).toMatchObject({ code: 'FORBIDDEN' });
    // It waits for a second person: another treasurer, or a steward, who sees it and nothing else of the list.
    expect([await needs(ben!), await needs(dora!), await needs(world.visitor())]).toEqual([[], [], []]);
    expect(await needs(ana!)).toEqual(need('TO_ANSWER', { toGiveBack: 1 }, '2000'));
    expect(await ana!.get(list, { filter: 'TO_ANSWER' })).toMatchObject({
      nodes: [{ id: gift.id, can: { confirm: false, refund: false }, refunds: [{}, { id, canAnswer: true }] }],
    });
    expect(await ana!.refusalOf(list, { filter: 'TO_GIVE_BACK' })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await dora!.refusalOf(list, { filter: 'TO_ANSWER' })).toMatchObject({ code: 'FORBIDDEN' });
    await sql(
      `INSERT INTO duty SELECT (jsonb_populate_record(d, jsonb_build_object('id', gen_random_uuid(), 'kind', 'treasurer'))).* FROM duty d WHERE d.kind = 'steward'`,
    );
    expect(await needs(ana!)).toEqual(need('TO_GIVE_BACK', { toGiveBack: 1 }, '2000'));
    await sql(
      `UPDATE duty SET to_at = clock_now(), end_reason = 'resigned' WHERE kind = 'treasurer' AND membership_id IN (SELECT membership_id FROM duty WHERE kind = 'steward')`,
    );
    expect(await dora!.refusalOf(answer, { id, yes: true })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await ana!.get(answer, { id, yes: true })).toMatchObject({ refunded: { minor: '2400' } });
    expect(await needs(ana!)).toEqual([]);
    expect(await ana!.refusalOf(answer, { id, yes: false })).toMatchObject({ code: 'CONFLICT' });
    expect(await back(null).then(({ refunds }) => refunds.at(-1))).toMatchObject({ state: 'ASKED' });
    expect(await inHand()).toBe(before - 2400);
    await expect(
      sql(
        `INSERT INTO contribution_refund SELECT gen_random_uuid(), contribution_id, 1, refunded_on, holding_id, reason, 'ASKED', true, asked_by, asked_at FROM contribution_refund WHERE id = $1`,
        [id],
      ),
    ).rejects.toThrow(/more would go back/);
    await rules('{spending,manualEntrySecondPersonAbove}', '"100000000"');
    const [entry] = await sql<{ id: string }>(
      'SELECT entry_id AS id FROM contribution_receipt WHERE contribution_id = $1',
      [gift.id],
    );
    expect(
      await ben!.refusalOf('mutation ($id: ID!) { reverseEntry(id: $id, reason: "mistake") }', { id: entry!.id }),
    ).toMatchObject({ code: 'CONFLICT' });
    await expect(sql('DELETE FROM contribution_refund WHERE id = $1', [id])).rejects.toThrow(/append-only/);
  });

  test('what came without a promise and is taken back is cancelled, and comes again where it was only typed wrong', async () => {
    const entryId = await ben!.get<string>(
      'mutation ($input: RecordContributionInput!) { recordContribution(input: $input) }',
      { input: { groupId, amount: money(900), receivedOn: '2026-01-05', idempotencyKey: key() } },
    );
    const listed = async (): Promise<Gift & { can: { confirm: boolean; refund: boolean } }> =>
      (await ben!.get<{ nodes: Gift[] }>(list, { filter: 'ALL' })).nodes[0]! as never;
    const { id } = await listed();
    await ben!.get('mutation ($id: ID!) { reverseEntry(id: $id, reason: "Typed wrong") }', { id: entryId });
    expect(await listed()).toMatchObject({ id, state: 'CANCELLED', can: { confirm: true, refund: false } });
    const input = { id, reason: 'Too much', idempotencyKey: key() };
    expect(await ben!.refusalOf(refund, { input })).toMatchObject({ code: 'CONFLICT' });
    expect(await ben!.refusalOf(remind, { id })).toMatchObject({ code: 'CONFLICT' });
    const again = { id, idempotencyKey: key() };
    expect(await ben!.refusalOf(confirm, { input: again })).toMatchObject({ field: 'amount' });
    await ben!.get(confirm, { input: { ...again, amount: money(90) } });
    expect(await listed()).toMatchObject({ id, state: 'RECEIVED', received: { minor: '90' } });
  });

  test('a repeated gift makes one promise a period, however often the clock runs, until it is stopped', async () => {
    const first = await pledges(dora!, 300, { every: 'MONTH' });
    await sql(`UPDATE repeated_gift SET first_on = first_on - interval '1 month' WHERE person_id = $1`, [
      await idOf(dora!),
    ]);
    await Promise.all([clock(), clock()]);
    await clock();
    const page = await dora!.get<{ mine: Gift[]; repeated: { id: string }[] }>(own);
    const mine = page.mine.filter(({ due }) => due.minor === '300');
    expect(mine.length).toBe(2);
    expect(mine.map(({ id }) => id)).toContain(first.id);
    await dora!.get('mutation ($id: ID!) { stopGift(id: $id) }', { id: page.repeated[0]!.id });
    expect((await dora!.get<{ repeated: unknown[] }>(own)).repeated).toEqual([]);
    expect(
      await cleo!.refusalOf('mutation ($id: ID!) { stopGift(id: $id) }', { id: page.repeated[0]!.id }),
    ).toMatchObject({ code: 'FORBIDDEN' });
    await sql(`UPDATE contribution SET due_on = due_on - 100 WHERE kind = 'gift' AND pledged = 300`);
    await clock();
    expect((await dora!.get<{ mine: Gift[] }>(own)).mine.filter(({ state }) => state === 'EXPIRED').length).toBe(2);
  });

  test('dues fall due once a period for each member at their step, and who is behind has no vote where the rules say so', async () => {
    await rules('{dues}', '{"every":"month","min":"300","suggested":"500","max":"2000","graceDays":10,"votes":true}');
    await dora!.get(
      `mutation ($groupId: ID!, $amount: MoneyInput!) { chooseDues(groupId: $groupId, amount: $amount) }`,
      { groupId, amount: money(300) },
    );
    expect(
      await dora!.refusalOf(
        `mutation ($groupId: ID!, $amount: MoneyInput!) { chooseDues(groupId: $groupId, amount: $amount) }`,
        { groupId, amount: money(200) },
      ),
    ).toMatchObject({ field: 'amount' });
    await Promise.all([clock(), clock()]);
    await clock();
    expect(await sql(`SELECT count(*)::int AS n FROM contribution WHERE kind = 'dues'`)).toEqual([{ n: 4 }]);
    const dues = async (by: Client): Promise<Gift> =>
      (await by.get<{ mine: (Gift & { kind: string })[] }>(own)).mine.find(({ kind }) => kind === 'DUES')!;
    expect(await dues(dora!)).toMatchObject({ due: { minor: '300' } });
    expect(await dues(cleo!)).toMatchObject({ due: { minor: '500' } });
    expect(await cleo!.get(own)).toMatchObject({ dues: { state: 'DUE', owed: { minor: '500' } } });
    expect(await ben!.refusalOf(waive, { id: (await dues(ben!)).id, reason: 'I am busy' })).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(await ben!.get(waive, { id: (await dues(ana!)).id, reason: 'Laid off' })).toMatchObject({
      state: 'CANCELLED',
      closedReason: 'Laid off',
    });
    await confirms((await dues(dora!)).id);
    await sql(`UPDATE contribution SET due_on = due_on - 11 WHERE kind = 'dues'`);
    const standings = `query ($groupId: ID!) { duesStandings(groupId: $groupId) { personId state since } }`;
    const of = await ana!.get<{ personId: string; state: string }[]>(standings, { groupId });
    const stateOf = async (who: Client): Promise<string> => {
      const id = await idOf(who);
      return of.find(({ personId }) => personId === id)!.state;
    };
    expect([await stateOf(ana!), await stateOf(ben!), await stateOf(cleo!), await stateOf(dora!)]).toEqual([
      'PAID_UP',
      'BEHIND',
      'BEHIND',
      'PAID_UP',
    ]);
    expect((await cleo!.get<unknown[]>(standings, { groupId })).length).toBe(1);
    expect(await world.visitor().get(standings, { groupId })).toEqual([]);
    const opened = await ana!.get<{ id: string }>(
      'mutation ($input: CreateProposalInput!) { createProposal(input: $input) { id } }',
      {
        input: {
          groupId,
          fields: {
            title: 'Shall we?',
            method: 'CONSENT',
            closesAt: new Date(Date.now() + 7 * 86_400_000),
          },
        },
      },
    );
    const electors = await sql<{ name: string }>(
      'SELECT p.name FROM elector e JOIN person p ON p.id = e.person_id WHERE e.proposal_id = $1 ORDER BY p.name',
      [opened.id],
    );
    expect(electors.map(({ name }) => name)).toEqual(['Ana', 'Dora']);
    expect(await ben!.get(remind, { id: (await dues(cleo!)).id })).toMatchObject({ overdue: true });
    expect(await ben!.refusalOf(remind, { id: (await dues(cleo!)).id })).toMatchObject({ code: 'CONFLICT' });
    await world.settle();
    const letter = await world.mailTo('cleo@example.org');
    expect(letter.text).toContain('BE72 0000 0000 1616');
  });

  test('a visitor gives where the group lets everybody, with a reference and a code, and nothing counts before it came', async () => {
    const guest = world.visitor();
    const input = { groupId, amount: money(1500), name: 'Guy Guest', email: 'guy@example.org', idempotencyKey: key() };
    expect(await guest.refusalOf(pledge, { input })).toMatchObject({ code: 'UNAUTHENTICATED' });
    await rules('{contribution.open}', 'true');
    const before = await inHand();
    const gift = await guest.get<Gift>(pledge, { input });
    expect(gift.code).toContain(gift.reference);
    expect(await inHand()).toBe(before);
    expect(await guest.refusalOf(say, { id: gift.id, how: 'CASH' })).toMatchObject({ code: 'NOT_FOUND' });
    await confirms(gift.id);
    await world.settle();
    expect((await world.mailTo('guy@example.org')).subject).toContain('15.00');
    expect((await guest.get<{ bank: unknown }>(own)).bank).toEqual({ iban: 'BE72000000001616' });
  });

  test('a grant has a fund of its own that only its lines spend', async () => {
    const given = await ben!.get<Gift>(grant, {
      input: {
        groupId,
        name: 'Workshop for kids',
        purpose: 'Workshops for children',
        giver: 'City council',
        amount: money(100_000),
        receivedOn: '2026-01-10',
        idempotencyKey: key(),
      },
    });
    expect(given).toMatchObject({ state: 'RECEIVED', kind: 'GRANT' });
    // It comes in under its kind, or under what of the group's own list fits better; so does money that is recorded at once.
    const adds = 'mutation ($groupId: ID!) { addCategory(groupId: $groupId, kind: IN, name: "City fund") }';
    const category = await ben!.get<string>(adds, { groupId });
    const other = { groupId, purpose: 'Chairs', giver: 'Foundation', amount: money(500), receivedOn: '2026-01-11' };
    const named = { ...other, name: 'Chairs', category, idempotencyKey: key() };
    await ben!.get(grant, { input: named });
    const records = 'mutation ($input: RecordContributionInput!) { recordContribution(input: $input) }';
    const cash = { groupId, amount: money(700), receivedOn: '2026-01-12', category, idempotencyKey: key() };
    const recorded = await ben!.get<string>(records, { input: cash });
    expect(await ben!.get(records, { input: cash })).toBe(recorded);
    const postings = await sql<{ category: string; amount: string }>(
      `SELECT q.category, q.amount::text AS amount FROM ledger_posting q JOIN ledger_entry e ON e.id = q.entry_id WHERE q.category IN ($1, 'income.grants') ORDER BY e.seq`,
      [category],
    );
    expect(postings.slice(-3)).toEqual([
      { category: 'income.grants', amount: '-100000' },
      { category, amount: '-500' },
      { category, amount: '-700' },
    ]);
    expect(await ben!.refusalOf(records, { input: { ...cash, category: 'income.other' } })).toMatchObject({
      code: 'CONFLICT',
    });
    for (const wrong of ['expense.food', 'income.nothing', 'opening']) {
      const input = { ...cash, category: wrong, idempotencyKey: key() };
      expect(await ben!.refusalOf(records, { input })).toMatchObject({ field: 'category' });
      expect(
        await ben!.refusalOf(grant, { input: { ...named, name: 'Tables', category: wrong, idempotencyKey: key() } }),
      ).toMatchObject({ field: 'category' });
    }
    await ben!.get(
      'mutation ($groupId: ID!, $category: String!) { archiveCategory(groupId: $groupId, category: $category, archived: true) }',
      { groupId, category },
    );
    expect(await ben!.refusalOf(records, { input: { ...cash, idempotencyKey: key() } })).toMatchObject({
      field: 'category',
    });
    const [fund] = await sql<{ id: string }>('SELECT fund_id AS id FROM contribution WHERE id = $1', [given.id]);
    const file = { name: 'receipt.jpg', bytes: await (await import('../support/people.ts')).photo() };
    const { id } = (await (await cleo!.upload('/files', file, { groupId })).json()) as { id: string };
    const seen = async (by: Client): Promise<unknown> =>
      (
        await by.get<{ funds: { id: string; purpose: string; giver: string | null }[] }>(
          '{ book(handle: "riverside") { funds { id purpose giver restricted } } }',
        )
      ).funds.find(({ id }) => id === fund!.id);
    const purpose = { purpose: 'Workshops for children', restricted: true };
    expect(await seen(dora!)).toMatchObject({ ...purpose, giver: 'City council' });
    expect(await seen(world.visitor())).toMatchObject({ ...purpose, giver: null });
    expect(
      await cleo!.refusalOf('mutation ($input: SubmitExpenseInput!) { submitExpense(input: $input) { __typename } }', {
        input: {
          groupId,
          fundId: fund!.id,
          title: 'Pizza',
          category: 'food',
          items: [{ what: 'Pizza', spentOn: '2026-01-12', amount: money(2000) }],
          receipts: [id],
          idempotencyKey: key(),
        },
      }),
    ).toMatchObject({ field: 'fundId' });
  });

  test('an event asks for a contribution that keeps nobody out, is taken at the door, and shown to give back', async () => {
    const { id: eventId } = await ana!.get<{ id: string }>(
      'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }',
      {
        input: {
          groupId,
          fields: {
            title: 'Concert',
            startLocal: wall(3, 18),
            endLocal: wall(3, 22),
            zone: 'Europe/Brussels',
            visibility: 'PUBLIC',
          },
        },
      },
    );
    const answers = (by: Client, word: string, companions = 0): Promise<unknown> =>
      by.get(webDocument('Respond'), {
        input: {
          eventId,
          answer: word,
          companions,
          companionNames: companions ? ['Mia'] : [],
          idempotencyKey: key(),
        },
      });
    const ticket = async (by: Client): Promise<(Gift & { said: boolean }) | null> =>
      (
        await by.get<{ myTicket: (Gift & { said: boolean }) | null }>(
          'query ($id: ID!) { eventMoney(eventId: $id) { myTicket { id reference said code due { minor } received { minor } } } }',
          { id: eventId },
        )
      ).myTicket;
    const setAsk = 'mutation ($input: EventAskInput!) { setEventAsk(input: $input) }';
    await answers(cleo!, 'GOING', 1);
    const input = { eventId, kind: 'SUGGESTED', least: money(500), most: money(1000) };
    expect(await dora!.refusalOf(setAsk, { input })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await ana!.refusalOf(setAsk, { input: { ...input, most: money(400) } })).toMatchObject({ field: 'most' });
    await ana!.get(setAsk, { input });
    expect(await ticket(cleo!)).toMatchObject({ due: { minor: '1000' } });
    await answers(dora!, 'GOING');
    await world.settle();
    expect(await ticket(dora!)).toMatchObject({ due: { minor: '500' }, code: expect.stringContaining('EUR5.00') });
    await answers(dora!, 'NO');
    await world.settle();
    expect(await ticket(dora!)).toBeNull();
    await answers(dora!, 'GOING');
    await world.settle();
    await dora!.get(cancel, { id: (await ticket(dora!))!.id });
    await Promise.all([clock(), clock()]);
    expect(await ticket(dora!)).toBeNull();
    const door = await ana!.get<{ contributionId: string; said: boolean }[]>(
      'query ($eventId: ID!) { doorGifts(eventId: $eventId) { contributionId said } }',
      { eventId },
    );
    expect(door).toEqual([{ contributionId: (await ticket(cleo!))!.id, said: false }]);
    const take = 'mutation ($id: ID!) { takeAtDoor(id: $id) { contributionId said } }';
    const { contributionId: id } = door[0]!;
    expect(await dora!.refusalOf(take, { id })).toMatchObject({ code: 'FORBIDDEN' });
    const before = await inHand();
    expect(await ana!.get(take, { id })).toEqual([{ contributionId: id, said: true }]);
    expect(await inHand()).toBe(before);
    await confirms(id);
    expect(await inHand()).toBe(before + 1000);
    await answers(cleo!, 'NO');
    await world.settle();
    const { nodes } = await ben!.get<{ nodes: Gift[] }>(list, { filter: 'TO_GIVE_BACK' });
    expect(nodes.find((one) => one.id === id)).toMatchObject({ notComing: true, state: 'RECEIVED' });
    expect(await desk()).toMatchObject({ filter: 'TO_GIVE_BACK' });
    expect(await needs(ben!)).toEqual(need('TO_GIVE_BACK', { toGiveBack: 1 }, '1000'));
    // The group may keep it: two weeks after the event nobody is asked any more.
    const moved = (days: number): Promise<unknown> =>
      sql(
        "UPDATE event SET start_at = start_at + $2 * interval '1 day', end_at = end_at + $2 * interval '1 day' WHERE id = $1",
        [eventId, days],
      );
    await moved(-18);
    expect(await needs(ben!)).toEqual([]);
    await moved(18);
    // Somebody without an account, of a group whose book is not theirs to read.
    await sql(`UPDATE folk_group SET visibility = 'closed' WHERE id = $1`, [groupId]);
    const guest = world.visitor();
    await guest.get(webDocument('RespondAsGuest'), {
      input: { eventId, name: 'Mo', email: 'mo@example.org', answer: 'GOING', companions: 1, companionNames: ['Jo'] },
    });
    const { links } = await world.mailTo('mo@example.org');
    const confirmed = await guest.fetch(new URL(links[0]!).pathname, { method: 'POST', body: '' });
    const page = confirmed.headers.get('location')!;
    await world.settle();
    const [mine] = await sql<{ number: number }>(
      `SELECT c.number FROM contribution c JOIN address a ON a.person_id = c.person_id WHERE a.email = 'mo@example.org' AND c.kind = 'ticket'`,
    );
    const text = await (await guest.fetch(page)).text();
    for (const word of [`C-${mine!.number}`, 'BE72 0000 0000 1616', '€10.00', 'A banking app fills', '<svg'])
      expect(text).toContain(word);
    const asked = await sql<{ text: string }>(
      `SELECT text_body AS text FROM mail WHERE kind = 'gift-due' AND recipient = 'mo@example.org'`,
    );
    expect(asked).toEqual([{ text: expect.stringContaining(`C-${mine!.number}`) }]);
    expect(
      await guest.get('query ($id: ID!) { eventMoney(eventId: $id) { ask { kind } fund { id } lines { id } } }', {
        id: eventId,
      }),
    ).toEqual({ ask: { kind: 'SUGGESTED' }, fund: null, lines: [] });
    await sql(`UPDATE folk_group SET visibility = 'open' WHERE id = $1`, [groupId]);
  });

  // Moves the clock, so it comes last.
  test('a membership lapses where dues are not paid, after warnings, and comes back when they are', async () => {
    const ids = { ana: await idOf(ana!), cleo: await idOf(cleo!), dora: await idOf(dora!) };
    const look = async (): Promise<void> => {
      await world.app.get(LapseClock).runDue();
      await world.settle();
    };
    const to = async (day: string, time = '10:00'): Promise<void> => {
      await world.clockPasses(`${Math.round((Date.parse(`${day}T${time}Z`) - Date.now()) / 1000)} seconds`);
      await sql(`UPDATE session SET expires_at = clock_now() + interval '1 day', seen_at = clock_now()`);
    };
    const days = (day: string, n: number): string =>
      new Date(Date.parse(`${day}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);
    const owes = (who: string, on: string): Promise<unknown> =>
      sql(
        `UPDATE contribution SET pledged = contribution_received(id) + 500, due_on = $2::date, closed = NULL, closed_at = NULL WHERE id = (SELECT id FROM contribution WHERE kind = 'dues' AND person_id = $1 ORDER BY period LIMIT 1)`,
        [who, on],
      );
    const mails = (kind: string): Promise<{ recipient: string; subject: string; text: string }[]> =>
      sql('SELECT recipient, subject, text_body AS text FROM mail WHERE kind = $1 ORDER BY created_at', [kind]);
    const spells = (who: string): Promise<{ standing: string; reason: string | null; by: string; rules: boolean }[]> =>
      sql(
        `SELECT s.standing, s.end_reason AS reason, s.authority ->> 'kind' AS by, s.authority ->> 'rulebookVersion' IS NOT NULL AS rules FROM spell s JOIN membership m ON m.id = s.membership_id WHERE m.group_id = $2 AND m.person_id = $1 ORDER BY s.seq`,
        [who, groupId],
      );
    const lapses = (by: Client): Promise<{ personId: string; lapsed: boolean; on: string; until: string }[]> =>
      by.get('query ($id: ID!) { duesLapses(groupId: $id) { personId lapsed on until owed { minor } references } }', {
        id: groupId,
      });
    const roll = async (by: Client): Promise<Map<string, { standing: string; since: string }>> => {
      const found = await by.get<{ standing: string; since: string; person: { id: string } }[]>(
        'query ($id: ID!) { roll(groupId: $id) { standing since person { id } } }',
        { id: groupId },
      );
      return new Map(found.map((entry) => [entry.person.id, entry]));
    };
    const proposes = async (): Promise<string> =>
      (
        await ana!.get<{ id: string }>(
          'mutation ($input: CreateProposalInput!) { createProposal(input: $input) { id } }',
          {
            input: {
              groupId,
              fields: { title: 'A shed', method: 'MAJORITY', closesAt: `${days(today, 40)}T12:00:00Z` },
            },
          },
        )
      ).id;
    const electorOf = async (proposal: string): Promise<boolean> =>
      (await sql('SELECT 1 FROM elector WHERE proposal_id = $1 AND person_id = $2', [proposal, ids.cleo])).length > 0;
    const votes = async (proposalId: string): Promise<string | undefined> =>
      (
        await cleo!.get<{ code?: string }>(
          'mutation ($input: CastBallotInput!) { castBallot(input: $input) { ... on BallotRefused { code } } }',
          { input: { proposalId, abstain: true } },
        )
      ).code;

    // Everybody has belonged for a while; the rule is there since.
    const today = days(new Date().toISOString().slice(0, 10), 1);
    await to(today);
    await sql(`UPDATE spell SET from_at = from_at - interval '90 days'`);
    await rules(
      '{dues}',
      '{"every":"month","min":"500","suggested":"500","max":"500","graceDays":0,"lapseAfterMonths":1}',
    );
    await ben!.get(setBank, { groupId, iban: IBAN });
    await clock();
    await sql(`UPDATE contribution SET closed = 'CANCELLED', closed_at = clock_now() WHERE kind = 'dues'`);
    await rules('{roll.public}', 'true');
    await owes(ids.cleo, days(today, -20));
    const [{ on, until } = { on: '', until: '' }] = await lapses(ben!);
    expect(until).toBe(days(on, -1));
    expect(await lapses(cleo!)).toMatchObject([{ personId: ids.cleo, lapsed: false, on, owed: { minor: '500' } }]);
    expect(await lapses(dora!)).toEqual([]);
    await look();
    for (const left of [14, 3]) {
      await to(days(on, -left));
      await look();
    }
    const warned = await mails('dues-lapse-warning');
    expect(warned.map(({ recipient }) => recipient)).toEqual(warned.map(() => 'cleo@example.org'));
    expect(warned.length).toBe((await sql('SELECT 1 FROM lapse_warning')).length);
    expect(warned.length).toBeGreaterThanOrEqual(2);
    for (const word of ['€5.00', 'BE72 0000 0000 1616', 'C-']) expect(warned[0]!.text).toContain(word);

    // What hangs on her membership before it lapses.
    await givesDuty(ana!, { groupId, to: cleo!, duty: 'ORGANISER' });
    const before = await proposes();
    const { id: eventId } = await ana!.get<{ id: string }>(
      'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }',
      {
        input: {
          groupId,
          fields: {
            title: 'Picnic',
            startLocal: `${days(on, 9)}T12:00:00`,
            endLocal: `${days(on, 9)}T14:00:00`,
            zone: 'Europe/Brussels',
            visibility: 'GROUP',
          },
        },
      },
    );
    await cleo!.get(webDocument('Respond'), {
      input: { eventId, answer: 'GOING', companions: 0, companionNames: [], idempotencyKey: key() },
    });
    const since = (await roll(dora!)).get(ids.cleo)!.since;
    const upload = await cleo!.upload('/files', { name: 'r.jpg', bytes: await photo() }, { groupId });
    await cleo!.get('mutation ($input: SubmitExpenseInput!) { submitExpense(input: $input) { __typename } }', {
      input: {
        groupId,
        title: 'Rent',
        category: 'room',
        items: [{ what: 'Rent', spentOn: today, amount: { minor: '3500', currency: 'EUR' } }],
        receipts: [((await upload.json()) as { id: string }).id],
        repeats: { every: 'MONTH', nextOn: days(on, 3) },
        idempotencyKey: key(),
      },
    });
    /** What comes back of hers, as Ben sees it who keeps the book, and how many drafts there are. */
    const comesBack = async (): Promise<{ others: object[]; drafts: number }> => {
      await world.app.get(RecurringClock).runDue();
      const { others } = await ben!.get<{ others: object[] }>(
        '{ recurringExpenses(handle: "riverside") { others { title endedBy waits paused } } }',
      );
      return { others, drafts: (await sql('SELECT 1 FROM expense WHERE period IS NOT NULL')).length };
    };
    /** Somebody gives once a year, on this day among others. */
    const yearly = async (by: Client, minor: number, day: string): Promise<void> => {
      const { id } = await pledges(by, minor, { every: 'YEAR' });
      await sql(
        `WITH c AS (UPDATE contribution SET period = $2::date - interval '1 year' WHERE id = $1 RETURNING repeated_id, period) UPDATE repeated_gift r SET first_on = c.period FROM c WHERE r.id = c.repeated_id`,
        [id, day],
      );
    };
    /** What somebody gives again and again, whether it rests, and the days of this year for which it was promised. */
    const repeats = async (by: Client, who: string): Promise<{ rests: boolean[]; promised: string[] }> => {
      const before = await sql<{ id: string }>(`SELECT id FROM contribution WHERE kind = 'dues'`);
      await clock();
      // Whom it asks for dues besides is no part of this story.
      await sql(
        `UPDATE contribution SET closed = 'CANCELLED', closed_at = clock_now() WHERE kind = 'dues' AND closed IS NULL AND id <> ALL ($1::uuid[])`,
        [before.map(({ id }) => id)],
      );
      const { repeated } = await by.get<{ repeated: { rests: boolean }[] }>(own);
      const promised = await sql<{ period: string }>(
        `SELECT period::text AS period FROM contribution WHERE repeated_id IS NOT NULL AND person_id = $1 AND period >= $2::date ORDER BY 1`,
        [who, today],
      );
      return { rests: repeated.map(({ rests }) => rests), promised: promised.map(({ period }) => period) };
    };
    for (const n of [2, 6]) await yearly(cleo!, 300 + n, days(on, n));
    await yearly(dora!, 300, days(on, -40));
    await to(on, '06:30');
    await look();
    expect((await spells(ids.cleo)).length).toBe(1);
    await to(on);
    await Promise.all([look(), look()]);
    await look();
    expect(await spells(ids.cleo)).toEqual([
      { standing: 'member', reason: 'lapsed', by: 'duty', rules: false },
      { standing: 'lapsed', reason: null, by: 'rule', rules: true },
    ]);
    expect(
      await cleo!.get('{ group(handle: "riverside") { standing myDuties can { join submitExpense createProposal } } }'),
    ).toEqual({
      standing: 'LAPSED',
      myDuties: [],
      can: { join: false, submitExpense: false, createProposal: false },
    });
    expect((await roll(dora!)).get(ids.cleo)!.standing).toBe('LAPSED');
    expect((await roll(world.visitor())).has(ids.dora)).toBe(true);
    expect((await roll(world.visitor())).has(ids.cleo)).toBe(false);
    expect(await electorOf(before)).toBe(true);
    expect(await electorOf(await proposes())).toBe(false);
    expect(await votes(before)).toBe('NOT_A_MEMBER');
    expect(await cleo!.get('{ needsMyVote { title } }')).toEqual([]);
    expect(await sql('SELECT status FROM rsvp WHERE event_id = $1 AND person_id = $2', [eventId, ids.cleo])).toEqual([
      { status: 'no' },
    ]);
    expect(await cleo!.refusalOf('mutation ($id: ID!) { joinGroup(groupId: $id) }', { id: groupId })).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('dues') as string,
    });
    expect(await lapses(cleo!)).toMatchObject([{ lapsed: true, on, until: days(on, 90) }]);
    expect(await lapses(world.visitor())).toEqual([]);
    expect(await mails('membership-lapsed')).toMatchObject([{ recipient: 'cleo@example.org' }]);
    expect(
      await sql(
        `SELECT f ->> 'reason' AS reason, f ->> 'authority' AS by FROM log_entry CROSS JOIN LATERAL (SELECT convert_from(body, 'UTF8')::jsonb -> 'facts' AS f) x WHERE type = 'membership.lapsed'`,
      ),
    ).toEqual([{ reason: 'lapsed', by: 'rule' }]);
    await clock();
    await sql(
      `UPDATE contribution SET closed = 'CANCELLED', closed_at = clock_now() WHERE kind = 'dues' AND person_id <> $1`,
      [ids.cleo],
    );
    expect(await sql(`SELECT 1 FROM contribution WHERE kind = 'dues' AND person_id = $1`, [ids.cleo])).toHaveLength(1);

    // What comes back rests with her membership, and goes on with it.
    await to(days(on, 4));
    expect(await comesBack()).toEqual({
      others: [{ title: 'Rent', endedBy: null, waits: false, paused: true }],
      drafts: 0,
    });
    expect(await repeats(cleo!, ids.cleo)).toEqual({ rests: [true, true], promised: [] });
    // It had come in time: the lapse was a mistake.
    const owed = async (by: Client): Promise<string> =>
      (await by.get<{ mine: (Gift & { kind: string })[] }>(own)).mine.find(
        ({ kind, due }) => kind === 'DUES' && due.minor !== '0',
      )!.id;
    await confirms(await owed(cleo!), { receivedOn: until });
    await world.settle();
    expect((await spells(ids.cleo)).slice(1)).toEqual([
      { standing: 'lapsed', reason: 'corrected', by: 'rule', rules: true },
      { standing: 'member', reason: null, by: 'correction', rules: false },
    ]);
    expect((await roll(dora!)).get(ids.cleo)).toMatchObject({ standing: 'MEMBER', since });
    expect((await cleo!.get<{ myDuties: string[] }>('{ group(handle: "riverside") { myDuties } }')).myDuties).toEqual(
      [],
    );
    expect((await mails('membership-restored'))[0]!.text).toContain('in time');
    expect(await comesBack()).toEqual({
      others: [{ title: 'Rent', endedBy: null, waits: false, paused: false }],
      drafts: 1,
    });
    expect(await votes(before)).toBeUndefined();

    // Settled too late for that, by a waiver: a member again from now on. The last steward holds on.
    await owes(ids.dora, days(on, -40));
    await owes(ids.ana, days(on, -40));
    for (const day of [1, 15]) {
      await to(days(on, day));
      await look();
    }
    // What fell due while it rested is not asked for afterwards; what comes later is.
    expect(await repeats(cleo!, ids.cleo)).toEqual({ rests: [false, false], promised: [days(on, 6)] });
    expect(await repeats(dora!, ids.dora)).toEqual({ rests: [true], promised: [] });
    expect((await spells(ids.dora)).at(-1)).toMatchObject({ standing: 'lapsed' });
    expect((await spells(ids.ana)).at(-1)).toMatchObject({ standing: 'member', reason: null });
    await ben!.get(waive, { id: await owed(dora!), reason: 'Ill' });
    await world.settle();
    expect((await spells(ids.dora)).slice(1)).toMatchObject([
      { standing: 'lapsed', reason: 'settled' },
      { standing: 'member', reason: null, by: 'rule', rules: true },
    ]);
    expect((await roll(cleo!)).get(ids.dora)!.since.slice(0, 10)).toBe(days(on, 15));

    // Not settled in ninety days: over. What turns out to have come in time brings even that back.
    await owes(ids.dora, days(on, 1));
    await sql(`UPDATE spell SET from_at = from_at - interval '20 days' WHERE to_at IS NULL`);
    for (const day of [45, 60]) {
      await to(days(on, day));
      await look();
    }
    const lapsedOn = (await lapses(dora!))[0]!.on;
    await to(days(lapsedOn, 90));
    await look();
    expect((await repeats(dora!, ids.dora)).rests).toEqual([true]);
    expect((await spells(ids.dora)).at(-1)).toMatchObject({ standing: 'lapsed', reason: null });
    await to(days(lapsedOn, 91));
    await look();
    expect((await spells(ids.dora)).at(-1)).toMatchObject({ standing: 'lapsed', reason: 'lapsed' });
    expect((await repeats(dora!, ids.dora)).rests).toEqual([]);
    expect(await mails('membership-ended-lapsed')).toMatchObject([{ recipient: 'dora@example.org' }]);
    expect(await lapses(dora!)).toEqual([]);
    await confirms(await owed(dora!), { receivedOn: days(lapsedOn, -1) });
    await world.settle();
    expect((await spells(ids.dora)).at(-1)).toMatchObject({ standing: 'member', by: 'correction' });

    // Money that came after the lapse brings back from the day on which all of it is known to be there.
    const at = (n: number): string => days(lapsedOn, 91 + n);
    const lapsesAgain = async (due: number): Promise<void> => {
      await owes(ids.dora, at(due));
      for (const day of [due + 31, due + 46]) {
        await to(at(day));
        await look();
      }
      expect((await spells(ids.dora)).at(-1)).toMatchObject({ standing: 'lapsed', reason: null });
    };
    await lapsesAgain(1);
    await confirms(await owed(dora!), { amount: money(300), receivedOn: at(47) });
    await world.settle();
    expect((await spells(ids.dora)).at(-1)).toMatchObject({ standing: 'lapsed', reason: null });
    await to(at(56));
    await confirms(await owed(dora!), { amount: money(200), receivedOn: at(54) });
    await world.settle();
    expect((await spells(ids.dora)).slice(-2)).toMatchObject([
      { standing: 'lapsed', reason: 'settled' },
      { standing: 'member', reason: null, by: 'rule', rules: true },
    ]);
    expect((await roll(cleo!)).get(ids.dora)!.since.slice(0, 10)).toBe(at(56));

    // Whoever leaves while it has lapsed is gone: paying brings back nobody who does not want it. What is owed stays owed.
    const leave = 'mutation ($id: ID!) { leaveGroup(groupId: $id) }';
    await pledges(dora!, 300, { every: 'YEAR' });
    await lapsesAgain(57);
    expect((await repeats(dora!, ids.dora)).rests).toEqual([true]);
    expect(await dora!.get(leave, { id: groupId })).toBe(true);
    expect((await repeats(dora!, ids.dora)).rests).toEqual([]);
    expect((await dora!.refusalOf(leave, { id: groupId }))?.code).toBe('FORBIDDEN');
    expect(await lapses(dora!)).toEqual([]);
    await confirms(await owed(dora!), { receivedOn: at(58) });
    await world.settle();
    expect((await spells(ids.dora)).at(-1)).toMatchObject({ standing: 'lapsed', reason: 'left' });
    const { url } = await ana!.get<{ url: string }>(
      'mutation ($input: CreateInviteLinkInput!) { createInviteLink(input: $input) { url } }',
      { input: { groupId, maxUses: 1, days: 7 } },
    );
    const token = url.split('/').at(-1);
    await dora!.get('mutation ($token: String!) { redeemInvitation(token: $token) }', { token });
    expect((await spells(ids.dora)).at(-1)).toMatchObject({ standing: 'member', reason: null });

    // The roll refuses what the rule refuses.
    const lapse = (authority: object): Promise<unknown> =>
      world.database.transaction(async (tx) => {
        const [m] = await tx
          .query<{ id: string; seq: number }[]>(
            `UPDATE spell s SET to_at = clock_now(), end_reason = 'lapsed' FROM membership m WHERE m.id = s.membership_id AND m.person_id = $1 AND m.group_id = $2 AND s.to_at IS NULL RETURNING m.id, s.seq`,
            [ids.dora, groupId],
          )
          .then((done) => (Array.isArray(done[0]) ? done[0] : done));
        await tx.query(
          `INSERT INTO spell (membership_id, seq, standing, from_at, authority) VALUES ($1, $2, 'lapsed', clock_now(), $3)`,
          [m!.id, m!.seq + 1, JSON.stringify(authority)],
        );
      });
    await expect(lapse({ kind: 'self' })).rejects.toThrow('by a version of the rules');
    await expect(lapse({ kind: 'rule', rulebookVersion: 1 })).rejects.toThrow('nothing is owed');
  });

  test.each([
    // The clocks go on in the night before, and back: nine is nine by the group's own clocks.
    ['Europe/Brussels', '2026-03-29T06:59:59Z', '2026-03-28'],
    ['Europe/Brussels', '2026-03-29T07:00:00Z', '2026-03-29'],
    ['Europe/Brussels', '2026-10-25T07:59:59Z', '2026-10-24'],
    ['Europe/Brussels', '2026-10-25T08:00:00Z', '2026-10-25'],
    ['America/New_York', '2026-11-01T13:59:59Z', '2026-10-31'],
    ['America/New_York', '2026-11-01T14:00:00Z', '2026-11-01'],
    // Over the end of a month, east and west of Greenwich.
    ['Europe/Brussels', '2028-02-29T07:59:59Z', '2028-02-28'],
    ['Europe/Brussels', '2028-03-01T07:59:59Z', '2028-02-29'],
    ['Pacific/Auckland', '2026-01-30T20:00:00Z', '2026-01-31'],
    ['Pacific/Honolulu', '2026-02-01T18:59:59Z', '2026-01-31'],
  ])('in %s the morning of %s is that of %s', async (zone, at, day) => {
    expect(await sql('SELECT dues_day($1, $2::timestamptz)::text AS day', [zone, at])).toEqual([{ day }]);
  });
});
