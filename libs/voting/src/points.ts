import type { Choice, ChoiceFault, Option } from './ballot.ts';
import { checkOptions, zeros } from './election.ts';
import type { Vote } from './method.ts';

/** The points of a choice; every method of points gets only such. */
export function pointsOf(choice: Choice): Readonly<Record<string, number>> {
  return 'points' in choice ? choice.points : {};
}

/** Why points cannot be taken, or null: whole numbers from 0 to a maximum (null: without one), for options that stand. */
export function checkPoints(options: readonly Option[], choice: Choice, max: number | null): ChoiceFault | null {
  if (!('points' in choice)) return 'WRONG_SHAPE';
  const given = Object.values(choice.points);
  if (!given.every((points) => Number.isSafeInteger(points))) return 'SCORE_RANGE';
  const whole = given.map(BigInt);
  if (whole.some((points) => points < 0n || (max !== null && points > BigInt(max)))) return 'SCORE_RANGE';
  return checkOptions(options, Object.keys(choice.points));
}

/** The sum of points of each option; an option without points on a ballot gets 0. */
export function totalsOf(options: readonly Option[], votes: readonly Vote[]): Map<string, bigint> {
  const totals = zeros(options);
  for (const { choice, count } of votes)
    for (const [id, points] of Object.entries(pointsOf(choice)))
      totals.set(id, totals.get(id)! + BigInt(points) * count);
  return totals;
}
