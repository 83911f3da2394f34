import { forget, forgetAll, recall, remember } from './storage.ts';

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

function photos(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open('folkmoot', 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore('photos');
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error ?? new Error('No place for photos here.'));
  });
}

async function inPhotos<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | null> {
  if (typeof indexedDB === 'undefined') return null;
  const database = await photos();
  try {
    return await new Promise<T>((resolve, reject) => {
      const asked = act(database.transaction('photos', mode).objectStore('photos'));
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error ?? new Error('The photo could not be kept.'));
    });
  } finally {
    database.close();
  }
}

/** Keeps chosen files until they are sent. */
export async function keepPhotos(key: string, files: readonly File[]): Promise<void> {
  await inPhotos('readwrite', (store) => store.put([...files], key));
}

export async function keptPhotos(key: string): Promise<File[]> {
  return (await inPhotos<File[] | undefined>('readonly', (store) => store.get(key))) ?? [];
}

export async function dropPhotos(key: string): Promise<void> {
  await inPhotos('readwrite', (store) => store.delete(key));
}

/** At sign-out nothing of a person stays on this device. */
export async function dropEveryDraft(): Promise<void> {
  forgetAll('session', 'draft.');
  await inPhotos('readwrite', (store) => store.clear());
}
