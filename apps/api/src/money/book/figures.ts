import { isCurrency } from '#libs/money';
import { BadInput } from '../../platform/graphql/errors.ts';
import { isId } from '../../platform/ids.ts';
import type { FigureInput } from './book.graphql.ts';
import { isDay } from '../../platform/days.ts';

/**
 * What a figure of the book sums (money.md 13): which postings, and whether a debit raises it or lowers it. The pages show the sum and the
 * list behind it; both are made of the condition that stands here. q is the posting, a its account, e the entry, x the expense it belongs to.
 */
const kinds = {
  IN_HAND: { sign: '', of: `(a.class = 'HOLDING' OR a.class = 'PARTY' AND a.path LIKE 'assets:%')` },
  BALANCE: { sign: '-', of: `(a.class IN ('FUND', 'TRADING') OR a.class = 'PARTY' AND a.path LIKE 'liabilities:%')` },
  UNPAID: { sign: '-', of: `(a.class = 'TRADING' OR a.class = 'PARTY' AND a.path LIKE 'liabilities:%')` },
  IN: { sign: '-', of: `q.category LIKE 'income.%'` },
  OUT: { sign: '', of: `q.category LIKE 'expense.%'` },
  MOVED: { sign: '-', of: `q.category IN ('opening', 'transfer', 'exchange')` },
} as const;

export const figureKinds = Object.keys(kinds) as (keyof typeof kinds)[];
export type FigureKind = keyof typeof kinds;

/** The postings of a figure as SQL: `$3` is the filter as JSON. Each line of it falls away where the filter does not name it. */
const filter = `q.currency = $3::jsonb ->> 'currency'
  AND ($3::jsonb ->> 'fundId' IS NULL OR (SELECT f.account_id FROM fund f WHERE f.id = ($3::jsonb ->> 'fundId')::uuid) = CASE WHEN a.class = 'FUND' THEN q.account_id ELSE (SELECT f.account_id FROM fund f WHERE f.id = x.fund_id) END)
  AND ($3::jsonb ->> 'category' IS NULL OR q.category = $3::jsonb ->> 'category')
  AND ($3::jsonb ->> 'lineId' IS NULL OR q.budget_line_id = ($3::jsonb ->> 'lineId')::uuid)
  AND ($3::jsonb ->> 'eventId' IS NULL OR coalesce(e.event_id, x.event_id) = ($3::jsonb ->> 'eventId')::uuid)`;

/** Which entries a figure may have: those of its days, with a first one named or without. */
export const rangeSql = `e.effective_on BETWEEN ($3::jsonb ->> 'from')::date AND coalesce(($3::jsonb ->> 'until')::date, 'infinity')`;
export const untilSql = `($3::jsonb ->> 'until' IS NULL OR e.effective_on <= ($3::jsonb ->> 'until')::date)`;

/** What an entry `e` with the expense `x` adds to the figure: one row, its amount NULL where it has no part in it. */
export function shareSql(kind: FigureKind): string {
  const { sign, of } = kinds[kind];
  return `SELECT ${sign}sum(q.amount) AS amount, min(q.category) AS category FROM ledger_posting q JOIN ledger_account a ON a.id = q.account_id WHERE q.entry_id = e.id AND ${of} AND ${filter}`;
}

/** The expense that an entry belongs to, beside it as `x`. */
export const expenseOfEntry = `LEFT JOIN LATERAL (SELECT x.id, x.number, x.fund_id, x.budget_line_id, x.event_id FROM expense x WHERE x.id = (e.refs ->> 'expenseId')::uuid) x ON true`;

/** A day as YYYY-MM-DD, or null where none is given; throws BAD_USER_INPUT naming the field. */
export function readDay(field: string, text: string | null | undefined): string | null {
  if (text === null || text === undefined || text === '') return null;
  if (!isDay(text)) throw new BadInput(field, 'Write the day as 2026-03-31.');
  return text;
}

/** A figure as the statements take it: its kind, whether a first day is named, and the filter as JSON. */
export interface Figure {
  readonly kind: FigureKind;
  readonly isFrom: boolean;
  readonly filter: string;
}

/** What a client asked for, checked, as the statements take it. */
export function readFigure(input: FigureInput): Figure {
  if (!isCurrency(input.currency)) throw new BadInput('figure.currency', 'This is no currency we know.');
  for (const name of ['fundId', 'lineId', 'eventId'] as const)
    if (input[name] && !isId(input[name])) throw new BadInput(`figure.${name}`, 'There is nothing of this name.');
  return {
    kind: input.kind as FigureKind,
    isFrom: readDay('figure.from', input.from) !== null,
    filter: JSON.stringify({
      currency: input.currency,
      fundId: input.fundId ?? null,
      lineId: input.lineId ?? null,
      eventId: input.eventId ?? null,
      category: input.category ?? null,
      from: readDay('figure.from', input.from),
      until: readDay('figure.until', input.until),
    }),
  };
}
