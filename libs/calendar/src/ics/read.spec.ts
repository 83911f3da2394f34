import { describe, expect, test } from 'vitest';
import { instantOf, isZone, offsetAt, wallAt } from '#libs/zone';
import { calendarOf, evening } from '../../../../test/support/calendars.ts';
import {
  endOf,
  type ImportedEvent,
  minutesBetween,
  occurrences,
  readCalendarFile,
  takeCalendar,
  type TakenSeries,
  uidsOf,
  writeCalendar,
} from '../index.ts';
import { windowsZones } from './windows-zones.ts';

const options = { fallbackZone: 'Europe/Brussels', now: new Date('2026-01-01T00:00:00Z'), horizonDays: 400 };
/** Everything of a file as single dates. */
function readCalendar(
  source: string,
  of: Parameters<typeof readCalendarFile>[1] & Parameters<typeof takeCalendar>[1],
): Pick<ReturnType<typeof takeCalendar>, 'events' | 'faults'> {
  const { events, series, faults } = takeCalendar(readCalendarFile(source, of), of);
  return { events: [...events, ...series.flatMap((one) => datesOf(one, of))], faults };
}
/** The dates of a series within the horizon, those that differ as they are, on the clocks of the reader's zone. */
function datesOf({ event, tail, overrides }: TakenSeries, of: Parameters<typeof takeCalendar>[1]): ImportedEvent[] {
  const to = new Date(of.now.getTime() + of.horizonDays * 86_400_000).toISOString();
  const walls = occurrences(tail, { to: to.slice(0, tail.start.length), limit: 1000 }).map(({ wall }) => wall);
  const plain = (start: string): ImportedEvent => {
    const end = endOf(start, minutesBetween(event.start, event.end));
    return { ...event, recurrenceId: start, start, end };
  };
  const dates = walls.map((wall) => overrides.find(({ recurrenceId }) => recurrenceId === wall) ?? plain(wall));
  const here = (wall: string): string => wallAt(instantOf(wall, 'UTC').at, of.fallbackZone);
  return dates
    .map((one) =>
      one.zone === 'UTC' && !one.allDay
        ? {
            ...one,
            zone: of.fallbackZone,
            start: here(one.start),
            end: here(one.end),
            recurrenceId: here(one.recurrenceId!),
          }
        : one,
    )
    .sort((a, b) => (a.start < b.start ? -1 : 1));
}
const file = (...events: string[]): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//x//y//EN',
    ...events.flatMap((lines) => ['BEGIN:VEVENT', ...lines.split('\n'), 'END:VEVENT']),
    'END:VCALENDAR',
    '',
  ].join('\r\n');

test('our own feed reads back as it was', () => {
  const { events, faults } = readCalendar(writeCalendar(calendarOf()), options);
  expect(faults).toEqual([]);
  expect(events).toEqual([
    expect.objectContaining({
      uid: evening().uid,
      title: 'Repair café',
      start: '2026-03-13T19:00:00',
      end: '2026-03-13T22:00:00',
      zone: 'Europe/Brussels',
      recurrenceId: null,
    }),
  ]);
});

test('a series becomes single dates with its override, its exclusion and its clock change', () => {
  const { events } = readCalendar(
    file(
      'UID:w\nSUMMARY:Choir\nDTSTART;TZID=Europe/Brussels:20260316T200000\nDTEND;TZID=Europe/Brussels:20260316T220000\nRRULE:FREQ=WEEKLY;COUNT=4\nEXDATE;TZID=Europe/Brussels:20260323T200000',
      'UID:w\nSUMMARY:Choir, moved\nRECURRENCE-ID;TZID=Europe/Brussels:20260330T200000\nDTSTART;TZID=Europe/Brussels:20260331T190000\nDTEND;TZID=Europe/Brussels:20260331T210000',
    ),
    options,
  );
  expect(events.map(({ title, start, recurrenceId }) => [title, start, recurrenceId])).toEqual([
    ['Choir', '2026-03-16T20:00:00', '2026-03-16T20:00:00'],
    ['Choir, moved', '2026-03-31T19:00:00', '2026-03-30T20:00:00'],
    ['Choir', '2026-04-06T20:00:00', '2026-04-06T20:00:00'],
  ]);
});

