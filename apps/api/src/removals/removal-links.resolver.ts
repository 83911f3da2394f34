import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLContext } from '../platform/graphql/context.ts';
import { Limits, networkBlock } from '../platform/limits.ts';
import { Op } from '../platform/policy/op.ts';
import { RemovalAppeals } from './removal-appeals.service.ts';
import { type CaseBearer, RemovalLinks } from './removal-links.service.ts';
import { RemovalPages } from './removal-pages.service.ts';
import { RemovalCase } from './removals.graphql.ts';
import { Removals } from './removals.service.ts';

const text = { type: () => String } as const;
const writes = { name: 'removal-links', max: 60, windowSeconds: 3600 };

/** A case by the link of a mail: for the person whom it is about, also without a sign-in or a membership. Reading changes nothing. */
@Resolver(() => RemovalCase)
export class RemovalLinksResolver {
  constructor(
    private readonly links: RemovalLinks,
    private readonly pages: RemovalPages,
    private readonly removals: Removals,
    private readonly appeals: RemovalAppeals,
    private readonly limits: Limits,
  ) {}

  @Op('link.removal')
  @Query(() => RemovalCase, { nullable: true })
  async removalByLink(@Args('token', text) token: string): Promise<RemovalCase | null> {
    const bearer = await this.links.find(token);
    return bearer && this.pages.removal(bearer.actor, bearer.caseId);
  }

  @Op('link.removal')
  @Mutation(() => RemovalCase)
  replyByLink(
    @Context() context: GraphQLContext,
    @Args('token', text) token: string,
    @Args('reply', text) reply: string,
  ): Promise<RemovalCase> {
    return this.does(context, token, ({ actor, caseId }) => this.removals.reply(actor, caseId, reply));
  }

  @Op('link.removal')
  @Mutation(() => RemovalCase, { description: 'Three more days to reply, once.' })
  extendByLink(@Context() context: GraphQLContext, @Args('token', text) token: string): Promise<RemovalCase> {
    return this.does(context, token, ({ actor, caseId }) => this.removals.extend(actor, caseId));
  }

  @Op('link.removal')
  @Mutation(() => RemovalCase)
  appealByLink(
    @Context() context: GraphQLContext,
    @Args('token', text) token: string,
    @Args('reason', text) reason: string,
  ): Promise<RemovalCase> {
    return this.does(context, token, ({ actor, caseId }) => this.appeals.appeal(actor, caseId, reason));
  }

  private async does(
    { req }: GraphQLContext,
    token: string,
    act: (bearer: CaseBearer) => Promise<void>,
  ): Promise<RemovalCase> {
    await this.limits.count(writes, networkBlock(req.ip));
    const bearer = await this.links.require(token);
    await act(bearer);
    return this.pages.seen(bearer.actor, bearer.caseId);
  }
}
