import { expect, test } from 'vitest';
import {
  checkBallot,
  checkRules,
  count,
  defaultSettings,
  toPlain,
  type Choice,
  type MethodName,
  type Rules,
} from '../index.ts';

const options = [{ id: 'a' }, { id: 'b' }, { id: 'c' }, { id: 'gone', withdrawn: true }];
const rulesFor = <N extends MethodName>(method: N, more: object = {}): Rules<N> =>
  ({
    method,
    options,
    settings: { ...defaultSettings[method], ...more },
    rule: {},
    reasons: 'off',
  }) as unknown as Rules<N>;
const limits: Partial<Record<MethodName, object>> = {
  approval: { min: 1, max: 2 },
  dot_vote: { dots: 5, spend: 'all' },
};

test.each<[MethodName, unknown, string | null]>([
  ['plurality', { option: 'a' }, null],
  ['plurality', { option: 'x' }, 'OPTION_UNKNOWN'],
  ['plurality', { option: 'gone' }, 'OPTION_WITHDRAWN'],
  ['plurality', { options: ['a'] }, 'WRONG_SHAPE'],
  ['approval', { options: ['a', 'b'] }, null],
  ['approval', { options: [] }, 'TOO_FEW'],
  ['approval', { options: ['a', 'b', 'c'] }, 'TOO_MANY'],
  ['approval', { options: ['a', 'a'] }, 'RANK_DUPLICATE'],
  ['approval', { options: ['a', 'gone'] }, 'OPTION_WITHDRAWN'],
  ['score', { points: { a: 5, b: 0 } }, null],
  ['score', { points: { a: 6 } }, 'SCORE_RANGE'],
  ['score', { points: { a: -1 } }, 'SCORE_RANGE'],
  ['score', { points: { a: 1.5 } }, 'SCORE_RANGE'],
  ['score', { points: { a: '3' } }, 'SCORE_RANGE'],
  ['score', { points: { x: 3 } }, 'OPTION_UNKNOWN'],
  ['star', { points: { a: 6 } }, 'SCORE_RANGE'],
  ['dot_vote', { points: { a: 3, b: 2 } }, null],
  ['dot_vote', { points: { a: 3, b: 3 } }, 'DOTS_EXCEEDED'],
  ['dot_vote', { points: { a: 3 } }, 'DOTS_UNSPENT'],
  ['dot_vote', { points: { a: -1, b: 6 } }, 'SCORE_RANGE'],
  ['date', { answers: { a: 'yes', b: 'maybe' } }, null],
  ['date', { answers: { a: 'perhaps' } }, 'WRONG_SHAPE'],
  ['date', { answers: { x: 'no' } }, 'OPTION_UNKNOWN'],
  ['irv', { ranking: [['a'], ['b']] }, null],
  ['schulze', { ranking: [['a', 'b'], ['c']] }, null],
  ['schulze', { ranking: [['a'], ['a']] }, 'RANK_DUPLICATE'],
  ['schulze', { ranking: [['a', 'a']] }, 'RANK_DUPLICATE'],
  ['schulze', { ranking: [[]] }, 'TOO_FEW'],
  ['schulze', { ranking: [['x']] }, 'OPTION_UNKNOWN'],
  ['borda', { option: 'a' }, 'WRONG_SHAPE'],
  ['stv_scottish', { ranking: [['a'], ['b']] }, null],
  ['stv_scottish', { ranking: [['a', 'b']] }, 'RANK_TIED'],
  ['stv_scottish', { abstain: true }, null],
])('a %s ballot %j: %s', (method, choice, fault) =>
  expect(checkBallot(rulesFor(method, limits[method]), choice as Choice, null)).toBe(fault),
);

test('a withdrawn option leaves the count: rankings close up, points and approvals for it are void', () => {
  const ranking = (...ids: string[]): Choice => ({ ranking: ids.map((id) => [id]) });
  const ranked = [
    { choice: ranking('gone', 'b'), count: 3n },
    { choice: ranking('a'), count: 2n },
  ];
  expect(count(rulesFor('irv'), ranked, 9n)).toMatchObject({ winners: ['b'], rounds: [{ a: 2n, b: 3n, c: 0n }] });
  const points = [{ choice: { points: { gone: 5, a: 1 } } }];
  expect(count(rulesFor('score'), points, 9n).scores).toEqual({ a: 1n, b: 0n, c: 0n });
  const only = [{ choice: { options: ['gone'] } }];
  expect(count(rulesFor('approval'), only, 9n)).toMatchObject({
    verdict: 'no_result',
    turnout: { cast: 1n, abstain: 1n },
  });
});

