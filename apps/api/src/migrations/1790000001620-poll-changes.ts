import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Open date polls can be changed: dates that are taken back stay with their answers, and calendars that hold a date see its newer version. */
export class PollChanges1790000001620 implements MigrationInterface {
  name = 'PollChanges1790000001620';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE date_poll ADD version int NOT NULL DEFAULT 1;
ALTER TABLE date_option ADD sequence int NOT NULL DEFAULT 0, ADD added_at timestamptz(3) NOT NULL DEFAULT clock_now(), ADD withdrawn_at timestamptz(3);
UPDATE date_option o SET added_at = p.created_at FROM date_poll p WHERE p.id = o.poll_id;
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
