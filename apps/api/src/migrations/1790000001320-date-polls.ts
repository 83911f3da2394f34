import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Date polls: candidates with the calendar identity of the event one of them may become, one sheet of answers a person, and who is needed. */
export class DatePolls1790000001320 implements MigrationInterface {
  name = 'DatePolls1790000001320';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE date_poll (
  id uuid PRIMARY KEY, group_id uuid NOT NULL REFERENCES folk_group, author_id uuid NOT NULL REFERENCES person,
  title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200), body text NOT NULL DEFAULT '', body_html text NOT NULL DEFAULT '',
  visibility text NOT NULL CHECK (visibility IN ('public', 'group')), guests boolean NOT NULL DEFAULT true,
  place_name text NOT NULL DEFAULT '', place_address text NOT NULL DEFAULT '',
  least int NOT NULL DEFAULT 0 CHECK (least BETWEEN 0 AND 1000), capacity int CHECK (capacity >= 1), closes_at timestamptz(3) NOT NULL,
  status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'closed', 'withdrawn')), due_told_at timestamptz,
  event_id uuid UNIQUE REFERENCES event, chosen_id uuid, closed_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT clock_now(), updated_at timestamptz(3) NOT NULL DEFAULT clock_now(),
  CHECK ((status = 'closed') = (event_id IS NOT NULL)), CHECK ((event_id IS NULL) = (chosen_id IS NULL)));
CREATE INDEX date_poll_group ON date_poll (group_id, created_at, id);
CREATE INDEX date_poll_due ON date_poll (closes_at) WHERE status = 'open' AND due_told_at IS NULL;

CREATE TABLE date_option (
  id uuid PRIMARY KEY, poll_id uuid NOT NULL REFERENCES date_poll, ical_uid text NOT NULL UNIQUE,
  start_local text NOT NULL CHECK (start_local ~ '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d$'), end_local text NOT NULL CHECK (end_local ~ '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d$'),
  zone text NOT NULL, all_day boolean NOT NULL DEFAULT false, start_at timestamptz(3) NOT NULL, end_at timestamptz(3) NOT NULL,
  place_name text NOT NULL DEFAULT '', CONSTRAINT date_option_ends_after_start CHECK (end_at > start_at));
CREATE INDEX date_option_poll ON date_option (poll_id, start_at, id);

CREATE TABLE date_answer (
  poll_id uuid NOT NULL REFERENCES date_poll, person_id uuid NOT NULL REFERENCES person, answers jsonb NOT NULL,
  note text NOT NULL DEFAULT '', first_at timestamptz(3) NOT NULL DEFAULT clock_now(), answered_at timestamptz(3) NOT NULL DEFAULT clock_now(),
  PRIMARY KEY (poll_id, person_id));
CREATE INDEX date_answer_person ON date_answer (person_id, poll_id);

CREATE TABLE date_needed (
  poll_id uuid NOT NULL REFERENCES date_poll, person_id uuid NOT NULL REFERENCES person, why text NOT NULL DEFAULT '', PRIMARY KEY (poll_id, person_id));
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
