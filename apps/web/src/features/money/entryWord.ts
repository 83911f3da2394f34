import { i18n, say } from '../../platform/words.ts';

/** What an entry of the book is, in words. */
export function entryWord(kind: string): string {
  return i18n.global.te(`book.entry.${kind}`) ? say(`book.entry.${kind}`) : kind;
}
