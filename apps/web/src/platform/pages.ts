import type { AnyVariables, TypedDocumentNode } from '@urql/core';
import { computed, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue';
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

/**
 * What a page has read last, also while the same is read with another filter: what does not hang on that stays in its place. `of` names what
 * it is about: of another thing nothing stays.
 */
export function useLast<T>(read: Readonly<Ref<T | undefined>>, of: () => string): Readonly<ShallowRef<T | undefined>> {
  const last = shallowRef(read.value);
  watch(of, () => (last.value = undefined), { flush: 'sync' });
  watch(read, (next) => {
    if (next !== undefined) last.value = next;
  });
  return last;
}

/**
 * Further pages of a list, after the first one that the page's own query brought. When that is read again, as many pages as were open are
 * read again before anything is shown; another list, by other variables, begins with its first page.
 */
export function usePages<N, T, V extends AnyVariables>(
  first: () => Connection<N> | undefined,
  query: TypedDocumentNode<T, V>,
  variables: (after: string | null) => V,
  pick: (data: T) => Connection<N>,
): Pages<N> {
  const pages = shallowRef<readonly Connection<N>[]>([]);
  const { busy: isMoreLoading, fault: moreFault, doing } = useDoing();
  const listKey = (): string => JSON.stringify(variables(null));
  let key = listKey();
  const after = async ({ pageInfo }: Connection<N>): Promise<Connection<N>> =>
    pick(await readOnce(query, variables(pageInfo.endCursor ?? null)));

  async function begin(page: Connection<N> | undefined): Promise<void> {
    const wasOpen = key === listKey() ? pages.value.length : 0;
    key = listKey();
    if (!page) return void (pages.value = []);
    const read = [page];
    if (wasOpen < 2) return void (pages.value = read);
    try {
      while (read.length < wasOpen && read.at(-1)!.pageInfo.hasNextPage) read.push(await after(read.at(-1)!));
    } catch {
      // What came is shown; the rest can be asked for again.
    }
    if (page === first()) pages.value = read;
  }
  watch(first, (page) => void begin(page), { immediate: true });

  const more = (): Promise<boolean> =>
    doing(async () => {
      const shown = pages.value;
      const next = await after(shown.at(-1)!);
      if (shown === pages.value) pages.value = [...shown, next];
    });
  return {
    nodes: computed(() => pages.value.flatMap(({ nodes }) => nodes)),
    hasMore: computed(() => pages.value.at(-1)?.pageInfo.hasNextPage === true),
    isMoreLoading,
    moreFault,
    more,
  };
}
