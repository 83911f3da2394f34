import type { Option } from './ballot.ts';
import { asRecord, decisive, ranksOf, zeros } from './election.ts';
import type { Vote } from './method.ts';

/** For each option a and other option b: how many ballots prefer a to b. */
export type Pairwise = ReadonlyMap<string, ReadonlyMap<string, bigint>>;

/** Whether options missing on a ballot stand last and equal on it, or whether it says nothing of them. */
export type Unranked = 'last' | 'ignore';

/** Counts every duel. */
export function pairwiseOf(options: readonly Option[], votes: readonly Vote[], unranked: Unranked): Pairwise {
  const ids = [...zeros(options).keys()].toSorted();
  const duels = new Map(
    ids.map((id) => [id, new Map(ids.filter((other) => other !== id).map((other) => [other, 0n]))]),
  );
  for (const { choice, count } of decisive(votes)) {
    const ranks = ranksOf(choice);
    const named = new Set(ranks.flat());
    const rest = unranked === 'last' ? ids.filter((id) => !named.has(id)) : [];
    let below = [...ranks.flat(), ...rest];
    for (const rank of ranks) {
      below = below.filter((id) => !rank.includes(id));
      for (const id of rank) addToAll(duels.get(id)!, below, count);
    }
  }
  return duels;
}

function addToAll(row: Map<string, bigint>, others: readonly string[], count: bigint): void {
  for (const other of others) row.set(other, row.get(other)! + count);
}

/** How many ballots prefer a to b. */
export function preferred(duels: Pairwise, a: string, b: string): bigint {
  return duels.get(a)!.get(b)!;
}

/** Whether a wins its duel with b. */
export function beats(duels: Pairwise, a: string, b: string): boolean {
  return preferred(duels, a, b) > preferred(duels, b, a);
}

/** The duels without some options. */
export function duelsAmong(duels: Pairwise, ids: readonly string[]): Pairwise {
  const row = (id: string): ReadonlyMap<string, bigint> =>
    new Map(ids.filter((other) => other !== id).map((other) => [other, preferred(duels, id, other)]));
  return new Map(ids.map((id) => [id, row(id)]));
}

/** The option that wins every duel, or null. */
export function condorcetWinner(duels: Pairwise): string | null {
  return [...duels].find(([id, row]) => [...row.keys()].every((other) => beats(duels, id, other)))?.[0] ?? null;
}

/** The option that loses every duel, or null; one that stands alone loses nothing. */
export function condorcetLoser(duels: Pairwise): string | null {
  if (duels.size < 2) return null;
  return [...duels].find(([id, row]) => [...row.keys()].every((other) => beats(duels, other, id)))?.[0] ?? null;
}

/** The smallest set whose members all beat everybody outside it. */
export function smithSet(duels: Pairwise): readonly string[] {
  const ids = [...duels.keys()];
  const reached = (from: string): Set<string> => {
    const seen = new Set([from]);
    // A set grows while it is walked, so this visits whatever can be reached by duels not lost.
    for (const id of seen) for (const other of ids) if (other !== id && !beats(duels, other, id)) seen.add(other);
    return seen;
  };
  return ids.filter((id) => reached(id).size === ids.length);
}

/** Whoever wins, then whoever would among the rest, and so on. Equal ones share a rank. */
export function rankedByRemoval(
  ids: readonly string[],
  winnersOf: (among: readonly string[]) => readonly string[],
): readonly (readonly string[])[] {
  const ranking: string[][] = [];
  let left = ids;
  while (left.length > 0) {
    const rank = winnersOf(left).toSorted();
    ranking.push(rank);
    left = left.filter((id) => !rank.includes(id));
  }
  return ranking;
}

/** Duels as plain objects. */
export function pairwiseRecord(duels: Pairwise): Readonly<Record<string, Readonly<Record<string, bigint>>>> {
  return asRecord(new Map([...duels].map(([id, row]) => [id, asRecord(row)])));
}
