import { ref } from 'vue';
import type { AnyVariables, TypedDocumentNode } from '@urql/core';
import { act } from '../../../platform/ask.ts';
import { troubleText } from '../../../platform/trouble.ts';

/** One act on a task at a time: which is running, and why the last one was refused. What changed is read again by itself. */
export function useTaskAct() {
  const busy = ref('');
  const fault = ref('');

  /** `what` names the button, so that only that one shows that it works. True once it is done. */
  async function run<T, V extends AnyVariables>(
    what: string,
    mutation: TypedDocumentNode<T, V>,
    variables: V,
  ): Promise<boolean> {
    if (busy.value) return false;
    busy.value = what;
    fault.value = '';
    try {
      await act(mutation, variables);
      return true;
    } catch (refused) {
      fault.value = troubleText(refused);
      return false;
    } finally {
      busy.value = '';
    }
  }
  return { busy, fault, run };
}
