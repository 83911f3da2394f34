import type { Choice, ChoiceFault, Option } from './ballot.ts';
import { checkOptions, zeros } from './election.ts';
import type { Vote } from './method.ts';

/** The points of a choice; every method of points gets only such. */
export function pointsOf(choice: Choice): Readonly<Record<string, number>> {
  return 'points' in choice ? choice.points : {};
}

/** What an option may get. The lowest is 0 where none is said; null: no highest. */
export interface PointRange {
  readonly min?: number;
  readonly max: number | null;
}

/** The points for one option; what is missing is 0. */
export function pointsFor(choice: Choice, id: string): bigint {
  const points = pointsOf(choice);
  return Object.hasOwn(points, id) ? BigInt(points[id]!) : 0n;
}

/** Why points cannot be taken, or null: whole numbers within the range, for options that stand. */
export function checkPoints(
  options: readonly Option[],
  choice: Choice,
  { min = 0, max }: PointRange,
): ChoiceFault | null {
  if (!('points' in choice)) return 'WRONG_SHAPE';
  const given = Object.values(choice.points);
  if (!given.every((points) => Number.isSafeInteger(points))) return 'SCORE_RANGE';
  const whole = given.map(BigInt);
  if (whole.some((points) => points < BigInt(min) || (max !== null && points > BigInt(max)))) return 'SCORE_RANGE';
  return checkOptions(options, Object.keys(choice.points));
}

/** How many of these votes gave each option each grade; what is missing is 0. */
export function gradesOf(
  options: readonly Option[],
  votes: readonly Vote[],
): ReadonlyMap<string, ReadonlyMap<bigint, bigint>> {
  const grades = new Map([...zeros(options).keys()].map((id) => [id, new Map<bigint, bigint>()]));
  for (const { choice, count } of votes)
    for (const [id, row] of grades) {
      const grade = pointsFor(choice, id);
      row.set(grade, (row.get(grade) ?? 0n) + count);
    }
  return grades;
}

/** Whether some ballot gave more than the least: an option that nobody lifted above it has no vote and cannot win. */
export function isWanted(grades: ReadonlyMap<bigint, bigint>, { min = 0 }: PointRange): boolean {
  const least = min < 0 ? BigInt(min) : 0n;
  return [...grades.keys()].some((grade) => grade > least);
}

/** The sum of points of each option; an option without points on a ballot gets 0. */
export function totalsOf(options: readonly Option[], votes: readonly Vote[]): Map<string, bigint> {
  const totals = zeros(options);
  for (const { choice, count } of votes)
    for (const [id, points] of Object.entries(pointsOf(choice)))
      totals.set(id, totals.get(id)! + BigInt(points) * count);
  return totals;
}
