import ICAL from 'ical.js';
import { clean, oneLine } from './text.ts';
import { windowsZones } from './windows-zones.ts';
import { instantOf, isZone, msToWall, wallAt, wallToMs } from '#libs/zone';

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

/** Why an event, or the whole file, cannot be taken; in words, naming the event. */
export interface ImportFault {
  readonly event: string | null;
  readonly reason: string;
}

export interface ReadOptions {
  /** The zone of times that name none. */
  readonly fallbackZone: string;
  readonly now: Date;
  readonly horizonDays: number;
}

export interface ReadCalendar {
  readonly name: string | null;
  readonly events: readonly ImportedEvent[];
  readonly faults: readonly ImportFault[];
}

export const MAX_IMPORT_BYTES = 1024 * 1024;
const MAX_EVENTS = 2000;
const MAX_INSTANCES = 1000;
const MAX_STEPS = 20_000;

type Component = InstanceType<typeof ICAL.Component>;
type IcalEvent = InstanceType<typeof ICAL.Event>;
type Time = InstanceType<typeof ICAL.Time>;

const failure = (reason: string): ReadCalendar => ({ name: null, events: [], faults: [{ event: null, reason }] });

/**
 * Reads a calendar file with ical.js: overrides, exclusions and zones applied, recurrences expanded from now to the horizon.
 * Never throws: what cannot be read is named in `faults`. ATTACH, ATTENDEE, ORGANIZER and VALARM are not looked at.
 */
export function readCalendar(source: string, options: ReadOptions): ReadCalendar {
  if (new TextEncoder().encode(source).length > MAX_IMPORT_BYTES) return failure('The file is larger than 1 MB.');
  let root: Component;
  try {
    const parsed: unknown = ICAL.parse(source.replace(/^\ufeff/, ''));
    root = new ICAL.Component(parsed as ConstructorParameters<typeof ICAL.Component>[0]);
  } catch (error) {
    return failure(
      `This is not a calendar file that can be read: ${error instanceof Error ? oneLine(error.message).slice(0, 160) : 'unknown form'}.`,
    );
  }
  if (root.name !== 'vcalendar') return failure('This is not a calendar file: it does not begin with BEGIN:VCALENDAR.');
  const components = root.getAllSubcomponents('vevent');
  if (components.length > MAX_EVENTS)
    return failure(`The calendar has ${components.length} events; at most ${MAX_EVENTS} can be taken at once.`);
  const masters = components.filter((one) => !one.hasProperty('recurrence-id'));
  const overrides = components.filter((one) => one.hasProperty('recurrence-id'));
  const uids = new Set(masters.map(uidOf));
  const events: ImportedEvent[] = [];
  const faults: ImportFault[] = [];
  for (const component of [...masters, ...overrides.filter((one) => !uids.has(uidOf(one)))]) {
    try {
      events.push(
        ...eventsOf(
          component,
          overrides.filter((one) => uidOf(one) === uidOf(component)),
          options,
        ),
      );
    } catch (error) {
      faults.push({
        event: titleOf(component),
        reason: error instanceof Error ? oneLine(error.message).slice(0, 200) : 'It cannot be read.',
      });
    }
  }
  const name = root.getFirstPropertyValue('x-wr-calname') ?? root.getFirstPropertyValue('name');
  return { name: name ? oneLine(String(name)) : null, events, faults };
}

const uidOf = (component: Component): string =>
  oneLine(String(component.getFirstPropertyValue('uid') ?? '')).slice(0, 300);
const titleOf = (component: Component): string =>
  oneLine(String(component.getFirstPropertyValue('summary') ?? '')).slice(0, 200) || 'an event without a title';