test('UTC, floating, all-day and Windows zones are understood', () => {
  const { events, faults } = readCalendar(
    file(
      'UID:1\nSUMMARY:utc\nDTSTART:20260601T100000Z\nDTEND:20260601T110000Z',
      'UID:2\nSUMMARY:floating\nDTSTART:20260601T100000\nDURATION:PT2H',
      'UID:3\nSUMMARY:day\nDTSTART;VALUE=DATE:20260601',
      'UID:4\nSUMMARY:windows\nDTSTART;TZID=W. Europe Standard Time:20260601T100000\nDTEND;TZID=W. Europe Standard Time:20260601T110000',
    ),
    options,
  );
  expect(faults).toEqual([]);
  expect(events.map(({ title, start, end, zone }) => [title, start, end, zone])).toEqual([
    ['utc', '2026-06-01T12:00:00', '2026-06-01T13:00:00', 'Europe/Brussels'],
    ['floating', '2026-06-01T10:00:00', '2026-06-01T12:00:00', 'Europe/Brussels'],
    ['day', '2026-06-01', '2026-06-02', 'Europe/Brussels'],
    ['windows', '2026-06-01T10:00:00', '2026-06-01T11:00:00', 'Europe/Berlin'],
  ]);
});

test('what cannot be read is named, the rest is taken', () => {
  const { events, faults } = readCalendar(
    file(
      'UID:1\nSUMMARY:good\nDTSTART:20260601T100000Z',
      'UID:2\nSUMMARY:lost\nDTSTART;TZID=Mars/Base:20260601T100000',
      'SUMMARY:no uid\nDTSTART:20260601T100000Z',
      'UID:4\nSUMMARY:backwards\nDTSTART:20260601T100000Z\nDTEND:20260601T090000Z',
    ),
    options,
  );
  expect(events.map(({ title }) => title)).toEqual(['good']);
  expect(new Set(faults.map((fault) => fault.event))).toEqual(new Set(['backwards', 'lost', 'no uid']));
  expect(readCalendar('hello', options).faults[0]?.reason).toContain('not a calendar file');
  expect(readCalendar('x'.repeat(1024 * 1024 + 1), options).faults[0]?.reason).toContain('1 MB');
});

test('a change may hold for all later dates; one of its own still wins', () => {
  const { events } = readCalendar(
    file(
      'UID:w\nSUMMARY:Choir\nDTSTART;TZID=Europe/Brussels:20260316T200000\nDURATION:PT2H\nRRULE:FREQ=WEEKLY;COUNT=4',
      'UID:w\nSUMMARY:Choir, earlier\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Brussels:20260323T200000\nDTSTART;TZID=Europe/Brussels:20260323T190000\nDURATION:PT1H',
      'UID:w\nSUMMARY:Choir, outside\nRECURRENCE-ID;TZID=Europe/Brussels:20260330T200000\nDTSTART;TZID=Europe/Brussels:20260330T180000\nDURATION:PT1H',
    ),
    options,
  );
  expect(events.map(({ title, start, end }) => [title, start.slice(5, 16), end.slice(11, 16)])).toEqual([
    ['Choir', '03-16T20:00', '22:00'],
    ['Choir, earlier', '03-23T19:00', '20:00'],
    ['Choir, outside', '03-30T18:00', '19:00'],
    ['Choir, earlier', '04-06T19:00', '20:00'],
  ]);
});

test('a series written in UTC repeats in UTC, and its dates keep their name', () => {
  const { events } = readCalendar(
    file(
      'UID:u\nSUMMARY:Call\nDTSTART:20260327T180000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=2\nRDATE:20260501T180000Z',
    ),
    options,
  );
  expect(events.map(({ start }) => start)).toEqual([
    '2026-03-27T19:00:00',
    '2026-04-03T20:00:00',
    '2026-05-01T20:00:00',
  ]);
});

test.each([
  ['FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30', 'No day of the calendar fits its rule.'],
  ['FREQ=SOMETIMES', 'Its rule'],
  ['RSCALE=HEBREW;FREQ=YEARLY', 'another calendar'],
])('the rule %s is refused in words: %s', (rule, words) => {
  const { events, faults } = readCalendar(file(`UID:1\nSUMMARY:odd\nDTSTART:20260601T100000Z\nRRULE:${rule}`), options);
  expect(events).toEqual([]);
  expect(faults).toEqual([{ event: 'odd', reason: expect.stringContaining(words) }]);
});

test('a rule of every second is no meeting', () => {
  const { events, faults } = readCalendar(
    file('UID:1\nSUMMARY:odd\nDTSTART:20260601T100000Z\nDURATION:PT1S\nRRULE:FREQ=SECONDLY'),
    options,
  );
  expect(events).toEqual([]);
  expect(faults).toEqual([{ event: 'odd', reason: 'It repeats more often than daily.' }]);
});

