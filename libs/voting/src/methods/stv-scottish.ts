import { checkRanking, decisive, ranksOf, standing, zeros, type Standing } from '../election.ts';
import type { Method, Question, Vote } from '../method.ts';
import { rankedBy, settle, type Pick } from '../ties.ts';

/** Strict rankings, for one seat or more. */
export type StvQuestion = Question<{ readonly seats: number }>;

/** One action and the totals after it. Values are exact decimals with at most five places. */
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

/** Votes in hundred-thousandths. */
const ONE = 100_000n;

/** Equal papers: their ranking, how many, what each is worth now. */
interface Papers {
  readonly prefs: readonly string[];
  readonly count: bigint;
  readonly value: bigint;
}

interface Action {
  readonly action: StvStage['action'];
  readonly candidate: string | null;
}

interface Details {
  readonly stages: StvStage[];
  readonly elected: string[];
}

/** A count on its way. */
interface Count extends Details {
  readonly ids: readonly string[];
  readonly seats: number;
  readonly quota: bigint;
  readonly continuing: Set<string>;
  readonly pending: Set<string>;
  readonly piles: Map<string, Papers[]>;
  readonly totals: Map<string, bigint>;
  /** The totals after each stage. */
  readonly history: ReadonlyMap<string, bigint>[];
  nontransferable: bigint;
}

function decimal(value: bigint): string {
  const text = `${value / ONE}.${String(value % ONE).padStart(5, '0')}`;
  return text.replace(/\.?0+$/, '');
}

function decimals(values: ReadonlyMap<string, bigint>): Readonly<Record<string, string>> {
  return Object.fromEntries([...values].map(([id, value]) => [id, decimal(value)]));
}

function started(ids: readonly string[], seats: number, votes: readonly Vote[]): Count {
  const papers = votes.map(({ choice, count }): Papers => ({ prefs: ranksOf(choice).flat(), count, value: ONE }));
  const piles = new Map(ids.map((id) => [id, papers.filter(({ prefs }) => prefs[0] === id)]));
  const valid = papers.reduce((sum, { count }) => sum + count, 0n);
  return {
    ids,
    seats,
    quota: (valid / (BigInt(seats) + 1n) + 1n) * ONE,
    continuing: new Set(ids),
    pending: new Set(),
    piles,
    totals: new Map(ids.map((id) => [id, piles.get(id)!.reduce((sum, { count }) => sum + count * ONE, 0n)])),
    history: [],
    stages: [],
    elected: [],
    nontransferable: 0n,
  };
}

function elect(count: Count, id: string): void {
  count.elected.push(id);
  count.continuing.delete(id);
}

/** Writes down a stage, then elects all who are left if they just fill the seats, else everybody who reached the quota, most votes first. */
function closeStage(count: Count, stage: Action, moved: ReadonlyMap<string, bigint>): void {
  const { totals, stages, history, continuing, pending, quota } = count;
  history.push(new Map(totals));
  stages.push({
    ...stage,
    votes: decimals(totals),
    nontransferable: decimal(count.nontransferable),
    transfers: decimals(moved),
  });
  const left = count.ids.filter((id) => continuing.has(id));
  if (left.length <= count.seats - count.elected.length) {
    for (const id of left) elect(count, id);
    return;
  }
  const reached = left.filter((id) => totals.get(id)! >= quota);
  for (const id of rankedBy(new Map(reached.map((one) => [one, totals.get(one)!]))).flat()) {
    elect(count, id);
    pending.add(id);
  }
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
  const candidate = tied.length === 1 || canSkipLot(count, action, tied) ? tied.toSorted()[0]! : pick(tied);
  return candidate === null ? null : { action, candidate };
}

/** Options without a paper go one after the other and move nothing; while enough others stand, their order is nobody's matter. */
function canSkipLot(count: Count, action: 'surplus' | 'exclude', tied: readonly string[]): boolean {
  const others = count.continuing.size - tied.length;
  return action === 'exclude' && count.totals.get(tied[0]!) === 0n && others > count.seats - count.elected.length;
}

/** Hands papers on to the next continuing option, at the value they have from now on. */
function transfer(count: Count, from: string, worth: (value: bigint) => bigint): ReadonlyMap<string, bigint> {
  const moved = new Map<string, bigint>();
  for (const { prefs, count: papers, value } of count.piles.get(from)!) {
    const now = worth(value);
    const to = prefs.find((id) => count.continuing.has(id));
    if (to === undefined) count.nontransferable += now * papers;
    else {
      count.piles.get(to)!.push({ prefs, count: papers, value: now });
      moved.set(to, (moved.get(to) ?? 0n) + now * papers);
    }
  }
  count.piles.set(from, []);
  for (const [to, votes] of moved) count.totals.set(to, count.totals.get(to)! + votes);
  return moved;
}

function act(count: Count, { action, candidate }: { action: 'surplus' | 'exclude'; candidate: string }): void {
  const votes = count.totals.get(candidate)!;
  if (action === 'surplus') {
    count.pending.delete(candidate);
    count.totals.set(candidate, count.quota);
    closeStage(
      count,
      { action, candidate },
      transfer(count, candidate, (value) => (value * (votes - count.quota)) / votes),
    );
  } else {
    count.continuing.delete(candidate);
    count.totals.set(candidate, 0n);
    closeStage(
      count,
      { action, candidate },
      transfer(count, candidate, (value) => value),
    );
  }
}

function run(count: Count, pick: Pick): { winners: readonly string[]; details: Details } {
  closeStage(count, { action: 'first', candidate: null }, new Map());
  while (count.elected.length < count.seats && count.continuing.size > 0) {
    const turn = next(count, pick);
    if (turn === null) break;
    act(count, turn);
  }
  return { winners: count.elected, details: count };
}

/** Single transferable vote by rules 46 to 53 of the Scottish Local Government Elections Order. */
export const stvScottish: Method<StvQuestion, StvResult> = {
  check: ({ options }, choice) => {
    const fault = checkRanking(options, choice);
    return fault ?? (ranksOf(choice).some((rank) => rank.length > 1) ? 'RANK_TIED' : null);
  },
  count: (question, votes, hall) => {
    const ids = [...zeros(question.options).keys()];
    const valid = decisive(votes);
    const { seats } = question.settings;
    const { winners, tied, details, lots } = settle((pick) => run(started(ids, seats, valid), pick), hall.tieOrder);
    const seated = valid.length === 0 ? [] : winners;
    return {
      ...standing(question, votes, hall, { winners: seated, tied: valid.length === 0 ? [] : tied }),
      quota: decimal(started(ids, seats, valid).quota),
      stages: details.stages,
      elected_order: valid.length === 0 ? [] : details.elected,
      lots,
    };
  },
};
