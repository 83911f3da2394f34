import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The whole life of a proposal: announced, opened at an instant, its text amended in rounds, extended, put again, with objections as records and
 * a statement of its outcome. What decides stays frozen from opening on; only the words may change, each time as a new version.
 */
export class Lives1790000001710 implements MigrationInterface {
  name = 'Lives1790000001710';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE proposal DROP CONSTRAINT proposal_status_check;
ALTER TABLE proposal
  ADD CONSTRAINT proposal_status_check CHECK (status IN ('draft', 'announced', 'open', 'closed', 'withdrawn')),
  ADD CONSTRAINT proposal_announced CHECK (status <> 'announced' OR (opens_at IS NOT NULL AND opens_at < closes_at)),
  ADD COLUMN extensions int NOT NULL DEFAULT 0 CHECK (extensions BETWEEN 0 AND 2),
  ADD COLUMN superseded_by uuid REFERENCES proposal CHECK (superseded_by IS NULL OR status = 'withdrawn'),
  ADD COLUMN rerun_of uuid REFERENCES proposal;
CREATE INDEX proposal_opening ON proposal (opens_at, id) WHERE status = 'announced';
CREATE INDEX proposal_rerun ON proposal (rerun_of) WHERE rerun_of IS NOT NULL;

CREATE TABLE proposal_text (
  proposal_id uuid NOT NULL REFERENCES proposal, version int NOT NULL CHECK (version > 0), round int NOT NULL CHECK (round > 0), title text NOT NULL, body text NOT NULL,
  note text NOT NULL DEFAULT '' CHECK (char_length(note) <= 500), by_id uuid REFERENCES person, at timestamptz(3) NOT NULL, PRIMARY KEY (proposal_id, version));
CREATE TRIGGER no_change BEFORE UPDATE OR DELETE ON proposal_text FOR EACH ROW EXECUTE FUNCTION refuse_change();
INSERT INTO proposal_text (proposal_id, version, round, title, body, by_id, at)
  SELECT id, text_version, round, title, body, author_id, coalesce(opens_at, created_at) FROM proposal WHERE status <> 'draft';

CREATE OR REPLACE FUNCTION elector_window() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF (SELECT status FROM proposal WHERE id = NEW.proposal_id) NOT IN ('draft', 'announced') THEN RAISE EXCEPTION 'the electorate is frozen' USING ERRCODE = '55000'; END IF;
  RETURN NEW; END $$;

CREATE OR REPLACE FUNCTION effect_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF (SELECT status FROM proposal WHERE id = coalesce(OLD.proposal_id, NEW.proposal_id)) IN ('draft', 'announced') THEN RETURN coalesce(NEW, OLD); END IF;
  IF TG_OP = 'UPDATE' THEN
    IF to_jsonb(OLD) - 'outcome_ref' = to_jsonb(NEW) - 'outcome_ref' THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION 'RULES_FROZEN' USING ERRCODE = '55000'; END $$;

-- The words of an open named vote may change, as the next version and in the same or the next round; ballots name the version they saw.
CREATE OR REPLACE FUNCTION proposal_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF OLD.status IN ('open', 'closed', 'withdrawn') AND (NEW.rules, NEW.rules_hash, NEW.secrecy, NEW.opens_at, NEW.show_results, NEW.options,
      NEW.template, NEW.method, NEW.settings, NEW.reasons, NEW.quorum, NEW.threshold, NEW.compare, NEW.max_blocks)
     IS DISTINCT FROM (OLD.rules, OLD.rules_hash, OLD.secrecy, OLD.opens_at, OLD.show_results, OLD.options,
      OLD.template, OLD.method, OLD.settings, OLD.reasons, OLD.quorum, OLD.threshold, OLD.compare, OLD.max_blocks) THEN RAISE EXCEPTION 'RULES_FROZEN' USING ERRCODE = '55000'; END IF;
  IF OLD.status IN ('open', 'closed', 'withdrawn') AND (NEW.title, NEW.body, NEW.body_html, NEW.round, NEW.text_version) IS DISTINCT FROM (OLD.title, OLD.body, OLD.body_html, OLD.round, OLD.text_version)
     AND NOT (OLD.status = 'open' AND NEW.status = 'open' AND NEW.secrecy = 'named' AND NEW.text_version = OLD.text_version + 1 AND NEW.round IN (OLD.round, OLD.round + 1))
    THEN RAISE EXCEPTION 'RULES_FROZEN' USING ERRCODE = '55000'; END IF;
  IF NEW.withdrawn_options IS DISTINCT FROM OLD.withdrawn_options AND (OLD.status <> 'open' OR NOT NEW.withdrawn_options @> OLD.withdrawn_options)
    THEN RAISE EXCEPTION 'an option is withdrawn once, while the vote is open' USING ERRCODE = '55000'; END IF;
  IF OLD.status IN ('closed', 'withdrawn') AND (NEW.status, NEW.closes_at, NEW.closed_at, NEW.superseded_by, NEW.extensions)
     IS DISTINCT FROM (OLD.status, OLD.closes_at, OLD.closed_at, OLD.superseded_by, OLD.extensions) THEN RAISE EXCEPTION 'FINAL' USING ERRCODE = '55000'; END IF;
  IF OLD.status = 'open' AND NEW.status NOT IN ('open', 'closed', 'withdrawn') THEN RAISE EXCEPTION 'FINAL' USING ERRCODE = '55000'; END IF;
  RETURN NEW; END $$;

CREATE OR REPLACE FUNCTION added_options_grow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF OLD.status NOT IN ('draft', 'announced') AND NEW.options_until IS DISTINCT FROM OLD.options_until THEN RAISE EXCEPTION 'RULES_FROZEN' USING ERRCODE = '55000'; END IF;
  IF NEW.added_options IS DISTINCT FROM OLD.added_options AND (OLD.status <> 'open' OR OLD.options_until IS NULL OR clock_now() >= OLD.options_until
      OR NOT NEW.added_options @> OLD.added_options OR jsonb_array_length(NEW.added_options) <> jsonb_array_length(OLD.added_options) + 1)
    THEN RAISE EXCEPTION 'options are added one by one, while there is time' USING ERRCODE = '55000'; END IF;
  RETURN NEW; END $$;

-- An objection belongs to the ballot that raised it. It is settled once, and only while the vote is open: the count hangs on it.
CREATE TABLE objection (
  id uuid PRIMARY KEY, proposal_id uuid NOT NULL, person_id uuid NOT NULL, round int NOT NULL CHECK (round > 0), ballot_id uuid NOT NULL UNIQUE REFERENCES ballot,
  text text NOT NULL CHECK (char_length(text) BETWEEN 1 AND 2000), state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'integrated', 'withdrawn', 'ruled_out')),
  response text CHECK (char_length(response) BETWEEN 1 AND 2000), answered_by uuid REFERENCES person, answered_at timestamptz(3), raised_at timestamptz(3) NOT NULL,
  ruling text CHECK (char_length(ruling) BETWEEN 1 AND 500), settled_by uuid REFERENCES person, settled_at timestamptz(3),
  FOREIGN KEY (proposal_id, person_id) REFERENCES elector,
  CHECK ((state = 'open') = (settled_at IS NULL)), CHECK ((state = 'ruled_out') = (ruling IS NOT NULL)), CHECK ((response IS NULL) = (answered_at IS NULL)));
