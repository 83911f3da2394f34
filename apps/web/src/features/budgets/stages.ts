import type { BudgetStage, BudgetState } from '../../gql/graphql.ts';
import { dateFormat } from '../../platform/dates.ts';
import { amountText } from '../../platform/money.ts';
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

/** What a budget comes to in words, and whether what is in the fund covers what is not expected to come in. Minor units of one currency. */
export function sumsText(of: { spending: bigint; income: bigint; available: bigint | null; currency: string }): string {
  const text = (minor: bigint): string => amountText({ minor: minor.toString(), currency: of.currency });
  const lacks = of.spending - of.income;
  const said = [say('budgets.spends', { amount: text(of.spending) })];
  if (of.income > 0n) said.push(say('budgets.expects', { amount: text(of.income) }));
  if (lacks > 0n && of.available !== null) {
    const key = lacks > of.available ? 'budgets.moreThanThere' : 'budgets.fromThere';
    said.push(say(key, { amount: text(lacks), available: text(of.available) }));
  }
  return said.join(' ');
}
