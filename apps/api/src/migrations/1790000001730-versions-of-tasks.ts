import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A task counts its changes, so that calendars that hold it see the newer one. */
export class VersionsOfTasks1790000001730 implements MigrationInterface {
  name = 'VersionsOfTasks1790000001730';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE task ADD version int NOT NULL DEFAULT 1, ADD updated_at timestamptz(3) NOT NULL DEFAULT clock_now();
CREATE FUNCTION task_versioned() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  NEW.version := OLD.version + 1; NEW.updated_at := clock_now();
  RETURN NEW; END $$;
CREATE TRIGGER task_versioned BEFORE UPDATE ON task FOR EACH ROW
  WHEN ((NEW.kind, NEW.title, NEW.place, NEW.from_minute, NEW.to_minute) IS DISTINCT FROM (OLD.kind, OLD.title, OLD.place, OLD.from_minute, OLD.to_minute)) EXECUTE FUNCTION task_versioned();
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
