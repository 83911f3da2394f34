import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Names of the accounts that money lies in, counts of cash, and entries by hand that wait for a second person. */
export class Keeping1790000002020 implements MigrationInterface {
  name = 'Keeping1790000002020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(String.raw`
-- The name beside an account: its path stands in exports, so it holds a number and never a name.
CREATE TABLE holding (
  account_id uuid PRIMARY KEY, class account_class NOT NULL DEFAULT 'HOLDING' CHECK (class = 'HOLDING'), book_id uuid NOT NULL REFERENCES book,
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 80),
  FOREIGN KEY (account_id, class) REFERENCES ledger_account (id, class), FOREIGN KEY (account_id, book_id) REFERENCES ledger_account (id, book_id));
CREATE INDEX ledger_account_holding ON ledger_account (book_id) WHERE class = 'HOLDING';

-- What somebody counted and what the book said then. Where they differ an entry names the difference.
CREATE TABLE cash_count (
  id uuid PRIMARY KEY, account_id uuid NOT NULL, class account_class NOT NULL DEFAULT 'HOLDING' CHECK (class = 'HOLDING'), counted_on date NOT NULL,
  counted bigint NOT NULL CHECK (counted >= 0), expected bigint NOT NULL, coins jsonb, note text NOT NULL DEFAULT '' CHECK (char_length(note) <= 300),
  counted_by uuid NOT NULL REFERENCES person, entry_id uuid UNIQUE REFERENCES ledger_entry, created_at timestamptz(3) NOT NULL DEFAULT clock_now(),
  CONSTRAINT difference_booked CHECK ((counted = expected) = (entry_id IS NULL)), FOREIGN KEY (account_id, class) REFERENCES ledger_account (id, class));
CREATE INDEX cash_count_latest ON cash_count (account_id, created_at DESC);

-- An entry by hand that waits for somebody else. Who asked can never be who says yes or no.
CREATE TABLE entry_request (
  id uuid PRIMARY KEY, book_id uuid NOT NULL REFERENCES book, number int NOT NULL CHECK (number > 0), kind text NOT NULL CHECK (kind ~ '^[A-Z_]{3,40}$'), command jsonb NOT NULL,
  currency char(3) NOT NULL, minor bigint NOT NULL CHECK (minor > 0), text text NOT NULL CHECK (char_length(text) <= 500),
  asked_by uuid NOT NULL REFERENCES person, asked_at timestamptz(3) NOT NULL DEFAULT clock_now(),
  state text NOT NULL DEFAULT 'WAITS' CHECK (state IN ('WAITS', 'BOOKED', 'DECLINED', 'WITHDRAWN')),
  decided_by uuid REFERENCES person, decided_at timestamptz(3), reason text CHECK (char_length(reason) <= 300), entry_id uuid UNIQUE REFERENCES ledger_entry,
  UNIQUE (book_id, number),
  CONSTRAINT second_person CHECK (state NOT IN ('BOOKED', 'DECLINED') OR decided_by IS NOT NULL AND decided_by <> asked_by),
  CONSTRAINT request_ended CHECK ((state = 'WAITS') = (decided_at IS NULL) AND (state <> 'BOOKED' OR entry_id IS NOT NULL) AND (state = 'BOOKED' OR entry_id IS NULL)));
CREATE INDEX entry_request_waits ON entry_request (book_id, number) WHERE state = 'WAITS';
CREATE FUNCTION entry_request_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'WAITS' OR (NEW.id, NEW.book_id, NEW.number, NEW.kind, NEW.command, NEW.currency, NEW.minor, NEW.text, NEW.asked_by, NEW.asked_at)
     IS DISTINCT FROM (OLD.id, OLD.book_id, OLD.number, OLD.kind, OLD.command, OLD.currency, OLD.minor, OLD.text, OLD.asked_by, OLD.asked_at) THEN
    RAISE EXCEPTION 'what waits for a second person does not change, and ends once' USING ERRCODE = '55000'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER entry_request_guard BEFORE UPDATE ON entry_request FOR EACH ROW EXECUTE FUNCTION entry_request_guard();
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
