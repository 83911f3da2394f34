import { asRecord, standing, type Standing } from '../election.ts';
import type { Method, Question } from '../method.ts';
import { checkPoints, totalsOf } from '../points.ts';
import { rankedBy } from '../ties.ts';

/** A round: the pot, the equal share of each elector, and what each bucket needs at least and can use at most. Whole minor units as text. */
export interface Round {
  readonly pot: string;
  readonly share: string;
  readonly minimum: Readonly<Record<string, string>>;
  readonly stretch: Readonly<Record<string, string>>;
}

export type AllotmentQuestion = Question<Round>;

/** What was given to each bucket, what of it the buckets get that reached their minimum, and what goes back to the pot: not given, not enough, or too much. */
export interface AllotmentResult extends Standing {
  readonly scores: Readonly<Record<string, bigint>>;
  readonly granted: Readonly<Record<string, bigint>>;
  readonly spent: bigint;
  readonly left: bigint;
  readonly ranking: readonly (readonly string[])[];
}

/** What a bucket gets of what was given to it: nothing below its minimum, never more than its stretch. */
export function grantOf(given: bigint, { minimum, stretch }: { minimum: bigint; stretch: bigint }): bigint {
  if (given < minimum) return 0n;
  return given < stretch ? given : stretch;
}

/** What a round comes to. Throws where more is granted than the pot holds. */
export function sharedOut(
  decided: Standing,
  of: { totals: ReadonlyMap<string, bigint>; granted: ReadonlyMap<string, bigint>; pot: bigint },
): AllotmentResult {
  const { totals, granted, pot } = of;
  const spent = [...granted.values()].reduce((sum, minor) => sum + minor, 0n);
  if (spent > pot) throw new Error('more was given than there is');
  return {
    ...decided,
    scores: asRecord(totals),
    granted: asRecord(granted),
    spent,
    left: pot - spent,
    ranking: rankedBy(totals),
  };
}

/**
 * Members share out a pot among buckets, each an equal share and as they like. A bucket is funded from its minimum on; there are no ties, and
 * the order of ballots and buckets does not matter. Throws where the shares were more than the pot.
 */
export const allotment: Method<AllotmentQuestion, AllotmentResult> = {
  check: ({ options, settings }, choice) => {
    const fault = checkPoints(options, choice, { max: null });
    if (fault || !('points' in choice)) return fault;
    const given = Object.entries(choice.points).map(([id, minor]): [string, bigint] => [id, BigInt(minor)]);
    if (given.some(([id, minor]) => minor > BigInt(settings.stretch[id]!))) return 'OVER_STRETCH';
    return given.reduce((sum, [, minor]) => sum + minor, 0n) > BigInt(settings.share) ? 'OVER_SHARE' : null;
  },
  count: (question, votes, hall) => {
    const { pot, minimum, stretch } = question.settings;
    const totals = totalsOf(question.options, votes);
    const grant = (id: string, given: bigint): bigint =>
      grantOf(given, { minimum: BigInt(minimum[id]!), stretch: BigInt(stretch[id]!) });
    const funded = [...totals].filter(([id, given]) => grant(id, given) > 0n).map(([id]) => id);
    const decided = standing(question, votes, hall, { winners: funded, tied: [] });
    const granted = new Map(decided.winners.map((id) => [id, grant(id, totals.get(id)!)]));
    return sharedOut(decided, { totals, granted, pot: BigInt(pot) });
  },
};
