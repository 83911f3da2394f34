import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { Clock } from '../../platform/clock.ts';
import { row } from '../../platform/database/sql.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';
import type { EventRow } from '../events.store.ts';

const toldOf = [
  'title',
  'status',
  'start_local',
  'end_local',
  'zone',
  'all_day',
  'place_name',
  'place_address',
  'online_url',
] as const;

/** What those who come know of an event, and are told of when it changes. Nothing else is worth a mail. */
export type ToldOf = Pick<EventRow, (typeof toldOf)[number]>;

const DAY_MS = 86_400_000;
const MERGED_MS = 10 * 60_000;

/** Lets those who come know what changed: once for the changes of ten minutes, at once where it starts within a day. */
@Injectable()
export class ChangeNotices {
  constructor(
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /**
   * Notes how an event was before a change that the caller has just written. The first of several changes keeps what people knew; when it is
   * due the difference to what is then so is told, so a change that was taken back is told to nobody. Does nothing for drafts and for a
   * change of anything else.
   */
  async note(tx: EntityManager, actor: Actor, before: EventRow): Promise<void> {
    if (before.status === 'draft') return;
    const after = await row<EventRow>(tx, 'SELECT * FROM event WHERE id = $1', [before.id]);
    if (!after || toldOf.every((field) => after[field] === before[field])) return;
    const now = await this.clock.now(tx);
    const isSoon = Math.min(before.start_at.getTime(), after.start_at.getTime()) - now.getTime() <= DAY_MS;
    await this.outbox.announce(tx, {
      kind: 'EventChangesDue',
      groupId: before.group_id,
      payload: {
        eventId: before.id,
        byId: actor.personId,
        before: Object.fromEntries(toldOf.map((field) => [field, before[field]])),
      },
      key: `changes:${before.id}`,
      notBefore: isSoon ? now : new Date(now.getTime() + MERGED_MS),
    });
  }
}
