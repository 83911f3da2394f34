import { Module, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '../../platform/jobs/jobs.ts';
import { RecurringClock } from './recurring-clock.service.ts';
import { RecurringExpensesService } from './recurring-expenses.service.ts';
import { RecurringPages } from './recurring-pages.service.ts';
import { RecurringResolver } from './recurring.resolver.ts';
import { RecurringStore } from './recurring.store.ts';

/** Expenses that come back. */
@Module({
  providers: [RecurringClock, RecurringExpensesService, RecurringPages, RecurringResolver, RecurringStore],
  exports: [RecurringExpensesService],
})
export class RecurringModule implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly clock: RecurringClock,
  ) {}

  onModuleInit(): void {
    this.jobs.every('recurring.due', '*/10 * * * *', () => this.clock.runDue());
  }
}
