import { Args, Context, ID, Mutation, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { Op } from '../../platform/policy/op.ts';
import { FundsService } from './funds.service.ts';

/** Purses of a group. */
@Resolver()
export class FundsResolver {
  constructor(private readonly funds: FundsService) {}

  @Op('fund.open')
  @Mutation(() => ID, { description: 'Gives an event a purse of its own. The id of the fund.' })
  openEventFund(
    @Context('actor') actor: Actor,
    @Args('groupId', { type: () => ID }) groupId: string,
    @Args('eventId', { type: () => ID }) eventId: string,
  ): Promise<string> {
    return this.funds.openForEvent(actor, { groupId, eventId });
  }
}
