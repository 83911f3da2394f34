import { type DuesRules, duesPeriods, duesRules } from './dues.ts';
import { type LeftoverRules, leftoverRules, leftoverWays } from './leftovers.ts';
import { noticeRules } from './notices.ts';
import { removalOpeners, removalThresholds } from './removals.ts';
import {
  band,
  type ChangeClass,
  changeClasses,
  ofDues,
  ofNotices,
  ofRemovals,
  onOff,
  type Rule,
  type RuleForm,
} from './rule-shapes.ts';
import {
  type DelegationMode,
  delegationModes,
  type Rulebook,
  type SecretLevel,
  secretLevels,
  type UsualMethod,
  usualMethods,
} from './rulebook.ts';

const CAP_DAYS = 30;

/** Every rule that a group can change, in the order in which people read them. */
const rules = {
  joining: {
    class: 'decision',
    form: { kind: 'choice', of: ['open', 'approval', 'invited'] },
    read: (book) => book.joining,
    write: (book, value) => ({ ...book, joining: value as Rulebook['joining'] }),
  },
  'membership.approve.organiser': onOff('membership.approve.organiser', 'steward'),
  'invite.byMembers': onOff('invite.byMembers', 'steward'),
  'event.create': onOff('event.create', 'steward'),
  'proposal.create': onOff('proposal.create', 'steward'),
  'decision.method': {
    class: 'entrenched',
    form: { kind: 'choice', of: usualMethods },
    read: ({ decision }) => decision.method ?? 'majority',
    write: (book, value) => ({ ...book, decision: { ...book.decision, method: value as UsualMethod } }),
  },
  'decision.quorum': {
    class: 'entrenched',
    form: { kind: 'share' },
    read: ({ decision }) => decision.quorum,
    write: (book, quorum) => ({ ...book, decision: { ...book.decision, quorum } }),
  },
  'decision.days': {
    class: 'entrenched',
    form: { kind: 'number', from: 1, to: 60 },
    read: ({ decision }) => String(decision.days),
    write: (book, value) => ({ ...book, decision: { ...book.decision, days: Number(value) } }),
  },
  'decision.graceHours': {
    class: 'entrenched',
    form: { kind: 'number', from: 0, to: 168 },
    read: ({ decision }) => String(decision.graceHours ?? 0),
    write: (book, value) => ({ ...book, decision: { ...book.decision, graceHours: Number(value) } }),
  },
  'decision.spendMax': {
    class: 'entrenched',
    form: { kind: 'amount', mayBeNone: true },
    read: ({ decision }) => decision.spendMax ?? '',
    write: (book, value) => ({ ...book, decision: { ...book.decision, spendMax: value === '' ? null : value } }),
  },
  'decision.delegation': {
    class: 'entrenched',
    form: { kind: 'choice', of: delegationModes },
    read: ({ decision }) => decision.delegation ?? 'off',
    write: (book, value) => ({ ...book, decision: { ...book.decision, delegation: value as DelegationMode } }),
  },
  'decision.ruleOut': {
    class: 'entrenched',
    form: { kind: 'switch' },
    read: ({ decision }) => (decision.ruleOut ? 'yes' : 'no'),
    write: (book, value) => ({ ...book, decision: { ...book.decision, ruleOut: value === 'yes' } }),
  },
  'decision.secretBallots': {
    class: 'entrenched',
    form: { kind: 'choice', of: secretLevels },
    read: ({ decision }) => decision.secretBallots ?? 'secret',
    write: (book, value) => ({ ...book, decision: { ...book.decision, secretBallots: value as SecretLevel } }),
  },
  'notice.hours': ofNotices('hours', 336),
  'notice.maxOpen': ofNotices('maxOpen', 50),
  'notice.spendMax': {
    class: 'decision',
    form: { kind: 'amount', mayBeNone: false },
    read: (book) => noticeRules(book).spendMax,
    write: (book, spendMax) => ({ ...book, notice: { ...noticeRules(book), spendMax } }),
  },
  'duty.by': {
    class: 'entrenched',
    form: { kind: 'choice', of: ['steward', 'decision'] },
    read: (book) => book['duty.by'],
    write: (book, value) => ({ ...book, 'duty.by': value as Rulebook['duty.by'] }),
  },
  'removal.by': ofRemovals('by', { kind: 'choice', of: ['case', 'proposal'] }),
  'removal.openBy': ofRemovals('openBy', { kind: 'choice', of: removalOpeners }),
  'removal.threshold': ofRemovals('threshold', { kind: 'choice', of: removalThresholds }),
  'rejoin.afterMonths': ofRemovals('rejoinAfterMonths', { kind: 'number', from: 0, to: 120 }),
  'spending.one': band(0),
  'spending.two': band(1),
  'expense.approve.steward': onOff('expense.approve.steward', 'decision'),
  'spending.cap': {
    class: 'decision',
    form: { kind: 'amount', mayBeNone: true },
    read: ({ spending }) => spending.caps?.[0]?.max ?? '',
    write: (book, max) => {
      const { caps = [], ...spending } = book.spending;
      const days = caps[0]?.days ?? CAP_DAYS;
      return { ...book, spending: max === '' ? spending : { ...spending, caps: [{ per: 'payee', days, max }] } };
    },
  },
  'spending.coolingHours': {
    class: 'decision',
    form: { kind: 'number', from: 0, to: 168 },
    read: ({ spending }) => String(spending.coolingHours ?? 0),
    write: (book, value) => ({ ...book, spending: { ...book.spending, coolingHours: Number(value) } }),
  },
  'spending.secondPerson': {
    class: 'decision',
    form: { kind: 'amount', mayBeNone: true },
    read: ({ spending }) => spending.manualEntrySecondPersonAbove ?? '',
    write: (book, above) => {
      const { manualEntrySecondPersonAbove: _, ...spending } = book.spending;
      return { ...book, spending: above === '' ? spending : { ...spending, manualEntrySecondPersonAbove: above } };
    },
  },
  'spending.payerAlone': {
    class: 'entrenched',
    form: { kind: 'switch' },
    read: ({ spending }) => (spending.payerMayBeOnlyApprover ? 'yes' : 'no'),
    write: (book, value) => ({ ...book, spending: { ...book.spending, payerMayBeOnlyApprover: value === 'yes' } }),
  },
  'dues.every': {
    class: 'decision',
    form: { kind: 'choice', of: duesPeriods },
    read: (book) => duesRules(book).every,
    write: (book, value) => ({ ...book, dues: { ...duesRules(book), every: value as DuesRules['every'] } }),
  },
  'dues.suggested': ofDues('suggested'),
  'dues.min': ofDues('min'),
  'dues.max': ofDues('max'),
  'dues.graceDays': {
    class: 'decision',
    form: { kind: 'number', from: 0, to: 365 },
    read: (book) => String(duesRules(book).graceDays),
    write: (book, value) => ({ ...book, dues: { ...duesRules(book), graceDays: Number(value) } }),
  },
  'dues.lapseAfterMonths': {
    class: 'decision',
    form: { kind: 'number', from: 0, to: 36 },
    read: (book) => String(duesRules(book).lapseAfterMonths ?? 0),
    write: (book, value) => ({ ...book, dues: { ...duesRules(book), lapseAfterMonths: Number(value) } }),
  },
  'dues.votes': {
    class: 'entrenched',
    form: { kind: 'switch' },
    read: (book) => (duesRules(book).votes ? 'yes' : 'no'),
    write: (book, value) => ({ ...book, dues: { ...duesRules(book), votes: value === 'yes' } }),
  },
  'event.leftoverDays': {
    class: 'decision',
    form: { kind: 'number', from: 0, to: 365 },
    read: (book) => String(leftoverRules(book).days),
    write: (book, value) => ({ ...book, leftovers: { ...leftoverRules(book), days: Number(value) } }),
  },
  'event.leftovers': {
    class: 'decision',
    form: { kind: 'choice', of: leftoverWays },
    read: (book) => leftoverRules(book).way,
    write: (book, value) => ({ ...book, leftovers: { ...leftoverRules(book), way: value as LeftoverRules['way'] } }),
  },
  'contribution.open': onOff('contribution.open', 'decision'),
  'roll.public': onOff('roll.public', 'decision'),
  'book.public': onOff('book.public', 'decision'),
  'book.entriesPublic': onOff('book.entriesPublic', 'decision'),
} as const satisfies Record<string, Rule>;

