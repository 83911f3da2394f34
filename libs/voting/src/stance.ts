import { applyPassRule, type PassResult, type PassRule, type Tally } from './pass-rule.ts';

/** What an option of a stance vote means for the count. */
export const roles = ['yes', 'abstain', 'no', 'block'] as const;
export type Role = (typeof roles)[number];

export interface StanceOption {
  readonly id: string;
  readonly role: Role;
}

export const reasonModes = ['off', 'optional', 'required', 'required_for_no_and_block', 'required_for_block'] as const;
export type ReasonMode = (typeof reasonModes)[number];

export const stanceMethods = ['consent', 'majority'] as const;
export type StanceMethod = (typeof stanceMethods)[number];

/** Everything a count needs, frozen when voting opens. */
export interface StanceRules {
  readonly method: StanceMethod;
  readonly options: readonly StanceOption[];
  readonly rule: PassRule;
  readonly reasons: ReasonMode;
}

export interface StanceBallot {
  readonly option: string;
}

export type BallotFault = 'OPTION_UNKNOWN' | 'REASON_REQUIRED' | 'REASON_TOO_LONG' | 'REASON_REFUSED';

export const REASON_MAX = 2000;

export type Verdict = 'passed' | 'failed' | 'no_quorum' | 'no_result';

export interface StanceResult extends PassResult {
  readonly verdict: Verdict;
  readonly tally: Tally;
  readonly silent: bigint;
}

/** Rules of a consent decision: nobody objects, enough take part, somebody agrees. */
export function consentRules(options: readonly StanceOption[], quorum: string): StanceRules {
  return {
    method: 'consent',
    options,
    rule: {
      base: 'yes_no',
      threshold: '0/1',
      compare: 'gt',
      quorum: { of: 'electorate', fraction: quorum, abstain_counts: true },
      max_blocks: 0,
      min_yes: 1,
    },
    reasons: 'required_for_block',
  };
}

/** Rules of a majority decision: more than, or at least, a share of those who took a side. */
export function majorityRules(
  options: readonly StanceOption[],
  of: { quorum: string; threshold: string; compare: 'gt' | 'gte' },
): StanceRules {
  return {
    method: 'majority',
    options,
    rule: {
      base: 'yes_no',
      threshold: of.threshold,
      compare: of.compare,
      quorum: { of: 'electorate', fraction: of.quorum, abstain_counts: true },
    },
    reasons: 'optional',
  };
}

/** Why a ballot cannot be taken, or null. */
export function checkBallot(rules: StanceRules, ballot: StanceBallot, reason: string | null): BallotFault | null {
  const option = rules.options.find(({ id }) => id === ballot.option);
  if (!option) return 'OPTION_UNKNOWN';
  const words = (reason ?? '').trim();
  if (words !== '' && rules.reasons === 'off') return 'REASON_REFUSED';
  if ([...words].length > REASON_MAX) return 'REASON_TOO_LONG';
  return words === '' && isReasonRequired(rules.reasons, option.role) ? 'REASON_REQUIRED' : null;
}

/** Whether an answer of this role must say why. */
export function isReasonRequired(mode: ReasonMode, role: Role): boolean {
  if (mode === 'required') return true;
  if (mode === 'required_for_no_and_block') return role === 'no' || role === 'block';
  return mode === 'required_for_block' && role === 'block';
}

/** The sums of ballots by role. Ballots for options that the rules do not know throw: they were checked when cast. */
export function tallyOf(rules: StanceRules, ballots: readonly StanceBallot[], electors: bigint): Tally {
  const roleById = new Map(rules.options.map(({ id, role }) => [id, role]));
  const sums: Record<Role, bigint> = { yes: 0n, abstain: 0n, no: 0n, block: 0n };
  for (const { option } of ballots) {
    const role = roleById.get(option);
    if (!role) throw new Error('a ballot names an option that does not exist');
    sums[role] += 1n;
  }
  return { electors, ...sums };
}

/** Counts a stance vote: sums, the verdict and the arithmetic behind it. The order of ballots and options does not matter. */
export function countStances(rules: StanceRules, ballots: readonly StanceBallot[], electors: bigint): StanceResult {
  return resultOf(rules, tallyOf(rules, ballots, electors));
}

function resultOf(rules: StanceRules, tally: Tally): StanceResult {
  const result = applyPassRule(rules.rule, tally);
  return { ...result, verdict: verdictOf(result), tally, silent: tally.electors - result.cast };
}

function verdictOf({ passes, code, cast }: PassResult): Verdict {
  if (passes) return 'passed';
  if (code === 'quorum') return 'no_quorum';
  return cast === 0n ? 'no_result' : 'failed';
}

/** Whether the verdict can still change while nobody changes a vote: the silent all agree, refuse, block, abstain or stay away. */
export function canStillChange(rules: StanceRules, tally: Tally): boolean {
  const silent = tally.electors - (tally.yes + tally.no + tally.block + tally.abstain);
  const now = resultOf(rules, tally).verdict;
  const possible = new Set(rules.options.map(({ role }) => role));
  return (
    roles.some(
      (role) => possible.has(role) && resultOf(rules, { ...tally, [role]: tally[role] + silent }).verdict !== now,
    ) || partWayDiffers()
  );

  /** Between the corners a mix may differ: a few yes for the quorum and no one else. Electorates are small, so try every number of yes. */
  function partWayDiffers(): boolean {
    for (let yes = 0n; yes <= silent; yes += 1n) {
      for (const rest of roles.filter((role) => possible.has(role))) {
        const mixed = { ...tally, yes: tally.yes + yes };
        const withRest = { ...mixed, [rest]: mixed[rest] + (silent - yes) };
        if (resultOf(rules, mixed).verdict !== now || resultOf(rules, withRest).verdict !== now) return true;
      }
    }
    return false;
  }
}
