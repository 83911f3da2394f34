import { checkOption } from '../ballot.ts';
import { asRecord, standing, withVotes, zeros, type Standing } from '../election.ts';
import type { Method, Question, Vote } from '../method.ts';
import type { PassRule, QuorumRule } from '../pass-rule.ts';
import { rankedBy, topSeats } from '../ties.ts';

/** One option a ballot; most votes win. A threshold may be put on the winner. */
export type PluralityQuestion = Question<{ readonly seats: number }, PassRule | QuorumRule>;

/** A result by scores: whole numbers, and options from best to worst with equal ones in one rank. */
export interface ScoredResult extends Standing {
  readonly scores: Readonly<Record<string, bigint>>;
  readonly ranking: readonly (readonly string[])[];
}

/** The votes of each option. */
export function scoresOf(options: PluralityQuestion['options'], votes: readonly Vote[]): Map<string, bigint> {
  const scores = zeros(options);
  for (const { choice, count } of votes) {
    const named = 'option' in choice ? [choice.option] : 'options' in choice ? choice.options : [];
    for (const id of named) scores.set(id, scores.get(id)! + count);
  }
  return scores;
}

/** Most votes win. */
export const plurality: Method<PluralityQuestion, ScoredResult> = {
  check: ({ options }, choice) => ('option' in choice ? checkOption(options, choice.option) : 'WRONG_SHAPE'),
  count: (question, votes, hall) => {
    const scores = scoresOf(question.options, votes);
    const seating = topSeats(withVotes(scores), question.settings.seats, hall.tieOrder);
    const decided = standing(question, votes, hall, { ...seating, votesFor: (id) => scores.get(id)! });
    return { ...decided, scores: asRecord(scores), ranking: rankedBy(scores) };
  },
};
