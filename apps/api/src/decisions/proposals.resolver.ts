import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../platform/actor.ts';
import { Op } from '../platform/policy/op.ts';
import { BallotsService } from './ballots.service.ts';
import { BallotRefused, CastBallotInput, VotingClosed } from './ballots.graphql.ts';
import {
  CastBallotResult,
  CreateProposalInput,
  ProposalCard,
  ProposalView,
  UpdateProposalInput,
} from './proposals.graphql.ts';
import { Openings } from './life/openings.service.ts';
import { ProposalPages } from './proposal-pages.service.ts';
import { Withdrawals } from './withdrawals.service.ts';
import { ProposalsService } from './proposals.service.ts';

@Resolver(() => ProposalView)
export class ProposalsResolver {
  constructor(
    private readonly pages: ProposalPages,
    private readonly proposals: ProposalsService,
    private readonly ballots: BallotsService,
    private readonly withdrawals: Withdrawals,
    private readonly openings: Openings,
  ) {}

  @Op('proposal.read')
  @Query(() => ProposalView, { nullable: true })
  proposal(@Context('actor') actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<ProposalView | null> {
    return this.pages.proposal(actor, id);
  }

  @Op('proposal.read')
  @Query(() => [ProposalCard], { description: 'What was proposed for an event, newest first.' })
  eventProposals(
    @Context('actor') actor: Actor,
    @Args('eventId', { type: () => ID }) eventId: string,
  ): Promise<ProposalCard[]> {
    return this.pages.ofEvent(actor, eventId);
  }

  @Op('proposal.read')
  @Query(() => [ProposalCard], { description: 'Open votes in which I have a vote and have not used it.' })
  needsMyVote(@Context('actor') actor: Actor): Promise<ProposalCard[]> {
    return this.pages.needing(actor);
  }

  @Op('proposal.create')
  @Mutation(() => ProposalView)
  async createProposal(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => CreateProposalInput }) input: CreateProposalInput,
  ): Promise<ProposalView> {
    return this.pages.seen(actor, await this.proposals.create(actor, input));
  }

  @Op('proposal.updateDraft')
  @Mutation(() => ProposalView)
  async updateProposal(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => UpdateProposalInput }) input: UpdateProposalInput,
  ): Promise<ProposalView> {
    await this.proposals.update(actor, input);
    return this.pages.seen(actor, input.id);
  }

  @Op('proposal.open')
  @Mutation(() => ProposalView)
  async openProposal(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<ProposalView> {
    await this.openings.open(actor, id);
    return this.pages.seen(actor, id);
  }

  @Op('proposal.withdraw')
  @Mutation(() => ProposalView)
  async withdrawProposal(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('reason', { type: () => String }) reason: string,
    @Args('replacedBy', { type: () => ID, nullable: true, description: 'The proposal that takes its place.' })
    replacedBy?: string | null,
  ): Promise<ProposalView> {
    await this.withdrawals.withdraw(actor, id, { reason, ...(replacedBy ? { replacedBy } : {}) });
    return this.pages.seen(actor, id);
  }

  @Op('ballot.cast')
  @Mutation(() => CastBallotResult)
  async castBallot(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => CastBallotInput }) input: CastBallotInput,
  ): Promise<ProposalView | VotingClosed | BallotRefused> {
    return (await this.ballots.cast(actor, input)) ?? this.pages.seen(actor, input.proposalId);
  }

  @Op('ballot.change')
  @Mutation(() => CastBallotResult, { description: 'Takes my ballot back: I count as silent again.' })
  async takeBackBallot(
    @Context('actor') actor: Actor,
    @Args('proposalId', { type: () => ID }) proposalId: string,
  ): Promise<ProposalView | VotingClosed | BallotRefused> {
    return (await this.ballots.takeBack(actor, proposalId)) ?? this.pages.seen(actor, proposalId);
  }
}
