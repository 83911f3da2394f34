import { duelMethod, type DuelQuestion, type DuelResult } from '../condorcet.ts';
import { asRecord } from '../election.ts';
import type { Method } from '../method.ts';
import { beats, duelsAmong, preferred, type Pairwise } from '../pairwise.ts';
import { rankedBy } from '../ties.ts';

/** What a loss weighs: the votes against in lost duels, the largest difference (may be negative), or the most votes against in any duel. */
export type MinimaxQuestion = DuelQuestion<{ readonly variant: 'winning' | 'margins' | 'opposition' }>;

/** The worst loss of each option; least wins. */
export interface MinimaxResult extends DuelResult {
  readonly scores: Readonly<Record<string, bigint>>;
}

function worstLosses(duels: Pairwise, variant: MinimaxQuestion['settings']['variant']): Map<string, bigint> {
  const lossTo = (id: string, other: string): bigint => {
    const against = preferred(duels, other, id);
    if (variant === 'margins') return against - preferred(duels, id, other);
    return variant === 'opposition' || beats(duels, other, id) ? against : 0n;
  };
  return new Map(
    [...duels].map(([id, row]) => {
      const losses = [...row.keys()].map((other) => lossTo(id, other));
      return [id, losses.reduce((worst, loss) => (loss > worst ? loss : worst), losses[0] ?? 0n)];
    }),
  );
}

/** Whose worst loss is least wins; the ranking is by worst losses, too. */
export const minimax: Method<MinimaxQuestion, MinimaxResult> = duelMethod({
  winnersOf:
    ({ settings }: MinimaxQuestion, duels) =>
    (among) =>
      leastOf(worstLosses(duelsAmong(duels, among), settings.variant)),
  more: ({ settings }, duels) => {
    const scores = worstLosses(duels, settings.variant);
    return { ranking: rankedBy(scores).toReversed(), scores: asRecord(scores) };
  },
});

function leastOf(losses: ReadonlyMap<string, bigint>): readonly string[] {
  return rankedBy(losses).at(-1) ?? [];
}
