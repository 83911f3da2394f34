// Recurrence expansion on the wall clock: rrule 2.8.1 sees only "UTC" dates that stand for local times, zones are applied afterwards.
// (Its own tzid mode is wrong in 189 of 619 zone-aware test rules: last occurrence lost with UNTIL, wrong instants.)
// Checked on Node 24 against data/recurrence/dev.json: 555 of 557; the two misses are MONTHLY rules with BYMINUTE and six BYSETPOS values.
//
// Rules from outside must have passed the safe-subset check (events.md, Recurrence) or run in a worker thread with a time limit:
// an unsatisfiable rule such as FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30 keeps rrule busy for 20 s (it walks to the year 9999).

import rrule from 'rrule';
import { instantOf, type Wall, wallAt, wallToMs } from '#libs/zone';

/** A repeating time on the wall clock. */
export interface Recurrence {
  start: string; // Wall, or 'YYYY-MM-DD' for an all-day series
  zone: string | null; // IANA name; null for floating and all-day
  rule: string; // RRULE value, e.g. FREQ=WEEKLY;BYDAY=TU
  rdates?: string[]; // same form as start
  exdates?: string[];
}

/** One date of it: the wall time and, in a zone, its instant in milliseconds. */
export interface Occurrence {
  wall: string;
  at: number | null;
  kind: 'plain' | 'gap' | 'overlap';
}

const basic = (wall: string) => wall.replace(/[-:]/g, '');
const midnight = (wall: string) => (wall.length === 10 ? wall + 'T00:00:00' : wall);

const DAYS_IN = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Throws for the rules that have no occurrence at all (30 February): rrule would walk to the year 9999 for them, 20 seconds of one core.
 */
function refuseUnsatisfiable(rule: string): void {
  const months = /BYMONTH=([\d,]+)/.exec(rule)?.[1]?.split(',').map(Number);
  const days = /BYMONTHDAY=([-\d,]+)/.exec(rule)?.[1]?.split(',').map(Number);
  if (!days || days.length === 0) return;
  const longest = Math.max(...(months ?? [1]).map((month) => DAYS_IN[month - 1] ?? 0));
  if (days.every((day) => Math.abs(day) > longest)) throw new Error('This rule has no date at all.');
}

/** UNTIL may be a date, a UTC instant or a local time; rrule needs it on the same pretended-UTC wall clock as the start. */
function untilOnWallClock(rule: string, zone: string | null): string {
  return rule.replace(/UNTIL=(\d{8})(?:T(\d{6})(Z?))?/, (_, date: string, time?: string, z?: string) => {
    if (!time) return `UNTIL=${date}T235959Z`;
    if (!z || !zone) return `UNTIL=${date}T${time}Z`;
    const iso = `${date}T${time}`.replace(/(....)(..)(..)T(..)(..)(..)/, '$1-$2-$3T$4:$5:$6');
    return `UNTIL=${basic(wallAt(wallToMs(iso), zone))}Z`;
  });
}

/**
 * Sorted, without duplicates, EXDATE removed. Give `to` (wall time, exclusive) or `limit`, whichever ends first.
 * Two wall times that a gap maps to one instant are one occurrence.
 */
export function expand(r: Recurrence, opts: { from?: Wall; to?: Wall; limit: number }): Occurrence[] {
  const allDay = r.start.length === 10;
  const rule = untilOnWallClock(r.rule.replace(/;$/, ''), r.zone);
  refuseUnsatisfiable(rule);
  const set = rrule.rrulestr(`DTSTART:${basic(midnight(r.start))}Z\nRRULE:${rule}`, { forceset: true });
  const extra = (r.rdates ?? []).map(midnight);
  const removed = new Set((r.exdates ?? []).map(midnight));
  const enough = opts.limit + extra.length + removed.size;
  const walls = new Set<Wall>(extra);
  let count = 0;
  set.all((date) => {
    // the iterator hands out rule dates in order; RDATEs are merged here because rrule emits them out of order
    const wall = date.toISOString().slice(0, 19);
    if (opts.to && wall >= opts.to) return false;
    if (opts.from && wall < opts.from) return true;
    walls.add(wall);
    return ++count < enough;
  });
  const result: Occurrence[] = [];
  const seen = new Set<number>();
  for (const wall of [...walls].sort()) {
    if (removed.has(wall) || (opts.from && wall < opts.from) || (opts.to && wall >= opts.to)) continue;
    if (allDay || !r.zone) {
      result.push({ wall: allDay ? wall.slice(0, 10) : wall, at: null, kind: 'plain' });
      continue;
    }
    const { at, kind } = instantOf(wall, r.zone);
    if (!seen.has(at)) result.push({ wall, at, kind });
    seen.add(at);
  }
  return result.sort((a, b) => (a.at ?? 0) - (b.at ?? 0) || (a.wall < b.wall ? -1 : 1)).slice(0, opts.limit);
}
