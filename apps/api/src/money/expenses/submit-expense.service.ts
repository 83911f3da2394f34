import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { approvalsNeeded } from '#libs/money';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput, Conflict, NotFound } from '../../platform/graphql/errors.ts';
import { isId, newOrderedId } from '../../platform/ids.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { BooksStore, type Fund, type Line } from '../ledger/books.store.ts';
import { checkedExpense, type CheckedExpense } from './expense-fields.ts';
import { ExpenseBookings } from './expense-bookings.service.ts';
import { ExpensesStore } from './expenses.store.ts';
import { contentHash } from './expenses.service.ts';
import { type ExpenseRefused, FundShort, LineSpent, type SubmitExpenseInput } from './expenses.graphql.ts';
import { refusedFor } from '../ledger/money-faults.ts';
import { approvalRules } from './spending-rules.ts';
import { SubmitSides } from './submit-sides.service.ts';
import { say } from '../../platform/words/words.ts';

/** Handing in an expense, or handing it in again after it was sent back: a new revision, approvals gone. */
@Injectable()
export class SubmitExpenseService {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly books: BooksStore,
    private readonly store: ExpensesStore,
    private readonly bookings: ExpenseBookings,
    private readonly sides: SubmitSides,
  ) {}

  async submit(
    actor: Actor,
    input: SubmitExpenseInput,
  ): Promise<{ id: string } | FundShort | LineSpent | ExpenseRefused> {
    if (!isId(input.groupId)) throw new NotFound();
    return this.database.transaction(async (tx) => {
      const standing = await this.policy.requireInGroup(tx, actor, 'expense.submit', { groupId: input.groupId });
      const book = await this.books.ofGroup(tx, input.groupId);
      await this.books.lock(tx, book.id);
      const checked = checkedExpense(input);
      const { fund, line } = await this.place(tx, book.id, input);
      if (checked.currency !== fund.currency)
        throw new BadInput(
          'items',
          say`The fund is kept in ${fund.currency}, so the amounts must be in ${fund.currency}.`,
        );
      const refusal = this.refusalNow(checked, line, standing.rules, fund.currency);
      if (refusal) return refusal;
      return this.sides.once(tx, actor, input, async () => ({
        id: await this.write(tx, actor, {
          input,
          checked,
          fund,
          line,
          bookId: book.id,
          rulesVersion: standing.rulesVersion,
        }),
      }));
    });
  }

  /** What can be known to be refused is said before anybody's time is spent on it. */
  private refusalNow(
    checked: CheckedExpense,
    line: Line | null,
    rules: Readonly<Record<string, unknown>>,
    currency: string,
  ): LineSpent | ExpenseRefused | null {
    if (line) {
      const left = line.closed_at ? 0n : BigInt(line.planned) - BigInt(line.spent);
      return checked.total > left
        ? new LineSpent(left, currency, line.authority_kind === 'DECISION' ? line.authority_id : null)
        : null;
    }
    const needed = approvalsNeeded(approvalRules(rules), { total: checked.total, lineLeft: null });
    return typeof needed === 'number' ? null : refusedFor(needed, currency);
  }

  private async place(
    tx: EntityManager,
    bookId: string,
    input: SubmitExpenseInput,
  ): Promise<{ fund: Fund; line: Line | null }> {
    const line = input.budgetLineId ? await this.books.line(tx, input.budgetLineId, 'FOR UPDATE') : null;
    if (input.budgetLineId && (!line || line.book_id !== bookId))
      throw new BadInput('budgetLineId', 'This budget line is not there any more. Choose another.');
    if (line?.reserved)
      throw new BadInput(
        'budgetLineId',
        'This money is held for a notice that others can still object to. It can be spent once the notice stands.',
      );
    const fund = await this.books.findFund(tx, bookId, line ? line.fund_id : (input.fundId ?? null));
    if (!fund) throw new BadInput('fundId', 'This fund is not there any more. Choose another.');
    return { fund, line };
  }

  private async write(
    tx: EntityManager,
    actor: Actor,
    of: {
      input: SubmitExpenseInput;
      checked: CheckedExpense;
      fund: Fund;
      line: Line | null;
      bookId: string;
      rulesVersion: number;
    },
  ): Promise<string> {
    const { input, checked, fund, line } = of;
    const rulebook = await row<{ id: string }>(tx, 'SELECT id FROM rulebook_version WHERE group_id = $1 AND n = $2', [
      input.groupId,
      of.rulesVersion,
    ]);
    const eventId = await this.sides.event(tx, input.groupId, input.eventId ?? line?.event_id ?? fund.event_id);
    const hash = contentHash({
      ...checked,
      receipts: input.receipts,
      fund: fund.id,
      line: line?.id ?? null,
      payee: actor.personId,
      eventId,
    });
    const columns = {
      fund_id: fund.id,
      budget_line_id: line?.id ?? null,
      event_id: eventId,
      title: checked.title,
      category: checked.category,
      currency: checked.currency,
      total: checked.total.toString(),
      content_hash: hash,
      rulebook_id: rulebook!.id,
    };
    const id = input.id
      ? await this.again(tx, actor, input.id, columns)
      : await this.anew(tx, actor, { groupId: input.groupId, bookId: of.bookId, columns });
    await rows(tx, 'DELETE FROM expense_item WHERE expense_id = $1', [id]);
    for (const [at, item] of checked.items.entries())
      await rows(tx, 'INSERT INTO expense_item (expense_id, n, what, spent_on, minor) VALUES ($1, $2, $3, $4, $5)', [
        id,
        at + 1,
        item.what,
        item.spentOn,
        item.minor.toString(),
      ]);
    await this.sides.receipts(tx, actor, { files: input.receipts, expenseId: id, groupId: input.groupId });
    const expense = await this.store.hold(tx, id);
    await this.bookings.told(tx, actor, expense, 'expense.submitted', 'ExpenseSubmitted');
    return id;
  }

  private async anew(
    tx: EntityManager,
    actor: Actor,
    of: { groupId: string; bookId: string; columns: Record<string, unknown> },
  ): Promise<string> {
    const id = newOrderedId();
    const all = {
      id,
      book_id: of.bookId,
      group_id: of.groupId,
      number: await this.books.nextNumber(tx, 'expense', of.bookId),
      author_id: actor.personId,
      payee_id: actor.personId,
      state: 'SUBMITTED',
      ...of.columns,
    };
    const names = Object.keys(all);
    await rows(
      tx,
      `INSERT INTO expense (${names.join(', ')}) VALUES (${names.map((_, at) => `$${at + 1}`).join(', ')})`,
      Object.values(all),
    );
    return id;
  }

  private async again(tx: EntityManager, actor: Actor, id: string, columns: Record<string, unknown>): Promise<string> {
    const held = isId(id) ? await this.store.find(tx, id) : null;
    if (!held) throw new NotFound();
    await this.policy.require(tx, actor, 'expense.update', {
      groupId: held.group_id,
      own: held.author_id === actor.personId,
    });
    const names = Object.keys(columns);
    const changed = await rows(
      tx,
      `UPDATE expense SET ${names.map((name, at) => `${name} = $${at + 2}`).join(', ')}, state = 'SUBMITTED', reason = NULL, revision = revision + 1, version = version + 1, submitted_at = clock_now() WHERE id = $1 AND state = 'RETURNED' RETURNING id`,
      [id, ...Object.values(columns)],
    );
    if (changed.length === 0) throw new Conflict('This expense can not be changed now. Take it back first.');
    return id;
  }
}
