import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What was planned on a budget line, and by whose decision: a line is raised and lowered, and a book of a past day shows what was planned then.
 * The rows are kept by the line itself and never changed.
 */
export class PlansOfLines1790000002070 implements MigrationInterface {
  name = 'PlansOfLines1790000002070';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE budget_line_plan (
  line_id uuid NOT NULL REFERENCES budget_line, n int NOT NULL CHECK (n >= 1), planned bigint NOT NULL CHECK (planned > 0),
  at timestamptz NOT NULL, authority_kind text NOT NULL CHECK (authority_kind IN ('DECISION', 'RULE')), authority_id uuid NOT NULL,
  PRIMARY KEY (line_id, n));
INSERT INTO budget_line_plan (line_id, n, planned, at, authority_kind, authority_id) SELECT id, 1, planned, opened_at, authority_kind, authority_id FROM budget_line;
CREATE TRIGGER no_change BEFORE UPDATE OR DELETE ON budget_line_plan FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER no_trunc BEFORE TRUNCATE ON budget_line_plan FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

-- The decision that changed it last; null where none has.
ALTER TABLE budget_line ADD COLUMN replanned_by uuid REFERENCES proposal;
CREATE FUNCTION budget_line_planned() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'UPDATE' AND NEW.planned = OLD.planned THEN RETURN NULL; END IF;
  INSERT INTO budget_line_plan (line_id, n, planned, at, authority_kind, authority_id)
    SELECT NEW.id, coalesce(max(p.n), 0) + 1, NEW.planned, CASE TG_OP WHEN 'INSERT' THEN NEW.opened_at ELSE clock_now() END,
      CASE WHEN NEW.replanned_by IS NULL THEN NEW.authority_kind ELSE 'DECISION' END, coalesce(NEW.replanned_by, NEW.authority_id)
    FROM budget_line_plan p WHERE p.line_id = NEW.id;
  RETURN NULL; END $$;
CREATE TRIGGER budget_line_planned AFTER INSERT OR UPDATE OF planned ON budget_line FOR EACH ROW EXECUTE FUNCTION budget_line_planned();
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
