import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How many are undecided is counted without reading who comes; what goes on in a window is found by its start, as no event lasts longer than 60 days. */
export class QuickPages1790000000900 implements MigrationInterface {
  name = 'QuickPages1790000000900';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE INDEX rsvp_event_maybe ON rsvp (event_id) WHERE status = 'maybe';
ALTER TABLE event ADD CONSTRAINT event_lasts_60_days CHECK (end_at <= start_at + interval '61 days');
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
