import type { AnyVariables, TypedDocumentNode } from '@urql/core';
import { useQuery } from '@urql/vue';
import { computed, shallowRef, watch, type ComputedRef } from 'vue';
import { client, listing } from './graphql.ts';
import { useLive } from './live.ts';

export interface ReadOptions<T> {
  /** Which changes make this be read again, such as `event:<id>`. */
  readonly topics?: (data: T | undefined) => readonly string[];
  /** The types of a list that may be empty. */
  readonly lists?: readonly string[];
}

export interface Read<T> {
  /** What was read last; it stays while it is read again, and while that fails. */
  readonly data: ComputedRef<T | undefined>;
  /** Why there is nothing to show. */
  readonly error: ComputedRef<unknown>;
  readonly isLoading: ComputedRef<boolean>;
  readonly reread: () => void;
}

/** A page's data: one query, kept fresh by hints. `variables` may answer null while something is not known yet. */
export function useRead<T, V extends AnyVariables>(
  query: TypedDocumentNode<T, V>,
  variables: () => V | null,
  options: ReadOptions<T> = {},
): Read<T> {
  const asked = computed(() => JSON.stringify(variables()));
  const answer = useQuery<T, V>({
    query,
    variables: computed(() => (variables() ?? {}) as V) as never,
    pause: computed(() => variables() === null),
    ...(options.lists ? { context: listing(...options.lists) } : {}),
  });
  const held = shallowRef<T>();
  let heldFor = asked.value;
  watch(
    [answer.data, answer.error, answer.operation, asked] as const,
    ([next, fault, operation, key]) => {
      if (key !== heldFor) {
        heldFor = key;
        held.value = undefined;
      }
      // Answers to variables of before come in late: they are not this page's.
      if (next && !fault && JSON.stringify(operation?.variables ?? {}) === key) held.value = next;
    },
    { immediate: true },
  );
  const reread = (): void => void answer.executeQuery({ requestPolicy: 'network-only' });
  if (options.topics) useLive(() => options.topics!(held.value), reread);
  const data = computed(() => held.value);
  const error = computed(() => (held.value ? undefined : answer.error.value));
  return { data, error, isLoading: computed(() => !held.value && !error.value), reread };
}

const actListeners: (() => void)[] = [];

/** Calls `listener` after everything that was done here. */
export function onActed(listener: () => void): void {
  actListeners.push(listener);
}

/** Does something at the server and returns its answer; what the server refuses is thrown. `isQuiet`: nobody is told, as it goes on while one types. */
export async function act<T, V extends AnyVariables>(
  mutation: TypedDocumentNode<T, V>,
  variables: V,
  { isQuiet = false } = {},
): Promise<T> {
  const { data, error } = await client.value.mutation(mutation, variables).toPromise();
  if (error) throw error;
  if (!data) throw new Error('The server said nothing.');
  if (!isQuiet) for (const listener of actListeners) listener();
  return data;
}

/** Reads once, outside a page's life. */
export async function readOnce<T, V extends AnyVariables>(query: TypedDocumentNode<T, V>, variables: V): Promise<T> {
  const { data, error } = await client.value.query(query, variables, { requestPolicy: 'network-only' }).toPromise();
  if (error) throw error;
  if (!data) throw new Error('The server said nothing.');
  return data;
}
