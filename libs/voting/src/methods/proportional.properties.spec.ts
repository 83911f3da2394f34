import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareFractions, plus, rationalOf, type Fraction } from '../fraction.ts';
import {
  count,
  defaultSettings,
  type Ballot,
  type Choice,
  type MethodName,
  type ResultOf,
  type Rules,
} from '../index.ts';

const ids = ['a', 'b', 'c', 'd', 'e'];
const counted = <N extends MethodName>(method: N, ballots: readonly Ballot[], more: object = {}): ResultOf[N] => {
  const settings = { ...defaultSettings[method], ...more };
  const rules = { method, options: ids.map((id) => ({ id })), settings, rule: {}, reasons: 'off' };
  return count(rules as unknown as Rules<N>, ballots, 999n);
};
const times = fc.bigInt({ min: 1n, max: 5n });
const ballotsOf = (choice: fc.Arbitrary<Choice>) =>
  fc.array(fc.record({ choice, count: times }), { minLength: 1, maxLength: 8 });
const rankings = ballotsOf(
  fc.shuffledSubarray(ids, { minLength: 1 }).map((order) => ({ ranking: order.map((id) => [id]) })),
);
const sets = ballotsOf(fc.subarray(ids, { minLength: 1 }).map((options) => ({ options })));
const seats = fc.integer({ min: 1, max: 5 });
const sumOf = (ballots: readonly Ballot[]): bigint => ballots.reduce((sum, ballot) => sum + ballot.count!, 0n);
const amounts = (texts: Iterable<string>): Fraction =>
  [...texts].reduce((sum, text) => plus(sum, rationalOf(text)!), { a: 0n, b: 1n });
const isAtMost = (one: Fraction, other: Fraction): boolean => compareFractions(one, other) <= 0n;

test('exact STV makes and loses no vote at any stage, and nobody elected keeps more than the quota', () => {
  const quotas = fc.constantFrom('droop_integer', 'droop_exact', 'hare');
  fc.assert(
    fc.property(rankings, seats, quotas, (ballots, wanted, quota) => {
      const result = counted('stv_wigm_exact', ballots, { seats: wanted, quota });
      for (const { votes, nontransferable, action, candidate } of result.stages) {
        expect(amounts([...Object.values(votes), nontransferable])).toEqual({ a: sumOf(ballots), b: 1n });
        if (action === 'surplus') expect(votes[candidate!]).toBe(result.quota);
      }
      if (result.tied.length === 0) expect(result.winners).toHaveLength(wanted);
    }),
    { numRuns: 300 },
  );
});

test('Meek gives out no more votes than there are, and its quota follows what is left', () => {
  fc.assert(
    fc.property(rankings, seats, (ballots, wanted) => {
      const { rounds, winners, tied } = counted('stv_meek_prf', ballots, { seats: wanted });
      for (const { votes, quota } of rounds) {
        const total = amounts(Object.values(votes));
        expect(isAtMost(total, { a: sumOf(ballots), b: 1n })).toBe(true);
        const fits = { a: total.a, b: total.b * BigInt(wanted + 1) };
        expect(compareFractions(rationalOf(quota)!, fits) > 0n).toBe(true);
      }
      if (tied.length === 0) expect(winners).toHaveLength(wanted);
    }),
    { numRuns: 300 },
  );
});

test('a tie is none where every one of very many orders seats the same', () => {
  const few = Array.from('cdefghij', (id): Ballot => ({ choice: { ranking: [[id]] } }));
  const ballots = [...few, { choice: { ranking: [['a']] }, count: 12n }, { choice: { ranking: [['b']] }, count: 9n }];
  const options = Array.from('abcdefghij', (id) => ({ id }));
  const settings = { ...defaultSettings.stv_meek_prf, seats: 1 };
  const rules: Rules<'stv_meek_prf'> = { method: 'stv_meek_prf', options, settings, rule: {}, reasons: 'off' };
  expect(count(rules, ballots, 99n)).toMatchObject({ verdict: 'passed', winners: ['a'], tied: [] });
});