describe('zones of a file', () => {
  const vtimezone = (tzid: string, like: string): string =>
    writeCalendar(
      calendarOf({ events: [evening({ zone: like, start: '2026-01-05T10:00:00', end: '2026-01-05T11:00:00' })] }),
    )
      .match(/BEGIN:VTIMEZONE[^]*END:VTIMEZONE/)![0]
      .replace(/TZID:.*/, `TZID:${tzid}`);
  const used = (
    tzid: string,
    zone: string,
    days = '20260701T100000',
  ): { zone: string | undefined; reason: string | undefined } => {
    const text = file(`UID:1\nSUMMARY:x\nDTSTART;TZID="${tzid}":${days}`).replace(
      'BEGIN:VEVENT',
      `${zone}${zone && '\r\n'}BEGIN:VEVENT`,
    );
    const { events, faults } = readCalendar(text, options);
    return { zone: events[0]?.zone, reason: faults[0]?.reason };
  };

  test.each([
    ['Asia/Tokyo', 'Asia/Tokyo'],
    ['/mozilla.org/20050126_1/Europe/Vienna', 'Europe/Vienna'],
    ['/freeassociation.sourceforge.net/America/Argentina/Ushuaia', 'America/Argentina/Ushuaia'],
    ['E. Australia Standard Time', 'Australia/Brisbane'],
    ['Tokyo Standard Time', 'Asia/Tokyo'],
  ])('%s is %s', (tzid, zone) => {
    expect(used(tzid, '').zone).toBe(zone);
  });

  test.each(Object.entries(windowsZones))('%s is a zone that there is', (_, zone) => {
    expect(isZone(zone)).toBe(true);
  });

  test('a name of their own is the zone whose clocks it describes, ours first', () => {
    expect(used('Customized Time Zone', vtimezone('Customized Time Zone', 'Europe/Paris')).zone).toBe(
      'Europe/Brussels',
    );
    const zone = used('Ours', vtimezone('Ours', 'America/St_Johns')).zone!;
    for (const at of ['2026-01-05', '2026-04-01', '2026-07-01', '2026-11-15'].map((day) =>
      Date.parse(`${day}T12:00:00Z`),
    ))
      expect(offsetAt(at, zone)).toBe(offsetAt(at, 'America/St_Johns'));
  });

  test('one that nobody knows is asked for by name, and taken when answered', () => {
    expect(used('Mars/Base', '').reason).toBe('Its time zone "Mars/Base" is not known.');
    const text = file('UID:1\nSUMMARY:x\nDTSTART;TZID=Mars/Base:20260701T100000');
    expect(readCalendar(text, { ...options, zones: { 'Mars/Base': 'Asia/Tokyo' } }).events[0]?.zone).toBe('Asia/Tokyo');
  });
});

