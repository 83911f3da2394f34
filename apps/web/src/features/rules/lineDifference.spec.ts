import { expect, test } from 'vitest';
import { lineDifference } from './lineDifference.ts';

const marks = { same: ' ', gone: '-', new: '+' } as const;
const shown = (before: string, after: string): string[] =>
  lineDifference(before, after).map(({ kind, text }) => `${marks[kind]}${text}`);

test.each([
  ['the same text', 'a\nb', 'a\nb', [' a', ' b']],
  ['a line between', 'a\nb', 'a\nx\nb', [' a', '+x', ' b']],
  ['a line less', 'a\nx\nb', 'a\nb', [' a', '-x', ' b']],
  ['another line', 'a\nb', 'a\nc', [' a', '-b', '+c']],
  ['another text', 'a', 'b\nc', ['-a', '+b', '+c']],
] as const)('%s', (_, before, after, lines) => expect(shown(before, after)).toEqual(lines));
