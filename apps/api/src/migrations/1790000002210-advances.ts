import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Money before it is spent: an expense of the type ADVANCE is paid to its author, who holds it for the group until receipts are set against it or
 * it comes back. What it may still become is kept free on its budget line, so that neither another advance nor another expense takes it.
 */
export class Advances1790000002210 implements MigrationInterface {
  name = 'Advances1790000002210';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(columns);
    await runner.query(guards);
    await runner.query(violations);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}

const columns = String.raw`
ALTER TABLE budget_line ADD COLUMN advanced bigint NOT NULL DEFAULT 0 CHECK (advanced >= 0),
  ADD CONSTRAINT line_room_for_advances CHECK (spent + advanced <= planned OR closed_at IS NOT NULL);
ALTER TABLE expense DROP CONSTRAINT expense_type_check, ADD CONSTRAINT expense_type_check CHECK (type IN ('RECEIPT', 'INVOICE', 'ADVANCE')),
  ADD COLUMN due_on date, ADD COLUMN cleared bigint NOT NULL DEFAULT 0, ADD COLUMN handed_back bigint NOT NULL DEFAULT 0, ADD COLUMN advance_id uuid REFERENCES expense,
  ADD COLUMN reminded_at timestamptz(3), ADD COLUMN overdue_at timestamptz(3),
  DROP CONSTRAINT expense_booked,
  ADD CONSTRAINT expense_booked CHECK ((approved_entry_id IS NULL) = (type = 'ADVANCE' OR state NOT IN ('APPROVED', 'PARTLY_PAID', 'PAID'))),
  ADD CONSTRAINT advance_whole CHECK (type <> 'ADVANCE' OR state = 'DRAFT'
    OR num_nulls(budget_line_id, due_on, payee_id) = 0 AND num_nonnulls(foreign_currency, advance_id) = 0 AND payee_id = author_id),
  ADD CONSTRAINT advance_only CHECK (type = 'ADVANCE' OR due_on IS NULL AND cleared = 0 AND handed_back = 0 AND reminded_at IS NULL AND overdue_at IS NULL),
  ADD CONSTRAINT advance_within_paid CHECK (cleared >= 0 AND handed_back >= 0 AND (type <> 'ADVANCE' OR cleared + handed_back <= paid)),
  ADD CONSTRAINT against_in_one_currency CHECK (advance_id IS NULL OR foreign_currency IS NULL AND payee_id IS NOT NULL);
CREATE INDEX expense_advances ON expense (group_id, due_on, id) WHERE type = 'ADVANCE' AND state IN ('APPROVED', 'PARTLY_PAID', 'PAID') AND cleared + handed_back + waived < total;
CREATE INDEX expense_against ON expense (advance_id) WHERE advance_id IS NOT NULL;

-- Receipts set against an advance, and what of it came back: each an entry.
CREATE TABLE advance_clearing (
  entry_id uuid PRIMARY KEY REFERENCES ledger_entry, advance_id uuid NOT NULL REFERENCES expense, expense_id uuid NOT NULL UNIQUE REFERENCES expense,
  minor bigint NOT NULL CHECK (minor > 0), cleared_on date NOT NULL, created_at timestamptz(3) NOT NULL DEFAULT clock_now());
CREATE INDEX advance_clearing_of ON advance_clearing (advance_id);
CREATE TABLE advance_return (
  id uuid PRIMARY KEY, entry_id uuid NOT NULL UNIQUE REFERENCES ledger_entry, advance_id uuid NOT NULL REFERENCES expense, minor bigint NOT NULL CHECK (minor > 0),
  returned_on date NOT NULL, holding_id uuid NOT NULL REFERENCES ledger_account, by_id uuid NOT NULL REFERENCES person, created_at timestamptz(3) NOT NULL DEFAULT clock_now());
CREATE INDEX advance_return_of ON advance_return (advance_id);
CREATE TRIGGER no_change BEFORE UPDATE OR DELETE ON advance_clearing FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_change BEFORE UPDATE OR DELETE ON advance_return FOR EACH ROW EXECUTE FUNCTION refuse_change();
`;

