import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Parting with somebody against their will: the case with its reasons and the reply, the vote and the appeal; and the bars that keep those who
 * were removed from coming back before their time, known by their membership and by a keyed hash of each of their addresses.
 */
export class Removals1790000001790 implements MigrationInterface {
  name = 'Removals1790000001790';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE removal_case (
  id uuid PRIMARY KEY, group_id uuid NOT NULL REFERENCES folk_group, subject_id uuid NOT NULL REFERENCES person,
  state text NOT NULL CHECK (state IN ('asked', 'reply', 'vote', 'kept', 'removed', 'appealed', 'upheld', 'reversed', 'withdrawn', 'expired', 'left')),
  rulebook int NOT NULL,                                                   -- what it began under holds to its end
  reasons text NOT NULL CHECK (char_length(reasons) BETWEEN 1 AND 4000), happened_on date NOT NULL,
  opened_by uuid NOT NULL REFERENCES person, opened_as text NOT NULL CHECK (opened_as IN ('member', 'steward')), opened_at timestamptz(3) NOT NULL DEFAULT clock_now(),
  joined_by uuid REFERENCES person, join_until timestamptz(3), counted_at timestamptz(3),
  reply_until timestamptz(3), extended_by uuid REFERENCES person, reply text CHECK (char_length(reply) BETWEEN 1 AND 4000), replied_at timestamptz(3),
  proposal_id uuid UNIQUE REFERENCES proposal, decided_at timestamptz(3),
  appeal_until timestamptz(3), appeal_reason text CHECK (char_length(appeal_reason) BETWEEN 1 AND 4000), appealed_at timestamptz(3),
  appeal_proposal_id uuid UNIQUE REFERENCES proposal, end_reason jsonb NOT NULL DEFAULT '""', ended_at timestamptz(3),
  version int NOT NULL DEFAULT 1, updated_at timestamptz(3) NOT NULL DEFAULT clock_now(),
  CHECK (opened_by <> subject_id), CHECK (joined_by <> ALL (ARRAY[opened_by, subject_id])),
  CHECK (state <> 'asked' OR (join_until IS NOT NULL AND counted_at IS NULL)), CHECK ((counted_at IS NULL) = (reply_until IS NULL)),
  CHECK (state NOT IN ('reply', 'vote', 'kept', 'removed', 'appealed', 'upheld', 'reversed') OR counted_at IS NOT NULL),
  CHECK (state NOT IN ('vote', 'kept', 'removed', 'appealed', 'upheld', 'reversed') OR proposal_id IS NOT NULL),
  CHECK ((state IN ('appealed', 'upheld', 'reversed')) = (appealed_at IS NOT NULL)), CHECK ((appealed_at IS NULL) = (appeal_proposal_id IS NULL)),
  CHECK ((reply IS NULL) = (replied_at IS NULL)), CHECK ((state IN ('asked', 'reply', 'vote', 'removed', 'appealed')) = (ended_at IS NULL)));
CREATE UNIQUE INDEX removal_case_one ON removal_case (group_id, subject_id) WHERE state IN ('asked', 'reply', 'vote', 'appealed');
CREATE INDEX removal_case_of ON removal_case (group_id, subject_id, opened_at);
CREATE INDEX removal_case_due ON removal_case (id) WHERE state IN ('asked', 'reply', 'vote', 'appealed');

-- A bar has a row for the membership and one for each address; a mark is HMAC-SHA256 with a key of the instance.
CREATE TABLE rejoin_bar (
  id uuid PRIMARY KEY, group_id uuid NOT NULL REFERENCES folk_group, membership_id uuid NOT NULL REFERENCES membership,
  mark bytea CHECK (octet_length(mark) = 32), until_at timestamptz(3) NOT NULL);
CREATE INDEX rejoin_bar_membership ON rejoin_bar (membership_id);
CREATE INDEX rejoin_bar_mark ON rejoin_bar (mark) WHERE mark IS NOT NULL;
CREATE INDEX rejoin_bar_until ON rejoin_bar (until_at);
INSERT INTO rejoin_bar (id, group_id, membership_id, until_at)
  SELECT gen_random_uuid(), m.group_id, m.id, s.to_at + interval '12 months' FROM spell s JOIN membership m ON m.id = s.membership_id
  WHERE s.end_reason = 'removed' AND s.to_at + interval '12 months' > clock_now();

-- What is decided about a person is for members, in an open group too.
ALTER TABLE proposal ADD COLUMN members_only boolean NOT NULL DEFAULT false;
UPDATE proposal p SET members_only = true WHERE EXISTS (SELECT FROM effect f WHERE f.proposal_id IN (p.id, p.carries_out) AND f.kind = 'member.remove');
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
