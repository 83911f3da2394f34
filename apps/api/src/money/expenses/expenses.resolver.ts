import { Args, Context, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { afterArg, type Connection, firstArg } from '../../platform/graphql/connection.ts';
import { Op } from '../../platform/policy/op.ts';
import { ExpensePages } from './expense-pages.service.ts';
import { Expense, ExpenseCard, ExpenseConnection, ExpenseResult, expenseStateWords } from './expenses.graphql.ts';
import { ExpenseDraftInput, SubmitExpenseInput } from './expense-inputs.graphql.ts';
import type { StepFault } from './expense-steps.service.ts';
import { ExpensesService } from './expenses.service.ts';
import { DraftsService } from './drafts.service.ts';
import { SubmitExpenseService } from './submit-expense.service.ts';

/** Expenses: their pages and the steps of their life. */
@Resolver(() => Expense)
export class ExpensesResolver {
  constructor(
    private readonly pages: ExpensePages,
    private readonly expenses: ExpensesService,
    private readonly submitting: SubmitExpenseService,
    private readonly drafts: DraftsService,
  ) {}

  @Op('expense.read')
  @Query(() => Expense, { nullable: true })
  expense(@Context('actor') actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<Expense | null> {
    return this.pages.expense(actor, id);
  }

  @Op('expense.read')
  @Query(() => ExpenseConnection)
  groupExpenses(
    @Context('actor') actor: Actor,
    @Args('handle', { type: () => String }) handle: string,
    @Args('state', { type: () => expenseStateWords, nullable: true }) state?: string,
    @Args('first', firstArg) first?: number,
    @Args('after', afterArg) after?: string,
  ): Promise<Connection<ExpenseCard>> {
    return this.pages.ofGroup(actor, { handle, state, first, after });
  }

  @Op('expense.read')
  @Query(() => [ExpenseCard], { description: 'Expenses that wait for my approval or payment.' })
  expensesWaiting(@Context('actor') actor: Actor): Promise<ExpenseCard[]> {
    return this.pages.waiting(actor);
  }

  @Op('expense.submit')
  @Mutation(() => Expense, { description: 'Keeps what has been typed. Nobody else sees a draft.' })
  async saveExpenseDraft(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => ExpenseDraftInput }) input: ExpenseDraftInput,
  ): Promise<Expense> {
    return this.pages.seen(actor, await this.drafts.save(actor, input));
  }

  @Op('expense.submit')
  @Mutation(() => Expense, { description: 'A new draft with the content of an expense of mine that has ended.' })
  async copyExpense(@Context('actor') actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<Expense> {
    return this.pages.seen(actor, await this.drafts.copy(actor, id));
  }

  @Op('expense.update')
  @Mutation(() => Boolean, { description: 'Throws a draft away that was never handed in.' })
  async deleteExpenseDraft(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<boolean> {
    return (await this.expenses.withdraw(actor, id)) === null;
  }

  @Op('expense.submit')
  @Mutation(() => ExpenseResult)
  async submitExpense(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => SubmitExpenseInput }) input: SubmitExpenseInput,
  ): Promise<Expense | StepFault> {
    const done = await this.submitting.submit(actor, input);
    return 'id' in done ? this.pages.seen(actor, done.id) : done;
  }

  @Op('expense.approve')
  @Mutation(() => ExpenseResult)
  approveExpense(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('revision', { type: () => Int }) revision: number,
  ): Promise<Expense | StepFault> {
    return this.answered(actor, id, this.expenses.approve(actor, id, revision));
  }

  @Op('expense.unapprove')
  @Mutation(() => ExpenseResult, { description: 'Takes my own approval back.' })
  unapproveExpense(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('reason', { type: () => String }) reason: string,
  ): Promise<Expense | StepFault> {
    return this.answered(actor, id, this.expenses.unapprove(actor, id, reason));
  }

  @Op('expense.hold')
  @Mutation(() => ExpenseResult, { description: 'Stops every payment until it is released.' })
  holdExpense(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('reason', { type: () => String }) reason: string,
  ): Promise<Expense | StepFault> {
    return this.answered(actor, id, this.expenses.hold(actor, id, reason));
  }

  @Op('expense.hold')
  @Mutation(() => ExpenseResult)
  releaseExpense(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('reason', { type: () => String }) reason: string,
  ): Promise<Expense | StepFault> {
    return this.answered(actor, id, this.expenses.release(actor, id, reason));
  }

  @Op('expense.return')
  @Mutation(() => ExpenseResult)
  returnExpense(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('reason', { type: () => String }) reason: string,
  ): Promise<Expense | StepFault> {
    return this.answered(actor, id, this.expenses.returnIt(actor, id, reason));
  }

  @Op('expense.reject')
  @Mutation(() => ExpenseResult)
  rejectExpense(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('reason', { type: () => String }) reason: string,
  ): Promise<Expense | StepFault> {
    return this.answered(actor, id, this.expenses.reject(actor, id, reason));
  }

  @Op('expense.recall')
  @Mutation(() => ExpenseResult)
  recallExpense(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<Expense | StepFault> {
    return this.answered(actor, id, this.expenses.recall(actor, id));
  }

  @Op('expense.withdraw')
  @Mutation(() => ExpenseResult)
  withdrawExpense(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<Expense | StepFault> {
    return this.answered(actor, id, this.expenses.withdraw(actor, id));
  }

  private async answered(actor: Actor, id: string, step: Promise<StepFault | null>): Promise<Expense | StepFault> {
    return (await step) ?? this.pages.seen(actor, id);
  }
}
