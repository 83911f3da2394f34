import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../platform/database/database.ts';
import { rows } from '../../platform/database/sql.ts';
import { BooksStore } from '../ledger/books.store.ts';
import { BudgetOpenings, isAdopted } from './budget-openings.service.ts';
import { BudgetSides } from './budget-sides.service.ts';
import { BudgetsStore } from './budgets.store.ts';

/**
 * What money and time do to adopted budgets: a line that waits opens once its fund can hold it, and after its last day a budget is over and opens
 * no more. All is read from the rows under the lock of the book, so that a second time changes nothing.
 */
@Injectable()
export class BudgetClock {
  constructor(
    private readonly database: Database,
    private readonly books: BooksStore,
    private readonly store: BudgetsStore,
    private readonly openings: BudgetOpenings,
    private readonly sides: BudgetSides,
  ) {}

  async runDue(): Promise<void> {
    while (await this.database.transaction((tx) => this.endNext(tx)));
    while (await this.database.transaction((tx) => this.openNext(tx, null)));
  }

  /** Opens what the funds of a group can hold by now, where something has come in or was given back. */
  async follow(tx: EntityManager, groupId: string): Promise<void> {
    while (await this.openNext(tx, groupId));
  }

  /** Opens the lines of the next budget that the fund can hold; false where there is none. */
  private async openNext(tx: EntityManager, groupId: string | null): Promise<boolean> {
    const due = await this.store.nextToOpen(tx, groupId);
    if (!due) return false;
    await this.books.lock(tx, due.book_id);
    const budget = await this.store.find(tx, due.id, 'FOR UPDATE');
    if (!budget || !isAdopted(budget)) return true;
    const opened = await this.openings.goOn(tx, budget);
    if (opened.length > 0)
      await this.sides.tell(
        tx,
        { id: budget.id, groupId: budget.group_id },
        {
          log: 'budget.wentOn',
          happening: 'BudgetWentOn',
          actorId: null,
          facts: { proposal: budget.proposal_id, opened: opened.length },
          payload: { lineIds: opened },
        },
      );
    return true;
  }

  /** Ends the budget whose last day has passed longest ago; false where there is none. */
  private async endNext(tx: EntityManager): Promise<boolean> {
    const due = await this.store.nextToEnd(tx);
    if (!due) return false;
    await this.books.lock(tx, due.book_id);
    const budget = await this.store.find(tx, due.id, 'FOR UPDATE');
    if (budget?.state !== 'ADOPTED') return true;
    await rows(tx, `UPDATE budget SET state = 'ENDED', ended_at = clock_now(), version = version + 1 WHERE id = $1`, [
      due.id,
    ]);
    await this.sides.tell(
      tx,
      { id: budget.id, groupId: budget.group_id },
      { log: 'budget.ended', happening: 'BudgetEnded', actorId: null, facts: {} },
    );
    return true;
  }
}
