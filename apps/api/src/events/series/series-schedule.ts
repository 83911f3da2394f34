import {
  checkOwnRule,
  checkSchedule,
  formOf,
  isFault,
  occurrences,
  type RuleForm,
  RuleFault,
  ruleText,
  type Schedule,
  type ScheduleFault,
  splitSchedule,
} from '#libs/calendar';
import { msToWall, wallAt, wallToMs } from '#libs/zone';
import type { Repeats } from './repeats.graphql.ts';
import type { SeriesRow } from './series.store.ts';
import { say, type Words } from '../../platform/words/words.ts';

/** Nights made at once, at most; the rest follows by the job. */
export const MOST_AT_ONCE = 400;
const WEEK_MS = 7 * 86_400_000;

type Timed = Pick<SeriesRow, 'start_local' | 'zone' | 'all_day' | 'rule' | 'rdates' | 'exdates'>;

const short = (wall: string, allDay: boolean): string => (allDay ? wall.slice(0, 10) : wall);

/** A wall time as a row holds it: a whole day begins at midnight. */
export const rowWall = (wall: string): string => (wall.length === 10 ? `${wall}T00:00:00` : wall);

/** The schedule of a series as the calendar's core takes it: dates alone for whole days. */
export function scheduleOf(series: Timed): Schedule {
  const { all_day } = series;
  return {
    start: short(series.start_local, all_day),
    zone: all_day ? null : series.zone,
    rule: series.rule,
    rdates: series.rdates.map((wall) => short(wall, all_day)),
    exdates: series.exdates.map((wall) => short(wall, all_day)),
  };
}

/** The columns of a schedule. */
export function columnsOf(schedule: Schedule): Pick<SeriesRow, 'start_local' | 'rule' | 'rdates' | 'exdates'> {
  return {
    start_local: rowWall(schedule.start),
    rule: schedule.rule,
    rdates: (schedule.rdates ?? []).map(rowWall),
    exdates: (schedule.exdates ?? []).map(rowWall),
  };
}

/** The dates of a series in a window of wall times, as rows hold them, none after its end. */
export function datesOf(
  series: Timed & Pick<SeriesRow, 'ends_before'>,
  of: { from?: string; to?: string; limit: number },
): string[] {
  const { all_day, ends_before } = series;
  const to = ends_before !== null && (of.to === undefined || ends_before < of.to) ? ends_before : of.to;
  if (of.from !== undefined && to !== undefined && of.from >= to) return [];
  const window = {
    limit: of.limit,
    ...(of.from === undefined ? {} : { from: short(of.from, all_day) }),
    ...(to === undefined ? {} : { to: short(to, all_day) }),
  };
  try {
    return occurrences(scheduleOf(series), window).map(({ wall }) => rowWall(wall));
  } catch (error) {
    if (error instanceof RuleFault && error.code === 'no-date') return [];
    throw error;
  }
}

/**
 * The nights that have to be made now: those up to the horizon, and at least two that are still to come, counted with those that stand.
 * A night that was made before is never asked for again.
 */
export function nightsDue(series: SeriesRow, now: Date): string[] {
  const step = series.all_day ? 86_400_000 : 1000;
  const from = series.generated_until === null ? series.start_local : later(series.generated_until, step);
  const to = later(wallAt(now.getTime() + series.horizon_weeks * WEEK_MS, series.zone), 1000);
  const due = new Set(datesOf(series, { from, to, limit: MOST_AT_ONCE }));
  for (const wall of datesOf(series, { from: wallAt(now.getTime(), series.zone), limit: 2 }))
    if (wall >= from) due.add(wall);
  return [...due].sort();
}

const later = (wall: string, ms: number): string => msToWall(wallToMs(wall) + ms);

/** The half of a series that its feed writes: up to where it was split or ended; null where nothing of it is left. */
export function livingHalf(series: SeriesRow): Schedule | null {
  const schedule = scheduleOf(series);
  return series.ends_before === null
    ? schedule
    : splitSchedule(schedule, short(series.ends_before, series.all_day)).before;
}

