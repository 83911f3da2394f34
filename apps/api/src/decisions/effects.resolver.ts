import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../platform/actor.ts';
import { Op } from '../platform/policy/op.ts';
import { Appeals } from './appeals.service.ts';
import { EffectPlans } from './effect-plans.service.ts';
import { EffectRunner } from './effect-runner.service.ts';
import { EffectInput, EffectPreview, FailedExecution } from './effects.graphql.ts';
import { ProposalPages } from './proposal-pages.service.ts';
import { ProposalView } from './proposals.graphql.ts';

@Resolver(() => ProposalView)
export class EffectsResolver {
  constructor(
    private readonly pages: ProposalPages,
    private readonly plans: EffectPlans,
    private readonly effects: EffectRunner,
    private readonly appeals: Appeals,
  ) {}

  @Op('proposal.create')
  @Query(() => EffectPreview, { description: 'What effects would do, before they are put into a proposal.' })
  previewEffects(
    @Context('actor') actor: Actor,
    @Args('groupId', { type: () => ID }) groupId: string,
    @Args('effects', { type: () => [EffectInput] }) effects: EffectInput[],
  ): Promise<EffectPreview> {
    return this.plans.preview(actor, groupId, effects);
  }

  @Op('effect.failed.list')
  @Query(() => [FailedExecution], { description: 'What passed and was not carried out, where I hold a duty.' })
  failedExecutions(@Context('actor') actor: Actor): Promise<FailedExecution[]> {
    return this.pages.failed(actor);
  }

  @Op('outcome.appeal')
  @Mutation(() => ProposalView, {
    description: 'Stays what a passed vote is about to carry out, until the group has decided again.',
  })
  async appealOutcome(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('reason', { type: () => String }) reason: string,
  ): Promise<ProposalView> {
    await this.appeals.appeal(actor, id, reason);
    return this.pages.seen(actor, id);
  }

  @Op('effect.retry')
  @Mutation(() => ProposalView)
  async retryEffects(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<ProposalView> {
    await this.effects.retry(actor, id);
    return this.pages.seen(actor, id);
  }

  @Op('effect.drop')
  @Mutation(() => ProposalView)
  async dropEffects(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('note', { type: () => String }) note: string,
  ): Promise<ProposalView> {
    await this.effects.drop(actor, id, note);
    return this.pages.seen(actor, id);
  }
}
