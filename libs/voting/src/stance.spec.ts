import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sharedData } from '../../../test/support/shared-data.ts';
import {
  applyPassRule,
  canStillChange,
  checkBallot,
  consentRules,
  countStances,
  majorityRules,
  percentText,
  tallyOf,
  type PassRule,
  type Role,
  type StanceRules,
} from './index.ts';

const options = [
  { id: 'a', role: 'yes' },
  { id: 'b', role: 'abstain' },
  { id: 'c', role: 'no' },
  { id: 'd', role: 'block' },
] as const;
const consent = consentRules(
  options.filter(({ role }) => role !== 'no'),
  '1/3',
);
const majority = majorityRules(
  options.filter(({ role }) => role !== 'block'),
  { quorum: '1/4', threshold: '1/2', compare: 'gt' },
);
const votes = (text: string): { option: string }[] => [...text].map((option) => ({ option }));

interface PassCase {
  id: string;
  electorate: number;
  tally: Record<'yes' | 'no' | 'abstain', number> & { block?: number };
  rule: PassRule;
  expected: { passes: boolean; reason: string };
}

const folder = sharedData('elections/cases');
describe.skipIf(!folder)(
  `pass rules with known answers${folder ? '' : ' (SKIPPED: shared data folder missing)'}`,
  () => {
    const files = folder ? readdirSync(folder).filter((name) => name.startsWith('passrule-')) : [];
    test.each(files)('%s', (name) => {
      const one = JSON.parse(readFileSync(join(folder!, name), 'utf8')) as PassCase;
      const { yes, no, abstain, block = 0 } = one.tally;
      const result = applyPassRule(one.rule, {
        electors: BigInt(one.electorate),
        yes: BigInt(yes),
        no: BigInt(no),
        abstain: BigInt(abstain),
        block: BigInt(block),
      });
      expect({ passes: result.passes, reason: result.code }).toEqual(one.expected);
    });
  },
);

test.each([
  ['aaa', 9n, 'passed', 'passed'],
  ['aa', 9n, 'no_quorum', 'quorum'],
  ['aaaad', 9n, 'failed', 'blocked'],
  ['bbb', 9n, 'failed', 'no_decisive_votes'],
  ['', 9n, 'no_quorum', 'quorum'],
] as const)('consent with the ballots "%s" of %s electors: %s', (ballots, electors, verdict, code) => {
  expect(countStances(consent, votes(ballots), electors)).toMatchObject({ verdict, code });
});

test.each([
  ['aac', 8n, 'passed', 2n],
  ['aacc', 8n, 'failed', 3n],
  ['abbb', 8n, 'passed', 1n],
  ['a', 8n, 'no_quorum', 1n],
] as const)('majority with "%s" of %s electors: %s, %s yes needed', (ballots, electors, verdict, yesNeeded) => {
  expect(countStances(majority, votes(ballots), electors)).toMatchObject({ verdict, yesNeeded });
});

test('an objection without a reason is refused, an unknown option and a long reason too', () => {
  expect(checkBallot(consent, { option: 'd' }, ' ')).toBe('REASON_REQUIRED');
  expect(checkBallot(consent, { option: 'd' }, 'It is too loud')).toBeNull();
  expect(checkBallot(consent, { option: 'a' }, null)).toBeNull();
  expect(checkBallot(consent, { option: 'x' }, null)).toBe('OPTION_UNKNOWN');
  expect(checkBallot(consent, { option: 'a' }, 'x'.repeat(2001))).toBe('REASON_TOO_LONG');
});

test.each([
  [11n, 14n, '78.57'],
  [1n, 3n, '33.33'],
  [2n, 3n, '66.67'],
  [1n, 2n, '50'],
  [0n, 5n, '0'],
  [0n, 0n, '0'],
  [1n, 200n, '0.5'],
])('%s of %s is %s %', (part, whole, text) => expect(percentText(part, whole)).toBe(text));

const anyVotes = (rules: StanceRules): fc.Arbitrary<{ option: string }[]> =>
  fc.array(fc.constantFrom(...rules.options.map(({ id }) => ({ option: id }))), { maxLength: 8 });
const anyRules = fc.constantFrom(
  consent,
  majority,
  majorityRules(majority.options, { quorum: '1/2', threshold: '2/3', compare: 'gte' }),
);

test('the order of ballots never matters', () => {
  fc.assert(
    fc.property(
      anyRules.chain((rules) => fc.tuple(fc.constant(rules), anyVotes(rules))),
      ([rules, ballots]) => {
        expect(countStances(rules, ballots.toReversed(), 9n)).toEqual(countStances(rules, ballots, 9n));
      },
    ),
  );
});

test('one more yes never turns a pass into a failure', () => {
  fc.assert(
    fc.property(
      anyRules.chain((rules) => fc.tuple(fc.constant(rules), anyVotes(rules))),
      ([rules, ballots]) => {
        if (countStances(rules, ballots, 9n).verdict === 'passed')
          expect(countStances(rules, [...ballots, { option: 'a' }], 9n).verdict).toBe('passed');
      },
    ),
  );
});

test('"can still change" is what trying every continuation says', () => {
  const continuations = (rules: StanceRules, ballots: { option: string }[], left: number): string[] => [
    countStances(rules, ballots, 5n).verdict,
    ...(left === 0
      ? []
      : rules.options.flatMap(({ id }) => continuations(rules, [...ballots, { option: id }], left - 1))),
  ];
  fc.assert(
    fc.property(
      anyRules.chain((rules) =>
        fc.tuple(
          fc.constant(rules),
          anyVotes(rules).map((all) => all.slice(0, 5)),
        ),
      ),
      ([rules, ballots]) => {
        const verdicts = new Set(continuations(rules, ballots, 5 - ballots.length));
        expect(canStillChange(rules, tallyOf(rules, ballots, 5n))).toBe(verdicts.size > 1);
      },
    ),
    { numRuns: 60 },
  );
});

test('a ballot for an option that does not exist stops the count', () => {
  expect(() => tallyOf(consent, votes('z'), 3n)).toThrow();
  expect(new Set<Role>(options.map(({ role }) => role)).size).toBe(4);
});
