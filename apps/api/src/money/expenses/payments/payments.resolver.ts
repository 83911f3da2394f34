import { Args, Context, ID, Mutation, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../../platform/actor.ts';
import { Op } from '../../../platform/policy/op.ts';
import { ExpensePages } from '../expense-pages.service.ts';
import type { StepFault } from '../expense-steps.service.ts';
import { Expense, ExpenseResult } from '../expenses.graphql.ts';
import { PayExpenseInput, ReturnPaymentInput } from './payments.graphql.ts';
import { PaymentsService } from './payments.service.ts';

/** What is paid for expenses, and what of it comes back. */
@Resolver(() => Expense)
export class PaymentsResolver {
  constructor(
    private readonly pages: ExpensePages,
    private readonly payments: PaymentsService,
  ) {}

  @Op('expense.markPaid')
  @Mutation(() => ExpenseResult, {
    description: 'Notes a payment; without an input all that is owed, today, from the bank.',
  })
  payExpense(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('input', { type: () => PayExpenseInput, nullable: true }) input?: PayExpenseInput,
  ): Promise<Expense | StepFault> {
    return this.answered(actor, id, this.payments.pay(actor, id, input ?? null));
  }

  @Op('expense.recordReturn')
  @Mutation(() => ExpenseResult, { description: 'Notes that a payment came back.' })
  returnPayment(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => ReturnPaymentInput }) input: ReturnPaymentInput,
  ): Promise<Expense | StepFault> {
    return this.answered(actor, input.expenseId, this.payments.cameBack(actor, input));
  }

  @Op('expense.waive')
  @Mutation(() => ExpenseResult, { description: 'Lets go of what is still owed to me.' })
  waiveExpense(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<Expense | StepFault> {
    return this.answered(actor, id, this.payments.waive(actor, id));
  }

  private async answered(actor: Actor, id: string, step: Promise<StepFault | null>): Promise<Expense | StepFault> {
    return (await step) ?? this.pages.seen(actor, id);
  }
}
