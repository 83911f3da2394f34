import {
  approvalsOf,
  checkApprovals,
  committeeResult,
  seatingOf,
  type Approvals,
  type Committee,
  type CommitteeQuestion,
  type CommitteeResult,
} from '../committees.ts';
import { exactText, gcd } from '../fraction.ts';
import type { Method } from '../method.ts';

/** How many committees are compared at most. */
const MOST = 200_000n;

/** How many committees of so many seats there are. */
export function committeesOf(options: number, seats: number): bigint {
  let ways = 1n;
  for (let place = 1n; place <= BigInt(seats); place += 1n) ways = (ways * (BigInt(options) - place + 1n)) / place;
  return ways;
}

/** Whether there are more committees than can be compared. */
export function isTooManyForPav(options: number, seats: number): boolean {
  return seats < options && committeesOf(options, seats < options - seats ? seats : options - seats) > MOST;
}

/** The least common multiple of 1 to n, so that every share of a ballot is whole. */
function commonMultiple(n: number): bigint {
  let multiple = 1n;
  for (let k = 2n; k <= BigInt(n); k += 1n) multiple *= k / gcd(multiple, k);
  return multiple;
}

interface Best {
  score: bigint;
  committees: Committee[];
}

/** Tries every committee, except where even the best of what could still join falls short of the best so far. */
function search({ ids, ballots, supporters, seats }: Approvals, unit: bigint): Best {
  const order = ids.toSorted((a, b) => supporters.get(b)!.length - supporters.get(a)!.length);
  const members: string[] = [];
  const seated = ballots.map(() => 0n);
  const best: Best = { score: -1n, committees: [] };
  const gainOf = (id: string): bigint =>
    supporters.get(id)!.reduce((sum, at) => sum + (ballots[at]!.count * unit) / (seated[at]! + 1n), 0n);
  /** What the seats that are left could add at most: nobody's gain grows as others join. */
  const mostFrom = (from: number): bigint =>
    order
      .slice(from)
      .map(gainOf)
      .toSorted((a, b) => (a > b ? -1 : 1))
      .slice(0, seats - members.length)
      .reduce((sum, gain) => sum + gain, 0n);
  const extend = (from: number, score: bigint): void => {
    if (members.length === seats) {
      if (score > best.score) Object.assign(best, { score, committees: [] });
      if (score === best.score) best.committees.push([...members]);
      return;
    }
    if (order.length - from < seats - members.length || score + mostFrom(from) < best.score) return;
    for (const [at, id] of order.slice(from).entries()) {
      const gain = gainOf(id);
      members.push(id);
      for (const ballot of supporters.get(id)!) seated[ballot]! += 1n;
      extend(from + at + 1, score + gain);
      for (const ballot of supporters.get(id)!) seated[ballot]! -= 1n;
      members.pop();
    }
  };
  extend(0, 0n);
  return best;
}

/** The committee that an order takes: with the first named if any has it, of those the one with the next, and so on. */
function byOrder(committees: readonly Committee[], tieOrder: readonly string[]): Committee {
  let left = committees;
  for (const id of tieOrder) {
    const having = left.filter((committee) => committee.includes(id));
    if (having.length > 0) left = having;
  }
  return left[0]!;
}

/** Proportional approval voting (Thiele): a ballot with k members counts 1 + 1/2 + … + 1/k; the committee with the highest sum wins. */
export const pav: Method<CommitteeQuestion, CommitteeResult> = {
  check: (question, choice) => checkApprovals(question, choice),
  count: (question, votes, hall) => {
    const approvals = approvalsOf(question, votes);
    if (isTooManyForPav(approvals.ids.length, approvals.seats)) throw new Error('too many committees to compare');
    const unit = commonMultiple(approvals.seats);
    const { score, committees } = search(approvals, unit);
    const seated = seatingOf(approvals, committees, hall.tieOrder && byOrder(committees, hall.tieOrder));
    return {
      ...committeeResult(question, votes, hall, { approvals, every: committees, seated }),
      score: exactText({ a: score, b: unit }),
    };
  },
};