describe('series of a file', () => {
  const one = (...events: string[]): ReturnType<typeof readCalendarFile> => readCalendarFile(file(...events), options);
  const weekly =
    'UID:w\nSUMMARY:Choir\nDTSTART;TZID=Europe/Brussels:20260316T200000\nDTEND;TZID=Europe/Brussels:20260316T220000\nRRULE:FREQ=WEEKLY;BYDAY=MO';

  test('keep their rule, whether it is one of ours or not', () => {
    const { series } = one(weekly, weekly.replace('UID:w', 'UID:x').replace('BYDAY=MO', 'BYDAY=MO;BYHOUR=20'));
    expect(series.map(({ schedule }) => schedule.rule)).toEqual([
      'FREQ=WEEKLY;BYDAY=MO',
      'FREQ=WEEKLY;BYDAY=MO;BYHOUR=20',
    ]);
    expect(series[0]!.schedule).toMatchObject({ start: '2026-03-16T20:00:00', zone: 'Europe/Brussels' });
  });

  test('in UTC stay in UTC, so that their clock moves as it does there', () => {
    const { events } = readCalendar(
      file('UID:u\nSUMMARY:call\nDTSTART:20260323T180000Z\nDTEND:20260323T190000Z\nRRULE:FREQ=WEEKLY;COUNT=2'),
      options,
    );
    expect(events.map(({ start, zone }) => [start, zone])).toEqual([
      ['2026-03-23T19:00:00', 'Europe/Brussels'],
      ['2026-03-30T20:00:00', 'Europe/Brussels'],
    ]);
  });

  test('exclusions and originals are understood in whatever form they are written', () => {
    const { series } = one(
      `${weekly}\nEXDATE:20260323T190000Z,20260330T180000Z\nEXDATE;VALUE=DATE:20260406\nEXDATE;TZID=America/New_York:20260413T140000\nRDATE;VALUE=PERIOD:20260501T100000Z/PT2H`,
      'UID:w\nSUMMARY:moved\nRECURRENCE-ID:20260420T180000Z\nDTSTART:20260421T180000Z',
      'UID:w\nSUMMARY:on the day\nRECURRENCE-ID;VALUE=DATE:20260427\nDTSTART;TZID=Europe/Brussels:20260428T200000',
    );
    expect(series[0]!.schedule).toMatchObject({
      exdates: ['2026-03-23T20:00:00', '2026-03-30T20:00:00', '2026-04-06T20:00:00', '2026-04-13T20:00:00'],
      rdates: ['2026-05-01T12:00:00'],
    });
    expect(series[0]!.overrides.map(({ recurrenceId, start }) => [recurrenceId, start])).toEqual([
      ['2026-04-20T20:00:00', '2026-04-21T20:00:00'],
      ['2026-04-27T20:00:00', '2026-04-28T20:00:00'],
    ]);
  });

  test('of two overrides of a date the newer counts; an override of an override is one of its date', () => {
    const over = (title: string, sequence: number): string =>
      `UID:w\nSUMMARY:${title}\nSEQUENCE:${sequence}\nRECURRENCE-ID;TZID=Europe/Brussels:20260323T200000\nDTSTART;TZID=Europe/Brussels:20260324T200000\nRRULE:FREQ=DAILY`;
    const { series, faults } = one(over('new', 2), weekly, over('old', 1));
    expect(series[0]!.overrides.map(({ title }) => title)).toEqual(['new']);
    expect(faults).toEqual([]);
  });

  test('an override without its master is a single event', () => {
    const { events } = one('UID:o\nSUMMARY:orphan\nRECURRENCE-ID:20260323T190000Z\nDTSTART:20260324T190000Z');
    expect(events).toEqual([
      expect.objectContaining({ title: 'orphan', recurrenceId: '2026-03-23T20:00:00', start: '2026-03-24T20:00:00' }),
    ]);
  });

  const from = (date: string, ...lines: string[]): string =>
    ['UID:w', `RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Brussels:${date}`, ...lines].join('\n');
  const partsOf = (...events: string[]): [string, string | null, string, string][] => {
    const read = one(...events);
    const { series, faults } = takeCalendar(read, options);
    expect(faults).toEqual([]);
    expect(new Set(uidsOf(read))).toEqual(new Set(series.map(({ event }) => event.uid)));
    return series.map(({ event, tail }) => [event.title, tail.rule, tail.start, event.uid]);
  };

  test('with changes of all later dates are series one after the other, each with its own day, time and words', () => {
    const wednesdays = from('20260323T200000', 'SUMMARY:later', 'DTSTART;TZID=Europe/Brussels:20260325T193000');
    const off = from('20260504T200000', 'DTSTART;TZID=Europe/Brussels:20260504T200000', 'STATUS:CANCELLED');
    expect(partsOf(weekly, wednesdays)).toEqual([
      ['Choir', 'FREQ=WEEKLY;BYDAY=MO;UNTIL=20260322', '2026-03-16T20:00:00', 'w'],
      ['later', 'FREQ=WEEKLY;BYDAY=WE', '2026-03-25T19:30:00', 'w#2026-03-23T20:00:00'],
    ]);
    expect(partsOf(`${weekly};COUNT=5`, wednesdays).map(([, rule]) => rule)).toEqual([
      'FREQ=WEEKLY;BYDAY=MO;COUNT=1',
      'FREQ=WEEKLY;BYDAY=WE;COUNT=4',
    ]);
    expect(takeCalendar(one(weekly, wednesdays, off), options).series.map(({ nights }) => nights)).toEqual([1, 6]);
  });

  test('that no rule can move keep their dates, one by one', () => {
    const third = weekly.replace('FREQ=WEEKLY;BYDAY=MO', 'FREQ=MONTHLY;BYDAY=3MO');
    const after = from('20260420T200000', 'SUMMARY:later', 'DTSTART;TZID=Europe/Brussels:20260422T200000');
    const { series } = takeCalendar(one(third, after), options);
    expect(series[1]!.tail).toMatchObject({ rule: null, start: '2026-04-22T20:00:00' });
    expect(series[1]!.tail.rdates!.slice(0, 2)).toEqual(['2026-05-20T20:00:00', '2026-06-17T20:00:00']);
  });

  test.each([
    'FREQ=MONTHLY;BYMONTHDAY=31',
    'FREQ=MONTHLY;BYDAY=1MO,3MO',
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE;WKST=SU',
    'FREQ=YEARLY;BYMONTH=1,6;BYDAY=FR;BYSETPOS=-1',
    'FREQ=DAILY;BYMONTH=3,4',
    'FREQ=DAILY;COUNT=5000',
    'FREQ=WEEKLY;UNTIL=20990101T000000Z',
    'FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO',
  ])('%s, which no form offers, stays a rule and means the same dates', (rule) => {
    const { series, faults } = takeCalendar(one(weekly.replace(/RRULE.*/, `RRULE:${rule}`)), options);
    expect(faults).toEqual([]);
    const whole = { start: '2026-03-16T20:00:00', zone: 'Europe/Brussels', rule };
    expect(occurrences(series[0]!.tail, { limit: 60 })).toEqual(occurrences(whole, { limit: 60 }));
    expect(series[0]!.tail.start).toBe(occurrences(whole, { limit: 1 })[0]!.wall);
  });

  test.each([
    ['RRULE:FREQ=WEEKLY;RSCALE=CHINESE', 'another calendar'],
    ['RRULE:FREQ=FORTNIGHTLY', 'makes no sense (FREQ)'],
    ['RRULE:every monday', 'cannot be read'],
    ['RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30', 'No day of the calendar'],
    ['RRULE:FREQ=SECONDLY', 'more often than daily'],
    ['RRULE:FREQ=WEEKLY\nRRULE:FREQ=DAILY', 'by more than one rule'],
  ])('%s is refused in words, the rest is taken', (rule, words) => {
    const { events, series, faults } = one(weekly.replace(/RRULE.*/, rule), 'UID:good\nDTSTART:20260601T100000Z');
    expect(series).toEqual([]);
    expect(events).toHaveLength(1);
    expect(faults).toEqual([{ event: 'Choir', reason: expect.stringContaining(words) }]);
  });

  test('2000 rules that never end or have no date cost a second of work, not an hour', () => {
    const bombs = (rule: string): string =>
      file(...Array.from({ length: 2000 }, (_, at) => `UID:${at}\nSUMMARY:b\nDTSTART:19000101T000000Z\nRRULE:${rule}`));
    for (const rule of ['FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30', 'FREQ=DAILY;COUNT=999999999', 'FREQ=DAILY']) {
      const before = process.cpuUsage();
      const { events, faults } = readCalendar(bombs(rule), options);
      const { user, system } = process.cpuUsage(before);
      expect((user + system) / 1e6).toBeLessThan(3);
      expect(events.length).toBeLessThan(12_000);
      expect(faults.length).toBeGreaterThan(0);
    }
  }, 60_000);
});

