import { asRecord, decisive, standing, type Standing } from '../election.ts';
import type { Method } from '../method.ts';
import { checkPoints, gradesOf, isWanted } from '../points.ts';
import { topSeats } from '../ties.ts';
import type { ScoreQuestion } from './score.ts';

/** The lower median grade of each option, the options from best to worst, and how many ballots gave which grade. */
export interface MajorityJudgmentResult extends Standing {
  readonly medians: Readonly<Record<string, bigint>>;
  readonly ranking: readonly (readonly string[])[];
  readonly grades: Readonly<Record<string, Readonly<Record<string, bigint>>>>;
}

/** Equal grades side by side, from the lowest: what it is, and up to which ballot it reaches (exclusive). */
interface Run {
  readonly grade: bigint;
  readonly end: bigint;
}

function runsOf(grades: ReadonlyMap<bigint, bigint>): Run[] {
  let end = 0n;
  return [...grades]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([grade, count]) => {
      end += count;
      return { grade, end };
    });
}

const runAt = (runs: readonly Run[], place: bigint): Run => runs.find(({ end }) => place < end)!;
const startOf = (runs: readonly Run[], run: Run): bigint => runs[runs.indexOf(run) - 1]?.end ?? 0n;

/**
 * Compares by the lower median, then by what is the median once one grade at it is taken off each, and so on: negative if the first is better.
 * That walks outward from the middle, by turns below and above (above and below where the number of grades is even), over equal stretches at once.
 */
function compare(one: readonly Run[], other: readonly Run[]): number {
  const total = one.at(-1)?.end ?? 0n;
  const middle = (total - 1n) / 2n;
  const isIn = (place: bigint): boolean => place >= 0n && place < total;
  for (let step = 0n; isIn(middle - step) || isIn(middle + step);) {
    const sides = total % 2n === 1n ? [middle - step, middle + step] : [middle + step, middle - step];
    for (const place of sides.filter(isIn)) {
      const [a, b] = [runAt(one, place).grade, runAt(other, place).grade];
      if (a !== b) return a > b ? -1 : 1;
    }
    const free = [one, other].flatMap((runs) =>
      sides.filter(isIn).map((place) => {
        const run = runAt(runs, place);
        return place < middle ? place - startOf(runs, run) : place > middle ? run.end - 1n - place : 0n;
      }),
    );
    step += free.reduce((least, next) => (next < least ? next : least)) + 1n;
  }
  return 0;
}

/** The highest lower median wins (Balinski and Laraki); equal ones are compared by what is left after taking one median grade off each. */
export const majorityJudgment: Method<ScoreQuestion, MajorityJudgmentResult> = {
  check: ({ options, settings }, choice) => checkPoints(options, choice, settings),
  count: (question, votes, hall) => {
    const { seats } = question.settings;
    const grades = gradesOf(question.options, decisive(votes));
    const runs = new Map([...grades].map(([id, given]) => [id, runsOf(given)]));
    const medianOf = (id: string): bigint => {
      const row = runs.get(id)!;
      return row.length === 0 ? 0n : runAt(row, (row.at(-1)!.end - 1n) / 2n).grade;
    };
    const ids = [...grades.keys()].toSorted();
    const ranking: string[][] = [];
    for (const id of ids.toSorted((a, b) => compare(runs.get(a)!, runs.get(b)!))) {
      const last = ranking.at(-1);
      if (last && compare(runs.get(last[0]!)!, runs.get(id)!) === 0) last.push(id);
      else ranking.push([id]);
    }
    // A place as a score, so that seats go down the ranking; what nobody lifted above the lowest grade cannot win.
    const places = ranking.flatMap((rank, at) => rank.map((id) => [id, -BigInt(at)] as const));
    const eligible = new Map(places.filter(([id]) => isWanted(grades.get(id)!, question.settings)));
    return {
      ...standing(question, votes, hall, topSeats(eligible, seats, hall.tieOrder)),
      medians: asRecord(new Map(ids.map((id) => [id, medianOf(id)]))),
      ranking: ranking.map((rank) => rank.toSorted()),
      grades: asRecord(new Map([...runs].map(([id, row]) => [id, countsOf(row)]))),
    };
  },
};

function countsOf(runs: readonly Run[]): Readonly<Record<string, bigint>> {
  return Object.fromEntries(runs.map((run) => [String(run.grade), run.end - startOf(runs, run)]));
}
