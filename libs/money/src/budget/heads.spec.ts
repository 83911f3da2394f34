import fc from 'fast-check';
import { expect, test } from 'vitest';
import { budgetSums } from './budget.ts';
import { atHeads, breakEven, eventForecast, type PlannedRow } from './heads.ts';

const row = (kind: 'SPENDING' | 'INCOME', per: 'ONCE' | 'HEAD', minor: bigint) => ({ kind, per, minor });

test.each([
  ['nothing planned', [], 'always', null],
  ['a room and a price', [row('SPENDING', 'ONCE', 14_000n), row('INCOME', 'HEAD', 1000n)], 'from', 14],
  ['one cent more needs one more', [row('SPENDING', 'ONCE', 14_001n), row('INCOME', 'HEAD', 1000n)], 'from', 15],
  [
    'food takes of the price',
    [row('SPENDING', 'ONCE', 10_000n), row('SPENDING', 'HEAD', 300n), row('INCOME', 'HEAD', 1000n)],
    'from',
    15,
  ],
  ['each costs what they bring', [row('SPENDING', 'HEAD', 500n), row('INCOME', 'HEAD', 500n)], 'always', null],
  [
    'each costs what they bring, and a room',
    [row('SPENDING', 'ONCE', 1n), row('SPENDING', 'HEAD', 500n), row('INCOME', 'HEAD', 500n)],
    'never',
    null,
  ],
  ['a grant lasts for some', [row('INCOME', 'ONCE', 10_000n), row('SPENDING', 'HEAD', 300n)], 'upTo', 33],
  ['only spending', [row('SPENDING', 'HEAD', 300n)], 'upTo', 0],
  ['only a room', [row('SPENDING', 'ONCE', 300n)], 'never', null],
  ['more people than there are', [row('SPENDING', 'ONCE', 10n ** 15n), row('INCOME', 'HEAD', 1n)], 'never', null],
  ['enough for all', [row('INCOME', 'ONCE', 10n ** 15n), row('SPENDING', 'HEAD', 1n)], 'always', null],
] as const)('%s', (_, items, kind, heads) => {
  expect(breakEven(items)).toEqual({ kind, heads });
});

const items = fc.array(
  fc.record({
    kind: fc.constantFrom('SPENDING' as const, 'INCOME' as const),
    per: fc.constantFrom('ONCE' as const, 'HEAD' as const),
    minor: fc.bigInt({ min: 1n, max: 2000n }),
  }),
  { maxLength: 6 },
);

test('the break-even says of each attendance whether it covers itself', () => {
  fc.assert(
    fc.property(items, fc.nat(3000), (rows, heads) => {
      const covers = budgetSums(rows, heads).balance >= 0n;
      const { kind, heads: edge } = breakEven(rows);
      expect(covers).toBe(
        kind === 'always' || (kind === 'from' && heads >= edge) || (kind === 'upTo' && heads <= edge),
      );
    }),
  );
});

test('what one person costs, by all of them, pays the whole and no more than a unit each too much', () => {
  fc.assert(
    fc.property(items, fc.integer({ min: 1, max: 3000 }), (rows, heads) => {
      const { each, spending } = atHeads(rows, heads);
      expect(each! * BigInt(heads)).toBeGreaterThanOrEqual(spending);
      expect((each! - 1n) * BigInt(heads)).toBeLessThan(spending === 0n ? 1n : spending);
    }),
  );
  expect(atHeads([row('SPENDING', 'ONCE', 500n)], 0)).toMatchObject({ each: null, spending: 500n });
});

const planned = (per: 'ONCE' | 'HEAD', minor: bigint, line: PlannedRow['line'] = null): PlannedRow => ({
  kind: 'SPENDING',
  per,
  minor,
  line,
});
const open = (plan: bigint, spent = 0n) => ({ planned: plan, spent, open: true });

test.each([
  ['nothing given yet', [planned('HEAD', 300n)], { heads: 10, spent: 0n, given: 0n }, 3000n, 0n, []],
  ['one line for all of it', [planned('HEAD', 300n)], { heads: 12, spent: 500n, given: 3000n }, 3600n, 600n, []],
  ['spent already', [planned('HEAD', 300n)], { heads: 2, spent: 900n, given: 3000n }, 900n, 0n, []],
  [
    'a line of its own, for ten',
    [planned('HEAD', 300n, open(3000n, 100n)), planned('ONCE', 1000n, open(1000n))],
    { heads: 12, spent: 100n, given: 4000n },
    4600n,
    600n,
    [{ at: 0, over: 600n }],
  ],
  [
    'fewer come than were planned: what is left elsewhere does not help a line',
    [planned('HEAD', 300n, open(3000n)), planned('ONCE', 1000n, open(800n))],
    { heads: 2, spent: 0n, given: 3800n },
    1600n,
    200n,
    [{ at: 1, over: 200n }],
  ],
  [
    'a closed line is done with',
    [planned('ONCE', 1000n, { planned: 1000n, spent: 400n, open: false })],
    { heads: 2, spent: 400n, given: 400n },
    400n,
    0n,
    [],
  ],
] as const)('%s', (_, rows, of, total, over, short) => {
  expect(eventForecast(rows, { ...of, isOver: false })).toEqual({ total, over, rows: short });
  expect(eventForecast(rows, { ...of, isOver: true })).toEqual({ total: of.spent, over: 0n, rows: [] });
});
