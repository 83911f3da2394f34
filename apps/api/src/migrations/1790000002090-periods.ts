import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Periods of a book that are closed: one after the other, each to the end of a month, and never opened again. */
export class Periods1790000002090 implements MigrationInterface {
  name = 'Periods1790000002090';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(String.raw`
CREATE TABLE book_period (
  id uuid PRIMARY KEY, book_id uuid NOT NULL REFERENCES book, from_on date NOT NULL, until_on date NOT NULL CHECK (until_on > from_on),
  closed_by uuid NOT NULL REFERENCES person, closed_at timestamptz(3) NOT NULL DEFAULT clock_now(), entries bigint NOT NULL CHECK (entries >= 0), head_hash bytea NOT NULL CHECK (octet_length(head_hash) = 32),
  proposal_id uuid REFERENCES proposal, adopted_at timestamptz(3), CHECK ((proposal_id IS NULL) = (adopted_at IS NULL)),
  CONSTRAINT period_of_months CHECK (extract(day FROM from_on) = 1 AND extract(day FROM until_on + 1) = 1), UNIQUE (book_id, until_on));

-- A period follows the one before; closing it closes the book up to its end.
CREATE FUNCTION book_period_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE was date;
BEGIN
  SELECT closed_until INTO was FROM book WHERE id = NEW.book_id FOR NO KEY UPDATE;
  IF was IS NOT NULL AND NEW.from_on <> was + 1 THEN
    RAISE EXCEPTION 'a period begins the day after the one before' USING ERRCODE = '23514', CONSTRAINT = 'period_follows'; END IF;
  IF EXISTS (SELECT 1 FROM ledger_entry e WHERE e.book_id = NEW.book_id AND e.effective_on < NEW.from_on AND was IS NULL) THEN
    RAISE EXCEPTION 'the first period begins with the first entry' USING ERRCODE = '23514', CONSTRAINT = 'period_follows'; END IF;
  UPDATE book SET closed_until = NEW.until_on WHERE id = NEW.book_id;
  RETURN NEW;
END $$;
CREATE TRIGGER book_period_follows BEFORE INSERT ON book_period FOR EACH ROW EXECUTE FUNCTION book_period_follows();

-- Of a closed period nothing changes but that a decision adopts its report, once; and no book is opened again.
CREATE FUNCTION book_period_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.proposal_id IS NOT NULL OR (NEW.id, NEW.book_id, NEW.from_on, NEW.until_on, NEW.closed_by, NEW.closed_at, NEW.entries, NEW.head_hash)
     IS DISTINCT FROM (OLD.id, OLD.book_id, OLD.from_on, OLD.until_on, OLD.closed_by, OLD.closed_at, OLD.entries, OLD.head_hash) THEN
    RAISE EXCEPTION 'a closed period stays as it is' USING ERRCODE = '55000'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER book_period_guard BEFORE UPDATE OR DELETE ON book_period FOR EACH ROW EXECUTE FUNCTION book_period_guard();
CREATE FUNCTION book_stays_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.closed_until IS NOT NULL AND (NEW.closed_until IS NULL OR NEW.closed_until < OLD.closed_until) THEN
    RAISE EXCEPTION 'a closed book is not opened again' USING ERRCODE = '55000', CONSTRAINT = 'book_stays_closed'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER book_stays_closed BEFORE UPDATE OF closed_until ON book FOR EACH ROW EXECUTE FUNCTION book_stays_closed();
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
