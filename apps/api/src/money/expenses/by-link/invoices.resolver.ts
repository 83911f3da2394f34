import { Args, Context, ID, Mutation, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../../platform/actor.ts';
import { Op } from '../../../platform/policy/op.ts';
import { InvoiceRequests } from './invoice-requests.service.ts';
import { AskForInvoiceInput, InvoiceLink, InvoiceRequest } from './invoices.graphql.ts';

/** Bills of people without an account. */
@Resolver(() => InvoiceRequest)
export class InvoicesResolver {
  constructor(private readonly requests: InvoiceRequests) {}

  @Op('expense.submit')
  @Mutation(() => InvoiceLink, { description: 'Begins a draft that somebody outside fills in by a link.' })
  askForInvoice(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => AskForInvoiceInput }) input: AskForInvoiceInput,
  ): Promise<InvoiceLink> {
    return this.requests.ask(actor, input);
  }

  @Op('expense.update')
  @Mutation(() => String, { description: 'Another link in place of the one before.' })
  makeInvoiceLink(
    @Context('actor') actor: Actor,
    @Args('expenseId', { type: () => ID }) expenseId: string,
  ): Promise<string> {
    return this.requests.renew(actor, expenseId);
  }
}
