import { i18n, say } from '../../platform/words.ts';

/** What an entry of the book is, in words. */
export function entryWord(kind: string): string {
  return i18n.global.te(`book.entry.${kind}`) ? say(`book.entry.${kind}`) : kind;
}

/** What an entry is called in a list: its text, its kind where it has none, and the word of its category before the bare reference of a contribution. */
export function entryName(
  { text, kind, category }: { text?: string | null; kind: string; category?: string | null },
  categoryWord: (category: string | null | undefined) => string,
): string {
  if (!isBareReference(text)) return text || entryWord(kind);
  return [categoryWord(category) || entryWord(kind), text].join(' ');
}

/** Whether a text is nothing but the reference of a contribution, as that of dues. */
export function isBareReference(text: string | null | undefined): boolean {
  return /^C-\d+$/.test(text ?? '');
}
