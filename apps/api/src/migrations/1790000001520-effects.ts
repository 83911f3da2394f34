import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What decisions carry out: several effects, frozen with what they rely on, each once; appeals, terms of duties, offers of them, agreements. */
export class Effects1790000001520 implements MigrationInterface {
  name = 'Effects1790000001520';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE effect ADD COLUMN on_option text, ADD COLUMN expects jsonb NOT NULL DEFAULT '{}';
ALTER TABLE proposal ADD COLUMN mandate jsonb, ADD COLUMN carries_out uuid REFERENCES proposal;
CREATE UNIQUE INDEX proposal_one_appeal ON proposal (carries_out) WHERE carries_out IS NOT NULL;

-- What was voted on stays what it was; only what came of it is written later.
CREATE FUNCTION effect_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF (SELECT status FROM proposal WHERE id = coalesce(OLD.proposal_id, NEW.proposal_id)) = 'draft' THEN RETURN coalesce(NEW, OLD); END IF;
  IF TG_OP = 'UPDATE' THEN
    IF to_jsonb(OLD) - 'outcome_ref' = to_jsonb(NEW) - 'outcome_ref' THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION 'RULES_FROZEN' USING ERRCODE = '55000'; END $$;
CREATE TRIGGER effect_frozen BEFORE INSERT OR UPDATE OR DELETE ON effect FOR EACH ROW EXECUTE FUNCTION effect_frozen();

-- The second net under "exactly once": written before an effect runs, in its transaction.
CREATE TABLE effect_run (authority_proposal uuid NOT NULL, effect_no int NOT NULL, ran_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (authority_proposal, effect_no), FOREIGN KEY (authority_proposal, effect_no) REFERENCES effect (proposal_id, idx));
CREATE TRIGGER no_change BEFORE UPDATE OR DELETE ON effect_run FOR EACH ROW EXECUTE FUNCTION refuse_change();

ALTER TABLE execution DROP CONSTRAINT execution_state_check;
ALTER TABLE execution ADD CONSTRAINT execution_state_check CHECK (state IN ('waiting', 'stayed', 'done', 'failed', 'dropped')),
  ADD COLUMN appealed_by uuid REFERENCES person, ADD COLUMN appeal_reason text,
  ADD CHECK (state <> 'stayed' OR appealed_by IS NOT NULL);
CREATE INDEX execution_failed ON execution (proposal_id) WHERE state = 'failed';

ALTER TABLE duty ADD COLUMN until_on date, ADD COLUMN authority_proposal uuid, ADD COLUMN effect_no int, ADD UNIQUE (authority_proposal, effect_no);
CREATE INDEX duty_term ON duty (until_on) WHERE to_at IS NULL AND until_on IS NOT NULL;
CREATE TABLE duty_offer (
  id uuid PRIMARY KEY, membership_id uuid NOT NULL REFERENCES membership, kind text NOT NULL CHECK (kind IN ('organiser', 'treasurer', 'steward')),
  until_on date, instead_of uuid REFERENCES membership, authority_proposal uuid NOT NULL, effect_no int NOT NULL, UNIQUE (authority_proposal, effect_no),
  offered_at timestamptz NOT NULL, answered_at timestamptz, answer text CHECK (answer IN ('accepted', 'declined', 'void')),
  CHECK ((answered_at IS NULL) = (answer IS NULL)));
CREATE UNIQUE INDEX duty_offer_open ON duty_offer (membership_id, kind) WHERE answered_at IS NULL;

ALTER TABLE rulebook_version ADD COLUMN authority_proposal uuid, ADD COLUMN effect_no int, ADD UNIQUE (authority_proposal, effect_no);

CREATE TABLE agreement_version (
  id uuid PRIMARY KEY, group_id uuid NOT NULL REFERENCES folk_group, n int NOT NULL CHECK (n > 0), title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 120),
  body text NOT NULL CHECK (char_length(body) BETWEEN 1 AND 20000), body_html text NOT NULL, hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  from_at timestamptz(3) NOT NULL, authority_proposal uuid NOT NULL, effect_no int NOT NULL, UNIQUE (authority_proposal, effect_no), UNIQUE (group_id, n));
CREATE TRIGGER no_change BEFORE UPDATE OR DELETE ON agreement_version FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TABLE agreement_accepted (
  version_id uuid NOT NULL REFERENCES agreement_version, person_id uuid NOT NULL REFERENCES person, accepted_at timestamptz(3) NOT NULL, PRIMARY KEY (version_id, person_id));
CREATE TRIGGER no_change BEFORE UPDATE OR DELETE ON agreement_accepted FOR EACH ROW EXECUTE FUNCTION refuse_change();
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
