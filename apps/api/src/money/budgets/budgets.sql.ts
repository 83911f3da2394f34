import { takenBackBy } from '../ledger/decisions.ts';
import { groupIdOf } from '../../groups/index.ts';
import { entriesOfEvent, monthsOf } from '../book/figures.sql.ts';

/** Who reads what of budgets `x`: what a group has adopted for whom the book is, the rest for members. $2: the viewer. */
const readable = `(x.state IN ('ADOPTED', 'ENDED') OR is_member(g.id, $2)) AND x.state <> 'WITHDRAWN'`;

const total = `i.minor * CASE i.per WHEN 'HEAD' THEN x.heads ELSE 1 END`;
const cardParts = `'id', x.id, 'name', x.name, 'state', x.state, 'from', x.from_day, 'until', x.until_day, 'currency', x.currency, 'fundName', f.name, 'fundKind', f.kind,
  'eventId', v.id, 'eventTitle', v.title, 'spending', s.spending::text, 'income', s.income::text, 'waiting', CASE x.state WHEN 'ADOPTED' THEN s.waiting ELSE 0 END, 'proposalId', p.id, 'proposalNumber', p.number, 'proposalTitle', p.title, 'takenBackBy', ${takenBackBy('p.id')}`;
const from = `FROM budget x JOIN book k ON k.id = x.book_id JOIN folk_group g ON g.id = k.group_id JOIN fund f ON f.id = x.fund_id
  LEFT JOIN event v ON v.id = x.event_id LEFT JOIN proposal p ON p.id = x.proposal_id
  CROSS JOIN LATERAL (SELECT coalesce(sum(${total}) FILTER (WHERE i.kind = 'SPENDING'), 0) AS spending, coalesce(sum(${total}) FILTER (WHERE i.kind = 'INCOME'), 0) AS income,
    (count(*) FILTER (WHERE i.kind = 'SPENDING' AND i.line_id IS NULL AND i.dropped_by IS NULL))::int AS waiting FROM budget_item i WHERE i.budget_id = x.id) s`;

export const budgetListSql = `SELECT json_build_object(${cardParts}) AS json ${from} WHERE g.id = ${groupIdOf('$1')} AND ${readable} ORDER BY x.from_day DESC, x.id DESC LIMIT 50`;

/** What moved on the account of a fund, by category: `category`, and `n`, above zero what came in. Whole months come from their sums, the days of `d` beside them from postings. */
const movedOn = (account: string, first: string, until: string): string => {
  const days = (a: string, z: string): string =>
    `(SELECT e.id FROM ledger_entry e WHERE e.book_id = k.id AND e.effective_on BETWEEN ${a} AND ${z} OFFSET 0)`;
  return `SELECT m.category, m.credits - m.debits AS n FROM account_month m WHERE m.account_id = ${account} AND m.month >= d.m0 AND m.month < d.m1
    UNION ALL SELECT q.category, -q.amount FROM (${days(first, `least(d.m0 - 1, ${until})`)} UNION ALL ${days(`greatest(d.m1, d.m0, ${first})`, until)}) e
      CROSS JOIN LATERAL (SELECT q.category, q.amount FROM ledger_posting q WHERE q.entry_id = e.id AND q.account_id = ${account} OFFSET 0) q`;
};

/** What came in of the kind of a row `i` in the period, as far as the day that is looked at; of an event only what is booked for it. */
const received = `CASE WHEN coalesce(i.event_id, x.event_id) IS NULL THEN coalesce((t.moved ->> i.category)::numeric, 0)
  ELSE (SELECT coalesce(-sum(q.amount), 0) FROM (${entriesOfEvent('coalesce(i.event_id, x.event_id)')}) n JOIN ledger_entry e ON e.id = n.id JOIN ledger_posting q ON q.entry_id = e.id
    WHERE q.account_id = f.account_id AND q.category = i.category AND e.effective_on BETWEEN x.from_day AND d.until) END`;
const spent = `CASE WHEN $4::date IS NULL THEN coalesce(l.spent, 0)
  ELSE (SELECT coalesce(sum(q.amount), 0) FROM ledger_posting q JOIN ledger_entry e ON e.id = q.entry_id WHERE q.budget_line_id = l.id AND e.effective_on <= $4::date) END`;

