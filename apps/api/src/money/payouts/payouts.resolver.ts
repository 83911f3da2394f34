import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { Op } from '../../platform/policy/op.ts';
import { PayoutDetails } from './payout-details.service.ts';
import { PayoutInput, PayoutView } from './payouts.graphql.ts';

/** How I am paid. */
@Resolver(() => PayoutView)
export class PayoutsResolver {
  constructor(private readonly payouts: PayoutDetails) {}

  @Op('person.private.read')
  @Query(() => PayoutView, { nullable: true, description: 'How I am paid what a group owes me.' })
  myPayout(@Context('actor') actor: Actor): Promise<PayoutView | null> {
    return this.payouts.mine(actor);
  }

  @Op('person.update')
  @Mutation(() => PayoutView, { nullable: true, description: 'Keeps how I am paid; without an input it is forgotten.' })
  async setMyPayout(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => PayoutInput, nullable: true }) input?: PayoutInput,
  ): Promise<PayoutView | null> {
    await this.payouts.setMine(actor, input ?? null);
    return this.payouts.mine(actor);
  }
}
