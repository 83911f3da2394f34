import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { eligibility, type Said } from '#libs/governance';
import { PeopleService } from '../../identity/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput, NotFound } from '../../platform/graphql/errors.ts';
import { newId } from '../../platform/ids.ts';
import { readAddress } from '../../platform/mail/mail-text.ts';
import { requiredName } from '../../platform/names.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { besideAfter, type GivenAnswer, givenAnswer, throwAtField } from './answer-input.ts';
import { type AnsweringFacts, AnsweringStore, type SaidBeside } from './answering.store.ts';
import { type RespondAsGuestInput, RsvpRefused } from './respond.graphql.ts';
import type { AnswerWord } from './rsvp.graphql.ts';
import { RsvpSide } from './rsvp-side.service.ts';
import { AnswerRefused, RsvpsService, subjectOf } from './rsvps.service.ts';

/** An answer of an address that has not confirmed it yet. */
export interface PendingAnswer {
  id: string;
  event_id: string;
  email: string;
  name: string;
  answer: AnswerWord;
  seats: number;
  locale: string;
  companion_names: string[];
  note: string;
  hidden: boolean;
  answers: Said[];
}

/** Answers of people with nothing but a confirmed address: given in a form, confirmed from the mail, without ever signing anybody in. */
@Injectable()
export class GuestAnswers {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly answering: AnsweringStore,
    private readonly rsvps: RsvpsService,
    private readonly side: RsvpSide,
    private readonly people: PeopleService,
  ) {}

  /** Keeps a guest's answer until they confirm it from their mail. Says nothing about whether the address is known. */
  async respondAsGuest(actor: Actor, input: RespondAsGuestInput, ip: string): Promise<{ held: boolean }> {
    const email = readAddress(input.email);
    if (!email) throw new BadInput('email', 'This is not an e-mail address. It looks like ana@example.org.');
    const name = requiredName('name', input.name, { what: 'Your name', max: 80 });
    const given = givenAnswer(input);
    await this.side.limit(`${email} ${input.eventId}`, ip);
    return this.rsvps.inTurn(input.eventId, async (tx) => {
      const facts = await this.answering.facts(tx, input.eventId, { personId: null });
      if (!facts?.who.sees) throw new NotFound();
      const nobody = { ...actor, personId: null, sessionId: null, operator: false };
      await this.policy.require(tx, nobody, 'rsvp.set', subjectOf(facts));
      const beside = besideAfter(null, given);
      mayAnswer(facts, given, beside);
      const pending = { email, name, locale: actor.locale, ...given, ...beside };
      return { held: await this.keep(tx, facts, pending) };
    });
  }

  /** The pending answer behind a confirmation link, for its page. */
  async pending(token: string): Promise<{ pending: PendingAnswer; facts: AnsweringFacts } | null> {
    const link = await this.side.findLink(this.database.reads, token, 'rsvp.confirm');
    const pending = link?.objectId ? await pendingOf(this.database.reads, link.objectId) : null;
    const facts = pending
      ? await this.answering.facts(this.database.reads, pending.event_id, { personId: null })
      : null;
    return pending && facts ? { pending, facts } : null;
  }

  /**
   * Confirms an answer: the address is somebody's now, the held seats become theirs. Null for a link that is not good; a refusal is thrown
   * and leaves the link as it was.
   */
  async confirm(token: string): Promise<{ manageToken: string } | null> {
    return this.database.transaction(async (tx) => {
      const link = await this.side.useLink(tx, token, 'rsvp.confirm');
      const pending = link?.objectId ? await pendingOf(tx, link.objectId) : null;
      if (!pending) return null;
      const given = {
        answer: pending.answer,
        companions: pending.seats - 1,
        beside: {
          companionNames: pending.companion_names,
          note: pending.note,
          hidden: pending.hidden,
          answers: pending.answers,
        },
      };
      const manageToken = await this.answerAs(tx, pending, { given, pendingId: pending.id });
      await rows(tx, 'DELETE FROM rsvp_pending WHERE id = $1', [pending.id]);
      return { manageToken };
    });
  }

  /** The event behind an invitation by mail, for its page. */
  async invited(token: string): Promise<{ facts: AnsweringFacts; email: string } | null> {
    const link = await this.side.findLink(this.database.reads, token, 'rsvp.invite');
    const email = String(link?.data['email'] ?? '');
    const facts = link?.objectId
      ? await this.answering.facts(this.database.reads, link.objectId, { personId: null, email })
      : null;
    return facts && facts.who.invited ? { facts, email } : null;
  }

  /** Answers an invitation by mail: whoever has the mail has the address. */
  async answerInvitation(
    token: string,
    of: { name: string; locale: string; given: GivenAnswer },
  ): Promise<{ manageToken: string } | null> {
    const name = requiredName('name', of.name, { what: 'Your name', max: 80 });
    return this.database.transaction(async (tx) => {
      const link = await this.side.useLink(tx, token, 'rsvp.invite');
      const email = String(link?.data['email'] ?? '');
      if (!link?.objectId || !email) return null;
      const whom = { event_id: link.objectId, email, name, locale: of.locale };
      return { manageToken: await this.answerAs(tx, whom, { given: of.given }) };
    });
  }

  /** The answer a mailed link is about, for its page. */
  async byLink(token: string): Promise<{ facts: AnsweringFacts; personId: string } | null> {
    return this.linked(this.database.reads, token);
  }

  /** Answers through the link of a mail, which names one person and one event, or takes the last answer back. */
  async answerByLink(token: string, given: GivenAnswer | { readonly orWait: boolean }): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const linked = await this.linked(tx, token);
      if (!linked) return false;
      const { facts, personId } = linked;
      if ('orWait' in given) await this.rsvps.putBack(tx, facts, { personId, orWait: given.orWait });
      else await this.rsvps.answer(tx, facts, { personId, given, source: 'mail' });
      return true;
    });
  }

  /** The mail is the permission: it names person and event, so the event is there for its bearer. */
  private async linked(db: EntityManager, token: string): Promise<{ facts: AnsweringFacts; personId: string } | null> {
    const link = await this.side.findLink(db, token, 'rsvp');
    if (!link?.objectId || !link.personId) return null;
    const facts = await this.answering.facts(db, link.objectId, { personId: link.personId });
    if (!facts?.own) return null;
    return { facts: { ...facts, who: { ...facts.who, sees: true } }, personId: link.personId };
  }

  private async answerAs(
    tx: EntityManager,
    whom: { event_id: string; email: string; name: string; locale: string },
    of: { given: GivenAnswer; pendingId?: string },
  ): Promise<string> {
    const { id: personId } = await this.people.confirmed(tx, whom.email, { name: whom.name, locale: whom.locale });
    const facts = (await this.answering.facts(tx, whom.event_id, { personId, email: whom.email }))!;
    const seen = { ...facts, who: { ...facts.who, sees: true } };
    await this.rsvps.answer(tx, seen, { personId, source: 'mail', ...of });
    await rows(
      tx,
      'UPDATE event_invite SET answered_at = clock_now() WHERE event_id = $1 AND email = $2 AND answered_at IS NULL',
      [whom.event_id, whom.email],
    );
    return this.side.manageLink(tx, personId, facts.event);
  }

  private async keep(
    tx: EntityManager,
    facts: AnsweringFacts,
    of: GivenAnswer & SaidBeside & { email: string; name: string; locale: string },
  ): Promise<boolean> {
    const { event } = facts;
    const id = newId();
    const seats = of.answer === 'going' ? of.companions + 1 : 1;
    await rows(
      tx,
      `INSERT INTO rsvp_pending (id, event_id, email, name, answer, seats, locale, companion_names, note, hidden, answers, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, clock_now() + interval '24 hours')`,
      [
        id,
        event.id,
        of.email,
        of.name,
        of.answer,
        seats,
        of.locale,
        of.companionNames,
        of.note,
        of.hidden,
        JSON.stringify(of.answers),
      ],
    );
    const isComing = of.answer === 'going';
    const outcome = isComing ? await this.rsvps.change(tx, facts, { kind: 'hold', pendingId: id, seats }) : null;
    await this.side.askToConfirm(tx, { pendingId: id, event, email: of.email, locale: of.locale });
    return outcome?.status === 'held';
  }
}

function pendingOf(db: EntityManager, id: string): Promise<PendingAnswer | null> {
  return row<PendingAnswer>(db, 'SELECT * FROM rsvp_pending WHERE id = $1 AND expires_at > clock_now()', [id]);
}

function mayAnswer(facts: AnsweringFacts, { answer, companions }: GivenAnswer, { answers }: SaidBeside): void {
  const may = eligibility(facts.rules, { ...facts.who, answer, companions, answers });
  throwAtField(facts, may);
  if (!may.allowed && may.reason) throw new AnswerRefused(new RsvpRefused(may.reason, may.nextStep));
}
