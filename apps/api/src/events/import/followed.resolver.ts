import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { Op } from '../../platform/policy/op.ts';
import { FollowCalendarInput, FollowedCalendar } from './followed.graphql.ts';
import { FollowedService } from './followed.service.ts';

@Resolver()
export class FollowedResolver {
  constructor(private readonly followed: FollowedService) {}

  @Op('event.import')
  @Query(() => [FollowedCalendar])
  followedCalendars(
    @Context('actor') actor: Actor,
    @Args('groupId', { type: () => ID }) groupId: string,
  ): Promise<FollowedCalendar[]> {
    return this.followed.list(actor, groupId);
  }

  @Op('event.import')
  @Mutation(() => [FollowedCalendar], {
    description: 'Reads a calendar at an address now and again whenever it changes.',
  })
  async followCalendar(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => FollowCalendarInput }) input: FollowCalendarInput,
  ): Promise<FollowedCalendar[]> {
    await this.followed.follow(actor, input);
    return this.followed.list(actor, input.groupId);
  }

  @Op('event.import')
  @Mutation(() => [FollowedCalendar])
  async stopFollowingCalendar(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<FollowedCalendar[]> {
    return this.followed.list(actor, await this.followed.stop(actor, id));
  }

  @Op('event.import')
  @Mutation(() => [FollowedCalendar])
  async readFollowedCalendar(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<FollowedCalendar[]> {
    return this.followed.list(actor, await this.followed.again(actor, id));
  }
}
