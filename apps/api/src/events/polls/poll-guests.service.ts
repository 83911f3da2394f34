import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Links, PeopleService } from '../../identity/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import { Limits } from '../../platform/limits.ts';
import { readAddress } from '../../platform/mail/mail-text.ts';
import { requiredName } from '../../platform/names.ts';
import { checkedAnswers, checkedNote } from './poll-fields.ts';
import type { AnswerDatePollAsGuestInput, DateAnswerInput, DateAnswerWord } from './polls.graphql.ts';
import { PollsService } from './polls.service.ts';
import { type OptionRow, type PollRow, PollsStore } from './polls.store.ts';

const tries = { name: 'guest-poll', max: 8, windowSeconds: 3600 };

/** A sheet of an address that is not confirmed yet: it lives in the link of the mail and nowhere else. */
export interface PendingSheet {
  readonly email: string;
  readonly name: string;
  readonly locale: string;
  readonly note: string;
  readonly answers: Record<string, DateAnswerWord>;
}

/** Answers to date polls from people without an account. */
@Injectable()
export class PollGuests {
  constructor(
    private readonly database: Database,
    private readonly links: Links,
    private readonly people: PeopleService,
    private readonly limits: Limits,
    private readonly polls: PollsService,
    private readonly store: PollsStore,
  ) {}

  /** Keeps a guest's answers in a mailed link until they confirm it. Says nothing about whether the address is known. */
  async answer(actor: Actor, input: AnswerDatePollAsGuestInput, ip: string): Promise<void> {
    const email = readAddress(input.email);
    if (!email) throw new BadInput('email', 'This is not an e-mail address. It looks like ana@example.org.');
    const name = requiredName('name', input.name, { what: 'Your name', max: 80 });
    await this.limits.count(tries, `${email} ${input.pollId}`);
    await this.limits.count({ ...tries, name: 'guest-poll-block', max: 60 }, ip);
    await this.database.transaction(async (tx) => {
      const poll = await this.polls.readable(tx, actor, input.pollId);
      await this.polls.requireAnswer(tx, { ...actor, personId: null, sessionId: null, operator: false }, poll);
      this.polls.assertTakes(poll);
      const ids = (await this.store.options(tx, poll.id)).map(({ id }) => id);
      const answers = checkedAnswers(input.answers, ids);
      if (Object.keys(answers).length === 0) throw new BadInput('answers', 'Answer at least one of the dates.');
      const sheet: PendingSheet = { email, name, locale: actor.locale, note: checkedNote(input.note), answers };
      const token = await this.links.make(tx, {
        purpose: 'poll.confirm',
        personId: null,
        objectId: poll.id,
        data: { ...sheet },
        expiresAt: new Date(Date.now() + 86_400_000),
      });
      await this.polls.askToConfirm(tx, poll, { email, locale: actor.locale, token });
    });
  }

  /** What a confirmation link would do, for its page. */
  async pending(token: string): Promise<{ sheet: PendingSheet; poll: PollRow; options: OptionRow[] } | null> {
    const db = this.database.reads;
    const link = await this.links.find(db, token, 'poll.confirm');
    const poll = link?.objectId ? await this.store.find(db, link.objectId) : null;
    if (!link || !poll) return null;
    return { sheet: link.data as unknown as PendingSheet, poll, options: await this.store.options(db, poll.id) };
  }

  /** Confirms: the address is somebody's now and has answered. Returns the link by which they change it; null for a link that is not good. */
  async confirm(token: string): Promise<string | null> {
    return this.database.transaction(async (tx) => {
      const link = await this.links.find(tx, token, 'poll.confirm');
      const poll = link?.objectId ? await this.store.find(tx, link.objectId, 'FOR SHARE') : null;
      if (!link || !poll || !(await useUp(tx, link.id))) return null;
      const sheet = link.data as unknown as PendingSheet;
      const { id: personId } = await this.people.confirmed(tx, sheet.email, sheet);
      await this.polls.writeSheet(tx, poll, { personId, answers: sheet.answers, note: sheet.note });
      return this.personalLink(tx, poll, personId);
    });
  }

  /** The sheet behind a personal link. */
  async byLink(token: string): Promise<{
    poll: PollRow;
    options: OptionRow[];
    answers: Record<string, DateAnswerWord>;
    note: string;
  } | null> {
    const db = this.database.reads;
    const link = await this.links.find(db, token, 'poll');
    const poll = link?.objectId ? await this.store.find(db, link.objectId) : null;
    if (!link?.personId || !poll) return null;
    const own = await row<{ answers: Record<string, DateAnswerWord>; note: string }>(
      db,
      'SELECT answers, note FROM date_answer WHERE poll_id = $1 AND person_id = $2',
      [poll.id, link.personId],
    );
    const options = await this.store.options(db, poll.id);
    return { poll, options, answers: own?.answers ?? {}, note: own?.note ?? '' };
  }

  /** Takes answers through a personal link; false for a link that is not good. CONFLICT when the poll takes no more. */
  async change(token: string, said: Readonly<Record<string, string>>): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const link = await this.links.find(tx, token, 'poll');
      const poll = link?.objectId ? await this.store.find(tx, link.objectId, 'FOR SHARE') : null;
      if (!link?.personId || !poll) return false;
      const options = await this.store.options(tx, poll.id);
      const answers = options.flatMap(({ id }): DateAnswerInput[] => {
        const answer = said[id];
        return answer === 'yes' || answer === 'maybe' || answer === 'no' ? [{ optionId: id, answer }] : [];
      });
      await this.polls.write(tx, poll, { personId: link.personId, answers, note: said['note'] ?? '' });
      return true;
    });
  }

  /** A link by which one person changes their answers to one poll. */
  personalLink(tx: EntityManager, poll: PollRow, personId: string): Promise<string> {
    const expiresAt = new Date(poll.closes_at.getTime() + 30 * 86_400_000);
    return this.links.make(tx, { purpose: 'poll', personId, objectId: poll.id, expiresAt });
  }
}

async function useUp(tx: EntityManager, linkId: string): Promise<boolean> {
  const text = 'UPDATE link SET used_at = clock_now() WHERE id = $1 AND used_at IS NULL RETURNING id';
  return (await rows(tx, text, [linkId])).length > 0;
}
