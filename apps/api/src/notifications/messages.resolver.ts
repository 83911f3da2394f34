import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../platform/actor.ts';
import { Op } from '../platform/policy/op.ts';
import { MessageAttendeesInput, MessageReach, MessageSent } from './messages.graphql.ts';
import { Messages } from './messages.service.ts';

@Resolver()
export class MessagesResolver {
  constructor(private readonly messages: Messages) {}

  @Op('event.messageAttendees')
  @Query(() => MessageReach)
  messageReach(
    @Context('actor') actor: Actor,
    @Args('eventId', { type: () => ID }) eventId: string,
  ): Promise<MessageReach> {
    return this.messages.reach(actor, eventId);
  }

  @Op('event.messageAttendees')
  @Mutation(() => MessageSent)
  messageAttendees(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => MessageAttendeesInput }) input: MessageAttendeesInput,
  ): Promise<MessageSent> {
    return this.messages.send(actor, input);
  }
}
