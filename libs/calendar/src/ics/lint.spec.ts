import { describe, expect, test } from 'vitest';
import { calendarOf, evening } from '../../../../test/support/calendars.ts';
import { lintCalendar, writeCalendar } from '../index.ts';

describe('the linter finds', () => {
  const good = writeCalendar(
    calendarOf({
      events: [
        evening({ rule: 'FREQ=WEEKLY;BYDAY=FR', exdates: ['2026-03-20T19:00:00'] }),
        evening({ recurrenceId: '2026-03-27T19:00:00', start: '2026-03-28T19:00:00', end: '2026-03-28T21:00:00' }),
      ],
    }),
  );

  test.each<[string, (text: string) => string]>([
    ['a byte order mark', (text) => `\ufeff${text}`],
    ['CRLF', (text) => text.trimEnd()],
    ['line end', (text) => text.replace('\r\nUID', '\nUID')],
    ['control character', (text) => text.replace('Repair', 'Re\u0007pair')],
    ['line break of Unicode', (text) => text.replace('Repair', 'Re\u2028pair')],
    ['lone surrogate', (text) => text.replace('Repair', 'Re\ud800pair')],
    ['75 octets', (text) => text.replace('Repair', 'Repair'.repeat(20))],
    ['no content line', (text) => text.replace('SUMMARY:', 'SUMMARY ')],
    ['unregistered name', (text) => text.replace('SUMMARY:', 'SUMARY:')],
    ['not escaped', (text) => text.replace('Repair', 'Re;pair')],
    ['not escaped', (text) => text.replace('Repair', 'Re\\pair')],
    ['no web address', (text) => text.replace('https:', 'javascript:')],
    ['ical.js shows', (text) => text.replaceAll('CALNAME:River', 'CALNAME:Ri,ver')],
    ['no UTC time', (text) => text.replace(/DTSTAMP:(\d{8}T\d{6})Z/, 'DTSTAMP:$1')],
    ['behind a component', (text) => text.replace('END:VCALENDAR', 'X-A:b\r\nEND:VCALENDAR')],
    ['wrong nesting', (text) => text.replace('END:VEVENT', 'END:VTODO')],
    ['not one calendar', (text) => text + text],
    ['not closed', (text) => text.replace('END:VCALENDAR\r\n', '')],
    ['do not come first', (text) => text.replace(/(VERSION:2.0\r\n)(PRODID.*\r\n)/, '$2$1')],
    ['a feed without NAME', (text) => text.replace(/\r\nNAME:.*/, '')],
    ['differ', (text) => text.replace('X-PUBLISHED-TTL:PT1H', 'X-PUBLISHED-TTL:PT2H')],
    [
      'behind an entry',
      (text) => text.replace(/(BEGIN:VTIMEZONE[^]*END:VTIMEZONE\r\n)(BEGIN:VEVENT[^]*END:VEVENT\r\n)/, '$2$1'),
    ],
    ['without a component', (text) => text.replace(/BEGIN:VTIMEZONE[^]*END:VEVENT\r\n/, '')],
    ['no UID', (text) => text.replace(/UID:.*\r\n/, '')],
    ['DTSTART twice', (text) => text.replace(/(DTSTART;TZID=Europe\/Brussels:2026.*\r\n)/, '$1$1')],
    ['no start', (text) => text.replace(/DTSTART;TZID=Europe\/Brussels:2026.*\r\n/, '')],
    [
      'no end after',
      (text) => text.replace('DTEND;TZID=Europe/Brussels:20260313T22', 'DTEND;TZID=Europe/Brussels:20260313T12'),
    ],
    [
      'another kind than the start',
      (text) => text.replace('DTEND;TZID=Europe/Brussels:20260313T220000', 'DTEND:20260313T220000Z'),
    ],
    [
      'another kind than the start',
      (text) => text.replace('EXDATE;TZID=Europe/Brussels:20260320T190000', 'EXDATE:20260320T180000Z'),
    ],
    ['has no form', (text) => text.replace('DTEND;TZID=Europe/Brussels:20260313T220000', 'DTEND:20260313T220000')],
    [
      'another kind than the master',
      (text) => text.replace('RECURRENCE-ID;TZID=Europe/Brussels:20260327T190000', 'RECURRENCE-ID:20260327T180000Z'),
    ],
    ['without its master', (text) => text.replace(/BEGIN:VEVENT[^]*?END:VEVENT\r\n/, '')],
    ['excluded and overridden', (text) => text.replace('20260320T190000', '20260327T190000')],
    ['older than its master', (text) => text.replace('SEQUENCE:0', 'SEQUENCE:1')],
    ['two entries', (text) => text.replace(/(BEGIN:VEVENT[^]*?END:VEVENT\r\n)/, '$1$1')],
    ['UNTIL of the wrong kind', (text) => text.replace('BYDAY=FR', 'BYDAY=FR;UNTIL=20261231')],
    ['COUNT and UNTIL', (text) => text.replace('BYDAY=FR', 'BYDAY=FR;COUNT=3;UNTIL=20261231T000000Z')],
    ['names people', (text) => text.replace('CLASS:', 'ATTENDEE:mailto:a@b.c\r\nCLASS:')],
    ['no VTIMEZONE', (text) => text.replaceAll('TZID=Europe/Brussels', 'TZID=Europe/Paris')],
    ['two VTIMEZONEs', (text) => text.replace(/(BEGIN:VTIMEZONE[^]*?END:VTIMEZONE\r\n)/, '$1$1')],
    ['no STATUS', (text) => text.replace('STATUS:CONFIRMED', 'STATUS:DONE')],
  ])('%s', (finding, spoil) => {
    expect(lintCalendar(good)).toEqual([]);
    expect(spoil(good)).not.toBe(good);
    expect(lintCalendar(spoil(good)).join('\n')).toContain(finding);
  });
});
