import { nextTick, onScopeDispose, ref, watch, type Ref } from 'vue';
import { SaveExpenseDraftDocument } from '../../../gql/graphql.ts';
import { act } from '../../../platform/ask.ts';
import type { ReceiptsOfForm } from './useReceipts.ts';

const PAUSE_MS = 1200;

/** Keeps what is typed at the server, a moment after the last key: over a closed tab, a lost session, on another device. */
export function useServerDraft(of: {
  groupId: string;
  /** Of the draft at the server, once there is one. */
  id: Ref<string | null>;
  values: Record<string, unknown>;
  receipts: ReceiptsOfForm;
  /** What stands in the form is newer than what the server has. */
  isNewer: boolean;
}): { isKept: Ref<boolean>; stop: () => Promise<void> } {
  const { id } = of;
  const isKept = ref(id.value !== null && !of.isNewer);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saving: Promise<void> = Promise.resolve();
  let isOver = false;
  let changes = 0;

  async function save(): Promise<void> {
    if (isOver) return;
    const receipts = await of.receipts.send();
    // A photo that has arrived there is no change of its own.
    await nextTick();
    const before = changes;
    const input = { id: id.value, groupId: of.groupId, fields: JSON.stringify(of.values), receipts };
    const { saveExpenseDraft } = await act(SaveExpenseDraftDocument, { input }, { isQuiet: true });
    id.value = saveExpenseDraft.id;
    isKept.value = changes === before;
    if (isKept.value) clearTimeout(timer);
  }
  // What can not be kept there now is kept on this device; the next key tries again.
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => (saving = saving.then(save).catch(() => undefined)), PAUSE_MS);
  };
  if (of.isNewer) later();
  const leave = watch([() => JSON.stringify(of.values), of.receipts.files, of.receipts.kept], (next, before) => {
    if (next[0] === before[0] && next[1].length === before[1].length && next[2].length === before[2].length) return;
    isKept.value = false;
    changes++;
    later();
  });

  /** Before it is sent: nothing is kept any more, and what is on its way arrives first. */
  async function stop(): Promise<void> {
    clearTimeout(timer);
    await saving;
  }
  onScopeDispose(() => {
    leave();
    clearTimeout(timer);
    // Left while typing: the last words are kept as well.
    if (!isKept.value && id.value) void save().catch(() => undefined);
    isOver = true;
  });
  return { isKept, stop };
}
