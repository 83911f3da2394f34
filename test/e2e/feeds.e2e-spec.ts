import ICAL from 'ical.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '../support/client.ts';
import { engines, startWorldOn } from '../support/engines.ts';
import { claim, found, givesDuty, idOf, joins, key, wall } from '../support/people.ts';
import type { World } from '../support/world.ts';

// Calendars by address: who has one reads what its owner may read, as long as the owner may; what has not changed is not sent again.
describe.each(engines)('calendars by address, on %s', (engine) => {
  let world: World;
  let ana: Client;
  let ben: Client;
  let groupId: string;
  let dinner: string;
  let base: string;

  const group = '/g/riverside/events.ics';
  const fetched = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> =>
    world.visitor().fetch(path, { headers: { 'accept-encoding': 'identity', ...headers }, method });
  const textOf = async (path: string): Promise<string> => (await fetched(path)).text();

  /** Titles and states, by start. */
  async function entriesOf(path: string): Promise<string[]> {
    const calendar = new ICAL.Component(ICAL.parse(await textOf(path)));
    return calendar
      .getAllSubcomponents('vevent')
      .map(
        (entry) => `${String(entry.getFirstPropertyValue('summary'))} ${String(entry.getFirstPropertyValue('status'))}`,
      );
  }

  async function plans(title: string, fields: object = {}): Promise<string> {
    const event = await ana.get<{ id: string }>(
      'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }',
      {
        input: {
          groupId,
          fields: {
            title,
            startLocal: wall(5, 19),
            endLocal: wall(5, 22),
            zone: 'Europe/Brussels',
            visibility: 'PUBLIC',
            ...fields,
          },
        },
      },
    );
    return event.id;
  }
  const answers = (who: Client, eventId: string, answer: string): Promise<unknown> =>
    who.get('mutation ($input: RespondInput!) { respond(input: $input) { __typename } }', {
      input: { eventId, answer, companions: 0, idempotencyKey: key() },
    });
  const pathOf = (url: string): string => new URL(url).pathname;

  beforeAll(async () => {
    world = await startWorldOn(engine);
    ana = await claim(world);
    groupId = await found(ana);
    ben = await joins(world, ana, { groupId, name: 'Ben' });
    dinner = await plans('Dinner', { placeName: 'Ana', placeAddress: 'canarystreet 5', locationShown: 'ATTENDEES' });
    await plans('Walk', { startLocal: wall(7, 10), endLocal: wall(7, 12) });
    await plans('For members', { visibility: 'GROUP', startLocal: wall(9, 10), endLocal: wall(9, 12) });
    base = pathOf(
      (await ben.get<{ base: string }>('mutation { createCalendarFeed(label: "Phone") { base url groupsUrl } }')).base,
    );
    await answers(ben, dinner, 'GOING');
  });
  afterAll(() => world.stop());

  describe('what has not changed is not sent again', () => {
    test.each([[group], ['my'], ['groups'], ['deadlines']])('%s', async (which) => {
      const path = which === group ? group : `${base}/${which}.ics`;
      const first = await fetched(path);
      const etag = first.headers.get('etag')!;
      expect(etag).toMatch(/^"[\w-]{27}"$/);
      expect(first.headers.get('vary')).toContain('Accept-Encoding');
      const body = await first.text();
      expect(await textOf(path)).toBe(body);
      for (const known of [etag, `"other", ${etag}`, `W/${etag}`, `${etag.slice(0, -1)}-gz"`, '*']) {
        const again = await fetched(path, { 'if-none-match': known });
        expect([again.status, await again.text()]).toEqual([304, '']);
      }
      expect((await fetched(path, { 'if-none-match': '"other"' })).status).toBe(200);
      const modified = first.headers.get('last-modified')!;
      expect((await fetched(path, { 'if-modified-since': modified })).status).toBe(304);
      expect((await fetched(path, { 'if-none-match': '"other"', 'if-modified-since': modified })).status).toBe(200);
      const head = await fetched(path, {}, 'HEAD');
      expect([head.status, head.headers.get('etag'), await head.text()]).toEqual([200, etag, '']);
      const packed = await fetched(path, { 'accept-encoding': 'gzip' });
      expect(packed.headers.get('etag')).toBe(`${etag.slice(0, -1)}-gz"`);
      expect(await packed.text()).toBe(body);
    });

    test('a 304 writes nothing: neither entries nor their words are read', async () => {
      const path = `${base}/groups.ics`;
      const etag = (await fetched(path)).headers.get('etag')!;
      const asked: string[] = [];
      const { master } = world.database.source.driver as unknown as {
        master: { on(event: 'acquire', listener: (client: { query(...args: unknown[]): unknown }) => void): void };
      };
      master.on('acquire', (client) => {
        const query = client.query.bind(client);
        client.query = (...args: unknown[]) => {
          asked.push(JSON.stringify(args[0]));
          return query(...args);
        };
      });
      expect((await fetched(path, { 'if-none-match': etag })).status).toBe(304);
      expect(asked.join()).toContain('feed_person_version');
      expect(asked.join()).not.toMatch(/feed_rows|feed_groups/);
    });

    test("somebody else's answer does not change my calendar, my own does", async () => {
      const before = await textOf(`${base}/my.ics`);
      await answers(ana, dinner, 'GOING');
      expect(await textOf(`${base}/my.ics`)).toBe(before);
      await answers(ben, dinner, 'MAYBE');
      expect(await textOf(`${base}/my.ics`)).not.toBe(before);
      await answers(ben, dinner, 'GOING');
    });
  });

  describe('who sees what', () => {
    test('the public one holds what is public, without the place of those who go', async () => {
      expect(await entriesOf(group)).toEqual(['Dinner CONFIRMED', 'Walk CONFIRMED']);
      expect(await textOf(group)).not.toContain('canarystreet');
    });

    test('mine holds what I go to with its place, that of my groups holds all, that of one group the same', async () => {
      expect(await entriesOf(`${base}/my.ics`)).toEqual(['Dinner CONFIRMED']);
      expect(await textOf(`${base}/my.ics`)).toContain('canarystreet');
      const all = ['Dinner CONFIRMED', 'Walk CONFIRMED', 'For members CONFIRMED'];
      expect(await entriesOf(`${base}/groups.ics`)).toEqual(all);
      expect(await entriesOf(`${base}/g/riverside.ics`)).toEqual(all);
      await found(ana, { handle: 'others' });
      expect((await fetched(`${base}/g/others.ics`)).status).toBe(404);
      const headers = (await fetched(`${base}/my.ics`)).headers;
      expect([headers.get('referrer-policy'), headers.get('x-robots-tag'), headers.get('set-cookie')]).toEqual([
        'no-referrer',
        'noindex',
        null,
      ]);
      expect(headers.get('cache-control')).toContain('private');
    });

    test('options say which answers it shows', async () => {
      const walk = await plans('Perhaps', { startLocal: wall(8, 10), endLocal: wall(8, 12) });
      await answers(ben, walk, 'MAYBE');
      expect(await entriesOf(`${base}/my.ics`)).toEqual(['Dinner CONFIRMED', 'Perhaps TENTATIVE']);
      const [feed] = await ben.get<{ id: string; options: Record<string, boolean> }[]>(
        '{ calendarFeeds { id options { maybe waitlist invited candidates cancelledInTitle alarmMinutes deadlinesAsTasks } } }',
      );
      expect(feed!.options).toEqual({
        maybe: true,
        waitlist: true,
        invited: false,
        candidates: true,
        cancelledInTitle: false,
        alarmMinutes: 0,
        deadlinesAsTasks: false,
      });
      const change =
        'mutation ($id: ID!, $options: FeedOptionsInput!) { changeCalendarFeed(id: $id, options: $options) }';
      await ben.get(change, { id: feed!.id, options: { maybe: false, cancelledInTitle: true } });
      expect(await entriesOf(`${base}/my.ics`)).toEqual(['Dinner CONFIRMED']);
      expect(await ana.refusalOf(change, { id: feed!.id, options: {} })).toMatchObject({ code: 'NOT_FOUND' });
    });

    test('when votes close in which I have a say', async () => {
      await ana.get('mutation ($input: CreateProposalInput!) { createProposal(input: $input) { id } }', {
        input: {
          groupId,
          fields: {
            title: 'New spoons',
            method: 'CONSENT',
            closesAt: new Date(Date.now() + 4 * 86_400_000).toISOString(),
          },
        },
      });
      expect(await entriesOf(`${base}/deadlines.ics`)).toEqual(['Vote closes: New spoons CONFIRMED']);
      expect(await textOf(`${base}/deadlines.ics`)).toContain('TRANSP:TRANSPARENT');
    });

    test('an alarm and deadlines as tasks, by the address or by the options of it; each is another feed', async () => {
      const [feed] = await ben.get<{ id: string }[]>('{ calendarFeeds { id } }');
      const etagOf = async (path: string): Promise<string> => (await fetched(path)).headers.get('etag')!;
      const before = [await etagOf(`${base}/my.ics`), await etagOf(`${base}/deadlines.ics`), await etagOf(group)];
      const alarms = async (path: string): Promise<number> => (await textOf(path)).split('TRIGGER:-PT1H').length - 1;
      expect([await alarms(`${base}/my.ics`), await alarms(group)]).toEqual([0, 0]);
      expect(await alarms(`${group}?alarm=60`)).toBe(3);
      // Of all that the groups plan only what Ben goes to rings.
      expect(await alarms(`${base}/groups.ics?alarm=60`)).toBe(1);
      for (const wrong of ['soon', '-5', '99999'])
        expect(await (await fetched(`${group}?alarm=${wrong}`)).text()).toContain('how many minutes before');
      expect((await fetched(`${group}?alarm=soon`)).status).toBe(400);
      const task = await textOf(`${base}/deadlines.ics?as=todo`);
      expect(task).toContain('BEGIN:VTODO');
      expect(task).not.toContain('BEGIN:VEVENT');
      expect(task).toContain('STATUS:NEEDS-ACTION');
      expect(
        new Set([...before, await etagOf(`${group}?alarm=60`), await etagOf(`${base}/deadlines.ics?as=todo`)]).size,
      ).toBe(5);
      const change =
        'mutation ($id: ID!, $options: FeedOptionsInput!) { changeCalendarFeed(id: $id, options: $options) }';
      expect(await ben.refusalOf(change, { id: feed!.id, options: { alarmMinutes: -1 } })).toMatchObject({
        code: 'BAD_USER_INPUT',
        field: 'alarmMinutes',
      });
      await ben.get(change, { id: feed!.id, options: { alarmMinutes: 60, deadlinesAsTasks: true } });
      expect(await alarms(`${base}/my.ics`)).toBe(1);
      expect(await alarms(`${base}/my.ics?alarm=0`)).toBe(0);
      expect(await textOf(`${base}/deadlines.ics`)).toContain('TRIGGER;RELATED=END:-PT1H');
      expect(await textOf(`${base}/deadlines.ics?as=event`)).toContain('BEGIN:VEVENT');
      expect(await etagOf(`${base}/my.ics`)).not.toBe(before[0]);
      expect(await etagOf(`${base}/deadlines.ics`)).not.toBe(before[1]);
      await ben.get(change, { id: feed!.id, options: { alarmMinutes: 0, deadlinesAsTasks: false } });
    });
  });

  describe('what is over', () => {
    test('a cancelled event stays as cancelled for 30 days, in words where it was asked for', async () => {
      const swim = await plans('Swim', { startLocal: wall(3, 10), endLocal: wall(3, 12) });
      await answers(ben, swim, 'GOING');
      await ana.get('mutation ($id: ID!) { cancelEvent(id: $id, reason: "Ice") { id } }', { id: swim });
      expect(await entriesOf(group)).toContain('Swim CANCELLED');
      expect(await entriesOf(`${base}/my.ics`)).toContain('Cancelled: Swim CANCELLED');
      await world.clockPasses('31 days');
      expect(await entriesOf(group)).toContain('Swim CANCELLED');
      await world.clockPasses('35 days');
      expect((await entriesOf(group)).join()).not.toContain('Swim');
      expect(await entriesOf(group)).toContain('Walk CONFIRMED');
      await world.clockPasses('100 days');
      expect(await entriesOf(group)).toEqual([]);
      await world.clockPasses('0 days');
    });

    test('a deleted event is taken back from those who hold it, without its words', async () => {
      const gone = await plans('canary-title', { startLocal: wall(4, 10), endLocal: wall(4, 12) });
      const uid = /UID:(\S+)/.exec(await textOf(`/e/${gone}.ics`))![1]!;
      await world.database.reads.query('DELETE FROM event WHERE id = $1', [gone]);
      await world.database.reads.query('UPDATE calendar_version SET n = n + 1 WHERE group_id = $1', [groupId]);
      const text = await textOf(group);
      expect(text).toContain(uid);
      expect(text).not.toContain('canary-title');
      expect(await entriesOf(group)).toContain('Removed from the calendar CANCELLED');
    });
  });

  describe('an address is one for a device', () => {
    test('it shows the day and the program of the last fetch, and nothing finer', async () => {
      await fetched(`${base}/my.ics`, {
        'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.4.0',
      });
      const [feed] = await ben.get<{ lastUsedOn: string; lastClient: string }[]>(
        '{ calendarFeeds { lastUsedOn lastClient } }',
      );
      expect(feed).toEqual({ lastUsedOn: new Date().toISOString().slice(0, 10), lastClient: 'Thunderbird' });
    });

    test('rotated, the old one is dead and the new one goes on; revoked, none is left', async () => {
      const [feed] = await ben.get<{ id: string }[]>('{ calendarFeeds { id } }');
      const made = await ben.get<{ url: string; base: string }>(
        'mutation ($id: ID!) { rotateCalendarFeed(id: $id) { url base } }',
        feed,
      );
      expect((await fetched(`${base}/my.ics`)).status).toBe(404);
      expect((await fetched(pathOf(made.url))).status).toBe(200);
      expect(await ben.get('{ calendarFeeds { label options { maybe } } }')).toEqual([
        { label: 'Phone', options: { maybe: false } },
      ]);
      const [again] = await ben.get<{ id: string }[]>('{ calendarFeeds { id } }');
      await ben.get('mutation ($id: ID!) { revokeCalendarFeed(id: $id) }', again);
      for (const path of ['my', 'groups', 'deadlines', 'g/riverside']) {
        const dead = await fetched(`${pathOf(made.base)}/${path}.ics`);
        const never = await fetched(`/c/${'x'.repeat(43)}/${path}.ics`);
        expect([dead.status, await dead.text()]).toEqual([404, await never.text()]);
      }
    });

    test('it dies with the standing it rests on', async () => {
      const cleo = await joins(world, ana, { groupId, name: 'Cleo' });
      const path = pathOf(
        (await cleo.get<{ base: string }>('mutation { createCalendarFeed(label: "Desk") { base } }')).base,
      );
      expect((await entriesOf(`${path}/groups.ics`)).length).toBeGreaterThan(0);
      await cleo.get('mutation ($groupId: ID!) { leaveGroup(groupId: $groupId) }', { groupId }).catch(() => undefined);
      await world.database.reads.query(`UPDATE person SET suspended_at = now() WHERE id = $1`, [await idOf(cleo)]);
      expect((await fetched(`${path}/groups.ics`)).status).toBe(404);
    });
  });

  test('a feed is bounded: of the past 90 days the latest 500, 2,000 in all', async () => {
    await givesDuty(ana, { groupId, to: ben, duty: 'ORGANISER' });
    await world.database.reads.query(
      `INSERT INTO event (id, group_id, author_id, title, start_local, end_local, zone, start_at, end_at, visibility, status, location_shown, attendees_shown, poster_seed, color, ical_uid)
     SELECT gen_random_uuid(), $1, (SELECT id FROM person LIMIT 1), 'Hour ' || n, to_char(t.at, 'YYYY-MM-DD"T"HH24:MI:SS'), to_char(t.at + interval '1 hour', 'YYYY-MM-DD"T"HH24:MI:SS'), 'Etc/UTC', t.at, t.at + interval '1 hour',
       'public', 'scheduled', 'everyone', 'public', n, '#0b6a48', 'hour-' || n FROM generate_series(-700, 2000) n, LATERAL (SELECT date_trunc('day', now()) + n * interval '2 hours' AS at) t`,
      [groupId],
    );
    await world.database.reads.query('UPDATE calendar_version SET n = n + 1 WHERE group_id = $1', [groupId]);
    const response = await fetched(group, { 'accept-encoding': 'gzip' });
    const text = await response.text();
    const titles = [...text.matchAll(/SUMMARY:Hour (-?\d+)/g)].map(([, n]) => Number(n));
    expect(text.split('BEGIN:VEVENT').length - 1).toBeLessThanOrEqual(2002);
    expect(titles.filter((n) => n < 0)).toHaveLength(500);
    expect(titles[0]).toBe(-500);
    expect(titles.length).toBeGreaterThan(1990);
  });
});
