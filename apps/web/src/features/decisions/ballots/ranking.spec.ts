import { expect, test } from 'vitest';
import { append, moveTo, step, toggleTie, without, type Ranking } from './ranking.ts';

/** "a bc d": places in order, options of one place together. */
const read = (text: string): Ranking => text.split(' ').map((rank) => [...rank]);
const text = (ranking: Ranking): string => ranking.map((rank) => rank.join('')).join(' ');

test.each([
  ['up', 'a b c', 'c', 'a c b'],
  ['up', 'a b c', 'a', 'a b c'],
  ['up', 'a bc d', 'c', 'a c b d'],
  ['up', 'a bc d', 'd', 'a d bc'],
  ['down', 'a b c', 'a', 'b a c'],
  ['down', 'a b c', 'c', 'a b c'],
  ['down', 'ab c', 'a', 'b a c'],
  ['down', 'a bc', 'c', 'a b c'],
] as const)('%s in "%s": %s gives "%s"', (way, before, id, after) =>
  expect(text(step(read(before), id, way === 'up' ? -1 : 1))).toBe(after),
);

test.each([
  ['a b c', 'b', 'ab c'],
  ['a b c', 'a', 'a b c'],
  ['ab c', 'c', 'abc'],
  ['abc', 'b', 'ac b'],
])('a place shared or left in "%s" by %s: "%s"', (before, id, after) =>
  expect(text(toggleTie(read(before), id))).toBe(after),
);

test.each([
  ['a b c d', 'a', 'c', 'b c a d'],
  ['a b c d', 'd', 'b', 'a d b c'],
  ['a bc d', 'a', 'b', 'bc a d'],
  ['a bc d', 'b', 'a', 'b a c d'],
  ['a b', 'a', 'a', 'a b'],
])('dragged in "%s": %s to %s gives "%s"', (before, id, other, after) =>
  expect(text(moveTo(read(before), id, other))).toBe(after),
);

test('an option comes last in a place of its own, and leaves no empty place behind', () => {
  expect(text(append(read('a bc'), 'b'))).toBe('a c b');
  expect(text(without(read('a b c'), 'b'))).toBe('a c');
});
