import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { Op } from '../../platform/policy/op.ts';
import { LineNearlySpent } from './line-needs.graphql.ts';
import { LineNeeds } from './line-needs.service.ts';

/** Budget lines in the inbox of who looks after them. */
@Resolver(() => LineNearlySpent)
export class LineNeedsResolver {
  constructor(private readonly needs: LineNeeds) {}

  @Op('book.summary.read')
  @Query(() => [LineNearlySpent], {
    description: 'Budget lines that the viewer looks after and that came to four fifths in the last four weeks.',
  })
  linesNearlySpent(@Context('actor') actor: Actor): Promise<LineNearlySpent[]> {
    return this.needs.of(actor);
  }

  @Op('book.summary.read')
  @Mutation(() => Boolean, { description: 'Puts a budget line in the inbox aside that has been read.' })
  async putLineAside(
    @Context('actor') actor: Actor,
    @Args('lineId', { type: () => ID }) lineId: string,
  ): Promise<boolean> {
    await this.needs.seen(actor, lineId);
    return true;
  }
}
