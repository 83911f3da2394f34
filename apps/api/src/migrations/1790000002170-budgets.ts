import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = `
CREATE TABLE budget (
  id uuid PRIMARY KEY, book_id uuid NOT NULL REFERENCES book, fund_id uuid NOT NULL REFERENCES fund, currency char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 80), from_day date NOT NULL, until_day date NOT NULL,
  event_id uuid REFERENCES event, heads int CHECK (heads BETWEEN 1 AND 100000),
  state text NOT NULL DEFAULT 'DRAFT' CHECK (state IN ('DRAFT', 'PROPOSED', 'ADOPTED', 'ENDED', 'WITHDRAWN')),
  -- The vote that it is put to, and then the decision that adopted it, with the number of its effect.
  proposal_id uuid REFERENCES proposal, effect_no int,
  made_by uuid NOT NULL REFERENCES person, made_at timestamptz(3) NOT NULL DEFAULT clock_now(),
  changed_by uuid NOT NULL REFERENCES person, changed_at timestamptz(3) NOT NULL DEFAULT clock_now(),
  adopted_at timestamptz(3), ended_at timestamptz(3), version int NOT NULL DEFAULT 1,
  UNIQUE (proposal_id, effect_no),
  CONSTRAINT budget_days CHECK (until_day >= from_day),
  CONSTRAINT budget_of_vote CHECK ((state IN ('PROPOSED', 'ADOPTED', 'ENDED')) = (proposal_id IS NOT NULL)),
  CONSTRAINT budget_adopted CHECK ((state IN ('ADOPTED', 'ENDED')) = (adopted_at IS NOT NULL) AND (adopted_at IS NULL) = (effect_no IS NULL)),
  CONSTRAINT budget_ended CHECK ((state IN ('ENDED', 'WITHDRAWN')) = (ended_at IS NOT NULL)));
CREATE INDEX budget_of_book ON budget (book_id, from_day DESC, id);
CREATE INDEX budget_of_event ON budget (event_id) WHERE event_id IS NOT NULL;
CREATE INDEX budget_voted ON budget (proposal_id) WHERE proposal_id IS NOT NULL;
CREATE INDEX budget_running ON budget (until_day) WHERE state = 'ADOPTED';

CREATE TABLE budget_item (
  budget_id uuid NOT NULL REFERENCES budget, n int NOT NULL CHECK (n BETWEEN 1 AND 60),
  kind text NOT NULL CHECK (kind IN ('SPENDING', 'INCOME')), label text NOT NULL CHECK (char_length(label) BETWEEN 1 AND 80),
  category text CHECK (category ~ '^(income|expense)\\.[a-z0-9][a-z0-9-]*$'),
  minor bigint NOT NULL CHECK (minor BETWEEN 1 AND 1000000000000000), per text NOT NULL DEFAULT 'ONCE' CHECK (per IN ('ONCE', 'HEAD')),
  event_id uuid REFERENCES event, from_start boolean NOT NULL DEFAULT false,
  -- The line that was opened for it; or the decision by which it opens no more.
  line_id uuid UNIQUE REFERENCES budget_line, dropped_by uuid REFERENCES proposal,
  PRIMARY KEY (budget_id, n),
  CONSTRAINT item_category CHECK (CASE kind WHEN 'INCOME' THEN category IS NOT NULL AND category LIKE 'income.%' ELSE category IS NULL OR category LIKE 'expense.%' END),
  CONSTRAINT item_income CHECK (kind = 'SPENDING' OR (line_id IS NULL AND dropped_by IS NULL AND NOT from_start)),
  CONSTRAINT item_opens_or_not CHECK (num_nonnulls(line_id, dropped_by) <= 1));
CREATE UNIQUE INDEX item_income_once ON budget_item (budget_id, category, coalesce(event_id, '00000000-0000-0000-0000-000000000000')) WHERE kind = 'INCOME';
CREATE INDEX item_waits ON budget_item (budget_id, n) WHERE kind = 'SPENDING' AND line_id IS NULL AND dropped_by IS NULL;
`;

