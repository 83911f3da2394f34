import { takenBackBy } from '../ledger/decisions.ts';
import { groupIdOf } from '../../groups/index.ts';
import { entryText } from './entry-text.ts';
import { expenseOfEntry, type Figure } from './figures.ts';
import { allFunds, beforeMonth, besideDay, figureEntriesOf, newestSql } from './figures.sql.ts';

/** The spending authority that entry `e` rests on, which may be that of another decision than the line's. $2: the viewer, as names are for members. */
const aloneSql = `CASE WHEN e.refs ? 'authority' THEN (SELECT json_build_object('id', s.id, 'what', s.what, 'duty', s.duty, 'ceiling', s.ceiling::text, 'currency', s.currency, 'proposalId', d.id, 'proposalNumber', d.number, 'proposalTitle', d.title,
    'personName', CASE WHEN $2::uuid IS NOT NULL AND is_member(b.group_id, $2) THEN (SELECT o.name FROM person o WHERE o.id = s.person_id) END) FROM spending_authority s JOIN proposal d ON d.id = s.proposal_id WHERE s.id::text = e.refs ->> 'authority') END`;

/** An entry as pages show it; `f` is what it adds to what is listed. $2: the viewer, as texts are for members. */
const entrySql = `json_build_object('id', e.id, 'seq', e.seq, 'date', e.effective_on, 'kind', e.kind, 'authorityKind', e.authority_kind, 'hash', encode(e.hash, 'hex'),
  'category', f.category, 'currency', f.currency, 'amount', coalesce(f.amount, 0)::text,
  'text', CASE WHEN $2::uuid IS NOT NULL AND is_member(b.group_id, $2) THEN ${entryText('$2::uuid')} END,
  'proposalId', p.id, 'proposalNumber', p.number, 'proposalTitle', p.title, 'eventId', v.id, 'eventTitle', v.title, 'expenseId', x.id, 'expenseNumber', x.number,
  'receipts', (SELECT count(*) FROM file r WHERE r.parent_kind = 'expense' AND r.parent_id = x.id), 'second', CASE e.refs ->> 'second' WHEN 'none' THEN 'NOBODY' ELSE CASE WHEN e.refs ->> 'second' IS NOT NULL THEN 'PERSON' END END,
  'secondName', CASE WHEN e.refs ->> 'second' <> 'none' AND $2::uuid IS NOT NULL AND is_member(b.group_id, $2) THEN (SELECT q.name FROM book_person o JOIN person q ON q.id = o.person_id WHERE o.book_id = b.id AND o.ref::text = e.refs ->> 'second') END,
  'alone', ${aloneSql}, 'reversesId', e.reverses_id, 'reversed', EXISTS (SELECT FROM ledger_entry r WHERE r.reverses_id = e.id))`;
const besideEntry = `LEFT JOIN budget_line l ON l.id = x.budget_line_id
  LEFT JOIN proposal p ON p.id = CASE WHEN e.authority_kind = 'DECISION' THEN e.authority_id WHEN l.authority_kind = 'DECISION' THEN l.authority_id END
  LEFT JOIN event v ON v.id = coalesce(e.event_id, x.event_id)`;

/** What an entry changed in the funds; where no fund is touched (a payment), what left or came into an account; nothing where neither is (receipts set against an advance). */
const wholeEntry = `${expenseOfEntry}
  CROSS JOIN LATERAL (SELECT u.category, coalesce(u.currency, h.currency, (SELECT min(q.currency) FROM ledger_posting q WHERE q.entry_id = e.id)) AS currency, coalesce(u.amount, h.amount) AS amount
    FROM (SELECT min(q.category) AS category, min(q.currency) AS currency, -sum(q.amount) AS amount FROM ledger_posting q WHERE q.entry_id = e.id AND q.category IS NOT NULL) u,
      LATERAL (SELECT min(q.currency) AS currency, sum(q.amount) AS amount FROM ledger_posting q JOIN ledger_account a ON a.id = q.account_id AND a.class = 'HOLDING' WHERE u.currency IS NULL AND q.entry_id = e.id) h) f`;

/**
 * Bills between people stand in the same book and are nobody else's: no page of the book shows them (money.md 13). Asked so, PostgreSQL
 * expects them to be few and reads the newest entries from the end of their index, not the whole book.
 */
const notOfSplit = (entry: string): string => `NOT ${entry}.refs ? 'split'`;

