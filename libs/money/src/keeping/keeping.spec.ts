import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isBalanced } from '../journal/journal.ts';
import { coinsOf, coinsSum } from './cash.ts';
import {
  differencePostings,
  exchangePostings,
  exchangeRate,
  isReversibleKind,
  type KeptPosting,
  openingPostings,
  reclassifiedPostings,
  secondPersonNeeded,
  sweepPostings,
  transferPostings,
  weightOf,
} from './entries.ts';

const amounts = fc.bigInt({ min: 1n, max: 10n ** 14n });
const sumOf = (postings: readonly KeptPosting[], of: (one: KeptPosting) => boolean): bigint =>
  postings.filter(of).reduce((all, { amount }) => all + amount, 0n);

describe('entries by hand', () => {
  test('balance in each currency, whatever the amounts', () => {
    fc.assert(
      fc.property(amounts, amounts, fc.bigInt({ min: 0n, max: 10n ** 6n }), (minor, other, fee) => {
        const eur = { currency: 'EUR' };
        const all = [
          openingPostings({ holdingId: 'bank', fundId: 'general', ...eur, minor }),
          sweepPostings({ fromId: 'till', toId: 'bank', ...eur, minor, fee, feeFundId: 'general' }),
          transferPostings({ fromId: 'general', toId: 'event', ...eur, minor }),
          differencePostings({ holdingId: 'till', fundId: 'general', ...eur, difference: minor }),
          differencePostings({ holdingId: 'till', fundId: 'general', ...eur, difference: -minor }),
          exchangePostings(
            { holdingId: 'bank', fundId: 'general', ...eur, minor },
            { holdingId: 'dollars', fundId: 'abroad', currency: 'USD', minor: other },
            { fee, feeFundId: 'general' },
          ),
        ];
        for (const postings of all) {
          expect(isBalanced(postings)).toBe(true);
          expect(postings.every(({ amount }) => amount !== 0n)).toBe(true);
          expect(sumOf(postings, ({ category }) => category === 'transfer')).toBe(0n);
        }
      }),
    );
  });

  test('a sweep changes no fund, or the fund by its fee alone', () => {
    const of = { fromId: 'till', toId: 'bank', currency: 'EUR', minor: 5000n, feeFundId: 'general' };
    expect(sweepPostings({ ...of, fee: 0n })).toHaveLength(2);
    const costly = sweepPostings({ ...of, fee: 30n });
    expect(sumOf(costly, ({ accountId }) => accountId === 'general')).toBe(30n);
    expect(sumOf(costly, ({ accountId }) => accountId === 'till')).toBe(-5030n);
    expect(sumOf(costly, ({ accountId }) => accountId === 'bank')).toBe(5000n);
  });

  test('another category moves nothing but itself: account and line keep their sum', () => {
    const entry: KeptPosting[] = [
      { accountId: 'general', currency: 'EUR', amount: 700n, category: 'expense.food', budgetLineId: 'line' },
      { accountId: 'general', currency: 'EUR', amount: 300n, category: 'expense.room', budgetLineId: 'line' },
      { accountId: 'payable', currency: 'EUR', amount: -1000n },
    ];
    const moved = reclassifiedPostings(entry, { from: 'expense.food', to: 'expense.printing' });
    expect(moved.map(({ amount, category }) => [amount, category])).toEqual([
      [-700n, 'expense.food'],
      [700n, 'expense.printing'],
    ]);
    expect(moved.every(({ budgetLineId }) => budgetLineId === 'line')).toBe(true);
    expect(reclassifiedPostings(entry, { from: 'expense.travel', to: 'expense.food' })).toEqual([]);
  });

  test('an entry weighs what it moves', () => {
    expect(weightOf(transferPostings({ fromId: 'a', toId: 'b', currency: 'EUR', minor: 42n }))).toEqual({
      minor: 42n,
      currency: 'EUR',
    });
    expect(weightOf([])).toEqual({ minor: 0n, currency: '' });
  });

  test.each([
    ['OPENING', true],
    ['CONTRIBUTION', true],
    ['EXCHANGE', true],
    ['CASH_DIFFERENCE', true],
    ['REVERSAL', false],
    ['EXPENSE_APPROVED', false],
    ['EXPENSE_PAID', false],
    ['BILL', false],
    ['REFUND', false],
  ])('%s goes back by hand: %s', (kind, may) => {
    expect(isReversibleKind(kind)).toBe(may);
  });
});

test.each([
  [null, 'EUR', 99_999_999n, 3, 'none'],
  [10_000n, 'EUR', 10_000n, 3, 'none'],
  [10_000n, 'EUR', 10_001n, 1, 'ask'],
  [10_000n, 'EUR', 10_001n, 0, 'alone'],
  [10_000n, 'USD', 1n, 1, 'ask'],
  [10_000n, 'USD', 1n, 0, 'alone'],
  [0n, 'EUR', 1n, 1, 'ask'],
] as const)('a rule of %s and %s %s with %s others: %s', (above, currency, minor, others, needed) => {
  expect(secondPersonNeeded({ above, ruleCurrency: 'EUR', weight: { minor, currency }, others })).toBe(needed);
});

test.each([
  [[10_000n, 2], [10_830n, 2], '1.083'],
  [[10_000n, 2], [16_250n, 0], '162.5'],
  [[3n, 0], [1n, 0], '0.333333'],
  [[1000n, 2], [1000n, 3], '0.1'],
  [[100n, 2], [100n, 2], '1'],
  [[0n, 2], [100n, 2], '0'],
] as const)('%s gave %s: a rate of %s', ([minor, digits], [got, gotDigits], rate) => {
  expect(exchangeRate({ minor, digits }, { minor: got, digits: gotDigits })).toBe(rate);
});

test('coins and notes come to their sum; what is no coin of the currency is refused', () => {
  expect(coinsSum('EUR', { '5000': 2, '200': 3, '1': 7 })).toBe(10_607n);
  expect(coinsSum('EUR', {})).toBe(0n);
  expect(coinsSum('EUR', { '25': 1 })).toBeNull();
  expect(coinsSum('EUR', { '100': -1 })).toBeNull();
  expect(coinsSum('EUR', { '100': 1.5 })).toBeNull();
  expect(coinsSum('XAF', { '100': 1 })).toBeNull();
  expect(coinsOf('XAF')).toEqual([]);
  for (const currency of ['EUR', 'USD', 'JPY'])
    expect([...coinsOf(currency)].sort((a, b) => b - a)).toEqual(coinsOf(currency));
});
