// Somebody else's calendar (events.md 15): series with their exceptions, and single events, as plain text in known zones. Never throws; what cannot be
// taken is named in words. ATTACH, ATTENDEE, ORGANIZER and VALARM are not looked at.

import { ownRuleEffort } from '../recurrence/form.ts';
import { occurrences, type Schedule } from '../recurrence/occurrences.ts';
import { isFinerThanDays, parseRule, RuleFault } from '../recurrence/rule.ts';
import { blocksOf, componentOf } from './blocks.ts';
import { zoneFinder } from './foreign-zones.ts';
import { ForeignEvent, type ForeignTimes } from './foreign-event.ts';
import { oneLine } from './text.ts';

/** An event of somebody else's calendar, or one date of a series there. Plain text only. */
export interface ImportedEvent {
  readonly uid: string;
  /** The original start of one date of a series; null for a single event. */
  readonly recurrenceId: string | null;
  readonly title: string;
  readonly description: string;
  readonly location: string;
  readonly start: string;
  readonly end: string;
  readonly zone: string;
  readonly allDay: boolean;
  readonly cancelled: boolean;
}

/** A series of somebody else's calendar: the event as its master says it, when it repeats, and the dates that differ. */
export interface ImportedSeries {
  readonly event: ImportedEvent;
  readonly schedule: Schedule;
  readonly overrides: readonly ImportedEvent[];
  /** Those of the overrides that hold for all later dates too, which move by as much and carry their words; in order. */
  readonly later: readonly ImportedEvent[];
}

/** Why an event, or the whole file, cannot be taken; in words, naming the event. */
export interface ImportFault {
  readonly event: string | null;
  readonly reason: string;
}

export interface FileOptions {
  /** The zone of times that name none. */
  readonly fallbackZone: string;
  /** Zones of TZIDs that nobody knows, where somebody was asked before. */
  readonly zones?: Readonly<Record<string, string>>;
}

/** A calendar file read. */
export interface CalendarFile {
  readonly name: string | null;
  readonly events: readonly ImportedEvent[];
  readonly series: readonly ImportedSeries[];
  readonly faults: readonly ImportFault[];
}

export const MAX_IMPORT_BYTES = 1024 * 1024;
const MAX_EVENTS = 2000;
/** Faults that are named one by one. */
export const MAX_FAULTS = 100;
export const TOO_MUCH = 'Too much of the file cannot be read; the rest was left.';

const failure = (reason: string): CalendarFile => ({
  name: null,
  events: [],
  series: [],
  faults: [{ event: null, reason }],
});

/** Reads a calendar file: at most 1 MB and 2000 events, every fault named, the rest taken. */
export function readCalendarFile(source: string, options: FileOptions): CalendarFile {
  if (new TextEncoder().encode(source).length > MAX_IMPORT_BYTES) return failure('The file is larger than 1 MB.');
  const blocks = blocksOf(source);
  if (!blocks) return failure('This is not a calendar file that can be read: it does not hold one whole VCALENDAR.');
  if (blocks.events.length > MAX_EVENTS)
    return failure(`The calendar has ${blocks.events.length} events; at most ${MAX_EVENTS} can be taken at once.`);
  return new Reader(options, blocks.zones).read(blocks.events, blocks.name);
}

class Reader {
  readonly #times: ForeignTimes;
  readonly #faults: ImportFault[] = [];
  readonly #walls = new Map<string, string[]>();

  constructor(options: FileOptions, zones: readonly string[]) {
    const components = zones.flatMap((block) => this.#try(null, () => [componentOf(block, 'VTIMEZONE')]) ?? []);
    this.#times = {
      fallbackZone: options.fallbackZone,
      find: zoneFinder(components, {
        answers: options.zones ?? {},
        preferred: options.fallbackZone,
        walls: (tzid) => this.#walls.get(tzid) ?? [],
      }),
    };
  }

