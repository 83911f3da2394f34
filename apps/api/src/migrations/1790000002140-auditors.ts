import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When an auditor's link was opened, and what was looked at. */
export class Auditors1790000002140 implements MigrationInterface {
  name = 'Auditors1790000002140';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE audit_opening (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, link_id uuid NOT NULL REFERENCES link ON DELETE CASCADE, at timestamptz(3) NOT NULL DEFAULT clock_now(),
  what text NOT NULL CHECK (what IN ('page', 'receipt', 'export')));
CREATE INDEX audit_opening_link ON audit_opening (link_id, at);
CREATE INDEX link_audit ON link (object_id) WHERE purpose = 'audit';
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
