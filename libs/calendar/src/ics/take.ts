// What of somebody else's calendar comes in (events.md 15): series that stay series here, the dates of the others one by one, and a sentence for whatever is
// taken otherwise than it stands there.

import { instantOf, wallAt } from '#libs/zone';
import { checkSchedule, formOf, isFault, ruleText, type ScheduleFault, scheduleLimits } from '../recurrence/form.ts';
import { naive, occurrences, type Schedule, wallLike } from '../recurrence/occurrences.ts';
import { splitSchedule } from '../recurrence/series.ts';
import {
  type CalendarFile,
  EFFORT,
  type ImportedEvent,
  type ImportedSeries,
  type ImportFault,
  MAX_FAULTS,
  reasonOf,
  TOO_MUCH,
} from './read.ts';

/** A series that comes in as one. */
export interface TakenSeries {
  readonly event: ImportedEvent;
  /** As it stands in the file, its rule spelt as the form spells it. */
  readonly schedule: Schedule;
  /** From yesterday on: what of it can still take place here. */
  readonly tail: Schedule;
  /** Dates with something of their own, each by its original start. */
  readonly overrides: readonly ImportedEvent[];
  /** How many dates are to come; null for one without an end. */
  readonly nights: number | null;
}

/** What lies before the reader: from when, how far, and which UIDs are series here already, so that they stay such. */
export interface TakeOptions {
  readonly fallbackZone: string;
  readonly now: Date;
  readonly horizonDays: number;
  readonly isSeries?: (uid: string) => boolean;
}

/** A calendar as it comes in. `notes` tell what is taken otherwise than it stands in the file, `faults` what is not taken. */
export interface TakenCalendar {
  readonly events: readonly ImportedEvent[];
  readonly series: readonly TakenSeries[];
  readonly notes: readonly ImportFault[];
  readonly faults: readonly ImportFault[];
}

const DAY = 86_400_000;
const MAX_INSTANCES = 1000;
const MAX_DATES = 5000;
const MADE_AT_ONCE = 400;
const HORIZON_WEEKS = 26;

/** Sorts a calendar that was read into series and single dates: at most 5000 dates at once, a series that is too much is named and left. */
export function takeCalendar(file: CalendarFile, options: TakeOptions): TakenCalendar {
  return new Taker(options, file.faults).take(file);
}

class Taker {
  readonly #options: TakeOptions;
  readonly #events: ImportedEvent[] = [];
  readonly #series: TakenSeries[] = [];
  readonly #notes: ImportFault[] = [];
  readonly #faults: ImportFault[];
  #dates = 0;

  constructor(options: TakeOptions, faults: readonly ImportFault[]) {
    this.#options = options;
    this.#faults = [...faults];
  }

