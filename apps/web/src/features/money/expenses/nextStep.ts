import { advanceNext } from '../advances/advanceWords.ts';
import type { ExpensePartsFragment } from '../../../gql/graphql.ts';
import { dayText } from '../../../platform/dates.ts';
import { amountText } from '../../../platform/money.ts';
import { formatLocale, say } from '../../../platform/words.ts';

const eitherOf = (names: readonly string[]): string =>
  new Intl.ListFormat(formatLocale.value, { type: 'disjunction' }).format(names);

/** Where an expense stands and what happens next, in one sentence. */
export function nextStep(expense: ExpensePartsFragment): string {
  const { state, nextBy } = expense;
  const held = advanceNext(expense);
  if (held && state !== 'PARTLY_PAID') return held;
  switch (state) {
    case 'SUBMITTED':
      return submitted(expense);
    case 'APPROVED':
    case 'PARTLY_PAID':
      return [owed(expense), held].filter(Boolean).join(' ');
    case 'PAID':
      return BigInt(expense.waived.minor) > 0n
        ? say('expenses.next.WAIVED', { paid: amountText(expense.paid), waived: amountText(expense.waived) })
        : say('expenses.next.PAID', { day: expense.paidAt ? dayText(expense.paidAt, expense.group.zone) : '' });
    case 'RETURNED':
      return expense.can.update
        ? say('expenses.next.MINE')
        : say('expenses.next.RETURNED', { name: expense.authorName ?? '' });
    case 'DRAFT':
    case 'REJECTED':
    case 'WITHDRAWN':
      return say(`expenses.next.${state}`, { names: eitherOf(nextBy) });
  }
}

function submitted({ unmet, nextBy }: ExpensePartsFragment): string {
  const [first] = unmet;
  if (!first) return say('expenses.next.WAITS');
  if (first.code !== 'needs-approvals') return first.text;
  const count = first.missing ?? 1;
  if (nextBy.length === 0) return say('expenses.next.NOBODY');
  // Over what somebody may approve alone: the server says so.
  const beyond = first.amount ? `${first.text} ` : '';
  return beyond + say('expenses.next.SUBMITTED', { count, names: eitherOf(nextBy) });
}

function owed({ onHold, holdReason, heldByDecision, unpaid, nextBy, ...expense }: ExpensePartsFragment): string {
  if (heldByDecision) return say('expenses.next.HELD_DECISION', { number: heldByDecision.number });
  if (onHold) return say('expenses.next.HELD', { name: expense.heldByName ?? '', reason: holdReason ?? '' });
  const [first] = unpaid;
  if (first) return first.until ? `${first.text} ${dayText(first.until, expense.group.zone)}` : first.text;
  const amount = amountText(expense.owed);
  const to = expense.payeeName ?? '';
  if (nextBy.length === 0) return say('expenses.next.NOPAYER', { amount, to });
  return say('expenses.next.OWED', { amount, to, names: eitherOf(nextBy) });
}
