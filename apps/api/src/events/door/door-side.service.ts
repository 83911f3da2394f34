import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { rows } from '../../platform/database/sql.ts';
import { GroupLog } from '../../platform/log/group-log.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { type EventRow, EventsStore } from '../events.store.ts';
import { DoorRefused } from './door-refused.ts';

/** What stands beside a check-in: the lock, the right to overbook, the log, open pages. */
@Injectable()
export class DoorSide {
  constructor(
    private readonly policy: Policy,
    private readonly events: EventsStore,
    private readonly log: GroupLog,
    private readonly outbox: Outbox,
  ) {}

  /** The same lock as every answer takes: two phones at once wait for each other. */
  async lock(tx: EntityManager, eventId: string): Promise<void> {
    await rows(tx, 'SELECT 1 FROM event WHERE id = $1 FOR NO KEY UPDATE', [eventId]);
  }

  async override(tx: EntityManager, actor: Actor, event: EventRow): Promise<void> {
    const { id, group_id } = event;
    const own = await this.events.isHost(tx, event, actor);
    if (!(await this.policy.may(tx, actor, 'rsvp.capacity.override', { groupId: group_id, own })))
      throw new DoorRefused(
        'overbook',
        'Over the number of places only hosts let people in, and who looks after the events of the group.',
      );
    await this.log.append(tx, {
      chainId: group_id,
      type: 'event.overbooked',
      actorId: actor.personId,
      facts: { event: id },
    });
  }

  async tell(tx: EntityManager, { id, group_id }: EventRow): Promise<void> {
    await this.outbox.announce(tx, {
      kind: 'DoorChanged',
      groupId: group_id,
      payload: { eventId: id },
      topics: [`event:${id}`],
    });
  }
}
