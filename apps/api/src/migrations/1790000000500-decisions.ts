import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Comments, and proposals with their frozen electorate, append-only ballots, results, effects and their carrying out. */
export class Decisions1790000000500 implements MigrationInterface {
  name = 'Decisions1790000000500';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE comment (
  id uuid PRIMARY KEY, parent_kind text NOT NULL CHECK (parent_kind IN ('event', 'proposal', 'expense')), parent_id uuid NOT NULL, group_id uuid NOT NULL REFERENCES folk_group,
  author_id uuid NOT NULL REFERENCES person, body text NOT NULL CHECK (char_length(body) BETWEEN 1 AND 10000), body_html text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(), edited_at timestamptz, removed_at timestamptz);
CREATE INDEX comment_parent ON comment (parent_kind, parent_id, created_at, id);

CREATE TABLE proposal (
  id uuid PRIMARY KEY, group_id uuid NOT NULL REFERENCES folk_group, number int NOT NULL, author_id uuid NOT NULL REFERENCES person,
  title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200), body text NOT NULL DEFAULT '', body_html text NOT NULL DEFAULT '', event_id uuid,
  method text NOT NULL CHECK (method IN ('consent', 'majority')), options jsonb NOT NULL, quorum text NOT NULL, threshold text NOT NULL, compare text NOT NULL CHECK (compare IN ('gt', 'gte')),
  status text NOT NULL CHECK (status IN ('draft', 'open', 'closed', 'withdrawn')), round int NOT NULL DEFAULT 1, text_version int NOT NULL DEFAULT 1,
  rules jsonb, rules_hash bytea, secrecy text NOT NULL DEFAULT 'named' CHECK (secrecy = 'named'),
  show_results text NOT NULL CHECK (show_results IN ('live', 'after_own', 'after_close')), grace_hours int NOT NULL DEFAULT 0 CHECK (grace_hours BETWEEN 0 AND 168),
  opens_at timestamptz(3), closes_at timestamptz(3) NOT NULL, closed_at timestamptz(3), counted_at timestamptz(3), withdrawn_at timestamptz, withdrawn_reason text,
  version int NOT NULL DEFAULT 1, created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(), updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (group_id, number),
  CHECK (status NOT IN ('open', 'closed') OR (rules IS NOT NULL AND rules_hash IS NOT NULL AND opens_at < closes_at)),
  CHECK ((status = 'closed') = (closed_at IS NOT NULL)), CHECK (closed_at IS NULL OR closed_at = closes_at));
CREATE INDEX proposal_due ON proposal (closes_at, id) WHERE status = 'open';
CREATE INDEX proposal_group ON proposal (group_id, created_at DESC, id DESC);

CREATE TABLE elector (proposal_id uuid NOT NULL REFERENCES proposal, person_id uuid NOT NULL REFERENCES person, PRIMARY KEY (proposal_id, person_id));
CREATE INDEX elector_person ON elector (person_id, proposal_id);

CREATE TABLE ballot (
  id uuid PRIMARY KEY, proposal_id uuid NOT NULL, person_id uuid NOT NULL, round int NOT NULL, text_version int NOT NULL,
  choice jsonb NOT NULL, reason text NOT NULL DEFAULT '', cast_at timestamptz(3) NOT NULL, is_current boolean NOT NULL DEFAULT true,
  FOREIGN KEY (proposal_id, person_id) REFERENCES elector);
CREATE UNIQUE INDEX one_current_ballot ON ballot (proposal_id, round, person_id) WHERE is_current;

CREATE TABLE result (proposal_id uuid NOT NULL REFERENCES proposal, run int NOT NULL, engine text NOT NULL, input_digest bytea NOT NULL,
  verdict text NOT NULL CHECK (verdict IN ('passed', 'failed', 'no_quorum', 'no_result')), output jsonb NOT NULL, PRIMARY KEY (proposal_id, run));
