import type {
  Duty,
  EffectInput,
  EffectKind,
  EffectPartsFragment,
  EffectSidesQuery,
  Procedure,
} from '../../gql/graphql.ts';
import { fieldText, readAmount } from '../../platform/money.ts';
import { isOfLine } from './effectWords.ts';

/** What follows, as it is sent and as it is shown. */
export interface ChosenEffect {
  readonly input: EffectInput;
  readonly shown: EffectPartsFragment;
  /** What the vote must be for it. */
  readonly procedure: Procedure;
  /** The name of the option by whose winning it follows; empty: by any, or by its being passed. */
  readonly option?: string;
}

/** The kinds that can be added; money has its own switch. */
export const offeredKinds = [
  'BUDGET_LINE_RAISE',
  'BUDGET_LINE_LOWER',
  'BUDGET_LINE_CLOSE',
  'EVENT_SCHEDULE',
  'EVENT_CANCEL',
  'EXPENSE_APPROVE',
  'SPENDING_GRANT',
  'SPENDING_WITHDRAW',
  'FUND_SHARE',
  'DUTY_GIVE',
  'DUTY_END',
  'MEMBER_ADMIT',
  'MEMBER_REMOVE',
  'RULEBOOK_AMEND',
  'AGREEMENT_ADOPT',
  'PROPOSAL_DRAFT',
] as const satisfies readonly EffectKind[];
export type OfferedKind = (typeof offeredKinds)[number];

/** What is typed for one effect; each kind uses its own part of it. */
export interface EffectTyped {
  title: string;
  text: string;
  reason: string;
  day: string;
  start: string;
  end: string;
  place: string;
  eventId: string;
  expenseId: string;
  lineId: string;
  amount: string;
  personId: string;
  duty: Duty | '';
  insteadOf: string;
  until: string;
  rule: string;
  value: string;
  each: string;
  /** What it is spent from: empty for the general fund, else `fund <id>` or `line <id>`. */
  source: string;
  category: string;
  from: string;
  hold: boolean;
  authorityId: string;
  /** The handle of another group. */
  toGroup: string;
}

export function nothingTyped(): EffectTyped {
  return {
    title: '',
    text: '',
    reason: '',
    day: '',
    start: '19:00',
    end: '22:00',
    place: '',
    eventId: '',
    expenseId: '',
    lineId: '',
    amount: '',
    personId: '',
    duty: '',
    insteadOf: '',
    until: '',
    rule: '',
    value: '',
    each: '',
    source: '',
    category: '',
    from: '',
    hold: false,
    authorityId: '',
    toGroup: '',
  };
}

/** What is chosen from. */
export interface EffectSides {
  readonly data: EffectSidesQuery;
  readonly currency: string;
}

const wall = (day: string, time: string): string => (day && time ? `${day}T${time}:00` : '');
/** An event that ends after midnight ends on the next day. */
function endOf({ day, start, end }: EffectTyped): string {
  if (!day || end > start) return wall(day, end);
  return wall(new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10), end);
}

/** The amount of a rule in minor units, where the rule is an amount; else what was typed. */
function ruleValueOf(typed: EffectTyped, { data, currency }: EffectSides): string {
  const rule = data.rulebook?.rules.find(({ key }) => key === typed.rule);
  if (rule?.form !== 'amount' || typed.value.trim() === '') return typed.value.trim();
  const read = readAmount(typed.value, currency);
  return read.ok ? read.minor.toString() : 'NaN';
}

const orNull = <T extends string>(typed: T | ''): T | null => typed || null;

function amountOf({ amount }: EffectTyped, { currency }: EffectSides): EffectInput['amount'] {
  const read = readAmount(amount, currency);
  return read.ok ? { minor: read.minor.toString(), currency } : null;
}

/** The currency of what a spending authority spends from. */
export function sourceCurrency(source: string, { data, currency }: EffectSides): string {
  const [kind, id] = source.split(' ');
  const line = kind === 'line' ? data.book?.lines.find((one) => one.id === id)?.left : undefined;
  const fund = kind === 'fund' ? data.book?.funds.find((one) => one.id === id)?.available : undefined;
  return (line ?? fund)?.currency ?? currency;
}

