import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the bank says: lines of statements, each once, and the entries of the book that they are. */
export class BankStatements1790000002130 implements MigrationInterface {
  name = 'BankStatements1790000002130';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(String.raw`
-- How the bank of an account writes its CSV.
CREATE TABLE statement_form (account_id uuid PRIMARY KEY REFERENCES ledger_account, map jsonb NOT NULL);

CREATE TABLE bank_statement (
  id uuid PRIMARY KEY, book_id uuid NOT NULL REFERENCES book, holding_id uuid NOT NULL REFERENCES ledger_account, by_id uuid NOT NULL REFERENCES person, imported_at timestamptz(3) NOT NULL DEFAULT clock_now(),
  first_on date NOT NULL, last_on date NOT NULL, opening bigint, closing bigint, override_reason text CHECK (char_length(override_reason) BETWEEN 1 AND 300), CHECK (first_on <= last_on));
CREATE INDEX bank_statement_latest ON bank_statement (holding_id, last_on DESC, imported_at DESC);
CREATE TABLE statement_line (
  id uuid PRIMARY KEY, statement_id uuid NOT NULL REFERENCES bank_statement, holding_id uuid NOT NULL REFERENCES ledger_account, key text NOT NULL, booked_on date NOT NULL, minor bigint NOT NULL CHECK (minor <> 0),
  reference text NOT NULL, name text NOT NULL, text text NOT NULL, state text NOT NULL DEFAULT 'OPEN' CHECK (state IN ('OPEN', 'MATCHED', 'IGNORED')), reason text CHECK (char_length(reason) BETWEEN 1 AND 300),
  decided_by uuid REFERENCES person, decided_at timestamptz(3), version int NOT NULL DEFAULT 1, CONSTRAINT line_once UNIQUE (holding_id, key), CONSTRAINT ignored_with_reason CHECK ((state = 'IGNORED') = (reason IS NOT NULL)));
CREATE INDEX statement_line_list ON statement_line (holding_id, booked_on DESC, id DESC);
CREATE INDEX statement_line_open ON statement_line (holding_id) WHERE state = 'OPEN';
CREATE TABLE statement_match (
  line_id uuid NOT NULL REFERENCES statement_line, n int NOT NULL CHECK (n > 0), entry_id uuid NOT NULL REFERENCES ledger_entry, minor bigint NOT NULL CHECK (minor <> 0), made boolean NOT NULL,
  undone_at timestamptz(3), undone_entry_id uuid REFERENCES ledger_entry, PRIMARY KEY (line_id, n));
CREATE INDEX statement_match_entry ON statement_match (entry_id);
CREATE INDEX statement_match_undone ON statement_match (undone_entry_id) WHERE undone_entry_id IS NOT NULL;

CREATE FUNCTION statement_line_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.id, NEW.statement_id, NEW.holding_id, NEW.key, NEW.booked_on, NEW.minor, NEW.reference, NEW.name, NEW.text) IS NOT DISTINCT FROM (OLD.id, OLD.statement_id, OLD.holding_id, OLD.key, OLD.booked_on, OLD.minor, OLD.reference, OLD.name, OLD.text)
    AND NEW.version = OLD.version + 1 THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'what the bank said stays' USING ERRCODE = '55000'; END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON statement_line FOR EACH ROW EXECUTE FUNCTION statement_line_kept();
CREATE FUNCTION statement_match_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'UPDATE' AND OLD.undone_at IS NULL AND NEW.undone_at IS NOT NULL AND (NEW.line_id, NEW.n, NEW.entry_id, NEW.minor, NEW.made) = (OLD.line_id, OLD.n, OLD.entry_id, OLD.minor, OLD.made) THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'a match is undone once, or stays' USING ERRCODE = '55000'; END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON statement_match FOR EACH ROW EXECUTE FUNCTION statement_match_kept();

-- A line is as much as the entries it is matched with; no entry shows more of its money on statements than it moved on the account.
CREATE FUNCTION statement_line_fits(of_line uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE l.state WHEN 'MATCHED' THEN l.minor ELSE 0 END = coalesce((SELECT sum(m.minor) FROM statement_match m WHERE m.line_id = l.id AND m.undone_at IS NULL), 0)
    AND (l.state = 'MATCHED') = EXISTS (SELECT FROM statement_match m WHERE m.line_id = l.id AND m.undone_at IS NULL)
    AND NOT EXISTS (SELECT FROM statement_match m CROSS JOIN LATERAL (SELECT coalesce(sum(p.amount), 0) AS moved FROM ledger_posting p WHERE p.entry_id = m.entry_id AND p.account_id = l.holding_id) w
      CROSS JOIN LATERAL (SELECT sum(o.minor) AS shown FROM statement_match o JOIN statement_line k ON k.id = o.line_id WHERE o.entry_id = m.entry_id AND k.holding_id = l.holding_id AND o.undone_at IS NULL) s
      WHERE m.line_id = l.id AND m.undone_at IS NULL AND (sign(s.shown) <> sign(w.moved) OR abs(s.shown) > abs(w.moved)))
  FROM statement_line l WHERE l.id = of_line $$;
CREATE FUNCTION statement_line_check() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NOT statement_line_fits(NEW.id) THEN RAISE EXCEPTION 'a line is what it is matched with' USING ERRCODE = '23514', CONSTRAINT = 'line_matched'; END IF;
  RETURN NULL; END $$;
CREATE FUNCTION statement_match_check() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NOT statement_line_fits(NEW.line_id) THEN RAISE EXCEPTION 'a line is what it is matched with' USING ERRCODE = '23514', CONSTRAINT = 'line_matched'; END IF;
  RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER fits AFTER INSERT OR UPDATE ON statement_line DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION statement_line_check();
CREATE CONSTRAINT TRIGGER fits AFTER INSERT OR UPDATE ON statement_match DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION statement_match_check();

-- Always without a row, as ledger_violations.
CREATE VIEW statement_violations AS SELECT 'statement-line' AS what, l.id::text AS ref FROM statement_line l WHERE NOT statement_line_fits(l.id);
`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}
