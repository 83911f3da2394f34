import { computed, shallowRef, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { FindEventsDocument, MoreEventsDocument, type MoreEventsQuery } from '../../gql/graphql.ts';
import { readOnce, useRead } from '../../platform/ask.ts';
import { useDoing } from '../../platform/doing.ts';
import { type Filter, filterOf, inputOf, queryOf } from './filter.ts';

/** What is public and coming, by the filter in the address; further pages when they are asked for. */
export function useFind() {
  const route = useRoute();
  const router = useRouter();
  const filter = computed(() => filterOf(route.query));
  const read = useRead(FindEventsDocument, () => ({ filter: inputOf(filter.value), after: null }), {
    lists: ['Group', 'EventCard', 'TagCount'],
  });
  const { error, reread } = read;
  // What was found stays until something else is: whoever is on a link of the list, or at a choice of tags, keeps it.
  const data = shallowRef(read.data.value);
  watch(read.data, (next) => next && (data.value = next));
  const isLooking = computed(() => read.isLoading.value);
  const isLoading = computed(() => !data.value && isLooking.value);
  const pages = shallowRef<readonly MoreEventsQuery['findEvents'][]>([]);
  const { busy: isBusy, fault, doing } = useDoing();
  watch(
    () => data.value?.findEvents,
    () => (pages.value = []),
  );
  const events = computed(() => [
    ...(data.value?.findEvents.nodes ?? []),
    ...pages.value.flatMap((page) => page.nodes),
  ]);
  const last = computed(() => (pages.value.at(-1) ?? data.value?.findEvents)?.pageInfo);

  const more = (): Promise<boolean> =>
    doing(async () => {
      const asked = filter.value;
      const after = last.value?.endCursor ?? null;
      const { findEvents } = await readOnce(MoreEventsDocument, { filter: inputOf(asked), after });
      if (asked === filter.value) pages.value = [...pages.value, findEvents];
    });
  /** Looks for something else; Back leads out of the page, not through each letter. */
  function look(change: Partial<Filter>): void {
    const sheet = route.query['sheet'];
    void router.replace({ query: { ...queryOf({ ...filter.value, ...change }), ...(sheet ? { sheet } : {}) } });
  }
  const hasMore = computed(() => last.value?.hasNextPage ?? false);
  return { filter, look, data, events, error, isLoading, isLooking, reread, more, hasMore, isBusy, fault };
}
