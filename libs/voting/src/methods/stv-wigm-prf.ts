import { decimalText } from '../fraction.ts';
import { checkStrictRanking, countGregory, type Reckoning, type StvQuestion, type StvResult } from '../gregory.ts';
import type { Hall, Method, Vote } from '../method.ts';
import type { Packed } from '../packed/pack.ts';

const PLACES = 4;
const ONE = 10_000n;

/** Four places; a product is truncated, then its quotient; the quota is a ten-thousandth above its share of the votes. */
const reckoning = (seats: number): Reckoning => ({
  unit: ONE,
  quotaOf: (valid) => (valid * ONE) / (BigInt(seats) + 1n) + 1n,
  share: (value, surplus, votes) => (((value * surplus) / ONE) * ONE) / votes,
  refine: () => 1n,
  looksBack: false,
  textOf: (value) => decimalText(value, PLACES),
});

function count(question: StvQuestion, votes: readonly Vote[] | Packed, hall: Hall): StvResult {
  const { rounds: _, ...result } = countGregory(question, votes, hall, reckoning(question.settings.seats));
  return result;
}

/** Single transferable vote by the weighted inclusive Gregory reference rule of the Proportional Representation Foundation, single defeats. */
export const stvWigmPrf: Method<StvQuestion, StvResult> = { check: checkStrictRanking, count, countPacked: count };
