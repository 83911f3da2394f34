import type { EffectInput, EffectPartsFragment } from '../../gql/graphql.ts';
import type { ChosenEffect } from './effectForm.ts';

function authorityOf({ each, category, from, hold, authorityId, toGroup }: EffectPartsFragment): Partial<EffectInput> {
  const most = each ? { minor: each.minor, currency: each.currency } : null;
  return {
    each: most,
    category: category ?? null,
    from: from ?? null,
    hold,
    authorityId: authorityId ?? null,
    toGroup: toGroup ?? null,
  };
}

/** The effect of a draft, to be sent again as it stands. */
export function inputOfEffect(effect: EffectPartsFragment): EffectInput {
  const { kind, planned, duty } = effect;
  const or = <T>(value: T | null | undefined): T | null => value ?? null;
  return {
    kind,
    title: effect.label,
    text: or(effect.text),
    reason: or(effect.reason),
    amount: planned ? { minor: planned.minor, currency: planned.currency } : null,
    fundId: or(effect.fundId),
    eventId: or(effect.eventId),
    expenseId: or(effect.expenseId),
    lineId: or(effect.lineId),
    decisionId: effect.takesBack?.id ?? null,
    budgetId: or(effect.budgetId),
    row: or(effect.row),
    personId: or(effect.personId),
    duty: or(duty),
    insteadOf: or(effect.insteadOf),
    until: or(effect.until),
    ...authorityOf(effect),
    startLocal: or(effect.startLocal),
    endLocal: or(effect.endLocal),
    placeName: or(effect.placeName),
    changes: effect.changes.map(({ key, after }) => ({ key, value: after })),
  };
}

/** The effect that raises a budget line by an amount, as the way here has asked for it. */
export function raisingEffect(
  line: { id: string; name: string },
  amount: { minor: string; currency: string },
): ChosenEffect {
  const nothing = {
    onOption: null,
    fundId: null,
    fundKind: null,
    fundName: null,
    eventId: null,
    startLocal: null,
  } as const;
  const nobody = { personId: null, personName: null, duty: null, toWinners: false, insteadOf: null } as const;
  const more = { endLocal: null, placeName: null, expenseId: null, expenseNumber: null, formerName: null } as const;
  const whole = { budgetId: null, row: null, budget: null, takesBack: null } as const;
  const noReach = {
    each: null,
    category: null,
    categoryName: null,
    lineName: null,
    eventTitle: null,
    from: null,
    hold: false,
    authorityId: null,
    toGroup: null,
    toGroupName: null,
  } as const;
  const open = {
    ...noReach,
    until: null,
    text: null,
    reason: null,
    changes: [],
    refusal: null,
    refusalCode: null,
  } as const;
  const kind = 'BUDGET_LINE_RAISE' as const;
  return {
    input: { kind, lineId: line.id, amount },
    shown: {
      kind,
      label: line.name,
      planned: amount,
      lineId: line.id,
      outcomeRef: null,
      ...nothing,
      ...nobody,
      ...more,
      ...whole,
      ...open,
      changes: [],
    },
    procedure: 'USUAL',
  };
}
