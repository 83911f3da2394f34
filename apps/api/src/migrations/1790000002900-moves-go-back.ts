import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was put under another category and is taken back goes back to its own first: else one category keeps what is gone, and the other lacks it. */
export class MovesGoBack1790000002900 implements MigrationInterface {
  name = 'MovesGoBack1790000002900';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(String.raw`
CREATE INDEX ledger_entry_moves ON ledger_entry ((refs ->> 'entryId')) WHERE kind = 'RECLASSIFIED';

CREATE FUNCTION ledger_moves_go_back() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE of_entry uuid := coalesce(NEW.reverses_id, (NEW.refs ->> 'entryId')::uuid);
BEGIN
  IF EXISTS (SELECT FROM ledger_entry r WHERE r.reverses_id = of_entry) AND EXISTS (SELECT FROM ledger_entry m
      WHERE m.kind = 'RECLASSIFIED' AND m.refs ->> 'entryId' = of_entry::text AND NOT EXISTS (SELECT FROM ledger_entry r WHERE r.reverses_id = m.id)) THEN
    RAISE EXCEPTION 'an entry that was taken back stands under its own category' USING ERRCODE = '23514', CONSTRAINT = 'moves_go_back'; END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_moves_go_back AFTER INSERT ON ledger_entry FOR EACH ROW WHEN (NEW.reverses_id IS NOT NULL OR NEW.kind = 'RECLASSIFIED') EXECUTE FUNCTION ledger_moves_go_back();
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
