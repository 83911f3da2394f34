import * as v from 'valibot';
import { isCurrency } from '#libs/money';
import type { ExpensePartsFragment, PayoutInput, SubmitExpenseInput } from '../../../gql/graphql.ts';
import { fieldText, readAmount } from '../../../platform/money.ts';
import { dayField } from '../amountField.ts';
import { say } from '../../../platform/words.ts';
import { nextField, repeatInput } from '../recurring/repeat.ts';

/** One line more than the first: another receipt, another thing. */
export interface ItemTyped {
  what: string;
  amount: string;
  spentOn: string;
  /** Empty: as the whole. */
  category: string;
}

/** What somebody types who asks for money back; amounts as text, empty where it does not apply. */
export interface ExpenseTyped extends Record<string, unknown> {
  title: string;
  amount: string;
  category: string | null;
  spentOn: string;
  more: ItemTyped[];
  line: string;
  fund: string;
  event: string;
  /** What the person holds already, that this is set against. */
  advance: string;
  /** Who is paid: `me`, `member`, `vendor`. */
  to: string;
  payee: string;
  vendor: string;
  currency: string;
  worth: string;
  /** When it comes back: no `every` where it does not. */
  every: string;
  nextOn: string;
  until: string;
}

/** An empty form. */
export function newExpense(of: { today: string; currency: string }): ExpenseTyped {
  return {
    title: '',
    amount: '',
    category: null,
    spentOn: of.today,
    more: [],
    line: '',
    fund: '',
    event: '',
    advance: '',
    to: 'me',
    payee: '',
    vendor: '',
    currency: of.currency,
    worth: '',
    every: '',
    nextOn: '',
    until: '',
  };
}

/** The form of a draft as it was kept, or of an expense that came back. */
export function formOfExpense(expense: ExpensePartsFragment, empty: ExpenseTyped, mainFund: string): ExpenseTyped {
  if (expense.draft) return withKept(empty, JSON.parse(expense.draft) as Record<string, unknown>, mainFund);
  const [first, ...more] = expense.items;
  const category = (first?.category ?? expense.category).replace('expense.', '');
  const amount = (money: { minor: string; currency: string }): string => fieldText(BigInt(money.minor), money.currency);
  return {
    ...empty,
    title: expense.title,
    amount: first ? amount(first.amount) : '',
    category,
    spentOn: first?.spentOn ?? empty.spentOn,
    more: more.map((item) => ({
      what: item.what,
      amount: amount(item.amount),
      spentOn: item.spentOn,
      category: sameOrOwn(item.category.replace('expense.', ''), category),
    })),
    line: expense.budgetLineId ?? '',
    fund: expense.fundId === mainFund ? '' : expense.fundId,
    event: expense.eventId ?? '',
    advance: expense.against?.id ?? '',
    ...payeeOf(expense),
    currency: expense.abroad?.currency ?? expense.total.currency,
    worth: expense.abroad ? amount(expense.total) : '',
  };
}

function payeeOf({ vendorId, payeeId, payeeName, authorId }: ExpensePartsFragment) {
  return {
    to: vendorId ? 'vendor' : payeeId === authorId ? 'me' : 'member',
    payee: payeeId ?? '',
    vendor: vendorId ? (payeeName ?? '') : '',
  };
}

/** The category of an item where it is another than that of the whole. */
const sameOrOwn = (own: string, whole: string): string => (own === whole ? '' : own);

/** What was kept, as far as it fits: a draft of an older form loses nothing but what is not asked any more. */
function withKept(empty: ExpenseTyped, kept: Record<string, unknown>, mainFund: string): ExpenseTyped {
  const fits = Object.entries(kept).filter(([name, value]) => {
    const held = empty[name];
    return name === 'category' ? value === null || typeof value === 'string' : typeof value === typeof held;
  });
  const read = { ...empty, ...Object.fromEntries(fits) };
  return { ...read, fund: read.fund === mainFund ? '' : read.fund };
}

