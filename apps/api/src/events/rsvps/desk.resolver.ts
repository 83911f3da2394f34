import { Args, Context, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { afterArg, type Connection, firstArg } from '../../platform/graphql/connection.ts';
import { Op } from '../../platform/policy/op.ts';
import { EventPages } from '../event-pages.service.ts';
import { EventView } from '../events.graphql.ts';
import { AddAttendeeInput, AnswerAtDesk, AnswerAtDeskConnection, InvitePeopleInput } from './desk.graphql.ts';
import { AnswerDesk } from './desk.service.ts';
import { rsvpStatusWords } from './rsvp.graphql.ts';

@Resolver()
export class DeskResolver {
  constructor(
    private readonly desk: AnswerDesk,
    private readonly pages: EventPages,
  ) {}

  @Op('rsvp.manage')
  @Query(() => AnswerAtDeskConnection, { description: 'For hosts: the answers of these kinds, the first given first.' })
  eventAnswers(
    @Context('actor') actor: Actor,
    @Args('eventId', { type: () => ID }) eventId: string,
    @Args('statuses', { type: () => [rsvpStatusWords] }) statuses: string[],
    @Args('first', firstArg) first?: number,
    @Args('after', afterArg) after?: string,
  ): Promise<Connection<AnswerAtDesk>> {
    return this.desk.list(actor, eventId, { statuses, first, after });
  }

  @Op('rsvp.manage')
  @Mutation(() => EventView)
  async approveRsvp(
    @Context('actor') actor: Actor,
    @Args('rsvpId', { type: () => ID }) rsvpId: string,
  ): Promise<EventView> {
    return this.pages.seen(actor, await this.desk.approve(actor, rsvpId));
  }

  @Op('rsvp.manage')
  @Mutation(() => EventView)
  async declineRsvp(
    @Context('actor') actor: Actor,
    @Args('rsvpId', { type: () => ID }) rsvpId: string,
    @Args('reason', { type: () => String }) reason: string,
  ): Promise<EventView> {
    return this.pages.seen(actor, await this.desk.decline(actor, rsvpId, reason));
  }

  @Op('rsvp.cancelOther')
  @Mutation(() => EventView)
  async removeRsvp(
    @Context('actor') actor: Actor,
    @Args('rsvpId', { type: () => ID }) rsvpId: string,
    @Args('reason', { type: () => String }) reason: string,
  ): Promise<EventView> {
    return this.pages.seen(actor, await this.desk.remove(actor, rsvpId, reason));
  }

  @Op('rsvp.manage')
  @Mutation(() => EventView, {
    description: 'Out of turn. `overbook`: over the number of places, on purpose; it is logged.',
  })
  async seatRsvp(
    @Context('actor') actor: Actor,
    @Args('rsvpId', { type: () => ID }) rsvpId: string,
    @Args('overbook', { type: () => Boolean, defaultValue: false }) overbook: boolean,
  ): Promise<EventView> {
    return this.pages.seen(actor, await this.desk.seat(actor, rsvpId, overbook));
  }

  @Op('rsvp.manage')
  @Mutation(() => EventView, { description: 'Somebody without account or address, by name.' })
  async addAttendee(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => AddAttendeeInput }) input: AddAttendeeInput,
  ): Promise<EventView> {
    return this.pages.seen(actor, await this.desk.add(actor, input));
  }

  @Op('rsvp.manage')
  @Mutation(() => Int, { description: 'How many were asked who had not been before.' })
  invitePeople(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => InvitePeopleInput }) input: InvitePeopleInput,
  ): Promise<number> {
    const { eventId, personIds, addresses } = input;
    return this.desk.invite(actor, eventId, { personIds: personIds ?? [], addresses: addresses ?? [] });
  }
}
