import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { Op } from '../../platform/policy/op.ts';
import { ProposalPages } from '../proposal-pages.service.ts';
import { ProposalView } from '../proposals.graphql.ts';
import { Amendments } from './amendments.service.ts';
import { Extensions } from './extensions.service.ts';
import {
  AmendProposalInput,
  AnnounceProposalInput,
  ExtendProposalInput,
  ProposalText,
  SetOutcomeInput,
} from './life.graphql.ts';
import { Openings } from './openings.service.ts';
import { Outcomes } from './outcomes.service.ts';
import { Reruns } from './reruns.service.ts';

/** What happens to a proposal between its draft and its review. */
@Resolver()
export class LifeResolver {
  constructor(
    private readonly pages: ProposalPages,
    private readonly openings: Openings,
    private readonly amendments: Amendments,
    private readonly extensions: Extensions,
    private readonly reruns: Reruns,
    private readonly outcomes: Outcomes,
  ) {}

  @Op('proposal.read')
  @Query(() => [ProposalText], { description: 'Every version of its words since it was announced, the oldest first.' })
  proposalTexts(@Context('actor') actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<ProposalText[]> {
    return this.pages.texts(actor, id);
  }

  @Op('proposal.open')
  @Mutation(() => ProposalView, { description: 'Shows a draft to the group; its vote opens by itself at an instant.' })
  async announceProposal(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => AnnounceProposalInput }) input: AnnounceProposalInput,
  ): Promise<ProposalView> {
    await this.openings.announce(actor, input);
    return this.pages.seen(actor, input.id);
  }

  @Op('proposal.amendOpen')
  @Mutation(() => ProposalView, {
    description:
      'Puts new words to an open named vote. Where there are ballots, they are void and everybody is asked again.',
  })
  async amendProposal(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => AmendProposalInput }) input: AmendProposalInput,
  ): Promise<ProposalView> {
    await this.amendments.amend(actor, input);
    return this.pages.seen(actor, input.id);
  }

  @Op('proposal.extend')
  @Mutation(() => ProposalView)
  async extendProposal(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => ExtendProposalInput }) input: ExtendProposalInput,
  ): Promise<ProposalView> {
    await this.extensions.extend(actor, input);
    return this.pages.seen(actor, input.id);
  }

  @Op('proposal.create')
  @Mutation(() => ProposalView, { description: 'Drafts the same question again; the draft is mine.' })
  async rerunProposal(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<ProposalView> {
    return this.pages.seen(actor, await this.reruns.rerun(actor, id));
  }

  @Op('outcome.publish')
  @Mutation(() => ProposalView, { description: 'Writes what comes of a closed vote, and when to look at it again.' })
  async setOutcome(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => SetOutcomeInput }) input: SetOutcomeInput,
  ): Promise<ProposalView> {
    await this.outcomes.set(actor, input);
    return this.pages.seen(actor, input.id);
  }
}