const guards = `
CREATE FUNCTION budget_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'a budget is withdrawn, never deleted' USING ERRCODE = '55000'; END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'DRAFT' THEN RAISE EXCEPTION 'a budget begins as a draft' USING ERRCODE = '55000'; END IF;
  ELSE
    IF (NEW.id, NEW.book_id, NEW.made_by, NEW.made_at) IS DISTINCT FROM (OLD.id, OLD.book_id, OLD.made_by, OLD.made_at) THEN
      RAISE EXCEPTION 'a budget stays that of its book' USING ERRCODE = '55000'; END IF;
    IF OLD.state || '>' || NEW.state NOT IN ('DRAFT>DRAFT', 'DRAFT>PROPOSED', 'DRAFT>WITHDRAWN', 'PROPOSED>DRAFT', 'PROPOSED>ADOPTED', 'ADOPTED>ADOPTED', 'ADOPTED>ENDED') THEN
      RAISE EXCEPTION 'a budget that is % does not become %', OLD.state, NEW.state USING ERRCODE = '23514', CONSTRAINT = 'budget_step'; END IF;
    IF NOT (OLD.state = 'DRAFT' AND NEW.state = 'DRAFT') AND (NEW.fund_id, NEW.currency, NEW.name, NEW.from_day, NEW.until_day, NEW.event_id, NEW.heads)
       IS DISTINCT FROM (OLD.fund_id, OLD.currency, OLD.name, OLD.from_day, OLD.until_day, OLD.event_id, OLD.heads) THEN
      RAISE EXCEPTION 'a budget stands from the vote on' USING ERRCODE = '23514', CONSTRAINT = 'budget_stands'; END IF;
    IF NEW.heads IS NULL AND EXISTS (SELECT FROM budget_item i WHERE i.budget_id = NEW.id AND i.per = 'HEAD') THEN
      RAISE EXCEPTION 'what is counted by the head needs an attendance' USING ERRCODE = '23514', CONSTRAINT = 'budget_heads'; END IF;
  END IF;
  IF NOT EXISTS (SELECT FROM fund f JOIN ledger_account a ON a.id = f.account_id WHERE f.id = NEW.fund_id AND f.book_id = NEW.book_id AND a.currency = NEW.currency) THEN
    RAISE EXCEPTION 'a budget is kept in the currency of a fund of its book' USING ERRCODE = '23514', CONSTRAINT = 'budget_fund'; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER budget_guard BEFORE INSERT OR UPDATE OR DELETE ON budget FOR EACH ROW EXECUTE FUNCTION budget_guard();
CREATE TRIGGER no_trunc BEFORE TRUNCATE ON budget FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

-- Rows are written anew while the budget is a draft. Then a line opens for a row once, by the decision, in the fund and of the amount that was
-- decided; or another decision says that it opens no more.
CREATE FUNCTION budget_item_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE b budget%ROWTYPE; BEGIN
  SELECT * INTO b FROM budget WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.budget_id ELSE NEW.budget_id END;
  IF TG_OP = 'UPDATE' THEN
    IF (to_jsonb(NEW) - 'line_id' - 'dropped_by') <> (to_jsonb(OLD) - 'line_id' - 'dropped_by') OR OLD.line_id IS NOT NULL OR OLD.dropped_by IS NOT NULL THEN
      RAISE EXCEPTION 'a row of a budget stands' USING ERRCODE = '23514', CONSTRAINT = 'budget_stands'; END IF;
    IF b.state <> 'ADOPTED' THEN RAISE EXCEPTION 'only an adopted budget opens lines' USING ERRCODE = '23514', CONSTRAINT = 'budget_step'; END IF;
    IF NEW.line_id IS NOT NULL AND NOT EXISTS (SELECT FROM budget_line l JOIN fund f ON f.id = b.fund_id AND f.account_id = l.account_id
        WHERE l.id = NEW.line_id AND l.authority_kind = 'DECISION' AND l.authority_id = b.proposal_id AND l.authority_no = b.effect_no AND l.authority_part = NEW.n
          AND l.planned = NEW.minor * CASE NEW.per WHEN 'HEAD' THEN b.heads ELSE 1 END) THEN
      RAISE EXCEPTION 'a line opens as it was decided' USING ERRCODE = '23514', CONSTRAINT = 'budget_line_as_decided'; END IF;
    RETURN NEW;
  END IF;
  IF b.state <> 'DRAFT' THEN RAISE EXCEPTION 'a budget stands from the vote on' USING ERRCODE = '23514', CONSTRAINT = 'budget_stands'; END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  IF NEW.line_id IS NOT NULL OR NEW.dropped_by IS NOT NULL THEN RAISE EXCEPTION 'a draft opens nothing' USING ERRCODE = '23514', CONSTRAINT = 'budget_step'; END IF;
  IF NEW.per = 'HEAD' AND b.heads IS NULL THEN
    RAISE EXCEPTION 'what is counted by the head needs an attendance' USING ERRCODE = '23514', CONSTRAINT = 'budget_heads'; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER budget_item_guard BEFORE INSERT OR UPDATE OR DELETE ON budget_item FOR EACH ROW EXECUTE FUNCTION budget_item_guard();
CREATE TRIGGER no_trunc BEFORE TRUNCATE ON budget_item FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

-- At COMMIT: what is adopted has every line open that it needs from the start.
CREATE FUNCTION budget_begins() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.state = 'ADOPTED' AND EXISTS (SELECT FROM budget_item i WHERE i.budget_id = NEW.id AND i.from_start AND i.line_id IS NULL) THEN
    RAISE EXCEPTION 'a budget begins with the lines that it needs from the start' USING ERRCODE = '23514', CONSTRAINT = 'budget_begins'; END IF;
  RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER budget_begins AFTER UPDATE ON budget DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION budget_begins();
`;

