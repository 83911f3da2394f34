import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { advanceOut } from '#libs/money';
import { row } from '../../../platform/database/sql.ts';
import { BadInput } from '../../../platform/graphql/errors.ts';
import { say } from '../../../platform/words/words.ts';
import { BooksStore } from '../../ledger/books.store.ts';
import { movedOf } from '../../advances/advance-facts.ts';
import { today } from '../../ledger/entries.ts';
import type { ExpenseRow } from '../expenses.store.ts';
import type { Paying } from './expense-payments.service.ts';
import { hasCome, isDay } from '../../../platform/days.ts';

/** What somebody who pays says; what is left out is all that is owed, today, from the bank. */
export interface PaymentAsked {
  readonly minor?: bigint | undefined;
  readonly cost?: bigint | undefined;
  readonly fee?: bigint | undefined;
  readonly day?: string | undefined;
  readonly holdingId?: string | undefined;
  /** In which currency somebody has said each amount, by its field. */
  readonly currencies?: Readonly<Record<string, string | undefined>>;
  /** Names the payment for ever: repeated with the same content it is the same payment. */
  readonly key?: string | undefined;
}

/** Checks what is said of a payment against the expense that it is for. Throws BAD_USER_INPUT naming the field. */
@Injectable()
export class PaymentChecks {
  constructor(private readonly books: BooksStore) {}

  async payment(tx: EntityManager, expense: ExpenseRow, asked: PaymentAsked): Promise<Paying> {
    for (const [field, currency] of Object.entries(asked.currencies ?? {}))
      if (currency !== undefined && currency !== expense.currency)
        throw new BadInput(field, say`This expense is booked in ${expense.currency}.`);
    const owed = BigInt(expense.total) - BigInt(expense.paid) - BigInt(expense.waived);
    const minor = expense.foreign_currency ? owed : (asked.minor ?? owed);
    const cost = expense.foreign_currency ? (asked.cost ?? asked.minor ?? owed) : minor;
    const fee = asked.fee ?? 0n;
    if (minor <= 0n || cost <= 0n) throw new BadInput('amount', 'Type what was paid; it is more than nothing.');
    if (minor > owed) throw new BadInput('amount', say`No more is owed than what is left of it. Pay that, or less.`);
    if (fee < 0n) throw new BadInput('fee', 'A fee is more than nothing, or left out.');
    const { n } = (await row<{ n: number }>(
      tx,
      'SELECT count(*)::int + 1 AS n FROM expense_payment WHERE expense_id = $1',
      [expense.id],
    ))!;
    return {
      minor,
      cost,
      fee,
      day: await this.day(tx, expense, asked.day),
      holdingId: await this.holding(tx, expense, asked.holdingId),
      key: asked.key ?? `expense:${expense.id}:paid:${n}`,
    };
  }

  /** An account of the group in the currency of the expense: the one asked for, or its bank. */
  holding(tx: EntityManager, expense: ExpenseRow, id: string | null | undefined): Promise<string> {
    return this.books.holding(tx, { bookId: expense.book_id, currency: expense.currency, id });
  }

  /** How much of a payment can come back: what has not yet; of an advance no more than is out. */
  mayComeBack(expense: ExpenseRow, payment: { readonly minor: string; readonly returned: string }): bigint {
    const left = BigInt(payment.minor) - BigInt(payment.returned);
    const out = expense.type === 'ADVANCE' ? advanceOut(movedOf(expense)) : left;
    return out < left ? out : left;
  }

  async day(tx: EntityManager, expense: ExpenseRow, day: string | undefined): Promise<string> {
    const now = await today(tx, expense.group_id);
    if (day === undefined) return now;
    if (!isDay(day)) throw new BadInput('day', 'The day is missing.');
    hasCome('day', day, now);
    return day;
  }
}
