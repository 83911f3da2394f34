import { computed, type ComputedRef } from 'vue';
import { useRoute } from 'vue-router';
import { GroupCardDocument, type GroupPartsFragment } from '../../gql/graphql.ts';
import { useRead, type Read } from '../../platform/ask.ts';

export interface GroupCard extends Omit<Read<unknown>, 'data'> {
  readonly handle: ComputedRef<string>;
  /** Undefined while it is read, null where there is none for this viewer. */
  readonly group: ComputedRef<GroupPartsFragment | null | undefined>;
}

/** The card of the group in the address. */
export function useGroupCard(): GroupCard {
  const route = useRoute();
  const handle = computed(() => String(route.params['handle'] ?? ''));
  const { data, ...read } = useRead(GroupCardDocument, () => (handle.value ? { handle: handle.value } : null), {
    topics: (known) => (known?.group ? [`group:${known.group.id}`] : []),
  });
  return { ...read, handle, group: computed(() => (data.value ? (data.value.group ?? null) : undefined)) };
}
