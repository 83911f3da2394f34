import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from '../support/client.ts';
import { claim, found } from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';

// Calendars that are too much, or that make no sense: said in words, and what can be read of them comes in.
let world: World;
let ana: Client;
let groupId: string;

beforeAll(async () => {
  world = await startWorld();
  ana = await claim(world);
  groupId = await found(ana);
});
afterAll(() => world.stop());

const day = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');
const event = (uid: string, ...lines: string[]): string =>
  [
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `DTSTART:${day(9)}T180000Z`,
    'DURATION:PT1H',
    `SUMMARY:${uid}`,
    ...lines,
    'END:VEVENT',
  ].join('\r\n');
const calendar = (...events: string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//x//y//EN', ...events, 'END:VCALENDAR', ''].join('\r\n');

interface Answer {
  message?: string;
  field?: string;
  made?: number;
  lines?: { title: string; start: string; series: { nights: number; moved: number } | null }[];
  faults?: { event: string | null; reason: string }[];
}
async function brings(text: string): Promise<{ status: number; body: Answer }> {
  const file = { name: 'x.ics', bytes: new TextEncoder().encode(text) };
  const response = await ana.upload('/import/calendar', file, { groupId, dryRun: '1', visibility: 'public' });
  return { status: response.status, body: (await response.json()) as Answer };
}

test.each([
  [3, 400, 'The calendar is larger than 1 MB.'],
  [10.5, 413, 'larger than 10 MB'],
])('%s MB are refused by their size', async (megabytes, status, words) => {
  const answer = await brings(calendar(event('a', `DESCRIPTION:${'x'.repeat(megabytes * 1024 * 1024)}`)));
  expect(answer).toMatchObject({ status, body: { field: 'file', message: expect.stringContaining(words) } });
});

test('5,000 events are too many at once', async () => {
  const { body } = await brings(calendar(...Array.from({ length: 5000 }, (_, n) => event(`e${n}`))));
  expect(body).toMatchObject({
    made: 0,
    faults: [{ event: null, reason: expect.stringContaining('5000 events; at most 2000') }],
  });
});

test('changes that name each other come to an end, and the series has as many dates as its rule', async () => {
  const rule = event('loop', 'RRULE:FREQ=DAILY;COUNT=3');
  const changed = (from: number, to: number): string =>
    [
      'BEGIN:VEVENT',
      'UID:loop',
      `RECURRENCE-ID:${day(from)}T180000Z`,
      `DTSTART:${day(to)}T180000Z`,
      'DURATION:PT1H',
      `SUMMARY:${from} to ${to}`,
      'END:VEVENT',
    ].join('\r\n');
  const { body } = await brings(calendar(rule, changed(9, 10), changed(10, 11), changed(11, 9), changed(10, 10)));
  expect(body).toMatchObject({ made: 1, faults: [], lines: [{ series: { nights: 3, moved: 2 } }] });
});

test('a change without the series it changes is an event of its own', async () => {
  const { body } = await brings(calendar(event('alone', `RECURRENCE-ID:${day(9)}T180000Z`)));
  expect(body).toMatchObject({ made: 1, faults: [] });
});

test('a time zone nobody knows is named, and the other events come in', async () => {
  const lost = [
    'BEGIN:VEVENT',
    'UID:moon',
    `DTSTART;TZID=Moon/Tranquility:${day(9)}T180000`,
    'DURATION:PT1H',
    'SUMMARY:Moon',
    'END:VEVENT',
  ].join('\r\n');
  const { body } = await brings(calendar(lost, event('earth')));
  expect(body).toMatchObject({
    made: 1,
    faults: [{ event: 'Moon', reason: expect.stringContaining('Moon/Tranquility') }],
  });
});

test.each([
  ['a rule without a date', 'RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30'],
  ['a rule of every second', 'RRULE:FREQ=SECONDLY'],
  ['a rule that is none', 'RRULE:FREQ=SOMETIMES'],
])('%s holds nobody up', async (_, rule) => {
  const start = performance.now();
  const { status } = await brings(calendar(event('odd', rule), event('plain')));
  expect(status).toBeLessThan(300);
  expect(performance.now() - start).toBeLessThan(5000);
});

test('a file that is no calendar says so', async () => {
  const { body } = await brings('<html><body>Sign in first</body></html>');
  expect(body.faults?.[0]?.reason).toContain('not a calendar file');
});
