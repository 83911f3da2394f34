import { lineTakenBack } from '../ledger/decisions.ts';

const booked = `('APPROVED', 'PARTLY_PAID', 'PAID')`;
const samePayee = `(o.payee_id = x.payee_id OR o.vendor_id = x.vendor_id)`;
/** The duties that a person `p` holds in the group of the expense. */
const dutiesOf = (person: string): string =>
  `coalesce((SELECT json_agg(d.kind) FROM membership m JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL AND s.standing = 'member' JOIN duty d ON d.membership_id = m.id AND d.to_at IS NULL WHERE m.group_id = x.group_id AND m.person_id = ${person}), '[]')`;

/** The spending authorities that reach the expense, the narrowest first; of one that is booked, the one that it was booked by. What it has taken itself still counts as left. */
const authoritiesSql = `coalesce((SELECT json_agg(json_build_object('id', o.id, 'what', o.what, 'decision', q.number, 'proposalId', q.id, 'ceiling', o.ceiling::text, 'each', o.each::text,
    'left', (o.ceiling - o.used + coalesce(u.minor - u.given_back, 0))::text, 'used', u.entry_id IS NOT NULL, 'by', (SELECT h.name FROM person h WHERE h.id = u.person_id),
    'holders', coalesce((SELECT json_agg(json_build_object('id', h.id, 'name', h.name) ORDER BY h.name, h.id) FROM person h WHERE h.id IN (SELECT authority_holders(o))), '[]')) ORDER BY num_nonnulls(o.line_id, o.event_id, o.category) DESC, o.until_day, o.id)
  FROM spending_authority o JOIN proposal q ON q.id = o.proposal_id LEFT JOIN authority_use u ON u.entry_id = x.approved_entry_id AND u.authority_id = o.id
  WHERE o.fund_id = x.fund_id AND CASE WHEN x.approved_entry_id IS NULL THEN x.state = 'SUBMITTED' AND authority_runs(o) AND authority_reaches(o, x) ELSE u.entry_id IS NOT NULL END), '[]')`;
/** What of its line's rest the expense has itself: what it spent, what it holds as an advance, what the advance holds that it is set against. */
const ownOfLineSql = `CASE WHEN x.type = 'ADVANCE' THEN advance_held(x) WHEN x.state IN ${booked} THEN x.total
    ELSE coalesce((SELECT least(x.total, v.paid - v.cleared - v.handed_back) FROM expense v WHERE v.id = x.advance_id AND v.budget_line_id = x.budget_line_id), 0) END`;

/** What the rules weigh: the line, what else was booked for the payee, approvals with the duties held now, who could do the next step. */
const weighedSql = `jsonb_build_object('rules', r.rules, 'now', extract(epoch FROM clock_now()) * 1000, 'approved_at', extract(epoch FROM x.approved_at) * 1000,
  'line', CASE WHEN l.id IS NOT NULL THEN json_build_object('name', l.name, 'left', CASE WHEN ${lineTakenBack} THEN '0' ELSE (l.planned - l.spent - l.advanced)::text END, 'own', ${ownOfLineSql}::text, 'authority_kind', l.authority_kind, 'authority_id', l.authority_id,
    'open', l.closed_at IS NULL AND NOT l.reserved AND coalesce(l.valid_until >= (clock_now() AT TIME ZONE g.zone)::date, true)
      AND (NOT ${lineTakenBack} OR EXISTS (SELECT FROM expense v WHERE v.id = x.advance_id AND v.budget_line_id = l.id))) END,
  'booked', coalesce((SELECT json_agg((SELECT coalesce(sum(CASE WHEN o.type = 'ADVANCE' THEN advance_held(o) ELSE o.total - o.waived END), 0)::text FROM expense o LEFT JOIN budget_line k ON k.id = o.budget_line_id
      WHERE o.book_id = x.book_id AND o.id <> x.id AND o.id IS DISTINCT FROM x.advance_id AND o.state IN ${booked} AND o.currency = x.currency AND o.approved_at > clock_now() - make_interval(days => (c.cap ->> 'days')::int)
        AND coalesce(k.authority_kind, '') <> 'DECISION' AND ${samePayee}) ORDER BY c.at)
    FROM jsonb_array_elements(r.rules #> '{spending,caps}') WITH ORDINALITY c (cap, at)), '[]'),
  'approvals', coalesce((SELECT json_agg(json_build_object('personId', o.person_id, 'name', q.name, 'at', iso(o.created_at), 'duties', ${dutiesOf('o.person_id')}) ORDER BY o.created_at)
    FROM expense_approval o JOIN person q ON q.id = o.person_id WHERE o.expense_id = x.id AND o.revision = x.revision AND o.withdrawn_at IS NULL), '[]'),
  'authorities', ${authoritiesSql},
  'holders', coalesce((SELECT json_agg(json_build_object('personId', h.person_id, 'name', h.name, 'duties', h.duties) ORDER BY h.name, h.person_id)
    FROM (SELECT m.person_id, q.name, json_agg(d.kind) AS duties FROM membership m JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL AND s.standing = 'member' JOIN duty d ON d.membership_id = m.id AND d.to_at IS NULL
      JOIN person q ON q.id = m.person_id WHERE m.group_id = x.group_id AND x.state IN ('SUBMITTED', 'APPROVED', 'PARTLY_PAID') GROUP BY m.person_id, q.name) h), '[]'))`;

