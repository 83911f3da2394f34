import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The door of an event: a code for each answer, who arrived, who helps. A code is made by the database when an answer is written, under the
 * event's lock that every answer takes, so that no path can forget it and none is given twice. Its symbols cannot be mistaken for each other
 * and spell no word.
 */
export class Door1790000001450 implements MigrationInterface {
  name = 'Door1790000001450';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE FUNCTION free_door_code(an_event uuid) RETURNS text LANGUAGE plpgsql AS $$
DECLARE noise bytea; made text;
BEGIN
  LOOP
    noise := uuid_send(gen_random_uuid());
    SELECT string_agg(substr('6789BCDFGHJKLMNPQRTW', 1 + get_byte(noise, n) % 20, 1), '') INTO made FROM generate_series(0, 5) AS n;
    EXIT WHEN NOT EXISTS (SELECT FROM rsvp r WHERE r.event_id = an_event AND r.code = made);
  END LOOP;
  RETURN made;
END $$;
ALTER TABLE rsvp ADD COLUMN code text CHECK (code ~ '^[6789BCDFGHJKLMNPQRTW]{6}$'), ADD CONSTRAINT rsvp_code UNIQUE (event_id, code);
DO $$ DECLARE one record; BEGIN FOR one IN SELECT id, event_id FROM rsvp LOOP UPDATE rsvp SET code = free_door_code(one.event_id) WHERE id = one.id; END LOOP; END $$;
ALTER TABLE rsvp ALTER COLUMN code SET NOT NULL;
CREATE FUNCTION give_door_code() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.code := free_door_code(NEW.event_id); RETURN NEW; END $$;
CREATE TRIGGER rsvp_gives_code BEFORE INSERT ON rsvp FOR EACH ROW WHEN (NEW.code IS NULL) EXECUTE FUNCTION give_door_code();

CREATE TABLE checkin (
  op_id uuid PRIMARY KEY, rsvp_id uuid NOT NULL REFERENCES rsvp ON DELETE CASCADE, arrived int NOT NULL CHECK (arrived BETWEEN 0 AND 50),
  at timestamptz(3) NOT NULL, by_id uuid REFERENCES person ON DELETE SET NULL, undone boolean NOT NULL DEFAULT false);
CREATE INDEX checkin_rsvp ON checkin (rsvp_id);
CREATE TABLE door_helper (
  event_id uuid NOT NULL REFERENCES event ON DELETE CASCADE, person_id uuid NOT NULL REFERENCES person ON DELETE CASCADE, PRIMARY KEY (event_id, person_id));
CREATE TABLE door_count (event_id uuid PRIMARY KEY REFERENCES event ON DELETE CASCADE, expected int NOT NULL, arrived int NOT NULL, no_shows int NOT NULL);
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
