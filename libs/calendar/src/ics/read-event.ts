import ICAL from 'ical.js';
import { instantOf, isZone, msToWall, wallAt, wallToMs } from '#libs/zone';
import { clean, oneLine } from './text.ts';
import { windowsZones } from './windows-zones.ts';

/** An event of somebody else's calendar, every recurrence already a single date. Plain text only. */
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

export interface ReadOptions {
  /** The zone of times that name none. */
  readonly fallbackZone: string;
  readonly now: Date;
  readonly horizonDays: number;
}

export type Component = InstanceType<typeof ICAL.Component>;
type Time = InstanceType<typeof ICAL.Time>;

export const uidOf = (component: Component): string =>
  oneLine(String(component.getFirstPropertyValue('uid') ?? '')).slice(0, 300);
export const titleOf = (component: Component): string =>
  oneLine(String(component.getFirstPropertyValue('summary') ?? '')).slice(0, 200) || 'an event without a title';

/** One event of a component: its own times, or those of one date of its series. */
export function single(
  component: Component,
  of: { options: ReadOptions; recurrenceId: string | null; at?: { start: string; end: string } },
): ImportedEvent {
  const zone = zoneOf(component, 'dtstart', of.options);
  const { start, end } = of.at ?? timesOf(component, of.options);
  return {
    uid: uidOf(component),
    recurrenceId: of.recurrenceId,
    title: titleOf(component),
    description: clean(textOf(component, 'description')).slice(0, 10_000),
    location: oneLine(textOf(component, 'location')).slice(0, 300),
    start,
    end,
    zone,
    allDay: start.length === 10,
    cancelled: textOf(component, 'status').toUpperCase() === 'CANCELLED',
  };
}

/** Start and end of a component on the clocks of its zone. */
export function timesOf(component: Component, options: ReadOptions): { start: string; end: string } {
  if (!component.hasProperty('dtstart')) throw new Error('It has no start.');
  const { startDate, endDate } = new ICAL.Event(component, { strictExceptions: true, exceptions: [] });
  if (!startDate) throw new Error('Its start cannot be read.');
  const zone = zoneOf(component, 'dtstart', options);
  const start = wallOf(startDate, zone, zone);
  const endZone = component.hasProperty('dtend') ? zoneOf(component, 'dtend', options) : zone;
  const end = wallOf(endDate ?? startDate, endZone, zone);
  if (end < start) throw new Error(`It ends (${end}) before it starts (${start}).`);
  return { start, end: end === start ? defaultEnd(start, startDate.isDate) : end };
}

/** The date of the series that a component changes, on the clocks of the series' zone. */
export function originalOf(component: Component, options: ReadOptions): string {
  const value: unknown = component.getFirstPropertyValue('recurrence-id');
  if (!(value instanceof ICAL.Time)) throw new Error('The date it changes cannot be read.');
  return wallOf(value, zoneOf(component, 'recurrence-id', options), zoneOf(component, 'dtstart', options));
}

const textOf = (component: Component, name: string): string => {
  const value: unknown = component.getFirstPropertyValue(name);
  return typeof value === 'string' ? value : '';
};

const defaultEnd = (start: string, allDay: boolean): string =>
  allDay ? msToWall(wallToMs(`${start}T00:00:00`) + 86_400_000).slice(0, 10) : msToWall(wallToMs(start) + 3_600_000);

/** The IANA zone of a time by its TZID: that name, Microsoft's name for one, or the calendar's fallback where it names none. */
export function zoneOf(component: Component, property: string, options: ReadOptions): string {
  const named: unknown = component.getFirstProperty(property)?.getParameter('tzid');
  if (typeof named !== 'string' || named === '') return options.fallbackZone;
  const plain = named.replace(/^\/[^/]+\/[^/]+\//, '').replace(/^"|"$/g, '');
  const known = isZone(plain) ? plain : windowsZones[plain];
  if (known) return known;
  throw new Error(`Its time zone "${plain}" is not known.`);
}

/** A time on the clocks of `zone`; UTC times are converted, others are read on the clocks of their own zone. */
export function wallOf(time: Time, own: string, zone: string): string {
  if (time.isDate) return time.toString().slice(0, 10);
  if (time.zone === ICAL.Timezone.utcTimezone) return wallAt(time.toJSDate().getTime(), zone);
  const wall = time.toString().slice(0, 19);
  if (Number.isNaN(wallToMs(wall))) throw new Error('One of its times cannot be read.');
  return own === zone ? wall : wallAt(instantOf(wall, own).at, zone);
}
