import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../../platform/actor.ts';
import { afterArg, type Connection, firstArg } from '../../../platform/graphql/connection.ts';
import { Op } from '../../../platform/policy/op.ts';
import { BankAccounts } from './bank-accounts.service.ts';
import { BatchPages } from './batch-pages.service.ts';
import {
  BankAccount,
  BankAccountInput,
  MarkPaidInput,
  Payable,
  PayableConnection,
  PaymentBatch,
  PaymentBatchCard,
  PaymentBatchConnection,
  PaymentOutcome,
  PreparedPayments,
  PreparePaymentsInput,
} from './batches.graphql.ts';
import { Batches } from './batches.service.ts';

/** What is to be paid, prepared for the bank and noted as paid. Reads answer nothing to whoever is not the treasurer. */
@Resolver(() => PaymentBatch)
export class BatchesResolver {
  constructor(
    private readonly pages: BatchPages,
    private readonly batches: Batches,
    private readonly accounts: BankAccounts,
  ) {}

  @Op('book.desk.read')
  @Query(() => PayableConnection, { nullable: true, description: 'What is approved and owed, the oldest first.' })
  payables(
    @Context('actor') actor: Actor,
    @Args('handle', { type: () => String }) handle: string,
    @Args('first', firstArg) first?: number,
    @Args('after', afterArg) after?: string,
  ): Promise<Connection<Payable> | null> {
    return this.pages.payables(actor, { handle, first, after });
  }

  @Op('book.desk.read')
  @Query(() => PaymentBatchConnection, { nullable: true, description: 'Payments that were prepared, newest first.' })
  paymentBatches(
    @Context('actor') actor: Actor,
    @Args('handle', { type: () => String }) handle: string,
    @Args('first', firstArg) first?: number,
    @Args('after', afterArg) after?: string,
  ): Promise<Connection<PaymentBatchCard> | null> {
    return this.pages.batches(actor, { handle, first, after });
  }

  @Op('book.desk.read')
  @Query(() => [BankAccount], { nullable: true, description: 'The accounts of a group, with their numbers.' })
  bankAccounts(
    @Context('actor') actor: Actor,
    @Args('handle', { type: () => String }) handle: string,
  ): Promise<BankAccount[] | null> {
    return this.pages.bankAccounts(actor, handle);
  }

  @Op('expense.payout.read')
  @Query(() => PaymentBatch, { nullable: true })
  paymentBatch(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<PaymentBatch | null> {
    return this.pages.batch(actor, id);
  }

  @Op('book.account.update')
  @Mutation(() => Boolean)
  async setBankAccount(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => BankAccountInput }) input: BankAccountInput,
  ): Promise<boolean> {
    await this.accounts.set(actor, input);
    return true;
  }

  @Op('expense.payout.read')
  @Mutation(() => PreparedPayments, { description: 'Puts payments together for the bank; each is in one at a time.' })
  preparePayments(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => PreparePaymentsInput }) input: PreparePaymentsInput,
  ): Promise<PreparedPayments> {
    return this.batches.prepare(actor, input);
  }

  @Op('expense.markPaid')
  @Mutation(() => PaymentBatch, { nullable: true, description: 'Takes a payment out of what was prepared.' })
  async takeOutPayment(
    @Context('actor') actor: Actor,
    @Args('batchId', { type: () => ID }) batchId: string,
    @Args('expenseId', { type: () => ID }) expenseId: string,
  ): Promise<PaymentBatch | null> {
    await this.batches.takeOut(actor, batchId, expenseId);
    return this.pages.batch(actor, batchId);
  }

  @Op('expense.markPaid')
  @Mutation(() => [PaymentOutcome], { description: 'Notes prepared payments as paid, each exactly once.' })
  markPaymentsPaid(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => MarkPaidInput }) input: MarkPaidInput,
  ): Promise<PaymentOutcome[]> {
    return this.batches.markPaid(actor, input);
  }
}
