// Wall clock <-> instant, from the platform's own time zone database (Intl). No dependency.
// Checked on Node 24 against temporal-polyfill 1.0.8 (disambiguation "compatible"): 422 zones, every transition 2015-2035,
// 7 wall times around each; and against data/recurrence/dev.json through expand.ts.
//
// A wall time is 'YYYY-MM-DDTHH:mm:ss' (no zone, no Z). An instant is milliseconds since the epoch.

/** A local time without a zone. */
export type Wall = string;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    // "11 PM GMT+01:00": the shortest text that ends in the offset, which is four times as fast as taking a date apart.
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, hour: 'numeric', timeZoneName: 'longOffset' });
    formats.set(zone, format);
  }
  return format;
}

/** True for a zone this runtime knows; the only check a zone name from outside may pass by. Use the stored spelling afterwards. */
export function isZone(zone: string): boolean {
  try {
    formatOf(zone);
    return /^[A-Za-z][A-Za-z0-9_+\-/]{0,63}$/.test(zone);
  } catch {
    return false;
  }
}

/** The names of all zones that this runtime knows, one for each set of aliases, in order. */
export const allZones = (): string[] => Intl.supportedValuesOf('timeZone');

/** The offsets of a zone in a year: the one it begins with, and its changes. */
interface YearOfOffsets {
  readonly first: number;
  readonly changes: readonly Transition[];
}

const yearsByZone = new Map<string, Map<number, YearOfOffsets>>();
const REMEMBERED = { from: 1972, to: 2099 } as const; // offsets of whole minutes, never two changes within a week

function yearOf(zone: string, year: number): YearOfOffsets {
  let years = yearsByZone.get(zone);
  if (!years) yearsByZone.set(zone, (years = new Map()));
  let found = years.get(year);
  if (!found) {
    const from = Date.UTC(year, 0, 1);
    years.set(
      year,
      (found = { first: askOffset(from, zone), changes: transitions(zone, from, Date.UTC(year + 1, 0, 1)) }),
    );
  }
  return found;
}

/** Offset east of UTC in milliseconds at an instant. A year that was asked about once is remembered: Intl costs microseconds, this nanoseconds. */
export function offsetAt(at: number, zone: string): number {
  const year = new Date(at).getUTCFullYear();
  if (!(year >= REMEMBERED.from && year <= REMEMBERED.to)) return askOffset(at, zone);
  const { first, changes } = yearOf(zone, year);
  let offset = first;
  for (const change of changes) if (change.at <= at) offset = change.to;
  return offset;
}

function askOffset(at: number, zone: string): number {
  const [, sign, hours = 0, minutes = 0, seconds = 0] = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(
    formatOf(zone).format(at),
  )!;
  const size = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
  return sign === '-' ? -size : size;
}

/** A wall time as if it were UTC, in milliseconds. */
export const wallToMs = (wall: Wall): number => Date.parse(wall + 'Z');
/** The wall time that `wallToMs` came from. */
export const msToWall = (ms: number): Wall => new Date(ms).toISOString().slice(0, 19);
/** What the clocks of a zone show at an instant. */
export const wallAt = (at: number, zone: string): Wall => msToWall(at + offsetAt(at, zone));

/**
 * RFC 5545 3.3.5: a wall time that does not exist (gap) is read with the offset before the gap, so 02:30 becomes 03:30;
 * one that exists twice (overlap) means the first. `kind` lets the caller warn the organiser.
 */
export function instantOf(wall: Wall, zone: string): { at: number; kind: 'plain' | 'gap' | 'overlap' } {
  const naive = wallToMs(wall);
  const before = offsetAt(naive - DAY, zone);
  const after = offsetAt(naive + DAY, zone);
  const first = naive - before;
  const second = naive - after;
  if (before === after) return { at: first, kind: 'plain' };
  const firstHolds = offsetAt(first, zone) === before;
  const secondHolds = offsetAt(second, zone) === after;
  if (firstHolds && secondHolds) return { at: Math.min(first, second), kind: 'overlap' };
  if (firstHolds) return { at: first, kind: 'plain' };
  if (secondHolds) return { at: second, kind: 'plain' };
  return { at: first, kind: 'gap' };
}

/** A change of a zone's offset: at an instant, from one offset to another, in milliseconds east of UTC. */
export interface Transition {
  at: number;
  from: number;
  to: number;
}

/** Offset changes in (from, to]. Steps of a week are safe: the shortest interval between two changes is Morocco's Ramadan month. */
export function transitions(zone: string, from: number, to: number): Transition[] {
  const found: Transition[] = [];
  let at = from;
  let offset = askOffset(at, zone);
  while (at < to) {
    const next = Math.min(at + 7 * DAY, to);
    const nextOffset = askOffset(next, zone);
    if (nextOffset !== offset) {
      let low = at;
      let high = next;
      while (high - low > 1000) {
        const middle = Math.floor((low + high) / 2000) * 1000;
        if (askOffset(middle, zone) === offset) low = middle;
        else high = middle;
      }
      found.push({ at: high, from: offset, to: nextOffset });
      offset = nextOffset;
    }
    at = next;
  }
  return found;
}
