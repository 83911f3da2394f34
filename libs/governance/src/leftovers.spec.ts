import { expect, test } from 'vitest';
import { leftoverDates, leftoverDays, leftoverRules } from './leftovers.ts';
import { rulebookFault, type Rulebook, rulebookOf } from './rulebook.ts';
import { ruleText, withRule } from './rule-keys.ts';

test('a new group releases what is left of an event after thirty days; one of before is asked', () => {
  const { leftovers: _, ...before } = rulebookOf('club', 'open');
  expect(leftoverRules(rulebookOf('club', 'open'))).toEqual({ days: 30, way: 'release' });
  expect(leftoverRules(before as Pick<Rulebook, 'leftovers'>)).toEqual({ days: 30, way: 'ask' });
  expect(rulebookFault(before as unknown as Record<string, unknown>)).toBeNull();
});

test.each([
  ['30', false, 30],
  ['30', true, 7],
  ['0', true, 0],
  ['0', false, 0],
])('%s days, called off: %s', (days, calledOff, after) => {
  const book = withRule(withRule(rulebookOf('club', 'open'), 'event.leftoverDays', days), 'event.leftovers', 'ask');
  expect(leftoverDays(book, { calledOff })).toBe(after);
  expect([ruleText(book, 'event.leftoverDays'), ruleText(book, 'event.leftovers')]).toEqual([days, 'ask']);
  expect(rulebookFault(book as unknown as Record<string, unknown>)).toBeNull();
});

test.each([
  ['told in time', '2026-03-24', 30, '2026-03-24', '2026-03-31'],
  ['the server was down', '2026-04-20', 30, '2026-03-24', '2026-04-23'],
  ['after a leap day', '2028-02-28', 7, '2028-02-28', '2028-03-06'],
  ['at once', '2026-03-01', 0, '2026-03-01', '2026-03-02'],
  ['called off', '2026-03-01', 7, '2026-03-01', '2026-03-08'],
] as const)('%s', (name, today, days, tellOn, releaseOn) => {
  const endedOn = name === 'after a leap day' ? '2028-02-28' : '2026-03-01';
  expect(leftoverDates({ endedOn, today, days })).toEqual({ tellOn, releaseOn });
});
