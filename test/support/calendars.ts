// Calendars that tests write: one plain entry to vary, and what people and machines could put into a field.
import type { CalendarEvent, CalendarModel } from '#libs/calendar';

/** One plain evening. */
export const evening = (over: Partial<CalendarEvent> = {}): CalendarEvent => ({
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

/** A feed of one plain evening. */
export const calendarOf = (over: Partial<CalendarModel> = {}): CalendarModel => ({
  name: 'Riverside',
  zone: 'Europe/Brussels',
  year: 2026,
  events: [evening()],
  ...over,
});

/** Texts made to break a calendar: each could inject a line, a control character, a broken fold or a broken code point. */
export const nasty: readonly string[] = [
  'a\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil\r\nDTSTART:20260101T000000Z',
  'b\nEND:VCALENDAR\nBEGIN:VCALENDAR',
  'c\rATTENDEE:mailto:evil@example.org',
  'x\u0000\u0007\u000b\u000c\u001b\u007f\u0085y',
  '\ud800 lone \udc00',
  `${'e'.repeat(60)}\ud83d`,
  '👩‍👩‍👧‍👦'.repeat(20),
  ...[63, 64, 65, 66, 67].map((length) => `${'x'.repeat(length)}🎉ü漢`),
  '"quoted"; a,b\\c \\n \\; \\, \\',
  'ü'.repeat(200),
  '漢'.repeat(200),
  'line\u2028sep\u2029par\u0085nel',
  '^caret^n^\'^^:colon;semi,comma="quote"',
  "=cmd|' /C calc'!A0",
  'tab\there  and   spaces ',
  ' \r\n leading fold',
  '\ufeffBOM \u202eRTL\u202c',
  'X-EVIL;VALUE=URI:http://evil.example/',
  '',
];
