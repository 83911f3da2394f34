import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Money that comes by a card processor: what somebody is sent there for, what the processor says of it, each once, and what of it is booked.
 * The processor's word is kept as facts only: no name, no address, no card.
 */
export class Cards1790000002230 implements MigrationInterface {
  name = 'Cards1790000002230';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    await runner.query(guards);
    await runner.query(refunds);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}

const tables = String.raw`
-- Somebody is sent to the processor to pay what is due of a contribution. It is paid once an entry says so, and for ever.
CREATE TABLE card_checkout (
  id uuid PRIMARY KEY, contribution_id uuid NOT NULL REFERENCES contribution, currency char(3) NOT NULL, minor bigint NOT NULL CHECK (minor > 0),
  state text NOT NULL DEFAULT 'BEGUN' CHECK (state IN ('BEGUN', 'OPEN', 'PAID', 'FAILED', 'EXPIRED')), session text UNIQUE, url text, payment text UNIQUE, entry_id uuid UNIQUE REFERENCES ledger_entry,
  begun_by uuid REFERENCES person, created_at timestamptz(3) NOT NULL DEFAULT clock_now(), ask_at timestamptz(3) NOT NULL DEFAULT clock_now() + interval '1 minute', asks int NOT NULL DEFAULT 0,
  CONSTRAINT checkout_open CHECK (state <> 'OPEN' OR (session IS NOT NULL AND url IS NOT NULL)),
  CONSTRAINT checkout_paid CHECK ((state = 'PAID') = (entry_id IS NOT NULL) AND (state <> 'PAID' OR payment IS NOT NULL)));
CREATE INDEX card_checkout_of ON card_checkout (contribution_id);
CREATE INDEX card_checkout_open ON card_checkout (ask_at) WHERE state IN ('BEGUN', 'OPEN');

-- What the processor says, each once by its id. WAITS: for the payment that it is about. KEPT: of a kind that nothing follows from. ASKS: for the treasurer.
CREATE TABLE processor_event (
  id text PRIMARY KEY CHECK (char_length(id) BETWEEN 1 AND 300), n bigint GENERATED ALWAYS AS IDENTITY UNIQUE, book_id uuid NOT NULL REFERENCES book, type text NOT NULL, kind text NOT NULL CHECK (kind ~ '^[A-Z_]{3,30}$'),
  subject text NOT NULL DEFAULT '', payment text, facts jsonb NOT NULL, received_at timestamptz(3) NOT NULL DEFAULT clock_now(),
  state text NOT NULL DEFAULT 'NEW' CHECK (state IN ('NEW', 'WAITS', 'DONE', 'KEPT', 'ASKS', 'ANSWERED')), reason text, entry_id uuid REFERENCES ledger_entry, tries int NOT NULL DEFAULT 0, try_at timestamptz(3) NOT NULL DEFAULT clock_now(),
  answered_by uuid REFERENCES person, answered_at timestamptz(3), note text NOT NULL DEFAULT '',
  CONSTRAINT event_asks CHECK ((state = 'ASKS') <= (reason IS NOT NULL)),
  CONSTRAINT event_answered CHECK ((state = 'ANSWERED') = (answered_at IS NOT NULL)));
CREATE INDEX processor_event_open ON processor_event (try_at) WHERE state IN ('NEW', 'WAITS');
CREATE INDEX processor_event_payment ON processor_event (payment) WHERE payment IS NOT NULL;
CREATE INDEX processor_event_asks ON processor_event (book_id, n) WHERE state = 'ASKS';
CREATE INDEX processor_event_subject ON processor_event (kind, subject) WHERE subject <> '';

-- What goes back by card: what the treasurer gives back is sent to the processor, what the processor took back is known by its name there.
CREATE TABLE card_refund (
  refund_id uuid PRIMARY KEY REFERENCES contribution_refund, checkout_id uuid NOT NULL REFERENCES card_checkout, kind text NOT NULL CHECK (kind IN ('refund', 'dispute')), remote text UNIQUE, tries int NOT NULL DEFAULT 0, fault text,
  created_at timestamptz(3) NOT NULL DEFAULT clock_now());

-- What the processor pays out, each once.
CREATE TABLE card_payout (
  remote text PRIMARY KEY, book_id uuid NOT NULL REFERENCES book, currency char(3) NOT NULL, minor bigint NOT NULL CHECK (minor <> 0), arrives_on date NOT NULL, entry_id uuid NOT NULL UNIQUE REFERENCES ledger_entry,
  created_at timestamptz(3) NOT NULL DEFAULT clock_now());
`;

const guards = String.raw`
CREATE FUNCTION card_checkout_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.contribution_id, NEW.currency, NEW.minor) IS DISTINCT FROM (OLD.id, OLD.contribution_id, OLD.currency, OLD.minor) OR OLD.state = 'PAID' THEN
    RAISE EXCEPTION 'what was sent to the processor stays as it is' USING ERRCODE = '55000'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER card_checkout_guard BEFORE UPDATE ON card_checkout FOR EACH ROW EXECUTE FUNCTION card_checkout_guard();

-- The entry of a payment is the receipt of its contribution, over the same amount.
CREATE FUNCTION card_checkout_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM contribution_receipt r WHERE r.entry_id = NEW.entry_id AND r.contribution_id = NEW.contribution_id AND r.minor = NEW.minor) THEN
    RAISE EXCEPTION 'a payment says what its entry says' USING ERRCODE = '23514', CONSTRAINT = 'checkout_of_entry'; END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER card_checkout_entry AFTER INSERT OR UPDATE ON card_checkout FOR EACH ROW WHEN (NEW.entry_id IS NOT NULL) EXECUTE FUNCTION card_checkout_entry();

-- What was said stays said; what is done with it goes one way.
CREATE FUNCTION processor_event_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.book_id, NEW.type, NEW.kind, NEW.subject, NEW.payment, NEW.facts, NEW.received_at) IS DISTINCT FROM (OLD.id, OLD.book_id, OLD.type, OLD.kind, OLD.subject, OLD.payment, OLD.facts, OLD.received_at)
     OR OLD.state IN ('DONE', 'KEPT', 'ANSWERED') THEN
    RAISE EXCEPTION 'what the processor said stays as it is' USING ERRCODE = '55000'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER processor_event_guard BEFORE UPDATE ON processor_event FOR EACH ROW EXECUTE FUNCTION processor_event_guard();
CREATE TRIGGER no_drop BEFORE DELETE ON processor_event FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER no_drop BEFORE DELETE ON card_payout FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER no_change BEFORE UPDATE ON card_payout FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
`;

const refunds = String.raw`
-- What a processor took back has happened: nobody asked for it, and where the fund is short it stands on the shortfall.
ALTER TABLE contribution_refund ALTER COLUMN asked_by DROP NOT NULL,
  ADD CONSTRAINT refund_asked CHECK (asked_by IS NOT NULL OR (state = 'BOOKED' AND NOT needs_second));
CREATE OR REPLACE FUNCTION contribution_entry_fits(of_contribution uuid, of_entry uuid, of_holding uuid, signed bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM ledger_posting p WHERE p.entry_id = of_entry AND p.account_id = of_holding AND p.amount = signed)
    AND EXISTS (SELECT FROM contribution c JOIN fund f ON f.id = c.fund_id OR (signed < 0 AND f.book_id = c.book_id AND f.kind = 'shortfall') JOIN ledger_posting p ON p.entry_id = of_entry AND p.account_id = f.account_id
      WHERE c.id = of_contribution AND p.category = c.category AND p.amount = -signed) $$;
`;
