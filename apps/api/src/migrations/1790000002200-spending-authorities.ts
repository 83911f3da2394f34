import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What decisions let members approve alone: within a scope, up to so much at a time and in all. The database counts what is used of it, and
 * refuses what lies beyond the ceiling, outside of the scope, or is for the one who approves it.
 */
export class SpendingAuthorities1790000002200 implements MigrationInterface {
  name = 'SpendingAuthorities1790000002200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    await runner.query(guards);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward.');
  }
}

const tables = String.raw`
CREATE TABLE spending_authority (
  id uuid PRIMARY KEY, book_id uuid NOT NULL REFERENCES book, proposal_id uuid NOT NULL REFERENCES proposal, effect_no int NOT NULL,
  person_id uuid REFERENCES person, duty text CHECK (duty IN ('organiser', 'treasurer', 'steward')),
  what text NOT NULL CHECK (char_length(what) BETWEEN 1 AND 80), fund_id uuid NOT NULL REFERENCES fund, currency char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  -- The scope, besides the fund. A line that was opened with it is its hold.
  line_id uuid REFERENCES budget_line, event_id uuid REFERENCES event, category text CHECK (category ~ '^expense\.[a-z0-9][a-z0-9-]*$'), holds boolean NOT NULL DEFAULT false,
  each bigint NOT NULL CHECK (each > 0), ceiling bigint NOT NULL, used bigint NOT NULL DEFAULT 0,
  from_day date NOT NULL, until_day date, given_at timestamptz(3) NOT NULL DEFAULT clock_now(),
  ended_at timestamptz(3), ended_by text CHECK (ended_by IN ('withdrawn', 'day', 'membership')), withdrawn_by uuid REFERENCES proposal, warned_at timestamptz(3), end_told_at timestamptz(3),
  UNIQUE (proposal_id, effect_no),
  CONSTRAINT authority_given_to CHECK (num_nonnulls(person_id, duty) = 1), CONSTRAINT authority_each CHECK (each <= ceiling),
  CONSTRAINT authority_ceiling CHECK (used BETWEEN 0 AND ceiling), CONSTRAINT authority_days CHECK (until_day >= from_day), CONSTRAINT authority_held CHECK (NOT holds OR line_id IS NOT NULL),
  CONSTRAINT authority_ended CHECK ((ended_at IS NULL) = (ended_by IS NULL) AND (withdrawn_by IS NOT NULL) = (ended_by IS NOT DISTINCT FROM 'withdrawn')));
CREATE INDEX authority_of_fund ON spending_authority (fund_id);
CREATE INDEX authority_of_book ON spending_authority (book_id, given_at DESC, id DESC);
CREATE INDEX authority_of_person ON spending_authority (person_id) WHERE ended_at IS NULL;
CREATE INDEX authority_last_day ON spending_authority (until_day) WHERE ended_at IS NULL AND until_day IS NOT NULL;
CREATE INDEX authority_nearly_used ON spending_authority (id) WHERE ended_at IS NULL AND warned_at IS NULL AND used * 5 >= ceiling * 4;

-- A booking that rests on an authority, and what of it was taken back or let go of.
CREATE TABLE authority_use (
  entry_id uuid PRIMARY KEY REFERENCES ledger_entry, authority_id uuid NOT NULL REFERENCES spending_authority, expense_id uuid NOT NULL REFERENCES expense, person_id uuid NOT NULL REFERENCES person,
  minor bigint NOT NULL CHECK (minor > 0), given_back bigint NOT NULL DEFAULT 0, used_at timestamptz(3) NOT NULL DEFAULT clock_now(),
  CONSTRAINT given_back_within CHECK (given_back BETWEEN 0 AND minor));
CREATE INDEX use_of_authority ON authority_use (authority_id, used_at DESC);
CREATE INDEX use_for_expense ON authority_use (expense_id);
`;

