import { fractionOf, leastFor } from './fraction.ts';

/** Whom a threshold is measured against (decisions.md 7). */
export const bases = ['yes_no', 'cast', 'electorate', 'electorate_minus_abstain'] as const;
export type Base = (typeof bases)[number];

/** When a stance vote passes. Fractions are exact and written "a/b". */
export interface PassRule {
  readonly base: Base;
  readonly threshold: string;
  readonly compare: 'gt' | 'gte';
  readonly quorum?: {
    readonly of: 'electorate';
    readonly fraction?: string;
    readonly count?: number;
    readonly abstain_counts?: boolean;
  };
  readonly min_yes?: number | string;
  readonly max_blocks?: number;
}

/** What was answered, as sums over the electorate. A block is also a no. */
export interface Tally {
  readonly electors: bigint;
  readonly yes: bigint;
  readonly no: bigint;
  readonly abstain: bigint;
  readonly block: bigint;
}

export type PassCode = 'passed' | 'quorum' | 'no_decisive_votes' | 'blocked' | 'threshold' | 'below_min_yes';

/** The arithmetic of a verdict: what there was, of what, and what was needed. */
export interface PassResult {
  readonly passes: boolean;
  readonly code: PassCode;
  readonly cast: bigint;
  readonly quorumHad: bigint;
  readonly quorumNeeded: bigint;
  readonly base: bigint;
  readonly yesNeeded: bigint;
}

/** The sums of a tally that a rule's base means. */
export function baseOf(base: Base, { electors, yes, no, abstain, block }: Tally): bigint {
  switch (base) {
    case 'yes_no':
      return yes + no + block;
    case 'cast':
      return yes + no + block + abstain;
    case 'electorate':
      return electors;
    case 'electorate_minus_abstain':
      return electors - abstain;
  }
}

function quorumOf(rule: PassRule, electors: bigint): bigint {
  if (!rule.quorum) return 0n;
  if (rule.quorum.count !== undefined) return BigInt(rule.quorum.count);
  return rule.quorum.fraction ? leastFor(fractionOf(rule.quorum.fraction), electors, 'gte') : 0n;
}

function leastYes(rule: PassRule, electors: bigint): bigint {
  if (rule.min_yes === undefined) return 0n;
  return typeof rule.min_yes === 'number' ? BigInt(rule.min_yes) : leastFor(fractionOf(rule.min_yes), electors, 'gte');
}

/** Applies a pass rule to sums, in the order of decisions.md 7: quorum, decisive votes, blocks, threshold, least yes. Exact. */
export function applyPassRule(rule: PassRule, tally: Tally): PassResult {
  const cast = tally.yes + tally.no + tally.block + tally.abstain;
  const quorumHad = rule.quorum?.abstain_counts === false ? cast - tally.abstain : cast;
  const quorumNeeded = quorumOf(rule, tally.electors);
  const base = baseOf(rule.base, tally);
  const yesNeeded = leastFor(fractionOf(rule.threshold), base, rule.compare);
  const code = codeOf();
  return { passes: code === 'passed', code, cast, quorumHad, quorumNeeded, base, yesNeeded };

  function codeOf(): PassCode {
    if (quorumHad < quorumNeeded) return 'quorum';
    if (tally.yes + tally.no + tally.block === 0n) return 'no_decisive_votes';
    if (rule.max_blocks !== undefined && tally.block > BigInt(rule.max_blocks)) return 'blocked';
    if (tally.yes < yesNeeded) return 'threshold';
    return tally.yes < leastYes(rule, tally.electors) ? 'below_min_yes' : 'passed';
  }
}
