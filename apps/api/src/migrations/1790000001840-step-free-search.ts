import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The public events without a step, by start: half of all events have none, and a feed of them read the whole table. */
export class StepFreeSearch1790000001840 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX event_public_step_free ON event (start_at, id, end_at) WHERE visibility = 'public' AND status <> 'draft' AND access ->> 'stepFree' = 'yes'`,
    );
    // Without it the planner takes an expression for rare, and sorts all that it could have read in order.
    await runner.query(`CREATE STATISTICS event_step_free ON (access ->> 'stepFree') FROM event`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
