import { expect, test } from 'vitest';
import { alike } from './alike.ts';

test.each([
  ['Summer concert 2026', 'Summer Concert 2025', 1],
  ['Café-Konzert', 'Konzert im Cafe', 1],
  ['Summer concert', 'Winter concert', 1 / 3],
  ['Soup', 'Assembly', 0],
  ['2026', '2025', 0],
])('%s and %s', (one, other, share) => {
  expect(alike(one, other)).toBeCloseTo(share);
  expect(alike(other, one)).toBeCloseTo(share);
});
