import { standing } from '../election.ts';
import type { Method, Question, Vote } from '../method.ts';
import { pointsFor, totalsOf } from '../points.ts';
import { sharedOut, type AllotmentResult } from './allotment.ts';
import { dotVote } from './dot-vote.ts';

/** A pot, the dots of each elector, and what each bucket needs at least and can use at most. Amounts are whole minor units as text. */
export interface DottedPot {
  readonly pot: string;
  readonly dots: number;
  readonly minimum: Readonly<Record<string, string>>;
  readonly stretch: Readonly<Record<string, string>>;
}

export type DotBudgetQuestion = Question<DottedPot>;

/** How many people gave an option a dot. */
function giversOf(id: string, votes: readonly Vote[]): bigint {
  return votes.reduce((sum, { choice, count }) => (pointsFor(choice, id) > 0n ? sum + count : sum), 0n);
}

/** The order of two counts, the greater one first. */
function mostFirst(a: bigint, b: bigint): number {
  return a === b ? 0 : a > b ? -1 : 1;
}

/** What each bucket gets when their turns come: minimums as far as the pot lasts, then what is left up to their stretch. */
export function dealt(
  order: readonly string[],
  { pot, minimum, stretch }: Pick<DottedPot, 'pot' | 'minimum' | 'stretch'>,
): ReadonlyMap<string, bigint> {
  const granted = new Map<string, bigint>();
  let left = BigInt(pot);
  for (const id of order) {
    const needed = BigInt(minimum[id]!);
    if (needed > left) continue;
    granted.set(id, needed);
    left -= needed;
  }
  for (const [id, has] of granted) {
    const room = BigInt(stretch[id]!) - has;
    const more = room < left ? room : left;
    granted.set(id, has + more);
    left -= more;
  }
  return granted;
}

/**
 * Members spread dots over buckets, and the pot goes to those with most dots first: each gets its minimum as long as there is enough (one that
 * is too dear is passed over), then what is left raises them to their stretch in the same order. Of equal dots the bucket that more people
 * gave to comes first, then the one that stands first in the question, so that there is always a result.
 */
export const dotBudget: Method<DotBudgetQuestion, AllotmentResult> = {
  check: ({ settings, ...question }, choice) =>
    dotVote.check({ ...question, settings: { seats: 1, dots: settings.dots, spend: 'at_most' } }, choice),
  count: (question, votes, hall) => {
    const totals = totalsOf(question.options, votes);
    const givers = new Map([...totals.keys()].map((id) => [id, giversOf(id, votes)]));
    const order = [...totals.keys()]
      .filter((id) => totals.get(id)! > 0n)
      .toSorted((a, b) => mostFirst(totals.get(a)!, totals.get(b)!) || mostFirst(givers.get(a)!, givers.get(b)!));
    const deal = dealt(order, question.settings);
    const decided = standing(question, votes, hall, { winners: [...deal.keys()], tied: [] });
    const granted = new Map([...deal].filter(([id]) => decided.winners.includes(id)));
    return sharedOut(decided, { totals, granted, pot: BigInt(question.settings.pot) });
  },
};
