import { decimalText } from '#libs/money';
import type { ExpensePage } from './expenses.store.ts';

/** An expense as its form has it, without its receipts. */
export function draftFields(page: ExpensePage): Record<string, unknown> {
  const currency = page.foreign_currency ?? page.currency;
  const amount = (minor: string): string => decimalText({ minor: BigInt(minor), currency });
  const slug = (category: string): string => category.replace('expense.', '');
  const [first, ...more] = page.items;
  return {
    title: page.title,
    category: slug(page.category),
    amount: first ? amount(first.minor) : '',
    spentOn: first?.spentOn ?? '',
    more: more.map((item) => ({
      what: item.what,
      amount: amount(item.minor),
      spentOn: item.spentOn,
      category: item.category === page.category ? '' : slug(item.category),
    })),
    line: page.budget_line_id ?? '',
    fund: page.fund_id,
    event: page.event_id ?? '',
    advance: page.advance_id ?? '',
    ...payeeFields(page),
    currency,
    worth: page.foreign_currency ? decimalText({ minor: BigInt(page.total), currency: page.currency }) : '',
  };
}

function payeeFields(page: ExpensePage): Record<string, unknown> {
  if (page.vendor_id) return { to: 'vendor', payee: '', vendor: page.payee_name };
  const isOwn = page.payee_id === page.author_id;
  return { to: isOwn ? 'me' : 'member', payee: isOwn ? '' : page.payee_id, vendor: '' };
}
