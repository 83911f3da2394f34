/** The life of an expense (money.md 7). Read a row as: from this state, these steps lead to those states. */
const steps = {
  DRAFT: { submit: 'SUBMITTED', withdraw: 'WITHDRAWN' },
  SUBMITTED: { approve: 'APPROVED', return: 'RETURNED', reject: 'REJECTED', recall: 'RETURNED', withdraw: 'WITHDRAWN' },
  RETURNED: { submit: 'SUBMITTED', withdraw: 'WITHDRAWN' },
  APPROVED: { pay: 'PAID', recall: 'RETURNED', unapprove: 'SUBMITTED' },
  PAID: {},
  REJECTED: {},
  WITHDRAWN: {},
} as const satisfies Record<string, Record<string, string>>;

export type ExpenseState = keyof typeof steps;
export type ExpenseStep = 'submit' | 'approve' | 'return' | 'reject' | 'recall' | 'withdraw' | 'pay' | 'unapprove';
export const expenseStates = Object.keys(steps) as readonly ExpenseState[];
export const expenseSteps: readonly ExpenseStep[] = [
  'submit',
  'approve',
  'return',
  'reject',
  'recall',
  'withdraw',
  'pay',
  'unapprove',
];

/** The state that a step leads to, or null where the step cannot be taken. `approve` leads on only once the rule is met. */
export function expenseAfter(state: ExpenseState, step: ExpenseStep): ExpenseState | null {
  const next: Partial<Record<ExpenseStep, ExpenseState>> = steps[state];
  return next[step] ?? null;
}
