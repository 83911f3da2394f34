import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Memberships that lapse when dues are not paid: who was warned when, which day was looked at, and what the roll refuses. */
export class Lapsing1790000002410 implements MigrationInterface {
  name = 'Lapsing1790000002410';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(String.raw`
-- The day that a group has seen the morning of: at nine by its own clocks it looks at its dues.
CREATE FUNCTION dues_day(a_zone text, at timestamptz) RETURNS date LANGUAGE sql STABLE AS $$ SELECT ((at AT TIME ZONE a_zone) - interval '9 hours')::date $$;
CREATE TABLE dues_watch (group_id uuid PRIMARY KEY REFERENCES folk_group, looked_on date NOT NULL);

-- Said to a member: so many days before, for want of these dues.
CREATE TABLE lapse_warning (
  contribution_id uuid NOT NULL REFERENCES contribution, lapses_on date NOT NULL, days int NOT NULL CHECK (days IN (30, 14, 3)), warned_on date NOT NULL,
  PRIMARY KEY (contribution_id, lapses_on, days), CONSTRAINT warned_before CHECK (warned_on < lapses_on));
CREATE TRIGGER no_change BEFORE UPDATE ON lapse_warning FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE INDEX spell_lapsed ON spell (membership_id) WHERE to_at IS NULL AND standing = 'lapsed';

-- The beginning of the unbroken chain of belonging in which a spell stands. A lapse breaks it, unless it was a mistake that the next spell corrects.
CREATE FUNCTION member_since(of_membership uuid, up_to int) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT min(x.from_at) FROM spell x WHERE x.membership_id = of_membership AND x.seq <= up_to AND x.standing NOT IN ('applying', 'lapsed') AND x.seq > coalesce((
    SELECT max(e.seq) FROM spell e WHERE e.membership_id = of_membership AND e.seq <= up_to
      AND (e.standing = 'lapsed' OR e.end_reason IN ('left', 'removed', 'declined', 'withdrawn', 'gone', 'expired'))
      AND NOT EXISTS (SELECT FROM spell n WHERE n.membership_id = of_membership AND n.seq = e.seq + 1 AND n.authority ->> 'kind' = 'correction')), 0) $$;

-- Whether a membership owes dues of the chain that ends with a spell; those of before are arrears, which cost nobody their membership again.
CREATE FUNCTION owes_dues(of_membership uuid, up_to int) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM membership m JOIN folk_group g ON g.id = m.group_id JOIN book b ON b.group_id = m.group_id JOIN contribution c ON c.book_id = b.id AND c.person_id = m.person_id AND c.kind = 'dues'
    WHERE m.id = of_membership AND c.closed IS NULL AND c.due_on >= (member_since(m.id, up_to) AT TIME ZONE g.zone)::date AND c.pledged > contribution_received(c.id) AND contribution_refunded(c.id, false) = 0) $$;

-- A membership lapses by the rule, after a warning, while something is owed; it comes back when nothing is, or where the lapse was a mistake.
CREATE FUNCTION spell_lapse_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE prior spell%ROWTYPE; BEGIN
  SELECT * INTO prior FROM spell WHERE membership_id = NEW.membership_id AND seq = NEW.seq - 1;
  IF NEW.standing = 'lapsed' THEN
    IF prior.standing IS NULL OR prior.standing NOT IN ('member', 'paused') OR prior.to_at IS NULL THEN
      RAISE EXCEPTION 'only a member lapses' USING ERRCODE = '23514', CONSTRAINT = 'lapse_of_member'; END IF;
    IF NEW.authority ->> 'kind' IS DISTINCT FROM 'rule' OR NEW.authority ->> 'rulebookVersion' IS NULL THEN
      RAISE EXCEPTION 'a membership lapses by a version of the rules' USING ERRCODE = '23514', CONSTRAINT = 'lapse_by_rule'; END IF;
    IF NOT owes_dues(NEW.membership_id, NEW.seq - 1) THEN
      RAISE EXCEPTION 'nothing is owed' USING ERRCODE = '23514', CONSTRAINT = 'lapse_owing'; END IF;
    IF NOT EXISTS (SELECT FROM membership m JOIN contribution c ON c.person_id = m.person_id AND c.kind = 'dues' JOIN book b ON b.id = c.book_id AND b.group_id = m.group_id JOIN lapse_warning w ON w.contribution_id = c.id WHERE m.id = NEW.membership_id) THEN
      RAISE EXCEPTION 'nobody was warned' USING ERRCODE = '23514', CONSTRAINT = 'lapse_warned'; END IF;
  ELSIF prior.standing = 'lapsed' THEN
    IF prior.end_reason = 'settled' AND (NEW.standing <> 'member' OR NEW.authority ->> 'kind' IS DISTINCT FROM 'rule' OR owes_dues(NEW.membership_id, prior.seq - 1)) THEN
      RAISE EXCEPTION 'dues are owed still' USING ERRCODE = '23514', CONSTRAINT = 'lapse_settled'; END IF;
  END IF;
  IF NEW.authority ->> 'kind' = 'correction' AND (prior.standing IS DISTINCT FROM 'lapsed' OR NEW.standing <> 'member') THEN
    RAISE EXCEPTION 'only a lapse is corrected' USING ERRCODE = '23514', CONSTRAINT = 'correction_of_lapse'; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER spell_lapse_guard BEFORE INSERT ON spell FOR EACH ROW EXECUTE FUNCTION spell_lapse_guard();
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
