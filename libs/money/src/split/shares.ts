import { apportion } from '../amount/money.ts';

/** How a bill is shared. People are named by their ids; amounts are minor units of the bill's currency. */
export type Split =
  | { readonly mode: 'even'; readonly people: readonly string[] }
  /** Whole-number weights: a child 1, an adult 2. */
  | { readonly mode: 'weights'; readonly weights: Readonly<Record<string, bigint>> }
  /** Hundredths of a percent, 10,000 in all. */
  | { readonly mode: 'percent'; readonly hundredths: Readonly<Record<string, bigint>> }
  | { readonly mode: 'exact'; readonly amounts: Readonly<Record<string, bigint>> }
  /** Evenly, after what somebody had more (above zero) or less (below) was set aside. */
  | { readonly mode: 'adjusted'; readonly people: readonly string[]; readonly more: Readonly<Record<string, bigint>> }
  /** Each item between those who had it; what no item names (tip, delivery) follows what each had. */
  | { readonly mode: 'items'; readonly items: readonly BillItem[] };

export interface BillItem {
  readonly minor: bigint;
  readonly people: readonly string[];
}

/** The share of each, adding up to the whole; or what is still unassigned (below zero: too much is), and why there are no shares yet. */
export type Shares =
  | { readonly ok: true; readonly shares: ReadonlyMap<string, bigint> }
  | { readonly ok: false; readonly fault: ShareFault; readonly unassigned: bigint };

export type ShareFault =
  | 'nobody'
  | 'percent-not-whole'
  | 'amounts-not-whole'
  | 'share-below-zero'
  | 'item-without-people';

/**
 * Shares a bill out so that the parts add up to the whole exactly and each is within one unit of its exact share (money.md 10).
 * People take part in the order of their ids; left-over units fall by largest remainder, ties from `turn` on, which is drawn from the bill's id.
 */
export function sharesOf(total: bigint, split: Split, turn = 0): Shares {
  switch (split.mode) {
    case 'even':
      return byWeight(total, evenly(split.people), turn);
    case 'weights':
      return byWeight(total, split.weights, turn);
    case 'percent': {
      const left = 10_000n - sum(Object.values(split.hundredths));
      if (left !== 0n) return { ok: false, fault: 'percent-not-whole', unassigned: (total * left) / 10_000n };
      return byWeight(total, split.hundredths, turn);
    }
    case 'exact': {
      const unassigned = total - sum(Object.values(split.amounts));
      if (unassigned !== 0n) return { ok: false, fault: 'amounts-not-whole', unassigned };
      return checked(total, new Map(sorted(split.amounts)));
    }
    case 'adjusted':
      return adjusted(total, split, turn);
    case 'items':
      return itemised(total, split.items, turn);
  }
}

/** Where the odd units of a bill begin to fall: the first four bytes of the digest of its name, such as `B-1` (money.md 10). */
export function turnOf(digest: (bytes: Uint8Array) => Uint8Array, bill: string): number {
  return digest(new TextEncoder().encode(bill))
    .slice(0, 4)
    .reduce((turn, byte) => turn * 256 + byte, 0);
}

function adjusted(total: bigint, split: Extract<Split, { mode: 'adjusted' }>, turn: number): Shares {
  const rest = byWeight(total - sum(Object.values(split.more)), evenly(split.people), turn);
  if (!rest.ok) return { ...rest, unassigned: total };
  const shares = new Map(rest.shares);
  for (const [who, more] of sorted(split.more)) {
    if (!shares.has(who)) return { ok: false, fault: 'nobody', unassigned: more };
    shares.set(who, shares.get(who)! + more);
  }
  return checked(total, shares);
}

function itemised(total: bigint, items: readonly BillItem[], turn: number): Shares {
  const had = new Map<string, bigint>();
  for (const { minor, people } of items) {
    const shares = byWeight(minor, evenly(people), turn);
    if (!shares.ok) return { ok: false, fault: 'item-without-people', unassigned: minor };
    for (const [who, share] of shares.shares) had.set(who, (had.get(who) ?? 0n) + share);
  }
  const named = sum([...had.values()]);
  if (named === total) return checked(total, new Map(sorted(Object.fromEntries(had))));
  const besides = byWeight(total - named, Object.fromEntries(had), turn);
  if (!besides.ok) return { ...besides, unassigned: total - named };
  return checked(total, new Map([...besides.shares].map(([who, share]) => [who, share + had.get(who)!])));
}

function byWeight(total: bigint, weights: Readonly<Record<string, bigint>>, turn: number): Shares {
  const people = sorted(weights);
  if (!people.some(([, weight]) => weight > 0n)) return { ok: false, fault: 'nobody', unassigned: total };
  const shares = apportion(
    total,
    people.map(([, weight]) => weight),
    turn,
  );
  return { ok: true, shares: new Map(people.map(([who], at) => [who, shares[at]!])) };
}

/** Nobody is paid for having been there: a share and its bill never differ in sign. */
function checked(total: bigint, shares: ReadonlyMap<string, bigint>): Shares {
  const odd = [...shares.values()].find((share) => (total < 0n ? share > 0n : share < 0n));
  return odd === undefined ? { ok: true, shares } : { ok: false, fault: 'share-below-zero', unassigned: odd };
}

const evenly = (people: readonly string[]): Record<string, bigint> =>
  Object.fromEntries(people.map((who) => [who, 1n]));
const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, one) => all + one, 0n);
const sorted = (by: Readonly<Record<string, bigint>>): [string, bigint][] =>
  Object.entries(by).toSorted(([a], [b]) => (a < b ? -1 : 1));
