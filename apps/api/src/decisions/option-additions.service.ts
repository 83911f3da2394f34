import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database/database.ts';
import { row, rows } from '../platform/database/sql.ts';
import { BadInput, Conflict, Forbidden } from '../platform/graphql/errors.ts';
import { newId } from '../platform/ids.ts';
import { longText, requiredName } from '../platform/names.ts';
import { Policy } from '../platform/policy/policy.service.ts';
import { ProposalLocks } from './proposal-locks.service.ts';
import { ProposalRecords } from './proposal-records.service.ts';
import { type AddedOption, allOptions, MOST_OPTIONS } from './question.ts';
import { say } from '../platform/words/words.ts';

/** Options that electors add to an open vote, until the instant that its author set. The frozen rules stay; the count takes both. */
@Injectable()
export class OptionAdditions {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly clock: Clock,
    private readonly locks: ProposalLocks,
    private readonly records: ProposalRecords,
  ) {}

  /** Adds an option. BAD_USER_INPUT names what is wrong with it; CONFLICT when the time for it is over. */
  async add(actor: Actor, id: string, { label, meaning }: { label: string; meaning: string }): Promise<void> {
    await this.database.transaction(async (tx) => {
      const proposal = await this.locks.held(tx, actor, id);
      await this.policy.require(tx, actor, 'proposal.option.add', { groupId: proposal.group_id });
      const mayVote = 'SELECT 1 FROM elector WHERE proposal_id = $1 AND person_id = $2';
      if (!(await row(tx, mayVote, [id, actor.personId])))
        throw new Forbidden('Only those who have a vote here can add an option.');
      const now = await this.clock.now(tx);
      if (proposal.status !== 'open' || !proposal.options_until || proposal.options_until <= now)
        throw new Conflict('The time to add options is over.');
      const all = allOptions(proposal);
      if (all.length >= MOST_OPTIONS) throw new Conflict(say`A vote has ${MOST_OPTIONS} options at most.`);
      const added: AddedOption = {
        id: newId(),
        label: requiredName('label', label, { what: 'The name of the option', max: 100 }),
        meaning: longText('meaning', meaning, { what: 'The meaning of an option', max: 300 }),
        addedBy: actor.personId!,
        addedAt: now.toISOString(),
      };
      const like = added.label.toLocaleLowerCase();
      if (all.some((one) => one.label.toLocaleLowerCase() === like))
        throw new BadInput('label', say`"${added.label}" stands there already.`);
      await rows(
        tx,
        'UPDATE proposal SET added_options = added_options || $2::jsonb, version = version + 1, updated_at = clock_now() WHERE id = $1',
        [id, JSON.stringify([added])],
      );
      const of = { groupId: proposal.group_id, proposalId: id };
      await this.records.log(tx, actor, { ...of, type: 'proposal.option.added', facts: { option: added.id } });
      await this.records.announce(tx, 'ProposalChanged', of);
    });
  }
}
