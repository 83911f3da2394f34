import { computed, onScopeDispose, ref, shallowRef } from 'vue';
import { CheckInDocument, DoorDocument, type CheckInMutation, type DoorPartsFragment } from '../../../gql/graphql.ts';
import { act, readOnce } from '../../../platform/ask.ts';
import { serverNow } from '../../../platform/clock.ts';
import { newKey } from '../../../platform/idempotency.ts';
import { useLive } from '../../../platform/live.ts';
import { dropKept, keep, kept } from '../../../platform/storage.ts';
import { asTrouble } from '../../../platform/trouble.ts';
import { arrivalOp, figuresOf, partiesAt, type DoorAct, type Party } from './doorList.ts';

interface Kept {
  readonly door: DoorPartsFragment;
  readonly queue: readonly DoorAct[];
}

/** What could not be done, and whose it was. */
type Refused = CheckInMutation['checkIn']['refused'][number] & { readonly name: string };

const AGAIN_MS = 15_000;
const AT_ONCE = 100;

/** Tries again from time to time and when the connection is back, as long as the page is open. */
function whileOpen(again: () => void, lost: () => void): void {
  const timer = setInterval(again, AGAIN_MS);
  addEventListener('online', again);
  addEventListener('offline', lost);
  onScopeDispose(() => {
    clearInterval(timer);
    removeEventListener('online', again);
    removeEventListener('offline', lost);
  });
}

/**
 * The list at a door, kept on this phone. What is done here counts here at once, waits under its own id, and is sent when there is a
 * connection; a reload, a lost answer or a second phone changes nothing about that.
 */
function useDoorQueue(eventId: string) {
  const door = shallowRef<DoorPartsFragment | null>(null);
  const queue = shallowRef<readonly DoorAct[]>([]);
  const refused = shallowRef<readonly Refused[]>([]);
  const isOnline = ref(true);
  const needsSignIn = ref(false);
  const error = shallowRef<unknown>();
  const parties = computed(() => (door.value ? partiesAt(door.value, queue.value) : []));
  let isSending = false;

  const save = (): Promise<void> =>
    door.value ? keep(`door.${eventId}`, { door: door.value, queue: queue.value } satisfies Kept) : Promise.resolve();

  /** What the server says of the list, and that it could be reached. */
  function heard(next: DoorPartsFragment): void {
    door.value = next;
    isOnline.value = true;
    needsSignIn.value = false;
    error.value = undefined;
  }

  function failed(cause: unknown): void {
    const { code } = asTrouble(cause);
    needsSignIn.value = code === 'UNAUTHENTICATED';
    isOnline.value = code !== 'OFFLINE' && code !== 'UNAVAILABLE';
    // Who may not look any more keeps no list of names, unless something of theirs is still to be sent.
    const isShut = code === 'FORBIDDEN' || code === 'NOT_FOUND' || (needsSignIn.value && queue.value.length === 0);
    if (isShut) {
      door.value = null;
      void dropKept(`door.${eventId}`);
    }
    if (!door.value) error.value = cause;
  }

  async function sync(): Promise<void> {
    if (isSending) return;
    isSending = true;
    try {
      do await exchange();
      while (queue.value.length > 0);
    } catch (cause) {
      failed(cause);
    } finally {
      isSending = false;
      await save();
    }
  }

  /** Sends the oldest of what waits, or reads the list where nothing does. */
  async function exchange(): Promise<void> {
    const ops = queue.value.slice(0, AT_ONCE);
    if (ops.length === 0) return heard((await readOnce(DoorDocument, { eventId })).door);
    const { checkIn } = await act(CheckInDocument, { eventId, ops: [...ops] });
    const sent = new Set(ops.map(({ opId }) => opId));
    const nameOf = (opId: string): string => {
      const op = ops.find((one) => one.opId === opId);
      return op?.walkIn?.name ?? parties.value.find(({ rsvpId }) => rsvpId === op?.rsvpId)?.name ?? '';
    };
    const no = checkIn.refused.map((one) => ({ ...one, name: nameOf(one.opId) }));
    queue.value = queue.value.filter(({ opId }) => !sent.has(opId));
    refused.value = [...refused.value, ...no];
    heard(checkIn.door);
  }

  /** Keeps first, then sends: what was tapped is not lost when the phone goes dark. */
  async function add(op: DoorAct | null): Promise<void> {
    if (!op) return;
    queue.value = [...queue.value, op];
    await save();
    void sync();
  }

  async function open(): Promise<void> {
    const before = await kept<Kept>(`door.${eventId}`);
    if (before && !door.value) {
      door.value = before.door;
      queue.value = before.queue;
    }
    await sync();
  }

  const again = (): void => void sync();
  whileOpen(again, () => (isOnline.value = false));
  useLive(() => [`event:${eventId}`], again);
  void open();

  return { door, queue, parties, refused, isOnline, needsSignIn, error, heard, add, again };
}

/** What a person does at the door, and what they see there. */
export function useDoor(eventId: string) {
  const { door, queue, parties, refused, isOnline, needsSignIn, error, heard, add, again } = useDoorQueue(eventId);
  const stamp = (): { opId: string; at: Date } => ({ opId: newKey(), at: serverNow() });

  return {
    door,
    parties,
    error,
    isOnline,
    needsSignIn,
    refused,
    waiting: computed(() => queue.value.length),
    figures: computed(() => figuresOf(parties.value)),
    retry: again,
    take: heard,
    arrive: (party: Party, arrived: number) => add(arrivalOp(party, arrived, stamp())),
    byCode: (code: string) => {
      const { opId, at } = stamp();
      return add({ opId, at: at.toISOString(), code });
    },
    walkIn: (of: { name: string; seats: number; overbook: boolean }) => {
      const { opId, at } = stamp();
      return add({ opId, at: at.toISOString(), walkIn: of });
    },
    forgetRefusal: (opId: string) => void (refused.value = refused.value.filter((one) => one.opId !== opId)),
  };
}
