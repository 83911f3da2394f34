import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the nights of a series have alike: tasks (`shared_id` is the same on each night that has one), and when answers open and close, in minutes of
 * the wall clock before the start of a night.
 */
export class NightsAlike1790000001510 implements MigrationInterface {
  name = 'NightsAlike1790000001510';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE task ADD COLUMN shared_id uuid;
CREATE UNIQUE INDEX task_shared ON task (shared_id, event_id) WHERE shared_id IS NOT NULL;
ALTER TABLE series ADD COLUMN opens_minutes int, ADD COLUMN closes_minutes int;
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
