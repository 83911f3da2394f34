import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Series: the rule and the fields of their nights; each night is an event of its own. What is split off continues a line, and whoever says "every
 * Tuesday" says it to the line. `template` holds columns of `event` by their names.
 */
export class Series1790000001320 implements MigrationInterface {
  name = 'Series1790000001320';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE series (
  id uuid PRIMARY KEY, line_id uuid NOT NULL REFERENCES series, continues uuid REFERENCES series, group_id uuid NOT NULL REFERENCES folk_group, author_id uuid NOT NULL REFERENCES person,
  start_local text NOT NULL CHECK (start_local ~ '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d$'), zone text NOT NULL, all_day boolean NOT NULL, minutes int NOT NULL CHECK (minutes BETWEEN 1 AND 86400),
  rule text, rdates text[] NOT NULL DEFAULT '{}', exdates text[] NOT NULL DEFAULT '{}', ends_before text, ended_at timestamptz(3),
  template jsonb NOT NULL, horizon_weeks int NOT NULL DEFAULT 26 CHECK (horizon_weeks BETWEEN 1 AND 78), generated_until text,
  feed_mode text NOT NULL CHECK (feed_mode IN ('rrule', 'dates')), is_draft boolean NOT NULL DEFAULT false,
  ical_uid text NOT NULL UNIQUE, sequence int NOT NULL DEFAULT 0,
  created_at timestamptz(3) NOT NULL DEFAULT clock_now(), updated_at timestamptz(3) NOT NULL DEFAULT clock_now());
CREATE INDEX series_line ON series (line_id);
CREATE INDEX series_group ON series (group_id);

ALTER TABLE event ADD series_id uuid REFERENCES series, ADD original_local text, ADD overridden text[] NOT NULL DEFAULT '{}',
  ADD CONSTRAINT event_of_series CHECK ((series_id IS NULL) = (original_local IS NULL)), ADD CONSTRAINT event_night UNIQUE (series_id, original_local);

CREATE TABLE series_rsvp (
  series_id uuid NOT NULL REFERENCES series, person_id uuid NOT NULL REFERENCES person, answer text NOT NULL CHECK (answer IN ('going', 'maybe')),
  seats int NOT NULL CHECK (seats BETWEEN 1 AND 11), seq bigint NOT NULL, answered_at timestamptz(3) NOT NULL DEFAULT clock_now(), queue_told_at timestamptz(3),
  PRIMARY KEY (series_id, person_id), UNIQUE (series_id, seq));
CREATE INDEX series_rsvp_person ON series_rsvp (person_id);
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
