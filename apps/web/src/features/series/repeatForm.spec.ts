import { expect, test } from 'vitest';
import { bringWords, showLocale } from '../../platform/words.ts';
import { ruleText } from './seriesText.ts';
import { followDay, isOtherRule, kindsFor, noRepeat, repeatFormOf, repeatsOf } from './repeatForm.ts';

// 17 March 2027 is a Wednesday, the third of its month; the 31st is the last day and the fifth, and last, Wednesday.
const third = '2027-03-17';
const last = '2027-03-31';
const chosen = (day: string, change: object) => ({ ...noRepeat(day), ...change });

test.each([
  [third, {}, null],
  [third, { kind: 'WEEK' }, { every: 'WEEK', interval: 1, weekdays: ['WE'] }],
  [
    third,
    { kind: 'WEEK', weekdays: ['FR', 'MO'], interval: 2 },
    { every: 'WEEK', interval: 2, weekdays: ['MO', 'FR'] },
  ],
  [third, { kind: 'MONTH_WEEKDAY' }, { every: 'MONTH_WEEKDAY', interval: 1, nth: 3, weekday: 'WE' }],
  [last, { kind: 'MONTH_LAST_WEEKDAY' }, { every: 'MONTH_WEEKDAY', interval: 1, nth: -1, weekday: 'WE' }],
  [third, { kind: 'MONTH_DAY' }, { every: 'MONTH_DAY', interval: 1, day: 17 }],
  [last, { kind: 'MONTH_LAST_DAY' }, { every: 'MONTH_DAY', interval: 1, day: -1 }],
  [third, { kind: 'YEAR', ends: 'COUNT', count: '5' }, { every: 'YEAR', interval: 1, count: 5 }],
  [third, { kind: 'DAY', ends: 'UNTIL', until: last }, { every: 'DAY', interval: 1, until: last }],
  [third, { kind: 'RULE', rule: 'FREQ=MONTHLY;BYDAY=1WE,3WE' }, { every: 'RULE', rule: 'FREQ=MONTHLY;BYDAY=1WE,3WE' }],
  [third, { kind: 'DATES', dates: [last, third] }, { every: 'DATES', dates: [last] }],
] as const)('from %s, %o is %o, and is chosen again as it was', (day, change, expected) => {
  const form = chosen(day, change);
  const repeats = repeatsOf(form as never, day);
  expect(repeats).toEqual(expected);
  if (repeats) expect(repeatsOf(repeatFormOf(repeats as never, day), day)).toEqual(expected);
});

test.each([
  [third, 'MONTH_WEEKDAY', true],
  [third, 'MONTH_LAST_WEEKDAY', false],
  [last, 'MONTH_WEEKDAY', false],
  [last, 'MONTH_LAST_WEEKDAY', true],
  [last, 'MONTH_LAST_DAY', true],
] as const)('for %s, %s is offered: %s', (day, kind, isOffered) => {
  expect(kindsFor(day).includes(kind)).toBe(isOffered);
});

test('a rule of a calendar elsewhere can be kept, and only then', () => {
  expect(kindsFor(third)).not.toContain('RULE');
  expect(kindsFor(third, 'FREQ=DAILY;BYMONTH=5')).toContain('RULE');
});

test.each([
  ['FREQ=MONTHLY;BYDAY=1WE,3WE;UNTIL=20300101', 'Every month on the first Wednesday and on the third Wednesday'],
  ['FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=31;COUNT=9', 'Every 2 months on the 31st'],
  ['FREQ=MONTHLY;BYMONTHDAY=15,-1', 'Every month on the 15th and on the last day'],
  ['FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13', 'By a rule of its own'],
  ['FREQ=DAILY;BYMONTH=5', 'By a rule of its own'],
])('%s reads "%s"', async (rule, words) => {
  await bringWords(['series', 'events']);
  await showLocale('en');
  expect(ruleText(rule)).toBe(words);
});

test('one weekday follows the first day, several were chosen on purpose', () => {
  const one = chosen(third, { kind: 'WEEK' });
  followDay(one, third, '2027-03-18');
  expect(one.weekdays).toEqual(['TH']);
  const two = chosen(third, { kind: 'WEEK', weekdays: ['WE', 'FR'] });
  followDay(two, third, '2027-03-18');
  expect(two.weekdays).toEqual(['WE', 'FR']);
});

test('a date that moves to another weekday is no other rule, and a rule chosen by hand is one', () => {
  const before = chosen(third, { kind: 'WEEK' });
  const moved = chosen(third, { kind: 'WEEK', weekdays: ['TH'] });
  expect(isOtherRule(before, third, moved, '2027-03-18')).toBe(false);
  expect(isOtherRule(before, third, { ...moved, interval: 3 }, '2027-03-18')).toBe(true);
  expect(isOtherRule(before, third, moved, third)).toBe(true);
});
