import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A contribution is a promise that money may come for: what came of it and what of that went back are rows of their own, each with its entry,
 * so that its state is what the book says.
 */
export class LivesOfContributions1790000002000 implements MigrationInterface {
  name = 'LivesOfContributions1790000002000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    await runner.query(guards);
    await runner.query(views);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}

const tables = String.raw`
CREATE TABLE contribution_receipt (
  id uuid PRIMARY KEY, contribution_id uuid NOT NULL REFERENCES contribution, n int NOT NULL CHECK (n >= 1), entry_id uuid NOT NULL UNIQUE REFERENCES ledger_entry,
  minor bigint NOT NULL CHECK (minor > 0), received_on date NOT NULL, holding_id uuid NOT NULL REFERENCES ledger_account, evidence text NOT NULL DEFAULT '',
  by_id uuid REFERENCES person, created_at timestamptz(3) NOT NULL DEFAULT clock_now(), UNIQUE (contribution_id, n));
INSERT INTO contribution_receipt (id, contribution_id, n, entry_id, minor, received_on, holding_id, created_at)
  SELECT gen_random_uuid(), c.id, 1, c.entry_id, c.minor, c.received_on, p.account_id, c.created_at
  FROM contribution c JOIN ledger_posting p ON p.entry_id = c.entry_id JOIN ledger_account a ON a.id = p.account_id AND a.class = 'HOLDING';

ALTER TABLE contribution DROP COLUMN minor, DROP COLUMN received_on, DROP COLUMN held_in, DROP COLUMN entry_id,
  ADD COLUMN kind text NOT NULL DEFAULT 'gift' CHECK (kind IN ('gift', 'dues', 'ticket', 'grant')),
  ADD COLUMN pledged bigint NOT NULL DEFAULT 0 CHECK (pledged >= 0), ADD COLUMN due_on date,
  ADD COLUMN closed text CHECK (closed IN ('CANCELLED', 'EXPIRED')), ADD COLUMN closed_at timestamptz, ADD COLUMN closed_reason text NOT NULL DEFAULT '',
  ADD COLUMN purpose text NOT NULL DEFAULT '', ADD COLUMN event_id uuid REFERENCES event, ADD COLUMN email text, ADD COLUMN locale text NOT NULL DEFAULT 'en',
  ADD COLUMN said_minor bigint CHECK (said_minor > 0), ADD COLUMN said_how text CHECK (said_how IN ('cash', 'transfer')), ADD COLUMN said_at timestamptz, ADD COLUMN said_by uuid REFERENCES person,
  ADD COLUMN version int NOT NULL DEFAULT 1,
  ADD CONSTRAINT contribution_category CHECK (category ~ '^income\.[a-z0-9][a-z0-9-]*$'),
  ADD CONSTRAINT contribution_closed CHECK ((closed IS NULL) = (closed_at IS NULL)),
  ADD CONSTRAINT contribution_said CHECK ((said_at IS NULL) = (said_minor IS NULL) AND (said_at IS NULL) = (said_how IS NULL));
CREATE INDEX contribution_person ON contribution (person_id, book_id) WHERE person_id IS NOT NULL;
CREATE INDEX contribution_waiting ON contribution (book_id, due_on) WHERE closed IS NULL AND pledged > 0;

-- What goes back: asked for first where the rules want a second person, who is never the one who asked.
CREATE TABLE contribution_refund (
  id uuid PRIMARY KEY, contribution_id uuid NOT NULL REFERENCES contribution, minor bigint NOT NULL CHECK (minor > 0), refunded_on date NOT NULL, holding_id uuid NOT NULL REFERENCES ledger_account,
  reason text NOT NULL CHECK (reason <> ''), state text NOT NULL CHECK (state IN ('ASKED', 'BOOKED', 'DECLINED')), needs_second boolean NOT NULL,
  asked_by uuid NOT NULL REFERENCES person, asked_at timestamptz(3) NOT NULL DEFAULT clock_now(), answered_by uuid REFERENCES person, answered_at timestamptz(3), entry_id uuid UNIQUE REFERENCES ledger_entry,
  CONSTRAINT refund_booked CHECK ((state = 'BOOKED') = (entry_id IS NOT NULL)),
  CONSTRAINT refund_by_two CHECK (NOT (needs_second AND state = 'BOOKED') OR (answered_by IS NOT NULL AND answered_by <> asked_by)));
CREATE INDEX contribution_refund_of ON contribution_refund (contribution_id);
`;

