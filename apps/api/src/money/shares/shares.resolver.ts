import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { Op } from '../../platform/policy/op.ts';
import { ShareReceived, ShareSide } from './shares.graphql.ts';
import { Shares } from './shares.service.ts';

/** What groups give each other. */
@Resolver(() => ShareReceived)
export class SharesResolver {
  constructor(private readonly shares: Shares) {}

  @Op('book.desk.read')
  @Query(() => [ShareReceived], {
    description:
      'What other groups gave in the last 14 days to books that the viewer keeps, until it is put somewhere.',
  })
  sharesReceived(@Context('actor') actor: Actor): Promise<ShareReceived[]> {
    return this.shares.received(actor);
  }

  @Op('book.entries.read')
  @Query(() => ShareSide, {
    nullable: true,
    description: 'The other group of an entry from group to group; null where the viewer may not know of it.',
  })
  shareSide(
    @Context('actor') actor: Actor,
    @Args('entryId', { type: () => ID }) entryId: string,
  ): Promise<ShareSide | null> {
    return this.shares.otherSide(actor, entryId);
  }

  @Op('book.desk.read')
  @Mutation(() => Boolean, {
    description: 'It is put somewhere, or stays where it is: no treasurer is asked any more.',
  })
  async settleShare(
    @Context('actor') actor: Actor,
    @Args('entryId', { type: () => ID }) entryId: string,
  ): Promise<boolean> {
    await this.shares.settle(actor, entryId);
    return true;
  }
}
