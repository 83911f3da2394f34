import { expect, test } from 'vitest';
import { mayBeSecret, orderedChoice, templates, type TemplateName } from './index.ts';

test('of the templates those may be secret in which nobody objects by name, and which are no dots and no budget', () => {
  const names = (Object.keys(templates) as TemplateName[]).filter((name) =>
    mayBeSecret(templates[name].methods[0], templates[name].options ?? []),
  );
  expect(names).toEqual([
    'sense_check',
    'advice',
    'opt_in',
    'proposal',
    'two_thirds',
    'choose_one',
    'approval',
    'ranked',
    'score',
    'election',
  ]);
});

test.each([
  [{ options: ['b', 'a'] }, { options: ['a', 'b'] }],
  [{ ranking: [['c'], ['b', 'a']] }, { ranking: [['c'], ['a', 'b']] }],
  [{ option: 'a' }, { option: 'a' }],
  [{ abstain: true as const }, { abstain: true }],
])('%j has the one form %j', (choice, form) => expect(orderedChoice(choice)).toEqual(form));

test('points stand in the order of their options', () => {
  expect(JSON.stringify(orderedChoice({ points: { b: 1, a: 2 } }))).toBe('{"points":{"a":2,"b":1}}');
});
