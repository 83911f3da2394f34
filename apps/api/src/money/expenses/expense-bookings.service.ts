import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ExpenseState, ExpenseStep } from '#libs/money';
import { type Actor, visitor } from '../../platform/actor.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { newId } from '../../platform/ids.ts';
import { GroupLog } from '../../platform/log/group-log.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';
import { BooksStore, type Line } from '../ledger/books.store.ts';
import type { ExpenseRow } from './expenses.store.ts';
import { LedgerService } from '../ledger/ledger.service.ts';

/** What the steps of an expense write: entries, the state, the log, the outbox. The caller holds the book and the expense. */
@Injectable()
export class ExpenseBookings {
  constructor(
    private readonly ledger: LedgerService,
    private readonly books: BooksStore,
    private readonly log: GroupLog,
    private readonly outbox: Outbox,
  ) {}

  /** The rule is met, or the group has decided: the debt is booked, so "available" is true at once. */
  async approved(tx: EntityManager, by: Actor | { decision: string }, expense: ExpenseRow): Promise<void> {
    const fund = (await this.books.findFund(tx, expense.book_id, expense.fund_id))!;
    const line = expense.budget_line_id ? await this.books.line(tx, expense.budget_line_id, 'FOR UPDATE') : null;
    const payable = await this.payable(tx, expense);
    const total = BigInt(expense.total);
    const entryId = await this.ledger.post(tx, {
      bookId: expense.book_id,
      groupId: expense.group_id,
      kind: 'EXPENSE_APPROVED',
      effectiveOn: await today(tx, expense.group_id),
      authority: 'decision' in by ? { kind: 'DECISION', id: by.decision } : authorityOf(line, expense),
      actorId: 'decision' in by ? by.decision : (await this.books.personIn(tx, expense.book_id, by.personId!)).ref,
      eventId: expense.event_id,
      refs: refsOf(expense),
      text: `X-${expense.number} ${expense.title}`,
      key: `expense:${expense.id}:approved:${expense.bookings + 1}`,
      postings: [
        { accountId: payable, currency: expense.currency, amount: -total },
        {
          accountId: fund.account_id,
          currency: expense.currency,
          amount: total,
          category: expense.category,
          budgetLineId: expense.budget_line_id,
        },
      ],
    });
    await rows(
      tx,
      `UPDATE expense SET state = 'APPROVED', approved_entry_id = $2, bookings = bookings + 1, version = version + 1 WHERE id = $1 AND state = 'SUBMITTED'`,
      [expense.id, entryId],
    );
    await this.told(tx, 'decision' in by ? visitor : by, expense, 'expense.approved', 'ExpenseApproved');
  }

  /** The money has left: the debt is settled from the bank. One row, or nothing. */
  async paid(tx: EntityManager, actor: Actor, expense: ExpenseRow): Promise<void> {
    const bank = await this.books.account(tx, {
      bookId: expense.book_id,
      class: 'HOLDING',
      path: 'assets:bank:main',
      currency: expense.currency,
    });
    const total = BigInt(expense.total);
    const entryId = await this.ledger.post(tx, {
      bookId: expense.book_id,
      groupId: expense.group_id,
      kind: 'EXPENSE_PAID',
      effectiveOn: await today(tx, expense.group_id),
      authority: { kind: 'DUTY', id: await this.duty(tx, expense.group_id, actor.personId!) },
      actorId: (await this.books.personIn(tx, expense.book_id, actor.personId!)).ref,
      eventId: expense.event_id,
      refs: refsOf(expense),
      text: `X-${expense.number} ${expense.title}`,
      key: `expense:${expense.id}:paid:${expense.bookings}`,
      postings: [
        { accountId: bank, currency: expense.currency, amount: -total },
        { accountId: await this.payable(tx, expense), currency: expense.currency, amount: total },
      ],
    });
    await rows(
      tx,
      `UPDATE expense SET state = 'PAID', paid_entry_id = $2, paid_at = clock_now(), version = version + 1 WHERE id = $1 AND state = 'APPROVED'`,
      [expense.id, entryId],
    );
    await this.told(tx, actor, expense, 'expense.paid', 'ExpensePaid');
  }

