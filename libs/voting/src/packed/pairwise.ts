import type { Pairwise, Unranked } from '../pairwise.ts';
import { SHARED, type Packed } from './pack.ts';

/** Every duel, and who is ranked on some ballot. */
export interface PackedDuels {
  readonly duels: Pairwise;
  readonly ranked: ReadonlySet<string>;
}

/**
 * Counts every duel of packed rankings. Only pairs of options that a ballot names are looked at;
 * whom it leaves out it prefers less, so that is how often an option is named, less how often both are.
 */
export function packedDuels(packed: Packed, unranked: Unranked): PackedDuels {
  const { ids } = packed;
  const { above, together, named } = tablesOf(packed);
  const size = ids.length;
  const order = ids.map((_, place) => place).toSorted((a, b) => (ids[a]! < ids[b]! ? -1 : 1));
  const preferred = (a: number, b: number): bigint => {
    const direct = above[a * size + b]!;
    if (unranked === 'ignore') return BigInt(direct);
    const both = direct + above[b * size + a]! + together[a * size + b]!;
    return BigInt(direct + named[a]! - both);
  };
  const duels = new Map(
    order.map((a) => [ids[a]!, new Map(order.filter((b) => b !== a).map((b) => [ids[b]!, preferred(a, b)]))]),
  );
  return { duels, ranked: new Set(ids.filter((_, place) => named[place]! > 0)) };
}

interface Tables {
  /** How many ballots name both, the first above the second; at first × options + second. */
  readonly above: Float64Array;
  /** How many ballots name both in one rank. */
  readonly together: Float64Array;
  /** How many ballots name it. */
  readonly named: Float64Array;
}

function tablesOf({ ids, ranks, offsets, counts }: Packed): Tables {
  const size = ids.length;
  const above = new Float64Array(size * size);
  const together = new Float64Array(size * size);
  const named = new Float64Array(size);
  for (let ballot = 0, end = 0; ballot + 1 < offsets.length; ballot += 1) {
    const begin = end;
    end = offsets[ballot + 1]!;
    const count = counts === null ? 1 : counts[ballot]!;
    for (let high = begin; high < end; high += 1) {
      const option = ranks[high]! & ~SHARED;
      const row = option * size;
      named[option]! += count;
      let low = high + 1;
      // Those that share the rank stand right behind it.
      for (; low < end && ranks[low]! >= SHARED; low += 1) {
        const other = ranks[low]! & ~SHARED;
        together[row + other]! += count;
        together[other * size + option]! += count;
      }
      for (; low < end; low += 1) above[row + (ranks[low]! & ~SHARED)]! += count;
    }
  }
  return { above, together, named };
}
