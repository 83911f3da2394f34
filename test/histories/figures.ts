import { sharers } from './bills-model.ts';
import { payers } from './dues-model.ts';
import type { House } from './house.ts';
import { advancedOn } from './lines.ts';
import type { Model } from './model.ts';

/** A figure by its name, as a word: the same of the model and of the product. */
export type Figures = ReadonlyMap<string, string>;
export interface AuditRow {
  readonly what: string;
  readonly ref: string;
}

/** Everything that the database says of itself; it is always empty. */
export const audit = ['ledger', 'expense', 'contribution', 'authority', 'statement', 'taken_back', 'month', 'figure']
  .map((name) => `SELECT what, ref FROM ${name}_violations`)
  .join(' UNION ALL ');

const account = `CASE WHEN b.group_id = $2 THEN CASE a.path WHEN 'equity:funds:general' THEN 'their general' WHEN 'assets:processor:shares' THEN 'their shares' ELSE 'their ' || a.path END
  WHEN a.currency = 'CHF' THEN CASE a.class WHEN 'HOLDING' THEN 'francs' ELSE 'general in francs' END
  WHEN a.path LIKE 'liabilities:payable:%' THEN 'payable' WHEN a.path LIKE 'assets:receivable:%' THEN 'receivable' WHEN a.path LIKE 'equity:funds:event%' THEN 'picnic'
  WHEN a.path = 'assets:bank:main' THEN 'bank' WHEN a.path = 'assets:cash:till' THEN 'till' ELSE split_part(a.path, ':', 3) END`;

const parts = [
  `SELECT name AS key, sum(n)::text AS value FROM (SELECT ${account} AS name, w.debits - w.credits AS n FROM ledger_account a JOIN account_balance w ON w.account_id = a.id JOIN book b ON b.id = a.book_id
     WHERE b.group_id IN ($1, $2) AND a.class <> 'SPLIT') q GROUP BY name HAVING sum(n) <> 0`,
  `SELECT 'held', sum(w.held)::text FROM ledger_account a JOIN account_balance w ON w.account_id = a.id JOIN book b ON b.id = a.book_id WHERE b.group_id = $1`,
  `SELECT 'entries', b.last_seq::text FROM book b WHERE b.group_id = $1`,
  `SELECT 'closed until', b.closed_until::text FROM book b WHERE b.group_id = $1 AND b.closed_until IS NOT NULL`,
  `SELECT 'line ' || l.name, l.planned || ', ' || l.spent || ' spent, ' || l.advanced || ' out' || CASE WHEN l.closed_at IS NULL THEN '' ELSE ', closed' END FROM budget_line l JOIN book b ON b.id = l.book_id WHERE b.group_id = $1`,
  `SELECT 'X-' || x.number, x.state || ' ' || x.total || ', ' || x.paid || ' paid, ' || x.waived || ' let go of, ' || x.cleared || ' shown, ' || x.handed_back || ' back' || CASE WHEN x.on_hold THEN ', on hold' ELSE '' END FROM expense x WHERE x.group_id = $1`,
  `SELECT 'C-' || c.number, c.received || ' of ' || c.pledged || ', ' || c.given_back || ' back, ' || c.asked_back - c.given_back || ' asked back' || coalesce(', ' || c.closed, '') FROM contribution c JOIN book b ON b.id = c.book_id WHERE b.group_id = $1 AND c.kind = 'gift'`,
  `SELECT 'may spend ' || a.what, a.used || ' of ' || a.ceiling || coalesce(', ended: ' || a.ended_by, '') FROM spending_authority a JOIN book b ON b.id = a.book_id WHERE b.group_id = $1`,
  `SELECT 'decision ' || p.title, upper(x.state) || CASE WHEN EXISTS (SELECT FROM decision_taken_back t WHERE t.proposal_id = p.id) THEN ', taken back' ELSE '' END FROM proposal p JOIN execution x ON x.proposal_id = p.id WHERE p.group_id IN ($1, $2)`,
  `SELECT 'budget ' || x.name, x.state || ': ' || (SELECT string_agg(CASE WHEN i.line_id IS NOT NULL THEN 'line' WHEN i.dropped_by IS NOT NULL THEN 'dropped' ELSE 'waits' END, ', ' ORDER BY i.n) FROM budget_item i WHERE i.budget_id = x.id) FROM budget x JOIN book b ON b.id = x.book_id WHERE b.group_id = $1`,
  `SELECT 'round ' || r.title, upper(r.state) FROM budget_round r JOIN book b ON b.id = r.book_id WHERE b.group_id = $1`,
  `SELECT 'bank line ' || l.text, l.state FROM statement_line l JOIN bank_statement s ON s.id = l.statement_id JOIN book b ON b.id = s.book_id WHERE b.group_id = $1`,
  `SELECT 'cases', count(*)::text FROM processor_event e JOIN book b ON b.id = e.book_id WHERE b.group_id = $1 AND e.state = 'ASKS' HAVING count(*) > 0`,
  `SELECT 'dues of ' || lower(p.name) || ' ' || c.period, c.received || ' of ' || c.pledged || ' by ' || c.due_on || ', ' || c.given_back || ' back' || CASE WHEN c.closed IS NULL THEN '' ELSE ', free' END
       || coalesce((SELECT ', warned ' || string_agg(w.days || ' days before ' || w.lapses_on, ' and ' ORDER BY w.lapses_on, w.days DESC) FROM lapse_warning w WHERE w.contribution_id = c.id), '')
     FROM contribution c JOIN book b ON b.id = c.book_id JOIN person p ON p.id = c.person_id WHERE b.group_id = $1 AND c.kind = 'dues' AND p.name NOT IN ('Ana', 'Ben')`,
  `SELECT 'standing of ' || lower(p.name), CASE WHEN s.to_at IS NULL THEN s.standing ELSE 'gone' END FROM membership m JOIN person p ON p.id = m.person_id JOIN LATERAL (SELECT * FROM spell x WHERE x.membership_id = m.id ORDER BY x.seq DESC LIMIT 1) s ON true
     WHERE m.group_id = $1 AND s.standing <> 'member'`,
  `SELECT 'owed to ' || lower(p.name), sum(w.credits - w.debits)::text FROM ledger_account a JOIN account_balance w ON w.account_id = a.id JOIN book b ON b.id = a.book_id JOIN book_person o ON o.ref = a.owner_id JOIN person p ON p.id = o.person_id
     WHERE b.group_id = $1 AND a.class = 'SPLIT' GROUP BY p.name HAVING sum(w.credits - w.debits) <> 0`,
  `SELECT 'request ' || r.number, r.state FROM entry_request r JOIN book b ON b.id = r.book_id WHERE b.group_id = $1`,
].join(' UNION ALL ');

