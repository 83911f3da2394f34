import { Args, Context, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { afterArg, type Connection, firstArg } from '../../platform/graphql/connection.ts';
import type { GraphQLContext } from '../../platform/graphql/context.ts';
import { MoneyInput } from '../../platform/graphql/money.type.ts';
import { Limits, networkBlock } from '../../platform/limits.ts';
import { Op } from '../../platform/policy/op.ts';
import { GiftPages } from './gift-pages.service.ts';
import {
  Contribution,
  ContributionConnection,
  type DeskFilter,
  deskFilters,
  Gifts,
  GiftStatement,
  GiftsWaiting,
  givenWays,
  MemberDues,
  PledgeInput,
} from './gifts.graphql.ts';
import { Dues } from './dues.service.ts';
import { GiftSteps } from './gift-steps.service.ts';
import { Promises } from './promises.service.ts';

const guestPledges = { name: 'gift-guest', max: 10, windowSeconds: 3600 };

/** Gifts and dues of people: what they promise, say and take back, and what they see of it. */
@Resolver(() => Contribution)
export class GiftsResolver {
  constructor(
    private readonly pages: GiftPages,
    private readonly steps: GiftSteps,
    private readonly promises: Promises,
    private readonly dues: Dues,
    private readonly limits: Limits,
  ) {}

  @Op('contribution.read')
  @Query(() => Gifts, { nullable: true })
  gifts(@Context('actor') actor: Actor, @Args('handle', { type: () => String }) handle: string): Promise<Gifts | null> {
    return this.pages.gifts(actor, handle);
  }

  @Op('contribution.read')
  @Query(() => GiftStatement, { nullable: true, description: 'Of the viewer; nothing where nothing came.' })
  giftStatement(
    @Context('actor') actor: Actor,
    @Args('handle', { type: () => String }) handle: string,
    @Args('year', { type: () => Int }) year: number,
  ): Promise<GiftStatement | null> {
    return this.pages.statement(actor, handle, year);
  }

  @Op('contribution.list.read')
  @Query(() => ContributionConnection, { description: 'The treasurer’s list, the newest first.' })
  contributions(
    @Context('actor') actor: Actor,
    @Args('handle', { type: () => String }) handle: string,
    @Args('filter', { type: () => deskFilters }) filter: DeskFilter,
    @Args('first', firstArg) first?: number,
    @Args('after', afterArg) after?: string,
  ): Promise<Connection<Contribution>> {
    return this.pages.desk(actor, { handle, filter, first, after });
  }

  @Op('contribution.refund.answer')
  @Query(() => [GiftsWaiting], {
    description:
      'What waits on the treasurer’s list, of each group where the viewer keeps the book or is a second person.',
  })
  giftsWaiting(@Context('actor') actor: Actor): Promise<GiftsWaiting[]> {
    return this.pages.waiting(actor);
  }

  @Op('contribution.standing.read')
  @Query(() => [MemberDues], {
    description: 'Where members stand with their dues: all for treasurer and stewards, else one’s own.',
  })
  duesStandings(
    @Context('actor') actor: Actor,
    @Args('groupId', { type: () => ID }) groupId: string,
  ): Promise<MemberDues[]> {
    return this.steps.standings(actor, groupId);
  }

  @Op('contribution.pledge')
  @Mutation(() => Contribution, { description: 'Promises a gift. Nothing is in the book before it has arrived.' })
  async pledge(
    @Context('actor') actor: Actor,
    @Context() { req }: GraphQLContext,
    @Args('input', { type: () => PledgeInput }) input: PledgeInput,
  ): Promise<Contribution> {
    if (actor.personId === null) await this.limits.count(guestPledges, networkBlock(req.ip));
    return this.steps.seen(actor, await this.promises.pledge(actor, input));
  }

  @Op('contribution.say')
  @Mutation(() => Contribution, { description: 'I have given it. It counts once the treasurer confirms it.' })
  async sayGiven(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('how', { type: () => givenWays }) how: string,
    @Args('amount', { type: () => MoneyInput, nullable: true }) amount?: MoneyInput | null,
  ): Promise<Contribution> {
    await this.promises.say(actor, id, { how, amount: amount ?? null });
    return this.steps.seen(actor, id);
  }

  @Op('contribution.cancel')
  @Mutation(() => Contribution, { description: 'Takes a promise back. What came of it stays.' })
  async cancelContribution(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('reason', { type: () => String, nullable: true }) reason?: string | null,
  ): Promise<Contribution> {
    await this.promises.cancel(actor, id, reason);
    return this.steps.seen(actor, id);
  }

  @Op('contribution.cancel')
  @Mutation(() => Boolean, { description: 'Stops a gift that is repeated. What is due of it stays due.' })
  async stopGift(@Context('actor') actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<boolean> {
    await this.promises.stop(actor, id);
    return true;
  }

  @Op('dues.choose')
  @Mutation(() => Boolean, { description: 'How much I give as dues, within what the rules allow.' })
  async chooseDues(
    @Context('actor') actor: Actor,
    @Args('groupId', { type: () => ID }) groupId: string,
    @Args('amount', { type: () => MoneyInput }) amount: MoneyInput,
  ): Promise<boolean> {
    await this.dues.choose(actor, { groupId, amount });
    return true;
  }
}
