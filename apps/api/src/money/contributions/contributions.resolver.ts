import { Args, Context, ID, Mutation, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { Op } from '../../platform/policy/op.ts';
import { RecordContributionInput } from './contributions.graphql.ts';
import { ContributionsService } from './contributions.service.ts';

/** Money that arrived. */
@Resolver()
export class ContributionsResolver {
  constructor(private readonly contributions: ContributionsService) {}

  @Op('contribution.record')
  @Mutation(() => ID, { description: 'The id of the entry.' })
  recordContribution(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => RecordContributionInput }) input: RecordContributionInput,
  ): Promise<string> {
    return this.contributions.record(actor, input);
  }
}