/** The figures that the product has of a house. */
export async function shownFigures(house: House): Promise<Figures> {
  const found = await house.sql<{ key: string; value: string }>(parts, [house.groupId, house.otherId]);
  return new Map(found.map(({ key, value }) => [key, value]));
}

/** The figures of the model. */
export function figuresOf(model: Model): Figures {
  const figures = new Map<string, string>();
  const set = (key: string, value: unknown): void => void figures.set(key, String(value));
  for (const [name, minor] of model.balances) if (minor !== 0n) set(name, minor);
  set('held', model.held);
  set('entries', model.entries.length);
  if (model.closedUntil) set('closed until', model.closedUntil);
  for (const line of model.lines)
    set(
      `line ${line.name}`,
      `${line.planned}, ${line.spent} spent, ${advancedOn(model, line)} out${line.isOpen ? '' : ', closed'}`,
    );
  for (const one of model.expenses)
    set(
      `X-${one.number}`,
      `${one.state} ${one.total}, ${one.paid} paid, ${one.waived} let go of, ${one.shown} shown, ${one.handedBack} back${one.isHeld ? ', on hold' : ''}`,
    );
  for (const gift of model.gifts) {
    const asked = gift.back(true) - gift.back(false);
    set(
      `C-${gift.number}`,
      `${gift.received} of ${gift.pledged}, ${gift.back(false)} back, ${asked} asked back${gift.closed ? `, ${gift.closed}` : ''}`,
    );
  }
  for (const { name, used, ceiling, ended } of model.authorities)
    set(`may spend ${name}`, `${used} of ${ceiling}${ended ? `, ended: ${ended}` : ''}`);
  for (const { title, state, isTakenBack } of model.decisions)
    set(`decision ${title}`, `${state}${isTakenBack ? ', taken back' : ''}`);
  for (const { name, state, rows } of model.budgets)
    set(
      `budget ${name}`,
      `${state}: ${rows.map(({ line, isDropped }) => (line ? 'line' : isDropped ? 'dropped' : 'waits')).join(', ')}`,
    );
  for (const { name, state } of model.rounds) set(`round ${name}`, state);
  for (const { text, state } of model.statement) set(`bank line ${text}`, state);
  const cases = model.cards.cases.filter(({ isOpen }) => isOpen).length;
  if (cases > 0) set('cases', cases);
  for (const due of model.dues?.all ?? []) {
    const warned = due.warned.toSorted((a, b) =>
      a.lapsesOn < b.lapsesOn ? -1 : a.lapsesOn > b.lapsesOn ? 1 : b.days - a.days,
    );
    const told = warned.map(({ days, lapsesOn }) => `${days} days before ${lapsesOn}`).join(' and ');
    set(
      `dues of ${due.who} ${due.period}`,
      `${due.received()} of ${due.pledged} by ${due.dueOn}, ${due.refunded} back${due.closedOn ? ', free' : ''}${told ? `, warned ${told}` : ''}`,
    );
  }
  for (const who of payers) {
    const member = model.dues?.members[who];
    if (member && member.standing !== 'member') set(`standing of ${who}`, member.isOver ? 'gone' : member.standing);
  }
  for (const who of sharers)
    if (model.bills.standing(who, false) !== 0n) set(`owed to ${who}`, model.bills.standing(who, false));
  for (const { number, state } of model.requests) set(`request ${number}`, state);
  return figures;
}

/** Where the product and the model differ, a line each. */
export function differences(seen: Figures, expected: Figures): string[] {
  const names = [...new Set([...seen.keys(), ...expected.keys()])].toSorted();
  return names
    .filter((name) => seen.get(name) !== expected.get(name))
    .map(
      (name) => `${name}: the product has ${seen.get(name) ?? 'nothing'}, the model ${expected.get(name) ?? 'nothing'}`,
    );
}
