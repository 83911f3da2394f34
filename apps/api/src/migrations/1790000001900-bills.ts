import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Costs shared between people: who is in it, their bills, who paid, what each one's part is, what was settled. What somebody owes stands in the
 * ledger alone, in accounts of the split; here stands what a bill was, and how it was shared.
 */
export class Bills1790000001900 implements MigrationInterface {
  name = 'Bills1790000001900';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    await runner.query(guards);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}

const tables = String.raw`
CREATE TABLE split (
  id uuid PRIMARY KEY, group_id uuid NOT NULL REFERENCES folk_group, book_id uuid NOT NULL REFERENCES book, event_id uuid REFERENCES event,
  handle text NOT NULL CHECK (handle ~ '^[a-z0-9][a-z0-9-]*$'), title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 120), currency char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  settle_by text NOT NULL DEFAULT 'fewest' CHECK (settle_by IN ('fewest', 'owed')), bills int NOT NULL DEFAULT 0,
  opened_by uuid REFERENCES person, created_at timestamptz(3) NOT NULL DEFAULT clock_now(), touched_at timestamptz(3) NOT NULL DEFAULT clock_now(), UNIQUE (book_id, handle));
CREATE INDEX split_of_group ON split (group_id);
CREATE INDEX split_of_event ON split (event_id) WHERE event_id IS NOT NULL;

-- Somebody in a split: a person we know, or a name with a link. carried_by: whose account their parts fall to, as a child's to a parent.
CREATE TABLE split_person (
  id uuid PRIMARY KEY, split_id uuid NOT NULL REFERENCES split, person_id uuid REFERENCES person, name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 80),
  email text, locale text NOT NULL DEFAULT 'en', child boolean NOT NULL DEFAULT false, carried_by uuid,
  ref uuid NOT NULL, handle text NOT NULL, added_by uuid, created_at timestamptz(3) NOT NULL DEFAULT clock_now(),
  UNIQUE (split_id, person_id), UNIQUE (id, split_id), CHECK (carried_by <> id),
  FOREIGN KEY (carried_by, split_id) REFERENCES split_person (id, split_id), FOREIGN KEY (added_by, split_id) REFERENCES split_person (id, split_id));
CREATE INDEX split_person_of ON split_person (person_id) WHERE person_id IS NOT NULL;

-- sharing: how the parts were made, as it was typed. author_id null: a treasurer who is not in it.
CREATE TABLE bill (
  id uuid PRIMARY KEY, split_id uuid NOT NULL REFERENCES split, number int NOT NULL CHECK (number > 0), what text NOT NULL CHECK (char_length(what) BETWEEN 1 AND 120), spent_on date NOT NULL,
  currency char(3) NOT NULL, total bigint NOT NULL CHECK (total > 0), sharing jsonb NOT NULL, author_id uuid, entry_id uuid NOT NULL UNIQUE REFERENCES ledger_entry,
  created_at timestamptz(3) NOT NULL DEFAULT clock_now(), replaces_id uuid UNIQUE REFERENCES bill,
  undone_entry_id uuid UNIQUE REFERENCES ledger_entry, undone_by uuid, undone_at timestamptz(3), reason text,
  UNIQUE (split_id, number), CHECK ((undone_entry_id IS NULL) = (undone_at IS NULL)), CHECK ((undone_entry_id IS NULL) = (reason IS NULL)),
  FOREIGN KEY (author_id, split_id) REFERENCES split_person (id, split_id), FOREIGN KEY (undone_by, split_id) REFERENCES split_person (id, split_id));
CREATE TABLE bill_payer (
  bill_id uuid NOT NULL REFERENCES bill, person_id uuid NOT NULL REFERENCES split_person, minor bigint NOT NULL CHECK (minor > 0), PRIMARY KEY (bill_id, person_id));
CREATE TABLE bill_share (
  bill_id uuid NOT NULL REFERENCES bill, person_id uuid NOT NULL REFERENCES split_person, minor bigint NOT NULL CHECK (minor >= 0), PRIMARY KEY (bill_id, person_id));
CREATE TABLE bill_dispute (
  bill_id uuid NOT NULL REFERENCES bill, person_id uuid NOT NULL REFERENCES split_person, words text NOT NULL, created_at timestamptz(3) NOT NULL DEFAULT clock_now(), PRIMARY KEY (bill_id, person_id));

-- What somebody says they paid. It is booked when the receiver says that it arrived, never before.
CREATE TABLE settlement_payment (
  id uuid PRIMARY KEY, split_id uuid NOT NULL REFERENCES split, from_id uuid NOT NULL, to_id uuid NOT NULL, currency char(3) NOT NULL, minor bigint NOT NULL CHECK (minor > 0),
  state text NOT NULL DEFAULT 'SAID' CHECK (state IN ('SAID', 'ARRIVED', 'MISSING', 'TAKEN_BACK')), entry_id uuid UNIQUE REFERENCES ledger_entry, reminded int NOT NULL DEFAULT 0,
  said_at timestamptz(3) NOT NULL DEFAULT clock_now(), answered_at timestamptz(3), CHECK (from_id <> to_id), CHECK ((state = 'ARRIVED') = (entry_id IS NOT NULL)), CHECK ((state = 'SAID') = (answered_at IS NULL)),
  FOREIGN KEY (from_id, split_id) REFERENCES split_person (id, split_id), FOREIGN KEY (to_id, split_id) REFERENCES split_person (id, split_id));
CREATE INDEX settlement_payment_of ON settlement_payment (split_id);
CREATE INDEX settlement_payment_waiting ON settlement_payment (to_id) WHERE state = 'SAID';

-- Where somebody wants to be paid: sealed, gone when all is settled, after 90 days in any case.
CREATE TABLE split_payout (
  person_id uuid PRIMARY KEY REFERENCES split_person, sealed bytea NOT NULL, created_at timestamptz(3) NOT NULL DEFAULT clock_now());
CREATE INDEX ledger_account_of_split ON ledger_account (split_id) WHERE split_id IS NOT NULL;
`;

