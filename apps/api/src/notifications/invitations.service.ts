import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type CalendarEvent, type CalendarPerson, writeCalendar } from '#libs/calendar';
import { type EventRow, placeText } from '../events/index.ts';
import { Clock } from '../platform/clock.ts';
import { CONFIG, type Config } from '../platform/config.ts';
import { row } from '../platform/database/sql.ts';
import { ReplyAddresses } from './reply-addresses.ts';

/** An event and where its recipient stands with it. */
export interface Invitation {
  readonly event: EventRow;
  readonly status: string;
}

/** What a mail carries for calendar programs, and the address that their answer goes to. */
export interface CalendarPart {
  readonly text: string;
  readonly method: 'PUBLISH' | 'REQUEST' | 'CANCEL';
  readonly sender: CalendarPerson | null;
}

type Attendee = NonNullable<CalendarEvent['attendee']>;

/** Who a calendar comes from, and, where answers are read, who is asked and under which address. */
interface Circumstances {
  readonly mailFrom: string;
  readonly writtenAt: Date;
  readonly asked: {
    readonly sender: CalendarPerson;
    readonly name: string;
    readonly email: string;
    /** It moved since they answered. */
    readonly stale: boolean;
  } | null;
}

const partstats: Readonly<Record<string, Attendee['partstat']>> = {
  going: 'ACCEPTED',
  maybe: 'TENTATIVE',
  offered: 'NEEDS-ACTION',
};

/** The calendar part of mails about an event (events.md 19). It asks for an answer only where one can be read; else it is for looking at. */
@Injectable()
export class Invitations {
  constructor(
    private readonly addresses: ReplyAddresses,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The entry of an event for somebody who comes, or what takes a cancelled one out again; null for who is not invited yet. */
  async part(
    tx: EntityManager,
    invitation: Invitation,
    to: { personId: string | null; email: string; group: string },
  ): Promise<CalendarPart | null> {
    const { event } = invitation;
    const own = await row<{ id: string; name: string; stale: boolean }>(
      tx,
      'SELECT r.id, p.name, r.answered_for < $3 AS stale FROM rsvp r JOIN person p ON p.id = r.person_id WHERE r.event_id = $1 AND r.person_id = $2',
      [event.id, to.personId, event.schedule_seq],
    );
    const address = own && this.addresses.of(own.id);
    const asked =
      own && address
        ? { sender: { name: to.group, email: address }, name: own.name, email: to.email, stale: own.stale }
        : null;
    return calendarPart(invitation, { mailFrom: this.config.mailFrom, asked, writtenAt: await this.clock.now(tx) });
  }

  /** The address under which a person can answer a mail about an event; null where answers are not read. */
  async replyAddress(tx: EntityManager, eventId: string, personId: string): Promise<string | null> {
    if (!this.addresses.areOn) return null;
    const own = await row<{ id: string }>(tx, 'SELECT id FROM rsvp WHERE event_id = $1 AND person_id = $2', [
      eventId,
      personId,
    ]);
    return own && this.addresses.of(own.id);
  }
}

/** The calendar of a mail: one that asks the recipient for an answer where `asked` says how, else one to look at. Null for who is not invited yet. */
export function calendarPart({ event, status }: Invitation, of: Circumstances): CalendarPart | null {
  const { asked } = of;
  const partstat = partstats[status];
  if (!partstat || (status === 'offered' && !asked)) return null;
  const method = event.status === 'cancelled' ? 'CANCEL' : asked ? 'REQUEST' : 'PUBLISH';
  const organizer = asked ? asked.sender : personIn(of.mailFrom);
  const asks = method === 'REQUEST';
  const [start, end] = event.all_day
    ? [event.start_local.slice(0, 10), event.end_local.slice(0, 10)]
    : [event.start_local, event.end_local];
  const location = placeText(event, status === 'going');
  const text = writeCalendar({
    name: event.title,
    zone: event.zone,
    method,
    year: event.start_at.getUTCFullYear(),
    writtenAt: of.writtenAt,
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
        ...(asked
          ? {
              attendee: {
                name: asked.name,
                email: asked.email,
                partstat: asked.stale && asks ? 'NEEDS-ACTION' : partstat,
                rsvp: asks,
              },
            }
          : {}),
        transparent: status !== 'going',
        updatedAt: event.updated_at,
      },
    ],
  });
  return { text, method, sender: asked?.sender ?? null };
}

/** The instance as an organiser, from the sender of its mails; null where that is no plain address. */
function personIn(sender: string): CalendarPerson | null {
  const [, name = '', bracketed] = /^\s*"?([^"<]*?)"?\s*<([^<>]*)>\s*$/.exec(sender) ?? [];
  const email = bracketed ?? sender.trim();
  return /^[\w.!#$%&'*+/=?^`{|}~-]+@[\w.-]+$/.test(email) ? { name, email } : null;
}
