import {
  amountOf,
  bought,
  checkProjects,
  costOf,
  fits,
  projectsOf,
  votesOf,
  type BudgetQuestion,
  type BudgetResult,
  type Project,
} from '../budget.ts';
import { approvalsOf, type Approvals } from '../committees.ts';
import { asRecord, standing } from '../election.ts';
import { compareFractions, exactText, minus, over, plus, reduced, times, type Fraction } from '../fraction.ts';
import type { Method } from '../method.ts';
import { settle, type Pick } from '../ties.ts';

/** What a project is worth to whoever approves it, and by how much the shares rise until the money is used (null: not at all). */
export type EqualSharesQuestion = BudgetQuestion<{
  readonly satisfaction: 'cost' | 'cardinality';
  readonly increment: string | null;
}>;

/** The projects in the order in which they were bought, the price of a unit of satisfaction each, ties that an order settled, and the share of each voter. */
export interface EqualSharesResult extends BudgetResult {
  readonly order: readonly string[];
  readonly rho: readonly string[];
  readonly ties: readonly (readonly string[])[];
  readonly share: string;
}

const zero: Fraction = { a: 0n, b: 1n };

/** What a count knows of before its first purchase. */
interface Field {
  readonly projects: readonly Project[];
  readonly approvals: Approvals;
  readonly voters: bigint;
  readonly satisfaction: 'cost' | 'cardinality';
}

interface Offer {
  readonly project: Project;
  /** The most that one supporter pays. */
  readonly cap: Fraction;
  readonly rho: Fraction;
}

interface Purchases {
  readonly order: string[];
  readonly rho: string[];
}

/** What each supporter pays at most so that all together pay the cost; null: they do not have it. Poorer ones give all they have. */
function capOf({ approvals }: Field, { id, cost }: Project, money: readonly Fraction[]): Fraction | null {
  const behind = approvals.supporters
    .get(id)!
    .toSorted((a, b) => (compareFractions(money[a]!, money[b]!) < 0n ? -1 : 1));
  let payers = behind.reduce((sum, at) => sum + approvals.ballots[at]!.count, 0n);
  let open = cost;
  for (const at of behind) {
    const cap = reduced({ a: open.a, b: open.b * payers });
    if (compareFractions(cap, money[at]!) <= 0n) return cap;
    const { count } = approvals.ballots[at]!;
    open = minus(open, times(money[at]!, { a: count, b: 1n }));
    payers -= count;
  }
  return null;
}

/** The cheapest offers. A price never falls, so projects dearer at their last price than the best one need no new one. */
function cheapest(field: Field, money: readonly Fraction[], lastRho: Map<Project, Fraction>): readonly Offer[] {
  let best: Offer[] = [];
  for (const [project, last] of [...lastRho].toSorted(([, a], [, b]) => (compareFractions(a, b) < 0n ? -1 : 1))) {
    if (best[0] && compareFractions(last, best[0].rho) > 0n) break;
    const cap = capOf(field, project, money);
    if (cap === null) {
      lastRho.delete(project);
      continue;
    }
    const rho = field.satisfaction === 'cost' && project.cost.a > 0n ? over(cap, project.cost) : cap;
    lastRho.set(project, rho);
    const order = best[0] ? compareFractions(rho, best[0].rho) : -1n;
    if (order < 0n) best = [{ project, cap, rho }];
    else if (order === 0n) best.push({ project, cap, rho });
  }
  return best;
}

function buyAll(field: Field, share: Fraction, pick: Pick): Purchases & { readonly isOpen: boolean } {
  const { approvals, projects } = field;
  const money = approvals.ballots.map(() => share);
  const lastRho = new Map(projects.map((project) => [project, zero]));
  const done: Purchases = { order: [], rho: [] };
  for (;;) {
    const offers = cheapest(field, money, lastRho);
    if (offers.length === 0) return { ...done, isOpen: false };
    const next = offers.length === 1 ? offers[0]!.project.id : pick(offers.map(({ project }) => project.id).toSorted());
    const offer = offers.find(({ project }) => project.id === next);
    if (!offer) return { ...done, isOpen: true };
    for (const at of approvals.supporters.get(offer.project.id)!)
      money[at] = compareFractions(money[at]!, offer.cap) < 0n ? zero : minus(money[at]!, offer.cap);
    lastRho.delete(offer.project);
    done.order.push(offer.project.id);
    done.rho.push(exactText(offer.rho));
  }
}

interface Details extends Purchases {
  readonly share: Fraction;
}

/** Buys with equal shares; then, where asked for, with shares raised until nothing more would fit, or to just before more than there is would be spent. */
function run(
  field: Field,
  budget: Fraction,
  increment: Fraction | null,
  pick: Pick,
): { winners: readonly string[]; details: Details } {
  let share = field.voters === 0n ? zero : reduced({ a: budget.a, b: budget.b * field.voters });
  let before: Details = { order: [], rho: [], share };
  for (;;) {
    const { isOpen, ...purchases } = buyAll(field, share, pick);
    const now: Details = { ...purchases, share };
    const spent = costOf(field.projects, now.order);
    if (!fits(budget, spent, zero)) return { winners: before.order, details: before };
    const isExhaustive = field.projects.every(({ id, cost }) => now.order.includes(id) || !fits(budget, spent, cost));
    if (increment === null || isOpen || isExhaustive) return { winners: now.order, details: now };
    before = now;
    share = plus(share, increment);
  }
}

/** The method of equal shares (Peters and Skowron): everybody has the same part of the money and pays for what they approve of. */
export const mes: Method<EqualSharesQuestion, EqualSharesResult> = {
  check: checkProjects,
  count: (question, votes, hall) => {
    const { satisfaction, increment, budget } = question.settings;
    const projects = projectsOf(question, votes);
    const field: Field = {
      projects,
      approvals: approvalsOf({ ...question, settings: { seats: projects.length } }, votes),
      // Who approves of nothing has a share too, and spends none of it; who abstains has none.
      voters: votes.reduce((sum, { choice, count }) => ('options' in choice ? sum + count : sum), 0n),
      satisfaction,
    };
    const raise = increment === null ? zero : amountOf(increment);
    const { winners, tied, details, lots } = settle(
      (pick) => run(field, amountOf(budget), raise.a === 0n ? null : raise, pick),
      hall.tieOrder,
    );
    const decided = standing(question, votes, hall, { winners, tied });
    return {
      ...decided,
      ...bought(projects, decided),
      votes: asRecord(votesOf(question, projects)),
      order: details.order,
      rho: details.rho,
      ties: lots,
      share: exactText(details.share),
    };
  },
};
