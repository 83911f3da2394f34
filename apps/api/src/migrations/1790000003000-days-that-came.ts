import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is booked has happened: no entry stands on a day that has not come yet where its group is. */
export class DaysThatCame1790000003000 implements MigrationInterface {
  name = 'DaysThatCame1790000003000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(String.raw`
CREATE OR REPLACE FUNCTION ledger_chained() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE b record;
BEGIN
  FOR b IN SELECT k.*, a.days, a.last_day, a.seqs, a.prevs, a.hashes FROM book k
    JOIN (SELECT book_id, min(effective_on) AS days, max(effective_on) AS last_day, array_agg(seq ORDER BY seq) AS seqs, array_agg(prev_hash ORDER BY seq) AS prevs, array_agg(hash ORDER BY seq) AS hashes
          FROM added GROUP BY 1) a ON a.book_id = k.id ORDER BY k.id FOR NO KEY UPDATE OF k LOOP
    IF b.seqs[1] <> b.last_seq + 1 OR b.seqs[cardinality(b.seqs)] <> b.last_seq + cardinality(b.seqs)
       OR b.prevs <> b.head_hash || b.hashes[1:cardinality(b.hashes) - 1] THEN
      RAISE EXCEPTION 'chain: seq % after %', b.seqs[1], b.last_seq USING ERRCODE = '40001'; END IF;
    IF b.days <= b.closed_until THEN
      RAISE EXCEPTION 'the book is closed until %', b.closed_until USING ERRCODE = '23514', CONSTRAINT = 'period_open'; END IF;
    IF b.last_day > (SELECT (clock_now() AT TIME ZONE g.zone)::date FROM folk_group g WHERE g.id = b.group_id) THEN
      RAISE EXCEPTION '% has not come yet', b.last_day USING ERRCODE = '23514', CONSTRAINT = 'day_came'; END IF;
    UPDATE book SET last_seq = b.last_seq + cardinality(b.seqs), head_hash = b.hashes[cardinality(b.hashes)] WHERE id = b.id;
  END LOOP;
  RETURN NULL;
END $$;
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
