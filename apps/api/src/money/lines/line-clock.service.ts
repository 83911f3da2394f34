import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { Jobs } from '../../platform/jobs/jobs.ts';
import { GroupLog } from '../../platform/log/group-log.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';
import { BooksStore } from '../ledger/books.store.ts';
import { lineTakenBack } from '../ledger/decisions.ts';

interface Due {
  id: string;
  book_id: string;
  group_id: string;
}

const today = '(clock_now() AT TIME ZONE g.zone)::date';
const from = 'FROM budget_line l JOIN book b ON b.id = l.book_id JOIN folk_group g ON g.id = b.group_id';

/**
 * What time and spending do to budget lines: after its last day a line closes and what is left of it is free again. So does one whose decision was
 * taken back while advances on it were open, and one that held money for a spending authority that has ended. Of a line that is spent to four
 * fifths those who look after it are told once. All is read from the rows, so that a second time changes nothing.
 */
@Injectable()
export class LineClock implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly books: BooksStore,
    private readonly log: GroupLog,
    private readonly outbox: Outbox,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.every('lines.due', '*/10 * * * *', () => this.runDue());
  }

  async runDue(): Promise<void> {
    while (await this.database.transaction((tx) => this.endNext(tx)));
    while (await this.database.transaction((tx) => this.warnNext(tx)));
  }

  /** Closes the line whose last day has passed longest ago; false where there is none. */
  private async endNext(tx: EntityManager): Promise<boolean> {
    const due = await row<Due>(
      tx,
      `SELECT l.id, l.book_id, b.group_id ${from} WHERE l.closed_at IS NULL AND NOT l.reserved AND l.advanced = 0 AND (l.valid_until < ${today}
         OR ${lineTakenBack}
         OR EXISTS (SELECT FROM spending_authority a WHERE a.holds AND a.line_id = l.id AND a.ended_at IS NOT NULL)) ORDER BY l.valid_until, l.id LIMIT 1`,
    );
    if (!due) return false;
    await this.books.lock(tx, due.book_id);
    const ended = await row<{ left: string }>(
      tx,
      `UPDATE budget_line l SET closed_at = clock_now(), closed_after_seq = (SELECT last_seq FROM book b WHERE b.id = l.book_id)
       WHERE id = $1 AND closed_at IS NULL AND advanced = 0 RETURNING (planned - spent)::text AS left`,
      [due.id],
    );
    if (ended)
      await this.tell(tx, due, {
        log: 'budgetLine.ended',
        happening: 'BudgetLineEnded',
        facts: { returned: ended.left },
      });
    return true;
  }

  /** Says of the next line that is spent to four fifths that it is; false where there is none. */
  private async warnNext(tx: EntityManager): Promise<boolean> {
    const due = await row<Due>(
      tx,
      `SELECT l.id, l.book_id, b.group_id ${from} WHERE l.closed_at IS NULL AND l.warned_at IS NULL AND l.spent * 5 >= l.planned * 4 ORDER BY l.id LIMIT 1`,
    );
    if (!due) return false;
    await this.books.lock(tx, due.book_id);
    const warned = await rows(
      tx,
      'UPDATE budget_line SET warned_at = clock_now() WHERE id = $1 AND warned_at IS NULL RETURNING 1',
      [due.id],
    );
    if (warned.length > 0)
      await this.tell(tx, due, { log: 'budgetLine.nearlySpent', happening: 'BudgetLineNearlySpent', facts: {} });
    return true;
  }

  private async tell(
    tx: EntityManager,
    due: Due,
    what: { log: string; happening: string; facts: Record<string, string> },
  ): Promise<void> {
    const facts = { line: due.id, ...what.facts };
    await this.log.append(tx, { chainId: due.group_id, type: what.log, actorId: null, facts });
    await this.outbox.announce(tx, {
      kind: what.happening,
      groupId: due.group_id,
      payload: { lineId: due.id, ...what.facts },
      topics: [`group:${due.group_id}`],
    });
  }
}
