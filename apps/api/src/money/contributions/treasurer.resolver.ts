import { Args, Context, ID, Mutation, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { Op } from '../../platform/policy/op.ts';
import { Confirmations } from './confirmations.service.ts';
import { Dues } from './dues.service.ts';
import { GiftSteps } from './gift-steps.service.ts';
import { ConfirmContributionInput, Contribution, RecordGrantInput, RefundContributionInput } from './gifts.graphql.ts';
import { Refunds } from './refunds.service.ts';

/** What the treasurer does with gifts and dues. */
@Resolver(() => Contribution)
export class TreasurerResolver {
  constructor(
    private readonly confirmations: Confirmations,
    private readonly refunds: Refunds,
    private readonly dues: Dues,
    private readonly steps: GiftSteps,
  ) {}

  @Op('contribution.record')
  @Mutation(() => Contribution, {
    description: 'Books what came. Left out: what its giver says, else all that is due; today.',
  })
  async confirmContribution(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => ConfirmContributionInput }) input: ConfirmContributionInput,
  ): Promise<Contribution> {
    await this.confirmations.confirm(actor, input);
    return this.steps.seen(actor, input.id);
  }

  @Op('contribution.record')
  @Mutation(() => Contribution, { description: 'What its giver said to have given has not come.' })
  async contributionMissing(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<Contribution> {
    await this.confirmations.missing(actor, id);
    return this.steps.seen(actor, id);
  }

  @Op('contribution.remind')
  @Mutation(() => Contribution, { description: 'Mails what is still due, once in three days at most.' })
  async remindContribution(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<Contribution> {
    await this.confirmations.remind(actor, id);
    return this.steps.seen(actor, id);
  }

  @Op('contribution.record')
  @Mutation(() => Boolean, { description: 'Mails the receipts again.' })
  async resendReceipt(@Context('actor') actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<boolean> {
    await this.confirmations.mailAgain(actor, id);
    return true;
  }

  @Op('contribution.record')
  @Mutation(() => Contribution, { description: 'Money for a purpose, in a fund of its own.' })
  async recordGrant(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => RecordGrantInput }) input: RecordGrantInput,
  ): Promise<Contribution> {
    return this.steps.seen(actor, await this.confirmations.grant(actor, input));
  }

  @Op('contribution.refund')
  @Mutation(() => Contribution, {
    description: 'Gives money back; above what the rules say it waits for a second person.',
  })
  async refundContribution(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => RefundContributionInput }) input: RefundContributionInput,
  ): Promise<Contribution> {
    await this.refunds.refund(actor, input);
    return this.steps.seen(actor, input.id);
  }

  @Op('contribution.refund.answer')
  @Mutation(() => Contribution, { description: 'The second person says yes or no.' })
  async answerRefund(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('yes', { type: () => Boolean }) yes: boolean,
  ): Promise<Contribution> {
    return this.steps.seen(actor, await this.refunds.answer(actor, id, yes));
  }

  @Op('dues.waive')
  @Mutation(() => Contribution, { description: 'Sets a member free of the dues of a period.' })
  async waiveDues(
    @Context('actor') actor: Actor,
    @Args('id', { type: () => ID }) id: string,
    @Args('reason', { type: () => String }) reason: string,
  ): Promise<Contribution> {
    await this.dues.waive(actor, id, reason);
    return this.steps.seen(actor, id);
  }

  @Op('bank.update')
  @Mutation(() => Boolean, { description: 'The account that givers see; an empty number takes it away.' })
  async setBank(
    @Context('actor') actor: Actor,
    @Args('groupId', { type: () => ID }) groupId: string,
    @Args('name', { type: () => String }) name: string,
    @Args('iban', { type: () => String }) iban: string,
  ): Promise<boolean> {
    await this.confirmations.bank(actor, { groupId, name, iban });
    return true;
  }
}
