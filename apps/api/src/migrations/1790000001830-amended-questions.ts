import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What stood to the vote with each version of an open proposal: options, effects, and the hash over all of it. Options and effects may change
 * with a new version and before its row is kept, which seals it; what decides (method, threshold, quorum, mandate, secrecy) never may.
 */
export class AmendedQuestions1790000001830 implements MigrationInterface {
  name = 'AmendedQuestions1790000001830';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE proposal_asked (
  proposal_id uuid NOT NULL REFERENCES proposal, version int NOT NULL CHECK (version > 0), options jsonb NOT NULL, settings jsonb, effects jsonb NOT NULL,
  rules_hash bytea NOT NULL, changes jsonb NOT NULL DEFAULT '[]', PRIMARY KEY (proposal_id, version));
CREATE TRIGGER no_change BEFORE UPDATE OR DELETE ON proposal_asked FOR EACH ROW EXECUTE FUNCTION refuse_change();
INSERT INTO proposal_asked (proposal_id, version, options, settings, effects, rules_hash)
  SELECT p.id, p.text_version, p.options, p.settings, coalesce((SELECT jsonb_agg(jsonb_build_object('idx', f.idx, 'kind', f.kind, 'on_option', f.on_option, 'payload', f.payload, 'expects', f.expects) ORDER BY f.idx)
    FROM effect f WHERE f.proposal_id = p.id), '[]'), p.rules_hash FROM proposal p WHERE p.rules_hash IS NOT NULL;

CREATE FUNCTION is_being_amended(p uuid, version int) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (SELECT FROM proposal_asked a WHERE a.proposal_id = p AND a.version = $2) AND EXISTS (SELECT FROM proposal_asked a WHERE a.proposal_id = p AND a.version < $2) $$;

CREATE OR REPLACE FUNCTION effect_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE p record; BEGIN
  SELECT id, status, secrecy, text_version INTO p FROM proposal WHERE id = coalesce(OLD.proposal_id, NEW.proposal_id);
  IF p.status IN ('draft', 'announced') THEN RETURN coalesce(NEW, OLD); END IF;
  IF p.status = 'open' AND p.secrecy = 'named' AND is_being_amended(p.id, p.text_version) THEN RETURN coalesce(NEW, OLD); END IF;
  IF TG_OP = 'UPDATE' THEN
    IF to_jsonb(OLD) - 'outcome_ref' = to_jsonb(NEW) - 'outcome_ref' THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION 'RULES_FROZEN' USING ERRCODE = '55000'; END $$;

CREATE OR REPLACE FUNCTION proposal_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF OLD.status IN ('open', 'closed', 'withdrawn') AND (NEW.secrecy, NEW.opens_at, NEW.show_results, NEW.mandate, NEW.grace_hours,
      NEW.template, NEW.method, NEW.reasons, NEW.quorum, NEW.threshold, NEW.compare, NEW.max_blocks)
     IS DISTINCT FROM (OLD.secrecy, OLD.opens_at, OLD.show_results, OLD.mandate, OLD.grace_hours,
      OLD.template, OLD.method, OLD.reasons, OLD.quorum, OLD.threshold, OLD.compare, OLD.max_blocks) THEN RAISE EXCEPTION 'RULES_FROZEN' USING ERRCODE = '55000'; END IF;
  IF OLD.status IN ('open', 'closed', 'withdrawn') AND (NEW.rules, NEW.rules_hash, NEW.settings, NEW.options) IS DISTINCT FROM (OLD.rules, OLD.rules_hash, OLD.settings, OLD.options)
     AND NOT (OLD.status = 'open' AND NEW.status = 'open' AND NEW.secrecy = 'named' AND is_being_amended(NEW.id, NEW.text_version)
      AND (NEW.rules - 'options') #- '{settings,costs}' = (OLD.rules - 'options') #- '{settings,costs}'
      AND jsonb_build_array(NEW.settings) #- '{0,costs}' = jsonb_build_array(OLD.settings) #- '{0,costs}')
    THEN RAISE EXCEPTION 'RULES_FROZEN' USING ERRCODE = '55000'; END IF;
  IF OLD.status IN ('open', 'closed', 'withdrawn') AND (NEW.title, NEW.body, NEW.body_html, NEW.round, NEW.text_version) IS DISTINCT FROM (OLD.title, OLD.body, OLD.body_html, OLD.round, OLD.text_version)
     AND NOT (OLD.status = 'open' AND NEW.status = 'open' AND NEW.secrecy = 'named' AND NEW.text_version = OLD.text_version + 1 AND NEW.round IN (OLD.round, OLD.round + 1))
    THEN RAISE EXCEPTION 'RULES_FROZEN' USING ERRCODE = '55000'; END IF;
  IF NEW.withdrawn_options IS DISTINCT FROM OLD.withdrawn_options AND (OLD.status <> 'open' OR NOT NEW.withdrawn_options @> OLD.withdrawn_options)
    THEN RAISE EXCEPTION 'an option is withdrawn once, while the vote is open' USING ERRCODE = '55000'; END IF;
  IF OLD.status IN ('closed', 'withdrawn') AND (NEW.status, NEW.closes_at, NEW.closed_at, NEW.superseded_by, NEW.extensions)
     IS DISTINCT FROM (OLD.status, OLD.closes_at, OLD.closed_at, OLD.superseded_by, OLD.extensions) THEN RAISE EXCEPTION 'FINAL' USING ERRCODE = '55000'; END IF;
  IF OLD.status = 'open' AND NEW.status NOT IN ('open', 'closed', 'withdrawn') THEN RAISE EXCEPTION 'FINAL' USING ERRCODE = '55000'; END IF;
  RETURN NEW; END $$;
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
