import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  approvedPostings,
  type BookedExpense,
  fxClosing,
  type Leg,
  paidPostings,
  returnedPostings,
  waivedPostings,
} from '../index.ts';

describe('the entries of an expense', () => {
  const part = fc.record({
    category: fc.constantFrom('expense.food', 'expense.room', 'expense.travel'),
    minor: fc.bigInt({ min: 1n, max: 10n ** 12n }),
  });
  const expense = fc
    .tuple(fc.array(part, { minLength: 1, maxLength: 8 }), fc.option(fc.bigInt({ min: 1n, max: 10n ** 12n })))
    .map(([parts, abroad]): BookedExpense => {
      const total = parts.reduce((sum, { minor }) => sum + minor, 0n);
      return { currency: 'EUR', total, parts, foreign: abroad === null ? null : { currency: 'KWD', total: abroad } };
    });
  const sums = (legs: readonly Leg[], of: (leg: Leg) => string): Record<string, bigint> => {
    const found: Record<string, bigint> = {};
    for (const leg of legs) found[of(leg)] = (found[of(leg)] ?? 0n) + leg.amount;
    return Object.fromEntries(Object.entries(found).filter(([, sum]) => sum !== 0n));
  };
  const currency = (leg: Leg) => leg.currency;
  const account = (leg: Leg) => `${leg.account} ${leg.currency}`;

  test('each balances, and a life of payments that come back leaves nothing but what was spent', () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 12n });
    fc.assert(
      fc.property(expense, amount, amount, amount, (of, share, extra, fee) => {
        const minor = of.foreign ? of.total : (of.total * share) / 10n ** 12n;
        const cost = of.foreign ? of.total + extra - (of.total * share) / 10n ** 12n : minor;
        const lost = cost < fee ? cost : fee;
        const life = [
          approvedPostings(of),
          paidPostings(of, { minor, cost, fee }),
          of.foreign ? fxClosing(of, cost) : [],
          returnedPostings(of, { minor, cost, lost }),
          paidPostings(of, { minor, cost, fee: 0n }),
          of.foreign ? fxClosing(of, cost) : [],
          of.foreign || minor === of.total ? [] : waivedPostings(of, of.total - minor),
        ];
        for (const legs of life) {
          expect(sums(legs, currency)).toEqual({});
          expect(
            legs.every((leg) => leg.amount !== 0n && (leg.account === 'fund') === (leg.category !== undefined)),
          ).toBe(true);
        }
        const spent = cost + fee + lost;
        expect(sums(life.flat(), account)).toEqual(spent === 0n ? {} : { 'fund EUR': spent, 'holding EUR': -spent });
      }),
    );
  });

  test('what is waived of one abroad takes its approval back', () => {
    fc.assert(
      fc.property(expense, (of) => {
        expect(
          sums([...approvedPostings(of), ...waivedPostings(of, of.total)], (leg) => `${account(leg)} ${leg.category}`),
        ).toEqual({});
      }),
    );
  });
});
