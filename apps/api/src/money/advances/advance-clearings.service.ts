import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { advanceClearedPostings, clearedOf, moneyState } from '#libs/money';
import { rows } from '../../platform/database/sql.ts';
import { ExpenseAccounts } from '../expenses/expense-accounts.service.ts';
import { type ExpenseRow, ExpensesStore } from '../expenses/expenses.store.ts';
import { LedgerService, type NewEntry } from '../ledger/ledger.service.ts';
import { outOf } from './advance-facts.ts';

/** What an approved expense settles of the advance that it names. */
export interface Settled {
  readonly advance: ExpenseRow;
  readonly minor: bigint;
}

/** Sets approved receipts against the money that somebody holds already. The caller holds the book and the expense. */
@Injectable()
export class AdvanceClearings {
  constructor(
    private readonly ledger: LedgerService,
    private readonly accounts: ExpenseAccounts,
    private readonly expenses: ExpensesStore,
  ) {}

  /** Takes what the expense settles off what is out, which frees as much of the advance's line; null where it settles nothing. */
  async take(tx: EntityManager, expense: ExpenseRow): Promise<Settled | null> {
    if (!expense.advance_id) return null;
    const advance = await this.expenses.hold(tx, expense.advance_id);
    const minor = clearedOf(BigInt(expense.total), outOf(advance));
    if (minor === 0n) return null;
    await rows(tx, 'UPDATE expense SET cleared = cleared + $2::bigint, version = version + 1 WHERE id = $1', [
      advance.id,
      String(minor),
    ]);
    return { advance, minor };
  }

  /** Books what was taken, once the expense is approved: so much of it is paid. */
  async settle(
    tx: EntityManager,
    expense: ExpenseRow,
    entry: Omit<NewEntry, 'kind' | 'authority' | 'key' | 'postings'>,
    { advance, minor }: Settled,
  ): Promise<void> {
    const entryId = await this.ledger.post(tx, {
      ...entry,
      kind: 'ADVANCE_CLEARED',
      authority: { kind: 'RULE', id: expense.rulebook_id },
      refs: { ...entry.refs, advance: `X-${advance.number}`, advanceId: advance.id },
      key: `expense:${expense.id}:cleared:${expense.bookings + 1}`,
      postings: await this.accounts.postings(tx, expense, advanceClearedPostings(expense.currency, minor)),
    });
    await rows(
      tx,
      'INSERT INTO advance_clearing (entry_id, advance_id, expense_id, minor, cleared_on) VALUES ($1, $2, $3, $4, $5)',
      [entryId, advance.id, expense.id, String(minor), entry.effectiveOn],
    );
    const state = moneyState({ total: BigInt(expense.total), paid: minor, waived: 0n });
    await rows(
      tx,
      `UPDATE expense SET state = $2, paid = $3, paid_at = CASE WHEN $2 = 'PAID' THEN clock_now() END WHERE id = $1`,
      [expense.id, state, String(minor)],
    );
  }
}
