import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { groupIdOf } from '../groups/index.ts';
import type { Actor } from '../platform/actor.ts';
import { hot } from '../platform/database/hot.ts';
import { together } from '../platform/database/together.ts';
import { row, rows } from '../platform/database/sql.ts';
import { type Cursor, listStart } from '../platform/graphql/connection.ts';
import { isId } from '../platform/ids.ts';
import { refOf } from './event-ref.ts';
import { cardSql, cohosted, onGoing, pageSql, readable } from './event-sql.ts';
import { readableBy, sightOf } from './event-sight.ts';
import type { EventCard, EventView } from './events.graphql.ts';
import type { SeriesView } from './series/series.graphql.ts';

/** The row as the services see it. */
export interface EventRow {
  id: string;
  group_id: string;
  author_id: string;
  title: string;
  start_local: string;
  end_local: string;
  zone: string;
  all_day: boolean;
  start_at: Date;
  end_at: Date;
  place_name: string;
  place_address: string;
  place_note: string;
  online_url: string | null;
  visibility: 'public' | 'unlisted' | 'group' | 'invited';
  link_key: string | null;
  cover_id: string | null;
  status: 'draft' | 'scheduled' | 'postponed' | 'cancelled';
  capacity: number | null;
  seats_held: number;
  waitlist: 'auto' | 'manual' | 'off';
  maybe_allowed: boolean;
  cutoff_minutes: number;
  rsvp_opens_at: Date | string | null;
  rsvp_closes_at: Date | string | null;
  companions_max: number;
  guest_rsvp: boolean;
  location_shown: string;
  attendees_shown: string;
  reminders: boolean;
  version: number;
  series_id: string | null;
  original_local: string | null;
  reason: string | null;
  ical_uid: string;
  sequence: number;
  schedule_seq: number;
  updated_at: Date;
}

export interface PageRow extends Omit<EventView, 'can' | 'outlook'> {
  groupId: string;
  authorId: string;
  host: boolean;
  seesAttendees: boolean;
  series: SeriesView | null;
  nowAt: string;
  free: number | null;
  asked: boolean;
  belongs: boolean;
  queued: boolean;
}

/** Every read of events. */
@Injectable()
export class EventsStore {
  /** `ref` is the event's id, with the key of an unlisted one behind a dot. */
  async page(db: EntityManager, actor: Actor, ref: string): Promise<PageRow | null> {
    const { id, key } = refOf(ref);
    if (!id) return null;
    const [page] = await together<PageRow>(db, actor, {
      name: 'event_page',
      text: pageSql,
      values: [id, actor.personId, key],
    });
    return page ?? null;
  }

  async mayRead(db: EntityManager, actor: Actor, ref: string): Promise<boolean> {
    const { id, key } = refOf(ref);
    if (!id) return false;
    return (
      (
        await hot(
          db,
          'event_may_read',
          `SELECT 1 FROM event e JOIN folk_group g ON g.id = e.group_id WHERE e.id = $1 AND ${readableBy('$2', '$3')}`,
          [id, actor.personId, key],
        )
      ).length > 0
    );
  }

  /** Whether the actor may see any night of a line of series; `ref` may carry the key of an unlisted one. */
  async mayReadLine(db: EntityManager, actor: Actor, ref: string): Promise<boolean> {
    const { id, key } = refOf(ref);
    if (!id) return false;
    const found = await hot(
      db,
      'series_may_read',
      `SELECT 1 FROM series s JOIN event e ON e.series_id = s.id JOIN folk_group g ON g.id = e.group_id WHERE s.line_id = $1 AND ${readableBy('$2', '$3')} LIMIT 1`,
      [id, actor.personId, key],
    );
    return found.length > 0;
  }

  /** Events of one group in a window of instants, for its calendar and lists, those it co-hosts among them; forward by start. */
  async ofGroup(
    db: EntityManager,
    actor: Actor,
    of: { handle: string; from: Date; to: Date; first: number; after: Cursor | null },
  ): Promise<EventCard[]> {
    const after = of.after ?? listStart;
    const within = `${onGoing('$3')} AND e.start_at < $4 AND (e.start_at, e.id) > ($5::timestamptz, $6::uuid) AND ${readable}`;
    return together<EventCard>(db, actor, {
      name: 'events_of_group',
      text: `SELECT ${cardSql} AS json FROM (
         (SELECT e.* FROM event e JOIN folk_group g ON g.id = e.group_id WHERE e.group_id = ${groupIdOf('$1')} AND ${within} ORDER BY e.start_at, e.id LIMIT $7)
         UNION ALL
         (SELECT e.* FROM event_host x JOIN event e ON e.id = x.event_id JOIN folk_group g ON g.id = e.group_id
           WHERE x.group_id = ${groupIdOf('$1')} AND x.accepted_at IS NOT NULL AND ${within} ORDER BY e.start_at, e.id LIMIT $7)) e
       JOIN folk_group g ON g.id = e.group_id ORDER BY e.start_at, e.id LIMIT $7`,
      values: [of.handle, actor.personId, of.from, of.to, after.at, after.id, of.first + 1],
    });
  }

