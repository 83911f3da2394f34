import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Budget rounds: a pot that is held from the opening on, buckets that members propose, and a vote that shares the pot out among them. The
 * database keeps that the pot is held exactly while the round runs, and that buckets stand once they are allotted.
 */
export class BudgetRounds1790000002040 implements MigrationInterface {
  name = 'BudgetRounds1790000002040';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE proposal DROP CONSTRAINT proposal_method_check, DROP CONSTRAINT proposal_options;
ALTER TABLE proposal
  ADD CONSTRAINT proposal_method_check CHECK (method IN ('consent', 'majority', 'plurality', 'approval', 'score', 'dot_vote', 'schulze', 'irv', 'stv_scottish', 'mes', 'pb_greedy', 'allotment')),
  ADD CONSTRAINT proposal_options CHECK (jsonb_array_length(options) BETWEEN CASE template WHEN 'round' THEN 1 ELSE 2 END AND 50),
  ADD CONSTRAINT proposal_of_round CHECK (method <> 'allotment' OR template = 'round');

CREATE TABLE budget_round (
  id uuid PRIMARY KEY, book_id uuid NOT NULL REFERENCES book, fund_id uuid NOT NULL REFERENCES fund, opened_by uuid NOT NULL REFERENCES person,
  title text NOT NULL, body text NOT NULL, body_html text NOT NULL,
  way text NOT NULL CHECK (way IN ('allotment', 'equal_shares')), show_results text NOT NULL CHECK (show_results IN ('live', 'after_close')),
  pot bigint NOT NULL CHECK (pot BETWEEN 1 AND 2000000000), currency char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  opened_at timestamptz(3) NOT NULL DEFAULT clock_now(), proposing_until timestamptz(3) NOT NULL, allotting_until timestamptz(3) NOT NULL,
  state text NOT NULL DEFAULT 'proposing' CHECK (state IN ('proposing', 'allotting', 'closed', 'called_off')),
  -- The vote has the id of its round.
  proposal_id uuid REFERENCES proposal CHECK (proposal_id = id),
  ended_at timestamptz(3), end_code text CHECK (end_code IN ('done', 'nothing', 'no_buckets', 'not_opened', 'withdrawn', 'dropped', 'called_off')), end_note text,
  UNIQUE (id, book_id),
  CONSTRAINT round_windows CHECK (proposing_until > opened_at AND allotting_until > proposing_until),
  CONSTRAINT round_vote CHECK (state NOT IN ('allotting', 'closed') OR proposal_id IS NOT NULL),
  CONSTRAINT round_ended CHECK ((state IN ('closed', 'called_off')) = (ended_at IS NOT NULL) AND (ended_at IS NULL) = (end_code IS NULL)));
CREATE INDEX round_of_book ON budget_round (book_id, opened_at DESC, id DESC);
CREATE INDEX round_running ON budget_round (proposing_until) WHERE state IN ('proposing', 'allotting');

CREATE FUNCTION budget_round_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'a round is called off, never deleted' USING ERRCODE = '55000'; END IF;
  IF (NEW.id, NEW.book_id, NEW.fund_id, NEW.pot, NEW.currency, NEW.way, NEW.show_results, NEW.proposing_until, NEW.allotting_until)
     IS DISTINCT FROM (OLD.id, OLD.book_id, OLD.fund_id, OLD.pot, OLD.currency, OLD.way, OLD.show_results, OLD.proposing_until, OLD.allotting_until) THEN
    RAISE EXCEPTION 'the terms of a round stand' USING ERRCODE = '55000'; END IF;
  IF OLD.state IN ('closed', 'called_off') OR (OLD.state = 'allotting' AND NEW.state = 'proposing') OR (OLD.state = 'proposing' AND NEW.state = 'closed') THEN
    RAISE EXCEPTION 'a round only goes on' USING ERRCODE = '55000'; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER budget_round_guard BEFORE UPDATE OR DELETE ON budget_round FOR EACH ROW EXECUTE FUNCTION budget_round_guard();

CREATE TABLE bucket (
  id uuid PRIMARY KEY, round_id uuid NOT NULL REFERENCES budget_round, number int NOT NULL, author_id uuid NOT NULL REFERENCES person, carrier_id uuid NOT NULL REFERENCES person,
  title text NOT NULL, body text NOT NULL, body_html text NOT NULL, minimum bigint NOT NULL CHECK (minimum > 0), stretch bigint NOT NULL,
  version int NOT NULL DEFAULT 1, proposed_at timestamptz(3) NOT NULL DEFAULT clock_now(), withdrawn_at timestamptz(3),
  granted bigint, line_id uuid UNIQUE REFERENCES budget_line,
  UNIQUE (round_id, number),
  CONSTRAINT bucket_stretch CHECK (stretch >= minimum),
  CONSTRAINT bucket_granted CHECK (granted IS NULL OR (granted = 0 AND line_id IS NULL) OR (granted BETWEEN minimum AND stretch AND line_id IS NOT NULL AND withdrawn_at IS NULL)));
CREATE INDEX bucket_author ON bucket (author_id);
CREATE INDEX bucket_carrier ON bucket (carrier_id);

CREATE FUNCTION bucket_window() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE r budget_round%ROWTYPE; BEGIN
  IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'a bucket is withdrawn, never deleted' USING ERRCODE = '55000'; END IF;
  SELECT * INTO r FROM budget_round WHERE id = NEW.round_id;
  IF TG_OP = 'UPDATE' THEN
    IF (NEW.id, NEW.round_id, NEW.author_id) IS DISTINCT FROM (OLD.id, OLD.round_id, OLD.author_id) OR OLD.granted IS NOT NULL
      THEN RAISE EXCEPTION 'a bucket stays what it is' USING ERRCODE = '55000'; END IF;
    IF (NEW.title, NEW.body, NEW.minimum, NEW.stretch, NEW.withdrawn_at) IS NOT DISTINCT FROM (OLD.title, OLD.body, OLD.minimum, OLD.stretch, OLD.withdrawn_at) THEN RETURN NEW; END IF;
  END IF;
  IF r.state <> 'proposing' OR clock_now() >= r.proposing_until THEN RAISE EXCEPTION 'buckets stand once they are allotted' USING ERRCODE = '23514', CONSTRAINT = 'bucket_window'; END IF;
  IF NEW.stretch > r.pot THEN RAISE EXCEPTION 'a bucket holds no more than the pot' USING ERRCODE = '23514', CONSTRAINT = 'bucket_pot'; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER bucket_window BEFORE INSERT OR UPDATE OR DELETE ON bucket FOR EACH ROW EXECUTE FUNCTION bucket_window();

-- Money that is held and cannot be spent yet: for a notice, or as the pot of a round.
DO $$ DECLARE c text; BEGIN
  SELECT conname INTO STRICT c FROM pg_constraint WHERE conrelid = 'budget_line'::regclass AND pg_get_constraintdef(oid) = 'CHECK (((NOT reserved) OR (notice_id IS NOT NULL)))';
  EXECUTE format('ALTER TABLE budget_line DROP CONSTRAINT %I', c);
END $$;
ALTER TABLE budget_line ADD COLUMN round_id uuid, ADD FOREIGN KEY (round_id, book_id) REFERENCES budget_round (id, book_id),
  ADD CONSTRAINT line_reserved_for CHECK (NOT reserved OR num_nonnulls(notice_id, round_id) = 1), ADD CONSTRAINT line_is_pot CHECK (round_id IS NULL OR reserved);
CREATE UNIQUE INDEX pot_of_round ON budget_line (round_id) WHERE closed_at IS NULL;

-- At COMMIT: a running round holds its whole pot, one that is over holds nothing and has granted no more than that.
CREATE FUNCTION round_pot_held() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE r budget_round%ROWTYPE; held bigint; BEGIN
  SELECT * INTO r FROM budget_round WHERE id = NEW.id;
  SELECT coalesce(sum(l.planned), 0) INTO held FROM budget_line l JOIN fund f ON f.account_id = l.account_id AND f.id = r.fund_id WHERE l.round_id = r.id AND l.closed_at IS NULL;
  IF held <> (CASE WHEN r.state IN ('proposing', 'allotting') THEN r.pot ELSE 0 END) THEN
    RAISE EXCEPTION 'the pot of a round is held while it runs' USING ERRCODE = '23514', CONSTRAINT = 'round_pot_held'; END IF;
  IF (SELECT coalesce(sum(granted), 0) FROM bucket WHERE round_id = r.id) > r.pot THEN
    RAISE EXCEPTION 'more was granted than there is' USING ERRCODE = '23514', CONSTRAINT = 'round_pot_enough'; END IF;
  RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER round_pot_held AFTER INSERT OR UPDATE ON budget_round DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION round_pot_held();
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
