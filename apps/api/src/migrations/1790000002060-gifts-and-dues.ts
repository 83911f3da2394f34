import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Gifts that are repeated, dues of members, what an event asks for, grants for a purpose, and where money is sent to. */
export class GiftsAndDues1790000002060 implements MigrationInterface {
  name = 'GiftsAndDues1790000002060';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    await runner.query(restricted);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}

const tables = String.raw`
CREATE TABLE repeated_gift (
  id uuid PRIMARY KEY, book_id uuid NOT NULL REFERENCES book, fund_id uuid NOT NULL REFERENCES fund, person_id uuid REFERENCES person, giver text NOT NULL DEFAULT '', email text, locale text NOT NULL DEFAULT 'en',
  currency char(3) NOT NULL, minor bigint NOT NULL CHECK (minor > 0), every text NOT NULL CHECK (every IN ('month', 'year')), first_on date NOT NULL, purpose text NOT NULL DEFAULT '',
  created_at timestamptz(3) NOT NULL DEFAULT clock_now(), stopped_at timestamptz(3));
CREATE INDEX repeated_gift_running ON repeated_gift (book_id) WHERE stopped_at IS NULL;
CREATE INDEX repeated_gift_person ON repeated_gift (person_id) WHERE person_id IS NOT NULL;

ALTER TABLE contribution ADD COLUMN repeated_id uuid REFERENCES repeated_gift, ADD COLUMN period date, ADD COLUMN reminded_at timestamptz, ADD COLUMN closed_by uuid REFERENCES person, ADD COLUMN updated_at timestamptz(3) NOT NULL DEFAULT clock_now(),
  ADD CONSTRAINT contribution_period CHECK ((period IS NOT NULL) = (kind = 'dues' OR repeated_id IS NOT NULL)),
  ADD CONSTRAINT contribution_dues CHECK (kind <> 'dues' OR (person_id IS NOT NULL AND due_on IS NOT NULL)),
  ADD CONSTRAINT contribution_ticket CHECK (kind <> 'ticket' OR (person_id IS NOT NULL AND event_id IS NOT NULL));
-- A period makes its promise exactly once, an event one of each person.
CREATE UNIQUE INDEX contribution_of_repeated ON contribution (repeated_id, period) WHERE repeated_id IS NOT NULL;
CREATE UNIQUE INDEX contribution_of_dues ON contribution (book_id, person_id, period) WHERE kind = 'dues';
CREATE UNIQUE INDEX contribution_of_ticket ON contribution (event_id, person_id) WHERE kind = 'ticket' AND closed IS NULL;

-- What a member has chosen to give as dues, within what the rules allow.
CREATE TABLE dues_step (
  book_id uuid NOT NULL REFERENCES book, person_id uuid NOT NULL REFERENCES person, minor bigint NOT NULL CHECK (minor > 0), chosen_at timestamptz(3) NOT NULL DEFAULT clock_now(), PRIMARY KEY (book_id, person_id));

-- The account of the group that givers see.
CREATE TABLE book_bank (
  book_id uuid PRIMARY KEY REFERENCES book, name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 70), iban text NOT NULL CHECK (iban ~ '^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$'));

-- What an event asks of who comes: a price of each place, or from this much to that much, as they can.
CREATE TABLE event_ask (
  event_id uuid PRIMARY KEY REFERENCES event, kind text NOT NULL CHECK (kind IN ('suggested', 'price')), minor bigint NOT NULL CHECK (minor > 0), most bigint NOT NULL CHECK (most >= minor),
  currency char(3) NOT NULL, fund_id uuid NOT NULL REFERENCES fund, set_at timestamptz(3) NOT NULL DEFAULT clock_now(), CHECK (kind = 'suggested' OR most = minor));

ALTER TABLE fund ADD COLUMN purpose text NOT NULL DEFAULT '', ADD COLUMN giver text NOT NULL DEFAULT '', ADD COLUMN restricted boolean NOT NULL DEFAULT false,
  ADD CONSTRAINT fund_purpose CHECK (NOT restricted OR (kind = 'project' AND purpose <> ''));
`;

const restricted = String.raw`
-- Money with a purpose is spent by the lines of its own fund only. What has happened (fees) and what goes back to its giver is booked all the same.
CREATE FUNCTION fund_restricted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM added p JOIN fund f ON f.account_id = p.account_id AND f.restricted JOIN ledger_entry e ON e.id = p.entry_id
      WHERE p.amount > 0 AND p.budget_line_id IS NULL AND e.reverses_id IS NULL AND p.category NOT LIKE 'income.%' AND p.category <> 'expense.payment-fees') THEN
    RAISE EXCEPTION 'this fund is spent by its own lines' USING ERRCODE = '23514', CONSTRAINT = 'fund_restricted'; END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER fund_restricted AFTER INSERT ON ledger_posting REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION fund_restricted();
CREATE INDEX fund_of_account ON fund (account_id);
`;
