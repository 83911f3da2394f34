// Calendars out: one module for feeds, files and mails. Model → ical-generator → content lines → bytes, entry by entry, so that memory does not grow with a feed.

import ical, {
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalAttendeeType,
  ICalAlarmType,
  ICalCalendarMethod,
  ICalEventClass,
  type ICalEventData,
  ICalEventStatus,
  ICalEventTransparency,
} from 'ical-generator';
import { instantOf, isZone, msToWall, wallToMs } from '#libs/zone';
import { parseRule, writeRule } from '../recurrence/rule.ts';
import { contentLines, eventBlock, plain } from './generated.ts';
import type { CalendarEvent, CalendarHead, CalendarModel, CalendarPerson, CalendarTodo } from './model.ts';
import { basic, clean, fold, oneLine, param, text, uri } from './text.ts';
import { isUtc, writtenTimes, zoneLines, type ZoneYears, zoneYears } from './zones.ts';

const BATCH = 200;

/** Names of calendars: ical.js does not take the escape back, so the marks themselves go. */
const calendarName = (name: string): string => oneLine(name).replace(/[,;\\]/g, '·') || 'Calendar';
const utcStamp = (at: Date | number): string => `${basic(msToWall(Number(at)))}Z`;

/** UNTIL as RFC 5545 wants it: a date for whole days, else an instant (3.3.10). A date means the end of that day on the wall clock. */
function feedRule(event: CalendarEvent): string {
  const rule = parseRule(event.rule!);
  if (!rule.until) return writeRule(rule);
  const date = rule.until.slice(0, 8);
  if (event.allDay) return writeRule({ ...rule, until: date });
  if (rule.until.endsWith('Z')) return writeRule(rule);
  const time = rule.until.slice(9) || '235959';
  const wall = `${date}${time}`.replace(/^(....)(..)(..)(..)(..)(..)$/, '$1-$2-$3T$4:$5:$6');
  return writeRule({ ...rule, until: utcStamp(instantOf(wall, event.zone).at) });
}

/** A property of dates or of wall times of a zone: it has the kind and the zone of DTSTART. */
function dated(name: string, walls: readonly string[], zone: string): string {
  const values = walls.map(basic);
  if (walls[0]?.length === 10) return `${name};VALUE=DATE:${values.join(',')}`;
  return isUtc(zone)
    ? `${name}:${values.map((value) => `${value}Z`).join(',')}`
    : `${name};TZID=${zone}:${values.join(',')}`;
}

function recurrence(event: CalendarEvent): Pick<ICalEventData, 'repeating'> {
  if (event.rule === undefined) return {};
  const lines = [`RRULE:${feedRule(event)}`];
  if (event.exdates && event.exdates.length > 0) lines.push(dated('EXDATE', event.exdates.toSorted(), event.zone));
  return { repeating: lines.join('\r\n') };
}

/** The lines of an entry that ical-generator cannot write, or not in the right form. */
function extraLines(event: CalendarEvent): string[] {
  const { recurrenceId, recurrenceZone, zone, geo, conference, image, color } = event;
  return [
    ...(recurrenceId === undefined ? [] : [dated('RECURRENCE-ID', [recurrenceId], recurrenceZone ?? zone)]),
    ...(geo ? [`GEO:${geo.lat.toFixed(6)};${geo.lon.toFixed(6)}`] : []),
    ...(conference
      ? [`CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL=${param(conference.label)}:${uri(conference.url)}`]
      : []),
    ...(image ? [`IMAGE;VALUE=URI;DISPLAY=BADGE;FMTTYPE=${param(image.type)}:${uri(image.url)}`] : []),
    ...(color ? [`COLOR:${cssName(color)}`] : []),
  ];
}

function cssName(color: string): string {
  if (!/^[a-z]{3,25}$/.test(color)) throw new Error('a colour of a calendar is a CSS name');
  return color;
}

function person({ name, email }: CalendarPerson): { name: string; email: string } {
  if (!/^[^\s@<>()[\]\\,;:"\u0000-\u001f\u007f]+@[^\s@<>()[\]\\,;:"\u0000-\u001f\u007f]+$/.test(email))
    throw new Error('not an address of a person in a calendar');
  return { name: oneLine(name) || email, email };
}

/** Organiser and attendee: in mails only, one attendee each. */
function people({ organizer, attendee }: CalendarEvent, method: CalendarHead['method']): Partial<ICalEventData> {
  if (!method && (organizer || attendee))
    throw new Error('a feed names no organiser and no attendee (RFC 5545 3.8.4.3)');
  return {
    ...(organizer ? { organizer: person(organizer) } : {}),
    ...(attendee
      ? {
          attendees: [
            {
              ...person(attendee),
              type: ICalAttendeeType.INDIVIDUAL,
              role: ICalAttendeeRole.REQ,
              status: ICalAttendeeStatus[partstats[attendee.partstat]],
              rsvp: attendee.rsvp ?? false,
            },
          ],
        }
      : {}),
  };
}

