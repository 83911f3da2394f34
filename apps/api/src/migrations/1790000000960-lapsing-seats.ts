import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the clock of seats looks for each minute: the few that are kept only for a while. */
export class LapsingSeats1790000000960 implements MigrationInterface {
  name = 'LapsingSeats1790000000960';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE INDEX rsvp_offer_end ON rsvp (offer_expires_at) WHERE status = 'offered';
CREATE INDEX rsvp_pending_hold_end ON rsvp_pending (held_until) WHERE held_until IS NOT NULL;
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
