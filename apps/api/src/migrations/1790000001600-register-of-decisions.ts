import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The register of decisions: each has a place in it (what is not settled yet stands in front) and the words it is found by. Its votes are no
 * part of them.
 */
export class RegisterOfDecisions1790000001600 implements MigrationInterface {
  name = 'RegisterOfDecisions1790000001600';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE proposal
  ADD settled_at timestamptz(3) GENERATED ALWAYS AS (coalesce(closed_at, withdrawn_at, timestamptz '9999-01-01T00:00:00Z')) STORED,
  ADD search tsvector GENERATED ALWAYS AS (search_words(
    title || ' ' || jsonb_path_query_array(options, '$[*].label')::text,
    body || ' ' || coalesce(withdrawn_reason, '') || ' ' || jsonb_path_query_array(options, '$[*].meaning')::text)) STORED;
DROP INDEX proposal_group;
CREATE INDEX proposal_register ON proposal (group_id, settled_at DESC, id DESC);
CREATE INDEX proposal_search ON proposal USING gin (search);
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
