import { describe, expect, test } from 'vitest';
import {
  checkSchedule,
  feedMode,
  formOf,
  moveDates,
  occurrences,
  previewSchedule,
  type RuleForm,
  RuleFault,
  ruleText,
  type Schedule,
  seriesDates,
} from '../index.ts';

const weekly: Schedule = { start: '2026-03-17T19:00:00', zone: 'Europe/Brussels', rule: 'FREQ=WEEKLY;BYDAY=TU' };
const walls = (schedule: Schedule | null, limit = 1000): string[] =>
  schedule ? occurrences(schedule, { limit }).map(({ wall }) => wall) : [];

describe('what is offered', () => {
  test.each([
    ['FREQ=DAILY;INTERVAL=366', 'interval-too-large'],
    ['FREQ=WEEKLY;BYDAY=TU;INTERVAL=53', 'interval-too-large'],
    ['FREQ=WEEKLY;BYDAY=TU;COUNT=731', 'count-too-large'],
    ['FREQ=WEEKLY;BYDAY=TU;UNTIL=20310318', 'until-too-far'],
    ['FREQ=WEEKLY;BYDAY=TU;UNTIL=20260316', 'until-before-start'],
    ['FREQ=WEEKLY;BYDAY=TU;COUNT=3;UNTIL=20270101', 'count-and-until'],
    ['FREQ=WEEKLY;BYDAY=WE', 'start-not-a-date'],
    ['FREQ=WEEKLY;BYDAY=TU;BYHOUR=19', 'not-offered'],
    ['FREQ=MONTHLY;BYDAY=5TU', 'not-offered'],
    ['FREQ=MONTHLY;BYDAY=3TU,4TU', 'not-offered'],
    ['FREQ=MONTHLY;BYMONTHDAY=31', 'month-day-not-in-every-month'],
    ['FREQ=HOURLY', 'not-offered'],
    ['FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30', 'not-offered'],
    ['FREQ=SOMETIMES', 'bad-value'],
    ['every tuesday', 'unreadable'],
    ['BYDAY=TU', 'no-freq'],
    ['FREQ=WEEKLY;BYDAY=TU;BYDAY=WE', 'repeated-part'],
    ['FREQ=WEEKLY;RSCALE=CHINESE', 'other-calendar'],
    ['FREQ=WEEKLY;X-PART=1', 'unknown-part'],
  ])('%s is refused as %s', (rule, code) => {
    expect(checkSchedule({ ...weekly, rule })?.code).toBe(code);
  });

  test.each([
    'FREQ=DAILY',
    'FREQ=DAILY;INTERVAL=365',
    'FREQ=WEEKLY;BYDAY=TU,FR;COUNT=730',
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU;WKST=MO',
    'FREQ=MONTHLY;BYDAY=3TU',
    'FREQ=MONTHLY;BYMONTHDAY=17',
    'FREQ=YEARLY;UNTIL=20310317',
  ])('%s is offered, and its form writes it again', (rule) => {
    expect(checkSchedule({ ...weekly, rule })).toBeNull();
    expect(ruleText(formOf(rule, weekly) as RuleForm)).toBe(rule);
  });

  test.each([
    ['FREQ=WEEKLY', 'FREQ=WEEKLY;BYDAY=TU'],
    ['FREQ=MONTHLY', 'FREQ=MONTHLY;BYMONTHDAY=17'],
    ['FREQ=MONTHLY;BYDAY=TU;BYSETPOS=3', 'FREQ=MONTHLY;BYDAY=3TU'],
    ['FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=17', 'FREQ=YEARLY'],
    ['FREQ=WEEKLY;WKST=SU;BYDAY=TU;UNTIL=20260401T170000Z', 'FREQ=WEEKLY;BYDAY=TU;UNTIL=20260401'],
    ['FREQ=WEEKLY;UNTIL=20260331T165959Z', 'FREQ=WEEKLY;BYDAY=TU;UNTIL=20260330'],
    ['FREQ=WEEKLY;UNTIL=20260331T170000Z', 'FREQ=WEEKLY;BYDAY=TU;UNTIL=20260331'],
  ])('%s is the offered %s', (theirs, ours) => {
    expect(ruleText(formOf(theirs, weekly) as RuleForm)).toBe(ours);
    expect(walls({ ...weekly, rule: theirs }, 60)).toEqual(walls({ ...weekly, rule: ours }, 60));
  });

  test('a start beside the rule is told the next date that is one', () => {
    expect(checkSchedule({ ...weekly, rule: 'FREQ=MONTHLY;BYDAY=-1FR' })).toEqual({
      code: 'start-not-a-date',
      next: '2026-03-27T19:00:00',
    });
    expect(checkSchedule({ start: '2028-02-29T19:00:00', zone: 'UTC', rule: 'FREQ=YEARLY' })?.code).toBe('leap-day');
  });

  test('at most 100 dates are given one by one', () => {
    const rdates = Array.from({ length: 100 }, (_, at) => `2026-05-${String((at % 30) + 1).padStart(2, '0')}T10:00:00`);
    expect(checkSchedule({ ...weekly, rule: null, rdates })?.code).toBe('too-many-dates');
    expect(checkSchedule({ ...weekly, rule: null, rdates: rdates.slice(1) })).toBeNull();
  });
});

