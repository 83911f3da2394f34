import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Rulebook } from '#libs/governance';
import type { Actor } from '../platform/actor.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database/database.ts';
import { row, rows } from '../platform/database/sql.ts';
import { BadInput, Conflict } from '../platform/graphql/errors.ts';
import { newOrderedId } from '../platform/ids.ts';
import { longText } from '../platform/names.ts';
import { Policy } from '../platform/policy/policy.service.ts';
import { appealWords } from './appeal-words.ts';
import { ProposalDrafts } from './proposal-drafts.service.ts';
import { ProposalLocks } from './proposal-locks.service.ts';
import { ProposalRecords } from './proposal-records.service.ts';
import { checkedProposal } from './proposal-rules.ts';
import type { ProposalRow } from './proposals.store.ts';

const DAY = 86_400_000;

/** Objecting to what a passed vote is about to carry out: it stays where it is until the group has decided once more. */
@Injectable()
export class Appeals {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly clock: Clock,
    private readonly locks: ProposalLocks,
    private readonly drafts: ProposalDrafts,
    private readonly records: ProposalRecords,
  ) {}

  /** Stays the execution and drafts "carry out #12?" for who put the proposal. Throws CONFLICT once the time for it is over. */
  async appeal(actor: Actor, id: string, reason: string): Promise<void> {
    const words = longText('reason', reason, { what: 'The reason', max: 1000 });
    if (words === '') throw new BadInput('reason', 'Say why: the others decide about it.');
    await this.database.transaction(async (tx) => {
      const proposal = await this.locks.heldInGroup(tx, actor, id);
      const groupId = proposal.group_id;
      const standing = await this.policy.requireInGroup(tx, actor, 'outcome.appeal', { groupId });
      const stayed = await rows(
        tx,
        `UPDATE execution SET state = 'stayed', appealed_by = $2, appeal_reason = $3 WHERE proposal_id = $1 AND state = 'waiting' AND not_before > clock_now() RETURNING 1`,
        [id, actor.personId, words],
      );
      if (stayed.length === 0)
        throw new Conflict('It is too late to object: it has been carried out, stayed or given up already.');
      const draftId = await this.draft(tx, { proposal, words, rules: standing.rules as unknown as Rulebook });
      await this.records.log(tx, actor, {
        groupId,
        type: 'outcome.appealed',
        proposalId: id,
        facts: { decidedBy: draftId },
        detail: { reason: words },
      });
      await this.records.announce(tx, 'OutcomeAppealed', { groupId, proposalId: id });
    });
  }

  /** What a vote about carrying out another one comes to: yes runs it, anything else drops it. For every other proposal nothing happens. */
  async decided(
    tx: EntityManager,
    proposal: Pick<ProposalRow, 'carries_out' | 'group_id' | 'number'>,
    of: { passed: boolean; note?: string },
  ): Promise<void> {
    if (!proposal.carries_out) return;
    const note = of.note ?? `#${proposal.number}`;
    const moved = await rows(
      tx,
      of.passed
        ? `UPDATE execution SET state = 'waiting', not_before = clock_now() WHERE proposal_id = $1 AND state = 'stayed' RETURNING 1`
        : `UPDATE execution SET state = 'dropped', note = $2 WHERE proposal_id = $1 AND state = 'stayed' RETURNING 1`,
      of.passed ? [proposal.carries_out] : [proposal.carries_out, note],
    );
    if (moved.length === 0) return;
    const subject = { groupId: proposal.group_id, proposalId: proposal.carries_out };
    if (!of.passed) await this.records.log(tx, null, { ...subject, type: 'effect.dropped' });
    await this.records.announce(tx, 'ProposalChanged', subject);
  }

  /** As long a vote as the first, under the same rule; who put the first opens it, or an organiser. */
  private async draft(
    tx: EntityManager,
    { proposal, words, rules }: { proposal: ProposalRow; words: string; rules: Rulebook },
  ): Promise<string> {
    const id = newOrderedId();
    const now = await this.clock.now(tx);
    const group = await row<{ locale: string }>(tx, 'SELECT locale FROM folk_group WHERE id = $1', [proposal.group_id]);
    const days = Math.max(2, Math.ceil((proposal.closes_at.getTime() - proposal.opens_at!.getTime()) / DAY));
    const said = appealWords(group!.locale);
    const fields = checkedProposal(
      {
        title: said.title(proposal.number, proposal.title),
        body: said.body({ number: proposal.number, path: `/p/${proposal.id}`, reason: words }),
        method: proposal.method === 'consent' ? 'consent' : 'majority',
        quorum: proposal.quorum,
        ...(proposal.method === 'majority' ? { threshold: proposal.threshold } : {}),
        showResults: proposal.show_results,
        closesAt: new Date(now.getTime() + (days + 1) * DAY),
        eventId: null,
      },
      { rules, now, kept: [] },
    );
    await this.drafts.insert(tx, {
      id,
      groupId: proposal.group_id,
      authorId: proposal.author_id,
      fields,
      carriesOut: proposal.id,
      membersOnly: proposal.members_only,
    });
    return id;
  }
}
