import { decisive, ranksOf, standing, zeros, type Standing } from '../election.ts';
import { decimalText, fractionOf, rationalOf, type Fraction } from '../fraction.ts';
import { checkStrictRanking } from '../gregory.ts';
import type { Method, Question, Vote } from '../method.ts';
import { settle, type Fork, type Pick } from '../ties.ts';

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

/** Papers that take the same course: through the elected whom they name up to the first hopeful, who keeps all that is left. */
interface Pile {
  readonly course: readonly string[];
  readonly count: bigint;
  readonly papers: readonly Paper[];
}

/** An iteration's end, in billionths of votes. */
interface Iteration {
  readonly status: MeekRound['status'];
  readonly quota: bigint;
  readonly votes: ReadonlyMap<string, bigint>;
  readonly surplus: bigint;
}

/** An iteration's end, and what came of it. */
interface Round extends Iteration {
  readonly keep: ReadonlyMap<string, bigint>;
  readonly elected: readonly string[];
  readonly defeated: string | null;
}

/** A count on its way; keep factors are those of the options not defeated, piles those of papers that still name one. */
interface Count {
  readonly valid: bigint;
  readonly seats: number;
  readonly omega: Fraction;
  readonly hopeful: Set<string>;
  readonly elected: string[];
  readonly keep: Map<string, bigint>;
  readonly piles: Map<string, Pile>;
  readonly letters: ReadonlyMap<string, string>;
  readonly rounds: Round[];
}

const up = (a: bigint, b: bigint): bigint => (a + b - 1n) / b;
const sum = (values: Iterable<bigint>): bigint => [...values].reduce((total, value) => total + value, 0n);
const texts = (values: ReadonlyMap<string, bigint>): Record<string, string> =>
  Object.fromEntries([...values].map(([id, value]) => [id, decimalText(value, PLACES)]));

function courseOf({ hopeful, keep }: Count, { prefs }: Paper): string[] {
  const course: string[] = [];
  for (const id of prefs) {
    if (keep.has(id)) course.push(id);
    if (hopeful.has(id)) break;
  }
  return course;
}

/** One letter an option: ids may hold anything, so that joining them would not tell rankings apart. */
function keyOf(ids: readonly string[], letters: ReadonlyMap<string, string>): string {
  return ids.length === 1 ? letters.get(ids[0]!)! : ids.map((id) => letters.get(id)!).join('');
}

/** Lays papers on the piles of their courses. Those that name nobody any more are gone. */
function lay(count: Count, papers: readonly Paper[]): void {
  for (const [key, joining] of Map.groupBy(papers, (paper) => keyOf(courseOf(count, paper), count.letters))) {
    const course = courseOf(count, joining[0]!);
    if (course.length === 0) continue;
    const there = count.piles.get(key);
    const more = sum(joining.map((paper) => paper.count));
    count.piles.set(key, {
      course,
      count: more + (there?.count ?? 0n),
      papers: there ? there.papers.concat(joining) : joining,
    });
  }
}

/** Some are no longer hopeful, but elected or defeated: the papers that ended at them go further. */
function passOn(count: Count, ids: readonly string[]): void {
  for (const id of ids) count.hopeful.delete(id);
  const ended = [...count.piles].filter(([, { course }]) => ids.includes(course.at(-1)!));
  for (const [key] of ended) count.piles.delete(key);
  lay(
    count,
    ended.flatMap(([, { papers }]) => papers),
  );
}

/** Each option keeps its factor of what reaches it, rounded up, and the rest of the paper goes on. */
function distribute({ piles, keep }: Count): Map<string, bigint> {
  const votes = new Map([...keep.keys()].map((id) => [id, 0n]));
  for (const { course, count } of piles.values()) {
    let left = ONE;
    for (const id of course) {
      const kept = up(left * keep.get(id)!, ONE);
      votes.set(id, votes.get(id)! + kept * count);
      left -= kept;
      if (left === 0n) break;
    }
  }
  return votes;
}