test('for one seat every STV elects whom the instant run-off elects, where no tie is met on the way', () => {
  fc.assert(
    fc.property(rankings, (ballots) => {
      const runoff = counted('irv', ballots);
      const meek = counted('stv_meek_prf', ballots, { seats: 1 });
      fc.pre(runoff.lots.length === 0 && meek.ties.length === 0);
      // Neither looks back here, so a round without a single lowest is a tie.
      const isClear = runoff.rounds.every((totals) => {
        const lowest = Object.values(totals).toSorted((a, b) => (a < b ? -1 : 1));
        return lowest.length < 2 || lowest[0] !== lowest[1];
      });
      fc.pre(isClear);
      expect(meek.winners).toEqual(runoff.winners);
      for (const method of ['stv_scottish', 'stv_wigm_prf', 'stv_wigm_exact'] as const)
        expect(counted(method, ballots, { seats: 1 }).winners).toEqual(runoff.winners);
    }),
    { numRuns: 500 },
  );
});

/** 1 + 1/2 + … for each ballot, over all committees, as plainly as it can be said. */
function bestCommittees(ballots: readonly Ballot[], wanted: number): string[][] {
  const supported = ids.filter((id) =>
    ballots.some(({ choice }) => 'options' in choice! && choice.options.includes(id)),
  );
  const size = Math.min(wanted, supported.length);
  const committees = Array.from({ length: 32 }, (_, mask) => ids.filter((__, at) => mask & (1 << at))).filter(
    (members) => members.length === size && members.every((id) => supported.includes(id)),
  );
  const scoreOf = (members: string[]): bigint =>
    ballots.reduce((sum, { choice, count: n }) => {
      const had = 'options' in choice! ? choice.options.filter((id) => members.includes(id)).length : 0;
      return sum + [0n, 60n, 90n, 110n, 125n, 137n][had]! * n!;
    }, 0n);
  const best = committees.map(scoreOf).toSorted((a, b) => (a > b ? -1 : 1))[0];
  return committees.filter((members) => scoreOf(members) === best);
}

test('PAV finds all the best committees, as trying all of them does', () => {
  fc.assert(
    fc.property(sets, seats, (ballots, wanted) => {
      const { winning_committees: found } = counted('pav', ballots, { seats: wanted });
      expect(new Set(found!.map(String))).toEqual(new Set(bestCommittees(ballots, wanted).map(String)));
    }),
    { numRuns: 300 },
  );
});

test('for one seat every rule of committees is approval, and each fills the seats that can be filled', () => {
  fc.assert(
    fc.property(sets, seats, (ballots, wanted) => {
      for (const method of ['approval_multiwinner', 'pav', 'seq_pav', 'seq_phragmen'] as const) {
        const { winners, tied } = counted(method, ballots, { seats: 1 });
        const most = counted('approval', ballots);
        expect([winners, tied]).toEqual([most.winners, most.tied]);
        const { winning_committees: committees, scores } = counted(method, ballots, { seats: wanted });
        const supported = Object.values(scores).filter((votes) => votes > 0n).length;
        for (const members of committees!) expect(members).toHaveLength(Math.min(wanted, supported));
      }
    }),
    { numRuns: 200 },
  );
});

const purses = fc.record({
  costs: fc.record(Object.fromEntries(ids.map((id) => [id, fc.integer({ min: 0, max: 12 }).map((n) => `${n}/2`)]))),
  budget: fc.integer({ min: 0, max: 20 }).map(String),
});

test('no budget is ever overspent, and the greedy one leaves nothing out that would fit', () => {
  fc.assert(
    fc.property(sets, purses, fc.constantFrom('cost', 'cardinality'), (ballots, purse, satisfaction) => {
      const budget = rationalOf(purse.budget)!;
      const greedy = counted('pb_greedy', ballots, purse);
      const shares = [null, '1/2'].map((increment) => counted('mes', ballots, { ...purse, satisfaction, increment }));
      for (const { selected, total_cost: cost } of [greedy, ...shares]) {
        expect(rationalOf(cost)).toEqual(amounts(selected.map((id) => purse.costs[id]!)));
        expect(isAtMost(rationalOf(cost)!, budget)).toBe(true);
      }
      fc.pre(greedy.tied.length === 0);
      for (const [id, votes] of Object.entries(greedy.votes))
        if (votes > 0n && !greedy.selected.includes(id))
          expect(isAtMost(amounts([greedy.total_cost, purse.costs[id]!]), budget)).toBe(false);
    }),
    { numRuns: 300 },
  );
});

