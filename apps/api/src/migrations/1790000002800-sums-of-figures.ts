import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The entries of a long book are summed in blocks once they stand, by figure and month (docs/decisions/0027): no posting costs more for it. What a
 * posting adds to which figure is said here once, for the sums, the rest behind them and the list of entries.
 */
export class SumsOfFigures1790000002800 implements MigrationInterface {
  name = 'SumsOfFigures1790000002800';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(parts);
    await runner.query(blocks);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}

const parts = String.raw`
CREATE INDEX ledger_entry_expense ON ledger_entry (((refs ->> 'expenseId')::uuid)) WHERE (refs ->> 'expenseId')::uuid IS NOT NULL;
CREATE INDEX ledger_entry_opening ON ledger_entry (book_id) WHERE kind = 'OPENING';
CREATE INDEX expense_of_payee ON expense (payee_id, book_id) WHERE payee_id IS NOT NULL;
CREATE INDEX expense_of_vendor ON expense (vendor_id) WHERE vendor_id IS NOT NULL;

-- What the figures of a book sum (money.md 13): which postings, and whether a debit raises a figure or lowers it. What is owed belongs to the
-- fund of its expense. Accounts and expenses are looked up for postings, never the other way round, whatever the planner knows of their numbers.
CREATE VIEW figure_part AS
  SELECT e.id AS entry_id, e.book_id, e.seq, e.effective_on, k.kind, q.currency, k.sign * q.amount AS amount, q.category, q.budget_line_id,
    CASE WHEN a.class = 'FUND' THEN q.account_id ELSE x.account_id END AS fund_account_id, coalesce(e.event_id, x.event_id) AS event_id
  FROM ledger_entry e JOIN ledger_posting q ON q.entry_id = e.id CROSS JOIN LATERAL (SELECT a.class, a.path FROM ledger_account a WHERE a.id = q.account_id OFFSET 0) a
    LEFT JOIN LATERAL (SELECT x.event_id, f.account_id FROM expense x JOIN fund f ON f.id = x.fund_id WHERE x.id = (e.refs ->> 'expenseId')::uuid OFFSET 0) x ON true
    CROSS JOIN LATERAL (SELECT a.class = 'TRADING' OR a.class = 'PARTY' AND a.path LIKE 'liabilities:%' AS owed) o
    CROSS JOIN LATERAL (VALUES ('IN_HAND', 1, a.class = 'HOLDING' OR a.class = 'PARTY' AND a.path LIKE 'assets:%'),
      ('BALANCE', -1, a.class = 'FUND' OR o.owed), ('UNPAID', -1, o.owed),
      ('IN', -1, q.category LIKE 'income.%'), ('OUT', 1, q.category LIKE 'expense.%'), ('MOVED', -1, q.category IN ('opening', 'transfer', 'exchange'))) k (kind, sign, adds)
  WHERE k.adds;
`;

const nil = `'00000000-0000-0000-0000-000000000000'::uuid`;

/** What entries add to figures, by block and month: `block` is that of a part `p` or an entry `e`, `of` says which of them. */
const sums = ({ block, of }: { block: (row: string) => string; of: (row: string) => string }): string => `
  SELECT s.book_id, s.until_seq, s.kind, s.currency, coalesce(s.fund_account_id, ${nil}) AS fund_account_id, coalesce(s.category, '') AS category, s.month, sum(s.amount)::bigint AS minor, count(*)::int AS entries
  FROM (SELECT p.book_id, ${block('p')} AS until_seq, p.entry_id, date_trunc('month', p.effective_on)::date AS month, p.kind, p.currency::text AS currency, p.fund_account_id, p.category, sum(p.amount) AS amount
    FROM figure_part p WHERE ${of('p')}
    GROUP BY 1, 2, 3, 4, 5, 6, GROUPING SETS ((), (p.fund_account_id), (p.category), (p.fund_account_id, p.category))
    HAVING sum(p.amount) <> 0 AND (GROUPING(p.fund_account_id) = 1 OR p.fund_account_id IS NOT NULL) AND (GROUPING(p.category) = 1 OR p.category IS NOT NULL)) s
  GROUP BY 1, 2, 3, 4, 5, 6, 7
  UNION ALL SELECT e.book_id, ${block('e')}, 'ENTRY', '', ${nil}, '', date_trunc('month', e.effective_on)::date, 0, count(*)::int FROM ledger_entry e WHERE ${of('e')} GROUP BY 1, 2, 7`;

