import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { CalendarEvent } from '#libs/calendar';
import { hot } from '../../platform/database/hot.ts';
import { onlineUrl, sightOf } from '../event-sight.ts';
import { PollsStore } from '../polls/polls.store.ts';

/** Which events a feed holds: a condition on `e` (the event), `g` (its group) and `r` (the viewer's answer), with values from $4 on. */
export interface FeedScope {
  /** Of the statement, a constant of the condition's text; null where it is planned for its values. */
  readonly name: string | null;
  readonly where: string;
  readonly values: readonly unknown[];
  /** Whose eyes: null for the public. */
  readonly viewerId: string | null;
  /** The UTC midnight from which the window is measured, so that a feed is the same all day. */
  readonly today: Date;
}

/** A place in a feed: enough to order it, to bound it and to know its zones; the words are read when it is written. */
export interface FeedPlace {
  readonly id: string;
  readonly zone: string;
  readonly start_local: string;
  readonly end_local: string;
  readonly all_day: boolean;
  readonly ical_uid: string;
  readonly updated_at: Date;
}

/** An entry's words, as this viewer may read them. */
export interface FeedRow extends FeedPlace {
  readonly title: string;
  readonly summary: string;
  readonly body: string;
  readonly place: string;
  readonly online_url: string | null;
  readonly tags: string[];
  readonly status: string;
  readonly reason: string | null;
  readonly visibility: string;
  readonly link_key: string | null;
  readonly sequence: number;
  readonly published_at: Date | null;
  readonly poster_seed: string;
  readonly group_name: string;
  readonly group_handle: string;
  readonly language: string;
  readonly my_status: string | null;
}

export interface Tombstone extends Omit<FeedPlace, 'ical_uid' | 'updated_at'> {
  readonly sequence: number;
  readonly deleted_at: Date;
}

const MAX_PAST = 500;
const MAX_ALL = 2000;

const from = `FROM event e JOIN folk_group g ON g.id = e.group_id LEFT JOIN rsvp r ON r.event_id = e.id AND r.person_id = $2`;
const kept = `e.status <> 'draft' AND g.archived_at IS NULL AND (e.status NOT IN ('cancelled', 'postponed') OR e.end_at > $1::timestamptz - interval '30 days')`;
const place = `e.id, e.ical_uid, e.zone, e.start_local, e.end_local, e.all_day, greatest(e.updated_at, CASE WHEN r.status IS NOT NULL THEN r.answered_at END) AS updated_at`;

const placesSql = (where: string): string => `
(SELECT ${place} ${from} WHERE ${kept} AND e.end_at <= $1::timestamptz AND e.end_at > $1::timestamptz - interval '90 days' AND e.start_at > $1::timestamptz - interval '151 days' AND ${where}
  ORDER BY e.start_at DESC, e.id DESC LIMIT ${MAX_PAST})
UNION ALL
(SELECT ${place} ${from} WHERE ${kept} AND e.end_at > $1::timestamptz AND e.start_at > $1::timestamptz - interval '61 days' AND e.start_at < $1::timestamptz + interval '18 months' AND ${where}
  ORDER BY e.start_at, e.id LIMIT $3)`;

const rowsSql = `
SELECT ${place}, e.title, e.summary, e.body, e.tags, e.status, e.visibility, e.link_key, e.reason, e.sequence, e.published_at, e.poster_seed, g.name AS group_name, g.handle AS group_handle,
  coalesce(nullif(e.language, ''), g.locale) AS language, r.status AS my_status,
  concat_ws(', ', nullif(e.place_name, ''), CASE WHEN v.sees_place THEN nullif(e.place_address, '') END, nullif(e.locality, '')) AS place, ${onlineUrl} AS online_url
${from} ${sightOf('$2')}
WHERE e.id = ANY($1::uuid[])`;

/** What feeds hold. Which events is one statement, their words are read in batches while the feed is written. */
@Injectable()
export class FeedsStore {
  constructor(private readonly polls: PollsStore) {}

  /** Dates somebody said they can come on, while their polls are open. */
  candidatesOf(db: EntityManager, personId: string, baseUrl: string): Promise<CalendarEvent[]> {
    return this.polls.candidatesOf(db, personId, baseUrl);
  }

  /** The places of a feed by start: of the 90 days before today the latest 500, 18 months ahead, 2,000 in all. */
  async places(db: EntityManager, scope: FeedScope): Promise<FeedPlace[]> {
    const values = [scope.today, scope.viewerId, MAX_ALL, ...scope.values];
    const found = await hot<FeedPlace>(db, scope.name && `feed_${scope.name}`, placesSql(scope.where), values);
    const sorted = found.toSorted((a, b) => (a.start_local < b.start_local ? -1 : 1));
    return sorted.slice(0, MAX_ALL);
  }