  take(file: CalendarFile): TakenCalendar {
    for (const event of file.events)
      if (this.#isSeries(event.uid) && event.recurrenceId === null) this.#one(aloneNow(event));
      else this.#events.push(event);
    for (const series of file.series) {
      if (this.#faults.length > MAX_FAULTS) break;
      this.#one(series);
    }
    if (this.#faults.length > MAX_FAULTS) this.#faults.push({ event: null, reason: TOO_MUCH });
    const notes = this.#notes.slice(0, MAX_FAULTS);
    return { events: this.#events, series: this.#series, notes, faults: this.#faults };
  }

  #isSeries(uid: string): boolean {
    return this.#options.isSeries?.(uid) ?? false;
  }

  /** Takes a series in whichever way it can be; what it throws is told with its title. */
  #one(series: ImportedSeries): void {
    const { title, uid } = series.event;
    try {
      if (this.#dates + this.#events.length > MAX_DATES)
        throw new Error(`The calendar has more than ${MAX_DATES} dates; this series was left.`);
      const why = whyNot(series);
      if (why === null) return this.#keep(series);
      if (this.#isSeries(uid)) return this.#keep(byDates(series, this.#options));
      const dates = singleDates(series, this.#options);
      this.#events.push(...dates);
      if (dates.length > 0) this.#notes.push({ event: title, reason: `${why} ${countWords(dates.length)}` });
      else this.#over(title);
    } catch (error) {
      this.#faults.push({ event: title, reason: reasonOf(error) });
    }
  }

  #over(event: string): void {
    this.#notes.push({ event, reason: 'All its dates are over, so nothing of it comes in.' });
  }

  #keep(series: ImportedSeries): void {
    const { event, overrides } = series;
    const isHeld = this.#isSeries(event.uid);
    const schedule = tidy(series.schedule);
    const from = edge(series, this.#options, -1);
    const tail = splitSchedule(schedule, from).after;
    if (event.cancelled && !isHeld) {
      this.#notes.push({ event: event.title, reason: 'It was called off there, so nothing of it comes in.' });
      return;
    }
    const isIn = (original: string): boolean => holdsDate(schedule, original);
    // A date that the rule does not have, or one of the past that was moved to come, stands for itself.
    const strays = overrides.filter(
      ({ recurrenceId, start }) => start >= from && !(isIn(recurrenceId!) && (isHeld || recurrenceId! >= from)),
    );
    const to = edge(series, this.#options, this.#options.horizonDays);
    this.#events.push(...strays.filter(({ start }) => start < to).map((one) => shown(one, this.#options)));
    if (!tail && !isHeld) return strays.length > 0 ? undefined : this.#over(event.title);
    this.#dates += tail ? madeNow(tail, series, this.#options) : 0;
    this.#series.push({
      event,
      schedule,
      tail: tail === null ? schedule : tidy(tail),
      overrides: overrides.filter((one) => !strays.includes(one)),
      nights: tail === null ? 0 : nightsOf(tail),
    });
  }
}

/** A single event where a series stood before: a series of one date. */
const aloneNow = (event: ImportedEvent): ImportedSeries => ({
  event,
  schedule: { start: event.start, zone: event.allDay ? null : event.zone, rule: null },
  overrides: [],
  later: [],
  isSafe: false,
});

/** The rule as the form spells it, which means the same dates. */
function tidy(schedule: Schedule): Schedule {
  const form = schedule.rule === null ? null : formOf(schedule.rule, schedule);
  return form && !isFault(form) ? { ...schedule, rule: ruleText(form) } : schedule;
}

const holdsDate = (schedule: Schedule, wall: string): boolean => {
  const after = wallLike(naive(wall) + (wall.length === 10 ? DAY : 1000), wall.length === 10);
  return occurrences(schedule, { from: wall, to: after, limit: 1, effort: EFFORT }).length > 0;
};

function nightsOf(tail: Schedule): number | null {
  const isEndless = tail.rule !== null && !/COUNT|UNTIL/.test(tail.rule);
  return isEndless ? null : occurrences(tail, { limit: 2 * MAX_INSTANCES, effort: EFFORT }).length;
}

/** How many nights a series has made for it at once. */
function madeNow(tail: Schedule, series: ImportedSeries, options: TakeOptions): number {
  const to = edge(series, options, HORIZON_WEEKS * 7);
  return occurrences(tail, { to, limit: MADE_AT_ONCE, effort: EFFORT }).length;
}

/** Why a series cannot stay one, in words; null if it can. */
function whyNot({ schedule, later }: ImportedSeries): string | null {
  if (later.length > 0) return 'From one of its dates on it is another.';
  if ((schedule.rdates ?? []).length >= scheduleLimits.givenDates)
    return `It has more than ${scheduleLimits.givenDates} dates given one by one.`;
  const fault = checkSchedule(schedule);
  return fault === null ? null : (words[fault.code]?.(fault) ?? 'Calendar programs read its rule differently.');
}

const words: Partial<Record<ScheduleFault['code'], (fault: ScheduleFault) => string>> = {
  'count-too-large': ({ most }) => `It takes place more often than the ${most} times that a series may have.`,
  'until-too-far': ({ most }) => `It goes on for more than the ${most} years that a series may last.`,
  'interval-too-large': ({ most }) => `Its dates are further apart than every ${most} times.`,
  'start-not-a-date': () => 'Its first date is not one of its rule.',
  'month-day-not-in-every-month': () => 'Not every month has its day.',
  'leap-day': () => 'Its day comes in leap years only.',
};

const countWords = (count: number): string =>
  count === 1
    ? 'Its one date of the next year comes in by itself.'
    : `Its ${count} dates of the next year come in one by one.`;

/** A series whose rule is not offered, with the dates of the next year given one by one; those that differ stay different. */
function byDates(series: ImportedSeries, options: TakeOptions): ImportedSeries {
  const dates = windowDates(series, options).slice(0, scheduleLimits.givenDates);
  const [first, ...rest] = dates.map(({ recurrenceId }) => recurrenceId!).sort();
  const { event } = series;
  const isOwn = (one: ImportedEvent): boolean =>
    one.cancelled ||
    one.start !== one.recurrenceId ||
    one.title !== event.title ||
    one.description !== event.description ||
    one.location !== event.location;
  return {
    event,
    schedule: { start: first ?? event.start, zone: series.schedule.zone, rule: null, rdates: rest, exdates: [] },
    overrides: dates.filter(isOwn),
    later: [],
    isSafe: false,
  };
}

/** A wall time so many days from now, in the form and zone of a series. */
const edge = ({ event, schedule }: ImportedSeries, { now, fallbackZone }: TakeOptions, days: number): string =>
  wallAt(now.getTime() + days * DAY, schedule.zone ?? fallbackZone).slice(0, event.allDay ? 10 : 19);

/** The single dates of a series from yesterday to the horizon, at most 1000, with its overrides laid over them; one moved into that time comes too. */
export function singleDates(series: ImportedSeries, options: TakeOptions): ImportedEvent[] {
  return windowDates(series, options)
    .map((one) => shown(one, options))
    .sort((a, b) => (a.start < b.start ? -1 : 1));
}

function windowDates(series: ImportedSeries, options: TakeOptions): ImportedEvent[] {
  const { event, schedule, overrides, later } = series;
  const allDay = event.allDay;
  const [from, to] = [edge(series, options, -1), edge(series, options, options.horizonDays)];
  const byOriginal = new Map(overrides.map((one) => [one.recurrenceId!, one]));
  const plain = occurrences(schedule, { from, to, limit: MAX_INSTANCES, effort: EFFORT }).map(({ wall }) => wall);
  const dates = plain
    .filter((wall) => !byOriginal.has(wall))
    .map((wall) => {
      const model = later.findLast(({ recurrenceId }) => recurrenceId! < wall) ?? event;
      const start = wallLike(naive(wall) + naive(model.start) - naive(model.recurrenceId ?? model.start), allDay);
      const end = wallLike(naive(start) + naive(model.end) - naive(model.start), allDay);
      return { ...model, recurrenceId: wall, start, end };
    });
  const own = overrides.filter(
    ({ start, recurrenceId }) => plain.includes(recurrenceId!) || (start >= from && start < to),
  );
  return [...dates, ...own];
}

/** An event of a UTC calendar on the clocks of the reader's zone; its recurrence id too, as it always was. */
function shown(event: ImportedEvent, { fallbackZone: zone }: TakeOptions): ImportedEvent {
  if (event.zone !== 'UTC' || event.allDay) return event;
  const wall = (utc: string): string => wallAt(instantOf(utc, 'UTC').at, zone);
  return {
    ...event,
    zone,
    start: wall(event.start),
    end: wall(event.end),
    recurrenceId: event.recurrenceId && wall(event.recurrenceId),
  };
}
