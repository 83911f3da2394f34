import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the ledger refuses is looked for once a statement, not once a row, so that an import costs less an entry: the chain, the texts and
 * the postings each in one look over what was added. The postings of an entry come together and are weighed as they come; at COMMIT it is
 * only asked whether they came.
 */
export class LedgerBatches1790000002025 implements MigrationInterface {
  name = 'LedgerBatches1790000002025';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(entries);
    await runner.query(postings);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}

const entries = String.raw`
-- Chain: numbers without a gap from the last one, each hash before the next, under the lock of the book; a caller that read the head before
-- taking that lock gets 40001, or meets the one who was quicker at a unique key.
CREATE FUNCTION ledger_chained() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE b record;
BEGIN
  FOR b IN SELECT k.*, a.days, a.seqs, a.prevs, a.hashes FROM book k
    JOIN (SELECT book_id, min(effective_on) AS days, array_agg(seq ORDER BY seq) AS seqs, array_agg(prev_hash ORDER BY seq) AS prevs, array_agg(hash ORDER BY seq) AS hashes
          FROM added GROUP BY 1) a ON a.book_id = k.id ORDER BY k.id FOR NO KEY UPDATE OF k LOOP
    IF b.seqs[1] <> b.last_seq + 1 OR b.seqs[cardinality(b.seqs)] <> b.last_seq + cardinality(b.seqs)
       OR b.prevs <> b.head_hash || b.hashes[1:cardinality(b.hashes) - 1] THEN
      RAISE EXCEPTION 'chain: seq % after %', b.seqs[1], b.last_seq USING ERRCODE = '40001'; END IF;
    IF b.days <= b.closed_until THEN
      RAISE EXCEPTION 'the book is closed until %', b.closed_until USING ERRCODE = '23514', CONSTRAINT = 'period_open'; END IF;
    UPDATE book SET last_seq = b.last_seq + cardinality(b.seqs), head_hash = b.hashes[cardinality(b.hashes)] WHERE id = b.id;
  END LOOP;
  RETURN NULL;
END $$;
DROP TRIGGER ledger_chain ON ledger_entry;
DROP FUNCTION ledger_chain();
CREATE TRIGGER ledger_chained AFTER INSERT ON ledger_entry REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_chained();

-- A text that comes with its entry is compared with the others that came; one that is changed, alone.
CREATE FUNCTION ledger_texts_match() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM added t JOIN ledger_entry e ON e.id = t.entry_id WHERE e.text_commit <> sha256(t.salt || convert_to(t.description, 'UTF8'))) THEN
    RAISE EXCEPTION 'text does not match its commitment' USING ERRCODE = '23514', CONSTRAINT = 'text_matches'; END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_texts_match AFTER INSERT ON ledger_entry_text REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_texts_match();
DROP TRIGGER ledger_text_matches ON ledger_entry_text;
CREATE TRIGGER ledger_text_matches BEFORE UPDATE ON ledger_entry_text FOR EACH ROW EXECUTE FUNCTION ledger_text_matches();
`;

