import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What moved on each account in each month and category: the figures of a book at any day are these sums and the postings of one month,
 * however long the book is. Moved by postings alone, and compared with them by a view of its own.
 */
export class MonthsOfAccounts1790000001940 implements MigrationInterface {
  name = 'MonthsOfAccounts1790000001940';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(String.raw`
CREATE TABLE account_month (
  account_id uuid NOT NULL REFERENCES ledger_account, month date NOT NULL CHECK (extract(day FROM month) = 1), category text NOT NULL DEFAULT '',
  debits bigint NOT NULL DEFAULT 0 CHECK (debits >= 0), credits bigint NOT NULL DEFAULT 0 CHECK (credits >= 0), PRIMARY KEY (account_id, month, category));
INSERT INTO account_month (account_id, month, category, debits, credits)
  SELECT q.account_id, date_trunc('month', e.effective_on)::date, coalesce(q.category, ''), sum(greatest(q.amount, 0)), sum(greatest(-q.amount, 0))
  FROM ledger_posting q JOIN ledger_entry e ON e.id = q.entry_id GROUP BY 1, 2, 3;

CREATE FUNCTION ledger_posting_months() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO account_month AS m (account_id, month, category, debits, credits)
    SELECT p.account_id, date_trunc('month', e.effective_on)::date, coalesce(p.category, ''), sum(greatest(p.amount, 0)), sum(greatest(-p.amount, 0))
    FROM added p JOIN ledger_entry e ON e.id = p.entry_id GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (account_id, month, category) DO UPDATE SET debits = m.debits + excluded.debits, credits = m.credits + excluded.credits;
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_posting_months AFTER INSERT ON ledger_posting REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_posting_months();

CREATE INDEX ledger_entry_day ON ledger_entry (book_id, effective_on, seq);

-- Always without a row, as ledger_violations.
CREATE VIEW month_violations AS
  SELECT 'month' AS what, coalesce(m.account_id, p.account_id)::text AS ref FROM account_month m
  FULL JOIN (SELECT q.account_id, date_trunc('month', e.effective_on)::date AS month, coalesce(q.category, '') AS category, sum(greatest(q.amount, 0)::numeric) AS debits, sum(greatest(-q.amount, 0)::numeric) AS credits
    FROM ledger_posting q JOIN ledger_entry e ON e.id = q.entry_id GROUP BY 1, 2, 3) p USING (account_id, month, category)
  WHERE (m.debits, m.credits) IS DISTINCT FROM (p.debits, p.credits);
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
