import { digitsOf } from '#libs/money';
import { BadInput } from '../../platform/graphql/errors.ts';
import { requiredName } from '../../platform/names.ts';
import type { SubmitExpenseInput } from './expense-inputs.graphql.ts';
import { say } from '../../platform/words/words.ts';
import { hasCome, isDay } from '../../platform/days.ts';

/** What an author typed, checked and added up. */
export interface CheckedExpense {
  readonly title: string;
  readonly category: string;
  readonly items: readonly {
    readonly what: string;
    readonly spentOn: string;
    readonly minor: bigint;
    readonly category: string;
  }[];
  /** The sum of the items, in their currency. */
  readonly total: bigint;
  readonly currency: string;
}

/** Checks an expense as it is handed in, on a day of its group. Throws BAD_USER_INPUT naming the field. */
export function checkedExpense(input: SubmitExpenseInput, today: string): CheckedExpense {
  if (input.receipts.length === 0 && input.type !== 'ADVANCE')
    throw new BadInput('receipts', 'A photo or PDF of the receipt is missing.');
  if (input.receipts.length > 20) throw new BadInput('receipts', 'An expense takes 20 receipts at most.');
  if (input.items.length === 0 || input.items.length > 100)
    throw new BadInput('items', 'An expense has 1 to 100 items.');
  const category = categoryOf(input.category, 'category');
  const currency = input.items[0]!.amount.currency;
  knownCurrency(currency);
  const items = input.items.map((item, at) => {
    const field = (name: string): string => `items.${at}.${name}`;
    if (item.amount.currency !== currency)
      throw new BadInput(field('amount'), 'All items of an expense are in one currency.');
    if (item.amount.minor <= 0n)
      throw new BadInput(field('amount'), 'Type the amount on the receipt; it is more than nothing.');
    if (!isDay(item.spentOn)) throw new BadInput(field('spentOn'), 'The day is missing.');
    hasCome(field('spentOn'), item.spentOn, today);
    return {
      what: requiredName(field('what'), item.what, { what: 'What it was', max: 200 }),
      spentOn: item.spentOn,
      minor: item.amount.minor,
      category: item.category ? categoryOf(item.category, field('category')) : category,
    };
  });
  return {
    title: requiredName('title', input.title, { what: 'What it was', max: 200 }),
    category,
    items,
    total: items.reduce((sum, { minor }) => sum + minor, 0n),
    currency,
  };
}

function categoryOf(slug: string, field: string): string {
  if (!/^[a-z0-9][a-z0-9-]{0,40}$/.test(slug)) throw new BadInput(field, 'Choose what it was for.');
  return `expense.${slug}`;
}

function knownCurrency(code: string): void {
  try {
    digitsOf(code);
  } catch {
    throw new BadInput('items.0.amount', say`"${code.slice(0, 10)}" is no currency we know.`);
  }
}
