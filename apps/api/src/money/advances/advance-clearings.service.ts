import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { advanceClearedPostings, clearedOf, moneyState } from '#libs/money';
import { row, rows } from '../../platform/database/sql.ts';
import { Conflict } from '../../platform/graphql/errors.ts';
import { say } from '../../platform/words/words.ts';
import { ExpenseAccounts } from '../expenses/expense-accounts.service.ts';
import { type ExpenseRow, ExpensesStore } from '../expenses/expenses.store.ts';
import { negationOf } from '../ledger/entries.ts';
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

  /** What an advance has settled of an expense, and not been taken back; null where it has nothing. */
  async of(tx: EntityManager, { id }: Pick<ExpenseRow, 'id'>): Promise<bigint | null> {
    const found = await row<{ minor: string }>(
      tx,
      'SELECT minor::text AS minor FROM advance_clearing WHERE expense_id = $1 AND undone_entry_id IS NULL',
      [id],
    );
    return found && BigInt(found.minor);
  }

  /** Takes the settlement back by an entry of its own: the expense is owed again. What it frees is out again by `takeBack`. */
  async undo(
    tx: EntityManager,
    expense: ExpenseRow,
    entry: Omit<NewEntry, 'kind' | 'authority' | 'key' | 'postings' | 'reversesId'>,
  ): Promise<Settled> {
    const clearing = (await row<{ entry_id: string; minor: string }>(
      tx,
      'SELECT entry_id, minor::text AS minor FROM advance_clearing WHERE expense_id = $1 AND undone_entry_id IS NULL',
      [expense.id],
    ))!;
    const advance = await this.expenses.hold(tx, expense.advance_id!);
    const undone = await this.ledger.post(tx, {
      ...entry,
      kind: 'REVERSAL',
      authority: { kind: 'RULE', id: expense.rulebook_id },
      refs: { ...entry.refs, advance: `X-${advance.number}`, advanceId: advance.id },
      reversesId: clearing.entry_id,
      key: `expense:${expense.id}:uncleared:${expense.bookings}`,
      postings: await negationOf(tx, clearing.entry_id),
    });
    await rows(tx, 'UPDATE advance_clearing SET undone_entry_id = $2 WHERE entry_id = $1', [clearing.entry_id, undone]);
    await rows(tx, `UPDATE expense SET state = 'APPROVED', paid = 0, paid_at = NULL WHERE id = $1`, [expense.id]);
    return { advance, minor: BigInt(clearing.minor) };
  }

  /** What was settled is out again, and its line keeps it free, where that is open and has the room. */
  async takeBack(tx: EntityManager, { advance, minor }: Settled): Promise<void> {
    const line = (await row<{ open: boolean; room: string }>(
      tx,
      'SELECT closed_at IS NULL AS open, (planned - spent - advanced)::text AS room FROM budget_line WHERE id = $1',
      [advance.budget_line_id],
    ))!;
    if (!line.open || BigInt(line.room) < minor)
      throw new Conflict(
        say`The budget line of the advance X-${advance.number} is closed or used up, so this money can not be out again.`,
      );
    await rows(tx, 'UPDATE expense SET cleared = cleared - $2::bigint, version = version + 1 WHERE id = $1', [
      advance.id,
      String(minor),
    ]);
  }
}
