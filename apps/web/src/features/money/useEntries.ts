import { computed, shallowRef, watch } from 'vue';
import {
  BookEntriesDocument,
  type BookEntriesQuery,
  type BookQuery,
  type EntryPartsFragment,
} from '../../gql/graphql.ts';
import { readOnce } from '../../platform/ask.ts';
import { useDoing } from '../../platform/doing.ts';

type Book = NonNullable<BookQuery['book']>;

/** The entries of a book: the newest come with the page, the older ones page by page when they are asked for. */
export function useEntries(handle: () => string, book: () => Book | null) {
  const pages = shallowRef<readonly BookEntriesQuery['bookEntries'][]>([]);
  const { busy: isBusy, fault, doing } = useDoing();
  watch(book, () => (pages.value = []));
  const entries = computed<readonly EntryPartsFragment[]>(() =>
    pages.value.length > 0 ? pages.value.flatMap((page) => page.nodes) : (book()?.latest ?? []),
  );
  const last = computed(() => pages.value.at(-1));
  const hasMore = computed(() => (last.value ? last.value.pageInfo.hasNextPage : (book()?.hasOlder ?? false)));

  const more = (): Promise<boolean> =>
    doing(async () => {
      const after = last.value?.pageInfo.endCursor ?? null;
      const { bookEntries } = await readOnce(BookEntriesDocument, { handle: handle(), after });
      pages.value = [...pages.value, bookEntries];
    });
  return { entries, hasMore, more, isBusy, fault };
}
