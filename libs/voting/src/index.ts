// Counting, pure and exact: BigInt and fractions only. One file a method; screens, mails and the verifier draw what these return.
export { arithmetic } from './arithmetic.ts';
export type { Arithmetic, ThresholdArithmetic } from './arithmetic.ts';
export { checkReason, choiceFaults, isReasonRequired, reasonFaults, reasonModes, REASON_MAX, roles } from './ballot.ts';
export type {
  Ballot,
  BallotFault,
  Choice,
  ChoiceFault,
  Option,
  ReasonFault,
  ReasonMode,
  Role,
  StanceOption,
} from './ballot.ts';
export { MalformedCase } from './cases/fields.ts';
export { tallyCase } from './cases/outcome.ts';
export { canStillChange, checkBallot, count, countPacked } from './count.ts';
export type { DuelResult, Strength } from './condorcet.ts';
export { delegationScopes, firstWords, weigh } from './delegation.ts';
export type { Delegation, DelegationRule, DelegationScope, Weighed } from './delegation.ts';
export { dateWords, rankDates } from './dates.ts';
export type { DateCandidate, DateLead, DateSheet, DateWishes, DateWord, RankedDate } from './dates.ts';
export type { Standing, Turnout } from './election.ts';
export { fractionOf, isShare, leastFor, percentText, rationalOf } from './fraction.ts';
export type { Fraction } from './fraction.ts';
export { verdicts } from './method.ts';
export type { Verdict } from './method.ts';
export { defaultSettings, methods, stanceMethods } from './methods/index.ts';
export type { MethodName, ResultOf, Rules, StanceMethod } from './methods/index.ts';
export type { StanceResult, Sums } from './methods/stance.ts';
export { comparedMethods, otherCounts } from './other-counts.ts';
export type { ComparedMethod, OtherCount } from './other-counts.ts';
export { packBallots, packRankings } from './packed/pack.ts';
export type { Packed, PackedRow } from './packed/pack.ts';
export { applyPassRule, bases, passCodes } from './pass-rule.ts';
export type { Bar, Base, PassCode, PassResult, PassRule, Quorum, QuorumRule, Tally } from './pass-rule.ts';
export { toPlain } from './plain.ts';
export type { Plain } from './plain.ts';
export { checkRules, ruleOf, rulesFaults } from './rules.ts';
export type { Asked, RulesFault } from './rules.ts';
export { FEWEST_SECRET, mayBeSecret, orderedChoice, secrecies, WARNED_SECRET } from './secrecy.ts';
export type { Secrecy } from './secrecy.ts';
export { canOutcomeChange } from './still.ts';
export { allowsTies, ballotKinds, ballotOf, templates, usualTemplates } from './templates.ts';
export type { BallotKind, OfferedMethod, Template, TemplateBar, TemplateName, TemplateOption } from './templates.ts';
