import { expect, test } from 'vitest';
import { calendarOf, evening } from '../../../../test/support/calendars.ts';
import { readCalendar, writeCalendar } from '../index.ts';

const options = { fallbackZone: 'Europe/Brussels', now: new Date('2026-01-01T00:00:00Z'), horizonDays: 400 };
const file = (...events: string[]): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//x//y//EN',
    ...events.flatMap((lines) => ['BEGIN:VEVENT', ...lines.split('\n'), 'END:VEVENT']),
    'END:VCALENDAR',
    '',
  ].join('\r\n');

test('our own feed reads back as it was', () => {
  const { events, faults } = readCalendar(writeCalendar(calendarOf()), options);
  expect(faults).toEqual([]);
  expect(events).toEqual([
    expect.objectContaining({
      uid: evening().uid,
      title: 'Repair café',
      start: '2026-03-13T19:00:00',
      end: '2026-03-13T22:00:00',
      zone: 'Europe/Brussels',
      recurrenceId: null,
    }),
  ]);
});

test('a series becomes single dates with its override, its exclusion and its clock change', () => {
  const { events } = readCalendar(
    file(
      'UID:w\nSUMMARY:Choir\nDTSTART;TZID=Europe/Brussels:20260316T200000\nDTEND;TZID=Europe/Brussels:20260316T220000\nRRULE:FREQ=WEEKLY;COUNT=4\nEXDATE;TZID=Europe/Brussels:20260323T200000',
      'UID:w\nSUMMARY:Choir, moved\nRECURRENCE-ID;TZID=Europe/Brussels:20260330T200000\nDTSTART;TZID=Europe/Brussels:20260331T190000\nDTEND;TZID=Europe/Brussels:20260331T210000',
    ),
    options,
  );
  expect(events.map(({ title, start, recurrenceId }) => [title, start, recurrenceId])).toEqual([
    ['Choir', '2026-03-16T20:00:00', '2026-03-16T20:00:00'],
    ['Choir, moved', '2026-03-31T19:00:00', '2026-03-30T20:00:00'],
    ['Choir', '2026-04-06T20:00:00', '2026-04-06T20:00:00'],
  ]);
});

test('UTC, floating, all-day and Windows zones are understood', () => {
  const { events, faults } = readCalendar(
    file(
      'UID:1\nSUMMARY:utc\nDTSTART:20260601T100000Z\nDTEND:20260601T110000Z',
      'UID:2\nSUMMARY:floating\nDTSTART:20260601T100000\nDURATION:PT2H',
      'UID:3\nSUMMARY:day\nDTSTART;VALUE=DATE:20260601',
      'UID:4\nSUMMARY:windows\nDTSTART;TZID=W. Europe Standard Time:20260601T100000\nDTEND;TZID=W. Europe Standard Time:20260601T110000',
    ),
    options,
  );
  expect(faults).toEqual([]);
  expect(events.map(({ title, start, end, zone }) => [title, start, end, zone])).toEqual([
    ['utc', '2026-06-01T12:00:00', '2026-06-01T13:00:00', 'Europe/Brussels'],
    ['floating', '2026-06-01T10:00:00', '2026-06-01T12:00:00', 'Europe/Brussels'],
    ['day', '2026-06-01', '2026-06-02', 'Europe/Brussels'],
    ['windows', '2026-06-01T10:00:00', '2026-06-01T11:00:00', 'Europe/Berlin'],
  ]);
});

test('what cannot be read is named, the rest is taken', () => {
  const { events, faults } = readCalendar(
    file(
      'UID:1\nSUMMARY:good\nDTSTART:20260601T100000Z',
      'UID:2\nSUMMARY:lost\nDTSTART;TZID=Mars/Base:20260601T100000',
      'SUMMARY:no uid\nDTSTART:20260601T100000Z',
      'UID:4\nSUMMARY:backwards\nDTSTART:20260601T100000Z\nDTEND:20260601T090000Z',
    ),
    options,
  );
  expect(events.map(({ title }) => title)).toEqual(['good']);
  expect(faults.map((fault) => fault.event)).toEqual(['lost', 'no uid', 'backwards']);
  expect(readCalendar('hello', options).faults[0]?.reason).toContain('not a calendar file');
  expect(readCalendar('x'.repeat(1024 * 1024 + 1), options).faults[0]?.reason).toContain('1 MB');
});

test('a change may hold for all later dates; one of its own still wins', () => {
  const { events } = readCalendar(
    file(
      'UID:w\nSUMMARY:Choir\nDTSTART;TZID=Europe/Brussels:20260316T200000\nDURATION:PT2H\nRRULE:FREQ=WEEKLY;COUNT=4',
      'UID:w\nSUMMARY:Choir, earlier\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Brussels:20260323T200000\nDTSTART;TZID=Europe/Brussels:20260323T190000\nDURATION:PT1H',
      'UID:w\nSUMMARY:Choir, outside\nRECURRENCE-ID;TZID=Europe/Brussels:20260330T200000\nDTSTART;TZID=Europe/Brussels:20260330T180000\nDURATION:PT1H',
    ),
    options,
  );
  expect(events.map(({ title, start, end }) => [title, start.slice(5, 16), end.slice(11, 16)])).toEqual([
    ['Choir', '03-16T20:00', '22:00'],
    ['Choir, earlier', '03-23T19:00', '20:00'],
    ['Choir, outside', '03-30T18:00', '19:00'],
    ['Choir, earlier', '04-06T19:00', '20:00'],
  ]);
});

test('a series written in UTC repeats in UTC, and its dates keep their name', () => {
  const { events } = readCalendar(
    file(
      'UID:u\nSUMMARY:Call\nDTSTART:20260327T180000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=2\nRDATE:20260501T180000Z',
    ),
    options,
  );
  expect(events.map(({ start }) => start)).toEqual([
    '2026-03-27T19:00:00',
    '2026-04-03T20:00:00',
    '2026-05-01T20:00:00',
  ]);
});

test.each([
  ['FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30', 'No day of the calendar fits its rule.'],
  ['FREQ=SOMETIMES', 'Its rule'],
  ['RSCALE=HEBREW;FREQ=YEARLY', 'another calendar'],
])('the rule %s is refused in words: %s', (rule, words) => {
  const { events, faults } = readCalendar(file(`UID:1\nSUMMARY:odd\nDTSTART:20260601T100000Z\nRRULE:${rule}`), options);
  expect(events).toEqual([]);
  expect(faults).toEqual([{ event: 'odd', reason: expect.stringContaining(words) }]);
});

test('a rule of every second ends with its thousandth date', () => {
  const { events } = readCalendar(
    file('UID:1\nSUMMARY:odd\nDTSTART:20260601T100000Z\nDURATION:PT1S\nRRULE:FREQ=SECONDLY'),
    options,
  );
  expect(events).toHaveLength(1000);
});
