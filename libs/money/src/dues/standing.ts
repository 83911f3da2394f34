import { contributionDue, type ContributionFacts } from '../contribution-state.ts';
import { dayAfter } from './periods.ts';

/** Where somebody stands with their dues; `since` is the earliest day from which something is owed, null where nothing is. */
export interface DuesStanding {
  readonly state: 'none' | 'paid-up' | 'due' | 'behind';
  readonly since: string | null;
  /** What is owed in all, in minor units. */
  readonly owed: bigint;
}

/**
 * The standing that somebody's dues make on a day: behind once a due day and the days of grace after it are over and something is still owed of it,
 * due before, paid up with nothing owed, none where they never had dues. What was cancelled, set free or expired is owed by nobody.
 */
export function duesStanding(
  dues: readonly ContributionFacts[],
  { graceDays, today }: { readonly graceDays: number; readonly today: string },
): DuesStanding {
  const open = dues.filter((one) => one.dueOn !== null && one.dueOn <= today && contributionDue(one) > 0n);
  if (open.length === 0) return { state: dues.length > 0 ? 'paid-up' : 'none', since: null, owed: 0n };
  const since = open.map(({ dueOn }) => dueOn!).toSorted()[0]!;
  return {
    state: dayAfter(since, graceDays) < today ? 'behind' : 'due',
    since,
    owed: open.reduce((sum, one) => sum + contributionDue(one), 0n),
  };
}
