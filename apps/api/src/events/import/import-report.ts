import type { ImportFault } from '#libs/calendar';
import type { Repeats } from '../series/repeats.graphql.ts';
import { columnsOf, datesOf, repeatsFrom } from '../series/series-schedule.ts';
import type { PlannedImport } from './imports.store.ts';
import type { PlannedSeries } from './series-imports.store.ts';

/** How a series of a calendar repeats and what of it is not as its rule says. */
export interface ImportedRhythm {
  readonly repeats: Repeats;
  /** How many nights are to come; null where it goes on without an end. */
  readonly nights: number | null;
  readonly moved: number;
  readonly cancelled: number;
  /** The next days, for a rule that has no words. */
  readonly next: readonly string[];
}

export interface ImportLine {
  readonly title: string;
  readonly start: string;
  readonly zone: string;
  readonly what: 'new' | 'changed' | 'same' | 'gone';
  /** Null for a single event. */
  readonly series: ImportedRhythm | null;
}

/** What an import does, or with `dryRun` would do. */
export interface ImportReport {
  readonly name: string | null;
  readonly lines: readonly ImportLine[];
  /** What is taken otherwise than it stands there. */
  readonly notes: readonly ImportFault[];
  readonly faults: readonly ImportFault[];
  readonly made: number;
  readonly changed: number;
  readonly same: number;
  readonly gone: number;
}

const SHOWN = 200;
const NEXT_DAYS = 4;

/** The report of these lines, of which the first 200 are shown. */
export function reportOf(
  lines: readonly ImportLine[],
  of: Pick<ImportReport, 'name' | 'notes' | 'faults'>,
): ImportReport {
  const count = (what: ImportLine['what']): number => lines.filter((one) => one.what === what).length;
  return {
    ...of,
    lines: lines.slice(0, SHOWN),
    made: count('new'),
    changed: count('changed'),
    same: count('same'),
    gone: count('gone'),
  };
}

export const lineOfEvent = ({ event, what }: PlannedImport): ImportLine => ({
  title: event.title,
  start: event.start,
  zone: event.zone,
  what,
  series: null,
});

export const lineOfGone = (of: { title: string; start_local: string; zone: string; all_day: boolean }): ImportLine => ({
  title: of.title,
  start: of.all_day ? of.start_local.slice(0, 10) : of.start_local,
  zone: of.zone,
  what: 'gone',
  series: null,
});

/** A series in one line, counted from its next night on. */
export function lineOfSeries({ series, what }: PlannedSeries): ImportLine {
  const { event, tail, nights, overrides } = series;
  const all_day = event.allDay;
  const row = { ...columnsOf(tail), zone: event.zone, all_day, ends_before: null };
  const coming = overrides.filter(({ recurrenceId }) => recurrenceId! >= tail.start);
  const next = datesOf(row, { limit: NEXT_DAYS });
  return {
    title: event.title,
    start: (next[0] ?? tail.start).slice(0, all_day ? 10 : 19),
    zone: event.zone,
    what,
    series: {
      repeats: repeatsFrom(row, row.start_local),
      nights,
      moved: coming.filter(({ start, recurrenceId, cancelled }) => !cancelled && start !== recurrenceId).length,
      cancelled: coming.filter(({ cancelled }) => cancelled).length,
      next: next.map((wall) => wall.slice(0, 10)),
    },
  };
}
