import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Nights } from '../../apps/api/src/events/index.ts';
import type { Client } from '../support/client.ts';
import { claim, found, joins, key } from '../support/people.ts';
import { freshDatabase } from '../support/postgres.ts';
import { startWorld, type World } from '../support/world.ts';

// A calendar from elsewhere in which things repeat: its series are series here, with their moved and cancelled nights, and a later file changes them
// without losing who comes.
const DAY = 86_400_000;
const engines = inject('postgresUrl') ? (['PGlite', 'PostgreSQL'] as const) : (['PGlite'] as const);
/** The Tuesday so many weeks from the next one, as the file writes it and as rows hold it. */
const tuesday = (weeks: number, days = 0): string => {
  const today = Math.floor(Date.now() / DAY);
  const next = today + 1 + ((((2 - (today + 1 + 4)) % 7) + 7) % 7);
  return new Date((next + weeks * 7 + days) * DAY).toISOString().slice(0, 10);
};
const stamp = (day: string, time = '19:00:00'): string => `${day}T${time}`.replaceAll(/[-:]/g, '');
const inZone = (name: string, day: string, time?: string): string => `${name};TZID=Europe/Brussels:${stamp(day, time)}`;
const event = (...lines: string[]): string => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'].join('\r\n');
const calendar = (...events: string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//x//y//EN', ...events, 'END:VCALENDAR', ''].join('\r\n');
const master = (rule: string, ...more: string[]): string =>
  event('UID:choir', 'SUMMARY:Choir', inZone('DTSTART', tuesday(-8)), 'DURATION:PT2H', `RRULE:${rule}`, ...more);
const night = (weeks: number, ...lines: string[]): string =>
  event('UID:choir', inZone('RECURRENCE-ID', tuesday(weeks)), ...lines);
const moved = night(2, 'SUMMARY:Choir', inZone('DTSTART', tuesday(2, 1), '20:00:00'), 'DURATION:PT2H');
const off = night(3, 'SUMMARY:Choir', inZone('DTSTART', tuesday(3)), 'DURATION:PT2H', 'STATUS:CANCELLED');
const far = night(40, 'SUMMARY:Choir under the trees', inZone('DTSTART', tuesday(40)), 'DURATION:PT2H');
const out = inZone('EXDATE', tuesday(4));

interface Report {
  made: number;
  changed: number;
  same: number;
  lines: {
    title: string;
    what: string;
    series: {
      repeats: { every: string; interval?: number; rule?: string };
      next: string[];
      nights: number | null;
      moved: number;
      cancelled: number;
    } | null;
  }[];
  notes: { event: string; reason: string }[];
  faults: { event: string; reason: string }[];
}
interface Row {
  id: string;
  title: string;
  status: string;
  start_local: string;
  original_local: string;
  series_id: string;
  place_name: string;
}

describe.each(engines)('a series from a file on %s', (engine) => {
  let world: World;
  let ana: Client;
  let ben: Client;
  let groupId: string;

  const brings = async (text: string, dryRun = false): Promise<Report> => {
    const file = { name: 'x.ics', bytes: new TextEncoder().encode(text) };
    const of = { groupId, dryRun: dryRun ? '1' : '0', visibility: 'public' };
    const response = await ana.upload('/import/calendar', file, of);
    expect(response.status).toBeLessThan(300);
    return (await response.json()) as Report;
  };
  const read = (title = 'Choir%'): Promise<Row[]> =>
    world.database.reads.query(
      'SELECT * FROM event WHERE title LIKE $1 ORDER BY coalesce(original_local, start_local)',
      [title],
    );
  const at = async (weeks: number): Promise<Row | undefined> =>
    (await read()).find(({ original_local }) => original_local === `${tuesday(weeks)}T19:00:00`);
  const statusOf = async (eventId: string): Promise<string | undefined> =>
    (
      await world.database.reads.query<{ status: string }[]>('SELECT status FROM rsvp WHERE event_id = $1', [eventId])
    )[0]?.status;

  beforeAll(async () => {
    world = await startWorld(engine === 'PostgreSQL' ? { databaseUrl: await freshDatabase() } : {});
    ana = await claim(world);
    groupId = await found(ana);
    ben = await joins(world, ana, { groupId, name: 'Ben' });
  });
  afterAll(async () => {
    await world?.settle();
    await world?.stop();
  });

  test('is told in words before it comes in; what cannot be a series says why, and nothing else is lost', async () => {
    const odd = event('UID:31', 'SUMMARY:Last', inZone('DTSTART', '2026-01-31'), 'RRULE:FREQ=MONTHLY;BYMONTHDAY=31');
    const often = event('UID:often', 'SUMMARY:Often', inZone('DTSTART', tuesday(0)), 'RRULE:FREQ=DAILY;COUNT=5000');
    const moon = event('UID:moon', 'SUMMARY:Moon', `DTSTART;TZID=Moon/Sea:${stamp(tuesday(1))}`, 'RRULE:FREQ=DAILY');
    const never = event(
      'UID:never',
      'SUMMARY:Never',
      inZone('DTSTART', tuesday(1)),
      'RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
    );
    const past = event('UID:past', 'SUMMARY:Past', inZone('DTSTART', '2019-01-01'), 'RRULE:FREQ=DAILY;COUNT=3');
    const fine = event('UID:fine', 'SUMMARY:Fine', inZone('DTSTART', tuesday(1)), 'DURATION:PT1H');
    const rule = `FREQ=WEEKLY;INTERVAL=2;UNTIL=${stamp(tuesday(20), '23:00:00')}Z`;
    const report = await brings(calendar(master(rule), moved, odd, often, moon, never, past, fine), true);
    expect(report.lines[0]).toMatchObject({
      title: 'Choir',
      what: 'new',
      series: { repeats: { every: 'week', interval: 2 }, nights: 11, moved: 1, cancelled: 0 },
    });
    const seriesOf = (of: string) => report.lines.find(({ title }) => title === of)!.series!;
    expect(seriesOf('Last').repeats).toEqual({ every: 'rule', rule: 'FREQ=MONTHLY;BYMONTHDAY=31' });
    expect(seriesOf('Last').next).toHaveLength(4);
    expect(seriesOf('Often').nights).toBe(5000);
    expect(report.notes).toEqual([{ event: 'Past', reason: 'All its dates are over, so nothing of it comes in.' }]);
    expect(report.faults.map(({ event: of }) => of).sort()).toEqual(['Moon', 'Never']);
    expect(report.lines.filter(({ title }) => title === 'Fine')).toHaveLength(1);
    expect(await read('%')).toEqual([]);
  });

  test('has its moved, its cancelled and its missing night, and the job makes the later ones with what they have of their own', async () => {
    const report = await brings(calendar(master('FREQ=WEEKLY;BYDAY=TU', out), moved, off, far));
    expect(report).toMatchObject({ made: 1, faults: [] });
    expect(report.lines[0]!.series).toMatchObject({ nights: null, moved: 1, cancelled: 1 });
    const nights = await read();
    expect(new Set(nights.map(({ series_id }) => series_id)).size).toBe(1);
    expect(nights.length).toBeGreaterThanOrEqual(24);
    expect(await at(2)).toMatchObject({ start_local: `${tuesday(2, 1)}T20:00:00`, overridden: ['time'] });
    expect(await at(3)).toMatchObject({ status: 'cancelled' });
    expect(await at(4)).toBeUndefined();
    expect(await at(40)).toBeUndefined();
    await world.clockPasses(`${20 * 7} days`);
    await world.app.get(Nights).makeAllDue();
    expect(await at(40)).toMatchObject({
      title: 'Choir under the trees',
      overridden: ['title'],
    });
    await world.clockPasses('0 days');
  });

  test('a second time it changes nothing and doubles nothing', async () => {
    const before = await read();
    expect(await brings(calendar(master('FREQ=WEEKLY;BYDAY=TU', out), moved, off, far))).toMatchObject({
      made: 0,
      changed: 0,
      same: 1,
    });
    expect(await read()).toEqual(before);
  });

  test('one more exclusion, one more move and another place reach the nights concerned, and who comes still comes', async () => {
    for (const weeks of [5, 6, 7])
      await ben.get('mutation ($input: RespondInput!) { respond(input: $input) { __typename } }', {
        input: { eventId: (await at(weeks))!.id, answer: 'GOING', idempotencyKey: key() },
      });
    const [five, six, seven] = [await at(5), await at(6), await at(7)];
    const also = night(6, 'SUMMARY:Choir', inZone('DTSTART', tuesday(6, 2)), 'DURATION:PT2H', 'LOCATION:Hall');
    const more = [out, inZone('EXDATE', tuesday(5)), inZone('EXDATE', tuesday(8)), 'LOCATION:Hall'];
    const report = await brings(calendar(master('FREQ=WEEKLY;BYDAY=TU', ...more), moved, also, far));
    expect(report).toMatchObject({ made: 0, changed: 1 });
    expect(await at(5)).toMatchObject({ id: five!.id, status: 'cancelled' }); // Ben was to come: he is told
    expect(await at(8)).toBeUndefined();
    expect(await at(6)).toMatchObject({ id: six!.id, start_local: `${tuesday(6, 2)}T19:00:00`, place_name: 'Hall' });
    expect(await at(7)).toMatchObject({ id: seven!.id, status: 'scheduled', place_name: 'Hall' });
    expect(await at(3)).toMatchObject({ status: 'scheduled' }); // no longer called off there
    expect(await statusOf(six!.id)).toBe('going');
    expect(await statusOf(seven!.id)).toBe('going');
  });

  test('an exclusion that is taken back brings its night back, and an end takes those after it', async () => {
    const until = `FREQ=WEEKLY;BYDAY=TU;UNTIL=${stamp(tuesday(12), '22:00:00')}Z`;
    await brings(calendar(master(until, inZone('EXDATE', tuesday(5)), 'LOCATION:Hall')));
    expect(await at(8)).toMatchObject({ status: 'scheduled', place_name: 'Hall' });
    expect(await at(12)).toMatchObject({ status: 'scheduled' });
    expect(await at(13)).toBeUndefined();
    expect(await at(2)).toMatchObject({ start_local: `${tuesday(2)}T19:00:00` });
    const [{ n }] = (await world.database.reads.query<{ n: number }[]>('SELECT count(*)::int AS n FROM series')) as [
      { n: number },
    ];
    expect(n).toBe(1);
  });

  test('another rule moves the nights that are to come, with those who come', async () => {
    const six = await at(6);
    const thursdays = event(
      'UID:choir',
      'SUMMARY:Choir',
      'LOCATION:Hall',
      inZone('DTSTART', tuesday(-8, 2), '18:00:00'),
      'DURATION:PT2H',
      'RRULE:FREQ=WEEKLY;BYDAY=TH',
    );
    await brings(calendar(thursdays));
    const [now] = (await read()).filter(({ id }) => id === six!.id);
    expect(now).toMatchObject({ start_local: `${tuesday(6, 2)}T18:00:00`, status: 'scheduled' });
    expect(await statusOf(six!.id)).toBe('going');
    expect(await brings(calendar(thursdays))).toMatchObject({ same: 1, changed: 0 });
  });

  const soup = (rule: string, ...more: string[]): string =>
    event('UID:soup', 'SUMMARY:Soup', inZone('DTSTART', tuesday(1)), 'DURATION:PT1H', `RRULE:${rule}`, ...more);
  const comes = (eventId: string): Promise<unknown> =>
    ben.get('mutation ($input: RespondInput!) { respond(input: $input) { __typename } }', {
      input: { eventId, answer: 'GOING', idempotencyKey: key() },
    });
  const soupAt = async (day: string): Promise<Row | undefined> =>
    (await read('Soup%')).find(({ start_local }) => start_local.startsWith(day));
  const odd = 'FREQ=WEEKLY;BYDAY=TU,WE;INTERVAL=2;WKST=SU'; // programs read this differently, and no form offers it

  test('a rule that no form offers comes in as a series by its own rule', async () => {
    expect(await brings(calendar(soup(odd, inZone('EXDATE', tuesday(3)))))).toMatchObject({ made: 1, notes: [] });
    const nights = await read('Soup');
    expect(new Set(nights.map(({ series_id }) => series_id)).size).toBe(1);
    expect(nights.slice(0, 4).map(({ start_local }) => start_local.slice(0, 10))).toEqual([
      tuesday(1),
      tuesday(1, 1),
      tuesday(3, 1),
      tuesday(5),
    ]);
    const found = await ana.get<{ series: { repeats: object } }>(
      'query ($id: ID!) { event(id: $id) { series { repeats { every rule } } } }',
      { id: nights[0]!.id },
    );
    expect(found.series.repeats).toMatchObject({ every: 'RULE', rule: expect.stringContaining('WKST=SU') });
    await comes(nights[2]!.id);
    const before = await read('Soup');
    expect(await brings(calendar(soup(odd, inZone('EXDATE', tuesday(3)))))).toMatchObject({ same: 1, changed: 0 });
    expect(await read('Soup')).toEqual(before);
  });

  test('a change of all later dates is a series of its own, and who comes still comes', async () => {
    const kept = await soupAt(tuesday(3, 1));
    await comes((await soupAt(tuesday(5)))!.id);
    const five = await soupAt(tuesday(5));
    const change = event(
      'UID:soup',
      'SUMMARY:Soup and bread',
      inZone('RECURRENCE-ID;RANGE=THISANDFUTURE', tuesday(5)),
      inZone('DTSTART', tuesday(5), '18:30:00'),
      'DURATION:PT1H',
    );
    const whole = calendar(soup(odd, inZone('EXDATE', tuesday(3))), change);
    expect(await brings(whole)).toMatchObject({ made: 1, changed: 1, faults: [] });
    expect(await soupAt(tuesday(3, 1))).toMatchObject({ id: kept!.id, title: 'Soup', status: 'scheduled' });
    const moved = await soupAt(tuesday(5));
    expect(moved).toMatchObject({ id: five!.id, title: 'Soup and bread', start_local: `${tuesday(5)}T18:30:00` });
    expect(await statusOf(five!.id)).toBe('going');
    expect((await read('Soup%')).every(({ status }) => status === 'scheduled')).toBe(true);
    expect(await soupAt(tuesday(7, 1))).toMatchObject({ title: 'Soup and bread', series_id: moved!.series_id });
    const before = await read('Soup%');
    expect(await brings(whole)).toMatchObject({ same: 2, changed: 0, made: 0 });
    expect(await read('Soup%')).toEqual(before);
  });

  test('a night of it, and all that follow, are changed here as of any series; another rule may be chosen', async () => {
    const [first] = (await read('Soup and bread')).slice(1);
    const fields = {
      title: 'Soup and cake',
      body: '',
      startLocal: first!.start_local,
      endLocal: first!.start_local.replace('18:30', '19:30'),
      zone: 'Europe/Brussels',
      visibility: 'PUBLIC',
    };
    const change = (repeats: object, version: number, more: object = {}): Promise<{ splits: boolean }> =>
      ana.get('mutation ($input: ChangeSeriesInput!) { changeSeries(input: $input) { splits } }', {
        input: { eventId: first!.id, expectedVersion: version, scope: 'FOLLOWING', fields, repeats, ...more },
      });
    const version = async (): Promise<number> =>
      (
        await world.database.reads.query<{ version: number }[]>('SELECT version FROM event WHERE id = $1', [first!.id])
      )[0]!.version;
    const found = await ana.get<{ series: { repeats: { every: string; rule: string } } }>(
      'query ($id: ID!) { event(id: $id) { series { repeats { every rule } } } }',
      { id: first!.id },
    );
    await change(found.series.repeats, await version());
    expect(new Set((await read('Soup and cake')).map(({ series_id }) => series_id)).size).toBe(1);
    expect((await read('Soup and cake'))[0]!.id).toBe(first!.id);
    await change({ every: 'WEEK', weekdays: ['TU', 'WE'], interval: 1 }, await version(), { reason: 'More often' });
    expect(await soupAt(tuesday(6))).toMatchObject({ title: 'Soup and cake' });
    await expect(change({ every: 'RULE', rule: 'FREQ=SECONDLY' }, await version())).rejects.toThrow('not offered');
    await expect(
      change({ every: 'RULE', rule: 'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30' }, await version()),
    ).rejects.toThrow('No day of any year');
  });

  test('an event that came in alone before becomes a night, with its answers', async () => {
    const alone = ['UID:tea', 'SUMMARY:Tea', inZone('DTSTART', tuesday(2)), 'DURATION:PT1H'];
    await brings(calendar(event(...alone)));
    const [tea] = await read('Tea');
    await comes(tea!.id);
    await brings(calendar(event(...alone, 'RRULE:FREQ=MONTHLY;BYDAY=TU')));
    const nights = await read('Tea');
    expect(nights[0]).toMatchObject({ id: tea!.id, original_local: `${tuesday(2)}T19:00:00` });
    expect(await statusOf(tea!.id)).toBe('going');
    const starts = nights.map(({ start_local }) => start_local);
    expect(new Set(starts).size).toBe(starts.length);
  });

  test('our own feed that comes back changes nothing', async () => {
    const feed = await (await world.visitor().fetch('/g/riverside/events.ics')).text();
    const before = await read('%');
    expect(await brings(feed)).toMatchObject({ made: 0, changed: 0 });
    expect(await read('%')).toEqual(before);
  });

  test('called off there, it ends here', async () => {
    await brings(calendar(soup(odd, 'STATUS:CANCELLED')));
    expect(await soupAt(tuesday(3, 1))).toMatchObject({ status: 'cancelled' }); // Ben was to come
    expect(await soupAt(tuesday(1, 1))).toBeUndefined();
  });
});
