import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What went out is shown by nothing that came in: each part of a line moves to the side to which its entry did, not only all of them together. */
export class SidesOfMatches1790000002830 implements MigrationInterface {
  name = 'SidesOfMatches1790000002830';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(String.raw`
-- A line is as much as the entries it is matched with; no entry shows more of its money on statements than it moved on the account, nor any to the other side.
CREATE OR REPLACE FUNCTION statement_line_fits(of_line uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE l.state WHEN 'MATCHED' THEN l.minor ELSE 0 END = coalesce((SELECT sum(m.minor) FROM statement_match m WHERE m.line_id = l.id AND m.undone_at IS NULL), 0)
    AND (l.state = 'MATCHED') = EXISTS (SELECT FROM statement_match m WHERE m.line_id = l.id AND m.undone_at IS NULL)
    AND NOT EXISTS (SELECT FROM statement_match m CROSS JOIN LATERAL (SELECT coalesce(sum(p.amount), 0) AS moved FROM ledger_posting p WHERE p.entry_id = m.entry_id AND p.account_id = l.holding_id) w
      CROSS JOIN LATERAL (SELECT sum(o.minor) AS shown FROM statement_match o JOIN statement_line k ON k.id = o.line_id WHERE o.entry_id = m.entry_id AND k.holding_id = l.holding_id AND o.undone_at IS NULL) s
      WHERE m.line_id = l.id AND m.undone_at IS NULL AND (sign(m.minor) <> sign(w.moved) OR sign(s.shown) <> sign(w.moved) OR abs(s.shown) > abs(w.moved)))
  FROM statement_line l WHERE l.id = of_line $$;
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
