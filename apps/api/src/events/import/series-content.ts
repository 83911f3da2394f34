import { endOf, minutesBetween, type Schedule, type TakenSeries } from '#libs/calendar';
import { BadInput } from '../../platform/graphql/errors.ts';
import { say, type Words } from '../../platform/words/words.ts';
import { type CheckedFields, checkedFields } from '../event-fields.ts';
import { rowWall } from '../series/series-schedule.ts';
import type { SeriesRow, Template } from '../series/series.store.ts';
import { changedThere, contentOf, type ImportedContent, inputOf } from './content.ts';

/** A series of somebody else's calendar as it was last read: what its dates share, when it repeats, and what single dates have of their own. */
export interface SeriesContent extends ImportedContent {
  readonly rule: string | null;
  readonly rdates: readonly string[];
  readonly exdates: readonly string[];
  /** By original start, as rows hold it. */
  readonly overrides: Readonly<Record<string, ImportedContent>>;
}

export function seriesContentOf({ event, schedule, overrides }: TakenSeries): SeriesContent {
  return {
    ...contentOf({ ...event, start: schedule.start, end: endOf(schedule.start, lengthOf(event)) }),
    rule: schedule.rule,
    rdates: schedule.rdates ?? [],
    exdates: schedule.exdates ?? [],
    overrides: Object.fromEntries(overrides.map((one) => [rowWall(one.recurrenceId!), contentOf(one)])),
  };
}

const lengthOf = ({ start, end }: { start: string; end: string }): number => minutesBetween(start, end);

/** What a date without anything of its own is. */
export function plainDate(content: SeriesContent, original: string): ImportedContent {
  const { title, body, zone, allDay, place } = content;
  const start = allDay ? original.slice(0, 10) : original;
  return { title, body, zone, allDay, place, start, end: endOf(start, lengthOf(content)), cancelled: false };
}

/** The schedule that a series had or has there. */
export const scheduleIn = ({ start, zone, allDay, rule, rdates, exdates }: SeriesContent): Schedule => ({
  start,
  zone: allDay ? null : zone,
  rule,
  rdates,
  exdates,
});

/** Whether the dates, their times or their length are other than before. */
export function isOtherwise(now: SeriesContent, before: SeriesContent): boolean {
  const key = (of: SeriesContent): string =>
    JSON.stringify([of.start, of.end, of.zone, of.allDay, of.rule, of.rdates, of.exdates]);
  return key(now) !== key(before);
}

/** What a date is to be, checked; or why it cannot be. */
export interface CheckedDate {
  readonly fields: CheckedFields;
  readonly content: ImportedContent;
}

/** Checks the dates that have something of their own; those that cannot be are named by their date and left as the others are. */
export function checkedDates(
  content: SeriesContent,
  of: { visibility: string; isOpen: boolean },
): { dates: ReadonlyMap<string, CheckedDate>; faults: readonly Words[] } {
  const dates = new Map<string, CheckedDate>();
  const faults: Words[] = [];
  for (const [original, one] of Object.entries(content.overrides))
    try {
      dates.set(original, { fields: checkedFields(inputOf(one, of.visibility), of.isOpen), content: one });
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      faults.push(say`Its date of ${original.slice(0, 10)}: ${error.words}`);
    }
  return { dates, faults };
}

/** The columns that dates have of their own, for nights that are made later. */
export function ownDatesOf(content: SeriesContent, dates: ReadonlyMap<string, CheckedDate>): SeriesRow['own_dates'] {
  return Object.fromEntries(
    [...dates].map(([original, { fields, content: own }]) => {
      const columns = changedThere(fields, own, plainDate(content, original));
      const off = own.cancelled ? { status: 'cancelled', reason: '' } : {};
      return [original, { ...(JSON.parse(JSON.stringify(columns)) as Template), ...off }];
    }),
  );
}
