import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../platform/database/database.ts';
import { row } from '../../platform/database/sql.ts';
import { Jobs } from '../../platform/jobs/jobs.ts';

/** How many entries are summed at a time: as many as a page can well read one by one. */
const BLOCK = 250;

/** Sums the entries of long books once they stand, so that their figures are read quickly (docs/decisions/0027). Late or never, figures are the same. */
@Injectable()
export class FigureClock implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.every('figures.due', '*/5 * * * *', () => this.runDue());
  }

  /** Sums what waits, each block in a transaction of its own. */
  async runDue(size = BLOCK): Promise<void> {
    while (await this.database.transaction((tx) => this.sumNext(tx, size)));
  }

  private async sumNext(tx: Parameters<typeof row>[0], size: number): Promise<boolean> {
    const due = await row<{ id: string }>(
      tx,
      'SELECT b.id FROM book b WHERE b.last_seq >= figures_until(b.id) + $1::int LIMIT 1',
      [size],
    );
    if (!due) return false;
    await row(tx, 'SELECT figures_sum_next($1, $2::int)', [due.id, size]);
    return true;
  }
}