const guards = String.raw`
-- Who holds it now: members alone, and of a duty whoever has it.
CREATE FUNCTION authority_holders(a spending_authority) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
  SELECT m.person_id FROM book b JOIN membership m ON m.group_id = b.group_id JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL AND s.standing = 'member'
  WHERE b.id = a.book_id AND CASE WHEN a.person_id IS NULL THEN EXISTS (SELECT FROM duty d WHERE d.membership_id = m.id AND d.kind = a.duty AND d.to_at IS NULL) ELSE m.person_id = a.person_id END $$;
CREATE FUNCTION authority_runs(a spending_authority) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT a.ended_at IS NULL AND (SELECT (clock_now() AT TIME ZONE g.zone)::date FROM book b JOIN folk_group g ON g.id = b.group_id WHERE b.id = a.book_id) BETWEEN a.from_day AND coalesce(a.until_day, 'infinity') $$;
CREATE FUNCTION authority_reaches(a spending_authority, x expense) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT a.fund_id = x.fund_id AND a.currency = x.currency AND (a.line_id IS NULL OR a.line_id IS NOT DISTINCT FROM x.budget_line_id) AND (a.event_id IS NULL OR a.event_id IS NOT DISTINCT FROM x.event_id)
    AND (a.category IS NULL OR x.category = a.category AND NOT EXISTS (SELECT FROM expense_item i WHERE i.expense_id = x.id AND i.category <> a.category)) $$;

CREATE FUNCTION spending_authority_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'an authority ends, it is never deleted' USING ERRCODE = '55000'; END IF;
  IF to_jsonb(NEW) - '{used,ended_at,ended_by,withdrawn_by,warned_at,end_told_at}'::text[] <> to_jsonb(OLD) - '{used,ended_at,ended_by,withdrawn_by,warned_at,end_told_at}'::text[]
    OR (OLD.ended_at IS NOT NULL AND (NEW.ended_at, NEW.ended_by, NEW.withdrawn_by) IS DISTINCT FROM (OLD.ended_at, OLD.ended_by, OLD.withdrawn_by))
    THEN RAISE EXCEPTION 'what was given stands: another decision gives another' USING ERRCODE = '55000'; END IF;
  RETURN NEW; END $$;
CREATE TRIGGER spending_authority_guard BEFORE UPDATE OR DELETE ON spending_authority FOR EACH ROW EXECUTE FUNCTION spending_authority_guard();

CREATE FUNCTION authority_use_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE a spending_authority%ROWTYPE; x expense%ROWTYPE; BEGIN
  IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'what was used is given back, never deleted' USING ERRCODE = '55000'; END IF;
  IF TG_OP = 'UPDATE' THEN
    IF to_jsonb(NEW) - 'given_back' <> to_jsonb(OLD) - 'given_back' OR NEW.given_back < OLD.given_back THEN RAISE EXCEPTION 'what was used stands' USING ERRCODE = '55000'; END IF;
    UPDATE spending_authority SET used = used - (NEW.given_back - OLD.given_back) WHERE id = NEW.authority_id;
    RETURN NEW; END IF;
  SELECT * INTO a FROM spending_authority WHERE id = NEW.authority_id FOR UPDATE;
  SELECT * INTO x FROM expense WHERE id = NEW.expense_id;
  IF NEW.minor <> x.total OR NEW.given_back <> 0 OR NOT authority_runs(a) OR NOT authority_reaches(a, x) OR NEW.person_id NOT IN (SELECT authority_holders(a)) THEN
    RAISE EXCEPTION 'no authority for this' USING ERRCODE = '23514', CONSTRAINT = 'authority_reaches'; END IF;
  IF NEW.person_id IN (x.author_id, x.payee_id) THEN RAISE EXCEPTION 'nobody approves their own expense' USING ERRCODE = '23514', CONSTRAINT = 'approval_by_another'; END IF;
  IF NEW.minor > a.each THEN RAISE EXCEPTION 'more than may be approved at a time' USING ERRCODE = '23514', CONSTRAINT = 'authority_each'; END IF;
  UPDATE spending_authority SET used = used + NEW.minor WHERE id = a.id;
  RETURN NEW; END $$;
CREATE TRIGGER authority_use_guard BEFORE INSERT OR UPDATE OR DELETE ON authority_use FOR EACH ROW EXECUTE FUNCTION authority_use_guard();

-- What is counted, beside what was booked; always without a row, as ledger_violations.
CREATE VIEW authority_violations AS
  SELECT 'authority-used' AS what, a.id::text AS ref FROM spending_authority a WHERE a.used <> (SELECT coalesce(sum(u.minor - u.given_back), 0) FROM authority_use u WHERE u.authority_id = a.id)
  UNION ALL SELECT 'authority-given-back', u.entry_id::text FROM authority_use u JOIN expense x ON x.id = u.expense_id
    WHERE u.given_back <> CASE WHEN x.approved_entry_id = u.entry_id THEN x.waived ELSE u.minor END
  UNION ALL SELECT 'authority-not-counted', e.id::text FROM ledger_entry e WHERE e.kind = 'EXPENSE_APPROVED' AND e.refs ? 'authority' AND NOT EXISTS (SELECT FROM authority_use u WHERE u.entry_id = e.id);
`;
