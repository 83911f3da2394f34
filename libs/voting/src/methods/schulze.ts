import { duelMethod, type DuelQuestion, type DuelResult, type Strength } from '../condorcet.ts';
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

/** The links of the duels. Strengths are only ever compared, so each stands as its place among the different ones; 0 is none. */
interface Links {
  readonly ids: readonly string[];
  readonly places: readonly (readonly number[])[];
  readonly strengths: readonly Fraction[];
}

function linksOf(duels: Pairwise, strength: Strength): Links {
  const ids = [...duels.keys()];
  const places = ids.map(() => ids.map(() => 0));
  const strengths = [none];
  const links = ids.flatMap((a, row) =>
    ids.flatMap((b, column) => (a === b ? [] : [{ row, column, link: linkOf(duels, [a, b], strength) }])),
  );
  const order = links.toSorted((one, other) => (compareFractions(one.link, other.link) < 0n ? -1 : 1));
  for (const { row, column, link } of order) {
    if (compareFractions(link, strengths.at(-1)!) > 0n) strengths.push(link);
    places[row]![column] = strengths.length - 1;
  }
  return { ids, places, strengths };
}

/** The widest paths among some options (Floyd and Warshall): the width of each is that of its weakest link. */
function widestPaths({ ids, places }: Links, among: readonly string[]): number[][] {
  const rows = among.map((id) => ids.indexOf(id));
  const widths = rows.map((row) => rows.map((column) => places[row]![column]!));
  for (const [by, onward] of widths.entries())
    for (const [a, row] of widths.entries()) {
      const first = row[by]!;
      if (a === by || first === 0) continue;
      for (const [b, second] of onward.entries()) {
        const width = first < second ? first : second;
        if (width > row[b]!) row[b] = width;
      }
    }
  return widths;
}

function unbeaten(links: Links, among: readonly string[]): string[] {
  const widths = widestPaths(links, among);
  return among.filter((_, a) => among.every((__, b) => a === b || widths[a]![b]! >= widths[b]![a]!));
}

function pathStrengths(links: Links): SchulzeResult['path_strengths'] {
  const { ids, strengths } = links;
  const widths = widestPaths(links, ids);
  const rowOf = (a: number): Map<string, string> =>
    new Map(ids.flatMap((id, b) => (a === b ? [] : [[id, exactText(strengths[widths[a]![b]!]!)]])));
  return asRecord(new Map(ids.map((id, a) => [id, asRecord(rowOf(a))])));
}

/** Beaten is who has a weaker path to somebody than they have back; whoever is unbeaten wins. */
export const schulze: Method<SchulzeQuestion, SchulzeResult> = duelMethod({
  winnersOf: ({ settings }: SchulzeQuestion, duels) => {
    const links = linksOf(duels, settings.strength);
    return (among) => unbeaten(links, among);
  },
  more: ({ settings }, duels) => ({ path_strengths: pathStrengths(linksOf(duels, settings.strength)) }),
});
