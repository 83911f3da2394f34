import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { together } from '../../platform/database/together.ts';
import { isId } from '../../platform/ids.ts';
import type { Door } from './door.graphql.ts';

const doorSql = `
SELECT json_build_object('eventId', e.id, 'title', e.title, 'startAt', iso(e.start_at), 'endAt', iso(e.end_at), 'zone', e.zone,
  'placesLeft', CASE WHEN e.capacity IS NOT NULL THEN greatest(0, e.capacity - e.seats_held) END,
  'helpers', coalesce((SELECT json_agg(json_build_object('personId', p.id, 'name', p.name) ORDER BY lower(p.name), p.id) FROM door_helper h JOIN person p ON p.id = h.person_id WHERE h.event_id = e.id), '[]'),
  'rows', coalesce((SELECT json_agg(json_build_object('rsvpId', r.id, 'name', coalesce(r.label, p.name), 'status', r.status, 'seats', r.seats, 'code', r.code, 'walkIn', r.source = 'door',
      'ops', coalesce((SELECT json_agg(json_build_object('opId', c.op_id, 'arrived', c.arrived)) FROM checkin c WHERE c.rsvp_id = r.id AND NOT c.undone), '[]'))
      ORDER BY lower(coalesce(r.label, p.name)), r.id)
    FROM rsvp r LEFT JOIN person p ON p.id = r.person_id
    WHERE r.event_id = e.id AND (r.status IN ('going', 'offered', 'maybe', 'waitlisted') OR EXISTS (SELECT FROM checkin c WHERE c.rsvp_id = r.id AND NOT c.undone))), '[]')) AS json
FROM event e WHERE e.id = $1`;

/** Every read of the door. Who may look is asked by the service. */
@Injectable()
export class DoorStore {
  async door(db: EntityManager, actor: Actor, eventId: string): Promise<Omit<Door, 'canManage'> | null> {
    const [door] = await together<Omit<Door, 'canManage'>>(db, actor, {
      name: 'door_of_event',
      text: doorSql,
      values: [eventId],
    });
    return door ?? null;
  }

  async isHelper(db: EntityManager, eventId: string, personId: string | null): Promise<boolean> {
    return (
      (await row(db, 'SELECT 1 FROM door_helper WHERE event_id = $1 AND person_id = $2', [eventId, personId])) !== null
    );
  }

  /** The code of somebody's own answer, while they come or may come. */
  async codeOf(db: EntityManager, eventId: string, personId: string): Promise<string | null> {
    if (!isId(eventId)) return null;
    const found = await row<{ code: string }>(
      db,
      `SELECT code FROM rsvp WHERE event_id = $1 AND person_id = $2 AND status IN ('going', 'offered', 'maybe', 'waitlisted')`,
      [eventId, personId],
    );
    return found?.code ?? null;
  }

  /** The answer behind an id or a code, of this event alone. */
  async party(
    tx: EntityManager,
    eventId: string,
    of: { rsvpId?: string | null | undefined; code?: string | null | undefined },
  ): Promise<{ id: string; seats: number } | null> {
    if (of.rsvpId && !isId(of.rsvpId)) return null;
    return row(tx, 'SELECT id, seats FROM rsvp WHERE event_id = $1 AND ((id = $2 AND $3::text IS NULL) OR code = $3)', [
      eventId,
      of.rsvpId ?? null,
      of.code ?? null,
    ]);
  }

  /** Walk-ins of whom nothing is left: they never came in. */
  async emptied(tx: EntityManager, opIds: readonly string[]): Promise<string[]> {
    const found = await rows<{ id: string }>(
      tx,
      `SELECT DISTINCT r.id FROM checkin c JOIN rsvp r ON r.id = c.rsvp_id WHERE c.op_id = ANY($1) AND r.source = 'door' AND r.status = 'going'
       AND NOT EXISTS (SELECT FROM checkin o WHERE o.rsvp_id = r.id AND NOT o.undone)`,
      [opIds],
    );
    return found.map(({ id }) => id);
  }
}
