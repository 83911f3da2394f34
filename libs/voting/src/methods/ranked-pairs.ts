import { duelMethod, type DuelQuestion, type DuelResult } from '../condorcet.ts';
import type { Method } from '../method.ts';
import { beats, duelsAmong, preferred, smithSet, type Pairwise } from '../pairwise.ts';

export type RankedPairsQuestion = DuelQuestion<{ readonly strength: 'winning' | 'margins' }>;

interface Win {
  readonly winner: string;
  readonly loser: string;
  readonly key: readonly [bigint, bigint];
}

/** How many outcomes of equal wins are followed, and states on the way to them, before everybody who could win is said to. */
const BRANCHES = 200;
const STATES = 2000;

/** The wins from strongest to weakest, equal ones together. */
function winsOf(duels: Pairwise, strength: 'winning' | 'margins'): Win[][] {
  const wins = [...duels].flatMap(([winner, row]) =>
    [...row.keys()]
      .filter((loser) => beats(duels, winner, loser))
      .map((loser): Win => {
        const [won, lost] = [preferred(duels, winner, loser), preferred(duels, loser, winner)];
        return { winner, loser, key: strength === 'margins' ? [won - lost, 0n] : [won, -lost] };
      }),
  );
  const groups = Map.groupBy(wins, ({ key }) => key.join('/'));
  const stronger = ({ key: [a, x] }: Win, { key: [b, y] }: Win): number => (a > b || (a === b && x > y) ? -1 : 1);
  return [...groups.values()].toSorted(([one], [other]) => stronger(one!, other!));
}

/** Who is reached from whom by the wins that are locked. */
type Locked = ReadonlyMap<string, ReadonlySet<string>>;

function lock(locked: Locked, { winner, loser }: Win): Locked {
  if (locked.get(loser)!.has(winner) || locked.get(winner)!.has(loser)) return locked;
  const gained = new Set([loser, ...locked.get(loser)!]);
  return new Map(
    [...locked].map(([id, below]) => [id, id === winner || below.has(winner) ? new Set([...below, ...gained]) : below]),
  );
}

const keyOf = (locked: Locked): string => JSON.stringify([...locked].map(([id, below]) => [id, [...below].toSorted()]));

/** Every way in which equal wins can be locked, different orders with the same outcome once; null beyond the limit. */
function lockGroup(states: readonly Locked[], group: readonly Win[]): readonly Locked[] | null {
  const done = new Map<string, Locked>();
  const open = states.map((locked) => ({ locked, left: group }));
  const seen = new Set<string>();
  for (const { locked, left } of open) {
    if (seen.size > STATES || done.size > BRANCHES) return null;
    // A win that closes a cycle is void, one that is implied adds nothing; what conflicts with no other is locked in any order.
    const rest = left.filter(({ winner, loser }) => !locked.get(loser)!.has(winner) && !locked.get(winner)!.has(loser));
    const free = rest.find((win) => !canClose(locked, win, rest));
    const state = `${keyOf(locked)} ${rest.map(({ winner, loser }) => JSON.stringify([winner, loser])).join()}`;
    if (seen.has(state)) continue;
    seen.add(state);
    if (rest.length === 0) done.set(keyOf(locked), locked);
    else
      for (const win of free ? [free] : rest)
        open.push({ locked: lock(locked, win), left: rest.filter((one) => one !== win) });
  }
  return [...done.values()];
}

/** Whether a win lies on a cycle of what is locked and what is still to be locked. */
function canClose(locked: Locked, win: Win, rest: readonly Win[]): boolean {
  const reached = new Set([win.loser]);
  for (const id of reached) {
    for (const below of locked.get(id)!) reached.add(below);
    for (const { winner, loser } of rest) if (winner === id) reached.add(loser);
  }
  return reached.has(win.winner);
}

/** Whoever stands above all in some order of equal wins; beyond the limit the Smith set, in which they all are. */
function winnersOf(duels: Pairwise, strength: 'winning' | 'margins'): readonly string[] {
  let states: readonly Locked[] = [new Map([...duels.keys()].map((id) => [id, new Set<string>()]))];
  for (const group of winsOf(duels, strength)) {
    const next = lockGroup(states, group);
    if (next === null) return smithSet(duels);
    states = next;
  }
  const isOnTop = (id: string): boolean =>
    states.some((locked) => [...locked.values()].every((below) => !below.has(id)));
  return [...duels.keys()].filter(isOnTop);
}

/** Duels are locked from the strongest to the weakest unless they close a cycle; who is never below anybody wins. */
export const rankedPairs: Method<RankedPairsQuestion, DuelResult> = duelMethod({
  winnersOf:
    ({ settings }: RankedPairsQuestion, duels) =>
    (among) =>
      winnersOf(duelsAmong(duels, among), settings.strength),
  more: () => ({}),
});
