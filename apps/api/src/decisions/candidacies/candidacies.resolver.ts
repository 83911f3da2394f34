import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import type { GraphQLContext } from '../../platform/graphql/context.ts';
import { Limits, networkBlock } from '../../platform/limits.ts';
import { Op } from '../../platform/policy/op.ts';
import { ProposalPages } from '../proposal-pages.service.ts';
import { ProposalView } from '../proposals.graphql.ts';
import { Candidacies } from './candidacies.service.ts';
import { CandidacyAsked, LinkedCandidacy } from './candidacies.graphql.ts';
import { CandidacyLinks } from './candidacy-links.service.ts';

const answers = { name: 'candidacy-links', max: 60, windowSeconds: 3600 };

/** Who stands for election: named by others or by themselves, with a yes of their own. */
@Resolver()
export class CandidaciesResolver {
  constructor(
    private readonly pages: ProposalPages,
    private readonly candidacies: Candidacies,
    private readonly links: CandidacyLinks,
    private readonly limits: Limits,
  ) {}

  @Op('candidacy.read')
  @Query(() => [CandidacyAsked], { description: 'Elections in which I am asked to stand, and have not answered.' })
  candidaciesWaiting(@Context('actor') actor: Actor): Promise<CandidacyAsked[]> {
    return this.candidacies.waitingFor(actor);
  }

  @Op('candidate.name')
  @Mutation(() => ProposalView, {
    description: 'Names somebody for an announced election, who is asked; or oneself, who stands.',
  })
  async nameCandidate(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('personId', { type: () => ID }) personId: string,
  ): Promise<ProposalView> {
    await this.candidacies.name(actor, id, personId);
    return this.pages.seen(actor, id);
  }

  @Op('candidacy.answer')
  @Mutation(() => ProposalView, { description: 'Says whether I stand. It can be changed until the vote opens.' })
  async answerCandidacy(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('stands', { type: () => Boolean }) stands: boolean,
  ): Promise<ProposalView> {
    await this.candidacies.answer(actor, { id, stands });
    return this.pages.seen(actor, id);
  }

  @Op('link.candidacy')
  @Query(() => LinkedCandidacy, { nullable: true })
  candidacyByLink(@Args('token', { type: () => String }) token: string): Promise<LinkedCandidacy | null> {
    return this.links.open(token);
  }

  @Op('link.candidacy')
  @Mutation(() => LinkedCandidacy)
  async answerCandidacyByLink(
    @Context() { req }: GraphQLContext,
    @Args('token', { type: () => String }) token: string,
    @Args('stands', { type: () => Boolean }) stands: boolean,
  ): Promise<LinkedCandidacy> {
    await this.limits.count(answers, networkBlock(req.ip));
    return this.links.answer(token, stands);
  }
}
