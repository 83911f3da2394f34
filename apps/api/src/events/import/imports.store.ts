import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ImportedEvent } from '#libs/calendar';
import { rows } from '../../platform/database/sql.ts';
import type { EventRow } from '../events.store.ts';
import { contentOf, type ImportedContent } from './content.ts';

export interface HeldImport {
  readonly uid: string;
  readonly recurrence_id: string;
  readonly event_id: string;
  readonly content_hash: Buffer;
  readonly content: ImportedContent | null;
}

export interface PlannedImport {
  readonly event: ImportedEvent;
  readonly content: ImportedContent;
  readonly what: 'new' | 'changed' | 'same';
  readonly held: HeldImport | null;
  readonly hash: Buffer;
}

const keyOf = (uid: string, recurrenceId: string | null): string => `${uid}\n${recurrenceId ?? ''}`;

/** What was taken in before, and what has gone from where it came. */
@Injectable()
export class ImportsStore {
  /**
   * What each event of a file would do, by three statements however many there are. An event is known by its UID and RECURRENCE-ID; some
   * programs write new UIDs with every export, so one whose start and title stand here under a UID that the file no longer holds is that one.
   */
  async plan(db: EntityManager, groupId: string, events: readonly ImportedEvent[]): Promise<PlannedImport[]> {
    const uids = [...new Set(events.map(({ uid }) => uid))];
    const held = await rows<HeldImport>(
      db,
      'SELECT uid, recurrence_id, event_id, content_hash, content FROM imported WHERE group_id = $1 AND uid = ANY($2::text[]) AND event_id IS NOT NULL',
      [groupId, uids],
    );
    const own = await rows<{ ical_uid: string }>(
      db,
      'SELECT ical_uid FROM event WHERE group_id = $1 AND ical_uid = ANY($2::text[])',
      [groupId, uids],
    );
    const byKey = new Map(held.map((one) => [keyOf(one.uid, one.recurrence_id), one]));
    const ours = new Set(own.map(({ ical_uid }) => ical_uid));
    const renamed = await this.renamed(db, groupId, { events, uids });
    return events.map((event) => {
      const content = contentOf(event);
      const hash = createHash('sha256').update(JSON.stringify(content)).digest();
      const known =
        byKey.get(keyOf(event.uid, event.recurrenceId)) ?? renamed.get(`${event.title}\n${event.start}`) ?? null;
      const isSame = ours.has(event.uid) || (known?.content_hash.equals(hash) ?? false);
      return { event, content, hash, held: known, what: isSame ? 'same' : known ? 'changed' : 'new' };
    });
  }

  private async renamed(
    db: EntityManager,
    groupId: string,
    { events, uids }: { events: readonly ImportedEvent[]; uids: readonly string[] },
  ): Promise<Map<string, HeldImport>> {
    const found = await rows<HeldImport>(
      db,
      `SELECT i.uid, i.recurrence_id, i.event_id, i.content_hash, i.content FROM imported i
       WHERE i.group_id = $1 AND i.event_id IS NOT NULL AND i.content->>'title' = ANY($2::text[]) AND i.content->>'start' = ANY($3::text[]) AND NOT i.uid = ANY($4::text[])`,
      [groupId, [...new Set(events.map(({ title }) => title))], [...new Set(events.map(({ start }) => start))], uids],
    );
    return new Map(found.map((one) => [`${one.content!.title}\n${one.content!.start}`, one]));
  }

  /** Remembers what was read; under a new UID where the old one is gone. */
  async remember(
    tx: EntityManager,
    of: { groupId: string; sourceId: string | null; eventId: string; planned: PlannedImport },
  ): Promise<void> {
    const { event, held, hash, content } = of.planned;
    if (held && keyOf(held.uid, held.recurrence_id) !== keyOf(event.uid, event.recurrenceId))
      await rows(tx, 'DELETE FROM imported WHERE group_id = $1 AND uid = $2 AND recurrence_id = $3', [
        of.groupId,
        held.uid,
        held.recurrence_id,
      ]);
    await rows(
      tx,
      `INSERT INTO imported (group_id, uid, recurrence_id, event_id, content_hash, content, source_id) VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (group_id, uid, recurrence_id) DO UPDATE SET content_hash = $5, content = $6, source_id = coalesce($7, imported.source_id), missing_since = NULL`,
      [of.groupId, event.uid, event.recurrenceId ?? '', of.eventId, hash, JSON.stringify(content), of.sourceId],
    );
  }

  /**
   * Coming events that a followed calendar no longer holds. One that was missing at the reading before, too, is returned: a calendar that
   * was read while it was being written must not cancel anything.
   */
  async gone(tx: EntityManager, sourceId: string, events: readonly ImportedEvent[]): Promise<EventRow[]> {
    const keys = events.map(({ uid, recurrenceId }) => keyOf(uid, recurrenceId));
    const isMissing = `i.source_id = $1 AND i.event_id IS NOT NULL AND NOT (i.uid || E'\\n' || i.recurrence_id) = ANY($2::text[])`;
    await rows(
      tx,
      `UPDATE imported i SET missing_since = NULL WHERE i.source_id = $1 AND i.event_id IS NOT NULL AND i.missing_since IS NOT NULL AND NOT (${isMissing})`,
      [sourceId, keys],
    );
    const gone = await rows<EventRow>(
      tx,
      `SELECT e.* FROM imported i JOIN event e ON e.id = i.event_id WHERE ${isMissing} AND i.missing_since IS NOT NULL
         AND e.status = 'scheduled' AND e.start_at > clock_now() ORDER BY e.id FOR NO KEY UPDATE OF e`,
      [sourceId, keys],
    );
    await rows(tx, `UPDATE imported i SET missing_since = clock_now() WHERE ${isMissing} AND i.missing_since IS NULL`, [
      sourceId,
      keys,
    ]);
    return gone;
  }
}
