import { asRecord, castOf, checkRanking, decisive, ranksOf, standing, type Standing, zeros } from '../election.ts';
import type { Hall, Method, Question, Vote } from '../method.ts';
import type { Packed } from '../packed/pack.ts';
import { PackedPiles } from '../packed/piles.ts';
import { rankedBy, settle, type Pick } from '../ties.ts';

/** Rankings, for one seat. */
export type IrvQuestion = Question<null>;

/** The totals of the continuing options, round by round, the ballots exhausted in each, and the ties that an order settled. */
export interface IrvResult extends Standing {
  readonly rounds: readonly Readonly<Record<string, bigint>>[];
  readonly exhausted: readonly bigint[];
  readonly lots: readonly (readonly string[])[];
}

type Totals = ReadonlyMap<string, bigint>;

/** The option a ballot now counts for: none once its next rank has several continuing options. A rank without any is passed over. */
function holderOf(ranks: readonly (readonly string[])[], continuing: ReadonlySet<string>): string | null {
  for (const rank of ranks) {
    const here = rank.filter((id) => continuing.has(id));
    if (here.length > 0) return here.length === 1 ? here[0]! : null;
  }
  return null;
}

/** Who goes: the lowest; of several the one that alone was lowest among them in the latest earlier round, else by the tie's order. */
function lowestOf(rounds: readonly Totals[], pick: Pick): string | null {
  const lowest = (totals: Totals, among: readonly string[]): string[] =>
    rankedBy(new Map(among.map((id) => [id, totals.get(id)!]))).at(-1)!;
  const now = rounds.at(-1)!;
  const tied = lowest(now, [...now.keys()]);
  for (const totals of rounds.toReversed()) {
    const among = lowest(totals, tied);
    if (among.length === 1) return among[0]!;
  }
  // Nobody's ballot moves when options without a vote go, so their order cannot matter while somebody has one.
  return pick(tied, now.get(tied[0]!) === 0n);
}

/** Ballots that reached a shared rank stay exhausted, so each keeps only the ranks it can still use. */
function totalsFor(
  piles: Map<Vote, readonly (readonly string[])[]>,
  continuing: ReadonlySet<string>,
): Map<string, bigint> {
  const totals = new Map([...continuing].map((id) => [id, 0n]));
  for (const [vote, ranks] of piles) {
    const holder = holderOf(ranks, continuing);
    if (holder === null) piles.delete(vote);
    else totals.set(holder, totals.get(holder)! + vote.count);
  }
  return totals;
}

interface Rounds {
  readonly rounds: Totals[];
  readonly exhausted: bigint[];
}

/** The ballots of a count: what each continuing option has. Options leave one by one and do not come back. */
type Runoff = (continuing: ReadonlySet<string>) => Totals;

function plainRunoff(votes: readonly Vote[]): Runoff {
  const piles = new Map(votes.map((vote) => [vote, ranksOf(vote.choice)]));
  return (continuing) => totalsFor(piles, continuing);
}

function packedRunoff(packed: Packed): Runoff {
  const piles = new PackedPiles(packed, 1n);
  const totals = new Map(piles.first);
  return (continuing) => {
    for (const id of [...totals.keys()].filter((one) => !continuing.has(one))) {
      totals.delete(id);
      for (const [to, votes] of piles.move(id, continuing, (value) => value).to)
        totals.set(to, totals.get(to)! + votes);
    }
    return new Map(totals);
  };
}

function roundsOf(
  ids: Iterable<string>,
  valid: bigint,
  totalsOf: Runoff,
  pick: Pick,
): Rounds & { winner: string | null } {
  const continuing = new Set(ids);
  const rounds: Totals[] = [];
  const exhausted: bigint[] = [];
  while (continuing.size > 0) {
    const totals = totalsOf(continuing);
    const active = [...totals.values()].reduce((sum, total) => sum + total, 0n);
    rounds.push(totals);
    exhausted.push(valid - active);
    if (active === 0n) break;
    const leader = [...totals].find(([, total]) => total * 2n > active);
    if (leader) return { rounds, exhausted, winner: leader[0] };
    const out = lowestOf(rounds, pick);
    if (out === null) break;
    continuing.delete(out);
  }
  return { rounds, exhausted, winner: null };
}

function count(question: IrvQuestion, votes: readonly Vote[] | Packed, hall: Hall): IrvResult {
  const ids = [...zeros(question.options).keys()];
  const { cast, abstain } = 'ranks' in votes ? votes : castOf(votes);
  const start = (): Runoff => ('ranks' in votes ? packedRunoff(votes) : plainRunoff(decisive(votes)));
  const { winners, tied, details, lots } = settle<Rounds>((pick) => {
    const { winner, ...details } = roundsOf(ids, cast - abstain, start(), pick);
    return { winners: winner === null ? [] : [winner], details };
  }, hall.tieOrder);
  return {
    ...standing(question, votes, hall, { winners, tied }),
    rounds: details.rounds.map(asRecord),
    exhausted: details.exhausted,
    lots,
  };
}

/** The lowest goes and its ballots move on, until one option has more than half of the continuing votes. */
export const irv: Method<IrvQuestion, IrvResult> = {
  check: ({ options }, choice) => checkRanking(options, choice),
  count,
  countPacked: count,
};
