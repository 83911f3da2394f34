import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  expenseAfter,
  type ExpenseState,
  expenseStates,
  type ExpenseStep,
  expenseSteps,
  mayStep,
  moneyState,
} from '../index.ts';

/** The table of money.md 7 as it stands there: what a step leads to, with nothing, a part, and all of 100 paid. */
const table: Readonly<Record<string, string>> = {
  'DRAFT edit': 'DRAFT DRAFT DRAFT',
  'DRAFT submit': 'SUBMITTED SUBMITTED SUBMITTED',
  'DRAFT withdraw': 'WITHDRAWN WITHDRAWN WITHDRAWN',
  'RETURNED edit': 'RETURNED RETURNED RETURNED',
  'RETURNED submit': 'SUBMITTED SUBMITTED SUBMITTED',
  'RETURNED withdraw': 'WITHDRAWN WITHDRAWN WITHDRAWN',
  'SUBMITTED approve': 'APPROVED APPROVED APPROVED',
  'SUBMITTED unapprove': 'SUBMITTED SUBMITTED SUBMITTED',
  'SUBMITTED return': 'RETURNED RETURNED RETURNED',
  'SUBMITTED reject': 'REJECTED REJECTED REJECTED',
  'SUBMITTED recall': 'RETURNED RETURNED RETURNED',
  'SUBMITTED withdraw': 'WITHDRAWN WITHDRAWN WITHDRAWN',
  'APPROVED unapprove': 'APPROVED APPROVED APPROVED',
  'APPROVED recall': 'RETURNED RETURNED RETURNED',
  'APPROVED hold': 'APPROVED APPROVED APPROVED',
  'APPROVED release': 'APPROVED APPROVED APPROVED',
  'APPROVED pay': '- PARTLY_PAID PAID',
  'APPROVED waive': 'PAID PAID PAID',
  'PARTLY_PAID hold': 'PARTLY_PAID PARTLY_PAID PARTLY_PAID',
  'PARTLY_PAID release': 'PARTLY_PAID PARTLY_PAID PARTLY_PAID',
  'PARTLY_PAID pay': '- PARTLY_PAID PAID',
  'PARTLY_PAID comeBack': 'APPROVED PARTLY_PAID -',
  'PARTLY_PAID waive': 'PAID PAID PAID',
  'PAID comeBack': 'APPROVED PARTLY_PAID -',
};
const cells = expenseStates.flatMap((state) => expenseSteps.map((step) => [state, step] as const));

test.each(cells)('in %s, %s leads where the table says, and nowhere else', (state, step) => {
  const ends = [0n, 40n, 100n].map(
    (paid) => expenseAfter(state, step, { isMet: true, total: 100n, paid, waived: 0n }) ?? '-',
  );
  expect(ends.join(' ')).toBe(table[`${state} ${step}`] ?? '- - -');
  expect(mayStep(state, step)).toBe(`${state} ${step}` in table);
});

test('an approval that is not enough leaves it waiting, and one taken back sends it there', () => {
  const unmet = { isMet: false, total: 100n, paid: 0n, waived: 0n };
  expect(expenseAfter('SUBMITTED', 'approve', unmet)).toBe('SUBMITTED');
  expect(expenseAfter('APPROVED', 'unapprove', unmet)).toBe('SUBMITTED');
});

test('whatever order the steps come in, it is paid only when nothing is owed, and what has ended stays', () => {
  const step = fc.constantFrom<ExpenseStep>(...expenseSteps);
  const run = fc.array(fc.tuple(step, fc.bigInt({ min: 0n, max: 120n }), fc.boolean()), { maxLength: 40 });
  fc.assert(
    fc.property(run, (taken) => {
      let state: ExpenseState = 'DRAFT';
      let [paid, waived] = [0n, 0n];
      for (const [name, amount, isMet] of taken) {
        const money = {
          paid: name === 'pay' ? paid + amount : name === 'comeBack' ? paid - amount : paid,
          waived: name === 'waive' ? 100n - paid : waived,
        };
        if (money.paid < 0n || money.paid + money.waived > 100n) continue;
        const next = expenseAfter(state, name, { isMet, total: 100n, ...money });
        if (next === null) continue;
        expect(['REJECTED', 'WITHDRAWN']).not.toContain(state);
        [state, paid, waived] = [next, money.paid, money.waived];
        if (state === 'SUBMITTED' || state === 'RETURNED') waived = 0n;
        if (state === 'APPROVED' || state === 'PARTLY_PAID' || state === 'PAID')
          expect(state).toBe(moneyState({ total: 100n, paid, waived }));
        else expect(paid).toBe(0n);
      }
    }),
  );
});
