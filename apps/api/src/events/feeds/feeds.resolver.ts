import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { Op } from '../../platform/policy/op.ts';
import { FeedAddresses } from './feed-addresses.service.ts';
import { FeedOptionsInput } from './feed-options.ts';
import { CalendarFeed, NewCalendarFeed } from './feeds.graphql.ts';

@Resolver()
export class FeedsResolver {
  constructor(private readonly addresses: FeedAddresses) {}

  @Op('feed.person.manage')
  @Query(() => [CalendarFeed])
  calendarFeeds(@Context('actor') actor: Actor): Promise<CalendarFeed[]> {
    return this.addresses.list(actor);
  }

  @Op('feed.person.manage')
  @Mutation(() => NewCalendarFeed, { description: 'Private addresses of my calendars for one device. Shown once.' })
  createCalendarFeed(
    @Context('actor') actor: Actor,
    @Args('label', { type: () => String }) label: string,
    @Args('options', { type: () => FeedOptionsInput, nullable: true }) options?: FeedOptionsInput,
  ): Promise<NewCalendarFeed> {
    return this.addresses.create(actor, label, options ?? {});
  }

  @Op('feed.person.manage')
  @Mutation(() => Boolean)
  async changeCalendarFeed(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('options', { type: () => FeedOptionsInput }) options: FeedOptionsInput,
  ): Promise<boolean> {
    await this.addresses.change(actor, id, options);
    return true;
  }

  @Op('account.feed.rotate')
  @Mutation(() => NewCalendarFeed, {
    description: 'A new address for one that may have got about; the old one is dead.',
  })
  rotateCalendarFeed(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<NewCalendarFeed> {
    return this.addresses.rotate(actor, id);
  }

  @Op('account.feed.rotate')
  @Mutation(() => Boolean)
  async revokeCalendarFeed(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<boolean> {
    await this.addresses.revoke(actor, id);
    return true;
  }
}
