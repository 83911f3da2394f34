import { asRecord, checkOptions, standing, zeros, type Standing } from '../election.ts';
import type { Method, Question } from '../method.ts';
import { settle } from '../ties.ts';

/** Yes, maybe or no for each date; what has no answer is a no. `starts` has the instant of each date as sortable text (UTC). */
export type DateQuestion = Question<{ readonly starts: Readonly<Record<string, string>> }>;

/** Points (2 for yes, 1 for maybe) and how many said what of each date. */
export interface DateResult extends Standing {
  readonly scores: Readonly<Record<string, bigint>>;
  readonly yes: Readonly<Record<string, bigint>>;
  readonly maybe: Readonly<Record<string, bigint>>;
}

const answers = ['yes', 'maybe', 'no'] as const;

/** Most points win, then most who can surely come, then the earlier start. */
export const date: Method<DateQuestion, DateResult> = {
  check: ({ options }, choice) => {
    if (!('answers' in choice) || !Object.values(choice.answers).every((answer) => answers.includes(answer)))
      return 'WRONG_SHAPE';
    return checkOptions(options, Object.keys(choice.answers));
  },
  count: (question, votes, hall) => {
    const yes = zeros(question.options);
    const maybe = zeros(question.options);
    for (const { choice, count } of votes)
      for (const [id, answer] of 'answers' in choice ? Object.entries(choice.answers) : [])
        if (answer !== 'no') {
          const sums = answer === 'yes' ? yes : maybe;
          sums.set(id, sums.get(id)! + count);
        }
    const scores = new Map([...yes].map(([id, sure]) => [id, 2n * sure + maybe.get(id)!]));
    const best = (ids: readonly string[], of: (id: string) => bigint | string, sign: 1 | -1): string[] => {
      const [first] = ids.map(of).toSorted((a, b) => (a < b ? -sign : sign));
      return ids.filter((id) => of(id) === first);
    };
    const { starts } = question.settings;
    const wanted = [...scores.keys()].filter((id) => scores.get(id)! > 0n);
    const byPoints = best(wanted, (id) => scores.get(id)!, -1);
    const bySure = best(byPoints, (id) => yes.get(id)!, -1);
    const left = best(bySure, (id) => starts[id] ?? '', 1);
    const { winners, tied } = settle((pick) => {
      const taken = left.length > 1 ? pick(left) : left[0];
      return { winners: taken == null ? [] : [taken], details: null };
    }, hall.tieOrder);
    return {
      ...standing(question, votes, hall, { winners, tied }),
      scores: asRecord(scores),
      yes: asRecord(yes),
      maybe: asRecord(maybe),
    };
  },
};
