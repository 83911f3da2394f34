type Shelf = 'local' | 'session';

const shelf = (name: Shelf): Storage | null => {
  try {
    return name === 'local' ? localStorage : sessionStorage;
  } catch {
    return null; // closed to us, as in some private windows: everything works, only nothing is kept
  }
};

const named = (key: string): string => `folkmoot.${key}`;

export function recall(from: Shelf, key: string): string | null {
  return shelf(from)?.getItem(named(key)) ?? null;
}

export function remember(on: Shelf, key: string, text: string): void {
  try {
    shelf(on)?.setItem(named(key), text);
  } catch {
    // A full shelf costs the draft, never the form.
  }
}

export function forget(from: Shelf, key: string): void {
  shelf(from)?.removeItem(named(key));
}

/** Takes everything away whose key begins so: drafts at sign-out. */
export function forgetAll(from: Shelf, prefix: string): void {
  const open = shelf(from);
  if (!open) return;
  const keys = Array.from({ length: open.length }, (_, at) => open.key(at) ?? '');
  for (const key of keys) if (key.startsWith(named(prefix))) open.removeItem(key);
}

// What is more than a few words: whole lists, files. It outlives the tab, and leaves with the session.

function cupboard(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open('folkmoot', 2);
    asked.onupgradeneeded = () => {
      for (const name of ['photos', 'kept'])
        if (!asked.result.objectStoreNames.contains(name)) asked.result.createObjectStore(name);
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error ?? new Error('Nothing can be kept here.'));
  });
}

/** Does one thing in a store of this browser; null where it keeps nothing at all. */
export async function inCupboard<T>(
  store: 'photos' | 'kept',
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T | null> {
  if (typeof indexedDB === 'undefined') return null;
  const database = await cupboard();
  try {
    return await new Promise<T>((resolve, reject) => {
      const asked = act(database.transaction(store, mode).objectStore(store));
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error ?? new Error('It could not be kept.'));
    });
  } finally {
    database.close();
  }
}

/** Keeps a plain value on this device under a name. A browser that keeps nothing costs the copy, never the page. */
export async function keep(key: string, value: object): Promise<void> {
  await inCupboard('kept', 'readwrite', (store) => store.put(value, key)).catch(() => null);
}

export async function kept<T>(key: string): Promise<T | null> {
  return (await inCupboard<T | undefined>('kept', 'readonly', (store) => store.get(key)).catch(() => null)) ?? null;
}

export async function dropKept(key: string): Promise<void> {
  await inCupboard('kept', 'readwrite', (store) => store.delete(key)).catch(() => null);
}
