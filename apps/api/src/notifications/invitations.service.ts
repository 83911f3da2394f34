import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type CalendarEvent, type CalendarPerson, writeCalendar } from '#libs/calendar';
import { EventEntries, type EventRow } from '../events/index.ts';
import { Clock } from '../platform/clock.ts';
import { CONFIG, type Config } from '../platform/config.ts';
import { row } from '../platform/database/sql.ts';
import { ReplyAddresses } from './reply-addresses.ts';

/** An event and where its recipient stands with it. */
export interface Invitation {
  readonly event: EventRow;
  readonly status: string;
  /** It is in their calendar and they do not come any more: the mail takes it out again. */
  readonly ends?: boolean;
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
    private readonly entries: EventEntries,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The entry of an event for somebody who comes, or what takes it out again; null for who is not invited yet. */
  async part(
    tx: EntityManager,
    { event, status, ends = false }: Invitation,
    to: { personId: string | null; email: string; locale: string; group: string },
  ): Promise<CalendarPart | null> {
    const entry = await this.entries.of(tx, event.id, to);
    if (!entry) return null;
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
    const writtenAt = await this.clock.now(tx);
    return calendarPart({ entry, status, ends }, { mailFrom: this.config.mailFrom, asked, writtenAt });
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

/**
 * The calendar of a mail: one that asks the recipient for an answer where `asked` says how, else one to look at. Null for who is not invited yet. What
 * ends for one person alone keeps the event's SEQUENCE and is newer by its DTSTAMP (RFC 5546 2.1.5), so that an invitation after it counts again.
 */
export function calendarPart(
  { entry, status, ends }: { entry: CalendarEvent; status: string; ends: boolean },
  of: Circumstances,
): CalendarPart | null {
  const { asked } = of;
  const partstat = ends ? 'DECLINED' : partstats[status];
  if (!partstat || (status === 'offered' && !asked)) return null;
  const method = ends || entry.status === 'CANCELLED' ? 'CANCEL' : asked ? 'REQUEST' : 'PUBLISH';
  const organizer = asked ? asked.sender : personIn(of.mailFrom);
  const asks = method === 'REQUEST';
  const text = writeCalendar({
    name: entry.title,
    zone: entry.zone,
    method,
    year: Number(entry.start.slice(0, 4)),
    writtenAt: of.writtenAt,
    events: [
      {
        ...entry,
        status: method === 'CANCEL' ? 'CANCELLED' : 'CONFIRMED',
        ...(organizer ? { organizer } : {}),
        ...(asked ? { attendee: attendeeOf(asked, { partstat, asks }) } : {}),
        transparent: status !== 'going',
      },
    ],
  });
  return { text, method, sender: asked?.sender ?? null };
}

function attendeeOf(
  { name, email, stale }: NonNullable<Circumstances['asked']>,
  { partstat, asks }: { partstat: Attendee['partstat']; asks: boolean },
): Attendee {
  return { name, email, partstat: stale && asks ? 'NEEDS-ACTION' : partstat, rsvp: asks };
}

/** The instance as an organiser, from the sender of its mails; null where that is no plain address. */
function personIn(sender: string): CalendarPerson | null {
  const [, name = '', bracketed] = /^\s*"?([^"<]*?)"?\s*<([^<>]*)>\s*$/.exec(sender) ?? [];
  const email = bracketed ?? sender.trim();
  return /^[\w.!#$%&'*+/=?^`{|}~-]+@[\w.-]+$/.test(email) ? { name, email } : null;
}
