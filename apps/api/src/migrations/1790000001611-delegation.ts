import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Members who let others vote for them, topics of proposals, and who spoke for whom when a vote was counted. */
export class Delegation1790000001611 implements MigrationInterface {
  name = 'Delegation1790000001611';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE proposal ADD COLUMN tags text[] NOT NULL DEFAULT '{}' CHECK (cardinality(tags) <= 10);

CREATE TABLE delegation (
  id uuid PRIMARY KEY, group_id uuid NOT NULL REFERENCES folk_group, from_id uuid NOT NULL REFERENCES person, to_id uuid NOT NULL REFERENCES person,
  tag text CHECK (char_length(tag) BETWEEN 1 AND 30), proposal_id uuid REFERENCES proposal,
  from_at timestamptz(3) NOT NULL, until_at timestamptz(3), ended_at timestamptz(3),
  CHECK (from_id <> to_id), CHECK (tag IS NULL OR proposal_id IS NULL), CHECK (until_at > from_at), CHECK (ended_at >= from_at));
CREATE UNIQUE INDEX delegation_one ON delegation (group_id, from_id, coalesce(tag, ''), coalesce(proposal_id, '00000000-0000-0000-0000-000000000000')) WHERE ended_at IS NULL;
CREATE INDEX delegation_to ON delegation (to_id, group_id) WHERE ended_at IS NULL;
CREATE INDEX delegation_proposal ON delegation (proposal_id) WHERE proposal_id IS NOT NULL;

-- A word is given and ends; it never says something else, and is never gone: votes of that time were counted by it.
CREATE FUNCTION delegation_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL AND to_jsonb(OLD) - 'ended_at' = to_jsonb(NEW) - 'ended_at' THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION 'delegations are kept as they were' USING ERRCODE = '55000'; END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON delegation FOR EACH ROW EXECUTE FUNCTION delegation_kept();

-- Written with the count: electors without a ballot who had given their word, to whom, and whose ballot spoke for them in the end.
CREATE TABLE delegated_vote (
  proposal_id uuid NOT NULL, person_id uuid NOT NULL, to_id uuid NOT NULL REFERENCES person, voter_id uuid, PRIMARY KEY (proposal_id, person_id),
  FOREIGN KEY (proposal_id, person_id) REFERENCES elector, FOREIGN KEY (proposal_id, voter_id) REFERENCES elector);
CREATE TRIGGER no_change BEFORE UPDATE OR DELETE ON delegated_vote FOR EACH ROW EXECUTE FUNCTION refuse_change();
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
