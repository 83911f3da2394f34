import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FollowedService } from '../../apps/api/src/events/index.ts';
import { rows } from '../../apps/api/src/platform/database/sql.ts';
import type { Client } from '../support/client.ts';
import { claim, found, joins, key, wall } from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';

// A calendar elsewhere is followed: what changes there changes here, and what a host changed here stays.
interface Entry {
  uid: string;
  title: string;
  start: string;
  place?: string;
  rule?: string;
}
interface Followed {
  id: string;
  name: string;
  fault: string | null;
  readAt: string | null;
}
interface Card {
  id: string;
  title: string;
  startLocal: string;
  placeName: string;
  status: string;
}

let there: Server;
let address: string;
let entries: Entry[];
let answer: number;
let asked: (string | undefined)[];
let world: World;
let ana: Client;
let groupId: string;

const text = (): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//x//y//EN',
    'X-WR-CALNAME:Hall of the village',
    'REFRESH-INTERVAL;VALUE=DURATION:PT2H',
    ...entries.flatMap(({ uid, title, start, place, rule }) => [
      'BEGIN:VEVENT',
      `UID:${uid}`,
      `DTSTART;TZID=Europe/Brussels:${start.replaceAll(/[-:]/g, '')}`,
      'DURATION:PT2H',
      `SUMMARY:${title}`,
      ...(place ? [`LOCATION:${place}`] : []),
      ...(rule ? [`RRULE:${rule}`] : []),
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
    '',
  ].join('\r\n');

beforeAll(async () => {
  there = createServer(({ headers }, response) => {
    asked.push(headers['if-none-match']);
    const etag = `"${Buffer.from(text()).toString('base64').slice(-60)}"`;
    if (answer !== 200) return void response.writeHead(answer).end();
    if (headers['if-none-match'] === etag) return void response.writeHead(304).end();
    response.writeHead(200, { 'content-type': 'text/calendar', etag }).end(text());
  });
  await new Promise<void>((done) => there.listen(0, '127.0.0.1', done));
  const host = `127.0.0.1:${(there.address() as AddressInfo).port}`;
  address = `http://${host}/hall.ics`;
  [entries, answer, asked] = [[], 200, []];
  world = await startWorld({ fetchAllow: host });
  ana = await claim(world);
  groupId = await found(ana);
});
afterAll(async () => {
  await world.stop();
  there.close();
});

const follow = 'mutation ($input: FollowCalendarInput!) { followCalendar(input: $input) { id name fault readAt } }';
const inputOf = (url: string): object => ({ input: { groupId, url, visibility: 'PUBLIC' } });
const cards = async (): Promise<Card[]> =>
  (
    await ana.get<{ nodes: Card[] }>(
      'query ($from: DateTime!, $to: DateTime!) { groupEvents(handle: "riverside", from: $from, to: $to, first: 50) { nodes { id title startLocal placeName status } } }',
      { from: new Date().toISOString(), to: new Date(Date.now() + 100 * 86_400_000).toISOString() },
    )
  ).nodes;
const later = async (minutes: number): Promise<void> => {
  await world.clockPasses(`${minutes} minutes`);
  await world.app.get(FollowedService).readDue();
  await world.clockPasses(`${minutes + 11} minutes`); // changes of ten minutes are told together
  await world.settle();
};

test('an address is looked at first, and nothing is taken by that', async () => {
  entries = [{ uid: 'a', title: 'Choir', start: wall(20, 19), place: 'Hall' }];
  const form = new FormData();
  for (const [name, value] of Object.entries({ groupId, url: address, dryRun: '1', visibility: 'public' }))
    form.set(name, value);
  const response = await ana.fetch('/import/calendar', { method: 'POST', body: form });
  expect(await response.json()).toMatchObject({
    name: 'Hall of the village',
    made: 1,
    lines: [{ title: 'Choir', what: 'new' }],
  });
  expect(await cards()).toEqual([]);
});

test('following takes what is there, under the name it has there', async () => {
  const [calendar] = await ana.get<Followed[]>(follow, inputOf(address));
  expect(calendar).toMatchObject({ name: 'Hall of the village', fault: null, readAt: expect.any(String) });
  expect(await cards()).toMatchObject([{ title: 'Choir', placeName: 'Hall', status: 'SCHEDULED' }]);
  await expect(ana.get(follow, inputOf(address))).rejects.toThrow('followed already');
});

test('it is read again when it asks to be, and an unchanged one is not sent twice', async () => {
  await later(90);
  const before = asked.length;
  await later(121);
  expect(asked.length).toBe(before + 1);
  expect(asked.at(-1)).toMatch(/^"/);
});

test('what moves there moves here and is told to those who come; what a host changed here stays', async () => {
  const [choir] = await cards();
  const ben = await joins(world, ana, { groupId, name: 'Ben' });
  await ben.get('mutation ($input: RespondInput!) { respond(input: $input) { __typename } }', {
    input: { eventId: choir!.id, answer: 'GOING', idempotencyKey: key() },
  });
  await world.database.reads.query(`UPDATE event SET title = 'Choir, bring a friend' WHERE id = $1`, [choir!.id]);
  entries = [{ uid: 'a', title: 'Choir', start: wall(21, 20), place: 'Hall' }];
  await later(5 * 60);
  expect(await cards()).toMatchObject([{ id: choir!.id, title: 'Choir, bring a friend', startLocal: wall(21, 20) }]);
  expect((await world.mailTo('ben@example.org')).subject).toContain('Choir, bring a friend');
});

test('a program that writes new UIDs with every export doubles nothing', async () => {
  const [choir] = await cards();
  entries = [{ uid: 'b', title: 'Choir', start: wall(21, 20), place: 'Hall' }];
  await later(8 * 60);
  expect((await cards()).map(({ id }) => id)).toEqual([choir!.id]);
});

test('what is gone there at two readings is called off here, with the reason in the language of the group', async () => {
  await rows(world.database.reads, `UPDATE folk_group SET locale = 'de' WHERE id = $1`, [groupId]);
  entries = [{ uid: 'c', title: 'Soup', start: wall(30, 18) }];
  await later(11 * 60);
  expect((await cards()).map(({ title, status }) => [title, status])).toEqual([
    ['Choir, bring a friend', 'SCHEDULED'],
    ['Soup', 'SCHEDULED'],
  ]);
  entries.push({ uid: 'd', title: 'Games', start: wall(31, 18) });
  await later(14 * 60);
  expect((await cards()).map(({ title, status }) => [title, status])).toEqual([
    ['Choir, bring a friend', 'CANCELLED'],
    ['Soup', 'SCHEDULED'],
    ['Games', 'SCHEDULED'],
  ]);
  expect((await world.mailTo('ben@example.org')).text).toContain('aus dem der Termin kommt, steht er nicht mehr');
});

test('a series there is one here, and ends here when it is gone there at two readings', async () => {
  const kept = entries;
  entries = [...kept, { uid: 'w', title: 'Weekly', start: wall(32, 18), rule: 'FREQ=WEEKLY;COUNT=3' }];
  await later(17 * 60);
  const weekly = async (): Promise<string[]> =>
    (await cards()).filter(({ title }) => title === 'Weekly').map(({ status }) => status);
  expect(await weekly()).toEqual(['SCHEDULED', 'SCHEDULED', 'SCHEDULED']);
  entries = kept;
  await later(20 * 60);
  expect(await weekly()).toHaveLength(3);
  entries = [...kept, { uid: 'z', title: 'Other', start: wall(90, 18) }];
  await later(23 * 60);
  expect(await weekly()).toEqual([]); // nobody was to come: nothing is left to call off
  entries = kept;
});

test('an address that fails says why and loses nothing', async () => {
  answer = 500;
  await later(26 * 60);
  const [calendar] = await ana.get<Followed[]>(
    'query ($groupId: ID!) { followedCalendars(groupId: $groupId) { id fault } }',
    { groupId },
  );
  expect(calendar!.fault).toContain('500');
  expect(await cards()).toHaveLength(4);
  answer = 200;
});

test('stopping keeps what came and reads no more', async () => {
  const [calendar] = await ana.get<Followed[]>(
    'query ($groupId: ID!) { followedCalendars(groupId: $groupId) { id } }',
    { groupId },
  );
  await ana.get('mutation ($id: ID!) { stopFollowingCalendar(id: $id) { id } }', { id: calendar!.id });
  const before = asked.length;
  entries = [];
  await later(40 * 60);
  expect(asked.length).toBe(before);
  expect(await cards()).toHaveLength(4);
});

test.each([
  ['http://169.254.169.254/latest', 'private network'],
  ['http://localhost:3000/x.ics', 'without a port'],
  ['calendar', 'not an address'],
])('%s is refused at its field: %s', async (url, words) => {
  const { errors } = await ana.ask(follow, inputOf(url));
  expect(errors?.[0]).toMatchObject({
    message: expect.stringContaining(words),
    extensions: { code: 'BAD_USER_INPUT', field: 'url' },
  });
});

test('who may not make events here follows nothing', async () => {
  const { errors } = await world.visitor().ask(follow, inputOf(address));
  expect(errors?.[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
});
