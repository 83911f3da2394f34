import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { Op } from '../../platform/policy/op.ts';
import { BucketsService } from './buckets.service.ts';
import { RoundPages } from './round-pages.service.ts';
import { BudgetRound, GroupRounds, OpenRoundInput, ProposeBucketInput, UpdateBucketInput } from './rounds.graphql.ts';
import { RoundsService } from './rounds.service.ts';

/** Budget rounds: a pot, the buckets that members propose for it, and what became of them. */
@Resolver(() => BudgetRound)
export class RoundsResolver {
  constructor(
    private readonly pages: RoundPages,
    private readonly rounds: RoundsService,
    private readonly buckets: BucketsService,
  ) {}

  @Op('round.read')
  @Query(() => BudgetRound, { nullable: true, description: 'By its id, which is that of its vote too.' })
  budgetRound(@Context('actor') actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<BudgetRound | null> {
    return this.pages.round(actor, id);
  }

  @Op('round.read')
  @Query(() => GroupRounds)
  groupRounds(
    @Context('actor') actor: Actor,
    @Args('handle', { type: () => String }) handle: string,
  ): Promise<GroupRounds> {
    return this.pages.ofGroup(actor, handle);
  }

  @Op('round.open')
  @Mutation(() => BudgetRound, { description: 'Holds the pot and asks for buckets.' })
  async openRound(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => OpenRoundInput }) input: OpenRoundInput,
  ): Promise<BudgetRound> {
    return this.pages.seen(actor, await this.rounds.open(actor, input));
  }

  @Op('round.callOff')
  @Mutation(() => BudgetRound, { description: 'While buckets are proposed: the pot is free again.' })
  async callOffRound(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('reason', { type: () => String }) reason: string,
  ): Promise<BudgetRound> {
    await this.rounds.callOff(actor, id, reason);
    return this.pages.seen(actor, id);
  }

  @Op('bucket.propose')
  @Mutation(() => BudgetRound)
  async proposeBucket(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => ProposeBucketInput }) input: ProposeBucketInput,
  ): Promise<BudgetRound> {
    await this.buckets.propose(actor, input);
    return this.pages.seen(actor, input.roundId);
  }

  @Op('bucket.update')
  @Mutation(() => BudgetRound)
  async updateBucket(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => UpdateBucketInput }) input: UpdateBucketInput,
  ): Promise<BudgetRound> {
    return this.pages.seen(actor, await this.buckets.update(actor, input));
  }

  @Op('bucket.update')
  @Mutation(() => BudgetRound, { description: 'Until the allotting begins.' })
  async withdrawBucket(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<BudgetRound> {
    return this.pages.seen(actor, await this.buckets.withdraw(actor, id));
  }
}
