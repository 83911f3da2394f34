// The rules that a person can choose (events.md 4): the subset on which every calendar program agrees. As a form for the screen, as a rule for the row.

import { instantOf } from '#libs/zone';
import { civilOf, weekdayOf } from './civil.ts';
import { naive, occurrences, type Schedule, wallLike } from './occurrences.ts';
import {
  isFinerThanDays,
  type NthWeekday,
  parseRule,
  type Rule,
  RuleFault,
  type RuleFaultCode,
  type Weekday,
  weekdays,
} from './rule.ts';

/** When a series ends: never, after so many dates, or with a date (inclusive, `YYYY-MM-DD`). */
export type SeriesEnd =
  | { readonly by: 'never' }
  | { readonly by: 'count'; readonly count: number }
  | { readonly by: 'until'; readonly date: string };

/** What the create screen offers: every nth day, week on some weekdays, month by weekday (`nth` 1–4, -1 the last) or by day (1–28, -1 the last), or each year. */
export type RuleForm = { readonly interval: number; readonly end: SeriesEnd } & (
  | { readonly every: 'day' }
  | { readonly every: 'week'; readonly weekdays: readonly Weekday[] }
  | { readonly every: 'month-weekday'; readonly nth: number; readonly weekday: Weekday }
  | { readonly every: 'month-day'; readonly day: number }
  | { readonly every: 'year' }
);

/** Why a schedule is not offered. `part` names the RRULE part, `most` the limit, `next` the date of the rule that a start could take instead. */
export interface ScheduleFault {
  readonly code:
    | RuleFaultCode
    | 'not-offered' // a rule that some calendar programs read differently
    | 'interval-too-large'
    | 'count-too-large'
    | 'count-and-until'
    | 'until-too-far'
    | 'until-before-start'
    | 'month-day-not-in-every-month' // 29, 30, 31
    | 'leap-day' // yearly on 29 February
    | 'start-not-a-date'
    | 'too-many-dates'; // given one by one
  readonly part?: string;
  readonly most?: number;
  readonly next?: string;
}

/** The limits of what is offered. */
export const scheduleLimits = {
  count: 730,
  untilYears: 5,
  givenDates: 100,
  interval: { day: 365, week: 52, 'month-weekday': 12, 'month-day': 12, year: 10 },
} as const;

/** Steps that a rule from outside is followed: 27 years of days. */
export const ownRuleEffort = 10_000;

const DAY = 86_400_000;

/** Which parts each form may have besides FREQ, INTERVAL, COUNT, UNTIL and WKST. */
const LIST_PARTS = {
  BYMONTH: 'byMonth',
  BYWEEKNO: 'byWeekNo',
  BYYEARDAY: 'byYearDay',
  BYMONTHDAY: 'byMonthDay',
  BYDAY: 'byDay',
  BYHOUR: 'byHour',
  BYMINUTE: 'byMinute',
  BYSECOND: 'bySecond',
  BYSETPOS: 'bySetPos',
} as const satisfies Record<string, keyof Rule>;

/** Carries a fault out of the reading of a form; never leaves this module. */
class Refused extends Error {
  readonly fault: ScheduleFault;

  constructor(fault: ScheduleFault) {
    super(fault.code);
    this.fault = fault;
  }
}

function refuse(code: ScheduleFault['code'], more: Omit<ScheduleFault, 'code'> = {}): never {
  throw new Refused({ code, ...more });
}

function orFault<T>(work: () => T): T | ScheduleFault {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refused) return error.fault;
    if (error instanceof RuleFault) return { code: error.code, ...(error.part ? { part: error.part } : {}) };
    throw error;
  }
}

function onlyParts(rule: Rule, allowed: readonly (keyof typeof LIST_PARTS)[]): void {
  for (const [part, key] of Object.entries(LIST_PARTS))
    if (rule[key] && !allowed.some((one) => one === part)) refuse('not-offered', { part });
}

function only<T>(values: readonly T[], part: string): T {
  if (values.length !== 1) refuse('not-offered', { part });
  return values[0]!;
}

const weekdayName = (of: number): Weekday => weekdays[of]!;
const shape = { DAILY: daily, WEEKLY: weekly, MONTHLY: monthly, YEARLY: yearly } as const;

/**
 * A rule as the form that means the same for this start, or why there is none. Reads other people's spellings of the offered rules too:
 * a weekday, day or month that is the start's own, `BYDAY=TU;BYSETPOS=2` for `BYDAY=2TU`, UNTIL in any of its kinds.
 */
