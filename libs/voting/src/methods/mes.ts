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
import { compareFractions, exactText, gcd, over, plus, reduced, type Fraction } from '../fraction.ts';
import type { Method } from '../method.ts';
import { settle, type Fork, type Pick } from '../ties.ts';

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
  readonly budget: Fraction;
  /** By how much the shares rise; null: not at all. */
  readonly increment: Fraction | null;
}

interface Offer {
  readonly project: Project;
  /** The most that one supporter pays. */
  readonly cap: Fraction;
  readonly rho: Fraction;
}

interface Purchases {
  readonly order: readonly string[];
  readonly rho: readonly string[];
}

/** What the voters have left: whole numbers of a unit that becomes finer wherever a price would break it. */
interface Money {
  /** So many units are one of the currency. */
  readonly unit: bigint;
  /** The different amounts, least first. There are few: whoever paid for the same projects has the same. */
  readonly amounts: readonly bigint[];
  /** Which of the amounts each ballot has. */
  readonly held: readonly number[];
}

/** Everybody with the same share, in a unit in which no cost breaks. */
function dealt({ projects, approvals }: Field, share: Fraction): Money {
  const unit = projects.reduce((whole, { cost }) => whole * (cost.b / gcd(whole, cost.b)), share.b);
  return { unit, amounts: [(share.a * unit) / share.b], held: approvals.ballots.map(() => 0) };
}

/** What each supporter pays at most so that all together pay the cost; null: they do not have it. Poorer ones give all they have. */
function capOf({ approvals }: Field, { id, cost, votes }: Project, { unit, amounts, held }: Money): Fraction | null {
  const having = amounts.map(() => 0n);
  for (const at of approvals.supporters.get(id)!) having[held[at]!]! += approvals.ballots[at]!.count;
  let payers = votes;
  let open = (cost.a * unit) / cost.b;
  for (const [level, amount] of amounts.entries()) {
    if (having[level] === 0n) continue;
    if (open <= amount * payers) return reduced({ a: open, b: unit * payers });
    open -= amount * having[level]!;
    payers -= having[level]!;
  }
  return null;
}

/** What is left when the supporters of a project have paid, each at most the cap. */
function paid({ approvals }: Field, { project, cap }: Offer, { unit, amounts, held }: Money): Money {
  const finer = cap.b / gcd(unit, cap.b);
  const price = (cap.a * unit * finer) / cap.b;
  const before = amounts.map((amount) => amount * finer);
  // What others keep, then what is left to supporters: a ballot goes from the one half to the other.
  const after = [...before, ...before.map((amount) => (amount < price ? 0n : amount - price))];
  const places = held.slice();
  for (const at of approvals.supporters.get(project.id)!) places[at]! += amounts.length;
  const left: bigint[] = [];
  const levels = after.map(() => 0);
  for (const place of [...new Set(places)].toSorted((a, b) => (after[a]! < after[b]! ? -1 : 1))) {
    if (left.at(-1) !== after[place]) left.push(after[place]!);
    levels[place] = left.length - 1;
  }
  return { unit: unit * finer, amounts: left, held: places.map((place) => levels[place]!) };
}

