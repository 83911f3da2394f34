import { Args, Context, ID, Mutation, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { Op } from '../../platform/policy/op.ts';
import { RecordContributionInput } from './contributions.graphql.ts';
import { Reversals } from '../ledger/reversals.service.ts';
import { ContributionsService } from './contributions.service.ts';

/** Money that arrived, and taking an entry back. */
@Resolver()
export class ContributionsResolver {
  constructor(
    private readonly contributions: ContributionsService,
    private readonly reversals: Reversals,
  ) {}

  @Op('contribution.record')
  @Mutation(() => ID, { description: 'The id of the entry.' })
  recordContribution(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => RecordContributionInput }) input: RecordContributionInput,
  ): Promise<string> {
    return this.contributions.record(actor, input);
  }

  @Op('entry.reverse')
  @Mutation(() => Boolean)
  async reverseEntry(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('reason', { type: () => String }) reason: string,
  ): Promise<boolean> {
    await this.reversals.reverse(actor, id, reason);
    return true;
  }
}
