import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { instantText, type PollBefore, PollGuests, type PollRow, PollsStore, whenText } from '../events/index.ts';
import { rows } from '../platform/database/sql.ts';
import { HappeningHandlers, type StoredHappening } from '../platform/outbox/outbox.ts';
import { pollMailWords } from './poll-words.ts';
import { type Letter, Post, type Recipient } from './post.service.ts';

type Options = Awaited<ReturnType<PollsStore['everyOption']>>;

interface Change {
  readonly poll: PollRow;
  readonly before: PollBefore;
  readonly options: Options;
  readonly zone: string;
}

/** Tells those who have answered a date poll what changed of it: the difference between what they knew and what is so now. */
@Injectable()
export class PollChangeMails {
  constructor(
    private readonly post: Post,
    private readonly polls: PollsStore,
    private readonly guests: PollGuests,
  ) {}

  register(handlers: HappeningHandlers): void {
    handlers.on('DatePollChangesDue', (tx, happening) => this.due(tx, happening));
  }

  private async due(tx: EntityManager, { id, payload }: StoredHappening): Promise<void> {
    const poll = await this.polls.find(tx, String(payload['pollId']));
    if (poll?.status !== 'open') return;
    const [group] = await rows<{ zone: string }>(tx, 'SELECT zone FROM folk_group WHERE id = $1', [poll.group_id]);
    const options = await this.polls.everyOption(tx, poll.id);
    const change = { poll, before: payload['before'] as PollBefore, options, zone: group!.zone };
    const takers = (await this.polls.sheets(tx, poll))
      .map(({ person_id }) => person_id)
      .filter((one) => one !== payload['byId']);
    const signsIn = await rows<{ id: string }>(tx, 'SELECT id FROM person WHERE id = ANY($1::uuid[]) AND signs_in', [
      takers,
    ]);
    const own = new Set(signsIn.map((one) => one.id));
    await this.post.toSome(tx, takers, { kind: 'poll-changed', key: id, groupId: poll.group_id }, (to) =>
      this.letter(tx, to, { ...change, signsIn: own.has(to.personId) }),
    );
  }

  private async letter(
    tx: EntityManager,
    to: Recipient,
    { signsIn, ...change }: Change & { signsIn: boolean },
  ): Promise<Letter | null> {
    const words = pollMailWords(to.locale);
    const told = differences(change, to.locale);
    if (told.length === 0) return null;
    const path = signsIn
      ? `/d/${change.poll.id}`
      : `/l/dates/${await this.guests.personalLink(tx, change.poll, to.personId)}`;
    return {
      subject: words.changedSubject(change.poll.title),
      lines: [words.changedLine(change.before.title), ...told, words.changedHolds],
      button: { label: words.change, path },
    };
  }
}

/** One line for each thing that is other than this person knew it. */
function differences({ poll, before, options, zone }: Change, locale: string): string[] {
  const words = pollMailWords(locale);
  const of = (some: Options): string => some.map((one) => dateText(one, locale)).join('; ');
  const offered = options.filter(({ withdrawn_at }) => withdrawn_at === null);
  const added = offered.filter(({ id }) => before.dates[id] === undefined);
  const gone = options.filter(({ id, withdrawn_at }) => withdrawn_at !== null && before.dates[id] !== undefined);
  const elsewhere = offered.filter(({ id, place_name }) => (before.dates[id] ?? place_name) !== place_name);
  const until = instantText(poll.closes_at, zone, locale);
  return [
    ...(poll.title === before.title ? [] : [words.newTitle(poll.title)]),
    ...(added.length > 0 ? [words.datesAdded(of(added))] : []),
    ...(gone.length > 0 ? [words.datesGone(of(gone))] : []),
    ...(poll.place_name === before.place_name
      ? []
      : [poll.place_name ? words.newPlace(poll.place_name) : words.noPlace]),
    ...(elsewhere.length > 0 ? [words.datesElsewhere(of(elsewhere))] : []),
    ...(poll.closes_at.getTime() === Date.parse(before.closes_at) ? [] : [words.newDeadline(until)]),
    ...(poll.body === before.body ? [] : [words.newText]),
  ];
}

function dateText(option: Options[number], locale: string): string {
  return [whenText(option, locale), option.place_name].filter(Boolean).join(', ');
}
