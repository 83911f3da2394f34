import type { LocationQuery, LocationQueryRaw } from 'vue-router';
import { addDays, weekdayOf, type Day } from '../../platform/days.ts';

/** What is looked for, as it stands in the address: empty means no matter. */
export interface Filter {
  readonly q: string;
  readonly from: string;
  readonly to: string;
  readonly tag: string;
  readonly group: string;
  readonly online: boolean;
  readonly stepfree: boolean;
}

export type When = 'any' | 'today' | 'weekend' | 'week' | 'days';

export function filterOf(query: LocationQuery): Filter {
  const one = (key: string): string => String((Array.isArray(query[key]) ? query[key][0] : query[key]) ?? '');
  const day = (key: string): string => /^\d{4}-\d\d-\d\d$/.exec(one(key))?.[0] ?? '';
  return {
    q: one('q'),
    from: day('from'),
    to: day('to'),
    tag: one('tag'),
    group: one('group'),
    online: one('online') === '1',
    stepfree: one('stepfree') === '1',
  };
}

/** The address of a filter: only what was asked for stands in it. */
export function queryOf(filter: Filter): LocationQueryRaw {
  return Object.fromEntries(
    Object.entries(filter).flatMap(([key, value]) => (value ? [[key, value === true ? '1' : (value as string)]] : [])),
  );
}

/** The filter as the API takes it. */
export function inputOf({ q, from, to, tag, group, online, stepfree }: Filter) {
  return { words: q, from: from || null, to: to || null, tag, group, online, stepFree: stepfree };
}

export const isEmpty = (filter: Filter): boolean => Object.keys(queryOf(filter)).length === 0;

/** The days that a choice of time means, seen from today. */
export function daysOf(when: When, today: Day): Pick<Filter, 'from' | 'to'> {
  const saturday = addDays(today, Math.max(0, 6 - weekdayOf(today)));
  if (when === 'today') return { from: today, to: today };
  // On a Sunday the weekend is what is left of it.
  if (when === 'weekend')
    return weekdayOf(today) === 7 ? { from: today, to: today } : { from: saturday, to: addDays(saturday, 1) };
  if (when === 'week') return { from: today, to: addDays(today, 6) };
  return { from: '', to: '' };
}

/** Which choice of time a filter stands for; days of one's own where it is none of the ready ones. */
export function whenOf({ from, to }: Pick<Filter, 'from' | 'to'>, today: Day): When {
  if (!from && !to) return 'any';
  const isSame = (when: When): boolean => daysOf(when, today).from === from && daysOf(when, today).to === to;
  return (['today', 'weekend', 'week'] as const).find(isSame) ?? 'days';
}
