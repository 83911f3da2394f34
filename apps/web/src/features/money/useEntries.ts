import { computed, ref, shallowRef, watch } from 'vue';
import {
  BookEntriesDocument,
  type BookEntriesQuery,
  type BookQuery,
  type EntryPartsFragment,
} from '../../gql/graphql.ts';
import { readOnce } from '../../platform/ask.ts';
import { troubleText } from '../../platform/trouble.ts';

type Book = NonNullable<BookQuery['book']>;

/** The entries of a book: the newest come with the page, the older ones page by page when they are asked for. */
export function useEntries(handle: () => string, book: () => Book | null) {
  const pages = shallowRef<readonly BookEntriesQuery['bookEntries'][]>([]);
  const isBusy = ref(false);
  const fault = ref('');
  watch(book, () => (pages.value = []));
  const entries = computed<readonly EntryPartsFragment[]>(() =>
    pages.value.length > 0 ? pages.value.flatMap((page) => page.nodes) : (book()?.latest ?? []),
  );
  const last = computed(() => pages.value.at(-1));
  const hasMore = computed(() =>
    last.value ? last.value.pageInfo.hasNextPage : (book()?.entryCount ?? 0) > (book()?.latest.length ?? 0),
  );

  async function more(): Promise<void> {
    isBusy.value = true;
    fault.value = '';
    try {
      const after = last.value?.pageInfo.endCursor ?? null;
      const { bookEntries } = await readOnce(BookEntriesDocument, { handle: handle(), after });
      pages.value = [...pages.value, bookEntries];
    } catch (refused) {
      fault.value = troubleText(refused);
    } finally {
      isBusy.value = false;
    }
  }
  return { entries, hasMore, more, isBusy, fault };
}
