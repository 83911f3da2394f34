import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Endings } from '../../groups/index.ts';
import { Database } from '../../platform/database/database.ts';
import { rows } from '../../platform/database/sql.ts';
import { Jobs } from '../../platform/jobs/jobs.ts';
import { AuthorityRecords } from './authority-records.service.ts';

const SOON_DAYS = 7;
const today = '(clock_now() AT TIME ZONE g.zone)::date';
/** The authority that one of these is true of, if there is one, changed once; another job that holds it goes first. */
const nextOf = (set: string, condition: string): string =>
  `UPDATE spending_authority t SET ${set} FROM book c WHERE c.id = t.book_id AND t.id = (SELECT a.id FROM spending_authority a JOIN book b ON b.id = a.book_id JOIN folk_group g ON g.id = b.group_id
     WHERE a.ended_at IS NULL AND ${condition} ORDER BY a.id LIMIT 1 FOR UPDATE OF a SKIP LOCKED) RETURNING t.id, c.group_id AS "groupId"`;

const steps = {
  ended: nextOf(`ended_at = clock_now(), ended_by = 'day'`, `a.until_day < ${today}`),
  nearlyUsed: nextOf('warned_at = clock_now()', 'a.warned_at IS NULL AND a.used * 5 >= a.ceiling * 4'),
  endsSoon: nextOf(
    'end_told_at = clock_now()',
    `a.end_told_at IS NULL AND a.until_day BETWEEN ${today} AND ${today} + ${SOON_DAYS} AND a.until_day - a.from_day > ${SOON_DAYS}`,
  ),
} as const;

/** What time does to spending authorities: after its last day one has ended; that four fifths are used, or that its end is near, is said once. */
@Injectable()
export class AuthorityClock implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly records: AuthorityRecords,
    private readonly endings: Endings,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.every('authorities.due', '*/10 * * * *', () => this.runDue());
    this.endings.on('authorities', (tx, { groupId, personId }) => this.endOf(tx, groupId, personId));
  }

  async runDue(): Promise<void> {
    for (const [what, sql] of Object.entries(steps) as [keyof typeof steps, string][])
      while (await this.database.transaction((tx) => this.next(tx, what, sql)));
  }

  private async next(tx: EntityManager, what: keyof typeof steps, sql: string): Promise<boolean> {
    const [changed] = await rows<{ id: string; groupId: string }>(tx, sql);
    if (changed) await this.records.tell(tx, changed, what);
    return changed !== undefined;
  }

  /** What was given to somebody themselves ends with their membership, for good. */
  private async endOf(tx: EntityManager, groupId: string, personId: string): Promise<void> {
    const ended = await rows<{ id: string }>(
      tx,
      `UPDATE spending_authority a SET ended_at = clock_now(), ended_by = 'membership' FROM book b WHERE b.id = a.book_id AND b.group_id = $1 AND a.person_id = $2 AND a.ended_at IS NULL RETURNING a.id`,
      [groupId, personId],
    );
    for (const { id } of ended) await this.records.tell(tx, { id, groupId }, 'ended');
  }
}
