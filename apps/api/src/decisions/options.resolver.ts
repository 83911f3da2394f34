import { Args, Context, ID, Mutation, Resolver } from '@nestjs/graphql';
import type { Actor } from '../platform/actor.ts';
import { Op } from '../platform/policy/op.ts';
import { OptionAdditions } from './option-additions.service.ts';
import { OptionWithdrawals } from './option-withdrawals.service.ts';
import { ProposalPages } from './proposal-pages.service.ts';
import { ProposalView } from './proposals.graphql.ts';

@Resolver(() => ProposalView)
export class OptionsResolver {
  constructor(
    private readonly pages: ProposalPages,
    private readonly additions: OptionAdditions,
    private readonly withdrawals: OptionWithdrawals,
  ) {}

  @Op('proposal.option.add')
  @Mutation(() => ProposalView, { description: 'Adds an option to an open vote, where its author allows it.' })
  async addOption(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('label', { type: () => String }) label: string,
    @Args('meaning', { type: () => String, nullable: true }) meaning?: string | null,
  ): Promise<ProposalView> {
    await this.additions.add(actor, id, { label, meaning: meaning ?? '' });
    return this.pages.seen(actor, id);
  }

  @Op('proposal.option.withdraw')
  @Mutation(() => ProposalView, { description: 'What ballots say of the option is void from now on.' })
  async withdrawOption(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('option', { type: () => ID }) option: string,
  ): Promise<ProposalView> {
    await this.withdrawals.withdraw(actor, id, option);
    return this.pages.seen(actor, id);
  }
}