const partstats = {
  'NEEDS-ACTION': 'NEEDSACTION',
  ACCEPTED: 'ACCEPTED',
  TENTATIVE: 'TENTATIVE',
  DECLINED: 'DECLINED',
} as const;

function described({ description, conference }: CalendarEvent): string | null {
  const parts = [description ? clean(description).trim() : '', conference ? uri(conference.url) : ''];
  return parts.filter((part) => part !== '').join('\n\n') || null;
}

function eventData(event: CalendarEvent, head: CalendarHead): ICalEventData {
  const { allDay } = event;
  const times = allDay
    ? { start: event.start.slice(0, 10), end: event.end.slice(0, 10), zone: null }
    : writtenTimes(event);
  return {
    id: text(oneLine(event.uid)),
    sequence: event.sequence,
    start: plain(times.start),
    end: plain(times.end),
    timezone: times.zone,
    allDay,
    stamp: head.method ? (head.writtenAt ?? event.updatedAt) : event.updatedAt,
    lastModified: event.updatedAt,
    summary: oneLine(event.title),
    description: described(event),
    location: event.location ? oneLine(event.location) : null,
    url: event.url ? uri(event.url) : null,
    status: ICalEventStatus[event.status],
    transparency: event.transparent ? ICalEventTransparency.TRANSPARENT : ICalEventTransparency.OPAQUE,
    class: event.isPrivate ? ICalEventClass.PRIVATE : ICalEventClass.PUBLIC,
    categories: (event.categories ?? []).map((name) => ({ name: oneLine(name) })).filter(({ name }) => name !== ''),
    alarms:
      event.alarmMinutes === undefined
        ? []
        : [{ type: ICalAlarmType.display, trigger: event.alarmMinutes * 60, description: oneLine(event.title) || '·' }],
    ...people(event, head.method),
    ...recurrence(event),
  };
}

/** Head of a calendar: everything before its first entry. `zones` are those of all its entries; `newest` their last change. */
function headText(head: CalendarHead, zones: ZoneYears, of: { newest: number; isEmpty: boolean }): string {
  if (![head.zone, ...zones.keys()].every(isZone)) throw new Error('unknown time zone in a calendar');
  const product = head.version ? `folkmoot ${oneLine(head.version)}` : 'folkmoot';
  const calendar = ical({ prodId: { company: 'folkmoot', product, language: 'EN' } });
  if (head.method) calendar.method(ICalCalendarMethod[head.method]);
  const lines = contentLines(calendar.toString()).filter((line) => line !== 'END:VCALENDAR');
  const first = lines.findIndex((line) => line.startsWith('METHOD:'));
  lines.splice(first < 0 ? lines.length : first, 0, 'CALSCALE:GREGORIAN');
  return [...lines, ...feedLines(head, of.newest), ...zoneLines(head, zones, of.isEmpty)].map(fold).join('');
}

/** What a subscribed calendar says about itself, in the words of RFC 7986 and in those that came before it. A mail's has none of it. */
function feedLines(head: CalendarHead, newest: number): string[] {
  if (head.method) return [];
  const name = calendarName(head.name);
  const about = head.description ? text(oneLine(head.description)) : '';
  const refresh = duration(head.refreshMinutes ?? 60);
  return [
    `NAME:${name}`,
    `X-WR-CALNAME:${name}`,
    ...(about ? [`DESCRIPTION:${about}`, `X-WR-CALDESC:${about}`] : []),
    ...(head.uid ? [`UID:${text(oneLine(head.uid))}`] : []),
    ...(newest > 0 ? [`LAST-MODIFIED:${utcStamp(newest)}`] : []),
    ...(head.url ? [`URL:${uri(head.url)}`] : []),
    ...(head.source ? [`SOURCE;VALUE=URI:${uri(head.source)}`] : []),
    `REFRESH-INTERVAL;VALUE=DURATION:${refresh}`,
    `X-PUBLISHED-TTL:${refresh}`,
    `X-WR-TIMEZONE:${head.zone}`,
    ...(head.color ? [`COLOR:${cssName(head.color.name)}`, `X-APPLE-CALENDAR-COLOR:${hexColour(head.color.hex)}`] : []),
  ];
}

const duration = (minutes: number): string => (minutes % 60 === 0 ? `PT${minutes / 60}H` : `PT${minutes}M`);

