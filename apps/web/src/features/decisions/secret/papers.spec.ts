import { beforeEach, expect, test } from 'vitest';
import { drawnOf, noteDrawn, notePaper, paperOf, readPaper } from './papers.ts';

const paper = { token: 'ab'.repeat(32), signature: 'cd'.repeat(384) };
beforeEach(() => localStorage.clear());

test('a paper is read from what this browser keeps, from a saved paper and from a receipt; nothing else is one', () => {
  expect(paperOf('one')).toBeNull();
  notePaper('one', paper);
  expect([paperOf('one'), paperOf('other')]).toEqual([paper, null]);
  const { token: nonce, signature } = paper;
  expect(readPaper(JSON.stringify({ format: 'folkmoot-paper/1', ...paper }))).toEqual(paper);
  expect(readPaper(JSON.stringify({ nonce, signature, choice: { option: 'a' } }))).toEqual(paper);
  for (const other of [null, '', '{', '[]', '"x"', '{"token":"zz","signature":"00"}', '{"token":"00"}'])
    expect(readPaper(other)).toBeNull();
});

test('what was drawn is kept until it is signed', () => {
  expect(drawnOf('one')).toBeNull();
  const drawn = { token: '00', blinded: '11', inverse: '22' };
  noteDrawn('one', drawn);
  expect(drawnOf('one')).toEqual(drawn);
});
