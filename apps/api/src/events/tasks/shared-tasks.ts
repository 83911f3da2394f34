import type { EntityManager } from 'typeorm';
import { row, rows } from '../../platform/database/sql.ts';
import { newId } from '../../platform/ids.ts';

/** A task that several nights of a series have. */
interface SharedTask {
  readonly id: string;
  readonly shared_id: string;
}

/** Makes the tasks of a night those of all nights: the later ones of its line get them too. */
export async function shareTasks(tx: EntityManager, eventId: string): Promise<void> {
  await rows(tx, 'UPDATE task SET shared_id = id WHERE event_id = $1 AND shared_id IS NULL', [eventId]);
  await giveTasks(tx, eventId, await laterNights(tx, eventId));
}

/** Gives new nights what the last night before them has in common with the others. */
export async function copySharedTasks(tx: EntityManager, lineId: string, made: readonly string[]): Promise<void> {
  if (made.length === 0) return;
  const model = await row<{ id: string }>(
    tx,
    `SELECT e.id FROM event e JOIN series s ON s.id = e.series_id WHERE s.line_id = $1 AND NOT e.id = ANY($2::uuid[]) AND e.status <> 'cancelled'
     ORDER BY e.original_local DESC LIMIT 1`,
    [lineId, made],
  );
  if (model) await giveTasks(tx, model.id, made);
}

/** The nights of its line after this one that are still to come, in the order of their ids. */
export async function laterNights(tx: EntityManager, eventId: string): Promise<string[]> {
  const found = await rows<{ id: string }>(
    tx,
    `SELECT e.id FROM event o JOIN series so ON so.id = o.series_id JOIN series s ON s.line_id = so.line_id JOIN event e ON e.series_id = s.id
     WHERE o.id = $1 AND e.original_local > o.original_local AND e.status <> 'cancelled' AND e.start_at > clock_now() ORDER BY e.id`,
    [eventId],
  );
  return found.map(({ id }) => id);
}

/** Gives nights the shared tasks of one night that they have not yet, or one of them, without those who take them. */
export async function giveTasks(
  tx: EntityManager,
  fromEventId: string,
  nights: readonly string[],
  taskId: string | null = null,
): Promise<void> {
  const tasks = await rows<SharedTask>(
    tx,
    'SELECT id, shared_id FROM task WHERE event_id = $1 AND shared_id IS NOT NULL AND ($2::uuid IS NULL OR id = $2) ORDER BY position, id',
    [fromEventId, taskId],
  );
  const copies = nights.flatMap((event_id) => tasks.map(({ id }) => ({ id: newId(), task_id: id, event_id })));
  if (copies.length === 0) return;
  await rows(
    tx,
    `INSERT INTO task (id, event_id, position, kind, title, note, place, from_minute, to_minute, wanted, unit, shared_id, created_at)
     SELECT n.id, n.event_id, t.position, t.kind, t.title, t.note, t.place, t.from_minute, t.to_minute, t.wanted, t.unit, t.shared_id, clock_now()
     FROM json_to_recordset($1::json) AS n(id uuid, task_id uuid, event_id uuid) JOIN task t ON t.id = n.task_id
     ON CONFLICT (shared_id, event_id) WHERE shared_id IS NOT NULL DO NOTHING`,
    [JSON.stringify(copies)],
  );
}
