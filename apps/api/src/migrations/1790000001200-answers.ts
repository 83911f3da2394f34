import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who may answer an event and how, what hosts ask, what people say, and who was invited. */
export class Answers1790000001200 implements MigrationInterface {
  name = 'Answers1790000001200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE event DROP CONSTRAINT event_visibility_check, DROP CONSTRAINT event_join_mode_check;
ALTER TABLE event
  ADD CONSTRAINT event_visibility_check CHECK (visibility IN ('public', 'unlisted', 'group', 'invited')),
  ADD CONSTRAINT event_join_mode_check CHECK (join_mode IN ('open', 'approval', 'external', 'none')),
  ADD COLUMN external_url text, ADD COLUMN rsvp_opens_at timestamptz, ADD COLUMN maybe_allowed boolean NOT NULL DEFAULT true,
  ADD COLUMN show_count boolean NOT NULL DEFAULT true, ADD COLUMN place_note text NOT NULL DEFAULT '', 
  ADD COLUMN link_key text NOT NULL DEFAULT left(md5(gen_random_uuid()::text || gen_random_uuid()::text), 24),
  ADD COLUMN cutoff_minutes int NOT NULL DEFAULT 1440 CHECK (cutoff_minutes >= 0),
  ADD CONSTRAINT event_external_url CHECK ((join_mode = 'external') = (external_url IS NOT NULL));

UPDATE event SET cutoff_minutes = extract(epoch FROM waitlist_cutoff) / 60;
ALTER TABLE event DROP COLUMN waitlist_cutoff;

ALTER TABLE rsvp DROP CONSTRAINT rsvp_status_check, ALTER COLUMN person_id DROP NOT NULL;
ALTER TABLE rsvp
  ADD CONSTRAINT rsvp_status_check CHECK (status IN ('invited', 'requested', 'going', 'maybe', 'no', 'waitlisted', 'offered', 'removed')),
  ADD COLUMN label text, ADD COLUMN companion_names text[] NOT NULL DEFAULT '{}', ADD COLUMN note text NOT NULL DEFAULT '',
  ADD COLUMN hidden boolean NOT NULL DEFAULT false, ADD COLUMN reason text, ADD COLUMN before jsonb,
  ADD CONSTRAINT rsvp_person_or_label CHECK ((person_id IS NULL) <> (label IS NULL));
-- The queue is counted and promoted from without reading who goes.
CREATE INDEX rsvp_queue ON rsvp (event_id, queue_no) INCLUDE (seats) WHERE status = 'waitlisted';
CREATE INDEX rsvp_event_all ON rsvp (event_id, answered_at, id);

ALTER TABLE rsvp_pending ADD COLUMN companion_names text[] NOT NULL DEFAULT '{}', ADD COLUMN note text NOT NULL DEFAULT '', ADD COLUMN hidden boolean NOT NULL DEFAULT false,
  ADD COLUMN answers jsonb NOT NULL DEFAULT '[]';

-- The owner is an event, or the line of a series: all its nights ask the same.
CREATE TABLE question (
  id uuid PRIMARY KEY, owner_id uuid NOT NULL, at int NOT NULL, kind text NOT NULL CHECK (kind IN ('text', 'long', 'choice', 'multi', 'number', 'yes_no')),
  words text NOT NULL CHECK (char_length(words) BETWEEN 1 AND 200), choices text[] NOT NULL DEFAULT '{}', required boolean NOT NULL DEFAULT false,
  readers text NOT NULL DEFAULT 'hosts' CHECK (readers IN ('hosts', 'attendees')), dropped_at timestamptz,
  CHECK ((kind IN ('choice', 'multi')) = (cardinality(choices) > 0)));
CREATE INDEX question_owner ON question (owner_id, at) WHERE dropped_at IS NULL;
CREATE TABLE answer (
  question_id uuid NOT NULL REFERENCES question, rsvp_id uuid NOT NULL REFERENCES rsvp ON DELETE CASCADE, said text[] NOT NULL, PRIMARY KEY (rsvp_id, question_id));

-- Addresses that hosts have invited. Who stands behind them nobody learns from it.
CREATE TABLE event_invite (
  event_id uuid NOT NULL REFERENCES event ON DELETE CASCADE, email text NOT NULL, by_id uuid NOT NULL REFERENCES person, at timestamptz NOT NULL DEFAULT clock_timestamp(), answered_at timestamptz,
  PRIMARY KEY (event_id, email));
CREATE INDEX event_invite_email ON event_invite (email);
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
