import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Leg } from '#libs/money';
import { row } from '../../platform/database/sql.ts';
import { newId } from '../../platform/ids.ts';
import { BooksStore, type Line } from '../ledger/books.store.ts';
import type { NewPosting } from '../ledger/ledger.service.ts';
import type { ExpenseRow } from './expenses.store.ts';

/** The accounts behind the lines of an expense's entries. The caller holds the book. */
@Injectable()
export class ExpenseAccounts {
  constructor(private readonly books: BooksStore) {}

  /** Puts accounts to the roles. A fact that the fund has no money for is booked on the shortfall, which a decision has to cover. */
  async postings(
    tx: EntityManager,
    expense: ExpenseRow,
    legs: readonly Leg[],
    holdingId: string | null = null,
  ): Promise<NewPosting[]> {
    const fund = (await this.books.fundAccount(tx, expense.fund_id))!;
    const facts = legs.reduce((sum, { isFact, amount }) => (isFact ? sum + amount : sum), 0n);
    const isShort = facts > 0n && (await this.books.available(tx, fund)) < facts;
    const made: NewPosting[] = [];
    for (const leg of legs) {
      const onFund = leg.account === 'fund' && leg.isFact && isShort ? this.shortfall(tx, expense, leg.currency) : fund;
      made.push({
        accountId:
          leg.account === 'holding'
            ? holdingId!
            : leg.account === 'fund'
              ? await onFund
              : await this.other(tx, expense, leg),
        currency: leg.currency,
        amount: leg.amount,
        category: leg.category ?? null,
        budgetLineId: leg.onLine ? expense.budget_line_id : null,
      });
    }
    return made;
  }

  /** A person's random id in the book: the chain never holds their own. */
  async ref(tx: EntityManager, expense: ExpenseRow, personId: string): Promise<string> {
    return (await this.books.personIn(tx, expense.book_id, personId)).ref;
  }

  /** The budget line that it stands on, held fast. */
  async line(tx: EntityManager, { budget_line_id: id }: ExpenseRow): Promise<Line | null> {
    return id ? this.books.line(tx, id, 'FOR UPDATE') : null;
  }

  /** The duty by which somebody acts, the treasurer's first. */
  async duty(tx: EntityManager, groupId: string, personId: string): Promise<string> {
    const held = await row<{ id: string }>(
      tx,
      `SELECT d.id FROM duty d JOIN membership m ON m.id = d.membership_id WHERE m.group_id = $1 AND m.person_id = $2 AND d.to_at IS NULL ORDER BY d.kind = 'treasurer' DESC LIMIT 1`,
      [groupId, personId],
    );
    return held?.id ?? newId();
  }

  private async other(tx: EntityManager, expense: ExpenseRow, { account, currency }: Leg): Promise<string> {
    const bookId = expense.book_id;
    if (account === 'fx') return this.books.account(tx, { bookId, class: 'TRADING', path: 'equity:fx', currency });
    const { handle, ref } = expense.vendor_id
      ? (await row<{ handle: string; ref: string }>(tx, 'SELECT handle, ref FROM vendor WHERE id = $1', [
          expense.vendor_id,
        ]))!
      : await this.books.personIn(tx, bookId, expense.payee_id!);
    const path = account === 'receivable' ? `assets:receivable:${handle}` : `liabilities:payable:${handle}`;
    return this.books.account(tx, { bookId, class: 'PARTY', path, currency, ownerId: ref });
  }

  private async shortfall(tx: EntityManager, { book_id: bookId }: ExpenseRow, currency: string): Promise<string> {
    return this.books.shortfall(tx, bookId, currency);
  }
}

/** What the entries of an expense refer to: ids and numbers only. */
export function refsOf(expense: ExpenseRow): Record<string, string> {
  return { expense: `X-${expense.number}`, expenseId: expense.id, rule: expense.rulebook_id };
}
