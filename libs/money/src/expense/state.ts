/** The life of an expense (money.md 7). Read a row as: from this state, these steps lead to one of those states; what is not in it is refused. */
const steps = {
  DRAFT: { edit: ['DRAFT'], submit: ['SUBMITTED'], withdraw: ['WITHDRAWN'] },
  SUBMITTED: {
    approve: ['SUBMITTED', 'APPROVED'],
    unapprove: ['SUBMITTED'],
    return: ['RETURNED'],
    reject: ['REJECTED'],
    recall: ['RETURNED'],
    withdraw: ['WITHDRAWN'],
  },
  RETURNED: { edit: ['RETURNED'], submit: ['SUBMITTED'], withdraw: ['WITHDRAWN'] },
  APPROVED: {
    unapprove: ['SUBMITTED', 'APPROVED'],
    recall: ['RETURNED'],
    hold: ['APPROVED'],
    release: ['APPROVED'],
    pay: ['PARTLY_PAID', 'PAID'],
    waive: ['PAID'],
  },
  PARTLY_PAID: {
    hold: ['PARTLY_PAID'],
    release: ['PARTLY_PAID'],
    pay: ['PARTLY_PAID', 'PAID'],
    comeBack: ['APPROVED', 'PARTLY_PAID'],
    waive: ['PAID'],
  },
  PAID: { comeBack: ['APPROVED', 'PARTLY_PAID'] },
  REJECTED: {},
  WITHDRAWN: {},
} as const satisfies Record<string, Record<string, readonly string[]>>;

export type ExpenseState = keyof typeof steps;
type StepsOf<S> = S extends ExpenseState ? keyof (typeof steps)[S] : never;
export type ExpenseStep = StepsOf<ExpenseState>;
export const expenseStates = Object.keys(steps) as readonly ExpenseState[];
export const expenseSteps = [...new Set(Object.values(steps).flatMap((row) => Object.keys(row)))] as ExpenseStep[];

/** What decides where a step with two ends leads. Amounts are minor units of the currency that the expense is booked in. */
export interface StepFacts {
  /** Whether the rule for approval is met after the step. */
  readonly isMet: boolean;
  readonly total: bigint;
  /** Paid and not come back, after the step. */
  readonly paid: bigint;
  /** What the payee has let go of, after the step. */
  readonly waived: bigint;
}

/** Whether a step can be taken in a state at all. */
export function mayStep(state: ExpenseState, step: ExpenseStep): boolean {
  return endsOf(state, step).length > 0;
}

/** The state that a step leads to, or null where it cannot be taken, or would lead where the table knows no way. */
export function expenseAfter(state: ExpenseState, step: ExpenseStep, facts: StepFacts): ExpenseState | null {
  const ends = endsOf(state, step);
  const [only] = ends;
  if (ends.length < 2) return only ?? null;
  const next =
    step === 'approve' || step === 'unapprove' ? (facts.isMet ? 'APPROVED' : 'SUBMITTED') : moneyState(facts);
  return ends.includes(next) ? next : null;
}

/** Where an approved expense stands by what was paid of it and let go of. */
export function moneyState({ total, paid, waived }: Omit<StepFacts, 'isMet'>): 'APPROVED' | 'PARTLY_PAID' | 'PAID' {
  if (paid + waived >= total) return 'PAID';
  return paid > 0n ? 'PARTLY_PAID' : 'APPROVED';
}

function endsOf(state: ExpenseState, step: ExpenseStep): readonly ExpenseState[] {
  const row: Partial<Record<ExpenseStep, readonly ExpenseState[]>> = steps[state];
  return row[step] ?? [];
}
