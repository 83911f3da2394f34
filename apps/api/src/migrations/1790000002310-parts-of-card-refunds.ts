import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is given back to cards goes to as many payments as it came by: a part of a refund for each, sent and known under an id of its own. */
export class PartsOfCardRefunds1790000002310 implements MigrationInterface {
  name = 'PartsOfCardRefunds1790000002310';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(String.raw`
ALTER TABLE card_refund ADD COLUMN id uuid, ADD COLUMN minor bigint CHECK (minor > 0);
UPDATE card_refund k SET id = k.refund_id, minor = r.minor FROM contribution_refund r WHERE r.id = k.refund_id;
ALTER TABLE card_refund DROP CONSTRAINT card_refund_pkey, ADD PRIMARY KEY (id), ALTER COLUMN minor SET NOT NULL;
CREATE INDEX card_refund_of ON card_refund (refund_id);
CREATE INDEX card_refund_to ON card_refund (checkout_id);

-- What has gone back of a payment or is on its way, but for what came to nothing.
CREATE FUNCTION card_given_back(of_checkout uuid) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT coalesce(sum(k.minor), 0)::bigint FROM card_refund k JOIN contribution_refund r ON r.id = k.refund_id
  WHERE k.checkout_id = of_checkout AND (k.fault IS NULL OR k.remote IS NOT NULL) AND NOT EXISTS (SELECT FROM ledger_entry e WHERE e.reverses_id = r.entry_id) $$;

-- Parts are of one contribution and come to no more than the refund; to a payment we send no more than came by it.
CREATE FUNCTION card_refund_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE r contribution_refund%ROWTYPE; o card_checkout%ROWTYPE; BEGIN
  SELECT * INTO r FROM contribution_refund WHERE id = NEW.refund_id;
  SELECT * INTO o FROM card_checkout WHERE id = NEW.checkout_id;
  IF o.contribution_id <> r.contribution_id OR NEW.minor + (SELECT coalesce(sum(k.minor), 0) FROM card_refund k WHERE k.refund_id = r.id) > r.minor THEN
    RAISE EXCEPTION 'this is no part of that refund' USING ERRCODE = '23514', CONSTRAINT = 'card_refund_part'; END IF;
  IF NEW.remote IS NULL AND NEW.fault IS NULL AND NEW.minor + card_given_back(o.id) > o.minor THEN
    RAISE EXCEPTION 'more than came by this payment' USING ERRCODE = '23514', CONSTRAINT = 'card_refund_within_payment'; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER card_refund_guard BEFORE INSERT ON card_refund FOR EACH ROW EXECUTE FUNCTION card_refund_guard();
CREATE FUNCTION card_refund_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF (NEW.id, NEW.refund_id, NEW.checkout_id, NEW.kind, NEW.minor) IS DISTINCT FROM (OLD.id, OLD.refund_id, OLD.checkout_id, OLD.kind, OLD.minor) OR NEW.remote IS DISTINCT FROM OLD.remote AND OLD.remote IS NOT NULL THEN
    RAISE EXCEPTION 'what goes back to a card stays as it is' USING ERRCODE = '55000'; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER card_refund_stays BEFORE UPDATE ON card_refund FOR EACH ROW EXECUTE FUNCTION card_refund_stays();
CREATE TRIGGER no_drop BEFORE DELETE ON card_refund FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
