import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Expenses that come back: each day of their rhythm the clock makes one draft of their author, which is in the book no more than any other draft.
 * The day of a draft stands on it for good, so that no day gets two, however often the clock runs.
 */
export class RecurringExpenses1790000002400 implements MigrationInterface {
  name = 'RecurringExpenses1790000002400';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(String.raw`
CREATE TABLE recurring_expense (
  id uuid PRIMARY KEY, book_id uuid NOT NULL REFERENCES book, author_id uuid NOT NULL REFERENCES person,
  -- What was handed in that comes back, and what the form of its drafts begins with.
  from_id uuid NOT NULL REFERENCES expense, fields jsonb NOT NULL CHECK (jsonb_typeof(fields) = 'object'),
  title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200), currency char(3) NOT NULL, minor bigint NOT NULL CHECK (minor > 0), line_id uuid REFERENCES budget_line,
  every text NOT NULL CHECK (every IN ('month', 'quarter', 'year')), first_on date NOT NULL, next_on date NOT NULL, until_on date,
  ended_at timestamptz(3), ended_by text CHECK (ended_by IN ('author', 'day', 'membership', 'line')),
  version int NOT NULL DEFAULT 1, created_at timestamptz(3) NOT NULL DEFAULT clock_now(),
  CONSTRAINT recurring_ends_by CHECK ((ended_at IS NULL) = (ended_by IS NULL)),
  CONSTRAINT recurring_goes_on CHECK (next_on >= first_on AND (ended_at IS NOT NULL OR until_on IS NULL OR next_on <= until_on)));
CREATE UNIQUE INDEX recurring_once ON recurring_expense (from_id) WHERE ended_at IS NULL;
CREATE INDEX recurring_from ON recurring_expense (from_id);
CREATE INDEX recurring_of_book ON recurring_expense (book_id, (ended_at IS NOT NULL), created_at DESC, id);
CREATE INDEX recurring_next ON recurring_expense (next_on, id) WHERE ended_at IS NULL;

CREATE FUNCTION recurring_expense_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'what comes back is ended, never deleted' USING ERRCODE = '55000'; END IF;
  IF TG_OP = 'INSERT' THEN
    IF NOT EXISTS (SELECT FROM expense x WHERE x.id = NEW.from_id AND x.book_id = NEW.book_id AND x.author_id = NEW.author_id AND x.type <> 'ADVANCE' AND x.state NOT IN ('DRAFT', 'WITHDRAWN', 'REJECTED')
      AND x.budget_line_id IS NOT DISTINCT FROM NEW.line_id) THEN
      RAISE EXCEPTION 'only an expense of one''s own that was handed in comes back' USING ERRCODE = '23514', CONSTRAINT = 'recurring_of_own'; END IF;
    RETURN NEW; END IF;
  IF OLD.ended_at IS NOT NULL THEN RAISE EXCEPTION 'what has ended is begun anew' USING ERRCODE = '55000'; END IF;
  IF (NEW.id, NEW.book_id, NEW.author_id, NEW.from_id, NEW.currency, NEW.line_id) IS DISTINCT FROM (OLD.id, OLD.book_id, OLD.author_id, OLD.from_id, OLD.currency, OLD.line_id) THEN
    RAISE EXCEPTION 'what comes back stays what it is' USING ERRCODE = '55000'; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER recurring_expense_guard BEFORE INSERT OR UPDATE OR DELETE ON recurring_expense FOR EACH ROW EXECUTE FUNCTION recurring_expense_guard();

ALTER TABLE expense ADD COLUMN recurring_id uuid REFERENCES recurring_expense, ADD COLUMN period date, ADD CONSTRAINT expense_period CHECK ((recurring_id IS NULL) = (period IS NULL));
CREATE UNIQUE INDEX expense_once_a_period ON expense (recurring_id, period) WHERE recurring_id IS NOT NULL;
CREATE INDEX expense_came_back ON expense (author_id, period) WHERE state = 'DRAFT' AND period IS NOT NULL;
-- It comes as a draft of whose it is, while it comes back; its day never changes.
CREATE FUNCTION expense_recurs() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (NEW.recurring_id, NEW.period) IS DISTINCT FROM (OLD.recurring_id, OLD.period) THEN RAISE EXCEPTION 'the day of a draft stays' USING ERRCODE = '55000'; END IF;
  ELSIF NEW.recurring_id IS NOT NULL AND (NEW.state <> 'DRAFT' OR NOT EXISTS (SELECT FROM recurring_expense q WHERE q.id = NEW.recurring_id AND q.book_id = NEW.book_id AND q.author_id = NEW.author_id AND q.ended_at IS NULL)) THEN
    RAISE EXCEPTION 'this does not come back' USING ERRCODE = '23514', CONSTRAINT = 'expense_recurs'; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER expense_recurs_in BEFORE INSERT ON expense FOR EACH ROW WHEN (NEW.recurring_id IS NOT NULL) EXECUTE FUNCTION expense_recurs();
CREATE TRIGGER expense_recurs BEFORE UPDATE OF recurring_id, period ON expense FOR EACH ROW EXECUTE FUNCTION expense_recurs();
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
