import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Endings } from '../../groups/index.ts';
import { Database } from '../../platform/database/database.ts';
import { rows } from '../../platform/database/sql.ts';
import { Jobs } from '../../platform/jobs/jobs.ts';
import { HappeningHandlers } from '../../platform/outbox/outbox.ts';
import { TaskRecords } from './task-records.service.ts';
import { TasksStore } from './tasks.store.ts';

/** What happens to tasks without anybody asking: who does not come hands back, and hosts hear in time what is still open. */
@Injectable()
export class TaskClock implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly store: TasksStore,
    private readonly records: TaskRecords,
    private readonly handlers: HappeningHandlers,
    private readonly jobs: Jobs,
    private readonly endings: Endings,
  ) {}

  onModuleInit(): void {
    this.endings.on('tasks', (tx, { groupId, personId }) => this.releaseInGroup(tx, groupId, personId));
    this.jobs.every('tasks.open', '*/10 * * * *', () => this.remind());
    for (const kind of ['RsvpAnswered', 'RsvpRemoved', 'SeatsLapsed'])
      this.handlers.on(kind, (tx, { payload }) => this.freeThoseNotComing(tx, String(payload['eventId'])));
  }

  /** Tells the hosts of events within 72 hours what nobody has taken; once for each start, also when two processes look at once. */
  async remind(): Promise<void> {
    for (const event of await this.store.dueForReminder(this.database.reads))
      await this.database.transaction(async (tx) => {
        const first = await rows(
          tx,
          'INSERT INTO task_reminder (event_id, start_at) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1',
          [event.id, event.start_at],
        );
        if (first.length > 0) await this.records.changed(tx, event, { kind: 'TasksOpen' });
      });
  }

  /** What a person holds at a group's events to come, when their membership ends. */
  private async releaseInGroup(tx: EntityManager, groupId: string, personId: string): Promise<void> {
    await this.records.handedBack(tx, await this.store.freeInGroup(tx, groupId, personId), 'left', null);
  }

  private async freeThoseNotComing(tx: EntityManager, eventId: string): Promise<void> {
    await this.records.handedBack(tx, await this.store.freeThoseNotComing(tx, eventId), 'notComing', null);
  }
}
