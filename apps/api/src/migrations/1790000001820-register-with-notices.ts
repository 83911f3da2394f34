import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The register holds notices beside decisions, and finds what a group has said of an outcome: the newest statement and its review day stand
 * with the proposal, put there by the database whenever a statement is written.
 */
export class RegisterWithNotices1790000001820 implements MigrationInterface {
  name = 'RegisterWithNotices1790000001820';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE proposal DROP COLUMN search, ADD statement text NOT NULL DEFAULT '', ADD review_on date;
UPDATE proposal p SET statement = s.body, review_on = s.review_on FROM outcome_statement s
  WHERE s.proposal_id = p.id AND s.version = (SELECT max(n.version) FROM outcome_statement n WHERE n.proposal_id = p.id);
ALTER TABLE proposal
  ADD search tsvector GENERATED ALWAYS AS (search_words(
    title || ' ' || jsonb_path_query_array(options, '$[*].label')::text,
    body || ' ' || coalesce(withdrawn_reason, '') || ' ' || jsonb_path_query_array(options, '$[*].meaning')::text || ' ' || statement)) STORED;
CREATE INDEX proposal_search ON proposal USING gin (search);
CREATE INDEX proposal_review ON proposal (group_id, review_on) WHERE review_on IS NOT NULL;
CREATE FUNCTION statement_stands() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  UPDATE proposal SET statement = NEW.body, review_on = NEW.review_on WHERE id = NEW.proposal_id;
  RETURN NULL; END $$;
CREATE TRIGGER statement_stands AFTER INSERT ON outcome_statement FOR EACH ROW EXECUTE FUNCTION statement_stands();

-- What still is talked about stands in front, like a vote that is open; the rest where it was settled, whoever did it later.
ALTER TABLE notice
  ADD register_at timestamptz(3) GENERATED ALWAYS AS (CASE WHEN status IN ('posted', 'talk') THEN timestamptz '9999-01-01T00:00:00Z'
    WHEN status IN ('withdrawn', 'raised') THEN ended_at ELSE settled_at END) STORED,
  ADD search tsvector GENERATED ALWAYS AS (search_words(title, body || ' ' || reason)) STORED;
CREATE INDEX notice_register ON notice (group_id, register_at DESC, id DESC);
CREATE INDEX notice_search ON notice USING gin (search);
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
