import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What came for a contribution and went back stands with it, so that a list of those that are open reads those that are open alone. */
export class SumsOfContributions1790000002520 implements MigrationInterface {
  name = 'SumsOfContributions1790000002520';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(String.raw`
ALTER TABLE contribution ADD COLUMN received bigint NOT NULL DEFAULT 0 CHECK (received >= 0), ADD COLUMN given_back bigint NOT NULL DEFAULT 0 CHECK (given_back >= 0),
  ADD COLUMN asked_back bigint NOT NULL DEFAULT 0 CHECK (asked_back >= 0);
UPDATE contribution SET received = contribution_received(id), given_back = contribution_refunded(id, false), asked_back = contribution_refunded(id, true);
CREATE INDEX contribution_awaited ON contribution (book_id, number) WHERE closed IS NULL AND pledged > received AND given_back = 0;
CREATE INDEX contribution_said ON contribution (book_id, number) WHERE said_at IS NOT NULL;
CREATE INDEX contribution_asked_back ON contribution (book_id, number) WHERE asked_back > given_back;
CREATE INDEX contribution_kept_tickets ON contribution (book_id, number) WHERE kind = 'ticket' AND received > asked_back;

-- The sums move with receipts, refunds and the entries that take them back; nobody who posts an entry needs a right over contributions for it.
CREATE FUNCTION contribution_sum(of_contribution uuid) RETURNS void LANGUAGE sql AS $$
  UPDATE contribution SET received = contribution_received(id), given_back = contribution_refunded(id, false), asked_back = contribution_refunded(id, true) WHERE id = of_contribution $$;
CREATE FUNCTION contribution_moved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN
  IF TG_TABLE_NAME = 'ledger_entry' THEN
    PERFORM contribution_sum(m.contribution_id) FROM (SELECT r.contribution_id FROM contribution_receipt r WHERE r.entry_id = NEW.reverses_id UNION SELECT r.contribution_id FROM contribution_refund r WHERE r.entry_id = NEW.reverses_id) m;
  ELSE PERFORM contribution_sum(NEW.contribution_id); END IF;
  RETURN NULL; END $$;
CREATE TRIGGER contribution_moved AFTER INSERT ON contribution_receipt FOR EACH ROW EXECUTE FUNCTION contribution_moved();
CREATE TRIGGER contribution_moved AFTER INSERT OR UPDATE ON contribution_refund FOR EACH ROW EXECUTE FUNCTION contribution_moved();
CREATE TRIGGER contribution_moved AFTER INSERT ON ledger_entry FOR EACH ROW WHEN (NEW.reverses_id IS NOT NULL) EXECUTE FUNCTION contribution_moved();

CREATE OR REPLACE VIEW contribution_violations AS
  SELECT 'refund' AS what, c.id::text AS ref FROM contribution c WHERE contribution_refunded(c.id, true) > contribution_received(c.id)
  UNION ALL SELECT 'receipt', r.id::text FROM contribution_receipt r WHERE NOT contribution_entry_fits(r.contribution_id, r.entry_id, r.holding_id, r.minor)
  UNION ALL SELECT 'refund-entry', r.id::text FROM contribution_refund r WHERE r.entry_id IS NOT NULL AND NOT contribution_entry_fits(r.contribution_id, r.entry_id, r.holding_id, -r.minor)
  UNION ALL SELECT 'sums', c.id::text FROM contribution c WHERE (c.received, c.given_back, c.asked_back) IS DISTINCT FROM (contribution_received(c.id), contribution_refunded(c.id, false), contribution_refunded(c.id, true));
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
