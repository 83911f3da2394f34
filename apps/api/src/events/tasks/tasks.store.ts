import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { hot } from '../../platform/database/hot.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { together } from '../../platform/database/together.ts';
import { isId } from '../../platform/ids.ts';
import { readable, seenBy } from '../event-sql.ts';
import type { EventTasks, OwnTask, TaskPerson } from './tasks.graphql.ts';

/** A task as the services see it. */
export interface TaskRow {
  id: string;
  event_id: string;
  kind: 'shift' | 'bring' | 'role';
  title: string;
  wanted: number;
  unit: string;
  /** The same on each night of a series that has it; null for a task of one event. */
  shared_id: string | null;
}

/** What somebody takes of a task. */
export interface TakeRow {
  task_id: string;
  person_id: string;
  quantity: number;
  note: string;
  offered_to: string | null;
}

/** What was handed back, for those who must know. */
export interface HandedBack {
  event_id: string;
  group_id: string;
  person_id: string;
  title: string;
  quantity: number;
  unit: string;
}

const takerJson = `json_build_object('personId', k.person_id, 'name', p.name, 'quantity', k.quantity, 'note', k.note, 'offeredTo', o.name)`;
const takers = `FROM take k JOIN person p ON p.id = k.person_id LEFT JOIN person o ON o.id = k.offered_to WHERE k.task_id = t.id`;

const tasksSql = `
SELECT json_build_object('eventId', e.id, 'canManage', v.host AND e.status <> 'cancelled', 'tasks', coalesce((
  SELECT json_agg(json_build_object('id', t.id, 'kind', t.kind, 'title', t.title, 'note', t.note, 'place', CASE WHEN v.sees_place THEN t.place ELSE '' END,
    'startLocal', wall_after(e.start_local, t.from_minute), 'endLocal', wall_after(e.start_local, t.to_minute), 'wanted', t.wanted, 'unit', t.unit, 'shared', t.shared_id IS NOT NULL,
    'taken', (SELECT coalesce(sum(k.quantity), 0) FROM take k WHERE k.task_id = t.id),
    'takers', coalesce((SELECT json_agg(${takerJson} ORDER BY k.taken_at, p.id) ${takers} AND (v.sees_names OR k.person_id = $2)), '[]'),
    'mine', (SELECT ${takerJson} ${takers} AND k.person_id = $2),
    'offeredToMe', coalesce((SELECT json_agg(${takerJson} ORDER BY k.taken_at) ${takers} AND k.offered_to = $2), '[]')) ORDER BY t.position, t.id)
  FROM task t WHERE t.event_id = e.id), '[]')) AS json
FROM event e JOIN folk_group g ON g.id = e.group_id ${seenBy}
WHERE e.id = $1 AND ${readable}`;

const handedBack = `t.event_id, (SELECT e.group_id FROM event e WHERE e.id = t.event_id) AS group_id, k.person_id, t.title, k.quantity, t.unit`;

/** Every read of tasks, and the locks under which they change. */
@Injectable()
export class TasksStore {
  async ofEvent(db: EntityManager, actor: Actor, eventId: string): Promise<EventTasks | null> {
    if (!isId(eventId)) return null;
    const [tasks] = await together<EventTasks>(db, actor, {
      name: 'event_tasks',
      text: tasksSql,
      values: [eventId, actor.personId],
    });
    return tasks ?? null;
  }

  /** What a person has taken at events to come, and what others ask them to take over; soonest first. */
  async own(db: EntityManager, actor: Actor): Promise<OwnTask[]> {
    return together<OwnTask>(db, actor, {
      name: 'own_tasks',
      text: `SELECT json_build_object('id', t.id, 'kind', t.kind, 'title', t.title, 'quantity', k.quantity, 'unit', t.unit, 'startLocal', wall_after(e.start_local, t.from_minute),
         'endLocal', wall_after(e.start_local, t.to_minute), 'eventId', e.id, 'eventTitle', e.title, 'eventStartAt', iso(e.start_at), 'zone', e.zone,
         'fromId', CASE WHEN k.person_id <> $1 THEN k.person_id END, 'fromName', CASE WHEN k.person_id <> $1 THEN p.name END) AS json
       FROM take k JOIN task t ON t.id = k.task_id JOIN event e ON e.id = t.event_id JOIN person p ON p.id = k.person_id
       WHERE (k.person_id = $1 OR k.offered_to = $1) AND e.status = 'scheduled' AND e.end_at > clock_now() ORDER BY k.person_id = $1, e.start_at, t.from_minute, t.id LIMIT 20`,
      values: [actor.personId],
    });
  }

