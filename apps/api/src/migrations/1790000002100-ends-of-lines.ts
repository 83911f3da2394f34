import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When it was said that a budget line is nearly spent: once, and again only where it was raised since. Lines with a last day are found by it. */
export class EndsOfLines1790000002100 implements MigrationInterface {
  name = 'EndsOfLines1790000002100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE budget_line ADD COLUMN warned_at timestamptz;
CREATE INDEX line_valid_until ON budget_line (valid_until) WHERE closed_at IS NULL AND valid_until IS NOT NULL;
CREATE INDEX line_near_end ON budget_line (id) WHERE closed_at IS NULL AND warned_at IS NULL AND spent * 5 >= planned * 4;
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
