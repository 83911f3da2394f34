import { Args, Context, ID, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { Op } from '../../platform/policy/op.ts';
import { LapsePages } from './lapse-pages.service.ts';
import { DuesLapse } from './lapses.graphql.ts';

@Resolver(() => DuesLapse)
export class LapsesResolver {
  constructor(private readonly pages: LapsePages) {}

  @Op('contribution.standing.read')
  @Query(() => [DuesLapse], {
    description:
      'Whose membership lapses for want of dues within two months, or has lapsed: all of them for treasurer and stewards, else one’s own.',
  })
  duesLapses(
    @Context('actor') actor: Actor,
    @Args('groupId', { type: () => ID }) groupId: string,
  ): Promise<DuesLapse[]> {
    return this.pages.of(actor, groupId);
  }
}
