import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Verdict } from '#libs/voting';
import { DelegationsStore, ElectorRemindersStore } from '../decisions/index.ts';
import { row, rows } from '../platform/database/sql.ts';
import { HappeningHandlers, type StoredHappening } from '../platform/outbox/outbox.ts';
import { MailChoices } from './mail-choices.service.ts';
import { Post } from './post.service.ts';
import { choiceWords, instantText, VoteLetters } from './vote-letters.service.ts';
import { voteWords } from './vote-words.ts';

/** Mails about votes: opened, closing soon, asked by hand, withdrawn, over. None has a number in it, or what somebody else voted before the end. */
@Injectable()
export class VoteMails {
  constructor(
    private readonly post: Post,
    private readonly letters: VoteLetters,
    private readonly told: ElectorRemindersStore,
    private readonly delegations: DelegationsStore,
    private readonly choices: MailChoices,
  ) {}

  register(handlers: HappeningHandlers): void {
    handlers.on('ProposalOpened', (tx, happening) => this.opened(tx, happening));
    handlers.on('ElectorsReminded', (tx, happening) => this.reminded(tx, happening));
    handlers.on('ProposalWithdrawn', (tx, happening) => this.withdrawn(tx, happening));
    handlers.on('ProposalClosed', (tx, happening) => this.closed(tx, happening));
  }

  /** To every elector but the author, who knows. */
  private async opened(tx: EntityManager, { id, payload, groupId }: StoredHappening): Promise<void> {
    const vote = await this.letters.find(tx, payload['proposalId']);
    if (!vote) return;
    const electors = await this.electors(tx, vote.id, groupId);
    const others = electors.filter((personId) => personId !== vote.author_id);
    const to = await this.told.tell(tx, vote.id, 'opened', others);
    await this.post.toSome(tx, to, { kind: 'proposal-opened', key: id, groupId }, (one) => {
      const words = voteWords(one.locale);
      const until = instantText(vote.closes_at, vote.zone, one.locale);
      const lines = [words.openedLine(vote.author, vote.title, until)];
      return this.letters.asking(tx, vote, one, { subject: words.openedSubject(vote.title), lines });
    });
  }

  /** To those who were to be reminded and have not voted meanwhile. */
  private async reminded(tx: EntityManager, { id, payload, groupId }: StoredHappening): Promise<void> {
    const vote = await this.letters.find(tx, payload['proposalId']);
    if (!vote) return;
    const undecided = await this.told.stillUndecided(tx, vote.id, payload['personIds'] as string[]);
    const to = await this.choices.wanting(tx, 'vote-reminders', undecided);
    const speakers = await this.delegations.speakers(tx, vote.id);
    const kind = payload['kind'] === 'asked' ? 'asked' : 'closing';
    await this.post.toSome(tx, to, { kind: `vote-${kind}`, key: id, groupId }, (one) => {
      const words = voteWords(one.locale);
      const until = instantText(vote.closes_at, vote.zone, one.locale);
      const speaker = speakers.get(one.personId);
      const lines = [words[`${kind}Line`](vote.title, until)];
      if (speaker) lines.push(words.speaks(speaker.toName, speaker.voterName));
      const subject = words[`${kind}Subject`](vote.title);
      return this.letters.asking(tx, vote, one, { subject, lines, unsubscribe: 'votes' });
    });
  }

  /** To everybody who had a vote, but for who withdrew it. */
  private async withdrawn(tx: EntityManager, { id, payload, groupId }: StoredHappening): Promise<void> {
    const proposal = await row<{ title: string; author_id: string; withdrawn_reason: string | null }>(
      tx,
      'SELECT title, author_id, withdrawn_reason FROM proposal WHERE id = $1',
      [payload['proposalId']],
    );
    if (!proposal) return;
    const electors = await this.electors(tx, String(payload['proposalId']), groupId);
    const to = electors.filter((personId) => personId !== proposal.author_id);
    await this.post.toAll(tx, to, { kind: 'proposal-withdrawn', key: id, groupId }, (words) => ({
      subject: words.withdrawnSubject(proposal.title),
      lines: [words.withdrawnLine(proposal.title, proposal.withdrawn_reason ?? '')],
      button: { label: words.page, path: `/p/${String(payload['proposalId'])}` },
    }));
  }

  /** To everybody who had a vote and still is a member. It says the verdict and no number; who let others vote is told how they did. */
  private async closed(tx: EntityManager, { id, payload, groupId }: StoredHappening): Promise<void> {
    const vote = await this.letters.find(tx, payload['proposalId']);
    const result = await row<{ verdict: Verdict; decides: boolean }>(
      tx,
      'SELECT r.verdict, p.threshold IS NOT NULL AS decides FROM proposal p JOIN result r ON r.proposal_id = p.id AND r.run = 1 WHERE p.id = $1',
      [payload['proposalId']],
    );
    if (!vote || !result) return;
    const outcome = result.verdict === 'passed' && !result.decides ? 'counted' : result.verdict;
    const electors = await this.electors(tx, vote.id, groupId);
    const told = await this.told.tell(tx, vote.id, 'outcome', electors);
    const to = await this.choices.wanting(tx, 'vote-outcomes', told);
    const speakers = await this.delegations.speakers(tx, vote.id);
    await this.post.toAll(tx, to, { kind: 'proposal-closed', key: id, groupId }, (words, one) => {
      const speaker = speakers.get(one.personId);
      const { spoken, silent } = voteWords(one.locale).outcome;
      const lines = [words.closedLine[outcome](vote.title)];
      if (speaker?.choice) lines.push(spoken(speaker.voterName!, choiceWords(vote, speaker.choice, one.locale)));
      else if (speaker) lines.push(silent(speaker.toName));
      return {
        subject: words.closedSubject[outcome === 'passed' ? 'passed' : 'other'](vote.title),
        lines,
        button: { label: words.outcomeButton, path: `/p/${vote.id}` },
        unsubscribe: 'votes',
      };
    });
  }

  private async electors(tx: EntityManager, proposalId: string, groupId: string | undefined): Promise<string[]> {
    const electors = await rows<{ person_id: string }>(
      tx,
      'SELECT e.person_id FROM elector e WHERE e.proposal_id = $1 AND is_member($2, e.person_id)',
      [proposalId, groupId],
    );
    return electors.map((one) => one.person_id);
  }
}
