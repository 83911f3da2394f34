import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Secret ballots (decisions.md 9 and 15). While a vote is open, who voted and what was voted stand in two tables without a time, a serial or
 * a key between them; at its end both are copied in an order that says nothing and their rows are destroyed. One transaction writes a row
 * into each, whose hidden xmin links them: `seal_secret_ballots` writes what is left anew, so that no dead row and no old xmin stays.
 */
export class SecretBallots1790000001650 implements MigrationInterface {
  name = 'SecretBallots1790000001650';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE proposal DROP CONSTRAINT proposal_secrecy_check;
ALTER TABLE proposal ADD COLUMN receipts boolean NOT NULL DEFAULT true,
  ADD CONSTRAINT proposal_secrecy CHECK (secrecy IN ('named', 'secret')),
  ADD CONSTRAINT proposal_secret CHECK (secrecy = 'named' OR (show_results = 'after_close' AND reasons = 'off' AND max_blocks IS NULL
    AND method IN ('majority', 'plurality', 'approval', 'score', 'schulze', 'irv', 'stv_scottish')));

CREATE TABLE secret_turnout (proposal_id uuid, person_id uuid, PRIMARY KEY (proposal_id, person_id));
CREATE TABLE secret_ballot (proposal_id uuid NOT NULL, commitment bytea NOT NULL CHECK (length(commitment) = 32),
  choice jsonb NOT NULL, nonce bytea NOT NULL CHECK (length(nonce) = 16), PRIMARY KEY (proposal_id, commitment));
CREATE TABLE ballot_board (LIKE secret_ballot INCLUDING ALL, FOREIGN KEY (proposal_id) REFERENCES proposal);
CREATE TABLE turnout (LIKE secret_turnout INCLUDING ALL, FOREIGN KEY (proposal_id) REFERENCES proposal);
-- What is known of a secret vote beside its ballots: the rounded turnout that people may see, the root of its board, when its traces were destroyed.
CREATE TABLE secret_vote (proposal_id uuid PRIMARY KEY REFERENCES proposal, shown int NOT NULL DEFAULT 0 CHECK (shown % 5 = 0), shown_at timestamptz(3) NOT NULL,
  board_root bytea, sealed_at timestamptz(3));
CREATE INDEX secret_vote_unsealed ON secret_vote (proposal_id) WHERE sealed_at IS NULL;

-- A sealing writes rows of open votes anew; they were in time when they came.
CREATE FUNCTION secret_window() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE p proposal; t timestamptz; BEGIN
  IF current_setting('folkmoot.sealing', true) = 'on' THEN RETURN NEW; END IF;
  SELECT * INTO p FROM proposal WHERE id = NEW.proposal_id FOR SHARE;
  t := clock_now();
  IF p.id IS NULL OR p.status <> 'open' OR p.secrecy = 'named' OR t < p.opens_at OR t >= p.closes_at THEN RAISE EXCEPTION 'VOTING_CLOSED' USING ERRCODE = 'P0001'; END IF;
  IF TG_TABLE_NAME = 'secret_turnout' THEN
    IF NOT EXISTS (SELECT FROM elector e WHERE e.proposal_id = p.id AND e.person_id = NEW.person_id) THEN RAISE EXCEPTION 'NOT_AN_ELECTOR' USING ERRCODE = 'P0001'; END IF;
  END IF;
  RETURN NEW; END $$;
CREATE TRIGGER secret_window BEFORE INSERT ON secret_turnout FOR EACH ROW EXECUTE FUNCTION secret_window();
CREATE TRIGGER secret_window BEFORE INSERT ON secret_ballot FOR EACH ROW EXECUTE FUNCTION secret_window();
CREATE TRIGGER no_change BEFORE UPDATE ON secret_turnout FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_change BEFORE UPDATE ON secret_ballot FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE FUNCTION secret_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF EXISTS (SELECT FROM proposal p WHERE p.id = OLD.proposal_id AND p.status = 'open' AND clock_now() < p.closes_at)
    THEN RAISE EXCEPTION 'a secret ballot stays until the vote has ended' USING ERRCODE = '55000'; END IF;
  RETURN OLD; END $$;
CREATE TRIGGER secret_kept BEFORE DELETE ON secret_turnout FOR EACH ROW EXECUTE FUNCTION secret_kept();
CREATE TRIGGER secret_kept BEFORE DELETE ON secret_ballot FOR EACH ROW EXECUTE FUNCTION secret_kept();

-- The board is written by the count alone.
CREATE FUNCTION board_window() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NOT EXISTS (SELECT FROM proposal p WHERE p.id = NEW.proposal_id AND p.status = 'open' AND p.secrecy <> 'named' AND clock_now() >= p.closes_at)
    THEN RAISE EXCEPTION 'a board is written when its vote is counted' USING ERRCODE = '55000'; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER board_window BEFORE INSERT ON ballot_board FOR EACH ROW EXECUTE FUNCTION board_window();
CREATE TRIGGER board_window BEFORE INSERT ON turnout FOR EACH ROW EXECUTE FUNCTION board_window();
CREATE TRIGGER no_change BEFORE UPDATE OR DELETE ON ballot_board FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_change BEFORE UPDATE OR DELETE ON turnout FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE FUNCTION named_ballots_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF EXISTS (SELECT FROM proposal p WHERE p.id = NEW.proposal_id AND p.secrecy <> 'named') THEN RAISE EXCEPTION 'this vote is secret' USING ERRCODE = '55000'; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER named_ballots_only BEFORE INSERT ON ballot FOR EACH ROW EXECUTE FUNCTION named_ballots_only();

CREATE FUNCTION secret_electorate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF (SELECT count(*) FROM elector e WHERE e.proposal_id = NEW.id) < 5 THEN RAISE EXCEPTION 'TOO_FEW_FOR_SECRET' USING ERRCODE = '55000'; END IF;
  INSERT INTO secret_vote (proposal_id, shown_at) VALUES (NEW.id, clock_now());
  RETURN NEW; END $$;
CREATE TRIGGER secret_electorate AFTER UPDATE OF status ON proposal FOR EACH ROW
  WHEN (NEW.secrecy <> 'named' AND NEW.status = 'open' AND OLD.status <> 'open') EXECUTE FUNCTION secret_electorate();

CREATE FUNCTION receipts_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'RULES_FROZEN' USING ERRCODE = '55000'; END $$;
CREATE TRIGGER receipts_frozen BEFORE UPDATE OF receipts ON proposal FOR EACH ROW
  WHEN (OLD.receipts <> NEW.receipts AND OLD.status IN ('open', 'closed', 'withdrawn')) EXECUTE FUNCTION receipts_frozen();

-- Takes both tables alone, keeps the rows of open votes in the order of their keys, and writes them anew in one transaction.
CREATE FUNCTION seal_secret_ballots() RETURNS void LANGUAGE plpgsql AS $$
DECLARE voters secret_turnout[]; ballots secret_ballot[]; BEGIN
  LOCK TABLE secret_turnout, secret_ballot IN ACCESS EXCLUSIVE MODE;
  SELECT array_agg(v ORDER BY v.proposal_id, v.person_id) INTO voters FROM secret_turnout v JOIN proposal p ON p.id = v.proposal_id AND p.status = 'open';
  SELECT array_agg(b ORDER BY b.proposal_id, b.commitment) INTO ballots FROM secret_ballot b JOIN proposal p ON p.id = b.proposal_id AND p.status = 'open';
  TRUNCATE secret_turnout, secret_ballot;
  PERFORM set_config('folkmoot.sealing', 'on', true);
  INSERT INTO secret_turnout SELECT v.* FROM unnest(voters) v;
  INSERT INTO secret_ballot SELECT b.* FROM unnest(ballots) b;
  PERFORM set_config('folkmoot.sealing', '', true);
  UPDATE secret_vote s SET sealed_at = clock_now() FROM proposal p WHERE p.id = s.proposal_id AND p.status IN ('closed', 'withdrawn') AND s.sealed_at IS NULL;
END $$;
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
