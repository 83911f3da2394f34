import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkBallot, count } from '../count.ts';
import type { Rules } from './index.ts';
import { grantOf } from './allotment.ts';

// A pot of 400.00 among four: 100.00 each. A projector from 100.00 to 150.00, mats from 60.00, a sign from 40.00.
const rules: Rules<'allotment'> = {
  method: 'allotment',
  options: [{ id: 'mats' }, { id: 'projector' }, { id: 'sign' }],
  settings: {
    pot: '40000',
    share: '10000',
    minimum: { projector: '10000', mats: '6000', sign: '4000' },
    stretch: { projector: '15000', mats: '6000', sign: '9000' },
  },
  rule: { quorum: { of: 'electorate', fraction: '0/1', abstain_counts: true } },
  reasons: 'off',
};
const given = (points: Record<string, number>) => ({ choice: { points } });

test.each([
  ['all of one share', { projector: 4000, mats: 6000 }, null],
  ['a part of it', { sign: 1 }, null],
  ['nothing', {}, null],
  ['more than a share', { projector: 9000, mats: 1001 }, 'OVER_SHARE'],
  ['more than a bucket can use', { mats: 6001 }, 'OVER_STRETCH'],
  ['less than nothing', { mats: -1 }, 'SCORE_RANGE'],
  ['a part of a cent', { mats: 0.5 }, 'SCORE_RANGE'],
  ['a stranger', { piano: 1 }, 'OPTION_UNKNOWN'],
] as const)('%s: %s', (_, points, fault) => expect(checkBallot(rules, { points }, null)).toBe(fault));

test.each([
  [9999n, 0n],
  [10000n, 10000n],
  [12000n, 12000n],
  [15000n, 15000n],
  [15001n, 15000n],
])('of %s given, a bucket from 10000 to 15000 gets %s', (minor, gets) =>
  expect(grantOf(minor, { minimum: 10000n, stretch: 15000n })).toBe(gets),
);

test('buckets that reach their minimum are funded up to their stretch; the rest goes back', () => {
  const ballots = [
    given({ projector: 10000 }),
    given({ projector: 7000, mats: 3000 }),
    given({ mats: 2999, sign: 7001 }),
    { choice: { abstain: true } as const },
  ];
  expect(count(rules, ballots, 4n)).toMatchObject({
    verdict: 'passed',
    winners: ['projector', 'sign'],
    scores: { projector: 17000n, mats: 5999n, sign: 7001n },
    granted: { projector: 15000n, sign: 7001n },
    spent: 22001n,
    left: 17999n,
  });
});

test('what nobody lifts to its minimum is not funded, and the whole pot stays', () => {
  const none = { granted: {}, spent: 0n, left: 40000n, winners: [] };
  expect(count(rules, [given({ mats: 5999 })], 4n)).toMatchObject({ verdict: 'no_result', ...none });
  expect(count(rules, [], 4n)).toMatchObject({ verdict: 'no_result', ...none });
});

test('below the quorum nothing is granted, whatever was given', () => {
  const half = { ...rules, rule: { quorum: { of: 'electorate', fraction: '1/2', abstain_counts: true } as const } };
  expect(count(half, [given({ mats: 6000 })], 4n)).toMatchObject({ verdict: 'no_quorum', granted: {}, left: 40000n });
});

test('shares that are more than the pot are a mistake of whoever set them', () => {
  const settings = { ...rules.settings, pot: '100' };
  expect(() => count({ ...rules, settings }, [given({ mats: 6000 })], 4n)).toThrow('more was given than there is');
});

test('no more is granted than was given, nor than there is; order does not matter; each bucket by its own sum', () => {
  const ids = ['a', 'b', 'c'] as const;
  const amounts = fc.record({ minimum: fc.integer({ min: 1, max: 60 }), more: fc.integer({ min: 0, max: 60 }) });
  const world = fc.record({
    buckets: fc.tuple(amounts, amounts, amounts),
    wishes: fc.array(fc.tuple(fc.nat(60), fc.nat(60), fc.nat(60)), { maxLength: 6 }),
    share: fc.integer({ min: 1, max: 100 }),
  });
  fc.assert(
    fc.property(world, ({ buckets, wishes, share }) => {
      const by = (amount: (of: (typeof buckets)[number]) => number) =>
        Object.fromEntries(ids.map((id, at) => [id, String(amount(buckets[at]!))]));
      const settings = {
        pot: String(share * 6),
        share: String(share),
        minimum: by(({ minimum }) => minimum),
        stretch: by(({ minimum, more }) => minimum + more),
      };
      const asked = { ...rules, options: ids.map((id) => ({ id })), settings };
      const ballots = wishes
        .map((wish) => ({ points: Object.fromEntries(ids.map((id, at) => [id, wish[at]!])) }))
        .filter((choice) => checkBallot(asked, choice, null) === null)
        .map((choice) => ({ choice }));
      const result = count(asked, ballots, 6n);
      const backwards = { ...asked, options: asked.options.toReversed() };
      expect(count(backwards, ballots.toReversed(), 6n)).toEqual(result);
      expect(result.spent + result.left).toBe(BigInt(settings.pot));
      for (const id of ids) {
        const sum = ballots.reduce((all, { choice }) => all + BigInt(choice.points[id]!), 0n);
        const least = BigInt(settings.minimum[id]!);
        const most = BigInt(settings.stretch[id]!);
        expect(result.scores[id]).toBe(sum);
        expect(result.granted[id] ?? 0n).toBe(sum < least ? 0n : sum < most ? sum : most);
      }
    }),
  );
});
