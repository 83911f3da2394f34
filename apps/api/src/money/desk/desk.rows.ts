import { overdueAdvance } from '../advances/open-advances.sql.ts';
import { SHARES_ACCOUNT } from '../shares/shares.store.ts';
import { firstWaitingSql, waitingSql } from '../contributions/gifts.sql.ts';

/**
 * What lies on the treasurer's desk, in the order of its page: for each thing the number that waits, as SQL over the book `b`. To add one,
 * name it here and in the web's `deskPlaces` with its words `desk.row.<kind>`.
 */
export const deskRows = {
  PAYMENTS: `SELECT count(*) FROM expense x WHERE x.book_id = b.id AND x.state IN ('APPROVED', 'PARTLY_PAID') AND NOT x.on_hold`,
  ACCOUNTS: `SELECT count(*) FROM entry_request q WHERE q.book_id = b.id AND q.state = 'WAITS'`,
  GIFTS: waitingSql,
  CLOSING: `SELECT coalesce((SELECT (extract(year FROM age(t.now, t.first)) * 12 + extract(month FROM age(t.now, t.first)))::int FROM (SELECT date_trunc('month', (clock_now() AT TIME ZONE g.zone))::date AS now,
    date_trunc('month', coalesce(b.closed_until + 1, (SELECT min(e.effective_on) FROM ledger_entry e WHERE e.book_id = b.id)))::date AS first FROM folk_group g WHERE g.id = b.group_id) t WHERE t.first < t.now), 0)`,
  ADVANCES: `SELECT count(*) FROM expense x JOIN folk_group g ON g.id = x.group_id WHERE x.book_id = b.id AND ${overdueAdvance}`,
  STATEMENTS: `SELECT count(*) FROM statement_line l JOIN ledger_account a ON a.id = l.holding_id WHERE a.book_id = b.id AND l.state = 'OPEN'`,
  CARDS: `SELECT (SELECT count(*) FROM processor_event e WHERE e.book_id = b.id AND e.state = 'ASKS') + (SELECT count(*) FROM card_refund k JOIN contribution_refund r ON r.id = k.refund_id JOIN contribution c ON c.id = r.contribution_id WHERE c.book_id = b.id AND k.fault IS NOT NULL AND k.remote IS NULL)
    + (SELECT count(*) FROM ledger_account a JOIN account_balance w ON w.account_id = a.id WHERE a.book_id = b.id AND a.class = 'HOLDING' AND a.path = 'assets:processor:card' AND w.debits <> w.credits)`,
  SHARES: `SELECT count(*) FROM ledger_account a JOIN account_balance w ON w.account_id = a.id WHERE a.book_id = b.id AND a.class = 'HOLDING' AND a.path = '${SHARES_ACCOUNT}' AND w.debits <> w.credits`,
  // More is handed in on a budget line than is left of it: not all of it can be approved before a decision raises the line.
  LINES: `SELECT count(*) FROM (SELECT x.budget_line_id AS id, sum(x.total) AS asked FROM expense x WHERE x.book_id = b.id AND x.state = 'SUBMITTED' AND x.budget_line_id IS NOT NULL AND x.advance_id IS NULL GROUP BY 1) o
    JOIN budget_line l ON l.id = o.id AND l.closed_at IS NULL WHERE o.asked > l.planned - l.spent - l.advanced`,
  // Nothing waits here: it is where the list is kept.
  CATEGORIES: 'SELECT 0',
} as const satisfies Readonly<Record<string, string>>;

/** Rows whose list shows a part at a time: the filter under which something waits, as SQL over the book `b`. */
export const firstShown: Partial<Record<keyof typeof deskRows, string>> = { GIFTS: firstWaitingSql };

export type DeskRowKind = keyof typeof deskRows;
export const deskRowKinds = Object.keys(deskRows) as DeskRowKind[];
