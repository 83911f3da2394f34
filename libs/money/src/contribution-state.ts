/** What is known of a promise of money (money.md 8): amounts in minor units of one currency, days as `YYYY-MM-DD`. */
export interface ContributionFacts {
  /** What was promised; 0 where money came without a promise. */
  readonly pledged: bigint;
  readonly received: bigint;
  readonly refunded: bigint;
  readonly dueOn: string | null;
  /** Why no more is waited for: its giver or the treasurer cancelled it, or the grace period is over. */
  readonly closed: 'CANCELLED' | 'EXPIRED' | null;
}

/**
 * The life of a contribution. Read a row as: what is true of the facts makes this state, in which these steps can be taken. The first row
 * that holds is the state, so that nothing is stored which the book knows better; money that came too late still counts as received.
 */
const states = {
  REFUNDED: { holds: (f) => f.received > 0n && f.refunded === f.received, steps: [] },
  PARTLY_REFUNDED: { holds: (f) => f.refunded > 0n, steps: ['refund'] },
  RECEIVED: { holds: (f) => f.received > 0n && f.received >= f.pledged, steps: ['refund'] },
  CANCELLED: { holds: (f) => f.closed === 'CANCELLED' || isTakenBack(f), steps: ['receive', 'refund'] },
  EXPIRED: { holds: (f) => f.closed === 'EXPIRED', steps: ['receive', 'refund'] },
  PARTLY_RECEIVED: { holds: (f) => f.received > 0n, steps: ['receive', 'refund', 'cancel', 'expire'] },
  PLEDGED: { holds: () => true, steps: ['receive', 'cancel', 'expire'] },
} as const satisfies Record<
  string,
  { readonly holds: (facts: ContributionFacts) => boolean; readonly steps: readonly string[] }
>;

export type ContributionState = keyof typeof states;
export type ContributionStep = (typeof states)[ContributionState]['steps'][number];
export const contributionStates = Object.keys(states) as readonly ContributionState[];

/** Whether money came without a promise, and the entry of it was taken back: nothing is left of it, and nothing is waited for. */
function isTakenBack({ pledged, received }: ContributionFacts): boolean {
  return pledged === 0n && received === 0n;
}

/** The state that the facts make. Throws for facts that no book holds: amounts below zero, or more refunded than received. */
export function contributionState(facts: ContributionFacts): ContributionState {
  const { pledged, received, refunded } = facts;
  if (pledged < 0n || received < 0n || refunded < 0n) throw new Error('an amount is below zero');
  if (refunded > received) throw new Error('more was refunded than received');
  return contributionStates.find((state) => states[state].holds(facts))!;
}

/** Whether a step can be taken. Nothing is refunded that did not come, and a promise expires only after its due day. */
export function mayContribution(step: ContributionStep, facts: ContributionFacts, today: string): boolean {
  const steps: readonly ContributionStep[] = states[contributionState(facts)].steps;
  if (!steps.includes(step)) return false;
  if (step === 'refund') return facts.received > facts.refunded;
  return step !== 'expire' || isOverdue(facts, today);
}

/** What is still waited for: nothing once it is closed or given back. */
export function contributionDue(facts: ContributionFacts): bigint {
  return waiting.has(contributionState(facts)) ? facts.pledged - facts.received : 0n;
}

/** Whether something is still waited for after the day on which it was due. */
export function isOverdue(facts: ContributionFacts, today: string): boolean {
  return facts.dueOn !== null && facts.dueOn < today && contributionDue(facts) > 0n;
}

const waiting: ReadonlySet<ContributionState> = new Set(['PLEDGED', 'PARTLY_RECEIVED']);
