import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../platform/actor.ts';
import { afterArg, type Connection, firstArg } from '../platform/graphql/connection.ts';
import { Op } from '../platform/policy/op.ts';
import { Comment, CommentConnection, parentKinds, type ParentKind } from './comments.graphql.ts';
import { DiscussionsService } from './discussions.service.ts';

@Resolver(() => Comment)
export class DiscussionsResolver {
  constructor(private readonly discussions: DiscussionsService) {}

  @Op('comment.read')
  @Query(() => CommentConnection)
  comments(
    @Context('actor') actor: Actor,
    @Args('kind', { type: () => parentKinds }) kind: ParentKind,
    @Args('id', { type: () => ID }) id: string,
    @Args('first', firstArg) first?: number,
    @Args('after', afterArg) after?: string,
  ): Promise<Connection<Comment>> {
    return this.discussions.list(actor, { kind, id, first, after });
  }

  @Op('comment.create')
  @Mutation(() => ID)
  addComment(
    @Context('actor') actor: Actor,
    @Args('kind', { type: () => parentKinds }) kind: ParentKind,
    @Args('id', { type: () => ID }) id: string,
    @Args('body', { type: () => String }) body: string,
  ): Promise<string> {
    return this.discussions.add(actor, { kind, id, body });
  }

  @Op('comment.delete')
  @Mutation(() => Boolean)
  async removeComment(@Context('actor') actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<boolean> {
    await this.discussions.remove(actor, id);
    return true;
  }
}
