import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A plan of an event that is over, as the decision that adopted it was taken back, makes room for another as a withdrawn one does. */
export class PlansAfterOne1790000002710 implements MigrationInterface {
  name = 'PlansAfterOne1790000002710';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(String.raw`
DROP INDEX budget_one_of_event;
CREATE UNIQUE INDEX budget_one_of_event ON budget (event_id) WHERE event_id IS NOT NULL AND state NOT IN ('WITHDRAWN', 'ENDED');
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
