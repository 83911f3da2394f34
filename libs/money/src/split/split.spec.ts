import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { debtsOf, fewestTransfers, sharesOf, transfersOwed, turnOf, type Standing, type Transfer } from '../index.ts';

const names = 'abcdefghijklmnopqrst'.split('');

/** Standings of n people that add up to zero; small amounts, so that groups that settle among themselves are frequent. */
const standings = (most: number): fc.Arbitrary<Standing[]> =>
  fc.array(fc.bigInt({ min: -9n, max: 9n }), { minLength: 1, maxLength: most - 1 }).map((amounts) => {
    const last = -amounts.reduce((sum, one) => sum + one, 0n);
    return [...amounts, last].map((minor, at) => ({ who: names[at]!, minor }));
  });

function after(before: readonly Standing[], transfers: readonly Transfer[]): Map<string, bigint> {
  const left = new Map(before.map(({ who, minor }) => [who, minor]));
  for (const { from, to, minor } of transfers) {
    left.set(from, left.get(from)! + minor);
    left.set(to, left.get(to)! - minor);
  }
  return left;
}

/** The fewest by trying: people without a standing drop out, the first pays or is paid by each of the others in turn. */
function fewestByTrying(amounts: readonly bigint[]): number {
  const [first, ...rest] = amounts.filter((amount) => amount !== 0n);
  if (first === undefined) return 0;
  return (
    1 +
    Math.min(
      ...rest.flatMap((other, at) => (other > 0n === first > 0n ? [] : [fewestByTrying(rest.with(at, other + first))])),
    )
  );
}

test('every standing is settled by at most n - 1 payments, each above zero, whatever the order of the list', () => {
  fc.assert(
    fc.property(standings(20), (before) => {
      const transfers = fewestTransfers(before);
      expect([...after(before, transfers).values()].every((left) => left === 0n)).toBe(true);
      expect(transfers.every(({ minor }) => minor > 0n)).toBe(true);
      expect(transfers.length).toBeLessThanOrEqual(Math.max(0, before.filter(({ minor }) => minor !== 0n).length - 1));
      expect(fewestTransfers(before.toReversed())).toEqual(transfers);
    }),
    { numRuns: 60 },
  );
});

test('no way has fewer payments', () => {
  fc.assert(
    fc.property(standings(7), (before) => {
      expect(fewestTransfers(before).length).toBe(fewestByTrying(before.map(({ minor }) => minor)));
    }),
  );
});

test('standings that do not add up, or name one person twice, are refused', () => {
  expect(() => fewestTransfers([{ who: 'a', minor: 1n }])).toThrow('add up');
  expect(() =>
    fewestTransfers([
      { who: 'a', minor: 1n },
      { who: 'a', minor: -1n },
    ]),
  ).toThrow('twice');
});

test('who only pays those they owe sets off what the other owes them', () => {
  const debts = [
    { from: 'a', to: 'b', minor: 500n },
    { from: 'b', to: 'a', minor: 700n },
    { from: 'b', to: 'c', minor: 100n },
    { from: 'c', to: 'b', minor: 100n },
    { from: 'a', to: 'a', minor: 3n },
  ];
  expect(transfersOwed(debts)).toEqual([{ from: 'b', to: 'a', minor: 200n }]);
});

test.each([
  ['evenly, the odd cent to whose turn it is', { mode: 'even', people: ['b', 'a', 'c'] }, 1, [333n, 334n, 333n]],
  ['by weights', { mode: 'weights', weights: { a: 2n, b: 1n, c: 0n } }, 0, [667n, 333n, 0n]],
  ['by percent', { mode: 'percent', hundredths: { a: 3333n, b: 3333n, c: 3334n } }, 0, [333n, 333n, 334n]],
  ['by amounts', { mode: 'exact', amounts: { a: 1n, b: 2n, c: 997n } }, 0, [1n, 2n, 997n]],
  ['with more for one', { mode: 'adjusted', people: ['a', 'b', 'c'], more: { c: 100n } }, 0, [300n, 300n, 400n]],
  [
    'by items, the tip as what each had',
    {
      mode: 'items',
      items: [
        { minor: 600n, people: ['a', 'b'] },
        { minor: 200n, people: ['c'] },
      ],
    },
    0,
    [375n, 375n, 250n],
  ],
] as const)('10.00 is shared %s', (_, split, turn, shares) => {
  const read = sharesOf(1000n, split, turn);
  expect(read.ok && [...read.shares]).toEqual(shares.map((share, at) => ['abc'[at], share]));
});

test.each([
  ['nobody', { mode: 'even', people: [] }, 'nobody', 1000n],
  ['99 %', { mode: 'percent', hundredths: { a: 9900n } }, 'percent-not-whole', 10n],
  ['too much', { mode: 'exact', amounts: { a: 1200n } }, 'amounts-not-whole', -200n],
  [
    'less than nothing',
    { mode: 'adjusted', people: ['a', 'b'], more: { a: -900n, b: 900n } },
    'share-below-zero',
    -400n,
  ],
  ['an item of nobody', { mode: 'items', items: [{ minor: 5n, people: [] }] }, 'item-without-people', 5n],
] as const)('%s is no way to share 10.00, and says what is unassigned', (_, split, fault, unassigned) => {
  expect(sharesOf(1000n, split)).toEqual({ ok: false, fault, unassigned });
});

test('shares add up, are within a unit of what is exact, and over all turns nobody pays the odd units more often', () => {
  const people = fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(fc.bigInt({ min: -100_000n, max: 100_000n }), people, (total, who) => {
      const n = BigInt(who.length);
      const all = new Map(who.map((one) => [one, 0n]));
      for (let turn = 0; turn < who.length; turn += 1) {
        const read = sharesOf(total, { mode: 'even', people: who }, turn);
        if (!read.ok) throw new Error(read.fault);
        for (const [one, share] of read.shares) {
          const off = share * n - total;
          expect(off < n && off > -n).toBe(true);
          all.set(one, all.get(one)! + share);
        }
      }
      expect([...all.values()]).toEqual(who.map(() => total));
    }),
  );
});

test('the odd cent of the sample bill falls as in the sample book', () => {
  const turn = turnOf((bytes) => createHash('sha256').update(bytes).digest(), 'B-1');
  const read = sharesOf(10_000n, { mode: 'even', people: ['a', 'b', 'c'] }, turn);
  expect(read.ok && [...read.shares.values()]).toEqual([3334n, 3333n, 3333n]);
});

test('of one bill those who owe it pay those who laid it out, exactly', () => {
  fc.assert(
    fc.property(standings(12), (bill) => {
      const debts = debtsOf(bill);
      expect([...after(bill, debts).values()].every((left) => left === 0n)).toBe(true);
      const owes = (who: string): bigint => bill.find((one) => one.who === who)!.minor;
      expect(debts.every(({ from, to, minor }) => minor > 0n && owes(from) < 0n && owes(to) > 0n)).toBe(true);
    }),
  );
});