describe('clock changes', () => {
  const night: Schedule = { start: '2026-03-15T02:30:00', zone: 'Europe/Brussels', rule: 'FREQ=WEEKLY;BYDAY=SU' };

  test('the preview names dates in a gap and in an overlap, and what the clock will show', () => {
    const { dates, more, warnings } = previewSchedule(night, 3);
    expect(dates.map(({ wall }) => wall)).toEqual([
      '2026-03-15T02:30:00',
      '2026-03-22T02:30:00',
      '2026-03-29T02:30:00',
    ]);
    expect(more).toBe(true);
    expect(warnings.slice(0, 2).map(({ wall, kind, shown }) => [wall, kind, shown])).toEqual([
      ['2026-03-29T02:30:00', 'gap', '2026-03-29T03:30:00'],
      ['2026-10-25T02:30:00', 'overlap', '2026-10-25T02:30:00'],
    ]);
  });

  test('a feed writes a rule only where no date falls in a gap and every reader agrees', () => {
    expect(feedMode(weekly)).toBe('rrule');
    expect(feedMode(night)).toBe('dates');
    expect(feedMode({ ...weekly, rule: 'FREQ=MONTHLY;BYDAY=TU;BYMONTHDAY=17' })).toBe('dates');
    expect(feedMode({ ...weekly, rdates: ['2026-04-01T19:00:00'] })).toBe('dates');
    expect(feedMode({ ...weekly, rule: null, rdates: ['2026-04-01T19:00:00'] })).toBe('dates');
  });
});

describe('what RFC 5545 leaves to the reader', () => {
  test.each<[string, string, string, string[]]>([
    [
      'a week without a weekday: the weekday of the start',
      '2013-01-08T00:00:00',
      'FREQ=YEARLY;BYWEEKNO=1,2;COUNT=5',
      ['2013-01-08', '2013-12-31', '2014-01-07', '2014-12-30', '2015-01-06'],
    ],
    [
      'a week 53 that begins in the year before',
      '2023-01-01T00:00:00',
      'FREQ=YEARLY;BYWEEKNO=53;COUNT=1',
      ['2027-01-03'],
    ],
    [
      'a year without a week 53 has none',
      '2009-01-01T00:00:00',
      'FREQ=YEARLY;BYWEEKNO=53;BYDAY=FR,SA;COUNT=4',
      ['2010-01-01', '2010-01-02', '2016-01-01', '2016-01-02'],
    ],
    [
      'a place in the week counts from its first day, not from the start',
      '2024-10-23T00:00:00',
      'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,3;COUNT=3',
      ['2024-10-23', '2024-10-28', '2024-10-30'],
    ],
    [
      'a weekday and the nth of it: either',
      '2026-01-01T00:00:00',
      'FREQ=MONTHLY;BYDAY=1MO,TU;COUNT=5',
      ['2026-01-05', '2026-01-06', '2026-01-13', '2026-01-20', '2026-01-27'],
    ],
    [
      'lists out of order and doubled',
      '2024-05-01T00:00:00',
      'FREQ=YEARLY;BYMONTH=5,4,5;COUNT=3',
      ['2024-05-01', '2025-04-01', '2025-05-01'],
    ],
  ])('%s', (_, start, rule, dates) => {
    expect(walls({ start, zone: null, rule }).map((wall) => wall.slice(0, 10))).toEqual(dates);
  });

  test('66,000 times of a month cost nothing to choose two of', () => {
    const list = Array.from({ length: 16 }, (_, at) => at + 1).join(',');
    const rule = `FREQ=MONTHLY;BYMONTHDAY=${list},17;BYHOUR=${list};BYMINUTE=${list};BYSECOND=${list};BYSETPOS=1,-1;COUNT=3`;
    expect(walls({ start: '2025-01-01T01:01:01', zone: null, rule })).toEqual([
      '2025-01-01T01:01:01',
      '2025-01-17T16:16:16',
      '2025-02-01T01:01:01',
    ]);
  });
});

