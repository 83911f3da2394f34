import { decisive, ranksOf, standing, zeros, type Standing } from '../election.ts';
import { decimalText, fractionOf, rationalOf, type Fraction } from '../fraction.ts';
import { checkStrictRanking } from '../gregory.ts';
import type { Method, Question, Vote } from '../method.ts';
import { settle, type Pick } from '../ties.ts';

/** Strict rankings, for one seat or more. `omega` is the surplus below which a round is done ("0.000001" in the reference rule). */
export type MeekQuestion = Question<{ readonly seats: number; readonly omega: string }>;

/** How an iteration ended, and who was elected (so far) and defeated by it. Values are exact decimals with at most nine places. */
export interface MeekRound {
  readonly status: 'elected' | 'omega' | 'stable';
  readonly quota: string;
  readonly votes: Readonly<Record<string, string>>;
  readonly surplus: string;
  readonly keep: Readonly<Record<string, string>>;
  readonly elected: readonly string[];
  readonly defeated: string | null;
}

/** The rounds of the count, and the ties that an order settled. */
export interface MeekResult extends Standing {
  readonly rounds: readonly MeekRound[];
  readonly elected_order: readonly string[];
  readonly ties: readonly (readonly string[])[];
}

const PLACES = 9;
/** Votes in billionths. */
const ONE = 1_000_000_000n;

interface Paper {
  readonly prefs: readonly string[];
  readonly count: bigint;
}

/** A count on its way; keep factors are those of the options not defeated. */
interface Count {
  readonly papers: readonly Paper[];
  readonly seats: number;
  readonly omega: Fraction;
  readonly hopeful: Set<string>;
  readonly elected: string[];
  readonly keep: Map<string, bigint>;
  readonly rounds: MeekRound[];
}

const up = (a: bigint, b: bigint): bigint => (a + b - 1n) / b;
const sum = (values: Iterable<bigint>): bigint => [...values].reduce((total, value) => total + value, 0n);
const texts = (values: ReadonlyMap<string, bigint>): Record<string, string> =>
  Object.fromEntries([...values].map(([id, value]) => [id, decimalText(value, PLACES)]));

/** Each option keeps its factor of what reaches it, rounded up, and the rest of the paper goes on. */
function distribute({ papers, keep }: Count): Map<string, bigint> {
  const votes = new Map([...keep.keys()].map((id) => [id, 0n]));
  for (const { prefs, count } of papers) {
    let left = ONE;
    for (const id of prefs) {
      const factor = keep.get(id);
      if (factor === undefined) continue;
      const kept = up(left * factor, ONE);
      votes.set(id, votes.get(id)! + kept * count);
      left -= kept;
      if (left === 0n) break;
    }
  }
  return votes;
}

interface Iteration {
  readonly status: MeekRound['status'];
  readonly quota: bigint;
  readonly votes: ReadonlyMap<string, bigint>;
  readonly surplus: bigint;
}

/** Lets the keep factors fall until somebody is elected, hardly any surplus is left, or it no longer falls. */
function iterate(count: Count): Iteration {
  let last = sum(count.papers.map((paper) => paper.count)) * ONE;
  for (;;) {
    const votes = distribute(count);
    const quota = sum(votes.values()) / (BigInt(count.seats) + 1n) + 1n;
    const reached = [...count.hopeful].filter((id) => votes.get(id)! >= quota);
    for (const id of reached) {
      count.hopeful.delete(id);
      count.elected.push(id);
    }
    const over = sum(count.elected.map((id) => votes.get(id)! - quota));
    const surplus = over < 0n ? 0n : over;
    if (reached.length > 0) return { status: 'elected', quota, votes, surplus };
    if (surplus * count.omega.b < count.omega.a * ONE) return { status: 'omega', quota, votes, surplus };
    if (surplus >= last) return { status: 'stable', quota, votes, surplus };
    last = surplus;
    for (const id of count.elected) count.keep.set(id, up(up(count.keep.get(id)! * quota, ONE) * ONE, votes.get(id)!));
  }
}

/** Who goes: the lowest, tied with everybody whom the surplus that is left could bring down to them. */
function lowestOf({ hopeful, seats, elected }: Count, { votes, surplus }: Iteration, pick: Pick): string | null {
  const lowest = [...hopeful].map((id) => votes.get(id)!).reduce((least, next) => (next < least ? next : least));
  const tied = [...hopeful].filter((id) => votes.get(id)! <= lowest + surplus);
  if (tied.length === 1) return tied[0]!;
  // Options without a vote go one after the other and move nothing, as long as enough others stand.
  const isMoot = tied.every((id) => votes.get(id) === 0n) && hopeful.size - tied.length > seats - elected.length;
  return pick(tied, isMoot);
}

function run(count: Count, pick: Pick): { winners: readonly string[]; details: Count } {
  while (count.hopeful.size > count.seats - count.elected.length && count.elected.length < count.seats) {
    const round = iterate(count);
    const { status, quota, votes, surplus } = round;
    const keep = texts(count.keep);
    const defeated = status === 'elected' ? null : lowestOf(count, round, pick);
    count.rounds.push({
      status,
      quota: decimalText(quota, PLACES),
      votes: texts(votes),
      surplus: decimalText(surplus, PLACES),
      keep,
      elected: [...count.elected],
      defeated,
    });
    if (status === 'elected') continue;
    if (defeated === null) return { winners: count.elected, details: count };
    count.hopeful.delete(defeated);
    count.keep.delete(defeated);
  }
  if (count.elected.length < count.seats) count.elected.push(...count.hopeful);
  return { winners: count.elected, details: count };
}

/** Equal rankings as one paper. */
function papersOf(votes: readonly Vote[]): Paper[] {
  const papers = new Map<string, Paper>();
  for (const { choice, count } of votes) {
    const prefs = ranksOf(choice).flat();
    const key = JSON.stringify(prefs);
    papers.set(key, { prefs, count: count + (papers.get(key)?.count ?? 0n) });
  }
  return [...papers.values()];
}

/** Single transferable vote by Meek's method, the reference rule of the Proportional Representation Foundation. */
export const stvMeekPrf: Method<MeekQuestion, MeekResult> = {
  check: checkStrictRanking,
  count: (question, votes, hall) => {
    const ids = [...zeros(question.options).keys()];
    const papers = papersOf(decisive(votes));
    const { seats, omega } = question.settings;
    const start = (): Count => ({
      papers,
      seats,
      omega: rationalOf(omega) ?? fractionOf(omega),
      hopeful: new Set(ids),
      elected: [],
      keep: new Map(ids.map((id) => [id, ONE])),
      rounds: [],
    });
    const { winners, tied, details, lots } = settle((pick) => run(start(), pick), hall.tieOrder);
    const isEmpty = papers.length === 0;
    return {
      ...standing(question, votes, hall, isEmpty ? { winners: [], tied: [] } : { winners, tied }),
      rounds: details.rounds,
      elected_order: isEmpty ? [] : details.elected,
      ties: lots,
    };
  },
};
