import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Reminders: whether an event has them, which were sent for which start, and which mails a person wants. */
export class Reminders1790000001330 implements MigrationInterface {
  name = 'Reminders1790000001330';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE event ADD reminders boolean NOT NULL DEFAULT true;
-- What the clock of reminders looks for each minute: what starts within a day and what ended within one.
CREATE INDEX event_reminded_start ON event (start_at) WHERE status = 'scheduled' AND reminders;
CREATE INDEX event_reminded_end ON event (end_at) WHERE status = 'scheduled' AND reminders;

-- A moved event has another start, so its reminders are due anew; none is sent twice for one start.
CREATE TABLE reminder_sent (
  rsvp_id uuid NOT NULL REFERENCES rsvp ON DELETE CASCADE, rule text NOT NULL CHECK (rule IN ('day-before', 'morning', 'after')),
  start_at timestamptz(3) NOT NULL, sent_at timestamptz NOT NULL DEFAULT clock_now(), PRIMARY KEY (rsvp_id, rule, start_at));

-- Up to when something that goes by the clock has looked.
CREATE TABLE clock_mark (name text PRIMARY KEY, at timestamptz NOT NULL);

-- Which mails a person wants, where they have said so; the rest is as the product begins.
CREATE TABLE mail_choice (
  person_id uuid NOT NULL REFERENCES person ON DELETE CASCADE, kind text NOT NULL, wanted boolean NOT NULL, PRIMARY KEY (person_id, kind));

-- The one answer afterwards, from somebody who said they would come.
CREATE TABLE afterword (
  rsvp_id uuid PRIMARY KEY REFERENCES rsvp ON DELETE CASCADE, event_id uuid NOT NULL REFERENCES event, was_there boolean NOT NULL,
  word text NOT NULL DEFAULT '' CHECK (char_length(word) <= 1000), said_at timestamptz(3) NOT NULL DEFAULT clock_now());
CREATE INDEX afterword_event ON afterword (event_id, said_at, rsvp_id);
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