export function formOf(ruleText: string, schedule: Pick<Schedule, 'start' | 'zone'>): RuleForm | ScheduleFault {
  return orFault(() => {
    const rule = parseRule(ruleText);
    if (rule.freq === 'HOURLY' || rule.freq === 'MINUTELY' || rule.freq === 'SECONDLY')
      return refuse('not-offered', { part: 'FREQ' });
    const form = { ...shape[rule.freq](rule, schedule.start), interval: rule.interval, end: endOf(rule, schedule) };
    checkForm(form, schedule.start);
    return form;
  });
}

/** True for a fault among what `formOf` may return. */
export const isFault = (found: RuleForm | ScheduleFault): found is ScheduleFault => 'code' in found;

function daily(rule: Rule): { every: 'day' } {
  onlyParts(rule, []);
  return { every: 'day' };
}

function weekly(rule: Rule, start: string): { every: 'week'; weekdays: Weekday[] } {
  onlyParts(rule, ['BYDAY']);
  const own = [{ nth: 0, weekday: weekdayOf(Math.floor(naive(start) / DAY)) }];
  const days: readonly NthWeekday[] = rule.byDay ?? own;
  if (days.some(({ nth }) => nth !== 0)) refuse('not-offered', { part: 'BYDAY' });
  if (rule.wkst !== 0 && rule.interval > 1 && days.length > 1) refuse('not-offered', { part: 'WKST' });
  const numbers = [...new Set(days.map(({ weekday }) => weekday))].sort((a, b) => a - b);
  return { every: 'week', weekdays: numbers.map(weekdayName) };
}

type Monthly =
  | { readonly every: 'month-weekday'; readonly nth: number; readonly weekday: Weekday }
  | { readonly every: 'month-day'; readonly day: number };

function monthly(rule: Rule, start: string): Monthly {
  if (!rule.byDay) {
    onlyParts(rule, ['BYMONTHDAY']);
    const own = civilOf(Math.floor(naive(start) / DAY)).day;
    return { every: 'month-day', day: only(rule.byMonthDay ?? [own], 'BYMONTHDAY') };
  }
  onlyParts(rule, ['BYDAY', 'BYSETPOS']);
  const { nth, weekday } = only(rule.byDay, 'BYDAY');
  if (nth !== 0 && rule.bySetPos) refuse('not-offered', { part: 'BYSETPOS' });
  const position = nth === 0 ? only(rule.bySetPos ?? [], 'BYDAY') : nth;
  return { every: 'month-weekday', nth: position, weekday: weekdayName(weekday) };
}

function yearly(rule: Rule, start: string): { every: 'year' } {
  onlyParts(rule, ['BYMONTH', 'BYMONTHDAY']);
  const own = civilOf(Math.floor(naive(start) / DAY));
  if (rule.byMonth && only(rule.byMonth, 'BYMONTH') !== own.month) refuse('not-offered', { part: 'BYMONTH' });
  if (rule.byMonthDay && (!rule.byMonth || only(rule.byMonthDay, 'BYMONTHDAY') !== own.day))
    refuse('not-offered', { part: 'BYMONTHDAY' });
  return { every: 'year' };
}

/** The end as the form says it. An instant that falls before the date's own time means the day before. */
function endOf(rule: Rule, { start, zone }: Pick<Schedule, 'start' | 'zone'>): SeriesEnd {
  if (rule.count !== null && rule.until) refuse('count-and-until', { part: 'UNTIL' });
  if (rule.count !== null) return { by: 'count', count: rule.count };
  if (!rule.until) return { by: 'never' };
  const [, date, time] = /^(\d{8})(?:T(\d{6}))?/.exec(rule.until)!;
  const iso = (of: string): string => of.replace(/^(....)(..)(..)/, '$1-$2-$3');
  const ownTime = start.slice(11) || '00:00:00';
  if (!time) return { by: 'until', date: iso(date!) };
  const ms = naive(`${iso(date!)}T${time.replace(/(..)(..)(..)/, '$1:$2:$3')}`);
  const isInstant = rule.until.endsWith('Z') && zone !== null;
  const holds = (day: string): boolean =>
    (isInstant ? instantOf(`${day}T${ownTime}`, zone).at : naive(`${day}T${ownTime}`)) <= ms;
  for (let later = 1; later >= -2; later -= 1) {
    const day = wallLike(naive(iso(date!)) + later * DAY, true);
    if (holds(day)) return { by: 'until', date: day };
  }
  return { by: 'until', date: iso(date!) };
}