describe('rules without end or date', () => {
  test.each([
    'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=31',
    'FREQ=MONTHLY;BYMONTH=4;BYMONTHDAY=31',
    'FREQ=DAILY;INTERVAL=7;BYDAY=MO',
    'FREQ=HOURLY;INTERVAL=24;BYHOUR=5',
    'FREQ=SECONDLY;INTERVAL=60;BYSECOND=7',
    'FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=MINUTELY;INTERVAL=1440;BYHOUR=3',
    'FREQ=YEARLY;BYMONTH=3;BYDAY=MO;BYSETPOS=6',
    'FREQ=YEARLY;BYSECOND=60',
  ])('%s ends in words within a second', (rule) => {
    const began = performance.now();
    expect(() => occurrences({ start: '2026-01-01T10:00:00', zone: null, rule }, { limit: 5 })).toThrow(RuleFault);
    expect(performance.now() - began).toBeLessThan(1000);
  });

  test('a rare date is found, however rare', () => {
    expect(
      walls(
        {
          start: '2026-01-01T10:00:00',
          zone: null,
          rule: 'FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=SU;BYHOUR=3;BYMINUTE=4;BYSECOND=5',
        },
        2,
      ),
    ).toEqual(['2032-02-29T03:04:05', '2060-02-29T03:04:05']);
  });
});

describe('a change of schedule hands dates over', () => {
  test.each<[string, string[], string[], string, [string, string][], string[], string[]]>([
    [
      'another weekday: the same week',
      ['2026-03-17T19:00:00', '2026-03-24T19:00:00'],
      ['2026-03-19T20:00:00', '2026-03-26T20:00:00'],
      'FREQ=WEEKLY;BYDAY=TH',
      [
        ['2026-03-17T19:00:00', '2026-03-19T20:00:00'],
        ['2026-03-24T19:00:00', '2026-03-26T20:00:00'],
      ],
      [],
      [],
    ],
    [
      'weekly to monthly: who stays on the day keeps it, the rest go',
      ['2026-03-03T19:00:00', '2026-03-10T19:00:00', '2026-03-17T19:00:00'],
      ['2026-03-10T19:30:00', '2026-04-14T19:30:00'],
      'FREQ=MONTHLY;BYDAY=2TU',
      [['2026-03-10T19:00:00', '2026-03-10T19:30:00']],
      ['2026-03-03T19:00:00', '2026-03-17T19:00:00'],
      ['2026-04-14T19:30:00'],
    ],
    [
      'the third Tuesday to the last Friday: the same month',
      ['2026-03-17T19:00:00'],
      ['2026-03-27T19:00:00'],
      'FREQ=MONTHLY;BYDAY=-1FR',
      [['2026-03-17T19:00:00', '2026-03-27T19:00:00']],
      [],
      [],
    ],
  ])('%s', (_, old, wanted, rule, moved, gone, fresh) => {
    expect(moveDates(old, wanted, rule)).toEqual({ moved: moved.map(([from, to]) => ({ from, to })), gone, fresh });
  });
});

test('overrides lie over their dates, and say what differs', () => {
  const { dates, orphans } = seriesDates(
    weekly,
    {
      minutes: 120,
      overrides: [
        { original: '2026-03-24T19:00:00', start: '2026-03-26T20:00:00' },
        { original: '2026-03-31T19:00:00', cancelled: true },
        { original: '2026-04-01T19:00:00', minutes: 60 },
        { original: '2026-04-07T19:00:00', minutes: 120, start: '2026-04-07T19:00:00', cancelled: false },
      ],
    },
    { to: '2026-04-08T00:00:00', limit: 10 },
  );
  expect(dates.map(({ start, end, changed }) => [start, end, changed])).toEqual([
    ['2026-03-17T19:00:00', '2026-03-17T21:00:00', []],
    ['2026-03-26T20:00:00', '2026-03-26T22:00:00', ['start']],
    ['2026-03-31T19:00:00', '2026-03-31T21:00:00', ['cancelled']],
    ['2026-04-07T19:00:00', '2026-04-07T21:00:00', []],
  ]);
  expect(dates[1]!.at).toBe(Date.parse('2026-03-26T19:00:00Z'));
  expect(orphans.map(({ original }) => original)).toEqual(['2026-04-01T19:00:00']);
});
