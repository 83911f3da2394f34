import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { adoptionOf, itemTotal, lineQueue, type WaitingLine } from '#libs/money';
import { rows } from '../../platform/database/sql.ts';
import { BooksStore } from '../ledger/books.store.ts';
import { BudgetLines, fundShort } from '../lines/budget-lines.service.ts';
import { type BudgetRecord, BudgetsStore } from './budgets.store.ts';

/** A budget that a decision has adopted. */
type Adopted = BudgetRecord & { readonly proposal_id: string; readonly effect_no: number };

/** Opens the lines of adopted budgets by the one decision: what the fund can hold, in the order of the budget. The caller holds the book, then the budget. */
@Injectable()
export class BudgetOpenings {
  constructor(
    private readonly books: BooksStore,
    private readonly store: BudgetsStore,
    private readonly lines: BudgetLines,
  ) {}

  /** The first lines of a budget that has just been adopted. Throws FUND_SHORT where the fund cannot hold those that are needed from the start. */
  async begin(tx: EntityManager, budget: Adopted): Promise<{ opened: number; waiting: number }> {
    const fund = (await this.books.findFund(tx, budget.book_id, budget.fund_id))!;
    const available = await this.books.available(tx, fund.account_id);
    const waiting = await this.waiting(tx, budget);
    const { short, opens, waits } = adoptionOf(waiting, available);
    if (short > 0n) throw fundShort(fund, available);
    await this.open(tx, budget, { waiting, opens });
    return { opened: opens.length, waiting: waits.length };
  }

  /** The lines that the fund can hold by now. Returns the ids of the lines that were opened. */
  async goOn(tx: EntityManager, budget: Adopted): Promise<string[]> {
    const fund = await this.books.findFund(tx, budget.book_id, budget.fund_id);
    if (!fund) return [];
    const waiting = await this.waiting(tx, budget);
    const { opens } = lineQueue(waiting, await this.books.available(tx, fund.account_id));
    return this.open(tx, budget, { waiting, opens });
  }

  private async waiting(tx: EntityManager, budget: BudgetRecord): Promise<(WaitingLine & Waiting)[]> {
    const items = await this.store.items(tx, budget.id);
    return items
      .filter(({ kind, line_id, dropped_by }) => kind === 'SPENDING' && line_id === null && dropped_by === null)
      .map(({ n, label, event_id, from_start, minor, per }) => ({
        n,
        label,
        eventId: event_id ?? budget.event_id,
        fromStart: from_start,
        total: itemTotal({ minor: BigInt(minor), per }, budget.heads),
      }));
  }

  private async open(
    tx: EntityManager,
    budget: Adopted,
    { waiting, opens }: { waiting: readonly (WaitingLine & Waiting)[]; opens: readonly number[] },
  ): Promise<string[]> {
    const opened: string[] = [];
    for (const { n, label, total, eventId } of waiting.filter((line) => opens.includes(line.n))) {
      const authority = {
        groupId: budget.group_id,
        proposalId: budget.proposal_id,
        index: budget.effect_no,
        payload: { fundId: budget.fund_id, eventId, until: budget.until_day },
      };
      const id = await this.lines.open(tx, authority, { label, planned: total, part: n });
      await rows(tx, 'UPDATE budget_item SET line_id = $3 WHERE budget_id = $1 AND n = $2', [budget.id, n, id]);
      opened.push(id);
    }
    return opened;
  }
}

interface Waiting {
  readonly label: string;
  readonly eventId: string | null;
  readonly fromStart: boolean;
}

/** Narrows to a budget that a decision has adopted and whose period runs. */
export function isAdopted(budget: BudgetRecord): budget is Adopted {
  return budget.state === 'ADOPTED' && budget.proposal_id !== null && budget.effect_no !== null;
}