const guards = String.raw`
-- What came for a contribution, and what of it went back or is asked back; entries that were taken back do not count.
CREATE FUNCTION contribution_received(of_contribution uuid) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT coalesce(sum(r.minor), 0)::bigint FROM contribution_receipt r
  WHERE r.contribution_id = of_contribution AND NOT EXISTS (SELECT FROM ledger_entry e WHERE e.reverses_id = r.entry_id) $$;
CREATE FUNCTION contribution_refunded(of_contribution uuid, and_asked boolean) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT coalesce(sum(r.minor), 0)::bigint FROM contribution_refund r
  WHERE r.contribution_id = of_contribution AND (r.state = 'BOOKED' OR (and_asked AND r.state = 'ASKED')) AND NOT EXISTS (SELECT FROM ledger_entry e WHERE e.reverses_id = r.entry_id) $$;

-- Never more goes back than came (money.md L19), also where what came is taken back.
CREATE FUNCTION contribution_covers(of_contribution uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM contribution WHERE id = of_contribution FOR UPDATE;
  IF contribution_refunded(of_contribution, true) > contribution_received(of_contribution) THEN
    RAISE EXCEPTION 'more would go back than was received' USING ERRCODE = '23514', CONSTRAINT = 'refund_within_received'; END IF;
END $$;
CREATE FUNCTION contribution_refund_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM contribution_covers(NEW.contribution_id); RETURN NULL; END $$;
CREATE TRIGGER contribution_refund_guard AFTER INSERT OR UPDATE ON contribution_refund FOR EACH ROW EXECUTE FUNCTION contribution_refund_guard();
CREATE FUNCTION contribution_reversal_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM contribution_covers(r.contribution_id) FROM contribution_receipt r WHERE r.entry_id = NEW.reverses_id;
  RETURN NULL;
END $$;
CREATE TRIGGER contribution_reversal_guard AFTER INSERT ON ledger_entry FOR EACH ROW WHEN (NEW.reverses_id IS NOT NULL) EXECUTE FUNCTION contribution_reversal_guard();

-- A receipt and a refund say what their entry says: this much to or from this account, for the fund and the category of the contribution.
CREATE FUNCTION contribution_entry_fits(of_contribution uuid, of_entry uuid, of_holding uuid, signed bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM ledger_posting p WHERE p.entry_id = of_entry AND p.account_id = of_holding AND p.amount = signed)
    AND EXISTS (SELECT FROM contribution c JOIN fund f ON f.id = c.fund_id JOIN ledger_posting p ON p.entry_id = of_entry AND p.account_id = f.account_id
      WHERE c.id = of_contribution AND p.category = c.category AND p.amount = -signed) $$;
CREATE FUNCTION contribution_receipt_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT contribution_entry_fits(NEW.contribution_id, NEW.entry_id, NEW.holding_id, NEW.minor) THEN
    RAISE EXCEPTION 'a receipt says what its entry says' USING ERRCODE = '23514', CONSTRAINT = 'receipt_of_entry'; END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER contribution_receipt_guard AFTER INSERT ON contribution_receipt FOR EACH ROW EXECUTE FUNCTION contribution_receipt_guard();
CREATE TRIGGER no_change BEFORE UPDATE OR DELETE ON contribution_receipt FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE FUNCTION contribution_refund_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT contribution_entry_fits(NEW.contribution_id, NEW.entry_id, NEW.holding_id, -NEW.minor) THEN
    RAISE EXCEPTION 'a refund says what its entry says' USING ERRCODE = '23514', CONSTRAINT = 'refund_of_entry'; END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER contribution_refund_entry AFTER INSERT OR UPDATE ON contribution_refund FOR EACH ROW WHEN (NEW.entry_id IS NOT NULL) EXECUTE FUNCTION contribution_refund_entry();
-- What is booked or declined stays so.
CREATE TRIGGER no_change BEFORE UPDATE ON contribution_refund FOR EACH ROW WHEN (OLD.state <> 'ASKED') EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER no_drop BEFORE DELETE ON contribution_refund FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
`;

const views = String.raw`
-- Always without a row, as ledger_violations.
CREATE VIEW contribution_violations AS
  SELECT 'refund' AS what, c.id::text AS ref FROM contribution c WHERE contribution_refunded(c.id, true) > contribution_received(c.id)
  UNION ALL SELECT 'receipt', r.id::text FROM contribution_receipt r WHERE NOT contribution_entry_fits(r.contribution_id, r.entry_id, r.holding_id, r.minor)
  UNION ALL SELECT 'refund-entry', r.id::text FROM contribution_refund r WHERE r.entry_id IS NOT NULL AND NOT contribution_entry_fits(r.contribution_id, r.entry_id, r.holding_id, -r.minor);
`;
