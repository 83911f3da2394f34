import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The whole life of an expense: drafts, vendors, debts abroad, payments in parts that may come back, holds, what the payee lets go of.
 * The database itself refuses a payment that nobody approved, a step that the table of states does not know, and a change of what was submitted.
 */
export class LivesOfExpenses1790000001850 implements MigrationInterface {
  name = 'LivesOfExpenses1790000001850';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(columns);
    await runner.query(payments);
    await runner.query(guards);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}

const columns = String.raw`
ALTER TABLE fund DROP CONSTRAINT fund_kind_check, ADD CONSTRAINT fund_kind_check CHECK (kind IN ('general', 'event', 'project', 'shortfall'));

-- Somebody outside who is paid: a shop, a landlord. In the chain only under a random handle, as people are.
CREATE TABLE vendor (
  id uuid PRIMARY KEY, book_id uuid NOT NULL REFERENCES book, name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 120),
  ref uuid NOT NULL UNIQUE, handle text NOT NULL, created_at timestamptz(3) NOT NULL DEFAULT clock_now(), UNIQUE (book_id, handle));
CREATE UNIQUE INDEX vendor_name ON vendor (book_id, lower(name));

ALTER TABLE expense
  ADD COLUMN type text NOT NULL DEFAULT 'RECEIPT' CHECK (type IN ('RECEIPT', 'INVOICE')),
  ADD COLUMN vendor_id uuid REFERENCES vendor, ALTER payee_id DROP NOT NULL, ADD CONSTRAINT expense_one_payee CHECK (num_nonnulls(payee_id, vendor_id) = 1),
  ADD COLUMN foreign_currency char(3), ADD COLUMN foreign_total bigint,
  ADD CONSTRAINT expense_foreign CHECK ((foreign_currency IS NULL) = (foreign_total IS NULL) AND (foreign_total > 0) IS NOT FALSE AND (foreign_currency <> currency) IS NOT FALSE),
  ADD COLUMN paid bigint NOT NULL DEFAULT 0, ADD COLUMN waived bigint NOT NULL DEFAULT 0,
  ADD COLUMN on_hold boolean NOT NULL DEFAULT false, ADD COLUMN hold_reason text, ADD COLUMN held_by uuid REFERENCES person,
  ADD COLUMN reason_by uuid REFERENCES person, ADD COLUMN approved_at timestamptz(3), ADD COLUMN draft jsonb,
  DROP CONSTRAINT expense_state_check, DROP CONSTRAINT expense_title_check, DROP CONSTRAINT expense_total_check, DROP CONSTRAINT expense_check,
  ADD CONSTRAINT expense_state_check CHECK (state IN ('DRAFT', 'SUBMITTED', 'RETURNED', 'APPROVED', 'PARTLY_PAID', 'PAID', 'REJECTED', 'WITHDRAWN')),
  ADD CONSTRAINT expense_title_check CHECK (char_length(title) BETWEEN CASE WHEN state = 'DRAFT' THEN 0 ELSE 1 END AND 200),
  ADD CONSTRAINT expense_total_check CHECK (total > 0 OR state = 'DRAFT' AND total = 0),
  ADD CONSTRAINT expense_booked CHECK ((state IN ('APPROVED', 'PARTLY_PAID', 'PAID')) = (approved_entry_id IS NOT NULL));
ALTER TABLE expense_item ADD COLUMN category text CHECK (category ~ '^expense\.[a-z0-9][a-z0-9-]*$');
UPDATE expense_item i SET category = x.category FROM expense x WHERE x.id = i.expense_id;
ALTER TABLE expense_item ALTER category SET NOT NULL;
UPDATE expense x SET paid = CASE WHEN x.state = 'PAID' THEN x.total ELSE 0 END, approved_at = e.posted_at FROM ledger_entry e WHERE e.id = x.approved_entry_id;
ALTER TABLE expense ADD CONSTRAINT expense_money CHECK (paid >= 0 AND waived >= 0 AND paid + waived <= total),
  ADD CONSTRAINT expense_state_money CHECK (CASE state WHEN 'APPROVED' THEN paid = 0 AND waived < total WHEN 'PARTLY_PAID' THEN paid > 0 AND paid + waived < total
    WHEN 'PAID' THEN paid + waived = total ELSE paid = 0 AND waived = 0 END),
  ADD CONSTRAINT expense_held CHECK (NOT on_hold OR state IN ('APPROVED', 'PARTLY_PAID'));
DROP INDEX expense_unpaid;
CREATE INDEX expense_unpaid ON expense (fund_id) WHERE state IN ('APPROVED', 'PARTLY_PAID');
CREATE INDEX expense_approved ON expense (book_id, approved_at) WHERE approved_at IS NOT NULL;
`;

