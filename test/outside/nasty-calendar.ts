import { type CalendarEvent, type CalendarModel, nextDate, occurrences } from '#libs/calendar';
import { msToWall } from '#libs/zone';
import { evening } from '../support/calendars.ts';

const deleted = '2026-05-05T19:00:00';
const moved = { original: '2026-03-31T19:00:00', start: '2026-04-01T20:00:00' };
const cancelled = '2026-10-27T19:00:00';

/** A choir through both clock changes of Brussels, with a night moved, one cancelled and one deleted. */
const choir = evening({
  uid: 'choir',
  sequence: 1,
  start: '2026-03-03T19:00:00',
  end: '2026-03-03T22:00:00',
  rule: 'FREQ=WEEKLY;BYDAY=TU;UNTIL=20261124',
  exdates: [deleted],
  title: 'Choir',
});
const night = ({ exdates: _, rule: __, ...event }: CalendarEvent): CalendarEvent => event;

/** Series across clock changes in both directions, moved and cancelled nights, whole days, three zones; `text` in every field that people write. */
export function nastyCalendar(text: string): CalendarModel {
  const words = { title: text, description: text, location: text, categories: [text, 'plain'] };
  return {
    name: text,
    description: text,
    uid: 'f7b0c5de-0000-4000-8000-000000000001',
    url: 'https://example.org/g/riverside?a=1,2;b=3',
    source: 'https://example.org/g/riverside/events.ics',
    zone: 'Europe/Brussels',
    year: 2026,
    events: [
      { ...choir, description: text },
      {
        ...night(choir),
        ...words,
        recurrenceId: moved.original,
        start: moved.start,
        end: '2026-04-01T23:00:00',
        sequence: 3,
      },
      {
        ...night(choir),
        recurrenceId: cancelled,
        start: cancelled,
        end: '2026-10-27T22:00:00',
        status: 'CANCELLED',
        sequence: 2,
      },
      evening({
        uid: 'ny',
        zone: 'America/New_York',
        start: '2026-02-02T18:30:00',
        end: '2026-02-02T20:00:00',
        rule: 'FREQ=MONTHLY;BYDAY=1MO;COUNT=14',
      }),
      evening({
        uid: 'hobart',
        zone: 'Australia/Hobart',
        start: '2026-03-01T09:00:00',
        end: '2026-03-01T10:00:00',
        rule: 'FREQ=DAILY;INTERVAL=20;COUNT=20',
      }),
      evening({
        uid: 'camp',
        allDay: true,
        start: '2026-07-31',
        end: '2026-08-03',
        rule: 'FREQ=YEARLY;UNTIL=20290731',
        exdates: ['2028-07-31'],
      }),
      evening({
        uid: 'clean',
        allDay: true,
        start: '2026-03-28',
        end: nextDate('2026-03-28'),
        rule: 'FREQ=MONTHLY;BYMONTHDAY=28;COUNT=9',
      }),
      evening({
        uid: 'utc',
        zone: 'UTC',
        start: '2026-06-01T10:00:00',
        end: '2026-06-01T11:00:00',
        rule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;WKST=MO;COUNT=7',
      }),
      evening({ uid: 'once', ...words, start: '2026-03-29T02:30:00', end: '2026-03-29T04:00:00' }),
      evening({
        uid: 'twice',
        ...words,
        start: '2026-10-25T02:30:00',
        end: '2026-10-25T05:00:00',
        status: 'TENTATIVE',
        transparent: true,
      }),
    ],
  };
}

/** A date as every reader must list it: UID, instant or date, status. */
export type Listed = [uid: string, start: string, status: string];

/** What the calendar says, by our own rules. */
export function datesOf({ events }: CalendarModel): Listed[] {
  const overrides = new Map(
    events.flatMap((one) => (one.recurrenceId ? [[`${one.uid} ${one.recurrenceId}`, one] as const] : [])),
  );
  const listed = events
    .filter(({ recurrenceId }) => !recurrenceId)
    .flatMap((event) => {
      const schedule = { start: event.start, zone: event.allDay ? null : event.zone, rule: event.rule ?? null };
      return occurrences({ ...schedule, exdates: event.exdates ?? [] }, { limit: 1000 }).map(({ wall, at }): Listed => {
        const over = overrides.get(`${event.uid} ${wall}`);
        if (!over) return [event.uid, at === null ? wall : `${msToWall(at)}Z`, event.status];
        const [own] = occurrences({ start: over.start, zone: over.zone, rule: null }, { limit: 1 });
        return [event.uid, `${msToWall(own!.at!)}Z`, over.status];
      });
    });
  return sortListed(listed);
}

/** In the order in which Python sorts lists, so that all lists compare. */
export const sortListed = (listed: Listed[]): Listed[] =>
  listed.sort((a, b) => (a.join('\u0000') < b.join('\u0000') ? -1 : 1));
