import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which elector was told what of a vote, so that nobody is told twice; and answers by mail that are about a vote. */
export class TellingElectors1790000001701 implements MigrationInterface {
  name = 'TellingElectors1790000001701';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
-- turn: 0 where it came by itself; by hand the first, the second …
CREATE TABLE elector_told (
  proposal_id uuid NOT NULL, person_id uuid NOT NULL, kind text NOT NULL CHECK (kind IN ('opened', 'closing', 'asked', 'outcome')),
  round int NOT NULL, turn int NOT NULL DEFAULT 0 CHECK ((turn > 0) = (kind = 'asked')), told_at timestamptz NOT NULL DEFAULT clock_now(),
  PRIMARY KEY (proposal_id, person_id, kind, round, turn), FOREIGN KEY (proposal_id, person_id) REFERENCES elector);

ALTER TABLE mail_reply ALTER rsvp_id DROP NOT NULL, ADD proposal_id uuid REFERENCES proposal, ADD CHECK (num_nonnulls(rsvp_id, proposal_id) = 1);
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
