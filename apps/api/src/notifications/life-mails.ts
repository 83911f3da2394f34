import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ElectorRemindersStore } from '../decisions/index.ts';
import { GroupsStore } from '../groups/index.ts';
import { row, rows } from '../platform/database/sql.ts';
import { HappeningHandlers, type StoredHappening } from '../platform/outbox/outbox.ts';
import { inLanguage, type Kept } from '../platform/words/words.ts';
import { lifeWords } from './life-words.ts';
import { Post } from './post.service.ts';
import { instantText, type Vote, VoteLetters } from './vote-letters.service.ts';

type Words = ReturnType<typeof lifeWords>;

/** Mails about the life of a proposal: new words for those who voted, more time for the undecided, objections and their answers, a review. */
@Injectable()
export class LifeMails {
  constructor(
    private readonly post: Post,
    private readonly letters: VoteLetters,
    private readonly told: ElectorRemindersStore,
    private readonly groups: GroupsStore,
  ) {}

  register(handlers: HappeningHandlers): void {
    handlers.on('ProposalAmended', (tx, happening) => this.amended(tx, happening));
    handlers.on('ProposalExtended', (tx, happening) => this.extended(tx, happening));
    handlers.on('ProposalNotOpened', (tx, happening) => this.notOpened(tx, happening));
    handlers.on('ObjectionRaised', (tx, happening) => this.raised(tx, happening));
    handlers.on('ObjectionAnswered', (tx, happening) => this.replied(tx, happening, 'answered'));
    handlers.on('ObjectionRuledOut', (tx, happening) => this.replied(tx, happening, 'ruledOut'));
    handlers.on('ReviewDue', (tx, happening) => this.review(tx, happening));
  }

  /** To everybody who voted on the text before, but for who changed it: they are asked again, once for each round. */
  private async amended(tx: EntityManager, { id, payload, groupId }: StoredHappening): Promise<void> {
    const vote = await this.letters.find(tx, payload['proposalId']);
    if (!payload['isVotedOn'] || vote?.status !== 'open') return;
    const voters = await rows<{ person_id: string }>(
      tx,
      `SELECT b.person_id FROM ballot b WHERE b.proposal_id = $1 AND b.round = $2::int - 1 AND b.is_current AND b.choice IS NOT NULL
         AND b.person_id <> $3 AND is_member($4, b.person_id) ORDER BY b.person_id`,
      [vote.id, payload['round'], vote.author_id, groupId],
    );
    const text = await row<{ note: string; changes: Kept[] | null }>(
      tx,
      'SELECT t.note, a.changes FROM proposal_text t LEFT JOIN proposal_asked a USING (proposal_id, version) WHERE t.proposal_id = $1 ORDER BY t.version DESC LIMIT 1',
      [vote.id],
    );
    const to = voters.map((one) => one.person_id);
    await this.post.toSome(tx, to, { kind: 'proposal-amended', key: id, groupId }, (one) => {
      const words = lifeWords(one.locale);
      const until = instantText(vote.closes_at, vote.zone, one.locale);
      const lines = [words.amendedLine(vote.author, vote.title, until)];
      if (text?.note) lines.push(words.amendedNote(text.note));
      lines.push(...(text?.changes ?? []).map((change) => inLanguage(change, one.locale)));
      return this.letters.asking(tx, vote, one, { subject: words.amendedSubject(vote.title), lines });
    });
  }

  /** To the electors who have not voted. */
  private async extended(tx: EntityManager, { id, payload, groupId }: StoredHappening): Promise<void> {
    const vote = await this.letters.find(tx, payload['proposalId']);
    if (vote?.status !== 'open') return;
    const electors = await rows<{ person_id: string }>(
      tx,
      'SELECT e.person_id FROM elector e WHERE e.proposal_id = $1 AND e.person_id <> $2 AND is_member($3, e.person_id)',
      [vote.id, vote.author_id, groupId],
    );
    const undecided = await this.told.stillUndecided(
      tx,
      vote.id,
      electors.map((one) => one.person_id),
    );
    await this.post.toSome(tx, undecided, { kind: 'proposal-extended', key: id, groupId }, (one) => {
      const words = lifeWords(one.locale);
      const until = instantText(vote.closes_at, vote.zone, one.locale);
      const lines = [words.extendedLine(vote.title, until, String(payload['reason']))];
      return this.letters.asking(tx, vote, one, { subject: words.extendedSubject(vote.title), lines });
    });
  }