test('with equal shares supporters pay each project in full, equally as far as their money goes, and nobody more than they have', () => {
  const zero: Fraction = { a: 0n, b: 1n };
  const scaled = ({ a, b }: Fraction, by: bigint): Fraction => ({ a: a * by, b });
  fc.assert(
    fc.property(sets, purses, fc.constantFrom('cost', 'cardinality'), (ballots, purse, satisfaction) => {
      const { order, rho, share, tied } = counted('mes', ballots, { ...purse, satisfaction, increment: null });
      fc.pre(tied.length === 0);
      const money = ballots.map(() => rationalOf(share)!);
      for (const [at, id] of order.entries()) {
        const cost = rationalOf(purse.costs[id]!)!;
        const price = rationalOf(rho[at]!)!;
        const cap = satisfaction === 'cost' ? { a: price.a * cost.a, b: price.b * cost.b } : price;
        let paid = zero;
        for (const [voter, { choice, count: n }] of ballots.entries()) {
          if (!('options' in choice) || !choice.options.includes(id)) continue;
          const pays = isAtMost(cap, money[voter]!) ? cap : money[voter]!;
          paid = plus(paid, scaled(pays, n));
          money[voter] = plus(money[voter]!, { a: -pays.a, b: pays.b });
          expect(money[voter]!.a >= 0n).toBe(true);
        }
        expect(compareFractions(paid, cost)).toBe(0n);
      }
    }),
    { numRuns: 300 },
  );
});

test('equal shares report a tie where it matters what is bought first, not where all is bought in any order, at every step of the shares', () => {
  const costs = { a: '9', b: '18.48', c: '24.46', d: '0', e: '0' };
  const tied = (budget: string, ...approved: string[][]): readonly string[] =>
    counted(
      'mes',
      approved.map((options) => ({ choice: { options }, count: 1n })),
      { costs, budget, satisfaction: 'cost', increment: '1' },
    ).tied;
  expect(tied('63.98', ['a', 'b', 'c'], ['a', 'b'])).toEqual([]);
  expect(tied('30', ['b', 'c'], ['b', 'c'])).toEqual(['b', 'c']);
  // The poorer of them pays all they have for what comes second: still each is bought, whichever comes first.
  expect(tied('45', ['b', 'c'], ['b'], ['c'])).toEqual([]);
});

test('majority judgment is what taking one median grade off each, again and again, says', () => {
  const grades = ballotsOf(
    fc.record(Object.fromEntries(ids.map((id) => [id, fc.integer({ min: 0, max: 3 })]))).map((points) => ({ points })),
  );
  /** The grades in the order in which they are the median. */
  const medians = (id: string, ballots: readonly Ballot[]): string => {
    const row = ballots
      .flatMap(({ choice, count: n }) =>
        Array.from({ length: Number(n) }, () => ('points' in choice! ? choice.points[id]! : 0)),
      )
      .toSorted((a, b) => a - b);
    const taken: number[] = [];
    while (row.length > 0) taken.push(...row.splice(Math.floor((row.length - 1) / 2), 1));
    return taken.join('');
  };
  fc.assert(
    fc.property(grades, (ballots) => {
      const { ranking } = counted('majority_judgment', ballots, { max: 3 });
      const byMedians = Object.groupBy(ids, (id) => medians(id, ballots));
      const best = Object.keys(byMedians).toSorted().toReversed();
      expect(ranking).toEqual(best.map((key) => byMedians[key]));
    }),
    { numRuns: 400 },
  );
});

test('who wins alone still wins when one ballot puts them first', () => {
  const monotone = ['borda', 'schulze', 'ranked_pairs', 'minimax', 'copeland'] as const;
  fc.assert(
    fc.property(rankings, fc.constantFrom(...monotone), fc.nat(), (ballots, method, at) => {
      const { winners } = counted(method, ballots);
      fc.pre(winners.length === 1);
      const [winner] = winners as [string];
      const raised = ballots.map((ballot, place) => {
        if (place !== at % ballots.length || !('ranking' in ballot.choice)) return ballot;
        const rest = ballot.choice.ranking.filter(([id]) => id !== winner);
        return { ...ballot, choice: { ranking: [[winner], ...rest] } };
      });
      expect(counted(method, raised).winners).toContain(winner);
    }),
    { numRuns: 500 },
  );
});
