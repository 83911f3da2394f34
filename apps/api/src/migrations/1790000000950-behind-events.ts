import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an event's page reads of decisions and of the book by. */
export class BehindEvents1790000000950 implements MigrationInterface {
  name = 'BehindEvents1790000000950';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE INDEX proposal_event ON proposal (event_id) WHERE event_id IS NOT NULL;
CREATE INDEX expense_event ON expense (event_id) WHERE event_id IS NOT NULL;
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
