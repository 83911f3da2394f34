import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Ballots that are secret from this database too (decisions.md 9, level 2). `secret_turnout` remembers who has a paper, and the hash of what
 * was signed for them blindly; `blind_ballot` holds what papers say, by their tokens. Nothing joins the two. All rows of `blind_ballot` are
 * written anew with each ballot, in the order of tokens, so that no transaction's number and no place tells when one came.
 */
export class BallotPapers1790000001810 implements MigrationInterface {
  name = 'BallotPapers1790000001810';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE proposal DROP CONSTRAINT proposal_secrecy, ADD CONSTRAINT proposal_secrecy CHECK (secrecy IN ('named', 'secret', 'blind')),
  ADD CONSTRAINT proposal_blind CHECK (secrecy <> 'blind' OR receipts);
ALTER TABLE secret_turnout ADD COLUMN asked bytea CHECK (length(asked) = 32);
ALTER TABLE ballot_board DROP CONSTRAINT secret_ballot_nonce_check, ADD COLUMN signature bytea,
  ADD CONSTRAINT ballot_board_nonce CHECK (length(nonce) = CASE WHEN signature IS NULL THEN 16 ELSE 32 END), ADD CONSTRAINT ballot_board_signature CHECK (length(signature) = 384);

CREATE TABLE blind_ballot (proposal_id uuid NOT NULL, token bytea NOT NULL CHECK (length(token) = 32), signature bytea NOT NULL CHECK (length(signature) = 384),
  commitment bytea NOT NULL CHECK (length(commitment) = 32), choice jsonb NOT NULL, PRIMARY KEY (proposal_id, token));
-- The modulus is for everybody; what signs is sealed, and goes when the traces of the vote do.
CREATE TABLE paper_key (proposal_id uuid PRIMARY KEY REFERENCES proposal, modulus bytea NOT NULL CHECK (length(modulus) = 384));
CREATE TABLE paper_signer (proposal_id uuid PRIMARY KEY, sealed bytea NOT NULL);
CREATE TRIGGER no_change BEFORE UPDATE OR DELETE ON paper_key FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_change BEFORE UPDATE ON paper_signer FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE OR REPLACE FUNCTION secret_window() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE p proposal; t timestamptz; BEGIN
  IF current_setting('folkmoot.sealing', true) = 'on' THEN RETURN NEW; END IF;
  SELECT * INTO p FROM proposal WHERE id = NEW.proposal_id FOR SHARE;
  t := clock_now();
  IF p.id IS NULL OR p.status <> 'open' OR p.secrecy = 'named' OR t < p.opens_at OR t >= p.closes_at THEN RAISE EXCEPTION 'VOTING_CLOSED' USING ERRCODE = 'P0001'; END IF;
  IF TG_TABLE_NAME = 'secret_ballot' AND p.secrecy <> 'secret' OR TG_TABLE_NAME = 'blind_ballot' AND p.secrecy <> 'blind'
    THEN RAISE EXCEPTION 'a ballot of another kind of vote' USING ERRCODE = '55000'; END IF;
  IF TG_TABLE_NAME = 'secret_turnout' THEN
    IF NOT EXISTS (SELECT FROM elector e WHERE e.proposal_id = p.id AND e.person_id = NEW.person_id) THEN RAISE EXCEPTION 'NOT_AN_ELECTOR' USING ERRCODE = 'P0001'; END IF;
    IF (p.secrecy = 'blind') <> (NEW.asked IS NOT NULL) THEN RAISE EXCEPTION 'a paper is of a vote with papers' USING ERRCODE = '55000'; END IF;
  END IF;
  RETURN NEW; END $$;
CREATE TRIGGER secret_window BEFORE INSERT ON blind_ballot FOR EACH ROW EXECUTE FUNCTION secret_window();
CREATE TRIGGER no_change BEFORE UPDATE ON blind_ballot FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE FUNCTION secret_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF current_setting('folkmoot.sealing', true) = 'on' THEN RETURN OLD; END IF;
  IF EXISTS (SELECT FROM proposal p WHERE p.id = OLD.proposal_id AND p.status = 'open' AND clock_now() < p.closes_at)
    THEN RAISE EXCEPTION 'a secret ballot stays until the vote has ended' USING ERRCODE = '55000'; END IF;
  RETURN OLD; END $$;
CREATE TRIGGER secret_kept BEFORE DELETE ON blind_ballot FOR EACH ROW EXECUTE FUNCTION secret_kept();

-- A vote with papers opens with its key, and no other vote has one.
CREATE FUNCTION paper_key_at_opening() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NOT EXISTS (SELECT FROM paper_key k JOIN paper_signer s USING (proposal_id) WHERE k.proposal_id = NEW.id) THEN RAISE EXCEPTION 'a vote with papers needs a key' USING ERRCODE = '55000'; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER paper_key_at_opening BEFORE UPDATE OF status ON proposal FOR EACH ROW
  WHEN (NEW.secrecy = 'blind' AND NEW.status = 'open' AND OLD.status <> 'open') EXECUTE FUNCTION paper_key_at_opening();
CREATE FUNCTION paper_key_before_opening() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NOT EXISTS (SELECT FROM proposal p WHERE p.id = NEW.proposal_id AND p.secrecy = 'blind' AND p.status IN ('draft', 'announced')) THEN RAISE EXCEPTION 'RULES_FROZEN' USING ERRCODE = '55000'; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER paper_key_before_opening BEFORE INSERT ON paper_key FOR EACH ROW EXECUTE FUNCTION paper_key_before_opening();

-- Takes a ballot, in the place of what this paper said before. Every row is written anew in the order of tokens: none is the last to come.
CREATE FUNCTION put_blind_ballot(given blind_ballot) RETURNS void LANGUAGE plpgsql AS $$
DECLARE ballots blind_ballot[]; BEGIN
  PERFORM FROM proposal p WHERE p.id = given.proposal_id FOR SHARE; -- before the table, as the count does
  LOCK TABLE blind_ballot IN ACCESS EXCLUSIVE MODE;
  PERFORM set_config('folkmoot.sealing', 'on', true);
  DELETE FROM blind_ballot b WHERE b.proposal_id = given.proposal_id AND b.token = given.token;
  PERFORM set_config('folkmoot.sealing', '', true);
  INSERT INTO blind_ballot SELECT given.*;
  IF (SELECT count(*) FROM blind_ballot b WHERE b.proposal_id = given.proposal_id) > (SELECT count(*) FROM secret_turnout v WHERE v.proposal_id = given.proposal_id)
    THEN RAISE EXCEPTION 'there are more ballots than papers' USING ERRCODE = '55000'; END IF;
  SELECT array_agg(b ORDER BY b.proposal_id, b.token) INTO ballots FROM blind_ballot b;
  TRUNCATE blind_ballot;
  PERFORM set_config('folkmoot.sealing', 'on', true);
  INSERT INTO blind_ballot SELECT b.* FROM unnest(ballots) b;
  PERFORM set_config('folkmoot.sealing', '', true);
END $$;

CREATE OR REPLACE FUNCTION seal_secret_ballots() RETURNS void LANGUAGE plpgsql AS $$
DECLARE voters secret_turnout[]; ballots secret_ballot[]; blind blind_ballot[]; signers paper_signer[]; BEGIN
  LOCK TABLE secret_turnout, secret_ballot, blind_ballot, paper_signer IN ACCESS EXCLUSIVE MODE;
  SELECT array_agg(v ORDER BY v.proposal_id, v.person_id) INTO voters FROM secret_turnout v JOIN proposal p ON p.id = v.proposal_id AND p.status = 'open';
  SELECT array_agg(b ORDER BY b.proposal_id, b.commitment) INTO ballots FROM secret_ballot b JOIN proposal p ON p.id = b.proposal_id AND p.status = 'open';
  SELECT array_agg(b ORDER BY b.proposal_id, b.token) INTO blind FROM blind_ballot b JOIN proposal p ON p.id = b.proposal_id AND p.status = 'open';
  SELECT array_agg(s ORDER BY s.proposal_id) INTO signers FROM paper_signer s JOIN proposal p ON p.id = s.proposal_id AND p.status = 'open';
  TRUNCATE secret_turnout, secret_ballot, blind_ballot, paper_signer;
  PERFORM set_config('folkmoot.sealing', 'on', true);
  INSERT INTO secret_turnout SELECT v.* FROM unnest(voters) v;
  INSERT INTO secret_ballot SELECT b.* FROM unnest(ballots) b;
  INSERT INTO blind_ballot SELECT b.* FROM unnest(blind) b;
  INSERT INTO paper_signer SELECT s.* FROM unnest(signers) s;
  PERFORM set_config('folkmoot.sealing', '', true);
  UPDATE secret_vote s SET sealed_at = clock_now() FROM proposal p WHERE p.id = s.proposal_id AND p.status IN ('closed', 'withdrawn') AND s.sealed_at IS NULL;
END $$;
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
