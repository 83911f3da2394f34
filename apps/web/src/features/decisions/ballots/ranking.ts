/** Places from the best to the last; options of one place are equal. */
export type Ranking = readonly (readonly string[])[];

/** The place of an option, from 0; -1 where it has none. */
export function placeOf(ranking: Ranking, id: string): number {
  return ranking.findIndex((rank) => rank.includes(id));
}

/** Without an option; a place that becomes empty is gone. */
export function without(ranking: Ranking, id: string): Ranking {
  return ranking.map((rank) => rank.filter((one) => one !== id)).filter((rank) => rank.length > 0);
}

/** With an option at the end, in a place of its own. */
export function append(ranking: Ranking, id: string): Ranking {
  return [...without(ranking, id), [id]];
}

/** One step up or down: out of a shared place first, else past the next place. */
export function step(ranking: Ranking, id: string, by: -1 | 1): Ranking {
  const at = placeOf(ranking, id);
  if (at < 0) return ranking;
  const isShared = ranking[at]!.length > 1;
  if (!isShared && (at + by < 0 || at + by >= ranking.length)) return ranking;
  const rest = without(ranking, id);
  const target = isShared && by > 0 ? at + 1 : isShared ? at : at + by;
  return [...rest.slice(0, target), [id], ...rest.slice(target)];
}

/** Shares the place above, or leaves a shared place for one of its own below it. */
export function toggleTie(ranking: Ranking, id: string): Ranking {
  const at = placeOf(ranking, id);
  if (at < 0) return ranking;
  if (ranking[at]!.length > 1) return step(ranking, id, 1);
  if (at === 0) return ranking;
  const above = ranking[at - 1]!;
  return [...ranking.slice(0, at - 1), [...above, id], ...ranking.slice(at + 1)];
}

/** Puts an option where another stands, which makes room towards where it came from. */
export function moveTo(ranking: Ranking, id: string, other: string): Ranking {
  const [from, to] = [placeOf(ranking, id), placeOf(ranking, other)];
  if (from < 0 || to < 0 || from === to) return ranking;
  const rest = without(ranking, id);
  const beside = placeOf(rest, other);
  const target = to > from ? beside + 1 : beside;
  return [...rest.slice(0, target), [id], ...rest.slice(target)];
}