/** What a person chose under "Repeats", as a schedule from this start; or why it is not offered. */
export function scheduleFrom(
  repeats: Repeats,
  of: { startLocal: string; zone: string; allDay: boolean },
): Schedule | ScheduleFault {
  const start = short(of.startLocal, of.allDay);
  const plain = { start, zone: of.allDay ? null : of.zone };
  if (repeats.every === 'rule') {
    const own = { ...plain, rule: repeats.rule ?? '' };
    return checkOwnRule(own) ?? own;
  }
  const schedule: Schedule =
    repeats.every === 'dates'
      ? { ...plain, rule: null, rdates: given(repeats, of) }
      : { ...plain, rule: ruleText(ruleFormOf(repeats, start)) };
  return checkSchedule(schedule) ?? schedule;
}

/** True for a fault among what `scheduleFrom` may return. */
export const isScheduleFault = (found: Schedule | ScheduleFault): found is ScheduleFault => 'code' in found;

function given(repeats: Repeats, of: { startLocal: string; allDay: boolean }): string[] {
  const time = of.startLocal.slice(10);
  const days = [...new Set((repeats.dates ?? []).filter((day) => /^\d{4}-\d\d-\d\d$/.test(day)))].sort();
  return days.filter((day) => day !== of.startLocal.slice(0, 10)).map((day) => short(`${day}${time}`, of.allDay));
}

function ruleFormOf(repeats: Repeats, start: string): RuleForm {
  const { every, count, until } = repeats;
  const end = until
    ? ({ by: 'until', date: until } as const)
    : count
      ? ({ by: 'count', count } as const)
      : ({ by: 'never' } as const);
  const common = { interval: repeats.interval ?? 1, end };
  switch (every) {
    case 'week':
      return { every, weekdays: repeats.weekdays?.length ? repeats.weekdays : [weekdayOf(start)], ...common };
    case 'month-weekday':
      return { every, nth: repeats.nth ?? 1, weekday: repeats.weekday ?? weekdayOf(start), ...common };
    case 'month-day':
      return { every, day: repeats.day ?? Number(start.slice(8, 10)), ...common };
    case 'year':
    case 'day':
      return { every, ...common };
    case 'dates':
    case 'rule':
      throw new Error(`${every} has no form`);
  }
}

const weekdayOf = (date: string): NonNullable<Repeats['weekday']> =>
  (['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const)[new Date(`${date.slice(0, 10)}T00:00:00Z`).getUTCDay()]!;

/** How a series goes on from one of its nights, in the words of the form: the dates behind it are not counted any more. */
export function repeatsFrom(series: Timed & Pick<SeriesRow, 'ends_before'>, original: string): Repeats {
  const tail = splitSchedule(scheduleOf(series), short(original, series.all_day)).after ?? scheduleOf(series);
  const form = tail.rule === null ? null : formOf(tail.rule, tail);
  if (form && isFault(form)) return { every: 'rule', rule: tail.rule };
  if (!form) {
    const dates = [tail.start, ...(tail.rdates ?? [])].map((wall) => wall.slice(0, 10)).sort();
    return { every: 'dates', dates };
  }
  const { end, ...rest } = form;
  return {
    ...rest,
    ...(end.by === 'count' ? { count: end.count } : end.by === 'until' ? { until: end.date } : {}),
  } as Repeats;
}

const NOT_OFFERED = say`This way of repeating is not offered, because calendar programs read it differently.`;

const words: Partial<Record<ScheduleFault['code'], (fault: ScheduleFault) => Words>> = {
  'start-not-a-date': ({ next }) =>
    next
      ? say`The first day is not one of those it repeats on. The next that is: ${next.slice(0, 10)}.`
      : say`The first day is not one of those it repeats on.`,
  'interval-too-large': ({ most }) => say`That is too far apart: every ${most!} at most.`,
  'count-too-large': ({ most }) =>
    say`It can take place ${most!} times at most. Leave the end open, and it simply goes on.`,
  'until-too-far': ({ most }) =>
    say`The last day can be ${most!} years ahead at most. Leave the end open, and it simply goes on.`,
  'until-before-start': () => say`The last day is before the first.`,
  'month-day-not-in-every-month': () =>
    say`Not every month has that day. Choose the last day of the month, or a day up to the 28th.`,
  'leap-day': () => say`29 February comes every four years only. Choose the 28th, or 1 March.`,
  'too-many-dates': ({ most }) => say`At most ${most!} days can be given one by one.`,
  'no-date': () => say`No day of any year fits this.`,
};

/** Why a schedule is not offered, in words that say what to choose instead. */
export const faultWords = (fault: ScheduleFault): Words => words[fault.code]?.(fault) ?? NOT_OFFERED;
