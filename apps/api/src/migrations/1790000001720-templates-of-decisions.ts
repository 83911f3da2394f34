import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Ways to decide that a group keeps for the next time. They bind nothing and nothing refers to them. */
export class TemplatesOfDecisions1790000001720 implements MigrationInterface {
  name = 'TemplatesOfDecisions1790000001720';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE proposal_template (
  id uuid PRIMARY KEY, group_id uuid NOT NULL REFERENCES folk_group, name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 80),
  kept jsonb NOT NULL, made_by uuid NOT NULL REFERENCES person, created_at timestamptz(3) NOT NULL DEFAULT clock_now(),
  UNIQUE (group_id, name));
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
