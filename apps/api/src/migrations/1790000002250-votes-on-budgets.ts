import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A vote that is announced keeps a budget only where it is still a draft; one that opens has it, or does not open. Two proposals on one budget
 * can lie side by side as drafts, and the second to open is refused.
 */
export class VotesOnBudgets1790000002250 implements MigrationInterface {
  name = 'VotesOnBudgets1790000002250';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE OR REPLACE FUNCTION budget_follow_vote(vote uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE s text; stands boolean; BEGIN
  SELECT p.status INTO s FROM proposal p WHERE p.id = vote;
  stands := s IN ('announced', 'open') OR s = 'closed' AND EXISTS (SELECT FROM execution x WHERE x.proposal_id = vote AND x.state IN ('waiting', 'stayed', 'failed'));
  UPDATE budget b SET state = 'DRAFT', proposal_id = NULL WHERE b.proposal_id = vote AND b.state = 'PROPOSED'
    AND NOT (stands AND EXISTS (SELECT FROM effect f WHERE f.proposal_id = vote AND f.kind = 'budget.adopt' AND (f.payload ->> 'budgetId')::uuid = b.id));
  IF NOT stands THEN RETURN; END IF;
  UPDATE budget b SET state = 'PROPOSED', proposal_id = vote FROM effect f
    WHERE f.proposal_id = vote AND f.kind = 'budget.adopt' AND b.id = (f.payload ->> 'budgetId')::uuid AND b.state = 'DRAFT';
  IF s = 'open' AND EXISTS (SELECT FROM effect f JOIN budget b ON b.id = (f.payload ->> 'budgetId')::uuid
      WHERE f.proposal_id = vote AND f.kind = 'budget.adopt' AND b.proposal_id IS DISTINCT FROM vote) THEN
    RAISE EXCEPTION 'a budget is put to one vote at a time' USING ERRCODE = '23514', CONSTRAINT = 'budget_proposed_once'; END IF;
  END $$;
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
