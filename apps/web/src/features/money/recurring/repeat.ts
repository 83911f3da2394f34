import * as v from 'valibot';
import type { RepeatInput, Rhythm } from '../../../gql/graphql.ts';
import { addDays, type Day } from '../../../platform/days.ts';
import { dayNames } from '../../../platform/dates.ts';
import { i18n } from '../../../platform/words.ts';
import { firstDayAfter } from '#libs/money';

/** When something comes back, as it is typed: no `every` where it does not, an empty `until` where it has no end. */
export interface RepeatTyped {
  every: string;
  nextOn: string;
  until: string;
}

export const rhythms = ['MONTH', 'QUARTER', 'YEAR'] as const satisfies readonly Rhythm[];
const rhythmOf = { MONTH: 'month', QUARTER: 'quarter', YEAR: 'year' } as const satisfies Record<Rhythm, string>;

/** The next day of a rhythm after `day` that has not passed yet. */
export function nextDay(every: string, day: Day, today: Day): Day {
  const yesterday = addDays(today, -1);
  return firstDayAfter(rhythmOf[every as Rhythm], day, day > yesterday ? day : yesterday);
}

/** What must hold of the next day before the server is asked. */
export const nextField = v.pipe(v.string(), v.nonEmpty('recurring.fault.next'));

/** What is sent; null where it does not come back. */
export function repeatInput({ every, nextOn, until }: RepeatTyped): RepeatInput | null {
  return every === '' ? null : { every: every as Rhythm, nextOn, until: until || null };
}

/** How something comes back, or why no more, as a sentence. */
export function recurrenceText(one: {
  every: Rhythm;
  nextOn: string;
  until: string | null;
  endedBy: string | null;
}): string {
  const { t } = i18n.global;
  if (one.endedBy) return t(`recurring.ended.${one.endedBy}`);
  const next = t('recurring.next', { every: t(`recurring.every.${one.every}`), day: dayNames.value.full(one.nextOn) });
  return one.until ? `${next} ${t('recurring.last', { day: dayNames.value.full(one.until) })}` : next;
}
