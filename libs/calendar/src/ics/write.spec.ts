import ICAL from 'ical.js';
import { describe, expect, test } from 'vitest';
import { calendarOf, evening, nasty } from '../../../../test/support/calendars.ts';
import {
  calendarPieces,
  type CalendarEvent,
  type CalendarModel,
  type ChangedDate,
  lintCalendar,
  seriesEntries,
  streamCalendar,
  writeCalendar,
  zoneYears,
} from '../index.ts';

const linted = (model: CalendarModel): string => {
  const text = writeCalendar(model);
  expect(lintCalendar(text)).toEqual([]);
  return text;
};
const unfolded = (model: CalendarModel): string => linted(model).replaceAll('\r\n ', '');
const parsed = (text: string): InstanceType<typeof ICAL.Component> =>
  new ICAL.Component(ICAL.parse(text) as ConstructorParameters<typeof ICAL.Component>[0]);

describe('a feed', () => {
  test('is a conformant calendar with its zone, and equal models give equal bytes', () => {
    const text = unfolded(calendarOf());
    expect(text).toContain('DTSTART;TZID=Europe/Brussels:20260313T190000');
    expect(text.match(/BEGIN:VTIMEZONE/g)).toHaveLength(1);
    expect(text).toContain('DTSTAMP:20260102T030405Z');
    expect(text).toContain('URL;VALUE=URI:https://example.org/e/1?a=1,2;b=3');
    expect(writeCalendar(calendarOf())).toBe(writeCalendar(calendarOf()));
  });

  test('says what it is, in new words and old', () => {
    const text = unfolded(
      calendarOf({
        name: 'River, side; and \\ more',
        description: 'All, of it;',
        url: 'https://example.org/g/r',
        source: 'https://example.org/g/r/events.ics',
        uid: 'f7b0c5de-0000-4000-8000-000000000001',
        color: { name: 'teal', hex: '#008080' },
        version: '0.1.0',
        refreshMinutes: 90,
      }),
    );
    expect(text.split('\r\n').slice(0, 17)).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//folkmoot//folkmoot 0.1.0//EN',
      'CALSCALE:GREGORIAN',
      'NAME:River· side· and · more',
      'X-WR-CALNAME:River· side· and · more',
      'DESCRIPTION:All\\, of it\\;',
      'X-WR-CALDESC:All\\, of it\\;',
      'UID:f7b0c5de-0000-4000-8000-000000000001',
      'LAST-MODIFIED:20260102T030405Z',
      'URL:https://example.org/g/r',
      'SOURCE;VALUE=URI:https://example.org/g/r/events.ics',
      'REFRESH-INTERVAL;VALUE=DURATION:PT90M',
      'X-PUBLISHED-TTL:PT90M',
      'X-WR-TIMEZONE:Europe/Brussels',
      'COLOR:teal',
      'X-APPLE-CALENDAR-COLOR:#008080',
    ]);
  });

  test.each(['Europe/Brussels', 'UTC'])('without entries still holds a component (%s)', (zone) => {
    expect(parsed(linted(calendarOf({ events: [], zone }))).getAllSubcomponents('vtimezone')).toHaveLength(1);
  });

  test('names nobody', () => {
    const organizer = { name: 'Ana', email: 'ana@example.org' };
    expect(() => writeCalendar(calendarOf({ events: [evening({ organizer })] }))).toThrow('names no organiser');
  });

  test('in pieces is the feed, and a stream of batches too', async () => {
    const events = Array.from({ length: 450 }, (_, at) =>
      evening({ uid: `u${String(at).padStart(4, '0')}`, title: `No ${at} ${'🎉'.repeat(at % 40)}` }),
    );
    const model = calendarOf({ events });
    const whole = linted(model);
    const pieces = [...calendarPieces(model)];
    expect(pieces).toHaveLength(5);
    expect(pieces.join('')).toBe(whole);
    const batches = [events.slice(0, 100), events.slice(100, 101), events.slice(101)];
    const streamed: string[] = [];
    const of = { zones: zoneYears(events), newest: evening().updatedAt, isEmpty: false };
    for await (const piece of streamCalendar(model, of, batches)) streamed.push(piece);
    expect(streamed.join('')).toBe(whole);
    const late = streamCalendar(model, of, [[evening({ zone: 'Asia/Tokyo' })]]);
    await late.next();
    await expect(late.next()).rejects.toThrow('zone of an entry is missing');
    const inUtc = [evening({ zone: 'Etc/UTC' })];
    let text = '';
    for await (const piece of streamCalendar(calendarOf({ events: [] }), { ...of, zones: zoneYears(inUtc) }, [inUtc]))
      text += piece;
    expect(text).toBe(linted(calendarOf({ events: inUtc })));
  });
});

