import { fractionOf, percentText } from './fraction.ts';
import type { Verdict } from './method.ts';
import type { StanceResult } from './methods/stance.ts';
import { minimumYes, type Bar, type Base } from './pass-rule.ts';

/** The yes votes against the threshold, with percentages made after the decision (rounded half up, for display alone). */
export interface ThresholdArithmetic extends Bar {
  readonly of: bigint;
  readonly base: Base;
  readonly percent: string;
  readonly compare: 'gt' | 'gte';
  readonly threshold: string;
  readonly thresholdPercent: string;
  readonly abstentionsCount: boolean;
}

/** Everything a sentence about a stance vote says, as keys and numbers: each screen, mail and language has its own words. */
export interface Arithmetic {
  readonly key: `${Verdict}.${StanceResult['code']}`;
  readonly verdict: Verdict;
  readonly code: StanceResult['code'];
  readonly threshold: ThresholdArithmetic | null;
  readonly quorum: (Bar & { readonly of: bigint; readonly isMet: boolean; readonly abstentionsCount: boolean }) | null;
  readonly minimumYes: Bar | null;
  readonly blocks: { readonly had: bigint; readonly allowed: bigint } | null;
}

/** The arithmetic of a result for one sentence: "Fails: 11 of 14 votes are yes (78.57 %); 80 % would be 12. Abstentions count." */
export function arithmetic(result: StanceResult): Arithmetic {
  const { verdict, code, sums, quorum, rule } = result;
  return {
    key: `${verdict}.${code}`,
    verdict,
    code,
    threshold: thresholdOf(result),
    quorum: quorum && {
      ...quorum,
      of: sums.electors,
      isMet: quorum.had >= quorum.needed,
      abstentionsCount: rule.quorum?.abstain_counts !== false,
    },
    minimumYes:
      'min_yes' in rule && 'threshold' in rule ? { had: sums.yes, needed: minimumYes(rule, sums.electors) } : null,
    blocks:
      'max_blocks' in rule && rule.max_blocks !== undefined
        ? { had: sums.block, allowed: BigInt(rule.max_blocks) }
        : null,
  };
}

function thresholdOf({ yes, rule }: StanceResult): ThresholdArithmetic | null {
  if (!yes || !('threshold' in rule)) return null;
  const { base, compare, threshold } = rule;
  const { a, b } = fractionOf(threshold);
  return {
    ...yes,
    base,
    compare,
    threshold,
    percent: percentText(yes.had, yes.of),
    thresholdPercent: percentText(a, b),
    abstentionsCount: base === 'cast' || base === 'electorate',
  };
}
