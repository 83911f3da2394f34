import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { hot } from '../../platform/database/hot.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { type Cursor, listStart } from '../../platform/graphql/connection.ts';
import type { EventRow } from '../events.store.ts';
import type { AnswerAtDesk } from './desk.graphql.ts';
import { saidJson } from './questions.store.ts';

const deskSql = `SELECT json_build_object('id', r.id, 'personId', r.person_id, 'name', coalesce(r.label, p.name), 'status', r.status, 'seats', r.seats, 'companionNames', r.companion_names, 'note', r.note, 'hidden', r.hidden,
    'answers', ${saidJson}, 'offerExpiresAt', iso(r.offer_expires_at), 'answeredAt', iso(r.answered_at), 'reason', r.reason,
    'stale', r.answered_for < e.schedule_seq AND r.status IN ('going', 'maybe') AND r.person_id IS NOT NULL, 'member', r.person_id IS NOT NULL AND is_member(e.group_id, r.person_id),
    'position', CASE WHEN r.status = 'waitlisted' THEN (SELECT count(*) FROM rsvp w WHERE w.event_id = e.id AND w.status = 'waitlisted' AND w.queue_no <= r.queue_no) END) AS json
  FROM rsvp r JOIN event e ON e.id = r.event_id LEFT JOIN person p ON p.id = r.person_id
  WHERE r.event_id = $1 AND r.status = ANY($2::text[]) AND (r.answered_at, r.id) > ($3::timestamptz, $4::uuid) ORDER BY r.answered_at, r.id LIMIT $5`;

/** What hosts read of answers. */
@Injectable()
export class DeskStore {
  /** Answers of these kinds, the first given first. */
  async list(
    db: EntityManager,
    eventId: string,
    of: { statuses: readonly string[]; first: number; after: Cursor | null },
  ): Promise<AnswerAtDesk[]> {
    const { at, id } = of.after ?? listStart;
    const found = await hot<{ json: AnswerAtDesk }>(db, 'answers_at_desk', deskSql, [
      eventId,
      of.statuses,
      at,
      id,
      of.first + 1,
    ]);
    return found.map(({ json }) => json);
  }

  /** The event that an answer belongs to, and whose it is. */
  async eventOf(
    db: EntityManager,
    rsvpId: string,
  ): Promise<{ event: EventRow; personId: string | null; status: string } | null> {
    const own = await row<{ event_id: string; person_id: string | null; status: string }>(
      db,
      'SELECT event_id, person_id, status FROM rsvp WHERE id = $1',
      [rsvpId],
    );
    const event = own ? await row<EventRow>(db, 'SELECT * FROM event WHERE id = $1', [own.event_id]) : null;
    return own && event ? { event, personId: own.person_id, status: own.status } : null;
  }

  /** Those of these people who belong to a group now. */
  async members(db: EntityManager, groupId: string, personIds: readonly string[]): Promise<string[]> {
    const found = await rows<{ id: string }>(
      db,
      'SELECT id FROM unnest($2::uuid[]) AS t (id) WHERE is_member($1, id) ORDER BY id',
      [groupId, personIds],
    );
    return found.map(({ id }) => id);
  }

  /** Notes that an address was asked; false where it was before. */
  async invite(tx: EntityManager, eventId: string, of: { email: string; byId: string }): Promise<boolean> {
    const made = await rows(
      tx,
      'INSERT INTO event_invite (event_id, email, by_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING 1',
      [eventId, of.email, of.byId],
    );
    return made.length > 0;
  }
}
