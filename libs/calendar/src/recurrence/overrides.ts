// A series with its exceptions: each date of the rule, and what one date was made into.

import { instantOf } from '#libs/zone';
import { isAllDay, naive, occurrences, type Schedule, wallLike, type Window } from './occurrences.ts';

/** What one date of a series was made into. `original` is the start that the rule gives; what is absent is as in the series. */
export interface Override {
  readonly original: string;
  readonly start?: string;
  /** Length on the wall clock, in minutes. */
  readonly minutes?: number;
  readonly cancelled?: boolean;
}

/** A date of a series as it is held: its original and its real start, the wall clock's end, and what differs from the series. */
export interface SeriesDate {
  readonly original: string;
  readonly start: string;
  readonly end: string;
  readonly at: number | null;
  readonly kind: 'plain' | 'gap' | 'overlap';
  readonly changed: readonly ('start' | 'minutes' | 'cancelled')[];
}

/** The end on the wall clock: a night from 22:00 to 02:00 stays so across a clock change. */
export const endOf = (start: string, minutes: number): string =>
  wallLike(naive(start) + minutes * 60_000, start.length === 10);

/**
 * The dates of a series with its overrides laid over them, in order of their real start. The window is one of original starts, so a date that was moved out of it
 * stays and one moved into it is not found; ask for more and cut. An override of a date that the rule does not have (any more) is listed in `orphans`.
 */
export function seriesDates(
  schedule: Schedule,
  of: { readonly minutes: number; readonly overrides: readonly Override[] },
  window: Window,
): { readonly dates: readonly SeriesDate[]; readonly orphans: readonly Override[] } {
  const byOriginal = new Map(of.overrides.map((one) => [one.original, one]));
  const plain = occurrences(schedule, window);
  const dates = plain.map(({ wall, at, kind }): SeriesDate => {
    const over = byOriginal.get(wall);
    const start = over?.start ?? wall;
    const minutes = over?.minutes ?? of.minutes;
    const changed = (['start', 'minutes', 'cancelled'] as const).filter(
      (field) =>
        over?.[field] !== undefined && over[field] !== { start: wall, minutes: of.minutes, cancelled: false }[field],
    );
    const moment =
      start === wall || isAllDay(schedule) || !schedule.zone ? { at, kind } : instantOf(start, schedule.zone);
    return { original: wall, start, end: endOf(start, minutes), ...moment, changed };
  });
  const held = new Set(plain.map(({ wall }) => wall));
  return {
    dates: dates.sort((a, b) => naive(a.start) - naive(b.start) || naive(a.original) - naive(b.original)),
    orphans: of.overrides.filter(({ original }) => !held.has(original) && isIn(original, window)),
  };
}

function isIn(wall: string, { from, to }: Window): boolean {
  return (from === undefined || naive(wall) >= naive(from)) && (to === undefined || naive(wall) < naive(to));
}

/** Minutes on the wall clock between two wall times. */
export const minutesBetween = (start: string, end: string): number => Math.round((naive(end) - naive(start)) / 60_000);
