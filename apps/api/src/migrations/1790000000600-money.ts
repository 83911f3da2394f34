import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The ledger: append-only double entry whose rules the database itself keeps; and what stands beside it. */
export class Money1790000000600 implements MigrationInterface {
  name = 'Money1790000000600';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ledger);
    await runner.query(beside);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}

const ledger = String.raw`
CREATE TABLE book (
  id uuid PRIMARY KEY,
  group_id uuid NOT NULL UNIQUE REFERENCES folk_group,
  currency char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),          -- default for new things; a book may hold many currencies
  closed_until date,                                                  -- no entry may be dated on or before this day
  last_seq bigint NOT NULL DEFAULT 0 CHECK (last_seq >= 0),
  head_hash bytea NOT NULL DEFAULT decode(repeat('00', 32), 'hex') CHECK (octet_length(head_hash) = 32));

CREATE TYPE account_class AS ENUM ('HOLDING', 'PARTY', 'FUND', 'TRADING', 'SPLIT');

CREATE TABLE ledger_account (
  id uuid PRIMARY KEY, book_id uuid NOT NULL REFERENCES book, class account_class NOT NULL,
  path text NOT NULL CHECK (path ~ '^(assets|liabilities|equity)(:[a-z0-9][a-z0-9-]*)+$'),  -- random handles, never names of people
  currency char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  exponent smallint NOT NULL CHECK (exponent BETWEEN 0 AND 4),        -- copied from the currency table, fixed for ever
  owner_id uuid,                                                      -- person (their id in this book), vendor or fund
  split_id uuid,                                                      -- who shares bills: mostly one event
  overdraft_limit bigint NOT NULL DEFAULT 0 CHECK (overdraft_limit >= 0),  -- FUND only; 0 except for the shortfall fund
  closed_at timestamptz,
  CHECK ((class = 'SPLIT') = (split_id IS NOT NULL)),
  CHECK (class = 'PARTY' OR split_part(path, ':', 1) = CASE WHEN class IN ('FUND', 'TRADING') THEN 'equity' ELSE 'assets' END),
  UNIQUE (book_id, path, currency), UNIQUE (id, currency), UNIQUE (id, book_id), UNIQUE (id, class));

CREATE TABLE ledger_entry (
  id uuid PRIMARY KEY, book_id uuid NOT NULL REFERENCES book, seq bigint NOT NULL CHECK (seq > 0),
  effective_on date NOT NULL, posted_at timestamptz NOT NULL,         -- posted_at: from step 1, it is part of canonical
  kind text NOT NULL, actor_id uuid NOT NULL,                         -- ids of people are random per book: they stay in the chain after an erasure
  authority_kind text NOT NULL CHECK (authority_kind IN ('DECISION', 'RULE', 'DUTY', 'OPENING', 'SYSTEM')), authority_id uuid,
  event_id uuid, reverses_id uuid UNIQUE, refs jsonb NOT NULL DEFAULT '{}',
  text_commit bytea NOT NULL CHECK (octet_length(text_commit) = 32),  -- sha256(salt || description), see ledger_entry_text
  idempotency_key text NOT NULL, request_hash bytea NOT NULL CHECK (octet_length(request_hash) = 32),
  lines smallint NOT NULL CHECK (lines >= 2),                         -- how many postings the entry has, for ever
  canonical bytea NOT NULL,                                           -- the exact bytes that were hashed; never serialised again
  prev_hash bytea NOT NULL CHECK (octet_length(prev_hash) = 32),
  hash bytea NOT NULL, CONSTRAINT hash_fits CHECK (hash = sha256(prev_hash || canonical)),
  CONSTRAINT authority_named CHECK (authority_kind IN ('OPENING', 'SYSTEM') OR authority_id IS NOT NULL),
  UNIQUE (book_id, seq), UNIQUE (book_id, idempotency_key), UNIQUE (book_id, prev_hash), UNIQUE (id, book_id),
  FOREIGN KEY (reverses_id, book_id) REFERENCES ledger_entry (id, book_id));

-- Free text may name people, so it lives outside the chain. To erase: DELETE the row, salt included (a short text with its salt can be guessed).
CREATE TABLE ledger_entry_text (
  entry_id uuid PRIMARY KEY REFERENCES ledger_entry, salt bytea NOT NULL CHECK (octet_length(salt) = 16), description text NOT NULL);

-- A budget line is planned money and the permission to spend it. While it is open, planned - spent is held in its fund.
CREATE TABLE budget_line (
  id uuid PRIMARY KEY, book_id uuid NOT NULL REFERENCES book,
  account_id uuid NOT NULL, class account_class NOT NULL DEFAULT 'FUND' CHECK (class = 'FUND'),
  name text NOT NULL, category text, payee_id uuid, event_id uuid, valid_until date,
  planned bigint NOT NULL CHECK (planned > 0),
  spent bigint NOT NULL DEFAULT 0 CHECK (spent >= 0),                 -- moved by postings only
  authority_kind text NOT NULL CHECK (authority_kind IN ('DECISION', 'RULE')), authority_id uuid NOT NULL,
  opened_after_seq bigint NOT NULL, closed_after_seq bigint,
  opened_at timestamptz NOT NULL DEFAULT clock_timestamp(), closed_at timestamptz,
  authority_no int NOT NULL DEFAULT 1, UNIQUE (authority_kind, authority_id, authority_no),     -- an effect opens one line, whatever runs twice
  CONSTRAINT line_not_overspent CHECK (spent <= planned),
  FOREIGN KEY (account_id, class) REFERENCES ledger_account (id, class),
  FOREIGN KEY (account_id, book_id) REFERENCES ledger_account (id, book_id),
  UNIQUE (id, account_id));

CREATE TABLE ledger_posting (
  entry_id uuid NOT NULL, line smallint NOT NULL CHECK (line >= 1), book_id uuid NOT NULL,
  account_id uuid NOT NULL, currency char(3) NOT NULL, amount bigint NOT NULL CHECK (amount <> 0),
  category text CHECK (category ~ '^(opening|transfer|exchange|(income|expense)\.[a-z0-9][a-z0-9-]*)$'),  -- on every FUND posting, on no other
  budget_line_id uuid,
  PRIMARY KEY (entry_id, line),
  FOREIGN KEY (entry_id, book_id) REFERENCES ledger_entry (id, book_id),
  FOREIGN KEY (account_id, currency) REFERENCES ledger_account (id, currency),
  FOREIGN KEY (account_id, book_id) REFERENCES ledger_account (id, book_id),
  FOREIGN KEY (budget_line_id, account_id) REFERENCES budget_line (id, account_id));
CREATE INDEX ON ledger_posting (account_id, entry_id);
CREATE INDEX ON ledger_posting (budget_line_id) WHERE budget_line_id IS NOT NULL;

-- Running totals: a cache with a guard. The CHECK is the overdraft rule; available = credits - debits - held.
CREATE TABLE account_balance (
  account_id uuid PRIMARY KEY, class account_class NOT NULL,
  debits bigint NOT NULL DEFAULT 0 CHECK (debits >= 0), credits bigint NOT NULL DEFAULT 0 CHECK (credits >= 0),
  held bigint NOT NULL DEFAULT 0 CHECK (held >= 0), overdraft_limit bigint NOT NULL,
  last_seq bigint NOT NULL DEFAULT 0,
  FOREIGN KEY (account_id, class) REFERENCES ledger_account (id, class),
  CONSTRAINT fund_not_overdrawn CHECK (class <> 'FUND' OR credits - debits - held >= -overdraft_limit));

-- accounts: opened with a zero balance row, never deleted, never changed except for closing, closed only when empty
CREATE FUNCTION ledger_account_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN INSERT INTO account_balance (account_id, class, overdraft_limit) VALUES (NEW.id, NEW.class, NEW.overdraft_limit); RETURN NULL; END $$;
CREATE TRIGGER ledger_account_open AFTER INSERT ON ledger_account FOR EACH ROW EXECUTE FUNCTION ledger_account_open();

CREATE FUNCTION ledger_account_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.book_id, NEW.class, NEW.path, NEW.currency, NEW.exponent, NEW.split_id, NEW.overdraft_limit)
     IS DISTINCT FROM (OLD.id, OLD.book_id, OLD.class, OLD.path, OLD.currency, OLD.exponent, OLD.split_id, OLD.overdraft_limit) THEN
    RAISE EXCEPTION 'an account only opens and closes' USING ERRCODE = '55000'; END IF;
  IF NEW.closed_at IS NOT NULL AND EXISTS (SELECT 1 FROM account_balance b WHERE b.account_id = NEW.id AND (b.debits <> b.credits OR b.held <> 0)) THEN
    RAISE EXCEPTION 'account % is not empty', NEW.path USING ERRCODE = '23514', CONSTRAINT = 'closed_account_empty'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ledger_account_guard BEFORE UPDATE ON ledger_account FOR EACH ROW EXECUTE FUNCTION ledger_account_guard();

-- budget lines: opening, changing the plan and closing move the hold; what it is for never changes
CREATE FUNCTION budget_line_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.book_id, NEW.account_id) IS DISTINCT FROM (OLD.id, OLD.book_id, OLD.account_id) OR (OLD.closed_at IS NOT NULL AND NEW.planned <> OLD.planned) THEN
    RAISE EXCEPTION 'open another budget line instead' USING ERRCODE = '55000'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER budget_line_guard BEFORE UPDATE ON budget_line FOR EACH ROW EXECUTE FUNCTION budget_line_guard();

CREATE FUNCTION budget_line_hold() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE was bigint := 0; is_now bigint := 0;
BEGIN
  IF TG_OP = 'UPDATE' THEN IF OLD.closed_at IS NULL THEN was := OLD.planned - OLD.spent; END IF; END IF;
  IF NEW.closed_at IS NULL THEN is_now := NEW.planned - NEW.spent; END IF;
  UPDATE account_balance SET held = held + is_now - was WHERE account_id = NEW.account_id;
  RETURN NULL;
END $$;
CREATE TRIGGER budget_line_hold AFTER INSERT OR UPDATE OF planned, closed_at ON budget_line FOR EACH ROW EXECUTE FUNCTION budget_line_hold();

-- free text must be the text that was committed to
CREATE FUNCTION ledger_text_matches() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT text_commit FROM ledger_entry WHERE id = NEW.entry_id) IS DISTINCT FROM sha256(NEW.salt || convert_to(NEW.description, 'UTF8')) THEN
    RAISE EXCEPTION 'text does not match its commitment' USING ERRCODE = '23514', CONSTRAINT = 'text_matches'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ledger_text_matches BEFORE INSERT OR UPDATE ON ledger_entry_text FOR EACH ROW EXECUTE FUNCTION ledger_text_matches();

-- append only
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'ledger is append-only (% on %)', TG_OP, TG_TABLE_NAME USING ERRCODE = '55000'; END $$;
CREATE TRIGGER no_change BEFORE UPDATE OR DELETE ON ledger_entry   FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER no_change BEFORE UPDATE OR DELETE ON ledger_posting FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER no_trunc  BEFORE TRUNCATE ON ledger_entry   FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER no_trunc  BEFORE TRUNCATE ON ledger_posting FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER no_drop   BEFORE DELETE ON ledger_account FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER no_drop   BEFORE DELETE ON budget_line    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();

-- postings move the running totals by their net (this takes the row locks and runs the overdraft CHECK); the line first, so that
-- spending more than planned is refused by its own name
CREATE FUNCTION ledger_posting_in() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM added p JOIN ledger_account a ON a.id = p.account_id WHERE a.closed_at IS NOT NULL) THEN
    RAISE EXCEPTION 'account is closed' USING ERRCODE = '23514', CONSTRAINT = 'account_open'; END IF;
  IF EXISTS (SELECT 1 FROM added p JOIN ledger_account a ON a.id = p.account_id WHERE (a.class = 'FUND') <> (p.category IS NOT NULL)) THEN
    RAISE EXCEPTION 'fund postings carry a category, others do not' USING ERRCODE = '23514', CONSTRAINT = 'fund_category'; END IF;
  IF EXISTS (SELECT 1 FROM added p JOIN budget_line l ON l.id = p.budget_line_id WHERE l.closed_at IS NOT NULL GROUP BY l.id HAVING sum(p.amount) > 0) THEN
    RAISE EXCEPTION 'budget line is closed' USING ERRCODE = '23514', CONSTRAINT = 'line_open'; END IF;
  UPDATE budget_line l SET spent = l.spent + s.n
    FROM (SELECT budget_line_id, sum(amount) AS n FROM added WHERE budget_line_id IS NOT NULL GROUP BY 1) s WHERE l.id = s.budget_line_id;
  UPDATE account_balance b SET debits = b.debits + s.d, credits = b.credits + s.c, held = b.held - s.h, last_seq = s.seq
    FROM (SELECT p.account_id, sum(greatest(p.amount, 0)) AS d, sum(greatest(-p.amount, 0)) AS c,
                 coalesce(sum(p.amount) FILTER (WHERE l.id IS NOT NULL AND l.closed_at IS NULL), 0) AS h, max(e.seq) AS seq
          FROM added p JOIN ledger_entry e ON e.id = p.entry_id LEFT JOIN budget_line l ON l.id = p.budget_line_id GROUP BY p.account_id) s
    WHERE b.account_id = s.account_id;
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_posting_in AFTER INSERT ON ledger_posting REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_posting_in();

-- at COMMIT: exactly the declared number of postings (an old entry can never get a further balanced pair), zero per currency,
-- and zero per currency among the people of one split
CREATE FUNCTION ledger_entry_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE r record; n int; want int;
  e uuid := CASE WHEN TG_TABLE_NAME = 'ledger_entry' THEN (to_jsonb(NEW) ->> 'id')::uuid ELSE (to_jsonb(NEW) ->> 'entry_id')::uuid END;
BEGIN
  SELECT lines INTO want FROM ledger_entry WHERE id = e;
  SELECT count(*) INTO n FROM ledger_posting WHERE entry_id = e;
  IF n IS DISTINCT FROM want THEN
    RAISE EXCEPTION 'entry % has % postings, declared %', e, n, want USING ERRCODE = '23514', CONSTRAINT = 'entry_lines'; END IF;
  FOR r IN SELECT p.currency, a.split_id, sum(p.amount::numeric) AS s FROM ledger_posting p JOIN ledger_account a ON a.id = p.account_id
           WHERE p.entry_id = e GROUP BY GROUPING SETS ((p.currency), (p.currency, a.split_id))
           HAVING sum(p.amount::numeric) <> 0 AND (GROUPING(a.split_id) = 1 OR a.split_id IS NOT NULL) LOOP
    RAISE EXCEPTION 'entry % is off by % % %', e, r.s, r.currency, coalesce('in split ' || r.split_id, '') USING ERRCODE = '23514', CONSTRAINT = 'entry_balanced';
  END LOOP;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_entry_balanced   AFTER INSERT ON ledger_entry   DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_entry_balanced();
CREATE CONSTRAINT TRIGGER ledger_posting_balanced AFTER INSERT ON ledger_posting DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_entry_balanced();

-- chain: seq = last_seq + 1, prev_hash = head; a caller that read the head before taking the lock gets 40001 and may retry
CREATE FUNCTION ledger_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE b book%ROWTYPE;
BEGIN
  SELECT * INTO b FROM book WHERE id = NEW.book_id FOR NO KEY UPDATE;
  IF NEW.seq <> b.last_seq + 1 OR NEW.prev_hash <> b.head_hash THEN
    RAISE EXCEPTION 'chain: seq % after %', NEW.seq, b.last_seq USING ERRCODE = '40001'; END IF;
  IF NEW.effective_on <= b.closed_until THEN
    RAISE EXCEPTION 'the book is closed until %', b.closed_until USING ERRCODE = '23514', CONSTRAINT = 'period_open'; END IF;
  UPDATE book SET last_seq = NEW.seq, head_hash = NEW.hash WHERE id = NEW.book_id;
  RETURN NEW;
END $$;
CREATE TRIGGER ledger_chain BEFORE INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_chain();

-- audit view: must always return no row (doctor, nightly job, every test's last step)
CREATE VIEW ledger_violations AS
  SELECT 'lines' AS what, e.id::text AS ref FROM ledger_entry e WHERE e.lines <> (SELECT count(*) FROM ledger_posting p WHERE p.entry_id = e.id)
  UNION ALL SELECT 'unbalanced', entry_id::text FROM ledger_posting GROUP BY entry_id, currency HAVING sum(amount::numeric) <> 0
  UNION ALL SELECT 'split', a.split_id::text FROM ledger_posting p JOIN ledger_account a ON a.id = p.account_id
    WHERE a.class = 'SPLIT' GROUP BY a.split_id, p.currency HAVING sum(p.amount::numeric) <> 0
  UNION ALL SELECT 'transfer', entry_id::text FROM ledger_posting WHERE category = 'transfer' GROUP BY entry_id, currency HAVING sum(amount::numeric) <> 0
  UNION ALL SELECT 'running-total', b.account_id::text FROM account_balance b
    LEFT JOIN (SELECT account_id, sum(greatest(amount, 0)::numeric) AS d, sum(greatest(-amount, 0)::numeric) AS c FROM ledger_posting GROUP BY 1) p USING (account_id)
    WHERE b.debits <> coalesce(p.d, 0) OR b.credits <> coalesce(p.c, 0)
  UNION ALL SELECT 'line-spent', l.id::text FROM budget_line l WHERE l.spent <> (SELECT coalesce(sum(p.amount), 0) FROM ledger_posting p WHERE p.budget_line_id = l.id)
  UNION ALL SELECT 'held', b.account_id::text FROM account_balance b
    WHERE b.held <> (SELECT coalesce(sum(l.planned - l.spent), 0) FROM budget_line l WHERE l.account_id = b.account_id AND l.closed_at IS NULL)
  UNION ALL SELECT 'trial-balance', l.currency FROM account_balance b JOIN ledger_account l ON l.id = b.account_id
    GROUP BY l.book_id, l.currency HAVING sum(b.debits::numeric - b.credits::numeric) <> 0
  UNION ALL SELECT 'gap', b.id::text FROM book b WHERE b.last_seq <> (SELECT count(*) FROM ledger_entry e WHERE e.book_id = b.id)
    OR b.last_seq <> coalesce((SELECT max(seq) FROM ledger_entry e WHERE e.book_id = b.id), 0)
  UNION ALL SELECT 'chain', e.id::text FROM ledger_entry e LEFT JOIN ledger_entry p ON p.book_id = e.book_id AND p.seq = e.seq - 1
    WHERE e.prev_hash <> coalesce(p.hash, decode(repeat('00', 32), 'hex')) OR e.hash <> sha256(e.prev_hash || e.canonical)
  UNION ALL SELECT 'head', b.id::text FROM book b JOIN ledger_entry e ON e.book_id = b.id AND e.seq = b.last_seq WHERE e.hash <> b.head_hash
  UNION ALL SELECT 'reversal', r.id::text FROM ledger_entry r JOIN ledger_posting p ON p.entry_id IN (r.id, r.reverses_id)
    WHERE r.reverses_id IS NOT NULL GROUP BY r.id, p.account_id, p.category, p.budget_line_id HAVING sum(p.amount::numeric) <> 0
  UNION ALL SELECT 'text', t.entry_id::text FROM ledger_entry_text t JOIN ledger_entry e ON e.id = t.entry_id
    WHERE e.text_commit <> sha256(t.salt || convert_to(t.description, 'UTF8'));
`;

