import { asRecord, standing, withVotes } from '../election.ts';
import type { Method, Question } from '../method.ts';
import { checkPoints, totalsOf } from '../points.ts';
import { rankedBy, topSeats } from '../ties.ts';
import type { ScoredResult } from './plurality.ts';

/** So many dots to spread over the options, all of them or at most. */
export type DotVoteQuestion = Question<{
  readonly seats: number;
  readonly dots: number;
  readonly spend: 'all' | 'at_most';
}>;

/** Most dots win. */
export const dotVote: Method<DotVoteQuestion, ScoredResult> = {
  check: ({ options, settings }, choice) => {
    const fault = checkPoints(options, choice, { max: null });
    if (fault || !('points' in choice)) return fault;
    const spent = Object.values(choice.points).reduce((total, dots) => total + BigInt(dots), 0n);
    if (spent > BigInt(settings.dots)) return 'DOTS_EXCEEDED';
    return settings.spend === 'all' && spent < BigInt(settings.dots) ? 'DOTS_UNSPENT' : null;
  },
  count: (question, votes, hall) => {
    const totals = totalsOf(question.options, votes);
    const seating = topSeats(withVotes(totals), question.settings.seats, hall.tieOrder);
    return { ...standing(question, votes, hall, seating), scores: asRecord(totals), ranking: rankedBy(totals) };
  },
};
