import type { EventPartsFragment, RepeatsInput, Weekday } from '../../gql/graphql.ts';
import { addDays, type Day, weekdayOf } from '../../platform/days.ts';

/** The series behind an event, and how it repeats. */
export type SeriesOfEvent = NonNullable<EventPartsFragment['series']>;
export type Repeats = SeriesOfEvent['repeats'];

/** What can be chosen under "Repeats". A month's nth weekday and its last are two choices, because a day may be both. */
export const repeatKinds = [
  'NEVER',
  'DAY',
  'WEEK',
  'MONTH_WEEKDAY',
  'MONTH_LAST_WEEKDAY',
  'MONTH_DAY',
  'MONTH_LAST_DAY',
  'YEAR',
  'DATES',
  'RULE',
] as const;
export type RepeatKind = (typeof repeatKinds)[number];

/** What a host chooses. Counts are text, as typed. */
export interface RepeatForm {
  kind: RepeatKind;
  interval: number;
  weekdays: Weekday[];
  dates: Day[];
  ends: 'NEVER' | 'UNTIL' | 'COUNT';
  until: Day;
  count: string;
  /** The rule of a calendar elsewhere, which can be kept but not chosen; empty where there is none. */
  rule: string;
}

/** Monday first, as in ISO 8601. */
export const weekdays: readonly Weekday[] = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** How many of its steps a kind may leave out at most; one is no choice. */
export const mostApart: Readonly<Record<RepeatKind, number>> = {
  NEVER: 1,
  DAY: 365,
  WEEK: 52,
  MONTH_WEEKDAY: 12,
  MONTH_LAST_WEEKDAY: 12,
  MONTH_DAY: 12,
  MONTH_LAST_DAY: 12,
  YEAR: 10,
  DATES: 1,
  RULE: 1,
};

export const weekdayName = (day: Day): Weekday => weekdays[weekdayOf(day) - 1]!;
/** Which of its weekday a day is in its month, from 1. */
export const nthOf = (day: Day): number => Math.ceil(Number(day.slice(8)) / 7);
const isLastDay = (day: Day): boolean => addDays(day, 1).endsWith('-01');
const isLastWeekday = (day: Day): boolean => addDays(day, 7).slice(0, 7) !== day.slice(0, 7);

/** Nothing repeats yet; a week would be on the day that is planned. */
export function noRepeat(day: Day): RepeatForm {
  return {
    kind: 'NEVER',
    interval: 1,
    weekdays: [weekdayName(day)],
    dates: [],
    ends: 'NEVER',
    until: '',
    count: '10',
    rule: '',
  };
}

/** The kinds that mean something for a first day. */
export function kindsFor(day: Day, rule = ''): RepeatKind[] {
  return repeatKinds.filter((kind) => {
    if (kind === 'MONTH_WEEKDAY') return nthOf(day) <= 4;
    if (kind === 'MONTH_LAST_WEEKDAY') return isLastWeekday(day);
    if (kind === 'MONTH_LAST_DAY') return isLastDay(day);
    if (kind === 'RULE') return rule !== '';
    return true;
  });
}

/** What the API takes; null for what does not repeat. */
export function repeatsOf(form: RepeatForm, day: Day): RepeatsInput | null {
  const { kind, interval } = form;
  if (kind === 'NEVER') return null;
  if (kind === 'RULE') return { every: 'RULE', rule: form.rule };
  if (kind === 'DATES') return { every: 'DATES', dates: form.dates.filter((one) => one !== day).toSorted() };
  const end =
    form.ends === 'UNTIL' ? { until: form.until } : form.ends === 'COUNT' ? { count: Number(form.count) } : {};
  const weekday = weekdayName(day);
  switch (kind) {
    case 'DAY':
    case 'YEAR':
      return { every: kind, interval, ...end };
    case 'WEEK':
      return { every: kind, interval, weekdays: weekdays.filter((one) => form.weekdays.includes(one)), ...end };
    case 'MONTH_WEEKDAY':
      return { every: kind, interval, nth: nthOf(day), weekday, ...end };
    case 'MONTH_LAST_WEEKDAY':
      return { every: 'MONTH_WEEKDAY', interval, nth: -1, weekday, ...end };
    case 'MONTH_DAY':
      return { every: kind, interval, day: Number(day.slice(8)), ...end };
    case 'MONTH_LAST_DAY':
      return { every: 'MONTH_DAY', interval, day: -1, ...end };
  }
}

/** The choices that a series stands for, seen from one of its nights. */
export function repeatFormOf(repeats: Repeats, day: Day): RepeatForm {
  const { every, nth, interval, count, until, dates } = repeats;
  const kind: RepeatKind =
    every === 'MONTH_WEEKDAY' && nth === -1
      ? 'MONTH_LAST_WEEKDAY'
      : every === 'MONTH_DAY' && repeats.day === -1
        ? 'MONTH_LAST_DAY'
        : every;
  return {
    kind,
    interval: interval ?? 1,
    weekdays: repeats.weekdays ?? [weekdayName(day)],
    dates: [...(dates ?? [])],
    ends: count ? 'COUNT' : until ? 'UNTIL' : 'NEVER',
    until: until ?? '',
    count: String(count ?? 10),
    rule: repeats.rule ?? '',
  };
}

/** The one weekday of a week follows the first day while somebody looks for it; several were chosen on purpose. */
export function followDay(form: RepeatForm, before: Day, day: Day): void {
  if (form.weekdays.length === 1 && before && day && form.weekdays[0] === weekdayName(before))
    form.weekdays = [weekdayName(day)];
  if (day && !kindsFor(day, form.rule).includes(form.kind))
    form.kind = form.kind.startsWith('MONTH') ? 'MONTH_DAY' : form.kind;
}

/** Whether the rule was changed by hand: what merely followed a date to its new day is a move of that date, which may be meant for it alone. */
export function isOtherRule(before: RepeatForm, was: Day, now: RepeatForm, day: Day): boolean {
  const followed = { ...before, weekdays: [...before.weekdays] };
  followDay(followed, was, day);
  return JSON.stringify(followed) !== JSON.stringify(now);
}
