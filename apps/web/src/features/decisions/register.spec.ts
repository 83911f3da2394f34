import { expect, test } from 'vitest';
import { everything, filterOf, inputOf, isEverything, queryOf } from './register.ts';

test.each([
  [{}, everything],
  [
    { q: 'PA', state: 'not-passed', effects: 'failed', type: 'two_thirds' },
    { ...everything, q: 'PA', state: 'NOT_PASSED', effects: 'FAILED', type: 'TWO_THIRDS' },
  ],
  [{ state: 'review-due' }, { ...everything, state: 'REVIEW_DUE' }],
  [{ kind: 'notice' }, { ...everything, kind: 'NOTICE' }],
  [{ state: 'needs-me' }, { ...everything, state: 'NEEDS_ME' }],
  [{ state: 'guessed', effects: 'all', type: 'coin' }, everything],
] as const)('the address %o says %o, and is written so again', (query, filter) => {
  expect(filterOf(query)).toEqual(filter);
  expect(filterOf(queryOf(filter) as never)).toEqual(filter);
  if (!isEverything(filter)) expect(queryOf(filter)).toEqual(query);
});

test('what does not matter is not asked for', () => {
  expect(inputOf({ ...everything, state: 'OPEN' })).toEqual({
    words: '',
    kind: null,
    state: 'OPEN',
    effects: null,
    template: null,
  });
});
