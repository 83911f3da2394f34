import { asRecord, decisive, standing } from '../election.ts';
import type { Method, Question } from '../method.ts';
import { checkPoints, gradesOf, isWanted, totalsOf } from '../points.ts';
import { rankedBy, topSeats } from '../ties.ts';
import type { ScoredResult } from './plurality.ts';

/** `min` (0 where not said) to `max` for each option; what has no score has 0. */
export type ScoreQuestion = Question<{ readonly seats: number; readonly min?: number; readonly max: number }>;

/** Totals, and for each option how many ballots gave it 0, 1, … `max` (from the lowest score, where that is below 0). */
export interface ScoreResult extends ScoredResult {
  readonly distribution: Readonly<Record<string, readonly bigint[]>>;
}

/** Counts by score from the lowest of the range (or 0) to the highest. */
function distribution(grades: ReadonlyMap<bigint, bigint>, { min = 0, max }: ScoreQuestion['settings']): bigint[] {
  const least = min < 0 ? min : 0;
  return Array.from({ length: max - least + 1 }, (_, at) => grades.get(BigInt(least + at)) ?? 0n);
}

/** The highest total wins. */
export const score: Method<ScoreQuestion, ScoreResult> = {
  check: ({ options, settings }, choice) => checkPoints(options, choice, settings),
  count: (question, votes, hall) => {
    const { options, settings } = question;
    const totals = totalsOf(options, votes);
    const grades = gradesOf(options, decisive(votes));
    const wanted = new Map([...totals].filter(([id]) => isWanted(grades.get(id)!, settings)));
    const decided = standing(question, votes, hall, topSeats(wanted, settings.seats, hall.tieOrder));
    return {
      ...decided,
      scores: asRecord(totals),
      ranking: rankedBy(totals),
      distribution: asRecord(new Map([...grades].map(([id, row]) => [id, distribution(row, settings)]))),
    };
  },
};
