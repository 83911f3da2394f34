import { shallowRef } from 'vue';
import { act, onActed, readOnce } from '../../platform/ask.ts';
import { currentViewer, setViewer, signOutWith } from '../../platform/session.ts';
import { SignOutDocument, ViewerDocument, type ViewerQuery } from '../../gql/graphql.ts';

type Instance = ViewerQuery['instance'];

/** After so long, in milliseconds, the number of somebody who comes back to the page is an old one. */
const STALE_MS = 60_000;
/** Whoever opens the inbox within this time of the last count reads that one. */
const FRESH_MS = 1000;
let countedAt = 0;
let planned: ReturnType<typeof setTimeout> | undefined;

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

/** Counts what waits for this person, for the inbox and its number, which stays as it was where it cannot be counted. What was planned is done by it. */
export async function countNeeds(): Promise<void> {
  clearTimeout(planned);
  planned = undefined;
  countedAt = Date.now();
  const asker = currentViewer.value?.id;
  if (!asker) return;
  const needsYou = await import('./needs.ts').then(({ readNeeds }) => readNeeds(asker)).catch(() => null);
  const viewer = currentViewer.value;
  if (viewer?.id === asker && needsYou !== null) setViewer({ ...viewer, groups: [...viewer.groups], needsYou });
}

/** Counts them for whoever opens the inbox, unless that was done a moment ago. */
export function freshenNeeds(): void {
  if (Date.now() - countedAt > FRESH_MS) void countNeeds();
}

/** Whatever was done, here or elsewhere, may have answered what waited; several things at once are counted once. */
export function planCount(): void {
  planned ??= setTimeout(() => void countNeeds(), 300);
}

onActed(planCount);
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible' && Date.now() - countedAt > STALE_MS) planCount();
});

signOutWith(async () => {
  await act(SignOutDocument, {});
});
