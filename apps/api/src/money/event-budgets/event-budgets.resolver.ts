import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { NotFound } from '../../platform/graphql/errors.ts';
import { Op } from '../../platform/policy/op.ts';
import { EventBudgetPages } from './event-budget-pages.service.ts';
import { EventBudget, EventMoneyNeed, eventNeeds, PlanEventMoneyInput } from './event-budgets.graphql.ts';
import { EventBudgets } from './event-budgets.service.ts';

/** The money of an event: planned, forecast, left. */
@Resolver(() => EventBudget)
export class EventBudgetsResolver {
  constructor(
    private readonly pages: EventBudgetPages,
    private readonly budgets: EventBudgets,
  ) {}

  @Op('event.budget.read')
  @Query(() => EventBudget, {
    nullable: true,
    description: 'The money of an event, for those who read the book of its group; a draft for members and hosts only.',
  })
  eventBudget(
    @Context('actor') actor: Actor,
    @Args('eventId', { type: () => ID }) eventId: string,
  ): Promise<EventBudget | null> {
    return this.pages.of(actor, eventId);
  }

  @Op('event.budget.read')
  @Query(() => [EventMoneyNeed], {
    description: 'What the viewer, who hosts an event or keeps the book, should know about the money of it.',
  })
  eventMoneyWaiting(@Context('actor') actor: Actor): Promise<EventMoneyNeed[]> {
    return this.pages.needs(actor);
  }

  @Op('event.budget.update')
  @Mutation(() => EventBudget, { description: 'Keeps the plan of an event as it was typed, whole.' })
  async planEventMoney(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => PlanEventMoneyInput }) input: PlanEventMoneyInput,
  ): Promise<EventBudget> {
    await this.budgets.plan(actor, input);
    const budget = await this.pages.of(actor, input.eventId);
    if (!budget) throw new NotFound();
    return budget;
  }

  @Op('event.budget.read')
  @Mutation(() => Boolean, { description: 'Puts something in the inbox aside that has been read.' })
  async putEventMoneyAside(
    @Context('actor') actor: Actor,
    @Args('eventId', { type: () => ID }) eventId: string,
    @Args('kind', { type: () => eventNeeds }) kind: string,
  ): Promise<boolean> {
    await this.budgets.seen(actor, { eventId, kind });
    return true;
  }
}