/** How the expense `x` is paid: as it was handed in, else as its payee has said since. */
export const payoutOfSql = `(SELECT o.way, o.mark, o.sealed, NULL::uuid AS kept_id FROM expense_payout o WHERE o.expense_id = x.id
  UNION ALL SELECT k.way, k.mark, k.sealed, k.id FROM payout_detail k WHERE (k.person_id = x.payee_id OR k.vendor_id = x.vendor_id) AND NOT EXISTS (SELECT FROM expense_payout o WHERE o.expense_id = x.id))`;
/** Who else of the book is paid to the same account. */
export const sharedAccountSql = `SELECT q.name FROM ${payoutOfSql} w JOIN payout_detail k ON k.mark = w.mark AND w.way = 'IBAN' JOIN person q ON q.id = k.person_id AND q.id IS DISTINCT FROM x.payee_id JOIN membership m ON m.person_id = q.id AND m.group_id = x.group_id
  UNION SELECT v.name FROM ${payoutOfSql} w JOIN payout_detail k ON k.mark = w.mark AND w.way = 'IBAN' JOIN vendor v ON v.id = k.vendor_id AND v.book_id = x.book_id AND v.id IS DISTINCT FROM x.vendor_id
  UNION SELECT coalesce(q.name, v.name) FROM ${payoutOfSql} w JOIN expense_payout o ON o.mark = w.mark AND w.way = 'IBAN' JOIN expense y ON y.id = o.expense_id AND y.book_id = x.book_id AND coalesce(y.payee_id, y.vendor_id) <> coalesce(x.payee_id, x.vendor_id)
    LEFT JOIN person q ON q.id = y.payee_id LEFT JOIN vendor v ON v.id = y.vendor_id`;

/** What one should look at twice: the same receipt elsewhere, whether the payee was ever paid, the usual amount. */
const lookedAtSql = `jsonb_build_object(
  'twins', coalesce((SELECT json_agg(DISTINCT jsonb_build_object('id', o.id, 'number', o.number)) FROM file c JOIN file d ON d.group_id = c.group_id AND d.sha256 = c.sha256 AND d.parent_kind = 'expense' AND d.parent_id <> x.id
    JOIN expense o ON o.id = d.parent_id AND o.state NOT IN ('DRAFT', 'WITHDRAWN', 'REJECTED') WHERE c.parent_kind = 'expense' AND c.parent_id = x.id), '[]'),
  'payout_way', (SELECT w.way FROM ${payoutOfSql} w), 'shared_account', coalesce((SELECT json_agg(DISTINCT s.name) FROM (${sharedAccountSql}) s), '[]'),
  'paid_before', (SELECT count(*) FROM expense o WHERE o.book_id = x.book_id AND o.id <> x.id AND o.paid > 0 AND ${samePayee}),
  'others', (SELECT json_build_object('n', count(*), 'median', (percentile_disc(0.5) WITHIN GROUP (ORDER BY o.total))::text) FROM (SELECT o.total FROM expense o
    WHERE o.book_id = x.book_id AND o.id <> x.id AND o.state IN ${booked} AND o.currency = x.currency AND o.approved_at > clock_now() - interval '1 year' ORDER BY o.approved_at DESC LIMIT 200) o))`;

