import ICAL from 'ical.js';
import { describe, expect, test } from 'vitest';
import { allZones, msToWall, offsetAt, transitions } from '#libs/zone';
import { vtimezone } from './vtimezone.ts';

const DAY = 86_400_000;
const first = Date.UTC(2015, 0, 1, 12);
const last = Date.UTC(2035, 11, 31, 12);

/** A zone as ical.js reads our VTIMEZONE. */
function read(zone: string, from: number, to: number): InstanceType<typeof ICAL.Timezone> {
  const lines = vtimezone(zone, from, to).join('\r\n');
  return new ICAL.Timezone(new ICAL.Component(ICAL.parse(lines) as ConstructorParameters<typeof ICAL.Component>[0]));
}

/** The days at whose noon (UTC) the zone read differs from the platform's; a noon that comes twice may be either. */
function wrongDays(zone: string, clock: InstanceType<typeof ICAL.Timezone>, days: Iterable<number>): string[] {
  const wrong: string[] = [];
  for (const at of days) {
    const offset = offsetAt(at, zone);
    const wall = msToWall(at + offset);
    if (clock.utcOffset(ICAL.Time.fromDateTimeString(wall)) * 1000 === offset) continue;
    const twice = [-3, -2, -1, 1, 2, 3]
      .map((hours) => at + (hours * DAY) / 24)
      .some((other) => msToWall(other + offsetAt(other, zone)) === wall);
    if (!twice) wrong.push(`${zone} ${wall}`);
  }
  return wrong;
}

function* every(step: number, from: number, to: number): Generator<number> {
  for (let at = from; at <= to; at += step * DAY) yield at;
}

/** The noons around each change of a zone: the day before to the day after. */
const around = (zone: string): number[] =>
  transitions(zone, first, last).flatMap(({ at }) => {
    const noon = Math.floor(at / DAY) * DAY + DAY / 2;
    return [-1, 0, 1].map((days) => noon + days * DAY);
  });

describe('a VTIMEZONE read by ical.js shows what the clocks of the zone show', () => {
  test('in every zone from 2015 to 2035: around each change, and every 29th day, a different one in each zone', () => {
    const zones = allZones();
    const wrong = zones.flatMap((zone, at) => {
      const clock = read(zone, 2015, 2035);
      return wrongDays(zone, clock, [...around(zone), ...every(29, first + (at % 29) * DAY, last)]);
    });
    expect(zones.length).toBeGreaterThan(400);
    expect(wrong).toEqual([]);
  }, 60_000);

  test.each([
    'Europe/Brussels',
    'Africa/Casablanca',
    'Australia/Lord_Howe',
    'Asia/Gaza',
    'America/Santiago',
    'Pacific/Apia',
  ])('in %s on every day', (zone) => {
    expect(wrongDays(zone, read(zone, 2015, 2035), every(1, first, last))).toEqual([]);
  });

  test('for a window of two years, and beyond its end where the zone is regular', () => {
    const clock = read('Europe/Brussels', 2026, 2027);
    expect(wrongDays('Europe/Brussels', clock, every(1, Date.UTC(2026, 0, 1, 12), last))).toEqual([]);
    const wrong = allZones().flatMap((zone, at) =>
      wrongDays(
        zone,
        read(zone, 2026, 2027),
        every(19, Date.UTC(2026, 0, 1 + (at % 19), 12), Date.UTC(2027, 11, 31, 12)),
      ),
    );
    expect(wrong).toEqual([]);
  }, 60_000);
});

test('regular zones end in rules of the form that Outlook reads', () => {
  expect(vtimezone('Europe/Brussels', 2026, 2027).filter((line) => line.startsWith('RRULE'))).toEqual([
    'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
    'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
  ]);
  expect(vtimezone('Asia/Tokyo', 2026, 2027).filter((line) => line.startsWith('BEGIN'))).toEqual([
    'BEGIN:VTIMEZONE',
    'BEGIN:STANDARD',
  ]);
});
