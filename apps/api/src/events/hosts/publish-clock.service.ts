import { Injectable, type OnModuleInit } from '@nestjs/common';
import { visitor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { Jobs } from '../../platform/jobs/jobs.ts';
import { EventRecords } from '../event-records.service.ts';
import type { EventRow } from '../events.store.ts';

/** Publishes drafts whose time has come, as if their host had pressed the button. */
@Injectable()
export class PublishClock implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly records: EventRecords,
  ) {}

  onModuleInit(): void {
    this.jobs.every('events.publish', '* * * * *', () => this.publishDue());
  }

  /** Works off every draft due by the database's clock, each in a transaction of its own. One that would begin in the past stays a draft. */
  async publishDue(): Promise<void> {
    const due = await rows<{ id: string }>(
      this.database.reads,
      `SELECT id FROM event WHERE status = 'draft' AND publish_at <= clock_now() ORDER BY publish_at, id`,
    );
    for (const { id } of due) await this.publish(id);
  }

  private async publish(id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const event = await row<EventRow & { is_ahead: boolean }>(
        tx,
        `SELECT *, start_at > clock_now() AS is_ahead FROM event WHERE id = $1 AND status = 'draft' AND publish_at <= clock_now() FOR NO KEY UPDATE`,
        [id],
      );
      if (!event) return;
      if (event.is_ahead) await this.records.published(tx, { ...visitor, personId: event.author_id }, event);
      else
        await rows(
          tx,
          'UPDATE event SET publish_at = NULL, version = version + 1, updated_at = clock_now() WHERE id = $1',
          [id],
        );
    });
  }
}
