/** How far somebody's word reaches: one vote, the votes about a topic, or everything that the group decides. */
export const delegationScopes = ['proposal', 'tag', 'group'] as const;
export type DelegationScope = (typeof delegationScopes)[number];

/** What the rules of a vote say of delegation, frozen when it opens. Absent: everybody votes for themselves. */
export interface DelegationRule {
  /** Whether votes cast by delegation count towards the quorum. */
  readonly quorum: boolean;
  /** The topics of the vote, for words given about a topic. */
  readonly tags: readonly string[];
}

/** One elector's word that another votes for them unless they do. */
export interface Delegation {
  readonly from: string;
  readonly to: string;
  readonly scope: DelegationScope;
  /** The topic, where it is about one. */
  readonly tag?: string | null;
  /** When it was given, as an instant in text that sorts like time. */
  readonly since: string;
}

/** An electorate after everybody was asked who speaks for them. Weights, unresolved and silent add up to the electors. */
export interface Weighed {
  /** How many votes each ballot stands for, its own among them. */
  readonly weights: ReadonlyMap<string, bigint>;
  /** Who votes for an elector that gave their word and has no ballot; null where the chain ends, turns in a circle or leaves the electorate. */
  readonly votesFor: ReadonlyMap<string, string | null>;
  /** Electors who gave their word to a chain that ends with nobody: they count as silent. */
  readonly unresolved: bigint;
  /** Electors without a ballot who gave nobody their word. */
  readonly silent: bigint;
}

/**
 * Weighs ballots by delegation (decisions.md 12): whoever has no ballot follows their most specific word, and on from there, until somebody
 * with a ballot. An own ballot always overrides. Of two words about topics of this vote the later stands. The order of the lists never matters.
 */
export function weigh(of: {
  readonly electors: readonly string[];
  readonly voters: readonly string[];
  readonly delegations: readonly Delegation[];
}): Weighed {
  const electors = new Set(of.electors);
  const next = firstWords(of.delegations.filter(({ from }) => electors.has(from)));
  const known = new Map<string, string | null>();
  const weights = new Map<string, bigint>();
  for (const voter of of.voters.filter((one) => electors.has(one))) {
    known.set(voter, voter);
    weights.set(voter, 1n);
  }
  const votesFor = new Map<string, string | null>();
  let [unresolved, silent] = [0n, 0n];
  for (const elector of electors) {
    if (weights.has(elector)) continue;
    if (!next.has(elector)) {
      silent += 1n;
      continue;
    }
    const voter = endOf(elector, next, known);
    votesFor.set(elector, voter);
    if (voter === null) unresolved += 1n;
    else weights.set(voter, weights.get(voter)! + 1n);
  }
  return { weights, votesFor, unresolved, silent };
}

/** The word that each elector's vote follows in this vote. */
export function firstWords(delegations: readonly Delegation[]): Map<string, Delegation> {
  const first = new Map<string, Delegation>();
  for (const one of delegations) {
    const other = first.get(one.from);
    if (!other || comesFirst(one, other)) first.set(one.from, one);
  }
  return first;
}

/** The more specific one, then the later; what is left is only there so that no order of rows ever decides. */
function comesFirst(one: Delegation, other: Delegation): boolean {
  const [a, b] = [one, other].map(({ scope }) => delegationScopes.indexOf(scope)) as [number, number];
  if (a !== b) return a < b;
  if (one.since !== other.since) return one.since > other.since;
  return `${one.tag ?? ''} ${one.to}` < `${other.tag ?? ''} ${other.to}`;
}

/** Walks from word to word; everybody on the way has the same end. */
function endOf(start: string, next: ReadonlyMap<string, Delegation>, known: Map<string, string | null>): string | null {
  const way = new Set<string>();
  let at: string | undefined = start;
  while (at !== undefined && !known.has(at) && !way.has(at)) {
    way.add(at);
    at = next.get(at)?.to;
  }
  const end = at === undefined || way.has(at) ? null : known.get(at)!;
  for (const one of way) known.set(one, end);
  return end;
}
