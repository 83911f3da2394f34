import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Since when somebody belongs and what they owe of it is asked at each lapse, several times. In SQL such a function is planned anew by each
 * statement that calls it, which took longer than all the rest (docs/decisions/0015); in PL/pgSQL its plan is kept.
 */
export class QuickLapses1790000002860 implements MigrationInterface {
  name = 'QuickLapses1790000002860';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(String.raw`
CREATE OR REPLACE FUNCTION member_since(of_membership uuid, up_to int) RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$ BEGIN
  RETURN (SELECT min(x.from_at) FROM spell x WHERE x.membership_id = of_membership AND x.seq <= up_to AND x.standing NOT IN ('applying', 'lapsed') AND x.seq > coalesce((
    SELECT max(e.seq) FROM spell e WHERE e.membership_id = of_membership AND e.seq <= up_to
      AND (e.standing = 'lapsed' OR e.end_reason IN ('left', 'removed', 'declined', 'withdrawn', 'gone', 'expired'))
      AND NOT EXISTS (SELECT FROM spell n WHERE n.membership_id = of_membership AND n.seq = e.seq + 1 AND n.authority ->> 'kind' = 'correction')), 0)); END $$;

-- By the sums that stand with a contribution, which contribution_violations compares with its receipts and refunds.
CREATE OR REPLACE FUNCTION owes_dues(of_membership uuid, up_to int) RETURNS boolean LANGUAGE plpgsql STABLE AS $$ BEGIN
  RETURN EXISTS (SELECT FROM membership m JOIN folk_group g ON g.id = m.group_id JOIN book b ON b.group_id = m.group_id JOIN contribution c ON c.book_id = b.id AND c.person_id = m.person_id AND c.kind = 'dues'
    WHERE m.id = of_membership AND c.closed IS NULL AND c.due_on >= (member_since(m.id, up_to) AT TIME ZONE g.zone)::date AND c.pledged > c.received AND c.given_back = 0); END $$;
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
