import { groupIdOf } from '../../groups/index.ts';

/**
 * How figures of a book are read (docs/decisions/0027): whole months of the entries that are summed from their sums, all others one by one. Those
 * are the entries after the last block and, of the blocks, the days beside whole months.
 */

/** In place of a fund where a sum is of all of them. */
const ALL_FUNDS = `'00000000-0000-0000-0000-000000000000'`;

/** The first day of the first whole month from a day on, and that of the month after the last whole one up to a day. Days may be infinite. */
export const monthsOf = (from: string, until: string): string =>
  `(date_trunc('month', ${from} - 1) + interval '1 month')::date AS m0, date_trunc('month', ${until} + 1)::date AS m1`;

/** What is asked, from `$3` as JSON, of the book of the group with the handle `$1`: `w`. */
const asked = `w AS MATERIALIZED (SELECT b.id AS book_id, b.last_seq, figures_until(b.id) AS summed, j.kind, j.currency, j.category, j."lineId" AS line_id, j."eventId" AS event_id, j."fundId" AS fund_id, f.account_id,
    d.first, d.last, ${monthsOf('d.first', 'd.last')}
  FROM book b CROSS JOIN jsonb_to_record($3::jsonb) AS j (kind text, currency text, "fundId" uuid, category text, "lineId" uuid, "eventId" uuid, "from" date, until date) LEFT JOIN fund f ON f.id = j."fundId"
    CROSS JOIN LATERAL (SELECT coalesce(j."from", '-infinity') AS first, coalesce(j.until, 'infinity') AS last) d
  WHERE b.group_id = ${groupIdOf('$1')})`;

/** What the entry `n` adds to the figure: one row, its amount NULL where it has no part in it. An aggregate, so that it is asked of each entry and nothing is read for all. */
const share = `CROSS JOIN LATERAL (SELECT sum(p.amount) AS amount, min(p.category) AS category FROM figure_part p WHERE p.entry_id = n.id AND p.kind = w.kind AND p.currency = w.currency
    AND (w.fund_id IS NULL OR p.fund_account_id = w.account_id) AND (w.category IS NULL OR p.category = w.category) AND (w.line_id IS NULL OR p.budget_line_id = w.line_id) AND (w.event_id IS NULL OR p.event_id = w.event_id)) f`;

/** The sums `s` of the figure that is asked for. */
const cell = `figure_sum s WHERE s.book_id = w.book_id AND s.kind = w.kind AND s.currency = w.currency AND s.fund_account_id = CASE WHEN w.fund_id IS NULL THEN ${ALL_FUNDS} ELSE w.account_id END AND s.category = coalesce(w.category, '')`;

/** Entries of a book by their numbers, and of those the ones of some days. Subselects of their own, with both ends named: so PostgreSQL expects few and takes this index and no other. */
const numbered = (
  book: string,
  [lo, hi]: readonly [string, string],
  [first, last]: readonly [string, string],
): string =>
  `(SELECT e.id FROM (SELECT e.id, e.effective_on FROM ledger_entry e WHERE e.book_id = ${book} AND e.seq BETWEEN ${lo} AND ${hi} OFFSET 0) e WHERE e.effective_on BETWEEN ${first} AND ${last})`;
/** Entries of a book by their days, up to a number. */
const dated = (book: string, [first, last]: readonly [string, string], until: string): string =>
  `(SELECT e.id FROM ledger_entry e WHERE e.book_id = ${book} AND e.effective_on BETWEEN ${first} AND ${last} AND e.seq <= ${until} OFFSET 0)`;

/** The entries `n` that no sum of whole months holds. */
const beside = `${numbered('w.book_id', ['w.summed + 1', 'w.last_seq'], ['w.first', 'w.last'])} UNION ALL ${dated('w.book_id', ['w.first', 'least(w.m0 - 1, w.last)'], 'w.summed')}
    UNION ALL ${dated('w.book_id', ['greatest(w.m1, w.m0, w.first)', 'w.last'], 'w.summed')}`;

/** The entries of an event: those that name it, and those without one of an expense that names it. */
export function entriesOfEvent(event: string): string {
  return `SELECT e.id FROM ledger_entry e WHERE e.event_id = ${event} UNION ALL SELECT e.id FROM expense y
    CROSS JOIN LATERAL (SELECT e.id FROM ledger_entry e WHERE (e.refs ->> 'expenseId')::uuid = y.id AND e.event_id IS NULL OFFSET 0) e WHERE y.event_id = ${event}`;
}

