import { Args, Context, ID, Mutation, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { NotFound } from '../../platform/graphql/errors.ts';
import { Op } from '../../platform/policy/op.ts';
import { BallotsService } from '../ballots.service.ts';
import { ProposalPages } from '../proposal-pages.service.ts';
import { ProposalView } from '../proposals.graphql.ts';
import { Objections } from './objections.service.ts';

/** What becomes of an objection. It is raised by a ballot, and taken up by an amendment. */
@Resolver()
export class ObjectionsResolver {
  constructor(
    private readonly pages: ProposalPages,
    private readonly objections: Objections,
    private readonly ballots: BallotsService,
  ) {}

  @Op('objection.answer')
  @Mutation(() => ProposalView)
  async answerObjection(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('response', { type: () => String }) response: string,
  ): Promise<ProposalView> {
    return this.pages.seen(actor, await this.objections.answer(actor, { id, response }));
  }

  @Op('objection.withdraw')
  @Mutation(() => ProposalView, { description: 'Takes my objection back with its ballot; I may vote anew.' })
  async withdrawObjection(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<ProposalView> {
    const proposalId = await this.objections.mineIn(actor, id);
    if (!proposalId) throw new NotFound();
    await this.ballots.takeBack(actor, proposalId);
    return this.pages.seen(actor, proposalId);
  }

  @Op('objection.ruleOut')
  @Mutation(() => ProposalView)
  async ruleOutObjection(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('reason', { type: () => String }) reason: string,
  ): Promise<ProposalView> {
    return this.pages.seen(actor, await this.objections.ruleOut(actor, { id, reason }));
  }
}
