import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canOutcomeChange, count, defaultSettings, type Ballot, type Choice, type Rules } from './index.ts';

const options = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];
const common = { options, reasons: 'off' } as const;
const asks = [{}, { quorum: { of: 'electorate', fraction: '1/2' } }] as const;
const sets = [['a'], ['b'], ['c'], ['a', 'b'], ['a', 'c'], ['b', 'c'], ['a', 'b', 'c']];
const upTo = [0, 1, 2];
const spreads = upTo.flatMap((a) => upTo.flatMap((b) => upTo.map((c) => ({ a, b, c }))));

/** Every ballot that a method takes, so that brute force can try them all. */
const kinds: readonly { rules: (rule: (typeof asks)[number]) => Rules; choices: readonly Choice[] }[] = [
  {
    rules: (rule) => ({ ...common, rule, method: 'plurality', settings: { seats: 1 } }),
    choices: options.map(({ id }) => ({ option: id })),
  },
  {
    rules: (rule) => ({ ...common, rule, method: 'approval', settings: { seats: 2, min: 1, max: null } }),
    choices: sets.map((ids) => ({ options: ids })),
  },
  {
    rules: (rule) => ({ ...common, rule, method: 'score', settings: { seats: 1, max: 2 } }),
    choices: spreads.map((points) => ({ points })),
  },
  {
    rules: (rule) => ({ ...common, rule, method: 'dot_vote', settings: { seats: 2, dots: 2, spend: 'at_most' } }),
    choices: spreads.filter(({ a, b, c }) => a + b + c <= 2).map((points) => ({ points })),
  },
];

function outcome(rules: Rules, ballots: readonly Ballot[], electors: bigint): string {
  const { verdict, ...more } = count(rules, ballots, electors);
  return JSON.stringify([verdict, 'winners' in more ? [more.winners, more.tied] : null]);
}

test('"can it still change" of sums is what trying every ballot of the silent says', () =>
  fc.assert(
    fc.property(
      fc.constantFrom(...kinds),
      fc.constantFrom(...asks),
      fc.array(fc.nat(), { maxLength: 5 }),
      fc.integer({ min: 1, max: 2 }),
      ({ rules, choices }, rule, picks, silent) => {
        const asked = rules(rule);
        const ballots = picks.map((pick): Ballot => ({ choice: choices[pick % choices.length]! }));
        const electors = BigInt(ballots.length + silent);
        const each: (Choice | null)[] = [...choices, { abstain: true }, null];
        const rest = silent === 1 ? each.map((one) => [one]) : each.flatMap((one) => each.map((two) => [one, two]));
        const outcomes = rest.map((more) =>
          outcome(asked, [...ballots, ...more.map((choice) => ({ choice }))], electors),
        );
        expect(canOutcomeChange(asked, ballots, electors)).toBe(new Set(outcomes).size > 1);
      },
    ),
    { numRuns: 150 },
  ));

test('of a ranking nothing is said while somebody is silent; afterwards it stands', () => {
  const rules: Rules = { ...common, rule: {}, method: 'schulze', settings: defaultSettings.schulze };
  const ballots: Ballot[] = [{ choice: { ranking: [['a'], ['b']] } }, { choice: null }];
  expect(canOutcomeChange(rules, ballots, 2n)).toBeNull();
  expect(canOutcomeChange(rules, ballots, 1n)).toBe(false);
});
