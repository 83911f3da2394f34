import { describe, expect, test } from 'vitest';
import { addDays, addMonths, dayIn, firstDayOf, startOfWeek, weekdayOf, weeksOf } from './days.ts';

describe('days of the calendar', () => {
  test.each([
    ['2027-03-27', 2, '2027-03-29'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2027-01-01', -1, '2026-12-31'],
  ])('%s and %i days is %s', (day, days, next) => expect(addDays(day, days)).toBe(next));

  test.each([
    ['2027-01-31', 1, '2027-02-28'],
    ['2027-03-31', -1, '2027-02-28'],
    ['2027-12-15', 1, '2028-01-15'],
    ['2027-01-15', -1, '2026-12-15'],
  ])('%s and %i months is %s', (day, months, next) => expect(addMonths(day, months)).toBe(next));

  test('a week begins where the language says', () => {
    expect(weekdayOf('2027-03-14')).toBe(7);
    expect(startOfWeek('2027-03-14', 1)).toBe('2027-03-08');
    expect(startOfWeek('2027-03-14', 7)).toBe('2027-03-14');
    expect(firstDayOf('de-DE')).toBe(1);
    expect(firstDayOf('en-US')).toBe(7);
  });

  test('a month shows whole weeks, from the one of its first to the one of its last day', () => {
    const weeks = weeksOf('2027-03', 1);
    expect(weeks).toHaveLength(5);
    expect(weeks[0]?.[0]).toBe('2027-03-01');
    expect(weeks.at(-1)?.at(-1)).toBe('2027-04-04');
    expect(weeksOf('2027-02', 7)[0]?.[0]).toBe('2027-01-31');
  });

  test('an instant falls on another day in another zone', () => {
    expect(dayIn('2027-03-13T23:30:00Z', 'Europe/Brussels')).toBe('2027-03-14');
    expect(dayIn('2027-03-13T23:30:00Z', 'America/New_York')).toBe('2027-03-13');
  });
});
