import { expect, test } from 'vitest';
import { daysOf, filterOf, inputOf, isEmpty, queryOf, whenOf } from './filter.ts';

test.each([
  ['today', '2026-11-27', '2026-11-27', '2026-11-27'],
  ['weekend', '2026-11-27', '2026-11-28', '2026-11-29'],
  ['weekend', '2026-11-28', '2026-11-28', '2026-11-29'],
  ['weekend', '2026-11-29', '2026-11-29', '2026-11-29'],
  ['week', '2026-12-28', '2026-12-28', '2027-01-03'],
  ['any', '2026-11-27', '', ''],
] as const)('%s, asked on %s, is from %s to %s', (when, today, from, to) => {
  expect(daysOf(when, today)).toEqual({ from, to });
});

test.each([
  ['', '', 'any'],
  ['2026-11-28', '2026-11-29', 'weekend'],
  ['2026-11-27', '2026-12-03', 'week'],
  ['2026-11-27', '', 'days'],
  ['', '2026-12-03', 'days'],
] as const)('on 27 November "%s" to "%s" is %s', (from, to, when) => {
  expect(whenOf({ from, to }, '2026-11-27')).toBe(when);
});

test('an address says what was looked for and nothing else, and is read back to the same', () => {
  const filter = filterOf({ q: 'soup', tag: ['a', 'b'], from: 'soon', stepfree: '1', other: 'x' });
  expect(filter).toEqual({ q: 'soup', from: '', to: '', tag: 'a', group: '', online: false, stepfree: true });
  expect(queryOf(filter)).toEqual({ q: 'soup', tag: 'a', stepfree: '1' });
  expect(inputOf(filter)).toMatchObject({ words: 'soup', from: null, stepFree: true });
  expect([isEmpty(filter), isEmpty(filterOf({}))]).toEqual([false, true]);
});
