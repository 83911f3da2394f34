import {
  amountOf,
  bought,
  checkProjects,
  fits,
  projectsOf,
  votesOf,
  type BudgetQuestion,
  type BudgetResult,
  type Project,
} from '../budget.ts';
import { asRecord, standing } from '../election.ts';
import { compareFractions, exactText, plus, minus, type Fraction } from '../fraction.ts';
import type { Method } from '../method.ts';
import { settle, type Pick } from '../ties.ts';

/** A project whose turn came: what it costs, what was left before, and whether that was enough. */
export interface GreedyStep {
  readonly project: string;
  readonly votes: bigint;
  readonly cost: string;
  readonly left: string;
  readonly taken: boolean;
}

export interface GreedyResult extends BudgetResult {
  readonly steps: readonly GreedyStep[];
  readonly lots: readonly (readonly string[])[];
}

/** Most votes first, of equal ones the cheaper; those equal in both together. */
function groupsOf(projects: readonly Project[]): Project[][] {
  const sorted = projects.toSorted((one, other) => {
    if (one.votes !== other.votes) return one.votes > other.votes ? -1 : 1;
    return compareFractions(one.cost, other.cost) < 0n ? -1 : 1;
  });
  const groups: Project[][] = [];
  for (const project of sorted) {
    const last = groups.at(-1);
    const [first] = last ?? [];
    if (first && first.votes === project.votes && compareFractions(first.cost, project.cost) === 0n)
      last!.push(project);
    else groups.push([project]);
  }
  return groups;
}

function run(projects: readonly Project[], budget: Fraction, pick: Pick): { winners: string[]; details: GreedyStep[] } {
  const winners: string[] = [];
  const details: GreedyStep[] = [];
  let spent: Fraction = { a: 0n, b: 1n };
  for (const group of groupsOf(projects)) {
    let left = group;
    while (left.length > 0) {
      const [{ cost, votes }] = left as [Project];
      const isTaken = fits(budget, spent, cost);
      const all = left.reduce((sum, project) => plus(sum, project.cost), { a: 0n, b: 1n });
      const isTie = left.length > 1 && isTaken && !fits(budget, spent, all);
      const next = isTie ? pick(left.map(({ id }) => id)) : left[0]!.id;
      if (next === null) return { winners, details };
      details.push({
        project: next,
        votes,
        cost: exactText(cost),
        left: exactText(minus(budget, spent)),
        taken: isTaken,
      });
      if (isTaken) {
        winners.push(next);
        spent = plus(spent, cost);
      }
      left = left.filter(({ id }) => id !== next);
    }
  }
  return { winners, details };
}

/** Projects by votes, most first, skipping what no longer fits; of equal votes the cheaper, then the tie's order. */
export const pbGreedy: Method<BudgetQuestion, GreedyResult> = {
  check: checkProjects,
  count: (question, votes, hall) => {
    const projects = projectsOf(question, votes);
    const budget = amountOf(question.settings.budget);
    const { winners, tied, details, lots } = settle((pick) => run(projects, budget, pick), hall.tieOrder);
    const decided = standing(question, votes, hall, { winners, tied });
    return {
      ...decided,
      ...bought(projects, decided),
      votes: asRecord(votesOf(question, projects)),
      steps: details,
      lots,
    };
  },
};