function grantInput(typed: EffectTyped, sides: EffectSides): EffectInput {
  const [kind, id] = typed.source.split(' ');
  const currency = sourceCurrency(typed.source, sides);
  const amount = (text: string) => amountOf({ ...typed, amount: text }, { ...sides, currency });
  return {
    kind: 'SPENDING_GRANT',
    title: typed.title.trim(),
    personId: orNull(typed.personId),
    duty: orNull(typed.duty),
    amount: amount(typed.amount),
    each: typed.each.trim() ? (amount(typed.each) ?? { minor: '0', currency }) : null,
    fundId: kind === 'fund' ? id! : null,
    lineId: kind === 'line' ? id! : null,
    eventId: orNull(typed.eventId),
    category: orNull(typed.category),
    from: orNull(typed.from),
    until: orNull(typed.until),
    hold: typed.hold && kind !== 'line',
  };
}

function shareInput(typed: EffectTyped, sides: EffectSides): EffectInput {
  const [, id] = typed.source.split(' ');
  return {
    kind: 'FUND_SHARE',
    title: typed.title.trim(),
    toGroup: typed.toGroup.trim(),
    amount: amountOf(typed, { ...sides, currency: sourceCurrency(typed.source, sides) }),
    fundId: id ?? null,
  };
}

/** The kinds that spend, or let somebody spend. */
const spending = {
  EXPENSE_APPROVE: (typed, sides) => ({
    kind: 'EXPENSE_APPROVE',
    expenseId: orNull(typed.expenseId),
    amount: amountOf(typed, sides),
  }),
  SPENDING_GRANT: grantInput,
  SPENDING_WITHDRAW: (typed) => ({ kind: 'SPENDING_WITHDRAW', authorityId: orNull(typed.authorityId) }),
  FUND_SHARE: shareInput,
} as const satisfies Partial<Record<EffectKind, (typed: EffectTyped, sides: EffectSides) => EffectInput>>;
const isSpending = (kind: EffectKind): kind is keyof typeof spending => Object.hasOwn(spending, kind);

/** What the API takes of what was typed. */
export function effectInput(kind: OfferedKind, typed: EffectTyped, sides: EffectSides): EffectInput {
  const person = { personId: orNull(typed.personId) };
  const words = { title: typed.title.trim(), text: typed.text };
  if (isOfLine(kind)) {
    const amount = kind === 'BUDGET_LINE_CLOSE' ? null : amountOf(typed, sides);
    return { kind, lineId: orNull(typed.lineId), amount };
  }
  if (isSpending(kind)) return spending[kind](typed, sides);
  switch (kind) {
    case 'EVENT_SCHEDULE':
      return {
        kind,
        title: typed.title.trim(),
        startLocal: wall(typed.day, typed.start),
        endLocal: endOf(typed),
        placeName: typed.place.trim(),
      };
    case 'EVENT_CANCEL':
      return { kind, eventId: orNull(typed.eventId), reason: typed.reason };
    case 'MEMBER_REMOVE':
      return { kind, ...person, reason: typed.reason };
    case 'DUTY_GIVE':
      return {
        kind,
        ...person,
        duty: orNull(typed.duty),
        insteadOf: orNull(typed.insteadOf),
        until: orNull(typed.until),
      };
    case 'DUTY_END':
      return { kind, ...person, duty: orNull(typed.duty), reason: typed.reason };
    case 'RULEBOOK_AMEND':
      return { kind, changes: typed.rule ? [{ key: typed.rule, value: ruleValueOf(typed, sides) }] : [] };
    case 'AGREEMENT_ADOPT':
    case 'PROPOSAL_DRAFT':
      return { kind, ...words };
    case 'MEMBER_ADMIT':
      return { kind, ...person };
  }
}

/** The field at which a fault of the API stands: `effects.0.personId` is `personId`; a whole effect has none. */
export function effectFieldOf(field: string | undefined): string | undefined {
  const name = /^effects\.\d+\.(\w+)/.exec(field ?? '')?.[1];
  return name ? (fieldNames[name] ?? name) : undefined;
}
const fieldNames: Readonly<Record<string, string>> = {
  changes: 'value',
  startLocal: 'day',
  endLocal: 'end',
  placeName: 'place',
};

/** An amount of a rule as it is typed. */
export const typedAmount = (minor: string, currency: string): string =>
  minor === '' ? '' : fieldText(BigInt(minor), currency);