test('a quorum comes before the winner, and a choice in which nobody got a vote has no result', () => {
  const quorum = { of: 'electorate', fraction: '1/2', abstain_counts: false } as const;
  const rules: Rules<'plurality'> = { ...rulesFor('plurality'), rule: { quorum } };
  const ballots = [
    { choice: { option: 'a' }, count: 4n },
    { choice: { abstain: true } as const, count: 3n },
  ];
  expect(count(rules, ballots, 9n)).toMatchObject({
    verdict: 'no_quorum',
    winners: [],
    quorum: { had: 4n, needed: 5n },
  });
  expect(count(rules, ballots, 8n)).toMatchObject({ verdict: 'passed', code: 'passed', winners: ['a'] });
  expect(count({ ...rules, rule: {} }, ballots.slice(1), 8n)).toMatchObject({ verdict: 'no_result', code: 'no_votes' });
});

test('a threshold on the winner may leave nobody elected', () => {
  const rules: Rules<'plurality'> = {
    ...rulesFor('plurality'),
    rule: { base: 'yes_no', threshold: '1/2', compare: 'gt' },
  };
  const ballots = (a: bigint, b: bigint, c: bigint) =>
    Object.entries({ a, b, c }).map(([option, n]) => ({ choice: { option }, count: n }));
  expect(checkRules(rules)).toBeNull();
  expect(count(rules, ballots(5n, 3n, 2n), 10n)).toMatchObject({ verdict: 'failed', code: 'threshold', winners: [] });
  expect(count(rules, ballots(6n, 2n, 2n), 10n)).toMatchObject({ verdict: 'passed', winners: ['a'] });
});

test('a tie for the last seat is reported, or settled by the order that was drawn', () => {
  const rules = rulesFor('approval', { seats: 2 });
  const ballots = [{ choice: { options: ['a', 'b', 'c'] } }, { choice: { options: ['c'] } }];
  expect(count(rules, ballots, 9n)).toMatchObject({ verdict: 'tied', winners: ['a', 'b', 'c'], tied: ['a', 'b'] });
  expect(count(rules, ballots, 9n, ['b', 'a', 'c'])).toMatchObject({
    verdict: 'passed',
    winners: ['b', 'c'],
    tied: [],
  });
  expect(() => count(rules, ballots, 9n, ['c'])).toThrow('names none of the tied');
});

test('an STV tie that decides stops the count there; one that does not is passed over', () => {
  const rules = rulesFor('stv_scottish', { seats: 1 });
  const strict = (text: string, n: bigint) => ({ choice: { ranking: Array.from(text, (id) => [id]) }, count: n });
  const close = count(rules, [strict('ab', 2n), strict('ba', 2n), strict('c', 3n)], 9n);
  expect(close).toMatchObject({ verdict: 'tied', winners: ['a', 'b'], tied: ['a', 'b'] });
  expect(close.stages.map(({ action }) => action)).toEqual(['first']);
  const clear = count(rules, [strict('ac', 1n), strict('bc', 1n), strict('c', 2n)], 9n);
  expect(clear).toMatchObject({ verdict: 'passed', winners: ['c'], tied: [] });
});

test('of dates with equal points the one with more who can surely come wins, then the earlier', () => {
  const starts = { a: '2027-03-02T18:00:00Z', b: '2027-03-01T18:00:00Z', c: '2027-03-03T18:00:00Z' };
  const answers = (given: Record<string, 'yes' | 'maybe' | 'no'>, n = 1n) => ({ choice: { answers: given }, count: n });
  const rules = rulesFor('date', { starts });
  const sure = [answers({ a: 'maybe', c: 'yes' }), answers({ a: 'maybe' })];
  expect(count(rules, sure, 9n)).toMatchObject({ winners: ['c'], scores: { a: 2n, b: 0n, c: 2n }, maybe: { a: 2n } });
  expect(count(rules, [answers({ a: 'yes', b: 'yes', c: 'maybe' })], 9n)).toMatchObject({
    verdict: 'passed',
    winners: ['b'],
  });
  expect(count(rules, [answers({ a: 'no' })], 9n).verdict).toBe('no_result');
});

test('of the Irish kind: a shared rank with several continuing options exhausts a ballot for good, a skipped one does not', () => {
  const ballots = [
    { choice: { ranking: [['a'], [], ['b']] }, count: 2n },
    { choice: { ranking: [['b', 'c'], ['a']] }, count: 4n },
    { choice: { ranking: [['b']] }, count: 3n },
    { choice: { ranking: [['c']] }, count: 3n },
  ];
  const { rounds, exhausted, winners } = count(rulesFor('irv'), ballots, 20n);
  expect(rounds).toEqual([
    { a: 2n, b: 3n, c: 3n },
    { b: 5n, c: 3n },
  ]);
  expect([exhausted, winners]).toEqual([[4n, 4n], ['b']]);
});

test('a result as JSON has decimal text for whole numbers and loses nothing', () => {
  const result = count(rulesFor('borda'), [{ choice: { ranking: [['a']] } }], 2n);
  expect(toPlain(result)).toEqual({
    verdict: 'passed',
    code: 'passed',
    turnout: { cast: '1', abstain: '0', silent: '1', electors: '2' },
    quorum: null,
    winners: ['a'],
    tied: [],
    scores: { a: '3', b: '3/2', c: '3/2' },
    ranking: [['a'], ['b', 'c']],
  });
});
