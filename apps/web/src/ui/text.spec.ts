import { expect, test } from 'vitest';
import { prefixLines, wrapIn } from './editor.ts';
import { initialsOf } from './faces.ts';
import { groupBy } from './group-by.ts';

test('marks go around the chosen text, and away again', () => {
  const bold = wrapIn({ text: 'fix it now', from: 4, to: 6 }, '**', '**', 'text');
  expect(bold).toEqual({ text: 'fix **it** now', from: 6, to: 8 });
  expect(wrapIn(bold, '**', '**', 'text')).toEqual({ text: 'fix it now', from: 4, to: 6 });
  expect(wrapIn({ text: '', from: 0, to: 0 }, '_', '_', 'text').text).toBe('_text_');
});

test('each chosen line begins with the mark, or none does', () => {
  const list = prefixLines({ text: 'a\nb\nc', from: 2, to: 5 }, '- ');
  expect(list.text).toBe('a\n- b\n- c');
  expect(prefixLines(list, '- ').text).toBe('a\nb\nc');
});

test.each([
  ['Lena Fischer', 2, 'LF'],
  ['Lena Fischer', 1, 'L'],
  ['  noor ', 2, 'N'],
  ['👩‍👩‍👧 Weaver', 2, '👩‍👩‍👧W'],
  ['', 2, ''],
] as const)('the face of "%s" in %i letters is %s', (name, most, initials) =>
  expect(initialsOf(name, most)).toBe(initials),
);

test('grouping keeps the order met', () =>
  expect([...groupBy(['b1', 'a1', 'b2'], (text) => text[0])]).toEqual([
    ['b', ['b1', 'b2']],
    ['a', ['a1']],
  ]));
