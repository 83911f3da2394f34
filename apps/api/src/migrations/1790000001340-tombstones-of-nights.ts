import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A night that the rule of its series brought to a public feed never stood there under its own id, so there is nothing to take back. */
export class TombstonesOfNights1790000001340 implements MigrationInterface {
  name = 'TombstonesOfNights1790000001340';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE tombstone ADD in_rule boolean NOT NULL DEFAULT false;
CREATE OR REPLACE FUNCTION leave_tombstone() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF OLD.published_at IS NOT NULL THEN
    INSERT INTO tombstone (ical_uid, group_id, visibility, sequence, start_local, end_local, zone, all_day, in_rule)
      VALUES (OLD.ical_uid, OLD.group_id, OLD.visibility, OLD.sequence + 1, OLD.start_local, OLD.end_local, OLD.zone, OLD.all_day,
        EXISTS (SELECT FROM series s WHERE s.id = OLD.series_id AND s.feed_mode = 'rrule')) ON CONFLICT DO NOTHING;
  END IF;
  RETURN OLD;
END $$;
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