  /** Any other step. One that takes back an approval reverses what it booked. */
  async stepped(
    tx: EntityManager,
    actor: Actor,
    expense: ExpenseRow,
    to: { state: ExpenseState; step: ExpenseStep; reason: string | null },
  ): Promise<void> {
    if (expense.approved_entry_id) await this.reverse(tx, actor, expense);
    await rows(
      tx,
      'UPDATE expense_approval SET withdrawn_at = clock_now() WHERE expense_id = $1 AND withdrawn_at IS NULL',
      [expense.id],
    );
    await rows(
      tx,
      'UPDATE expense SET state = $2, reason = $3, approved_entry_id = NULL, version = version + 1 WHERE id = $1',
      [expense.id, to.state, to.reason],
    );
    const happening = { return: 'ExpenseReturned', reject: 'ExpenseRejected' }[to.step as string] ?? 'ExpenseChanged';
    await this.told(tx, actor, expense, `expense.${to.step}`, happening, to.reason);
  }

  /** An approval that is not enough yet. */
  async noted(tx: EntityManager, actor: Actor, expense: ExpenseRow, type: string): Promise<void> {
    await rows(tx, 'UPDATE expense SET version = version + 1 WHERE id = $1', [expense.id]);
    await this.told(tx, actor, expense, type, 'ExpenseChanged');
  }

  async told(
    tx: EntityManager,
    actor: Actor,
    expense: Pick<ExpenseRow, 'id' | 'group_id' | 'number'>,
    type: string,
    happening: string,
    reason?: string | null,
  ): Promise<void> {
    await this.log.append(tx, {
      chainId: expense.group_id,
      type,
      actorId: actor.personId,
      facts: { expense: expense.id, number: expense.number },
      ...(reason ? { detail: { reason } } : {}),
    });
    await this.outbox.announce(tx, {
      kind: happening,
      groupId: expense.group_id,
      payload: { expenseId: expense.id, byId: actor.personId, ...(reason ? { reason } : {}) },
      topics: [`expense:${expense.id}`, `group:${expense.group_id}`],
    });
  }

  private async reverse(tx: EntityManager, actor: Actor, expense: ExpenseRow): Promise<void> {
    const postings = await rows<{
      account_id: string;
      currency: string;
      amount: string;
      category: string | null;
      budget_line_id: string | null;
    }>(tx, 'SELECT * FROM ledger_posting WHERE entry_id = $1 ORDER BY line', [expense.approved_entry_id]);
    await this.ledger.post(tx, {
      bookId: expense.book_id,
      groupId: expense.group_id,
      kind: 'REVERSAL',
      effectiveOn: await today(tx, expense.group_id),
      authority: { kind: 'RULE', id: expense.rulebook_id },
      actorId: (await this.books.personIn(tx, expense.book_id, actor.personId!)).ref,
      reversesId: expense.approved_entry_id,
      refs: refsOf(expense),
      text: `X-${expense.number} ${expense.title}`,
      key: `expense:${expense.id}:reversed:${expense.bookings}`,
      postings: postings.map((p) => ({
        accountId: p.account_id,
        currency: p.currency,
        amount: -BigInt(p.amount),
        category: p.category,
        budgetLineId: p.budget_line_id,
      })),
    });
  }

  private async payable(tx: EntityManager, expense: ExpenseRow): Promise<string> {
    const { handle, ref } = await this.books.personIn(tx, expense.book_id, expense.payee_id);
    return this.books.account(tx, {
      bookId: expense.book_id,
      class: 'PARTY',
      path: `liabilities:payable:${handle}`,
      currency: expense.currency,
      ownerId: ref,
    });
  }

  private async duty(tx: EntityManager, groupId: string, personId: string): Promise<string> {
    const held = await row<{ id: string }>(
      tx,
      `SELECT d.id FROM duty d JOIN membership m ON m.id = d.membership_id WHERE m.group_id = $1 AND m.person_id = $2 AND d.to_at IS NULL ORDER BY d.kind = 'treasurer' DESC LIMIT 1`,
      [groupId, personId],
    );
    return held?.id ?? newId();
  }
}

/** What allowed it: the decision or rule behind the line, else the spending rule in force at submission. */
function authorityOf(line: Line | null, expense: ExpenseRow): { kind: 'DECISION' | 'RULE'; id: string } {
  return line ? { kind: line.authority_kind, id: line.authority_id } : { kind: 'RULE', id: expense.rulebook_id };
}

function refsOf(expense: ExpenseRow): Record<string, string> {
  return { expense: `X-${expense.number}`, expenseId: expense.id, rule: expense.rulebook_id };
}

/** The date in the group's zone: an entry of the evening belongs to that day. */
export async function today(tx: EntityManager, groupId: string): Promise<string> {
  const found = await row<{ day: string }>(
    tx,
    `SELECT (clock_now() AT TIME ZONE g.zone)::date AS day FROM folk_group g WHERE g.id = $1`,
    [groupId],
  );
  return found!.day;
}
