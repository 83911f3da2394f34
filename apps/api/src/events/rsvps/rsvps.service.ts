import { Injectable } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import type { EntityManager } from 'typeorm';
import { eligibility } from '#libs/governance';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { Conflict, NotFound } from '../../platform/graphql/errors.ts';
import { newId } from '../../platform/ids.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import type { GroupStanding } from '../../platform/policy/standings.ts';
import { Turns } from '../../platform/turns.ts';
import { besideAfter, type GivenAnswer, givenAnswer, throwAtField } from './answer-input.ts';
import { answerSubject } from './answer-subject.ts';
import { type AnsweringFacts, AnsweringStore, type SaidBeside } from './answering.store.ts';
import { sayAnswers } from './questions.store.ts';
import { type RespondInput, RsvpRefused } from './respond.graphql.ts';
import { RsvpSide } from './rsvp-side.service.ts';
import type { SeatChange } from './seats.store.ts';
import { Seats } from './seats.store.ts';
import type { SeatOutcome } from './seat-state.ts';

/** Thrown to take everything of a refused answer back; whoever began the transaction may make more of it than a conflict in words. */
export class AnswerRefused extends Conflict {
  constructor(readonly refusal: RsvpRefused) {
    super(refusal.message);
  }
}

/** The refusal behind a thrown one; everything else is thrown on. */
export function refusalOf(error: unknown): RsvpRefused {
  if (error instanceof AnswerRefused) return error.refusal;
  throw error;
}

