import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { Op } from '../../platform/policy/op.ts';
import { DoorGift, EventAskInput } from './asks.graphql.ts';
import { EventAsks } from './event-asks.service.ts';

/** What events ask of who comes. */
@Resolver(() => DoorGift)
export class AsksResolver {
  constructor(private readonly asks: EventAsks) {}

  @Op('event.checkIn')
  @Query(() => [DoorGift], {
    description: 'What the parties at the door give; nothing where the event asks for nothing.',
  })
  doorGifts(@Context('actor') actor: Actor, @Args('eventId', { type: () => ID }) eventId: string): Promise<DoorGift[]> {
    return this.asks.atDoor(actor, eventId);
  }

  @Op('event.ask.take')
  @Mutation(() => [DoorGift], { description: 'Cash taken at the door, for the treasurer to confirm.' })
  takeAtDoor(@Context('actor') actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<DoorGift[]> {
    return this.asks.take(actor, id);
  }

  @Op('event.ask.update')
  @Mutation(() => Boolean, { description: 'What an event asks of each place.' })
  async setEventAsk(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => EventAskInput }) input: EventAskInput,
  ): Promise<boolean> {
    await this.asks.set(actor, input);
    return true;
  }
}
