// Another implementation as a witness: rrule on pretended-UTC times, over random rules of every frequency (it reads lists of times in their order, so they are sorted).
import fc from 'fast-check';
import rrule from 'rrule';
import { expect, test } from 'vitest';
import { occurrences, RuleFault } from '../index.ts';

const some = (values: readonly (number | string)[], most = 3): fc.Arbitrary<string | null> =>
  fc.option(
    fc
      .uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: most })
      .map((list) => list.sort((a, b) => Number(a) - Number(b)).join(',')),
    { freq: 2 },
  );
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at);
const days = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
// each weekday or the nth of it, not both in one list: rrule takes the dates that are both, RFC 5545 those that are either
const nthDays = days.flatMap((day) => ['1', '2', '-1', '4', '5', '-3'].map((nth) => nth + day));

const rules = fc
  .record({
    freq: fc.constantFrom('YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY'),
    INTERVAL: fc.option(fc.integer({ min: 1, max: 6 })),
    COUNT: fc.option(fc.integer({ min: 1, max: 20 })),
    BYMONTH: some(range(1, 12)),
    BYMONTHDAY: some([...range(1, 31), -1, -2, -15, -31]),
    BYYEARDAY: some([1, 60, 100, 200, 366, -1, -200, -366]),
    // rrule miscounts the last week where it ends in the next year, and takes the first of a set for a place before it: both are below
    BYWEEKNO: some([1, 10, 20, 51]),
    plainDays: some(days),
    nthDays: fc.oneof(some(days), some(nthDays)),
    BYHOUR: some(range(0, 23)),
    BYMINUTE: some(range(0, 59)),
    BYSECOND: some(range(0, 59)),
    BYSETPOS: some([1, 2, -1, 3, 5], 1),
    WKST: fc.option(fc.constantFrom(...days)),
  })
  .map(({ freq, plainDays, nthDays: nth, ...parts }) => {
    const numbered = freq === 'MONTHLY' || (freq === 'YEARLY' && !parts.BYWEEKNO);
    const byDay = numbered ? nth : plainDays;
    const belowDay = !['YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY'].includes(freq);
    const kept = {
      ...parts,
      // rrule counts through every second of the days that a rule skips
      ...(belowDay ? { BYMONTH: null, BYMONTHDAY: null, BYYEARDAY: null } : {}),
      BYDAY: byDay,
      // A week without a weekday, and a place in a week that the start cuts, are read in more than one way.
      BYWEEKNO: freq === 'YEARLY' && byDay ? parts.BYWEEKNO : null,
      BYSETPOS: freq === 'WEEKLY' || !byDay ? null : parts.BYSETPOS,
    };
    return Object.entries({ FREQ: freq, ...kept })
      .filter(([, value]) => value !== null)
      .map(([name, value]) => `${name}=${value}`)
      .join(';');
  });

const starts = fc
  .integer({ min: Date.UTC(1999, 0, 1) / 1000, max: Date.UTC(2032, 0, 1) / 1000 })
  .map((seconds) => new Date(seconds * 1000).toISOString().slice(0, 19));

const LIMIT = 25;

/** The first dates by rrule, as many as are asked for; it would look for one more until the year 9999. */
function witness(start: string, rule: string, wanted: number): string[] {
  const found: string[] = [];
  rrule.rrulestr(`DTSTART:${start.replace(/[-:]/g, '')}Z\nRRULE:${rule}`).all((date) => {
    found.push(date.toISOString().slice(0, 19));
    return found.length < wanted;
  });
  return found;
}

function ours(start: string, rule: string, years = 30, limit = LIMIT): string[] {
  const to = `${Number(start.slice(0, 4)) + years}${start.slice(4)}`;
  try {
    return occurrences({ start, zone: null, rule }, { to, limit }).map(({ wall }) => wall);
  } catch (error) {
    if (error instanceof RuleFault && error.code === 'no-date') return [];
    throw error;
  }
}

test('random rules have the dates that rrule finds', () => {
  let compared = 0;
  fc.assert(
    fc.property(starts, rules, (start, rule) => {
      const dates = ours(start, rule);
      if (dates.length === 0) return;
      compared += dates.length;
      expect({ start, rule, dates: witness(start, rule, dates.length) }).toEqual({ start, rule, dates });
    }),
    { numRuns: 150, interruptAfterTimeLimit: 4_000 },
  );
  expect(compared).toBeGreaterThan(200);
}, 60_000);

const FIRST = '1999-01-01T00:00:00';
const DAY = 86_400_000;

/** The year and number of the week of a day by the words of RFC 5545: week one is the first with four days in its year. */
function weekOf(day: number, weekStart: number): { year: number; number: number } {
  const weekday = (new Date(day).getUTCDay() + 6) % 7;
  const fourth = new Date(day - ((weekday - weekStart + 7) % 7) * DAY + 3 * DAY);
  const year = fourth.getUTCFullYear();
  return { year, number: Math.floor((fourth.getTime() - Date.UTC(year, 0, 1)) / DAY / 7) + 1 };
}

test('the last weeks of a year are those that their fourth day puts there', () => {
  const to = Date.UTC(2029, 0, 1);
  for (const [weekStart, WKST] of days.entries()) {
    for (const wanted of [1, 52, 53, -1, -53]) {
      const expected: string[] = [];
      for (let day = Date.UTC(1999, 0, 1); day < to; day += DAY) {
        const { year, number } = weekOf(day, weekStart);
        const last = weekOf(Date.UTC(year, 11, 31), weekStart);
        const weeks = last.year === year ? last.number : weekOf(Date.UTC(year, 11, 24), weekStart).number;
        if (number === (wanted < 0 ? weeks + 1 + wanted : wanted))
          expected.push(new Date(day).toISOString().slice(0, 10));
      }
      const rule = `FREQ=YEARLY;BYWEEKNO=${wanted};BYDAY=${days.join(',')};WKST=${WKST}`;
      const dates = ours(FIRST, rule, 30, 1000).map((wall) => wall.slice(0, 10));
      expect({ rule, dates }).toEqual({ rule, dates: expected });
    }
  }
});

test('a place in a set is that place among the dates of the rule without it', () => {
  const rule = fc.record({
    freq: fc.constantFrom('YEARLY', 'MONTHLY'),
    byMonthDay: fc.uniqueArray(
      fc.integer({ min: -31, max: 31 }).filter((day) => day !== 0),
      { minLength: 1, maxLength: 4 },
    ),
    byDay: fc.uniqueArray(fc.constantFrom(...days), { minLength: 1, maxLength: 4 }),
    place: fc.constantFrom(1, 2, 3, -1, -2, -3),
  });
  fc.assert(
    fc.property(rule, ({ freq, byMonthDay, byDay, place }) => {
      const whole = `FREQ=${freq};BYMONTHDAY=${byMonthDay.join(',')};BYDAY=${byDay.join(',')}`;
      const list = (text: string): string[] => ours(FIRST, text, 20, 5_000);
      const sets = Object.groupBy(list(whole), (wall) => wall.slice(0, freq === 'YEARLY' ? 4 : 7));
      const placed = Object.values(sets).flatMap((set) => set?.at(place > 0 ? place - 1 : place) ?? []);
      expect(list(`${whole};BYSETPOS=${place}`)).toEqual(placed);
    }),
    { numRuns: 60 },
  );
});
