import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Mail that can be answered: who it comes from, the key of its addresses, and which answers were taken. */
export class MailInvitations1790000001350 implements MigrationInterface {
  name = 'MailInvitations1790000001350';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE mail ADD sender text, ADD reply_to text;
-- Signs the addresses that answers go to: whoever holds one may answer for one person and one event.
ALTER TABLE instance ADD reply_key bytea NOT NULL DEFAULT decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex');

-- A mail is taken once, however often it comes; the hash of its Message-ID, or of itself where it has none.
CREATE TABLE mail_reply (
  key bytea PRIMARY KEY CHECK (octet_length(key) = 32), rsvp_id uuid NOT NULL REFERENCES rsvp ON DELETE CASCADE,
  outcome text NOT NULL, came_by text NOT NULL CHECK (came_by IN ('port', 'paste')), at timestamptz NOT NULL DEFAULT clock_now());
CREATE INDEX mail_reply_at ON mail_reply (at);
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
