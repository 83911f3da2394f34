import type { AnyVariables, TypedDocumentNode } from '@urql/core';
import { computed, shallowRef, watch, type ComputedRef, type Ref } from 'vue';
import { readOnce } from './ask.ts';
import { useDoing } from './doing.ts';

interface Connection<N> {
  readonly nodes: readonly N[];
  readonly pageInfo: { readonly endCursor?: string | null; readonly hasNextPage: boolean };
}

export interface Pages<N> {
  readonly nodes: ComputedRef<readonly N[]>;
  readonly hasMore: ComputedRef<boolean>;
  readonly isMoreLoading: Ref<boolean>;
  /** Why the next page did not come. */
  readonly moreFault: Ref<string>;
  readonly more: () => Promise<boolean>;
}

/** Further pages of a list, after the first one that the page's own query brought. When that is read again, the list begins anew. */
export function usePages<N, T, V extends AnyVariables>(
  first: () => Connection<N> | undefined,
  query: TypedDocumentNode<T, V>,
  variables: (after: string | null) => V,
  pick: (data: T) => Connection<N>,
): Pages<N> {
  const later = shallowRef<readonly Connection<N>[]>([]);
  const { busy: isMoreLoading, fault: moreFault, doing } = useDoing();
  watch(first, () => (later.value = []));
  const last = computed(() => later.value.at(-1) ?? first());
  const nodes = computed(() => [...(first()?.nodes ?? []), ...later.value.flatMap((page) => page.nodes)]);
  const hasMore = computed(() => last.value?.pageInfo.hasNextPage === true);

  const more = (): Promise<boolean> =>
    doing(async () => {
      const page = pick(await readOnce(query, variables(last.value?.pageInfo.endCursor ?? null)));
      later.value = [...later.value, page];
    });
  return { nodes, hasMore, isMoreLoading, moreFault, more };
}