/** What pages show of the entry `n`, read for each that was found alone; `of` is what it adds to what is listed. */
const read = (of: string): string =>
  `CROSS JOIN LATERAL (SELECT ${entrySql} AS json FROM ledger_entry e JOIN book b ON b.id = e.book_id ${of} ${besideEntry} WHERE e.id = n.id OFFSET 0) o`;

/** How many of the newest entries come with the page. */
export const LATEST = 20;
/** One more is read: it says that there are older ones. */
const LATEST_READ = LATEST + 1;
/** The entries of `newest`, which gives them newest first. */
const latestSql = (newest: string): string =>
  `SELECT json_agg(o.json ORDER BY n.seq DESC) FROM ${newest} n ${read(wholeEntry)}`;
const latestNow = `(SELECT n.id, n.seq FROM ledger_entry n WHERE n.book_id = b.id AND ${notOfSplit('n')} ORDER BY n.seq DESC LIMIT ${LATEST_READ})`;
/** Of a day, $4. */
const latestThen = newestSql({
  book: 'b.id',
  last: 'b.last_seq',
  summed: 'b.summed',
  blocks: `SELECT DISTINCT s.until_seq FROM figure_sum s WHERE s.book_id = b.id AND s.kind = 'ENTRY' AND s.month <= $4::date`,
  columns: '',
  rest: `WHERE ${notOfSplit('n')} AND n.effective_on <= $4::date`,
  limit: String(LATEST_READ),
});

/** Entries newest first by number. $1 the group's handle, $2 the viewer, $3 before this number, $4 at most. */
export const entriesSql = `SELECT o.json FROM (SELECT n.id, n.seq FROM ledger_entry n WHERE n.book_id = (SELECT b.id FROM book b WHERE b.group_id = ${groupIdOf('$1')}) AND ${notOfSplit('n')} AND n.seq < $3::bigint ORDER BY n.seq DESC LIMIT $4) n ${read(wholeEntry)} ORDER BY n.seq DESC`;

/** The entries that a figure sums, newest first by number. $3 the filter, $4 before this number, $5 at most. */
export function figureEntriesSql(narrow: Figure['narrow']): string {
  const found = figureEntriesOf(narrow);
  return `${found.with} SELECT o.json FROM ${found.entries} n
    ${read(`${expenseOfEntry} CROSS JOIN LATERAL (SELECT n.amount, n.category, $3::jsonb ->> 'currency' AS currency) f`)} ORDER BY n.seq DESC`;
}

/** Money in hand: what lies in accounts, and what is out as an advance (money.md T1). */
const inHandSql = `coalesce((SELECT json_agg(json_build_object('currency', s.currency, 'minor', s.n::text) ORDER BY s.currency) FROM (SELECT a.currency, sum(w.debits - w.credits) AS n FROM ledger_account a JOIN account_balance w ON w.account_id = a.id
    WHERE a.book_id = b.id AND (a.class = 'HOLDING' OR a.class = 'PARTY' AND a.path LIKE 'assets:%') GROUP BY a.currency) s), '[]')`;

/** What of it people hold as advances. */
const advancesOutSql = `coalesce((SELECT json_agg(json_build_object('currency', s.currency, 'minor', s.n::text) ORDER BY s.currency) FROM (SELECT a.currency, sum(w.debits - w.credits) AS n FROM ledger_account a JOIN account_balance w ON w.account_id = a.id
    WHERE a.book_id = b.id AND a.class = 'PARTY' AND a.path LIKE 'assets:%' GROUP BY a.currency HAVING sum(w.debits - w.credits) <> 0) s), '[]')`;

/** What other pages show of a book: its head and what is in hand. The whole of it is a plan ten times as large. */
export const headSql = `
SELECT json_build_object('id', b.id, 'entryCount', b.last_seq, 'headHash', encode(b.head_hash, 'hex'), 'inHand', ${inHandSql}, 'advancesOut', ${advancesOutSql},
  'funds', '[]'::json, 'lines', '[]'::json, 'months', '[]'::json, 'categories', '[]'::json, 'latest', '[]'::json) AS json FROM book b WHERE b.group_id = ${groupIdOf('$1')}`;

/** What the money of a fund `f` may be used for, and for members who gave it: their name may be that of a person. $2: the viewer. */
const fundGift = `'purpose', f.purpose, 'restricted', f.restricted, 'giver', CASE WHEN f.giver <> '' AND $2::uuid IS NOT NULL AND is_member(b.group_id, $2) THEN f.giver END`;

