import { expect, test } from 'vitest';
import { bucketFault, roundAfter, roundStates } from './round-state.ts';

test.each([
  ['proposing', 'allot', 'allotting'],
  ['proposing', 'callOff', 'called_off'],
  ['proposing', 'close', null],
  ['allotting', 'close', 'closed'],
  ['allotting', 'callOff', 'called_off'],
  ['allotting', 'allot', null],
  ['closed', 'callOff', null],
  ['called_off', 'allot', null],
] as const)('a round in %s, on %s, becomes %s', (state, step, next) => expect(roundAfter(state, step)).toBe(next));

test('a round that is over stays over', () => {
  const steps = ['allot', 'close', 'callOff'] as const;
  const over = roundStates.filter((state) => steps.every((step) => roundAfter(state, step) === null));
  expect(over).toEqual(['closed', 'called_off']);
});

test.each([
  [0n, 10n, 'minimum-missing'],
  [-1n, 10n, 'minimum-missing'],
  [10n, 9n, 'stretch-below-minimum'],
  [10n, 101n, 'over-pot'],
  [10n, 10n, null],
  [1n, 100n, null],
] as const)('of a pot of 100, a bucket from %s to %s: %s', (minimum, stretch, fault) =>
  expect(bucketFault({ minimum, stretch, pot: 100n })).toBe(fault),
);
