import type { Choice, ChoiceFault } from './ballot.ts';
import { zeros } from './election.ts';
import { checkApprovals } from './committees.ts';
import { compareFractions, exactText, minus, plus, rationalOf, type Fraction } from './fraction.ts';
import type { Question, Vote } from './method.ts';
import type { Standing } from './election.ts';
import { scoresOf } from './methods/plurality.ts';
import type { Seating } from './ties.ts';

/** Projects with their costs, and the money there is: exact text in currency units ("12", "12.50", "25/2"). */
export interface Purse {
  readonly costs: Readonly<Record<string, string>>;
  readonly budget: string;
}

export type BudgetQuestion<More = unknown> = Question<Purse & More>;

/** What is paid for, and what that costs. Where a tie is reported, only what is paid for in every order. */
export interface BudgetResult extends Standing {
  readonly selected: readonly string[];
  readonly total_cost: string;
  readonly votes: Readonly<Record<string, bigint>>;
}

/** A project that has a vote. */
export interface Project {
  readonly id: string;
  readonly cost: Fraction;
  readonly votes: bigint;
}

/** An amount of the rules; throws for text that is none, or for one below nothing. */
export function amountOf(text: string | undefined): Fraction {
  const amount = text === undefined ? null : rationalOf(text);
  if (!amount || amount.a < 0n) throw new Error(`not an amount: ${text}`);
  return amount;
}

/** The projects that somebody approves, by id: nothing else is ever paid for. */
export function projectsOf({ options, settings }: BudgetQuestion, votes: readonly Vote[]): readonly Project[] {
  const approvals = scoresOf(options, votes);
  return [...approvals.keys()]
    .toSorted()
    .filter((id) => approvals.get(id)! > 0n)
    .map((id) => ({ id, cost: amountOf(settings.costs[id]), votes: approvals.get(id)! }));
}

/** The votes of every project that stands. */
export function votesOf({ options }: BudgetQuestion, projects: readonly Project[]): Map<string, bigint> {
  return new Map([...zeros(options), ...projects.map(({ id, votes }): [string, bigint] => [id, votes])]);
}

/** Why a set of projects cannot be taken, or null. Who approves of none says so, and keeps their share. */
export function checkProjects(question: BudgetQuestion, choice: Choice): ChoiceFault | null {
  return checkApprovals(question, choice, 0);
}

/** What some projects cost together. */
export function costOf(projects: readonly Project[], ids: readonly string[]): Fraction {
  return projects.filter(({ id }) => ids.includes(id)).reduce((sum, { cost }) => plus(sum, cost), { a: 0n, b: 1n });
}

/** Whether an amount still fits beside another into the budget. */
export function fits(budget: Fraction, spent: Fraction, cost: Fraction): boolean {
  return compareFractions(cost, minus(budget, spent)) <= 0n;
}

/** What is certainly paid for, and its cost. */
export function bought(
  projects: readonly Project[],
  { winners, tied }: Seating,
): { selected: string[]; total_cost: string } {
  const selected = winners.filter((id) => !tied.includes(id)).toSorted();
  return { selected, total_cost: exactText(costOf(projects, selected)) };
}
