import { beforeAll, describe, expect, test, vi } from 'vitest';
import { isSameNight, monthsText, nearDayText, relativeText, spanText, timeLeftText } from './dates.ts';
import { showLocale } from './words.ts';

const brussels = 'Europe/Brussels';
const now = new Date('2027-03-12T09:00:00Z');

beforeAll(async () => {
  vi.useFakeTimers({ now, toFake: ['Date'] });
  vi.spyOn(navigator, 'languages', 'get').mockReturnValue(['en-GB']);
  await showLocale('en');
});

describe('times in words', () => {
  test('a span names the day once, without the year of now', () => {
    expect(spanText('2027-03-13T12:00:00Z', '2027-03-13T16:00:00Z', brussels)).toMatch(
      /^Saturday,? 13 March, 13:00 to 17:00$/,
    );
  });

  test('months are named once, with their year', () => {
    expect(monthsText('2026-10-01', '2026-10-31')).toBe('October 2026');
    expect(monthsText('2026-01-01', '2026-08-31')).toMatch(/^January\W+August 2026$/);
    expect(monthsText('2025-11-01', '2026-08-31')).toMatch(/^November 2025\W+August 2026$/);
  });

  test('another year is named', () => expect(spanText('2028-03-13T12:00:00Z', null, brussels)).toContain('2028'));

  test('an evening that ends at three at night is one evening, a weekend is not', () => {
    expect(isSameNight('2027-03-13T20:00:00Z', '2027-03-14T02:00:00Z', brussels)).toBe(true);
    expect(isSameNight('2027-03-13T20:00:00Z', '2027-03-14T16:00:00Z', brussels)).toBe(false);
  });

  test('the wall clock of the zone stands, across the night in which clocks change', () => {
    expect(spanText('2027-03-27T18:00:00Z', null, brussels)).toContain('19:00');
    expect(spanText('2027-03-28T17:00:00Z', null, brussels)).toContain('19:00');
  });

  test('relative only within 48 hours', () => {
    expect(relativeText('2027-03-12T12:00:00Z', now)).toBe('in 3 hours');
    expect(relativeText('2027-03-12T08:40:00Z', now)).toBe('20 minutes ago');
    expect(relativeText('2027-03-15T12:00:00Z', now)).toBeNull();
  });

  test.each([
    ['2027-03-15T20:00:00Z', '3 d 11 h left'],
    ['2027-03-12T11:05:00Z', '2 h 5 min left'],
    ['2027-03-12T09:12:00Z', '12 min left'],
    ['2027-03-12T08:59:00Z', 'Over'],
  ])('a deadline at %s: %s', (at, text) => expect(timeLeftText(at, now)).toBe(text));

  test('near days have names', () => {
    expect(nearDayText('2027-03-12', '2027-03-12')).toBe('Today');
    expect(nearDayText('2027-03-13', '2027-03-12')).toBe('Tomorrow');
    expect(nearDayText('2027-03-14', '2027-03-12')).toBeNull();
  });
});
