import { expect, test } from 'vitest';
import { count, defaultSettings, otherCounts, type Ballot, type MethodName, type Rules } from './index.ts';

const rulesOf = (method: MethodName, ids: string, settings: unknown = defaultSettings[method]): Rules =>
  ({ method, settings, options: [...ids].map((id) => ({ id })), rule: {}, reasons: 'off' }) as never;
/** "3 abc": three ballots that put a before b before c. */
const ballotsOf = (...rows: string[]): Ballot[] =>
  rows.map((row) => {
    const [times, order] = row.split(' ') as [string, string];
    return { count: BigInt(times), choice: { ranking: [...order].map((id) => [id]) } };
  });
const winnersOf = (method: MethodName, ids: string, ballots: Ballot[], electors: bigint) =>
  Object.fromEntries(
    otherCounts(rulesOf(method, ids), ballots, electors).map((one) => [one.method, one.winners.join('')]),
  );

// The vote on the capital of Tennessee: Memphis, Nashville, Chattanooga, Knoxville.
const tennessee = ballotsOf('42 mnck', '26 nckm', '15 cknm', '17 kcnm');

test('the others elect whom they would have elected by themselves: by duels Nashville, by run-off Knoxville', () => {
  const said = winnersOf('schulze', 'mnck', tennessee, 100n);
  expect(said).toEqual({ borda: 'n', copeland: 'n', irv: 'k', minimax: 'n', ranked_pairs: 'n' });
  for (const [method, winners] of Object.entries(said))
    expect(count(rulesOf(method as MethodName, 'mnck'), tennessee, 100n)).toMatchObject({ winners: [...winners] });
});

test('of a vote counted by run-off the other five are told, and of one seat by transferable vote all six', () => {
  expect(Object.keys(winnersOf('irv', 'mnck', tennessee, 100n))).toEqual([
    'borda',
    'copeland',
    'minimax',
    'ranked_pairs',
    'schulze',
  ]);
  expect(otherCounts(rulesOf('stv_scottish', 'mnck', { seats: 1 }), tennessee, 100n)).toHaveLength(6);
});

test('a tie is a tie: who is level stands in both lists', () => {
  const cycle = ballotsOf('1 abc', '1 bca', '1 cab');
  const other = otherCounts(rulesOf('schulze', 'abc'), cycle, 3n).find(({ method }) => method === 'copeland');
  expect(other).toEqual({ method: 'copeland', winners: ['a', 'b', 'c'], tied: ['a', 'b', 'c'] });
});

test('nothing is said of several seats, of other ballots, or where nobody voted', () => {
  expect(otherCounts(rulesOf('stv_scottish', 'mnck'), tennessee, 100n)).toEqual([]);
  const approvals: Ballot[] = [{ choice: { options: ['a'] } }];
  expect(otherCounts(rulesOf('approval', 'ab'), approvals, 3n)).toEqual([]);
  expect(otherCounts(rulesOf('schulze', 'ab'), [], 3n)).toEqual([]);
});

test('equal ballots count together, in any order, and very long lists are not compared', () => {
  const one = tennessee.flatMap(({ choice, count: times }) =>
    Array.from({ length: Number(times) }, () => ({ choice })),
  );
  expect(winnersOf('schulze', 'mnck', one.toReversed(), 100n)).toEqual(winnersOf('schulze', 'mnck', tennessee, 100n));
  expect(otherCounts(rulesOf('schulze', 'abcdefghijklm'), ballotsOf('1 abc'), 3n)).toEqual([]);
});
