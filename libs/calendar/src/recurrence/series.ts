// What a series does besides repeat: show its next dates with warnings, split at a date, say how feeds write it, hand old dates over to a new rule.

import { msToWall, wallAt } from '#libs/zone';
import { civilOf, weekStart } from './civil.ts';
import { formOf, isFault, isSafe, ruleText } from './form.ts';
import { isAllDay, naive, type Occurrence, occurrences, type Schedule, wallLike, type Window } from './occurrences.ts';
import { parseRule, type Rule, RuleFault, writeRule } from './rule.ts';

const DAY = 86_400_000;
const YEARS_AHEAD = 5;

/** A date at which the clocks change: the time wanted, and the time that will show. */
export interface ClockWarning extends Occurrence {
  readonly shown: string;
}

/** The next dates of a schedule, whether more follow, and each date of five years at which the clocks interfere. */
export interface Preview {
  readonly dates: readonly Occurrence[];
  readonly more: boolean;
  readonly warnings: readonly ClockWarning[];
}

const yearsLater = (wall: string, years: number): string => {
  const { year, month, day } = civilOf(Math.floor(naive(wall) / DAY));
  return wallLike(naive(msToWall(Date.UTC(year + years, month - 1, day))), false);
};

/** The first dates of a schedule and, over the five years from its start, those in a gap or an overlap. Throws `RuleFault` for a rule that cannot be read. */
export function previewSchedule(schedule: Schedule, limit: number): Preview {
  const dates = occurrences(schedule, { limit: limit + 1 });
  const to = yearsLater(schedule.start, YEARS_AHEAD);
  const warnings =
    schedule.zone === null
      ? []
      : occurrences(schedule, { to, limit: 2000 })
          .filter(({ kind }) => kind !== 'plain')
          .map((one) => ({ ...one, shown: wallAt(one.at!, schedule.zone!) }));
  return { dates: dates.slice(0, limit), more: dates.length > limit, warnings };
}

/** How feeds write a series for as long as it lives: as a rule if every reader reads it alike and no date of five years falls in a gap, else date by date. */
export function feedMode(schedule: Schedule): 'rrule' | 'dates' {
  if (!isSafe(schedule) || (schedule.rdates ?? []).length > 0) return 'dates'; // Google and Outlook read lists of dates badly
  return previewSchedule(schedule, 0).warnings.some(({ kind }) => kind === 'gap') ? 'dates' : 'rrule';
}

/** The two halves of a schedule; null where a half has no date. */
export interface Halves {
  readonly before: Schedule | null;
  readonly after: Schedule | null;
}

/**
 * Splits a schedule at a wall time: dates before it, and from it on. Together the halves have the dates of the whole: COUNT is shared out, and the second half
 * starts at its first date, so that intervals keep their phase. Given and taken-out dates go to the half they lie in. Throws `RuleFault` for a rule that cannot be
 * read, or that takes more than `effort` (as in `Window`) to follow.
 */
export function splitSchedule(schedule: Schedule, at: string, effort?: number): Halves {
  const bound = effort === undefined ? {} : { effort };
  const cut = naive(at);
  const isBefore = (wall: string): boolean => naive(wall) < cut;
  const isAfter = (wall: string): boolean => !isBefore(wall);
  const plain: Schedule = { start: schedule.start, zone: null, rule: schedule.rule };
  const next =
    schedule.rule === null
      ? null
      : (ruleDates({ ...plain, zone: schedule.zone }, { from: at, limit: 1, ...bound })[0] ?? null);
  if (schedule.rule === null || next === null)
    return { before: half(schedule, schedule, isBefore), after: half(schedule, { ...schedule, rule: null }, isAfter) };
  const rule = parseRule(schedule.rule);
  if (cut <= naive(schedule.start))
    return { before: half(schedule, { ...schedule, rule: null }, isBefore), after: half(schedule, schedule, isAfter) };
  const earlier = rule.count === null ? null : ruleDates(plain, { to: at, limit: rule.count, ...bound }).length;
  const ending = earlier === null ? { until: lastBefore(cut, isAllDay(schedule)) } : { count: earlier };
  const head = earlier === 0 ? null : tidy({ ...rule, ...ending }, schedule);
  const tail = writeRule({ ...rule, count: earlier === null ? null : rule.count! - earlier });
  return {
    before: half(schedule, { ...schedule, rule: head }, isBefore),
    after: half(schedule, { ...schedule, start: next, rule: tail }, isAfter),
  };
}