/** The figures of a fund `f` now, and from where. */
export const fundSql = `json_build_object(${fundGift}, 'id', f.id, 'name', f.name, 'kind', f.kind, 'eventId', f.event_id, 'currency', a.currency, 'balance', (w.credits - w.debits + u.n)::text, 'unpaid', u.n::text, 'held', w.held::text,
      'available', (w.credits - w.debits - w.held)::text)`;
export const fundFrom = `FROM fund f JOIN ledger_account a ON a.id = f.account_id JOIN account_balance w ON w.account_id = a.id
    CROSS JOIN LATERAL (SELECT coalesce(sum(x.total - x.paid - x.waived), 0) AS n FROM expense x WHERE x.fund_id = f.id AND x.type <> 'ADVANCE' AND x.state IN ('APPROVED', 'PARTLY_PAID')) u`;

/** A budget line `l`, and what is read beside it. */
export const lineSql = `json_build_object('id', l.id, 'name', l.name, 'fundName', f.name, 'currency', a.currency, 'planned', l.planned::text, 'spent', l.spent::text, 'left', (l.planned - l.spent)::text, 'advanced', l.advanced::text, 'eventId', l.event_id,
      'paid', (SELECT coalesce(sum(x.paid), 0)::text FROM expense x WHERE x.budget_line_id = l.id AND x.type <> 'ADVANCE'), 'eventTitle', (SELECT v.title FROM event v WHERE v.id = l.event_id),
      'proposalId', p.id, 'proposalNumber', p.number, 'proposalTitle', p.title, 'takenBackBy', ${takenBackBy('p.id')},
      'closed', l.closed_at IS NOT NULL, 'reserved', l.reserved AND l.closed_at IS NULL, 'roundId', l.round_id, 'validUntil', l.valid_until::text,
      'notice', (SELECT json_build_object('id', n.id, 'number', n.number, 'title', n.title, 'groupHandle', (SELECT handle FROM folk_group WHERE id = n.group_id)) FROM notice n WHERE n.id = l.notice_id))`;
export const lineJoins = `JOIN ledger_account a ON a.id = l.account_id JOIN fund f ON f.account_id = l.account_id
    LEFT JOIN proposal p ON l.authority_kind = 'DECISION' AND p.id = l.authority_id`;

/** The lists of a book, each read where it is asked for only. */
export const bookParts = ['funds', 'lines', 'months', 'categories', 'latest'] as const;
export type BookPart = (typeof bookParts)[number];

const part = (name: BookPart, sql: string): string =>
  `'${name}', CASE WHEN '${name}' = ANY($3::text[]) THEN coalesce((${sql}), '[]') ELSE '[]' END`;

/** Months and categories of what moved on the funds, from a table `m` (account_id, currency, class, month, category, amount). */
const monthsSql = `SELECT json_agg(json_build_object('month', to_char(n.month, 'YYYY-MM'), 'currency', n.currency, 'in', n.money_in::text, 'out', n.money_out::text, 'moved', n.moved::text, 'balance', n.balance::text) ORDER BY n.month, n.currency)
    FROM (SELECT m.month, m.currency, coalesce(-sum(m.amount) FILTER (WHERE m.category LIKE 'income.%'), 0) AS money_in, coalesce(sum(m.amount) FILTER (WHERE m.category LIKE 'expense.%'), 0) AS money_out,
        coalesce(-sum(m.amount) FILTER (WHERE m.category IN ('opening', 'transfer', 'exchange')), 0) AS moved, sum(-sum(m.amount)) OVER (PARTITION BY m.currency ORDER BY m.month) AS balance
      FROM m WHERE m.class = 'FUND' GROUP BY 1, 2 ORDER BY 1 DESC LIMIT 24) n`;
const categoriesSql = `SELECT json_agg(json_build_object('category', c.category, 'currency', c.currency, 'amount', c.n::text) ORDER BY c.category, c.currency)
    FROM (SELECT m.category, m.currency, -sum(m.amount) AS n FROM m WHERE m.class = 'FUND' GROUP BY 1, 2 HAVING sum(m.amount) <> 0) c`;
/** The pot of a round that is over is told by the round: nothing was ever spent of it. */
const someLines = `FROM (SELECT * FROM budget_line WHERE book_id = b.id AND (round_id IS NULL OR closed_at IS NULL) ORDER BY closed_at IS NOT NULL, opened_at DESC LIMIT 50) l ${lineJoins}`;

