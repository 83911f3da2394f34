import { duesRules } from './dues.ts';
import { noticeRules } from './notices.ts';
import { type RemovalRules, removalRules } from './removals.ts';
import type { Rulebook, SpendingRules } from './rulebook.ts';

/** How a rule may be changed, from light to heavy (roll.md 7). */
export const changeClasses = ['steward', 'notice', 'decision', 'entrenched'] as const;
export type ChangeClass = (typeof changeClasses)[number];

/** What the value of a rule can be, as text: `yes` or `no`, one of some words, a share "a/b", a whole number, minor units of the group's currency. */
export type RuleForm =
  | { readonly kind: 'switch' }
  | { readonly kind: 'choice'; readonly of: readonly string[] }
  | { readonly kind: 'share' }
  | { readonly kind: 'number'; readonly from: number; readonly to: number }
  | { readonly kind: 'amount'; readonly mayBeNone: boolean };

export interface Rule {
  readonly class: ChangeClass;
  readonly form: RuleForm;
  readonly read: (rules: Rulebook) => string;
  readonly write: (rules: Rulebook, value: string) => Rulebook;
}

type SwitchKey = { [K in keyof Rulebook]-?: Rulebook[K] extends boolean ? K : never }[keyof Rulebook];

export function onOff(key: SwitchKey, changeClass: ChangeClass): Rule {
  return {
    class: changeClass,
    form: { kind: 'switch' },
    read: (rules) => (rules[key] ? 'yes' : 'no'),
    write: (rules, value) => ({ ...rules, [key]: value === 'yes' }),
  };
}

export function band(at: 0 | 1): Rule {
  return {
    class: 'decision',
    form: { kind: 'amount', mayBeNone: false },
    read: ({ spending }) => spending.bands[at]?.upTo ?? '0',
    write: (rules, upTo) => ({ ...rules, spending: withBand(rules.spending, at, upTo) }),
  };
}

function withBand(spending: SpendingRules, at: 0 | 1, upTo: string): SpendingRules {
  const [one, two] = [spending.bands[0]?.upTo ?? '0', spending.bands[1]?.upTo ?? '0'].map((amount, place) =>
    place === at ? upTo : amount,
  ) as [string, string];
  return {
    ...spending,
    bands: [
      { upTo: one, approvals: 1 },
      { upTo: two, approvals: 2 },
    ],
  };
}

export function ofNotices(name: 'hours' | 'maxOpen', to: number): Rule {
  return {
    class: 'decision',
    form: { kind: 'number', from: 1, to },
    read: (book) => String(noticeRules(book)[name]),
    write: (book, value) => ({ ...book, notice: { ...noticeRules(book), [name]: Number(value) } }),
  };
}

export function ofRemovals<K extends keyof RemovalRules>(name: K, form: RuleForm): Rule {
  const kept = (value: string): string | number => (form.kind === 'number' ? Number(value) : value);
  return {
    class: 'entrenched',
    form,
    read: (book) => String(removalRules(book)[name]),
    write: (book, value) => ({ ...book, removal: { ...removalRules(book), [name]: kept(value) } }),
  };
}

export function ofDues(name: 'min' | 'suggested' | 'max'): Rule {
  return {
    class: 'decision',
    form: { kind: 'amount', mayBeNone: false },
    read: (book) => duesRules(book)[name],
    write: (book, value) => ({ ...book, dues: { ...duesRules(book), [name]: value } }),
  };
}

/** The days over which what one payee gets is added up. */
