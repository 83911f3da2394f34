import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { rows } from '../../platform/database/sql.ts';
import { BadInput, Conflict, Forbidden, NotFound, SignInFirst } from '../../platform/graphql/errors.ts';
import { isId, newId } from '../../platform/ids.ts';
import { renderMarkdown } from '../../platform/markdown.ts';
import { longText, requiredName } from '../../platform/names.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import type { GroupStanding } from '../../platform/policy/standings.ts';
import { checkedCapacity } from '../event-fields.ts';
import { insertDate } from './poll-dates.ts';
import {
  type Candidate,
  checkedAnswers,
  checkedCandidates,
  checkedDeadline,
  checkedLeast,
  checkedNote,
} from './poll-fields.ts';
import { writeNeeded } from './poll-needed.ts';
import { mayAnswer } from './poll-pages.service.ts';
import type { AnswerDatePollInput, CreateDatePollInput, DateAnswerWord } from './polls.graphql.ts';
import { type PollRow, PollsStore } from './polls.store.ts';

/** Asks for dates and takes the answers. What closing does stands in `PollClosing`. */
@Injectable()
export class PollsService {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    private readonly store: PollsStore,
  ) {}

  /** Opens a poll and returns its id. Every candidate has from now on the calendar identity of the event it may become. */
  async create(actor: Actor, input: CreateDatePollInput): Promise<string> {
    if (!isId(input.groupId)) throw new NotFound();
    return this.database.transaction(async (tx) => {
      const standing = await this.policy.requireInGroup(tx, actor, 'datePoll.create', { groupId: input.groupId });
      const now = await this.clock.now(tx);
      const candidates = checkedCandidates(input.candidates, now);
      const id = await this.insert(tx, actor, { input, standing, candidates, now });
      for (const one of candidates) await insertDate(tx, id, one);
      await writeNeeded(tx, { id, group_id: input.groupId }, input.needed ?? []);
      await this.outbox.announce(tx, {
        kind: 'DatePollOpened',
        groupId: input.groupId,
        payload: { pollId: id, byId: actor.personId },
        topics: [`group:${input.groupId}`],
      });
      return id;
    });
  }

  /** Takes all answers of somebody signed in, in place of those they gave before. */
  async answer(actor: Actor, input: AnswerDatePollInput): Promise<void> {
    await this.database.transaction(async (tx) => {
      const poll = await this.readable(tx, actor, input.pollId);
      await this.requireAnswer(tx, actor, poll);
      await this.write(tx, poll, { ...input, personId: actor.personId! });
    });
  }

  /** The poll under a lock that lets others answer too; NOT_FOUND for who may not see it. */
  async readable(tx: EntityManager, actor: Actor, id: string): Promise<PollRow> {
    if (!(await this.store.mayRead(tx, actor, id))) throw new NotFound();
    return (await this.store.find(tx, id, 'FOR SHARE'))!;
  }

  async requireAnswer(tx: EntityManager, actor: Actor, poll: PollRow): Promise<void> {
    const standing = await this.policy.require(tx, actor, 'datePoll.read', {
      groupId: poll.group_id,
      flags: { 'cell:event.read': true },
    });
    const guests = poll.guests && poll.visibility === 'public';
    if (mayAnswer(this.policy, actor, { ...poll, guests, groupVisibility: standing?.visibility ?? 'open' }, standing))
      return;
    if (actor.personId === null) throw new SignInFirst();
    throw new Forbidden();
  }

  /** Writes a sheet; what was said to dates that were taken back since stays, and the instant of the first answer stays, as it is the order of seats. CONFLICT when the poll takes no more. */
  async write(
    tx: EntityManager,
    poll: PollRow,
    of: Pick<AnswerDatePollInput, 'answers' | 'note'> & { personId: string },
  ): Promise<void> {
    this.assertTakes(poll);
    const options = await this.store.options(tx, poll.id);
    const answers = checkedAnswers(
      of.answers,
      options.map(({ id }) => id),
    );
    await this.writeSheet(tx, poll, { personId: of.personId, answers, note: checkedNote(of.note) });
  }

  /** As `write`, for answers that were checked when they were given. */
  async writeSheet(
    tx: EntityManager,
    poll: PollRow,
    of: { personId: string; answers: Record<string, DateAnswerWord>; note: string },
  ): Promise<void> {
    this.assertTakes(poll);
    if (Object.keys(of.answers).length === 0 && of.note === '')
      await rows(tx, 'DELETE FROM date_answer WHERE poll_id = $1 AND person_id = $2', [poll.id, of.personId]);
    else
      await rows(
        tx,
        `INSERT INTO date_answer (poll_id, person_id, answers, note) VALUES ($1, $2, $3, $4)
         ON CONFLICT (poll_id, person_id) DO UPDATE SET note = $4, answered_at = clock_now(), answers = $3 ||
           (SELECT coalesce(jsonb_object_agg(h.key, h.value), '{}') FROM jsonb_each(date_answer.answers) h JOIN date_option o ON o.id::text = h.key AND o.withdrawn_at IS NOT NULL)`,
        [poll.id, of.personId, JSON.stringify(of.answers), of.note],
      );
    await this.outbox.announce(tx, {
      kind: 'DatePollAnswered',
      groupId: poll.group_id,
      payload: { pollId: poll.id, personId: of.personId },
      topics: [`poll:${poll.id}`, `person:${of.personId}`],
    });
  }

  /** CONFLICT, in words, for a poll that takes no more answers. */
  assertTakes(poll: PollRow): void {
    if (poll.status === 'closed')
      throw new Conflict('The date is fixed: this poll is closed. Answer on the page of the event.');
    if (poll.status === 'withdrawn') throw new Conflict('This poll was taken back. It takes no more answers.');
    if (poll.is_over) throw new Conflict('The deadline of this poll has passed. It takes no more answers.');
  }

  /** Has a guest asked, by mail, whether the answers are theirs. */
  async askToConfirm(
    tx: EntityManager,
    poll: PollRow,
    of: { email: string; locale: string; token: string },
  ): Promise<void> {
    await this.outbox.announce(tx, {
      kind: 'DatePollToConfirm',
      groupId: poll.group_id,
      payload: { pollId: poll.id, ...of },
    });
  }

  private async insert(
    tx: EntityManager,
    actor: Actor,
    of: { input: CreateDatePollInput; standing: GroupStanding; candidates: readonly Candidate[]; now: Date },
  ): Promise<string> {
    const { input } = of;
    const title = requiredName('title', input.title, { what: 'The title', max: 200 });
    const body = longText('body', input.body, { what: 'The text', max: 20_000 });
    const last = new Date(Math.max(...of.candidates.map(({ start_at }) => start_at.getTime())));
    const closesAt = checkedDeadline(input.closesAt, { now: of.now, last });
    if (of.standing.visibility === 'secret' && input.visibility === 'public')
      throw new BadInput('visibility', 'Polls of a secret group are for its members only.');
    const id = newId();
    await rows(
      tx,
      `INSERT INTO date_poll (id, group_id, author_id, title, body, body_html, visibility, guests, place_name, place_address, least, capacity, closes_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        id,
        input.groupId,
        actor.personId,
        title,
        body,
        renderMarkdown(body),
        input.visibility,
        input.guests ?? true,
        longText('placeName', input.placeName, { what: 'The place', max: 200 }),
        longText('placeAddress', input.placeAddress, { what: 'The address', max: 400 }),
        checkedLeast(input.least ?? 0),
        checkedCapacity(input.capacity),
        closesAt,
      ],
    );
    return id;
  }
}
