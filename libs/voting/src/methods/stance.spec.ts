import { expect, test } from 'vitest';
import {
  arithmetic,
  checkBallot,
  checkRules,
  count,
  percentText,
  REASON_MAX,
  ruleOf,
  templates,
  type Ballot,
  type PassRule,
  type Rules,
  type StanceMethod,
} from '../index.ts';

const yes = { id: 'yes', role: 'yes' } as const;
const abstain = { id: 'abstain', role: 'abstain' } as const;
const no = { id: 'no', role: 'no' } as const;
const block = { id: 'block', role: 'block' } as const;
const all = [yes, abstain, no, block];
const consent: Rules<'consent'> = {
  method: 'consent',
  options: [yes, abstain, block],
  settings: null,
  rule: ruleOf({ quorum: '1/3', bar: templates.consent.bar }),
  reasons: 'required_for_block',
};
const majority: Rules<'majority'> = {
  method: 'majority',
  options: [yes, abstain, no],
  settings: null,
  rule: ruleOf({ quorum: '1/4', bar: templates.proposal.bar }),
  reasons: 'optional',
};
const ruled = (rule: PassRule, method: StanceMethod = 'majority'): Rules<StanceMethod> => ({
  method,
  options: all,
  settings: null,
  rule,
  reasons: 'optional',
});

/** Ballots from letters: y, a, n and b stand for yes, abstain, no and block. */
const letters: Record<string, string> = { y: 'yes', a: 'abstain', n: 'no', b: 'block' };
const votes = (text: string): Ballot[] =>
  Array.from(text, (letter) => ({ choice: { option: letters[letter]! }, count: 1n }));

test.each([
  ['yyy', 9n, 'passed', 'passed'],
  ['yy', 9n, 'no_quorum', 'quorum'],
  ['yaa', 9n, 'passed', 'passed'],
  ['yyyyb', 9n, 'failed', 'open_objection'],
  ['bbb', 9n, 'failed', 'open_objection'],
  ['aaa', 9n, 'failed', 'no_decisive_votes'],
  ['', 9n, 'no_quorum', 'quorum'],
  ['', 0n, 'no_result', 'no_votes'],
] as const)('consent with the ballots "%s" of %s electors: %s, %s', (ballots, electors, verdict, code) => {
  expect(count(consent, votes(ballots), electors)).toMatchObject({ verdict, code });
});

test('an objection that was ruled out no longer stops a consent, and one that is open does', () => {
  const objection = (state: 'open' | 'ruled_out'): Ballot => ({ choice: { option: 'block' }, objection: state });
  expect(count(consent, [...votes('yyy'), objection('ruled_out')], 9n).code).toBe('passed');
  expect(count(consent, [...votes('yyy'), objection('ruled_out'), objection('open')], 9n).code).toBe('open_objection');
  expect(count(consent, [...votes('aaa'), objection('ruled_out')], 9n).code).toBe('threshold');
});

test.each([
  ['yyn', 8n, 'passed', 2n],
  ['yynn', 8n, 'failed', 3n],
  ['yaaa', 8n, 'passed', 1n],
  ['y', 8n, 'no_quorum', 1n],
] as const)('majority with "%s" of %s electors: %s, %s yes needed', (ballots, electors, verdict, needed) => {
  expect(count(majority, votes(ballots), electors)).toMatchObject({ verdict, yes: { needed } });
});

// One row for each step of the order in which a rule is applied: the first miss is the verdict.
test.each([
  ['yyyb', { quorum: { of: 'electorate', count: 5 }, max_blocks: 0, min_yes: 9 }, 'quorum'],
  ['yya', { quorum: { of: 'electorate', count: 3, abstain_counts: false } }, 'quorum'],
  ['aaaa', { max_blocks: 0, min_yes: 9 }, 'no_decisive_votes'],
  ['bbn', { max_blocks: 1, min_yes: 9 }, 'blocked'],
  ['bnn', { max_blocks: 1, min_yes: 9 }, 'threshold'],
  ['yyyyb', { max_blocks: 1, min_yes: 5 }, 'below_min_yes'],
  ['yyyyb', { max_blocks: 1, min_yes: '1/2' }, 'below_min_yes'],
  ['yyyyb', { max_blocks: 1, min_yes: '2/5' }, 'passed'],
] as const)('"%s" of 10 under %j: %s', (ballots, more, code) => {
  const rule: PassRule = { base: 'yes_no', threshold: '1/2', compare: 'gt', ...more };
  expect(count(ruled(rule), votes(ballots), 10n).code).toBe(code);
});

test.each([
  ['yes_no', 'gt', '1/2', 7n],
  ['yes_no', 'gte', '2/3', 8n],
  ['cast', 'gte', '4/5', 12n],
  ['cast', 'gt', '4/5', 12n],
  ['electorate', 'gte', '3/4', 12n],
  ['electorate', 'gt', '3/4', 13n],
  ['electorate_minus_abstain', 'gte', '1/2', 7n],
] as const)(
  'of 11 yes, 1 no, 2 abstentions and 2 silent, %s %s %s asks for %s yes',
  (base, compare, threshold, needed) => {
    const result = count(ruled({ base, compare, threshold }), votes('yyyyyyyyyyynaa'), 16n);
    expect(result.yes?.needed).toBe(needed);
    expect(result.code).toBe(11n < needed ? 'threshold' : 'passed');
  },
);

test('the sums of a count make up the electorate; what was taken back is silent', () => {
  const ballots = [...votes('yyabn'), { choice: null }, { choice: { abstain: true } as const }];
  expect(count(ruled({ base: 'cast', threshold: '1/2', compare: 'gt' }), ballots, 9n).sums).toEqual({
    yes: 2n,
    abstain: 2n,
    no: 1n,
    block: 1n,
    silent: 3n,
    cast: 6n,
    electors: 9n,
  });
});

