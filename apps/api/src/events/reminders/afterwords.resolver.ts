import { Args, Context, ID, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { Op } from '../../platform/policy/op.ts';
import { Afterwords } from './afterwords.graphql.ts';
import { AfterwordsService } from './afterwords.service.ts';

@Resolver(() => Afterwords)
export class AfterwordsResolver {
  constructor(private readonly afterwords: AfterwordsService) {}

  @Op('event.afterwords.read')
  @Query(() => Afterwords, { name: 'afterwords' })
  ofEvent(@Context('actor') actor: Actor, @Args('eventId', { type: () => ID }) eventId: string): Promise<Afterwords> {
    return this.afterwords.of(actor, eventId);
  }
}
