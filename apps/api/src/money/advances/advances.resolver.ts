import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { afterArg, type Connection, firstArg } from '../../platform/graphql/connection.ts';
import { Op } from '../../platform/policy/op.ts';
import { ExpensePages } from '../expenses/expense-pages.service.ts';
import type { StepFault } from '../expenses/expense-steps.service.ts';
import { Expense, ExpenseResult } from '../expenses/expenses.graphql.ts';
import { AdvancePages } from './advance-pages.service.ts';
import { AdvanceBackInput, AdvanceCard, AdvanceConnection } from './advances.graphql.ts';
import { AdvancesService } from './advances.service.ts';

/** Money before it is spent: what is open, and what comes back. Asking, allowing and paying are those of expenses. */
@Resolver(() => AdvanceCard)
export class AdvancesResolver {
  constructor(
    private readonly lists: AdvancePages,
    private readonly advances: AdvancesService,
    private readonly pages: ExpensePages,
  ) {}

  @Op('expense.read')
  @Query(() => AdvanceConnection, { description: 'Advances that are open, the one that is due first at the top.' })
  groupAdvances(
    @Context('actor') actor: Actor,
    @Args('handle', { type: () => String }) handle: string,
    @Args('mine', { type: () => Boolean, defaultValue: false, description: 'Only those that I answer for.' })
    mine: boolean,
    @Args('first', firstArg) first?: number,
    @Args('after', afterArg) after?: string,
  ): Promise<Connection<AdvanceCard>> {
    return this.lists.ofGroup(actor, { handle, mine, first, after });
  }

  @Op('expense.recordReturn')
  @Mutation(() => ExpenseResult, { description: 'Notes what somebody gave back of an advance.' })
  async noteAdvanceBack(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => AdvanceBackInput }) input: AdvanceBackInput,
  ): Promise<Expense | StepFault> {
    return (await this.advances.noteBack(actor, input)) ?? this.pages.seen(actor, input.expenseId);
  }
}
