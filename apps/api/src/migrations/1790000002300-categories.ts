import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The list of categories of each book: what new bookings may stand under. What was booked before is taken in. A category is renamed, moved
 * and archived, never deleted; without a name of the group's own it is called by our word, in the reader's language.
 */
export class Categories1790000002300 implements MigrationInterface {
  name = 'Categories1790000002300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(String.raw`
CREATE TABLE book_category (
  book_id uuid NOT NULL REFERENCES book, category text NOT NULL CHECK (category ~ '^(income|expense)\.[a-z0-9][a-z0-9-]*$'),
  name text CHECK (char_length(name) BETWEEN 1 AND 60), sort int NOT NULL,
  -- The product itself books under it: it may be called otherwise, and stays.
  kept boolean NOT NULL DEFAULT false, archived_at timestamptz(3), PRIMARY KEY (book_id, category), CONSTRAINT category_kept CHECK (NOT kept OR archived_at IS NULL));
CREATE UNIQUE INDEX category_name ON book_category (book_id, split_part(category, '.', 1), lower(name)) WHERE name IS NOT NULL AND archived_at IS NULL;

CREATE FUNCTION book_category_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'a category is archived, never deleted' USING ERRCODE = '55000'; END IF;
  IF (NEW.book_id, NEW.category, NEW.kept) IS DISTINCT FROM (OLD.book_id, OLD.category, OLD.kept) THEN RAISE EXCEPTION 'a category stays what it is' USING ERRCODE = '55000'; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER book_category_guard BEFORE UPDATE OR DELETE ON book_category FOR EACH ROW EXECUTE FUNCTION book_category_guard();

-- What every book begins with, in the order of its forms.
CREATE FUNCTION default_categories() RETURNS TABLE (category text, sort int, kept boolean) LANGUAGE sql IMMUTABLE AS $$ VALUES
    ('income.contributions', 1, true), ('income.dues', 2, true), ('income.tickets', 3, true), ('income.grants', 4, true), ('income.other', 5, false), ('income.cash-difference', 90, true), ('income.shared', 91, true),
    ('expense.equipment', 1, false), ('expense.food', 2, false), ('expense.room', 3, false), ('expense.printing', 4, false), ('expense.travel', 5, false), ('expense.fees', 6, false), ('expense.other', 7, false),
    ('expense.payment-fees', 90, true), ('expense.exchange-difference', 91, true), ('expense.cash-difference', 92, true), ('expense.shared', 93, true) $$;
CREATE FUNCTION book_category_begin() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO book_category (book_id, category, sort, kept) SELECT NEW.id, d.category, d.sort, d.kept FROM default_categories() d;
  RETURN NULL; END $$;
CREATE TRIGGER book_category_begin AFTER INSERT ON book FOR EACH ROW EXECUTE FUNCTION book_category_begin();

INSERT INTO book_category (book_id, category, sort, kept) SELECT b.id, d.category, d.sort, d.kept FROM book b CROSS JOIN default_categories() d;
INSERT INTO book_category (book_id, category, name, sort)
  SELECT u.book_id, u.category, left(upper(left(s.word, 1)) || substr(s.word, 2), 60), 20 + row_number() OVER (PARTITION BY u.book_id ORDER BY u.category) FROM (
    SELECT DISTINCT a.book_id, k.category FROM account_month k JOIN ledger_account a ON a.id = k.account_id
    UNION SELECT x.book_id, i.category FROM expense_item i JOIN expense x ON x.id = i.expense_id UNION SELECT c.book_id, c.category FROM contribution c) u
    CROSS JOIN LATERAL (SELECT replace(split_part(u.category, '.', 2), '-', ' ') AS word) s
  WHERE u.category ~ '^(income|expense)\.' ON CONFLICT DO NOTHING;

-- New bookings stand under open categories of the list; what takes something back, or goes on with what was handed in before, under any that is known.
CREATE FUNCTION posting_category_listed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE found text; BEGIN
  SELECT p.category INTO found FROM added p JOIN ledger_entry e ON e.id = p.entry_id LEFT JOIN book_category c ON c.book_id = p.book_id AND c.category = p.category
  WHERE p.category ~ '^(income|expense)\.' AND (c.category IS NULL OR c.archived_at IS NOT NULL AND e.kind NOT IN ('EXPENSE_APPROVED', 'EXPENSE_WAIVED', 'REFUND', 'REVERSAL', 'RECLASSIFIED')) LIMIT 1;
  IF found IS NOT NULL THEN RAISE EXCEPTION 'no open category %', found USING ERRCODE = '23514', CONSTRAINT = 'category_open'; END IF;
  RETURN NULL; END $$;
CREATE TRIGGER posting_category_listed AFTER INSERT ON ledger_posting REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION posting_category_listed();

CREATE FUNCTION item_category_listed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NOT EXISTS (SELECT FROM expense x JOIN book_category c ON c.book_id = x.book_id AND c.category = NEW.category AND c.archived_at IS NULL WHERE x.id = NEW.expense_id) THEN
    RAISE EXCEPTION 'no open category %', NEW.category USING ERRCODE = '23514', CONSTRAINT = 'category_open'; END IF;
  RETURN NULL; END $$;
CREATE TRIGGER item_category_listed AFTER INSERT ON expense_item FOR EACH ROW EXECUTE FUNCTION item_category_listed();
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
