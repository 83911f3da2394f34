import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';
import { openAdvance, overdueAdvance, REMINDED_DAYS } from './open-advances.sql.ts';

const steps = [
  {
    happening: 'AdvanceDueSoon',
    column: 'reminded_at',
    due: `${openAdvance} AND x.paid > x.cleared + x.handed_back AND x.due_on BETWEEN t.day AND t.day + ${REMINDED_DAYS}`,
  },
  { happening: 'AdvanceOverdue', column: 'overdue_at', due: overdueAdvance },
] as const;

/** What time does to advances that are out: one word to whoever holds it before its due day, one after. Read from the rows, so that a second time says nothing. */
@Injectable()
export class AdvanceClock {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  async runDue(): Promise<void> {
    for (const step of steps) while (await this.database.transaction((tx) => this.next(tx, step)));
  }

  /** Says it of the one that is due longest; false where there is none. */
  private async next(tx: EntityManager, { happening, column, due }: (typeof steps)[number]): Promise<boolean> {
    const found = await row<{ id: string; group_id: string }>(
      tx,
      `SELECT x.id, x.group_id FROM expense x JOIN folk_group g ON g.id = x.group_id AND g.archived_at IS NULL
       CROSS JOIN LATERAL (SELECT (clock_now() AT TIME ZONE g.zone)::date AS day) t WHERE ${due} AND x.${column} IS NULL ORDER BY x.due_on, x.id LIMIT 1`,
    );
    if (!found) return false;
    const said = await rows(
      tx,
      `UPDATE expense SET ${column} = clock_now() WHERE id = $1 AND ${column} IS NULL RETURNING 1`,
      [found.id],
    );
    if (said.length > 0)
      await this.outbox.announce(tx, {
        kind: happening,
        groupId: found.group_id,
        payload: { expenseId: found.id },
        topics: [`expense:${found.id}`, `group:${found.group_id}`],
      });
    return true;
  }
}
