import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { mayStep } from '#libs/money';
import type { Actor } from '../../../platform/actor.ts';
import { row, rows } from '../../../platform/database/sql.ts';
import { Files } from '../../../platform/files/files.service.ts';
import { BadInput, Conflict, NotFound } from '../../../platform/graphql/errors.ts';
import { isId, newOrderedId } from '../../../platform/ids.ts';
import { GroupLog } from '../../../platform/log/group-log.ts';
import { Outbox } from '../../../platform/outbox/outbox.ts';
import { say, type Words } from '../../../platform/words/words.ts';
import { ExpenseSteps, type StepFault } from '../../expenses/expense-steps.service.ts';
import type { ExpenseRow } from '../../expenses/expenses.store.ts';
import { BooksStore } from '../../ledger/books.store.ts';
import { refusedFor, refusedState } from '../../ledger/money-faults.ts';
import type { PaymentOutcome, PreparedPayments } from './batches.graphql.ts';

interface Item {
  number: number;
  minor: string;
  state: 'OPEN' | 'PAID' | 'OUT';
}

/** The rows of prepared payments. */
@Injectable()
export class BatchParts {
  constructor(
    private readonly books: BooksStore,
    private readonly steps: ExpenseSteps,
    private readonly files: Files,
    private readonly log: GroupLog,
    private readonly outbox: Outbox,
  ) {}

  async prepare(
    tx: EntityManager,
    actor: Actor,
    of: { groupId: string; ids: readonly string[]; accountId: string },
  ): Promise<PreparedPayments> {
    const book = await this.books.ofGroup(tx, of.groupId);
    await this.books.lock(tx, book.id);
    const account = isId(of.accountId)
      ? await row<{ currency: string }>(
          tx,
          `SELECT currency FROM ledger_account WHERE id = $1 AND book_id = $2 AND class = 'HOLDING' AND closed_at IS NULL`,
          [of.accountId, book.id],
        )
      : null;
    if (!account) throw new BadInput('accountId', 'This account is not there any more. Choose another.');
    const outcomes: PaymentOutcome[] = [];
    const taken: ExpenseRow[] = [];
    for (const id of of.ids) {
      const expense = await this.steps.hold(tx, actor, id);
      if (expense.group_id !== of.groupId) throw new NotFound();
      const text = await this.whyNot(tx, actor, expense, account.currency);
      outcomes.push({ id, number: expense.number, done: !text, text });
      if (!text) taken.push(expense);
    }
    if (taken.length === 0) return { batchId: null, outcomes };
    const batchId = newOrderedId();
    await rows(tx, 'INSERT INTO payment_batch (id, book_id, holding_id, made_by) VALUES ($1, $2, $3, $4)', [
      batchId,
      book.id,
      of.accountId,
      actor.personId,
    ]);
    await rows(
      tx,
      `INSERT INTO payment_batch_item (batch_id, expense_id, n, minor) SELECT $1, x.id, u.n, x.total - x.paid - x.waived FROM unnest($2::uuid[]) WITH ORDINALITY u (id, n) JOIN expense x ON x.id = u.id`,
      [batchId, taken.map(({ id }) => id)],
    );
    await this.told(tx, actor, {
      groupId: of.groupId,
      batchId,
      type: 'payments.prepared',
      facts: { payments: taken.length },
    });
    return { batchId, outcomes };
  }

  /** Why it can not be prepared, or null. */
  private async whyNot(tx: EntityManager, actor: Actor, expense: ExpenseRow, currency: string): Promise<Words | null> {
    if (!mayStep(expense.state, 'pay')) return refusedState(expense.state).message;
    const { whyNotPay } = await this.steps.explained(tx, expense, actor);
    if (whyNotPay) return refusedFor(whyNotPay, expense.currency).message;
    if (expense.currency !== currency) return say`It is paid from an account that is kept in ${expense.currency}.`;
    const before = await row(tx, `SELECT 1 FROM payment_batch_item WHERE expense_id = $1 AND state = 'OPEN'`, [
      expense.id,
    ]);
    return before ? say`It stands in other payments already. Take it out there first, or note it as paid.` : null;
  }

  async takeOut(
    tx: EntityManager,
    actor: Actor,
    of: { groupId: string; batchId: string; expenseId: string },
  ): Promise<void> {
    const held = await this.hold(tx, actor, of);
    if (held.state === 'PAID') throw new Conflict('It has been noted as paid already.');
    if (held.state === 'OUT') return;
    await rows(tx, `UPDATE payment_batch_item SET state = 'OUT' WHERE batch_id = $1 AND expense_id = $2`, [
      of.batchId,
      of.expenseId,
    ]);
    await this.told(tx, actor, { ...of, type: 'payments.takenOut', facts: { number: held.number } });
  }

  attach(
    tx: EntityManager,
    actor: Actor,
    of: { batchId: string; groupId: string; files: readonly string[] },
  ): Promise<void> {
    return this.files.attach(tx, actor, of.files, { kind: 'payment_batch', id: of.batchId, groupId: of.groupId });
  }

  async item(db: EntityManager, batchId: string, expenseId: string): Promise<Item | null> {
    if (!isId(expenseId)) return null;
    return row<Item>(
      db,
      'SELECT x.number, i.minor::text AS minor, i.state FROM payment_batch_item i JOIN expense x ON x.id = i.expense_id WHERE i.batch_id = $1 AND i.expense_id = $2',
      [batchId, expenseId],
    );
  }

  /** A payment of a batch under the locks of book and expense. */
  async hold(tx: EntityManager, actor: Actor, of: { batchId: string; expenseId: string }): Promise<Item> {
    await this.steps.hold(tx, actor, of.expenseId);
    const item = await this.item(tx, of.batchId, of.expenseId);
    if (!item) throw new NotFound();
    return item;
  }

  attempt(expenseId: string, work: (tx: EntityManager) => Promise<unknown>): Promise<StepFault | null> {
    return this.steps.attempt(expenseId, work);
  }

  private async told(
    tx: EntityManager,
    actor: Actor,
    of: { groupId: string; batchId: string; type: string; facts: Record<string, number> },
  ): Promise<void> {
    const { groupId, batchId, type, facts } = of;
    await this.log.append(tx, { chainId: groupId, type, actorId: actor.personId, facts: { batch: batchId, ...facts } });
    await this.outbox.announce(tx, {
      kind: 'PaymentsPrepared',
      groupId,
      payload: { batchId },
      topics: [`group:${groupId}`],
    });
  }
}
