import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * "I'm doing this": notices, who objects, and the money that is held for them. The window begins when everybody has been told; what comes
 * after its end is refused by the database's own clock, read once the notice is locked.
 */
export class Notices1790000001630 implements MigrationInterface {
  name = 'Notices1790000001630';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE notice (
  id uuid PRIMARY KEY, group_id uuid NOT NULL REFERENCES folk_group, number int NOT NULL CHECK (number > 0), UNIQUE (group_id, number),
  author_id uuid NOT NULL REFERENCES person, doer_id uuid REFERENCES person,
  title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200), body text NOT NULL, body_html text NOT NULL, until_on date,
  fund_id uuid REFERENCES fund, minor bigint CHECK (minor > 0), currency char(3), CHECK ((minor IS NULL) = (fund_id IS NULL) AND (minor IS NULL) = (currency IS NULL)),
  matter bytea NOT NULL CHECK (octet_length(matter) = 32), text_version int NOT NULL DEFAULT 1 CHECK (text_version > 0),
  rulebook int NOT NULL, hours int NOT NULL CHECK (hours > 0),            -- what it began under holds to its end
  status text NOT NULL DEFAULT 'posted' CHECK (status IN ('posted', 'talk', 'standing', 'free', 'done', 'withdrawn', 'raised')),
  posted_at timestamptz(3) NOT NULL DEFAULT clock_now(), window_ends_at timestamptz(3), objected_at timestamptz(3), settled_at timestamptz(3), ended_at timestamptz(3),
  reason text NOT NULL DEFAULT '', proposal_id uuid UNIQUE REFERENCES proposal, overdue_told_on date,
  version int NOT NULL DEFAULT 1, updated_at timestamptz(3) NOT NULL DEFAULT clock_now(),
  CHECK ((status = 'raised') = (proposal_id IS NOT NULL)), CHECK (status IN ('free', 'withdrawn') OR doer_id IS NOT NULL), CHECK (status <> 'free' OR doer_id IS NULL),
  CHECK (status NOT IN ('standing', 'free', 'done') OR settled_at IS NOT NULL), CHECK ((status IN ('done', 'withdrawn', 'raised')) = (ended_at IS NOT NULL)));
CREATE INDEX notice_list ON notice (group_id, posted_at DESC, id DESC);
CREATE INDEX notice_due ON notice (window_ends_at) WHERE status = 'posted';
CREATE INDEX notice_matter ON notice (group_id, matter);
CREATE INDEX notice_doer ON notice (doer_id) WHERE status IN ('posted', 'talk', 'standing');

-- What was said before it was changed.
CREATE TABLE notice_text (
  notice_id uuid NOT NULL REFERENCES notice, n int NOT NULL, title text NOT NULL, body text NOT NULL, until_on date, minor bigint,
  PRIMARY KEY (notice_id, n));
CREATE TRIGGER no_change BEFORE UPDATE OR DELETE ON notice_text FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TABLE notice_objection (
  id uuid PRIMARY KEY, notice_id uuid NOT NULL REFERENCES notice, text_version int NOT NULL, person_id uuid NOT NULL REFERENCES person,
  reason text NOT NULL CHECK (char_length(reason) BETWEEN 1 AND 2000), raised_at timestamptz(3) NOT NULL, withdrawn_at timestamptz(3));
CREATE UNIQUE INDEX notice_objection_one ON notice_objection (notice_id, text_version, person_id) WHERE withdrawn_at IS NULL;
CREATE INDEX notice_objection_of ON notice_objection (notice_id, raised_at, id);

-- One clock, read after the lock: whoever waited for it past the end is late.
CREATE FUNCTION notice_window() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE n notice; t timestamptz;
BEGIN
  IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'OBJECTION_STAYS' USING ERRCODE = '55000'; END IF;
  IF TG_OP = 'UPDATE' THEN
    IF to_jsonb(NEW) - 'withdrawn_at' = to_jsonb(OLD) - 'withdrawn_at' AND OLD.withdrawn_at IS NULL THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'OBJECTION_STAYS' USING ERRCODE = '55000';
  END IF;
  SELECT * INTO n FROM notice WHERE id = NEW.notice_id FOR SHARE;
  t := clock_now();
  IF n.status NOT IN ('posted', 'talk') OR n.window_ends_at <= t THEN RAISE EXCEPTION 'WINDOW_CLOSED' USING ERRCODE = '23514'; END IF;
  IF n.author_id = NEW.person_id OR n.text_version <> NEW.text_version THEN RAISE EXCEPTION 'NOT_YOURS_TO_OBJECT' USING ERRCODE = '23514'; END IF;
  NEW.raised_at := t;
  RETURN NEW;
END $$;
CREATE TRIGGER notice_window BEFORE INSERT OR UPDATE OR DELETE ON notice_objection FOR EACH ROW EXECUTE FUNCTION notice_window();

-- Who has looked at a version and has nothing against it: it leaves their inbox. Nobody else reads this.
CREATE TABLE notice_seen (
  notice_id uuid NOT NULL REFERENCES notice, text_version int NOT NULL, person_id uuid NOT NULL REFERENCES person ON DELETE CASCADE,
  PRIMARY KEY (notice_id, text_version, person_id));

ALTER TABLE comment DROP CONSTRAINT comment_parent_kind_check, ADD CONSTRAINT comment_parent_kind_check CHECK (parent_kind IN ('event', 'proposal', 'expense', 'notice'));

-- Money is held from posting on, and can be spent once the notice stands.
ALTER TABLE budget_line ADD COLUMN notice_id uuid REFERENCES notice, ADD COLUMN reserved boolean NOT NULL DEFAULT false,
  ADD CONSTRAINT line_reserved CHECK (NOT reserved OR spent = 0), ADD CHECK (NOT reserved OR notice_id IS NOT NULL);
CREATE UNIQUE INDEX line_of_notice ON budget_line (notice_id) WHERE closed_at IS NULL;
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
