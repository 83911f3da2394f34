import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database/database.ts';
import { rows } from '../platform/database/sql.ts';
import { BadInput, Conflict, NotFound } from '../platform/graphql/errors.ts';
import { longText } from '../platform/names.ts';
import { Policy } from '../platform/policy/policy.service.ts';
import { Appeals } from './appeals.service.ts';
import { ProposalRecords } from './proposal-records.service.ts';
import { ProposalsStore } from './proposals.store.ts';

/** Taking a proposal back, before its count. */
@Injectable()
export class Withdrawals {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly clock: Clock,
    private readonly store: ProposalsStore,
    private readonly records: ProposalRecords,
    private readonly appeals: Appeals,
  ) {}

  /** Withdraws a draft or an open vote with a reason. One that is over is CONFLICT. What an appeal has stayed is given up with it. */
  async withdraw(actor: Actor, id: string, reason: string): Promise<void> {
    const words = longText('reason', reason, { what: 'The reason', max: 500 });
    if (words === '') throw new BadInput('reason', 'Say why, in a few words.');
    await this.database.transaction(async (tx) => {
      if (!(await this.store.groupOf(tx, actor, id))) throw new NotFound();
      const proposal = (await this.store.hold(tx, id, 'FOR UPDATE'))!;
      await this.policy.require(tx, actor, 'proposal.withdraw', {
        groupId: proposal.group_id,
        own: proposal.author_id === actor.personId,
      });
      const now = await this.clock.now(tx);
      if (proposal.status === 'open' && proposal.closes_at <= now)
        throw new Conflict('Voting has closed; the count decides now.');
      if (proposal.status !== 'draft' && proposal.status !== 'open')
        throw new Conflict('This proposal is over already.');
      await rows(
        tx,
        `UPDATE proposal SET status = 'withdrawn', withdrawn_at = $2, withdrawn_reason = $3, version = version + 1 WHERE id = $1`,
        [id, now, words],
      );
      await this.appeals.decided(tx, proposal, { passed: false, note: words });
      await this.records.withdrawn(tx, actor, {
        groupId: proposal.group_id,
        proposalId: id,
        wasOpen: proposal.status === 'open',
      });
    });
  }
}