describe('an entry', () => {
  test('cancelled stays as cancelled, all-day has dates with an exclusive end', () => {
    const text = unfolded(
      calendarOf({
        events: [
          evening({ status: 'CANCELLED', sequence: 3 }),
          evening({ uid: 'b', allDay: true, start: '2026-07-05', end: '2026-07-06' }),
        ],
      }),
    );
    for (const line of [
      'STATUS:CANCELLED',
      'SEQUENCE:3',
      'DTSTART;VALUE=DATE:20260705',
      'DTEND;VALUE=DATE:20260706',
      'X-MICROSOFT-CDO-ALLDAYEVENT:TRUE',
    ])
      expect(text).toContain(`\r\n${line}\r\n`);
  });

  test('has all that RFC 7986 gives it, its alarm last', () => {
    const text = unfolded(
      calendarOf({
        events: [
          evening({
            title: 'Fête, "encore"',
            description: 'Bring a cup; or two',
            location: 'Rue Haute 1, Brussels',
            categories: ['food', 'a,b;c'],
            geo: { lat: 0, lon: 0 },
            conference: { url: 'https://meet.example.org/x?y=1,2', label: 'Join "us": now' },
            image: { url: 'https://example.org/e/1/card.png', type: 'image/png' },
            color: 'tomato',
            isPrivate: true,
            transparent: true,
            alarmMinutes: 60,
          }),
        ],
      }),
    );
    const event = text.slice(text.indexOf('BEGIN:VEVENT'), text.indexOf('END:VCALENDAR')).split('\r\n');
    for (const line of [
      'SUMMARY:Fête\\, "encore"',
      'DESCRIPTION:Bring a cup\\; or two\\n\\nhttps://meet.example.org/x?y=1\\,2',
      'LOCATION:Rue Haute 1\\, Brussels',
      'CATEGORIES:food,a\\,b\\;c',
      'GEO:0.000000;0.000000',
      `CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL="Join ^'us^': now":https://meet.example.org/x?y=1,2`,
      'IMAGE;VALUE=URI;DISPLAY=BADGE;FMTTYPE=image/png:https://example.org/e/1/card.png',
      'COLOR:tomato',
      'CLASS:PRIVATE',
      'TRANSP:TRANSPARENT',
    ])
      expect(event).toContain(line);
    expect(event.slice(-7)).toEqual([
      'BEGIN:VALARM',
      'ACTION:DISPLAY',
      'TRIGGER:-PT1H',
      'DESCRIPTION:Fête\\, "encore"',
      'END:VALARM',
      'END:VEVENT',
      '',
    ]);
  });

  test('in a gap is written as the clock will show it, one that comes twice and one in UTC with Z', () => {
    const text = unfolded(
      calendarOf({
        events: [
          evening({ start: '2026-03-29T02:30:00', end: '2026-03-29T04:00:00' }),
          evening({ uid: 'utc', zone: 'Etc/UTC' }),
          evening({ uid: 'twice', start: '2026-10-25T02:30:00', end: '2026-10-25T04:00:00' }),
        ],
      }),
    );
    expect(text).toContain('DTSTART;TZID=Europe/Brussels:20260329T033000');
    expect(text).toContain('DTSTART:20260313T190000Z');
    expect(text).toContain('DTSTART:20261025T003000Z\r\nDTEND:20261025T030000Z');
    expect(text.match(/BEGIN:VTIMEZONE/g)).toHaveLength(1);
  });

  test.each<[string, Parameters<typeof evening>[0]]>([
    ['an unknown zone', { zone: 'Mars/Base' }],
    ['an address that is no web address', { url: 'javascript:alert(1)' }],
    ['a colour that is no name', { color: 'red\r\nX:y' }],
    ['a rule that is none', { rule: 'FREQ=DAILY\r\nX-EVIL:1' }],
    ['a conference by telephone', { conference: { url: 'tel:+1', label: 'x' } }],
  ])('with %s is refused', (_, over) => {
    expect(() => writeCalendar(calendarOf({ events: [evening(over)] }))).toThrow(/./);
  });
});

