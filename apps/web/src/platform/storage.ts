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
