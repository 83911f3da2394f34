import { checkDuelBallot, countDuels, type DuelQuestion, type DuelResult, type Strength } from '../condorcet.ts';
import { asRecord } from '../election.ts';
import { compareFractions, exactText, type Fraction } from '../fraction.ts';
import type { Method } from '../method.ts';
import { beats, preferred, type Pairwise } from '../pairwise.ts';

export type SchulzeQuestion = DuelQuestion<{ readonly strength: Strength }>;

/** The strength of the widest path from each option to each other one, as exact text. */
export interface SchulzeResult extends DuelResult {
  readonly path_strengths: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const none: Fraction = { a: 0n, b: 1n };
type Paths = ReadonlyMap<string, Map<string, Fraction>>;

/** Only a duel won is a link. */
function linkOf(duels: Pairwise, [a, b]: readonly [string, string], strength: Strength): Fraction {
  if (!beats(duels, a, b)) return none;
  const [won, lost] = [preferred(duels, a, b), preferred(duels, b, a)];
  switch (strength) {
    case 'winning':
      return { a: won, b: 1n };
    case 'margins':
      return { a: won - lost, b: 1n };
    case 'ratio':
      return { a: won, b: lost };
  }
}

function widestPaths(duels: Pairwise, strength: Strength): Paths {
  const ids = [...duels.keys()];
  const paths: Paths = new Map(
    [...duels].map(([a, row]) => [a, new Map([...row.keys()].map((b) => [b, linkOf(duels, [a, b], strength)]))]),
  );
  const widthOf = (a: string, b: string): Fraction => paths.get(a)!.get(b)!;
  const pairs = [...duels].flatMap(([a, row]) => [...row.keys()].map((b) => [a, b] as const));
  for (const by of ids)
    for (const [a, b] of pairs.filter((pair) => !pair.includes(by))) {
      const narrower = compareFractions(widthOf(a, by), widthOf(by, b)) < 0n ? widthOf(a, by) : widthOf(by, b);
      if (compareFractions(narrower, widthOf(a, b)) > 0n) paths.get(a)!.set(b, narrower);
    }
  return paths;
}

function unbeaten(paths: Paths): string[] {
  const isBeaten = (id: string, row: Map<string, Fraction>): boolean =>
    [...row].some(([other, width]) => compareFractions(paths.get(other)!.get(id)!, width) > 0n);
  return [...paths].filter(([id, row]) => !isBeaten(id, row)).map(([id]) => id);
}

/** Beaten is who has a weaker path to somebody than they have back; whoever is unbeaten wins. */
export const schulze: Method<SchulzeQuestion, SchulzeResult> = {
  check: checkDuelBallot,
  count: (question, votes, hall) => {
    const { strength } = question.settings;
    const { duels, result } = countDuels(question, votes, hall, (among) => unbeaten(widestPaths(among, strength)));
    const widths = [...widestPaths(duels, strength)].map(
      ([a, row]) => [a, asRecord(new Map([...row].map(([b, width]) => [b, exactText(width)])))] as const,
    );
    return { ...result, path_strengths: asRecord(new Map(widths)) };
  },
};
