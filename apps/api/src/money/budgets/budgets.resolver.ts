import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Actor } from '../../platform/actor.ts';
import { Op } from '../../platform/policy/op.ts';
import { BudgetPages } from './budget-pages.service.ts';
import { Budget, GroupBudgets, PlanBudgetInput, SpentBefore, UpdateBudgetInput } from './budgets.graphql.ts';
import { BudgetsService } from './budgets.service.ts';

/** Budgets: spending lines and expected income that one decision adopts, and what has become of them. */
@Resolver(() => Budget)
export class BudgetsResolver {
  constructor(
    private readonly pages: BudgetPages,
    private readonly budgets: BudgetsService,
  ) {}

  @Op('book.summary.read')
  @Query(() => GroupBudgets)
  groupBudgets(
    @Context('actor') actor: Actor,
    @Args('handle', { type: () => String }) handle: string,
  ): Promise<GroupBudgets> {
    return this.pages.ofGroup(actor, handle);
  }

  @Op('book.summary.read')
  @Query(() => Budget, { nullable: true })
  budget(
    @Context('actor') actor: Actor,
    @Args('handle', { type: () => String }) handle: string,
    @Args('id', { type: () => ID }) id: string,
    @Args('on', { type: () => String, nullable: true, description: 'As it was at the end of this day.' })
    on?: string | null,
  ): Promise<Budget | null> {
    return this.pages.budget(actor, { handle, id, on });
  }

  @Op('budget.plan')
  @Query(() => [SpentBefore], { description: 'By category; what the plan of another period begins from.' })
  spentBefore(
    @Context('actor') actor: Actor,
    @Args('handle', { type: () => String }) handle: string,
    @Args('from', { type: () => String }) from: string,
    @Args('until', { type: () => String }) until: string,
    @Args('fundId', { type: () => ID, nullable: true, description: 'The general fund unless told.' })
    fundId?: string | null,
  ): Promise<SpentBefore[]> {
    return this.pages.spentBefore(actor, { handle, from, until, fundId });
  }

  @Op('budget.plan')
  @Mutation(() => Budget, { description: 'Begins a draft, which members read.' })
  async planBudget(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => PlanBudgetInput }) input: PlanBudgetInput,
  ): Promise<Budget> {
    return this.pages.seen(actor, await this.budgets.begin(actor, input));
  }

  @Op('budget.update')
  @Mutation(() => Budget, { description: 'A draft; once it is put to the group it stands.' })
  async updateBudget(
    @Context('actor') actor: Actor,
    @Args('input', { type: () => UpdateBudgetInput }) input: UpdateBudgetInput,
  ): Promise<Budget> {
    await this.budgets.update(actor, input);
    return this.pages.seen(actor, input.id);
  }

  @Op('budget.update')
  @Mutation(() => Boolean, { description: 'Throws a draft away.' })
  async withdrawBudget(@Context('actor') actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<boolean> {
    await this.budgets.withdraw(actor, id);
    return true;
  }
}
