import { Inject, Injectable } from '@nestjs/common';
import { type CalendarPerson, writeCalendar } from '#libs/calendar';
import { type EventRow, placeText } from '../events/index.ts';
import { CONFIG, type Config } from '../platform/config.ts';

/** An event and where its recipient stands with it. */
export interface Invitation {
  readonly event: EventRow;
  readonly status: string;
}

/** The calendar part of mails about an event (events.md 19): as much of the place as the recipient may see. */
@Injectable()
export class Invitations {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** The entry of an event for somebody who comes, or what takes a cancelled one out again; null for who is not invited yet. */
  part({ event, status }: Invitation): { text: string; method: string } | null {
    if (status !== 'going' && status !== 'maybe') return null;
    const method = event.status === 'cancelled' ? 'CANCEL' : 'PUBLISH';
    return { text: this.text(event, method, status), method };
  }

  private text(event: EventRow, method: 'PUBLISH' | 'CANCEL', status: string): string {
    const [start, end] = event.all_day
      ? [event.start_local.slice(0, 10), event.end_local.slice(0, 10)]
      : [event.start_local, event.end_local];
    const location = placeText(event, status === 'going');
    const organizer = personIn(this.config.mailFrom);
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
          ...(location ? { location } : {}),
          ...(organizer ? { organizer } : {}),
          transparent: status !== 'going',
          updatedAt: event.updated_at,
        },
      ],
    });
  }
}

/** The instance as an organiser, from the sender of its mails; null where that is no plain address. */
function personIn(sender: string): CalendarPerson | null {
  const [, name = '', bracketed] = /^\s*"?([^"<]*?)"?\s*<([^<>]*)>\s*$/.exec(sender) ?? [];
  const email = bracketed ?? sender.trim();
  return /^[\w.!#$%&'*+/=?^`{|}~-]+@[\w.-]+$/.test(email) ? { name, email } : null;
}
