import { asRecord, checkRanking, decisive, ranksOf, standing, zeros, type Standing } from '../election.ts';
import { exactText } from '../fraction.ts';
import type { Method, Question } from '../method.ts';
import { rankedBy, topSeats } from '../ties.ts';

/** Rankings; ties and unranked options are allowed. The first place has `first` points (null: as many as options), each next one `step` less. */
export type BordaQuestion = Question<{
  readonly seats: number;
  readonly first?: number | null;
  readonly step?: number;
}>;

/** Points as exact text ("3/2"), and options from best to worst. */
export interface BordaResult extends Standing {
  readonly scores: Readonly<Record<string, string>>;
  readonly ranking: readonly (readonly string[])[];
}

/** Falling points for the places, n, n−1, …, 1 unless told otherwise; tied options, and the unranked together, share the average of theirs. */
export const borda: Method<BordaQuestion, BordaResult> = {
  check: ({ options }, choice) => checkRanking(options, choice),
  count: (question, votes, hall) => {
    const doubled = zeros(question.options);
    const ids = [...doubled.keys()];
    const { seats, first, step = 1 } = question.settings;
    const fall = BigInt(step);
    const ranked = new Set<string>();
    for (const { choice, count } of decisive(votes)) {
      const named = ranksOf(choice);
      for (const id of named.flat()) ranked.add(id);
      const flat = new Set(named.flat());
      const rest = ids.filter((id) => !flat.has(id));
      let top = BigInt(first ?? ids.length);
      for (const rank of [...named, rest]) {
        const bottom = top - (BigInt(rank.length) - 1n) * fall;
        for (const id of rank) doubled.set(id, doubled.get(id)! + (top + bottom) * count);
        if (rank.length > 0) top = bottom - fall;
      }
    }
    const eligible = new Map([...doubled].filter(([id]) => ranked.has(id)));
    const decided = standing(question, votes, hall, topSeats(eligible, seats, hall.tieOrder));
    const scores = new Map([...doubled].map(([id, twice]) => [id, exactText({ a: twice, b: 2n })]));
    return { ...decided, scores: asRecord(scores), ranking: rankedBy(doubled) };
  },
};