/** The page in one statement as the book is now: every figure is a sum of postings or a running total the database guards. $3: the parts asked for. */
export const bookSql = `
SELECT json_build_object('id', b.id, 'entryCount', b.last_seq, 'headHash', encode(b.head_hash, 'hex'),
  'inHand', ${inHandSql}, 'advancesOut', ${advancesOutSql},
  ${part('funds', `SELECT json_agg(${fundSql} ORDER BY f.kind <> 'general', f.name, f.id) ${fundFrom} WHERE f.book_id = b.id AND f.closed_at IS NULL`)},
  ${part('lines', `SELECT json_agg(${lineSql} ORDER BY l.closed_at IS NOT NULL, l.opened_at DESC, l.id) ${someLines}`)},
  ${part('months', `WITH m AS (SELECT a.currency, a.class, k.month, k.category, k.debits - k.credits AS amount FROM ledger_account a JOIN account_month k ON k.account_id = a.id WHERE a.book_id = b.id AND a.class = 'FUND') ${monthsSql}`)},
  ${part('categories', `WITH m AS (SELECT a.currency, a.class, k.category, k.debits - k.credits AS amount FROM ledger_account a JOIN account_month k ON k.account_id = a.id WHERE a.book_id = b.id AND a.class = 'FUND') ${categoriesSql}`)},
  ${part('latest', latestSql(latestNow))}
) AS json FROM book b WHERE b.group_id = ${groupIdOf('$1')}`;

/** What was spent on a line `l` by the day, $4. */
const spentThen = `coalesce((SELECT sum(q.amount) FROM ledger_posting q JOIN ledger_entry e ON e.id = q.entry_id WHERE q.budget_line_id = l.id AND e.effective_on <= $4::date), 0)`;