CREATE UNIQUE INDEX one_open_objection ON objection (proposal_id, round, person_id) WHERE state = 'open';
CREATE INDEX objection_proposal ON objection (proposal_id, raised_at, id);
CREATE FUNCTION objection_settled() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'DELETE' OR (NEW.id, NEW.proposal_id, NEW.person_id, NEW.round, NEW.raised_at) IS DISTINCT FROM (OLD.id, OLD.proposal_id, OLD.person_id, OLD.round, OLD.raised_at)
    OR (OLD.state <> 'open' AND (NEW.state, NEW.text, NEW.ballot_id, NEW.ruling) IS DISTINCT FROM (OLD.state, OLD.text, OLD.ballot_id, OLD.ruling))
    OR (NEW.state <> OLD.state AND (SELECT status FROM proposal WHERE id = NEW.proposal_id) <> 'open')
    THEN RAISE EXCEPTION 'an objection is settled once, while the vote is open' USING ERRCODE = '55000'; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER objection_settled BEFORE UPDATE OR DELETE ON objection FOR EACH ROW EXECUTE FUNCTION objection_settled();
ALTER TABLE comment DROP CONSTRAINT comment_parent_kind_check,
  ADD CONSTRAINT comment_parent_kind_check CHECK (parent_kind IN ('event', 'proposal', 'expense', 'notice', 'objection'));

-- What the group makes of an outcome, beside the computed numbers; the newest version stands. It is told of its review once.
CREATE TABLE outcome_statement (
  proposal_id uuid NOT NULL REFERENCES proposal, version int NOT NULL CHECK (version > 0), body text NOT NULL CHECK (char_length(body) <= 5000), body_html text NOT NULL,
  review_on date, by_id uuid NOT NULL REFERENCES person, at timestamptz(3) NOT NULL, told_at timestamptz(3), PRIMARY KEY (proposal_id, version), CHECK (body <> '' OR review_on IS NOT NULL));
CREATE INDEX outcome_review ON outcome_statement (review_on) WHERE told_at IS NULL AND review_on IS NOT NULL;
CREATE FUNCTION statement_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.told_at IS NULL AND to_jsonb(OLD) - 'told_at' = to_jsonb(NEW) - 'told_at' THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION 'statements are append-only' USING ERRCODE = '55000'; END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON outcome_statement FOR EACH ROW EXECUTE FUNCTION statement_append_only();
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
