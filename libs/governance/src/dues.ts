import type { Rulebook } from './rulebook.ts';

/**
 * What each member gives in each period, as minor units of the group's currency in decimal strings: `suggested` unless they choose another step from
 * `min` to `max`. Without a period or with nothing suggested there are no dues.
 */
export interface DuesRules {
  readonly every: (typeof duesPeriods)[number];
  readonly min: string;
  readonly suggested: string;
  readonly max: string;
  /** Days after the due day before somebody is behind. */
  readonly graceDays: number;
  /** Whether who is behind has no vote in what is opened from then on; they have one where absent. */
  readonly votes?: boolean;
  /** Months after the due day of dues that are still owed in which a membership lapses; never where absent or 0. */
  readonly lapseAfterMonths?: number;
}

export const duesPeriods = ['none', 'month', 'year'] as const;

/** No dues yet; what would hold for them is settled already. */
export const noDues: DuesRules = { every: 'none', min: '0', suggested: '0', max: '0', graceDays: 30 };

/** The dues of a rulebook as written; none where it was written before there were any. */
export function duesRules(book: Pick<Rulebook, 'dues'>): DuesRules {
  return book.dues ?? noDues;
}

/** The dues that hold: null where there are none; else the least and the most a member may choose, with what is suggested between them. */
export function duesInForce(
  book: Pick<Rulebook, 'dues'>,
): { every: 'month' | 'year'; min: bigint; suggested: bigint; max: bigint; graceDays: number } | null {
  const { every, graceDays, ...rules } = duesRules(book);
  const suggested = BigInt(rules.suggested);
  if (every === 'none' || suggested === 0n) return null;
  const [min, max] = [BigInt(rules.min), BigInt(rules.max)];
  return {
    every,
    graceDays,
    suggested,
    min: min > 0n && min < suggested ? min : suggested,
    max: max > suggested ? max : suggested,
  };
}