describe('a series', () => {
  const master = evening({
    uid: 'series',
    sequence: 2,
    start: '2026-03-03T19:00:00',
    end: '2026-03-03T22:00:00',
    rule: 'FREQ=WEEKLY;BYDAY=TU;UNTIL=20260630',
    exdates: ['2026-03-24T19:00:00', '2026-03-17T19:00:00'],
  });

  test('is a master with its exclusions and its overrides behind it', () => {
    const text = unfolded(
      calendarOf({
        events: [
          evening({ uid: 'other', start: '2026-03-04T08:00:00', end: '2026-03-04T09:00:00' }),
          {
            ...master,
            rule: undefined!,
            exdates: [],
            recurrenceId: '2026-03-31T19:00:00',
            start: '2026-03-01T20:00:00',
            end: '2026-03-01T22:00:00',
          },
          {
            ...evening(),
            uid: 'series',
            sequence: 4,
            status: 'CANCELLED',
            start: '2026-03-10T19:00:00',
            end: '2026-03-10T22:00:00',
            recurrenceId: '2026-03-10T19:00:00',
          },
          master,
        ],
      }),
    );
    expect(text).toContain('\r\nRRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20260630T215959Z\r\n');
    expect(text).toContain('\r\nEXDATE;TZID=Europe/Brussels:20260317T190000,20260324T190000\r\n');
    expect(text).toContain('\r\nRECURRENCE-ID;TZID=Europe/Brussels:20260331T190000\r\n');
    expect([...text.matchAll(/\r\nUID:(.*)/g)].map(([, uid]) => uid)).toEqual(['series', 'series', 'series', 'other']);
    expect([...text.matchAll(/RECURRENCE-ID[^:]*:(.*)/g)].map(([, id]) => id)).toEqual([
      '20260310T190000',
      '20260331T190000',
    ]);
  });

  test('of whole days has dates everywhere', () => {
    const days = evening({ uid: 'd', allDay: true, start: '2026-07-06', end: '2026-07-08' });
    const text = unfolded(
      calendarOf({
        events: [
          { ...days, rule: 'FREQ=YEARLY;UNTIL=20300706', exdates: ['2028-07-06'] },
          { ...days, recurrenceId: '2027-07-06', start: '2027-07-05', end: '2027-07-07' },
        ],
      }),
    );
    expect(text).toContain('\r\nRRULE:FREQ=YEARLY;UNTIL=20300706\r\n');
    expect(text).toContain('\r\nEXDATE;VALUE=DATE:20280706\r\n');
    expect(text).toContain('\r\nRECURRENCE-ID;VALUE=DATE:20270706\r\n');
  });

  test('in UTC has instants everywhere', () => {
    const text = unfolded(calendarOf({ events: [{ ...master, zone: 'UTC' }] }));
    expect(text).toContain('UNTIL=20260630T235959Z');
    expect(text).toContain('EXDATE:20260317T190000Z,20260324T190000Z');
  });
});

test('a series of a feed: what was changed, called off, deleted, and long called off', () => {
  const master = evening({
    uid: 's',
    sequence: 3,
    start: '2026-03-03T19:00:00',
    end: '2026-03-03T22:00:00',
    rule: 'FREQ=WEEKLY;BYDAY=TU',
    exdates: ['2026-05-05T19:00:00'],
  });
  const date = (original: string, over: Partial<CalendarEvent> = {}): ChangedDate => ({
    original,
    event: evening({ uid: `own ${original}`, start: original, end: original.replace('T19', 'T22'), ...over }),
  });
  const changes = [
    date('2026-03-10T19:00:00', { status: 'CANCELLED' }),
    date('2026-04-07T19:00:00', { status: 'CANCELLED', sequence: 5 }),
    date('2026-04-14T19:00:00', { zone: 'America/New_York', start: '2026-04-14T12:00:00' }),
    date('2026-04-21T19:00:00', { allDay: true, start: '2026-04-21', end: '2026-04-22' }),
    { original: '2026-04-28T19:00:00', event: null },
  ];
  const events = seriesEntries(master, changes, new Date('2026-04-20T00:00:00Z'));
  expect(
    events.map(({ uid, recurrenceId, status, sequence }) => [uid, recurrenceId?.slice(5, 10), status, sequence]),
  ).toEqual([
    ['s', undefined, 'CONFIRMED', 3],
    ['s', '04-07', 'CANCELLED', 5],
    ['s', '04-14', 'CONFIRMED', 3],
    ['s', '04-21', 'CONFIRMED', 3],
  ]);
  const text = unfolded(calendarOf({ events }));
  expect(text).toContain('EXDATE;TZID=Europe/Brussels:20260310T190000,20260428T190000,20260505T190000');
  expect(text).toContain('RECURRENCE-ID;TZID=Europe/Brussels:20260414T190000');
  expect(text).toContain('DTSTART;TZID=America/New_York:20260414T120000');
  expect(text).toContain('RECURRENCE-ID;TZID=Europe/Brussels:20260421T190000');
  const later = seriesEntries(master, changes, new Date('2026-05-20T00:00:00Z'));
  expect(later[0]!.exdates).toContain('2026-04-07T19:00:00');
  expect(later).toHaveLength(3);
});

