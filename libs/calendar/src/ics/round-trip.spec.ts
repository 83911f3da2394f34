import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantOf } from '#libs/zone';
import { calendarOf, evening } from '../../../../test/support/calendars.ts';
import { formOf, lintCalendar, readCalendarFile, type RuleForm, ruleText, writeCalendar } from '../index.ts';

const options = { fallbackZone: 'Europe/Brussels', now: new Date('2026-01-01T00:00:00Z'), horizonDays: 400 };

describe('our own calendars', () => {
  const words = fc.string({ unit: 'grapheme', maxLength: 40 });
  const walls = fc
    .integer({ min: 0, max: 900 * 24 * 4 })
    .map((quarters) => new Date(Date.UTC(2026, 0, 1) + quarters * 900_000).toISOString().slice(0, 19));
  const zones = fc.constantFrom(
    'Europe/Brussels',
    'America/New_York',
    'Australia/Lord_Howe',
    'Africa/Casablanca',
    'Asia/Tokyo',
  );
  const entries = fc.record({
    title: words,
    description: words,
    location: words,
    start: walls,
    zone: zones,
    hours: fc.integer({ min: 1, max: 50 }),
    allDay: fc.boolean(),
    cancelled: fc.boolean(),
  });

  test('are read back as they were', () => {
    fc.assert(
      fc.property(fc.array(entries, { maxLength: 12 }), (drawn) => {
        const events = drawn
          .map(({ title, hours, cancelled, start, allDay, ...one }, at) =>
            evening({
              ...one,
              title: `${title} ${at}`,
              uid: `u${at}`,
              allDay,
              start: allDay ? start.slice(0, 10) : start,
              end: new Date(Date.parse(`${start}Z`) + (allDay ? 2 * 86_400_000 : hours * 3_600_000))
                .toISOString()
                .slice(0, allDay ? 10 : 19),
              status: cancelled ? 'CANCELLED' : 'CONFIRMED',
            }),
          )
          // times that do not exist or come twice are written as another time that means the same
          .filter(
            (one) => one.allDay || [one.start, one.end].every((wall) => instantOf(wall, one.zone).kind === 'plain'),
          );
        const text = writeCalendar(calendarOf({ events }));
        expect(lintCalendar(text)).toEqual([]);
        const read = readCalendarFile(text, options);
        expect(read.faults).toEqual([]);
        const shown = (value: string): string =>
          value.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufeff]/g, '');
        const line = (value: string): string =>
          shown(value)
            .replace(/[\s\u0085]+/g, ' ')
            .trim();
        expect(
          read.events.toSorted((a, b) => (a.uid < b.uid ? -1 : 1)).map(({ description: _, ...one }) => one),
        ).toEqual(
          events
            .toSorted((a, b) => (a.uid < b.uid ? -1 : 1))
            .map(({ uid, title, location, start, end, zone, allDay, status }) => ({
              uid,
              recurrenceId: null,
              title: line(title),
              location: line(location!),
              start,
              end,
              zone: allDay ? options.fallbackZone : zone,
              allDay,
              cancelled: status === 'CANCELLED',
            })),
        );
      }),
      { numRuns: 60 },
    );
  });

  test('with series keep rule, exclusions and overrides', () => {
    const master = evening({
      uid: 's',
      start: '2026-03-03T19:00:00',
      end: '2026-03-03T22:00:00',
      rule: 'FREQ=WEEKLY;BYDAY=TU;UNTIL=20260630',
      exdates: ['2026-03-17T19:00:00'],
    });
    const { rule: _, exdates: __, ...plain } = master;
    const moved = {
      ...plain,
      recurrenceId: '2026-03-31T19:00:00',
      start: '2026-04-01T20:00:00',
      end: '2026-04-01T21:00:00',
    };
    const off = {
      ...plain,
      recurrenceId: '2026-04-07T19:00:00',
      start: '2026-04-07T19:00:00',
      end: '2026-04-07T22:00:00',
      status: 'CANCELLED' as const,
    };
    const { series } = readCalendarFile(writeCalendar(calendarOf({ events: [master, moved, off] })), options);
    expect(series).toHaveLength(1);
    expect(ruleText(formOf(series[0]!.schedule.rule!, series[0]!.schedule) as RuleForm)).toBe(master.rule);
    expect(series[0]!.schedule.exdates).toEqual(master.exdates);
    expect(series[0]!.overrides.map(({ recurrenceId, start, cancelled }) => [recurrenceId, start, cancelled])).toEqual([
      ['2026-03-31T19:00:00', '2026-04-01T20:00:00', false],
      ['2026-04-07T19:00:00', '2026-04-07T19:00:00', true],
    ]);
  });
});
