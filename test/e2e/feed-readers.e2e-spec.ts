import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lintCalendar } from '#libs/calendar';
import type { Client } from '../support/client.ts';
import { claim, found, key, wall } from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';

// What calendar programs make of our feeds: a strict linter finds nothing, vdirsyncer takes them once and then has nothing to do.
let world: World;
let ana: Client;
let feeds: Record<string, string>;

const nasty = 'Lauter, Zeichen; \\n "so" 👩‍👩‍👧‍👧👩‍👩‍👧‍👧👩‍👩‍👧‍👧 \u0007\u2028 \uD800 BEGIN:VEVENT';

beforeAll(async () => {
  world = await startWorld();
  ana = await claim(world);
  const groupId = await found(ana);
  const plans = async (fields: object): Promise<string> => {
    const input = {
      groupId,
      fields: {
        title: 'Soup',
        startLocal: wall(4, 19),
        endLocal: wall(4, 21),
        zone: 'Europe/Brussels',
        visibility: 'PUBLIC',
        ...fields,
      },
    };
    return (
      await ana.get<{ id: string }>('mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }', {
        input,
      })
    ).id;
  };
  const soup = await plans({});
  await plans({
    title: nasty,
    body: `${nasty}\r\nEND:VCALENDAR`,
    placeName: nasty,
    summary: nasty,
    tags: ['a', 'ö'],
    zone: 'America/New_York',
  });
  await plans({ title: 'Whole day', allDay: true, startLocal: wall(6, 0), endLocal: wall(8, 0) });
  await plans({ title: 'Call', onlineUrl: 'https://talk.example.org/?a=1,2;b', zone: 'Etc/UTC' });
  const off = await plans({ title: 'Off' });
  await ana.get('mutation ($id: ID!) { cancelEvent(id: $id, reason: "Rain, and; wind") { id } }', { id: off });
  await ana.get('mutation ($input: RespondInput!) { respond(input: $input) { __typename } }', {
    input: { eventId: soup, answer: 'GOING', companions: 0, idempotencyKey: key() },
  });
  const { id: choir } = await ana.get<{ id: string }>(
    'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }',
    {
      input: {
        groupId,
        fields: {
          title: 'Choir',
          startLocal: wall(5, 19),
          endLocal: wall(5, 21),
          zone: 'Europe/Brussels',
          visibility: 'PUBLIC',
        },
        repeats: { every: 'DAY', count: 4 },
      },
    },
  );
  const { series } = await ana.get<{ series: { nights: { id: string }[] } }>(
    'query ($id: ID!) { event(id: $id) { series { nights { id } } } }',
    { id: choir },
  );
  const moved = series.nights[1]!.id;
  const { version } = await ana.get<{ version: number }>('query ($id: ID!) { event(id: $id) { version } }', {
    id: moved,
  });
  await ana.get('mutation ($input: UpdateEventInput!) { updateEvent(input: $input) { id } }', {
    input: {
      id: moved,
      expectedVersion: version,
      fields: {
        title: 'Choir',
        startLocal: wall(6, 15),
        endLocal: wall(6, 17),
        zone: 'Europe/Brussels',
        visibility: 'PUBLIC',
      },
    },
  });
  await ana.get('mutation ($id: ID!) { cancelEvent(id: $id, reason: "Flu") { id } }', { id: series.nights[2]!.id });
  await ana.get('mutation ($input: CreateProposalInput!) { createProposal(input: $input) { id } }', {
    input: {
      groupId,
      fields: { title: nasty, method: 'CONSENT', closesAt: new Date(Date.now() + 4 * 86_400_000).toISOString() },
    },
  });
  const { base } = await ana.get<{ base: string }>('mutation { createCalendarFeed(label: "Desk") { base } }');
  const own = new URL(base).pathname;
  feeds = {
    group: '/g/riverside/events.ics',
    mine: `${own}/my.ics`,
    groups: `${own}/groups.ics`,
    one: `${own}/g/riverside.ics`,
    deadlines: `${own}/deadlines.ics`,
    found: '/find.ics?q=soup',
    nothing: '/find.ics?q=nothing',
    event: `/e/${soup}.ics`,
  };
});
afterAll(() => world.stop());

test('a strict linter finds nothing in any of them', async () => {
  for (const [name, path] of Object.entries(feeds)) {
    const response = await world.visitor().fetch(path);
    expect([name, response.status]).toEqual([name, 200]);
    expect([name, lintCalendar(await response.text())]).toEqual([name, []]);
  }
});

const vdirsyncer = ['/usr/bin/vdirsyncer', '/usr/local/bin/vdirsyncer'].find((place) => existsSync(place));
if (!vdirsyncer && process.env['CI']) throw new Error('No vdirsyncer found: apt-get install vdirsyncer.');

test.skipIf(!vdirsyncer)(
  'vdirsyncer takes a group and a personal feed; at the second time it has nothing to do',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'folkmoot-vdirsyncer-'));
    try {
      const pairs = (['group', 'groups'] as const).map((name) => {
        mkdirSync(join(folder, name));
        return `[pair ${name}]\na = "${name}_here"\nb = "${name}_there"\ncollections = null\nconflict_resolution = "b wins"\n[storage ${name}_here]\ntype = "filesystem"\npath = "${join(folder, name)}"\nfileext = ".ics"\n[storage ${name}_there]\ntype = "http"\nurl = "${world.url}${feeds[name]}"\n`;
      });
      writeFileSync(join(folder, 'config'), `[general]\nstatus_path = "${join(folder, 'status')}"\n${pairs.join('')}`);
      const run = (...args: string[]) =>
        promisify(execFile)(vdirsyncer!, ['-c', join(folder, 'config'), ...args], { timeout: 20_000 });
      const taken = (name: string): string[] =>
        readdirSync(join(folder, name))
          .sort()
          .map((file) => {
            const path = join(folder, name, file);
            return `${file} ${statSync(path).mtimeMs} ${readFileSync(path, 'utf8')}`;
          });
      await run('discover');
      await run('sync');
      const first = ['group', 'groups'].map(taken);
      // The series is one entry of the group's feed, with what was moved and cancelled in it, and its nights are entries of one's own.
      expect(first.map(({ length }) => length)).toEqual([6, 9]);
      expect(first[0]!.join('').split('RECURRENCE-ID').length - 1).toBe(2);
      await run('sync');
      expect(['group', 'groups'].map(taken)).toEqual(first);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
