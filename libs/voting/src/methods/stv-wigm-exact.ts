import { exactText, gcd } from '../fraction.ts';
import { checkStrictRanking, countGregory, type GregoryCount, type Reckoning } from '../gregory.ts';
import type { Method, Question } from '../method.ts';

/** How many votes elect: ⌊n/(s+1)⌋ + 1, exactly n/(s+1), or n/s. */
export const exactQuotas = ['droop_integer', 'droop_exact', 'hare'] as const;

/** Strict rankings, for one seat or more. */
export type ExactStvQuestion = Question<{ readonly seats: number; readonly quota: (typeof exactQuotas)[number] }>;

/** Units in which the quota is whole; they become finer wherever a surplus would break them. */
function reckoning({ seats, quota }: ExactStvQuestion['settings']): Reckoning {
  const places = BigInt(seats);
  const [unit, quotaOf] = {
    droop_integer: [1n, (valid: bigint) => valid / (places + 1n) + 1n] as const,
    droop_exact: [places + 1n, (valid: bigint) => valid] as const,
    hare: [places, (valid: bigint) => valid] as const,
  }[quota];
  return {
    unit,
    quotaOf,
    // Without a ballot an exact quota is nothing, and nobody has a vote to pass on.
    share: (value, surplus, votes) => (votes === 0n ? 0n : (value * surplus) / votes),
    refine: (surplus, votes) => (votes === 0n ? 1n : votes / gcd(surplus, votes)),
    looksBack: false,
    textOf: (a, b) => exactText({ a, b }),
  };
}

/** Single transferable vote by weighted inclusive Gregory transfers in exact fractions; whoever reaches the quota is elected. */
export const stvWigmExact: Method<ExactStvQuestion, GregoryCount> = {
  check: checkStrictRanking,
  count: (question, votes, hall) => countGregory(question, votes, hall, reckoning(question.settings)),
  countPacked: (question, packed, hall) => countGregory(question, packed, hall, reckoning(question.settings)),
};
