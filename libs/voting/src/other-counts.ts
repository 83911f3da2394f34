import type { Ballot } from './ballot.ts';
import { count } from './count.ts';
import { defaultSettings, type Rules } from './methods/index.ts';

/** The ways of counting rankings for one seat that are held against each other, in the order of their names. */
export const comparedMethods = ['borda', 'copeland', 'irv', 'minimax', 'ranked_pairs', 'schulze'] as const;
export type ComparedMethod = (typeof comparedMethods)[number];

/** Whom another way of counting would have elected. Several winners are level, and stand in `tied` too. */
export interface OtherCount {
  readonly method: ComparedMethod;
  readonly winners: readonly string[];
  readonly tied: readonly string[];
}

/** Beyond these a page would wait for a line that nobody can read: nothing is compared. */
const MOST_OPTIONS = 12;
const MOST_RANKINGS = 500;

/**
 * Counts the same rankings in the other ways, each as it is usually set, ties reported; the quorum is taken as met (decisions.md 5).
 * Nothing where several seats were to be filled, where ballots are no rankings, and above 12 options or 500 different ballots.
 */
export function otherCounts(rules: Rules, ballots: readonly Ballot[], electors: bigint): readonly OtherCount[] {
  if (!ranksForOneSeat(rules) || rules.options.length > MOST_OPTIONS) return [];
  const different = merged(ballots);
  if (different.length > MOST_RANKINGS) return [];
  return comparedMethods
    .filter((method) => method !== rules.method)
    .map((method) => {
      const other = { ...rules, method, settings: defaultSettings[method], rule: {} } as Rules<ComparedMethod>;
      const { winners, tied } = count(other, different, electors);
      return { method, winners, tied };
    })
    .filter(({ winners }) => winners.length > 0);
}

function ranksForOneSeat({ method, settings }: Rules): boolean {
  if (method.startsWith('stv_')) return settings !== null && 'seats' in settings && settings.seats === 1;
  return (comparedMethods as readonly string[]).includes(method);
}

/** Equal rankings as one that counts so often. */
function merged(ballots: readonly Ballot[]): Ballot[] {
  const alike = Map.groupBy(ballots, ({ choice }) => JSON.stringify(choice));
  return [...alike.values()].map((same) => ({
    choice: same[0]!.choice,
    count: same.reduce((sum, { count: times = 1n }) => sum + times, 0n),
  }));
}