/** Answers to events: the one path of members, of people signed in, and of confirmed guests. */
@Injectable()
export class RsvpsService {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly answering: AnsweringStore,
    private readonly seats: Seats,
    private readonly side: RsvpSide,
    private readonly turns: Turns,
  ) {}

  /** A transaction in which somebody answers: of one event they come one after the other, without holding connections while they wait. */
  inTurn<T>(ref: string, work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.turns.take(ref, () => this.database.transaction(work));
  }

  /**
   * Answers for oneself and says where one stands. The same request again is its first answer; the same answer again changes and tells
   * nothing.
   */
  async respond(actor: Actor, input: RespondInput): Promise<RsvpRefused | { standing: GroupStanding | null }> {
    const given = givenAnswer(input);
    const work = this.inTurn(input.eventId, async (tx) => {
      const { facts, standing } = await this.seen(tx, actor, input.eventId);
      await this.side.once(tx, actor, input, async () => {
        await this.answer(tx, facts, { personId: actor.personId!, given, source: 'web' });
      });
      return { standing };
    });
    return work.catch(refusalOf);
  }

  /** Takes the last answer back, as long as nothing else has happened to it since and its seats are free; with `orWait` it waits for them where they are not. */
  async undo(actor: Actor, eventId: string, orWait: boolean): Promise<RsvpRefused | null> {
    const work = this.database.transaction(async (tx) => {
      const { facts } = await this.seen(tx, actor, eventId);
      if (!facts.own) throw new AnswerRefused(new RsvpRefused('expired'));
      await this.putBack(tx, facts, { personId: actor.personId!, orWait });
      return null;
    });
    return work.catch(refusalOf);
  }

  async putBack(
    tx: EntityManager,
    facts: AnsweringFacts,
    { personId, orWait }: { personId: string; orWait: boolean },
  ): Promise<SeatOutcome> {
    const rsvpId = facts.own!.id;
    const kept = await row<{ before: { beside: SaidBeside | null } | null }>(
      tx,
      'SELECT before FROM rsvp WHERE id = $1',
      [rsvpId],
    );
    const outcome = await this.change(tx, facts, { kind: 'undo', rsvpId, orWait });
    if (kept?.before?.beside) await this.beside(tx, rsvpId, kept.before.beside, null);
    await this.side.answered(tx, facts.event, personId, outcome, 'web');
    return outcome;
  }

  /** One answer of one person, in the caller's transaction. A refusal is thrown, so that nothing of it stays. */
  async answer(
    tx: EntityManager,
    facts: AnsweringFacts,
    of: { personId: string; given: GivenAnswer; source: string; pendingId?: string },
  ): Promise<SeatOutcome> {
    const { own, event } = facts;
    const { answer, companions } = of.given;
    const beside = besideAfter(own, of.given);
    const asks = of.pendingId === undefined;
    const may = eligibility(facts.rules, { ...facts.who, answer, companions, answers: asks ? beside.answers : null });
    throwAtField(facts, may);
    if (!may.allowed && may.reason) throw new AnswerRefused(new RsvpRefused(may.reason, may.nextStep));
    const takes = answer === 'going' && own?.status === 'offered' && companions + 1 === own.seats;
    const said = saidIn(own);
    const isSaidAnew = !isDeepStrictEqual(beside, said ?? nothingSaid);
    const outcome = await this.change(
      tx,
      facts,
      takes
        ? { kind: 'take', rsvpId: own.id }
        : {
            kind: 'answer',
            rsvpId: newId(),
            personId: of.personId,
            answer,
            seats: answer === 'no' ? 1 : companions + 1,
            source: of.source,
            said: { ...beside, anew: isSaidAnew, before: said },
            ...(of.pendingId ? { pendingId: of.pendingId } : {}),
          },
    );
    if (!outcome.changed && !isSaidAnew) return outcome;
    if (takes) await this.beside(tx, outcome.rsvpId!, beside, { seats: outcome.before, beside: said });
    else await this.sayAnswers(tx, outcome.rsvpId!, beside, said);
    if (outcome.changed) await this.side.answered(tx, event, of.personId, outcome, of.source);
    else await this.side.saidAnew(tx, event);
    return outcome;
  }

  /** Frees what a person holds in a group's coming events, when their membership ends. Public events they may come back to as a visitor. */
  async release(tx: EntityManager, groupId: string, personId: string): Promise<void> {
    const held = await rows<{ event_id: string }>(
      tx,
      `SELECT r.event_id FROM rsvp r JOIN event e ON e.id = r.event_id WHERE r.person_id = $2 AND e.group_id = $1 AND e.start_at > clock_now() AND r.status IN ('invited', 'requested', 'going', 'maybe', 'waitlisted', 'offered') ORDER BY r.event_id`,
      [groupId, personId],
    );
    for (const { event_id } of held) {
      const facts = (await this.answering.facts(tx, event_id, { personId }))!;
      const outcome = await this.change(tx, facts, {
        kind: 'answer',
        rsvpId: newId(),
        personId,
        answer: 'no',
        seats: 1,
        source: 'web',
      });
      await rows(tx, 'UPDATE rsvp SET before = NULL WHERE id = $1', [outcome.rsvpId]);
      await this.side.answered(tx, facts.event, personId, outcome, 'ending');
    }
  }

  /** Changes seats and tells those who got some. A refused change is thrown. */
  async change(tx: EntityManager, { event }: Pick<AnsweringFacts, 'event'>, change: SeatChange): Promise<SeatOutcome> {
    const outcome = await this.seats.change(tx, event.id, change);
    if (outcome.refused) throw new AnswerRefused(new RsvpRefused(outcome.refused));
    await this.side.seated(tx, event, outcome);
    return outcome;
  }

  /** The event and the actor's place in it, where they may see it and answer. */
  private async seen(
    tx: EntityManager,
    actor: Actor,
    ref: string,
  ): Promise<{ facts: AnsweringFacts; standing: GroupStanding | null }> {
    const facts = await this.answering.facts(tx, ref, { personId: actor.personId });
    if (!facts?.who.sees) throw new NotFound();
    const standing = await this.policy.require(tx, actor, 'rsvp.set', subjectOf(facts));
    return { facts, standing };
  }

  private async beside(
    tx: EntityManager,
    rsvpId: string,
    { companionNames, note, hidden, answers }: SaidBeside,
    before: { seats: SeatOutcome['before']; beside: SaidBeside | null } | null,
  ): Promise<void> {
    await rows(tx, 'UPDATE rsvp SET companion_names = $2, note = $3, hidden = $4, before = $5 WHERE id = $1', [
      rsvpId,
      companionNames,
      note,
      hidden,
      before && JSON.stringify(before),
    ]);
    await this.sayAnswers(tx, rsvpId, { answers }, before?.beside ?? null);
  }

  /** The answers to the hosts' questions, where there are some or were. */
  private async sayAnswers(
    tx: EntityManager,
    rsvpId: string,
    { answers }: Pick<SaidBeside, 'answers'>,
    before: SaidBeside | null,
  ): Promise<void> {
    if (answers.length > 0 || (before?.answers.length ?? 1) > 0) await sayAnswers(tx, rsvpId, answers);
  }
}

const saidIn = (own: AnsweringFacts['own']): SaidBeside | null =>
  own && { companionNames: own.companionNames, note: own.note, hidden: own.hidden, answers: own.answers };
const nothingSaid = besideAfter(null, { answer: 'no', companions: 0, beside: {} });

/** The case of the table for an answer by somebody with these facts. */
export function subjectOf({ event, who }: AnsweringFacts): ReturnType<typeof answerSubject> {
  return answerSubject({
    groupId: event.group_id,
    visibility: event.visibility,
    guests: event.guest_rsvp,
    named: who.host || who.invited || who.own !== null,
  });
}
