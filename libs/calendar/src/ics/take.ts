// What of somebody else's calendar comes in (events.md 15): every series as one, by the rule it has there, and a sentence for whatever is taken otherwise than it
// stands there.

import { instantOf, wallAt } from '#libs/zone';
import { formOf, isFault, ownRuleEffort, ruleText } from '../recurrence/form.ts';
import { naive, occurrences, type Schedule, wallLike } from '../recurrence/occurrences.ts';
import { splitSchedule } from '../recurrence/series.ts';
import { partsOf, partUids } from './later.ts';
import {
  type CalendarFile,
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
  /** As it stands in the file; a rule that the form offers is spelt as the form spells it. */
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
const MAX_DATES = 5000;
/** Dates given one by one, of those that are still to come: as many as the form takes. */
const MOST_GIVEN = 100;
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

  /** Takes a series, part after part; what it throws is told with its title. */
  #one(series: ImportedSeries): void {
    try {
      for (const part of partsOf(series)) {
        if (this.#dates + this.#events.length > MAX_DATES)
          throw new Error(`The calendar has more than ${MAX_DATES} dates; this series was left.`);
        this.#keep(part);
      }
    } catch (error) {
      this.#faults.push({ event: series.event.title, reason: reasonOf(error) });
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
    const tail = this.#coming(event, splitSchedule(schedule, from, ownRuleEffort).after);
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
      tail: tail ?? schedule,
      overrides: overrides.filter((one) => !strays.includes(one)),
      nights: tail === null ? 0 : nightsOf(tail),
    });
  }

  /** What is still to come of a schedule, from its first date on; of dates given one by one no more than a series can have. */
  #coming({ title }: ImportedEvent, tail: Schedule | null): Schedule | null {
    if (!tail) return null;
    if (tail.rule !== null) return tidy(begun(tail));
    const rdates = tail.rdates ?? [];
    if (rdates.length < MOST_GIVEN) return tail;
    const reason = `Of its ${rdates.length + 1} dates the next ${MOST_GIVEN} come in.`;
    this.#notes.push({ event: title, reason });
    return { ...tail, rdates: rdates.toSorted().slice(0, MOST_GIVEN - 1) };
  }
}

/** The UIDs under which the series and single events of a file are known here. */
export const uidsOf = (file: CalendarFile): string[] => [
  ...new Set([...file.events.map(({ uid }) => uid), ...file.series.flatMap(partUids)]),
];

/** A single event where a series stood before: a series of one date. */
const aloneNow = (event: ImportedEvent): ImportedSeries => ({
  event,
  schedule: { start: event.start, zone: event.allDay ? null : event.zone, rule: null },
  overrides: [],
  later: [],
});

/** The rule as the form spells it, which means the same dates. */
function tidy(schedule: Schedule): Schedule {
  const form = schedule.rule === null ? null : formOf(schedule.rule, schedule);
  return form && !isFault(form) ? { ...schedule, rule: ruleText(form) } : schedule;
}

/** A schedule that starts on the first date of its rule, which some programs do not see to. */
function begun(schedule: Schedule): Schedule {
  const first = occurrences({ ...schedule, rdates: [], exdates: [] }, { limit: 1, effort: ownRuleEffort })[0];
  return first ? { ...schedule, start: first.wall } : schedule;
}

const holdsDate = (schedule: Schedule, wall: string): boolean => {
  const after = wallLike(naive(wall) + (wall.length === 10 ? DAY : 1000), wall.length === 10);
  return occurrences(schedule, { from: wall, to: after, limit: 1, effort: ownRuleEffort }).length > 0;
};

function nightsOf(tail: Schedule): number | null {
  const isEndless = tail.rule !== null && !/COUNT|UNTIL/.test(tail.rule);
  return isEndless ? null : occurrences(tail, { limit: ownRuleEffort, effort: ownRuleEffort }).length;
}

/** How many nights a series has made for it at once. */
function madeNow(tail: Schedule, series: ImportedSeries, options: TakeOptions): number {
  const to = edge(series, options, HORIZON_WEEKS * 7);
  return occurrences(tail, { to, limit: MADE_AT_ONCE, effort: ownRuleEffort }).length;
}

/** A wall time so many days from now, in the form and zone of a series. */
const edge = ({ event, schedule }: ImportedSeries, { now, fallbackZone }: TakeOptions, days: number): string =>
  wallAt(now.getTime() + days * DAY, schedule.zone ?? fallbackZone).slice(0, event.allDay ? 10 : 19);

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