/** The entries that can have a part in a figure of a line, or of an event: named by themselves or by their expense. */
const few = {
  line: 'SELECT q.entry_id AS id FROM ledger_posting q WHERE q.budget_line_id = w.line_id',
  event: entriesOfEvent('w.event_id'),
} as const;
const fewIn = (narrow: keyof typeof few): string =>
  `(SELECT DISTINCT c.id FROM (${few[narrow]}) c) c JOIN ledger_entry n ON n.id = c.id AND n.book_id = w.book_id AND n.effective_on BETWEEN w.first AND w.last ${share} WHERE f.amount <> 0`;

/** The sum and the number of the entries of a figure. $2 is the viewer, who does not matter here. */
export function figureSumSql(narrow: keyof typeof few | null): string {
  const rest = narrow ? fewIn(narrow) : `(${beside}) n ${share} WHERE f.amount <> 0`;
  return `WITH ${asked} SELECT json_build_object('minor', (coalesce(s.minor, 0) + coalesce(r.minor, 0))::text, 'entries', coalesce(s.entries, 0) + r.entries) AS json FROM w
    CROSS JOIN LATERAL (SELECT sum(s.minor) AS minor, sum(s.entries) AS entries FROM ${cell} AND ${narrow ? 'false' : 's.month >= w.m0 AND s.month < w.m1'}) s
    CROSS JOIN LATERAL (SELECT sum(f.amount) AS minor, count(*) AS entries FROM ${rest}) r WHERE $2::uuid IS NOT DISTINCT FROM $2`;
}

/**
 * Entries newest first, at most `limit`: read from the end of the book, block by block, without the blocks that have none of them. `blocks` gives
 * the numbers of the others; `columns` and `rest` are what else is read of an entry `n`, after its FROM.
 */
export function newestSql(of: {
  readonly book: string;
  readonly last: string;
  readonly summed: string;
  readonly blocks: string;
  readonly columns: string;
  readonly rest: string;
  readonly limit: string;
}): string {
  return `(SELECT e.* FROM (SELECT ${of.summed} + 1 AS lo, ${of.last} AS hi UNION ALL SELECT k.from_seq, k.until_seq FROM (${of.blocks}) s JOIN figure_block k ON k.book_id = ${of.book} AND k.until_seq = s.until_seq AND k.from_seq <= ${of.last} ORDER BY lo DESC) r
    CROSS JOIN LATERAL (SELECT n.id, n.seq${of.columns} FROM (SELECT n.id, n.seq, n.effective_on, n.refs FROM ledger_entry n WHERE n.book_id = ${of.book} AND n.seq BETWEEN r.lo AND r.hi ORDER BY n.seq DESC OFFSET 0) n ${of.rest} ORDER BY n.seq DESC LIMIT ${of.limit}) e
    ORDER BY r.lo DESC, e.seq DESC LIMIT ${of.limit})`;
}

/** The entries `n` of a figure, newest first by number, each with its part of it. $4 before this number, $5 at most. */
export function figureEntriesOf(narrow: keyof typeof few | null): { with: string; entries: string } {
  const entries = narrow
    ? `(SELECT n.id, n.seq, f.amount, f.category FROM w CROSS JOIN LATERAL ${fewIn(narrow)} AND n.seq < $4::bigint ORDER BY n.seq DESC LIMIT $5)`
    : `(SELECT e.* FROM w CROSS JOIN LATERAL ${newestSql({
        book: 'w.book_id',
        last: 'least(w.last_seq, $4::bigint - 1)',
        summed: 'w.summed',
        blocks: `SELECT DISTINCT s.until_seq FROM ${cell} AND s.month BETWEEN date_trunc('month', w.first)::date AND w.last`,
        columns: ', f.amount, f.category',
        rest: `${share} WHERE n.seq < $4::bigint AND n.effective_on BETWEEN w.first AND w.last AND f.amount <> 0`,
        limit: '$5',
      })} e)`;
  return { with: `WITH ${asked}`, entries };
}

/** The days up to `$4` that no sum of whole months holds, as entries `n` of a book `b` that is `summed`. */
export const besideDay = `(${numbered('b.id', ['b.summed + 1', 'b.last_seq'], ["'-infinity'", '$4::date'])} UNION ALL ${dated('b.id', ["date_trunc('month', $4::date)::date", '$4::date'], 'b.summed')}) n`;
/** The months before that of `$4`, of the sums `s`. */
export const beforeMonth = `s.book_id = b.id AND s.month < date_trunc('month', $4::date)`;
/** What a sum is of where it is not of one fund. */
export const allFunds = `s.fund_account_id = ${ALL_FUNDS}`;
