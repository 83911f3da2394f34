import type { EffectKind, EffectPartsFragment } from '../../gql/graphql.ts';
import { dateFormat } from '../../platform/dates.ts';
import { amountText } from '../../platform/money.ts';
import { i18n, say } from '../../platform/words.ts';
import { categoryWord, fundName } from '../money/words.ts';

/** The key of messages about a rule: a point would be a level of them. */
const keyOf = (rule: string): string => rule.replaceAll('.', '_');

/** What a rule is called, or how it is changed. */
export function ruleName(key: string): string {
  return key.startsWith('class.')
    ? say('effects.classOf', { rule: ruleName(key.slice(6)) })
    : say(`effects.rule.${keyOf(key)}`);
}

/** Rules that may say no limit, and those that are counted in a span of time. */
const limits: ReadonlySet<string> = new Set(['decision_spendMax', 'spending_cap', 'spending_secondPerson']);
const spans: Readonly<Record<string, 'days' | 'hours' | 'months'>> = {
  decision_days: 'days',
  dues_graceDays: 'days',
  event_leftoverDays: 'days',
  decision_graceHours: 'hours',
  notice_hours: 'hours',
  spending_coolingHours: 'hours',
  dues_lapseAfterMonths: 'months',
  rejoin_afterMonths: 'months',
};

/** The value of a rule as people read it; amounts are minor units of the group's currency. */
export function ruleValue(key: string, value: string, currency: string): string {
  if (key.startsWith('class.')) return say(`effects.class.${value}`);
  if (value === '' && limits.has(keyOf(key))) return say('effects.value.noLimit');
  if (key === 'notice.maxOpen') return value;
  if (key === 'dues.lapseAfterMonths' && value === '0') return say('effects.choice.none');
  const span = spans[keyOf(key)];
  if (span) return say(`effects.value.${span}`, { count: Number(value) });
  if (key === 'removal.threshold') return say('effects.value.ofVotes', { share: value });
  if (key === 'decision.quorum') return say('effects.value.share', { share: value });
  if (/^\d+$/.test(value)) return amountText({ minor: value, currency });
  return i18n.global.te(`effects.choice.${value}`) ? say(`effects.choice.${value}`) : say(`effects.value.${value}`);
}

