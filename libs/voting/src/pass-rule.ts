import { fractionOf, leastFor } from './fraction.ts';

/** Whom a threshold is measured against: those who took a side, those who voted, all, all except those who abstained. */
export const bases = ['yes_no', 'cast', 'electorate', 'electorate_minus_abstain'] as const;
export type Base = (typeof bases)[number];

/** How many must vote: a share "a/b" of the electorate, or a number. Votes cast, never people invited. */
export interface Quorum {
  readonly of: 'electorate';
  readonly fraction?: string;
  readonly count?: number;
  readonly abstain_counts?: boolean;
}

/** A question without a threshold may still need a quorum. */
export interface QuorumRule {
  readonly quorum?: Quorum;
}

/** When a vote passes. Fractions are exact and written "a/b". */
export interface PassRule extends QuorumRule {
  readonly base: Base;
  readonly threshold: string;
  readonly compare: 'gt' | 'gte';
  readonly min_yes?: number | string;
  readonly max_blocks?: number;
}

/** What was answered, as sums over the electorate. A block is also a no; an objection is open until it is ruled out. */
export interface Tally {
  readonly electors: bigint;
  readonly yes: bigint;
  readonly no: bigint;
  readonly abstain: bigint;
  readonly block: bigint;
  readonly openObjections?: bigint;
  /** Of these votes, those that do not count towards the quorum. */
  readonly outsideQuorum?: { readonly cast: bigint; readonly abstain: bigint } | undefined;
}

export const passCodes = [
  'passed',
  'quorum',
  'no_decisive_votes',
  'blocked',
  'open_objection',
  'threshold',
  'below_min_yes',
] as const;
export type PassCode = (typeof passCodes)[number];

/** What there was and what was needed, in whole votes. */
export interface Bar {
  readonly had: bigint;
  readonly needed: bigint;
}

/** The arithmetic of a verdict: the quorum (null where none is asked), the yes votes of the base, the first miss. */
export interface PassResult {
  readonly code: PassCode;
  readonly quorum: Bar | null;
  readonly yes: Bar & { readonly of: bigint };
}

/** How many took part. */
export function castOf({ yes, no, block, abstain }: Tally): bigint {
  return yes + no + block + abstain;
}

/** The votes that a threshold is a share of. */
export function baseOf(base: Base, tally: Tally): bigint {
  switch (base) {
    case 'yes_no':
      return tally.yes + tally.no + tally.block;
    case 'cast':
      return castOf(tally);
    case 'electorate':
      return tally.electors;
    case 'electorate_minus_abstain':
      return tally.electors - tally.abstain;
  }
}

/** The quorum of a rule in whole votes, or null where none is asked. Abstentions count unless the rule says no. */
export function quorumBar({ quorum }: QuorumRule, tally: Tally): Bar | null {
  if (!quorum) return null;
  const outside = tally.outsideQuorum ?? { cast: 0n, abstain: 0n };
  const cast = castOf(tally) - outside.cast;
  const had = quorum.abstain_counts === false ? cast - (tally.abstain - outside.abstain) : cast;
  const share = quorum.fraction === undefined ? 0n : leastFor(fractionOf(quorum.fraction), tally.electors, 'gte');
  const count = BigInt(quorum.count ?? 0);
  return { had, needed: share > count ? share : count };
}

/** The fewest yes votes that the rule asks for besides its threshold; a fraction is one of all electors. */
export function minimumYes({ min_yes: least }: PassRule, electors: bigint): bigint {
  if (least === undefined) return 0n;
  return typeof least === 'number' ? BigInt(least) : leastFor(fractionOf(least), electors, 'gte');
}

/** Applies a pass rule to sums. The first miss is the verdict: quorum, decisive votes, blocks and open objections, threshold, least yes. */
export function applyPassRule(rule: PassRule, tally: Tally): PassResult {
  const quorum = quorumBar(rule, tally);
  const of = baseOf(rule.base, tally);
  const yes = { had: tally.yes, needed: leastFor(fractionOf(rule.threshold), of, rule.compare), of };
  return { code: codeOf(), quorum, yes };

  function codeOf(): PassCode {
    if (quorum && quorum.had < quorum.needed) return 'quorum';
    if (tally.yes + tally.no + tally.block === 0n) return 'no_decisive_votes';
    if (rule.max_blocks !== undefined && tally.block > BigInt(rule.max_blocks)) return 'blocked';
    if ((tally.openObjections ?? 0n) > 0n) return 'open_objection';
    if (yes.had < yes.needed) return 'threshold';
    return yes.had < minimumYes(rule, tally.electors) ? 'below_min_yes' : 'passed';
  }
}
