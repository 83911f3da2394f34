// Counting, pure and exact: BigInt and fractions only. One file a rule; the screens draw what these return.
export { fractionOf, leastFor, percentText } from './fraction.ts';
export type { Fraction } from './fraction.ts';
export { applyPassRule, bases } from './pass-rule.ts';
export type { Base, PassCode, PassResult, PassRule, Tally } from './pass-rule.ts';
export {
  canStillChange,
  checkBallot,
  consentRules,
  countStances,
  isReasonRequired,
  majorityRules,
  reasonModes,
  REASON_MAX,
  roles,
  stanceMethods,
  tallyOf,
} from './stance.ts';
export type {
  BallotFault,
  ReasonMode,
  Role,
  StanceBallot,
  StanceMethod,
  StanceOption,
  StanceResult,
  StanceRules,
  Verdict,
} from './stance.ts';
