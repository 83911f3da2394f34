/** An amount in the smallest unit of its currency. Never a fraction, never without a currency. */
export interface Money {
  readonly minor: bigint;
  readonly currency: string;
}

function together(a: Money, b: Money): string {
  if (a.currency !== b.currency) throw new Error(`${a.currency} and ${b.currency} do not add up`);
  return a.currency;
}

/** The sum of two amounts of one currency; throws for unlike ones. */
export function add(a: Money, b: Money): Money {
  return { currency: together(a, b), minor: a.minor + b.minor };
}

/** The difference of two amounts of one currency; throws for unlike ones. */
export function sub(a: Money, b: Money): Money {
  return { currency: together(a, b), minor: a.minor - b.minor };
}

/** -1, 0 or 1 as a is less than, equal to or more than b; throws for unlike currencies. */
export function cmp(a: Money, b: Money): -1 | 0 | 1 {
  together(a, b);
  return a.minor < b.minor ? -1 : a.minor > b.minor ? 1 : 0;
}

/**
 * Splits a whole into shares by whole-number weights so that they add up exactly and each is within one unit of its exact share:
 * largest remainders first, ties by position (i - offset) mod n, weight 0 gets 0 (money.md 10). Throws without a positive weight.
 */
export function apportion(whole: bigint, weights: readonly bigint[], offset = 0): bigint[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  if (total <= 0n || weights.some((weight) => weight < 0n)) throw new Error('weights must be positive');
  const sign = whole < 0n ? -1n : 1n;
  const size = whole * sign;
  const shares = weights.map((weight) => (size * weight) / total);
  const n = weights.length;
  const order = weights
    .map((weight, at) => ({ at, weight, remainder: (size * weight) % total, turn: (((at - offset) % n) + n) % n }))
    .filter(({ weight }) => weight > 0n)
    .sort((a, b) => (a.remainder === b.remainder ? a.turn - b.turn : a.remainder > b.remainder ? -1 : 1));
  let left = size - shares.reduce((sum, share) => sum + share, 0n);
  for (let at = 0; left > 0n; at += 1, left -= 1n) {
    const winner = order[at % order.length]!.at;
    shares[winner] = shares[winner]! + 1n;
  }
  return shares.map((share) => (share === 0n ? 0n : share * sign));
}
