import { readonly, ref, shallowReactive } from 'vue';

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly action?: { readonly label: string; readonly act: () => void } | undefined;
}

const list = shallowReactive<Toast[]>([]);
const said = ref('');
let lastId = 0;

export const toasts: readonly Toast[] = list;
export const announcement = readonly(said);

/** Speaks to those who listen to the page instead of looking at it. */
export function announce(text: string): void {
  said.value = '';
  requestAnimationFrame(() => (said.value = text));
}

/** Confirms what happened out of view, in the place of what was confirmed before. Where the place is in view, confirm there and only `announce`. */
export function toast(text: string, action?: Toast['action']): void {
  dropSaid();
  list.push({ id: ++lastId, text, action });
  if (list.length > 3) list.shift();
  announce(text);
}

/** Lets go of what only confirms; what can still be acted on stays its time. */
export function dropSaid(): void {
  for (const { id, action } of list.slice()) if (!action) dropToast(id);
}

export function dropToast(id: number): void {
  const at = list.findIndex((one) => one.id === id);
  if (at >= 0) list.splice(at, 1);
}
