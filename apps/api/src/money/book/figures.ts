import { isCurrency } from '#libs/money';
import { BadInput } from '../../platform/graphql/errors.ts';
import { isId } from '../../platform/ids.ts';
import type { FigureInput } from './book.graphql.ts';
import { isDay } from '../../platform/days.ts';

/** The figures of the book (money.md 13). What a posting adds to which of them is said by the view `figure_part`. */
export const figureKinds = ['IN_HAND', 'BALANCE', 'UNPAID', 'IN', 'OUT', 'MOVED'] as const;

/** The expense that an entry belongs to, beside it as `x`. */
export const expenseOfEntry = `LEFT JOIN LATERAL (SELECT x.id, x.number, x.fund_id, x.budget_line_id, x.event_id FROM expense x WHERE x.id = (e.refs ->> 'expenseId')::uuid) x ON true`;

/** A day as YYYY-MM-DD, or null where none is given; throws BAD_USER_INPUT naming the field. */
export function readDay(field: string, text: string | null | undefined): string | null {
  if (text === null || text === undefined || text === '') return null;
  if (!isDay(text)) throw new BadInput(field, 'Write the day as 2026-03-31.');
  return text;
}

/** A figure as the statements take it: by what its few entries are found, or null where it may have any of the book's, and what is asked as JSON. */
export interface Figure {
  readonly narrow: 'line' | 'event' | null;
  readonly filter: string;
}

/** What a client asked for, checked, as the statements take it. */
export function readFigure(input: FigureInput): Figure {
  if (!isCurrency(input.currency)) throw new BadInput('figure.currency', 'This is no currency we know.');
  for (const name of ['fundId', 'lineId', 'eventId'] as const)
    if (input[name] && !isId(input[name])) throw new BadInput(`figure.${name}`, 'There is nothing of this name.');
  return {
    narrow: input.lineId ? 'line' : input.eventId ? 'event' : null,
    filter: JSON.stringify({
      kind: input.kind,
      currency: input.currency,
      fundId: input.fundId || null,
      lineId: input.lineId || null,
      eventId: input.eventId || null,
      category: input.category || null,
      from: readDay('figure.from', input.from),
      until: readDay('figure.until', input.until),
    }),
  };
}