function checkForm(form: RuleForm, start: string): void {
  const most = scheduleLimits.interval[form.every];
  if (form.interval < 1 || form.interval > most) refuse('interval-too-large', { part: 'INTERVAL', most });
  if (form.every === 'week' && form.weekdays.length === 0) refuse('not-offered', { part: 'BYDAY' });
  if (form.every === 'month-weekday' && form.nth !== -1 && !(form.nth >= 1 && form.nth <= 4))
    refuse('not-offered', { part: 'BYDAY' });
  if (form.every === 'month-day' && form.day !== -1 && !(form.day >= 1 && form.day <= 28))
    refuse(form.day > 28 ? 'month-day-not-in-every-month' : 'not-offered', { part: 'BYMONTHDAY', most: 28 });
  if (form.every === 'year' && start.slice(5, 10) === '02-29') refuse('leap-day');
  checkEnd(form.end, start);
}

function checkEnd(end: SeriesEnd, start: string): void {
  if (end.by === 'count' && end.count > scheduleLimits.count)
    refuse('count-too-large', { part: 'COUNT', most: scheduleLimits.count });
  if (end.by !== 'until') return;
  if (end.date < start.slice(0, 10)) refuse('until-before-start', { part: 'UNTIL' });
  const farthest = `${String(Number(start.slice(0, 4)) + scheduleLimits.untilYears).padStart(4, '0')}${start.slice(4, 10)}`;
  if (end.date > farthest) refuse('until-too-far', { part: 'UNTIL', most: scheduleLimits.untilYears });
}

/** The rule of a form as text: FREQ first, never UNTIL with COUNT, UNTIL a date of the wall clock (a feed writes it as RFC 5545 wants it), WKST only where it matters. */
export function ruleText(form: RuleForm): string {
  const parts = {
    day: () => ['FREQ=DAILY'],
    week: () => ['FREQ=WEEKLY'],
    'month-weekday': () => ['FREQ=MONTHLY'],
    'month-day': () => ['FREQ=MONTHLY'],
    year: () => ['FREQ=YEARLY'],
  }[form.every]();
  if (form.interval > 1) parts.push(`INTERVAL=${form.interval}`);
  if (form.every === 'week') parts.push(`BYDAY=${weekdays.filter((one) => form.weekdays.includes(one)).join(',')}`);
  if (form.every === 'month-weekday') parts.push(`BYDAY=${form.nth}${form.weekday}`);
  if (form.every === 'month-day') parts.push(`BYMONTHDAY=${form.day}`);
  if (form.every === 'week' && form.interval > 1) parts.push('WKST=MO');
  if (form.end.by === 'count') parts.push(`COUNT=${form.end.count}`);
  if (form.end.by === 'until') parts.push(`UNTIL=${form.end.date.replaceAll('-', '')}`);
  return parts.join(';');
}

/**
 * Null if a series may go on by this rule although no form offers it, because it came from a calendar elsewhere: one of days or longer, whose dates are found
 * within `ownRuleEffort`, with the start among them; else why not.
 */
export function checkOwnRule(schedule: Schedule & { readonly rule: string }): ScheduleFault | null {
  const { start, zone, rule } = schedule;
  const first = orFault(() => {
    if (isFinerThanDays(parseRule(rule))) return refuse('not-offered', { part: 'FREQ' });
    return occurrences({ start, zone, rule }, { limit: 1, effort: ownRuleEffort });
  });
  if (!Array.isArray(first)) return first;
  const next = first[0]?.wall;
  return next === start ? null : { code: 'start-not-a-date', ...(next ? { next } : {}) };
}

/** Null if a schedule is one that can be offered, else why not; where only the start is no date of the rule, `next` is the date that is. */
export function checkSchedule(schedule: Schedule): ScheduleFault | null {
  if (schedule.rule === null)
    return (schedule.rdates ?? []).length + 1 > scheduleLimits.givenDates
      ? { code: 'too-many-dates', most: scheduleLimits.givenDates }
      : null;
  const form = formOf(schedule.rule, schedule);
  if (isFault(form)) return form;
  const first = orFault(() => occurrences({ start: schedule.start, zone: null, rule: schedule.rule }, { limit: 1 }));
  if (!Array.isArray(first)) return first;
  const next = first[0]?.wall;
  if (next === schedule.start) return null;
  return { code: 'start-not-a-date', ...(next ? { next } : {}) };
}

/** True if every calendar program agrees on the rule's dates. */
export const isSafe = (schedule: Schedule): boolean => schedule.rule !== null && checkSchedule(schedule) === null;
