import { asRecord, decisive, standing, type Standing } from '../election.ts';
import type { Method, Question, Vote } from '../method.ts';
import { checkPoints, gradesOf, isWanted, pointsFor, totalsOf } from '../points.ts';
import { rankedBy, settle, type Pick } from '../ties.ts';

/** `min` (0 where not said) to `max` for each option, then a run-off between the two highest totals. */
export type StarQuestion = Question<{ readonly min?: number; readonly max: number }>;

/** Totals, the two finalists, and how many ballots prefer which of them (`equal` has no preference). */
export interface StarResult extends Standing {
  readonly scores: Readonly<Record<string, bigint>>;
  readonly finalists: readonly string[];
  readonly runoff: Readonly<Record<string, bigint>> | null;
}

interface Figures {
  readonly totals: ReadonlyMap<string, bigint>;
  /** The totals of those whom somebody lifted above the lowest score. */
  readonly wanted: ReadonlyMap<string, bigint>;
  readonly prefer: (a: string, b: string) => bigint;
  readonly tops: (id: string) => bigint;
}

function figuresOf({ options, settings }: StarQuestion, votes: readonly Vote[]): Figures {
  const totals = totalsOf(options, votes);
  const grades = gradesOf(options, decisive(votes));
  const prefer = (a: string, b: string): bigint =>
    votes.reduce((sum, { choice, count }) => (pointsFor(choice, a) > pointsFor(choice, b) ? sum + count : sum), 0n);
  return {
    totals,
    wanted: new Map([...totals].filter(([id]) => isWanted(grades.get(id)!, settings))),
    prefer,
    tops: (id) => grades.get(id)!.get(BigInt(settings.max)) ?? 0n,
  };
}

/** Duels won less duels lost among the given options. */
function duels({ prefer }: Figures, among: readonly string[]): Map<string, bigint> {
  const won = (id: string, other: string): bigint => (prefer(id, other) > prefer(other, id) ? 1n : 0n);
  return new Map(among.map((id) => [id, among.reduce((sum, other) => sum + won(id, other) - won(other, id), 0n)]));
}

/** The best of a group: by their duels with each other, then by most top scores, then by the tie's order. */
function bestOf(figures: Figures, group: readonly string[], pick: Pick): string | null {
  const byDuels = rankedBy(duels(figures, group))[0]!;
  const byTops = rankedBy(new Map(byDuels.map((id) => [id, figures.tops(id)])))[0]!;
  return byTops.length === 1 ? byTops[0]! : pick(byTops);
}

function finalistsOf(figures: Figures, pick: Pick): string[] | null {
  const finalists: string[] = [];
  for (const group of rankedBy(figures.wanted)) {
    let left = group;
    while (left.length > 0 && finalists.length < 2) {
      const fits = left.length <= 2 - finalists.length;
      const next = fits ? left[0]! : bestOf(figures, left, pick);
      if (next === null) return null;
      finalists.push(next);
      left = left.filter((id) => id !== next);
    }
  }
  return finalists;
}

function winnerOf(figures: Figures, [a, b]: readonly string[], pick: Pick): string | null {
  if (a === undefined || b === undefined) return a ?? null;
  const by = (of: (id: string) => bigint): string[] => rankedBy(new Map([a, b].map((id) => [id, of(id)])))[0]!;
  const byVotes = by((id) => figures.prefer(id, id === a ? b : a));
  if (byVotes.length === 1) return byVotes[0]!;
  const byTotal = by((id) => figures.totals.get(id)!);
  if (byTotal.length === 1) return byTotal[0]!;
  const byTops = by(figures.tops);
  return byTops.length === 1 ? byTops[0]! : pick(byTops);
}

/** The two highest totals meet; whom more ballots prefer wins. */
export const star: Method<StarQuestion, StarResult> = {
  check: ({ options, settings }, choice) => checkPoints(options, choice, settings),
  count: (question, votes, hall) => {
    const figures = figuresOf(question, votes);
    const { winners, tied, details } = settle((pick) => {
      const finalists = finalistsOf(figures, pick);
      const winner = finalists && winnerOf(figures, finalists, pick);
      return { winners: winner ? [winner] : [], details: finalists ?? [] };
    }, hall.tieOrder);
    const decided = standing(question, votes, hall, { winners, tied });
    return {
      ...decided,
      scores: asRecord(figures.totals),
      finalists: details,
      runoff: runoffOf(decided, figures, details),
    };
  },
};

function runoffOf({ turnout }: Standing, { prefer }: Figures, [a, b]: readonly string[]): StarResult['runoff'] {
  if (a === undefined || b === undefined) return null;
  const [forA, forB] = [prefer(a, b), prefer(b, a)];
  return { [a]: forA, [b]: forB, equal: turnout.cast - turnout.abstain - forA - forB };
}