  private notOpened(tx: EntityManager, happening: StoredHappening): Promise<void> {
    return this.tell(tx, happening, 'proposal-not-opened', (vote) => ({
      to: [vote.author_id],
      letter: (words, locale) => ({
        subject: words.notOpenedSubject(vote.title),
        lines: [words.notOpenedLine(vote.title, inLanguage(happening.payload['why'] as Kept, locale))],
      }),
    }));
  }

  /** To the author, for whom it was written. */
  private async raised(tx: EntityManager, happening: StoredHappening): Promise<void> {
    const found = await row<{ text: string; name: string; person_id: string }>(
      tx,
      `SELECT o.text, q.name, o.person_id FROM objection o JOIN person q ON q.id = o.person_id WHERE o.id = $1 AND o.state = 'open'`,
      [happening.payload['objectionId']],
    );
    if (!found) return;
    await this.tell(tx, happening, 'objection-raised', (vote) => ({
      to: vote.author_id === found.person_id ? [] : [vote.author_id],
      letter: (words) => ({
        subject: words.raisedSubject(vote.title),
        lines: [words.raisedLine(found.name, vote.title, found.text), words.raisedHow],
      }),
    }));
  }

  /** To who objects. */
  private async replied(tx: EntityManager, happening: StoredHappening, how: 'answered' | 'ruledOut'): Promise<void> {
    const found = await row<{ text: string | null; name: string; by_id: string; person_id: string }>(
      tx,
      how === 'answered'
        ? 'SELECT o.response AS text, q.name, q.id AS by_id, o.person_id FROM objection o JOIN person q ON q.id = o.answered_by WHERE o.id = $1'
        : 'SELECT o.ruling AS text, q.name, q.id AS by_id, o.person_id FROM objection o JOIN person q ON q.id = o.settled_by WHERE o.id = $1',
      [happening.payload['objectionId']],
    );
    if (!found || found.by_id === found.person_id) return;
    await this.tell(tx, happening, how === 'answered' ? 'objection-answered' : 'objection-ruled-out', (vote) => ({
      to: [found.person_id],
      letter: (words) => ({
        subject: words[`${how}Subject`](vote.title),
        lines: [words[`${how}Line`](found.name, vote.title, found.text ?? '')],
      }),
    }));
  }

  /** To the author and the organisers. */
  private async review(tx: EntityManager, happening: StoredHappening): Promise<void> {
    const organisers = await this.groups.dutyHolders(tx, happening.groupId!, ['organiser']);
    const group = await this.post.groupName(tx, happening.groupId);
    await this.tell(tx, happening, 'review-due', (vote) => ({
      to: [...new Set([vote.author_id, ...organisers])],
      letter: (words) => ({ subject: words.reviewSubject(vote.title), lines: [words.reviewLine(vote.title, group)] }),
    }));
  }

  private async tell(
    tx: EntityManager,
    { id, payload, groupId }: StoredHappening,
    kind: string,
    of: (vote: Vote) => {
      to: readonly string[];
      letter: (words: Words, locale: string) => { subject: string; lines: readonly string[] };
    },
  ): Promise<void> {
    const vote = await this.letters.find(tx, payload['proposalId']);
    if (!vote) return;
    const { to, letter } = of(vote);
    await this.post.toAll(tx, [...to], { kind, key: id, groupId }, (_, { locale }) => {
      const words = lifeWords(locale);
      return { ...letter(words, locale), button: { label: words.page, path: `/p/${vote.id}` } };
    });
  }
}