const guards = String.raw`
-- What an approved advance may still become moves with it on its line; the CHECK of the line refuses more than is left, whoever is quicker.
CREATE FUNCTION advance_held(x expense) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN x.type = 'ADVANCE' AND x.state IN ('APPROVED', 'PARTLY_PAID', 'PAID') THEN x.total - x.waived - x.cleared - x.handed_back ELSE 0 END $$;
CREATE FUNCTION advance_moves_line() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE moved bigint := advance_held(NEW) - CASE WHEN TG_OP = 'UPDATE' THEN advance_held(OLD) ELSE 0 END; BEGIN
  IF moved <> 0 THEN
    IF moved > 0 AND EXISTS (SELECT FROM budget_line l WHERE l.id = NEW.budget_line_id AND l.closed_at IS NOT NULL) THEN
      RAISE EXCEPTION 'budget line is closed' USING ERRCODE = '23514', CONSTRAINT = 'line_open'; END IF;
    UPDATE budget_line SET advanced = advanced + moved WHERE id = NEW.budget_line_id;
  END IF;
  RETURN NULL; END $$;
CREATE TRIGGER advance_moves_line AFTER INSERT OR UPDATE ON expense FOR EACH ROW WHEN (NEW.type = 'ADVANCE') EXECUTE FUNCTION advance_moves_line();

-- A line that advances are out on is closed once they are settled.
CREATE FUNCTION line_without_advances() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF OLD.closed_at IS NULL AND NEW.closed_at IS NOT NULL AND NEW.advanced > 0 THEN
    RAISE EXCEPTION 'advances on this line are open' USING ERRCODE = '23514', CONSTRAINT = 'line_without_advances'; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER line_without_advances BEFORE UPDATE OF closed_at ON budget_line FOR EACH ROW EXECUTE FUNCTION line_without_advances();

-- Receipts are set against the advance of who is paid, in its currency and its book, and never more than they come to.
CREATE FUNCTION advance_clearing_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE x expense%ROWTYPE; a expense%ROWTYPE; BEGIN
  SELECT * INTO x FROM expense WHERE id = NEW.expense_id;
  SELECT * INTO a FROM expense WHERE id = NEW.advance_id;
  IF a.type <> 'ADVANCE' OR x.type = 'ADVANCE' OR x.advance_id IS DISTINCT FROM a.id OR (x.book_id, x.currency, x.payee_id) IS DISTINCT FROM (a.book_id, a.currency, a.payee_id)
     OR x.state <> 'APPROVED' OR NEW.minor > x.total THEN
    RAISE EXCEPTION 'this is not settled by that advance' USING ERRCODE = '23514', CONSTRAINT = 'advance_settles'; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER advance_clearing_guard BEFORE INSERT ON advance_clearing FOR EACH ROW EXECUTE FUNCTION advance_clearing_guard();
CREATE FUNCTION advance_return_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE a expense%ROWTYPE; own boolean; BEGIN
  SELECT * INTO a FROM expense WHERE id = NEW.advance_id FOR UPDATE;
  SELECT coalesce((r.rules #>> '{spending,selfApproval}')::boolean, false) INTO own FROM rulebook_version r WHERE r.id = a.rulebook_id;
  IF a.type <> 'ADVANCE' OR NEW.minor > a.paid - a.cleared - a.handed_back THEN
    RAISE EXCEPTION 'more than is out' USING ERRCODE = '23514', CONSTRAINT = 'return_within_advance'; END IF;
  IF NOT own AND NEW.by_id = a.payee_id THEN RAISE EXCEPTION 'somebody else notes what came back' USING ERRCODE = '23514', CONSTRAINT = 'return_by_another'; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER advance_return_guard BEFORE INSERT ON advance_return FOR EACH ROW EXECUTE FUNCTION advance_return_guard();

-- Who may spend alone up to a ceiling spends: to hold money of the group is not that.
CREATE OR REPLACE FUNCTION authority_reaches(a spending_authority, x expense) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT x.type <> 'ADVANCE' AND a.fund_id = x.fund_id AND a.currency = x.currency AND (a.line_id IS NULL OR a.line_id IS NOT DISTINCT FROM x.budget_line_id) AND (a.event_id IS NULL OR a.event_id IS NOT DISTINCT FROM x.event_id)
    AND (a.category IS NULL OR x.category = a.category AND NOT EXISTS (SELECT FROM expense_item i WHERE i.expense_id = x.id AND i.category <> a.category)) $$;

CREATE OR REPLACE FUNCTION expense_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.state <> OLD.state AND OLD.state || ' ' || NEW.state NOT IN ('DRAFT SUBMITTED', 'DRAFT WITHDRAWN', 'RETURNED SUBMITTED', 'RETURNED WITHDRAWN', 'SUBMITTED APPROVED', 'SUBMITTED RETURNED', 'SUBMITTED REJECTED',
    'SUBMITTED WITHDRAWN', 'APPROVED RETURNED', 'APPROVED SUBMITTED', 'APPROVED PARTLY_PAID', 'APPROVED PAID', 'PARTLY_PAID PAID', 'PARTLY_PAID APPROVED', 'PAID PARTLY_PAID', 'PAID APPROVED') THEN
    RAISE EXCEPTION 'an expense does not go from % to %', OLD.state, NEW.state USING ERRCODE = '23514', CONSTRAINT = 'expense_step'; END IF;
  IF OLD.state NOT IN ('DRAFT', 'RETURNED') AND (NEW.type, NEW.payee_id, NEW.vendor_id, NEW.fund_id, NEW.budget_line_id, NEW.event_id, NEW.title, NEW.category, NEW.currency, NEW.total, NEW.foreign_currency, NEW.foreign_total, NEW.content_hash, NEW.rulebook_id, NEW.revision, NEW.due_on, NEW.advance_id)
     IS DISTINCT FROM (OLD.type, OLD.payee_id, OLD.vendor_id, OLD.fund_id, OLD.budget_line_id, OLD.event_id, OLD.title, OLD.category, OLD.currency, OLD.total, OLD.foreign_currency, OLD.foreign_total, OLD.content_hash, OLD.rulebook_id, OLD.revision, OLD.due_on, OLD.advance_id) THEN
    RAISE EXCEPTION 'what was submitted does not change' USING ERRCODE = '23514', CONSTRAINT = 'expense_content'; END IF;
  RETURN NEW; END $$;
`;

