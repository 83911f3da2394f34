import { shallowRef } from 'vue';
import { act, onActed, readOnce } from '../../platform/ask.ts';
import { currentViewer, setViewer, signOutWith } from '../../platform/session.ts';
import { SignOutDocument, ViewerDocument, type ViewerQuery } from '../../gql/graphql.ts';

type Instance = ViewerQuery['instance'];

/** After so long, in milliseconds, the number of somebody who comes back to the page is an old one. */
const STALE_MS = 60_000;
let countedAt = 0;
let isPlanned = false;

/** The instance this page belongs to, once it is known. */
export const instance = shallowRef<Instance | null>(null);

/** Reads who is looking; called at the start and after everything that changes it. What needs them is counted meanwhile: no page waits for it. */
export async function loadViewer(): Promise<void> {
  const { viewer, instance: here } = await readOnce(ViewerDocument, {});
  instance.value = here;
  if (!viewer) return setViewer(null);
  const before = currentViewer.value;
  setViewer({
    ...viewer,
    isOperator: viewer.operator,
    needsYou: before?.id === viewer.id ? before.needsYou : 0,
  });
  void countNeeds();
}

/** Counts what waits for this person, for the inbox's number, which stays as it was where it cannot be counted. */
async function countNeeds(): Promise<void> {
  countedAt = Date.now();
  const asker = currentViewer.value?.id;
  if (!asker) return;
  const needsYou = await import('./needs.ts').then(({ readNeeds }) => readNeeds()).catch(() => null);
  const viewer = currentViewer.value;
  if (viewer?.id === asker && needsYou !== null) setViewer({ ...viewer, groups: [...viewer.groups], needsYou });
}

/** Whatever was done may have answered what waited; several things at once are counted once. */
function planCount(): void {
  if (isPlanned) return;
  isPlanned = true;
  setTimeout(() => {
    isPlanned = false;
    void countNeeds();
  }, 300);
}

onActed(planCount);
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible' && Date.now() - countedAt > STALE_MS) planCount();
});

signOutWith(async () => {
  await act(SignOutDocument, {});
});
