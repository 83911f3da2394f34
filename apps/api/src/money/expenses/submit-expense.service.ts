import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { approvalsNeeded } from '#libs/money';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput, Conflict, NotFound } from '../../platform/graphql/errors.ts';
import { isId, newOrderedId } from '../../platform/ids.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { today } from '../ledger/entries.ts';
import { BooksStore, type Fund, type Line } from '../ledger/books.store.ts';
import { checkedExpense, type CheckedExpense } from './expense-fields.ts';
import { ExpenseBookings } from './expense-bookings.service.ts';
import { ExpensesStore } from './expenses.store.ts';
import { contentHash } from './expenses.service.ts';
import type { SubmitExpenseInput } from './expense-inputs.graphql.ts';
import { type ExpenseRefused, FundShort, LineSpent } from './expenses.graphql.ts';
import { refusedFor } from '../ledger/money-faults.ts';
import { approvalRules } from './spending-rules.ts';
import { markOf } from '../payouts/payout-details.service.ts';
import { SubmitSides } from './submit-sides.service.ts';
import type { AdvanceColumns } from '../advances/advance-asks.service.ts';
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
      const checked = checkedExpense(input, await today(tx, input.groupId));
      const { fund, line } = await this.place(tx, book.id, input);
      const advance = await this.sides.advance(tx, actor, { input, book: book.id, fund, line });
      const value = booked(input, checked, fund.currency);
      const refusal = this.refusalNow({ total: value.total, line, held: advance.held }, standing.rules, {
        currency: fund.currency,
        groupCurrency: book.currency,
      });
      if (refusal) return refusal;
      return this.sides.once(tx, actor, input, async () => ({
        id: await this.write(tx, actor, {
          input,
          checked,
          value,
          fund,
          line,
          advance: advance.columns,
          bookId: book.id,
          rulesVersion: standing.rulesVersion,
        }),
      }));
    });
  }

  /** What can be known to be refused is said before anybody's time is spent on it. */
  private refusalNow(
    { total, line, held }: { total: bigint; line: Line | null; held: bigint },
    rules: Readonly<Record<string, unknown>>,
    of: { currency: string; groupCurrency: string },
  ): LineSpent | ExpenseRefused | null {
    if (line?.taken_back && held === 0n) return refusedFor({ code: 'line-closed' }, of.currency);
    const left = line && leftOf(line, held);
    if (left !== null && total > left)
      return new LineSpent(left, of.currency, line!.authority_kind === 'DECISION' ? line!.authority_id : null);
    const isDecided = line?.authority_kind === 'DECISION';
    const needed = approvalsNeeded(approvalRules(rules, of), {
      total,
      line: left === null ? null : { left, isDecided, isOpen: true },
      booked: [],
    });
    return 'code' in needed ? refusedFor(needed, of.currency) : null;
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
    if (fund.restricted && !line)
      throw new BadInput(
        'fundId',
        say`${fund.name} was given for a purpose. It is spent from a budget line of its own: choose one, or put a proposal.`,
      );
    return { fund, line };
  }

  private async write(
    tx: EntityManager,
    actor: Actor,
    of: {
      input: SubmitExpenseInput;
      checked: CheckedExpense;
      value: Booked;
      fund: Fund;
      line: Line | null;
      advance: AdvanceColumns;
      bookId: string;
      rulesVersion: number;
    },
  ): Promise<string> {
    const { input, checked, value, fund, line } = of;
    await this.sides.categories(tx, of.bookId, checked);
    const rulebook = await row<{ id: string }>(tx, 'SELECT id FROM rulebook_version WHERE group_id = $1 AND n = $2', [
      input.groupId,
      of.rulesVersion,
    ]);
    const eventId = await this.sides.event(tx, input.groupId, input.eventId ?? line?.event_id ?? fund.event_id);
    const payee = await this.sides.payee(tx, actor, { input, bookId: of.bookId });
    const payout = await this.sides.payout(tx, actor, payee, input);
    const hash = contentHash({
      ...checked,
      ...value,
      receipts: input.receipts,
      fund: fund.id,
      line: line?.id ?? null,
      ...payee,
      eventId,
      payout: markOf(payout),
      ...(of.advance.due_on || of.advance.advance_id ? of.advance : {}),
    });
    const columns = {
      type: input.type ?? 'RECEIPT',
      ...payee,
      fund_id: fund.id,
      budget_line_id: line?.id ?? null,
      event_id: eventId,
      title: checked.title,
      category: checked.category,
      currency: value.currency,
      total: value.total.toString(),
      ...abroadColumns(value),
      ...of.advance,
      content_hash: hash,
      rulebook_id: rulebook!.id,
    };
    const id = input.id
      ? await this.again(tx, actor, { id: input.id, groupId: input.groupId }, columns)
      : await this.anew(tx, actor, { groupId: input.groupId, bookId: of.bookId, columns });
    await rows(tx, 'DELETE FROM expense_item WHERE expense_id = $1', [id]);
    for (const [at, item] of checked.items.entries())
      await rows(
        tx,
        'INSERT INTO expense_item (expense_id, n, what, spent_on, minor, category) VALUES ($1, $2, $3, $4, $5, $6)',
        [id, at + 1, item.what, item.spentOn, item.minor.toString(), item.category],
      );
    await this.sides.freezePayout(tx, id, payout);
    await this.sides.receipts(tx, actor, { files: input.receipts, expenseId: id, groupId: input.groupId });
    await this.sides.receiptsOnce(tx, id);
    const expense = await this.store.hold(tx, id);
    await this.bookings.told(tx, actor, expense, { type: 'expense.submitted', happening: 'ExpenseSubmitted' });
    await this.sides.repeats(tx, actor, id, input);
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

  private async again(
    tx: EntityManager,
    actor: Actor,
    { id, groupId }: { id: string; groupId: string },
    columns: Record<string, unknown>,
  ): Promise<string> {
    const held = isId(id) ? await this.store.find(tx, id) : null;
    if (!held || held.group_id !== groupId) throw new NotFound();
    await this.policy.require(tx, actor, 'expense.update', {
      groupId: held.group_id,
      own: held.author_id === actor.personId,
    });
    const names = Object.keys(columns);
    const changed = await rows(
      tx,
      `UPDATE expense SET ${names.map((name, at) => `${name} = $${at + 2}`).join(', ')}, state = 'SUBMITTED', reason = NULL, reason_by = NULL, draft = NULL, revision = revision + 1, version = version + 1,
         created_at = CASE WHEN state = 'DRAFT' THEN clock_now() ELSE created_at END, submitted_at = clock_now() WHERE id = $1 AND state IN ('DRAFT', 'RETURNED') RETURNING id`,
      [id, ...Object.values(columns)],
    );
    if (changed.length === 0) throw new Conflict('This expense can not be changed now. Take it back first.');
    return id;
  }
}

