import { expect, test } from 'vitest';
import { duesInForce, duesRules } from './dues.ts';
import { rulebookFault, rulebookOf, type Rulebook } from './rulebook.ts';
import { ruleText, withRule } from './rule-keys.ts';

const club = rulebookOf('club', 'open');
const changed = (...changes: [Parameters<typeof withRule>[1], string][]): Rulebook =>
  changes.reduce((book, [key, value]) => withRule(book, key, value), club);

test('a group has no dues until it has settled a period and an amount', () => {
  expect(duesInForce(club)).toBeNull();
  expect(duesInForce(changed(['dues.every', 'month']))).toBeNull();
  expect(duesInForce(changed(['dues.suggested', '500']))).toBeNull();
  expect(duesInForce(changed(['dues.every', 'month'], ['dues.suggested', '500']))).toEqual({
    every: 'month',
    min: 500n,
    suggested: 500n,
    max: 500n,
    graceDays: 30,
  });
});

test.each([
  ['300', '1000', 300n, 1000n],
  ['700', '1000', 500n, 1000n],
  ['0', '200', 500n, 500n],
])('a step lies between the least and the most, around what is suggested: %s, %s', (min, max, from, to) => {
  const book = changed(['dues.every', 'year'], ['dues.suggested', '500'], ['dues.min', min], ['dues.max', max]);
  expect(duesInForce(book)).toMatchObject({ min: from, suggested: 500n, max: to });
});

test('the rules about dues are read as they were written, and such a rulebook is known', () => {
  const book = changed(['dues.graceDays', '14'], ['dues.votes', 'yes'], ['spending.secondPerson', '10000']);
  expect(duesRules(book)).toMatchObject({ graceDays: 14, votes: true });
  expect(ruleText(book, 'dues.graceDays')).toBe('14');
  expect(ruleText(book, 'dues.votes')).toBe('yes');
  expect(ruleText(book, 'spending.secondPerson')).toBe('10000');
  expect(ruleText(withRule(book, 'spending.secondPerson', ''), 'spending.secondPerson')).toBe('');
  expect(ruleText(club, 'dues.every')).toBe('none');
  expect(rulebookFault(book as unknown as Record<string, unknown>)).toBeNull();
});
