import { expect, test } from 'vitest';
import { readCalendarFile } from '#libs/calendar';
import { reportOf } from './import-report.ts';
import { reportIn } from './import-words.ts';
import { checkedDates } from './series-content.ts';

const event = (...lines: string[]): string[] => ['BEGIN:VEVENT', `UID:${lines.join()}`, ...lines, 'END:VEVENT'];
const reasonsIn = (locale: string, ...events: string[][]): string[] => {
  const source = ['BEGIN:VCALENDAR', ...events.flat(), 'END:VCALENDAR', ''].join('\r\n');
  const { name, faults } = readCalendarFile(source, { fallbackZone: 'Europe/Berlin' });
  return reportIn(locale, reportOf([], { name, notes: [], faults })).faults.map(({ reason }) => reason);
};
const start = 'DTSTART:20270105T190000';

test.each([
  ['Er hat keinen Anfang.', event('SUMMARY:x')],
  ['Seine Zeitzone „Nowhere/Town“ ist nicht bekannt.', event('DTSTART;TZID=Nowhere/Town:20270105T190000')],
  ['Er endet (2027-01-05T18:00:00), bevor er anfängt (2027-01-05T19:00:00).', event(start, 'DTEND:20270105T180000')],
  ['Sein Anfang ist ein Tag und sein Ende eine Uhrzeit, oder umgekehrt.', event(start, 'DTEND;VALUE=DATE:20270106')],
  ['Er wiederholt sich öfter als täglich.', event(start, 'RRULE:FREQ=HOURLY')],
  ['Seine Regel hat einen Wert ohne Sinn (FREQ).', event(start, 'RRULE:FREQ=SOMETIMES')],
  ['Er wiederholt sich nach mehr als einer Regel.', event(start, 'RRULE:FREQ=DAILY', 'RRULE:FREQ=WEEKLY')],
])('a German reader reads: %s', (reason, lines) => expect(reasonsIn('de', lines)).toEqual([reason]));

test('what is no calendar is said so, and in English as it is', () => {
  const { faults } = readCalendarFile('no calendar', { fallbackZone: 'UTC' });
  const report = reportOf([], { name: null, notes: [], faults });
  expect(reportIn('en', report)).toEqual(report);
  expect(reportIn('de', report).faults[0]!.reason).toMatch(/^Das ist keine Kalenderdatei/);
});

test('why one date of a series was not taken is said in the language of the reader', () => {
  const shared = { title: 'Choir', body: '', zone: 'Europe/Berlin', allDay: false, place: '', cancelled: false };
  const content = { ...shared, start: '2027-01-05T19:00:00', end: '2027-01-05T21:00:00', rule: 'FREQ=WEEKLY;BYDAY=TU' };
  const moved = { ...shared, title: 'x'.repeat(201), start: '2027-01-13T19:00:00', end: '2027-01-13T21:00:00' };
  const overrides = { '2027-01-12T19:00:00': moved };
  const { dates, faults } = checkedDates(
    { ...content, rdates: [], exdates: [], overrides },
    { visibility: 'public', isOpen: true },
  );
  expect(dates.size).toBe(0);
  expect(faults.map((words) => words.in('de'))).toEqual([
    'Sein Termin am 2027-01-12: Der Titel hat 201 Zeichen; erlaubt sind höchstens 200.',
  ]);
});
