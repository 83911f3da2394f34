import { describe, expect, test } from 'vitest';
import { allZones, instantOf, isZone, msToWall, offsetAt, transitions, wallAt, wallToMs } from './index.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const first = Date.UTC(2015, 0, 1);
const last = Date.UTC(2036, 0, 1);

/** What the platform itself says that the clocks of a zone show: `2026-03-29 03:30:00`. */
function clockOf(zone: string): (at: number) => string {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  return (at) => format.format(at).replace(' ', 'T');
}

describe('a wall time around every change of every zone, 2015 to 2035', () => {
  test('is the first instant at which the clocks show it, or in a gap what they would have shown without the change', () => {
    let changes = 0;
    const wrong: string[] = [];
    for (const zone of allZones()) {
      const shows = clockOf(zone);
      for (const change of transitions(zone, first, last)) {
        changes += 1;
        const [lower, upper] = [
          change.at + Math.min(change.from, change.to),
          change.at + Math.max(change.from, change.to),
        ];
        const walls = [lower - HOUR, lower - 1000, lower, (lower + upper) / 2, upper - 1000, upper, upper + HOUR];
        for (const ms of walls.map((wall) => Math.floor(wall / 1000) * 1000)) {
          const wall = msToWall(ms);
          const { at, kind } = instantOf(wall, zone);
          const within = ms >= lower && ms < upper;
          const expected = !within ? 'plain' : change.to > change.from ? 'gap' : 'overlap';
          const isRight =
            kind === expected &&
            (kind === 'gap' ? at === ms - change.from : shows(at) === wall) &&
            (kind !== 'overlap' || shows(at + change.from - change.to) === wall);
          if (!isRight) wrong.push(`${zone} ${wall}: ${kind}, wanted ${expected}`);
        }
      }
    }
    expect(changes).toBeGreaterThan(5000);
    expect(wrong).toEqual([]);
  }, 60_000);

  test('offsets are those of the platform at any hour, remembered or not (every twentieth zone)', () => {
    for (const [at, zone] of allZones()
      .filter((_, nth) => nth % 20 === 7)
      .entries()) {
      const shows = clockOf(zone);
      for (let time = Date.UTC(1960, 0, 1 + (at % 300), at % 24); time < Date.UTC(2110, 0, 1); time += 301 * 25 * HOUR)
        expect(`${zone} ${wallAt(time, zone)}`).toBe(`${zone} ${shows(time)}`);
    }
  }, 60_000);
});

test.each<[string, string, string, 'plain' | 'gap' | 'overlap']>([
  ['2026-03-29T02:30:00', 'Europe/Brussels', '2026-03-29T01:30:00', 'gap'],
  ['2026-10-25T02:30:00', 'Europe/Brussels', '2026-10-25T00:30:00', 'overlap'],
  ['2026-10-04T02:15:00', 'Australia/Lord_Howe', '2026-10-03T15:45:00', 'gap'],
  ['2011-12-30T12:00:00', 'Pacific/Apia', '2011-12-30T22:00:00', 'gap'],
  ['2026-02-15T12:00:00', 'Africa/Casablanca', '2026-02-15T12:00:00', 'plain'],
  ['2026-07-01T00:00:00', 'UTC', '2026-07-01T00:00:00', 'plain'],
])('%s in %s is %s, %s', (wall, zone, utc, kind) => {
  expect(instantOf(wall, zone)).toEqual({ at: wallToMs(utc), kind });
});

test('only names of zones are zones', () => {
  for (const name of ['Europe/Brussels', 'UTC', 'Etc/GMT+5', 'America/Argentina/Ushuaia'])
    expect(isZone(name)).toBe(true);
  for (const name of [
    '',
    'Mars/Base',
    'europe brussels',
    '+02:00',
    'Europe/Brussels\r\nX:1',
    '../etc/passwd',
    'x'.repeat(70),
  ])
    expect(isZone(name)).toBe(false);
  expect(offsetAt(Date.UTC(2026, 6, 1), 'Asia/Kathmandu')).toBe(5.75 * HOUR);
});
