import type { Choice, ChoiceFault } from './ballot.ts';
import { checkRanking, decisive, ranksOf, standing, type Standing } from './election.ts';
import type { Hall, Question, Vote } from './method.ts';
import {
  condorcetLoser,
  condorcetWinner,
  pairwiseOf,
  pairwiseRecord,
  rankedByRemoval,
  smithSet,
  type Pairwise,
  type Unranked,
} from './pairwise.ts';
import { pickBy } from './ties.ts';

/** How a duel's strength is measured: the winner's votes, the difference, or the quotient. */
export type Strength = 'winning' | 'margins' | 'ratio';

/** A question answered by rankings and counted by duels, for one seat. */
export type DuelQuestion<More = unknown> = Question<{ readonly unranked: Unranked } & More>;

/** What every count by duels says. */
export interface DuelResult extends Standing {
  readonly ranking: readonly (readonly string[])[];
  readonly pairwise: Readonly<Record<string, Readonly<Record<string, bigint>>>>;
  readonly condorcet_winner: string | null;
  readonly condorcet_loser: string | null;
  readonly smith_set: readonly string[];
}

/** Why a ranking cannot be taken, or null. */
export function checkDuelBallot({ options }: DuelQuestion, choice: Choice): ChoiceFault | null {
  return checkRanking(options, choice);
}

/** Counts the duels, seats whoever wins by them, and ranks by repeated removal. Several winners are a tie. */
export function countDuels<Q extends DuelQuestion>(
  question: Q,
  votes: readonly Vote[],
  hall: Hall,
  winnersOf: (duels: Pairwise) => readonly string[],
): { readonly duels: Pairwise; readonly result: DuelResult } {
  const duels = pairwiseOf(question.options, votes, question.settings.unranked);
  const ranked = new Set(decisive(votes).flatMap(({ choice }) => ranksOf(choice).flat()));
  const ranking = rankedByRemoval(duels, winnersOf);
  // An option that no ballot names cannot win; where all name it last it was named.
  const unbeaten = (ranking[0] ?? []).filter((id) => ranked.has(id));
  const winners = hall.tieOrder && unbeaten.length > 1 ? [pickBy(hall.tieOrder)(unbeaten)] : unbeaten;
  const decided = standing(question, votes, hall, { winners, tied: winners.length > 1 ? winners : [] });
  const result = {
    ...decided,
    ranking,
    pairwise: pairwiseRecord(duels),
    condorcet_winner: condorcetWinner(duels),
    condorcet_loser: condorcetLoser(duels),
    smith_set: smithSet(duels),
  };
  return { duels, result };
}
