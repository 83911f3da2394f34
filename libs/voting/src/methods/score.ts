import { asRecord, decisive, standing, withVotes } from '../election.ts';
import type { Method, Question, Vote } from '../method.ts';
import { checkPoints, pointsOf, totalsOf } from '../points.ts';
import { rankedBy, topSeats } from '../ties.ts';
import type { ScoredResult } from './plurality.ts';

/** 0 to `max` for each option; what has no score has 0. */
export type ScoreQuestion = Question<{ readonly seats: number; readonly max: number }>;

/** Totals, and for each option how many ballots gave it 0, 1, … `max`. */
export interface ScoreResult extends ScoredResult {
  readonly distribution: Readonly<Record<string, readonly bigint[]>>;
}

/** How many ballots gave each option each score. */
export function distributionOf(
  ids: Iterable<string>,
  votes: readonly Vote[],
  max: number,
): ReadonlyMap<string, readonly bigint[]> {
  const given = decisive(votes);
  return new Map(
    Array.from(ids, (id) => {
      const row = Array.from({ length: max + 1 }, () => 0n);
      for (const { choice, count } of given) row[pointsOf(choice)[id] ?? 0]! += count;
      return [id, row];
    }),
  );
}

/** The highest total wins. */
export const score: Method<ScoreQuestion, ScoreResult> = {
  check: ({ options, settings }, choice) => checkPoints(options, choice, settings.max),
  count: (question, votes, hall) => {
    const { options, settings } = question;
    const totals = totalsOf(options, votes);
    const decided = standing(question, votes, hall, topSeats(withVotes(totals), settings.seats, hall.tieOrder));
    const distribution = asRecord(distributionOf(totals.keys(), votes, settings.max));
    return { ...decided, scores: asRecord(totals), ranking: rankedBy(totals), distribution };
  },
};