const wallDay = (local: string): string =>
  dateFormat({ weekday: 'short', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${local.slice(0, 10)}T00:00:00Z`),
  );
const wallText = (local: string): string => `${wallDay(local)}, ${local.slice(11, 16)}`;
const dutyWord = (effect: EffectPartsFragment): string => (effect.duty ? say(`effects.duty.${effect.duty}`) : '');

function doing({ kind, toWinners, formerName, personName, toGroupName }: EffectPartsFragment): string {
  if (kind === 'FUND_SHARE' && toGroupName == null) return 'FUND_SHARE_UNNAMED';
  if (kind === 'SPENDING_GRANT' || kind === 'SPENDING_WITHDRAW') return personName ? kind : `${kind}_DUTY`;
  if (kind !== 'DUTY_GIVE') return kind;
  if (toWinners) return formerName == null ? 'DUTY_ELECT' : 'DUTY_ELECT_PASS';
  return formerName == null ? kind : 'DUTY_PASS';
}

/** What an effect does, in one sentence. */
export function effectSentence(effect: EffectPartsFragment): string {
  return say(`effects.does.${doing(effect)}`, {
    label: effect.label,
    name: effect.personName ?? effect.toGroupName ?? '',
    number: effect.takesBack?.number ?? '',
    former: effect.formerName ?? '',
    duty: dutyWord(effect),
    amount: effect.planned ? amountText(effect.planned) : '',
    ...(effect.kind === 'RULEBOOK_AMEND' ? { count: effect.changes.length } : {}),
  });
}

/** How far a spending authority reaches. */
function reach(effect: EffectPartsFragment): readonly string[] {
  const { each, planned, lineName, eventTitle, category, categoryName, from, hold } = effect;
  return [
    each && each.minor !== planned?.minor ? say('effects.spending.each', { amount: amountText(each) }) : '',
    lineName ? say('effects.spending.line', { name: lineName }) : '',
    eventTitle ? say('effects.spending.only', { what: eventTitle }) : '',
    category ? say('effects.spending.only', { what: categoryWord(category, categoryName) }) : '',
    hold ? say('effects.spending.hold') : '',
    from ? say('effects.spending.from', { day: wallDay(from) }) : '',
  ].filter(Boolean);
}

/** What there is to know beside the sentence: when, from where, what was and what becomes. */
export function effectNotes(effect: EffectPartsFragment, currency: string): readonly string[] {
  const notes: string[] = [];
  if (effect.startLocal) notes.push([wallText(effect.startLocal), effect.placeName].filter(Boolean).join(', '));
  if (effect.fundName)
    notes.push(say('effects.from', { fund: fundName({ kind: effect.fundKind ?? '', name: effect.fundName }) }));
  notes.push(...reach(effect));
  if (effect.until) notes.push(say('effects.untilDay', { day: wallDay(effect.until) }));
  if (effect.kind === 'DUTY_GIVE')
    notes.push(
      effect.toWinners ? say('effects.onceTheySayYes') : say('effects.onceYes', { name: effect.personName ?? '' }),
    );
  for (const { key, before, after } of effect.changes)
    notes.push(
      say('effects.change', {
        rule: ruleName(key),
        before: ruleValue(key, before, currency),
        after: ruleValue(key, after, currency),
      }),
    );
  if (effect.reason) notes.push(say('effects.told', { reason: effect.reason }));
  return notes;
}

type OfMoney = Extract<EffectKind, `BUDGET_${string}`>;
type OfLine = Exclude<OfMoney, 'BUDGET_ADOPT' | 'BUDGET_DROP'>;

const isOfMoney = (kind: EffectKind): kind is OfMoney => kind.startsWith('BUDGET_');

/** Whether an effect opens or changes budget lines, one by one. */
export function isOfLine(kind: EffectKind): kind is OfLine {
  return isOfMoney(kind) && kind !== 'BUDGET_ADOPT' && kind !== 'BUDGET_DROP';
}

interface Target {
  readonly to: { name: string; params: Record<string, string>; hash?: string };
  readonly label: string;
}

function moneyTarget(kind: OfMoney, group: { handle: string }, made: { id: string }): Target {
  if (!isOfLine(kind))
    return { to: { name: 'budgets', params: { ...group, ...made } }, label: say('effects.to.budget') };
  const label = say(kind === 'BUDGET_ALLOCATE' ? 'effects.to.lines' : 'effects.to.line');
  return { to: { name: 'group-book', params: group, hash: `#line-${made.id}` }, label };
}

/** Pages of the group that tell what became of it: their route, and the word for it. */
const places = {
  SPENDING_GRANT: ['who-spends', 'spending'],
  SPENDING_WITHDRAW: ['who-spends', 'spending'],
  RULEBOOK_AMEND: ['group-rules', 'rules'],
  AGREEMENT_ADOPT: ['group-rules', 'rules'],
  DUTY_END: ['group-roll', 'roll'],
  DUTY_GIVE: ['group-roll', 'roll'],
  MEMBER_ADMIT: ['group-roll', 'roll'],
  MEMBER_REMOVE: ['group-roll', 'roll'],
} as const satisfies Partial<Record<EffectKind, readonly [string, string]>>;
const isOnPage = (kind: EffectKind): kind is keyof typeof places => Object.hasOwn(places, kind);

/** Where what a carried out effect made, or changed, can be looked at. */
export function effectTarget({ kind, outcomeRef, expenseId }: EffectPartsFragment, handle: string): Target {
  const group = { handle };
  const made = { id: outcomeRef ?? '' };
  if (isOfMoney(kind)) return moneyTarget(kind, group, made);
  if (isOnPage(kind)) {
    const [name, word] = places[kind];
    return { to: { name, params: group }, label: say(`effects.to.${word}`) };
  }
  switch (kind) {
    case 'EVENT_CANCEL':
    case 'EVENT_SCHEDULE':
      return { to: { name: 'event', params: made }, label: say('effects.to.event') };
    case 'EXPENSE_APPROVE':
      return { to: { name: 'expense', params: { id: expenseId ?? '' } }, label: say('effects.to.expense') };
    case 'FUND_SHARE':
      return { to: { name: 'group-book', params: group }, label: say('effects.to.book') };
    case 'DECISION_TAKE_BACK':
      return { to: { name: 'decision', params: made }, label: say('effects.to.decision') };
    case 'PROPOSAL_DRAFT':
      return { to: { name: 'decision', params: made }, label: say('effects.to.proposal') };
  }
}
