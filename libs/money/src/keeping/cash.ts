// Coins and notes in minor units, the largest first; currencies that are not here are counted as one sum.
const denominations: Readonly<Record<string, readonly number[]>> = {
  EUR: [20_000, 10_000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1],
  USD: [10_000, 5000, 2000, 1000, 500, 100, 50, 25, 10, 5, 1],
  GBP: [5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1],
  CHF: [20_000, 10_000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5],
  SEK: [100_000, 50_000, 20_000, 10_000, 5000, 2000, 1000, 500, 200, 100],
  DKK: [50_000, 20_000, 10_000, 5000, 2000, 1000, 500, 200, 100, 50],
  NOK: [50_000, 20_000, 10_000, 5000, 2000, 1000, 500, 100],
  PLN: [50_000, 20_000, 10_000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1],
  CZK: [500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5000, 2000, 1000, 500, 200, 100],
  JPY: [10_000, 5000, 2000, 1000, 500, 100, 50, 10, 5, 1],
};

/** The coins and notes of a currency in minor units, the largest first; empty where we do not know them. */
export function coinsOf(currency: string): readonly number[] {
  return denominations[currency] ?? [];
}

/** What a count of coins and notes comes to, in minor units; null where one is not of the currency or a number is none from 0 to 100,000. */
export function coinsSum(currency: string, counted: Readonly<Record<string, number>>): bigint | null {
  const known = new Set(coinsOf(currency).map(String));
  let sum = 0n;
  for (const [value, n] of Object.entries(counted)) {
    if (!known.has(value) || !Number.isInteger(n) || n < 0 || n > 100_000) return null;
    sum += BigInt(value) * BigInt(n);
  }
  return sum;
}
