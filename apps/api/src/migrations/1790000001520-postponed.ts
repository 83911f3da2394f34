import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An event may be postponed: its date is off, a new one is to follow, and the answers stay as they are. */
export class Postponed1790000001520 implements MigrationInterface {
  name = 'Postponed1790000001520';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE event DROP CONSTRAINT event_status_check;
ALTER TABLE event ADD CONSTRAINT event_status_check CHECK (status IN ('draft', 'scheduled', 'postponed', 'cancelled'));
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