function hexColour(hex: string): string {
  if (!/^#[0-9a-f]{6}$/i.test(hex)) throw new Error('a colour of a calendar is #rrggbb');
  return hex.toUpperCase();
}

function dueLine({ due, zone }: CalendarTodo): string {
  const times = writtenTimes({ start: due, end: due, zone });
  return dated('DUE', [times.start], times.zone ?? 'UTC');
}

/** Before the end, which is when a task is due: it has no start to count from (RFC 5545 3.8.6.3). */
function alarmLines({ alarmMinutes, title }: CalendarTodo): string[] {
  if (alarmMinutes === undefined) return [];
  const trigger = `TRIGGER;RELATED=END:-${duration(alarmMinutes)}`;
  return ['BEGIN:VALARM', 'ACTION:DISPLAY', trigger, `DESCRIPTION:${text(oneLine(title)) || '·'}`, 'END:VALARM'];
}

function todoText(todo: CalendarTodo): string {
  return [
    'BEGIN:VTODO',
    `UID:${text(oneLine(todo.uid))}`,
    `SEQUENCE:${todo.sequence}`,
    `DTSTAMP:${utcStamp(todo.updatedAt)}`,
    dueLine(todo),
    `SUMMARY:${text(oneLine(todo.title))}`,
    ...(todo.description ? [`DESCRIPTION:${text(todo.description)}`] : []),
    ...(todo.url ? [`URL:${uri(todo.url)}`] : []),
    `STATUS:${todo.isCancelled ? 'CANCELLED' : todo.done ? 'COMPLETED' : 'NEEDS-ACTION'}`,
    'CLASS:PUBLIC',
    `LAST-MODIFIED:${utcStamp(todo.updatedAt)}`,
    ...alarmLines(todo),
    'END:VTODO',
  ]
    .map(fold)
    .join('');
}

/** Entries in the order in which a calendar holds them: by start, then UID; the dates of a series behind their master. */
export function inOrder(events: readonly CalendarEvent[]): CalendarEvent[] {
  const masters = new Map(
    events.filter(({ recurrenceId }) => recurrenceId === undefined).map((one) => [one.uid, one.start]),
  );
  const key = (event: CalendarEvent): string =>
    [masters.get(event.uid) ?? event.start, event.uid, event.recurrenceId ?? ''].join('\u0000');
  return events
    .map((event) => ({ event, key: key(event) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ event }) => event);
}

const newestOf = (of: Iterable<{ readonly updatedAt: Date }>): number => {
  let newest = 0;
  for (const { updatedAt } of of) newest = Math.max(newest, updatedAt.getTime());
  return newest;
};

/**
 * A calendar in pieces: its head, then 200 entries at a time, then its end. The pieces joined are what `writeCalendar` returns; a caller that sends each
 * before asking for the next holds no more than one of them.
 */
export function* calendarPieces(model: CalendarModel): Generator<string> {
  const todos = model.todos ?? [];
  const isEmpty = model.events.length + todos.length === 0;
  const ends = todos.map((todo) => ({ ...todo, allDay: false, start: todo.due, end: todo.due }));
  const zones = zoneYears([...model.events, ...ends]);
  yield headText(model, zones, { newest: newestOf([...model.events, ...todos]), isEmpty });
  const events = inOrder(model.events);
  for (let at = 0; at < events.length; at += BATCH) yield eventsText(events.slice(at, at + BATCH), model);
  if (todos.length > 0) yield todos.map(todoText).join('');
  yield 'END:VCALENDAR\r\n';
}

function eventsText(events: readonly CalendarEvent[], head: CalendarHead): string {
  const calendar = ical();
  return events.map((event) => eventBlock(eventData(event, head), extraLines(event), calendar)).join('');
}

/**
 * The same for entries that come in batches from elsewhere and are in order already (by start, then UID). A calendar names its zones before its entries, so
 * `zones` and the moment of the newest change are asked for; the years may be generous.
 */
export async function* streamCalendar(
  head: CalendarHead,
  of: { readonly zones: ZoneYears; readonly newest: Date | null; readonly isEmpty: boolean },
  batches: AsyncIterable<readonly CalendarEvent[]> | Iterable<readonly CalendarEvent[]>,
): AsyncGenerator<string> {
  yield headText(head, of.zones, { newest: of.newest?.getTime() ?? 0, isEmpty: of.isEmpty });
  for await (const batch of batches) {
    for (const { zone, allDay } of batch)
      if (!allDay && !isUtc(zone) && !of.zones.has(zone))
        throw new Error('a zone of an entry is missing in its calendar');
    yield eventsText(batch, head);
  }
  yield 'END:VCALENDAR\r\n';
}

/**
 * Writes an iCalendar object (RFC 5545): every text cleaned and escaped, one VTIMEZONE a zone, DTSTAMP the last change and never now (but in mails), folded
 * lines that end in CRLF. Equal models give equal bytes wherever they are written. Throws for an unknown zone, and for anything that would be no calendar.
 */
export const writeCalendar = (model: CalendarModel): string => [...calendarPieces(model)].join('');

/** The date after a date, both `YYYY-MM-DD`: the exclusive end of an all-day entry. */
export function nextDate(date: string): string {
  return msToWall(wallToMs(`${date}T00:00:00`) + 86_400_000).slice(0, 10);
}
