import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  countPacked,
  count,
  defaultSettings,
  packBallots,
  packRankings,
  type Ballot,
  type MethodName,
  type Rules,
} from '../index.ts';

const ids = ['e', 'a', 'd', 'b', 'c'];
const strict = ['stv_scottish', 'stv_wigm_prf', 'stv_wigm_exact'] as const;
const free = ['irv', 'schulze', 'ranked_pairs', 'minimax', 'copeland'] as const;
const rulesFor = <N extends MethodName>(method: N, more: object = {}, gone: readonly string[] = []): Rules<N> =>
  ({
    method,
    options: ids.map((id) => ({ id, withdrawn: gone.includes(id) })),
    settings: defaultSettings[method] && { ...defaultSettings[method], ...more },
    rule: {},
    reasons: 'off',
  }) as unknown as Rules<N>;

const order = fc.shuffledSubarray(ids, { minLength: 1 });
const withTies = fc.tuple(order, fc.infiniteStream(fc.boolean())).map(([named, joins]) => {
  const ranking: string[][] = [];
  for (const id of named) {
    const last = ranking.at(-1);
    if (last && joins.next().value) last.push(id);
    else ranking.push([id]);
  }
  return ranking;
});
const ballotsOf = (ranking: fc.Arbitrary<string[][]>): fc.Arbitrary<Ballot[]> =>
  fc.array(
    fc.record({
      choice: fc.oneof(
        { weight: 9, arbitrary: ranking.map((ranks) => ({ ranking: ranks })) },
        fc.constant({ abstain: true } as const),
        fc.constant(null),
      ),
      count: fc.bigInt({ min: 0n, max: 4n }),
    }),
    { maxLength: 12 },
  );
const settings = fc.record({
  seats: fc.integer({ min: 1, max: 4 }),
  unranked: fc.constantFrom('last', 'ignore'),
  strength: fc.constantFrom('winning', 'margins'),
});
const withdrawn = fc.subarray(ids, { maxLength: 2 });
const tieOrder = fc.option(fc.shuffledSubarray(ids, { minLength: 5 }));

test('packed rankings come to what the plain count says, in every figure', () => {
  const votes = fc.oneof(
    fc.tuple(fc.constantFrom<MethodName>(...strict), ballotsOf(order.map((named) => named.map((id) => [id])))),
    fc.tuple(fc.constantFrom<MethodName>(...free), ballotsOf(withTies)),
  );
  fc.assert(
    fc.property(votes, settings, withdrawn, tieOrder, ([method, ballots], more, gone, byLot) => {
      const rules = rulesFor(method, more, gone);
      const packed = packBallots(rules.options, ballots);
      expect(countPacked(rules, packed!, 99n, byLot)).toEqual(count(rules, ballots, 99n, byLot));
    }),
    { numRuns: 1500 },
  );
});

test('very many ballots are packed by themselves', () => {
  const ballots = Array.from({ length: 6000 }, (_, at) => ({
    choice: { ranking: at % 3 === 0 ? [['a', 'b']] : at % 3 === 1 ? [['b'], ['c']] : [['c'], ['a']] },
  }));
  const few = ballots.slice(0, 3).map((ballot) => ({ ...ballot, count: 2000n }));
  expect(count(rulesFor('schulze'), ballots, 6000n)).toEqual(count(rulesFor('schulze'), few, 6000n));
});

test('what does not fit into numbers is not packed', () => {
  const options = (n: number) => Array.from({ length: n }, (_, at) => ({ id: `o${at}` }));
  const ballot = (count: bigint): Ballot => ({ choice: { ranking: [['o1']] }, count });
  expect(packBallots(options(128), [ballot(2n ** 53n - 1n)])).not.toBeNull();
  expect(packBallots(options(129), [ballot(1n)])).toBeNull();
  expect(packBallots(options(2), [ballot(2n ** 53n)])).toBeNull();
  expect(packBallots(options(2), [{ choice: { option: 'o1' } }])).toBeNull();
  expect(() => packBallots(options(2), [ballot(-1n)])).toThrow('less than nothing');
  expect(() => packRankings(ids, [[5]])).toThrow('there is no option 5');
  expect(() => countPacked(rulesFor('score'), packRankings(ids, []), 9n)).toThrow('does not count packed rankings');
  expect(() => countPacked(rulesFor('irv'), packRankings(ids, [[0], [1]]), 1n)).toThrow('more ballots than electors');
});
