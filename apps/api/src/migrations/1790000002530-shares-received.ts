import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What came from another group waits for a treasurer until one of them has put it somewhere; its other entry is found by their transfer. */
export class SharesReceived1790000002530 implements MigrationInterface {
  name = 'SharesReceived1790000002530';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(String.raw`
CREATE TABLE share_seen (
  entry_id uuid PRIMARY KEY REFERENCES ledger_entry, person_id uuid NOT NULL REFERENCES person, seen_at timestamptz(3) NOT NULL DEFAULT clock_now());

CREATE FUNCTION share_seen_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NOT EXISTS (SELECT FROM ledger_entry e WHERE e.id = NEW.entry_id AND e.kind = 'FUND_SHARE' AND e.authority_kind = 'SYSTEM') THEN
    RAISE EXCEPTION 'nothing came from another group by this entry' USING ERRCODE = '23514', CONSTRAINT = 'share_received'; END IF;
  RETURN NULL; END $$;
CREATE TRIGGER share_seen_guard AFTER INSERT OR UPDATE ON share_seen FOR EACH ROW EXECUTE FUNCTION share_seen_guard();

CREATE INDEX ledger_entry_share ON ledger_entry (book_id, posted_at) WHERE kind = 'FUND_SHARE';
CREATE INDEX ledger_entry_share_transfer ON ledger_entry ((refs ->> 'transfer')) WHERE kind = 'FUND_SHARE';
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
