import type { ExpenseReason as Reason, ExpenseWarning, Money } from '#libs/money';
import { constraintOf } from '../../platform/database/database.ts';
import { BadInput, Conflict } from '../../platform/graphql/errors.ts';
import { moneyValue } from '../../platform/graphql/money.type.ts';
import { missingWords, overWords } from './authority-words.ts';
import { ExpenseRefused, type ExpenseReason } from '../expenses/expenses.graphql.ts';
import { say, type Words } from '../../platform/words/words.ts';

/** What the database refuses, by the name of the constraint. */
export type LedgerRefusal =
  | 'fund-short'
  | 'line-spent'
  | 'line-closed'
  | 'line-taken-back'
  | 'period-closed'
  | 'account-closed';

const byConstraint: Readonly<Record<string, LedgerRefusal>> = {
  fund_not_overdrawn: 'fund-short',
  line_not_overspent: 'line-spent',
  line_room_for_advances: 'line-spent',
  line_open: 'line-closed',
  line_stands: 'line-taken-back',
  period_open: 'period-closed',
  account_open: 'account-closed',
};

/** Why the ledger refused, or null for any other error. */
export function ledgerRefusalOf(error: unknown): LedgerRefusal | null {
  return byConstraint[constraintOf(error) ?? ''] ?? null;
}

/** The refusal of an entry on a day that the book is closed for: the database says until when. */
export function closedWords(error: unknown): Words {
  const until = /closed until (\d{4}-\d\d-\d\d)/.exec(error instanceof Error ? error.message : '')?.[1] ?? '';
  return say`The book is closed until ${until}. Choose a later day.`;
}

/** Runs a booking by hand; what the ledger refuses is said in words. */
export async function refusedByLedger<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const refusal = ledgerRefusalOf(error);
    if (refusal === 'period-closed') throw new BadInput('on', closedWords(error));
    if (refusal) throw new Conflict(refusedWords[refusal]);
    if (constraintOf(error) === 'fund_restricted')
      throw new Conflict('This money was given for a purpose: only budget lines of its own fund spend it.');
    if (constraintOf(error) === 'category_open')
      throw new Conflict('This category is not used any more. Choose another.');
    if (constraintOf(error) === 'refund_within_received')
      throw new Conflict('A part of it went back already, or is asked back. That comes first.');
    throw error;
  }
}

const refusedWords: Readonly<Record<Exclude<LedgerRefusal, 'period-closed'>, Words>> = {
  'fund-short': say`The money has been spent or is held already, so the fund would be short.`,
  'line-spent': say`The budget line has less left than this.`,
  'line-closed': say`The budget line is closed.`,
  'line-taken-back': say`The budget line is closed.`,
  'account-closed': say`One of the accounts is closed.`,
};

/** Each reason in words, with its figures. Screens, refusals and mails all say it with these. */
function wordsOf(reason: Reason, currency: string): Words {
  const amount = (minor: bigint): Money => ({ minor, currency });
  switch (reason.code) {
    case 'own-expense':
      return say`Someone else has to do this: nobody approves or pays their own expense.`;
    case 'no-duty':
      return reason.by.length === 1
        ? say`Only the treasurer can do this.`
        : say`Only a treasurer or a steward can do this.`;
    case 'approved-already':
      return say`You have approved this already. Somebody else is needed now.`;
    case 'over-authority':
      return overWords(reason.authority, currency);
    case 'needs-approvals':
      return missingWords(reason, currency);
    case 'needs-decision':
      return reason.above === 0n
        ? say`Money in this currency is spent by a decision of the group only. Put a proposal that opens a budget line.`
        : say`More than ${amount(reason.above)} is not spent without a decision of the group. Put a proposal that opens a budget line.`;
    case 'over-line':
      return say`This is more than is left on the budget line: ${amount(reason.left)}.`;
    case 'line-closed':
      return say`The budget line is closed, so nothing more can be spent on it.`;
    case 'over-cap':
      return say`Without a decision of the group, ${amount(reason.left)} more can go to the same person within ${reason.days} days.`;
    case 'on-hold':
      return say`It is on hold. It can be paid once it is released.`;
    case 'cooling':
      return say`It was approved just now. It can be paid once others have had their time to look at it.`;
    case 'only-approver':
      return say`You were the only one to approve it, so somebody else has to pay it.`;
  }
}

/** A reason as it is told to whoever reads no names. */
export function withoutWho(reason: Reason): Reason {
  return reason.code === 'needs-approvals' ? { ...reason, beyond: undefined } : reason;
}

function amountOf(reason: Reason): bigint | null {
  if (reason.code === 'needs-decision') return reason.above;
  const authority =
    reason.code === 'over-authority' ? reason.authority : reason.code === 'needs-approvals' ? reason.beyond : null;
  if (authority) return authority.each < authority.left ? authority.each : authority.left;
  return reason.code === 'over-line' || reason.code === 'over-cap' ? reason.left : null;
}

/** A reason of the rules as the API shows it. */
export function reasonOf(reason: Reason, currency: string): ExpenseReason {
  const amount = amountOf(reason);
  return {
    code: reason.code,
    text: wordsOf(reason, currency),
    missing: reason.code === 'needs-approvals' ? reason.missing : null,
    amount: amount === null ? null : moneyValue(amount, currency),
    until: reason.code === 'cooling' ? new Date(reason.until) : null,
  };
}

/** A warning in words. */
export function warningWords(warning: ExpenseWarning, currency: string): Words {
  switch (warning.code) {
    case 'same-receipt':
      return say`The same receipt stands in the expense X-${warning.number}.`;
    case 'first-payment':
      return say`This would be the first payment to them.`;
    case 'unusual-amount':
      return say`Far more than usual: half of the expenses are up to ${{ minor: warning.usual, currency }}.`;
    case 'advance-overdue':
      return say`The advance X-${warning.number} is overdue: ${{ minor: warning.out, currency }} of it has neither been shown by receipts nor given back.`;
    case 'shared-account':
      return say`The account to pay to is also that of ${warning.names.join(', ')}.`;
  }
}

/** The refusal of a step for a reason of the rules. */
export function refusedFor(reason: Reason, currency: string): ExpenseRefused {
  return new ExpenseRefused(wordsOf(reason, currency), reasonOf(reason, currency));
}

/** The refusal of a step that the expense's state does not allow. */
export function refusedState(state: string): ExpenseRefused {
  const text = say`The expense has moved on in the meantime. Look at it again.`;
  return new ExpenseRefused(text, {
    code: `state-${state.toLowerCase()}`,
    text,
    missing: null,
    amount: null,
    until: null,
  });
}

/** The refusal of a step on a day that the book is closed for. */
export function refusedPeriod(error: unknown): ExpenseRefused {
  const text = closedWords(error);
  return new ExpenseRefused(text, { code: 'period-closed', text, missing: null, amount: null, until: null });
}
