import { createHash } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type CalendarReply, readReply } from '#libs/calendar';
import { AnsweringStore, type EventRow, EventsStore, RsvpsService } from '../events/index.ts';
import { Database } from '../platform/database/database.ts';
import { row, rows } from '../platform/database/sql.ts';
import { Refusal, TooMany } from '../platform/graphql/errors.ts';
import { Limits } from '../platform/limits.ts';
import { type IncomingMail, readMail } from '../platform/mail/incoming.ts';
import { MailPort } from '../platform/mail/mail-port.ts';
import { Outbox } from '../platform/outbox/outbox.ts';
import { ReplyAddresses } from './reply-addresses.ts';
import type { ReplyOutcome } from './replies.graphql.ts';
import { withoutQuote } from './without-quote.ts';

const answers = { ACCEPTED: 'going', TENTATIVE: 'maybe', DECLINED: 'no' } as const;
const perAnswer = { name: 'mail-replies', max: 20, windowSeconds: 3600 };

interface Asked {
  readonly event: EventRow;
  readonly rsvpId: string;
  readonly personId: string;
}

/** What stands around an answer: where it comes in, how often it may, who hears of it. */
@Injectable()
export class ReplyParts {
  constructor(
    readonly port: MailPort,
    readonly answering: AnsweringStore,
    readonly limits: Limits,
    readonly outbox: Outbox,
  ) {}
}

