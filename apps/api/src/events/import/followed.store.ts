import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { row, rows } from '../../platform/database/sql.ts';
import type { FollowedCalendar } from './followed.graphql.ts';

/** The row as the service sees it. */
export interface FollowedRow {
  id: string;
  group_id: string;
  follower_id: string;
  url: string;
  name: string;
  visibility: 'public' | 'group';
  etag: string | null;
  last_modified: string | null;
  content_hash: Buffer | null;
  every_minutes: number;
}

export interface Reading {
  readonly name: string | null;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly hash: Buffer | null;
  readonly everyMinutes: number;
}

/** Calendars elsewhere that groups follow. */
@Injectable()
export class FollowedStore {
  ofGroup(db: EntityManager, groupId: string): Promise<FollowedCalendar[]> {
    return rows<FollowedCalendar>(
      db,
      `SELECT id, name, url, visibility, read_at AS "readAt", next_at AS "nextAt", fault FROM followed_calendar
       WHERE group_id = $1 AND stopped_at IS NULL ORDER BY created_at, id LIMIT 50`,
      [groupId],
    );
  }

  find(db: EntityManager, id: string): Promise<FollowedRow | null> {
    return row<FollowedRow>(db, 'SELECT * FROM followed_calendar WHERE id = $1 AND stopped_at IS NULL', [id]);
  }

  /** Which are due by the database's clock; each is taken by pushing its next turn away, so that two workers never read one at once. */
  takeDue(db: EntityManager): Promise<FollowedRow[]> {
    return rows<FollowedRow>(
      db,
      `UPDATE followed_calendar SET next_at = clock_now() + make_interval(mins => every_minutes) WHERE id IN (
         SELECT id FROM followed_calendar WHERE stopped_at IS NULL AND next_at <= clock_now() ORDER BY next_at LIMIT 20 FOR UPDATE SKIP LOCKED) RETURNING *`,
    );
  }

  async insert(
    tx: EntityManager,
    of: { id: string; groupId: string; followerId: string; url: string; visibility: string },
  ): Promise<void> {
    await rows(
      tx,
      `INSERT INTO followed_calendar (id, group_id, follower_id, url, name, visibility, every_minutes, next_at, created_at)
       VALUES ($1, $2, $3, $4, $4, $5, 60, clock_now() + interval '1 hour', clock_now())`,
      [of.id, of.groupId, of.followerId, of.url, of.visibility],
    );
  }

  async read(tx: EntityManager, id: string, of: Reading): Promise<void> {
    await rows(
      tx,
      `UPDATE followed_calendar SET read_at = clock_now(), fault = NULL, name = coalesce($2, name), etag = $3, last_modified = $4, content_hash = coalesce($5, content_hash),
         every_minutes = $6, next_at = clock_now() + make_interval(mins => $6) WHERE id = $1`,
      [id, of.name?.slice(0, 200) ?? null, of.etag, of.lastModified, of.hash, of.everyMinutes],
    );
  }

  async failed(tx: EntityManager, id: string, fault: string): Promise<void> {
    await rows(tx, 'UPDATE followed_calendar SET fault = $2 WHERE id = $1', [id, fault]);
  }

  async stop(tx: EntityManager, id: string): Promise<void> {
    await rows(tx, 'UPDATE followed_calendar SET stopped_at = clock_now() WHERE id = $1', [id]);
    await rows(tx, 'UPDATE imported SET source_id = NULL, missing_since = NULL WHERE source_id = $1', [id]);
  }
}