/** The page as it was at the end of a day, $4: whole months from their sums, the last one from its postings. */
export const pastBookSql = `
WITH b AS MATERIALIZED (SELECT b.*, figures_until(b.id) AS summed FROM book b WHERE b.group_id = ${groupIdOf('$1')}),
m AS MATERIALIZED (
  SELECT a.id AS account_id, a.currency, a.class, a.path, k.month, k.category, k.debits - k.credits AS amount
    FROM b JOIN ledger_account a ON a.book_id = b.id JOIN account_month k ON k.account_id = a.id WHERE k.month < date_trunc('month', $4::date)
  UNION ALL SELECT a.id, a.currency, a.class, a.path, date_trunc('month', e.effective_on)::date, coalesce(q.category, ''), q.amount
    FROM b JOIN ledger_entry e ON e.book_id = b.id JOIN ledger_posting q ON q.entry_id = e.id JOIN ledger_account a ON a.id = q.account_id WHERE e.effective_on BETWEEN date_trunc('month', $4::date)::date AND $4::date),
k AS MATERIALIZED (SELECT m.account_id, -sum(m.amount) AS n FROM m WHERE m.class = 'FUND' GROUP BY 1),
owed AS MATERIALIZED (SELECT t.account_id, t.currency, sum(t.minor) AS n FROM (
    SELECT s.fund_account_id AS account_id, s.currency, s.minor FROM b JOIN figure_sum s ON ${beforeMonth} AND s.kind = 'UNPAID' AND s.category = '' AND NOT ${allFunds}
    UNION ALL SELECT p.fund_account_id, p.currency, p.amount FROM b CROSS JOIN LATERAL ${besideDay} CROSS JOIN LATERAL (SELECT p.fund_account_id, p.currency, p.amount FROM figure_part p WHERE p.entry_id = n.id AND p.kind = 'UNPAID' AND p.fund_account_id IS NOT NULL OFFSET 0) p) t GROUP BY 1, 2),
past_line AS MATERIALIZED (
  SELECT l.*, (SELECT p.planned FROM budget_line_plan p WHERE p.line_id = l.id AND (p.n = 1 OR (p.at AT TIME ZONE g.zone)::date <= $4::date) ORDER BY p.n DESC LIMIT 1) AS planned_then,
    (l.closed_at AT TIME ZONE g.zone)::date <= $4::date IS TRUE AS closed_then
  FROM b JOIN budget_line l ON l.book_id = b.id JOIN folk_group g ON g.id = b.group_id WHERE (l.opened_at AT TIME ZONE g.zone)::date <= $4::date)
SELECT json_build_object('id', b.id, 'entryCount', (SELECT coalesce(sum(s.entries), 0) FROM figure_sum s WHERE ${beforeMonth} AND s.kind = 'ENTRY') + (SELECT count(*) FROM ${besideDay}), 'headHash', encode(b.head_hash, 'hex'),
  'inHand', coalesce((SELECT json_agg(json_build_object('currency', s.currency, 'minor', s.n::text) ORDER BY s.currency)
    FROM (SELECT m.currency, sum(m.amount) AS n FROM m WHERE m.class = 'HOLDING' OR m.class = 'PARTY' AND m.path LIKE 'assets:%' GROUP BY 1) s), '[]'),
  'advancesOut', coalesce((SELECT json_agg(json_build_object('currency', s.currency, 'minor', s.n::text) ORDER BY s.currency)
    FROM (SELECT m.currency, sum(m.amount) AS n FROM m WHERE m.class = 'PARTY' AND m.path LIKE 'assets:%' GROUP BY 1 HAVING sum(m.amount) <> 0) s), '[]'),
  ${part(
    'funds',
    `SELECT json_agg(json_build_object(${fundGift}, 'id', f.id, 'name', f.name, 'kind', f.kind, 'eventId', f.event_id, 'currency', a.currency, 'balance', (coalesce(k.n, 0) + coalesce(u.n, 0))::text, 'unpaid', coalesce(u.n, 0)::text, 'held', h.n::text, 'available', (coalesce(k.n, 0) - h.n)::text) ORDER BY f.kind <> 'general', f.name, f.id)
    FROM fund f JOIN ledger_account a ON a.id = f.account_id JOIN folk_group g ON g.id = b.group_id
    LEFT JOIN k ON k.account_id = f.account_id LEFT JOIN owed u ON u.account_id = f.account_id AND u.currency = a.currency
    CROSS JOIN LATERAL (SELECT coalesce(sum(l.planned_then - ${spentThen}), 0) AS n FROM past_line l WHERE l.account_id = f.account_id AND NOT l.closed_then) h
    WHERE f.book_id = b.id AND ((f.opened_at AT TIME ZONE g.zone)::date <= $4::date OR k.account_id IS NOT NULL) AND ((f.closed_at AT TIME ZONE g.zone)::date > $4::date) IS NOT FALSE`,
  )},
  ${part(
    'lines',
    `SELECT json_agg(${lineSql
      .replaceAll('l.spent', 'l.spent_then')
      .replaceAll('l.planned', 'l.planned_then')
      .replace('l.closed_at IS NOT NULL', 'l.closed_then')
      .replace('l.closed_at IS NULL', 'NOT l.closed_then')
      .replace(takenBackBy('p.id'), `CASE WHEN l.closed_then THEN ${takenBackBy('p.id')} END`)
      .replace(
        "SELECT coalesce(sum(x.paid), 0)::text FROM expense x WHERE x.budget_line_id = l.id AND x.type <> 'ADVANCE'",
        paidThen(),
      )} ORDER BY l.closed_then, l.opened_at DESC, l.id)
    FROM (SELECT l.*, ${spentThen} AS spent_then FROM (SELECT * FROM past_line WHERE round_id IS NULL OR NOT closed_then ORDER BY closed_then, opened_at DESC LIMIT 50) l OFFSET 0) l ${lineJoins}`,
  )},
  ${part('months', monthsSql)},
  ${part('categories', categoriesSql)},
  ${part('latest', latestSql(latestThen))}
) AS json FROM b`;

/** What was paid by the day on the expenses of a line: payments less those that came back, and what advances settled. */
function paidThen(): string {
  return `SELECT coalesce(sum(y.minor) FILTER (WHERE y.paid_on <= $4::date), 0) - coalesce((SELECT sum(r.minor) FROM expense_return r JOIN expense_payment z ON z.id = r.payment_id JOIN expense x ON x.id = z.expense_id WHERE x.budget_line_id = l.id AND x.type <> 'ADVANCE' AND r.returned_on <= $4::date), 0)
        + coalesce((SELECT sum(k.minor) FROM advance_clearing k JOIN expense x ON x.id = k.expense_id WHERE x.budget_line_id = l.id AND k.cleared_on <= $4::date AND NOT EXISTS (SELECT FROM ledger_entry e WHERE e.id = k.undone_entry_id AND e.effective_on <= $4::date)), 0) || ''
      FROM expense_payment y JOIN expense x ON x.id = y.expense_id WHERE x.budget_line_id = l.id AND x.type <> 'ADVANCE'`;
}
