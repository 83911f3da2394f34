import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Closer } from '../../apps/api/src/decisions/index.ts';
import { LapseClock } from '../../apps/api/src/money/index.ts';
import type { Client } from '../support/client.ts';
import { atOnce, crowd, type Member } from '../support/crowd.ts';
import { claim, found, givesDuty, joins, key, photo, wall } from '../support/people.ts';
import { freshDatabase } from '../support/postgres.ts';
import { startWorld, type World } from '../support/world.ts';

// Many at once, on a real PostgreSQL with a pool of 20: exact results, clear refusals, nothing that fails on our side.
// FOLKMOOT_TEST_CROWD=2000 makes the crowd larger; from the hundredth on all wait for the same lock.
const isSkipped = !inject('postgresUrl');
const PEOPLE = Number(process.env['FOLKMOOT_TEST_CROWD'] ?? 600);
const money = (minor: string): object => ({ minor, currency: 'EUR' });

describe.skipIf(isSkipped)(`races${isSkipped ? ' (SKIPPED: no PostgreSQL on this machine)' : ''}`, () => {
  let world: World;
  let ana: Client;
  let ben: Client;
  let groupId: string;
  let members: Member[];

  beforeAll(async () => {
    world = await startWorld({ databaseUrl: await freshDatabase(), poolSize: 20 });
    ana = await claim(world);
    groupId = await found(ana);
    ben = await joins(world, ana, { groupId, name: 'Ben' });
    await givesDuty(ana, { groupId, to: ben, duty: 'TREASURER' });
    members = await crowd(world, groupId, PEOPLE);
  }, 120_000);
  afterAll(() => world?.stop());

  test(`${PEOPLE} people answer an event with 50 places: 50 go, the others queue in one order, and 10 who cancel make 10 places`, async () => {
    const { id: eventId } = await ana.get<{ id: string }>(
      'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }',
      {
        input: {
          groupId,
          fields: {
            title: 'The gig',
            startLocal: wall(10, 19),
            endLocal: wall(10, 22),
            zone: 'Europe/Brussels',
            visibility: 'PUBLIC',
            capacity: 50,
          },
        },
      },
    );
    const respond =
      'mutation ($input: RespondInput!) { respond(input: $input) { __typename ... on Event { myRsvp { status position } } ... on RsvpRefused { code } } }';
    const answer = (member: Member, what: string) =>
      member.client.get<{ __typename: string; myRsvp: { status: string } }>(respond, {
        input: { eventId, answer: what, idempotencyKey: key() },
      });
    const answers = await atOnce(members, 200, (member) => answer(member, 'GOING'));
    expect(answers.every(({ __typename }) => __typename === 'Event')).toBe(true);
    expect(answers.filter(({ myRsvp }) => myRsvp.status === 'GOING')).toHaveLength(50);
    expect(answers.filter(({ myRsvp }) => myRsvp.status === 'WAITLISTED')).toHaveLength(PEOPLE - 50);
    const figures = async (): Promise<unknown> =>
      world.database.reads.query(
        `SELECT e.seats_held, (SELECT sum(seats)::int FROM rsvp r WHERE r.event_id = e.id AND r.status = 'going') AS going,
          (SELECT count(*)::int FROM rsvp r WHERE r.event_id = e.id AND r.status = 'waitlisted') AS waiting,
          (SELECT count(DISTINCT queue_no)::int FROM rsvp r WHERE r.event_id = e.id AND r.status = 'waitlisted') AS numbers FROM event e WHERE e.id = $1`,
        [eventId],
      );
    expect(await figures()).toEqual([{ seats_held: 50, going: 50, waiting: PEOPLE - 50, numbers: PEOPLE - 50 }]);
    const first = await world.database.reads.query<{ person_id: string }[]>(
      `SELECT person_id FROM rsvp WHERE event_id = $1 AND status = 'waitlisted' ORDER BY queue_no LIMIT 10`,
      [eventId],
    );
    const going = members.filter((_, at) => answers[at]!.myRsvp.status === 'GOING').slice(0, 10);
    await atOnce(going, 10, (member) => answer(member, 'NO'));
    expect(await figures()).toEqual([{ seats_held: 50, going: 50, waiting: PEOPLE - 60, numbers: PEOPLE - 60 }]);
    expect(
      await world.database.reads.query(
        `SELECT DISTINCT status FROM rsvp WHERE event_id = $1 AND person_id = ANY($2::uuid[])`,
        [eventId, first.map(({ person_id }) => person_id)],
      ),
    ).toEqual([{ status: 'going' }]);
  }, 120_000);

  test('votes against the closing instant: what was acknowledged is counted, what came late was told so', async () => {
    const proposal = await ana.get<{ id: string }>(
      'mutation ($input: CreateProposalInput!) { createProposal(input: $input) { id } }',
      {
        input: {
          groupId,
          fields: {
            title: 'Buy a kettle',
            method: 'MAJORITY',
            quorum: '0/1',
            closesAt: new Date(Date.now() + 3_600_000).toISOString(),
          },
        },
      },
    );
    const cast = 'mutation ($input: CastBallotInput!) { castBallot(input: $input) { __typename } }';
    const votes = atOnce(members.slice(0, 600), 60, async ({ client }, at) => {
      if (at === 300) {
        await world.clockPasses('61 minutes');
        await Promise.all(Array.from({ length: 5 }, () => world.app.get(Closer).closeDue()));
      }
      const { __typename } = await client.get<{ __typename: string }>(cast, {
        input: { proposalId: proposal.id, option: at % 3 === 0 ? 'disagree' : 'agree' },
      });
      return { __typename, yes: at % 3 !== 0 };
    });
    const answers = await votes;
    const counted = answers.filter(({ __typename }) => __typename === 'Proposal');
    const late = answers.filter(({ __typename }) => __typename === 'VotingClosed');
    expect(counted.length + late.length).toBe(600);
    expect(counted.length).toBeGreaterThan(200);
    expect(late.length).toBeGreaterThan(200);
    const yes = counted.filter((one) => one.yes).length;
    const now = () =>
      ana.get('query ($id: ID!) { proposal(id: $id) { status cast result { cast yes no } } }', { id: proposal.id });
    // A closer that finds ballots still being written leaves the vote to the next round.
    await expect.poll(now, { timeout: 30_000 }).toEqual({
      status: 'CLOSED',
      cast: counted.length,
      result: { cast: counted.length, yes, no: counted.length - yes },
    });
    await world.clockPasses('0 minutes');
  }, 120_000);

  const submit =
    'mutation ($input: SubmitExpenseInput!) { submitExpense(input: $input) { __typename ... on Expense { id revision } ... on FundShort { message } ... on ExpenseRefused { message } } }';
  const approve =
    'mutation ($id: ID!, $revision: Int!) { approveExpense(id: $id, revision: $revision) { __typename ... on Expense { state } ... on FundShort { available { minor } } ... on ExpenseRefused { reason { code } } } }';
  const pay =
    'mutation ($id: ID!) { payExpense(id: $id) { __typename ... on Expense { state } ... on ExpenseRefused { reason { code } } } }';

  async function handsIn(member: Member, minor: string): Promise<{ id: string; revision: number }> {
    const bytes = await photo();
    const receipt = (await (
      await member.client.upload('/files', { name: 'receipt.jpg', bytes }, { groupId })
    ).json()) as { id: string };
    return member.client.get(submit, {
      input: {
        groupId,
        title: 'Solder',
        category: 'equipment',
        items: [{ what: 'Solder', spentOn: '2026-01-02', amount: money(minor) }],
        receipts: [receipt.id],
        idempotencyKey: key(),
      },
    });
  }
  const contribute = (minor: string): Promise<unknown> =>
    ben.get('mutation ($input: RecordContributionInput!) { recordContribution(input: $input) }', {
      input: {
        groupId,
        amount: money(minor),
        receivedOn: new Date().toISOString().slice(0, 10),
        idempotencyKey: key(),
      },
    });
  const entries = (kind: string): Promise<{ n: number }[]> =>
    world.database.reads.query('SELECT count(*)::int AS n FROM ledger_entry WHERE kind = $1', [kind]);

  test('100 approvals of one expense at once are one approval, 100 payments are one payment', async () => {
    await contribute('2000');
    const expense = await handsIn(members[0]!, '2000');
    const hundred = Array.from({ length: 100 });
    const approvals = await atOnce(hundred, 50, () =>
      ana.get<{ __typename: string; state?: string }>(approve, { id: expense.id, revision: expense.revision }),
    );
    expect(approvals.filter(({ state }) => state === 'APPROVED')).toHaveLength(1);
    expect(approvals.filter(({ __typename }) => __typename === 'ExpenseRefused')).toHaveLength(99);
    expect(await entries('EXPENSE_APPROVED')).toEqual([{ n: 1 }]);
    const payments = await atOnce(hundred, 50, () =>
      ben.get<{ __typename: string; state?: string }>(pay, { id: expense.id }),
    );
    expect(payments.filter(({ state }) => state === 'PAID')).toHaveLength(1);
    expect(payments.filter(({ __typename }) => __typename === 'ExpenseRefused')).toHaveLength(99);
    expect(await entries('EXPENSE_PAID')).toEqual([{ n: 1 }]);
  }, 120_000);

  test('80 spends of 10 from a fund of 100: ten go through, the others hear that the fund is short, and the book holds', async () => {
    await contribute('10000');
    const expenses = await atOnce(
      Array.from({ length: 80 }, (_, at) => members[1 + (at % 8)]!),
      8,
      (member) => handsIn(member, '1000'),
    );
    const answers = await atOnce(expenses, 80, ({ id, revision }) =>
      ana.get<{ __typename: string }>(approve, { id, revision }),
    );
    expect(answers.filter(({ __typename }) => __typename === 'Expense')).toHaveLength(10);
    expect(answers.filter(({ __typename }) => __typename === 'FundShort')).toHaveLength(70);
    expect(await ana.get('{ book(handle: "riverside") { funds { available { minor } unpaid { minor } } } }')).toEqual({
      funds: [{ available: { minor: '0' }, unpaid: { minor: '10000' } }],
    });
    expect(await world.database.reads.query('SELECT * FROM ledger_violations')).toEqual([]);
  }, 180_000);

  test('dues of twenty confirmed while their memberships lapse: each is a member in the end, and who paid nothing is not', async () => {
    const id = await found(ana, { handle: 'dues' });
    const bo = await joins(world, ana, { groupId: id, name: 'Bo' });
    await givesDuty(ana, { groupId: id, to: bo, duty: 'TREASURER' });
    await crowd(world, id, 25);
    const sql = <T>(text: string, values: unknown[] = []): Promise<T[]> =>
      world.database.reads.query<T[]>(text, values);
    const rule = '{"every":"year","min":"500","suggested":"500","max":"500","graceDays":0,"lapseAfterMonths":1}';
    await sql(
      `INSERT INTO rulebook_version SELECT (jsonb_populate_record(v, jsonb_build_object('id', gen_random_uuid(), 'n', v.n + 1, 'rules', v.rules || jsonb_build_object('dues', $2::jsonb)))).* FROM rulebook_version v WHERE v.group_id = $1 ORDER BY v.n DESC LIMIT 1`,
      [id, rule],
    );
    await sql(
      `UPDATE spell s SET from_at = from_at - interval '90 days' FROM membership m WHERE m.id = s.membership_id AND m.group_id = $1`,
      [id],
    );
    const dues = await sql<{ id: string }>(
      `INSERT INTO contribution (id, book_id, number, kind, fund_id, category, currency, pledged, person_id, due_on, period)
       SELECT gen_random_uuid(), b.id, 100 + row_number() OVER (ORDER BY m.id), 'dues', f.id, 'income.dues', 'EUR', 500, m.person_id, current_date - 60, current_date - 60
       FROM membership m JOIN book b ON b.group_id = m.group_id JOIN fund f ON f.book_id = b.id AND f.kind = 'general' JOIN person p ON p.id = m.person_id WHERE m.group_id = $1 AND p.name NOT IN ('Ana', 'Bo') RETURNING id`,
      [id],
    );
    await sql(
      `INSERT INTO lapse_warning SELECT d, current_date - 2, 3, current_date - 20 FROM unnest($1::uuid[]) AS d`,
      [dues.map((one) => one.id)],
    );
    const confirm = 'mutation ($input: ConfirmContributionInput!) { confirmContribution(input: $input) { state } }';
    const clock = world.app.get(LapseClock);
    const [states] = await Promise.all([
      atOnce(dues.slice(0, 20), 20, (one) =>
        bo.get<{ state: string }>(confirm, { input: { id: one.id, idempotencyKey: key() } }),
      ),
      clock.runDue(),
      clock.runDue(),
    ]);
    expect(states.every(({ state }) => state === 'RECEIVED')).toBe(true);
    await world.settle();
    const standings = (): Promise<{ paid: boolean; standing: string; n: number }[]> =>
      sql(
        `SELECT contribution_received(c.id) > 0 AS paid, s.standing, count(*)::int AS n FROM contribution c JOIN book b ON b.id = c.book_id JOIN membership m ON m.group_id = b.group_id AND m.person_id = c.person_id
         JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL WHERE c.id = ANY($1) GROUP BY 1, 2 ORDER BY 1`,
        [dues.map((one) => one.id)],
      );
    const ends = [
      { paid: false, standing: 'lapsed', n: 5 },
      { paid: true, standing: 'member', n: 20 },
    ];
    expect(await standings()).toEqual(ends);
    await sql('DELETE FROM dues_watch');
    await clock.runDue();
    await world.settle();
    expect(await standings()).toEqual(ends);
    expect(await sql('SELECT * FROM ledger_violations UNION ALL SELECT * FROM contribution_violations')).toEqual([]);
  });
});
