import type { Option, StanceOption } from './ballot.ts';
import { isShare } from './fraction.ts';
import { bases, type PassRule, type QuorumRule } from './pass-rule.ts';
import type { MethodName, Rules } from './methods/index.ts';

/** Rules of a consent decision: enough take part, somebody agrees, and no objection is open when voting ends. */
export function consentRules(options: readonly StanceOption[], of: { quorum: string | null }): Rules<'consent'> {
  // More than nothing of those who took a side is one yes at least.
  const rule: PassRule = { base: 'yes_no', threshold: '0/1', compare: 'gt', ...quorumOf(of.quorum) };
  return { method: 'consent', options, settings: null, rule, reasons: 'required_for_block' };
}

/** Rules of a majority decision: more than, or at least, a share of those who took a side. */
export function majorityRules(
  options: readonly StanceOption[],
  of: { quorum: string | null; threshold: string; compare: 'gt' | 'gte' },
): Rules<'majority'> {
  const rule: PassRule = {
    base: 'yes_no',
    threshold: of.threshold,
    compare: of.compare,
    ...quorumOf(of.quorum),
  };
  return { method: 'majority', options, settings: null, rule, reasons: 'optional' };
}

function quorumOf(fraction: string | null): QuorumRule {
  return fraction === null ? {} : { quorum: { of: 'electorate', fraction, abstain_counts: true } };
}

export const rulesFaults = [
  'OPTIONS_MISSING',
  'OPTION_TWICE',
  'YES_MISSING',
  'QUORUM',
  'BASE',
  'THRESHOLD',
  'MIN_YES',
  'MAX_BLOCKS',
] as const;
/** Why rules cannot be opened for voting. */
export type RulesFault = (typeof rulesFaults)[number];

/** The first reason why rules cannot be opened for voting, or null. Shares must lie between 0/1 and 1/1, numbers be whole. */
export function checkRules(rules: Pick<Rules<MethodName>, 'options' | 'rule'>): RulesFault | null {
  const stands: readonly (Option | StanceOption)[] = rules.options.filter(({ withdrawn }) => !withdrawn);
  if (stands.length === 0) return 'OPTIONS_MISSING';
  if (new Set(rules.options.map(({ id }) => id)).size < rules.options.length) return 'OPTION_TWICE';
  if (!isQuorum(rules.rule)) return 'QUORUM';
  if (!('threshold' in rules.rule)) return null;
  return stands.some((option) => !('role' in option) || option.role === 'yes')
    ? checkThreshold(rules.rule)
    : 'YES_MISSING';
}

function isWhole(value: number | undefined): boolean {
  return value === undefined || (Number.isSafeInteger(value) && value >= 0);
}

function isQuorum({ quorum }: QuorumRule): boolean {
  if (!quorum) return true;
  if (quorum.fraction === undefined && quorum.count === undefined) return false;
  return isWhole(quorum.count) && (quorum.fraction === undefined || isShare(quorum.fraction));
}

function checkThreshold(rule: PassRule): RulesFault | null {
  if (!bases.includes(rule.base)) return 'BASE';
  if (!isShare(rule.threshold)) return 'THRESHOLD';
  if (typeof rule.min_yes === 'string' ? !isShare(rule.min_yes) : !isWhole(rule.min_yes)) return 'MIN_YES';
  return isWhole(rule.max_blocks) ? null : 'MAX_BLOCKS';
}
