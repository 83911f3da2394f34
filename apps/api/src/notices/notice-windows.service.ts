import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ReservedLines } from '../money/index.ts';
import { Database } from '../platform/database/database.ts';
import { row, rows } from '../platform/database/sql.ts';
import { Jobs } from '../platform/jobs/jobs.ts';
import { Outbox } from '../platform/outbox/outbox.ts';
import { NoticeLocks } from './notice-locks.service.ts';
import { NoticeRecords } from './notice-records.service.ts';
import type { NoticeRow } from './notices.store.ts';

/** What a mail about a notice needs to know. */
export interface Announced {
  readonly title: string;
  readonly handle: string;
  readonly authorId: string;
  readonly authorName: string;
  readonly textVersion: number;
  readonly windowEndsAt: Date;
  readonly zone: string;
  readonly minor: string | null;
  readonly currency: string | null;
}

/** The time to object: it begins when everybody has been told, and at its end silence lets the notice stand. All by the database's clock. */
@Injectable()
export class NoticeWindows implements OnModuleInit {
  readonly #logger = new Logger('NoticeWindows');

  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly outbox: Outbox,
    private readonly locks: NoticeLocks,
    private readonly records: NoticeRecords,
    private readonly money: ReservedLines,
  ) {}

  onModuleInit(): void {
    this.jobs.every('notices.due', '* * * * *', async () => {
      await this.standDue();
      await this.tellOverdue();
    });
  }

  /**
   * Begins the time to object, in the transaction that queues the announcement to every member; a second time changes nothing.
   * Returns what the announcement says, or null for a notice that has moved on.
   */
  async begin(tx: EntityManager, noticeId: string): Promise<Announced | null> {
    await rows(
      tx,
      `UPDATE notice SET window_ends_at = clock_now() + hours * interval '1 hour', version = version + 1, updated_at = clock_now()
       WHERE id = $1 AND status IN ('posted', 'talk') AND window_ends_at IS NULL`,
      [noticeId],
    );
    return row<Announced>(
      tx,
      `SELECT n.title, g.handle, n.author_id AS "authorId", a.name AS "authorName", n.text_version AS "textVersion", n.window_ends_at AS "windowEndsAt", g.zone, n.minor::text AS minor, n.currency
       FROM notice n JOIN folk_group g ON g.id = n.group_id JOIN person a ON a.id = n.author_id WHERE n.id = $1 AND n.status IN ('posted', 'talk')`,
      [noticeId],
    );
  }

  /** Lets everything stand that nobody has objected to in time, in the order of the ends, each in a transaction of its own. */
  async standDue(): Promise<void> {
    while (await this.database.transaction((tx) => this.standOne(tx)));
  }

  /** Wakes the clock where a page shows that a time is over. */
  wake(): void {
    this.standDue().catch((error: unknown) => this.#logger.error(error));
  }

  /** Tells, once, of what is past its day and not done. */
  async tellOverdue(): Promise<void> {
    await this.database.transaction(async (tx) => {
      const late = await rows<{ id: string; group_id: string; told: string }>(
        tx,
        `UPDATE notice n SET overdue_told_on = n.until_on FROM folk_group g
         WHERE g.id = n.group_id AND n.status = 'standing' AND n.until_on < (clock_now() AT TIME ZONE g.zone)::date AND n.overdue_told_on IS DISTINCT FROM n.until_on
         RETURNING n.id, n.group_id, n.until_on::text AS told`,
      );
      for (const { id, group_id, told } of late)
        await this.outbox.announce(tx, {
          kind: 'NoticeOverdue',
          groupId: group_id,
          payload: { noticeId: id },
          topics: [`notice:${id}`, `group:${group_id}`],
          key: `NoticeOverdue:${id}:${told}`,
        });
    });
  }

  private async standOne(tx: EntityManager): Promise<boolean> {
    const notice = await row<NoticeRow>(
      tx,
      `SELECT * FROM notice WHERE status = 'posted' AND window_ends_at <= clock_now() ORDER BY window_ends_at, id LIMIT 1 FOR UPDATE SKIP LOCKED`,
    );
    if (!notice) return false;
    await this.money.open(tx, notice.group_id, notice.id);
    const stands = await this.locks.write(tx, notice, { status: 'standing', settled_at: notice.window_ends_at });
    await this.records.tell(tx, stands, { log: 'notice.stands', happening: 'NoticeStands', actorId: null });
    return true;
  }
}
