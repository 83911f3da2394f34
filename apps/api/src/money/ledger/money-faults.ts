import type { ApprovalReason } from '#libs/money';
import { constraintOf } from '../../platform/database/database.ts';
import { moneyValue } from '../../platform/graphql/money.type.ts';
import { ExpenseRefused, type ExpenseReason } from '../expenses/expenses.graphql.ts';
import { say, type Words } from '../../platform/words/words.ts';

/** What the database refuses, by the name of the constraint. */
export type LedgerRefusal = 'fund-short' | 'line-spent' | 'line-closed' | 'period-closed';

const byConstraint: Readonly<Record<string, LedgerRefusal>> = {
  fund_not_overdrawn: 'fund-short',
  line_not_overspent: 'line-spent',
  line_open: 'line-closed',
  period_open: 'period-closed',
};

/** Why the ledger refused, or null for any other error. */
export function ledgerRefusalOf(error: unknown): LedgerRefusal | null {
  return byConstraint[constraintOf(error) ?? ''] ?? null;
}

const words: Readonly<Record<ApprovalReason['code'], Words>> = {
  'own-expense': say`Someone else has to do this: nobody approves or pays their own expense.`,
  'no-duty': say`Only a treasurer or a steward can do this.`,
  'approved-already': say`You have approved this already. Somebody else is needed now.`,
  'needs-approvals': say`It still needs the approval of somebody else.`,
  'needs-decision': say`This is more than may be spent without a decision of the group. Put a proposal that opens a budget line.`,
  'over-line': say`This is more than is left on the budget line.`,
  'only-approver': say`You were the only one to approve it, so somebody else has to pay it.`,
};

/** A reason of the rules as the API shows it. */
export function reasonOf(reason: ApprovalReason, currency: string): ExpenseReason {
  const amount = reason.code === 'needs-decision' ? reason.above : reason.code === 'over-line' ? reason.left : null;
  return {
    code: reason.code,
    missing: reason.code === 'needs-approvals' ? reason.missing : null,
    amount: amount === null ? null : moneyValue(amount, currency),
  };
}

/** The refusal of a step for a reason of the rules. */
export function refusedFor(reason: ApprovalReason, currency: string): ExpenseRefused {
  return new ExpenseRefused(words[reason.code], reasonOf(reason, currency));
}

/** The refusal of a step that the expense's state does not allow. */
export function refusedState(state: string): ExpenseRefused {
  return new ExpenseRefused(say`The expense has moved on in the meantime. Look at it again.`, {
    code: `state-${state.toLowerCase()}`,
    missing: null,
    amount: null,
  });
}
