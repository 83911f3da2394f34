import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Choice } from '#libs/voting';
import { row } from '../platform/database/sql.ts';
import { HappeningHandlers, type StoredHappening } from '../platform/outbox/outbox.ts';
import { Post } from './post.service.ts';
import { choiceWords, optionWord, stancesOf, type Vote, VoteLetters } from './vote-letters.service.ts';
import type { VoteReplyOutcome } from './vote-replies.service.ts';
import { voteWords } from './vote-words.ts';

interface Own {
  readonly choice: Choice;
  readonly reason: string;
}

/** The answer to a vote by mail: what was recorded, or why nothing was. */
@Injectable()
export class VoteReplyMails {
  constructor(
    private readonly post: Post,
    private readonly letters: VoteLetters,
  ) {}

  register(handlers: HappeningHandlers): void {
    handlers.on('VoteAnswered', (tx, happening) => this.answered(tx, happening));
  }

  private async answered(tx: EntityManager, { id, payload }: StoredHappening): Promise<void> {
    const vote = await this.letters.find(tx, payload['proposalId']);
    if (!vote) return;
    const personId = String(payload['personId']);
    const own = await row<Own>(
      tx,
      'SELECT b.choice, b.reason FROM ballot b JOIN proposal p ON p.id = b.proposal_id AND p.round = b.round WHERE p.id = $1 AND b.person_id = $2 AND b.is_current AND b.choice IS NOT NULL',
      [vote.id, personId],
    );
    const group = await row<{ group_id: string }>(tx, 'SELECT group_id FROM proposal WHERE id = $1', [vote.id]);
    const outcome = payload['outcome'] as VoteReplyOutcome;
    const of = { kind: 'vote-answered', key: id, groupId: group!.group_id };
    await this.post.toSome(tx, [personId], of, (to) => {
      const { reply: words } = voteWords(to.locale);
      const isIn = outcome.startsWith('recorded') && own !== null;
      const subject = isIn ? words.recordedSubject(vote.title) : words.refusedSubject(vote.title);
      const lines = isIn ? inLines(vote, own, { outcome, locale: to.locale }) : [whyNot(vote, outcome, to.locale)];
      if (vote.status === 'open' && outcome !== 'closed') return this.letters.asking(tx, vote, to, { subject, lines });
      return { subject, lines, button: { label: voteWords(to.locale).voteButton, path: `/p/${vote.id}` } };
    });
  }
}

function inLines(vote: Vote, { choice, reason }: Own, of: { outcome: VoteReplyOutcome; locale: string }): string[] {
  const { reply: words } = voteWords(of.locale);
  const lines = [words.recorded(choiceWords(vote, choice, of.locale))];
  if (reason) lines.push(words.reason(reason));
  if (of.outcome === 'recorded-bare') lines.push(words.noReason);
  return [...lines, words.mayChange];
}

function whyNot(vote: Vote, outcome: VoteReplyOutcome, locale: string): string {
  const { reply: words } = voteWords(locale);
  if (outcome === 'closed') return words.closed;
  if (outcome === 'no-stance') return words.noStance;
  if (outcome === 'unclear')
    return words.unclear(
      stancesOf(vote)
        .map((option) => optionWord(option, locale))
        .join(', '),
    );
  return words.codes[outcome.slice('refused:'.length)] ?? words.other;
}
