/** A feed before it is written: what decides its bytes, and how to write them when somebody has not got them yet. */
export interface Feed {
  /** Everything that decides the bytes, never a token: equal keys, equal bytes. */
  readonly key: string;
  /** The newest change that it shows, or the day its window moved. */
  readonly changedAt: Date;
  readonly type: string;
  /** Its text in pieces, so that a long one is never whole in memory. */
  readonly write: () => AsyncIterable<string>;
}

/** Bumped whenever a feed is written in another way than before. */
export const FORMAT = '4';

/** What every key begins with: the way of writing and the zone data it is written with. */
export const keyOf = (...parts: readonly string[]): string =>
  JSON.stringify([FORMAT, process.versions['tz'] ?? '', ...parts]);

/** The later of the newest change and the day on which the window of a feed begins. */
export function laterOf(...dates: readonly (Date | null)[]): Date {
  return new Date(Math.max(...dates.map((date) => date?.getTime() ?? 0)));
}
