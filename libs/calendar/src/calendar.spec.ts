import { readFileSync } from 'node:fs';
import ICAL from 'ical.js';
import { describe, expect, test } from 'vitest';
import { sharedData } from '../../../test/support/shared-data.ts';
import { instantOf } from '#libs/zone';
import {
  MalformedCase,
  occurrences,
  occurrencesOf,
  readCalendar,
  readCases,
  writeCalendar,
  type CalendarEvent,
  type CalendarModel,
} from './index.ts';

const data = sharedData('recurrence/dev.json');
describe.skipIf(!data)(`recurrence with known answers${data ? '' : ' (SKIPPED: shared data folder missing)'}`, () => {
  test('every case agrees', () => {
    const text = readFileSync(data!, 'utf8');
    const expected = new Map(
      (JSON.parse(text) as { id: string; expected: string[] }[]).map((one) => [one.id, one.expected]),
    );
    const cases = readCases(text);
    const wrong = cases
      .filter(
        (one) =>
          JSON.stringify(occurrencesOf(one).slice(0, one.finite ? undefined : one.limit)) !==
          JSON.stringify(expected.get(one.id)),
      )
      .map(({ id }) => id);
    expect(cases.length).toBeGreaterThan(500);
    expect(wrong).toEqual([]);
  }, 30_000);
});

test('a rule without any date ends in words, at once', () => {
  expect(() =>
    occurrences({ start: '2026-01-01T10:00:00', zone: null, rule: 'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30' }, { limit: 5 }),
  ).toThrow('no-date');
});

test.each([
  ['[{"id":"x"}]', 'x', 'dtstart'],
  ['{}', 'the file', 'array of cases'],
  ['[{"id":"x","dtstart":"2026-01-01","rrule":"FREQ=DAILY","tzid":"Mars/Base"}]', 'x', 'tzid'],
])('%s names %s and %s', (json, caseName, field) => {
  expect(() => readCases(json)).toThrow(MalformedCase);
  expect(() => readCases(json)).toThrow(`${caseName}: ${field}`);
});

test('a time in a gap moves forward, one in an overlap is the first', () => {
  expect(instantOf('2026-03-29T02:30:00', 'Europe/Berlin')).toEqual({
    at: Date.parse('2026-03-29T01:30:00Z'),
    kind: 'gap',
  });
  expect(instantOf('2026-10-25T02:30:00', 'Europe/Berlin')).toEqual({
    at: Date.parse('2026-10-25T00:30:00Z'),
    kind: 'overlap',
  });
});

const event = (over: Partial<CalendarEvent> = {}): CalendarEvent => ({
  uid: '7d1f0a9e-0000-4000-8000-000000000001',
  sequence: 0,
  status: 'CONFIRMED',
  start: '2026-03-13T19:00:00',
  end: '2026-03-13T22:00:00',
  zone: 'Europe/Brussels',
  allDay: false,
  title: 'Repair café',
  url: 'https://example.org/e/1?a=1,2;b=3',
  updatedAt: new Date('2026-01-02T03:04:05Z'),
  ...over,
});
const calendar = (over: Partial<CalendarModel> = {}): CalendarModel => ({
  name: 'Riverside',
  zone: 'Europe/Brussels',
  year: 2026,
  events: [event()],
  ...over,
});

/** RFC 5545 3.1 line by line: CRLF, 75 octets, known names, no control characters, balanced components. */
function findings(text: string): string[] {
  const found: string[] = [];
  if (!text.endsWith('\r\n') || /[^\r]\n|\r[^\n]/.test(text)) found.push('line ends');
  for (const line of text.split('\r\n')) if (new TextEncoder().encode(line).length > 75) found.push(`long: ${line}`);
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text)) found.push('control character');
  const lines = text.replace(/\r\n /g, '').split('\r\n').slice(0, -1);
  for (const line of lines)
    if (!/^[A-Z0-9-]+(;[A-Z0-9-]+=("[^"]*"|[^";:,]*)(,("[^"]*"|[^";:,]*))*)*:/.test(line))
      found.push(`no content line: ${line}`);
  const open: string[] = [];
  for (const line of lines) {
    if (line.startsWith('BEGIN:')) open.push(line.slice(6));
    if (line.startsWith('END:') && open.pop() !== line.slice(4)) found.push('nesting');
  }
  return open.length > 0 ? [...found, 'open component'] : found;
}

const parsed = (text: string): InstanceType<typeof ICAL.Component> =>
  new ICAL.Component(ICAL.parse(text) as ConstructorParameters<typeof ICAL.Component>[0]);

test('a feed is a conformant calendar with its zone, and equal models give equal bytes', () => {
  const text = writeCalendar(calendar());
  expect(findings(text)).toEqual([]);
  expect(text).toContain('DTSTART;TZID=Europe/Brussels:20260313T190000');
  expect(text.match(/BEGIN:VTIMEZONE/g)).toHaveLength(1);
  expect(text).toContain('DTSTAMP:20260102T030405Z');
  expect(text).toContain('URL;VALUE=URI:https://example.org/e/1?a=1,2;b=3');
  expect(writeCalendar(calendar())).toBe(text);
});

test('an empty calendar still holds a component', () => {
  const text = writeCalendar(calendar({ events: [] }));
  expect(findings(text)).toEqual([]);
  expect(parsed(text).getAllSubcomponents('vtimezone')).toHaveLength(1);
});

test('cancelled stays as cancelled, all-day has dates with an exclusive end', () => {
  const text = writeCalendar(
    calendar({
      events: [
        event({ status: 'CANCELLED', sequence: 3 }),
        event({ uid: 'b', allDay: true, start: '2026-07-05', end: '2026-07-06' }),
      ],
    }),
  );
  expect(text).toContain('STATUS:CANCELLED');
  expect(text).toContain('SEQUENCE:3');
  expect(text).toContain('DTSTART;VALUE=DATE:20260705');
  expect(text).toContain('DTEND;VALUE=DATE:20260706');
  expect(findings(text)).toEqual([]);
});

const nasty = [
  'a\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil',
  'x\u0000\u0007\u007fy',
  '\ud800 lone',
  '👩‍👩‍👧‍👦'.repeat(20),
  '"quoted"; a,b\\c',
  'ü'.repeat(200),
  'line\u2028sep\u0085nel',
  '^caret:colon;semi',
  '=cmd',
  'tab\there',
];

test('nothing that people write can inject a line, and every reader sees the same events', () => {
  for (const text of nasty) {
    const written = writeCalendar(
      calendar({
        name: text,
        description: text,
        events: [event({ title: text, description: text, location: text }), event({ uid: 'second' })],
      }),
    );
    expect(findings(written)).toEqual([]);
    const events = parsed(written).getAllSubcomponents('vevent');
    expect(events.map((one) => String(one.getFirstPropertyValue('uid'))).sort()).toEqual([
      '7d1f0a9e-0000-4000-8000-000000000001',
      'second',
    ]);
    expect(parsed(written).getAllSubcomponents()).toHaveLength(3);
  }
});

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
  const { events, faults } = readCalendar(writeCalendar(calendar()), options);
  expect(faults).toEqual([]);
  expect(events).toEqual([
    expect.objectContaining({
      uid: event().uid,
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
