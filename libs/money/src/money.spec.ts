import { expect, test } from 'vitest';
import { expenseAfter, mayNotApprove, mayNotPay, unmetApproval, type ApprovalRules } from './index.ts';

test.each([
  ['SUBMITTED', 'approve', 'APPROVED'],
  ['APPROVED', 'pay', 'PAID'],
  ['SUBMITTED', 'pay', null],
  ['PAID', 'pay', null],
  ['PAID', 'recall', null],
  ['REJECTED', 'submit', null],
  ['APPROVED', 'recall', 'RETURNED'],
] as const)('an expense in %s, on %s, becomes %s', (state, step, next) => expect(expenseAfter(state, step)).toBe(next));

const rules: ApprovalRules = {
  bands: [
    { upTo: 5000n, approvals: 1 },
    { upTo: 50_000n, approvals: 2 },
  ],
  onDecidedLine: { approvals: 1 },
  by: ['treasurer', 'steward'],
  selfApproval: false,
  payerMayBeOnlyApprover: false,
};
const facts = { authorId: 'a', payeeId: 'a', total: 38_550n, lineLeft: 40_000n, approvals: [] };
const treasurer = { personId: 't', duties: ['treasurer'] };

test('one approval is enough on a decided line, two beside it, none above the bands', () => {
  expect(unmetApproval(rules, facts)).toEqual([{ code: 'needs-approvals', missing: 1 }]);
  expect(unmetApproval(rules, { ...facts, approvals: [treasurer] })).toEqual([]);
  expect(unmetApproval(rules, { ...facts, lineLeft: null, approvals: [treasurer] })).toEqual([
    { code: 'needs-approvals', missing: 1 },
  ]);
  expect(unmetApproval(rules, { ...facts, lineLeft: null, total: 50_001n })).toEqual([
    { code: 'needs-decision', above: 50_000n },
  ]);
  expect(unmetApproval(rules, { ...facts, total: 42_000n })).toEqual([{ code: 'over-line', left: 40_000n }]);
});

test('nobody approves their own, counts twice, or counts without the duty', () => {
  expect(mayNotApprove(rules, facts, { personId: 'a', duties: ['treasurer'] })).toEqual({ code: 'own-expense' });
  expect(mayNotApprove(rules, facts, { personId: 'm', duties: [] })).toMatchObject({ code: 'no-duty' });
  expect(mayNotApprove(rules, { ...facts, approvals: [treasurer] }, treasurer)).toEqual({ code: 'approved-already' });
  expect(mayNotApprove(rules, facts, treasurer)).toBeNull();
  expect(
    unmetApproval(rules, {
      ...facts,
      approvals: [
        { personId: 'x', duties: [] },
        { personId: 'a', duties: ['steward'] },
      ],
    }),
  ).toHaveLength(1);
});

test('the payer is neither the payee nor the only approver', () => {
  expect(mayNotPay(rules, { ...facts, approvals: [treasurer] }, 't')).toEqual({ code: 'only-approver' });
  expect(mayNotPay(rules, { ...facts, approvals: [{ personId: 's', duties: ['steward'] }] }, 't')).toBeNull();
  expect(mayNotPay(rules, facts, 'a')).toEqual({ code: 'own-expense' });
});
