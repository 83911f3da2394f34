import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What somebody had taken on and handed back: for a month calendars are told that it is off, instead of losing it without a word. */
export class HandedBack1790000001930 implements MigrationInterface {
  name = 'HandedBack1790000001930';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE handed_back (object_id uuid NOT NULL, person_id uuid NOT NULL, kind text NOT NULL CHECK (kind IN ('task', 'notice')), times int NOT NULL DEFAULT 1 CHECK (times > 0), at timestamptz NOT NULL,
  PRIMARY KEY (object_id, person_id));
CREATE INDEX handed_back_person ON handed_back (person_id, kind);

CREATE FUNCTION hand_back(a_kind text, an_object uuid, a_person uuid) RETURNS void LANGUAGE sql AS $$
  INSERT INTO handed_back (object_id, person_id, kind, at) VALUES (an_object, a_person, a_kind, clock_now())
  ON CONFLICT (object_id, person_id) DO UPDATE SET times = handed_back.times + 1, at = excluded.at $$;

CREATE FUNCTION take_handed_back() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM hand_back('task', OLD.task_id, OLD.person_id); RETURN NULL; END $$;
CREATE TRIGGER handed_back AFTER DELETE ON take FOR EACH ROW EXECUTE FUNCTION take_handed_back();
CREATE FUNCTION notice_handed_back() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM hand_back('notice', OLD.id, OLD.doer_id); RETURN NULL; END $$;
CREATE TRIGGER handed_back AFTER UPDATE OF doer_id ON notice FOR EACH ROW WHEN (OLD.status = 'standing' AND OLD.doer_id IS NOT NULL AND NEW.doer_id IS DISTINCT FROM OLD.doer_id) EXECUTE FUNCTION notice_handed_back();
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
