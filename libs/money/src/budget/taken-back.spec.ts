import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expenseStates } from '../expense/state.ts';
import { expenseTakenBack, lineTakenBack, raiseTakenBack } from './taken-back.ts';

const line = (planned: bigint, spent = 0n, advanced = 0n) => ({ planned, spent, advanced });

test.each([
  ['unused', line(400n), { closes: true, planned: 400n, free: 400n }],
  ['spent in part', line(400n, 385n), { closes: true, planned: 400n, free: 15n }],
  ['spent', line(400n, 400n), { closes: true, planned: 400n, free: 0n }],
  ['with an advance out', line(400n, 100n, 50n), { closes: false, planned: 150n, free: 250n }],
])('a line that is %s', (_, of, becomes) => {
  expect(lineTakenBack(of)).toEqual(becomes);
});

test.each([
  ['is left', line(420n, 100n), 20n, { closes: false, planned: 400n, free: 20n }],
  ['is spent in part', line(420n, 410n), 20n, { closes: false, planned: 410n, free: 10n }],
  ['is spent', line(420n, 420n), 20n, { closes: false, planned: 420n, free: 0n }],
  ['is all there is by now', line(20n), 20n, { closes: true, planned: 20n, free: 20n }],
  ['is more than there is by now', line(10n), 20n, { closes: true, planned: 10n, free: 10n }],
])('a raise that %s', (_, of, by, becomes) => {
  expect(raiseTakenBack(of, by)).toEqual(becomes);
});

test('nothing that is spent or out is touched, and what is free is what the fund held of it', () => {
  const amount = fc.bigInt({ min: 0n, max: 10n ** 12n });
  fc.assert(
    fc.property(amount, amount, amount, amount, (spent, advanced, left, by) => {
      const of = line(spent + advanced + left, spent, advanced);
      fc.pre(of.planned > 0n && by > 0n);
      for (const { closes, planned, free } of [lineTakenBack(of), raiseTakenBack(of, by)]) {
        expect(planned).toBeGreaterThan(0n);
        expect(free >= 0n && planned >= spent + advanced).toBe(true);
        expect(free).toBe(closes ? of.planned - spent : of.planned - planned);
        if (closes) expect(advanced).toBe(0n);
      }
    }),
  );
});

test('every state of an expense', () => {
  expect(Object.fromEntries(expenseStates.map((state) => [state, expenseTakenBack(state)]))).toEqual({
    DRAFT: 'waits',
    SUBMITTED: 'waits',
    RETURNED: 'waits',
    APPROVED: 'held',
    PARTLY_PAID: 'held',
    PAID: 'stays',
    REJECTED: 'stays',
    WITHDRAWN: 'stays',
  });
});
