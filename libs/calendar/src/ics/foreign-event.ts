import ICAL from 'ical.js';
import { instantOf, msToWall, wallAt } from '#libs/zone';
import { naive, type Schedule, wallLike } from '../recurrence/occurrences.ts';
import type { Component } from './blocks.ts';
import type { ZoneFinder } from './foreign-zones.ts';
import type { ImportedEvent } from './read.ts';
import { clean, oneLine } from './text.ts';

/** How times of a file are understood: the zone of those that name none, and that of a TZID. */
export interface ForeignTimes {
  readonly fallbackZone: string;
  readonly find: ZoneFinder;
}

/** A time as it stands in a file. `zone` null: it floats. */
interface FileTime {
  readonly wall: string;
  readonly zone: string | null;
}

type Time = InstanceType<typeof ICAL.Time>;
const DAY = 86_400_000;

/** One VEVENT of somebody else's file, and how its times are to be read. */
export class ForeignEvent {
  readonly #component: Component;
  readonly uid: string;
  readonly title: string;
  readonly sequence: number;

  constructor(component: Component) {
    this.#component = component;
    this.uid = oneLine(this.#text('uid')).slice(0, 300);
    this.title = oneLine(this.#text('summary')).slice(0, 200) || 'an event without a title';
    const sequence: unknown = component.getFirstPropertyValue('sequence');
    this.sequence = typeof sequence === 'number' && Number.isFinite(sequence) ? sequence : 0;
  }

  get isOverride(): boolean {
    return this.#component.hasProperty('recurrence-id');
  }

  get repeats(): boolean {
    return this.#component.hasProperty('x-rrule') || this.#component.hasProperty('rdate');
  }

  /** True for an override that holds for all later dates too (RANGE=THISANDFUTURE). */
  get changesLater(): boolean {
    return this.#component.getFirstProperty('recurrence-id')?.getParameter('range') !== undefined;
  }

  /** The text of the original start, to tell overrides of one date. */
  get originalText(): string {
    return String(this.#component.getFirstPropertyValue('recurrence-id') ?? '');
  }

  isNewerThan(other: ForeignEvent | undefined): boolean {
    return !other || this.sequence >= other.sequence;
  }

  /** Adds the wall times that a zone must be right for: all that stand here, and for a rule two years of months after its start. */
  gather(into: Map<string, string[]>): void {
    for (const name of ['dtstart', 'dtend', 'recurrence-id', 'exdate', 'rdate'])
      for (const property of this.#component.getAllProperties(name)) {
        const tzid: unknown = property.getParameter('tzid');
        if (typeof tzid !== 'string') continue;
        const walls = into.get(tzid) ?? [];
        into.set(tzid, walls);
        for (const time of timesIn(property)) walls.push(wallOf(time));
        if (name === 'dtstart' && this.repeats && walls.length > 0) walls.push(...monthsAfter(walls.at(-1)!));
      }
  }

  /** The event as it is, or with `keepUtc` a series whose rule counts in UTC. `recurrenceId` is the date of a series that it is. */
  event(times: ForeignTimes, recurrenceId: string | null, keepUtc = false): ImportedEvent {
    const start = this.#time('dtstart', times);
    if (!start) throw new Error('It has no start.');
    const allDay = start.wall.length === 10;
    const zone = start.zone === null || (start.zone === 'UTC' && !keepUtc) ? times.fallbackZone : start.zone;
    const from = onClocks(start, zone);
    const end = this.#end(start, zone, times);
    if (end < from) throw new Error(`It ends (${end}) before it starts (${from}).`);
    return {
      uid: this.uid,
      recurrenceId,
      title: this.title,
      description: clean(this.#text('description')).slice(0, 10_000),
      location: oneLine(this.#text('location')).slice(0, 300),
      start: from,
      end: end === from ? wallLike(naive(from) + (allDay ? DAY : DAY / 24), allDay) : end,
      zone,
      allDay,
      cancelled: this.#text('status').toUpperCase() === 'CANCELLED',
    };
  }

  /** When the series repeats, in the zone of its master. */
  schedule(times: ForeignTimes, event: ImportedEvent): Schedule {
    const rules = this.#component.getAllProperties('x-rrule').map((one) => String(one.getFirstValue()));
    if (rules.length > 1 || this.#component.hasProperty('x-exrule'))
      throw new Error('It repeats by more than one rule.');
    const dates = (name: string): string[] => {
      const found = this.#times(name, times).map((time) => this.#likeStart(time, event));
      return [...new Set(found)].sort();
    };
    return {
      start: event.start,
      zone: event.allDay ? null : event.zone,
      rule: rules[0] ?? null,
      rdates: dates('rdate'),
      exdates: dates('exdate'),
    };
  }

  /** The original start of an override, in the form and zone of its series; without one, in its own. */
  original(times: ForeignTimes, schedule: Schedule | null): string {
    const time = this.#time('recurrence-id', times)!;
    if (!schedule) return onClocks(time, time.zone === null || time.zone === 'UTC' ? times.fallbackZone : time.zone);
    const allDay = schedule.start.length === 10;
    return this.#likeStart(time, { start: schedule.start, zone: schedule.zone ?? times.fallbackZone, allDay });
  }

  /** A time in the form of a start: a bare date means the date's own time (Outlook writes so), a time of a whole-day series its date. */
  #likeStart(time: FileTime, { start, zone, allDay }: Pick<ImportedEvent, 'start' | 'zone' | 'allDay'>): string {
    if (allDay) return time.wall.slice(0, 10);
    return time.wall.length === 10 ? `${time.wall}${start.slice(10)}` : onClocks(time, zone);
  }

  #end(start: FileTime, zone: string, times: ForeignTimes): string {
    const end = this.#time('dtend', times);
    if (end) {
      if ((end.wall.length === 10) !== (start.wall.length === 10))
        throw new Error('Its start is a day and its end a time, or the reverse.');
      return onClocks(end.zone === null ? { ...end, zone: start.zone } : end, zone);
    }
    const duration: unknown = this.#component.getFirstPropertyValue('duration');
    const from = onClocks(start, zone);
    if (!(duration instanceof ICAL.Duration)) return from;
    return wallLike(naive(from) + duration.toSeconds() * 1000, from.length === 10);
  }

  #time(name: string, times: ForeignTimes): FileTime | null {
    return this.#times(name, times)[0] ?? null;
  }

  #times(name: string, times: ForeignTimes): FileTime[] {
    return this.#component.getAllProperties(name).flatMap((property) => {
      const tzid: unknown = property.getParameter('tzid');
      return timesIn(property).map((time): FileTime => {
        if (time.isDate) return { wall: wallOf(time), zone: null };
        if (time.zone === ICAL.Timezone.utcTimezone) return { wall: wallOf(time), zone: 'UTC' };
        if (typeof tzid !== 'string' || tzid === '') return { wall: wallOf(time), zone: null };
        const zone = times.find(tzid);
        if (zone === null) throw new Error(`Its time zone "${oneLine(tzid).slice(0, 80)}" is not known.`);
        return { wall: wallOf(time), zone };
      });
    });
  }

