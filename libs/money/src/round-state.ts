/** The life of a budget round. Row: from this state, these steps lead to those. */
const roundSteps = {
  proposing: { allot: 'allotting', callOff: 'called_off' },
  allotting: { close: 'closed', callOff: 'called_off' },
  closed: {},
  called_off: {},
} as const satisfies Record<string, Record<string, string>>;
export type RoundState = keyof typeof roundSteps;
export type RoundStep = 'allot' | 'close' | 'callOff';
export const roundStates = Object.keys(roundSteps) as readonly RoundState[];

/** The state that a step leads to, or null where the step cannot be taken. */
export function roundAfter(state: RoundState, step: RoundStep): RoundState | null {
  const next: Partial<Record<RoundStep, RoundState>> = roundSteps[state];
  return next[step] ?? null;
}

/** The most that one round shares out, in minor units: what is given to a bucket still fits the whole numbers of a ballot. */
export const LARGEST_POT = 2_000_000_000n;

export type BucketFault = 'minimum-missing' | 'stretch-below-minimum' | 'over-pot';

/** Why a bucket cannot stand beside a pot, or null. Amounts are minor units of the pot's currency. */
export function bucketFault(of: { minimum: bigint; stretch: bigint; pot: bigint }): BucketFault | null {
  if (of.minimum <= 0n) return 'minimum-missing';
  if (of.stretch < of.minimum) return 'stretch-below-minimum';
  return of.stretch > of.pot ? 'over-pot' : null;
}