function ruleDates(schedule: Schedule, window: Window): string[] {
  try {
    return occurrences(schedule, window).map(({ wall }) => wall);
  } catch (error) {
    if (error instanceof RuleFault && error.code === 'no-date') return [];
    throw error;
  }
}

/** The latest UNTIL before a moment: the second before it, or the day before it. */
const lastBefore = (cut: number, allDay: boolean): string =>
  wallLike(cut - (allDay ? DAY : 1000), allDay).replace(/[-:]/g, '');

/** A rule as the form writes it, where it has a form. */
function tidy(rule: Rule, schedule: Schedule): string {
  const text = writeRule(rule);
  const form = formOf(text, schedule);
  return isFault(form) ? text : ruleText(form);
}

/** One half: its rule with the dates given and taken out on its side; without a rule the given dates alone; null where nothing is left. */
function half(whole: Schedule, of: Schedule, keep: (wall: string) => boolean): Schedule | null {
  const exdates = (whole.exdates ?? []).filter(keep);
  const given = (whole.rdates ?? []).filter(keep);
  if (of.rule !== null) {
    const found = { ...of, rdates: given, exdates };
    return ruleDates(found, { limit: 1 }).length > 0 ? found : null;
  }
  const own = whole.rule === null && keep(whole.start) ? [whole.start] : [];
  const [start, ...rdates] = [...own, ...given].filter((wall) => !exdates.includes(wall)).sort();
  return start === undefined ? null : { start, zone: whole.zone, rule: null, rdates, exdates: [] };
}

/** What becomes of the dates of a series whose schedule changes. */
export interface DateMove {
  /** Old date to new date, in order; equal where a date stays. */
  readonly moved: readonly { readonly from: string; readonly to: string }[];
  /** Old dates without a new one, and new ones without an old one. */
  readonly gone: readonly string[];
  readonly fresh: readonly string[];
}

/**
 * Hands old dates over to the dates of a new rule (events.md 4): within each day, week, month or year of the new rule a date that stays on its day keeps
 * it, the others take the free ones in order. `rule` is the new rule; null (given dates) matches by the day.
 */
export function moveDates(old: readonly string[], wanted: readonly string[], rule: string | null): DateMove {
  const period = periodOf(rule === null ? null : parseRule(rule));
  const free = new Map<number | string, string[]>();
  for (const wall of wanted.toSorted()) free.set(period(wall), [...(free.get(period(wall)) ?? []), wall]);
  const to = new Map<string, string>();
  const take = (wall: string, fits: (candidate: string) => boolean): void => {
    const left = free.get(period(wall)) ?? [];
    const at = to.has(wall) ? -1 : left.findIndex(fits);
    if (at >= 0) to.set(wall, left.splice(at, 1)[0]!);
  };
  const inOrder = old.toSorted();
  for (const wall of inOrder) take(wall, (candidate) => candidate.slice(0, 10) === wall.slice(0, 10));
  for (const wall of inOrder) take(wall, () => true);
  return {
    moved: inOrder.filter((wall) => to.has(wall)).map((from) => ({ from, to: to.get(from)! })),
    gone: inOrder.filter((wall) => !to.has(wall)),
    fresh: [...free.values()].flat().sort(),
  };
}

function periodOf(rule: Rule | null): (wall: string) => number | string {
  if (rule?.freq === 'YEARLY') return (wall) => wall.slice(0, 4);
  if (rule?.freq === 'MONTHLY') return (wall) => wall.slice(0, 7);
  if (rule?.freq === 'WEEKLY') return (wall) => weekStart(Math.floor(naive(wall) / DAY), rule.wkst);
  return (wall) => wall.slice(0, 10);
}