function eventsOf(component: Component, overrides: readonly Component[], options: ReadOptions): ImportedEvent[] {
  if (uidOf(component) === '') throw new Error('It has no UID, so a second import could not recognise it.');
  if (!component.hasProperty('dtstart')) throw new Error('It has no start.');
  const event = new ICAL.Event(component, { strictExceptions: true, exceptions: [] });
  const isOverride = component.hasProperty('recurrence-id');
  if (!event.isRecurring() || isOverride)
    return [
      single(event, isOverride ? stampOf(event.recurrenceId, zoneOf(component, 'dtstart', options)) : null, options),
    ];
  for (const override of overrides) event.relateException(override);
  return dates(event, options);
}

function dates(event: IcalEvent, options: ReadOptions): ImportedEvent[] {
  const from = options.now.getTime() - 86_400_000;
  const to = options.now.getTime() + options.horizonDays * 86_400_000;
  const found: ImportedEvent[] = [];
  const iterator = event.iterator();
  for (let steps = 0; steps < MAX_STEPS && found.length < MAX_INSTANCES; steps += 1) {
    const next = iterator.next() as Time | null;
    if (!next) break;
    const at = wallToMs(msToWall(next.toJSDate().getTime()));
    if (at > to) break;
    if (at < from) continue;
    const details = event.getOccurrenceDetails(next);
    found.push(single(details.item, stampOf(next, zoneOf(event.component, 'dtstart', options)), options, details));
  }
  return found;
}

function single(
  event: IcalEvent,
  recurrenceId: string | null,
  options: ReadOptions,
  at?: { startDate: Time; endDate: Time },
): ImportedEvent {
  const startDate = at?.startDate ?? event.startDate;
  const endDate = at?.endDate ?? event.endDate;
  const allDay = startDate.isDate;
  const zone = zoneOf(event.component, 'dtstart', options);
  const start = wallOf(startDate, zone, zone);
  const end = wallOf(
    endDate ?? startDate,
    event.component.hasProperty('dtend') ? zoneOf(event.component, 'dtend', options) : zone,
    zone,
  );
  if (end < start) throw new Error(`It ends (${end}) before it starts (${start}).`);
  return {
    uid: uidOf(event.component),
    recurrenceId,
    title: titleOf(event.component),
    description: clean(textOf(event.component, 'description')).slice(0, 10_000),
    location: oneLine(textOf(event.component, 'location')).slice(0, 300),
    start,
    end: end === start ? defaultEnd(start, allDay) : end,
    zone,
    allDay,
    cancelled: textOf(event.component, 'status').toUpperCase() === 'CANCELLED',
  };
}

const textOf = (component: Component, name: string): string => {
  const value: unknown = component.getFirstPropertyValue(name);
  return typeof value === 'string' ? value : '';
};

const defaultEnd = (start: string, allDay: boolean): string =>
  allDay ? msToWall(wallToMs(`${start}T00:00:00`) + 86_400_000).slice(0, 10) : msToWall(wallToMs(start) + 3_600_000);

/** The IANA zone of a time by its TZID: that name, Microsoft's name for one, or the calendar's fallback where it names none. */
function zoneOf(component: Component, property: string, options: ReadOptions): string {
  const named: unknown = component.getFirstProperty(property)?.getParameter('tzid');
  if (typeof named !== 'string' || named === '') return options.fallbackZone;
  const plain = named.replace(/^\/[^/]+\/[^/]+\//, '').replace(/^"|"$/g, '');
  const known = isZone(plain) ? plain : windowsZones[plain];
  if (known) return known;
  throw new Error(`Its time zone "${plain}" is not known.`);
}

/** A time on the clocks of `zone`; UTC times are converted, others are read on the clocks of their own zone. */
function wallOf(time: Time, own: string, zone: string): string {
  if (time.isDate) return time.toString().slice(0, 10);
  if (time.zone === ICAL.Timezone.utcTimezone) return wallAt(time.toJSDate().getTime(), zone);
  const wall = time.toString().slice(0, 19);
  if (Number.isNaN(wallToMs(wall))) throw new Error('One of its times cannot be read.');
  return own === zone ? wall : wallAt(instantOf(wall, own).at, zone);
}

function stampOf(time: Time, zone: string): string {
  return wallOf(time, zone, zone);
}
