import type { INestApplicationContext } from '@nestjs/common';
import { CheckInService, DoorService, TakesService, TasksService, TasksStore } from '../events/index.ts';
import { visitor, type Actor } from '../platform/actor.ts';
import { Database } from '../platform/database/database.ts';
import { rows } from '../platform/database/sql.ts';
import { newId } from '../platform/ids.ts';
import type { Need } from './year/calendar.ts';

/** What a host writes down for an evening; those who come take of it what the data says, in the order in which they answered. */
export async function needs(
  app: INestApplicationContext,
  host: Actor,
  of: { eventId: string; day: string; needs: readonly Need[] },
): Promise<void> {
  const { reads } = app.get(Database);
  const wall = (time: string | undefined): string | null => (time ? `${of.day}T${time}` : null);
  for (const { takes: _, start, end, ...fields } of of.needs)
    await app.get(TasksService).create(host, of.eventId, {
      fields: { ...fields, startLocal: wall(start), endLocal: wall(end) },
      allLater: false,
    });
  const { tasks } = (await app.get(TasksStore).ofEvent(reads, { ...host }, of.eventId))!;
  const coming = await rows<{ person_id: string }>(
    reads,
    `SELECT person_id FROM rsvp WHERE event_id = $1 AND status = 'going' ORDER BY answered_at, id`,
    [of.eventId],
  );
  const takers = coming.values();
  for (const [at, need] of of.needs.entries())
    for (const quantity of need.takes) {
      const { person_id } = takers.next().value!;
      const taker = { ...visitor, personId: person_id, sessionId: newId(), authAt: new Date() };
      await app.get(TakesService).take(taker, { taskId: tasks[at]!.id, quantity });
    }
}

/** An evening at the door: the first of the list come in whole, and somebody who had not answered. */
export async function letsIn(
  app: INestApplicationContext,
  host: Actor,
  of: { eventId: string; parties: number; walkIn: string },
): Promise<void> {
  const { rows: list } = await app.get(DoorService).door({ ...host }, of.eventId);
  const at = new Date();
  const acts = list.slice(0, of.parties).map(({ rsvpId }) => ({ opId: newId(), rsvpId, at }));
  const walkIn = { opId: newId(), walkIn: { name: of.walkIn, seats: 1 }, at };
  const { refused } = await app.get(CheckInService).checkIn({ ...host }, of.eventId, [...acts, walkIn]);
  if (refused.length > 0) throw new Error(`at the door: ${String(refused[0]!.message)}`);
}
