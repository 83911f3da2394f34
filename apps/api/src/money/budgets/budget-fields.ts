import { createHash } from 'node:crypto';
import { type BudgetFaultCode, budgetCanonical, budgetFault, type BudgetItem, type BudgetPlan } from '#libs/money';
import { isDay } from '../../platform/days.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import { requiredName } from '../../platform/names.ts';
import { say, type Words } from '../../platform/words/words.ts';
import { readAmount } from '../contributions/gift-fields.ts';
import type { Fund } from '../ledger/books.store.ts';
import type { BudgetFieldsInput, BudgetRowInput } from './budgets.graphql.ts';

const faults: Readonly<Record<BudgetFaultCode, { readonly field: string; readonly words: Words }>> = {
  days: { field: 'until', words: say`The last day is before the first. Choose a later one.` },
  'too-long': { field: 'until', words: say`A budget is for three years at most. Choose an earlier last day.` },
  'no-lines': { field: 'rows', words: say`A budget needs something to be spent on. Add a line.` },
  'too-many': { field: 'rows', words: say`A budget has 60 lines at most. Put some of them together.` },
  'heads-missing': { field: 'heads', words: say`Say how many people you expect: a line is counted by the head.` },
  'heads-range': { field: 'heads', words: say`Say for how many people, from 1 to 100,000.` },
  'too-much': { field: 'rows', words: say`That is more than a book can hold. Type smaller amounts.` },
  amount: { field: 'amount', words: say`The amount must be more than nothing.` },
  'income-category': { field: 'category', words: say`Say what kind of income it is: what comes in is known by it.` },
  'category-kind': { field: 'category', words: say`Choose what it is for.` },
  'income-twice': {
    field: 'category',
    words: say`Income of this kind stands in another line already. Put the two together.`,
  },
  'income-waits': { field: 'fromStart', words: say`Only what is to be spent can be needed from the start.` },
};

/** Checks a draft as it was typed; the fund and the events are those of the group. Throws BAD_USER_INPUT naming the field, `rows.2.amount` for the third row. */
export function checkedBudget(input: BudgetFieldsInput, fund: Pick<Fund, 'id' | 'currency'>): BudgetPlan {
  for (const field of ['from', 'until'] as const)
    if (!isDay(input[field])) throw new BadInput(field, 'Write the day as 2026-03-31.');
  const plan: BudgetPlan = {
    name: requiredName('name', input.name, { what: 'The name of the budget', max: 80 }),
    fundId: fund.id,
    currency: fund.currency,
    from: input.from,
    until: input.until,
    eventId: input.eventId || null,
    heads: input.heads ?? null,
    items: input.rows.map((row, at) => rowOf(row, at, fund.currency)),
  };
  checkBudget(plan, { isDraft: true });
  return plan;
}

/** Throws BAD_USER_INPUT naming the field where a budget cannot stand; as a draft, or as it is put to the group. */
export function checkBudget(plan: BudgetPlan, as: { isDraft: boolean }): void {
  const fault = budgetFault(plan, as);
  if (!fault) return;
  const { field, words } = faults[fault.code];
  throw new BadInput(fault.item === null || field === 'heads' ? field : `rows.${fault.item}.${field}`, words);
}

function rowOf(row: BudgetRowInput, at: number, currency: string): BudgetItem {
  const field = (name: string): string => `rows.${at}.${name}`;
  const slug = row.category?.trim() || null;
  if (slug !== null && !/^[a-z0-9][a-z0-9-]{0,40}$/.test(slug))
    throw new BadInput(field('category'), 'Choose what it is for.');
  return {
    kind: row.kind,
    label: requiredName(field('label'), row.label, { what: say`The name of the line`, max: 80 }),
    category: slug && `${row.kind === 'INCOME' ? 'income' : 'expense'}.${slug}`,
    minor: readAmount(row.amount, currency, field('amount')),
    per: row.perHead ? 'HEAD' : 'ONCE',
    eventId: row.eventId || null,
    fromStart: row.fromStart ?? false,
  };
}

/** The digest by which a decision names a budget. */
export function budgetHash(plan: BudgetPlan): string {
  return createHash('sha256').update(budgetCanonical(plan)).digest('hex');
}
