const inBook = (table: string, column: string): string =>
  `SELECT x.id FROM ${table} x JOIN book b ON b.id = x.book_id WHERE b.group_id = $1 AND x.${column} = $2`;

/** Where the product keeps in a group $1 what the model knows by a name or a number $2; of a part $2 is whose, $3 its place from 0. */
export const places = {
  entry: inBook('ledger_entry', 'seq'),
  account: inBook('ledger_account', 'path'),
  gift: inBook('contribution', 'number'),
  line: inBook('budget_line', 'name'),
  authority: inBook('spending_authority', 'what'),
  'bank line':
    'SELECT x.id FROM statement_line x JOIN ledger_account a ON a.id = x.holding_id JOIN book b ON b.id = a.book_id WHERE b.group_id = $1 AND x.text = $2',
  refund:
    'SELECT r.id FROM contribution_refund r JOIN contribution c ON c.id = r.contribution_id JOIN book b ON b.id = c.book_id WHERE b.group_id = $1 AND c.number = $2 ORDER BY r.asked_at, r.id LIMIT 1 OFFSET $3',
  payment:
    'SELECT p.id FROM expense_payment p JOIN expense x ON x.id = p.expense_id WHERE x.group_id = $1 AND x.number = $2 ORDER BY p.n LIMIT 1 OFFSET $3',
  case: `SELECT e.id FROM processor_event e JOIN book b ON b.id = e.book_id WHERE b.group_id = $1 AND (e.state = 'ASKS' OR e.answered_at IS NOT NULL) ORDER BY e.n LIMIT 1 OFFSET $2`,
  due: `SELECT c.id FROM contribution c JOIN book b ON b.id = c.book_id WHERE b.group_id = $1 AND c.kind = 'dues' AND c.person_id = $2 AND c.period = $3::date`,
} as const;
