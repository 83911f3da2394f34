import { duelMethod, type DuelQuestion, type DuelResult } from '../condorcet.ts';
import { asRecord } from '../election.ts';
import type { Method } from '../method.ts';
import { beats, duelsAmong, type Pairwise } from '../pairwise.ts';
import { rankedBy } from '../ties.ts';

export type CopelandQuestion = DuelQuestion;

/** Duels won less duels lost. */
export interface CopelandResult extends DuelResult {
  readonly scores: Readonly<Record<string, bigint>>;
}

function scoresOf(duels: Pairwise): Map<string, bigint> {
  const won = (a: string, b: string): bigint => (beats(duels, a, b) ? 1n : 0n);
  return new Map(
    [...duels].map(([id, row]) => [
      id,
      [...row.keys()].reduce((sum, other) => sum + won(id, other) - won(other, id), 0n),
    ]),
  );
}

/** Who wins most duels, those lost taken off, wins. */
export const copeland: Method<CopelandQuestion, CopelandResult> = duelMethod({
  winnersOf: (_, duels) => (among) => rankedBy(scoresOf(duelsAmong(duels, among)))[0] ?? [],
  more: (_, duels) => {
    const scores = scoresOf(duels);
    return { ranking: rankedBy(scores), scores: asRecord(scores) };
  },
});