/** The cheapest offers. A price never falls, so projects dearer at their last price than the best one need no new one. */
function cheapest(field: Field, money: Money, lastRho: Map<Project, Fraction>): readonly Offer[] {
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

/** Whether it is all the same which of these is bought first: everybody has enough for all of theirs at this price, so that each is bought. */
function isMoot({ approvals }: Field, offers: readonly Offer[], { unit, amounts, held }: Money): boolean {
  const prices = new Map<number, Fraction>();
  for (const { project, cap } of offers)
    for (const at of approvals.supporters.get(project.id)!) prices.set(at, plus(prices.get(at) ?? zero, cap));
  return [...prices].every(([at, price]) => compareFractions(price, { a: amounts[held[at]!]!, b: unit }) <= 0n);
}

interface Details extends Purchases {
  readonly share: Fraction;
}

/** How far a count has come: what was bought with the shares before, with those of now so far, and what can still be, at its last price. */
interface Course {
  readonly before: Details;
  readonly now: Details;
  readonly money: Money;
  readonly lastRho: Map<Project, Fraction>;
}

function begun(field: Field, share: Fraction, before: Details | null): Course {
  const now: Details = { order: [], rho: [], share };
  const lastRho = new Map(field.projects.map((project) => [project, zero]));
  return { before: before ?? now, now, money: dealt(field, share), lastRho };
}

function withBought(field: Field, { now, money, lastRho, before }: Course, offer: Offer): Course {
  lastRho.delete(offer.project);
  const order = [...now.order, offer.project.id];
  return {
    before,
    now: { ...now, order, rho: [...now.rho, exactText(offer.rho)] },
    money: paid(field, offer, money),
    lastRho,
  };
}

/** All on which the winners of a count still depend. */
function keyOf({ before, now, money: { unit, amounts, held } }: Course): string {
  const left = amounts.map((a) => exactText({ a, b: unit }));
  return [exactText(now.share), before.order.toSorted(), now.order.toSorted(), left, held].join(' ');
}

/** The offer that is taken: the only one, or that of a tie; undefined where nobody says which. */
function taken(field: Field, offers: readonly Offer[], course: Course, pick: Pick): Offer | undefined {
  if (offers.length === 1) return offers[0];
  const by = (id: string | null): Offer | undefined => offers.find(({ project }) => project.id === id);
  const ids = offers.map(({ project }) => project.id).toSorted();
  const fork = (): Fork => {
    const lastRho = new Map(course.lastRho);
    return {
      key: keyOf(course),
      goOn: (id, next) => run(field, withBought(field, { ...course, lastRho: new Map(lastRho) }, by(id)!), next),
    };
  };
  return by(pick(ids, isMoot(field, offers, course.money), fork));
}

/** Buys with equal shares; then, where asked for, with shares raised until nothing more would fit, or to just before more than there is would be spent. */
function run(field: Field, from: Course, pick: Pick): { winners: readonly string[]; details: Details } {
  const { budget, increment } = field;
  for (let course = from; ;) {
    const offers = cheapest(field, course.money, course.lastRho);
    const offer = offers.length === 0 ? undefined : taken(field, offers, course, pick);
    if (offer) {
      course = withBought(field, course, offer);
      continue;
    }
    const { before, now } = course;
    const spent = costOf(field.projects, now.order);
    if (!fits(budget, spent, zero)) return { winners: before.order, details: before };
    const isExhaustive = field.projects.every(({ id, cost }) => now.order.includes(id) || !fits(budget, spent, cost));
    if (increment === null || offers.length > 0 || isExhaustive) return { winners: now.order, details: now };
    course = begun(field, plus(now.share, increment), now);
  }
}

/** The method of equal shares (Peters and Skowron): everybody has the same part of the money and pays for what they approve of. */
export const mes: Method<EqualSharesQuestion, EqualSharesResult> = {
  check: checkProjects,
  count: (question, votes, hall) => {
    const { satisfaction, increment } = question.settings;
    const budget = amountOf(question.settings.budget);
    const projects = projectsOf(question, votes);
    const raise = increment === null ? zero : amountOf(increment);
    const field: Field = {
      projects,
      approvals: approvalsOf({ ...question, settings: { seats: projects.length } }, votes),
      // Who approves of nothing has a share too, and spends none of it; who abstains has none.
      voters: votes.reduce((sum, { choice, count }) => ('options' in choice ? sum + count : sum), 0n),
      satisfaction,
      budget,
      increment: raise.a === 0n ? null : raise,
    };
    const share = field.voters === 0n ? zero : reduced({ a: budget.a, b: budget.b * field.voters });
    const { winners, tied, details, lots } = settle(
      (pick) => run(field, begun(field, share, null), pick),
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
