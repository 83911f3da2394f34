import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { eventRefOf, EventsStore } from '../../events/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { constraintOf, Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { Conflict, NotFound } from '../../platform/graphql/errors.ts';
import { GroupLog } from '../../platform/log/group-log.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { term } from '../../platform/words/words.ts';
import type { PlanEventMoneyInput } from './event-budgets.graphql.ts';
import { EventPlanRows, type Place } from './event-plan-rows.service.ts';

const changed = term(
  'Somebody else has changed this plan in the meantime. What you typed is still here: look at theirs in another tab, then save again.',
);

/** Planning the money of an event: a draft that hosts and treasurers write together, until it is put to the group. */
@Injectable()
export class EventBudgets {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly events: EventsStore,
    private readonly rows: EventPlanRows,
    private readonly log: GroupLog,
    private readonly outbox: Outbox,
  ) {}

  /** Keeps the plan as it was typed, whole; without rows it is taken back. CONFLICT where somebody else has changed it since it was read. */
  async plan(actor: Actor, input: PlanEventMoneyInput): Promise<void> {
    await this.alone(async (tx) => {
      const place = await this.place(tx, actor, input.eventId);
      const { bookId, held } = await this.rows.hold(tx, place);
      if (held?.state === 'ADOPTED')
        throw new Conflict(
          'The group has adopted the plan of this event, and an event has one. Another decision raises, lowers or closes its lines, or takes it back: then it can be planned anew.',
        );
      if (held && held.state !== 'DRAFT')
        throw new Conflict('This plan is with the group now. It can be changed again when the group has said no.');
      if ((held?.version ?? 0) !== input.expectedVersion) throw new Conflict(changed);
      const plan = await this.rows.read(tx, input, { place, bookId });
      await this.rows.write(tx, actor, { plan, bookId, held });
      await this.log.append(tx, {
        chainId: place.groupId,
        type: 'event.budget',
        actorId: actor.personId,
        facts: { event: place.id },
      });
      await this.outbox.announce(tx, {
        kind: 'EventBudgetChanged',
        groupId: place.groupId,
        payload: { eventId: place.id },
        topics: [`event:${place.id}`],
      });
    });
  }

  /** In a transaction: a plan that is begun elsewhere in this very moment is somebody else's change. */
  private async alone(work: (tx: EntityManager) => Promise<void>): Promise<void> {
    try {
      await this.database.transaction(work);
    } catch (error) {
      if (constraintOf(error) === 'budget_one_of_event') throw new Conflict(changed);
      throw error;
    }
  }

  /** Puts something aside that one has read in the inbox. */
  async seen(actor: Actor, of: { eventId: string; kind: string }): Promise<void> {
    await this.database.transaction(async (tx) => {
      const event = await this.events.find(tx, of.eventId);
      if (!event) throw new NotFound();
      const own = await this.events.isHost(tx, event, actor);
      await this.policy.require(tx, actor, 'event.budget.read', { groupId: event.group_id, own });
      await rows(
        tx,
        'INSERT INTO event_money_seen (event_id, kind, person_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
        [event.id, of.kind, actor.personId],
      );
    });
  }

  private async place(tx: EntityManager, actor: Actor, ref: string): Promise<Place> {
    const { id } = eventRefOf(ref);
    const event = id && (await this.events.mayRead(tx, actor, ref)) ? await this.events.find(tx, id) : null;
    if (!event) throw new NotFound();
    const own = await this.events.isHost(tx, event, actor);
    await this.policy.require(tx, actor, 'event.budget.update', { groupId: event.group_id, own });
    const days = await row<{ today: string; last_day: string; over: boolean }>(
      tx,
      `SELECT (clock_now() AT TIME ZONE g.zone)::date::text AS today, (e.end_at AT TIME ZONE g.zone)::date::text AS last_day, e.end_at <= clock_now() OR e.status = 'cancelled' AS over
       FROM event e JOIN folk_group g ON g.id = e.group_id WHERE e.id = $1`,
      [event.id],
    );
    if (days!.over) throw new Conflict('The event is over, or called off: there is nothing left to plan.');
    const { title, group_id: groupId } = event;
    return { id: event.id, title, groupId, today: days!.today, lastDay: days!.last_day };
  }
}
