import { Injectable } from '@nestjs/common';
import { rankDates } from '#libs/voting';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { NotFound } from '../../platform/graphql/errors.ts';
import { Policy, type Subject } from '../../platform/policy/policy.service.ts';
import { type GroupStanding, Standings } from '../../platform/policy/standings.ts';
import type {
  DateAnswer,
  DateAnswerWord,
  DateOption,
  DatePoll,
  DatePollCard,
  DatePollRights,
  WithdrawnDate,
} from './polls.graphql.ts';
import { type OptionJson, type PollJson, PollsStore } from './polls.store.ts';

/** Date polls as pages show them: counted, in order, and with the names only for who may see them. */
@Injectable()
export class PollPages {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly standings: Standings,
    private readonly store: PollsStore,
  ) {}

  async poll(actor: Actor, id: string): Promise<DatePoll | null> {
    const page = await this.store.page(this.database.reads, actor, id);
    return page ? toPoll(page, actor, await this.rights(actor, page)) : null;
  }

  /** As `poll`, for one the actor has just acted on. */
  async seen(actor: Actor, id: string): Promise<DatePoll> {
    const poll = await this.poll(actor, id);
    if (!poll) throw new NotFound();
    return poll;
  }

  ofGroup(actor: Actor, handle: string): Promise<DatePollCard[]> {
    return this.store.ofGroup(this.database.reads, actor, handle);
  }

  ofEvent(actor: Actor, eventId: string): Promise<DatePollCard | null> {
    return this.store.ofEvent(this.database.reads, actor, eventId);
  }

  waitingFor(actor: Actor): Promise<DatePollCard[]> {
    return this.store.waitingFor(this.database.reads, actor);
  }

  private async rights(actor: Actor, page: PollJson): Promise<DatePollRights> {
    const standing = actor.personId ? await this.standings.of(this.database.reads, page.groupId, actor.personId) : null;
    const takes = page.status === 'open' && !page.isOver;
    const may = takes && mayAnswer(this.policy, actor, page, standing);
    const own = { groupId: page.groupId, own: page.authorId === actor.personId };
    return {
      answer: may && actor.personId !== null,
      answerAsGuest: may && actor.personId === null,
      update: page.status === 'open' && this.policy.allows(actor, 'datePoll.update', own, standing),
      close: page.status === 'open' && this.policy.allows(actor, 'datePoll.close', own, standing),
    };
  }
}

/** Whether somebody may answer a poll: as they may answer an event of its visibility. */
export function mayAnswer(
  policy: Policy,
  actor: Actor,
  poll: { visibility: string; guests: boolean; groupVisibility: string },
  standing: GroupStanding | null,
): boolean {
  const asEvent: Subject = {
    case: poll.visibility === 'public' ? 'public' : `group-${poll.groupVisibility}`,
    flags: { 'object:guestRsvp': poll.guests },
  };
  const flags = { 'cell:rsvp.set': policy.allows(actor, 'rsvp.set', asEvent, standing) };
  return policy.allows(actor, 'datePoll.answer', { flags }, standing);
}

/** A list of answers in the order of the dates. */
export function answerList(answers: Readonly<Record<string, DateAnswerWord>>): DateAnswer[] {
  return Object.entries(answers).map(([optionId, answer]) => ({ optionId, answer }));
}

/** The dates of a poll, counted and with their places; `seesNames` decides whether those who are missing are named. */
function rankedOptions(
  page: PollJson,
  of: { offered: readonly OptionJson[]; news: ReadonlySet<string> },
): DateOption[] {
  const ranked = rankDates(
    of.offered.map(({ id, startAt }) => ({ id, startsAt: String(startAt) })),
    page.sheets.map(({ personId, answers }) => ({ who: personId, answers: onlyOf(answers, of.offered) })),
    { least: page.least, needed: page.needed.map(({ personId }) => personId) },
  );
  const places = new Map(ranked.map((one, at) => [one.id, { ...one, rank: at + 1 }]));
  return of.offered.map((option) => {
    const { yes, maybe, no, ...place } = places.get(option.id)!;
    const { rank, lead, missing, isEnough } = place;
    const counts = { yes: Number(yes), ifNeedBe: Number(maybe), no: Number(no) };
    const people = page.seesNames ? page.needed.filter(({ personId }) => missing.includes(personId)) : [];
    return { ...option, ...counts, rank, lead, missing: people, isEnough, isNew: of.news.has(option.id) };
  });
}

/** Answers to these dates alone. */
function onlyOf(
  answers: Readonly<Record<string, DateAnswerWord>>,
  options: readonly OptionJson[],
): Record<string, DateAnswerWord> {
  return Object.fromEntries(options.flatMap(({ id }) => (answers[id] ? [[id, answers[id]]] : [])));
}

function withdrawnDate(option: OptionJson, page: PollJson): WithdrawnDate {
  const said = (word: DateAnswerWord): number =>
    page.sheets.filter(({ answers }) => answers[option.id] === word).length;
  return { ...option, yes: said('yes'), ifNeedBe: said('maybe'), no: said('no') };
}

function toPoll(page: PollJson, actor: Actor, can: DatePollRights): DatePoll {
  const offered = page.options.filter(({ isWithdrawn }) => !isWithdrawn);
  const mine = page.sheets.find(({ personId }) => personId === actor.personId);
  const news = offered.filter(
    ({ id, addedAt }) => mine && new Date(addedAt) > new Date(mine.answeredAt) && !mine.answers[id],
  );
  const sheets = page.sheets.map((sheet) => ({ ...sheet, answers: answerList(onlyOf(sheet.answers, offered)) }));
  return {
    ...page,
    options: rankedOptions(page, { offered, news: new Set(news.map(({ id }) => id)) }),
    withdrawn: page.options.filter(({ isWithdrawn }) => isWithdrawn).map((option) => withdrawnDate(option, page)),
    answered: page.sheets.length,
    sheets: page.seesNames ? sheets : [],
    needed: page.seesNames ? page.needed : [],
    mine: mine ? answerList(onlyOf(mine.answers, offered)) : null,
    myNote: mine?.note ?? '',
    can,
  };
}
