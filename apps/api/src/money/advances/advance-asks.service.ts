import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { isDay } from '../../platform/days.ts';
import { row } from '../../platform/database/sql.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import { say } from '../../platform/words/words.ts';
import type { SubmitExpenseInput } from '../expenses/expense-inputs.graphql.ts';
import { ExpensesStore } from '../expenses/expenses.store.ts';
import type { Fund, Line } from '../ledger/books.store.ts';
import { outOf } from './advance-facts.ts';

/** What an expense has to do with an advance, as its row keeps it. */
export interface AdvanceColumns {
  readonly due_on: string | null;
  readonly advance_id: string | null;
}

/** What somebody asks for, and where it would stand. */
export interface AdvanceAsked {
  readonly input: SubmitExpenseInput;
  readonly book: string;
  readonly fund: Fund;
  readonly line: Line | null;
}

const none: AdvanceColumns = { due_on: null, advance_id: null };

/** What must hold where money is asked for before it is spent, and where receipts are set against what somebody holds already. Throws BAD_USER_INPUT naming the field. */
@Injectable()
export class AdvanceAsks {
  constructor(private readonly expenses: ExpensesStore) {}

  /** The columns, and how much of the line the expense can use because its advance holds it. The caller holds the book. */
  async asked(tx: EntityManager, actor: Actor, of: AdvanceAsked): Promise<{ columns: AdvanceColumns; held: bigint }> {
    if (of.input.type === 'ADVANCE') return { columns: await this.before(tx, of), held: 0n };
    if (of.input.dueOn) throw new BadInput('dueOn', 'Only money that is asked for before it is spent has a last day.');
    return of.input.advanceId ? this.against(tx, actor, of) : { columns: none, held: 0n };
  }

  private async before(tx: EntityManager, { input, fund, line }: AdvanceAsked): Promise<AdvanceColumns> {
    if (!line) throw new BadInput('budgetLineId', 'Choose the budget line that the money is for.');
    if (input.payeeId || input.vendor)
      throw new BadInput('payeeId', 'Whoever asks for money before gets it, and answers for it.');
    if (input.advanceId) throw new BadInput('advanceId', 'Money before is not set against other money before.');
    if (input.items.some(({ amount }) => amount.currency !== fund.currency))
      throw new BadInput(
        'items.0.amount',
        say`The fund is kept in ${fund.currency}, so the amount must be in ${fund.currency}.`,
      );
    const day = input.dueOn ?? '';
    if (!isDay(day)) throw new BadInput('dueOn', 'Say until when you show what it was spent on.');
    const range = (await row<{ past: boolean; far: boolean }>(
      tx,
      `SELECT $2::date < t.day AS past, $2::date > t.day + 366 AS far FROM (SELECT (clock_now() AT TIME ZONE zone)::date AS day FROM folk_group WHERE id = $1) t`,
      [input.groupId, day],
    ))!;
    if (range.past) throw new BadInput('dueOn', 'This day has passed. Choose a later one.');
    if (range.far) throw new BadInput('dueOn', 'Choose a day within a year.');
    return { due_on: day, advance_id: null };
  }

  private async against(
    tx: EntityManager,
    actor: Actor,
    { input, book, fund, line }: AdvanceAsked,
  ): Promise<{ columns: AdvanceColumns; held: bigint }> {
    const advance = await this.expenses.find(tx, input.advanceId!);
    if (advance?.type !== 'ADVANCE' || advance.book_id !== book)
      throw new BadInput('advanceId', 'This money before is not there any more.');
    const out = outOf(advance);
    if (out <= 0n)
      throw new BadInput(
        'advanceId',
        say`Nothing of the advance X-${advance.number} is open. Ask for this money without it.`,
      );
    const payee = input.vendor ? null : (input.payeeId ?? actor.personId);
    if (payee !== advance.payee_id)
      throw new BadInput('advanceId', 'Receipts are set against money before only where the same person is paid.');
    if (fund.currency !== advance.currency || input.items.some(({ amount }) => amount.currency !== advance.currency))
      throw new BadInput(
        'advanceId',
        say`The advance is in ${advance.currency}: receipts in another currency are not set against it.`,
      );
    const held = line !== null && line.id === advance.budget_line_id ? out : 0n;
    return { columns: { due_on: null, advance_id: advance.id }, held };
  }
}
