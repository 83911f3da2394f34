import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkSchedule,
  formOf,
  occurrences,
  type RuleForm,
  ruleText,
  type Schedule,
  splitSchedule,
  weekdays,
} from '../index.ts';

const form = fc.oneof(
  fc.record({ every: fc.constant('day' as const), interval: fc.integer({ min: 1, max: 20 }) }),
  fc.record({
    every: fc.constant('week' as const),
    interval: fc.integer({ min: 1, max: 5 }),
    weekdays: fc.subarray([...weekdays], { minLength: 1 }),
  }),
  fc.record({
    every: fc.constant('month-weekday' as const),
    interval: fc.integer({ min: 1, max: 5 }),
    nth: fc.constantFrom(1, 2, 3, 4, -1),
    weekday: fc.constantFrom(...weekdays),
  }),
  fc.record({
    every: fc.constant('month-day' as const),
    interval: fc.integer({ min: 1, max: 5 }),
    day: fc.oneof(fc.integer({ min: 1, max: 28 }), fc.constant(-1)),
  }),
  fc.record({ every: fc.constant('year' as const), interval: fc.integer({ min: 1, max: 3 }) }),
);
const end = fc.oneof(
  fc.constant({ by: 'never' as const }),
  fc.record({ by: fc.constant('count' as const), count: fc.integer({ min: 1, max: 60 }) }),
  fc.integer({ min: 20, max: 1500 }).map((days) => ({
    by: 'until' as const,
    date: new Date(Date.UTC(2026, 3, 1 + days)).toISOString().slice(0, 10),
  })),
);
const times = fc.constantFrom('T00:00:00', 'T01:30:00', 'T02:30:00', 'T19:00:00', 'T23:59:00', '');
const zones = fc.constantFrom('Europe/Brussels', 'America/New_York', 'Africa/Casablanca', 'Australia/Lord_Howe', 'UTC');

/** A schedule that is offered: the start is moved to the first date of its rule. */
const schedules = fc
  .record({ form, end, time: times, zone: zones, day: fc.integer({ min: 1, max: 28 }) })
  .map(({ form: shape, end: ending, time, zone, day }): Schedule => {
    const rule = ruleText({ ...shape, end: ending } as RuleForm);
    const raw = { start: `2026-02-${String(day).padStart(2, '0')}${time}`, zone: time === '' ? null : zone, rule };
    const check = checkSchedule(raw);
    return check?.next ? { ...raw, start: check.next } : raw;
  });

describe('properties of every offered schedule', () => {
  test('the dates of two windows are the dates of both', () => {
    fc.assert(
      fc.property(schedules, fc.integer({ min: 0, max: 1200 }), fc.integer({ min: 0, max: 1200 }), (schedule, a, b) => {
        const at = (days: number): string =>
          new Date(Date.UTC(2026, 2, 1 + days)).toISOString().slice(0, schedule.start.length);
        const [middle, to] = [at(Math.min(a, b)), at(Math.max(a, b))];
        const found = (from: string | undefined, until: string): string[] =>
          occurrences(schedule, { ...(from ? { from } : {}), to: until, limit: 10_000 }).map(({ wall }) => wall);
        expect([...found(undefined, middle), ...found(middle, to)]).toEqual(found(undefined, to));
      }),
      { numRuns: 300 },
    );
  });

  test('a split anywhere leaves the set of dates as it was', () => {
    fc.assert(
      fc.property(
        schedules,
        fc.integer({ min: -10, max: 900 }),
        fc.boolean(),
        fc.nat(20),
        (schedule, days, atDate, nth) => {
          const to = '2030-01-01T00:00:00'.slice(0, schedule.start.length);
          const all = occurrences(schedule, { to, limit: 10_000 }).map(({ wall }) => wall);
          const exdates = all.filter((_, index) => index % 7 === 3);
          const rdates = [`2026-07-04${schedule.start.slice(10)}`, `2027-07-04${schedule.start.slice(10)}`];
          const whole = { ...schedule, exdates, rdates };
          const cut = atDate
            ? (all[nth % all.length] ?? schedule.start)
            : new Date(Date.UTC(2026, 2, 1 + days, 13)).toISOString().slice(0, schedule.start.length);
          const { before, after } = splitSchedule(whole, cut);
          const of = (one: Schedule | null): string[] =>
            one ? occurrences(one, { to, limit: 10_000 }).map(({ wall }) => wall) : [];
          expect(of(before).every((wall) => wall < cut)).toBe(true);
          expect(of(after).every((wall) => wall >= cut)).toBe(true);
          expect([...of(before), ...of(after)].sort()).toEqual(of(whole).sort());
        },
      ),
      { numRuns: 500 },
    );
  });

  test('a form is read back from its rule', () => {
    fc.assert(
      fc.property(schedules, (schedule) => {
        const read = formOf(schedule.rule!, schedule);
        expect(ruleText(read as RuleForm)).toBe(schedule.rule);
      }),
    );
  });
});
