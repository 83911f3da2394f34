import { diffWordsWithSpace } from 'diff';

/** A stretch of text that stands in both versions, or in one of them only. */
export interface Stretch {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** What turns one text into another, word by word; together the stretches hold both texts whole. */
export function difference(before: string, after: string): Stretch[] {
  return diffWordsWithSpace(before, after).map(({ value, added, removed }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value,
  }));
}
