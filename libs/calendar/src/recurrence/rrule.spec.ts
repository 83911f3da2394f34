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
    BYWEEKNO: some([1, 10, 20, 52, 53, -1]),
    plainDays: some(days),
    nthDays: fc.oneof(some(days), some(nthDays)),
    BYHOUR: some(range(0, 23)),
    BYMINUTE: some(range(0, 59)),
    BYSECOND: some(range(0, 59)),
    BYSETPOS: some([1, 2, -1, -2, 3, 5], 1),
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

function ours(start: string, rule: string): string[] {
  const to = `${Number(start.slice(0, 4)) + 30}${start.slice(4)}`;
  try {
    return occurrences({ start, zone: null, rule }, { to, limit: LIMIT }).map(({ wall }) => wall);
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
