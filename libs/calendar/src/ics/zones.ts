import { instantOf, msToWall, wallAt } from '#libs/zone';
import type { CalendarEvent, CalendarHead } from './model.ts';
import { vtimezone } from './vtimezone.ts';

/** The zones of a calendar's entries, each with its first and last year. */
export type ZoneYears = ReadonlyMap<string, readonly [from: number, to: number]>;

/** True for the names of UTC: their times end in Z and need no VTIMEZONE. */
export const isUtc = (zone: string): boolean => /^(Etc\/)?(UTC|GMT|UCT|Zulu|Universal|Greenwich)$/i.test(zone);

/** An entry's times as they are written; `zone` null means UTC. */
export interface WrittenTimes {
  readonly start: string;
  readonly end: string;
  readonly zone: string | null;
}

/**
 * The times of an entry in the form that no reader can mistake: one in a gap as the clock will show it, and an entry with a time that comes twice in UTC,
 * because half of the readers take the second. A series keeps its wall times.
 */
export function writtenTimes({
  start,
  end,
  zone,
  rule,
}: Pick<CalendarEvent, 'start' | 'end' | 'zone' | 'rule'>): WrittenTimes {
  const [from, to] = [instantOf(start, zone), instantOf(end, zone)];
  if (isUtc(zone)) return { start, end, zone: null };
  if (rule === undefined && (from.kind === 'overlap' || to.kind === 'overlap'))
    return { start: msToWall(from.at), end: msToWall(to.at), zone: null };
  const shown = ({ at, kind }: typeof from, wall: string): string => (kind === 'gap' ? wallAt(at, zone) : wall);
  return { start: shown(from, start), end: shown(to, end), zone };
}

/** A series without end is known to a year this far ahead; where the zone is regular its rule goes on. */
const SERIES_YEARS = 6;

/** The zones that some entries need, with the years that their VTIMEZONEs must be right for. */
export function zoneYears(
  events: Iterable<Pick<CalendarEvent, 'zone' | 'allDay' | 'start' | 'end' | 'rule'>>,
): ZoneYears {
  const years = new Map<string, [number, number]>();
  for (const event of events) {
    const { zone, allDay, start, end, rule } = event;
    if (allDay || writtenTimes(event).zone === null) continue;
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
