import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who was named for an election, and whether they stand. Nobody from the roll is on a ballot that opens without a yes of their own. */
export class Candidacies1790000001910 implements MigrationInterface {
  name = 'Candidacies1790000001910';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE candidacy (
  proposal_id uuid NOT NULL REFERENCES proposal, person_id uuid NOT NULL REFERENCES person, named_by uuid NOT NULL REFERENCES person, named_at timestamptz NOT NULL,
  state text NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'stands', 'declined', 'silent')), answered_at timestamptz,
  PRIMARY KEY (proposal_id, person_id), CHECK ((state IN ('stands', 'declined')) = (answered_at IS NOT NULL)));
CREATE INDEX candidacy_asked ON candidacy (person_id) WHERE state = 'asked';

CREATE FUNCTION ballot_of_consent() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF EXISTS (SELECT FROM jsonb_array_elements(NEW.options) o WHERE o ? 'personId' AND NOT EXISTS (
    SELECT FROM candidacy c WHERE c.proposal_id = NEW.id AND c.person_id = (o ->> 'personId')::uuid AND c.state = 'stands'))
    THEN RAISE EXCEPTION 'nobody is on the ballot who did not say yes' USING ERRCODE = '55000'; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER ballot_of_consent BEFORE UPDATE OF status ON proposal FOR EACH ROW WHEN (NEW.status = 'open' AND OLD.status IN ('draft', 'announced')) EXECUTE FUNCTION ballot_of_consent();

CREATE FUNCTION candidacy_over() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF EXISTS (SELECT FROM proposal p WHERE p.id = coalesce(NEW.proposal_id, OLD.proposal_id) AND p.status NOT IN ('draft', 'announced'))
    THEN RAISE EXCEPTION 'RULES_FROZEN' USING ERRCODE = '55000'; END IF;
  RETURN coalesce(NEW, OLD); END $$;
CREATE TRIGGER candidacy_over BEFORE INSERT OR UPDATE OR DELETE ON candidacy FOR EACH ROW EXECUTE FUNCTION candidacy_over();
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
