import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '../support/client.ts';
import { engines, startWorldOn } from '../support/engines.ts';
import { claim, found, givesDuty, joins, key, wall } from '../support/people.ts';
import type { World } from '../support/world.ts';

// The money that a book begins with, where it lies, and every entry that is made by hand.
interface Money {
  readonly minor: string;
  readonly currency: string;
}
interface Kept {
  readonly accounts: readonly {
    id: string;
    kind: string;
    name: string | null;
    balance: Money;
    opened: boolean;
    closed: boolean;
    lastCount: { counted: Money; difference: Money } | null;
  }[];
  readonly funds: readonly { id: string; kind: string; name: string; available: Money }[];
  readonly requests: readonly { id: string; kind: string; amount: Money; mayApprove: boolean; mayWithdraw: boolean }[];
}
interface Booked {
  readonly entryId: string | null;
  readonly requestId: string | null;
}

const money = '{ minor currency }';
const keepingOf = `{ keeping(handle: "riverside") { accounts { id kind name balance ${money} opened closed lastCount { counted ${money} difference ${money} } }
  funds { id kind name available ${money} } requests { id kind amount ${money} toId mayApprove mayWithdraw } can { keep transfer approve } } }`;
const booked = '{ entryId requestId }';
const openingOf = `mutation ($input: OpeningBalanceInput!) { bookOpening(input: $input) ${booked} }`;
const moveOf = `mutation ($input: MoveMoneyInput!) { moveMoney(input: $input) ${booked} }`;
const transferOf = `mutation ($input: TransferInput!) { transferBetweenFunds(input: $input) ${booked} }`;
const exchangeOf = `mutation ($input: ExchangeInput!) { exchangeMoney(input: $input) ${booked} }`;
const countOf = `mutation ($input: CountCashInput!) { countCash(input: $input) ${booked} }`;
const openOf = 'mutation ($input: OpenAccountInput!) { openAccount(input: $input) }';
const closeOf = 'mutation ($id: ID!) { closeAccount(id: $id) }';
const reverseOf = 'mutation ($id: ID!) { reverseEntry(id: $id, reason: "Typed twice") }';
const reclassifyOf = `mutation ($input: ReclassifyInput!) { reclassifyEntry(input: $input) ${booked} }`;
const approveOf = 'mutation ($id: ID!) { approveEntry(id: $id) }';
const declineOf = 'mutation ($id: ID!, $reason: String!) { declineEntry(id: $id, reason: $reason) }';
const eur = (minor: string): Money => ({ minor, currency: 'EUR' });
const usd = (minor: string): Money => ({ minor, currency: 'USD' });

