import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  contributionDue,
  contributionState,
  contributionStates,
  isOverdue,
  mayContribution,
  type ContributionFacts,
  type ContributionStep,
} from './index.ts';

const facts = (
  pledged: bigint,
  received: bigint,
  refunded = 0n,
  closed: ContributionFacts['closed'] = null,
): ContributionFacts => ({ pledged, received, refunded, dueOn: '2026-03-31', closed });
const steps: readonly ContributionStep[] = ['receive', 'refund', 'cancel', 'expire'];

// Read a row as: promised, received, given back, closed; the state; what may be done after the due day; what is still waited for.
test.each([
  [100n, 0n, 0n, null, 'PLEDGED', 'receive cancel expire', 100n],
  [100n, 40n, 0n, null, 'PARTLY_RECEIVED', 'receive refund cancel expire', 60n],
  [100n, 100n, 0n, null, 'RECEIVED', 'refund', 0n],
  [100n, 130n, 0n, null, 'RECEIVED', 'refund', 0n],
  [0n, 50n, 0n, null, 'RECEIVED', 'refund', 0n],
  [100n, 100n, 30n, null, 'PARTLY_REFUNDED', 'refund', 0n],
  [100n, 100n, 100n, null, 'REFUNDED', '', 0n],
  [100n, 40n, 40n, null, 'REFUNDED', '', 0n],
  [100n, 0n, 0n, 'CANCELLED', 'CANCELLED', 'receive', 0n],
  [100n, 0n, 0n, 'EXPIRED', 'EXPIRED', 'receive', 0n],
  [100n, 40n, 0n, 'EXPIRED', 'EXPIRED', 'receive refund', 0n],
  [0n, 0n, 0n, null, 'CANCELLED', 'receive', 0n],
  [100n, 40n, 10n, 'CANCELLED', 'PARTLY_REFUNDED', 'refund', 0n],
  [100n, 100n, 0n, 'EXPIRED', 'RECEIVED', 'refund', 0n],
] as const)('%s promised, %s received, %s given back, closed as %s: %s', (...row) => {
  const [pledged, received, refunded, closed, state, may, due] = row;
  const one = facts(pledged, received, refunded, closed);
  expect(contributionState(one)).toBe(state);
  expect(steps.filter((step) => mayContribution(step, one, '2026-04-01')).join(' ')).toBe(may);
  expect(contributionDue(one)).toBe(due);
});

test('it is overdue from the day after the due day, and expires only then', () => {
  const one = facts(100n, 40n);
  expect([isOverdue(one, '2026-03-31'), isOverdue(one, '2026-04-01')]).toEqual([false, true]);
  expect(mayContribution('expire', one, '2026-03-31')).toBe(false);
  expect(isOverdue({ ...one, dueOn: null }, '2099-01-01')).toBe(false);
  expect(isOverdue(facts(100n, 100n), '2026-04-01')).toBe(false);
});

test('whatever the amounts, there is one state, what is waited for is never below zero, and a refund leaves facts a book holds', () => {
  const seen = new Set<string>();
  const amount = fc.bigInt({ min: 0n, max: 4n });
  fc.assert(
    fc.property(
      amount,
      amount,
      amount,
      fc.constantFrom(null, 'CANCELLED', 'EXPIRED'),
      (pledged, received, refunded, closed) => {
        fc.pre(refunded <= received);
        const one = facts(pledged, received, refunded, closed);
        seen.add(contributionState(one));
        expect(contributionDue(one) >= 0n).toBe(true);
        if (mayContribution('refund', one, '2026-04-01'))
          expect(() => contributionState({ ...one, refunded: refunded + 1n })).not.toThrow();
      },
    ),
    { numRuns: 500, seed: 7 },
  );
  expect([...seen].toSorted()).toEqual(contributionStates.toSorted());
});

test.each([
  ['an amount below zero', facts(-1n, 0n)],
  ['more given back than received', facts(100n, 10n, 11n)],
])('%s is no contribution', (_, one) => expect(() => contributionState(one)).toThrow());
