import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { afterArg, type Connection, firstArg } from '../../platform/graphql/connection.ts';
import { Op } from '../../platform/policy/op.ts';
import { type EventCard, EventConnection } from '../events.graphql.ts';
import { EventFilterInput, TagCount } from './find.graphql.ts';
import { FindService } from './find.service.ts';

@Resolver()
export class FindResolver {
  constructor(private readonly events: FindService) {}

  @Op('event.read')
  @Query(() => EventConnection, {
    description: 'Public events that match, by start: the same as /find.ics, /find.atom and /find.json.',
  })
  findEvents(
    @Context('actor') actor: Actor,
    @Args('filter', { type: () => EventFilterInput }) filter: EventFilterInput,
    @Args('first', firstArg) first?: number,
    @Args('after', afterArg) after?: string,
  ): Promise<Connection<EventCard>> {
    return this.events.find(actor, filter, { first, after });
  }

  @Op('event.read')
  @Query(() => [TagCount], { description: 'The most frequent tags of what is coming.' })
  eventTags(@Context('actor') actor: Actor): Promise<TagCount[]> {
    return this.events.tags(actor);
  }
}
