import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Events, answers to them with their seats and queue, answers of addresses not yet confirmed, and what was imported from where. */
export class Events1790000000400 implements MigrationInterface {
  name = 'Events1790000000400';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE event (
  id uuid PRIMARY KEY, group_id uuid NOT NULL REFERENCES folk_group, author_id uuid NOT NULL REFERENCES person,
  title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200), body text NOT NULL DEFAULT '', body_html text NOT NULL DEFAULT '',
  start_local text NOT NULL CHECK (start_local ~ '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d$'), end_local text NOT NULL CHECK (end_local ~ '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d$'),
  zone text NOT NULL, all_day boolean NOT NULL DEFAULT false, start_at timestamptz(3) NOT NULL, end_at timestamptz(3) NOT NULL,
  place_name text NOT NULL DEFAULT '', place_address text NOT NULL DEFAULT '', online_url text,
  visibility text NOT NULL CHECK (visibility IN ('public', 'group')),
  status text NOT NULL CHECK (status IN ('draft', 'scheduled', 'cancelled')), reason text, previous_start_at timestamptz,
  join_mode text NOT NULL DEFAULT 'open' CHECK (join_mode IN ('open', 'none')), rsvp_closes_at timestamptz,
  capacity int CHECK (capacity >= 0), seats_held int NOT NULL DEFAULT 0 CHECK (seats_held >= 0), overbook int NOT NULL DEFAULT 0 CHECK (overbook >= 0),
  queue_last bigint NOT NULL DEFAULT 0, companions_max int NOT NULL DEFAULT 3 CHECK (companions_max BETWEEN 0 AND 10),
  waitlist text NOT NULL DEFAULT 'auto' CHECK (waitlist IN ('auto', 'manual', 'off')), strict_queue boolean NOT NULL DEFAULT false,
  waitlist_cutoff interval NOT NULL DEFAULT '24 hours', offer_minutes int NOT NULL DEFAULT 720, guest_rsvp boolean NOT NULL DEFAULT true,
  location_shown text NOT NULL CHECK (location_shown IN ('everyone', 'attendees', 'hosts')),
  attendees_shown text NOT NULL CHECK (attendees_shown IN ('hosts', 'attendees', 'members', 'public')),
  poster_seed bigint NOT NULL, color text NOT NULL CHECK (color ~ '^#[0-9a-f]{6}$'), cover_id uuid, cover_alt text NOT NULL DEFAULT '',
  ical_uid text NOT NULL UNIQUE, sequence int NOT NULL DEFAULT 0, schedule_seq int NOT NULL DEFAULT 0, version int NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(), updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT event_ends_after_start CHECK (end_at > start_at),
  CONSTRAINT event_seats CHECK (capacity IS NULL OR seats_held <= capacity + overbook));
CREATE INDEX event_group_start ON event (group_id, start_at, id);
CREATE INDEX event_public_start ON event (start_at, id) WHERE visibility = 'public' AND status <> 'draft';

CREATE TABLE rsvp (
  id uuid PRIMARY KEY, event_id uuid NOT NULL REFERENCES event, person_id uuid NOT NULL REFERENCES person,
  status text NOT NULL CHECK (status IN ('going', 'maybe', 'no', 'waitlisted', 'offered', 'removed')), seats int NOT NULL CHECK (seats BETWEEN 1 AND 11),
  queue_no bigint, offer_expires_at timestamptz, ended_why text, source text NOT NULL DEFAULT 'web',
  answered_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(), answered_for int NOT NULL DEFAULT 0,
  UNIQUE (event_id, person_id), UNIQUE (event_id, queue_no),
  CHECK ((status IN ('waitlisted', 'offered')) = (queue_no IS NOT NULL)), CHECK ((status = 'offered') = (offer_expires_at IS NOT NULL)));
CREATE INDEX rsvp_person ON rsvp (person_id, event_id);
CREATE INDEX rsvp_event_answered ON rsvp (event_id, answered_at, id) WHERE status IN ('going', 'offered', 'maybe');

CREATE TABLE rsvp_pending (
  id uuid PRIMARY KEY, event_id uuid NOT NULL REFERENCES event, email text NOT NULL, name text NOT NULL, answer text NOT NULL CHECK (answer IN ('going', 'maybe', 'no')),
  seats int NOT NULL CHECK (seats BETWEEN 1 AND 11), held_until timestamptz, locale text NOT NULL DEFAULT 'en', expires_at timestamptz NOT NULL);
CREATE INDEX rsvp_pending_event ON rsvp_pending (event_id);

CREATE TABLE imported (
  group_id uuid NOT NULL REFERENCES folk_group, uid text NOT NULL, recurrence_id text NOT NULL DEFAULT '', event_id uuid NOT NULL REFERENCES event,
  content_hash bytea NOT NULL, PRIMARY KEY (group_id, uid, recurrence_id));
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
