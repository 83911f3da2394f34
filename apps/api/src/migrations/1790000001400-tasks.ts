import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Tasks of an event and who takes them. A shift stands in minutes of the wall clock from the start of its event, so that it moves with the
 * event and is copied to another night as it is.
 */
export class Tasks1790000001400 implements MigrationInterface {
  name = 'Tasks1790000001400';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE task (
  id uuid PRIMARY KEY, event_id uuid NOT NULL REFERENCES event ON DELETE CASCADE, position int NOT NULL,
  kind text NOT NULL CHECK (kind IN ('shift', 'bring', 'role')), title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 120),
  note text NOT NULL DEFAULT '', place text NOT NULL DEFAULT '', from_minute int, to_minute int,
  wanted int NOT NULL CHECK (wanted BETWEEN 1 AND 999), unit text NOT NULL DEFAULT '', created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  CHECK ((kind = 'shift') = (from_minute IS NOT NULL)), CHECK ((from_minute IS NULL) = (to_minute IS NULL)), CHECK (unit = '' OR kind = 'bring'),
  CONSTRAINT task_ends_after_start CHECK (to_minute > from_minute));
CREATE INDEX task_event ON task (event_id, position, id);

CREATE TABLE take (
  task_id uuid NOT NULL REFERENCES task ON DELETE CASCADE, person_id uuid NOT NULL REFERENCES person ON DELETE CASCADE,
  quantity int NOT NULL CHECK (quantity >= 1), note text NOT NULL DEFAULT '', taken_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  offered_to uuid REFERENCES person ON DELETE SET NULL, PRIMARY KEY (task_id, person_id), CHECK (offered_to <> person_id));
CREATE INDEX take_person ON take (person_id);
CREATE INDEX take_offered ON take (offered_to) WHERE offered_to IS NOT NULL;

CREATE TABLE task_reminder (event_id uuid NOT NULL REFERENCES event ON DELETE CASCADE, start_at timestamptz NOT NULL, PRIMARY KEY (event_id, start_at));

/** A wall time so many minutes after another. */
CREATE FUNCTION wall_after(wall text, minutes int) RETURNS text LANGUAGE sql IMMUTABLE AS
  $$ SELECT to_char(wall::timestamp + make_interval(mins => minutes), 'YYYY-MM-DD"T"HH24:MI:SS') $$;
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
