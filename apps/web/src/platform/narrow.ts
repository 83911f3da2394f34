import { onScopeDispose, readonly, ref, type Ref } from 'vue';

/** Whether the screen is a phone's: under 768 px, where the thumb's bar stands. */
export function useIsNarrow(): Readonly<Ref<boolean>> {
  const query = matchMedia('(max-width: 767.98px)');
  const isNarrow = ref(query.matches);
  const look = (): void => void (isNarrow.value = query.matches);
  query.addEventListener('change', look);
  onScopeDispose(() => query.removeEventListener('change', look));
  return readonly(isNarrow);
}
