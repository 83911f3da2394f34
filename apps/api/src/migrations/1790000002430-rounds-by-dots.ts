import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Budget rounds in which members spread dots: a third way to share out a pot, counted as `dot_budget`. */
export class RoundsByDots1790000002430 implements MigrationInterface {
  name = 'RoundsByDots1790000002430';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE proposal DROP CONSTRAINT proposal_method_check, DROP CONSTRAINT proposal_of_round;
ALTER TABLE proposal
  ADD CONSTRAINT proposal_method_check CHECK (method IN ('consent', 'majority', 'plurality', 'approval', 'score', 'dot_vote', 'schulze', 'irv', 'stv_scottish', 'mes', 'pb_greedy', 'allotment', 'dot_budget')),
  ADD CONSTRAINT proposal_of_round CHECK (method NOT IN ('allotment', 'dot_budget') OR template = 'round');

ALTER TABLE budget_round DROP CONSTRAINT budget_round_way_check, ADD COLUMN dots int;
ALTER TABLE budget_round
  ADD CONSTRAINT budget_round_way_check CHECK (way IN ('allotment', 'dots', 'equal_shares')),
  ADD CONSTRAINT round_dots CHECK ((way = 'dots') = (dots IS NOT NULL) AND dots BETWEEN 1 AND 100);

CREATE OR REPLACE FUNCTION budget_round_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'a round is called off, never deleted' USING ERRCODE = '55000'; END IF;
  IF (NEW.id, NEW.book_id, NEW.fund_id, NEW.pot, NEW.currency, NEW.way, NEW.dots, NEW.show_results, NEW.proposing_until, NEW.allotting_until)
     IS DISTINCT FROM (OLD.id, OLD.book_id, OLD.fund_id, OLD.pot, OLD.currency, OLD.way, OLD.dots, OLD.show_results, OLD.proposing_until, OLD.allotting_until) THEN
    RAISE EXCEPTION 'the terms of a round stand' USING ERRCODE = '55000'; END IF;
  IF OLD.state IN ('closed', 'called_off') OR (OLD.state = 'allotting' AND NEW.state = 'proposing') OR (OLD.state = 'proposing' AND NEW.state = 'closed') THEN
    RAISE EXCEPTION 'a round only goes on' USING ERRCODE = '55000'; END IF;
  RETURN NEW; END $$;
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
