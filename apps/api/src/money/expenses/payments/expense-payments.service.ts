import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import {
  advanceBackPostings,
  advancePaidPostings,
  expenseAfter,
  fxClosing,
  type ExpenseState,
  paidPostings,
  returnedPostings,
  waivedPostings,
} from '#libs/money';
import type { Actor } from '../../../platform/actor.ts';
import { row, rows } from '../../../platform/database/sql.ts';
import { newOrderedId } from '../../../platform/ids.ts';
import { AuthorityUses } from '../../authorities/authority-uses.service.ts';
import { LedgerService } from '../../ledger/ledger.service.ts';
import { ExpenseAccounts } from '../expense-accounts.service.ts';
import { ExpenseBookings } from '../expense-bookings.service.ts';
import type { ExpenseRow } from '../expenses.store.ts';

/** A payment as it is booked: `minor` of the debt settled, `cost` and `fee` gone from the holding account; all in the currency of the fund. */
export interface Paying {
  readonly minor: bigint;
  readonly cost: bigint;
  readonly fee: bigint;
  readonly day: string;
  readonly holdingId: string;
  readonly key: string;
}

export interface PaymentRow {
  id: string;
  expense_id: string;
  entry_id: string;
  minor: string;
  cost: string;
  returned: string;
  holding_id: string;
}

/** Books what leaves an account for an expense, what comes back, and what is let go of. The caller holds book and expense, and has asked the rules. */
@Injectable()
export class ExpensePayments {
  constructor(
    private readonly ledger: LedgerService,
    private readonly accounts: ExpenseAccounts,
    private readonly bookings: ExpenseBookings,
    private readonly uses: AuthorityUses,
  ) {}

  /** Settles a part or all of the debt. One abroad leaves its exchange difference on the fund at once. The id of the payment. */
  async paid(tx: EntityManager, actor: Actor, expense: ExpenseRow, by: Paying): Promise<string> {
    const booked = await this.bookings.booked(tx, expense);
    const isAdvance = expense.type === 'ADVANCE';
    const { n } = (await row<{ n: number }>(
      tx,
      'SELECT count(*)::int + 1 AS n FROM expense_payment WHERE expense_id = $1',
      [expense.id],
    ))!;
    const entry = {
      ...(await this.bookings.entryOf(tx, expense)),
      effectiveOn: by.day,
      actorId: await this.accounts.ref(tx, expense, actor.personId!),
    };
    const entryId = await this.ledger.post(tx, {
      ...entry,
      // An advance is given by the rule that allowed it; what is owed is paid by duty.
      ...(isAdvance
        ? ({ kind: 'ADVANCE', authority: { kind: 'RULE', id: expense.rulebook_id } } as const)
        : ({ kind: 'EXPENSE_PAID', authority: { kind: 'DUTY', id: await this.duty(tx, actor, expense) } } as const)),
      key: by.key,
      postings: await this.accounts.postings(
        tx,
        expense,
        isAdvance ? advancePaidPostings(expense.currency, by) : paidPostings(booked, by),
        by.holdingId,
      ),
    });
    const difference = booked.foreign ? fxClosing(booked, by.cost) : [];
    if (difference.length > 0)
      await this.ledger.post(tx, {
        ...entry,
        kind: 'EXCHANGE_DIFFERENCE',
        authority: { kind: 'SYSTEM', id: null },
        key: `expense:${expense.id}:difference:${n}`,
        postings: await this.accounts.postings(tx, expense, difference),
      });
    const id = newOrderedId();
    await rows(
      tx,
      'INSERT INTO expense_payment (id, expense_id, n, entry_id, minor, cost, fee, paid_on, holding_id, payer_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
      [
        id,
        expense.id,
        n,
        entryId,
        String(by.minor),
        String(by.cost),
        String(by.fee),
        by.day,
        by.holdingId,
        actor.personId,
      ],
    );
    const state = await this.settles(tx, expense, 'pay', { paid: BigInt(expense.paid) + by.minor });
    await this.bookings.told(tx, actor, expense, {
      type: state === 'PAID' ? 'expense.paid' : 'expense.paidInPart',
      happening: 'ExpensePaid',
      facts: { payment: id, minor: String(by.minor), currency: expense.currency },
    });
    return id;
  }

