import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { TakenSeries } from '#libs/calendar';
import { row, rows } from '../../platform/database/sql.ts';
import type { EventRow } from '../events.store.ts';
import type { SeriesRow } from '../series/series.store.ts';
import type { ImportedContent } from './content.ts';
import { type SeriesContent, seriesContentOf } from './series-content.ts';

/** A series that was taken in before. */
export interface HeldSeries {
  readonly uid: string;
  /** The line it began; hosts may have split it since. */
  readonly series_id: string;
  readonly content_hash: Buffer;
  readonly content: SeriesContent;
}

export interface PlannedSeries {
  readonly series: TakenSeries;
  readonly content: SeriesContent;
  readonly what: 'new' | 'changed' | 'same';
  readonly held: HeldSeries | null;
  readonly hash: Buffer;
}

/** A date of a series that was taken in as an event by itself. */
export type LoneDate = EventRow & {
  readonly uid: string;
  readonly recurrence_id: string;
  readonly content: ImportedContent;
};

/** Series that were taken in before, and what has gone from where they came. */
@Injectable()
export class SeriesImportsStore {
  /** Which of these UIDs are series here. */
  async heldUids(db: EntityManager, groupId: string, uids: readonly string[]): Promise<Set<string>> {
    const held = await rows<{ uid: string }>(
      db,
      'SELECT uid FROM imported WHERE group_id = $1 AND uid = ANY($2::text[]) AND series_id IS NOT NULL',
      [groupId, uids],
    );
    return new Set(held.map(({ uid }) => uid));
  }

  /** What each series of a file would do. Known by its UID, or where that is new and another is gone by title and start; one of ours that came back is the same. */
  async plan(db: EntityManager, groupId: string, series: readonly TakenSeries[]): Promise<PlannedSeries[]> {
    const uids = series.map(({ event }) => event.uid);
    const contents = series.map(seriesContentOf);
    const held = await rows<HeldSeries>(
      db,
      `SELECT uid, series_id, content_hash, content FROM imported WHERE group_id = $1 AND series_id IS NOT NULL
         AND (uid = ANY($2::text[]) OR content->>'title' = ANY($3::text[]) AND content->>'start' = ANY($4::text[]))`,
      [groupId, uids, contents.map(({ title }) => title), contents.map(({ start }) => start)],
    );
    const own = await rows<{ ical_uid: string }>(
      db,
      'SELECT ical_uid FROM series WHERE group_id = $1 AND ical_uid = ANY($2::text[])',
      [groupId, uids],
    );
    const byUid = new Map(held.map((one) => [one.uid, one]));
    const renamed = new Map(
      held.filter(({ uid }) => !uids.includes(uid)).map((one) => [`${one.content.title}\n${one.content.start}`, one]),
    );
    const ours = new Set(own.map(({ ical_uid }) => ical_uid));
    return series.map((one, at) => {
      const content = contents[at]!;
      const hash = createHash('sha256').update(JSON.stringify(content)).digest();
      const known = byUid.get(one.event.uid) ?? renamed.get(`${content.title}\n${content.start}`) ?? null;
      const isSame = ours.has(one.event.uid) || (known?.content_hash.equals(hash) ?? false);
      return { series: one, content, hash, held: known, what: isSame ? 'same' : known ? 'changed' : 'new' };
    });
  }

  async remember(
    tx: EntityManager,
    of: { groupId: string; sourceId: string | null; lineId: string; planned: PlannedSeries },
  ): Promise<void> {
    const { series, held, hash, content } = of.planned;
    const { uid } = series.event;
    if (held && held.uid !== uid)
      await rows(tx, `DELETE FROM imported WHERE group_id = $1 AND uid = $2 AND recurrence_id = ''`, [
        of.groupId,
        held.uid,
      ]);
    await rows(
      tx,
      `INSERT INTO imported (group_id, uid, recurrence_id, series_id, content_hash, content, source_id) VALUES ($1, $2, '', $3, $4, $5, $6)
       ON CONFLICT (group_id, uid, recurrence_id) DO UPDATE SET event_id = NULL, series_id = $3, content_hash = $4, content = $5, source_id = coalesce($6, imported.source_id), missing_since = NULL`,
      [of.groupId, uid, of.lineId, hash, JSON.stringify(content), of.sourceId],
    );
  }

  /** The dates of a UID that were taken in as events by themselves, under their locks. */
  loneDates(tx: EntityManager, groupId: string, uid: string): Promise<LoneDate[]> {
    return rows<LoneDate>(
      tx,
      `SELECT e.*, i.uid, i.recurrence_id, i.content FROM imported i JOIN event e ON e.id = i.event_id
       WHERE i.group_id = $1 AND i.uid = $2 AND e.series_id IS NULL AND i.content IS NOT NULL ORDER BY e.id FOR NO KEY UPDATE OF e`,
      [groupId, uid],
    );
  }

  /** For a part of a series that began with a change of all later dates: the part before it, as it was taken in. */
  partBefore(db: EntityManager, groupId: string, uid: string): Promise<HeldSeries | null> {
    const whole = /^(.*)#\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d)?$/.exec(uid)?.[1];
    if (whole === undefined) return Promise.resolve(null);
    return row<HeldSeries>(
      db,
      `SELECT uid, series_id, content_hash, content FROM imported WHERE group_id = $1 AND series_id IS NOT NULL
         AND (uid = $2 OR starts_with(uid, $2 || '#') AND uid COLLATE "C" < $3 COLLATE "C") ORDER BY uid COLLATE "C" DESC LIMIT 1`,
      [groupId, whole, uid],
    );
  }

  /** Forgets that a date was taken in by itself: it is a night of a series now. */
  async forget(tx: EntityManager, groupId: string, date: LoneDate): Promise<void> {
    await rows(tx, 'DELETE FROM imported WHERE group_id = $1 AND uid = $2 AND recurrence_id = $3', [
      groupId,
      date.uid,
      date.recurrence_id,
    ]);
  }

  /** Series that go on here and that a followed calendar has not held at two readings, as the lines they began. */
  async gone(tx: EntityManager, sourceId: string, uids: readonly string[]): Promise<SeriesRow[]> {
    const isMissing = 'i.source_id = $1 AND i.series_id IS NOT NULL AND NOT i.uid = ANY($2::text[])';
    await rows(
      tx,
      `UPDATE imported i SET missing_since = NULL WHERE i.source_id = $1 AND i.series_id IS NOT NULL AND i.missing_since IS NOT NULL AND i.uid = ANY($2::text[])`,
      [sourceId, uids],
    );
    const gone = await rows<SeriesRow>(
      tx,
      `SELECT s.* FROM imported i JOIN series s ON s.line_id = i.series_id WHERE ${isMissing} AND i.missing_since IS NOT NULL AND s.ends_before IS NULL ORDER BY s.id`,
      [sourceId, uids],
    );
    await rows(tx, `UPDATE imported i SET missing_since = clock_now() WHERE ${isMissing} AND i.missing_since IS NULL`, [
      sourceId,
      uids,
    ]);
    return gone;
  }
}
