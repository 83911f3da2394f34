import { Args, Context, ID, Mutation, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { Op } from '../../platform/policy/op.ts';
import { EventPages } from '../event-pages.service.ts';
import { EventView } from '../events.graphql.ts';
import { StillComingService } from './still-coming.service.ts';

@Resolver()
export class StillComingResolver {
  constructor(
    private readonly pages: EventPages,
    private readonly stillComing: StillComingService,
  ) {}

  @Op('rsvp.set')
  @Mutation(() => EventView, { name: 'stillComing', description: 'Says that an answer holds after a move.' })
  async confirm(
    @Context('actor') actor: Actor,
    @Args('eventId', { type: () => ID }) eventId: string,
  ): Promise<EventView | null> {
    await this.stillComing.confirm(actor, eventId);
    return this.pages.event(actor, eventId);
  }
}
