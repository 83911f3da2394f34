import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLContext } from '../../platform/graphql/context.ts';
import { Limits, networkBlock } from '../../platform/limits.ts';
import { Op } from '../../platform/policy/op.ts';
import { LinkedBallotInput, type BallotRefused, type VotingClosed } from '../ballots.graphql.ts';
import { LinkedBallot, LinkedBallotResult } from './ballot-links.graphql.ts';
import { BallotLinks } from './ballot-links.service.ts';

const casts = { name: 'link-ballots', max: 60, windowSeconds: 3600 };

/** Votes by the link of a mail: reading shows, only the mutation casts. */
@Resolver(() => LinkedBallot)
export class BallotLinksResolver {
  constructor(
    private readonly links: BallotLinks,
    private readonly limits: Limits,
  ) {}

  @Op('link.ballot')
  @Query(() => LinkedBallot, { nullable: true })
  ballotByLink(@Args('token', { type: () => String }) token: string): Promise<LinkedBallot | null> {
    return this.links.open(token);
  }

  @Op('link.ballot')
  @Mutation(() => LinkedBallotResult)
  async castByLink(
    @Context() { req }: GraphQLContext,
    @Args('token', { type: () => String }) token: string,
    @Args('input', { type: () => LinkedBallotInput }) input: LinkedBallotInput,
  ): Promise<LinkedBallot | VotingClosed | BallotRefused> {
    await this.limits.count(casts, networkBlock(req.ip));
    return this.links.cast(token, input);
  }

  @Op('link.ballot')
  @Mutation(() => LinkedBallotResult)
  async takeBackByLink(
    @Context() { req }: GraphQLContext,
    @Args('token', { type: () => String }) token: string,
  ): Promise<LinkedBallot | VotingClosed | BallotRefused> {
    await this.limits.count(casts, networkBlock(req.ip));
    return this.links.takeBack(token);
  }
}
