import type { Rhythm } from '#libs/money';
import { isDay } from '../../platform/days.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import type { RepeatInput } from './recurring.graphql.ts';

const MOST_AHEAD_YEARS = 2;

/** When something comes back, checked; days are `YYYY-MM-DD`. */
export interface CheckedRepeat {
  readonly every: Rhythm;
  readonly nextOn: string;
  readonly until: string | null;
}

/** Checks when an expense comes back. `known`: a next day that stands already, which may have come. Throws BAD_USER_INPUT naming the field. */
export function checkedRepeat(input: RepeatInput, today: string, known?: string): CheckedRepeat {
  const { every, nextOn, until = null } = input;
  if (!isDay(nextOn)) throw new BadInput('nextOn', 'Say on which day it comes back next.');
  if (nextOn < today && nextOn !== known)
    throw new BadInput('nextOn', 'It comes back from today on. Choose a later day.');
  if (nextOn > `${Number(today.slice(0, 4)) + MOST_AHEAD_YEARS}${today.slice(4)}`)
    throw new BadInput('nextOn', 'Choose a day within two years.');
  if (until !== null && !isDay(until)) throw new BadInput('until', 'Write the day as 2026-03-31.');
  if (until !== null && until < nextOn)
    throw new BadInput('until', 'It would end before it comes back. Choose a later day, or none.');
  return { every, nextOn, until };
}