const payments = String.raw`
-- Money that has left for an expense: minor of its debt (in the currency it is booked in) is settled, cost and fee went from the account.
CREATE TABLE expense_payment (
  id uuid PRIMARY KEY, expense_id uuid NOT NULL REFERENCES expense, n int NOT NULL CHECK (n > 0), entry_id uuid NOT NULL UNIQUE REFERENCES ledger_entry,
  minor bigint NOT NULL CHECK (minor > 0), cost bigint NOT NULL CHECK (cost > 0), fee bigint NOT NULL DEFAULT 0 CHECK (fee >= 0),
  paid_on date NOT NULL, holding_id uuid NOT NULL REFERENCES ledger_account, payer_id uuid NOT NULL REFERENCES person,
  returned bigint NOT NULL DEFAULT 0, created_at timestamptz(3) NOT NULL DEFAULT clock_now(),
  UNIQUE (expense_id, n), CONSTRAINT returned_at_most_paid CHECK (returned BETWEEN 0 AND minor));
CREATE TABLE expense_return (
  entry_id uuid PRIMARY KEY REFERENCES ledger_entry, payment_id uuid NOT NULL REFERENCES expense_payment, minor bigint NOT NULL CHECK (minor > 0), lost bigint NOT NULL DEFAULT 0 CHECK (lost >= 0),
  returned_on date NOT NULL, reason text NOT NULL, by_id uuid NOT NULL REFERENCES person, created_at timestamptz(3) NOT NULL DEFAULT clock_now());
CREATE INDEX expense_return_payment ON expense_return (payment_id);

INSERT INTO expense_payment (id, expense_id, n, entry_id, minor, cost, paid_on, holding_id, payer_id, created_at)
  SELECT gen_random_uuid(), x.id, 1, e.id, x.total, x.total, e.effective_on, (SELECT q.account_id FROM ledger_posting q JOIN ledger_account a ON a.id = q.account_id AND a.class = 'HOLDING' WHERE q.entry_id = e.id LIMIT 1),
    (SELECT p.person_id FROM book_person p WHERE p.ref = e.actor_id), e.posted_at
  FROM expense x JOIN ledger_entry e ON e.id = x.paid_entry_id;
ALTER TABLE expense DROP COLUMN paid_entry_id;
`;

