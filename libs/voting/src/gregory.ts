import type { Choice, ChoiceFault } from './ballot.ts';
import { checkRanking, decisive, ranksOf, standing, zeros, type Standing } from './election.ts';
import type { Hall, Question, Vote } from './method.ts';
import type { Packed } from './packed/pack.ts';
import { packedPapers } from './packed/piles.ts';
import { papersOf, type Papers, type Piles } from './piles.ts';
import { settle, type Pick } from './ties.ts';

/** Strict rankings, for one seat or more. */
export type StvQuestion = Question<{ readonly seats: number }>;

/** One action and the totals after it, as exact text. */
export interface StvStage {
  readonly action: 'first' | 'surplus' | 'exclude';
  readonly candidate: string | null;
  readonly votes: Readonly<Record<string, string>>;
  readonly nontransferable: string;
  readonly transfers: Readonly<Record<string, string>>;
}

/** The stages of the count. What truncation loses is in no total. */
export interface StvResult extends Standing {
  readonly quota: string;
  readonly stages: readonly StvStage[];
  readonly elected_order: readonly string[];
  readonly lots: readonly (readonly string[])[];
}

/** How a count that passes surpluses on by the value of whole papers (weighted inclusive Gregory) reckons. Values are multiples of a smallest unit. */
export interface Reckoning {
  /** How many units a vote has when the count begins. */
  readonly unit: bigint;
  readonly quotaOf: (valid: bigint) => bigint;
  /** What a paper is worth when its surplus goes on. */
  readonly share: (value: bigint, surplus: bigint, votes: bigint) => bigint;
  /** By what the units must become smaller so that these shares are whole; 1 where they are truncated. */
  readonly refine: (surplus: bigint, votes: bigint) => bigint;
  /** Whether a tie is settled by the latest earlier stage at which one of the tied stood alone. */
  readonly looksBack: boolean;
  readonly textOf: (value: bigint, unit: bigint) => string;
}

/** What a count of papers found: the standing, and the totals of those neither elected nor excluded when each round began. */
export interface GregoryCount extends StvResult {
  readonly rounds: readonly Readonly<Record<string, string>>[];
}

interface Action {
  readonly action: StvStage['action'];
  readonly candidate: string | null;
}

interface Details {
  readonly rounds: Readonly<Record<string, string>>[];
  readonly stages: StvStage[];
  readonly elected: string[];
}

/** A count on its way. */
interface Count extends Details {
  readonly ids: readonly string[];
  readonly seats: number;
  readonly reckoning: Reckoning;
  readonly continuing: Set<string>;
  readonly pending: Set<string>;
  readonly piles: Piles;
  readonly totals: Map<string, bigint>;
  /** The totals after each stage. */
  readonly history: ReadonlyMap<string, bigint>[];
  nontransferable: bigint;
  unit: bigint;
  quota: bigint;
}

function texts({ reckoning, unit }: Count, values: ReadonlyMap<string, bigint>): Readonly<Record<string, string>> {
  return Object.fromEntries([...values].map(([id, value]) => [id, reckoning.textOf(value, unit)]));
}

function started(ids: readonly string[], seats: number, papers: Papers, reckoning: Reckoning): Count {
  const piles = papers.piles(reckoning.unit);
  return {
    ids,
    seats,
    reckoning,
    unit: reckoning.unit,
    quota: reckoning.quotaOf(papers.valid),
    continuing: new Set(ids),
    pending: new Set(),
    piles,
    totals: new Map(piles.first),
    history: [],
    rounds: [],
    stages: [],
    elected: [],
    nontransferable: 0n,
  };
}

function elect(count: Count, id: string): void {
  count.elected.push(id);
  count.continuing.delete(id);
}

/**
 * Writes down a stage, then elects all who are left if they just fill the seats, else everybody who reached the quota, most votes first.
 * Only an exact quota can be reached by more than there are seats: all of them have just that, and a tie that nobody settles elects none.
 */
function closeStage(count: Count, stage: Action, moved: ReadonlyMap<string, bigint>, pick: Pick): boolean {
  const { totals, stages, rounds, history, continuing, pending, quota, reckoning } = count;
  if (reckoning.looksBack) history.push(new Map(totals));
  stages.push({
    ...stage,
    votes: texts(count, totals),
    nontransferable: reckoning.textOf(count.nontransferable, count.unit),
    transfers: texts(count, moved),
  });
  const left = count.ids.filter((id) => continuing.has(id));
  rounds.push(texts(count, new Map(left.map((id) => [id, totals.get(id)!]))));
  if (left.length <= count.seats - count.elected.length) {
    for (const id of left) elect(count, id);
    return true;
  }
  let reached = left.filter((id) => totals.get(id)! >= quota);
  while (reached.length > count.seats - count.elected.length) {
    if (count.elected.length === count.seats) return true;
    const next = pick(reached);
    if (next === null) return false;
    elect(count, next);
    pending.add(next);
    reached = reached.filter((id) => id !== next);
  }
  const byVotes = (a: string, b: string): number => {
    const difference = totals.get(b)! - totals.get(a)!;
    return difference > 0n ? 1 : difference < 0n ? -1 : 0;
  };
  for (const id of reached.toSorted(byVotes)) {
    elect(count, id);
    pending.add(id);
  }
  return true;
}

