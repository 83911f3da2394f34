import { Module, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '../../platform/jobs/jobs.ts';
import { EventBudgetPages } from './event-budget-pages.service.ts';
import { EventBudgetsResolver } from './event-budgets.resolver.ts';
import { EventBudgets } from './event-budgets.service.ts';
import { EventBudgetsStore } from './event-budgets.store.ts';
import { EventPlanRows } from './event-plan-rows.service.ts';
import { EventMoneyClock } from './event-money-clock.service.ts';

/** The money of an event: its plan by the head, the forecast, and what becomes of what is left. */
@Module({
  providers: [EventBudgetPages, EventBudgets, EventBudgetsResolver, EventBudgetsStore, EventMoneyClock, EventPlanRows],
  exports: [EventMoneyClock],
})
export class EventBudgetsModule implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly clock: EventMoneyClock,
  ) {}

  onModuleInit(): void {
    this.jobs.every('event-money.due', '*/10 * * * *', () => this.clock.runDue());
  }
}
