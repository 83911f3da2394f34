import { BucketsService, BudgetsService, EventBudgets, RoundClock, RoundsService } from '../../money/index.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { newId } from '../../platform/ids.ts';
import type { Act } from '../acts.ts';
import { decided } from '../decided.ts';
import type { House } from '../house.ts';
import type { TimeTravel } from '../time.ts';
import { authority, bikes, budget, fair, round } from '../year/plans.ts';
import { euros } from './purse.ts';

/** What the group plans to spend: a budget, the money of an event, authorities, and a round in which all share out a pot. */
export function planning(house: House, time: TimeTravel): Act[] {
  return [
    ...ofTheWorkshop(house, time),
    ...ofTheFair(house, time),
    ...granted(house, time, authority).acts,
    ...takenBack(house, time),
    ...shares(house, time),
  ];
}

/** Somebody may approve alone, within a scope. */
function granted(house: House, time: TimeTravel, of: typeof authority | typeof bikes): ReturnType<typeof decided> {
  const { ceiling, each, what, category, to, until } = of;
  return decided(house, time, of, () => [
    {
      kind: 'spending.grant',
      title: what,
      personId: house.who(to).personId,
      amount: euros(ceiling),
      each: euros(each),
      category,
      until: time.day(until),
    },
  ]);
}

/** An authority that the group gave and took back. */
function takenBack(house: House, time: TimeTravel): Act[] {
  const grant = granted(house, time, bikes);
  return [
    ...grant.acts,
    ...decided(house, time, bikes.over, () => [{ kind: 'decision.take_back', decisionId: grant.id() }]).acts,
  ];
}

function ofTheWorkshop(house: House, time: TimeTravel): Act[] {
  const { days, asks, closes, by, name, until } = budget;
  let budgetId = '';
  return [
    {
      days,
      run: async () => {
        const lines = budget.rows.map(({ minor, ...one }) => ({ ...one, amount: euros(minor) }));
        const fields = { name, from: time.day(closes), until: time.day(until), rows: lines };
        const input = { groupId: house.groupId, fields, idempotencyKey: newId() };
        budgetId = await house.part(BudgetsService).begin(house.who(by), input);
      },
    },
    ...decided(house, time, { ...budget, days: asks }, () => [{ kind: 'budget.adopt', budgetId }]).acts,
  ];
}

function ofTheFair(house: House, time: TimeTravel): Act[] {
  const { days, asks, by, event, heads } = fair;
  return [
    {
      days,
      run: () => {
        const lines = fair.rows.map(({ minor, ...one }) => ({ ...one, amount: euros(minor) }));
        const input = { eventId: house.event(event), expectedVersion: 0, heads, rows: lines };
        return house.part(EventBudgets).plan(house.who(by), input);
      },
    },
    ...decided(house, time, { ...fair, days: asks }, async () => {
      const found = await row<{ id: string }>(house.reads, 'SELECT id FROM budget WHERE event_id = $1', [
        house.event(event),
      ]);
      return [{ kind: 'budget.adopt', budgetId: found!.id }];
    }).acts,
  ];
}

/** A round from its opening to its lines: buckets, then who approves of which. */
function shares(house: House, time: TimeTravel): Act[] {
  const { days, proposing, allotting, by, title, body, pot } = round;
  let id = '';
  const open = {
    days,
    run: async () => {
      const times = { proposingUntil: time.instant(proposing), allottingUntil: time.instant(allotting) };
      const terms = { groupId: house.groupId, title, body, pot: euros(pot), way: 'equal_shares', ...times } as const;
      id = await house.part(RoundsService).open(house.who(by), { ...terms, idempotencyKey: newId() });
    },
  };
  const buckets = round.buckets.map(({ by: who, minor, ...words }, at) => ({
    days: days + 0.5 + at / 10,
    run: () => {
      const input = { roundId: id, fields: { ...words, minimum: euros(minor) }, idempotencyKey: newId() };
      return house.part(BucketsService).propose(house.who(who), input);
    },
  }));
  const votes = round.approve.map(({ by: who, of }, at) => ({
    days: proposing + 1 + at / 10,
    run: async () => {
      const found = await rows<{ id: string }>(
        house.reads,
        'SELECT id FROM bucket WHERE round_id = $1 ORDER BY number',
        [id],
      );
      await house.votes(who, id, { options: of.map((n) => found[n]!.id) });
    },
  }));
  return [
    open,
    ...buckets,
    { days: proposing + 0.01, run: () => house.part(RoundClock).runDue() },
    ...votes,
    { days: allotting + 0.01, run: () => house.closesWhatIsDue() },
  ];
}
