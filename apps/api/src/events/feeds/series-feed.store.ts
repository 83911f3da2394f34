import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { hot } from '../../platform/database/hot.ts';
import { placeIsShown } from '../event-sight.ts';
import type { SeriesRow } from '../series/series.store.ts';

/** A night as the feed of its series looks at it. */
export interface FeedNight {
  readonly id: string;
  readonly original: string;
  readonly allDay: boolean;
  readonly isShown: boolean;
  readonly isCancelled: boolean;
  /** It has something of its own. */
  readonly isOwn: boolean;
}

/** A series that is written as a rule, with all its nights by date. */
export interface FeedSeries extends SeriesRow {
  readonly updated_at: Date;
  /** Whether its place is for everybody. */
  readonly sees_place: boolean;
  readonly nights: readonly FeedNight[];
}

/** True in SQL for a night `e` that the rule of its series brings already. One after the end of its series stands for itself. */
export const isInRule = `EXISTS (SELECT FROM series s WHERE s.id = e.series_id AND s.feed_mode = 'rrule' AND s.template ->> 'visibility' = 'public'
  AND (s.ends_before IS NULL OR e.original_local < s.ends_before))`;

/** The public neither hosts a series nor comes to it. */
const seesPlace = placeIsShown(`s.template ->> 'location_shown'`, { host: 'false', going: 'false' });

/** Series as public feeds hold them. */
@Injectable()
export class SeriesFeedStore {
  /** The public series of a group, or of one line of it, that had a night in the 90 days before a day or have one to come. */
  async ofGroup(db: EntityManager, of: { groupId: string; lineId: string | null; today: Date }): Promise<FeedSeries[]> {
    return hot<FeedSeries & Record<string, unknown>>(
      db,
      'feed_series',
      `SELECT s.*, ${seesPlace} AS sees_place, n.nights FROM series s CROSS JOIN LATERAL (
         SELECT max(e.end_at) AS last, json_agg(json_build_object('id', e.id, 'original', e.original_local, 'allDay', e.all_day, 'isShown', e.visibility = 'public' AND e.status <> 'draft',
           'isCancelled', e.status IN ('cancelled', 'postponed'), 'isOwn', e.overridden <> '{}') ORDER BY e.original_local) AS nights
         FROM event e WHERE e.series_id = s.id) n
       WHERE s.group_id = $1 AND ($2::uuid IS NULL OR s.line_id = $2) AND s.feed_mode = 'rrule' AND s.template ->> 'visibility' = 'public' AND NOT s.is_draft AND n.last > $3::timestamptz - interval '90 days'
       ORDER BY s.start_local, s.id`,
      [of.groupId, of.lineId, of.today],
    );
  }

  /** The line of a series of a group, or null where the group has none of that id. */
  async lineOf(
    db: EntityManager,
    groupId: string,
    seriesId: string,
  ): Promise<{ lineId: string; title: string } | null> {
    const found = await hot<{ lineId: string; title: string }>(
      db,
      'feed_series_line',
      `SELECT line_id AS "lineId", template ->> 'title' AS title FROM series WHERE id = $2 AND group_id = $1 AND template ->> 'visibility' = 'public' AND NOT is_draft`,
      [groupId, seriesId],
    );
    return found[0] ?? null;
  }
}
