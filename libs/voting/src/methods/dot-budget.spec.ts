import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkBallot, count } from '../count.ts';
import { dealt } from './dot-budget.ts';
import type { Rules } from './index.ts';

// A pot of 400.00, five dots for each. A projector from 100.00 to 150.00, mats for 60.00, a sign from 40.00 to 90.00, a piano for 390.00.
const rules: Rules<'dot_budget'> = {
  method: 'dot_budget',
  options: [{ id: 'sign' }, { id: 'projector' }, { id: 'mats' }, { id: 'piano' }],
  settings: {
    pot: '40000',
    dots: 5,
    minimum: { projector: '10000', mats: '6000', sign: '4000', piano: '39000' },
    stretch: { projector: '15000', mats: '6000', sign: '9000', piano: '39000' },
  },
  rule: { quorum: { of: 'electorate', fraction: '0/1', abstain_counts: true } },
  reasons: 'off',
};
const given = (points: Record<string, number>) => ({ choice: { points } });

test.each([
  ['all dots on one', { piano: 5 }, null],
  ['fewer than there are', { sign: 1 }, null],
  ['none', {}, null],
  ['one too many', { sign: 3, mats: 3 }, 'DOTS_EXCEEDED'],
  ['less than nothing', { mats: -1 }, 'SCORE_RANGE'],
  ['half a dot', { mats: 0.5 }, 'SCORE_RANGE'],
  ['a stranger', { harp: 1 }, 'OPTION_UNKNOWN'],
] as const)('%s: %s', (_, points, fault) => expect(checkBallot(rules, { points }, null)).toBe(fault));

test('most dots first: minimums while there is enough, then the rest up to each stretch in the same order', () => {
  const ballots = [given({ projector: 5 }), given({ projector: 1, piano: 4 }), given({ mats: 3, sign: 2 })];
  expect(count(rules, ballots, 4n)).toMatchObject({
    verdict: 'passed',
    winners: ['mats', 'projector', 'sign'],
    scores: { projector: 6n, piano: 4n, mats: 3n, sign: 2n },
    granted: { projector: 15000n, mats: 6000n, sign: 9000n },
    spent: 30000n,
    left: 10000n,
  });
});

test('of equal dots the bucket that more people gave to comes first, then the one that stands first', () => {
  const poor = { ...rules, settings: { ...rules.settings, pot: '10500' } };
  const outcome = (ballots: ReturnType<typeof given>[]) => count(poor, ballots, 4n).granted;
  expect(outcome([given({ projector: 2 }), given({ mats: 1 }), given({ mats: 1 })])).toEqual({ mats: 6000n });
  expect(outcome([given({ projector: 2, sign: 1, mats: 1 }), given({ sign: 1, mats: 1 })])).toEqual({
    sign: 4500n,
    mats: 6000n,
  });
  expect(outcome([given({ projector: 2 }), given({ mats: 2 })])).toEqual({ projector: 10500n });
});

test('a pot that no bucket with a dot fits into stays whole', () =>
  expect(count(rules, [{ choice: { abstain: true } }], 4n)).toMatchObject({
    verdict: 'no_result',
    granted: {},
    left: 40000n,
  }));

const bucket = fc.record({ minimum: fc.integer({ min: 1, max: 900 }), more: fc.integer({ min: 0, max: 900 }) });

test('never more than the pot, nobody below the minimum or above the stretch, and nobody is passed over for want of less than they need', () =>
  fc.assert(
    fc.property(fc.array(bucket, { minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 4000 }), (buckets, pot) => {
      const order = buckets.map((_, n) => `b${n}`);
      const amounts = (of: (one: (typeof buckets)[number]) => number): Record<string, string> =>
        Object.fromEntries(buckets.map((one, n) => [`b${n}`, String(of(one))]));
      const settings = {
        pot: String(pot),
        minimum: amounts(({ minimum }) => minimum),
        stretch: amounts(({ minimum, more }) => minimum + more),
      };
      const granted = dealt(order, settings);
      let minimums = 0n;
      for (const [n, id] of order.entries()) {
        const [minimum, stretch] = [BigInt(settings.minimum[id]!), BigInt(settings.stretch[id]!)];
        const fits = minimums + minimum <= BigInt(pot);
        expect(granted.has(id), `${n}`).toBe(fits);
        if (!fits) continue;
        minimums += minimum;
        expect(granted.get(id)! >= minimum && granted.get(id)! <= stretch).toBe(true);
      }
      const spent = [...granted.values()].reduce((sum, minor) => sum + minor, 0n);
      const wanted = [...granted.keys()].reduce((sum, id) => sum + BigInt(settings.stretch[id]!), 0n);
      expect(spent).toBe(wanted < BigInt(pot) ? wanted : BigInt(pot));
    }),
  ));

test('whoever comes earlier never gets less', () =>
  fc.assert(
    fc.property(fc.array(bucket, { minLength: 2, maxLength: 8 }), fc.nat(4000), fc.nat(), (buckets, pot, which) => {
      const ids = buckets.map((_, n) => `b${n}`);
      const at = 1 + (which % (ids.length - 1));
      const settings = {
        pot: String(pot),
        minimum: Object.fromEntries(buckets.map(({ minimum }, n) => [`b${n}`, String(minimum)])),
        stretch: Object.fromEntries(buckets.map(({ minimum, more }, n) => [`b${n}`, String(minimum + more)])),
      };
      const earlier = ids.with(at - 1, ids[at]!).with(at, ids[at - 1]!);
      const before = dealt(ids, settings).get(ids[at]!);
      // With its minimum it may have been passed over before; once it has a place it keeps one.
      if (before !== undefined) expect(dealt(earlier, settings).has(ids[at]!)).toBe(true);
    }),
  ));
