import { expect, test } from 'vitest';
import { type CalendarEvent, lintCalendar } from '#libs/calendar';
import { calendarPart } from './invitations.service.ts';

const entry: CalendarEvent = {
  uid: '7d1f0a9e-0000-4000-8000-000000000001',
  sequence: 2,
  status: 'CONFIRMED',
  start: '2026-03-13T19:00:00',
  end: '2026-03-13T22:00:00',
  zone: 'Europe/Brussels',
  allDay: false,
  title: 'Repair; café',
  location: 'Hall, Rue Haute 1',
  updatedAt: new Date('2026-01-02T03:04:05Z'),
};
const partFrom = (
  mailFrom: string,
  over: Partial<Parameters<typeof calendarPart>[0]> = {},
): { text: string; method: string } | null =>
  calendarPart({ entry, status: 'going', ends: false, ...over }, { mailFrom, asked: null, writtenAt: entry.updatedAt });

test.each([
  ['Riverside, "moot" <moot@example.org>', null],
  ['Folkmoot <folkmoot@localhost>', 'folkmoot@localhost'],
  ['"Riverside; all" <moot@example.org>', 'moot@example.org'],
  ['moot@example.org', 'moot@example.org'],
  ['moot', null],
])('what %s sends is a conformant calendar whose organiser is the instance', (sender, email) => {
  const text = partFrom(sender)!.text.replaceAll('\r\n ', '');
  expect(/ORGANIZER.*mailto:(.*)\r\n/i.exec(text)?.[1] ?? null).toBe(email);
  if (email) expect(lintCalendar(partFrom(sender)!.text)).toEqual([]);
});

test('a cancelled event is taken out again; who is not invited gets nothing', () => {
  const cancelled = partFrom('moot@example.org', { entry: { ...entry, status: 'CANCELLED' } })!;
  expect(cancelled.method).toBe('CANCEL');
  expect(lintCalendar(cancelled.text)).toEqual([]);
  expect(partFrom('moot@example.org', { status: 'waitlisted' })).toBeNull();
  const ended = partFrom('moot@example.org', { status: 'no', ends: true })!;
  expect([ended.method, lintCalendar(ended.text)]).toEqual(['CANCEL', []]);
  expect(partFrom('moot@example.org', { status: 'no' })).toBeNull();
});
