import { expect, test } from 'vitest';
import { readCalendarFile } from '#libs/calendar';
import { reportOf } from './import-report.ts';
import { reportIn } from './import-words.ts';

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
