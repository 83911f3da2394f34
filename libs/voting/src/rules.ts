import type { Option, StanceOption } from './ballot.ts';
import { isShare } from './fraction.ts';
import { bases, type PassRule, type QuorumRule } from './pass-rule.ts';
import type { MethodName, Rules } from './methods/index.ts';
import type { TemplateBar } from './templates.ts';

/** A share of the electorate that must vote, and what must be yes: null where the vote only asks, or the best options win. */
export interface Asked {
  readonly quorum: string;
  readonly bar: TemplateBar | null;
}

/** The rule of a vote: a threshold is measured against those who took a side, and abstentions count towards the quorum. */
export function ruleOf({ quorum, bar }: Asked): PassRule | QuorumRule {
  const turnout: QuorumRule = { quorum: { of: 'electorate', fraction: quorum, abstain_counts: true } };
  if (!bar) return turnout;
  const { threshold, compare, maxBlocks } = bar;
  const blocks = maxBlocks === undefined ? {} : { max_blocks: maxBlocks };
  return { base: 'yes_no', threshold, compare, ...blocks, ...turnout };
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
