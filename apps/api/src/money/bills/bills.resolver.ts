import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { Op } from '../../platform/policy/op.ts';
import { BillsService } from './bills.service.ts';
import { Settlements } from './settlements.service.ts';
import { SplitPages } from './split-pages.service.ts';
import { AddBillInput, Bill, PaymentToConfirm, SayPaidInput, Split } from './splits.graphql.ts';

/** Bills of a split, and what is paid for them. Every answer is the whole split: one bill moves everybody's standing. */
@Resolver(() => Bill)
export class BillsResolver {
  constructor(
    private readonly pages: SplitPages,
    private readonly bills: BillsService,
    private readonly settlements: Settlements,
  ) {}

  @Op('bill.read')
  @Query(() => [PaymentToConfirm])
  paymentsToConfirm(@Context('actor') actor: Actor): Promise<PaymentToConfirm[]> {
    return this.pages.toConfirm(actor);
  }

  @Op('bill.add')
  @Mutation(() => Split)
  addBill(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => AddBillInput }) input: AddBillInput,
  ): Promise<Split> {
    return this.after(actor, this.bills.add(actor, input));
  }

  @Op('bill.correct')
  @Mutation(() => Split)
  undoBill(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('reason', { type: () => String }) reason: string,
  ): Promise<Split> {
    return this.after(actor, this.bills.undo(actor, id, reason));
  }

  @Op('bill.dispute')
  @Mutation(() => Split, { description: 'Says that it is not right, and why; without words takes that back.' })
  disputeBill(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('words', { type: () => String }) words: string,
  ): Promise<Split> {
    return this.after(actor, this.bills.dispute(actor, id, words));
  }

  @Op('settlement.pay')
  @Mutation(() => Split, { description: 'I have paid somebody. It is booked when they say that it arrived.' })
  sayPaid(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => SayPaidInput }) input: SayPaidInput,
  ): Promise<Split> {
    return this.after(actor, this.settlements.sayPaid(actor, input));
  }

  @Op('settlement.pay')
  @Mutation(() => Split)
  takeBackPayment(@Context('actor') actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<Split> {
    return this.after(actor, this.settlements.takeBack(actor, id));
  }

  @Op('settlement.confirm')
  @Mutation(() => Split)
  confirmPayment(@Context('actor') actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<Split> {
    return this.after(actor, this.settlements.confirm(actor, id));
  }

  @Op('settlement.confirm')
  @Mutation(() => Split)
  paymentMissing(@Context('actor') actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<Split> {
    return this.after(actor, this.settlements.missing(actor, id));
  }

  private async after(actor: Actor, step: Promise<string>): Promise<Split> {
    return this.pages.seen(actor, await step);
  }
}
