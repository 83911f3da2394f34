import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DeadlineSources } from '../../events/index.ts';
import { Database } from '../../platform/database/database.ts';
import { rows } from '../../platform/database/sql.ts';
import { Retention } from '../../platform/jobs/retention.ts';
import { GiftsStore } from './gifts.store.ts';

/** What gifts hang on others: the calendar of deadlines, and when addresses are forgotten. */
@Injectable()
export class GiftHangs implements OnModuleInit {
  constructor(
    private readonly deadlines: DeadlineSources,
    private readonly store: GiftsStore,
    private readonly retention: Retention,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.deadlines.add((personId) => this.store.deadlinesOf(this.database.reads, personId));
    this.retention.also('addresses of those who gave without an account', async () => {
      const gone = await rows(
        this.database.reads,
        `UPDATE contribution SET email = NULL WHERE email IS NOT NULL AND updated_at < clock_now() - interval '90 days' RETURNING 1`,
      );
      return gone.length;
    });
  }
}
