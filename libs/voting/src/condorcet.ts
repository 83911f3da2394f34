import { checkRanking, decisive, ranksOf, standing, type Standing } from './election.ts';
import type { Cast, Hall, Method, Question, Vote } from './method.ts';
import { packedDuels, type PackedDuels } from './packed/pairwise.ts';
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

/** Who wins among those left, and what else a method says of the duels. */
interface DuelRule<Q, More> {
  readonly winnersOf: (question: Q, duels: Pairwise) => (among: readonly string[]) => readonly string[];
  readonly more: (question: Q, duels: Pairwise) => More;
}

/** A method that counts duels, seats whoever wins by them, and ranks by repeated removal. Several winners are a tie. */
export function duelMethod<Q extends DuelQuestion, More>(rule: DuelRule<Q, More>): Method<Q, DuelResult & More> {
  const result = (
    question: Q,
    votes: readonly Vote[] | Cast,
    hall: Hall,
    { duels, ranked }: PackedDuels,
  ): DuelResult & More => {
    const ranking = rankedByRemoval([...duels.keys()], rule.winnersOf(question, duels));
    // An option that no ballot names cannot win; where all name it last it was named.
    const unbeaten = (ranking[0] ?? []).filter((id) => ranked.has(id));
    const winners = hall.tieOrder && unbeaten.length > 1 ? [pickBy(hall.tieOrder)(unbeaten)] : unbeaten;
    return {
      ...standing(question, votes, hall, { winners, tied: winners.length > 1 ? winners : [] }),
      ranking,
      pairwise: pairwiseRecord(duels),
      condorcet_winner: condorcetWinner(duels),
      condorcet_loser: condorcetLoser(duels),
      smith_set: smithSet(duels),
      ...rule.more(question, duels),
    };
  };
  return {
    check: ({ options }, choice) => checkRanking(options, choice),
    count: (question, votes, hall) => {
      const ranked = new Set(decisive(votes).flatMap(({ choice }) => ranksOf(choice).flat()));
      const duels = pairwiseOf(question.options, votes, question.settings.unranked);
      return result(question, votes, hall, { duels, ranked });
    },
    countPacked: (question, packed, hall) =>
      result(question, packed, hall, packedDuels(packed, question.settings.unranked)),
  };
}
