import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  advanceBackPostings,
  advanceClearedPostings,
  type AdvanceFacts,
  advanceHeld,
  advanceOut,
  advancePaidPostings,
  advanceStanding,
  clearedOf,
  mayUnsettle,
} from './advance.ts';
import { expenseStates } from './state.ts';

const facts = (change: Partial<AdvanceFacts>): AdvanceFacts => ({
  state: 'PAID',
  total: 100n,
  waived: 0n,
  paid: 100n,
  cleared: 0n,
  handedBack: 0n,
  dueOn: '2026-03-31',
  today: '2026-03-31',
  ...change,
});

describe('where an advance stands', () => {
  test.each([
    [{ state: 'SUBMITTED', paid: 0n }, 'asked'],
    [{ state: 'RETURNED', paid: 0n }, 'draft'],
    [{ state: 'REJECTED', paid: 0n }, 'ended'],
    [{ state: 'APPROVED', paid: 0n }, 'to-pay'],
    [{ state: 'PARTLY_PAID', paid: 40n }, 'out'],
    [{ state: 'PARTLY_PAID', paid: 40n, cleared: 40n }, 'to-pay'],
    [{}, 'out'],
    [{ today: '2026-04-01' }, 'overdue'],
    [{ today: '2026-04-01', cleared: 70n, handedBack: 30n }, 'settled'],
    [{ today: '2026-04-01', cleared: 70n, handedBack: 29n }, 'overdue'],
    [{ paid: 60n, waived: 40n, cleared: 60n }, 'settled'],
    [{ paid: 0n, waived: 100n }, 'ended'],
  ] as const)('%o is %s', (change, standing) => {
    expect(advanceStanding(facts(change))).toBe(standing);
  });

  test('says something of every state', () => {
    for (const state of expenseStates) expect(advanceStanding(facts({ state }))).toMatch(/^[a-z-]+$/);
  });
});

const amount = fc.bigInt({ min: 1n, max: 10n ** 12n });

test('receipts and what comes back never settle more than was paid, and the line keeps just the rest', () => {
  fc.assert(
    fc.property(amount, fc.array(amount, { maxLength: 8 }), (total, expenses) => {
      let cleared = 0n;
      for (const expense of expenses) {
        const out = advanceOut({ paid: total, cleared, handedBack: 0n });
        const by = clearedOf(expense, out);
        expect(by >= 0n && by <= expense && by <= out).toBe(true);
        cleared += by;
      }
      const handedBack = advanceOut({ paid: total, cleared, handedBack: 0n });
      expect(advanceHeld({ total, waived: 0n, cleared, handedBack })).toBe(0n);
      expect(cleared + handedBack).toBe(total);
    }),
  );
});

test('every entry balances, and only fees and losses touch the fund', () => {
  fc.assert(
    fc.property(amount, fc.bigInt({ min: 0n, max: 100n }), (minor, fee) => {
      const lost = fee < minor ? fee : minor;
      const legs = [
        advancePaidPostings('EUR', { minor, fee }),
        advanceClearedPostings('EUR', minor),
        advanceBackPostings('EUR', { minor, lost }),
      ];
      for (const entry of legs) {
        expect(entry.reduce((sum, leg) => sum + leg.amount, 0n)).toBe(0n);
        expect(
          entry.every((leg) => leg.amount !== 0n && (leg.account === 'fund') === (leg.category !== undefined)),
        ).toBe(true);
      }
      const fund = legs.flat().filter(({ account }) => account === 'fund');
      expect(fund.reduce((sum, leg) => sum + leg.amount, 0n)).toBe(fee + lost);
    }),
  );
});

test.each([
  ['PAID', 100n, 0n, 100n, true],
  ['PARTLY_PAID', 60n, 0n, 60n, true],
  ['PARTLY_PAID', 60n, 0n, 40n, false],
  ['PAID', 60n, 40n, 60n, false],
  ['PAID', 100n, 0n, null, false],
  ['APPROVED', 0n, 0n, null, false],
  ['RETURNED', 0n, 0n, null, false],
] as const)('%s with %s paid, %s waived and %s settled goes back: %s', (state, paid, waived, settled, may) => {
  expect(mayUnsettle({ state, paid, waived, settled })).toBe(may);
});