/** What is booked on the fund, and where the items are in another currency, what is owed abroad. */
interface Booked {
  readonly currency: string;
  readonly total: bigint;
  readonly abroad: { readonly currency: string; readonly total: bigint } | null;
}

const abroadColumns = ({ abroad }: Booked): Record<string, unknown> => ({
  foreign_currency: abroad?.currency ?? null,
  foreign_total: abroad?.total.toString() ?? null,
});

function booked({ worth }: SubmitExpenseInput, { currency, total }: CheckedExpense, ofFund: string): Booked {
  if (currency === ofFund) return { currency, total, abroad: null };
  if (!worth) throw new BadInput('worth', say`The fund is kept in ${ofFund}. Say also what it is in ${ofFund}.`);
  if (worth.currency !== ofFund) throw new BadInput('worth', say`The fund is kept in ${ofFund}.`);
  if (worth.minor <= 0n) throw new BadInput('worth', 'Type the amount on the receipt; it is more than nothing.');
  return { currency: ofFund, total: worth.minor, abroad: { currency, total } };
}

/** What an expense can still use of its line; of one whose decision was taken back only what its advance holds. */
function leftOf(line: Line, held: bigint): bigint {
  if (line.closed_at) return 0n;
  return line.taken_back ? held : BigInt(line.planned) - BigInt(line.spent) - BigInt(line.advanced) + held;
}
