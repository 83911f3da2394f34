import type { BudgetStage, BudgetState } from '../../gql/graphql.ts';
import { dateFormat } from '../../platform/dates.ts';
import { say } from '../../platform/words.ts';
import type { ChipTone } from '../../ui/index.ts';

const states: Readonly<Record<BudgetState, ChipTone>> = {
  DRAFT: 'plain',
  PROPOSED: 'wait',
  ADOPTED: 'done',
  ENDED: 'quiet',
  WITHDRAWN: 'quiet',
};
const stages: Readonly<Record<BudgetStage, ChipTone>> = {
  OPEN: 'done',
  WAITING: 'wait',
  CLOSED: 'quiet',
  DROPPED: 'quiet',
};

/** How the chip of a budget looks. */
export const stateTone = (state: BudgetState): ChipTone => states[state];

/** How the chip of one of its lines looks. */
export const stageTone = (stage: BudgetStage): ChipTone => stages[stage];

const day = (of: string): string =>
  dateFormat({ day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${of}T00:00:00Z`));

/** The days of a budget: "1 January 2027 to 31 December 2027." */
export function spanText({ from, until }: { readonly from: string; readonly until: string }): string {
  return say('budgets.span', { from: day(from), until: day(until) });
}

/** One day of it. */
export const dayText = day;
