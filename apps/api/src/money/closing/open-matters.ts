/** What somebody looks after before a period is closed, each as a count in SQL over the book `b` up to the day $2. */
export const openMatters = {
  EXPENSES: `SELECT count(*) FROM expense x JOIN folk_group g ON g.id = b.group_id WHERE x.book_id = b.id AND x.state IN ('SUBMITTED', 'RETURNED') AND (x.submitted_at AT TIME ZONE g.zone)::date <= $2::date`,
  UNPAID: `SELECT count(*) FROM expense x JOIN folk_group g ON g.id = b.group_id WHERE x.book_id = b.id AND x.state IN ('APPROVED', 'PARTLY_PAID') AND (x.approved_at AT TIME ZONE g.zone)::date <= $2::date`,
  REQUESTS: `SELECT count(*) FROM entry_request q WHERE q.book_id = b.id AND q.state = 'WAITS'`,
  PROCESSORS: `SELECT count(*) FROM ledger_account a JOIN account_balance w ON w.account_id = a.id WHERE a.book_id = b.id AND a.class = 'HOLDING' AND a.path LIKE 'assets:processor:%' AND w.debits <> w.credits`,
  EXCHANGE: `SELECT count(*) FROM ledger_account a JOIN account_balance w ON w.account_id = a.id WHERE a.book_id = b.id AND a.class = 'TRADING' AND w.debits <> w.credits`,
  SHORTFALL: `SELECT count(*) FROM fund f JOIN account_balance w ON w.account_id = f.account_id WHERE f.book_id = b.id AND f.kind = 'shortfall' AND w.debits <> w.credits`,
  ADVANCES: `SELECT count(*) FROM expense x WHERE x.book_id = b.id AND x.type = 'ADVANCE' AND x.paid > x.cleared + x.handed_back`,
  STATEMENTS: `SELECT count(*) FROM statement_line l JOIN ledger_account a ON a.id = l.holding_id WHERE a.book_id = b.id AND l.state = 'OPEN' AND l.booked_on <= $2::date`,
  UNCOUNTED: `SELECT count(*) FROM ledger_account a JOIN account_balance w ON w.account_id = a.id WHERE a.book_id = b.id AND a.class = 'HOLDING' AND a.path LIKE 'assets:cash:%' AND a.closed_at IS NULL AND w.last_seq > 0
    AND NOT EXISTS (SELECT FROM cash_count k WHERE k.account_id = a.id AND k.counted_on >= $2::date)`,
} as const satisfies Readonly<Record<string, string>>;

export type OpenMatter = keyof typeof openMatters;
