import type { Moved, Papers, Piles } from '../piles.ts';
import { SHARED, type Packed } from './pack.ts';

/** Papers of equal value at one option: the first of them (each knows the next), the last, and how many votes they are. */
interface Parcel {
  first: number;
  readonly last: number;
  count: number;
}

const NONE = -1;

/** Packed rankings as papers; those whose first rank is shared count for nobody. */
export function packedPapers(packed: Packed): Papers {
  return { valid: packed.cast - packed.abstain, piles: (unit) => new PackedPiles(packed, unit) };
}

/** Piles as linked lists over numbers of papers: a transfer touches the papers of one option and no others. */
export class PackedPiles implements Piles {
  readonly first: ReadonlyMap<string, bigint>;
  private readonly packed: Packed;
  /** The place in the ranks at which each paper stands. */
  private readonly places: Uint32Array;
  /** The next paper of the same parcel. */
  private readonly nexts: Int32Array;
  /** The parcels of each option by the value of their papers. */
  private readonly parcels: Map<bigint, Parcel>[];
  private readonly placeOf: ReadonlyMap<string, number>;

  constructor(packed: Packed, unit: bigint) {
    const { ids, offsets } = packed;
    this.packed = packed;
    this.places = new Uint32Array(offsets.length - 1);
    this.nexts = new Int32Array(offsets.length - 1);
    this.parcels = ids.map(() => new Map<bigint, Parcel>());
    this.placeOf = new Map(ids.map((id, place) => [id, place]));
    const heads = this.sort(null, ids);
    this.first = new Map(ids.map((id, place) => [id, BigInt(heads[place]!.count) * unit]));
    for (const [place, parcel] of heads.entries()) this.put(place, unit, parcel);
  }

  move(from: string, continuing: ReadonlySet<string>, worth: (value: bigint) => bigint): Moved {
    const { ids } = this.packed;
    const left = this.parcels[this.placeOf.get(from)!]!;
    const parcels = [...left];
    left.clear();
    const to = new Map<string, bigint>();
    let lost = 0n;
    for (const [value, parcel] of parcels) {
      const now = worth(value);
      let found = 0;
      for (const [place, moved] of this.sort(parcel, continuing).entries()) {
        if (moved.count === 0) continue;
        found += moved.count;
        to.set(ids[place]!, (to.get(ids[place]!) ?? 0n) + now * BigInt(moved.count));
        this.put(place, now, moved);
      }
      lost += now * BigInt(parcel.count - found);
    }
    return { to, lost };
  }

  refine(by: bigint): void {
    for (const pile of this.parcels) {
      const finer = [...pile].map(([value, parcel]) => [value * by, parcel] as const);
      pile.clear();
      for (const [value, parcel] of finer) pile.set(value, parcel);
    }
  }

  /** Adds a parcel to an option; papers of equal value stay together. */
  private put(place: number, value: bigint, parcel: Parcel): void {
    const same = this.parcels[place]!.get(value);
    if (parcel.first === NONE) return;
    if (!same) {
      this.parcels[place]!.set(value, parcel);
      return;
    }
    this.nexts[parcel.last] = same.first;
    same.first = parcel.first;
    same.count += parcel.count;
  }

  /** Walks each paper of a parcel (null: all there are) on to the next option that continues, and lists the papers of each. */
  private sort(parcel: Parcel | null, continuing: Iterable<string>): Parcel[] {
    const { ids, ranks, offsets, counts } = this.packed;
    const { places, nexts } = this;
    const stands = new Uint8Array(ids.length);
    for (const id of continuing) stands[this.placeOf.get(id)!] = 1;
    const firsts = new Int32Array(ids.length).fill(NONE);
    const lasts = new Int32Array(ids.length);
    const sums = new Float64Array(ids.length);
    const papers = nexts.length;
    for (let paper = parcel === null ? 0 : parcel.first; paper !== NONE && paper < papers;) {
      const following = parcel === null ? paper + 1 : nexts[paper]!;
      const end = offsets[paper + 1]!;
      let holder = NONE;
      for (let place = parcel === null ? offsets[paper]! : places[paper]! + 1; place < end; place += 1) {
        const mark = ranks[place]!;
        if (holder !== NONE && mark < SHARED) break;
        const option = mark & ~SHARED;
        if (stands[option] === 0) continue;
        // Two that continue share a rank: the paper is nobody's for good.
        if (holder !== NONE) {
          holder = NONE;
          break;
        }
        holder = option;
        places[paper] = place;
      }
      if (holder !== NONE) {
        if (firsts[holder] === NONE) lasts[holder] = paper;
        nexts[paper] = firsts[holder]!;
        firsts[holder] = paper;
        sums[holder]! += counts === null ? 1 : counts[paper]!;
      }
      paper = following;
    }
    return ids.map((_, place) => ({ first: firsts[place]!, last: lasts[place]!, count: sums[place]! }));
  }
}
