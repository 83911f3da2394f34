import type { Rulebook } from './rulebook.ts';

/** What becomes of money that was set aside for an event and is left when it is over. */
export interface LeftoverRules {
  /** Days after the end of the event in which its lines can still be spent. */
  readonly days: number;
  /** `release`: then what is left is free in its fund again; `ask`: then its hosts and the treasurers are asked what to do with it. */
  readonly way: (typeof leftoverWays)[number];
}

export const leftoverWays = ['release', 'ask'] as const;

/** Of what was called off nothing more comes than what was ordered already. */
const CALLED_OFF_DAYS = 7;

/** The rule as written; rulebooks of before ask, as nothing is released that no rule releases. */
export function leftoverRules(book: Pick<Rulebook, 'leftovers'>): LeftoverRules {
  return book.leftovers ?? { days: 30, way: 'ask' };
}

/** How many days after its end, or after it was called off, the lines of an event can still be spent. */
export function leftoverDays(book: Pick<Rulebook, 'leftovers'>, { calledOff }: { calledOff: boolean }): number {
  const { days } = leftoverRules(book);
  return calledOff ? Math.min(days, CALLED_OFF_DAYS) : days;
}

/** People are told a week before; where that is over already, they still have some days. */
const NOTICE_DAYS = 7;
const LEAST_NOTICE_DAYS = 3;

/**
 * When the hosts of an event that ended on a day are told what is left, and when it is released if they are told `today`: `days` after the end, but
 * never before they have had three days, or one where the rule leaves fewer than three. All days are `YYYY-MM-DD` in the zone of the group.
 */
export function leftoverDates({ endedOn, today, days }: { endedOn: string; today: string; days: number }): {
  tellOn: string;
  releaseOn: string;
} {
  const due = later(endedOn, days);
  const least = later(today, days < LEAST_NOTICE_DAYS ? 1 : LEAST_NOTICE_DAYS);
  return { tellOn: later(endedOn, Math.max(0, days - NOTICE_DAYS)), releaseOn: due > least ? due : least };
}

function later(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
