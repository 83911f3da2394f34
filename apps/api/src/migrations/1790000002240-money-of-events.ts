import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is told about the money of events: that it will not suffice, and what becomes of what is left. Each once, and put aside by each who has read it. */
export class MoneyOfEvents1790000002240 implements MigrationInterface {
  name = 'MoneyOfEvents1790000002240';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    await runner.query(guards);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}

const tables = String.raw`
-- The forecast goes beyond what lines hold; 0 once it no longer does. The row stays, so that it is told once.
CREATE TABLE event_overrun (
  event_id uuid PRIMARY KEY REFERENCES event, minor bigint NOT NULL CHECK (minor >= 0), currency char(3) NOT NULL, warned_at timestamptz(3) NOT NULL DEFAULT clock_now());

-- What is left on the open lines of an event that is over: told first, then released on its day by the rule of that version, or asked about.
CREATE TABLE event_leftover (
  event_id uuid PRIMARY KEY REFERENCES event, way text NOT NULL CHECK (way IN ('release', 'ask')), rulebook_id uuid NOT NULL REFERENCES rulebook_version,
  told_at timestamptz(3) NOT NULL DEFAULT clock_now(), release_on date, released_at timestamptz(3),
  CONSTRAINT leftover_day CHECK ((way = 'release') = (release_on IS NOT NULL)),
  CONSTRAINT leftover_released CHECK (released_at IS NULL OR way = 'release'));

CREATE TABLE event_money_seen (
  event_id uuid NOT NULL REFERENCES event, kind text NOT NULL CHECK (kind IN ('overrun', 'leftover')), person_id uuid NOT NULL REFERENCES person, seen_at timestamptz(3) NOT NULL DEFAULT clock_now(),
  PRIMARY KEY (event_id, kind, person_id));

CREATE INDEX ledger_entry_event ON ledger_entry (event_id) WHERE event_id IS NOT NULL;
CREATE INDEX budget_line_event ON budget_line (event_id) WHERE event_id IS NOT NULL;
-- One plan of an event at a time; a withdrawn one makes room for another.
CREATE UNIQUE INDEX budget_one_of_event ON budget (event_id) WHERE event_id IS NOT NULL AND state <> 'WITHDRAWN';
`;

const guards = String.raw`
-- What was announced is released, and not before its day in the zone of the group; what was released stays so.
CREATE FUNCTION event_leftover_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF OLD.released_at IS NOT NULL THEN RAISE EXCEPTION 'what was released stays so' USING ERRCODE = '55000'; END IF;
  IF TG_OP = 'UPDATE' AND NEW.released_at IS NOT NULL AND NEW.release_on > (SELECT (clock_now() AT TIME ZONE g.zone)::date FROM event e JOIN folk_group g ON g.id = e.group_id WHERE e.id = NEW.event_id) THEN
    RAISE EXCEPTION 'what is left is released on its day' USING ERRCODE = '23514', CONSTRAINT = 'leftover_on_its_day'; END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END; END $$;
CREATE TRIGGER event_leftover_guard BEFORE UPDATE OR DELETE ON event_leftover FOR EACH ROW EXECUTE FUNCTION event_leftover_guard();
`;
