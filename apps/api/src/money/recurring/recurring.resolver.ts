import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { Op } from '../../platform/policy/op.ts';
import { ExpensePages } from '../expenses/expense-pages.service.ts';
import { Expense } from '../expenses/expenses.graphql.ts';
import { ChangeRecurringInput, RecurringExpense, RecurringExpenses, RepeatInput } from './recurring.graphql.ts';
import { RecurringExpensesService } from './recurring-expenses.service.ts';
import { RecurringPages } from './recurring-pages.service.ts';
import { RecurringStore } from './recurring.store.ts';

/** Expenses that come back. */
@Resolver(() => RecurringExpense)
export class RecurringResolver {
  constructor(
    private readonly database: Database,
    private readonly lists: RecurringPages,
    private readonly recurring: RecurringExpensesService,
    private readonly store: RecurringStore,
    private readonly pages: ExpensePages,
  ) {}

  @Op('expense.submit')
  @Query(() => RecurringExpenses, { nullable: true, description: 'Nothing for whoever hands nothing in here.' })
  recurringExpenses(
    @Context('actor') actor: Actor,
    @Args('handle', { type: () => String }) handle: string,
  ): Promise<RecurringExpenses | null> {
    return this.lists.of(actor, handle);
  }

  @Op('expense.submit')
  @Mutation(() => Expense, { description: 'From now on an expense of mine that was handed in comes back, as drafts.' })
  async repeatExpense(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('input', { type: () => RepeatInput }) input: RepeatInput,
  ): Promise<Expense> {
    await this.recurring.repeat(actor, id, input);
    return this.pages.seen(actor, id);
  }

  @Op('expense.submit')
  @Mutation(() => RecurringExpense, { description: 'What has ended comes back again as it was, from a day on.' })
  async resumeRecurringExpense(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('input', { type: () => RepeatInput }) input: RepeatInput,
  ): Promise<RecurringExpense> {
    return this.store.one(this.database.reads, await this.recurring.resume(actor, id, input), actor.personId!);
  }

  @Op('expense.update')
  @Mutation(() => RecurringExpense)
  async changeRecurringExpense(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => ChangeRecurringInput }) input: ChangeRecurringInput,
  ): Promise<RecurringExpense> {
    await this.recurring.change(actor, input);
    return this.store.one(this.database.reads, input.id, actor.personId!);
  }

  @Op('expense.update')
  @Mutation(() => RecurringExpense, { description: 'It comes back no more; drafts that were made stay.' })
  async stopRecurringExpense(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<RecurringExpense> {
    await this.recurring.stop(actor, id);
    return this.store.one(this.database.reads, id, actor.personId!);
  }
}
