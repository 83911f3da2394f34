import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Calendars elsewhere that a group follows, and what was last read of each of their events. */
export class FollowedCalendars1790000001100 implements MigrationInterface {
  name = 'FollowedCalendars1790000001100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE followed_calendar (
  id uuid PRIMARY KEY, group_id uuid NOT NULL REFERENCES folk_group, follower_id uuid NOT NULL REFERENCES person,
  url text NOT NULL CHECK (char_length(url) <= 1000), name text NOT NULL, visibility text NOT NULL CHECK (visibility IN ('public', 'group')),
  etag text, last_modified text, content_hash bytea, every_minutes int NOT NULL CHECK (every_minutes >= 60), next_at timestamptz NOT NULL,
  read_at timestamptz, fault text, created_at timestamptz(3) NOT NULL, stopped_at timestamptz);
CREATE UNIQUE INDEX followed_calendar_once ON followed_calendar (group_id, url) WHERE stopped_at IS NULL;
CREATE INDEX followed_calendar_due ON followed_calendar (next_at) WHERE stopped_at IS NULL;
ALTER TABLE imported ADD COLUMN source_id uuid REFERENCES followed_calendar, ADD COLUMN missing_since timestamptz, ADD COLUMN content jsonb;
CREATE INDEX imported_source ON imported (source_id) WHERE source_id IS NOT NULL;
CREATE INDEX imported_event ON imported (event_id);
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
