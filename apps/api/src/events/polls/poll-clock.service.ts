import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../platform/database/database.ts';
import { rows } from '../../platform/database/sql.ts';
import { Jobs } from '../../platform/jobs/jobs.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';

/** Tells the author of a date poll, once, that its deadline has passed and it waits for a choice. */
@Injectable()
export class PollClock implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.every('polls.due', '* * * * *', () => this.tellDue());
  }

  /** Every open poll whose deadline has passed by the database's clock and whose author has not heard. */
  async tellDue(): Promise<void> {
    await this.database.transaction(async (tx) => {
      const due = await rows<{ id: string; group_id: string; closes_at: Date }>(
        tx,
        `UPDATE date_poll SET due_told_at = clock_now() WHERE status = 'open' AND due_told_at IS NULL AND closes_at <= clock_now() RETURNING id, group_id, closes_at`,
      );
      for (const { id, group_id, closes_at } of due)
        await this.outbox.announce(tx, {
          kind: 'DatePollDue',
          groupId: group_id,
          payload: { pollId: id },
          topics: [`poll:${id}`],
          key: `poll-due:${id}:${closes_at.getTime()}`,
        });
    });
  }
}
