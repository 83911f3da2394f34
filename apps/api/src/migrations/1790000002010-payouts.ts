import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Where people and vendors are paid, and what of it an approved expense holds fast: sealed, with a keyed mark by which equal ones are known
 * without being opened.
 */
export class Payouts1790000002010 implements MigrationInterface {
  name = 'Payouts1790000002010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(String.raw`
CREATE TABLE payout_detail (
  id uuid PRIMARY KEY, person_id uuid UNIQUE REFERENCES person ON DELETE CASCADE, vendor_id uuid UNIQUE REFERENCES vendor ON DELETE CASCADE,
  way text NOT NULL CHECK (way IN ('IBAN', 'CASH', 'WORDS')), sealed bytea NOT NULL, mark bytea NOT NULL, typed_at timestamptz(3) NOT NULL DEFAULT clock_now(),
  CONSTRAINT payout_of_one CHECK (num_nonnulls(person_id, vendor_id) = 1));
CREATE INDEX payout_detail_mark ON payout_detail (mark);
CREATE TABLE expense_payout (
  expense_id uuid PRIMARY KEY REFERENCES expense ON DELETE CASCADE, way text NOT NULL CHECK (way IN ('IBAN', 'CASH', 'WORDS')), sealed bytea NOT NULL, mark bytea NOT NULL,
  typed_at timestamptz(3) NOT NULL DEFAULT clock_now());
CREATE INDEX expense_payout_mark ON expense_payout (mark);

-- What approvals are given to does not change beneath them.
CREATE FUNCTION expense_payout_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'UPDATE' THEN RAISE EXCEPTION 'where an expense is paid is held fast' USING ERRCODE = '55000'; END IF;
  IF NOT EXISTS (SELECT FROM expense x WHERE x.id = NEW.expense_id AND x.state = 'SUBMITTED'
    AND NOT EXISTS (SELECT FROM expense_approval a WHERE a.expense_id = x.id AND a.revision = x.revision)) THEN
    RAISE EXCEPTION 'what was submitted does not change' USING ERRCODE = '23514', CONSTRAINT = 'payout_of_submission'; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER expense_payout_guard BEFORE INSERT OR UPDATE ON expense_payout FOR EACH ROW EXECUTE FUNCTION expense_payout_guard();
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