  /** The words of some entries, in the order of their ids. */
  async rows(db: EntityManager, viewerId: string | null, ids: readonly string[]): Promise<FeedRow[]> {
    const found = await hot<FeedRow>(db, 'feed_rows', rowsSql, [ids, viewerId]);
    const byId = new Map(found.map((row) => [row.id, row]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }

  /** What was deleted in the last 30 days from these groups; for the public only what had been public. */
  async tombstones(db: EntityManager, groupIds: readonly string[], isPublic: boolean): Promise<Tombstone[]> {
    return hot<Tombstone>(
      db,
      'feed_tombstones',
      `SELECT ical_uid AS id, zone, start_local, end_local, all_day, sequence, deleted_at FROM tombstone
       WHERE group_id = ANY($1::uuid[]) AND deleted_at > clock_now() - interval '30 days' AND (NOT $2::boolean OR (visibility = 'public' AND NOT in_rule)) ORDER BY start_local, ical_uid LIMIT 200`,
      [groupIds, isPublic],
    );
  }

  /** What decides the bytes of a group's public feed; null where there is none. */
  async groupVersion(db: EntityManager, handle: string): Promise<GroupVersion | null> {
    const found = await hot<GroupVersion>(
      db,
      'feed_group_version',
      `SELECT g.id, g.name, g.handle, g.summary, g.zone, g.locale, g.color, v.n || '.' || g.version AS n, v.changed_at, date_trunc('day', clock_now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' AS today
       FROM folk_group g JOIN calendar_version v ON v.group_id = g.id WHERE g.handle = $1 AND g.visibility = 'open' AND g.archived_at IS NULL`,
      [handle],
    );
    return found[0] ?? null;
  }

  /** One of these groups by its handle. */
  async groupOf(
    db: EntityManager,
    handle: string,
    groupIds: readonly string[],
  ): Promise<{ id: string; name: string; zone: string } | null> {
    const found = await hot<{ id: string; name: string; zone: string }>(
      db,
      'feed_group_of',
      'SELECT id, name, zone FROM folk_group WHERE handle = $1 AND id = ANY($2::uuid[]) AND archived_at IS NULL',
      [handle, groupIds],
    );
    return found[0] ?? null;
  }

  /** The same for everything public of the instance: any group's change is a change. */
  async instanceVersion(db: EntityManager): Promise<InstanceVersion> {
    const found = await hot<InstanceVersion>(
      db,
      'feed_instance_version',
      `SELECT (SELECT name FROM instance) AS name, count(*) || '.' || coalesce(sum(v.n + g.version), 0) AS n, max(v.changed_at) AS changed_at,
         (SELECT zone FROM folk_group ORDER BY created_at LIMIT 1) AS zone, coalesce((SELECT locale FROM folk_group ORDER BY created_at LIMIT 1), 'en') AS locale, date_trunc('day', clock_now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' AS today
       FROM folk_group g JOIN calendar_version v ON v.group_id = g.id WHERE g.visibility <> 'secret' AND g.archived_at IS NULL`,
      [],
    );
    return found[0]!;
  }

  /**
   * What decides the bytes of a person's feeds: the calendars of their groups and of what they have answered, their answers, where they stand.
   * Null for somebody suspended.
   */
  async personVersion(db: EntityManager, personId: string): Promise<PersonVersion | null> {
    const found = await hot<PersonVersion>(
      db,
      'feed_person_version',
      `WITH mine AS (SELECT m.group_id FROM membership m JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL AND s.standing IN ('member', 'paused') WHERE m.person_id = $1),
        answers AS (SELECT e.group_id, r.event_id, r.status, r.answered_at FROM rsvp r JOIN event e ON e.id = r.event_id WHERE r.person_id = $1),
        facts AS (
          SELECT 'c' || v.group_id || v.n || '.' || g.version || g.visibility || (g.archived_at IS NULL) AS fact, v.changed_at FROM calendar_version v JOIN folk_group g ON g.id = v.group_id
            WHERE v.group_id IN (SELECT group_id FROM mine UNION SELECT group_id FROM answers)
          UNION ALL SELECT 'm' || group_id, NULL FROM mine
          UNION ALL SELECT 'r' || event_id || status || iso(answered_at), answered_at FROM answers
          UNION ALL SELECT 'd' || d.membership_id || d.kind, d.from_at FROM duty d JOIN membership m ON m.id = d.membership_id WHERE m.person_id = $1 AND d.to_at IS NULL)
       SELECT p.id, p.name, p.locale, coalesce(p.zone, (SELECT g.zone FROM mine JOIN folk_group g ON g.id = mine.group_id ORDER BY g.created_at LIMIT 1), 'UTC') AS zone,
         (SELECT coalesce(array_agg(group_id ORDER BY group_id), '{}') FROM mine) AS groups, md5(coalesce((SELECT string_agg(fact, '|' ORDER BY fact) FROM facts), '')) AS n,
         (SELECT max(changed_at) FROM facts) AS changed_at, date_trunc('day', clock_now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' AS today
       FROM person p WHERE p.id = $1 AND p.suspended_at IS NULL`,
      [personId],
    );
    return found[0] ?? null;
  }
}

interface Version {
  readonly n: string;
  readonly changed_at: Date | null;
  readonly today: Date;
}
export interface GroupVersion extends Version {
  readonly id: string;
  readonly name: string;
  readonly handle: string;
  readonly summary: string;
  readonly zone: string;
  readonly locale: string;
  readonly color: string;
}
export interface InstanceVersion extends Version {
  readonly name: string;
  readonly locale: string;
  readonly zone: string | null;
}
export interface PersonVersion extends Version {
  readonly id: string;
  readonly name: string;
  readonly locale: string;
  readonly zone: string;
  readonly groups: string[];
}
