import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was paid for the places of an event is found by the event: the home page of a treasurer asks who of them does not come, of the few that are not long over. */
export class PaidPlaces1790000003030 implements MigrationInterface {
  name = 'PaidPlaces1790000003030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX contribution_kept_of_event ON contribution (event_id) WHERE kind = 'ticket' AND received > asked_back`,
    );
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