test('the arithmetic has everything the sentence says', () => {
  const rule: PassRule = {
    base: 'cast',
    threshold: '4/5',
    compare: 'gte',
    quorum: { of: 'electorate', fraction: '3/5', abstain_counts: true },
  };
  expect(arithmetic(count(ruled(rule), votes('yyyyyyyyyyynaa'), 16n))).toEqual({
    key: 'failed.threshold',
    verdict: 'failed',
    code: 'threshold',
    threshold: {
      had: 11n,
      needed: 12n,
      of: 14n,
      base: 'cast',
      compare: 'gte',
      percent: '78.57',
      threshold: '4/5',
      thresholdPercent: '80',
      abstentionsCount: true,
    },
    quorum: { had: 14n, needed: 10n, of: 16n, isMet: true, abstentionsCount: true },
    minimumYes: null,
    blocks: null,
  });
});

test('a question without a threshold counts and decides nothing', () => {
  const rules: Rules<'majority'> = { ...majority, rule: {} };
  expect(count(rules, votes('yna'), 5n)).toMatchObject({ verdict: 'passed', code: 'counted', yes: null });
  expect(count(rules, [], 5n)).toMatchObject({ verdict: 'no_result', code: 'no_votes' });
  expect(arithmetic(count(rules, votes('yna'), 5n)).threshold).toBeNull();
});

test.each([
  [{ option: 'block' }, ' \n', 'REASON_REQUIRED'],
  [{ option: 'block' }, 'It is too loud', null],
  [{ option: 'yes' }, null, null],
  [{ abstain: true }, null, null],
  [{ option: 'other' }, null, 'OPTION_UNKNOWN'],
  [{ options: ['yes'] }, null, 'WRONG_SHAPE'],
  [{ option: 'yes' }, '🙂'.repeat(REASON_MAX), null],
  [{ option: 'yes' }, 'x'.repeat(REASON_MAX + 1), 'REASON_TOO_LONG'],
] as const)('a consent ballot %j with the reason %j: %s', (choice, reason, fault) =>
  expect(checkBallot(consent, choice, reason)).toBe(fault),
);

test.each([
  ['off', 'yes', 'Because', 'REASON_REFUSED'],
  ['off', 'block', null, null],
  ['optional', 'block', null, null],
  ['required', 'abstain', null, 'REASON_REQUIRED'],
  ['required_for_no_and_block', 'no', null, 'REASON_REQUIRED'],
  ['required_for_no_and_block', 'abstain', null, null],
  ['required_for_block', 'no', null, null],
  ['required_for_block', 'block', null, 'REASON_REQUIRED'],
] as const)('with reasons %s, the answer %s with the reason %s: %s', (reasons, option, reason, fault) =>
  expect(checkBallot({ ...majority, options: all, reasons }, { option }, reason)).toBe(fault),
);

test('a withdrawn option takes no more ballots, and those it has become abstentions', () => {
  const rules: Rules<'majority'> = { ...majority, options: [yes, abstain, { ...no, withdrawn: true }] };
  expect(checkBallot(rules, { option: 'no' }, null)).toBe('OPTION_WITHDRAWN');
  expect(count(rules, votes('yyn'), 4n).sums).toMatchObject({ yes: 2n, no: 0n, abstain: 1n });
});

test('ballots that cannot be are a mistake of the caller and stop the count', () => {
  expect(() => count(consent, [{ choice: { option: 'other' } }], 3n)).toThrow('does not exist');
  expect(() => count(consent, votes('yyyy'), 3n)).toThrow('more ballots than electors');
  expect(() => count(consent, [{ choice: { option: 'yes' }, count: -1n }], 3n)).toThrow('less than nothing');
});

test.each([
  [{ threshold: '3/2' }, 'THRESHOLD'],
  [{ threshold: '0.5' }, 'THRESHOLD'],
  [{ threshold: '1/0' }, 'THRESHOLD'],
  [{ quorum: { of: 'electorate' } }, 'QUORUM'],
  [{ quorum: { of: 'electorate', fraction: '5/4' } }, 'QUORUM'],
  [{ quorum: { of: 'electorate', count: 1.5 } }, 'QUORUM'],
  [{ min_yes: -1 }, 'MIN_YES'],
  [{ min_yes: '2' }, 'MIN_YES'],
  [{ max_blocks: 0.5 }, 'MAX_BLOCKS'],
  [{}, null],
] as const)('rules with %j: %s', (more, fault) =>
  expect(checkRules(ruled({ base: 'cast', threshold: '1/2', compare: 'gt', ...more }))).toBe(fault),
);

test('rules need options, each of them once; those of the templates will do', () => {
  expect(checkRules({ ...majority, options: [] })).toBe('OPTIONS_MISSING');
  expect(checkRules({ ...majority, options: [yes, yes] })).toBe('OPTION_TWICE');
  expect(checkRules({ ...majority, options: [abstain, no] })).toBe('YES_MISSING');
  for (const { options, bar } of Object.values(templates))
    expect(checkRules({ rule: ruleOf({ quorum: '1/3', bar }), options: options ?? [yes, no] })).toBeNull();
});

test.each([
  [11n, 14n, '78.57'],
  [1n, 3n, '33.33'],
  [2n, 3n, '66.67'],
  [1n, 2n, '50'],
  [0n, 5n, '0'],
  [0n, 0n, '0'],
  [5n, 5n, '100'],
  [1n, 200n, '0.5'],
  [1n, 800n, '0.13'],
  [1n, 20_000n, '0.01'],
])('%s of %s is %s %', (part, whole, text) => expect(percentText(part, whole)).toBe(text));
