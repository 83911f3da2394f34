/** What somebody would carry out, what it costs, and which of the voters approve of it. */
export interface Wish {
  readonly name: string;
  readonly cost: bigint;
  readonly by: readonly number[];
}

const sum = (all: readonly bigint[]): bigint => all.reduce((one, other) => one + other, 0n);
const costOf = (all: readonly Wish[]): bigint => sum(all.map(({ cost }) => cost));
const nameOf = (all: readonly Wish[]): string =>
  all
    .map(({ name }) => name)
    .toSorted()
    .join(', ');

/** The most that one who approves pays, so that all of them pay for it together: who has less gives all. Null where they do not have it. */
function mostPaid(has: readonly bigint[], { cost, by }: Wish): bigint | null {
  const purses = by.map((one) => has[one]!).toSorted((a, b) => (a < b ? -1 : 1));
  for (const [poorer, least] of purses.entries()) {
    const payers = BigInt(purses.length - poorer);
    const open = cost - sum(purses.slice(0, poorer));
    if (open <= least * payers) return open / payers;
  }
  return null;
}

/** All that can come to be bought, in whatever order ties are taken. Amounts are so fine that every division comes out. */
function purchases(has: readonly bigint[], wishes: readonly Wish[]): readonly (readonly Wish[])[] {
  const offers = wishes.flatMap((wish) => {
    const most = mostPaid(has, wish);
    return most === null ? [] : [{ wish, most }];
  });
  const cheapest = offers.filter(({ wish, most }) =>
    offers.every((other) => most * other.wish.cost <= other.most * wish.cost),
  );
  if (cheapest.length === 0) return [[]];
  return cheapest.flatMap(({ wish, most }) => {
    const left = has.map((own, voter) => (wish.by.includes(voter) ? own - (own < most ? own : most) : own));
    return purchases(
      left,
      wishes.filter((other) => other !== wish),
    ).map((more) => [wish, ...more]);
  });
}

/**
 * The method of equal shares: everybody has the same part of the pot and pays for what they approve of, the cheapest of each part of its cost
 * first; then the shares are raised step by step until nothing more fits, or to just before more would be spent than there is. Every outcome
 * that some order of ties leads to, by the names of what is funded.
 */
export function equalShares(pot: bigint, voters: number, step: bigint, wishes: readonly Wish[]): ReadonlySet<string> {
  const wanted = wishes.filter(({ by }) => by.length > 0);
  const fine = BigInt(voters > 1 ? 12 : 1) ** BigInt(wanted.length + 1);
  const finely = wanted.map((wish) => ({ ...wish, cost: wish.cost * fine }));
  const outcomes = new Set<string>();
  let before = new Set(['']);
  for (let raised = 0n; before.size > 0; raised += step) {
    const share = voters === 0 ? 0n : (pot * fine) / BigInt(voters) + raised * fine;
    const next = new Set<string>();
    for (const bought of purchases(Array<bigint>(voters).fill(share), finely)) {
      const left = pot * fine - costOf(bought);
      const isAll = finely.every((wish) => bought.includes(wish) || wish.cost > left);
      if (left < 0n) for (const earlier of before) outcomes.add(earlier);
      else (isAll ? outcomes : next).add(nameOf(bought));
    }
    before = next;
  }
  return outcomes;
}
