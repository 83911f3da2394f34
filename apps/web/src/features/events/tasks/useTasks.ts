import type { AnyVariables, TypedDocumentNode } from '@urql/core';
import { act } from '../../../platform/ask.ts';
import { useDoing } from '../../../platform/doing.ts';

/** One act on a task at a time: which is running, and why the last one was refused. What changed is read again by itself. */
export function useTaskAct() {
  const { running, fault, doing } = useDoing();
  /** `what` names the button, so that only that one shows that it works. True once it is done. */
  const run = <T, V extends AnyVariables>(
    what: string,
    mutation: TypedDocumentNode<T, V>,
    variables: V,
  ): Promise<boolean> => doing(() => act(mutation, variables), what);
  return { busy: running, fault, run };
}
