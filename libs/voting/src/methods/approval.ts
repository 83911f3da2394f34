import { asRecord, checkOptions, standing, withVotes } from '../election.ts';
import type { Method, Question } from '../method.ts';
import type { PassRule, QuorumRule } from '../pass-rule.ts';
import { rankedBy, topSeats } from '../ties.ts';
import { scoresOf, type ScoredResult } from './plurality.ts';

/** A set of options a ballot, from `min` to `max` of them (null: all). A threshold may be put on the winner. */
export type ApprovalQuestion = Question<
  { readonly seats: number; readonly min: number; readonly max: number | null },
  PassRule | QuorumRule
>;

/** Most approvals win. */
export const approval: Method<ApprovalQuestion, ScoredResult> = {
  check: ({ options, settings: { min, max } }, choice) => {
    if (!('options' in choice)) return 'WRONG_SHAPE';
    const { options: named } = choice;
    if (new Set(named).size < named.length) return 'RANK_DUPLICATE';
    if (BigInt(named.length) < BigInt(min)) return 'TOO_FEW';
    if (max !== null && BigInt(named.length) > BigInt(max)) return 'TOO_MANY';
    return checkOptions(options, named);
  },
  count: (question, votes, hall) => {
    const scores = scoresOf(question.options, votes);
    const seating = topSeats(withVotes(scores), question.settings.seats, hall.tieOrder);
    const decided = standing(question, votes, hall, { ...seating, votesFor: (id) => scores.get(id)! });
    return { ...decided, scores: asRecord(scores), ranking: rankedBy(scores) };
  },
};
