import { ref } from 'vue';
import type { SeriesChangePartsFragment } from '../../gql/graphql.ts';
import { troubleText } from '../../platform/trouble.ts';

/** Asks what a change of a series would do. The last question counts: an answer to an earlier one is dropped. */
export function useDryRun() {
  const change = ref<SeriesChangePartsFragment | null>(null);
  const fault = ref('');
  let asked = 0;
  async function look(ask: (() => Promise<SeriesChangePartsFragment>) | null): Promise<void> {
    const mine = (asked += 1);
    change.value = null;
    fault.value = '';
    if (!ask) return;
    try {
      const answer = await ask();
      if (mine === asked) change.value = answer;
    } catch (refused) {
      if (mine === asked) fault.value = troubleText(refused);
    }
  }
  return { change, fault, look };
}
