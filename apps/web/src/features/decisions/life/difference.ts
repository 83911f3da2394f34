import { diffLines, diffWordsWithSpace } from 'diff';

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

/** One text in the place of another, both whole. */
export function replaced(before: string, after: string): Stretch[] {
  return [
    { kind: 'removed', text: before },
    { kind: 'same', text: ' ' },
    { kind: 'added', text: after },
  ];
}

/** The same by lines, each with its mark in front: what went, what came, and what stayed. */
export function linesChanged(before: string, after: string): string[] {
  const ended = (text: string): string => (text.endsWith('\n') ? text : `${text}\n`);
  return diffLines(ended(before), ended(after)).flatMap(({ value, added, removed }) => {
    const mark = added ? '+' : removed ? '-' : ' ';
    return value
      .replace(/\n$/, '')
      .split('\n')
      .map((line) => `${mark} ${line}`.trimEnd());
  });
}
