import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { CalendarEvent } from '#libs/calendar';
import { hot } from '../../platform/database/hot.ts';

interface Row {
  id: string;
  title: string;
  body: string;
  start_local: string;
  end_local: string;
  zone: string;
  all_day: boolean;
  place: string;
  status: 'scheduled' | 'cancelled';
  ical_uid: string;
  sequence: number;
  updated_at: Date;
  my_status: string | null;
}

/** What a feed holds, and the version that tells whether it changed, each in one statement. */
@Injectable()
export class FeedsStore {
  /** The public events of a group: 90 days back, 18 months ahead. Exact addresses only where everyone may see them. */
  async ofGroup(db: EntityManager, groupId: string): Promise<Row[]> {
    return hot<Row>(
      db,
      'feed_group',
      `
      SELECT e.id, e.title, e.body, e.start_local, e.end_local, e.zone, e.all_day, e.status, e.ical_uid, e.sequence, e.updated_at, NULL AS my_status,
        CASE WHEN e.location_shown = 'everyone' AND e.place_address <> '' THEN concat_ws(', ', nullif(e.place_name, ''), e.place_address) ELSE e.place_name END AS place
      FROM event e WHERE e.group_id = $1 AND e.visibility = 'public' AND e.status IN ('scheduled', 'cancelled')
        AND e.end_at > (SELECT clock_now()) - interval '90 days' AND e.start_at > (SELECT clock_now()) - interval '151 days' AND e.start_at < (SELECT clock_now()) + interval '18 months' AND (e.status = 'scheduled' OR e.start_at > (SELECT clock_now()) - interval '30 days')
      ORDER BY e.start_at, e.id LIMIT 2000`,
      [groupId],
    );
  }

  /** What concerns a person: all events of the groups they belong to, and what they have answered elsewhere. */
  async ofPerson(db: EntityManager, personId: string): Promise<Row[]> {
    return hot<Row>(
      db,
      'feed_person',
      `
      SELECT e.id, e.title, e.body, e.start_local, e.end_local, e.zone, e.all_day, e.status, e.ical_uid, e.sequence,
        greatest(e.updated_at, CASE WHEN r.status IN ('going', 'maybe', 'waitlisted', 'offered') THEN r.answered_at END) AS updated_at, r.status AS my_status,
        CASE WHEN (e.location_shown = 'everyone' OR e.author_id = $1 OR (e.location_shown = 'attendees' AND r.status = 'going')) AND e.place_address <> ''
          THEN concat_ws(', ', nullif(e.place_name, ''), e.place_address) ELSE e.place_name END AS place
      FROM event e LEFT JOIN rsvp r ON r.event_id = e.id AND r.person_id = $1
      WHERE e.status IN ('scheduled', 'cancelled') AND e.end_at > (SELECT clock_now()) - interval '90 days' AND e.start_at > (SELECT clock_now()) - interval '151 days' AND e.start_at < (SELECT clock_now()) + interval '18 months'
        AND (e.status = 'scheduled' OR e.start_at > (SELECT clock_now()) - interval '30 days')
        AND ((is_member(e.group_id, $1) AND coalesce(r.status, '') NOT IN ('no', 'removed')) OR (e.visibility = 'public' AND r.status IN ('going', 'maybe', 'waitlisted', 'offered')))
      ORDER BY e.start_at, e.id LIMIT 2000`,
      [personId],
    );
  }

  async one(db: EntityManager, eventId: string, seesPlace: boolean): Promise<Row | null> {
    const found = await hot<Row>(
      db,
      'feed_event',
      `
      SELECT e.id, e.title, e.body, e.start_local, e.end_local, e.zone, e.all_day, e.status, e.ical_uid, e.sequence, e.updated_at, NULL AS my_status,
        CASE WHEN $2::boolean AND e.place_address <> '' THEN concat_ws(', ', nullif(e.place_name, ''), e.place_address) ELSE e.place_name END AS place
      FROM event e WHERE e.id = $1 AND e.status IN ('scheduled', 'cancelled')`,
      [eventId, seesPlace],
    );
    return found[0] ?? null;
  }

  async groupVersion(
    db: EntityManager,
    handle: string,
  ): Promise<{ id: string; name: string; summary: string; zone: string; n: string; changed_at: Date } | null> {
    const found = await hot<{ id: string; name: string; summary: string; zone: string; n: string; changed_at: Date }>(
      db,
      'feed_group_version',
      `
      SELECT g.id, g.name, g.summary, g.zone, v.n || '.' || g.version || '.' || (clock_now() AT TIME ZONE 'UTC')::date AS n, v.changed_at
      FROM folk_group g JOIN calendar_version v ON v.group_id = g.id WHERE g.handle = $1 AND g.visibility = 'open' AND g.archived_at IS NULL`,
      [handle],
    );
    return found[0] ?? null;
  }
}

/** A row as an entry of a calendar. */
export function toCalendarEvent(row: Row, baseUrl: string): CalendarEvent {
  const [start, end] = row.all_day
    ? [row.start_local.slice(0, 10), row.end_local.slice(0, 10)]
    : [row.start_local, row.end_local];
  return {
    uid: row.ical_uid,
    sequence: row.sequence,
    status:
      row.status === 'cancelled'
        ? 'CANCELLED'
        : row.my_status === 'maybe' || row.my_status === 'waitlisted' || row.my_status === 'offered'
          ? 'TENTATIVE'
          : 'CONFIRMED',
    start,
    end,
    zone: row.zone,
    allDay: row.all_day,
    title: row.title,
    ...(row.body ? { description: row.body } : {}),
    ...(row.place ? { location: row.place } : {}),
    url: `${baseUrl}/e/${row.id}`,
    transparent: row.my_status !== null && row.my_status !== 'going',
    updatedAt: row.updated_at,
  };
}
