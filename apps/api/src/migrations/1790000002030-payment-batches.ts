import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The bank accounts of a group by their numbers, and payments that are prepared together: each expense in one at a time, paid exactly once. */
export class PaymentBatches1790000002030 implements MigrationInterface {
  name = 'PaymentBatches1790000002030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(String.raw`
CREATE TABLE bank_account (
  account_id uuid PRIMARY KEY REFERENCES ledger_account, name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 70), iban text NOT NULL CHECK (iban ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$'),
  bic text CHECK (bic ~ '^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$'));

CREATE TABLE payment_batch (
  id uuid PRIMARY KEY, book_id uuid NOT NULL REFERENCES book, holding_id uuid NOT NULL REFERENCES ledger_account, made_by uuid NOT NULL REFERENCES person,
  made_at timestamptz(3) NOT NULL DEFAULT clock_now());
CREATE INDEX payment_batch_of_book ON payment_batch (book_id, made_at DESC, id DESC);
CREATE TABLE payment_batch_item (
  batch_id uuid NOT NULL REFERENCES payment_batch, expense_id uuid NOT NULL REFERENCES expense, n int NOT NULL CHECK (n > 0), minor bigint NOT NULL CHECK (minor > 0),
  state text NOT NULL DEFAULT 'OPEN' CHECK (state IN ('OPEN', 'PAID', 'OUT')), payment_id uuid UNIQUE REFERENCES expense_payment,
  PRIMARY KEY (batch_id, expense_id), UNIQUE (batch_id, n), CONSTRAINT paid_by_a_payment CHECK ((state = 'PAID') = (payment_id IS NOT NULL)));
-- Nothing is sent twice: an expense stands in one open batch at most.
CREATE UNIQUE INDEX payment_batch_once ON payment_batch_item (expense_id) WHERE state = 'OPEN';

CREATE FUNCTION payment_batch_item_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.state <> 'OPEN' OR (NEW.batch_id, NEW.expense_id, NEW.n, NEW.minor) IS DISTINCT FROM (OLD.batch_id, OLD.expense_id, OLD.n, OLD.minor) THEN
      RAISE EXCEPTION 'what was prepared is paid or taken out, once' USING ERRCODE = '55000'; END IF;
  ELSIF NOT EXISTS (SELECT FROM expense x JOIN payment_batch b ON b.id = NEW.batch_id AND b.book_id = x.book_id WHERE x.id = NEW.expense_id AND x.state IN ('APPROVED', 'PARTLY_PAID') AND NOT x.on_hold
    AND NEW.minor <= x.total - x.paid - x.waived) THEN
    RAISE EXCEPTION 'only what is approved and owed is prepared' USING ERRCODE = '23514', CONSTRAINT = 'batch_of_owed'; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER payment_batch_item_guard BEFORE INSERT OR UPDATE ON payment_batch_item FOR EACH ROW EXECUTE FUNCTION payment_batch_item_guard();

-- However a payment comes about, it settles what was prepared; what is not approved any more is not prepared any more.
CREATE FUNCTION payment_batch_settled() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  UPDATE payment_batch_item SET state = 'PAID', payment_id = NEW.id WHERE expense_id = NEW.expense_id AND state = 'OPEN';
  RETURN NULL; END $$;
CREATE TRIGGER payment_batch_settled AFTER INSERT ON expense_payment FOR EACH ROW EXECUTE FUNCTION payment_batch_settled();
CREATE FUNCTION payment_batch_withdrawn() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  UPDATE payment_batch_item SET state = 'OUT' WHERE expense_id = NEW.id AND state = 'OPEN';
  RETURN NULL; END $$;
CREATE TRIGGER payment_batch_withdrawn AFTER UPDATE OF state ON expense FOR EACH ROW
  WHEN (OLD.state IN ('APPROVED', 'PARTLY_PAID') AND NEW.state NOT IN ('APPROVED', 'PARTLY_PAID', 'PAID') OR NEW.state = 'PAID' AND NEW.waived > OLD.waived) EXECUTE FUNCTION payment_batch_withdrawn();
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
