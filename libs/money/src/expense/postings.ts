import { apportion } from '../amount/money.ts';

/** What was approved: `total` in the currency of the fund, by category; a foreign one also names what is owed abroad. */
export interface BookedExpense {
  readonly currency: string;
  readonly total: bigint;
  readonly parts: readonly { readonly category: string; readonly minor: bigint }[];
  readonly foreign: { readonly currency: string; readonly total: bigint } | null;
}

/** One line of an entry, its account by role; + is a debit. `isFact`: it has happened, so it is booked even where the fund is short. */
export interface Leg {
  readonly account: 'fund' | 'payable' | 'receivable' | 'holding' | 'fx';
  readonly currency: string;
  readonly amount: bigint;
  readonly category?: string;
  readonly onLine?: boolean;
  readonly isFact?: boolean;
}

const FEES = 'expense.payment-fees';
const DIFFERENCE = 'expense.exchange-difference';

/** EXPENSE_APPROVED: the debt is booked. One abroad passes through the trading account at the agreed value. */
export function approvedPostings(of: BookedExpense): Leg[] {
  return real([...owed(of, 1n), ...ofParts(of, of.total, 1n)]);
}

/** EXPENSE_PAID: `minor` of the debt is settled; `cost` has left the account for it, and `fee` beside it. One abroad is settled whole. */
export function paidPostings(of: BookedExpense, by: { minor: bigint; cost: bigint; fee: bigint }): Leg[] {
  const { currency, foreign } = of;
  const settled: Leg[] = foreign
    ? [...abroad(foreign, -1n), { account: 'fx', currency, amount: by.cost }]
    : [{ account: 'payable', currency, amount: by.minor }];
  return real([
    { account: 'holding', currency, amount: -by.cost },
    ...settled,
    { account: 'holding', currency, amount: -by.fee },
    { account: 'fund', currency, amount: by.fee, category: FEES, isFact: true },
  ]);
}

/** EXCHANGE_DIFFERENCE: what a payment abroad cost over or under the agreed value; nothing where it cost just that. */
export function fxClosing({ currency, total }: BookedExpense, cost: bigint): Leg[] {
  const difference = cost - total;
  return real([
    { account: 'fx', currency, amount: -difference },
    { account: 'fund', currency, amount: difference, category: DIFFERENCE, isFact: true },
  ]);
}

/** PAYMENT_RETURNED: `minor` is owed again; of `cost` all has come back but what was `lost` on the way. One abroad comes back whole. */
export function returnedPostings(of: BookedExpense, by: { minor: bigint; cost: bigint; lost: bigint }): Leg[] {
  const { currency, foreign, total } = of;
  const again: Leg[] = foreign
    ? [
        ...abroad(foreign, 1n),
        { account: 'fx', currency, amount: -total },
        { account: 'fund', currency, amount: total - by.cost, category: DIFFERENCE, isFact: true },
      ]
    : [{ account: 'payable', currency, amount: -by.minor }];
  return real([
    ...again,
    { account: 'holding', currency, amount: by.cost - by.lost },
    { account: 'fund', currency, amount: by.lost, category: FEES, isFact: true },
  ]);
}

/** EXPENSE_WAIVED: the payee lets go of the rest; it goes back to the categories and the line that it came from. */
export function waivedPostings(of: BookedExpense, rest: bigint): Leg[] {
  const settled: Leg[] = of.foreign ? owed(of, -1n) : [{ account: 'payable', currency: of.currency, amount: rest }];
  return real([...settled, ...ofParts(of, rest, -1n)]);
}

function owed({ currency, total, foreign }: BookedExpense, sign: 1n | -1n): Leg[] {
  return foreign
    ? [{ account: 'fx', currency, amount: -total * sign }, ...abroad(foreign, sign)]
    : [{ account: 'payable', currency, amount: -total * sign }];
}

function abroad({ currency, total }: { currency: string; total: bigint }, sign: 1n | -1n): Leg[] {
  return [
    { account: 'payable', currency, amount: -total * sign },
    { account: 'fx', currency, amount: total * sign },
  ];
}

function ofParts({ currency, parts }: BookedExpense, whole: bigint, sign: 1n | -1n): Leg[] {
  const shares = apportion(
    whole,
    parts.map(({ minor }) => minor),
  );
  return parts.map(({ category }, at) => ({
    account: 'fund',
    currency,
    amount: shares[at]! * sign,
    category,
    onLine: true,
  }));
}

function real(legs: readonly Leg[]): Leg[] {
  return legs.filter(({ amount }) => amount !== 0n);
}
