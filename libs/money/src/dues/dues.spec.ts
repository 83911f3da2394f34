import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ContributionFacts } from '../contribution-state.ts';
import { periodOf, repeatedDays } from './periods.ts';
import { duesStanding } from './standing.ts';

const dues = (dueOn: string, received = 0n, more: Partial<ContributionFacts> = {}): ContributionFacts => ({
  pledged: 500n,
  received,
  refunded: 0n,
  dueOn,
  closed: null,
  ...more,
});

test.each([
  ['nobody asked', [], '2026-03-10', 'none', null, 0n],
  ['paid', [dues('2026-03-01', 500n)], '2026-03-10', 'paid-up', null, 0n],
  ['more than paid', [dues('2026-03-01', 700n)], '2026-03-10', 'paid-up', null, 0n],
  ['on the due day', [dues('2026-03-01')], '2026-03-01', 'due', '2026-03-01', 500n],
  ['not due yet', [dues('2026-03-02')], '2026-03-01', 'paid-up', null, 0n],
  ['the last day of grace', [dues('2026-03-01')], '2026-03-31', 'due', '2026-03-01', 500n],
  ['the day after it', [dues('2026-03-01')], '2026-04-01', 'behind', '2026-03-01', 500n],
  ['a part of it is owed still', [dues('2026-03-01', 200n)], '2026-04-01', 'behind', '2026-03-01', 300n],
  [
    'the earliest counts, and all that is owed',
    [dues('2026-03-01'), dues('2026-02-01', 100n), dues('2026-01-01', 500n)],
    '2026-03-03',
    'due',
    '2026-02-01',
    900n,
  ],
  ['set free', [dues('2026-01-01', 0n, { closed: 'CANCELLED' })], '2026-04-01', 'paid-up', null, 0n],
  ['given back on purpose', [dues('2026-01-01', 500n, { refunded: 500n })], '2026-04-01', 'paid-up', null, 0n],
] as const)('%s', (_, facts, today, state, since, owed) => {
  expect(duesStanding(facts, { graceDays: 30, today })).toEqual({ state, since, owed });
});

test('without days of grace the day after the due day is late', () => {
  expect(duesStanding([dues('2026-03-01')], { graceDays: 0, today: '2026-03-02' }).state).toBe('behind');
});

test('a period begins with its month or its year', () => {
  expect(periodOf('month', '2028-02-29')).toBe('2028-02-01');
  expect(periodOf('year', '2028-02-29')).toBe('2028-01-01');
});

test('what is repeated from the 31st or a leap day stays there where it can', () => {
  expect(repeatedDays('month', '2026-01-31', '2026-05-30')).toEqual([
    '2026-01-31',
    '2026-02-28',
    '2026-03-31',
    '2026-04-30',
  ]);
  expect(repeatedDays('year', '2024-02-29', '2028-02-29')).toEqual([
    '2024-02-29',
    '2025-02-28',
    '2026-02-28',
    '2027-02-28',
    '2028-02-29',
  ]);
  expect(repeatedDays('month', '2026-06-01', '2026-05-31')).toEqual([]);
});

test('each month has one day, in order, and looking again later only adds', () => {
  const day = fc
    .date({ min: new Date('2020-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  fc.assert(
    fc.property(day, day, day, (first, one, other) => {
      const [until, later] = [one, other].toSorted() as [string, string];
      const days = repeatedDays('month', first, later);
      expect(days.filter((found) => found <= until)).toEqual(repeatedDays('month', first, until));
      expect(new Set(days.map((found) => found.slice(0, 7))).size).toBe(days.length);
      expect(days).toEqual(days.toSorted());
      expect(days.every((found) => found <= later && found >= first)).toBe(true);
    }),
  );
});
