import type { EntityManager } from 'typeorm';
import { newId } from '../../platform/ids.ts';
import { rows } from '../../platform/database/sql.ts';

/** Copies the tasks of an event to another that has none yet, without those who take them. Shifts keep their distance from the start. */
export async function copyTasks(tx: EntityManager, fromEventId: string, toEventId: string): Promise<void> {
  const tasks = await rows<{ id: string }>(tx, 'SELECT id FROM task WHERE event_id = $1', [fromEventId]);
  if (tasks.length === 0) return;
  await rows(
    tx,
    `INSERT INTO task (id, event_id, position, kind, title, note, place, from_minute, to_minute, wanted, unit, created_at)
     SELECT made.id, $1, t.position, t.kind, t.title, t.note, t.place, t.from_minute, t.to_minute, t.wanted, t.unit, clock_now()
     FROM task t JOIN unnest($2::uuid[], $3::uuid[]) AS made (old, id) ON made.old = t.id
     WHERE NOT EXISTS (SELECT FROM task WHERE event_id = $1)`,
    [toEventId, tasks.map(({ id }) => id), tasks.map(() => newId())],
  );
}
