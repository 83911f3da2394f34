import { expect, test } from 'vitest';
import { lintCalendar } from '#libs/calendar';
import type { EventRow } from '../events/index.ts';
import { calendarPart, type Invitation } from './invitations.service.ts';

const event = {
  title: 'Repair; café',
  start_local: '2026-03-13T19:00:00',
  end_local: '2026-03-13T22:00:00',
  start_at: new Date('2026-03-13T18:00:00Z'),
  zone: 'Europe/Brussels',
  all_day: false,
  place_name: 'Hall',
  place_address: 'Rue Haute 1',
  location_shown: 'everyone',
  status: 'scheduled',
  ical_uid: '7d1f0a9e-0000-4000-8000-000000000001',
  sequence: 2,
  updated_at: new Date('2026-01-02T03:04:05Z'),
} as EventRow;
const partFrom = (mailFrom: string, over: Partial<Invitation> = {}): { text: string; method: string } | null =>
  calendarPart({ event, status: 'going', ...over }, { mailFrom, asked: null, writtenAt: event.updated_at });

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
  const cancelled = partFrom('moot@example.org', { event: { ...event, status: 'cancelled' } })!;
  expect(cancelled.method).toBe('CANCEL');
  expect(lintCalendar(cancelled.text)).toEqual([]);
  expect(partFrom('moot@example.org', { status: 'waitlisted' })).toBeNull();
});