describe.each(engines)('keeping on %s', (engine) => {
  let world: World;
  let [ana, ben, cleo]: Client[] = [];
  let groupId: string;
  let [bank, till, eventFund]: string[] = [];

  beforeAll(async () => {
    world = await startWorldOn(engine);
    ana = await claim(world);
    groupId = await found(ana);
    ben = await joins(world, ana, { groupId, name: 'Ben' });
    cleo = await joins(world, ana, { groupId, name: 'Cleo' });
    await givesDuty(ana, { groupId, to: ben, duty: 'TREASURER' });
  }, 60_000);
  afterAll(() => world.stop());

  const said = (more: object): { input: object } => ({ input: { groupId, idempotencyKey: key(), ...more } });
  const kept = (who = ben!): Promise<Kept> => who.get<Kept>(keepingOf);
  const minorOf = async (id: string): Promise<string> =>
    (await kept()).accounts.find((account) => account.id === id)!.balance.minor;
  const availableIn = async (kind: string): Promise<string | undefined> =>
    (await kept()).funds.find((fund) => fund.kind === kind)?.available.minor;
  const entry = async (id: string): Promise<{ kind: string; authority_kind: string; refs: Record<string, string> }> =>
    (
      await world.database.reads.query<{ kind: string; authority_kind: string; refs: Record<string, string> }[]>(
        'SELECT kind, authority_kind, refs FROM ledger_entry WHERE id = $1',
        [id],
      )
    )[0]!;
  /** Lets the group's rule of the second person be another. */
  async function rule(above: string | null): Promise<void> {
    await world.database.reads.query(
      `INSERT INTO rulebook_version (id, group_id, n, rules, from_at, authority, hash)
       SELECT gen_random_uuid(), group_id, n + 1, CASE WHEN $2::text IS NULL THEN rules #- '{spending,manualEntrySecondPersonAbove}' ELSE jsonb_set(rules, '{spending,manualEntrySecondPersonAbove}', to_jsonb($2::text)) END, clock_now(), authority, hash
       FROM rulebook_version WHERE group_id = $1 ORDER BY n DESC LIMIT 1`,
      [groupId, above],
    );
  }

  test('from an empty book to the first figure: what is in the bank and in the box today', async () => {
    await rule(null);
    const { accounts } = await kept();
    expect(accounts.map(({ kind, name, opened }) => [kind, name, opened])).toEqual([
      ['BANK', null, false],
      ['CASH', null, false],
    ]);
    [bank, till] = accounts.map(({ id }) => id);
    const first = said({ holdingId: bank, amount: eur('150000') });
    const { entryId } = await ben!.get<Booked>(openingOf, first);
    expect(await ben!.get<Booked>(openingOf, first)).toMatchObject({ entryId });
    expect(await entry(entryId!)).toMatchObject({ kind: 'OPENING', authority_kind: 'OPENING' });
    await ben!.get('mutation ($input: RecordContributionInput!) { recordContribution(input: $input) }', {
      input: { groupId, amount: eur('2000'), receivedOn: '2026-01-02', heldIn: 'CASH', idempotencyKey: key() },
    });
    // What is in the box today holds what has come into it already.
    await ben!.get(openingOf, said({ holdingId: till, amount: eur('5000') }));
    expect(await Promise.all([minorOf(bank!), minorOf(till!)])).toEqual(['150000', '5000']);
    expect(await availableIn('general')).toBe('155000');
    expect(await ben!.refusalOf(openingOf, said({ holdingId: till, amount: eur('9000') }))).toMatchObject({
      code: 'CONFLICT',
    });
  });

  test('only who keeps the book, with words that name the field', async () => {
    expect(await cleo!.refusalOf(openingOf, said({ holdingId: bank, amount: eur('1') }))).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(await world.visitor().get(keepingOf)).toBeNull();
    expect((await kept(cleo)).accounts).toHaveLength(2);
    const move = (more: object): Promise<unknown> =>
      ben!.refusalOf(moveOf, said({ fromId: till, toId: bank, amount: eur('1000'), ...more }));
    expect(await move({ toId: till })).toMatchObject({ field: 'toId' });
    expect(await move({ toId: groupId })).toMatchObject({ field: 'toId' });
    expect(await move({ amount: eur('0') })).toMatchObject({ field: 'amount' });
    expect(await move({ amount: usd('10') })).toMatchObject({ field: 'amount' });
    expect(await move({ amount: eur('5001') })).toMatchObject({ field: 'amount' });
    expect(await move({ on: '2026-02-30' })).toMatchObject({ field: 'on' });
    expect(await move({ on: wall(40, 1).slice(0, 10) })).toMatchObject({ field: 'on' });
  });

  test('cash goes to the bank; a fee of the bank is a pair of its own', async () => {
    await ben!.get(moveOf, said({ fromId: till, toId: bank, amount: eur('2000'), fee: eur('50') }));
    expect(await Promise.all([minorOf(bank!), minorOf(till!)])).toEqual(['152000', '2950']);
    expect(await availableIn('general')).toBe('154950');
  });

  test('a count books the difference under its name, and keeps one that fits', async () => {
    const coins = (ten: number): object => ({
      holdingId: till,
      coins: [
        { value: 1000, n: ten },
        { value: 50, n: 19 },
      ],
    });
    const fits = await ben!.get<Booked>(countOf, said(coins(2)));
    expect(fits).toEqual({ entryId: null, requestId: null });
    expect(await ben!.refusalOf(countOf, said(coins(1)))).toMatchObject({ field: 'note' });
    expect(await ben!.refusalOf(countOf, said({ holdingId: till, coins: [{ value: 25, n: 1 }] }))).toMatchObject({
      field: 'coins',
    });
    expect(await ben!.refusalOf(countOf, said({ holdingId: bank, counted: eur('1') }))).toMatchObject({
      field: 'holdingId',
    });
    const less = await ben!.get<Booked>(countOf, said({ ...coins(1), note: 'A note is missing' }));
    expect(await entry(less.entryId!)).toMatchObject({ kind: 'CASH_DIFFERENCE' });
    const box = (await kept()).accounts.find(({ id }) => id === till)!;
    expect(box).toMatchObject({ balance: eur('1950'), lastCount: { counted: eur('1950'), difference: eur('-1000') } });
  });

  test('between funds: by the rules up to a limit, above it by a decision; taken back as a whole, once', async () => {
    const event = await ana!.get<{ id: string }>(
      'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }',
      {
        input: {
          groupId,
          fields: {
            title: 'Fête',
            startLocal: wall(9, 19),
            endLocal: wall(9, 22),
            zone: 'Europe/Brussels',
            visibility: 'PUBLIC',
          },
        },
      },
    );
    eventFund = await ben!.get<string>(
      'mutation ($groupId: ID!, $eventId: ID!) { openEventFund(groupId: $groupId, eventId: $eventId) }',
      { groupId, eventId: event.id },
    );
    const { entryId } = await ben!.get<Booked>(transferOf, said({ toFundId: eventFund, amount: eur('50000') }));
    expect(await entry(entryId!)).toMatchObject({ kind: 'ALLOCATION', authority_kind: 'RULE' });
    expect(await Promise.all([availableIn('general'), availableIn('event')])).toEqual(['103950', '50000']);
    const back = await ben!.get<Booked>(transferOf, said({ fromFundId: eventFund, amount: eur('1') }));
    expect(await entry(back.entryId!)).toMatchObject({ kind: 'RELEASE' });
    expect(await ben!.refusalOf(transferOf, said({ toFundId: eventFund, amount: eur('50001') }))).toMatchObject({
      field: 'decision',
    });
    expect(
      await ben!.refusalOf(transferOf, said({ toFundId: eventFund, amount: eur('50001'), decision: 'D-1' })),
    ).toMatchObject({ field: 'decision' });
    expect(await ben!.refusalOf(transferOf, said({ toFundId: eventFund, amount: eur('9999999') }))).toMatchObject({
      field: 'amount',
    });
    expect(await ben!.get(reverseOf, { id: back.entryId })).toBe(true);
    expect(await ben!.refusalOf(reverseOf, { id: back.entryId })).toMatchObject({ code: 'CONFLICT' });
    expect(await cleo!.refusalOf(reverseOf, { id: entryId })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await availableIn('event')).toBe('50000');
  });

  test('money is changed by its two amounts; the purse abroad is opened on the way', async () => {
    const input = { groupId, kind: 'BANK', name: 'Dollars', currency: 'USD' };
    const dollars = await ben!.get<string>(openOf, { input });
    expect(await ben!.refusalOf(openOf, { input: { ...input, currency: 'XXQ' } })).toMatchObject({ field: 'currency' });
    const asked = { fromId: bank, toId: dollars, gives: eur('10000'), gets: usd('10830') };
    expect(await ben!.refusalOf(exchangeOf, said({ ...asked, gets: eur('10830') }))).toMatchObject({ field: 'gets' });
    expect(await ben!.refusalOf(exchangeOf, said({ ...asked, toId: till }))).toMatchObject({ field: 'toId' });
    const { entryId } = await ben!.get<Booked>(exchangeOf, said({ ...asked, fee: eur('100') }));
    expect((await entry(entryId!)).refs).toMatchObject({ rate: 'EUR/USD 1.083' });
    await ben!.get(exchangeOf, said({ ...asked, gives: eur('1000'), gets: usd('1083') }));
    const { funds } = await kept();
    expect(funds.filter(({ available }) => available.currency === 'USD').map(({ available }) => available)).toEqual([
      usd('11913'),
    ]);
    expect(await Promise.all([minorOf(dollars), availableIn('general')])).toEqual(['11913', '92850']);
    expect(await ben!.refusalOf(closeOf, { id: dollars })).toMatchObject({ code: 'CONFLICT' });
    expect(await ben!.refusalOf(closeOf, { id: bank })).toMatchObject({ code: 'CONFLICT' });
    const empty = await ben!.get<string>(openOf, { input: { ...input, kind: 'CASH', name: 'Bar' } });
    await ben!.get(closeOf, { id: empty });
    expect(await ben!.refusalOf(countOf, said({ holdingId: empty, counted: usd('1') }))).toMatchObject({
      field: 'holdingId',
    });
  });

  test('what stood under one category stands under another; the first entry stays', async () => {
    const id = await ben!.get<string>(
      'mutation ($input: RecordContributionInput!) { recordContribution(input: $input) }',
      { input: { groupId, amount: eur('700'), receivedOn: '2026-01-03', idempotencyKey: key() } },
    );
    const said = (more: object): { input: object } => ({
      input: {
        entryId: id,
        from: 'income.contributions',
        to: 'income.bar',
        reason: 'It was the bar',
        idempotencyKey: key(),
        ...more,
      },
    });
    expect(await ben!.refusalOf(reclassifyOf, said({ to: 'expense.food' }))).toMatchObject({ field: 'to' });
    expect(await ben!.refusalOf(reclassifyOf, said({}))).toMatchObject({ field: 'to' });
    const adds = 'mutation ($groupId: ID!) { addCategory(groupId: $groupId, kind: IN, name: "Bar") }';
    expect(await ben!.get(adds, { groupId })).toBe('income.bar');
    expect(await ben!.refusalOf(reclassifyOf, said({ from: 'income.dues' }))).toMatchObject({ field: 'from' });
    expect(await ben!.refusalOf(reclassifyOf, said({ reason: ' ' }))).toMatchObject({ field: 'reason' });
    const { entryId } = await ben!.get<Booked>(reclassifyOf, said({}));
    expect(await ben!.refusalOf(reclassifyOf, said({}))).toMatchObject({ code: 'CONFLICT' });
    expect(await ben!.refusalOf(reverseOf, { id })).toMatchObject({ code: 'CONFLICT' });
    const { categories } = await ana!.get<{ categories: { category: string; amount: Money }[] }>(
      `{ book(handle: "riverside") { categories { category amount ${money} } } }`,
    );
    expect(categories).toContainEqual({ category: 'income.bar', amount: eur('700') });
    expect(await ben!.get(reverseOf, { id: entryId })).toBe(true);
    expect(await ben!.get(reverseOf, { id })).toBe(true);
  });

  test('above the limit a second person says yes or no; who asked never does', async () => {
    await rule('10000');
    const before = await availableIn('event');
    await ben!.get(transferOf, said({ toFundId: eventFund, amount: eur('10000') }));
    const asked = said({ toFundId: eventFund, amount: eur('10001') });
    const { entryId, requestId } = await ben!.get<Booked>(transferOf, asked);
    expect(entryId).toBeNull();
    expect(await ben!.get<Booked>(transferOf, asked)).toEqual({ entryId: null, requestId });
    expect((await kept()).requests).toMatchObject([{ kind: 'ALLOCATION', mayApprove: false, mayWithdraw: true }]);
    expect((await kept(cleo)).requests).toEqual([]);
    const waiting = '{ entriesWaiting { id kind askedBy groupHandle amount { minor currency } } }';
    const row = { id: requestId, kind: 'ALLOCATION', askedBy: 'Ben', groupHandle: 'riverside', amount: eur('10001') };
    expect(await ana!.get(waiting)).toEqual([row]);
    for (const other of [ben!, cleo!, world.visitor()]) expect(await other.get(waiting)).toEqual([]);
    expect((await kept(ana)).requests).toMatchObject([
      { amount: eur('10001'), toId: eventFund, mayApprove: true, mayWithdraw: false },
    ]);
    expect(await world.mailTo('ana@example.org')).toMatchObject({ text: expect.stringContaining('100.01') });
    expect(await ben!.refusalOf(approveOf, { id: requestId })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await cleo!.refusalOf(approveOf, { id: requestId })).toMatchObject({ code: 'FORBIDDEN' });
    const made = await ana!.get<string>(approveOf, { id: requestId });
    expect((await entry(made)).refs['second']).toMatch(/^[0-9a-f-]{36}$/);
    const sheet = async (who: Client): Promise<unknown> =>
      (
        await who.get<{ nodes: { id: string }[] }>(
          '{ bookEntries(handle: "riverside", first: 3) { nodes { id second secondName } } }',
        )
      ).nodes.find(({ id }) => id === made);
    expect(await sheet(cleo!)).toEqual({ id: made, second: 'PERSON', secondName: 'Ana' });
    expect(await sheet(world.visitor())).toEqual({ id: made, second: 'PERSON', secondName: null });
    expect(await ana!.refusalOf(approveOf, { id: requestId })).toMatchObject({ code: 'CONFLICT' });
    expect(BigInt((await availableIn('event'))!) - BigInt(before!)).toBe(20_001n);
    const second = await ben!.get<Booked>(transferOf, said({ toFundId: eventFund, amount: eur('20000') }));
    expect(await ana!.refusalOf(declineOf, { id: second.requestId, reason: '' })).toMatchObject({ field: 'reason' });
    await ana!.get(declineOf, { id: second.requestId, reason: 'Not yet' });
    expect(await world.mailTo('ben@example.org')).toMatchObject({ text: expect.stringContaining('Not yet') });
    expect(await ben!.get(reverseOf, { id: made })).toBe(false);
    expect(await ben!.refusalOf(reverseOf, { id: made })).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('waits for a second person already'),
    });
    const drawer = await ben!.get<string>(openOf, {
      input: { groupId, kind: 'CASH', name: 'Drawer', currency: 'EUR' },
    });
    const opening = await ben!.get<Booked>(openingOf, said({ holdingId: drawer, amount: eur('20000') }));
    expect(await ben!.refusalOf(openingOf, said({ holdingId: drawer, amount: eur('500') }))).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('waits for a second person already'),
    });
    await ben!.get('mutation ($id: ID!) { withdrawEntry(id: $id) }', { id: opening.requestId });
    const [waits] = (await kept()).requests;
    await ben!.get('mutation ($id: ID!) { withdrawEntry(id: $id) }', { id: waits!.id });
    expect((await kept(ana)).requests).toEqual([]);
    expect(await ana!.get(waiting)).toEqual([]);
    // Past the service: the database keeps the two apart, and what has ended ends once.
    await expect(
      world.database.reads.query(`UPDATE entry_request SET state = 'WAITS', decided_at = NULL WHERE id = $1`, [
        requestId,
      ]),
    ).rejects.toMatchObject({ code: '55000' });
  });

  test('where nobody else holds a duty it is booked, and says so', async () => {
    const alone = await found(ana!, { handle: 'alone' });
    const dora = await joins(world, ana!, { groupId: alone, name: 'Dora' });
    await givesDuty(ana!, { groupId: alone, to: dora, duty: 'TREASURER' });
    await world.database.reads.query(
      `UPDATE duty SET to_at = clock_now(), end_reason = 'resigned' WHERE kind = 'steward' AND membership_id IN (SELECT id FROM membership WHERE group_id = $1)`,
      [alone],
    );
    const { accounts } = await dora.get<Kept>(keepingOf.replace('riverside', 'alone'));
    const { entryId } = await dora.get<Booked>(openingOf, {
      input: { groupId: alone, holdingId: accounts[0]!.id, amount: eur('900000'), idempotencyKey: key() },
    });
    expect((await entry(entryId!)).refs).toEqual({ second: 'none' });
  });

  test('and after all of it the book holds', async () => {
    expect(
      await world.database.reads.query(
        'SELECT * FROM ledger_violations UNION ALL SELECT * FROM expense_violations UNION ALL SELECT * FROM month_violations',
      ),
    ).toEqual([]);
  });
});
