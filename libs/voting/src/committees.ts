import { asRecord, standing, withVotes, type Standing } from './election.ts';
import type { Choice, ChoiceFault } from './ballot.ts';
import type { Hall, Question, Vote } from './method.ts';
import { scoresOf } from './methods/plurality.ts';
import { approval } from './methods/approval.ts';
import type { Seating } from './ties.ts';

/** A set of options a ballot, for a committee of so many seats. */
export type CommitteeQuestion = Question<{ readonly seats: number }>;

/** A set of members, in the order of their ids. */
export type Committee = readonly string[];

/**
 * The approvals, every committee that could be elected (null: too many to list; each option that stands for one is tied then),
 * and for sequential rules what each choice was made by.
 */
export interface CommitteeResult extends Standing {
  readonly scores: Readonly<Record<string, bigint>>;
  readonly winning_committees: readonly Committee[] | null;
  readonly score?: string;
  readonly steps?: readonly CommitteeStep[];
}

/** A member who joined, and the figure of every option that could have, as exact text. */
export interface CommitteeStep {
  readonly elected: string;
  readonly figures: Readonly<Record<string, string>>;
}

/** Approval ballots as one each: who is approved, and how many said so. Options that nobody approves cannot win and are gone. */
export interface Approvals {
  readonly ids: readonly string[];
  readonly ballots: readonly { readonly approved: readonly string[]; readonly count: bigint }[];
  /** The numbers of the ballots that approve of an option. */
  readonly supporters: ReadonlyMap<string, readonly number[]>;
  readonly scores: ReadonlyMap<string, bigint>;
  /** Places that can be filled. */
  readonly seats: number;
}

/** How many committees are listed, and states followed on the way to them. */
export const COMMITTEES = 1000;

/** The approvals of a question. */
export function approvalsOf({ options, settings }: CommitteeQuestion, votes: readonly Vote[]): Approvals {
  const scores = scoresOf(options, votes);
  const ids = [...withVotes(scores).keys()].toSorted();
  const sets = new Map<string, { approved: readonly string[]; count: bigint }>();
  for (const { choice, count } of votes) {
    const approved = 'options' in choice ? choice.options.toSorted() : [];
    const key = JSON.stringify(approved);
    if (approved.length > 0) sets.set(key, { approved, count: count + (sets.get(key)?.count ?? 0n) });
  }
  const ballots = [...sets.values()];
  const supporters = new Map(ids.map((id): [string, number[]] => [id, []]));
  for (const [at, { approved }] of ballots.entries()) for (const id of approved) supporters.get(id)!.push(at);
  return { ids, ballots, supporters, scores, seats: settings.seats < ids.length ? settings.seats : ids.length };
}

/** Why a set of at least so many approved options cannot be taken, or null. */
export function checkApprovals(question: Question<unknown>, choice: Choice, least = 1): ChoiceFault | null {
  return approval.check({ ...question, settings: { seats: 1, min: least, max: null } }, choice);
}

/** Who sits where these committees are equally best (null: too many to list): the one taken, or without one whoever is in any, as a tie. */
export function seatingOf({ ids }: Approvals, every: readonly Committee[] | null, taken: Committee | null): Seating {
  if (taken) return { winners: taken, tied: [] };
  if (every === null) return { winners: ids, tied: ids };
  const winners = [...new Set(every.flat())];
  return { winners, tied: winners.filter((id) => !every.every((committee) => committee.includes(id))) };
}

/** What every count of committees says. */
export function committeeResult(
  question: CommitteeQuestion,
  votes: readonly Vote[],
  hall: Hall,
  of: { readonly approvals: Approvals; readonly every: readonly Committee[] | null; readonly seated: Seating },
): CommitteeResult {
  const listed = of.every?.map((members) => members.toSorted());
  return {
    ...standing(question, votes, hall, of.seated),
    scores: asRecord(of.approvals.scores),
    winning_committees: listed?.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) ?? null,
  };
}
