import { expect, test } from 'vitest';
import type { ExpensePartsFragment } from '../../../gql/graphql.ts';
import { expenseInput, formOfExpense, newExpense } from './expenseForm.ts';

const euros = (minor: string) => ({ minor, currency: 'EUR' });
const item = (what: string, category: string) => ({
  what,
  spentOn: '2026-01-02',
  category: `expense.${category}`,
  amount: euros('100'),
});
/** What came back, with what its form reads of it. */
const cameBack = (items: readonly ReturnType<typeof item>[]) =>
  ({
    title: items[0]!.what,
    category: items[0]!.category,
    items,
    total: euros('300'),
    abroad: null,
    fundId: 'f',
    budgetLineId: null,
    eventId: null,
    authorId: 'a',
    payeeId: 'a',
    payeeName: 'Ana',
    vendorId: null,
    draft: null,
  }) as unknown as ExpensePartsFragment;
const sends = (form: ReturnType<typeof newExpense>) =>
  expenseInput(form, { groupId: 'g', ofFund: 'EUR', id: 'x', receipts: [], payout: null, idempotencyKey: 'k' });

test('what was sent back keeps the category of each of its items when it is handed in again', () => {
  const of = cameBack([item('Pots', 'food'), item('Train', 'travel'), item('Bread', 'food')]);
  const form = formOfExpense(of, newExpense({ today: '2026-02-01', currency: 'EUR' }), 'f');
  expect(form.more.map(({ category }) => category)).toEqual(['travel', '']);
  const { category, items } = sends(form);
  expect(category).toBe('food');
  expect(items.map((one) => one.category ?? category)).toEqual(['food', 'travel', 'food']);
});

test('another category for the whole takes along what stood under it, and leaves what had its own', () => {
  const of = cameBack([item('Pots', 'food'), item('Train', 'travel'), item('Bread', 'food')]);
  const form = formOfExpense(of, newExpense({ today: '2026-02-01', currency: 'EUR' }), 'f');
  const { category, items } = sends({ ...form, category: 'room' });
  expect(items.map((one) => one.category ?? category)).toEqual(['room', 'travel', 'room']);
});
