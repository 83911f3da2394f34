import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = `
-- That a decision was taken back by another one, once and for good, and what that did. Nothing of the earlier one is rewritten.
CREATE TABLE decision_taken_back (
  proposal_id uuid PRIMARY KEY REFERENCES proposal, by_proposal uuid NOT NULL, effect_no int NOT NULL, at timestamptz(3) NOT NULL DEFAULT clock_now(), did jsonb NOT NULL,
  UNIQUE (by_proposal, effect_no), FOREIGN KEY (by_proposal, effect_no) REFERENCES effect_run (authority_proposal, effect_no),
  CONSTRAINT taken_back_by_another CHECK (proposal_id <> by_proposal));
CREATE TRIGGER no_change BEFORE UPDATE OR DELETE ON decision_taken_back FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER no_trunc BEFORE TRUNCATE ON decision_taken_back FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE INDEX effect_takes_back ON effect ((payload ->> 'decisionId')) WHERE kind = 'decision.take_back';

-- Why an expense is on hold: the decision by which another one, on which it rests, was taken back.
ALTER TABLE expense ADD COLUMN held_by_decision uuid REFERENCES proposal;
`;

const guards = `
CREATE FUNCTION taken_back_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE p proposal%ROWTYPE; BEGIN
  SELECT * INTO p FROM proposal WHERE id = NEW.proposal_id;
  IF p.status <> 'closed' OR (SELECT r.verdict FROM result r WHERE r.proposal_id = p.id ORDER BY r.run DESC LIMIT 1) IS DISTINCT FROM 'passed' THEN
    RAISE EXCEPTION 'only what has passed is taken back' USING ERRCODE = '23514', CONSTRAINT = 'taken_back_passed'; END IF;
  IF EXISTS (SELECT FROM effect f WHERE f.proposal_id = p.id AND f.kind = 'decision.take_back') THEN
    RAISE EXCEPTION 'taking back is not taken back' USING ERRCODE = '23514', CONSTRAINT = 'taken_back_for_good'; END IF;
  IF EXISTS (SELECT FROM execution x WHERE x.proposal_id = p.id AND x.state IN ('waiting', 'stayed', 'failed')) THEN
    RAISE EXCEPTION 'what may still be carried out is not taken back yet' USING ERRCODE = '23514', CONSTRAINT = 'taken_back_settled'; END IF;
  IF NOT EXISTS (SELECT FROM effect f JOIN proposal q ON q.id = f.proposal_id WHERE f.proposal_id = NEW.by_proposal AND f.idx = NEW.effect_no AND f.kind = 'decision.take_back'
      AND f.payload ->> 'decisionId' = p.id::text AND q.group_id = p.group_id) THEN
    RAISE EXCEPTION 'a decision of the group takes it back' USING ERRCODE = '23514', CONSTRAINT = 'taken_back_by_decision'; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER taken_back_guard BEFORE INSERT ON decision_taken_back FOR EACH ROW EXECUTE FUNCTION taken_back_guard();

-- What is taken back opens nothing any more, gives nothing any more, and is not carried out any more.
CREATE FUNCTION decision_stands(decision uuid) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  IF EXISTS (SELECT FROM decision_taken_back t WHERE t.proposal_id = decision) THEN
    RAISE EXCEPTION 'this decision was taken back' USING ERRCODE = '23514', CONSTRAINT = 'decision_stands'; END IF; END $$;
CREATE FUNCTION line_of_standing_decision() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM decision_stands(NEW.authority_id); RETURN NEW; END $$;
CREATE TRIGGER line_of_standing_decision BEFORE INSERT ON budget_line FOR EACH ROW WHEN (NEW.authority_kind = 'DECISION') EXECUTE FUNCTION line_of_standing_decision();
CREATE FUNCTION of_standing_decision() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM decision_stands(NEW.proposal_id); RETURN NEW; END $$;
CREATE TRIGGER of_standing_decision BEFORE INSERT ON spending_authority FOR EACH ROW EXECUTE FUNCTION of_standing_decision();
CREATE TRIGGER of_standing_decision BEFORE UPDATE OF state ON execution FOR EACH ROW WHEN (NEW.state <> OLD.state) EXECUTE FUNCTION of_standing_decision();

CREATE FUNCTION expense_let_go() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.held_by_decision := NULL; RETURN NEW; END $$;
CREATE TRIGGER expense_let_go BEFORE UPDATE ON expense FOR EACH ROW WHEN (NOT NEW.on_hold AND NEW.held_by_decision IS NOT NULL) EXECUTE FUNCTION expense_let_go();

-- Always without a row, as ledger_violations.
CREATE VIEW taken_back_violations AS
  SELECT 'line-stands' AS what, l.id::text AS ref FROM decision_taken_back t JOIN budget_line l ON l.authority_kind = 'DECISION' AND l.authority_id = t.proposal_id
    WHERE l.closed_at IS NULL AND NOT EXISTS (SELECT FROM expense x WHERE x.budget_line_id = l.id AND x.type = 'ADVANCE' AND x.state IN ('APPROVED', 'PARTLY_PAID', 'PAID'))
  UNION ALL SELECT 'authority-stands', a.id::text FROM decision_taken_back t JOIN spending_authority a ON a.proposal_id = t.proposal_id WHERE a.ended_at IS NULL
  UNION ALL SELECT 'budget-stands', b.id::text FROM decision_taken_back t JOIN budget b ON b.proposal_id = t.proposal_id WHERE b.state = 'ADOPTED'
  UNION ALL SELECT 'carried-out', x.proposal_id::text FROM decision_taken_back t JOIN execution x ON x.proposal_id = t.proposal_id WHERE x.state NOT IN ('done', 'dropped')
  UNION ALL SELECT 'held-for-nothing', x.id::text FROM expense x WHERE x.held_by_decision IS NOT NULL AND NOT x.on_hold;
`;

/** A decision takes back an earlier one: what is still held or allowed by that ends, and the database lets nothing new rest on it. */
export class TakingBack1790000002420 implements MigrationInterface {
  name = 'TakingBack1790000002420';

  async up(runner: QueryRunner): Promise<void> {
    for (const sql of [tables, guards]) await runner.query(sql);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
