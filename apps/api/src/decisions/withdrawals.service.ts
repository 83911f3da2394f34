import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../platform/actor.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database/database.ts';
import { rows } from '../platform/database/sql.ts';
import { BadInput, Conflict } from '../platform/graphql/errors.ts';
import { longText } from '../platform/names.ts';
import { Policy } from '../platform/policy/policy.service.ts';
import { Appeals } from './appeals.service.ts';
import { ProposalLocks } from './proposal-locks.service.ts';
import { ProposalRecords } from './proposal-records.service.ts';
import type { ProposalRow } from './proposals.store.ts';

/** Taking a proposal back, before its count. */
@Injectable()
export class Withdrawals {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly clock: Clock,
    private readonly locks: ProposalLocks,
    private readonly records: ProposalRecords,
    private readonly appeals: Appeals,
  ) {}

  /** Withdraws what is not over yet, with a reason, and names what takes its place if something does. One that is over is CONFLICT. What an appeal has stayed is given up with it. */
  async withdraw(actor: Actor, id: string, of: { reason: string; replacedBy?: string | null }): Promise<void> {
    const words = longText('reason', of.reason, { what: 'The reason', max: 500 });
    if (words === '') throw new BadInput('reason', 'Say why, in a few words.');
    await this.database.transaction(async (tx) => {
      const proposal = await this.locks.held(tx, actor, id);
      await this.policy.require(tx, actor, 'proposal.withdraw', {
        groupId: proposal.group_id,
        own: proposal.author_id === actor.personId,
      });
      const now = await this.clock.now(tx);
      if (proposal.status === 'open' && proposal.closes_at <= now)
        throw new Conflict('Voting has closed; the count decides now.');
      if (proposal.status === 'closed' || proposal.status === 'withdrawn')
        throw new Conflict('This proposal is over already.');
      const replacedBy = await this.replacement(tx, actor, { proposal, id: of.replacedBy ?? null });
      await rows(
        tx,
        `UPDATE proposal SET status = 'withdrawn', withdrawn_at = $2, withdrawn_reason = $3, superseded_by = $4, version = version + 1, updated_at = clock_now() WHERE id = $1`,
        [id, now, words, replacedBy],
      );
      await this.appeals.decided(tx, proposal, { passed: false, note: words });
      await this.records.withdrawn(tx, actor, {
        groupId: proposal.group_id,
        proposalId: id,
        wasOpen: proposal.status === 'open',
      });
    });
  }

  private async replacement(
    tx: EntityManager,
    actor: Actor,
    of: { proposal: ProposalRow; id: string | null },
  ): Promise<string | null> {
    if (of.id === null) return null;
    const groupId = await this.locks.find(tx, actor, of.id);
    if (groupId !== of.proposal.group_id || of.id === of.proposal.id)
      throw new BadInput('replacedBy', 'Choose another proposal of this group.');
    return of.id;
  }
}
