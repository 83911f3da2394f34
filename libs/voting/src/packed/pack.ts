import type { Ballot, Option } from '../ballot.ts';
import { zeros } from '../election.ts';
import type { Cast } from '../method.ts';

/** Set on an option that shares its rank with the one before it. */
export const SHARED = 128;
/** How many options have a number beneath that mark. */
const OPTIONS = 128;

/**
 * Many rankings side by side, a byte for each option named: for counting a million ballots in the time and memory of their numbers.
 * Typed arrays hold nothing but counts of whole papers (all together below 2^53) and places; whatever is divided or compared is BigInt.
 */
export interface Packed extends Cast {
  /** The options that stand; a ballot names them by their place here. */
  readonly ids: readonly string[];
  /** The options of each ballot from best to worst, one ballot after the other. */
  readonly ranks: Uint8Array;
  /** Where each ballot begins; the last is where all end. */
  readonly offsets: Uint32Array;
  /** How many equal ballots each stands for; null: one. */
  readonly counts: Float64Array | null;
}

/** A row of `packRankings`: options by their place, best first; one that shares the rank of the one before is written as -1 - place. */
export type PackedRow = readonly number[];

/**
 * Packs rankings, all of them counting once. Throws for an option that does not stand, and for more than 128 options.
 * Rankings name an option at most once; that is checked where a ballot is cast.
 */
export function packRankings(ids: readonly string[], rows: readonly PackedRow[], abstain = 0n): Packed {
  if (ids.length > OPTIONS) throw new Error(`more than ${OPTIONS} options cannot be packed`);
  const named = rows.reduce((sum, row) => sum + row.length, 0);
  const ranks = new Uint8Array(named);
  const offsets = new Uint32Array(rows.length + 1);
  let at = 0;
  for (let ballot = 0; ballot < rows.length; ballot += 1) {
    for (const place of rows[ballot]!) {
      const option = place < 0 ? -1 - place : place;
      if (!(option < ids.length)) throw new Error(`there is no option ${option}`);
      ranks[at] = place < 0 ? option | SHARED : option;
      at += 1;
    }
    offsets[ballot + 1] = at;
  }
  return { ids, ranks, offsets, counts: null, cast: BigInt(rows.length) + abstain, abstain };
}

/** Packs ballots that rank; null where they do not, or where there are too many options or ballots for the numbers of a machine. */
export function packBallots(options: readonly Option[], ballots: readonly Ballot[]): Packed | null {
  const ids = [...zeros(options).keys()];
  const placeOf = new Map(ids.map((id, place) => [id, place]));
  const rows: PackedRow[] = [];
  const times: bigint[] = [];
  let abstain = 0n;
  for (const { choice, count = 1n } of ballots) {
    if (count < 0n) throw new Error('a ballot cannot count less than nothing');
    if (choice === null || count === 0n) continue;
    if (!('ranking' in choice || 'abstain' in choice)) return null;
    const row = 'ranking' in choice ? rowOf(choice.ranking, placeOf) : [];
    if (row.length === 0) abstain += count;
    else {
      rows.push(row);
      times.push(count);
    }
  }
  const valid = times.reduce((sum, count) => sum + count, 0n);
  if (ids.length > OPTIONS || valid > BigInt(Number.MAX_SAFE_INTEGER)) return null;
  const packed = packRankings(ids, rows, abstain);
  if (valid === BigInt(rows.length)) return packed;
  const counts = Float64Array.from(times, (count) => +String(count));
  return { ...packed, counts, cast: valid + abstain };
}

/** A ranking by places; options that no longer stand are left out. */
function rowOf(ranking: readonly (readonly string[])[], placeOf: ReadonlyMap<string, number>): PackedRow {
  const row: number[] = [];
  for (const rank of ranking) {
    let isFirst = true;
    for (const id of rank) {
      const place = placeOf.get(id);
      if (place === undefined) continue;
      row.push(isFirst ? place : -1 - place);
      isFirst = false;
    }
  }
  return row;
}