const guards = String.raw`
CREATE FUNCTION expense_payment_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE x expense%ROWTYPE; own boolean; BEGIN
  SELECT * INTO x FROM expense WHERE id = NEW.expense_id FOR UPDATE;
  SELECT coalesce((r.rules ->> 'selfApproval')::boolean, false) INTO own FROM rulebook_version r WHERE r.id = x.rulebook_id;
  IF x.state NOT IN ('APPROVED', 'PARTLY_PAID') THEN RAISE EXCEPTION 'nothing approved is owed' USING ERRCODE = '23514', CONSTRAINT = 'payment_of_approved'; END IF;
  IF x.on_hold THEN RAISE EXCEPTION 'the expense is on hold' USING ERRCODE = '23514', CONSTRAINT = 'payment_while_held'; END IF;
  IF NOT own AND NEW.payer_id = x.payee_id THEN RAISE EXCEPTION 'nobody pays themselves' USING ERRCODE = '23514', CONSTRAINT = 'payment_by_another'; END IF;
  IF NEW.minor > x.total - x.paid - x.waived THEN RAISE EXCEPTION 'more than is owed' USING ERRCODE = '23514', CONSTRAINT = 'payment_at_most_owed'; END IF;
  IF x.foreign_total IS NOT NULL AND NEW.minor <> x.total THEN RAISE EXCEPTION 'a debt abroad is paid whole' USING ERRCODE = '23514', CONSTRAINT = 'payment_whole'; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER expense_payment_guard BEFORE INSERT ON expense_payment FOR EACH ROW EXECUTE FUNCTION expense_payment_guard();

CREATE FUNCTION expense_payment_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'UPDATE' THEN IF to_jsonb(OLD) - 'returned' = to_jsonb(NEW) - 'returned' AND NEW.returned >= OLD.returned THEN RETURN NEW; END IF; END IF;
  RAISE EXCEPTION 'payments are kept' USING ERRCODE = '55000'; END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON expense_payment FOR EACH ROW EXECUTE FUNCTION expense_payment_kept();
CREATE TRIGGER no_change BEFORE UPDATE OR DELETE ON expense_return FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- The table of states, and: what was submitted stays as it was until its author has it back.
CREATE FUNCTION expense_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.state <> OLD.state AND OLD.state || ' ' || NEW.state NOT IN ('DRAFT SUBMITTED', 'DRAFT WITHDRAWN', 'RETURNED SUBMITTED', 'RETURNED WITHDRAWN', 'SUBMITTED APPROVED', 'SUBMITTED RETURNED', 'SUBMITTED REJECTED',
    'SUBMITTED WITHDRAWN', 'APPROVED RETURNED', 'APPROVED SUBMITTED', 'APPROVED PARTLY_PAID', 'APPROVED PAID', 'PARTLY_PAID PAID', 'PARTLY_PAID APPROVED', 'PAID PARTLY_PAID', 'PAID APPROVED') THEN
    RAISE EXCEPTION 'an expense does not go from % to %', OLD.state, NEW.state USING ERRCODE = '23514', CONSTRAINT = 'expense_step'; END IF;
  IF OLD.state NOT IN ('DRAFT', 'RETURNED') AND (NEW.payee_id, NEW.vendor_id, NEW.fund_id, NEW.budget_line_id, NEW.event_id, NEW.title, NEW.category, NEW.currency, NEW.total, NEW.foreign_currency, NEW.foreign_total, NEW.content_hash, NEW.rulebook_id, NEW.revision)
     IS DISTINCT FROM (OLD.payee_id, OLD.vendor_id, OLD.fund_id, OLD.budget_line_id, OLD.event_id, OLD.title, OLD.category, OLD.currency, OLD.total, OLD.foreign_currency, OLD.foreign_total, OLD.content_hash, OLD.rulebook_id, OLD.revision) THEN
    RAISE EXCEPTION 'what was submitted does not change' USING ERRCODE = '23514', CONSTRAINT = 'expense_content'; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER expense_guard BEFORE UPDATE ON expense FOR EACH ROW EXECUTE FUNCTION expense_guard();

-- What payments say, beside what the expense says; always without a row, as ledger_violations.
CREATE VIEW expense_violations AS
  SELECT 'expense-paid' AS what, x.id::text AS ref FROM expense x WHERE x.paid <> (SELECT coalesce(sum(p.minor - p.returned), 0) FROM expense_payment p WHERE p.expense_id = x.id)
  UNION ALL SELECT 'payment-returned', p.id::text FROM expense_payment p WHERE p.returned <> (SELECT coalesce(sum(r.minor), 0) FROM expense_return r WHERE r.payment_id = p.id);
`;
