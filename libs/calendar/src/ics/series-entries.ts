// A series in a feed that writes its rule (events.md 17): one master, and an entry for each date that is not as the rule says.

import { naive } from '../recurrence/occurrences.ts';
import type { CalendarEvent } from './model.ts';

/** A date of a series that is not as its rule says: what it was made into, or null where it was deleted or this reader may not see it. */
export interface ChangedDate {
  /** The start that the rule gives it, in the form of the master's. */
  readonly original: string;
  readonly event: CalendarEvent | null;
}

const CANCELLED_SHOWN_DAYS = 30;
const DAY = 86_400_000;

/**
 * The master and its overrides. A cancelled date is an override that says so, without EXDATE, for 30 days after it, then an EXDATE: to drop the override
 * would bring the date back. A deleted or hidden date is an EXDATE at once. An override is never older than its master.
 */
export function seriesEntries(master: CalendarEvent, dates: readonly ChangedDate[], now: Date): CalendarEvent[] {
  const isOver = (original: string): boolean => naive(original) + CANCELLED_SHOWN_DAYS * DAY < now.getTime();
  const isOut = ({ original, event }: ChangedDate): boolean =>
    event === null || (event.status === 'CANCELLED' && isOver(original));
  const exdates = new Set([...(master.exdates ?? []), ...dates.filter(isOut).map(({ original }) => original)]);
  const overrides = dates.filter((date) => !isOut(date) && !exdates.has(date.original));
  return [
    { ...master, exdates: [...exdates].sort() },
    ...overrides.map(({ original, event }): CalendarEvent => {
      const { rule: _, exdates: __, ...single } = event!;
      const sequence = Math.max(single.sequence, master.sequence);
      return { ...single, uid: master.uid, sequence, recurrenceId: original, recurrenceZone: master.zone };
    }),
  ];
}