  /** What is coming for a person: their groups' events and their own answers. For a visitor: the public events of the instance. */
  async coming(
    db: EntityManager,
    actor: Actor,
    of: { from: Date; to: Date; first: number; after: Cursor | null },
  ): Promise<EventCard[]> {
    const after = of.after ?? listStart;
    const within = `${onGoing('$1')} AND e.start_at < $3 AND e.status <> 'draft' AND (e.start_at, e.id) > ($4::timestamptz, $5::uuid) AND ${readableBy('$2')}`;
    // Each group's next ones by its own index: asked event by event, whoever has few groups on a large instance would read all events of all.
    const mine = `e.id IN (SELECT n.id FROM membership m CROSS JOIN LATERAL (
           SELECT e.id FROM event e JOIN folk_group g ON g.id = e.group_id WHERE e.group_id = m.group_id AND ${within} ORDER BY e.start_at, e.id LIMIT $6) n
         WHERE m.person_id = $2 AND is_member(m.group_id, $2)
       UNION ${cohosted}
       UNION SELECT r.event_id FROM rsvp r WHERE r.person_id = $2 AND r.status IN ('invited', 'requested', 'going', 'maybe', 'waitlisted', 'offered'))`;
    const scope = actor.personId ? mine : `e.visibility = 'public'`;
    return together<EventCard>(db, actor, {
      name: actor.personId ? 'events_mine' : 'events_public',
      text: `SELECT ${cardSql} AS json FROM event e JOIN folk_group g ON g.id = e.group_id
       WHERE ${scope} AND ${within} ORDER BY e.start_at, e.id LIMIT $6`,
      values: [of.from, actor.personId, of.to, after.at, after.id, of.first + 1],
    });
  }

  /** The row under its lock, for a change of the event itself. */
  async hold(tx: EntityManager, id: string): Promise<EventRow | null> {
    return isId(id) ? row<EventRow>(tx, 'SELECT * FROM event WHERE id = $1 FOR NO KEY UPDATE', [id]) : null;
  }

  async find(db: EntityManager, id: string): Promise<EventRow | null> {
    return isId(id) ? row<EventRow>(db, 'SELECT * FROM event WHERE id = $1', [id]) : null;
  }

  /** Whether somebody hosts an event: its author, or a co-host. Those who look after the group's events come by their duty. */
  async isHost(db: EntityManager, event: Pick<EventRow, 'id' | 'author_id'>, actor: Actor): Promise<boolean> {
    if (!actor.personId || event.author_id === actor.personId) return actor.personId !== null;
    const found = await row<{ is: boolean }>(db, 'SELECT cohosts_event($1, $2) AS is', [event.id, actor.personId]);
    return found?.is ?? false;
  }

  /** Who hosts an event: its author while they belong to the group, else those who look after the group's events. */
  async hosts(db: EntityManager, eventId: string): Promise<string[]> {
    const found = await rows<{ person_id: string }>(
      db,
      `SELECT e.author_id AS person_id FROM event e WHERE e.id = $1 AND is_member(e.group_id, e.author_id)
       UNION SELECT h.person_id FROM event_host h WHERE h.event_id = $1 AND h.person_id IS NOT NULL AND h.accepted_at IS NOT NULL
       UNION SELECT m.person_id FROM event e JOIN membership m ON m.group_id = e.group_id JOIN duty d ON d.membership_id = m.id AND d.to_at IS NULL AND d.kind IN ('organiser', 'steward')
         WHERE e.id = $1 AND NOT is_member(e.group_id, e.author_id)`,
      [eventId],
    );
    return found.map(({ person_id }) => person_id);
  }

  /** Which of these people may read its exact place and its online link, for mails about it. */
  async seers(db: EntityManager, eventId: string, personIds: readonly string[]): Promise<Set<string>> {
    const found = await rows<{ id: string }>(
      db,
      `SELECT p.id FROM unnest($2::uuid[]) p (id) CROSS JOIN event e ${sightOf('p.id')} WHERE e.id = $1 AND v.sees_place`,
      [eventId, personIds],
    );
    return new Set(found.map(({ id }) => id));
  }

  /** People whom a change of an event concerns: going, maybe, waiting, offered. */
  async concerned(db: EntityManager, eventId: string): Promise<string[]> {
    const found = await rows<{ person_id: string }>(
      db,
      `SELECT person_id FROM rsvp WHERE event_id = $1 AND status IN ('going', 'maybe', 'waitlisted', 'offered') ORDER BY id`,
      [eventId],
    );
    return found.map(({ person_id }) => person_id);
  }
}
