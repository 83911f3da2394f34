import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { Op } from '../../platform/policy/op.ts';
import { Payouts } from './payouts.service.ts';
import { SplitPages } from './split-pages.service.ts';
import { OpenSplitInput, settleWays, Split, SplitCard, SplitPersonInput } from './splits.graphql.ts';
import { SplitsService } from './splits.service.ts';

/** Sharing costs: its pages, who is in it, where they want to be paid. */
@Resolver(() => Split)
export class SplitsResolver {
  constructor(
    private readonly pages: SplitPages,
    private readonly splits: SplitsService,
    private readonly payouts: Payouts,
  ) {}

  @Op('bill.read')
  @Query(() => Split, { nullable: true })
  split(@Context('actor') actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<Split | null> {
    return this.pages.split(actor, id);
  }

  @Op('bill.read')
  @Query(() => [SplitCard], { description: 'Those of a group that I am in.' })
  groupSplits(
    @Context('actor') actor: Actor,
    @Args('handle', { type: () => String }) handle: string,
  ): Promise<SplitCard[]> {
    return this.pages.cards(actor, { handle });
  }

  @Op('bill.read')
  @Query(() => [SplitCard], { description: 'Those of an event that I am in.' })
  eventSplits(
    @Context('actor') actor: Actor,
    @Args('eventId', { type: () => ID }) eventId: string,
  ): Promise<SplitCard[]> {
    return this.pages.cards(actor, { eventId });
  }

  @Op('split.open')
  @Mutation(() => Split)
  async openSplit(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => OpenSplitInput }) input: OpenSplitInput,
  ): Promise<Split> {
    return this.pages.seen(actor, await this.splits.open(actor, input));
  }

  @Op('split.update')
  @Mutation(() => Split)
  async addSplitPeople(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('people', { type: () => [SplitPersonInput] }) people: SplitPersonInput[],
  ): Promise<Split> {
    await this.splits.addPeople(actor, id, people);
    return this.pages.seen(actor, id);
  }

  @Op('split.update')
  @Mutation(() => Split, { description: 'Only while they have no part in anything.' })
  async removeSplitPerson(
    @Context('actor') actor: Actor,
    @Args('personId', { type: () => ID }) personId: string,
  ): Promise<Split> {
    return this.pages.seen(actor, await this.splits.removePerson(actor, personId));
  }

  @Op('split.update')
  @Mutation(() => String, { description: 'A new link for somebody who is named without an address.' })
  makeSplitLink(
    @Context('actor') actor: Actor,
    @Args('personId', { type: () => ID }) personId: string,
  ): Promise<string> {
    return this.splits.linkFor(actor, personId);
  }

  @Op('split.update')
  @Mutation(() => Split)
  async settleSplitBy(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('way', { type: () => settleWays }) way: string,
  ): Promise<Split> {
    await this.splits.settleBy(actor, id, way);
    return this.pages.seen(actor, id);
  }

  @Op('settlement.payout')
  @Mutation(() => Split, { description: 'Where I want to be paid, for this split alone; empty to forget it.' })
  async setSplitPayout(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('name', { type: () => String }) name: string,
    @Args('iban', { type: () => String }) iban: string,
  ): Promise<Split> {
    await this.payouts.set(actor, id, { name, iban });
    return this.pages.seen(actor, id);
  }
}
