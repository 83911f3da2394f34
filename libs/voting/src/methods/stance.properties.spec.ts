import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  bases,
  canStillChange,
  count,
  type Ballot,
  type Choice,
  type PassRule,
  type Rules,
  type StanceMethod,
  type StanceOption,
} from '../index.ts';

const yes: StanceOption = { id: 'yes', role: 'yes' };
const others: StanceOption[] = [
  { id: 'abstain', role: 'abstain' },
  { id: 'no', role: 'no' },
  { id: 'block', role: 'block' },
];

const share = fc
  .tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 6 }))
  .filter(([a, b]) => a <= b)
  .map(([a, b]) => `${a}/${b}`);
const anyRule: fc.Arbitrary<PassRule> = fc.record(
  {
    base: fc.constantFrom(...bases),
    threshold: share,
    compare: fc.constantFrom('gt' as const, 'gte' as const),
    quorum: fc.record(
      { of: fc.constant('electorate' as const), fraction: share, abstain_counts: fc.boolean() },
      { requiredKeys: ['of', 'fraction'] },
    ),
    min_yes: fc.oneof(share, fc.integer({ min: 0, max: 5 })),
    max_blocks: fc.integer({ min: 0, max: 3 }),
  },
  { requiredKeys: ['base', 'threshold', 'compare'] },
);
const anyRules = fc
  .tuple(anyRule, fc.constantFrom('consent' as const, 'majority' as const), fc.subarray(others))
  .map(([rule, method, more]): Rules<StanceMethod> => ({
    method,
    options: [yes, ...more],
    settings: null,
    rule,
    reasons: 'optional',
  }));
const ballotOf = (rules: Rules<StanceMethod>): fc.Arbitrary<Ballot> =>
  fc
    .constantFrom<Choice>({ abstain: true }, ...rules.options.map(({ id }) => ({ option: id })))
    .map((choice) => ({ choice }));
const anyVote = (maxLength: number): fc.Arbitrary<readonly [Rules<StanceMethod>, Ballot[]]> =>
  anyRules.chain((rules) => fc.tuple(fc.constant(rules), fc.array(ballotOf(rules), { maxLength })));

test('the order of ballots and options never matters, nor whether equal ballots come together', () => {
  fc.assert(
    fc.property(anyVote(8), ([rules, ballots]) => {
      const expected = count(rules, ballots, 9n);
      const options = rules.options.toReversed();
      expect(count({ ...rules, options }, ballots.toReversed(), 9n)).toEqual(expected);
      const together = Object.values(Object.groupBy(ballots, ({ choice }) => JSON.stringify(choice)));
      const counted = together.map((same) => ({ ...same![0]!, count: BigInt(same!.length) }));
      expect(count(rules, counted, 9n)).toEqual(expected);
    }),
  );
});

test('one more yes never turns a pass into a failure', () => {
  const withYes = anyVote(8).filter(([rules, ballots]) => count(rules, ballots, 9n).verdict === 'passed');
  fc.assert(
    fc.property(withYes, ([rules, ballots]) => {
      expect(count(rules, [...ballots, { choice: { option: 'yes' } }], 9n).verdict).toBe('passed');
    }),
  );
});

test('the votes needed are the fewest that do: the least Y with Y·b > a·D, or Y·b ≥ a·D', () => {
  fc.assert(
    fc.property(anyVote(8), ([rules, ballots]) => {
      const { yes: bar, rule } = count(rules, ballots, 9n);
      const [a, b] = (rule as PassRule).threshold.split('/').map(BigInt) as [bigint, bigint];
      const does = (votesFor: bigint): boolean =>
        (rule as PassRule).compare === 'gt' ? votesFor * b > a * bar!.of : votesFor * b >= a * bar!.of;
      expect(does(bar!.needed)).toBe(true);
      expect(bar!.needed === 0n || !does(bar!.needed - 1n)).toBe(true);
    }),
  );
});

test('"can it still change" is what trying every continuation says', () => {
  const withSilent = fc.tuple(anyVote(6), fc.integer({ min: 0, max: 4 }));
  fc.assert(
    fc.property(withSilent, ([[rules, ballots], silent]) => {
      const electors = BigInt(ballots.length + silent);
      const ways = continuationsOf(rules, silent).map((more) => count(rules, [...ballots, ...more], electors).verdict);
      expect(canStillChange(rules, ballots, electors)).toBe(new Set(ways).size > 1);
    }),
  );
});

/** Every way in which the silent can still vote or stay away. */
function continuationsOf(rules: Rules<StanceMethod>, silent: number): Ballot[][] {
  const choices: Choice[] = [{ abstain: true }, ...rules.options.map(({ id }) => ({ option: id }))];
  const answers: Ballot[] = [{ choice: null }, ...choices.map((choice) => ({ choice }))];
  let ways: Ballot[][] = [[]];
  for (let left = silent; left > 0; left -= 1)
    ways = ways.flatMap((way) =>
      answers
        .filter((_, at) => at >= (way.length === 0 ? 0 : answers.indexOf(way.at(-1)!)))
        .map((answer) => [...way, answer]),
    );
  return ways;
}
