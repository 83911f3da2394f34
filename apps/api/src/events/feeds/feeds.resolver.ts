import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { Op } from '../../platform/policy/op.ts';
import { CalendarFeed, NewCalendarFeed } from './feeds.graphql.ts';
import { FeedsService } from './feeds.service.ts';

@Resolver()
export class FeedsResolver {
  constructor(private readonly feeds: FeedsService) {}

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
