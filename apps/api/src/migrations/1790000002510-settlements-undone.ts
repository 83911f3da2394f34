import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Receipts that were set against an advance are sent back: the settlement is undone by an entry of its own, and may be made again. */
export class SettlementsUndone1790000002510 implements MigrationInterface {
  name = 'SettlementsUndone1790000002510';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(String.raw`
ALTER TABLE advance_clearing ADD COLUMN undone_entry_id uuid UNIQUE REFERENCES ledger_entry, DROP CONSTRAINT advance_clearing_expense_id_key;
CREATE UNIQUE INDEX advance_clearing_once ON advance_clearing (expense_id) WHERE undone_entry_id IS NULL;
CREATE FUNCTION advance_clearing_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'DELETE' OR OLD.undone_entry_id IS NOT NULL OR (NEW.entry_id, NEW.advance_id, NEW.expense_id, NEW.minor, NEW.cleared_on) IS DISTINCT FROM (OLD.entry_id, OLD.advance_id, OLD.expense_id, OLD.minor, OLD.cleared_on) THEN
    RAISE EXCEPTION 'what was settled stays as it is' USING ERRCODE = '55000'; END IF;
  IF NOT EXISTS (SELECT FROM ledger_entry e WHERE e.id = NEW.undone_entry_id AND e.reverses_id = NEW.entry_id) THEN
    RAISE EXCEPTION 'a settlement is undone by its reversal' USING ERRCODE = '23514', CONSTRAINT = 'clearing_undone'; END IF;
  RETURN NEW; END $$;
DROP TRIGGER no_change ON advance_clearing;
CREATE TRIGGER advance_clearing_stays BEFORE UPDATE OR DELETE ON advance_clearing FOR EACH ROW EXECUTE FUNCTION advance_clearing_stays();

CREATE OR REPLACE VIEW expense_violations AS
  SELECT 'expense-paid' AS what, x.id::text AS ref FROM expense x WHERE x.paid <> (SELECT coalesce(sum(p.minor - p.returned), 0) FROM expense_payment p WHERE p.expense_id = x.id)
    + (SELECT coalesce(sum(k.minor), 0) FROM advance_clearing k WHERE k.expense_id = x.id AND k.undone_entry_id IS NULL)
  UNION ALL SELECT 'payment-returned', p.id::text FROM expense_payment p WHERE p.returned <> (SELECT coalesce(sum(r.minor), 0) FROM expense_return r WHERE r.payment_id = p.id)
  UNION ALL SELECT 'advance-cleared', x.id::text FROM expense x WHERE x.cleared <> (SELECT coalesce(sum(k.minor), 0) FROM advance_clearing k WHERE k.advance_id = x.id AND k.undone_entry_id IS NULL)
  UNION ALL SELECT 'advance-returned', x.id::text FROM expense x WHERE x.handed_back <> (SELECT coalesce(sum(r.minor), 0) FROM advance_return r WHERE r.advance_id = x.id)
  UNION ALL SELECT 'line-advanced', l.id::text FROM budget_line l WHERE l.advanced <> (SELECT coalesce(sum(advance_held(x)), 0) FROM expense x WHERE x.budget_line_id = l.id AND x.type = 'ADVANCE')
  UNION ALL SELECT 'advances-out', b.id::text || ' ' || o.currency FROM book b
    CROSS JOIN LATERAL (SELECT a.currency, sum(w.debits - w.credits) AS n FROM ledger_account a JOIN account_balance w ON w.account_id = a.id WHERE a.book_id = b.id AND a.class = 'PARTY' AND a.path LIKE 'assets:receivable:%' GROUP BY 1) o
    WHERE EXISTS (SELECT FROM expense x WHERE x.book_id = b.id AND x.type = 'ADVANCE')
      AND o.n <> (SELECT coalesce(sum(x.paid - x.cleared - x.handed_back), 0) FROM expense x WHERE x.book_id = b.id AND x.currency = o.currency AND x.type = 'ADVANCE');
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
