import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Bills that somebody without an account is asked for: a draft of whoever asks, filled in by a link. */
export class InvoicesByLink1790000002125 implements MigrationInterface {
  name = 'InvoicesByLink1790000002125';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(String.raw`
CREATE TABLE invoice_request (
  expense_id uuid PRIMARY KEY REFERENCES expense ON DELETE CASCADE, name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 120),
  asked_by uuid NOT NULL REFERENCES person, asked_at timestamptz(3) NOT NULL DEFAULT clock_now(),
  sent_at timestamptz(3), sent jsonb, CHECK ((sent IS NULL) = (sent_at IS NULL)));
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
