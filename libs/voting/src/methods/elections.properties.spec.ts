import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  count,
  defaultSettings,
  type Ballot,
  type Choice,
  type MethodName,
  type ResultOf,
  type Rules,
} from '../index.ts';

const strict = ['stv_scottish', 'stv_wigm_prf', 'stv_wigm_exact', 'stv_meek_prf'] as const;
const rankings = ['irv', 'borda', 'schulze', 'ranked_pairs', 'minimax', 'copeland', ...strict] as const;
const points = ['score', 'star', 'dot_vote', 'majority_judgment'] as const;
const approvals = ['approval', 'approval_multiwinner', 'pav', 'seq_pav', 'seq_phragmen', 'mes', 'pb_greedy'] as const;
type Name = (typeof rankings)[number] | (typeof points)[number] | (typeof approvals)[number] | 'plurality' | 'date';
const isOf = <N extends Name>(names: readonly N[], name: Name): name is N => (names as readonly Name[]).includes(name);

/** Projects whose costs leave some out. */
const purse = { costs: { a: '2', b: '2', c: '7/2', d: '1', e: '0', unwanted: '0' }, budget: '5' };

const rulesFor = <N extends MethodName>(method: N, ids: readonly string[], more: object = {}): Rules<N> =>
  ({
    method,
    options: ids.map((id) => ({ id })),
    settings: { ...defaultSettings[method], ...('costs' in (defaultSettings[method] ?? {}) && purse), ...more },
    rule: {},
    reasons: 'off',
  }) as unknown as Rules<N>;

const five = ['a', 'b', 'c', 'd', 'e'];
const someIds = fc.integer({ min: 2, max: 4 }).map((size) => five.slice(0, size));
const times = fc.bigInt({ min: 1n, max: 4n });

/** A ranking with or without ties, cut off anywhere. */
const rankingOf = (ids: readonly string[], isStrict: boolean): fc.Arbitrary<Choice> =>
  fc.tuple(fc.shuffledSubarray([...ids], { minLength: 1 }), fc.infiniteStream(fc.boolean())).map(([order, joins]) => {
    const ranking: string[][] = [];
    for (const id of order) {
      const last = ranking.at(-1);
      if (last && !isStrict && joins.next().value) last.push(id);
      else ranking.push([id]);
    }
    return { ranking };
  });

function choiceFor(method: Name, ids: readonly string[]): fc.Arbitrary<Choice> {
  if (method === 'plurality') return fc.constantFrom(...ids).map((option) => ({ option }));
  if (isOf(approvals, method)) return fc.subarray([...ids], { minLength: 1 }).map((options) => ({ options }));
  const keyed = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> =>
    fc.dictionary(fc.constantFrom(...ids), value, { noNullPrototype: true });
  if (method === 'date')
    return keyed(fc.constantFrom('yes' as const, 'maybe' as const, 'no' as const)).map((answers) => ({ answers }));
  if (isOf(points, method))
    return keyed(fc.integer({ min: 0, max: method === 'dot_vote' ? 2 : 5 })).map((given) => ({ points: given }));
  return rankingOf(ids, isOf(strict, method));
}

const anyVote = (names: readonly Name[]): fc.Arbitrary<readonly [Rules<Name>, Ballot[]]> =>
  fc.tuple(fc.constantFrom(...names), someIds).chain(([method, ids]) => {
    const choice = fc.oneof({ weight: 9, arbitrary: choiceFor(method, ids) }, fc.constant<Choice>({ abstain: true }));
    const ballots = fc.array(fc.record({ choice, count: times }), { maxLength: 6 });
    return fc.tuple(fc.constant(rulesFor(method, ids)), ballots);
  });
const everyMethod: readonly Name[] = [...rankings, ...points, ...approvals, 'plurality', 'date'];

/** A result without the one thing that follows the order of options: who comes first of those that are elected together. */
const unordered = (result: ResultOf[Name]): object => {
  if (!('elected_order' in result)) return result;
  const elected_order = result.elected_order.toSorted();
  if (!('ties' in result)) return { ...result, elected_order };
  const rounds = result.rounds.map((round) => ({ ...round, elected: round.elected.toSorted() }));
  return { ...result, elected_order, rounds };
};

test('the order of ballots and options never matters, nor whether equal ballots come together', () => {
  fc.assert(
    fc.property(anyVote(everyMethod), ([rules, ballots]) => {
      const expected = unordered(count(rules, ballots, 99n));
      const reversed = { ...rules, options: rules.options.toReversed() };
      expect(unordered(count(reversed, ballots.toReversed(), 99n))).toEqual(expected);
      const copies = ballots.flatMap(({ choice, count: n }) => Array.from({ length: Number(n) }, () => ({ choice })));
      expect(unordered(count(rules, copies, 99n))).toEqual(expected);
    }),
    { numRuns: 800 },
  );
});

