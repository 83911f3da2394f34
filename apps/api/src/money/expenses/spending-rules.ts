import type { Rulebook, SpendingRules } from '#libs/governance';
import {
  type ApprovalRules,
  type BookedExpense,
  expenseWarnings,
  type ExpenseFacts,
  type ExpenseWarning,
} from '#libs/money';
import type { ExpensePage, ExpenseRow } from './expenses.store.ts';

/** The spending rules of a rulebook in the form of the money core, for a fund in one currency. */
export function approvalRules(
  rules: Readonly<Record<string, unknown>>,
  of: { currency: string; groupCurrency: string },
): ApprovalRules {
  const { spending } = rules as unknown as { spending: SpendingRules };
  const isOwn = of.currency === of.groupCurrency;
  const bands = isOwn ? spending.bands : (spending.currencies?.[of.currency] ?? []);
  return {
    bands: bands.map((band) => ({ ...band, upTo: BigInt(band.upTo) })),
    caps: isOwn ? (spending.caps ?? []).map(({ days, max }) => ({ days, max: BigInt(max) })) : [],
    coolingHours: spending.coolingHours ?? 0,
    onDecidedLine: spending.onDecidedLine,
    by: (rules as unknown as Rulebook)['expense.approve.steward']
      ? spending.by
      : spending.by.filter((duty) => duty !== 'steward'),
    selfApproval: spending.selfApproval,
    payerMayBeOnlyApprover: spending.payerMayBeOnlyApprover,
  };
}

/** The rules in force at submission, which are frozen to the revision. */
export function rulesOf(page: ExpensePage): ApprovalRules {
  return approvalRules(page.rules, { currency: page.currency, groupCurrency: page.group.currency });
}

/** An expense as the rule sees it. What it has itself taken from its line, or its advance holds of it, still counts as left for it. */
export function approvalFacts(page: ExpensePage): ExpenseFacts {
  const { line } = page;
  return {
    state: page.state,
    onHold: page.on_hold,
    authorId: page.author_id,
    payeeId: page.payee_id,
    total: BigInt(page.total),
    line: line && {
      left: BigInt(line.left) + BigInt(line.own),
      isDecided: line.authority_kind === 'DECISION',
      isOpen: line.open,
    },
    booked: page.booked.map(BigInt),
    approvals: page.approvals.map(({ personId, duties }) => ({ personId, duties })),
    authorities: page.authorities.map((one) => ({
      id: one.id,
      who: one.holders.map(({ name }) => name).join(', '),
      personIds: one.holders.map(({ id }) => id),
      what: one.what,
      decision: one.decision,
      ceiling: BigInt(one.ceiling),
      each: BigInt(one.each),
      left: BigInt(one.left),
    })),
    approvedAt: page.approved_at,
    now: page.now,
  };
}

/** Everybody who might take the next step: who has a duty, and who holds an authority that reaches it. */
export function mayBeNext({ holders, authorities }: ExpensePage): ExpensePage['holders'] {
  const others = new Map(authorities.flatMap((one) => one.holders).map(({ id, name }) => [id, name]));
  for (const { personId } of holders) others.delete(personId);
  return [...holders, ...[...others].map(([personId, name]) => ({ personId, name, duties: [] }))];
}

/** What one should look at twice before approving or paying. */
export function warningsOf(page: ExpensePage): ExpenseWarning[] {
  return expenseWarnings({
    total: BigInt(page.total),
    twins: page.twins,
    paidBefore: page.paid_before,
    others: page.others.n,
    median: page.others.median === null ? null : BigInt(page.others.median),
    sharedWith: page.shared_account,
    late: page.late && { ...page.late, out: BigInt(page.late.out) },
  });
}

/** An expense as its entries see it: booked by category, in the shares of its items. */
export function bookedOf(
  expense: Pick<ExpenseRow, 'currency' | 'total' | 'foreign_currency' | 'foreign_total'>,
  items: readonly { readonly category: string; readonly minor: string }[],
): BookedExpense {
  const byCategory = new Map<string, bigint>();
  for (const { category, minor } of items) byCategory.set(category, (byCategory.get(category) ?? 0n) + BigInt(minor));
  return {
    currency: expense.currency,
    total: BigInt(expense.total),
    parts: [...byCategory].map(([category, minor]) => ({ category, minor })),
    foreign: expense.foreign_currency
      ? { currency: expense.foreign_currency, total: BigInt(expense.foreign_total!) }
      : null,
  };
}
