import ical, { ICalCalendarMethod, ICalEventBusyStatus, ICalEventStatus, ICalEventTransparency } from 'ical-generator';
import { DateTime } from 'luxon';
import { clean, normalise, oneLine, text, uri } from './text.ts';
import { vtimezone } from './vtimezone.ts';
import { instantOf, isZone, msToWall, wallToMs } from '#libs/zone';

/** An entry of a calendar as we write it. Times are wall times in `zone`, or dates when `allDay` (the end exclusive). */
export interface CalendarEvent {
  readonly uid: string;
  readonly sequence: number;
  readonly status: 'CONFIRMED' | 'TENTATIVE' | 'CANCELLED';
  readonly start: string;
  readonly end: string;
  readonly zone: string;
  readonly allDay: boolean;
  readonly title: string;
  readonly description?: string;
  readonly location?: string;
  readonly url?: string;
  readonly transparent?: boolean;
  readonly updatedAt: Date;
}

/** A whole calendar. Without events it still holds the VTIMEZONE of its zone, because an empty one is no calendar. */
export interface CalendarModel {
  readonly name: string;
  readonly description?: string;
  readonly url?: string;
  readonly zone: string;
  readonly method?: 'PUBLISH' | 'CANCEL';
  readonly refreshMinutes?: number;
  readonly events: readonly CalendarEvent[];
  /** For an empty calendar: the year of its time zone component. */
  readonly year: number;
}

const statuses = {
  CONFIRMED: ICalEventStatus.CONFIRMED,
  TENTATIVE: ICalEventStatus.TENTATIVE,
  CANCELLED: ICalEventStatus.CANCELLED,
} as const;

/** Names of calendars: ical.js does not take the escape back, so the marks themselves go. */
const calendarName = (name: string): string => oneLine(name).replace(/[,;\\]/g, '·') || 'Calendar';

function luxonAt(wall: string, zone: string): DateTime {
  return DateTime.fromMillis(instantOf(wall, zone).at, { zone });
}

function zoneLines(model: CalendarModel): string[] {
  const yearsByZone = new Map<string, [number, number]>();
  for (const { zone, allDay, start, end } of model.events) {
    if (allDay || isUtc(zone)) continue;
    const held = yearsByZone.get(zone);
    const years = [Number(start.slice(0, 4)), Number(end.slice(0, 4))] as const;
    yearsByZone.set(zone, [Math.min(held?.[0] ?? years[0], years[0]), Math.max(held?.[1] ?? years[1], years[1])]);
  }
  if (model.events.length === 0 && !isUtc(model.zone)) yearsByZone.set(model.zone, [model.year, model.year]);
  return [...yearsByZone]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([zone, [from, to]]) => vtimezone(zone, from, to + 1));
}

const isUtc = (zone: string): boolean => /^(Etc\/)?(UTC|GMT|UCT|Zulu|Universal)$/i.test(zone);

/** The extra lines of an entry that ical-generator cannot write. */
function eventLines({ transparent, allDay }: CalendarEvent): string[] {
  return [
    ...(transparent ? ['TRANSP:TRANSPARENT'] : ['TRANSP:OPAQUE']),
    'CLASS:PUBLIC',
    ...(allDay ? ['X-MICROSOFT-CDO-ALLDAYEVENT:TRUE'] : []),
  ];
}

/**
 * Writes an iCalendar object (RFC 5545) through ical-generator and the pass that mends what it gets wrong (events.md 17): every text cleaned and
 * escaped, one VTIMEZONE a zone, DTSTAMP the last change and never now, folded lines that end in CRLF. Equal models give equal bytes.
 * Throws for an unknown zone.
 */
export function writeCalendar(model: CalendarModel): string {
  if (![model.zone, ...model.events.map(({ zone }) => zone)].every(isZone))
    throw new Error('unknown time zone in a calendar');
  const events = [...model.events].sort((a, b) =>
    a.start === b.start ? (a.uid < b.uid ? -1 : 1) : a.start < b.start ? -1 : 1,
  );
  const calendar = ical({ prodId: { company: 'folkmoot', product: 'folkmoot', language: 'EN' } });
  if (model.method) calendar.method(model.method === 'CANCEL' ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH);
  for (const event of events) {
    calendar.createEvent({
      id: event.uid,
      sequence: event.sequence,
      start: event.allDay ? dateOf(event.start) : luxonAt(event.start, event.zone),
      end: event.allDay ? dateOf(event.end) : luxonAt(event.end, event.zone),
      ...(event.allDay || isUtc(event.zone) ? {} : { timezone: event.zone }),
      allDay: event.allDay,
      stamp: event.updatedAt,
      lastModified: event.updatedAt,
      summary: oneLine(event.title),
      description: event.description ? clean(event.description) : null,
      location: event.location ? oneLine(event.location) : null,
      url: event.url ? uri(event.url) : null,
      status: statuses[event.status],
      ...(event.allDay ? { busystatus: ICalEventBusyStatus.FREE } : {}),
      transparency: event.transparent ? ICalEventTransparency.TRANSPARENT : ICalEventTransparency.OPAQUE,
    });
  }
  const zones = zoneLines({ ...model, events });
  const generated = calendar.toString().replace(/\r\nTRANSP:[A-Z]+/g, '');
  const withZones =
    zones.length > 0 ? generated.replace(/END:VCALENDAR\s*$/, `${zones.join('\r\n')}\r\nEND:VCALENDAR`) : generated;
  return normalise(withZones, { calendar: calendarLines(model, events), event: (index) => eventLines(events[index]!) });
}

function dateOf(date: string): DateTime {
  return DateTime.fromISO(date, { zone: 'UTC' });
}

function calendarLines(model: CalendarModel, events: readonly CalendarEvent[]): string[] {
  if (model.method) return [];
  const name = text(calendarName(model.name));
  const newest = events.reduce((latest, { updatedAt }) => Math.max(latest, updatedAt.getTime()), 0);
  const refresh = `PT${model.refreshMinutes ?? 60}M`;
  return [
    'CALSCALE:GREGORIAN',
    `NAME:${name}`,
    `X-WR-CALNAME:${name}`,
    ...(model.description
      ? [`DESCRIPTION:${text(oneLine(model.description))}`, `X-WR-CALDESC:${text(oneLine(model.description))}`]
      : []),
    `X-WR-TIMEZONE:${model.zone}`,
    ...(model.url ? [`URL:${uri(model.url)}`] : []),
    ...(newest > 0 ? [`LAST-MODIFIED:${msToWall(newest).replace(/[-:]/g, '')}Z`] : []),
    `REFRESH-INTERVAL;VALUE=DURATION:${refresh}`,
    `X-PUBLISHED-TTL:${refresh}`,
  ];
}

/** The date after a date, both `YYYY-MM-DD`: the exclusive end of an all-day entry. */
export function nextDate(date: string): string {
  return msToWall(wallToMs(`${date}T00:00:00`) + 86_400_000).slice(0, 10);
}
