import fc from 'fast-check';
import { expect, test } from 'vitest';
import { difference } from './difference.ts';

test('what was taken out and what came in stand beside what stayed', () => {
  expect(difference('Two keys for all', 'Two keys, in a box, for all')).toContainEqual({
    kind: 'same',
    text: 'Two keys',
  });
  expect(difference('Open on Monday', 'Open on Friday')).toEqual([
    { kind: 'same', text: 'Open on ' },
    { kind: 'removed', text: 'Monday' },
    { kind: 'added', text: 'Friday' },
  ]);
});

test('both texts can be read back from it', () =>
  fc.assert(
    fc.property(fc.string(), fc.string(), (before, after) => {
      const stretches = difference(before, after);
      const without = (kind: string): string =>
        stretches
          .filter((one) => one.kind !== kind)
          .map(({ text }) => text)
          .join('');
      expect(without('added')).toBe(before);
      expect(without('removed')).toBe(after);
    }),
  ));