  read(blocks: readonly string[], name: string | null): CalendarFile {
    const found = blocks.flatMap((block) => this.#try(titleIn(block), () => [this.#event(block)]) ?? []);
    const masters = new Map<string, ForeignEvent>();
    for (const event of found)
      if (!event.isOverride && event.isNewerThan(masters.get(event.uid))) masters.set(event.uid, event);
    const events: ImportedEvent[] = [];
    const series: ImportedSeries[] = [];
    const taken = new Set<ForeignEvent>();
    for (const master of masters.values()) {
      taken.add(master);
      const overrides = newest(found.filter((one) => one.isOverride && one.uid === master.uid));
      if (!master.repeats && overrides.length === 0) {
        events.push(...(this.#try(master.title, () => [master.event(this.#times, null)]) ?? []));
        continue;
      }
      for (const one of overrides) taken.add(one);
      series.push(...(this.#try(master.title, () => [this.#series(master, overrides)]) ?? []));
    }
    const orphans = newest(found.filter((one) => one.isOverride && !taken.has(one) && !masters.has(one.uid)));
    for (const one of orphans)
      events.push(...(this.#try(one.title, () => [one.event(this.#times, one.original(this.#times, null))]) ?? []));
    return { name: name === null ? null : oneLine(name) || null, events, series, faults: this.#said() };
  }

  #event(block: string): ForeignEvent {
    const event = new ForeignEvent(componentOf(block, 'VEVENT'));
    if (event.uid === '') throw new Error('It has no UID, so a second import could not recognise it.');
    event.gather(this.#walls);
    return event;
  }

  #series(master: ForeignEvent, overrides: readonly ForeignEvent[]): ImportedSeries {
    const event = master.event(this.#times, null, true);
    const schedule = master.schedule(this.#times, event);
    mustHaveDates(schedule);
    const later: ImportedEvent[] = [];
    const read = overrides.flatMap(
      (one) =>
        this.#try(one.title, () => {
          const override = one.event(this.#times, one.original(this.#times, schedule), schedule.zone === 'UTC');
          if (one.changesLater) later.push(override);
          return [override];
        }) ?? [],
    );
    later.sort((a, b) => (a.recurrenceId! < b.recurrenceId! ? -1 : 1));
    return { event, schedule, overrides: read, later };
  }

  #try<T>(event: string | null, work: () => T): T | null {
    if (this.#faults.length > MAX_FAULTS) return null;
    try {
      return work();
    } catch (error) {
      this.#faults.push({ event, reason: reasonOf(error) });
      return null;
    }
  }

  #said(): readonly ImportFault[] {
    if (this.#faults.length <= MAX_FAULTS) return this.#faults;
    return [...this.#faults.slice(0, MAX_FAULTS), { event: null, reason: TOO_MUCH }];
  }
}

/** Of overrides of the same date the one with the highest SEQUENCE, of those the last. */
function newest(overrides: readonly ForeignEvent[]): ForeignEvent[] {
  const byDate = new Map<string, ForeignEvent>();
  for (const one of overrides) {
    const key = `${one.uid}\n${one.originalText}`;
    if (one.isNewerThan(byDate.get(key))) byDate.set(key, one);
  }
  return [...byDate.values()];
}

const titleIn = (block: string): string =>
  oneLine(/^SUMMARY(?:;[^:\n]*)?:(.*)$/im.exec(block)?.[1] ?? '').slice(0, 200) || 'an event without a title';

/** Refuses a rule that cannot be read, has no date at all, or is finer than days: nobody meets by the hour. */
function mustHaveDates(schedule: Schedule): void {
  if (schedule.rule === null) return;
  if (isFinerThanDays(parseRule(schedule.rule))) throw new Error('It repeats more often than daily.');
  occurrences(schedule, { limit: 1, effort: ownRuleEffort });
}

const RULE_WORDS: Readonly<Record<RuleFault['code'], string>> = {
  unreadable: 'Its rule cannot be read',
  'unknown-part': 'Its rule has a part that nobody knows',
  'repeated-part': 'Its rule says the same part twice',
  'bad-value': 'Its rule has a value that makes no sense',
  'no-freq': 'Its rule does not say how often it repeats',
  'other-calendar': 'It repeats by another calendar than the Gregorian one',
  'no-date': 'No day of the calendar fits its rule',
  'too-long': 'It repeats too often to be followed up to today',
};

/** Why something cannot be taken, in words. */
export function reasonOf(error: unknown): string {
  if (error instanceof RuleFault)
    return `${RULE_WORDS[error.code]}${error.part ? ` (${oneLine(error.part).slice(0, 40)})` : ''}.`;
  return error instanceof Error ? oneLine(error.message).slice(0, 200) : 'It cannot be read.';
}
