import { expect, test } from 'vitest';
import { certainMatches, looksLikeFee, type OpenItem, type StatementLine } from '../index.ts';

const line = (more: Partial<StatementLine>): StatementLine => ({
  day: '2026-01-05',
  minor: -5000n,
  reference: '',
  name: '',
  text: '',
  bankRef: '',
  ...more,
});
const item = (id: string, more: Partial<OpenItem> = {}): OpenItem => ({
  id,
  reference: 'X-1',
  minor: -5000n,
  name: 'Ada',
  day: '2026-01-05',
  ...more,
});
const certain = (lines: StatementLine[], items: OpenItem[]): [number, string][] =>
  [...certainMatches(lines, items)].map(([at, match]) => [at, match.item.id]);

test.each([
  ['reference and whole amount of one thing', [line({ text: 'X-1' })], [item('a')], [[0, 'a']]],
  ['a part of the amount', [line({ text: 'X-1', minor: -20n })], [item('a')], []],
  ['the amount and a name alone', [line({ name: 'Ada' })], [item('a')], []],
  ['two things with the reference', [line({ text: 'X-1' })], [item('a'), item('b')], []],
  ['two lines that claim one thing', [line({ text: 'X-1' }), line({ reference: 'X-1' })], [item('a')], []],
  [
    'each line its own',
    [line({ text: 'X-1' }), line({ text: 'X-2' })],
    [item('a'), item('b', { reference: 'X-2' })],
    [
      [0, 'a'],
      [1, 'b'],
    ],
  ],
] as const)('%s', (_, lines, items, expected) => expect(certain([...lines], [...items])).toEqual(expected));

test.each([
  ['Monthly account fee', true],
  ['Kontoführungsentgelt 01/26, Entgelt', true],
  ['GEBÜHREN', true],
  ['Feedback forms', false],
])('what the bank takes for itself: %s, %s', (text, isFee) => {
  expect(looksLikeFee(line({ text }))).toBe(isFee);
  expect(looksLikeFee(line({ text, minor: 1n }))).toBe(false);
});
