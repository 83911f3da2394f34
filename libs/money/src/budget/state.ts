/** The life of a budget. Row: in this state, these steps lead to those. A vote that does not pass makes it a draft again. */
const steps = {
  DRAFT: { propose: 'PROPOSED', withdraw: 'WITHDRAWN' },
  PROPOSED: { adopt: 'ADOPTED', return: 'DRAFT' },
  ADOPTED: { end: 'ENDED' },
  ENDED: {},
  WITHDRAWN: {},
} as const satisfies Record<string, Record<string, string>>;
export type BudgetState = keyof typeof steps;
export type BudgetStep = 'propose' | 'withdraw' | 'adopt' | 'return' | 'end';
export const budgetStates = Object.keys(steps) as readonly BudgetState[];

/** The state that a step leads to, or null where the step cannot be taken. */
export function budgetAfter(state: BudgetState, step: BudgetStep): BudgetState | null {
  const next: Partial<Record<BudgetStep, BudgetState>> = steps[state];
  return next[step] ?? null;
}
