import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who comes back as a member is asked once whether what came back before does so again; nothing else of what has ended changes. */
export class RecurringAgain1790000002810 implements MigrationInterface {
  name = 'RecurringAgain1790000002810';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(String.raw`
ALTER TABLE recurring_expense ADD COLUMN offered_at timestamptz(3), ADD CONSTRAINT recurring_offered CHECK (offered_at IS NULL OR ended_by = 'membership');
CREATE INDEX recurring_to_offer ON recurring_expense (author_id, book_id) WHERE ended_by = 'membership' AND offered_at IS NULL;

CREATE OR REPLACE FUNCTION recurring_expense_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'what comes back is ended, never deleted' USING ERRCODE = '55000'; END IF;
  IF TG_OP = 'INSERT' THEN
    IF NOT EXISTS (SELECT FROM expense x WHERE x.id = NEW.from_id AND x.book_id = NEW.book_id AND x.author_id = NEW.author_id AND x.type <> 'ADVANCE' AND x.state NOT IN ('DRAFT', 'WITHDRAWN', 'REJECTED')
      AND x.budget_line_id IS NOT DISTINCT FROM NEW.line_id) THEN
      RAISE EXCEPTION 'only an expense of one''s own that was handed in comes back' USING ERRCODE = '23514', CONSTRAINT = 'recurring_of_own'; END IF;
    RETURN NEW; END IF;
  IF OLD.ended_at IS NOT NULL AND (OLD.offered_at IS NOT NULL OR to_jsonb(NEW) - 'offered_at' IS DISTINCT FROM to_jsonb(OLD) - 'offered_at') THEN
    RAISE EXCEPTION 'what has ended is begun anew' USING ERRCODE = '55000'; END IF;
  IF (NEW.id, NEW.book_id, NEW.author_id, NEW.from_id, NEW.currency, NEW.line_id) IS DISTINCT FROM (OLD.id, OLD.book_id, OLD.author_id, OLD.from_id, OLD.currency, OLD.line_id) THEN
    RAISE EXCEPTION 'what comes back stays what it is' USING ERRCODE = '55000'; END IF;
  RETURN NEW; END $$;
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
