import { inject, type InjectionKey, type Ref, ref } from 'vue';
import type { LocationQuery, LocationQueryRaw, RouteLocationRaw } from 'vue-router';
import type { FigureInput, FigureKind } from '../../gql/graphql.ts';
import { dayNames } from '../../platform/dates.ts';
import { say } from '../../platform/words.ts';
import { type CategoryNamed, categoryWord } from './words.ts';

/** A figure of the book as an address names it. */
export type FigureOf = Pick<FigureInput, 'kind' | 'currency'> & Partial<FigureInput>;

/** Given by the page of a book, null where the reader may not see entries: amounts on it lead to them. `on`: the day it shows, or null for now. */
export const bookOfFigures: InjectionKey<Ref<{ readonly handle: string; readonly on: string | null } | null>> =
  Symbol('book');

const kinds: readonly string[] = ['IN_HAND', 'BALANCE', 'UNPAID', 'IN', 'OUT', 'MOVED'] satisfies FigureKind[];
const names = ['fundId', 'category', 'lineId', 'eventId', 'from', 'until'] as const;

/** Where the entries stand that a figure sums. */
export function figureRoute(handle: string, { kind, currency, ...rest }: FigureOf): RouteLocationRaw {
  const narrowed = names.flatMap((name) => (rest[name] ? [[name, rest[name]] as const] : []));
  const query: LocationQueryRaw = { figure: kind, currency, ...Object.fromEntries(narrowed) };
  return { name: 'book-figure', params: { handle }, query };
}

/** Leads from a figure on the page of a book to its entries, up to the day shown where it names none; undefined where the reader may not see them. */
export function useFigurePlace(): (of: FigureOf) => RouteLocationRaw | undefined {
  const book = inject(bookOfFigures, ref(null));
  return (of) => (book.value ? figureRoute(book.value.handle, { ...of, until: of.until ?? book.value.on }) : undefined);
}

/** The figure of an address; what it does not say is everything that came in, in the currency of the group. */
export function figureOf(query: LocationQuery, currency: string): FigureOf {
  const text = (name: string): string | null => {
    const value = query[name];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const kind = text('figure') ?? '';
  return {
    kind: (kinds.includes(kind) ? kind : 'IN') as FigureKind,
    currency: text('currency') ?? currency,
    ...Object.fromEntries(names.flatMap((name) => (text(name) ? [[name, text(name)]] : []))),
  };
}

/** What a figure is, in words: "Out for food, March 2026". */
export function figureWords(figure: FigureOf, own: readonly CategoryNamed[] = []): string {
  const { category, kind } = figure;
  const of = kind === 'MOVED' && category ? say(`book.moved.${category}`) : categoryWord(category, own);
  const what = of ? say(`book.figure.${kind}_OF`, { what: of }) : say(`book.figure.${kind}`);
  return [what, spanWords(figure)].filter(Boolean).join(', ');
}

function spanWords({ from, until }: FigureOf): string {
  const day = (text: string): string => dayNames.value.full(text);
  if (from && until && from.endsWith('-01') && until.slice(0, 7) === from.slice(0, 7) && isLastOfMonth(until))
    return dayNames.value.month(from);
  if (from && until) return say('book.between', { from: day(from), until: day(until) });
  if (from) return say('book.since', { day: day(from) });
  return until ? say('book.until', { day: day(until) }) : '';
}

function isLastOfMonth(day: string): boolean {
  return lastOfMonth(day.slice(0, 7)) === day;
}

/** The last day of a month, "2026-02" as "2026-02-28". */
export function lastOfMonth(month: string): string {
  const [year, of] = month.split('-').map(Number);
  return new Date(Date.UTC(year!, of!, 0)).toISOString().slice(0, 10);
}