/** The payments that it is prepared with, payments with what came back of them, and the accounts that money can leave from. */
const moneySql = `jsonb_build_object('batch', (SELECT json_build_object('id', i.batch_id, 'madeAt', iso(m.made_at)) FROM payment_batch_item i JOIN payment_batch m ON m.id = i.batch_id WHERE i.expense_id = x.id AND i.state = 'OPEN'), 'paid', x.paid::text, 'waived', x.waived::text,
  'payments', coalesce((SELECT json_agg(json_build_object('id', p.id, 'minor', p.minor::text, 'cost', p.cost::text, 'fee', p.fee::text, 'currency', a.currency, 'paidOn', p.paid_on, 'path', a.path, 'payerName', q.name, 'returned', p.returned::text,
      'reason', (SELECT t.reason FROM expense_return t WHERE t.payment_id = p.id ORDER BY t.created_at DESC LIMIT 1),
      'files', coalesce((SELECT json_agg(json_build_object('id', c.id, 'name', c.name, 'type', c.type) ORDER BY c.created_at, c.id) FROM file c WHERE c.parent_kind = 'expense_payment' AND c.parent_id = p.id), '[]')) ORDER BY p.n)
    FROM expense_payment p JOIN ledger_account a ON a.id = p.holding_id JOIN person q ON q.id = p.payer_id WHERE p.expense_id = x.id), '[]'),
  'holdings', coalesce((SELECT json_agg(json_build_object('id', a.id, 'path', a.path, 'balance', (b.debits - b.credits)::text) ORDER BY a.path) FROM ledger_account a JOIN account_balance b ON b.account_id = a.id
    WHERE a.book_id = x.book_id AND a.class = 'HOLDING' AND a.currency = x.currency AND a.closed_at IS NULL), '[]'),
  'available', (SELECT (b.credits - b.debits - b.held)::text FROM account_balance b WHERE b.account_id = f.account_id))`;

/** An advance: what was set against it and what came back; of an expense, the advance that it is set against; of who asks for one, another that is late. */
const advanceSql = `jsonb_build_object('due_on', x.due_on, 'cleared', x.cleared::text, 'handed_back', x.handed_back::text, 'advance_id', x.advance_id,
  'advance', CASE WHEN x.type = 'ADVANCE' THEN json_build_object('today', (clock_now() AT TIME ZONE g.zone)::date,
    'receipts', coalesce((SELECT json_agg(json_build_object('id', o.id, 'number', o.number, 'title', o.title, 'minor', k.minor::text, 'on', k.cleared_on) ORDER BY k.created_at, o.id) FROM advance_clearing k JOIN expense o ON o.id = k.expense_id WHERE k.advance_id = x.id AND k.undone_entry_id IS NULL), '[]'),
    'returns', coalesce((SELECT json_agg(json_build_object('id', r.id, 'minor', r.minor::text, 'on', r.returned_on, 'path', a.path, 'byName', q.name,
        'files', coalesce((SELECT json_agg(json_build_object('id', c.id, 'name', c.name, 'type', c.type) ORDER BY c.created_at, c.id) FROM file c WHERE c.parent_kind = 'advance_return' AND c.parent_id = r.id), '[]')) ORDER BY r.created_at, r.id)
      FROM advance_return r JOIN ledger_account a ON a.id = r.holding_id JOIN person q ON q.id = r.by_id WHERE r.advance_id = x.id), '[]')) END,
  'against', (SELECT json_build_object('id', o.id, 'number', o.number, 'minor', (SELECT k.minor::text FROM advance_clearing k WHERE k.expense_id = x.id AND k.undone_entry_id IS NULL)) FROM expense o WHERE o.id = x.advance_id),
  'late', CASE WHEN x.type = 'ADVANCE' AND x.state IN ('SUBMITTED', 'APPROVED') THEN (SELECT json_build_object('id', o.id, 'number', o.number, 'out', (o.paid - o.cleared - o.handed_back)::text) FROM expense o
    WHERE o.group_id = x.group_id AND o.type = 'ADVANCE' AND o.payee_id = x.payee_id AND o.id <> x.id AND o.paid > o.cleared + o.handed_back AND o.due_on < (clock_now() AT TIME ZONE g.zone)::date ORDER BY o.due_on, o.id LIMIT 1) END)`;