const guards = String.raw`
-- An entry that names a split touches the accounts of that split alone, and no other entry touches them: so readers can leave bills out by their name.
CREATE FUNCTION ledger_split_alone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM added p JOIN ledger_account a ON a.id = p.account_id JOIN ledger_entry e ON e.id = p.entry_id WHERE a.split_id::text IS DISTINCT FROM e.refs ->> 'split') THEN
    RAISE EXCEPTION 'bills and other money do not meet in one entry' USING ERRCODE = '23514', CONSTRAINT = 'split_alone'; END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_split_alone AFTER INSERT ON ledger_posting REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_split_alone();

CREATE FUNCTION bill_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE b uuid := coalesce(to_jsonb(NEW) ->> 'bill_id', to_jsonb(NEW) ->> 'id')::uuid; whole bigint;
BEGIN
  SELECT total INTO whole FROM bill WHERE id = b;
  IF whole IS DISTINCT FROM (SELECT sum(minor)::bigint FROM bill_payer WHERE bill_id = b) OR whole IS DISTINCT FROM (SELECT sum(minor)::bigint FROM bill_share WHERE bill_id = b) THEN
    RAISE EXCEPTION 'bill % does not add up', b USING ERRCODE = '23514', CONSTRAINT = 'bill_adds_up'; END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER bill_adds_up AFTER INSERT ON bill       DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION bill_adds_up();
CREATE CONSTRAINT TRIGGER bill_adds_up AFTER INSERT ON bill_payer DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION bill_adds_up();
CREATE CONSTRAINT TRIGGER bill_adds_up AFTER INSERT ON bill_share DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION bill_adds_up();

CREATE FUNCTION bill_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a bill is corrected by another (% on %)', TG_OP, TG_TABLE_NAME USING ERRCODE = '55000'; END $$;
CREATE TRIGGER no_change BEFORE UPDATE OR DELETE ON bill_payer FOR EACH ROW EXECUTE FUNCTION bill_keeps();
CREATE TRIGGER no_change BEFORE UPDATE OR DELETE ON bill_share FOR EACH ROW EXECUTE FUNCTION bill_keeps();
CREATE TRIGGER no_change BEFORE UPDATE OF split_id, number, what, spent_on, currency, total, sharing, entry_id ON bill FOR EACH ROW EXECUTE FUNCTION bill_keeps();
CREATE TRIGGER no_drop BEFORE DELETE ON bill FOR EACH ROW EXECUTE FUNCTION bill_keeps();
`;
