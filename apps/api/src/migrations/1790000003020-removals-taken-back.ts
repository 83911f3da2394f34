import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A removal that is taken back leaves things as they were just before it: who was a member belongs since when they did, who had lapsed has lapsed.
 * The spell that says so names the removal it reverses. Nobody lapses after it by warnings of before.
 */
export class RemovalsTakenBack1790000003020 implements MigrationInterface {
  name = 'RemovalsTakenBack1790000003020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(String.raw`
-- A lapse breaks the chain of belonging, unless it was a mistake that the next spell corrects; an ending does, unless the next spell takes it back.
CREATE OR REPLACE FUNCTION member_since(of_membership uuid, up_to int) RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$ BEGIN
  RETURN (SELECT min(x.from_at) FROM spell x WHERE x.membership_id = of_membership AND x.seq <= up_to AND x.standing NOT IN ('applying', 'lapsed') AND x.seq > coalesce((
    SELECT max(e.seq) FROM spell e WHERE e.membership_id = of_membership AND e.seq <= up_to
      AND (e.standing = 'lapsed' OR e.end_reason IN ('left', 'removed', 'declined', 'withdrawn', 'gone', 'expired'))
      AND NOT EXISTS (SELECT FROM spell n WHERE n.membership_id = of_membership AND n.seq = e.seq + 1 AND (n.authority ->> 'kind' = 'correction' OR n.authority ? 'reverses'))), 0)); END $$;

-- The spell with which the lapse began that a spell stands in: it goes on over a removal that was taken back.
CREATE FUNCTION lapse_begun(of_membership uuid, up_to int) RETURNS int LANGUAGE plpgsql STABLE AS $$ BEGIN
  RETURN coalesce((SELECT max(x.seq) FROM spell x WHERE x.membership_id = of_membership AND x.seq <= up_to AND x.standing <> 'lapsed'), 0) + 1; END $$;

-- The day on which the last removal up to a spell was taken back.
CREATE FUNCTION back_on(of_membership uuid, up_to int) RETURNS date LANGUAGE plpgsql STABLE AS $$ BEGIN
  RETURN (SELECT max((x.from_at AT TIME ZONE g.zone)::date) FROM spell x JOIN membership m ON m.id = x.membership_id JOIN folk_group g ON g.id = m.group_id
    WHERE x.membership_id = of_membership AND x.seq <= up_to AND x.authority ? 'reverses'); END $$;

CREATE OR REPLACE FUNCTION spell_lapse_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE prior spell%ROWTYPE; BEGIN
  SELECT * INTO prior FROM spell WHERE membership_id = NEW.membership_id AND seq = NEW.seq - 1;
  IF NEW.authority ? 'reverses' THEN
    IF NEW.authority ->> 'kind' IS DISTINCT FROM 'decision' OR prior.end_reason IS DISTINCT FROM 'removed'
       OR NEW.standing IS DISTINCT FROM (CASE WHEN prior.standing IN ('lapsed', 'paused') THEN prior.standing ELSE 'member' END)
       OR NEW.standing = 'lapsed' AND NEW.authority ->> 'rulebookVersion' IS DISTINCT FROM prior.authority ->> 'rulebookVersion' THEN
      RAISE EXCEPTION 'a removal is taken back to what was before it' USING ERRCODE = '23514', CONSTRAINT = 'reversal_of_removal'; END IF;
  ELSIF NEW.standing = 'lapsed' THEN
    IF prior.standing IS NULL OR prior.standing NOT IN ('member', 'paused') OR prior.to_at IS NULL THEN
      RAISE EXCEPTION 'only a member lapses' USING ERRCODE = '23514', CONSTRAINT = 'lapse_of_member'; END IF;
    IF NEW.authority ->> 'kind' IS DISTINCT FROM 'rule' OR NEW.authority ->> 'rulebookVersion' IS NULL THEN
      RAISE EXCEPTION 'a membership lapses by a version of the rules' USING ERRCODE = '23514', CONSTRAINT = 'lapse_by_rule'; END IF;
    IF NOT owes_dues(NEW.membership_id, NEW.seq - 1) THEN
      RAISE EXCEPTION 'nothing is owed' USING ERRCODE = '23514', CONSTRAINT = 'lapse_owing'; END IF;
    IF NOT EXISTS (SELECT FROM membership m JOIN contribution c ON c.person_id = m.person_id AND c.kind = 'dues' JOIN book b ON b.id = c.book_id AND b.group_id = m.group_id JOIN lapse_warning w ON w.contribution_id = c.id
        WHERE m.id = NEW.membership_id AND w.warned_on >= coalesce(back_on(m.id, NEW.seq - 1), '-infinity')) THEN
      RAISE EXCEPTION 'nobody was warned' USING ERRCODE = '23514', CONSTRAINT = 'lapse_warned'; END IF;
  ELSIF prior.standing = 'lapsed' THEN
    IF prior.end_reason = 'settled' AND (NEW.standing <> 'member' OR NEW.authority ->> 'kind' IS DISTINCT FROM 'rule' OR owes_dues(NEW.membership_id, lapse_begun(NEW.membership_id, prior.seq) - 1)) THEN
      RAISE EXCEPTION 'dues are owed still' USING ERRCODE = '23514', CONSTRAINT = 'lapse_settled'; END IF;
  END IF;
  IF NEW.authority ->> 'kind' = 'correction' AND (prior.standing IS DISTINCT FROM 'lapsed' OR NEW.standing <> 'member') THEN
    RAISE EXCEPTION 'only a lapse is corrected' USING ERRCODE = '23514', CONSTRAINT = 'correction_of_lapse'; END IF;
  RETURN NEW; END $$;
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
