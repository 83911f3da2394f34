import { asRecord, checkRanking, decisive, ranksOf, standing, zeros, type Standing } from '../election.ts';
import { exactText } from '../fraction.ts';
import type { Method, Question } from '../method.ts';
import { rankedBy, topSeats } from '../ties.ts';

/** Rankings; ties and unranked options are allowed. */
export type BordaQuestion = Question<{ readonly seats: number }>;

/** Points as exact text ("3/2"), and options from best to worst. */
export interface BordaResult extends Standing {
  readonly scores: Readonly<Record<string, string>>;
  readonly ranking: readonly (readonly string[])[];
}

/** n, n−1, …, 1 points for the places; tied options, and the unranked together, share the average of theirs. */
export const borda: Method<BordaQuestion, BordaResult> = {
  check: ({ options }, choice) => checkRanking(options, choice),
  count: (question, votes, hall) => {
    const doubled = zeros(question.options);
    const ids = [...doubled.keys()];
    const ranked = new Set<string>();
    for (const { choice, count } of decisive(votes)) {
      const named = ranksOf(choice);
      for (const id of named.flat()) ranked.add(id);
      const rest = ids.filter((id) => !named.flat().includes(id));
      let top = BigInt(ids.length);
      for (const rank of [...named, rest]) {
        const bottom = top - BigInt(rank.length) + 1n;
        for (const id of rank) doubled.set(id, doubled.get(id)! + (top + bottom) * count);
        top = bottom - 1n;
      }
    }
    const eligible = new Map([...doubled].filter(([id]) => ranked.has(id)));
    const decided = standing(question, votes, hall, topSeats(eligible, question.settings.seats, hall.tieOrder));
    const scores = new Map([...doubled].map(([id, twice]) => [id, exactText({ a: twice, b: 2n })]));
    return { ...decided, scores: asRecord(scores), ranking: rankedBy(doubled) };
  },
};
