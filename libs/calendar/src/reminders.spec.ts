import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instantOf, wallAt } from '#libs/zone';
import { reminderDue, remindersOf } from './index.ts';

const brussels = { zone: 'Europe/Brussels', allDay: false };

test.each([
  // what, start, end, zone, all day, expected in UTC
  [
    'an evening',
    '2026-06-12T19:00:00',
    '2026-06-12T22:00:00',
    'Europe/Brussels',
    false,
    { 'day-before': '2026-06-11T17:00:00', morning: '2026-06-12T06:00:00', after: '2026-06-13T08:00:00' },
  ],
  [
    'an early start: the evening before',
    '2026-06-12T09:00:00',
    '2026-06-12T12:00:00',
    'Europe/Brussels',
    false,
    { 'day-before': '2026-06-11T07:00:00', morning: '2026-06-11T16:00:00', after: '2026-06-13T08:00:00' },
  ],
  [
    'a minute past nine: the morning',
    '2026-06-12T09:01:00',
    '2026-06-12T12:00:00',
    'Europe/Brussels',
    false,
    { 'day-before': '2026-06-11T07:01:00', morning: '2026-06-12T06:00:00', after: '2026-06-13T08:00:00' },
  ],
  [
    'the clocks go forward in the night between',
    '2026-03-29T14:00:00',
    '2026-03-29T16:00:00',
    'Europe/Brussels',
    false,
    { 'day-before': '2026-03-28T12:00:00', morning: '2026-03-29T06:00:00', after: '2026-03-30T08:00:00' },
  ],
  [
    'the clocks go back in the night between',
    '2026-10-25T14:00:00',
    '2026-10-25T16:00:00',
    'Europe/Brussels',
    false,
    { 'day-before': '2026-10-24T13:00:00', morning: '2026-10-25T07:00:00', after: '2026-10-26T09:00:00' },
  ],
  [
    'a night that ends at two is asked about at ten of the same day',
    '2026-06-12T22:00:00',
    '2026-06-13T02:00:00',
    'Europe/Brussels',
    false,
    { 'day-before': '2026-06-11T20:00:00', morning: '2026-06-12T06:00:00', after: '2026-06-13T08:00:00' },
  ],
  [
    'one that ends at five is left to sleep',
    '2026-06-12T22:00:00',
    '2026-06-13T05:00:00',
    'Europe/Brussels',
    false,
    { 'day-before': '2026-06-11T20:00:00', morning: '2026-06-12T06:00:00', after: '2026-06-14T08:00:00' },
  ],
  [
    'a zone with a quarter of an hour',
    '2026-06-12T19:00:00',
    '2026-06-12T22:00:00',
    'Asia/Kathmandu',
    false,
    { 'day-before': '2026-06-11T13:15:00', morning: '2026-06-12T02:15:00', after: '2026-06-13T04:15:00' },
  ],
  [
    'a day without hours',
    '2026-06-12T00:00:00',
    '2026-06-13T00:00:00',
    'Europe/Brussels',
    true,
    { 'day-before': '2026-06-11T16:00:00', after: '2026-06-13T08:00:00' },
  ],
])('%s', (_, startLocal, endLocal, zone, allDay, expected) => {
  const due = remindersOf({ startLocal, endLocal, zone, allDay });
  expect(Object.fromEntries(due.map(({ rule, at }) => [rule, wallAt(at, 'UTC')]))).toEqual(expected);
});

test('of two that became due together only the later is sent, and none after the start', () => {
  const event = { ...brussels, startLocal: '2026-06-12T19:00:00', endLocal: '2026-06-12T22:00:00' };
  const utc = (wall: string): number => Date.parse(`${wall}Z`);
  const before = utc('2026-06-10T00:00:00');
  expect(reminderDue(event, before, utc('2026-06-11T16:59:00'))).toBeNull();
  expect(reminderDue(event, before, utc('2026-06-11T17:00:00'))).toBe('day-before');
  expect(reminderDue(event, before, utc('2026-06-12T08:00:00'))).toBe('morning');
  expect(reminderDue(event, before, utc('2026-06-12T17:00:00'))).toBeNull();
  expect(reminderDue(event, before, utc('2026-06-13T08:00:00'))).toBe('after');
  expect(reminderDue(event, utc('2026-06-11T17:00:00'), utc('2026-06-11T17:01:00'))).toBeNull();
});

test('the reminders before an event lie before it and within the time that the clock looks ahead, in every zone', () => {
  const zone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
  const start = fc.integer({ min: Date.UTC(2020, 0, 1) / 60_000, max: Date.UTC(2034, 0, 1) / 60_000 });
  fc.assert(
    fc.property(zone, start, fc.integer({ min: 1, max: 60 * 24 * 60 }), (where, minute, minutes) => {
      const startLocal = wallAt(minute * 60_000, where);
      const endLocal = wallAt((minute + minutes) * 60_000, where);
      const { at } = instantOf(startLocal, where);
      const end = instantOf(endLocal, where).at;
      for (const due of remindersOf({ startLocal, endLocal, zone: where, allDay: false })) {
        if (due.rule === 'after') {
          expect(due.at - end).toBeGreaterThanOrEqual(6 * 3_600_000);
          expect(due.at - end).toBeLessThanOrEqual(31 * 3_600_000);
        } else {
          expect(due.at).toBeLessThan(at);
          expect(at - due.at).toBeLessThanOrEqual(25 * 3_600_000);
        }
      }
    }),
    { numRuns: 2000 },
  );
});
