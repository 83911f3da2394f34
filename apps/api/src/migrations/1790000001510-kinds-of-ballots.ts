import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Ballots of every kind: a proposal says its template, method and settings, may have no threshold, and its options may be withdrawn. A ballot
 * without a choice was taken back. What decides stays frozen from opening on.
 */
export class KindsOfBallots1790000001510 implements MigrationInterface {
  name = 'KindsOfBallots1790000001510';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE proposal DROP CONSTRAINT proposal_method_check;
ALTER TABLE proposal
  ADD COLUMN template text, ADD COLUMN settings jsonb NOT NULL DEFAULT 'null', ADD COLUMN reasons text, ADD COLUMN max_blocks int CHECK (max_blocks >= 0),
  ADD COLUMN withdrawn_options jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(withdrawn_options) = 'object'),
  ALTER threshold DROP NOT NULL, ALTER compare DROP NOT NULL,
  ADD CONSTRAINT proposal_method_check CHECK (method IN ('consent', 'majority', 'plurality', 'approval', 'score', 'dot_vote', 'schulze', 'irv', 'stv_scottish', 'mes', 'pb_greedy')),
  ADD CONSTRAINT proposal_bar CHECK ((threshold IS NULL) = (compare IS NULL) AND (threshold IS NULL OR method IN ('consent', 'majority'))),
  ADD CONSTRAINT proposal_options CHECK (jsonb_array_length(options) BETWEEN 2 AND 50);
UPDATE proposal SET template = CASE WHEN method = 'consent' THEN 'consent' WHEN compare = 'gte' AND threshold = '2/3' THEN 'two_thirds' ELSE 'proposal' END,
  reasons = CASE method WHEN 'consent' THEN 'required_for_block' ELSE 'optional' END;
ALTER TABLE proposal ALTER template SET NOT NULL, ALTER reasons SET NOT NULL,
  ADD CONSTRAINT proposal_reasons CHECK (reasons IN ('off', 'optional', 'required', 'required_for_no_and_block', 'required_for_block'));

ALTER TABLE ballot ALTER choice DROP NOT NULL;
ALTER TABLE result DROP CONSTRAINT result_verdict_check,
  ADD CONSTRAINT result_verdict_check CHECK (verdict IN ('passed', 'failed', 'no_quorum', 'tied', 'no_result'));

CREATE OR REPLACE FUNCTION proposal_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF OLD.status IN ('open', 'closed', 'withdrawn') AND (NEW.rules, NEW.rules_hash, NEW.secrecy, NEW.opens_at, NEW.show_results, NEW.title, NEW.body, NEW.options,
      NEW.template, NEW.method, NEW.settings, NEW.reasons, NEW.quorum, NEW.threshold, NEW.compare, NEW.max_blocks)
     IS DISTINCT FROM (OLD.rules, OLD.rules_hash, OLD.secrecy, OLD.opens_at, OLD.show_results, OLD.title, OLD.body, OLD.options,
      OLD.template, OLD.method, OLD.settings, OLD.reasons, OLD.quorum, OLD.threshold, OLD.compare, OLD.max_blocks) THEN RAISE EXCEPTION 'RULES_FROZEN' USING ERRCODE = '55000'; END IF;
  IF NEW.withdrawn_options IS DISTINCT FROM OLD.withdrawn_options AND (OLD.status <> 'open' OR NOT NEW.withdrawn_options @> OLD.withdrawn_options)
    THEN RAISE EXCEPTION 'an option is withdrawn once, while the vote is open' USING ERRCODE = '55000'; END IF;
  IF OLD.status IN ('closed', 'withdrawn') AND (NEW.status, NEW.closes_at, NEW.closed_at, NEW.round, NEW.text_version)
     IS DISTINCT FROM (OLD.status, OLD.closes_at, OLD.closed_at, OLD.round, OLD.text_version) THEN RAISE EXCEPTION 'FINAL' USING ERRCODE = '55000'; END IF;
  IF OLD.status = 'open' AND NEW.status NOT IN ('open', 'closed', 'withdrawn') THEN RAISE EXCEPTION 'FINAL' USING ERRCODE = '55000'; END IF;
  RETURN NEW; END $$;
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
