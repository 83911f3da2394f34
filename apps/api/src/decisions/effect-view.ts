import type { EffectKind } from '#libs/governance';
import { moneyValue } from '../platform/graphql/money.type.ts';
import type { EffectRefused, Payload } from './effects.ts';
import type { ProposalEffect, ProposedBudget, RuleChanged, TakesBack } from './effects.graphql.ts';

/** An effect as the store reads it. */
export interface StoredEffect {
  readonly kind: string;
  readonly on_option: string | null;
  readonly payload: Payload;
  readonly outcome_ref: string | null;
}

/** A budget as an effect keeps it: amounts in minor units of the effect's currency, as text. */
export interface BudgetPayload {
  readonly from: string;
  readonly until: string;
  readonly heads: number | null;
  readonly income: string;
  readonly rows: readonly {
    readonly spending: boolean;
    readonly label: string;
    readonly category: string | null;
    readonly total: string;
    readonly each: string | null;
    readonly fromStart: boolean;
  }[];
}

/** What taking a decision back does: amounts in minor units, as text. */
export interface TakesBackPayload {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly done: boolean;
  readonly lines: readonly { id: string; name: string; currency: string; free: string; closes: boolean }[];
  readonly expenses: readonly { id: string; number: number; currency: string; owed: string }[];
  readonly budgets: readonly { id: string; name: string; waiting: number }[];
  readonly authorities: readonly { id: string; what: string; currency: string; left: string }[];
  readonly stays: readonly EffectKind[];
  readonly dropped: boolean;
}

/** An effect in facts, with what stands against it now. Payloads have the names of the fields; what a kind lacks is null. */
export function effectView(effect: StoredEffect, refusal: EffectRefused | null): ProposalEffect {
  const { kind, payload } = effect;
  const text = (name: string): string | null => (payload[name] == null ? null : String(payload[name]));
  const amount = payload['minor'] ?? payload['lowerBy'];
  return {
    kind,
    onOption: effect.on_option,
    label: text('label') ?? '',
    planned: amount == null ? null : moneyValue(String(amount), String(payload['currency'])),
    fundId: text('fundId'),
    fundName: text('fundName'),
    fundKind: text('fundKind'),
    eventId: text('eventId'),
    startLocal: text('startLocal'),
    endLocal: text('endLocal'),
    placeName: text('placeName'),
    expenseId: text('expenseId'),
    lineId: text('lineId'),
    expenseNumber: payload['expenseNumber'] == null ? null : Number(payload['expenseNumber']),
    personId: text('personId'),
    personName: text('personName'),
    duty: text('duty'),
    toWinners: payload['toWinners'] === true,
    insteadOf: text('insteadOf'),
    formerName: text('formerName'),
    until: text('until'),
    each: payload['each'] == null ? null : moneyValue(String(payload['each']), String(payload['currency'])),
    category: text('category'),
    categoryName: text('categoryName'),
    lineName: text('lineName'),
    eventTitle: text('eventTitle'),
    from: text('from'),
    hold: payload['hold'] === true,
    authorityId: text('authorityId'),
    toGroup: text('toGroupHandle'),
    toGroupName: text('toGroupName'),
    text: text('text'),
    reason: text('reason'),
    changes: (payload['changes'] as RuleChanged[] | undefined) ?? [],
    budget: budgetView(payload),
    budgetId: text('budgetId'),
    row: payload['row'] == null ? null : Number(payload['row']),
    takesBack: takesBackView(payload),
    refusal: refusal?.words ?? null,
    refusalCode: refusal?.code ?? null,
    outcomeRef: effect.outcome_ref,
  };
}

function budgetView({ plan, budgetId, minor, currency }: Payload): ProposedBudget | null {
  if (!plan) return null;
  const { rows, income, ...budget } = plan as BudgetPayload;
  const money = (of: unknown) => moneyValue(String(of), String(currency));
  return {
    id: String(budgetId),
    ...budget,
    spending: money(minor),
    income: money(income),
    rows: rows.map(({ total, each, ...row }) => ({
      ...row,
      amount: money(total),
      each: each === null ? null : money(each),
    })),
  };
}

function takesBackView({ takesBack }: Payload): TakesBack | null {
  if (!takesBack) return null;
  const of = takesBack as TakesBackPayload;
  return {
    ...of,
    lines: of.lines.map(({ free, ...line }) => ({ ...line, free: moneyValue(free, line.currency) })),
    expenses: of.expenses.map(({ owed, ...expense }) => ({ ...expense, owed: moneyValue(owed, expense.currency) })),
    budgets: [...of.budgets],
    authorities: of.authorities.map(({ left, ...one }) => ({ ...one, left: moneyValue(left, one.currency) })),
    stays: [...of.stays],
  };
}
