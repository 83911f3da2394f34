import { Args, Context, ID, Info, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { Actor } from '../platform/actor.ts';
import { afterArg, type Connection, firstArg } from '../platform/graphql/connection.ts';
import { wantedFields } from '../platform/graphql/wants.ts';
import { Op } from '../platform/policy/op.ts';
import { BookPages } from './book-pages.service.ts';
import { ContributionsService } from './contributions.service.ts';
import { ExpensesService, type StepFault } from './expenses.service.ts';
import {
  Expense,
  ExpenseCard,
  ExpenseConnection,
  ExpenseResult,
  expenseStateWords,
  SubmitExpenseInput,
} from './expenses.graphql.ts';
import { Book, Entry, EventMoney, EntryConnection, RecordContributionInput } from './money.graphql.ts';
import { EventMoneyStore } from './event-money.store.ts';
import { FundsService } from './funds.service.ts';
import { SubmitExpenseService } from './submit-expense.service.ts';

@Resolver(() => Book)
export class MoneyResolver {
  constructor(
    private readonly pages: BookPages,
    private readonly expenses: ExpensesService,
    private readonly submitting: SubmitExpenseService,
    private readonly contributions: ContributionsService,
    private readonly funds: FundsService,
    private readonly ofEvents: EventMoneyStore,
  ) {}

  @Op('book.summary.read')
  @Query(() => Book, { nullable: true })
  book(
    @Context('actor') actor: Actor,
    @Args('handle', { type: () => String }) handle: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Book | null> {
    return this.pages.book(actor, handle, wantedFields(info));
  }

  @Op('book.summary.read')
  @Query(() => EventMoney, { nullable: true, description: 'What an event has to do with the book of its group.' })
  eventMoney(
    @Context('actor') actor: Actor,
    @Args('eventId', { type: () => ID }) eventId: string,
  ): Promise<EventMoney | null> {
    return this.ofEvents.of(actor, eventId);
  }

  @Op('book.entries.read')
  @Query(() => EntryConnection, { description: 'Entries, newest first.' })
  bookEntries(
    @Context('actor') actor: Actor,
    @Args('handle', { type: () => String }) handle: string,
    @Args('first', firstArg) first?: number,
    @Args('after', afterArg) after?: string,
  ): Promise<Connection<Entry>> {
    return this.pages.entries(actor, { handle, first, after });
  }

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
    return this.pages.expenses(actor, { handle, state, first, after });
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

  @Op('fund.open')
  @Mutation(() => ID, { description: 'Gives an event a purse of its own. The id of the fund.' })
  openEventFund(
    @Context('actor') actor: Actor,
    @Args('groupId', { type: () => ID }) groupId: string,
    @Args('eventId', { type: () => ID }) eventId: string,
  ): Promise<string> {
    return this.funds.openForEvent(actor, { groupId, eventId });
  }

  @Op('contribution.record')
  @Mutation(() => ID, { description: 'The id of the entry.' })
  recordContribution(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => RecordContributionInput }) input: RecordContributionInput,
  ): Promise<string> {
    return this.contributions.record(actor, input);
  }

  @Op('entry.reverse')
  @Mutation(() => Boolean)
  async reverseEntry(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('reason', { type: () => String }) reason: string,
  ): Promise<boolean> {
    await this.contributions.reverse(actor, id, reason);
    return true;
  }

  private async answered(actor: Actor, id: string, step: Promise<StepFault | null>): Promise<Expense | StepFault> {
    return (await step) ?? this.pages.seen(actor, id);
  }
}
