import { type BreakEven, atHeads, type AtHeads, breakEven } from '#libs/money';
import type { EventBudgetPartsFragment, EventPlanRowPartsFragment } from '../../../gql/graphql.ts';
import { fieldText, readAmount } from '../../../platform/money.ts';

/** A row of a plan as it is typed. */
export interface RowTyped {
  kind: 'SPENDING' | 'INCOME';
  label: string;
  amount: string;
  per: 'ONCE' | 'HEAD';
  /** Of income only; empty for spending. */
  category: string;
}

export interface PlanTyped extends Record<string, unknown> {
  heads: string;
  rows: RowTyped[];
}

export function typedRow(row: EventPlanRowPartsFragment): RowTyped {
  const { kind, label, per, category, amount } = row;
  return { kind, label, per, category: category ?? '', amount: fieldText(BigInt(amount.minor), amount.currency) };
}

export const typedPlan = (budget: EventBudgetPartsFragment): PlanTyped => ({
  heads: budget.heads == null ? '' : String(budget.heads),
  rows: budget.rows.map(typedRow),
});

/** The first kind of income that no row has yet: each is planned once. */
export function freeIncome(
  rows: readonly RowTyped[],
  incomes: readonly { readonly category: string }[],
): string | null {
  return incomes.find((one) => !rows.some(({ category }) => category === one.category))?.category ?? null;
}

/** How many are expected, null where it is no number of people. */
export function typedHeads(typed: string): number | null {
  const text = typed.trim();
  return /^\d{1,6}$/.test(text) && Number(text) > 0 ? Number(text) : null;
}

/** What is typed comes to, as far as it can be read: for one attendance, and from how many on it covers itself. */
export function sumsOf(plan: PlanTyped, currency: string): { at: AtHeads | null; even: BreakEven } | null {
  const rows = plan.rows.flatMap(({ kind, per, amount }) => {
    const read = readAmount(amount, currency);
    return read.ok && read.minor > 0n ? [{ kind, per, minor: read.minor }] : [];
  });
  if (rows.length === 0) return null;
  const heads = typedHeads(plan.heads);
  const needsHeads = rows.some(({ per }) => per === 'HEAD');
  return { at: heads === null && needsHeads ? null : atHeads(rows, heads ?? 0), even: breakEven(rows) };
}
