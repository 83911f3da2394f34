import type { LocationQuery } from 'vue-router';
import { PreviewEffectsDocument, type EffectInput } from '../../gql/graphql.ts';
import { readOnce } from '../../platform/ask.ts';
import type { ChosenEffect } from './effectForm.ts';

/**
 * What the page of a budget asks the group for: to adopt it, or (`drop`) that what waits in it opens no more. Null where the address names none,
 * or it cannot be put to the group as it is.
 */
export async function effectOfBudget(groupId: string, query: LocationQuery): Promise<ChosenEffect | null> {
  const { budget, drop, row } = query;
  const id = typeof budget === 'string' ? budget : typeof drop === 'string' ? drop : null;
  if (!id) return null;
  const input: EffectInput =
    typeof budget === 'string'
      ? { kind: 'BUDGET_ADOPT', budgetId: id }
      : { kind: 'BUDGET_DROP', budgetId: id, row: typeof row === 'string' ? Number(row) : null };
  const read = await readOnce(PreviewEffectsDocument, { groupId, effects: [input] }).catch(() => null);
  const shown = read?.previewEffects.effects[0];
  return shown && read ? { input, shown, procedure: read.previewEffects.procedure } : null;
}