/** Takes answers of calendar programs, from the mail port or pasted, as answers to the event (events.md 19). The address is the proof; From is none. */
@Injectable()
export class Replies implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly addresses: ReplyAddresses,
    private readonly events: EventsStore,
    private readonly rsvps: RsvpsService,
    private readonly parts: ReplyParts,
  ) {}

  onModuleInit(): void {
    this.parts.port.on({
      accepts: (address) => this.addresses.rsvpOf(address) !== null,
      take: async (address, mail) => void (await this.mailed(address, mail)),
    });
  }

  /** A mail that came to an address of ours: an answer, or words for the host. */
  async mailed(address: string, mail: IncomingMail): Promise<ReplyOutcome> {
    const rsvpId = this.addresses.rsvpOf(address);
    if (!rsvpId || mail.isAutomatic || !(await this.withinLimit(rsvpId))) return 'ignored';
    const key = hash(mail.messageId ?? JSON.stringify(mail), rsvpId);
    return this.once({ rsvpId, key, cameBy: 'port' }, (tx, asked) =>
      mail.calendar === null ? this.words(tx, asked, mail.text) : this.answer(tx, asked, mail.calendar),
    );
  }

  /** What somebody pastes: a calendar file, or a whole mail with one in it. */
  async pasted(text: string): Promise<{ outcome: ReplyOutcome; eventId: string | null }> {
    const start = text.indexOf('BEGIN:VCALENDAR');
    const mail =
      start < 0 || /^(?:content-type|from|mime-version):/im.test(text.slice(0, start)) ? await readable(text) : null;
    const calendar = mail?.calendar ?? (start < 0 ? null : text.slice(start));
    const rsvpId = this.addresses.rsvpOf(this.addresses.findIn(calendar ?? '') ?? this.addresses.findIn(text) ?? '');
    if (!calendar || !rsvpId || !(await this.withinLimit(rsvpId))) return { outcome: 'ignored', eventId: null };
    let eventId: string | null = null;
    const key = hash(mail?.messageId ?? calendar.replace(/\s+/g, ' ').trim(), rsvpId);
    const outcome = await this.once({ rsvpId, key, cameBy: 'paste' }, (tx, asked) => {
      eventId = asked.event.id;
      return this.answer(tx, asked, calendar);
    });
    return { outcome, eventId };
  }

  /** Each mail once: its key is written in the transaction of what it does. */
  private async once(
    of: { rsvpId: string; key: Buffer; cameBy: 'port' | 'paste' },
    work: (tx: EntityManager, asked: Asked) => Promise<ReplyOutcome>,
  ): Promise<ReplyOutcome> {
    return this.database.transaction(async (tx) => {
      const own = await row<{ event_id: string; person_id: string | null }>(
        tx,
        'SELECT event_id, person_id FROM rsvp WHERE id = $1',
        [of.rsvpId],
      );
      const event = own ? await this.events.hold(tx, own.event_id) : null;
      if (!event || !own?.person_id) return 'ignored';
      const first = await rows(
        tx,
        `INSERT INTO mail_reply (key, rsvp_id, outcome, came_by) VALUES ($1, $2, 'ignored', $3) ON CONFLICT DO NOTHING RETURNING key`,
        [of.key, of.rsvpId, of.cameBy],
      );
      if (first.length === 0) return 'again';
      const outcome = await work(tx, { event, rsvpId: of.rsvpId, personId: own.person_id });
      await rows(tx, 'UPDATE mail_reply SET outcome = $2 WHERE key = $1', [of.key, outcome]);
      return outcome;
    });
  }

  private async answer(tx: EntityManager, asked: Asked, calendar: string): Promise<ReplyOutcome> {
    const reply = readReply(calendar);
    if (typeof reply === 'string' || !fits(reply, asked.event)) return 'ignored';
    if (reply.sequence < asked.event.sequence) return 'older';
    if (reply.comment !== '') await this.tellHost(tx, asked, reply.comment, reply.method === 'COUNTER');
    if (reply.method === 'COUNTER') {
      if (reply.comment === '') await this.tellHost(tx, asked, '', true);
      return 'host-told';
    }
    if (reply.answer === 'NEEDS-ACTION') return 'ignored';
    return this.respond(tx, asked, answers[reply.answer]);
  }

  /** The answer itself, as on the page: the companions stay, and a refusal leaves nothing of it behind. */
  private async respond(tx: EntityManager, asked: Asked, answer: 'going' | 'maybe' | 'no'): Promise<ReplyOutcome> {
    const { event, personId } = asked;
    const facts = await this.parts.answering.facts(tx, event.id, { personId });
    if (!facts?.who.sees || !facts.own) return 'ignored';
    await tx.query('SAVEPOINT answer_by_mail');
    const given = { answer, companions: facts.own.seats - 1, beside: {} };
    const outcome = await this.rsvps.answer(tx, facts, { personId, given, source: 'imip' }).catch(refused);
    if (outcome.refused !== null) await tx.query('ROLLBACK TO SAVEPOINT answer_by_mail');
    const position = 'position' in outcome ? outcome.position : null;
    const result: ReplyOutcome =
      outcome.refused === null ? (outcome.status === 'waitlisted' ? 'waitlisted' : 'taken') : outcome.refused;
    if (result !== 'taken')
      await this.parts.outbox.announce(tx, {
        kind: 'ReplyNotTaken',
        groupId: event.group_id,
        payload: { eventId: event.id, personId, result, position },
      });
    return result;
  }

  private async words(tx: EntityManager, asked: Asked, text: string): Promise<ReplyOutcome> {
    const said = withoutQuote(text);
    if (said === '') return 'ignored';
    await this.tellHost(tx, asked, said, false);
    return 'host-told';
  }

  private tellHost(tx: EntityManager, { event, personId }: Asked, text: string, proposes: boolean): Promise<void> {
    return this.parts.outbox.announce(tx, {
      kind: 'AttendeeWrote',
      groupId: event.group_id,
      payload: { eventId: event.id, personId, text: text.slice(0, 4000), proposes },
    });
  }

  private async withinLimit(rsvpId: string): Promise<boolean> {
    try {
      await this.parts.limits.count(perAnswer, rsvpId);
      return true;
    } catch (error) {
      if (error instanceof TooMany) return false;
      throw error;
    }
  }
}

/** What a refusal comes to for somebody who answered by mail; everything else is thrown on. */
function refused(error: unknown): { refused: 'full' | 'closed' } {
  if (!(error instanceof Refusal)) throw error;
  const refusal: unknown = 'refusal' in error ? error.refusal : null;
  const isFull = typeof refusal === 'object' && refusal !== null && 'code' in refusal && refusal.code === 'full';
  return { refused: isFull ? 'full' : 'closed' };
}

/** The calendar's own words must be about this event, and, where they name a date of a series, about its date. */
function fits(reply: CalendarReply, event: EventRow): boolean {
  if (reply.uid !== event.ical_uid) return false;
  if (reply.recurrenceId === null) return true;
  return (
    reply.recurrenceId.at === event.start_at.getTime() || reply.recurrenceId.wall === event.start_local.slice(0, 10)
  );
}

const hash = (text: string, rsvpId: string): Buffer => createHash('sha256').update(`${rsvpId}\n${text}`).digest();

async function readable(text: string): Promise<IncomingMail | null> {
  try {
    return await readMail(text);
  } catch {
    return null;
  }
}
