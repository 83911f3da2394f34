import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../platform/actor.ts';
import { afterArg, type Connection, firstArg } from '../platform/graphql/connection.ts';
import type { GraphQLContext } from '../platform/graphql/context.ts';
import { networkBlock } from '../platform/limits.ts';
import { Op } from '../platform/policy/op.ts';
import { EventPages } from './event-pages.service.ts';
import {
  CalendarFeed,
  CreateEventInput,
  EventCard,
  EventConnection,
  EventView,
  GuestAnswer,
  NewCalendarFeed,
  RespondAsGuestInput,
  RespondInput,
  RespondResult,
  RsvpRefused,
  UpdateEventInput,
} from './events.graphql.ts';
import { EventsService } from './events.service.ts';
import { FeedsService } from './feeds/feeds.service.ts';
import { RsvpsService } from './rsvps.service.ts';

@Resolver(() => EventView)
export class EventsResolver {
  constructor(
    private readonly pages: EventPages,
    private readonly events: EventsService,
    private readonly rsvps: RsvpsService,
    private readonly feeds: FeedsService,
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
  @Mutation(() => EventView)
  async createEvent(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => CreateEventInput }) input: CreateEventInput,
  ): Promise<EventView | null> {
    return this.pages.event(actor, await this.events.create(actor, input));
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

  @Op('rsvp.set')
  @Mutation(() => RespondResult)
  async respond(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => RespondInput }) input: RespondInput,
  ): Promise<EventView | RsvpRefused> {
    return (await this.rsvps.respond(actor, input)) ?? (await this.pages.seen(actor, input.eventId));
  }

  @Op('rsvp.set')
  @Mutation(() => GuestAnswer)
  respondAsGuest(
    @Context() { actor, req }: GraphQLContext,
    @Args('input', { type: () => RespondAsGuestInput }) input: RespondAsGuestInput,
  ): Promise<GuestAnswer> {
    return this.rsvps.respondAsGuest(actor, input, networkBlock(req.ip));
  }

  @Op('feed.person.manage')
  @Query(() => [CalendarFeed])
  calendarFeeds(@Context('actor') actor: Actor): Promise<CalendarFeed[]> {
    return this.feeds.list(actor);
  }

  @Op('feed.person.manage')
  @Mutation(() => NewCalendarFeed, { description: 'A private address of my calendar. Shown once.' })
  createCalendarFeed(
    @Context('actor') actor: Actor,
    @Args('label', { type: () => String }) label: string,
  ): Promise<NewCalendarFeed> {
    return this.feeds.create(actor, label);
  }

  @Op('account.feed.rotate')
  @Mutation(() => Boolean)
  async revokeCalendarFeed(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<boolean> {
    await this.feeds.revoke(actor, id);
    return true;
  }
}