describe('a mail', () => {
  const organizer = { name: 'Folkmoot; "the" instance', email: 'rsvp+abc@example.org' };
  const attendee = { name: 'Ana, B.', email: 'ana@example.org', partstat: 'ACCEPTED' as const, rsvp: true };

  test.each(['REQUEST', 'CANCEL', 'REPLY'] as const)(
    'with METHOD:%s names the organiser and the one attendee',
    (method) => {
      const text = unfolded(
        calendarOf({
          method,
          writtenAt: new Date('2026-02-01T00:00:00Z'),
          events: [evening({ organizer, attendee, status: method === 'CANCEL' ? 'CANCELLED' : 'CONFIRMED' })],
        }),
      );
      expect(text).toContain(`\r\nMETHOD:${method}\r\n`);
      expect(text).toContain('\r\nDTSTAMP:20260201T000000Z\r\n');
      expect(text).toContain('\r\nLAST-MODIFIED:20260102T030405Z\r\n');
      const [event] = parsed(text).getAllSubcomponents('vevent');
      expect(event!.getFirstProperty('organizer')!.getParameter('cn')).toBe('Folkmoot; "the" instance');
      expect(event!.getFirstPropertyValue('attendee')).toMatch(/^mailto:ana@example\.org$/i);
      expect(event!.getFirstProperty('attendee')!.getParameter('partstat')).toBe('ACCEPTED');
      expect(text).not.toContain('X-WR-CALNAME');
    },
  );

  test('with METHOD:PUBLISH names the organiser alone', () => {
    const published = (over: Partial<CalendarEvent>): string =>
      writeCalendar(calendarOf({ method: 'PUBLISH', events: [evening(over)] }));
    expect(lintCalendar(published({ organizer }))).toEqual([]);
    expect(lintCalendar(published({})).join()).toContain('too few or too many people');
    expect(lintCalendar(published({ organizer, attendee })).join()).toContain('too few or too many people');
  });

  test.each(['a@b\r\nX:y', 'a b@c', 'a', 'a@b;c', 'a@b,c@d'])('to %j is refused', (email) => {
    expect(() =>
      writeCalendar(calendarOf({ method: 'REQUEST', events: [evening({ attendee: { ...attendee, email } })] })),
    ).toThrow('not an address');
  });
});

test('deadlines can be tasks', () => {
  const todo = {
    uid: 't1',
    sequence: 1,
    done: false,
    due: '2026-05-01T18:00:00',
    zone: 'America/New_York',
    title: 'Vote; now',
    url: 'https://example.org/p/1',
    updatedAt: new Date('2026-01-02T03:04:05Z'),
  };
  const text = unfolded(calendarOf({ events: [], todos: [{ ...todo, alarmMinutes: 90 }] }));
  expect(text).toContain(
    '\r\nACTION:DISPLAY\r\nTRIGGER;RELATED=END:-PT90M\r\nDESCRIPTION:Vote\\; now\r\nEND:VALARM\r\nEND:VTODO',
  );
  expect(unfolded(calendarOf({ events: [], todos: [todo] }))).not.toContain('VALARM');
  expect(text).toContain('\r\nDUE;TZID=America/New_York:20260501T180000\r\n');
  expect(text).toContain('\r\nSUMMARY:Vote\\; now\r\n');
});

test('nothing that people write can inject a line, and every entry is read as it was', () => {
  for (const text of nasty) {
    const written = linted(
      calendarOf({
        name: text,
        description: text,
        uid: text || 'x',
        version: text,
        events: [
          evening({
            title: text,
            description: text,
            location: text,
            categories: [text],
            conference: { url: `https://example.org/${encodeURIComponent(text.toWellFormed())}`, label: text },
            image: { url: 'https://example.org/a.png', type: 'image/png' },
          }),
          evening({ uid: `${text}second` }),
        ],
      }),
    );
    const events = parsed(written).getAllSubcomponents('vevent');
    expect(events).toHaveLength(2);
    expect(parsed(written).getAllSubcomponents()).toHaveLength(3);
    const summary = text
      .toWellFormed()
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufeff]/g, '');
    expect(events.map((one) => one.getFirstPropertyValue('summary'))).toContain(
      summary.replace(/[\s\u0085]+/g, ' ').trim(),
    );
    expect(
      writeCalendar(
        calendarOf({
          method: 'REQUEST',
          events: [
            evening({
              organizer: { name: text, email: 'a@b.c' },
              attendee: { name: text, email: 'd@e.f', partstat: 'NEEDS-ACTION' },
            }),
          ],
        }),
      ),
    ).toSatisfy((mail: string) => lintCalendar(mail).length === 0);
  }
});