test.each([
  ['hello', 'not a calendar file'],
  ['BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1', 'not a calendar file that can be read'],
  ['BEGIN:VCALENDAR\nEND:VEVENT\nEND:VCALENDAR', 'not a calendar file'],
  [`BEGIN:VCALENDAR\n${'BEGIN:VEVENT\nUID:1\nEND:VEVENT\n'.repeat(2001)}END:VCALENDAR`, 'at most 2000'],
  ['x'.repeat(1024 * 1024 + 1), '1 MB'],
])('%# what is no calendar is refused whole', (text, words) => {
  const read = readCalendarFile(text, options);
  expect(read).toMatchObject({ events: [], series: [], faults: [{ event: null }] });
  expect(read.faults[0]!.reason).toContain(words);
});

test('a fault costs the event it is in, and nothing that is not used can cost one', () => {
  const { events, faults } = readCalendarFile(
    file(
      'UID:1\nSUMMARY:bad\nDTSTART:2026',
      'UID:2\nSUMMARY:day\nDTSTART:20260601\nnonsense\nATTENDEE;CN="x:broken\nBEGIN:VALARM\nTRIGGER:junk\nDTSTART:1\nEND:VALARM\nATTACH:data:,x',
      'UID:3\nSUMMARY:date that is none\nDTSTART;TZID=Europe/Brussels:20260230T100000',
      'UID:4\nSUMMARY:mixed\nDTSTART:20260601\nDTEND:20260601T100000Z',
    ),
    options,
  );
  expect(events.map(({ title, start, allDay }) => [title, start, allDay])).toEqual([['day', '2026-06-01', true]]);
  expect(new Set(faults.map(({ event }) => event))).toEqual(new Set(['bad', 'date that is none', 'mixed']));
});
