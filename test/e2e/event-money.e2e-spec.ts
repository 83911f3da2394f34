import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { EventMoneyClock } from '../../apps/api/src/money/index.ts';
import type { Client } from '../support/client.ts';
import { webDocument } from '../support/documents.ts';
import { engines, startWorldOn } from '../support/engines.ts';
import { claim, found, givesDuty, joins, key, photo, wall } from '../support/people.ts';
import type { World } from '../support/world.ts';

interface Amount {
  minor: string;
}
interface Plan {
  version: number;
  state: string | null;
  heads: number | null;
  rows: { label: string }[];
  at: { at: string; heads: number; spending: Amount; income: Amount; each: Amount | null }[];
  breakEven: { kind: string; heads: number | null };
  forecast: Amount;
  over: Amount | null;
  given: Amount;
  left: Amount;
  received: Amount;
  spent: Amount;
  leftover: { releaseOn: string | null; releasedAt: string | null } | null;
  templates: { title: string; came: number; sameSeries: boolean }[];
  last: { came: number } | null;
  can: { plan: boolean; propose: boolean };
}

const money = (minor: number): object => ({ minor: String(minor), currency: 'EUR' });
const room = { kind: 'SPENDING', label: 'Room', per: 'ONCE', amount: money(14_000) };
const food = { kind: 'SPENDING', label: 'Food', per: 'HEAD', amount: money(500) };
const price = { kind: 'INCOME', label: 'At the door', per: 'HEAD', category: 'income.tickets', amount: money(1500) };

