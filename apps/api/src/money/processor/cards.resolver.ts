import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { Op } from '../../platform/policy/op.ts';
import { CardAnswers } from './card-answers.service.ts';
import { CardPages } from './card-pages.service.ts';
import { CardCheckouts } from './card-checkouts.service.ts';
import { AnswerCardInput, CardPayment, Cards } from './cards.graphql.ts';

/** Paying by card, and what the treasurer sees of it. */
@Resolver(() => CardPayment)
export class CardsResolver {
  constructor(
    private readonly checkouts: CardCheckouts,
    private readonly pages: CardPages,
    private readonly answers: CardAnswers,
  ) {}

  @Op('contribution.read')
  @Query(() => CardPayment, {
    nullable: true,
    description: 'A payment by card, for who was sent there: nobody else knows its id.',
  })
  cardPayment(@Args('id', { type: () => ID }) id: string): Promise<CardPayment | null> {
    return this.checkouts.of(id);
  }

  @Op('contribution.pay')
  @Mutation(() => CardPayment, {
    description: 'Begins to pay what is due by card. Asked again it is the same payment.',
  })
  payByCard(
    @Context('actor') actor: Actor,
    @Args('contributionId', { type: () => ID }) contributionId: string,
  ): Promise<CardPayment> {
    return this.checkouts.begin(actor, contributionId);
  }

  @Op('contribution.list.read')
  @Query(() => Cards, {
    nullable: true,
    description: 'The cards of a group: nothing for whoever is not its treasurer.',
  })
  cards(@Context('actor') actor: Actor, @Args('handle', { type: () => String }) handle: string): Promise<Cards | null> {
    return this.pages.of(actor, handle);
  }

  @Op('contribution.record')
  @Mutation(() => Boolean, {
    description: 'What is done with something that the processor says and that fits nothing.',
  })
  async answerCard(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => AnswerCardInput }) input: AnswerCardInput,
  ): Promise<boolean> {
    await this.answers.answer(actor, input);
    return true;
  }
}