const beside = String.raw`
-- People in a book under a random id and handle, so that the chain holds nobody's identity.
CREATE TABLE book_person (
  book_id uuid NOT NULL REFERENCES book, person_id uuid NOT NULL REFERENCES person, ref uuid NOT NULL UNIQUE, handle text NOT NULL,
  PRIMARY KEY (book_id, person_id), UNIQUE (book_id, handle));

CREATE TABLE fund (
  id uuid PRIMARY KEY, book_id uuid NOT NULL REFERENCES book, kind text NOT NULL CHECK (kind IN ('general', 'event', 'project')), event_id uuid REFERENCES event,
  name text NOT NULL, account_id uuid NOT NULL REFERENCES ledger_account, opened_at timestamptz NOT NULL DEFAULT clock_timestamp(), closed_at timestamptz,
  CHECK ((kind = 'event') = (event_id IS NOT NULL)));
CREATE UNIQUE INDEX fund_one_general ON fund (book_id) WHERE kind = 'general';
CREATE UNIQUE INDEX fund_of_event ON fund (book_id, event_id) WHERE event_id IS NOT NULL;

CREATE TABLE contribution (
  id uuid PRIMARY KEY, book_id uuid NOT NULL REFERENCES book, number int NOT NULL, fund_id uuid NOT NULL REFERENCES fund, giver text NOT NULL DEFAULT '', person_id uuid REFERENCES person,
  category text NOT NULL, currency char(3) NOT NULL, minor bigint NOT NULL CHECK (minor > 0), received_on date NOT NULL, held_in text NOT NULL, entry_id uuid NOT NULL REFERENCES ledger_entry,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(), UNIQUE (book_id, number));

CREATE TABLE expense (
  id uuid PRIMARY KEY, book_id uuid NOT NULL REFERENCES book, group_id uuid NOT NULL REFERENCES folk_group, number int NOT NULL,
  author_id uuid NOT NULL REFERENCES person, payee_id uuid NOT NULL REFERENCES person, fund_id uuid NOT NULL REFERENCES fund, budget_line_id uuid REFERENCES budget_line, event_id uuid REFERENCES event,
  title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200), category text NOT NULL CHECK (category ~ '^expense\.[a-z0-9][a-z0-9-]*$'), currency char(3) NOT NULL, total bigint NOT NULL CHECK (total > 0),
  state text NOT NULL CHECK (state IN ('DRAFT', 'SUBMITTED', 'RETURNED', 'APPROVED', 'PAID', 'REJECTED', 'WITHDRAWN')), revision int NOT NULL DEFAULT 1,
  content_hash bytea NOT NULL, rulebook_id uuid NOT NULL REFERENCES rulebook_version, reason text, bookings int NOT NULL DEFAULT 0,
  approved_entry_id uuid REFERENCES ledger_entry, paid_entry_id uuid UNIQUE REFERENCES ledger_entry, paid_at timestamptz, version int NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(), submitted_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (book_id, number), CHECK ((state IN ('APPROVED', 'PAID')) = (approved_entry_id IS NOT NULL)), CHECK ((state = 'PAID') = (paid_entry_id IS NOT NULL)));
CREATE INDEX expense_group ON expense (group_id, created_at DESC, id DESC);
CREATE INDEX expense_line ON expense (budget_line_id) WHERE budget_line_id IS NOT NULL;
CREATE INDEX expense_unpaid ON expense (fund_id) WHERE state = 'APPROVED';

CREATE TABLE expense_item (
  expense_id uuid NOT NULL REFERENCES expense, n int NOT NULL CHECK (n BETWEEN 1 AND 100), what text NOT NULL, spent_on date NOT NULL, minor bigint NOT NULL CHECK (minor > 0), PRIMARY KEY (expense_id, n));

CREATE TABLE expense_approval (
  expense_id uuid NOT NULL REFERENCES expense, revision int NOT NULL, person_id uuid NOT NULL REFERENCES person, content_hash bytea NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(), withdrawn_at timestamptz, PRIMARY KEY (expense_id, revision, person_id));
CREATE FUNCTION expense_approval_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE x expense%ROWTYPE; own boolean; BEGIN
  SELECT * INTO x FROM expense WHERE id = NEW.expense_id;
  SELECT coalesce((r.rules ->> 'selfApproval')::boolean, false) INTO own FROM rulebook_version r WHERE r.id = x.rulebook_id;
  IF NEW.revision <> x.revision OR NEW.content_hash <> x.content_hash THEN RAISE EXCEPTION 'the expense was changed' USING ERRCODE = '23514', CONSTRAINT = 'approval_of_revision'; END IF;
  IF NOT own AND NEW.person_id IN (x.author_id, x.payee_id) THEN RAISE EXCEPTION 'nobody approves their own expense' USING ERRCODE = '23514', CONSTRAINT = 'approval_by_another'; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER expense_approval_guard BEFORE INSERT ON expense_approval FOR EACH ROW EXECUTE FUNCTION expense_approval_guard();
`;
