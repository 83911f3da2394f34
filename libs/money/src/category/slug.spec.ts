import fc from 'fast-check';
import { expect, test } from 'vitest';
import { categorySlug } from '../index.ts';

test.each([
  ['Küche & Bar', [], 'kueche-bar'],
  ['  Straße ', [], 'strasse'],
  ['Crème brûlée', [], 'creme-brulee'],
  ['Food', ['food'], 'food-2'],
  ['Food', ['food', 'food-2'], 'food-3'],
  ['食べ物', [], 'category'],
  ['…', ['category'], 'category-2'],
  ['x'.repeat(60), [], 'x'.repeat(36)],
])('%j beside %j is %s', (name, taken, slug) => {
  expect(categorySlug(name, new Set(taken))).toBe(slug);
});

test('whatever it is called, the book takes it, and no two are one', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 60 }), { maxLength: 30 }), (names) => {
      const taken = new Set<string>();
      for (const name of names) {
        const slug = categorySlug(name, taken);
        expect(slug).toMatch(/^[a-z0-9][a-z0-9-]{0,40}$/);
        expect(taken.has(slug)).toBe(false);
        taken.add(slug);
      }
    }),
  );
});
