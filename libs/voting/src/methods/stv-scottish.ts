import { decimalText } from '../fraction.ts';
import { checkStrictRanking, countGregory, type Reckoning, type StvQuestion, type StvResult } from '../gregory.ts';
import type { Hall, Method, Vote } from '../method.ts';
import type { Packed } from '../packed/pack.ts';

const PLACES = 5;
const ONE = 100_000n;

/** Five places, everything truncated; a quota of whole votes. */
const reckoning = (seats: number): Reckoning => ({
  unit: ONE,
  quotaOf: (valid) => (valid / (BigInt(seats) + 1n) + 1n) * ONE,
  share: (value, surplus, votes) => (value * surplus) / votes,
  refine: () => 1n,
  looksBack: true,
  textOf: (value) => decimalText(value, PLACES),
});

function count(question: StvQuestion, votes: readonly Vote[] | Packed, hall: Hall): StvResult {
  const { rounds: _, ...result } = countGregory(question, votes, hall, reckoning(question.settings.seats));
  return result;
}

/** Single transferable vote by rules 46 to 53 of the Scottish Local Government Elections Order. */
export const stvScottish: Method<StvQuestion, StvResult> = { check: checkStrictRanking, count, countPacked: count };
