import { Args, Context, ID, Mutation, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import type { GraphQLContext } from '../../platform/graphql/context.ts';
import { networkBlock } from '../../platform/limits.ts';
import { Op } from '../../platform/policy/op.ts';
import { EventPages } from '../event-pages.service.ts';
import type { EventView } from '../events.graphql.ts';
import { GuestAnswers } from './guest-answers.service.ts';
import { GuestAnswer, RespondAsGuestInput, RespondInput, RespondResult, RsvpRefused } from './respond.graphql.ts';
import { RsvpsService } from './rsvps.service.ts';

@Resolver()
export class RsvpsResolver {
  constructor(
    private readonly pages: EventPages,
    private readonly rsvps: RsvpsService,
    private readonly guests: GuestAnswers,
  ) {}

  @Op('rsvp.set')
  @Mutation(() => RespondResult)
  async respond(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => RespondInput }) input: RespondInput,
  ): Promise<EventView | RsvpRefused> {
    const answered = await this.rsvps.respond(actor, input);
    return answered instanceof RsvpRefused ? answered : this.pages.seen(actor, input.eventId, answered.standing);
  }

  @Op('rsvp.set')
  @Mutation(() => RespondResult, {
    description:
      'Takes my last answer back: my place in the queue too, seats while they are free. With `orWait` I join the waitlist, with as many as before, where they are not.',
  })
  async undoAnswer(
    @Context('actor') actor: Actor,
    @Args('eventId', { type: () => ID }) eventId: string,
    @Args('orWait', { type: () => Boolean, defaultValue: false }) orWait: boolean,
  ): Promise<EventView | RsvpRefused> {
    return (await this.rsvps.undo(actor, eventId, orWait)) ?? (await this.pages.seen(actor, eventId));
  }

  @Op('rsvp.set')
  @Mutation(() => GuestAnswer)
  async respondAsGuest(
    @Context() { actor, req }: GraphQLContext,
    @Args('input', { type: () => RespondAsGuestInput }) input: RespondAsGuestInput,
  ): Promise<GuestAnswer> {
    return this.guests.respondAsGuest(actor, input, networkBlock(req.ip));
  }
}
