import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { hot } from '../../platform/database/hot.ts';
import { together } from '../../platform/database/together.ts';
import { type Cursor, listStart } from '../../platform/graphql/connection.ts';
import type { EventCard } from '../events.graphql.ts';
import { isPublic } from '../event-sight.ts';
import { cardSql } from '../event-sql.ts';
import type { FindFilter } from './filter.ts';

/** Which of the public events: a condition on `e` and `g`, its values from `first` on, and a name that is constant for its text. */
export interface Condition {
  readonly name: string;
  readonly where: string;
  readonly values: readonly unknown[];
}

/** What discovery, its feeds and embedded lists are about. */
const isListed = `${isPublic} AND e.status <> 'draft' AND g.archived_at IS NULL`;

/** The beginning of a day in UTC. Clocks are at most 14 hours before it and 12 behind, so that the index by instants finds the days of every clock. */
const instant = (day: string): string => `(${day} || 'T00:00:00Z')::timestamptz`;

const parts: Readonly<Record<keyof FindFilter, (n: string) => string>> = {
  words: (n) => `e.search @@ search_query(${n})`,
  from: (n) =>
    `e.end_local > ${n} || 'T00:00:00' AND e.end_at > ${instant(n)} - interval '14 hours' AND e.start_at > ${instant(n)} - interval '62 days'`,
  to: (n) => `e.start_local <= ${n} || 'T23:59:59' AND e.start_at < ${instant(n)} + interval '36 hours'`,
  tag: (n) => `e.tags @> ARRAY[${n}::text]`,
  group: (n) => `e.group_id = (SELECT o.id FROM folk_group o WHERE o.handle = ${n})`,
  online: () => `e.kind <> 'in_person'`,
  stepFree: () => `e.access ->> 'stepFree' = 'yes'`,
};
const keys = Object.keys(parts) as (keyof FindFilter)[];

/** The condition of a filter. Only what is asked for stands in it, so that each combination has a plan of its own. */
export function conditionOf(filter: FindFilter, first: number): Condition {
  const asked = keys.filter((key) => filter[key]);
  const valued = asked.filter((key) => typeof filter[key] === 'string');
  const where = asked.map((key) => parts[key](`$${first + valued.indexOf(key)}`));
  return {
    name: `find_${asked.map((key) => key[0] + key.at(-1)!).join('') || 'all'}`,
    where: [isListed, ...where].join(' AND '),
    values: valued.map((key) => filter[key]),
  };
}

/** True in SQL for an event that does not repeat, and for the next night of a line of series that `where` finds from $1 on. */
const isNext = (where: string): string =>
  `(e.series_id IS NULL OR NOT EXISTS (SELECT FROM event b WHERE b.series_id IN (SELECT l.id FROM series s JOIN series l ON l.line_id = s.line_id WHERE s.id = e.series_id) AND (b.start_at, b.id) < (e.start_at, e.id) AND b.end_at >= $1::timestamptz AND ${where.replaceAll(/\be\./g, 'b.')}))`;

const tagsSql = `SELECT json_build_object('tag', tag, 'events', count(*)::int) AS json FROM (
  SELECT e.tags FROM event e JOIN folk_group g ON g.id = e.group_id WHERE ${isListed} AND e.end_at >= $1::timestamptz AND e.start_at >= $1::timestamptz - interval '61 days'
  ORDER BY e.start_at, e.id LIMIT 1000) coming, unnest(coming.tags) tag GROUP BY tag ORDER BY count(*) DESC, tag LIMIT 24`;

/** Reads of what is public and coming. */
@Injectable()
export class FindStore {
  /**
   * Public events that match, by start; of a series the next night that matches. The end is looked at in the index already; words and tags are planned for their values, as a rare
   * word and a frequent one want different ways.
   */
  async find(
    db: EntityManager,
    actor: Actor,
    of: { filter: FindFilter; since: Date; first: number; after: Cursor | null },
  ): Promise<EventCard[]> {
    const { name, where, values } = conditionOf(of.filter, 6);
    const after = of.after ?? listStart;
    return together<EventCard>(db, actor, {
      name,
      text: `SELECT ${cardSql} AS json FROM event e JOIN folk_group g ON g.id = e.group_id
       WHERE ${where} AND e.end_at >= $1::timestamptz AND e.start_at >= $1::timestamptz - interval '61 days' AND (e.start_at, e.id) > ($3::timestamptz, $4::uuid) AND ${isNext(where)}
       ORDER BY e.start_at, e.id LIMIT $5`,
      values: [of.since, actor.personId, after.at, after.id, of.first + 1, ...values],
      plan: of.filter.words || of.filter.tag ? 'each' : 'kept',
    });
  }

  /** The ids of the next events that match, by start, for feeds that are read as news. */
  async next(db: EntityManager, of: { filter: FindFilter; since: Date; most: number }): Promise<string[]> {
    const { where, values } = conditionOf(of.filter, 3);
    const found = await hot<{ id: string }>(
      db,
      null,
      `SELECT e.id FROM event e JOIN folk_group g ON g.id = e.group_id
       WHERE ${where} AND e.end_at >= $1::timestamptz AND e.start_at >= $1::timestamptz - interval '61 days' ORDER BY e.start_at, e.id LIMIT $2`,
      [of.since, of.most, ...values],
    );
    return found.map(({ id }) => id);
  }

  /** The tags of the next thousand events, the most frequent first. */
  async tags(db: EntityManager, actor: Actor, since: Date): Promise<{ tag: string; events: number }[]> {
    return together(db, actor, { name: 'find_tags', text: tagsSql, values: [since] });
  }
}
