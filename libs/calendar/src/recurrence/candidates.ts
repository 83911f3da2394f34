// The dates of a rule on the wall clock, in order, without end or count: periods (years … seconds), the days of a period that fit, their times.
// All in whole numbers: a wall time is milliseconds as if the wall were UTC, a day is counted from 1970.

import {
  civilOf,
  dayOf,
  dayOfYearStart,
  daysInMonth,
  daysInYear,
  weekdayOf,
  weekOf,
  weekStart,
  type Civil,
} from './civil.ts';
import type { Freq, NthWeekday, Rule } from './rule.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UNITS = { HOURLY: HOUR, MINUTELY: MINUTE, SECONDLY: SECOND } as const;
const LAST_DAY = dayOf(9999, 12, 31);

/**
 * The Gregorian calendar repeats after 400 years, 146,097 days, 20,871 whole weeks. A rule that found no date in so many of its periods in a row
 * has none for ever: with an interval, too, every phase of the cycle has been met by then. Below the day the same is cut at 200,000 steps:
 * enough for every day of the cycle, and for any rule that was not made to be missed.
 */
const CYCLE: Readonly<Record<Freq, number>> = {
  YEARLY: 400,
  MONTHLY: 4800,
  WEEKLY: 20_871,
  DAILY: 146_097,
  HOURLY: 200_000,
  MINUTELY: 200_000,
  SECONDLY: 200_000,
};

/** What decides a rule's dates, with the parts that DTSTART stands in for (RFC 5545 3.3.10, "information derived from DTSTART"). */
interface Plan extends Pick<Rule, 'freq' | 'interval' | 'wkst' | 'byMonth' | 'byWeekNo' | 'byYearDay' | 'byMonthDay'> {
  readonly byDay: readonly NthWeekday[] | null;
  readonly nthOf: 'month' | 'year' | 'none';
  readonly bySetPos: readonly number[] | null;
  readonly hours: readonly number[] | null;
  readonly minutes: readonly number[] | null;
  readonly seconds: readonly number[] | null;
  readonly start: number;
}

const within = (at: number, unit: number, size: number): number => Math.floor((((at % DAY) + DAY) % DAY) / unit) % size;
const sorted = (values: readonly number[] | null): readonly number[] | null =>
  values?.toSorted((a, b) => a - b) ?? null;

const isSubDaily = (freq: Freq): freq is keyof typeof UNITS => freq in UNITS;

function planOf(rule: Rule, start: number, allDay: boolean): Plan {
  const { freq, byMonth } = rule;
  return {
    ...rule,
    byMonth: sorted(byMonth),
    ...ownDays(rule, start),
    ...ownTimes(rule, start, allDay),
    nthOf: freq === 'MONTHLY' || (freq === 'YEARLY' && byMonth) ? 'month' : freq === 'YEARLY' ? 'year' : 'none',
    start,
  };
}

/** The day of the start, where the rule says nothing about days. */
function ownDays(rule: Rule, start: number): Partial<Plan> {
  const { freq, byMonth, byWeekNo, byYearDay, byMonthDay, byDay } = rule;
  if (byYearDay || byMonthDay || byDay) return {};
  const day = Math.floor(start / DAY);
  if (byWeekNo || freq === 'WEEKLY') return { byDay: [{ nth: 0, weekday: weekdayOf(day) }] };
  const { month, day: monthDay } = civilOf(day);
  if (freq === 'MONTHLY') return { byMonthDay: [monthDay] };
  return freq === 'YEARLY' ? { byMonth: sorted(byMonth) ?? [month], byMonthDay: [monthDay] } : {};
}

/** The time of the start, where the rule says nothing about times; null for a unit that is counted through. */
function ownTimes(rule: Rule, start: number, allDay: boolean): Pick<Plan, 'hours' | 'minutes' | 'seconds'> {
  if (allDay) return { hours: [0], minutes: [0], seconds: [0] };
  const { freq } = rule;
  const time = (given: readonly number[] | null, unit: number, size: number, counted: boolean): Plan['hours'] =>
    sorted(given) ?? (counted ? null : [within(start, unit, size)]);
  return {
    hours: time(rule.byHour, HOUR, 24, isSubDaily(freq)),
    minutes: time(rule.byMinute, MINUTE, 60, isSubDaily(freq) && freq !== 'HOURLY'),
    seconds: time(rule.bySecond, SECOND, 60, freq === 'SECONDLY'),
  };
}

