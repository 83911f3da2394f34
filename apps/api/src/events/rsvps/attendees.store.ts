import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { together } from '../../platform/database/together.ts';
import { type Cursor, listStart } from '../../platform/graphql/connection.ts';
import { refOf } from '../event-ref.ts';
import { readableBy, sightOf } from '../event-sight.ts';
import type { Attendee } from './rsvp.graphql.ts';

/** Those who come or may come, as `v` and `w` let the viewer $2 see them: `r` their answers to the event `e`. */
const shown = `r.event_id = e.id AND r.status IN ('going', 'maybe') AND (NOT r.hidden OR v.host OR r.person_id = $2)`;
const said = `(SELECT coalesce(json_agg(json_build_object('questionId', s.question_id, 'said', s.said)), '[]') FROM answer s JOIN question q ON q.id = s.question_id AND q.readers = 'attendees' AND q.dropped_at IS NULL WHERE s.rsvp_id = r.id)`;

/** The first 50 of those who come, as a part of the event page's statement. */
export const attendeesJson = `CASE WHEN v.sees_names THEN coalesce((SELECT json_agg(json_build_object('personId', a.person_id, 'name', coalesce(a.label, p.name), 'status', a.status, 'seats', a.seats, 'said', CASE WHEN v.host OR w.going THEN a.said ELSE '[]' END) ORDER BY a.status = 'maybe', a.answered_at, a.id)
    FROM (SELECT r.id, r.person_id, r.label, r.status, r.seats, r.answered_at, ${said} AS said FROM rsvp r
      WHERE ${shown} ORDER BY r.answered_at, r.id LIMIT 50) a LEFT JOIN person p ON p.id = a.person_id), '[]') ELSE '[]' END`;

export interface AttendeeRow extends Attendee {
  readonly id: string;
  readonly answeredAt: string;
}

/** Everybody who comes to an event, in pages. */
@Injectable()
export class AttendeesStore {
  /** In order of their answers; nobody where this viewer may not see names. `ref` may carry the key of an unlisted event. */
  async page(
    db: EntityManager,
    actor: Actor,
    of: { ref: string; first: number; after: Cursor | null },
  ): Promise<AttendeeRow[]> {
    const { id, key } = refOf(of.ref);
    if (!id) return [];
    const after = of.after ?? listStart;
    return together<AttendeeRow>(db, actor, {
      name: 'event_attendees',
      text: `SELECT json_build_object('id', r.id, 'answeredAt', iso(r.answered_at), 'personId', r.person_id, 'name', coalesce(r.label, p.name), 'status', r.status, 'seats', r.seats,
          'said', CASE WHEN v.host OR w.going THEN ${said} ELSE '[]' END) AS json
       FROM event e JOIN folk_group g ON g.id = e.group_id ${sightOf('$2')} JOIN rsvp r ON ${shown} LEFT JOIN person p ON p.id = r.person_id
       WHERE e.id = $1 AND ${readableBy('$2', '$3')} AND v.sees_names AND (r.answered_at, r.id) > ($4::timestamptz, $5::uuid) ORDER BY r.answered_at, r.id LIMIT $6`,
      values: [id, actor.personId, key, after.at, after.id, of.first + 1],
    });
  }
}
