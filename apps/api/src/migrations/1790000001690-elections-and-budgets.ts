import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An effect may write several rows of one kind: a duty for each who is elected, a line for each project. Electors may add options until an instant. */
export class ElectionsAndBudgets1790000001690 implements MigrationInterface {
  name = 'ElectionsAndBudgets1790000001690';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE budget_line ADD COLUMN authority_part int NOT NULL DEFAULT 1,
  DROP CONSTRAINT budget_line_authority_kind_authority_id_authority_no_key,
  ADD CONSTRAINT budget_line_once UNIQUE (authority_kind, authority_id, authority_no, authority_part);
ALTER TABLE duty ADD COLUMN effect_part int NOT NULL DEFAULT 1,
  DROP CONSTRAINT duty_authority_proposal_effect_no_key, ADD CONSTRAINT duty_once UNIQUE (authority_proposal, effect_no, effect_part);
ALTER TABLE duty_offer ADD COLUMN effect_part int NOT NULL DEFAULT 1,
  DROP CONSTRAINT duty_offer_authority_proposal_effect_no_key, ADD CONSTRAINT duty_offer_once UNIQUE (authority_proposal, effect_no, effect_part);

ALTER TABLE proposal ADD COLUMN options_until timestamptz(3),
  ADD COLUMN added_options jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(added_options) = 'array'),
  ADD CONSTRAINT proposal_all_options CHECK (jsonb_array_length(options) + jsonb_array_length(added_options) <= 50);
-- What the electors add only grows, while the vote is open and the time for it lasts; the instant itself is frozen with the rules.
CREATE FUNCTION added_options_grow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF OLD.status <> 'draft' AND NEW.options_until IS DISTINCT FROM OLD.options_until THEN RAISE EXCEPTION 'RULES_FROZEN' USING ERRCODE = '55000'; END IF;
  IF NEW.added_options IS DISTINCT FROM OLD.added_options AND (OLD.status <> 'open' OR OLD.options_until IS NULL OR clock_now() >= OLD.options_until
      OR NOT NEW.added_options @> OLD.added_options OR jsonb_array_length(NEW.added_options) <> jsonb_array_length(OLD.added_options) + 1)
    THEN RAISE EXCEPTION 'options are added one by one, while there is time' USING ERRCODE = '55000'; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER added_options_grow BEFORE UPDATE OF added_options, options_until ON proposal FOR EACH ROW EXECUTE FUNCTION added_options_grow();
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
