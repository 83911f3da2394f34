import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import ICAL from 'ical.js';
import { lintCalendar } from '#libs/calendar';
import { Nights } from '../../apps/api/src/events/index.ts';
import type { Client } from '../support/client.ts';
import { engines, startWorldOn } from '../support/engines.ts';
import { claim, found, idOf, joins, key } from '../support/people.ts';
import type { World } from '../support/world.ts';

// Story 3: one night of a weekly series moves. The series runs across a clock change, people come to all of it or to some nights, and what was
// shown before a change is what happens.
const DAY = 86_400_000;

/** The Sunday on which the clocks of Brussels change next, at least three weeks away. */
function nextChange(): number {
  const year = new Date().getUTCFullYear();
  const sundays = [year, year + 1].flatMap((of) =>
    [2, 9].map((month) => {
      const last = new Date(Date.UTC(of, month + 1, 0));
      return last.getTime() - last.getUTCDay() * DAY;
    }),
  );
  return sundays.find((sunday) => sunday > Date.now() + 21 * DAY)!;
}
const change = nextChange();
/** The Tuesday twelve days before the change. */
const firstDay = new Date(change - 12 * DAY).toISOString().slice(0, 10);
const plus = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);

const create = 'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }';
const seriesPart = `series { id lineId night ended mine { answer seats } repeats { every interval weekdays count until }
  nights { id startLocal startAt status moved myStatus } }`;
const eventQuery = `query ($id: ID!) { event(id: $id) { id title startLocal startAt endLocal status reason previousStartAt seatsHeld waiting version placeName myRsvp { status seats } ${seriesPart} } }`;
const changeSeries = `mutation ($input: ChangeSeriesInput!) { changeSeries(input: $input) { splits told nights { eventId from to what people } } }`;
const respondToSeries = `mutation ($input: RespondToSeriesInput!) { respondToSeries(input: $input) { going maybe waitlisted released own refused event { ${seriesPart} } } }`;
const respond = 'mutation ($input: RespondInput!) { respond(input: $input) { __typename } }';
const update = 'mutation ($input: UpdateEventInput!) { updateEvent(input: $input) { id } }';

interface Seen {
  id: string;
  title: string;
  startLocal: string;
  startAt: string;
  endLocal: string;
  status: string;
  reason: string | null;
  seatsHeld: number;
  waiting: number;
  version: number;
  placeName: string;
  myRsvp: { status: string; seats: number } | null;
  series: {
    id: string;
    lineId: string;
    night: number;
    ended: boolean;
    mine: { answer: string; seats: number } | null;
    repeats: Record<string, unknown>;
    nights: { id: string; startLocal: string; status: string; moved: boolean; myStatus: string | null }[];
  };
}
interface Change {
  splits: boolean;
  told: number;
  nights: { eventId: string | null; from: string | null; to: string | null; what: string; people: number }[];
}

