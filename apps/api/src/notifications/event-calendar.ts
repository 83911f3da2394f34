import { writeCalendar } from '#libs/calendar';
import type { EventRow } from '../events/index.ts';

/** An event with what a calendar knows it by. */
export interface Calendared extends EventRow {
  ical_uid: string;
  sequence: number;
  updated_at: Date;
}

/** The calendar file of one event, as mails carry it. */
export function eventCalendar(event: Calendared, method: 'PUBLISH' | 'CANCEL'): string {
  const [start, end] = event.all_day
    ? [event.start_local.slice(0, 10), event.end_local.slice(0, 10)]
    : [event.start_local, event.end_local];
  return writeCalendar({
    name: event.title,
    zone: event.zone,
    method,
    year: event.start_at.getUTCFullYear(),
    events: [
      {
        uid: event.ical_uid,
        sequence: event.sequence,
        status: method === 'CANCEL' ? 'CANCELLED' : 'CONFIRMED',
        start,
        end,
        zone: event.zone,
        allDay: event.all_day,
        title: event.title,
        ...(event.place_name ? { location: event.place_name } : {}),
        updatedAt: event.updated_at,
      },
    ],
  });
}
