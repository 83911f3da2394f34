import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.ts';
import { hot } from '../../platform/database/hot.ts';
import { readableBy } from '../event-sight.ts';
import type { OtherDeadline } from './deadline-sources.ts';

const RECENT = `clock_now() - interval '30 days'`;
const shared = `e.id, e.title, '/e/' || e.id AS path, NULL::text AS day, NULL::timestamptz AS "startsAt", g.name AS "groupName", e.zone, e.status IN ('cancelled', 'postponed') AS "isWithdrawn"`;
const of = (db: string): string => `FROM ${db} JOIN folk_group g ON g.id = e.group_id AND g.archived_at IS NULL`;
const seen = `e.status <> 'draft' AND ${readableBy('$1')}`;

/** Until when hosts want an answer from the person $1, and until when a place is held for them; each offer is an entry of its own. */
const answersSql = `
SELECT ${shared}, 'answer-' || e.id || '@folkmoot' AS uid, 'answerUntil' AS says, e.rsvp_closes_at AS "closesAt", e.version, e.updated_at AS "updatedAt", e.status NOT IN ('cancelled', 'postponed') AND e.rsvp_closes_at > clock_now() AS "isOpen"
${of('event e')} WHERE e.rsvp_closes_at > ${RECENT} AND ${seen} AND e.id IN (
  SELECT r.event_id FROM rsvp r WHERE r.person_id = $1 AND r.status = 'invited'
  UNION SELECT i.event_id FROM event_invite i JOIN address a ON a.email = i.email AND a.person_id = $1 WHERE i.answered_at IS NULL AND NOT EXISTS (SELECT FROM rsvp r WHERE r.event_id = i.event_id AND r.person_id = $1))
UNION ALL SELECT ${shared}, 'offer-' || r.id || '-' || floor(extract(epoch FROM r.offer_expires_at))::text || '@folkmoot', 'seatUntil', r.offer_expires_at, e.version, greatest(e.updated_at, r.answered_at), e.status NOT IN ('cancelled', 'postponed') AND r.offer_expires_at > clock_now()
${of('rsvp r JOIN event e ON e.id = r.event_id')} WHERE r.person_id = $1 AND r.status = 'offered' AND ${seen}
ORDER BY 11, 1 LIMIT 100`;

/** Until when date polls take an answer: those of the person's groups, and those they have answered. One that ended before its time is taken back. */
const pollsSql = `
SELECT p.id, p.title, '/d/' || p.id AS path, NULL::text AS day, NULL::timestamptz AS "startsAt", g.name AS "groupName", g.zone, coalesce(p.closed_at < p.closes_at, false) AS "isWithdrawn",
  'poll-' || p.id || '@folkmoot' AS uid, 'datesUntil' AS says, p.closes_at AS "closesAt", p.version + (p.status <> 'open')::int AS version, p.updated_at AS "updatedAt", p.status = 'open' AND p.closes_at > clock_now() AS "isOpen"
FROM date_poll p JOIN folk_group g ON g.id = p.group_id AND g.archived_at IS NULL
WHERE p.closes_at > ${RECENT} AND (p.group_id IN (SELECT m.group_id FROM membership m JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL AND s.standing IN ('member', 'paused') WHERE m.person_id = $1)
  OR (p.visibility = 'public' AND g.visibility <> 'secret' AND EXISTS (SELECT FROM date_answer w WHERE w.poll_id = p.id AND w.person_id = $1)))
ORDER BY p.closes_at, p.id LIMIT 100`;

/** What the person has taken on: shifts from their start to their end, the rest at the beginning of the event; handed back it is taken back for a month. */
const tasksSql = `
SELECT t.id, t.title || ' · ' || e.title AS title, '/e/' || e.id AS path, NULL::text AS day, CASE WHEN t.kind = 'shift' THEN wall_after(e.start_local, t.from_minute)::timestamp AT TIME ZONE e.zone END AS "startsAt",
  coalesce(nullif(t.place, ''), g.name) AS "groupName", e.zone, e.status IN ('cancelled', 'postponed') OR NOT k.held AS "isWithdrawn", 'task-' || t.id || '@folkmoot' AS uid, 'task' AS says,
  CASE WHEN t.kind = 'shift' THEN wall_after(e.start_local, t.to_minute)::timestamp AT TIME ZONE e.zone ELSE e.start_at END AS "closesAt",
  e.version + t.version + 2 * coalesce(b.times, 0) - (NOT k.held)::int AS version, greatest(e.updated_at, t.updated_at, k.at) AS "updatedAt", k.held AND e.status NOT IN ('cancelled', 'postponed') AND e.end_at > clock_now() AS "isOpen"
${of(`(SELECT task_id, taken_at AS at, true AS held FROM take WHERE person_id = $1 UNION ALL SELECT h.object_id, h.at, false FROM handed_back h WHERE h.person_id = $1 AND h.kind = 'task' AND h.at > ${RECENT}
    AND NOT EXISTS (SELECT FROM take x WHERE x.task_id = h.object_id AND x.person_id = $1)) k LEFT JOIN handed_back b ON b.object_id = k.task_id AND b.person_id = $1 JOIN task t ON t.id = k.task_id JOIN event e ON e.id = t.event_id`)}
WHERE e.end_at > ${RECENT} AND ${seen} ORDER BY "closesAt", t.id LIMIT 200`;

/** What events want of a person, and by when. */
@Injectable()
export class OwnDates {
  constructor(private readonly database: Database) {}

  async of(personId: string): Promise<OtherDeadline[]> {
    const ask = (name: string, text: string): Promise<OtherDeadline[]> =>
      hot<OtherDeadline>(this.database.reads, name, text, [personId]);
    const [answers, polls] = await Promise.all([ask('own_answers_due', answersSql), ask('own_polls_due', pollsSql)]);
    return [...answers, ...polls, ...(await this.tasks(personId))];
  }

  tasks(personId: string): Promise<OtherDeadline[]> {
    return hot<OtherDeadline>(this.database.reads, 'own_task_dates', tasksSql, [personId]);
  }
}