/** What must hold before the server is asked. */
export function expenseSchema(form: ExpenseTyped, ofFund: string) {
  const amount = (currency: string) =>
    v.pipe(
      v.string(),
      v.check(
        (text) => readAmount(text, currency).ok,
        ({ input }) => faultOf(input, currency),
      ),
    );
  const needed = (isNeeded: boolean, message: string) =>
    v.pipe(
      v.string(),
      v.trim(),
      v.check((text) => !isNeeded || text !== '', message),
    );
  return v.looseObject({
    amount: amount(form.currency),
    title: v.pipe(v.string(), v.trim(), v.nonEmpty('money.fault.title'), v.maxLength(200, 'money.fault.titleLong')),
    spentOn: dayField,
    category: v.pipe(v.nullable(v.string(), ''), v.nonEmpty('money.fault.category')),
    more: v.pipe(
      v.array(v.any()),
      v.check(
        (items) => itemFault(items as ItemTyped[], form.currency) === null,
        ({ input }) => itemFault(input as ItemTyped[], form.currency) ?? '',
      ),
    ),
    payee: needed(form.to === 'member', 'expenses.fault.payee'),
    vendor: needed(form.to === 'vendor', 'expenses.fault.vendor'),
    worth: form.currency === ofFund ? v.string() : amount(ofFund),
    nextOn: form.every === '' ? v.string() : nextField,
  });
}

/** What is wrong with the first of the further items that is not whole, by its number. */
function itemFault(items: readonly ItemTyped[], currency: string): string | null {
  for (const [at, { what, amount, spentOn }] of items.entries()) {
    const no = say('expenses.item', { n: at + 2 });
    if (what.trim() === '' || spentOn === '') return `${no}: ${say('expenses.fault.items')}`;
    const fault = faultOf(amount, currency);
    if (fault) return `${no}: ${fault}`;
  }
  return null;
}

function faultOf(text: string, currency: string): string {
  const read = readAmount(text, currency);
  return read.ok ? '' : read.message;
}

/** What is sent. Only for a form that its schema has passed. */
export function expenseInput(
  form: ExpenseTyped,
  of: {
    groupId: string;
    ofFund: string;
    id: string | null;
    receipts: string[];
    payout: PayoutInput | null;
    idempotencyKey: string;
  },
): SubmitExpenseInput {
  const money = (text: string, currency: string) => ({ minor: minorText(text, currency), currency });
  const item = (what: string, amount: string, spentOn: string, category = '') => ({
    what: what.trim(),
    spentOn,
    amount: money(amount, form.currency),
    category: category || null,
  });
  return {
    id: of.id,
    groupId: of.groupId,
    type: form.to === 'vendor' ? 'INVOICE' : 'RECEIPT',
    title: form.title.trim(),
    category: form.category ?? '',
    items: [
      item(form.title, form.amount, form.spentOn),
      ...form.more.map((one) => item(one.what, one.amount, one.spentOn, one.category)),
    ],
    receipts: of.receipts,
    worth: form.currency === of.ofFund ? null : money(form.worth, of.ofFund),
    payeeId: form.to === 'member' ? form.payee : null,
    vendor: form.to === 'vendor' ? form.vendor.trim() : null,
    payout: form.to === 'member' ? null : of.payout,
    budgetLineId: form.line || null,
    fundId: form.line ? null : form.fund || null,
    eventId: form.event || null,
    advanceId: form.to === 'me' ? form.advance || null : null,
    repeats: repeatInput(form),
    idempotencyKey: of.idempotencyKey,
  };
}

function minorText(text: string, currency: string): string {
  const read = readAmount(text, currency);
  return read.ok ? read.minor.toString() : '';
}

/** The sum of what is typed, in minor units; what cannot be read counts as nothing. */
export function sumOf(form: ExpenseTyped): bigint {
  return [form.amount, ...form.more.map(({ amount }) => amount)].reduce((sum, text) => {
    const read = readAmount(text, form.currency);
    return read.ok ? sum + read.minor : sum;
  }, 0n);
}

/** The form's field by the name that the server uses: of the first item each has its own, those of the others stand together. */
export function fieldOf(name: string): string {
  const item = /^items\.(\d+)\.(\w+)/.exec(name);
  if (item) return item[1] === '0' ? (firstNames[item[2]!] ?? item[2]!) : 'more';
  return fieldNames[name] ?? name;
}

const firstNames: Readonly<Record<string, string>> = { what: 'title' };
const fieldNames: Readonly<Record<string, string>> = {
  items: 'amount',
  budgetLineId: 'line',
  fundId: 'fund',
  eventId: 'event',
  advanceId: 'advance',
  payeeId: 'payee',
  file: 'receipts',
  files: 'receipts',
};

/** What the address of the form names already, as where a bill leads to it: a title, and an amount in minor units of a currency. */
export function wished(query: Readonly<Record<string, unknown>>): Partial<ExpenseTyped> {
  const { title, amount, currency } = query;
  const isAmount = typeof amount === 'string' && /^\d{1,15}$/.test(amount) && isCurrency(String(currency));
  return {
    ...(typeof title === 'string' ? { title: title.slice(0, 200) } : {}),
    ...(isAmount ? { amount: fieldText(BigInt(amount), String(currency)), currency: String(currency) } : {}),
  };
}