/** True if a value, or the same counted from the end (-1 is the last), stands in a list. */
const listed = (list: readonly number[], value: number, last: number): boolean =>
  list.includes(value) || list.includes(value - last - 1);

const isNth = ({ nth }: NthWeekday, position: number, last: number): boolean =>
  nth > 0 ? Math.ceil(position / 7) === nth : Math.ceil((last - position + 1) / 7) === -nth;

/** True if a day passes every BY… part about days. */
function dayFits(plan: Plan, day: number, { year, month, day: monthDay }: Civil): boolean {
  if (plan.byMonth && !plan.byMonth.includes(month)) return false;
  if (plan.byMonthDay && !listed(plan.byMonthDay, monthDay, daysInMonth(year, month))) return false;
  if (plan.byDay && !weekdayFits(plan, plan.byDay, day, { year, month, day: monthDay })) return false;
  if (plan.byYearDay && !listed(plan.byYearDay, day - dayOfYearStart(year) + 1, daysInYear(year))) return false;
  if (plan.byWeekNo) {
    const week = weekOf(day, plan.wkst);
    if (!listed(plan.byWeekNo, week.number, week.of)) return false;
  }
  return true;
}

function weekdayFits({ nthOf }: Plan, byDay: readonly NthWeekday[], day: number, date: Civil): boolean {
  const weekday = weekdayOf(day);
  return byDay.some((one) => {
    if (one.weekday !== weekday) return false;
    if (one.nth === 0 || nthOf === 'none') return true;
    return nthOf === 'month'
      ? isNth(one, date.day, daysInMonth(date.year, date.month))
      : isNth(one, day - dayOfYearStart(date.year) + 1, daysInYear(date.year));
  });
}

function monthDays(plan: Plan, year: number, month: number, into: number[]): void {
  const first = dayOf(year, month, 1);
  for (let day = 1; day <= daysInMonth(year, month); day += 1)
    if (dayFits(plan, first + day - 1, { year, month, day })) into.push(first + day - 1);
}

const ALL_MONTHS: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

/** The nth period of a rule of days or longer: its days that fit. Null after the year 9999. */
function daysOfPeriod(plan: Plan, nth: number): number[] | null {
  const startDay = Math.floor(plan.start / DAY);
  const { year, month } = civilOf(startDay);
  const step = nth * plan.interval;
  const found: number[] = [];
  if (plan.freq === 'YEARLY') {
    if (year + step > 9999) return null;
    for (const one of plan.byMonth ?? ALL_MONTHS) monthDays(plan, year + step, one, found);
  } else if (plan.freq === 'MONTHLY') {
    const months = year * 12 + month - 1 + step;
    if (months >= 120_000) return null;
    monthDays(plan, Math.floor(months / 12), (months % 12) + 1, found);
  } else {
    const weekly = plan.freq === 'WEEKLY';
    const first = weekly ? weekStart(startDay, plan.wkst) + step * 7 : startDay + step;
    if (first > LAST_DAY) return null;
    for (let day = first; day < first + (weekly ? 7 : 1); day += 1)
      if (dayFits(plan, day, civilOf(day))) found.push(day);
  }
  return found;
}

/** All times of a day, from midnight, in order. */
const timesOf = (hours: readonly number[], minutes: readonly number[], seconds: readonly number[]): number[] =>
  hours.flatMap((hour) =>
    minutes.flatMap((minute) =>
      seconds.filter((second) => second < 60).map((second) => hour * HOUR + minute * MINUTE + second * SECOND),
    ),
  );

