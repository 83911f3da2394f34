import { Module, type OnModuleInit } from '@nestjs/common';
import { EffectExecutors } from '../../decisions/index.ts';
import { Jobs } from '../../platform/jobs/jobs.ts';
import { HappeningHandlers } from '../../platform/outbox/outbox.ts';
import { BudgetAdoptEffect } from './budget-adopt.effect.ts';
import { BudgetClock } from './budget-clock.service.ts';
import { BudgetDropEffect } from './budget-drop.effect.ts';
import { BudgetOpenings } from './budget-openings.service.ts';
import { BudgetPages } from './budget-pages.service.ts';
import { BudgetSides } from './budget-sides.service.ts';
import { BudgetsResolver } from './budgets.resolver.ts';
import { BudgetsService } from './budgets.service.ts';
import { BudgetsStore } from './budgets.store.ts';

/** After these a fund may hold more than before; the job finds what is missed. */
const arrivals = ['ContributionRecorded', 'EntryBooked', 'EntryReversed', 'BudgetLineEnded', 'BudgetLineChanged'];

/** Planning with several lines and expected income, adopted by one decision. Its route stands in the money module. */
@Module({
  providers: [
    BudgetAdoptEffect,
    BudgetClock,
    BudgetDropEffect,
    BudgetOpenings,
    BudgetPages,
    BudgetSides,
    BudgetsResolver,
    BudgetsService,
    BudgetsStore,
  ],
  exports: [BudgetClock, BudgetPages, BudgetSides],
})
export class BudgetsModule implements OnModuleInit {
  constructor(
    private readonly effects: EffectExecutors,
    private readonly adopts: BudgetAdoptEffect,
    private readonly drops: BudgetDropEffect,
    private readonly clock: BudgetClock,
    private readonly jobs: Jobs,
    private readonly handlers: HappeningHandlers,
  ) {}

  onModuleInit(): void {
    this.effects.register('budget.adopt', this.adopts);
    this.effects.register('budget.drop', this.drops);
    this.jobs.every('budgets.due', '*/5 * * * *', () => this.clock.runDue());
    for (const kind of arrivals) this.handlers.on(kind, (tx, { groupId }) => this.clock.follow(tx, groupId!));
  }
}
