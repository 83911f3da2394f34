import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Entries of the ledger and of the log are written by two calls, many at once; an entry is checked once at COMMIT, not once a posting besides. */
export class LedgerWrites1790000001910 implements MigrationInterface {
  name = 'LedgerWrites1790000001910';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(log);
    await runner.query(writes);
    await runner.query(checks);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}

const log = String.raw`
-- The end of a group's log, locked; a new chain begins when it is first appended to.
CREATE FUNCTION log_begin(of_chain uuid) RETURNS TABLE (size bigint, log_hash bytea, said_at text) LANGUAGE plpgsql AS $$
BEGIN
  LOOP
    SELECT h.size, h.hash, iso(clock_now()) INTO size, log_hash, said_at FROM log_head h WHERE h.chain_id = of_chain FOR UPDATE;
    EXIT WHEN FOUND;
    INSERT INTO log_head (chain_id) VALUES (of_chain) ON CONFLICT DO NOTHING;
  END LOOP;
  RETURN NEXT;
END $$;

-- What happened, in its order, with what people wrote beside it; the end of the log moves along.
CREATE FUNCTION log_write(of_chain uuid, entries jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO log_entry (chain_id, seq, at, type, actor_ref, body, prev_hash, hash)
  SELECT of_chain, e.seq, e.at, e.type, e.actor, convert_to(e.body, 'UTF8'), decode(e.prev, 'hex'), decode(e.hash, 'hex')
  FROM jsonb_to_recordset(entries) AS e (seq bigint, at timestamptz, type text, actor uuid, body text, prev text, hash text);
  INSERT INTO log_detail (chain_id, seq, salt, detail)
  SELECT of_chain, e.seq, decode(e.salt, 'hex'), e.detail FROM jsonb_to_recordset(entries) AS e (seq bigint, salt text, detail jsonb) WHERE e.salt IS NOT NULL;
  UPDATE log_head h SET size = e.seq, hash = decode(e.hash, 'hex')
    FROM jsonb_to_recordset(jsonb_build_array(entries -> -1)) AS e (seq bigint, hash text) WHERE h.chain_id = of_chain;
END $$;
`;

const writes = String.raw`
-- The lock of a book and, from a look after it was taken, which of these keys have their entry already.
CREATE FUNCTION ledger_begin(of_book uuid, keys text[]) RETURNS TABLE (last_seq bigint, head_hash bytea, at timestamptz, known jsonb) LANGUAGE plpgsql AS $$
BEGIN
  SELECT b.last_seq, b.head_hash INTO last_seq, head_hash FROM book b WHERE b.id = of_book FOR NO KEY UPDATE;
  at := date_trunc('milliseconds', clock_now());
  SELECT jsonb_object_agg(e.idempotency_key, jsonb_build_object('id', e.id, 'request', encode(e.request_hash, 'hex'))) INTO known
    FROM ledger_entry e WHERE e.book_id = of_book AND e.idempotency_key = ANY (keys);
  RETURN NEXT;
END $$;

-- Entries in their order with their texts and postings: one statement each, however many there are.
CREATE FUNCTION ledger_write(entries jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO ledger_entry (id, book_id, seq, effective_on, posted_at, kind, actor_id, authority_kind, authority_id, event_id, reverses_id, refs, text_commit,
    idempotency_key, request_hash, lines, canonical, prev_hash, hash)
  SELECT e.id, e.book, e.seq, e.day, e.at, e.kind, e.actor, e.authority_kind, e.authority_id, e.event, e.reverses, e.refs, decode(e.commit, 'hex'),
    e.key, decode(e.request, 'hex'), jsonb_array_length(e.postings), convert_to(e.canonical, 'UTF8'), decode(e.prev, 'hex'), decode(e.hash, 'hex')
  FROM jsonb_to_recordset(entries) AS e (id uuid, book uuid, seq bigint, day date, at timestamptz, kind text, actor uuid, authority_kind text, authority_id uuid, event uuid,
    reverses uuid, refs jsonb, commit text, key text, request text, postings jsonb, canonical text, prev text, hash text) ORDER BY e.seq;
  INSERT INTO ledger_entry_text (entry_id, salt, description)
  SELECT e.id, decode(e.salt, 'hex'), e.text FROM jsonb_to_recordset(entries) AS e (id uuid, salt text, text text);
  INSERT INTO ledger_posting (entry_id, line, book_id, account_id, currency, amount, category, budget_line_id)
  SELECT e.id, p.line, e.book, (p.row ->> 0)::uuid, p.row ->> 1, (p.row ->> 2)::bigint, p.row ->> 3, (p.row ->> 4)::uuid
  FROM jsonb_to_recordset(entries) AS e (id uuid, book uuid, postings jsonb), jsonb_array_elements(e.postings) WITH ORDINALITY AS p (row, line);
END $$;
`;

const checks = String.raw`
-- A posting more than its entry declared is refused at once: an old entry, which has all of its own, can never get another. So the check at
-- COMMIT runs once an entry.
CREATE FUNCTION ledger_within_lines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM (SELECT DISTINCT entry_id FROM added) a JOIN ledger_entry e ON e.id = a.entry_id
             WHERE (SELECT count(*) FROM ledger_posting p WHERE p.entry_id = e.id) > e.lines) THEN
    RAISE EXCEPTION 'an entry has more postings than it declared' USING ERRCODE = '23514', CONSTRAINT = 'entry_lines'; END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_within_lines AFTER INSERT ON ledger_posting REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_within_lines();

DROP TRIGGER ledger_posting_balanced ON ledger_posting;
CREATE OR REPLACE FUNCTION ledger_entry_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE r record; n int;
BEGIN
  SELECT count(*) INTO n FROM ledger_posting WHERE entry_id = NEW.id;
  IF n <> NEW.lines THEN
    RAISE EXCEPTION 'entry % has % postings, declared %', NEW.id, n, NEW.lines USING ERRCODE = '23514', CONSTRAINT = 'entry_lines'; END IF;
  FOR r IN SELECT p.currency, a.split_id, sum(p.amount::numeric) AS s FROM ledger_posting p JOIN ledger_account a ON a.id = p.account_id
           WHERE p.entry_id = NEW.id GROUP BY GROUPING SETS ((p.currency), (p.currency, a.split_id))
           HAVING sum(p.amount::numeric) <> 0 AND (GROUPING(a.split_id) = 1 OR a.split_id IS NOT NULL) LOOP
    RAISE EXCEPTION 'entry % is off by % % %', NEW.id, r.s, r.currency, coalesce('in split ' || r.split_id, '') USING ERRCODE = '23514', CONSTRAINT = 'entry_balanced';
  END LOOP;
  RETURN NULL;
END $$;
`;