CREATE TABLE effect (proposal_id uuid NOT NULL REFERENCES proposal, idx int NOT NULL, kind text NOT NULL, payload jsonb NOT NULL, outcome_ref uuid, PRIMARY KEY (proposal_id, idx));
CREATE TABLE execution (proposal_id uuid PRIMARY KEY REFERENCES proposal,
  state text NOT NULL CHECK (state IN ('waiting', 'done', 'failed', 'dropped')), not_before timestamptz(3) NOT NULL,
  attempts int NOT NULL DEFAULT 0, executed_at timestamptz(3), failure_code text, failure_text text, note text,
  CHECK ((state = 'done') = (executed_at IS NOT NULL)), CHECK ((state = 'failed') = (failure_code IS NOT NULL)));
CREATE INDEX execution_due ON execution (not_before) WHERE state = 'waiting';

-- A ballot counts by one reading of the clock after the lock: who waited on the lock past the end is late.
CREATE FUNCTION ballot_window() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE p proposal; t timestamptz; BEGIN
  SELECT * INTO p FROM proposal WHERE id = NEW.proposal_id FOR SHARE;
  t := clock_now();
  IF p.id IS NULL OR p.status <> 'open' OR t < p.opens_at OR t >= p.closes_at THEN RAISE EXCEPTION 'VOTING_CLOSED' USING ERRCODE = 'P0001'; END IF;
  IF NEW.round <> p.round OR NEW.text_version <> p.text_version THEN RAISE EXCEPTION 'TEXT_CHANGED' USING ERRCODE = 'P0001'; END IF;
  NEW.cast_at := t;
  RETURN NEW; END $$;
CREATE TRIGGER ballot_window BEFORE INSERT ON ballot FOR EACH ROW EXECUTE FUNCTION ballot_window();

CREATE FUNCTION ballot_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.is_current AND NOT NEW.is_current AND to_jsonb(OLD) - 'is_current' = to_jsonb(NEW) - 'is_current' THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION 'ballots are append-only' USING ERRCODE = '55000'; END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ballot FOR EACH ROW EXECUTE FUNCTION ballot_append_only();
CREATE TRIGGER no_change BEFORE UPDATE OR DELETE ON result FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_change BEFORE UPDATE OR DELETE ON elector FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE FUNCTION elector_window() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF (SELECT status FROM proposal WHERE id = NEW.proposal_id) <> 'draft' THEN RAISE EXCEPTION 'the electorate is frozen' USING ERRCODE = '55000'; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER elector_window BEFORE INSERT ON elector FOR EACH ROW EXECUTE FUNCTION elector_window();

CREATE FUNCTION proposal_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF OLD.status IN ('open', 'closed', 'withdrawn') AND (NEW.rules, NEW.rules_hash, NEW.secrecy, NEW.opens_at, NEW.show_results, NEW.title, NEW.body, NEW.options)
     IS DISTINCT FROM (OLD.rules, OLD.rules_hash, OLD.secrecy, OLD.opens_at, OLD.show_results, OLD.title, OLD.body, OLD.options) THEN RAISE EXCEPTION 'RULES_FROZEN' USING ERRCODE = '55000'; END IF;
  IF OLD.status IN ('closed', 'withdrawn') AND (NEW.status, NEW.closes_at, NEW.closed_at, NEW.round, NEW.text_version)
     IS DISTINCT FROM (OLD.status, OLD.closes_at, OLD.closed_at, OLD.round, OLD.text_version) THEN RAISE EXCEPTION 'FINAL' USING ERRCODE = '55000'; END IF;
  IF OLD.status = 'open' AND NEW.status NOT IN ('open', 'closed', 'withdrawn') THEN RAISE EXCEPTION 'FINAL' USING ERRCODE = '55000'; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER proposal_frozen BEFORE UPDATE ON proposal FOR EACH ROW EXECUTE FUNCTION proposal_frozen();
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