  #text(name: string): string {
    const value: unknown = this.#component.getFirstPropertyValue(name);
    return typeof value === 'string' ? value : '';
  }
}

/** The times of a property (RDATE may hold periods, of which the beginning counts). ical.js makes 2 March of 30 February: such are refused. */
function timesIn(property: InstanceType<typeof ICAL.Property>): Time[] {
  const written = property.toJSON().slice(3) as unknown[];
  return property.getValues().map((value, at) => {
    const time: unknown = value instanceof ICAL.Period ? value.start : value;
    const isPeriod = value instanceof ICAL.Period;
    if (!(time instanceof ICAL.Time) || (!isPeriod && time.toString() !== written[at]))
      throw new Error('One of its times cannot be read.');
    return time;
  });
}

function wallOf(time: Time): string {
  const wall = time.toString().slice(0, time.isDate ? 10 : 19);
  const ms = naive(wall);
  if (Number.isNaN(ms) || wallLike(ms, time.isDate) !== wall) throw new Error('One of its times cannot be read.');
  return wall;
}

/** A time of a file on the clocks of a zone. */
function onClocks({ wall, zone: own }: FileTime, zone: string): string {
  return wall.length === 10 || own === null || own === zone ? wall : wallAt(instantOf(wall, own).at, zone);
}

function monthsAfter(wall: string): string[] {
  const start = naive(wall);
  return Array.from({ length: 24 }, (_, at) => msToWall(start + (at + 1) * 15 * 2 * DAY));
}
