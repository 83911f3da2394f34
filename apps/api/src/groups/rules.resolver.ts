import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../platform/actor.ts';
import { Op } from '../platform/policy/op.ts';
import { Agreements } from './agreements.service.ts';
import { DutyOffers } from './duty-offers.service.ts';
import { RulePages } from './rule-pages.service.ts';
import { DutyOffer, RulebookView } from './rules.graphql.ts';

@Resolver(() => RulebookView)
export class RulesResolver {
  constructor(
    private readonly pages: RulePages,
    private readonly agreements: Agreements,
    private readonly offers: DutyOffers,
  ) {}

  @Op('rulebook.history.read')
  @Query(() => RulebookView, { nullable: true, description: 'The rules of a group, and all that were before them.' })
  rulebook(
    @Context('actor') actor: Actor,
    @Args('handle', { type: () => String }) handle: string,
  ): Promise<RulebookView | null> {
    return this.pages.rulebook(actor, handle);
  }

  @Op('duty.offer.read')
  @Query(() => [DutyOffer], { description: 'Duties that groups have decided to give me, which wait for my answer.' })
  dutyOffers(@Context('actor') actor: Actor): Promise<DutyOffer[]> {
    return this.pages.dutyOffers(actor);
  }

  @Op('duty.accept')
  @Mutation(() => Boolean)
  async answerDutyOffer(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('accept', { type: () => Boolean }) accept: boolean,
  ): Promise<boolean> {
    await this.offers.answer(actor, id, accept);
    return true;
  }

  @Op('agreement.accept')
  @Mutation(() => Boolean)
  async acceptAgreement(@Context('actor') actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<boolean> {
    await this.agreements.accept(actor, id);
    return true;
  }
}
