/** A row of a budget: money to be spent, or income that is expected. `minor`: minor units of the budget's currency, more than 0. */
export interface BudgetItem {
  readonly kind: 'SPENDING' | 'INCOME';
  readonly label: string;
  /** `expense.<slug>` or `income.<slug>`; income has always one, as what has come in is known by it. */
  readonly category: string | null;
  readonly minor: bigint;
  /** For each head, the amount is multiplied by the attendance that the budget expects. */
  readonly per: 'ONCE' | 'HEAD';
  readonly eventId: string | null;
  /** A spending line without which the budget does not begin; the others wait until the fund can hold them. */
  readonly fromStart: boolean;
}

/** A budget as it is put to a group. Days are `YYYY-MM-DD`, the first and the last one of its period. */
export interface BudgetPlan {
  readonly name: string;
  readonly fundId: string;
  readonly currency: string;
  readonly from: string;
  readonly until: string;
  readonly eventId: string | null;
  /** The expected attendance; null where nothing is counted by the head. */
  readonly heads: number | null;
  readonly items: readonly BudgetItem[];
}

/** What a budget comes to, in minor units. */
export interface BudgetSums {
  readonly spending: bigint;
  readonly income: bigint;
  /** Income less spending: below 0 it lives on what is in the fund. */
  readonly balance: bigint;
}

export const MOST_ITEMS = 60;
export const MOST_HEADS = 100_000;
/** In minor units: what all lines of a budget together may come to. */
export const LARGEST_BUDGET = 10n ** 15n;
const LONGEST_DAYS = 1100;

/** The amount of a row at an attendance, in minor units. Throws where it is counted by the head and no attendance is given. */
export function itemTotal({ minor, per }: Pick<BudgetItem, 'minor' | 'per'>, heads: number | null): bigint {
  if (per === 'ONCE') return minor;
  if (heads === null) throw new Error('no attendance is given');
  return minor * BigInt(heads);
}

/** What rows come to at an attendance: spending, expected income, and income less spending. */
export function budgetSums(
  items: readonly Pick<BudgetItem, 'kind' | 'minor' | 'per'>[],
  heads: number | null,
): BudgetSums {
  const sum = (kind: BudgetItem['kind']): bigint =>
    items.filter((item) => item.kind === kind).reduce((total, item) => total + itemTotal(item, heads), 0n);
  const [spending, income] = [sum('SPENDING'), sum('INCOME')];
  return { spending, income, balance: income - spending };
}

export type BudgetFaultCode =
  | 'days'
  | 'too-long'
  | 'no-lines'
  | 'too-many'
  | 'heads-missing'
  | 'heads-range'
  | 'too-much'
  | 'amount'
  | 'income-category'
  | 'category-kind'
  | 'income-twice'
  | 'income-waits';

/** What keeps a budget from standing; `item`: the place of the row that it is about, from 0. */
export interface BudgetFault {
  readonly code: BudgetFaultCode;
  readonly item: number | null;
}

/** The first thing for which a budget cannot be kept, or null. A draft may be without lines, what is put to the group may not. */
export function budgetFault(plan: BudgetPlan, { isDraft }: { isDraft: boolean }): BudgetFault | null {
  const whole = wholeFault(plan);
  if (whole) return { code: whole, item: null };
  const seen = new Set<string>();
  for (const [at, item] of plan.items.entries()) {
    const code = itemFault(item, plan.heads, seen);
    if (code) return { code, item: at };
  }
  if (budgetSums(plan.items, plan.heads).spending > LARGEST_BUDGET) return { code: 'too-much', item: null };
  const isEmpty = !plan.items.some(({ kind }) => kind === 'SPENDING');
  return isEmpty && !isDraft ? { code: 'no-lines', item: null } : null;
}

function wholeFault({ from, until, items, heads }: BudgetPlan): BudgetFaultCode | null {
  if (until < from) return 'days';
  if (Date.parse(until) - Date.parse(from) > LONGEST_DAYS * 86_400_000) return 'too-long';
  if (items.length > MOST_ITEMS) return 'too-many';
  return heads !== null && (!Number.isInteger(heads) || heads < 1 || heads > MOST_HEADS) ? 'heads-range' : null;
}

function itemFault(item: BudgetItem, heads: number | null, seen: Set<string>): BudgetFaultCode | null {
  if (item.minor <= 0n || item.minor > LARGEST_BUDGET) return 'amount';
  if (item.per === 'HEAD' && heads === null) return 'heads-missing';
  if (item.kind === 'SPENDING') return item.category && !item.category.startsWith('expense.') ? 'category-kind' : null;
  return incomeFault(item, seen);
}

/** What has come in is known by category and event, so that one of each kind stands in one row. */
function incomeFault({ category, eventId, fromStart }: BudgetItem, seen: Set<string>): BudgetFaultCode | null {
  if (category === null) return 'income-category';
  if (!category.startsWith('income.')) return 'category-kind';
  if (fromStart) return 'income-waits';
  const key = `${category} ${eventId ?? ''}`;
  if (seen.has(key)) return 'income-twice';
  seen.add(key);
  return null;
}

/** The text of a budget whose digest a decision names: fields in one fixed order, amounts as text. Two budgets have the same text only if they are the same. */
export function budgetCanonical(plan: BudgetPlan): string {
  const { name, fundId, currency, from, until, eventId, heads, items } = plan;
  const row = (item: BudgetItem): readonly unknown[] => [
    item.kind,
    item.label,
    item.category,
    item.minor.toString(),
    item.per,
    item.eventId,
    item.fromStart,
  ];
  return JSON.stringify(['budget/1', name, fundId, currency, from, until, eventId, heads, items.map(row)]);
}
