import { ranksOf } from './election.ts';
import type { Vote } from './method.ts';

/** The papers that each option holds, with what they are worth. Whoever counts owns it and moves papers in it. */
export interface Piles {
  /** What each option holds when the count begins. */
  readonly first: ReadonlyMap<string, bigint>;
  /** Hands the papers of an option on to the next that continues, at the value they have from now on; what finds nobody is lost. */
  move(from: string, continuing: ReadonlySet<string>, worth: (value: bigint) => bigint): Moved;
  /** Multiplies the value of every paper. */
  refine(by: bigint): void;
}

export interface Moved {
  readonly to: ReadonlyMap<string, bigint>;
  readonly lost: bigint;
}

/** Strict rankings ready to be counted, as often as ties ask for. */
export interface Papers {
  readonly valid: bigint;
  readonly piles: (unit: bigint) => Piles;
}

/** Equal papers: their ranking, how many, what each is worth now. */
interface Paper {
  readonly prefs: readonly string[];
  readonly count: bigint;
  readonly value: bigint;
}

/** The papers of these votes, all of which name somebody. */
export function papersOf(ids: readonly string[], votes: readonly Vote[]): Papers {
  return {
    valid: votes.reduce((sum, { count }) => sum + count, 0n),
    piles: (unit) => plainPiles(ids, votes, unit),
  };
}

function plainPiles(ids: readonly string[], votes: readonly Vote[], unit: bigint): Piles {
  const piles = new Map(ids.map((id): [string, Paper[]] => [id, []]));
  for (const { choice, count } of votes) {
    const prefs = ranksOf(choice).flat();
    piles.get(prefs[0]!)!.push({ prefs, count, value: unit });
  }
  return {
    first: new Map([...piles].map(([id, pile]) => [id, pile.reduce((sum, { count }) => sum + count * unit, 0n)])),
    move: (from, continuing, worth) => {
      const to = new Map<string, bigint>();
      let lost = 0n;
      for (const { prefs, count, value } of piles.get(from)!) {
        const now = worth(value);
        const next = prefs.find((id) => continuing.has(id));
        if (next === undefined) lost += now * count;
        else {
          piles.get(next)!.push({ prefs, count, value: now });
          to.set(next, (to.get(next) ?? 0n) + now * count);
        }
      }
      piles.set(from, []);
      return { to, lost };
    },
    refine: (by) => {
      for (const [id, pile] of piles)
        piles.set(
          id,
          pile.map((paper) => ({ ...paper, value: paper.value * by })),
        );
    },
  };
}
