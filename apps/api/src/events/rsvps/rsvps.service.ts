import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput, NotFound } from '../../platform/graphql/errors.ts';
import { newId } from '../../platform/ids.ts';
import { readAddress } from '../../platform/mail/mail-text.ts';
import { requiredName } from '../../platform/names.ts';
import { Policy, type Subject } from '../../platform/policy/policy.service.ts';
import { EventRecords } from '../event-records.service.ts';
import { RsvpRefused, type RespondAsGuestInput, type RespondInput } from './respond.graphql.ts';
import type { AnswerWord } from './rsvp.graphql.ts';
import { type EventRow, EventsStore } from '../events.store.ts';
import { Seats, type SeatOutcome } from './seats.store.ts';
import { RsvpSide } from './rsvp-side.service.ts';

export interface PendingAnswer {
  id: string;
  event_id: string;
  email: string;
  name: string;
  answer: AnswerWord;
  seats: number;
  locale: string;
}

/** Answers to events: of members, of people signed in, and of guests with nothing but a confirmed address. */
@Injectable()
export class RsvpsService {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly store: EventsStore,
    private readonly seats: Seats,
    private readonly records: EventRecords,
    private readonly side: RsvpSide,
  ) {}

  async respond(actor: Actor, input: RespondInput): Promise<RsvpRefused | null> {
    const done = await this.database.transaction(async (tx) => {
      const event = await this.readable(tx, actor, input.eventId);
      await this.policy.require(tx, actor, 'rsvp.set', subjectOf(event));
      return this.side.once(tx, actor, input, async () => {
        const outcome = await this.answer(tx, event, {
          personId: actor.personId!,
          answer: input.answer,
          companions: input.companions ?? 0,
          source: 'web',
        });
        return { refused: outcome.refused };
      });
    });
    return done.refused ? new RsvpRefused(done.refused) : null;
  }

  /** Keeps a guest's answer until they confirm it from their mail. Says nothing about whether the address is known. */
  async respondAsGuest(actor: Actor, input: RespondAsGuestInput, ip: string): Promise<{ held: boolean }> {
    const email = readAddress(input.email);
    if (!email) throw new BadInput('email', 'This is not an e-mail address. It looks like ana@example.org.');
    const name = requiredName('name', input.name, { what: 'Your name', max: 80 });
    await this.side.limit(`${email} ${input.eventId}`, ip);
    return this.database.transaction(async (tx) => {
      const event = await this.readable(tx, actor, input.eventId);
      await this.policy.require(
        tx,
        { ...actor, personId: null, sessionId: null, operator: false },
        'rsvp.set',
        subjectOf(event),
      );
      const seats = this.seatsFor(event, input.companions ?? 0);
      const id = newId();
      await rows(
        tx,
        `INSERT INTO rsvp_pending (id, event_id, email, name, answer, seats, locale, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, clock_now() + interval '24 hours')`,
        [id, event.id, email, name, input.answer, seats, actor.locale],
      );
      const outcome =
        input.answer === 'going' ? await this.seats.change(tx, event.id, { kind: 'hold', pendingId: id, seats }) : null;
      await this.side.askToConfirm(tx, { pendingId: id, event, email, locale: actor.locale });
      return { held: outcome?.status === 'held' };
    });
  }

  /** The pending answer behind a confirmation link, for its page. */
  async pending(token: string): Promise<{ pending: PendingAnswer; event: EventRow } | null> {
    const link = await this.side.findLink(this.database.reads, token, 'rsvp.confirm');
    const pending = link?.objectId
      ? await row<PendingAnswer>(
          this.database.reads,
          'SELECT * FROM rsvp_pending WHERE id = $1 AND expires_at > clock_now()',
          [link.objectId],
        )
      : null;
    const event = pending ? await this.store.find(this.database.reads, pending.event_id) : null;
    return pending && event ? { pending, event } : null;
  }

  /** Confirms an answer: the address is somebody's now, the held seats become theirs. Signs nobody in. Null for a link that is not good. */
  async confirm(token: string): Promise<{ outcome: SeatOutcome; event: EventRow; manageToken: string } | null> {
    return this.database.transaction(async (tx) => {
      const link = await this.side.useLink(tx, token, 'rsvp.confirm');
      const pending = link
        ? await row<PendingAnswer>(
            tx,
            'SELECT * FROM rsvp_pending WHERE id = $1 AND expires_at > clock_now() FOR UPDATE',
            [link],
          )
        : null;
      const event = pending ? await this.store.find(tx, pending.event_id) : null;
      if (!pending || !event) return null;
      const personId = await this.side.personFor(tx, pending);
      const outcome = await this.change(tx, event, {
        personId,
        answer: pending.answer,
        seats: pending.seats,
        source: 'mail',
        pendingId: pending.id,
      });
      await rows(tx, 'DELETE FROM rsvp_pending WHERE id = $1', [pending.id]);
      return { outcome, event, manageToken: await this.side.manageLink(tx, personId, event) };
    });
  }

  /** Answers through the link of a mail; it names one person and one event. */
  async answerByLink(
    token: string,
    answer: AnswerWord,
    companions: number,
  ): Promise<{ outcome: SeatOutcome; event: EventRow } | null> {
    return this.database.transaction(async (tx) => {
      const link = await this.side.findLink(tx, token, 'rsvp');
      const event = link?.objectId ? await this.store.find(tx, link.objectId) : null;
      if (!link?.personId || !event) return null;
      const takes = await row<{ status: string }>(
        tx,
        'SELECT status FROM rsvp WHERE event_id = $1 AND person_id = $2',
        [event.id, link.personId],
      );
      if (answer === 'going' && takes?.status === 'offered') {
        const own = await row<{ id: string }>(tx, 'SELECT id FROM rsvp WHERE event_id = $1 AND person_id = $2', [
          event.id,
          link.personId,
        ]);
        const outcome = await this.seats.change(tx, event.id, { kind: 'accept-offer', rsvpId: own!.id });
        await this.finish(tx, event, link.personId, outcome);
        return { outcome, event };
      }
      return {
        outcome: await this.answer(tx, event, { personId: link.personId, answer, companions, source: 'mail' }),
        event,
      };
    });
  }

  /** The answer a mailed link is about, for its page. */
  async byLink(token: string): Promise<{ event: EventRow; status: string; seats: number } | null> {
    const link = await this.side.findLink(this.database.reads, token, 'rsvp');
    const event = link?.objectId ? await this.store.find(this.database.reads, link.objectId) : null;
    const own =
      event && link?.personId
        ? await row<{ status: string; seats: number }>(
            this.database.reads,
            'SELECT status, seats FROM rsvp WHERE event_id = $1 AND person_id = $2',
            [event.id, link.personId],
          )
        : null;
    return event && own ? { event, ...own } : null;
  }

  /** Frees what a person holds in a group's coming events, when their membership ends. Public events they may come back to as a visitor. */
  async release(tx: EntityManager, groupId: string, personId: string): Promise<void> {
    const held = await rows<{ event_id: string }>(
      tx,
      `SELECT r.event_id FROM rsvp r JOIN event e ON e.id = r.event_id WHERE r.person_id = $2 AND e.group_id = $1 AND e.start_at > clock_now() AND r.status IN ('going', 'maybe', 'waitlisted', 'offered') ORDER BY r.event_id`,
      [groupId, personId],
    );
    for (const { event_id } of held) {
      const event = (await this.store.find(tx, event_id))!;
      await this.change(tx, event, { personId, answer: 'no', seats: 1, source: 'web' });
    }
  }

  private async answer(
    tx: EntityManager,
    event: EventRow,
    of: { personId: string; answer: AnswerWord; companions: number; source: string },
  ): Promise<SeatOutcome> {
    return this.change(tx, event, { ...of, seats: this.seatsFor(event, of.companions) });
  }

  private async change(
    tx: EntityManager,
    event: EventRow,
    of: { personId: string; answer: AnswerWord; seats: number; source: string; pendingId?: string },
  ): Promise<SeatOutcome> {
    const outcome = await this.seats.change(tx, event.id, { kind: 'answer', rsvpId: newId(), ...of });
    if (!outcome.refused) await this.finish(tx, event, of.personId, outcome);
    return outcome;
  }

  private async finish(tx: EntityManager, event: EventRow, personId: string, outcome: SeatOutcome): Promise<void> {
    await this.side.answered(tx, event, personId, outcome);
    await this.records.seated(tx, { eventId: event.id, groupId: event.group_id, seated: outcome.seated });
  }

  private seatsFor(event: EventRow, companions: number): number {
    if (!Number.isInteger(companions) || companions < 0 || companions > event.companions_max) {
      throw new BadInput(
        'companions',
        event.companions_max === 0
          ? 'This event takes no companions.'
          : `You can bring ${event.companions_max} at most.`,
      );
    }
    return companions + 1;
  }

  private async readable(tx: EntityManager, actor: Actor, id: string): Promise<EventRow> {
    if (!(await this.store.mayRead(tx, actor, id))) throw new NotFound();
    return (await this.store.find(tx, id))!;
  }
}

/** The case of the table: a public event asks for no membership. */
export function subjectOf(event: Pick<EventRow, 'group_id' | 'visibility' | 'guest_rsvp'>): Subject {
  return {
    groupId: event.group_id,
    case: event.visibility === 'public' ? 'public' : 'group',
    flags: { 'object:guestRsvp': event.guest_rsvp },
  };
}