/** How it comes back, or what it came from: what still comes back before what has ended. */
const recursSql = `jsonb_build_object('period', x.period, 'recurs', (SELECT json_build_object('id', q.id, 'every', q.every, 'nextOn', q.next_on, 'until', q.until_on, 'endedBy', q.ended_by)
  FROM recurring_expense q WHERE q.from_id = x.id OR q.id = x.recurring_id ORDER BY q.ended_at IS NOT NULL, q.created_at DESC LIMIT 1))`;

/** Expenses with everything that their pages, the rules and the refusals ask. */
export const pagesSql = `
SELECT jsonb_build_object('id', x.id, 'book_id', x.book_id, 'group_id', x.group_id, 'number', x.number, 'type', x.type, 'author_id', x.author_id, 'payee_id', x.payee_id, 'vendor_id', x.vendor_id, 'fund_id', x.fund_id,
  'budget_line_id', x.budget_line_id, 'event_id', x.event_id, 'title', x.title, 'category', x.category, 'currency', x.currency, 'total', x.total::text, 'foreign_currency', x.foreign_currency, 'foreign_total', x.foreign_total::text,
  'state', x.state, 'revision', x.revision, 'bookings', x.bookings, 'approved_entry_id', x.approved_entry_id, 'version', x.version, 'on_hold', x.on_hold, 'hold_reason', x.hold_reason,
  'held_by_decision', (SELECT json_build_object('id', q.id, 'number', q.number, 'title', q.title) FROM proposal q WHERE q.id = x.held_by_decision),
  'held_by_name', (SELECT q.name FROM person q WHERE q.id = x.held_by), 'reason', x.reason, 'reason_by_name', (SELECT q.name FROM person q WHERE q.id = x.reason_by), 'draft', CASE WHEN x.state IN ('DRAFT', 'RETURNED') THEN x.draft END,
  'invoice', CASE WHEN x.state = 'DRAFT' THEN (SELECT json_build_object('name', i.name, 'askedAt', iso(i.asked_at), 'sentAt', iso(i.sent_at), 'sent', i.sent) FROM invoice_request i WHERE i.expense_id = x.id) END,
  'submitted_at', iso(x.submitted_at), 'paid_at', iso(x.paid_at), 'author_name', a.name, 'payee_name', coalesce(y.name, w.name), 'fund_name', f.name)
 || jsonb_build_object('group', json_build_object('id', g.id, 'handle', g.handle, 'name', g.name, 'summary', g.summary, 'color', g.color, 'currency', g.currency, 'zone', g.zone, 'locale', g.locale, 'visibility', g.visibility, 'about', '', 'aboutHtml', '', 'version', g.version),
  'proposal', CASE WHEN p.id IS NOT NULL THEN json_build_object('id', p.id, 'number', p.number, 'title', p.title) END,
  'event_title', (SELECT v.title FROM event v WHERE v.id = x.event_id), 'category_name', (SELECT c.name FROM book_category c WHERE c.book_id = x.book_id AND c.category = x.category),
  'items', coalesce((SELECT json_agg(json_build_object('what', i.what, 'spentOn', i.spent_on, 'minor', i.minor::text, 'category', i.category) ORDER BY i.n) FROM expense_item i WHERE i.expense_id = x.id), '[]'),
  'receipts', coalesce((SELECT json_agg(json_build_object('id', c.id, 'name', c.name, 'type', c.type) ORDER BY c.created_at, c.id) FROM file c WHERE c.parent_kind = 'expense' AND c.parent_id = x.id), '[]'))
 || ${weighedSql} || ${lookedAtSql} || ${moneySql} || ${advanceSql} || ${recursSql} AS page
FROM expense x JOIN folk_group g ON g.id = x.group_id JOIN person a ON a.id = x.author_id LEFT JOIN person y ON y.id = x.payee_id LEFT JOIN vendor w ON w.id = x.vendor_id JOIN fund f ON f.id = x.fund_id JOIN rulebook_version r ON r.id = x.rulebook_id
LEFT JOIN budget_line l ON l.id = x.budget_line_id LEFT JOIN proposal p ON l.authority_kind = 'DECISION' AND p.id = l.authority_id`;

/** One of them. */
export const pageSql = `${pagesSql} WHERE x.id = $1`;
