import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput, Conflict } from '../../platform/graphql/errors.ts';
import { longText } from '../../platform/names.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { say, type Words } from '../../platform/words/words.ts';
import { ProposalLocks } from '../proposal-locks.service.ts';
import { ProposalRecords } from '../proposal-records.service.ts';
import { checkedEnd } from '../proposal-rules.ts';
import type { ProposalRow } from '../proposals.store.ts';
import type { ExtendProposalInput } from './life.graphql.ts';

/** How often the end of a vote may move. */
const MOST = 2;

/** Gives an open vote more time: later only, at most twice, with a reason, told to those who have not voted. */
@Injectable()
export class Extensions {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly clock: Clock,
    private readonly locks: ProposalLocks,
    private readonly records: ProposalRecords,
  ) {}

  /** Moves the end. Throws CONFLICT where the vote is over, was extended twice, or shows its count live while something follows from it. */
  async extend(actor: Actor, input: ExtendProposalInput): Promise<void> {
    const reason = longText('reason', input.reason, { what: 'The reason', max: 500 });
    if (reason === '') throw new BadInput('reason', 'Say why, in a few words.');
    await this.database.transaction(async (tx) => {
      const proposal = await this.locks.held(tx, actor, input.id);
      const of = { groupId: proposal.group_id, proposalId: proposal.id };
      const own = proposal.author_id === actor.personId;
      await this.policy.require(tx, actor, 'proposal.extend', { groupId: proposal.group_id, own });
      const now = await this.clock.now(tx);
      const hasEffects = (await row(tx, 'SELECT 1 FROM effect WHERE proposal_id = $1 LIMIT 1', [proposal.id])) !== null;
      const fault = extensionFault(proposal, { now, hasEffects });
      if (fault) throw new Conflict(fault);
      const closesAt = checkedEnd(input.closesAt, now);
      if (closesAt <= proposal.closes_at) throw new BadInput('closesAt', 'The end can only be moved to a later time.');
      await rows(
        tx,
        'UPDATE proposal SET closes_at = $2, extensions = extensions + 1, version = version + 1, updated_at = clock_now() WHERE id = $1',
        [proposal.id, closesAt],
      );
      await this.records.log(tx, actor, {
        ...of,
        type: 'proposal.extended',
        facts: { from: proposal.closes_at.toISOString(), closesAt: closesAt.toISOString() },
        detail: { reason },
      });
      await this.records.announce(tx, 'ProposalExtended', of, { reason });
    });
  }
}

/** Why an end cannot be moved, or null. Who sees how it stands could wait for a better moment. */
export function extensionFault(
  proposal: Pick<ProposalRow, 'status' | 'extensions' | 'show_results'> & { readonly closes_at: Date },
  { now, hasEffects }: { readonly now: Date; readonly hasEffects: boolean },
): Words | null {
  if (proposal.status !== 'open' || proposal.closes_at <= now) return say`Only an open vote can be given more time.`;
  if (proposal.extensions >= MOST) return say`The end was moved twice already.`;
  if (proposal.show_results === 'live' && hasEffects)
    return say`Everybody sees how it stands, and something follows from it: its end cannot be moved.`;
  return null;
}
