import { BadInput } from '../../platform/graphql/errors.ts';
import { searchWords } from '../../platform/names.ts';
import { tagOf } from '../../platform/tags.ts';
import { say } from '../../platform/words/words.ts';

/** What somebody looks for among the public events. Empty and null mean: no matter. */
export interface FindFilter {
  readonly words: string;
  /** First and last day, on the clock of the place. */
  readonly from: string | null;
  readonly to: string | null;
  readonly tag: string;
  /** A group's handle. */
  readonly group: string;
  readonly online: boolean;
  readonly stepFree: boolean;
}

/** A filter as it comes from a form or an address. */
export interface FilterInput {
  readonly words?: string | null | undefined;
  readonly from?: string | null | undefined;
  readonly to?: string | null | undefined;
  readonly tag?: string | null | undefined;
  readonly group?: string | null | undefined;
  readonly online?: boolean | null | undefined;
  readonly stepFree?: boolean | null | undefined;
}

/** Checks a filter; throws BAD_USER_INPUT naming the field. Words without a letter or digit look for nothing. */
export function checkedFilter(input: FilterInput): FindFilter {
  const from = checkedDay('from', input.from);
  const to = checkedDay('to', input.to);
  if (from && to && to < from) throw new BadInput('to', 'The last day is before the first.');
  return {
    words: searchWords(input.words),
    from,
    to,
    tag: tagOf((input.tag ?? '').slice(0, 100)),
    group: (input.group ?? '').trim().toLowerCase().slice(0, 60),
    online: input.online ?? false,
    stepFree: input.stepFree ?? false,
  };
}

function checkedDay(field: 'from' | 'to', text: string | null | undefined): string | null {
  if (!text) return null;
  const day = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  if (!day || Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== text)
    throw new BadInput(field, say`"${text.slice(0, 20)}" is no day. It looks like 2026-12-31.`);
  return text;
}

type Query = Readonly<Record<string, string | string[] | undefined>>;

/** The filter of an address: `?q=…&from=…&to=…&tag=…&group=…&online=1&stepfree=1`. */
export function filterOf(query: Query): FindFilter {
  const one = (key: string): string | undefined => {
    const value = query[key];
    return Array.isArray(value) ? value[0] : value;
  };
  const isOn = (key: string): boolean => ['1', 'true', 'yes'].includes(one(key) ?? '');
  return checkedFilter({
    words: one('q'),
    from: one('from'),
    to: one('to'),
    tag: one('tag'),
    group: one('group'),
    online: isOn('online'),
    stepFree: isOn('stepfree'),
  });
}

/** The query string of a filter, always in the same order; empty for no filter. */
export function queryOf(filter: FindFilter): string {
  const pairs = [
    ['q', filter.words],
    ['from', filter.from],
    ['to', filter.to],
    ['tag', filter.tag],
    ['group', filter.group],
    ['online', filter.online ? '1' : ''],
    ['stepfree', filter.stepFree ? '1' : ''],
  ] as const;
  const query = new URLSearchParams(pairs.filter(([, value]) => value).map(([key, value]) => [key, value!]));
  return query.size > 0 ? `?${query.toString()}` : '';
}
