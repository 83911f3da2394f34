import type { MigrationInterface, QueryRunner } from 'typeorm';

/** That a budget line is nearly spent stands in the inbox of those who look after it until each has put it aside. */
export class LinesSeen1790000002760 implements MigrationInterface {
  name = 'LinesSeen1790000002760';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(String.raw`
CREATE TABLE budget_line_seen (
  line_id uuid NOT NULL REFERENCES budget_line, person_id uuid NOT NULL REFERENCES person, seen_at timestamptz(3) NOT NULL DEFAULT clock_now(),
  PRIMARY KEY (line_id, person_id));
CREATE INDEX budget_line_warned ON budget_line (book_id, warned_at) WHERE warned_at IS NOT NULL AND closed_at IS NULL;
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