describe.each(engines)('the money of events on %s', (engine) => {
  let world: World;
  let [ana, ben, cleo, dora]: Client[] = [];
  let groupId: string;
  let concert: string;

  beforeAll(async () => {
    world = await startWorldOn(engine);
    ana = await claim(world);
    groupId = await found(ana);
    ben = await joins(world, ana, { groupId, name: 'Ben' });
    cleo = await joins(world, ana, { groupId, name: 'Cleo' });
    dora = await joins(world, ana, { groupId, name: 'Dora' });
    await givesDuty(ana, { groupId, to: ben, duty: 'TREASURER' });
    await ben.get('mutation ($input: RecordContributionInput!) { recordContribution(input: $input) }', {
      input: { groupId, amount: money(90_000), receivedOn: '2026-01-02', idempotencyKey: key() },
    });
    concert = await plans('Summer concert 2027', cleo);
  }, 60_000);
  afterAll(() => world.stop());
  afterEach(async () => {
    const broken = await sql(
      'SELECT what, ref FROM ledger_violations UNION ALL SELECT what, ref FROM month_violations',
    );
    if (broken.length > 0) throw new Error(JSON.stringify(broken));
  });

  const sql = <T>(text: string, values: unknown[] = []): Promise<T[]> => world.database.reads.query<T[]>(text, values);
  const clock = (): Promise<void> => world.app.get(EventMoneyClock).runDue();
  const plans = async (title: string, by: Client): Promise<string> => {
    const fields = { title, startLocal: wall(9, 18), endLocal: wall(9, 22), zone: 'Europe/Brussels', capacity: 40 };
    const { id } = await by.get<{ id: string }>(
      'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }',
      { input: { groupId, fields: { ...fields, visibility: 'PUBLIC' } } },
    );
    return id;
  };
  const read = async (by: Client, id = concert): Promise<Plan | null> => {
    const { data, errors } = await by.ask(webDocument('EventMoneyPlan'), { id });
    expect(errors).toBeUndefined();
    return data!['eventBudget'] as Plan | null;
  };
  const keeps = (by: Client, input: object): Promise<Plan> =>
    by.get(webDocument('PlanEventMoney'), { input: { eventId: concert, ...input } });
  const comes = (by: Client, eventId: string, companions = 0): Promise<unknown> =>
    by.get(webDocument('Respond'), {
      input: { eventId, answer: 'GOING', companions, companionNames: [], idempotencyKey: key() },
    });
  /** What a decision would open: the money is held by a line of the event. */
  const opens = async (eventId: string, planned: number): Promise<string> => {
    const [line] = await sql<{ id: string }>(
      `INSERT INTO budget_line (id, book_id, account_id, name, event_id, planned, authority_kind, authority_id, authority_no, opened_after_seq)
       SELECT gen_random_uuid(), b.id, f.account_id, 'Concert', $2, $3, 'RULE', v.id, (SELECT count(*)::int + 1 FROM budget_line), b.last_seq
       FROM book b JOIN fund f ON f.book_id = b.id AND f.kind = 'general' JOIN rulebook_version v ON v.group_id = b.group_id WHERE b.group_id = $1 ORDER BY v.n DESC LIMIT 1 RETURNING id`,
      [groupId, eventId, planned],
    );
    return line!.id;
  };
  const needs = async (by: Client): Promise<{ kind: string; amount: Amount }[]> =>
    by.get('{ eventMoneyWaiting { kind day amount { minor } } }');
  const mails = (kind: string): Promise<{ to: string; text: string }[]> =>
    sql(`SELECT recipient AS to, text_body AS text FROM mail WHERE kind = $1 ORDER BY recipient`, [kind]);

  test('a host plans it by the head, and reads what it comes to, from how many it covers itself, and nothing of it twice', async () => {
    expect(await read(cleo!)).toMatchObject({ state: null, version: 0, rows: [], can: { plan: true, propose: false } });
    expect(await read(dora!)).toMatchObject({ can: { plan: false } });
    const rows = [room, food, price];
    expect(
      await dora!.refusalOf(webDocument('PlanEventMoney'), { input: { eventId: concert, expectedVersion: 0, rows } }),
    ).toMatchObject({ code: 'FORBIDDEN' });
    expect(
      await cleo!.refusalOf(webDocument('PlanEventMoney'), { input: { eventId: concert, expectedVersion: 0, rows } }),
    ).toMatchObject({ code: 'BAD_USER_INPUT', field: 'heads' });
    const bad = { eventId: concert, expectedVersion: 0, heads: 20 };
    for (const [row, field] of [
      [{ ...room, label: ' ' }, 'rows.0.label'],
      [{ ...room, amount: money(0) }, 'rows.0.amount'],
      [{ ...price, category: null }, 'rows.0.category'],
      [{ ...price, category: 'income.nothing' }, 'rows.0.category'],
    ] as const)
      expect(await cleo!.refusalOf(webDocument('PlanEventMoney'), { input: { ...bad, rows: [row] } })).toMatchObject({
        field,
      });
    const plan = await keeps(cleo!, { expectedVersion: 0, heads: 20, rows });
    expect(plan).toMatchObject({
      state: 'DRAFT',
      version: 1,
      can: { plan: true, propose: true },
      breakEven: { kind: 'FROM', heads: 14 },
    });
    expect(
      plan.at.map(({ at, heads, spending, income, each }) => [at, heads, spending.minor, income.minor, each?.minor]),
    ).toEqual([
      ['EXPECTED', 20, '24000', '30000', '1200'],
      ['GOING', 0, '14000', '0', undefined],
      ['CAPACITY', 40, '34000', '60000', '850'],
    ]);
    // The treasurer changes it; who had read it before is told.
    expect(await keeps(ben!, { expectedVersion: 1, heads: 10, rows })).toMatchObject({ version: 2, heads: 10 });
    expect(
      await cleo!.refusalOf(webDocument('PlanEventMoney'), {
        input: { eventId: concert, expectedVersion: 1, heads: 9, rows },
      }),
    ).toMatchObject({ code: 'CONFLICT' });
    // A draft is for members.
    expect(await read(dora!)).toMatchObject({ state: 'DRAFT', heads: 10 });
    expect(await read(world.visitor())).toMatchObject({ state: null, heads: null, rows: [] });
  });

  test('its hosts are warned once where more come than its line holds money for', async () => {
    const line = await opens(concert, 16_500);
    await comes(ben!, concert, 3);
    await clock();
    expect(await read(cleo!)).toMatchObject({ over: null, forecast: { minor: '16000' }, given: { minor: '16500' } });
    await comes(dora!, concert, 1);
    await Promise.all([clock(), clock()]);
    await clock();
    await world.settle();
    expect(await read(cleo!)).toMatchObject({ over: { minor: '500' }, forecast: { minor: '17000' } });
    const told = await mails('event-money-over');
    expect(told.map(({ to }) => to)).toEqual(['ben@example.org', 'cleo@example.org']);
    expect(told[1]!.text).toContain('€5.00');
    expect(told[1]!.text).toContain('6 who are going');
    expect(await needs(cleo!)).toMatchObject([{ kind: 'OVERRUN', amount: { minor: '500' } }]);
    expect(await needs(dora!)).toEqual([]);
    const aside = 'mutation ($id: ID!) { putEventMoneyAside(eventId: $id, kind: OVERRUN) }';
    await cleo!.get(aside, { id: concert });
    expect(await needs(cleo!)).toEqual([]);
    expect(await needs(ben!)).toHaveLength(1);
    await comes(dora!, concert, 0);
    await clock();
    expect(await needs(ben!)).toEqual([]);
    await comes(dora!, concert, 2);
    await clock();
    await world.settle();
    expect(await mails('event-money-over')).toHaveLength(2);
    await sql(
      'UPDATE budget_line SET closed_at = clock_now(), closed_after_seq = (SELECT last_seq FROM book WHERE group_id = $2) WHERE id = $1',
      [line, groupId],
    );
  });

  test('what is left when it is over is told first, and released on its day, once; an open expense is waited for', async () => {
    const evening = await plans('Soup', cleo!);
    const [line, other] = [await opens(evening, 3000), await opens(evening, 2000)];
    await sql(
      `UPDATE event SET start_at = clock_now() - interval '24 days 3 hours', end_at = clock_now() - interval '24 days' WHERE id = $1`,
      [evening],
    );
    const receipt = (await (
      await dora!.upload('/files', { name: 'r.jpg', bytes: await photo() }, { groupId })
    ).json()) as { id: string };
    const expense = await dora!.get<{ id: string }>(
      'mutation ($input: SubmitExpenseInput!) { submitExpense(input: $input) { ... on Expense { id } } }',
      {
        input: {
          groupId,
          title: 'Carrots',
          category: 'food',
          budgetLineId: other,
          items: [{ what: 'Carrots', spentOn: '2026-01-02', amount: money(700) }],
          receipts: [receipt.id],
          idempotencyKey: key(),
        },
      },
    );
    await Promise.all([clock(), clock()]);
    await world.settle();
    const [told] = await sql<{ way: string; days: number }>(
      `SELECT way, release_on - (clock_now() AT TIME ZONE 'Europe/Brussels')::date AS days FROM event_leftover WHERE event_id = $1`,
      [evening],
    );
    expect(told).toEqual({ way: 'release', days: 6 });
    expect(await mails('event-money-left')).toHaveLength(2);
    expect((await mails('event-money-left'))[0]!.text).toContain('€50.00');
    expect(await needs(ben!)).toMatchObject([{ kind: 'LEFTOVER', amount: { minor: '5000' } }]);
    expect(await read(cleo!, evening)).toMatchObject({ left: { minor: '5000' }, can: { plan: false } });
    await expect(
      sql('UPDATE event_leftover SET released_at = clock_now() WHERE event_id = $1', [evening]),
    ).rejects.toThrow(/on its day/);
    await world.clockPasses('7 days');
    const held = async (): Promise<number> =>
      Number(
        (
          await sql<{ n: string }>(
            'SELECT held::text AS n FROM account_balance w JOIN fund f ON f.account_id = w.account_id JOIN book b ON b.id = f.book_id WHERE b.group_id = $1 AND f.kind = $2',
            [groupId, 'general'],
          )
        )[0]!.n,
      );
    const before = await held();
    await Promise.all([clock(), clock()]);
    expect(await held()).toBe(before - 3000);
    expect(await sql('SELECT closed_at IS NOT NULL AS closed FROM budget_line WHERE id = $1', [line])).toEqual([
      { closed: true },
    ]);
    expect(await sql('SELECT closed_at IS NOT NULL AS closed FROM budget_line WHERE id = $1', [other])).toEqual([
      { closed: false },
    ]);
    await ana!.get('mutation ($id: ID!) { approveExpense(id: $id, revision: 1) { __typename } }', { id: expense.id });
    await Promise.all([clock(), clock()]);
    await clock();
    expect(await held()).toBe(before - 5000);
    await world.settle();
    expect(await mails('event-money-free')).toHaveLength(4);
    expect(await sql(`SELECT count(*)::int AS n FROM log_entry WHERE type = 'budgetLine.released'`)).toEqual([
      { n: 2 },
    ]);
    expect(await needs(ben!)).toEqual([]);
  });

  test('the plan of an event like it is offered to the next; one that is called off gives its money back soon', async () => {
    await sql(
      `UPDATE event SET start_at = clock_now() - interval '2 days', end_at = clock_now() - interval '1 day' WHERE id = $1`,
      [concert],
    );
    const next = await plans('Summer Concert 2028', cleo!);
    const plan = await read(cleo!, next);
    expect(plan!.templates).toMatchObject([{ title: 'Summer concert 2027', sameSeries: false, came: 7 }]);
    expect(plan!.last).toMatchObject({ came: 7 });
    await opens(next, 1000);
    await cleo!.get('mutation ($id: ID!) { cancelEvent(id: $id, reason: "Rain") { id } }', { id: next });
    await clock();
    const days = `SELECT release_on - (clock_now() AT TIME ZONE 'Europe/Brussels')::date AS days FROM event_leftover WHERE event_id = $1`;
    expect(await sql(days, [next])).toEqual([{ days: 7 }]);
    // Set on again before that: nothing is released.
    await sql(`UPDATE event SET status = 'scheduled' WHERE id = $1`, [next]);
    await clock();
    expect(await sql(days, [next])).toEqual([]);
  });

  test('the group adopts the plan: each row has its line, and one is not enough where more come than were planned', async () => {
    const eventId = await plans('Autumn dinner', cleo!);
    await keeps(cleo!, { eventId, expectedVersion: 0, heads: 2, rows: [room, food, price] });
    const [budget] = await sql<{ id: string }>('SELECT id FROM budget WHERE event_id = $1', [eventId]);
    const hours = (n: number): Date => new Date(Date.now() + 7 * 86_400_000 + n * 3_600_000);
    const { id: proposalId } = await cleo!.get<{ id: string }>(
      'mutation ($input: CreateProposalInput!) { createProposal(input: $input) { id } }',
      {
        input: {
          groupId,
          fields: {
            title: 'Shall we pay for the dinner?',
            method: 'CONSENT',
            closesAt: hours(2),
            eventId,
            effects: [{ kind: 'BUDGET_ADOPT', budgetId: budget!.id }],
          },
        },
      },
    );
    expect(await read(cleo!, eventId)).toMatchObject({ state: 'PROPOSED', can: { plan: false, propose: false } });
    const another = (expectedVersion: number): object => ({ input: { eventId, expectedVersion, rows: [room] } });
    const second = async (expectedVersion = 0): Promise<string | undefined> =>
      (await cleo!.refusalOf(webDocument('PlanEventMoney'), another(expectedVersion)))?.message;
    expect(await second()).toContain('with the group now');
    for (const person of [ana!, ben!])
      await person.get('mutation ($input: CastBallotInput!) { castBallot(input: $input) { __typename } }', {
        input: { proposalId, option: 'consent' },
      });
    await world.clockPasses('7 days 3 hours');
    await expect
      .poll(
        async () => {
          await ana!.get('query ($id: ID!) { proposal(id: $id) { status } }', { id: proposalId });
          return (await read(cleo!, eventId))!.state;
        },
        { timeout: 10_000 },
      )
      .toBe('ADOPTED');
    expect(await read(cleo!, eventId)).toMatchObject({ given: { minor: '15000' }, over: null });
    await comes(dora!, eventId, 2);
    expect(await read(cleo!, eventId)).toMatchObject({ over: { minor: '500' }, forecast: { minor: '15500' } });
    // An event has one plan: a second one is refused in words, wherever it is begun, and by the database.
    expect(await second()).toContain('The group has adopted the plan of this event, and an event has one.');
    const begin = 'mutation ($input: PlanBudgetInput!) { planBudget(input: $input) { id } }';
    const fields = {
      name: 'Again',
      from: wall(1, 1).slice(0, 10),
      until: wall(9, 1).slice(0, 10),
      eventId,
      rows: [{ kind: 'SPENDING', label: 'Food', amount: money(500) }],
    };
    expect(await cleo!.refusalOf(begin, { input: { groupId, fields, idempotencyKey: key() } })).toMatchObject({
      field: 'eventId',
      message: expect.stringContaining('has a budget already') as string,
    });
    const raw = `INSERT INTO budget (id, book_id, fund_id, currency, name, from_day, until_day, event_id, made_by, changed_by)
      SELECT gen_random_uuid(), book_id, fund_id, currency, name, from_day, until_day, event_id, made_by, changed_by FROM budget WHERE id = $1`;
    await expect(sql(raw, [budget!.id])).rejects.toThrow('budget_one_of_event');
    // Once it is over, as its decision was taken back, the event can be planned anew.
    await sql(
      `UPDATE budget_line SET closed_at = clock_now(), closed_after_seq = (SELECT last_seq FROM book WHERE group_id = $2) WHERE event_id = $1`,
      [eventId, groupId],
    );
    await sql(`UPDATE budget SET state = 'ENDED', ended_at = clock_now(), version = version + 1 WHERE id = $1`, [
      budget!.id,
    ]);
    expect(await read(cleo!, eventId)).toMatchObject({
      state: 'ENDED',
      version: 0,
      can: { plan: true, propose: false },
    });
    expect(await keeps(cleo!, { eventId, expectedVersion: 0, rows: [room] })).toMatchObject({
      state: 'DRAFT',
      version: 1,
      rows: [{ label: room.label }],
    });
    expect(await second()).toContain('Somebody else has changed this plan');
    expect(await sql('SELECT state FROM budget WHERE event_id = $1 ORDER BY made_at', [eventId])).toEqual([
      { state: 'ENDED' },
      { state: 'DRAFT' },
    ]);
  });
});
