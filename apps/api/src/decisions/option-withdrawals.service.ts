import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database/database.ts';
import { rows } from '../platform/database/sql.ts';
import { BadInput, Conflict } from '../platform/graphql/errors.ts';
import { Policy } from '../platform/policy/policy.service.ts';
import { ProposalLocks } from './proposal-locks.service.ts';
import { ProposalRecords } from './proposal-records.service.ts';
import type { ProposalRow } from './proposals.store.ts';
import { allOptions } from './question.ts';

/** Takes an option out of an open vote, for good: what ballots say of it is void, and rankings close up. The rules stay as they were frozen. */
@Injectable()
export class OptionWithdrawals {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly clock: Clock,
    private readonly locks: ProposalLocks,
    private readonly records: ProposalRecords,
  ) {}

  async withdraw(actor: Actor, id: string, option: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const proposal = await this.locks.held(tx, actor, id);
      await this.policy.require(tx, actor, 'proposal.option.withdraw', {
        groupId: proposal.group_id,
        own: isOwnOption(proposal, option, actor.personId),
      });
      const now = await this.clock.now(tx);
      if (proposal.status !== 'open' || proposal.closes_at <= now)
        throw new Conflict('Options are withdrawn while the vote is open.');
      if (proposal.secrecy !== 'named')
        throw new Conflict(
          'Secret ballots can not be changed any more. Withdraw the whole proposal and put a new one.',
        );
      const all = allOptions(proposal);
      const found = all.find((one) => one.id === option);
      if (!found || found.role) throw new BadInput('option', 'This is no option that can be withdrawn.');
      const standing = all.filter((one) => !(one.id in proposal.withdrawn_options));
      if (!standing.includes(found)) return;
      if (standing.length <= 2)
        throw new Conflict('Two options must stand. Withdraw the whole proposal if there is nothing left to choose.');
      await rows(
        tx,
        `UPDATE proposal SET withdrawn_options = withdrawn_options || jsonb_build_object($2::text, iso($3::timestamptz)), version = version + 1, updated_at = clock_now() WHERE id = $1`,
        [id, option, now],
      );
      const of = { groupId: proposal.group_id, proposalId: id };
      await this.records.log(tx, actor, { ...of, type: 'proposal.option.withdrawn', facts: { option } });
      await this.records.announce(tx, 'OptionWithdrawn', { ...of, option });
    });
  }
}

/** The author's, or of whoever added the option or stands for it. */
export function isOwnOption(
  proposal: Pick<ProposalRow, 'author_id' | 'options' | 'added_options'>,
  option: string,
  personId: string | null,
): boolean {
  const found = allOptions(proposal).find(({ id }) => id === option);
  return personId !== null && [proposal.author_id, found?.addedBy, found?.personId].includes(personId);
}
