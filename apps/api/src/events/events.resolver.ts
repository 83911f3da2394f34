import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../platform/actor.ts';
import { afterArg, type Connection, firstArg } from '../platform/graphql/connection.ts';
import { Op } from '../platform/policy/op.ts';
import { EventPages } from './event-pages.service.ts';
import { PlacesService } from './discovery/places.service.ts';
import { KnownPlace } from './event-details.graphql.ts';
import { CreateEventInput, EventCard, EventConnection, EventView, UpdateEventInput } from './events.graphql.ts';
import { EventsService } from './events.service.ts';
import { SeriesService } from './series/series.service.ts';

@Resolver(() => EventView)
export class EventsResolver {
  constructor(
    private readonly pages: EventPages,
    private readonly events: EventsService,
    private readonly places: PlacesService,
    private readonly series: SeriesService,
  ) {}

  @Op('event.read')
  @Query(() => EventView, { nullable: true })
  event(@Context('actor') actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<EventView | null> {
    return this.pages.event(actor, id);
  }

  @Op('event.read')
  @Query(() => EventConnection, { description: 'Events of one group between two instants, by start.' })
  groupEvents(
    @Context('actor') actor: Actor,
    @Args('handle', { type: () => String }) handle: string,
    @Args('from', { type: () => Date }) from: Date,
    @Args('to', { type: () => Date }) to: Date,
    @Args('first', firstArg) first?: number,
    @Args('after', afterArg) after?: string,
  ): Promise<Connection<EventCard>> {
    return this.pages.ofGroup(actor, { handle, from, to, first, after });
  }

  @Op('event.read')
  @Query(() => EventConnection, {
    description: 'What is coming: of my groups and answers, or of the public for a visitor.',
  })
  comingEvents(
    @Context('actor') actor: Actor,
    @Args('from', { type: () => Date, nullable: true }) from?: Date,
    @Args('to', { type: () => Date, nullable: true }) to?: Date,
    @Args('first', firstArg) first?: number,
    @Args('after', afterArg) after?: string,
  ): Promise<Connection<EventCard>> {
    return this.pages.coming(actor, { from, to, first, after });
  }

  @Op('event.create')
  @Query(() => [KnownPlace], { description: 'Where the group has met, latest first: to be chosen again.' })
  groupPlaces(
    @Context('actor') actor: Actor,
    @Args('groupId', { type: () => ID }) groupId: string,
  ): Promise<KnownPlace[]> {
    return this.places.ofGroup(actor, groupId);
  }

  @Op('event.create')
  @Mutation(() => EventView)
  async createEvent(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => CreateEventInput }) input: CreateEventInput,
  ): Promise<EventView | null> {
    const id = input.repeats
      ? await this.series.create(actor, input, input.repeats)
      : await this.events.create(actor, input);
    return this.pages.event(actor, id);
  }

  @Op('event.update')
  @Mutation(() => EventView)
  async updateEvent(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => UpdateEventInput }) input: UpdateEventInput,
  ): Promise<EventView | null> {
    await this.events.update(actor, input);
    return this.pages.event(actor, input.id);
  }

  @Op('event.cancel')
  @Mutation(() => EventView)
  async cancelEvent(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('reason', { type: () => String }) reason: string,
  ): Promise<EventView | null> {
    await this.events.cancel(actor, id, reason);
    return this.pages.event(actor, id);
  }

  @Op('event.cancel')
  @Mutation(() => EventView, {
    description: 'Its date is off and a new one is to follow, which a change of its times gives it.',
  })
  async postponeEvent(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('reason', { type: () => String }) reason: string,
  ): Promise<EventView | null> {
    await this.events.postpone(actor, id, reason);
    return this.pages.event(actor, id);
  }

  @Op('event.cancel')
  @Mutation(() => EventView, { description: 'Takes a cancellation or a postponement back, until the start.' })
  async restoreEvent(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<EventView | null> {
    await this.events.restore(actor, id);
    return this.pages.event(actor, id);
  }
}
