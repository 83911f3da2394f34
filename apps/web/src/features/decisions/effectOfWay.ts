import type { LocationQuery } from 'vue-router';
import { PreviewEffectsDocument, type EffectInput } from '../../gql/graphql.ts';
import { readOnce } from '../../platform/ask.ts';
import { troubleText } from '../../platform/trouble.ts';
import type { ChosenEffect } from './effectForm.ts';

/** Whether an address asks for something that is carried out: only where a proposal passes or not there is somebody who says so. */
export const asksForEffect = (query: object): boolean =>
  ['effect', 'takeBack', 'budget', 'drop'].some((name) => name in query);

/** What the address asks for, or null where it names nothing. */
function asked(query: LocationQuery): EffectInput | null {
  const said = (name: string): string | null => (typeof query[name] === 'string' ? query[name] : null);
  const [budget, drop, row, decision] = [said('budget'), said('drop'), said('row'), said('takeBack')];
  if (decision) return { kind: 'DECISION_TAKE_BACK', decisionId: decision };
  if (budget) return { kind: 'BUDGET_ADOPT', budgetId: budget };
  return drop ? { kind: 'BUDGET_DROP', budgetId: drop, row: row === null ? null : Number(row) } : null;
}

/**
 * What a page sends here to ask the group for: to adopt its budget, or (`drop`) that what waits in it opens no more; to take its decision back
 * (`takeBack`). Null where the address names none; a sentence that says why where it cannot be put to the group as it is.
 */
export async function effectOfWay(groupId: string, query: LocationQuery): Promise<ChosenEffect | string | null> {
  const input = asked(query);
  if (!input) return null;
  try {
    const { previewEffects } = await readOnce(PreviewEffectsDocument, { groupId, effects: [input] });
    return { input, shown: previewEffects.effects[0]!, procedure: previewEffects.procedure };
  } catch (refused) {
    return troubleText(refused);
  }
}
