/** What an option of a stance vote means for the count. A block is also a no. */
export const roles = ['yes', 'abstain', 'no', 'block'] as const;
export type Role = (typeof roles)[number];

/** Something to vote for. A withdrawn option stays in the rules, but what ballots say of it is void. */
export interface Option {
  readonly id: string;
  readonly withdrawn?: boolean;
}

/** An option of a stance vote, with the role that the count gives it. */
export interface StanceOption extends Option {
  readonly role: Role;
}

/** One elector's answer, in the shape that the method asks for; or an abstention, which every method takes. */
export type Choice =
  | { readonly option: string }
  | { readonly options: readonly string[] }
  | { readonly points: { readonly [option: string]: number } }
  | { readonly ranking: readonly (readonly string[])[] }
  | { readonly answers: { readonly [option: string]: 'yes' | 'maybe' | 'no' } }
  | { readonly abstain: true };

/**
 * Equal ballots as one: how many (1 where absent) and what they say; null was taken back and counts as silent.
 * The objection that comes with a block is open unless it was ruled out.
 */
export interface Ballot {
  readonly choice: Choice | null;
  readonly count?: bigint;
  /** How many of them were cast by delegation (none where absent): they count towards the quorum only where the rules say so. */
  readonly delegated?: bigint;
  readonly objection?: 'open' | 'ruled_out';
}

/** Why a choice cannot be taken. `WRONG_SHAPE`: it answers another kind of question. */
export const choiceFaults = [
  'WRONG_SHAPE',
  'OPTION_UNKNOWN',
  'OPTION_WITHDRAWN',
  'TOO_FEW',
  'TOO_MANY',
  'SCORE_RANGE',
  'DOTS_EXCEEDED',
  'DOTS_UNSPENT',
  'RANK_DUPLICATE',
  'RANK_TIED',
  'OVER_SHARE',
  'OVER_STRETCH',
] as const;
export type ChoiceFault = (typeof choiceFaults)[number];

export const reasonFaults = ['REASON_REFUSED', 'REASON_REQUIRED', 'REASON_TOO_LONG'] as const;
export type ReasonFault = (typeof reasonFaults)[number];

/** Why a ballot cannot be taken. */
export type BallotFault = ChoiceFault | ReasonFault;

/** When an answer must, may or cannot come with words. */
export const reasonModes = ['off', 'optional', 'required', 'required_for_no_and_block', 'required_for_block'] as const;
export type ReasonMode = (typeof reasonModes)[number];

/** The longest reason, in characters (code points). */
export const REASON_MAX = 2000;

/** Whether an answer of this role must say why. Answers without a role (a ranking, points) pass null. */
export function isReasonRequired(mode: ReasonMode, role: Role | null): boolean {
  switch (mode) {
    case 'off':
    case 'optional':
      return false;
    case 'required':
      return true;
    case 'required_for_no_and_block':
      return role === 'no' || role === 'block';
    case 'required_for_block':
      return role === 'block';
  }
}

/** Why the words beside an answer cannot be taken, or null. Blank words are none. */
export function checkReason(mode: ReasonMode, role: Role | null, reason: string | null): ReasonFault | null {
  const words = (reason ?? '').trim();
  if (words === '') return isReasonRequired(mode, role) ? 'REASON_REQUIRED' : null;
  if (mode === 'off') return 'REASON_REFUSED';
  return Array.from(words).length > REASON_MAX ? 'REASON_TOO_LONG' : null;
}

/** Why an option cannot be named on a ballot, or null. */
export function checkOption(options: readonly Option[], id: string): 'OPTION_UNKNOWN' | 'OPTION_WITHDRAWN' | null {
  const option = options.find((one) => one.id === id);
  if (!option) return 'OPTION_UNKNOWN';
  return option.withdrawn ? 'OPTION_WITHDRAWN' : null;
}