  /** Who could take something over from the viewer: members for a member, and those whose answer the viewer may see; without those who can't come. */
  async people(db: EntityManager, actor: Actor, eventId: string): Promise<TaskPerson[]> {
    if (!isId(eventId)) return [];
    return rows<TaskPerson>(
      db,
      `SELECT p.id AS "personId", p.name FROM event e JOIN folk_group g ON g.id = e.group_id ${seenBy}
       CROSS JOIN LATERAL (SELECT m.person_id AS id FROM membership m WHERE w.member AND m.group_id = e.group_id AND is_member(e.group_id, m.person_id)
         UNION SELECT r.person_id FROM rsvp r WHERE v.sees_names AND r.event_id = e.id AND r.status IN ('going', 'offered', 'maybe')) c
       JOIN person p ON p.id = c.id AND p.id <> $2 AND p.suspended_at IS NULL
       WHERE e.id = $1 AND ${readable} AND NOT EXISTS (SELECT FROM rsvp r WHERE r.event_id = e.id AND r.person_id = p.id AND r.status IN ('no', 'removed'))
       ORDER BY lower(p.name), p.id LIMIT 200`,
      [eventId, actor.personId],
    );
  }

  async find(db: EntityManager, id: string): Promise<TaskRow | null> {
    return isId(id) ? row<TaskRow>(db, 'SELECT * FROM task WHERE id = $1', [id]) : null;
  }

  /** The task under its lock: whoever takes it after us sees what we took. */
  async hold(tx: EntityManager, id: string): Promise<TaskRow | null> {
    return isId(id) ? row<TaskRow>(tx, 'SELECT * FROM task WHERE id = $1 FOR UPDATE', [id]) : null;
  }

  async takes(tx: EntityManager, taskId: string): Promise<TakeRow[]> {
    return rows<TakeRow>(tx, 'SELECT * FROM take WHERE task_id = $1 ORDER BY taken_at, person_id', [taskId]);
  }

  /** What somebody answered to the event, or null. An answer that changes meanwhile waits for us, and frees what we write. */
  async answerOf(tx: EntityManager, eventId: string, personId: string): Promise<string | null> {
    const found = await row<{ status: string }>(
      tx,
      'SELECT status FROM rsvp WHERE event_id = $1 AND person_id = $2 FOR SHARE',
      [eventId, personId],
    );
    return found?.status ?? null;
  }

  /** Hands back what those have taken who said no or were taken off the list. The rows that went. */
  async freeThoseNotComing(tx: EntityManager, eventId: string): Promise<HandedBack[]> {
    return hot<HandedBack>(
      tx,
      'takes_not_coming',
      `DELETE FROM take k USING task t, rsvp r WHERE t.id = k.task_id AND t.event_id = $1 AND r.event_id = t.event_id AND r.person_id = k.person_id
       AND r.status IN ('no', 'removed') RETURNING ${handedBack}`,
      [eventId],
    );
  }

  /** Hands back what a person has taken at a group's events to come. */
  async freeInGroup(tx: EntityManager, groupId: string, personId: string): Promise<HandedBack[]> {
    return rows<HandedBack>(
      tx,
      `DELETE FROM take k USING task t, event f WHERE t.id = k.task_id AND f.id = t.event_id AND f.group_id = $1 AND f.start_at > clock_now() AND k.person_id = $2
       RETURNING ${handedBack}`,
      [groupId, personId],
    );
  }

  /** What nobody has taken yet, in the order of the list. */
  async open(db: EntityManager, eventId: string): Promise<(TaskRow & { missing: number })[]> {
    return rows(
      db,
      `SELECT * FROM (SELECT t.*, t.wanted - coalesce((SELECT sum(k.quantity) FROM take k WHERE k.task_id = t.id), 0)::int AS missing FROM task t WHERE t.event_id = $1) open
       WHERE missing > 0 ORDER BY position, id`,
      [eventId],
    );
  }

  /**
   * Events within 72 hours that still lack somebody, once for each start. A task that was made later is no news to its host.
   */
  async dueForReminder(db: EntityManager): Promise<{ id: string; group_id: string; start_at: Date }[]> {
    return rows(
      db,
      `SELECT e.id, e.group_id, e.start_at FROM event e
       WHERE e.status = 'scheduled' AND e.start_at > clock_now() AND e.start_at <= clock_now() + interval '72 hours'
         AND NOT EXISTS (SELECT FROM task_reminder d WHERE d.event_id = e.id AND d.start_at = e.start_at)
         AND EXISTS (SELECT FROM task t WHERE t.event_id = e.id AND t.created_at <= e.start_at - interval '72 hours'
           AND t.wanted > (SELECT coalesce(sum(k.quantity), 0) FROM take k WHERE k.task_id = t.id))
       ORDER BY e.id`,
    );
  }
}
