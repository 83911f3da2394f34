import { Args, Context, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { afterArg, type Connection, firstArg } from '../../platform/graphql/connection.ts';
import { Op } from '../../platform/policy/op.ts';
import { ExpensePages } from './expense-pages.service.ts';
import {
  Expense,
  ExpenseCard,
  ExpenseConnection,
  ExpenseResult,
  expenseStateWords,
  SubmitExpenseInput,
} from './expenses.graphql.ts';
import { ExpensesService, type StepFault } from './expenses.service.ts';
import { SubmitExpenseService } from './submit-expense.service.ts';

/** Expenses: their pages and the steps of their life. */
@Resolver(() => Expense)
export class ExpensesResolver {
  constructor(
    private readonly pages: ExpensePages,
    private readonly expenses: ExpensesService,
    private readonly submitting: SubmitExpenseService,
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

  @Op('expense.markPaid')
  @Mutation(() => ExpenseResult)
  payExpense(@Context('actor') actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<Expense | StepFault> {
    return this.answered(actor, id, this.expenses.pay(actor, id));
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