export type RuleName = keyof typeof rules;
/** A rule, or the way in which a rule is changed. */
export type RuleKey = RuleName | `class.${RuleName}`;
export const ruleNames = Object.keys(rules) as readonly RuleName[];

/** Whether a text names a rule, or the class of one. */
export function isRuleKey(key: string): key is RuleKey {
  return Object.hasOwn(rules, key.startsWith('class.') ? key.slice(6) : key);
}

const isClassKey = (key: RuleKey): key is `class.${RuleName}` => key.startsWith('class.');
const named = (key: `class.${RuleName}`): RuleName => key.slice(6) as RuleName;

/** What the value of a rule can be. */
export function ruleForm(key: RuleKey): RuleForm {
  return isClassKey(key) ? { kind: 'choice', of: changeClasses } : rules[key].form;
}

/** How a rule of this rulebook may be changed. The way in which a rule is changed is itself entrenched, so that no easy key opens a hard one. */
export function ruleClass(book: Pick<Rulebook, 'classes'>, key: RuleKey): ChangeClass {
  return isClassKey(key) ? 'entrenched' : (book.classes?.[key] ?? rules[key].class);
}

/** The value of a rule as text. */
export function ruleText(book: Rulebook, key: RuleKey): string {
  return isClassKey(key) ? ruleClass(book, named(key)) : rules[key].read(book);
}

/** A rulebook in which one rule is other; the value must fit its form. */
export function withRule(book: Rulebook, key: RuleKey, value: string): Rulebook {
  if (!isClassKey(key)) return rules[key].write(book, value);
  return { ...book, classes: { ...book.classes, [named(key)]: value as ChangeClass } };
}

/** Whether a text can be the value of a rule. */
export function ruleFits(key: RuleKey, value: string): boolean {
  const form = ruleForm(key);
  switch (form.kind) {
    case 'switch':
      return value === 'yes' || value === 'no';
    case 'choice':
      return form.of.includes(value);
    case 'share':
      return isShare(value);
    case 'number':
      return /^\d{1,4}$/.test(value) && Number(value) >= form.from && Number(value) <= form.to;
    case 'amount':
      return (form.mayBeNone && value === '') || /^(?:0|[1-9]\d{0,14})$/.test(value);
  }
}

function isShare(value: string): boolean {
  const parts = /^(\d{1,4})\/([1-9]\d{0,3})$/.exec(value);
  return parts !== null && BigInt(parts[1]!) <= BigInt(parts[2]!);
}
