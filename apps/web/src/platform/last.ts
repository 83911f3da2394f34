import { shallowRef, type ShallowRef, watch, type WatchSource } from 'vue';

/** What was known last: kept while it is read anew, let go of when it would be of something else. */
export function useLast<T>(read: () => T | undefined, of: WatchSource): Readonly<ShallowRef<T | undefined>> {
  const last = shallowRef(read());
  watch(of, () => (last.value = read()));
  watch(read, (next) => {
    if (next !== undefined) last.value = next;
  });
  return last;
}
