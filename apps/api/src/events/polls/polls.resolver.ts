import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import type { GraphQLContext } from '../../platform/graphql/context.ts';
import { networkBlock } from '../../platform/limits.ts';
import { Op } from '../../platform/policy/op.ts';
import { PollClosing } from './poll-closing.service.ts';
import { PollEdits } from './poll-edits.service.ts';
import { PollGuests } from './poll-guests.service.ts';
import { PollPages } from './poll-pages.service.ts';
import {
  AnswerDatePollAsGuestInput,
  AnswerDatePollInput,
  CreateDatePollInput,
  DatePoll,
  DatePollCard,
  UpdateDatePollInput,
} from './polls.graphql.ts';
import { PollsService } from './polls.service.ts';

@Resolver()
export class PollsResolver {
  constructor(
    private readonly pages: PollPages,
    private readonly polls: PollsService,
    private readonly guests: PollGuests,
    private readonly closing: PollClosing,
    private readonly edits: PollEdits,
  ) {}

  @Op('datePoll.read')
  @Query(() => DatePoll, { nullable: true })
  datePoll(@Context('actor') actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<DatePoll | null> {
    return this.pages.poll(actor, id);
  }

  @Op('datePoll.read')
  @Query(() => [DatePollCard], { description: 'Open date polls of a group, the one that ends first in front.' })
  groupDatePolls(
    @Context('actor') actor: Actor,
    @Args('handle', { type: () => String }) handle: string,
  ): Promise<DatePollCard[]> {
    return this.pages.ofGroup(actor, handle);
  }

  @Op('datePoll.read')
  @Query(() => DatePollCard, { nullable: true, description: 'The date poll that became an event.' })
  eventDatePoll(
    @Context('actor') actor: Actor,
    @Args('eventId', { type: () => ID }) eventId: string,
  ): Promise<DatePollCard | null> {
    return this.pages.ofEvent(actor, eventId);
  }

  @Op('datePoll.read')
  @Query(() => [DatePollCard], { description: 'Date polls of my groups that wait for my answer.' })
  datePollsWaiting(@Context('actor') actor: Actor): Promise<DatePollCard[]> {
    return this.pages.waitingFor(actor);
  }

  @Op('datePoll.create')
  @Mutation(() => DatePoll)
  async createDatePoll(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => CreateDatePollInput }) input: CreateDatePollInput,
  ): Promise<DatePoll> {
    return this.pages.seen(actor, await this.polls.create(actor, input));
  }

  @Op('datePoll.answer')
  @Mutation(() => DatePoll)
  async answerDatePoll(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => AnswerDatePollInput }) input: AnswerDatePollInput,
  ): Promise<DatePoll> {
    await this.polls.answer(actor, input);
    return this.pages.seen(actor, input.pollId);
  }

  @Op('datePoll.answer')
  @Mutation(() => Boolean, {
    description: 'Sends a mail by which the guest confirms; until then nothing has been answered.',
  })
  async answerDatePollAsGuest(
    @Context() { actor, req }: GraphQLContext,
    @Args('input', { type: () => AnswerDatePollAsGuestInput }) input: AnswerDatePollAsGuestInput,
  ): Promise<boolean> {
    await this.guests.answer(actor, input, networkBlock(req.ip));
    return true;
  }

  @Op('datePoll.update')
  @Mutation(() => DatePoll, {
    description: 'Changes an open poll. What was said to a date that is taken back is kept.',
  })
  async updateDatePoll(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => UpdateDatePollInput }) input: UpdateDatePollInput,
  ): Promise<DatePoll> {
    await this.edits.update(actor, input);
    return this.pages.seen(actor, input.id);
  }

  @Op('datePoll.close')
  @Mutation(() => DatePoll, { description: 'Makes the event of one of the dates, with the answers as RSVPs.' })
  async closeDatePoll(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('optionId', { type: () => ID }) optionId: string,
  ): Promise<DatePoll> {
    await this.closing.close(actor, id, optionId);
    return this.pages.seen(actor, id);
  }

  @Op('datePoll.close')
  @Mutation(() => DatePoll, { description: 'Takes a poll back: no date, no event.' })
  async withdrawDatePoll(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<DatePoll> {
    await this.closing.withdraw(actor, id);
    return this.pages.seen(actor, id);
  }
}