const votes = `
-- A budget stands while a vote on it is announced, open, or passed and not carried out yet; otherwise it is a draft again.
CREATE FUNCTION budget_follow_vote(vote uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE stands boolean; BEGIN
  SELECT p.status IN ('announced', 'open') OR p.status = 'closed' AND EXISTS (SELECT FROM execution x WHERE x.proposal_id = p.id AND x.state IN ('waiting', 'stayed', 'failed'))
    INTO stands FROM proposal p WHERE p.id = vote;
  UPDATE budget b SET state = 'DRAFT', proposal_id = NULL WHERE b.proposal_id = vote AND b.state = 'PROPOSED'
    AND NOT (stands AND EXISTS (SELECT FROM effect f WHERE f.proposal_id = vote AND f.kind = 'budget.adopt' AND (f.payload ->> 'budgetId')::uuid = b.id));
  IF stands THEN
    UPDATE budget b SET state = 'PROPOSED', proposal_id = vote FROM effect f
      WHERE f.proposal_id = vote AND f.kind = 'budget.adopt' AND b.id = (f.payload ->> 'budgetId')::uuid AND b.proposal_id IS DISTINCT FROM vote;
  END IF; END $$;
CREATE FUNCTION budget_follows_vote() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  PERFORM budget_follow_vote(CASE TG_TABLE_NAME WHEN 'proposal' THEN (to_jsonb(NEW) ->> 'id')::uuid
    ELSE (CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END ->> 'proposal_id')::uuid END);
  RETURN NULL; END $$;
CREATE TRIGGER budget_follows_vote AFTER UPDATE OF status ON proposal FOR EACH ROW WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION budget_follows_vote();
CREATE TRIGGER budget_follows_effect AFTER INSERT ON effect FOR EACH ROW WHEN (NEW.kind = 'budget.adopt') EXECUTE FUNCTION budget_follows_vote();
CREATE TRIGGER budget_leaves_effect AFTER DELETE ON effect FOR EACH ROW WHEN (OLD.kind = 'budget.adopt') EXECUTE FUNCTION budget_follows_vote();
CREATE TRIGGER budget_follows_execution AFTER INSERT OR UPDATE OF state ON execution FOR EACH ROW EXECUTE FUNCTION budget_follows_vote();
`;

/**
 * Budgets: spending lines and expected income that one decision adopts. The database keeps that a budget stands from the vote on, that a line of
 * it opens once and as it was decided, and that a budget is adopted only with every line that it needs from the start.
 */
export class Budgets1790000002170 implements MigrationInterface {
  name = 'Budgets1790000002170';

  async up(runner: QueryRunner): Promise<void> {
    for (const sql of [tables, guards, votes]) await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