/** Which of `size` things, in order, BYSETPOS names; all of them without it. */
function* positions(bySetPos: readonly number[] | null, size: number): Generator<number> {
  if (!bySetPos) for (let at = 0; at < size; at += 1) yield at;
  else {
    const chosen = bySetPos.map((one) => (one > 0 ? one - 1 : size + one)).filter((at) => at >= 0 && at < size);
    yield* new Set(chosen.sort((a, b) => a - b));
  }
}

function periodsBefore(plan: Plan, from: number): number {
  const start = civilOf(Math.floor(plan.start / DAY));
  const at = civilOf(Math.floor(from / DAY));
  const whole = { YEARLY: at.year - start.year, MONTHLY: (at.year - start.year) * 12 + at.month - start.month };
  const periods =
    plan.freq === 'YEARLY' || plan.freq === 'MONTHLY'
      ? whole[plan.freq]
      : Math.floor((from - plan.start) / (plan.freq === 'WEEKLY' ? 7 * DAY : DAY));
  return Math.max(0, Math.floor(periods / plan.interval) - 1);
}

function* byDays(plan: Plan, from: number, most: number): Generator<number> {
  const times = timesOf(plan.hours ?? [], plan.minutes ?? [], plan.seconds ?? []);
  let empty = 0;
  for (let nth = periodsBefore(plan, from); empty < most; nth += 1) {
    const days = daysOfPeriod(plan, nth);
    if (!days) return;
    empty += 1;
    for (const at of positions(plan.bySetPos, days.length * times.length)) {
      empty = 0;
      const found = days[Math.floor(at / times.length)]! * DAY + times[at % times.length]!;
      if (found >= plan.start) yield found;
    }
  }
}

/** The unit of the clock that keeps a time below the day out, and so may be skipped whole; 0 if the time fits. */
function misfit(plan: Plan, at: number): number {
  const day = Math.floor(at / DAY);
  if (!dayFits(plan, day, civilOf(day))) return DAY;
  if (plan.hours && !plan.hours.includes(within(at, HOUR, 24))) return HOUR;
  if (plan.freq === 'HOURLY') return 0;
  if (plan.minutes && !plan.minutes.includes(within(at, MINUTE, 60))) return MINUTE;
  if (plan.freq === 'MINUTELY') return 0;
  return plan.seconds && !plan.seconds.includes(within(at, SECOND, 60)) ? SECOND : 0;
}

function* byClock(plan: Plan, freq: keyof typeof UNITS, from: number, most: number): Generator<number> {
  const unit = UNITS[freq];
  const step = unit * plan.interval;
  const first = Math.floor(plan.start / unit) * unit;
  const times = timesOf(
    [0],
    freq === 'HOURLY' ? (plan.minutes ?? [0]) : [0],
    freq === 'SECONDLY' ? [0] : (plan.seconds ?? [0]),
  );
  let empty = 0;
  let at = first + Math.max(0, Math.floor((from - first) / step)) * step;
  while (at < (LAST_DAY + 1) * DAY && empty < most) {
    const skipped = misfit(plan, at);
    empty += 1;
    if (skipped === 0)
      for (const position of positions(plan.bySetPos, times.length)) {
        empty = 0;
        if (at + times[position]! >= plan.start) yield at + times[position]!;
      }
    const next = skipped > unit ? (Math.floor(at / skipped) + 1) * skipped : at + step;
    at += Math.max(1, Math.ceil((next - at) / step)) * step;
  }
}

/**
 * The dates of a rule in order, as wall times in milliseconds, from about `from` on (never before the start; some before `from` may come),
 * without COUNT and UNTIL. Ends where no further date can be found: after `effort` empty periods or a whole cycle of the calendar,
 * or with the year 9999.
 */
export function candidates(
  rule: Rule,
  of: { readonly start: number; readonly allDay: boolean; readonly from: number; readonly effort: number },
): Generator<number> {
  const plan = planOf(rule, of.start, of.allDay);
  const most = Math.min(CYCLE[plan.freq], of.effort);
  return isSubDaily(plan.freq) ? byClock(plan, plan.freq, of.from, most) : byDays(plan, of.from, most);
}
