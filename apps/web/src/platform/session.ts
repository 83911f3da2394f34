import { computed, shallowRef } from 'vue';
import { dropEveryDraft } from './drafts.ts';
import { renewClient } from './graphql.ts';
import { recall, remember } from './storage.ts';

/** A group as the shell needs it. */
export interface ViewerGroup {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly color: string;
  readonly currency: string;
  /** The IANA zone in which this group meets. */
  readonly zone: string;
  readonly summary: string;
  readonly visibility: string;
}

/** Who is looking. */
export interface Viewer {
  readonly id: string;
  readonly name: string;
  readonly email?: string | null | undefined;
  readonly locale?: string | null | undefined;
  readonly hasPassword?: boolean | undefined;
  readonly groups: readonly ViewerGroup[];
  /** How many things in the inbox need this person. */
  readonly needsYou: number;
  readonly isOperator?: boolean;
}

const viewer = shallowRef<Viewer | null | undefined>(undefined);
const handle = shallowRef<string | null>(recall('local', 'group'));

/** Undefined: not known yet. Null: nobody is signed in. */
export const currentViewer = computed(() => viewer.value);

/** Sets who is looking, from the answer to the viewer query. Another person gets a new client: nothing read before stays. */
export function setViewer(next: Viewer | null): void {
  const before = viewer.value;
  viewer.value = next;
  if (before !== undefined && before?.id !== next?.id) renewClient();
}

type SignOut = () => Promise<void>;
let signOut: SignOut = async () => {};

/** The feature that knows how tells how the server ends a session. */
export function signOutWith(act: SignOut): void {
  signOut = act;
}

/** Ends the session at the server, then takes away everything that was read or typed here. */
export async function endSession(): Promise<void> {
  await signOut();
  await dropEveryDraft();
  setViewer(null);
}

/** Remembers the group whose pages were opened last: the tabs lead there. */
export function enterGroup(next: string): void {
  if (handle.value === next) return;
  handle.value = next;
  remember('local', 'group', next);
}

export function useSession() {
  const groups = computed(() => viewer.value?.groups ?? []);
  const group = computed(() => groups.value.find((one) => one.handle === handle.value) ?? groups.value[0] ?? null);
  return { viewer: currentViewer, isSignedIn: computed(() => Boolean(viewer.value)), groups, group };
}
