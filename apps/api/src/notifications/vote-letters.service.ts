import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ballotOf, type Choice, type OfferedMethod } from '#libs/voting';
import { BallotLinks } from '../decisions/index.ts';
import { row } from '../platform/database/sql.ts';
import type { Letter, Recipient } from './post.service.ts';
import { ReplyAddresses } from './reply-addresses.ts';
import { voteWords } from './vote-words.ts';
import { formatLocale } from '../platform/format-locale.ts';

export interface Vote {
  readonly id: string;
  readonly title: string;
  readonly author_id: string;
  readonly author: string;
  readonly closes_at: Date;
  readonly zone: string;
  readonly secrecy: string;
  readonly status: string;
  readonly method: OfferedMethod;
  readonly reasons: string;
  readonly text_version: number;
  readonly options: readonly { readonly id: string; readonly label: string; readonly role?: string }[];
  readonly withdrawn_options: Readonly<Record<string, string>>;
}

/** More answers than this would make a mail of links. */
const FEW = 4;

/** Letters that ask for a vote: with a link that opens the ballot, and an address that takes an answer. */
@Injectable()
export class VoteLetters {
  constructor(
    private readonly links: BallotLinks,
    private readonly addresses: ReplyAddresses,
  ) {}

  find(tx: EntityManager, proposalId: unknown): Promise<Vote | null> {
    return row<Vote>(
      tx,
      `SELECT p.id, p.title, p.author_id, a.name AS author, p.closes_at, g.zone, p.secrecy, p.status, p.method, p.reasons, p.text_version, p.options, p.withdrawn_options
       FROM proposal p JOIN person a ON a.id = p.author_id JOIN folk_group g ON g.id = p.group_id WHERE p.id = $1`,
      [proposalId],
    );
  }

  /** A letter about an open vote: who may vote openly does so from the mail. */
  async asking(
    tx: EntityManager,
    vote: Vote,
    to: Recipient,
    of: Pick<Letter, 'subject' | 'lines' | 'unsubscribe'>,
  ): Promise<Letter> {
    const words = voteWords(to.locale);
    const button = { label: words.voteButton, path: `/p/${vote.id}` };
    if (vote.secrecy !== 'named') return { ...of, button };
    const { id: proposalId, closes_at: closesAt, text_version: textVersion } = vote;
    const { token, id } = await this.links.make(tx, { proposalId, personId: to.personId, closesAt, textVersion });
    const path = `/vote/${token}`;
    const options = stancesOf(vote);
    const replyTo = options.length > 0 ? this.addresses.ofVote(id) : null;
    const labels = options.map((option) => optionWord(option, to.locale));
    return {
      ...of,
      lines: [...of.lines, ...(replyTo ? [words.answer(labels.join(', '))] : []), words.link],
      button: { ...button, path },
      more:
        options.length > FEW
          ? []
          : options.map((option, at) => ({
              label: words.choose(labels[at]!),
              path: `${path}?choose=${encodeURIComponent(option.id)}`,
            })),
      replyTo,
    };
  }
}

/** The answers of a stance vote that still stand; none for votes that ask for more. */
export function stancesOf({ method, options, withdrawn_options: gone }: Vote): Vote['options'] {
  return ballotOf[method] === 'stance' ? options.filter(({ id }) => !(id in gone)) : [];
}

/** An option in the author's words, or in the usual ones. */
export function optionWord({ id, label }: { id: string; label: string }, locale: string): string {
  return label || voteWords(locale).stance[id] || id;
}

/** What a ballot says, in one line. */
export function choiceWords({ options }: Pick<Vote, 'options'>, choice: Choice, locale: string): string {
  const word = (id: string): string => {
    const option = options.find((one) => one.id === id);
    return option ? optionWord(option, locale) : id;
  };
  if ('option' in choice) return word(choice.option);
  if ('options' in choice) return choice.options.map(word).join(', ') || '–';
  if ('ranking' in choice)
    return choice.ranking.map((rank, at) => `${at + 1}. ${rank.map(word).join(' = ')}`).join(', ');
  if ('points' in choice)
    return Object.entries(choice.points)
      .map(([id, points]) => `${word(id)} ${points}`)
      .join(', ');
  return voteWords(locale).stance['abstain']!;
}

/** "Saturday 13 March 2026 at 13:00" in the zone of the group. */
export function instantText(at: Date, zone: string, locale: string): string {
  const form = { dateStyle: 'full', timeStyle: 'short', timeZone: zone } as const;
  return new Intl.DateTimeFormat(formatLocale(locale), form).format(at);
}
