import { forget, forgetAll, inCupboard, recall, remember } from './storage.ts';

// Typed text and chosen photos survive failure, an expired session, reload and Back, and leave with the session.

/** What was typed under this key before, or null. */
export function draftOf(key: string): Record<string, unknown> | null {
  try {
    const read: unknown = JSON.parse(recall('session', `draft.${key}`) ?? 'null');
    return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

export function keepDraft(key: string, values: object): void {
  remember('session', `draft.${key}`, JSON.stringify(values));
}

export function dropDraft(key: string): void {
  forget('session', `draft.${key}`);
}

const unsent = new Set<() => void>();

/** A form without a draft hands over what is typed in it when the page is about to be loaded anew. Returns how to leave. */
export function whenRenewed(keep: () => void): () => void {
  unsent.add(keep);
  return () => void unsent.delete(keep);
}

/** The page is loaded anew: every form on it keeps what is typed in it, to stand there again. */
export function keepUnsent(): void {
  for (const keep of unsent) keep();
}

/** Keeps chosen files until they are sent. */
export async function keepPhotos(key: string, files: readonly File[]): Promise<void> {
  await inCupboard('photos', 'readwrite', (store) => store.put([...files], key));
}

export async function keptPhotos(key: string): Promise<File[]> {
  return (await inCupboard<File[] | undefined>('photos', 'readonly', (store) => store.get(key))) ?? [];
}

export async function dropPhotos(key: string): Promise<void> {
  await inCupboard('photos', 'readwrite', (store) => store.delete(key));
}

/** At sign-out nothing of a person stays on this device. */
export async function dropEveryDraft(): Promise<void> {
  forgetAll('session', 'draft.');
  forgetAll('local', 'receipt.');
  for (const store of ['photos', 'kept'] as const) await inCupboard(store, 'readwrite', (held) => held.clear());
}