const blocks = String.raw`
-- Entries that follow each other and are summed: blocks without a gap from the first entry of a book.
CREATE TABLE figure_block (book_id uuid NOT NULL REFERENCES book, from_seq bigint NOT NULL CHECK (from_seq > 0), until_seq bigint NOT NULL CHECK (until_seq >= from_seq), PRIMARY KEY (book_id, until_seq));
-- What a block adds to a figure in a month, and by how many entries: of all funds or of one, of all categories or of one. ENTRY counts every entry.
CREATE TABLE figure_sum (
  book_id uuid NOT NULL REFERENCES book, until_seq bigint NOT NULL, kind text NOT NULL, currency text NOT NULL, fund_account_id uuid NOT NULL, category text NOT NULL,
  month date NOT NULL CHECK (extract(day FROM month) = 1), minor bigint NOT NULL, entries int NOT NULL CHECK (entries > 0), PRIMARY KEY (book_id, kind, currency, fund_account_id, category, month, until_seq));
CREATE TRIGGER no_change BEFORE UPDATE ON figure_block FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER no_change BEFORE UPDATE ON figure_sum FOR EACH ROW EXECUTE FUNCTION ledger_refuse();

-- The last entry of a book that is summed; 0 where none is.
CREATE FUNCTION figures_until(of_book uuid) RETURNS bigint LANGUAGE sql STABLE AS $$ SELECT coalesce(max(k.until_seq), 0) FROM figure_block k WHERE k.book_id = of_book $$;

-- One at a time sums entries of a book, or takes sums back; whoever waited sees what the other one did.
CREATE FUNCTION figures_lock(of_book uuid) RETURNS void LANGUAGE sql AS $$ SELECT pg_advisory_xact_lock(hashtextextended('figures ' || of_book, 0)) $$;

-- Sums the next entries of a book, if so many stand that are not summed yet.
CREATE FUNCTION figures_sum_next(of_book uuid, size int) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE first bigint; last bigint;
BEGIN
  PERFORM figures_lock(of_book);
  first := figures_until(of_book) + 1; last := first + size - 1;
  IF NOT EXISTS (SELECT FROM book b WHERE b.id = of_book AND b.last_seq >= last) THEN RETURN false; END IF;
  INSERT INTO figure_block (book_id, from_seq, until_seq) VALUES (of_book, first, last);
  INSERT INTO figure_sum (book_id, until_seq, kind, currency, fund_account_id, category, month, minor, entries)
    ${sums({ block: () => 'last', of: (row) => `${row}.book_id = of_book AND ${row}.seq BETWEEN first AND last` })};
  RETURN true;
END $$;

-- Entries never change, but an expense that was recalled may be handed in again from another fund, and what was owed for it goes with it: from
-- its first entry on the sums are made anew.
CREATE FUNCTION figures_moved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE since bigint;
BEGIN
  SELECT min(e.seq) INTO since FROM ledger_entry e WHERE (e.refs ->> 'expenseId')::uuid = NEW.id;
  IF since IS NULL THEN RETURN NULL; END IF;
  PERFORM figures_lock(NEW.book_id);
  DELETE FROM figure_sum WHERE book_id = NEW.book_id AND until_seq >= since;
  DELETE FROM figure_block WHERE book_id = NEW.book_id AND until_seq >= since;
  RETURN NULL;
END $$;
CREATE TRIGGER figures_moved AFTER UPDATE OF fund_id ON expense FOR EACH ROW WHEN (NEW.fund_id <> OLD.fund_id) EXECUTE FUNCTION figures_moved();

-- Always without a row, as ledger_violations.
CREATE VIEW figure_violations AS
  SELECT 'figure' AS what, coalesce(s.book_id, p.book_id) || ':' || coalesce(s.until_seq, p.until_seq) AS ref FROM figure_sum s
    FULL JOIN (${sums({
      block: (row) =>
        `(SELECT min(k.until_seq) FROM figure_block k WHERE k.book_id = ${row}.book_id AND k.until_seq >= ${row}.seq)`,
      of: (row) => `${row}.seq <= (SELECT max(k.until_seq) FROM figure_block k WHERE k.book_id = ${row}.book_id)`,
    })}) p USING (book_id, until_seq, kind, currency, fund_account_id, category, month)
    WHERE (s.minor, s.entries) IS DISTINCT FROM (p.minor, p.entries)
  UNION ALL SELECT 'figure-block', k.book_id || ':' || k.until_seq FROM figure_block k
    WHERE k.from_seq <> 1 + coalesce((SELECT max(o.until_seq) FROM figure_block o WHERE o.book_id = k.book_id AND o.until_seq < k.until_seq), 0)
      OR k.until_seq > (SELECT b.last_seq FROM book b WHERE b.id = k.book_id);
`;
