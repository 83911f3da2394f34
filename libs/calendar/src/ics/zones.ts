import { vtimezone } from './vtimezone.ts';
import type { CalendarEvent, CalendarHead } from './model.ts';

/** The zones of a calendar's entries, each with its first and last year. */
export type ZoneYears = ReadonlyMap<string, readonly [from: number, to: number]>;

/** True for the names of UTC: their times end in Z and need no VTIMEZONE. */
export const isUtc = (zone: string): boolean => /^(Etc\/)?(UTC|GMT|UCT|Zulu|Universal|Greenwich)$/i.test(zone);

/** A series without end is known to a year this far ahead; where the zone is regular its rule goes on. */
const SERIES_YEARS = 6;

/** The zones that some entries need, with the years that their VTIMEZONEs must be right for. */
export function zoneYears(
  events: Iterable<Pick<CalendarEvent, 'zone' | 'allDay' | 'start' | 'end' | 'rule'>>,
): ZoneYears {
  const years = new Map<string, [number, number]>();
  for (const { zone, allDay, start, end, rule } of events) {
    if (allDay || isUtc(zone)) continue;
    const from = Number(start.slice(0, 4));
    const to = Number(end.slice(0, 4)) + (rule ? SERIES_YEARS : 0);
    const held = years.get(zone);
    years.set(zone, [Math.min(held?.[0] ?? from, from), Math.max(held?.[1] ?? to, to)]);
  }
  return years;
}

/** The VTIMEZONE lines of a calendar, unfolded, in order of name; an empty calendar holds that of its own zone, since one without a component is none. */
export function zoneLines(head: Pick<CalendarHead, 'zone' | 'year'>, zones: ZoneYears, isEmpty: boolean): string[] {
  const wanted = new Map(zones);
  if (isEmpty) wanted.set(isUtc(head.zone) ? 'Etc/UTC' : head.zone, [head.year, head.year]);
  return [...wanted]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([zone, [from, to]]) => vtimezone(zone, from, to + 1));
}