describe.each(engines)('a weekly series on %s', (engine) => {
  let world: World;
  let ana: Client;
  let ben: Client;
  let cleo: Client;
  let dora: Client;
  let groupId: string;
  /** Ids of the nights by their first date. */
  let nights: { id: string; start_local: string; start_at: Date; original_local: string; series_id: string }[];

  const fields = {
    title: 'Choir',
    startLocal: `${firstDay}T19:00:00`,
    endLocal: `${firstDay}T21:00:00`,
    zone: 'Europe/Brussels',
    visibility: 'PUBLIC',
    placeName: 'The Weir House',
    capacity: 4,
    companionsMax: 3,
  };
  const see = (person: Client, id: string): Promise<Seen> => person.get<Seen>(eventQuery, { id });
  const read = async (): Promise<typeof nights> =>
    world.database.reads.query(
      'SELECT id, start_local, start_at, original_local, series_id FROM event WHERE series_id IS NOT NULL ORDER BY original_local, id',
    );
  const onNight = (at: number, person: Client): Promise<Seen> => see(person, nights[at]!.id);
  const answersOf = async (eventId: string): Promise<Record<string, string>> => {
    const found = await world.database.reads.query<{ name: string; status: string; seats: number }[]>(
      'SELECT p.name, r.status, r.seats FROM rsvp r JOIN person p ON p.id = r.person_id WHERE r.event_id = $1',
      [eventId],
    );
    return Object.fromEntries(found.map(({ name, status, seats }) => [name, `${status} ${seats}`]));
  };
  const mails = async (kind: string): Promise<string[]> => {
    // What is gathered for ten minutes is due now.
    await world.database.reads.query(
      `UPDATE outbox SET not_before = clock_now() - interval '1 second' WHERE kind = 'EventChangesDue'`,
    );
    await world.settle();
    const found = await world.database.reads.query<{ recipient: string }[]>(
      'SELECT recipient FROM mail WHERE kind = $1 ORDER BY recipient',
      [kind],
    );
    return found.map(({ recipient }) => recipient.split('@')[0]!);
  };
  /** What a calendar program makes of the group's feed: the starts of all entries that take place, as instants, up to an hour after the last night that stands. */
  const startsInFeed = (feed: string, until: Date): string[] => {
    const entries = new ICAL.Component(ICAL.parse(feed)).getAllSubcomponents('vevent');
    const masters = entries.filter((one) => !one.hasProperty('recurrence-id'));
    const changed = entries.filter((one) => one.hasProperty('recurrence-id')).map((one) => new ICAL.Event(one));
    const off = new Set(
      changed
        .filter(({ component }) => component.getFirstPropertyValue('status') === 'CANCELLED')
        .map(({ component }) => component),
    );
    const starts: string[] = [];
    for (const component of masters) {
      if (component.getFirstPropertyValue('status') === 'CANCELLED') continue;
      const event = new ICAL.Event(component);
      if (!event.isRecurring()) starts.push(event.startDate.toJSDate().toISOString());
      else {
        for (const one of changed) if (one.uid === event.uid) event.relateException(one);
        const dates = event.iterator();
        for (let next = dates.next(); next && next.toJSDate() <= until; next = dates.next()) {
          const { startDate, item } = event.getOccurrenceDetails(next);
          if (!off.has(item.component)) starts.push(startDate.toJSDate().toISOString());
        }
      }
    }
    return starts.sort();
  };
  const groupFeed = async (): Promise<string> => {
    const text = await (await world.visitor().fetch('/g/riverside/events.ics')).text();
    expect(lintCalendar(text)).toEqual([]);
    return text;
  };
  /** Every program that reads the feed has the nights that stand, at the instants at which they stand. */
  const feedHolds = async (): Promise<string> => {
    const text = await groupFeed();
    const rows = await world.database.reads.query<{ start_at: Date }[]>(
      `SELECT start_at FROM event WHERE series_id IS NOT NULL AND status = 'scheduled' ORDER BY start_at`,
    );
    const last = new Date(rows.at(-1)!.start_at.getTime() + 3_600_000);
    expect(startsInFeed(text, last)).toEqual(rows.map(({ start_at }) => start_at.toISOString()));
    return text;
  };
  /** The story begins four weeks before the change; everybody has looked in lately. */
  const daysAfterStart = async (days: number): Promise<void> => {
    await world.clockPasses(`${Math.max(0, Math.floor((change - 26 * DAY - Date.now()) / DAY)) + days} days`);
    await world.database.reads.query(
      `UPDATE session SET seen_at = clock_now(), expires_at = clock_now() + interval '90 days'`,
    );
  };
  const answersAll = (person: Client, answer: string, companions = 0): Promise<Record<string, number>> =>
    person.get(respondToSeries, { input: { eventId: nights[0]!.id, answer, companions, idempotencyKey: key() } });

  beforeAll(async () => {
    world = await startWorldOn(engine);
    ana = await claim(world);
    groupId = await found(ana);
    ben = await joins(world, ana, { groupId, name: 'Ben' });
    cleo = await joins(world, ana, { groupId, name: 'Cleo' });
    dora = await joins(world, ana, { groupId, name: 'Dora' });
    await world.settle();
    await daysAfterStart(0);
  });
  afterAll(async () => {
    await world?.settle();
    await world?.stop();
  });

  test('is shown before it is made, with the day on which the clocks change', async () => {
    const preview = `query ($repeats: RepeatsInput!, $startLocal: String!) { previewSeries(repeats: $repeats, startLocal: $startLocal, zone: "Europe/Brussels")
      { dates { startLocal clock } more warnings { startLocal clock shownLocal } fault { code most next message } } }`;
    const of = (repeats: object, startLocal = fields.startLocal): Promise<object> =>
      ana.get(preview, { repeats, startLocal });
    expect(await of({ every: 'WEEK' })).toMatchObject({ more: true, fault: null, warnings: [] });
    expect(await of({ every: 'WEEK', weekdays: ['WE'] })).toMatchObject({
      fault: { code: 'start-not-a-date', next: plus(firstDay, 1) },
    });
    expect(await of({ every: 'MONTH_DAY', day: 30 })).toMatchObject({
      fault: { code: 'month-day-not-in-every-month' },
    });
    expect(await of({ every: 'DAY', count: 731 })).toMatchObject({ fault: { code: 'count-too-large', most: 730 } });
    const night = `${plus(firstDay, -2)}T02:30:00`; // a Sunday
    const { warnings } = (await of({ every: 'WEEK' }, night)) as { warnings: { clock: string; shownLocal: string }[] };
    expect(warnings.map(({ clock }) => clock)).toContain('GAP');
    expect(warnings.find(({ clock }) => clock === 'GAP')!.shownLocal.slice(11)).toBe('03:30:00');
  });

  test('what cannot be is refused in words, and nothing is made', async () => {
    const refused = (repeats: object): Promise<{ field: string | undefined; message: string } | null> =>
      ana.refusalOf(create, { input: { groupId, fields, repeats } });
    expect(await refused({ every: 'MONTH_DAY', day: 30 })).toMatchObject({ field: 'repeats' });
    expect((await refused({ every: 'WEEK', weekdays: ['WE'] }))!.message).toContain(plus(firstDay, 1));
    expect((await refused({ every: 'DAY', count: 5000 }))!.message).toContain('730');
    expect((await refused({ every: 'WEEK', until: 'soon' }))!.field).toBe('repeats');
    expect(await read()).toEqual([]);
  });

  test('has a night each week on its own clock, on both sides of the change', async () => {
    const { id } = await ana.get<{ id: string }>(create, { input: { groupId, fields, repeats: { every: 'WEEK' } } });
    nights = await read();
    expect(nights[0]!.id).toBe(id);
    expect(nights.length).toBeGreaterThanOrEqual(24);
    expect(new Set(nights.map(({ start_local }) => start_local.slice(11)))).toEqual(new Set(['19:00:00']));
    const hours = nights.slice(0, 4).map(({ start_at }) => start_at.getUTCHours());
    expect(new Set(hours)).toEqual(new Set([17, 18]));
    const seen = await onNight(6, ana);
    expect(seen.series).toMatchObject({ night: 7, ended: false, repeats: { every: 'WEEK', weekdays: ['TU'] } });
    expect(seen.series.nights).toHaveLength(8);
    const feed = await feedHolds();
    expect(feed.match(/RRULE:FREQ=WEEKLY;BYDAY=TU/g)).toHaveLength(1);
    expect(feed.match(/BEGIN:VEVENT/g)).toHaveLength(1);
  });

  test('made twice it is the same; as time passes each night comes once', async () => {
    const job = world.app.get(Nights);
    expect(await job.makeAllDue()).toBe(0);
    expect(await read()).toEqual(nights);
  });

  test('one answer holds for all nights; one for a night wins there', async () => {
    expect(
      await ben.get(respond, { input: { eventId: nights[2]!.id, answer: 'NO', idempotencyKey: key() } }),
    ).toMatchObject({ __typename: 'Event' });
    expect(await answersAll(ben, 'GOING', 1)).toMatchObject({ going: nights.length - 1, own: 1, waitlisted: 0 });
    expect(await answersAll(cleo, 'GOING')).toMatchObject({ going: nights.length, own: 0 });
    expect(await answersAll(dora, 'GOING', 1)).toMatchObject({ going: 1, waitlisted: nights.length - 1 });
    expect(await answersOf(nights[2]!.id)).toEqual({ Ben: 'no 1', Cleo: 'going 1', Dora: 'going 2' });
    expect(await answersOf(nights[3]!.id)).toEqual({ Ben: 'going 2', Cleo: 'going 1', Dora: 'waitlisted 2' });
    expect((await onNight(5, ben)).series.mine).toEqual({ answer: 'GOING', seats: 2 });
  });

  test('a night that is made later has them too, in their turn', async () => {
    await daysAfterStart(8);
    const job = world.app.get(Nights);
    const made = await job.makeAllDue();
    expect(made).toBeGreaterThanOrEqual(1);
    expect(await job.makeAllDue()).toBe(0);
    const all = await read();
    expect(all).toHaveLength(nights.length + made);
    nights = all;
    expect(await answersOf(nights.at(-1)!.id)).toEqual({ Ben: 'going 2', Cleo: 'going 1', Dora: 'waitlisted 2' });
    expect(await mails('series-waitlisted')).toEqual([]); // Dora was told when she answered
  });

  test('one night moves: its answers hold, and only those who come to it are told', async () => {
    const before = await onNight(2, ana);
    const day = plus(nights[2]!.start_local.slice(0, 10), 1);
    await ana.get(update, {
      input: {
        id: before.id,
        expectedVersion: before.version,
        fields: { ...fields, startLocal: `${day}T20:00:00`, endLocal: `${day}T22:00:00` },
        reason: 'The hall is taken on Tuesday.',
      },
    });
    expect(await mails('event-changed')).toEqual(['cleo', 'dora']);
    expect((await world.mailTo('cleo@example.org')).text).toContain('The hall is taken on Tuesday.');
    const after = await onNight(2, ben);
    expect(after).toMatchObject({ startLocal: `${day}T20:00:00`, myRsvp: { status: 'NO' } });
    const feed = await feedHolds();
    expect(feed.match(/BEGIN:VEVENT/g)).toHaveLength(2);
    expect(feed).toContain(`RECURRENCE-ID;TZID=Europe/Brussels:${nights[2]!.original_local.replace(/[-:]/g, '')}`);
    expect(after.series.nights.filter(({ moved }) => moved).map(({ id }) => id)).toEqual([nights[2]!.id]);
    expect(await answersOf(nights[2]!.id)).toEqual({ Ben: 'no 1', Cleo: 'going 1', Dora: 'going 2' });
  });

  test('one night is cancelled with its reason; the others stand', async () => {
    await ana.get('mutation ($id: ID!, $reason: String!) { cancelEvent(id: $id, reason: $reason) { id } }', {
      id: nights[4]!.id,
      reason: 'Holiday.',
    });
    expect(await mails('event-cancelled')).toEqual(['ben', 'cleo', 'dora']);
    expect((await onNight(3, ben)).series.nights.find(({ id }) => id === nights[4]!.id)).toMatchObject({
      status: 'CANCELLED',
    });
    expect((await feedHolds()).match(/STATUS:CANCELLED/g)).toHaveLength(1);
    const one = await (await ben.fetch(`/e/${nights[3]!.id}.ics`)).text();
    expect(one).not.toContain('RRULE:FREQ=WEEKLY');
  });

  const changing = (of: Seen, change: object, more: object = {}): object => ({
    input: {
      eventId: of.id,
      expectedVersion: of.version,
      fields: { ...fields, startLocal: of.startLocal, endLocal: of.endLocal, ...change },
      repeats: { every: 'WEEK', weekdays: ['TU'] },
      ...more,
    },
  });

  test('a new place for all nights reaches each but the one that has its own, and everybody once', async () => {
    const own = await onNight(3, ana);
    await ana.get(update, {
      input: {
        id: own.id,
        expectedVersion: own.version,
        fields: { ...fields, startLocal: own.startLocal, endLocal: own.endLocal, placeName: 'The boat' },
      },
    });
    const asked = await onNight(5, ana);
    const { splits, told } = await ana.get<Change>(
      changeSeries,
      changing(asked, { placeName: 'The new hall' }, { scope: 'ALL' }),
    );
    expect({ splits, told }).toEqual({ splits: false, told: 3 });
    expect((await onNight(3, ana)).placeName).toBe('The boat');
    expect((await onNight(0, ana)).placeName).toBe('The new hall');
    expect((await onNight(20, ana)).placeName).toBe('The new hall');
    expect(await mails('series-changed')).toEqual(['ben', 'cleo', 'dora']);
  });

  test('fewer places than are taken are refused with the day', async () => {
    const asked = await onNight(5, ana);
    expect(
      await ana.refusalOf(changeSeries, changing(asked, { capacity: 1, placeName: 'The new hall' }, { scope: 'ALL' })),
    ).toMatchObject({ field: 'capacity' });
  });

  test('from a night on it moves to Thursdays: what is shown before is what happens, and ids and answers go over', async () => {
    const asked = await onNight(6, ana);
    const day = plus(asked.startLocal.slice(0, 10), 2);
    const input = changing(
      asked,
      { startLocal: `${day}T19:30:00`, endLocal: `${day}T21:30:00`, placeName: 'The new hall' },
      { scope: 'FOLLOWING', repeats: { every: 'WEEK', weekdays: ['TH'], count: 10 } },
    ) as { input: object };
    const before = await read();
    const shown = await ana.get<Change>(changeSeries, { input: { ...input.input, dryRun: true } });
    expect(await read()).toEqual(before);
    expect(shown).toMatchObject({ splits: true, told: 3 });
    const fates = shown.nights.map(({ what }) => what);
    expect(fates.filter((what) => what === 'MOVED')).toHaveLength(10);
    const cancelled = shown.nights.filter(({ what }) => what === 'CANCELLED');
    expect(cancelled.length).toBe(before.length - 16);
    expect(await ana.refusalOf(changeSeries, input)).toMatchObject({ field: 'reason' });
    const done = await ana.get<Change>(changeSeries, {
      input: { ...input.input, reason: 'The hall is free on Thursdays.' },
    });
    expect(done).toEqual(shown);
    const after = await read();
    expect(after.map(({ id }) => id).sort()).toEqual(before.map(({ id }) => id).sort());
    for (const { eventId, to, what } of shown.nights) {
      const row = (await see(ana, eventId!))!;
      if (what === 'MOVED') expect([row.startLocal, row.status]).toEqual([to, 'SCHEDULED']);
      else expect([row.status, row.reason]).toEqual(['CANCELLED', 'The hall is free on Thursdays.']);
    }
    const seven = await onNight(6, ben);
    expect(seven).toMatchObject({ startLocal: `${day}T19:30:00`, myRsvp: { status: 'GOING', seats: 2 } });
    expect(seven.series).toMatchObject({
      night: 7,
      mine: { answer: 'GOING', seats: 2 },
      repeats: { every: 'WEEK', weekdays: ['TH'], count: 10 },
    });
    expect((await onNight(5, ben)).series.lineId).toBe(seven.series.lineId);
    expect((await mails('series-changed')).filter((name) => name === 'ben')).toHaveLength(2);
    expect(await world.app.get(Nights).makeAllDue()).toBe(0);
    const feed = await feedHolds();
    expect(feed.match(/RRULE:FREQ=WEEKLY/g)).toHaveLength(2);
    const line = await world.visitor().fetch(`/g/riverside/series/${seven.series.id}.ics`);
    expect((await line.text()).match(/RRULE:FREQ=WEEKLY/g)).toHaveLength(2);
  });

  test('who leaves the answer for all keeps what they said to one night', async () => {
    await cleo.get(respond, { input: { eventId: nights[7]!.id, answer: 'GOING', idempotencyKey: key() } });
    const { released } = await answersAll(cleo, 'NO');
    expect(released).toBeGreaterThan(5);
    expect((await answersOf(nights[7]!.id))['Cleo']).toBe('going 1');
    expect((await answersOf(nights[8]!.id))['Cleo']).toBe('no 1');
    expect((await onNight(8, cleo)).series.mine).toBeNull();
  });

  test('who leaves the group leaves all of it, and the queue moves', async () => {
    await ben.get('mutation ($groupId: ID!) { leaveGroup(groupId: $groupId) }', { groupId });
    const held = await world.database.reads.query<{ n: number }[]>(
      `SELECT count(*)::int AS n FROM rsvp r JOIN event e ON e.id = r.event_id WHERE r.person_id = $1 AND r.status IN ('going', 'maybe', 'waitlisted') AND e.start_at > clock_now()`,
      [await idOf(ben)],
    );
    expect(held[0]!.n).toBe(0);
    expect((await answersOf(nights[8]!.id))['Dora']).toBe('going 2');
  });

  test('ended, its nights with people are cancelled and the empty ones vanish', async () => {
    const end =
      'mutation ($input: CancelSeriesInput!) { cancelSeries(input: $input) { told nights { eventId what } } }';
    const input = { eventId: nights[9]!.id, scope: 'FOLLOWING', reason: 'We stop singing.' };
    const shown = await ana.get<Change>(end, { input: { ...input, dryRun: true } });
    const done = await ana.get<Change>(end, { input });
    expect(done).toEqual(shown);
    for (const { eventId, what } of shown.nights) {
      const left = await ana.get<Seen | null>(eventQuery, { id: eventId });
      expect(left?.status ?? null).toBe(what === 'REMOVED' ? null : 'CANCELLED');
    }
    expect((await onNight(8, ana)).status).toBe('SCHEDULED');
    expect((await onNight(8, ana)).series.ended).toBe(true);
    await feedHolds();
    expect(await world.app.get(Nights).makeAllDue()).toBe(0);
  });
});
