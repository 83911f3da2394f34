// What repeats, and when: rule, added and removed dates on the wall clock, then the zone. The policy at clock changes is libs/zone's `instantOf`.

import { instantOf, msToWall, type Wall, wallToMs } from '#libs/zone';
import { candidates } from './candidates.ts';
import { parseRule, type Rule, RuleFault } from './rule.ts';

/** A repeating time on the wall clock. */
export interface Schedule {
  /** `YYYY-MM-DDTHH:mm:ss`, or `YYYY-MM-DD` for whole days. */
  readonly start: string;
  /** IANA name; null for whole days and for times that float. */
  readonly zone: string | null;
  /** The value of an RRULE; null where the dates are given one by one, the start among them. UNTIL may be a date, a local time or an instant. */
  readonly rule: string | null;
  /** Dates added and taken out, in the form of `start`. */
  readonly rdates?: readonly string[];
  readonly exdates?: readonly string[];
}

/** One date of it: what the clock shows and, in a zone, the instant in milliseconds. `gap`: that time does not exist and is moved forward; `overlap`: it comes twice and the first is meant. */
export interface Occurrence {
  readonly wall: string;
  readonly at: number | null;
  readonly kind: 'plain' | 'gap' | 'overlap';
}

/** Which dates are wanted: from a wall time (inclusive) to one (exclusive), at most `limit`. */
export interface Window {
  readonly from?: Wall;
  readonly to?: Wall;
  readonly limit: number;
  /** For rules of strangers: so many dates and empty periods are followed, not a million and a whole cycle of the calendar. */
  readonly effort?: number;
}

const DAY = 86_400_000;
/** A date of a rule by number and COUNT are followed so far; nobody has waited for more. */
const MOST_VISITED = 1_000_000;

/** True for a schedule of whole days. */
export const isAllDay = (schedule: Pick<Schedule, 'start'>): boolean => schedule.start.length === 10;

/** A date or wall time in milliseconds as if the wall were UTC. */
export const naive = (wall: string): number => wallToMs(wall.length === 10 ? `${wall}T00:00:00` : wall);

/** The inverse of `naive`, in the form of `like`. */
export const wallLike = (ms: number, allDay: boolean): string => (allDay ? msToWall(ms).slice(0, 10) : msToWall(ms));

/** The last moment of UNTIL: on the wall clock, and exactly where it is an instant and the schedule has a zone. */
function untilOf(rule: Rule, zone: string | null): { wall: number; at: number } {
  if (!rule.until) return { wall: Infinity, at: Infinity };
  const [, year, month, day, time] = /^(\d{4})(\d\d)(\d\d)(?:T(\d{6})Z?)?$/.exec(rule.until)!;
  const clock = time ? time.replace(/(..)(..)(..)/, '$1:$2:$3') : '23:59:59';
  const ms = wallToMs(`${year}-${month}-${day}T${clock}`);
  return rule.until.endsWith('Z') && zone ? { wall: ms + DAY, at: ms } : { wall: ms, at: Infinity };
}

/** The dates of a rule, COUNT and UNTIL applied, EXDATE not. */
function* ruleDates(rule: Rule, schedule: Schedule, from: number, effort: number): Generator<number> {
  const until = untilOf(rule, schedule.zone);
  const bound = untilBound(schedule.zone, until.at);
  let left = rule.count ?? Infinity;
  let visited = 0;
  const since = rule.count ? -Infinity : from;
  for (const wall of candidates(rule, {
    start: naive(schedule.start),
    allDay: isAllDay(schedule),
    from: since,
    effort,
  })) {
    if (left === 0 || wall > until.wall || bound(wall)) return;
    left -= 1;
    visited += 1;
    if (visited > effort) throw new RuleFault('too-long', rule.count ? 'COUNT' : null);
    if (wall >= from) yield wall;
  }
}

/** Whether a wall time comes after an instant; asked of the zone only within a day of it. */
function untilBound(zone: string | null, until: number): (wall: number) => boolean {
  if (!zone || until === Infinity) return () => false;
  return (wall) => wall > until - DAY && instantOf(msToWall(wall), zone).at > until;
}

/**
 * The dates of a schedule in order of time, none twice, taken-out dates missing. Bounded work whatever the rule: `RuleFault` with `no-date` for a
 * rule that no day fits (30 February; found within milliseconds, because the calendar repeats after 400 years), `too-long` where a million dates lie before the
 * window. The rule's text may come from anywhere; start, zone and given dates must be well formed. Two wall times that a gap maps to one instant are one date.
 */
export function occurrences(schedule: Schedule, window: Window): Occurrence[] {
  const from = window.from === undefined ? -Infinity : naive(window.from);
  const to = window.to === undefined ? Infinity : naive(window.to);
  const removed = new Set((schedule.exdates ?? []).map(naive));
  const given = givenDates(schedule).filter((wall) => wall >= from && wall < to && !removed.has(wall));
  const found = new Found(schedule, given);
  if (schedule.rule !== null) {
    const rule = parseRule(schedule.rule);
    const enough = window.limit + given.length;
    const effort = window.effort ?? MOST_VISITED;
    let any = given.length > 0;
    for (const wall of ruleDates(rule, schedule, from, effort)) {
      any = true;
      if (wall >= to || found.holds(enough, wall)) break;
      if (!removed.has(wall)) found.add(wall);
    }
    if (!any && !hasDate(rule, schedule, effort)) throw new RuleFault('no-date');
  }
  return found.inOrder().slice(0, window.limit);
}

/** The dates that are given: RDATE, and without a rule the start. */
function givenDates(schedule: Schedule): number[] {
  const given = (schedule.rdates ?? []).map(naive);
  return schedule.rule === null ? [naive(schedule.start), ...given] : given;
}

function hasDate(rule: Rule, schedule: Schedule, effort: number): boolean {
  const of = { start: naive(schedule.start), allDay: isAllDay(schedule), from: -Infinity, effort };
  return !candidates(rule, of).next().done;
}

/** Dates gathered, each once: by their instant in a zone, by the wall clock else. */
class Found {
  readonly #byMoment = new Map<number, Occurrence>();
  readonly #allDay: boolean;
  readonly #zone: string | null;
  #gap = -Infinity;

  constructor(schedule: Schedule, given: readonly number[]) {
    this.#allDay = isAllDay(schedule);
    this.#zone = this.#allDay ? null : schedule.zone;
    for (const wall of given) this.add(wall);
  }

  add(ms: number): void {
    const wall = wallLike(ms, this.#allDay);
    const found = this.#zone === null ? null : instantOf(wall, this.#zone);
    const moment = found?.at ?? ms;
    if (found?.kind === 'gap') this.#gap = ms;
    if (!this.#byMoment.has(moment)) this.#byMoment.set(moment, { wall, at: null, kind: 'plain', ...found });
  }

  /** True once no later date of the rule can belong to the first so many: within a day after a gap one may still come before another. */
  holds(enough: number, wall: number): boolean {
    return this.#byMoment.size >= enough && wall > this.#gap + DAY;
  }

  inOrder(): Occurrence[] {
    return [...this.#byMoment].sort(([a], [b]) => a - b).map(([, found]) => found);
  }
}