const violations = String.raw`
CREATE OR REPLACE VIEW expense_violations AS
  SELECT 'expense-paid' AS what, x.id::text AS ref FROM expense x WHERE x.paid <> (SELECT coalesce(sum(p.minor - p.returned), 0) FROM expense_payment p WHERE p.expense_id = x.id)
    + (SELECT coalesce(sum(k.minor), 0) FROM advance_clearing k WHERE k.expense_id = x.id)
  UNION ALL SELECT 'payment-returned', p.id::text FROM expense_payment p WHERE p.returned <> (SELECT coalesce(sum(r.minor), 0) FROM expense_return r WHERE r.payment_id = p.id)
  UNION ALL SELECT 'advance-cleared', x.id::text FROM expense x WHERE x.cleared <> (SELECT coalesce(sum(k.minor), 0) FROM advance_clearing k WHERE k.advance_id = x.id)
  UNION ALL SELECT 'advance-returned', x.id::text FROM expense x WHERE x.handed_back <> (SELECT coalesce(sum(r.minor), 0) FROM advance_return r WHERE r.advance_id = x.id)
  UNION ALL SELECT 'line-advanced', l.id::text FROM budget_line l WHERE l.advanced <> (SELECT coalesce(sum(advance_held(x)), 0) FROM expense x WHERE x.budget_line_id = l.id AND x.type = 'ADVANCE')
  UNION ALL SELECT 'advances-out', b.id::text || ' ' || o.currency FROM book b
    CROSS JOIN LATERAL (SELECT a.currency, sum(w.debits - w.credits) AS n FROM ledger_account a JOIN account_balance w ON w.account_id = a.id WHERE a.book_id = b.id AND a.class = 'PARTY' AND a.path LIKE 'assets:receivable:%' GROUP BY 1) o
    WHERE EXISTS (SELECT FROM expense x WHERE x.book_id = b.id AND x.type = 'ADVANCE')
      AND o.n <> (SELECT coalesce(sum(x.paid - x.cleared - x.handed_back), 0) FROM expense x WHERE x.book_id = b.id AND x.currency = o.currency AND x.type = 'ADVANCE');
`;