/** Those with the extreme, then those of them who alone had it at the latest earlier stage; null: nobody alone. */
function extremes(
  count: Count,
  among: readonly string[],
  isMore: (a: bigint, b: bigint) => boolean,
): readonly string[] {
  const best = (totals: ReadonlyMap<string, bigint>, ids: readonly string[]): string[] =>
    ids.filter((id) => ids.every((other) => !isMore(totals.get(other)!, totals.get(id)!)));
  const tied = best(count.totals, among);
  const alone = count.history.toReversed().map((totals) => best(totals, tied));
  return alone.find((ids) => ids.length === 1) ?? tied;
}

/** Whose turn it is: the largest surplus, else the lowest; null where a tie is left open. */
function next(count: Count, pick: Pick): { action: 'surplus' | 'exclude'; candidate: string } | null {
  const action = count.pending.size > 0 ? 'surplus' : 'exclude';
  const tied =
    action === 'surplus'
      ? extremes(count, [...count.pending], (a, b) => a > b)
      : extremes(count, [...count.continuing], (a, b) => a < b);
  const candidate = tied.length === 1 ? tied[0]! : pick(tied, isMoot(count, action, tied));
  return candidate === null ? null : { action, candidate };
}

/** Options without a paper go one after the other and move nothing; while enough others stand, their order is nobody's matter. */
function isMoot(count: Count, action: 'surplus' | 'exclude', tied: readonly string[]): boolean {
  const others = count.continuing.size - tied.length;
  return action === 'exclude' && count.totals.get(tied[0]!) === 0n && others > count.seats - count.elected.length;
}

/** Hands the papers of an option on. */
function transfer(count: Count, from: string, worth: (value: bigint) => bigint): ReadonlyMap<string, bigint> {
  const { to, lost } = count.piles.move(from, count.continuing, worth);
  count.nontransferable += lost;
  for (const [id, votes] of to) count.totals.set(id, count.totals.get(id)! + votes);
  return to;
}

/** Makes the units smaller, so that what is about to be divided stays whole. */
function refine(count: Count, by: bigint): void {
  if (by === 1n) return;
  count.unit *= by;
  count.quota *= by;
  count.nontransferable *= by;
  for (const [id, votes] of count.totals) count.totals.set(id, votes * by);
  count.piles.refine(by);
}

function act(
  count: Count,
  { action, candidate }: { action: 'surplus' | 'exclude'; candidate: string },
  pick: Pick,
): boolean {
  if (action === 'surplus') {
    count.pending.delete(candidate);
    const over = (): bigint => count.totals.get(candidate)! - count.quota;
    refine(count, count.reckoning.refine(over(), count.totals.get(candidate)!));
    const [surplus, votes] = [over(), count.totals.get(candidate)!];
    count.totals.set(candidate, count.quota);
    const moved = transfer(count, candidate, (value) => count.reckoning.share(value, surplus, votes));
    return closeStage(count, { action, candidate }, moved, pick);
  }
  count.continuing.delete(candidate);
  count.totals.set(candidate, 0n);
  const moved = transfer(count, candidate, (value) => value);
  return closeStage(count, { action, candidate }, moved, pick);
}

function run(count: Count, pick: Pick): { winners: readonly string[]; details: Details } {
  let isOpen = closeStage(count, { action: 'first', candidate: null }, new Map(), pick);
  while (isOpen && count.elected.length < count.seats && count.continuing.size > 0) {
    const turn = next(count, pick);
    isOpen = turn !== null && act(count, turn, pick);
  }
  return { winners: count.elected, details: count };
}

/** Why a strict ranking cannot be taken, or null. */
export function checkStrictRanking({ options }: StvQuestion, choice: Choice): ChoiceFault | null {
  const fault = checkRanking(options, choice);
  return fault ?? (ranksOf(choice).some((rank) => rank.length > 1) ? 'RANK_TIED' : null);
}

/** Counts by stages: everybody who reached the quota is elected, then the largest surplus goes on, else the lowest is excluded. */
export function countGregory(
  question: StvQuestion,
  votes: readonly Vote[] | Packed,
  hall: Hall,
  reckoning: Reckoning,
): GregoryCount {
  const ids = [...zeros(question.options).keys()];
  const papers = 'ranks' in votes ? packedPapers(votes) : papersOf(ids, decisive(votes));
  const { seats } = question.settings;
  const start = (): Count => started(ids, seats, papers, reckoning);
  const isEmpty = papers.valid === 0n;
  const { winners, tied, details, lots } = settle((pick) => run(start(), pick), hall.tieOrder);
  return {
    ...standing(question, votes, hall, isEmpty ? { winners: [], tied: [] } : { winners, tied }),
    quota: reckoning.textOf(reckoning.quotaOf(papers.valid), reckoning.unit),
    rounds: details.rounds,
    stages: details.stages,
    elected_order: isEmpty ? [] : details.elected,
    lots,
  };
}
