import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The account between groups stays open, as the next share is booked on it; by which transfer a share was put somewhere is kept, so that it waits again once that is taken back. */
export class SharesSettled1790000002700 implements MigrationInterface {
  name = 'SharesSettled1790000002700';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(String.raw`
ALTER TABLE share_seen ADD COLUMN put_entry_id uuid REFERENCES ledger_entry;

CREATE FUNCTION shares_account_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'the account between groups stays open' USING ERRCODE = '23514', CONSTRAINT = 'shares_account_stays'; END $$;
CREATE TRIGGER shares_account_stays BEFORE UPDATE OF closed_at ON ledger_account FOR EACH ROW
  WHEN (NEW.path = 'assets:processor:shares' AND NEW.closed_at IS NOT NULL) EXECUTE FUNCTION shares_account_stays();
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
