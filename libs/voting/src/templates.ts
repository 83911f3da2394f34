import type { ReasonMode, Role } from './ballot.ts';
import type { StanceMethod } from './methods/index.ts';
import type { PassRule, QuorumRule } from './pass-rule.ts';

/** An option to start from. The meaning is a key: screens and mails have its words, its icon and its prompt for a reason. */
export interface TemplateOption {
  readonly meaning: string;
  readonly role: Role;
}

/** A prefill for a stance vote. It binds nothing; the procedure may set another rule. */
export interface Template {
  readonly method: StanceMethod;
  readonly options: readonly TemplateOption[];
  readonly rule: PassRule | QuorumRule;
  readonly reasons: ReasonMode;
  readonly days: number;
}

const abstain = { meaning: 'abstain', role: 'abstain' } as const;
const moreYesThanNo = { base: 'yes_no', threshold: '1/2', compare: 'gt' } as const;

/** The stance votes that every group finds ready: what they offer, what passes, how long they run. */
export const templates = {
  proposal: {
    method: 'majority',
    options: [{ meaning: 'agree', role: 'yes' }, abstain, { meaning: 'disagree', role: 'no' }],
    rule: moreYesThanNo,
    reasons: 'optional',
    days: 7,
  },
  consent: {
    method: 'consent',
    options: [
      { meaning: 'consent', role: 'yes' },
      { meaning: 'stand_aside', role: 'abstain' },
      { meaning: 'objection', role: 'block' },
    ],
    rule: {
      base: 'yes_no',
      threshold: '0/1',
      compare: 'gt',
      quorum: { of: 'electorate', fraction: '1/2', abstain_counts: true },
    },
    reasons: 'required_for_block',
    days: 7,
  },
  consensus: {
    method: 'majority',
    options: [
      { meaning: 'agree', role: 'yes' },
      { meaning: 'stand_aside', role: 'abstain' },
      { meaning: 'disagree', role: 'no' },
      { meaning: 'block', role: 'block' },
    ],
    rule: { ...moreYesThanNo, max_blocks: 0 },
    reasons: 'required_for_no_and_block',
    days: 7,
  },
  advice: {
    method: 'majority',
    options: [{ meaning: 'agree', role: 'yes' }, abstain],
    rule: {},
    reasons: 'optional',
    days: 7,
  },
  sense_check: {
    method: 'majority',
    options: [
      { meaning: 'looks_good', role: 'yes' },
      { meaning: 'not_sure', role: 'abstain' },
      { meaning: 'concerned', role: 'no' },
    ],
    rule: {},
    reasons: 'optional',
    days: 3,
  },
  gradients: {
    method: 'majority',
    options: [
      { meaning: 'endorse', role: 'yes' },
      { meaning: 'minor_concern', role: 'yes' },
      { meaning: 'reservations', role: 'yes' },
      abstain,
      { meaning: 'more_discussion', role: 'no' },
      { meaning: 'dislike_but_support', role: 'yes' },
      { meaning: 'disagree', role: 'no' },
      { meaning: 'veto', role: 'block' },
    ],
    rule: {},
    reasons: 'optional',
    days: 5,
  },
} as const satisfies Record<string, Template>;
export type TemplateName = keyof typeof templates;
