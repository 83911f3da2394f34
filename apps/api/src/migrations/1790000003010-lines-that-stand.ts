import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A line whose decision was taken back stays open for an advance that is out on it, and for nothing else: no expense is handed in or allowed on it
 * but receipts of such an advance. What was allowed before stays, and goes back.
 */
export class LinesThatStand1790000003010 implements MigrationInterface {
  name = 'LinesThatStand1790000003010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(String.raw`
CREATE FUNCTION line_stands(x expense) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  IF EXISTS (SELECT FROM budget_line l JOIN decision_taken_back t ON t.proposal_id = l.authority_id WHERE l.id = x.budget_line_id AND l.authority_kind = 'DECISION')
     AND NOT EXISTS (SELECT FROM expense a WHERE a.id = x.advance_id AND a.type = 'ADVANCE' AND a.budget_line_id = x.budget_line_id) THEN
    RAISE EXCEPTION 'the decision behind this budget line was taken back' USING ERRCODE = '23514', CONSTRAINT = 'line_stands'; END IF; END $$;
CREATE FUNCTION expense_on_line() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM line_stands(NEW); RETURN NEW; END $$;
CREATE TRIGGER expense_on_line_in BEFORE INSERT ON expense FOR EACH ROW WHEN (NEW.budget_line_id IS NOT NULL AND NEW.state IN ('SUBMITTED', 'APPROVED', 'PARTLY_PAID', 'PAID'))
  EXECUTE FUNCTION expense_on_line();
CREATE TRIGGER expense_on_line BEFORE UPDATE OF state ON expense FOR EACH ROW
  WHEN (NEW.budget_line_id IS NOT NULL AND (OLD.state IN ('DRAFT', 'RETURNED') AND NEW.state = 'SUBMITTED' OR OLD.state = 'SUBMITTED' AND NEW.state = 'APPROVED'))
  EXECUTE FUNCTION expense_on_line();

CREATE FUNCTION approval_on_line() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  PERFORM line_stands(x) FROM expense x WHERE x.id = NEW.expense_id;
  RETURN NEW; END $$;
CREATE TRIGGER approval_on_line BEFORE INSERT OR UPDATE OF withdrawn_at ON expense_approval FOR EACH ROW WHEN (NEW.withdrawn_at IS NULL) EXECUTE FUNCTION approval_on_line();
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