test('who could win a tie is everybody who wins by some order, and nobody else is certain', () => {
  const permutations = (ids: readonly string[]): string[][] =>
    ids.length === 0
      ? [[]]
      : ids.flatMap((id) => permutations(ids.filter((one) => one !== id)).map((rest) => [id, ...rest]));
  fc.assert(
    fc.property(anyVote(everyMethod), ([rules, ballots]) => {
      const { winners, tied, verdict } = count(rules, ballots, 99n);
      const settled = permutations(rules.options.map(({ id }) => id)).map((order) => count(rules, ballots, 99n, order));
      const everyWinner = new Set(settled.flatMap((one) => one.winners));
      expect([...everyWinner].toSorted()).toEqual(winners);
      const unsure = winners.filter((id) => !settled.every((one) => one.winners.includes(id)));
      expect(tied).toEqual(unsure);
      expect(verdict === 'tied').toBe(unsure.length > 0);
      expect(settled.every((one) => one.tied.length === 0)).toBe(true);
    }),
    { numRuns: 800 },
  );
});

test('what nobody voted for never wins, and abstaining changes no winner', () => {
  const kinds = everyMethod.filter((name) => !isOf(strict, name));
  fc.assert(
    fc.property(anyVote(kinds), ([rules, ballots]) => {
      const options = [...rules.options, { id: 'unwanted' }];
      const settings = rules.settings && 'seats' in rules.settings ? { ...rules.settings, seats: 9 } : rules.settings;
      const wider = { ...rules, options, settings } as Rules<Name>;
      const result = count(wider, ballots, 99n);
      expect(result.winners).not.toContain('unwanted');
      const more = count(wider, [...ballots, { choice: { abstain: true }, count: 5n }], 99n);
      expect(more.winners).toEqual(result.winners);
      expect(more.turnout.abstain).toBe(result.turnout.abstain + 5n);
    }),
    { numRuns: 300 },
  );
});

const duelNames = ['schulze', 'ranked_pairs', 'minimax', 'copeland'] as const;
const anyRankings = someIds.chain((ids) =>
  fc.tuple(
    fc.constant(ids),
    fc.array(fc.record({ choice: rankingOf(ids, false), count: times }), { minLength: 1, maxLength: 6 }),
  ),
);

test('whoever wins every duel wins by every count of duels; losers of every duel do not', () => {
  fc.assert(
    fc.property(anyRankings, ([ids, ballots]) => {
      for (const [method, more] of [
        ...duelNames.map((name) => [name, {}] as const),
        ['schulze', { strength: 'margins' }] as const,
        ['schulze', { strength: 'ratio' }] as const,
        ['ranked_pairs', { strength: 'winning' }] as const,
        ['minimax', { variant: 'margins' }] as const,
      ]) {
        const {
          condorcet_winner: best,
          condorcet_loser: worst,
          winners,
        } = count(rulesFor(method, ids, more), ballots, 99n);
        expect(best === null || winners.join() === best).toBe(true);
        expect(method === 'minimax' || worst === null || !winners.includes(worst)).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

test('Schulze and ranked pairs stay in the Smith set, which beats everybody outside it', () => {
  fc.assert(
    fc.property(anyRankings, ([ids, ballots]) => {
      for (const method of ['schulze', 'ranked_pairs', 'copeland'] as const) {
        const { winners, smith_set: smith, pairwise } = count(rulesFor(method, ids), ballots, 99n);
        expect(winners.filter((id) => !smith.includes(id))).toEqual([]);
        const outside = ids.filter((id) => !smith.includes(id));
        const isBeaten = smith.every((a) => outside.every((b) => pairwise[a]![b]! > pairwise[b]![a]!));
        expect(isBeaten).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

const scaled = (text: string): bigint => {
  const [whole, part = ''] = text.split('.');
  return BigInt(whole!) * 100_000n + BigInt(part.padEnd(5, '0'));
};

test('STV fills its seats or reports a tie, and at every stage no vote is made or lost but by truncation', () => {
  const anyBallots = fc.array(fc.record({ choice: rankingOf(five, true), count: times }), {
    minLength: 1,
    maxLength: 12,
  });
  fc.assert(
    fc.property(anyBallots, fc.integer({ min: 1, max: 6 }), (ballots, seats) => {
      const rules = rulesFor('stv_scottish', five, { seats });
      const { winners, tied, verdict, stages, quota, elected_order: elected } = count(rules, ballots, 99n, five);
      expect([winners.length, tied, verdict]).toEqual([Math.min(seats, five.length), [], 'passed']);
      expect(elected.toSorted()).toEqual(winners);
      const valid = ballots.reduce((sum, ballot) => sum + ballot.count, 0n);
      expect(quota).toBe(String(valid / BigInt(seats + 1) + 1n));
      const losses = stages.map(({ votes, nontransferable }) =>
        [...Object.values(votes), nontransferable].reduce((left, text) => left - scaled(text), valid * 100_000n),
      );
      // One truncation for each paper that a surplus moves, each less than a hundred-thousandth.
      for (const [at, loss] of losses.entries()) {
        const before = losses[at - 1] ?? 0n;
        expect(loss >= before && loss - before <= (stages[at]!.action === 'surplus' ? valid : 0n)).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});