  /** A payment came back: that much is owed again, and what was lost on the way is a cost of the fund. The id of the entry. */
  async cameBack(
    tx: EntityManager,
    actor: Actor,
    expense: ExpenseRow,
    by: { payment: PaymentRow; minor: bigint; lost: bigint; day: string; reason: string },
  ): Promise<string> {
    const { payment, minor, lost } = by;
    const booked = await this.bookings.booked(tx, expense);
    const cost = booked.foreign ? BigInt(payment.cost) : minor;
    const returned = BigInt(payment.returned) + minor;
    const entryId = await this.ledger.post(tx, {
      ...(await this.bookings.entryOf(tx, expense)),
      effectiveOn: by.day,
      kind: 'PAYMENT_RETURNED',
      authority: { kind: 'DUTY', id: await this.duty(tx, actor, expense) },
      actorId: await this.accounts.ref(tx, expense, actor.personId!),
      key: `payment:${payment.id}:returned:${returned}`,
      postings: await this.accounts.postings(
        tx,
        expense,
        expense.type === 'ADVANCE'
          ? advanceBackPostings(expense.currency, { minor, lost })
          : returnedPostings(booked, { minor, cost, lost }),
        payment.holding_id,
      ),
    });
    await rows(tx, 'UPDATE expense_payment SET returned = $2 WHERE id = $1', [payment.id, String(returned)]);
    await rows(
      tx,
      'INSERT INTO expense_return (entry_id, payment_id, minor, lost, returned_on, reason, by_id) VALUES ($1, $2, $3, $4, $5, $6, $7)',
      [entryId, payment.id, String(minor), String(lost), by.day, by.reason, actor.personId],
    );
    await this.settles(tx, expense, 'comeBack', { paid: BigInt(expense.paid) - minor });
    await this.bookings.told(tx, actor, expense, {
      type: 'expense.paymentReturned',
      happening: 'ExpensePaymentReturned',
      reason: by.reason,
      facts: { payment: payment.id, minor: String(minor), currency: expense.currency },
    });
    return entryId;
  }

  /** The payee lets go of the rest: it goes back to where it came from. */
  async waived(tx: EntityManager, actor: Actor, expense: ExpenseRow): Promise<void> {
    const rest = BigInt(expense.total) - BigInt(expense.paid) - BigInt(expense.waived);
    // Of an advance nothing is booked before it is paid.
    if (expense.type !== 'ADVANCE') await this.letGo(tx, actor, expense, rest);
    await this.settles(tx, expense, 'waive', { waived: BigInt(expense.waived) + rest });
    await this.bookings.told(tx, actor, expense, {
      type: 'expense.waived',
      happening: 'ExpenseWaived',
      facts: { minor: String(rest), currency: expense.currency },
    });
  }

  private async letGo(tx: EntityManager, actor: Actor, expense: ExpenseRow, rest: bigint): Promise<void> {
    const booked = await this.bookings.booked(tx, expense);
    await this.ledger.post(tx, {
      ...(await this.bookings.entryOf(tx, expense)),
      kind: 'EXPENSE_WAIVED',
      authority: { kind: 'RULE', id: expense.rulebook_id },
      actorId: await this.accounts.ref(tx, expense, actor.personId!),
      key: `expense:${expense.id}:waived:${expense.version}`,
      postings: await this.accounts.postings(tx, expense, waivedPostings(booked, rest)),
    });
    await this.uses.letGo(tx, expense.approved_entry_id!, rest);
  }

  private duty(tx: EntityManager, actor: Actor, { group_id: groupId }: ExpenseRow): Promise<string> {
    return this.accounts.duty(tx, groupId, actor.personId!);
  }

  private async settles(
    tx: EntityManager,
    expense: ExpenseRow,
    step: 'pay' | 'comeBack' | 'waive',
    now: { paid?: bigint; waived?: bigint },
  ): Promise<ExpenseState> {
    const paid = now.paid ?? BigInt(expense.paid);
    const waived = now.waived ?? BigInt(expense.waived);
    const state = expenseAfter(expense.state, step, { isMet: true, total: BigInt(expense.total), paid, waived });
    if (!state) throw new Error(`an expense in ${expense.state} does not ${step}`);
    await rows(
      tx,
      `UPDATE expense SET state = $2, paid = $3, waived = $4, paid_at = CASE WHEN $2 = 'PAID' THEN clock_now() END, on_hold = on_hold AND $2 <> 'PAID', version = version + 1 WHERE id = $1`,
      [expense.id, state, String(paid), String(waived)],
    );
    return state;
  }
}
