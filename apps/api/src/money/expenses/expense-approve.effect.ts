import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Money } from '#libs/money';
import {
  type EffectAsked,
  type EffectCall,
  type EffectExecutor,
  EffectRefused,
  type EffectSubject,
  type Payload,
} from '../../decisions/index.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import { BooksStore, type Line } from '../ledger/books.store.ts';
import { fundShort } from '../lines/budget-lines.service.ts';
import { ExpenseBookings } from './expense-bookings.service.ts';
import { type ExpenseRow, ExpensesStore } from './expenses.store.ts';
import { type LedgerRefusal, ledgerRefusalOf } from '../ledger/money-faults.ts';
import { say, type Words } from '../../platform/words/words.ts';

const words: Readonly<Record<LedgerRefusal, readonly [string, Words]>> = {
  'fund-short': ['FUND_SHORT', say`The fund has less available than this expense asks for.`],
  'line-spent': ['LINE_SPENT', say`The budget line has less left than this expense asks for.`],
  'line-closed': ['LINE_CLOSED', say`The budget line is closed.`],
  'line-taken-back': ['LINE_CLOSED', say`The budget line is closed.`],
  'account-closed': ['ACCOUNT_CLOSED', say`One of the accounts is closed.`],
  'period-closed': ['PERIOD_CLOSED', say`The book is closed for this date.`],
};

const stateWords: Readonly<Record<string, (number: number) => Words>> = {
  APPROVED: (number) => say`The expense X-${number} is approved already.`,
  PARTLY_PAID: (number) => say`The expense X-${number} is approved already.`,
  PAID: (number) => say`The expense X-${number} is paid already.`,
  REJECTED: (number) => say`The expense X-${number} is rejected already.`,
  WITHDRAWN: (number) => say`The expense X-${number} is withdrawn already.`,
};

const amountOf = (minor: unknown, currency: string): Money => ({ minor: BigInt(String(minor)), currency });

/** A passed proposal approves an expense up to an amount: the one way above what duty holders may spend. */
@Injectable()
export class ExpenseApproveEffect implements EffectExecutor {
  readonly locks = 'expense';

  constructor(
    private readonly books: BooksStore,
    private readonly expenses: ExpensesStore,
    private readonly bookings: ExpenseBookings,
  ) {}

  /** The number of the expense is its name: what it was for is told to members only. */
  async read(db: EntityManager, { groupId, input, field }: EffectAsked): Promise<Payload> {
    const expense = await this.expenses.find(db, input.expenseId ?? '');
    if (!expense || expense.group_id !== groupId)
      throw new BadInput(field('expenseId'), 'Choose an expense of this group.');
    if (expense.state !== 'SUBMITTED')
      throw new BadInput(field('expenseId'), 'Choose an expense that waits for approval.');
    const most = input.amount ? BigInt(String(input.amount.minor)) : BigInt(expense.total);
    if (input.amount && input.amount.currency !== expense.currency)
      throw new BadInput(field('amount'), say`The expense is in ${expense.currency}.`);
    if (most < BigInt(expense.total))
      throw new BadInput(
        field('amount'),
        say`The expense is ${amountOf(expense.total, expense.currency)}: more than this.`,
      );
    return {
      expenseId: expense.id,
      expenseNumber: expense.number,
      label: `X-${expense.number}`,
      minor: most.toString(),
      currency: expense.currency,
    };
  }

  async expects(db: EntityManager, { payload }: EffectSubject): Promise<Payload> {
    const expense = (await this.expenses.find(db, String(payload['expenseId'])))!;
    return { total: expense.total, content: expense.content_hash.toString('hex') };
  }

  async refusal(db: EntityManager, { payload, expects }: EffectSubject): Promise<EffectRefused | null> {
    const expense = (await this.expenses.find(db, String(payload['expenseId'])))!;
    return (
      stateRefusal(expense) ??
      limitRefusal(expense, payload) ??
      contentRefusal(expense, expects) ??
      (await this.moneyRefusal(db, expense))
    );
  }

  async lock(tx: EntityManager, { payload }: EffectCall): Promise<void> {
    const expense = (await this.expenses.find(tx, String(payload['expenseId'])))!;
    await this.books.lock(tx, expense.book_id);
    await this.expenses.hold(tx, expense.id);
  }

  async run(tx: EntityManager, call: EffectCall): Promise<string> {
    const expense = (await this.expenses.find(tx, String(call.payload['expenseId'])))!;
    try {
      await this.bookings.approved(tx, { decision: call.proposalId }, expense);
    } catch (error) {
      const refusal = ledgerRefusalOf(error);
      if (refusal) throw new EffectRefused(...words[refusal]);
      throw error;
    }
    return expense.id;
  }

  /** What others have spent in the meantime: from the line that the expense stands on, else from its fund. */
  private async moneyRefusal(db: EntityManager, expense: ExpenseRow): Promise<EffectRefused | null> {
    const total = BigInt(expense.total);
    const line = expense.budget_line_id ? await this.books.line(db, expense.budget_line_id) : null;
    if (line?.closed_at || (line?.taken_back && !expense.advance_id)) return new EffectRefused(...words['line-closed']);
    if (line) return lineRefusal(line, expense, BigInt(line.planned) - BigInt(line.spent));
    const fund = await this.books.findFund(db, expense.book_id, expense.fund_id);
    if (!fund) return new EffectRefused('FUND_CLOSED', 'The fund is closed.');
    const available = await this.books.available(db, fund.account_id);
    return available < total ? fundShort(fund, available) : null;
  }
}

function lineRefusal({ name }: Line, { total, currency }: ExpenseRow, left: bigint): EffectRefused | null {
  if (BigInt(total) <= left) return null;
  return new EffectRefused(
    'LINE_SPENT',
    say`The budget line ${name} has ${amountOf(left, currency)} left, which is less than this decision asks for.`,
  );
}

function stateRefusal({ state, number }: ExpenseRow): EffectRefused | null {
  if (state === 'SUBMITTED') return null;
  return state === 'RETURNED' || state === 'DRAFT'
    ? new EffectRefused('EXPENSE_CHANGED', say`The expense X-${number} is with its author again.`)
    : new EffectRefused(
        'ALREADY_DECIDED',
        stateWords[state]?.(number) ?? say`The expense X-${number} was decided already.`,
      );
}

/** What was sent in again as it was is the same again. */
function contentRefusal(expense: ExpenseRow, expects: Payload): EffectRefused | null {
  if (expects['content'] === undefined || expense.content_hash.toString('hex') === expects['content']) return null;
  const { number, currency, total } = expense;
  return new EffectRefused(
    'EXPENSE_CHANGED',
    say`The expense X-${number} was edited after the vote opened (${amountOf(expects['total'], currency)}, now ${amountOf(total, currency)}).`,
  );
}

function limitRefusal({ number, currency, total }: ExpenseRow, payload: Payload): EffectRefused | null {
  if (BigInt(total) <= BigInt(String(payload['minor']))) return null;
  return new EffectRefused(
    'OVER_LIMIT',
    say`The expense X-${number} is ${amountOf(total, currency)}; at most ${amountOf(payload['minor'], currency)} were decided.`,
  );
}