const postings = String.raw`
-- Account, book and currency are one key: a posting looks for its account once.
ALTER TABLE ledger_account ADD UNIQUE (id, book_id, currency);
ALTER TABLE ledger_posting ADD FOREIGN KEY (account_id, book_id, currency) REFERENCES ledger_account (id, book_id, currency);
ALTER TABLE ledger_posting DROP CONSTRAINT ledger_posting_account_id_currency_fkey, DROP CONSTRAINT ledger_posting_account_id_book_id_fkey;

-- postings move the running totals by their net (this takes the row locks and runs the overdraft CHECK); the line first, so that
-- spending more than planned is refused by its own name
CREATE OR REPLACE FUNCTION ledger_posting_in() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE found record;
BEGIN
  SELECT bool_or(a.closed_at IS NOT NULL) AS closed, bool_or((a.class = 'FUND') <> (p.category IS NOT NULL)) AS uncategorised,
      bool_or(p.budget_line_id IS NOT NULL) AS lined INTO found FROM added p JOIN ledger_account a ON a.id = p.account_id;
  IF found.closed THEN RAISE EXCEPTION 'account is closed' USING ERRCODE = '23514', CONSTRAINT = 'account_open'; END IF;
  IF found.uncategorised THEN RAISE EXCEPTION 'fund postings carry a category, others do not' USING ERRCODE = '23514', CONSTRAINT = 'fund_category'; END IF;
  IF found.lined THEN
    IF EXISTS (SELECT 1 FROM added p JOIN budget_line l ON l.id = p.budget_line_id WHERE l.closed_at IS NOT NULL GROUP BY l.id HAVING sum(p.amount) > 0) THEN
      RAISE EXCEPTION 'budget line is closed' USING ERRCODE = '23514', CONSTRAINT = 'line_open'; END IF;
    UPDATE budget_line l SET spent = l.spent + s.n
      FROM (SELECT budget_line_id, sum(amount) AS n FROM added WHERE budget_line_id IS NOT NULL GROUP BY 1) s WHERE l.id = s.budget_line_id;
  END IF;
  UPDATE account_balance b SET debits = b.debits + s.d, credits = b.credits + s.c, held = b.held - s.h, last_seq = s.seq
    FROM (SELECT p.account_id, sum(greatest(p.amount, 0)) AS d, sum(greatest(-p.amount, 0)) AS c,
                 coalesce(sum(p.amount) FILTER (WHERE l.id IS NOT NULL AND l.closed_at IS NULL), 0) AS h, max(e.seq) AS seq
          FROM added p JOIN ledger_entry e ON e.id = p.entry_id LEFT JOIN budget_line l ON l.id = p.budget_line_id GROUP BY p.account_id) s
    WHERE b.account_id = s.account_id;
  INSERT INTO account_month AS m (account_id, month, category, debits, credits)
    SELECT p.account_id, date_trunc('month', e.effective_on)::date, coalesce(p.category, ''), sum(greatest(p.amount, 0)), sum(greatest(-p.amount, 0))
    FROM added p JOIN ledger_entry e ON e.id = p.entry_id GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (account_id, month, category) DO UPDATE SET debits = m.debits + excluded.debits, credits = m.credits + excluded.credits;
  RETURN NULL;
END $$;
DROP TRIGGER ledger_posting_months ON ledger_posting;
DROP FUNCTION ledger_posting_months();
DROP TRIGGER ledger_within_lines ON ledger_posting;
DROP FUNCTION ledger_within_lines();

-- The postings of an entry come together: numbered from 1 to as many as it declared, so that their key leaves no room for another one ever,
-- and weighed at once: zero in each currency, and among the people of one split.
CREATE FUNCTION ledger_weighed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE r record;
BEGIN
  FOR r IN SELECT e.id, e.lines, count(*) AS n, p.currency, a.split_id, sum(p.amount) AS s, GROUPING(p.currency) AS of_all
    FROM added p JOIN ledger_entry e ON e.id = p.entry_id JOIN ledger_account a ON a.id = p.account_id
    GROUP BY GROUPING SETS ((e.id, e.lines), (e.id, e.lines, p.currency), (e.id, e.lines, p.currency, a.split_id))
    HAVING CASE GROUPING(p.currency, a.split_id) WHEN 3 THEN count(*) <> e.lines OR max(p.line) <> e.lines
      WHEN 1 THEN sum(p.amount) <> 0 ELSE a.split_id IS NOT NULL AND sum(p.amount) <> 0 END
    ORDER BY of_all DESC, GROUPING(a.split_id) DESC LIMIT 1 LOOP
    IF r.of_all = 1 THEN
      RAISE EXCEPTION 'entry % declared % postings, here come %', r.id, r.lines, r.n USING ERRCODE = '23514', CONSTRAINT = 'entry_lines'; END IF;
    RAISE EXCEPTION 'entry % is off by % % %', r.id, r.s, r.currency, coalesce('in split ' || r.split_id, '') USING ERRCODE = '23514', CONSTRAINT = 'entry_balanced';
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_weighed AFTER INSERT ON ledger_posting REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_weighed();

-- Who has a posting has all of them.
CREATE OR REPLACE FUNCTION ledger_entry_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM ledger_posting WHERE entry_id = NEW.id) THEN
    RAISE EXCEPTION 'entry % has no postings', NEW.id USING ERRCODE = '23514', CONSTRAINT = 'entry_lines'; END IF;
  RETURN NULL;
END $$;
ALTER TRIGGER ledger_entry_balanced ON ledger_entry RENAME TO ledger_entry_whole;
ALTER FUNCTION ledger_entry_balanced() RENAME TO ledger_entry_whole;
`;