/** What its line was planned with on the day that is looked at; before it opened, what it opened with. */
const planned = `CASE WHEN $4::date IS NULL THEN l.planned
  ELSE (SELECT o.planned FROM budget_line_plan o WHERE o.line_id = l.id AND (o.n = 1 OR (o.at AT TIME ZONE g.zone)::date <= $4::date) ORDER BY o.n DESC LIMIT 1) END`;

/** A budget with what has become of it, now or as of a day. $1 the group's handle, $2 the viewer, $3 the budget, $4 the day or null. */
export const budgetPageSql = `
SELECT json_build_object(${cardParts}, 'version', x.version, 'fundId', f.id, 'heads', x.heads, 'available', (w.credits - w.debits - w.held)::text, 'madeById', x.made_by,
  'changedBy', CASE WHEN is_member(g.id, $2) THEN c.name END, 'changedAt', iso(x.changed_at), 'isOver', x.until_day < coalesce($4::date, (clock_now() AT TIME ZONE g.zone)::date),
  'spentAll', CASE WHEN x.event_id IS NULL THEN t.spent::text END, 'receivedAll', CASE WHEN x.event_id IS NULL THEN t.received::text END,
  'spentOnLines', (SELECT coalesce(sum(q.amount), 0)::text FROM budget_item i JOIN ledger_posting q ON q.budget_line_id = i.line_id JOIN ledger_entry e ON e.id = q.entry_id
      WHERE i.budget_id = x.id AND q.category LIKE 'expense.%' AND e.effective_on BETWEEN x.from_day AND d.until),
  'rows', coalesce((SELECT json_agg(json_build_object('n', i.n, 'kind', i.kind, 'label', i.label, 'category', i.category, 'categoryName', (SELECT o.name FROM book_category o WHERE o.book_id = x.book_id AND o.category = i.category), 'minor', i.minor::text, 'per', i.per, 'eventId', i.event_id, 'fromStart', i.from_start,
      'lineId', l.id, 'isDropped', i.dropped_by IS NOT NULL, 'isClosed', CASE WHEN l.id IS NOT NULL THEN ($4::date IS NULL OR (l.closed_at AT TIME ZONE g.zone)::date <= $4::date) AND l.closed_at IS NOT NULL END, 'linePlanned', (${planned})::text,
      'actual', (CASE i.kind WHEN 'INCOME' THEN ${received} ELSE ${spent} END)::text) ORDER BY i.n)
    FROM budget_item i LEFT JOIN budget_line l ON l.id = i.line_id WHERE i.budget_id = x.id), '[]')) AS json
${from} JOIN account_balance w ON w.account_id = f.account_id JOIN person c ON c.id = x.changed_by
  CROSS JOIN LATERAL (SELECT least(x.until_day, $4::date) AS until, ${monthsOf('x.from_day', 'least(x.until_day, $4::date)')}) d
  CROSS JOIN LATERAL (SELECT coalesce(-sum(t.n) FILTER (WHERE t.category LIKE 'expense.%'), 0) AS spent, coalesce(sum(t.n) FILTER (WHERE t.category LIKE 'income.%'), 0) AS received, jsonb_object_agg(t.category, t.n) AS moved
    FROM (SELECT t.category, sum(t.n) AS n FROM (${movedOn('f.account_id', 'x.from_day', 'd.until')}) t GROUP BY 1) t) t
WHERE x.id = $3 AND g.id = ${groupIdOf('$1')} AND ${readable}`;

/** What was spent and came in of a fund by category, for the plan of another period. $3 the fund or null: the general one, $4 the first day, $5 the last. For members. */
export const spentBeforeSql = `
SELECT json_build_object('category', t.category, 'currency', a.currency, 'minor', sum(t.n)::text) AS json
FROM book k JOIN fund f ON f.book_id = k.id AND f.closed_at IS NULL AND CASE WHEN $3::uuid IS NULL THEN f.kind = 'general' ELSE f.id = $3 END JOIN ledger_account a ON a.id = f.account_id
  CROSS JOIN LATERAL (SELECT ${monthsOf('$4::date', '$5::date')}) d
  CROSS JOIN LATERAL (${movedOn('f.account_id', '$4::date', '$5::date')}) t
WHERE k.group_id = ${groupIdOf('$1')} AND is_member(k.group_id, $2) AND (t.category LIKE 'expense.%' OR t.category LIKE 'income.%')
GROUP BY t.category, a.currency HAVING sum(t.n) <> 0 ORDER BY t.category LIMIT 60`;
