import { Module, type OnModuleInit } from '@nestjs/common';
import { DeadlineSources } from '../../events/index.ts';
import { Database } from '../../platform/database/database.ts';
import { FileParents } from '../../platform/files/file-parents.ts';
import { Jobs } from '../../platform/jobs/jobs.ts';
import { row } from '../../platform/database/sql.ts';
import { ExpensePages } from '../expenses/expense-pages.service.ts';
import { AdvanceAsks } from './advance-asks.service.ts';
import { AdvanceClearings } from './advance-clearings.service.ts';
import { AdvanceClock } from './advance-clock.service.ts';
import { AdvancePages } from './advance-pages.service.ts';
import { AdvanceReturns } from './advance-returns.service.ts';
import { AdvancesResolver } from './advances.resolver.ts';
import { AdvancesService } from './advances.service.ts';
import { AdvancesStore } from './advances.store.ts';

/** Money before it is spent. */
@Module({
  providers: [
    AdvanceAsks,
    AdvanceClearings,
    AdvanceClock,
    AdvancePages,
    AdvanceReturns,
    AdvancesResolver,
    AdvancesService,
    AdvancesStore,
  ],
  exports: [AdvanceAsks, AdvanceClearings, AdvanceClock],
})
export class AdvancesModule implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly clock: AdvanceClock,
    private readonly deadlines: DeadlineSources,
    private readonly store: AdvancesStore,
    private readonly database: Database,
    private readonly files: FileParents,
    private readonly pages: ExpensePages,
  ) {}

  onModuleInit(): void {
    this.jobs.every('advances.due', '*/10 * * * *', () => this.clock.runDue());
    this.deadlines.add((personId) => this.store.deadlinesOf(this.database.reads, personId));
    // What shows that something came back is read by whoever reads the receipts of the advance.
    this.files.register('advance_return', async (db, actor, id) => {
      const found = await row<{ id: string }>(db, 'SELECT advance_id AS id FROM advance_return WHERE id = $1', [id]);
      return found !== null && this.pages.mayReadReceipts(db, actor, found.id);
    });
  }
}
