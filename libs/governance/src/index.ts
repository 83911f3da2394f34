// The rules of living together as data: who may do what, the rulebook, the states of things.
export { decide, columnsOf, duties, needs, operations, permissionRows, rowOf, standings } from './permissions.ts';
export type {
  ActorFacts,
  Decision,
  Duty,
  Need,
  ObjectFacts,
  Operation,
  PermissionRow,
  Standing,
} from './permissions.ts';
export { delegationModes, presets, rulebookFault, rulebookOf, secretLevels, usualMethods } from './rulebook.ts';
export type {
  DecisionRules,
  DelegationMode,
  Preset,
  Rulebook,
  SecretLevel,
  SpendingRules,
  UsualMethod,
} from './rulebook.ts';
export { duesInForce, duesRules } from './dues.ts';
export { leftoverDates, leftoverDays, leftoverRules } from './leftovers.ts';
export type { DuesRules } from './dues.ts';
export { matterOf, needsSomeone, noticeAfter, noticeRules, noticeStatuses } from './notices.ts';
export type { NoticeRules, NoticeStatus, NoticeStep } from './notices.ts';
export {
  effectKinds,
  eventStatuses,
  executionStates,
  proposalAfter,
  proposalStatuses,
  rsvpStatuses,
  standingAfter,
} from './states.ts';
export type {
  EffectKind,
  EventStatus,
  ExecutionState,
  ProposalStatus,
  ProposalStep,
  RsvpStatus,
  SpellStanding,
  SpellStep,
} from './states.ts';
export { isRuleKey, ruleClass, ruleFits, ruleForm, ruleNames, ruleText, withRule } from './rule-keys.ts';
export type { RuleKey, RuleName } from './rule-keys.ts';
export { changeClasses } from './rule-shapes.ts';
export type { ChangeClass, RuleForm } from './rule-shapes.ts';
export { amended, frameFault, frames, isWithin, mandateOf, procedureFor, procedures, usualWay } from './procedures.ts';
export type { AmendFault, Demand, Frame, Mandate, Procedure, RuleChange, Way } from './procedures.ts';
export { endsWhenTakenBack, takeBackFault } from './taking-back.ts';
export type { Decided, TakeBackFault } from './taking-back.ts';
export { eligibility, nextSteps, refusalReasons } from './eligibility.ts';
export type { AnswerableEvent, Answering, Eligibility, NextStep, RefusalReason } from './eligibility.ts';
export { answerFault, questionKinds, tidyAnswers } from './questions.ts';
export type { AnswerFault, Question, QuestionKind, Said } from './questions.ts';
export {
  isOpenCase,
  isSameMatter,
  removalAfter,
  removalBegins,
  removalExcluded,
  removalRules,
  removalTimes,
} from './removals.ts';
export type { RemovalRules, RemovalState, RemovalStep } from './removals.ts';