/** Lets the keep factors fall until somebody is elected, hardly any surplus is left, or it no longer falls. */
function iterate(count: Count): Iteration {
  let last = count.valid * ONE;
  for (;;) {
    const votes = distribute(count);
    const quota = sum(votes.values()) / (BigInt(count.seats) + 1n) + 1n;
    const reached = [...count.hopeful].filter((id) => votes.get(id)! >= quota);
    passOn(count, reached);
    count.elected.push(...reached);
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
function lowestOf(count: Count, { votes, surplus }: Iteration, pick: Pick): string | null {
  const { hopeful, seats, elected } = count;
  const lowest = [...hopeful].map((id) => votes.get(id)!).reduce((least, next) => (next < least ? next : least));
  const tied = [...hopeful].filter((id) => votes.get(id)! <= lowest + surplus);
  if (tied.length === 1) return tied[0]!;
  // Options without a vote go one after the other and move nothing, as long as enough others stand.
  const isMoot = tied.every((id) => votes.get(id) === 0n) && hopeful.size - tied.length > seats - elected.length;
  return pick(tied, isMoot, () => forkOf(count));
}

/** What follows depends on who is left and what they keep, in whatever order the others went. */
function forkOf(count: Count): Fork {
  const here = copied(count);
  return {
    key: JSON.stringify([[...here.hopeful], [...here.keep].map(([id, factor]) => [id, `${factor}`])]),
    goOn: (taken, pick) => {
      const next = copied(here);
      defeat(next, taken);
      return run(next, pick);
    },
  };
}

function copied(count: Count): Count {
  const { hopeful, elected, keep, piles, rounds } = count;
  return {
    ...count,
    hopeful: new Set(hopeful),
    elected: [...elected],
    keep: new Map(keep),
    piles: new Map(piles),
    rounds: [...rounds],
  };
}

function defeat(count: Count, id: string): void {
  count.keep.delete(id);
  passOn(count, [id]);
}

function run(count: Count, pick: Pick): { winners: readonly string[]; details: Count } {
  while (count.hopeful.size > count.seats - count.elected.length && count.elected.length < count.seats) {
    const end = iterate(count);
    const keep = new Map(count.keep);
    const defeated = end.status === 'elected' ? null : lowestOf(count, end, pick);
    count.rounds.push({ ...end, keep, elected: [...count.elected], defeated });
    if (end.status === 'elected') continue;
    if (defeated === null) return { winners: count.elected, details: count };
    defeat(count, defeated);
  }
  if (count.elected.length < count.seats) count.elected.push(...count.hopeful);
  return { winners: count.elected, details: count };
}

function written({ status, quota, votes, surplus, keep, elected, defeated }: Round): MeekRound {
  const [quotaText, surplusText] = [decimalText(quota, PLACES), decimalText(surplus, PLACES)];
  return { status, quota: quotaText, votes: texts(votes), surplus: surplusText, keep: texts(keep), elected, defeated };
}

/** The count before its first round: everybody is hopeful and keeps all. */
function begun({ options, settings: { seats, omega } }: MeekQuestion, votes: readonly Vote[]): Count {
  const ids = [...zeros(options).keys()];
  const letters = new Map(ids.map((id, at) => [id, String.fromCharCode(at)]));
  const count: Count = {
    valid: sum(votes.map((vote) => vote.count)),
    seats,
    omega: rationalOf(omega) ?? fractionOf(omega),
    letters,
    hopeful: new Set(ids),
    elected: [],
    keep: new Map(ids.map((id) => [id, ONE])),
    piles: new Map(),
    rounds: [],
  };
  lay(count, papersOf(votes, letters));
  return count;
}

/** Equal rankings as one paper. */
function papersOf(votes: readonly Vote[], letters: Count['letters']): Paper[] {
  const papers = new Map<string, Paper>();
  for (const { choice, count } of votes) {
    const prefs = ranksOf(choice).flat();
    const key = keyOf(prefs, letters);
    papers.set(key, { prefs, count: count + (papers.get(key)?.count ?? 0n) });
  }
  return [...papers.values()];
}

/** Single transferable vote by Meek's method, the reference rule of the Proportional Representation Foundation. */
export const stvMeekPrf: Method<MeekQuestion, MeekResult> = {
  check: checkStrictRanking,
  count: (question, votes, hall) => {
    const papers = decisive(votes);
    const start = begun(question, papers);
    const { winners, tied, details, lots } = settle((pick) => run(copied(start), pick), hall.tieOrder);
    const isEmpty = papers.length === 0;
    return {
      ...standing(question, votes, hall, isEmpty ? { winners: [], tied: [] } : { winners, tied }),
      rounds: details.rounds.map(written),
      elected_order: isEmpty ? [] : details.elected,
      ties: lots,
    };
  },
};
