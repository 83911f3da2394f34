import ICAL from 'ical.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hot } from '../../apps/api/src/platform/database/hot.ts';
import type { Client } from '../support/client.ts';
import { engines, startWorldOn } from '../support/engines.ts';
import { claim, found, wall } from '../support/people.ts';
import type { World } from '../support/world.ts';

// What is public and coming: found by words, days, tags, groups and access, and the same as subscription and embedded list.
describe.each(engines)('finding what is on, on %s', (engine) => {
  let world: World;
  let ana: Client;
  const ids = new Map<string, string>();

  const create = 'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id version } }';
  const find = `query ($filter: EventFilterInput!, $first: Int, $after: String) {
  findEvents(filter: $filter, first: $first, after: $after) { nodes { id title } pageInfo { hasNextPage endCursor } } }`;

  interface Found {
    nodes: { id: string; title: string }[];
    pageInfo: { hasNextPage: boolean; endCursor: string };
  }

  const fieldsOf = (title: string, day: number, more: object = {}): Record<string, unknown> => ({
    title,
    startLocal: wall(day, 19),
    endLocal: wall(day, 22),
    zone: 'Europe/Brussels',
    visibility: 'PUBLIC',
    ...more,
  });

  beforeAll(async () => {
    world = await startWorldOn(engine);
    ana = await claim(world);
    const riverside = await found(ana);
    const millside = await found(ana, { handle: 'millside', visibility: 'CLOSED' });
    const hidden = await found(ana, { handle: 'hidden', visibility: 'SECRET' });
    const plans = async (groupId: string, fields: Record<string, unknown>, publish = true): Promise<void> => {
      const { id } = await ana.get<{ id: string }>(create, { input: { groupId, fields, publish } });
      ids.set(String(fields['title']), id);
    };
    await plans(
      riverside,
      fieldsOf('Nachbarschaftstreffen', 2, { tags: ['Nachbarn'], access: { stepFree: 'YES' }, placeName: 'Café Øst' }),
    );
    await plans(
      riverside,
      fieldsOf('Repair café', 4, { tags: ['repair'], body: 'Bring a **toaster**.', locality: 'Ixelles' }),
    );
    await plans(
      millside,
      fieldsOf('Talk on compost', 6, { onlineUrl: 'https://talk.example.org/', tags: ['garden', 'repair'] }),
    );
    await plans(
      riverside,
      fieldsOf('Walk', 8, {
        placeName: 'canaryhall',
        placeAddress: 'canarystreet 5',
        locationShown: 'ATTENDEES',
        locality: 'Uccle',
      }),
    );
    await plans(riverside, fieldsOf('Members only', 3, { visibility: 'GROUP', tags: ['repair'] }));
    await plans(riverside, fieldsOf('Draft', 3, { tags: ['repair'] }), false);
    await plans(hidden, fieldsOf('Secret', 3, { visibility: 'GROUP', tags: ['repair'] }));
  });
  afterAll(() => world.stop());

  const titles = async (filter: object): Promise<string[]> =>
    (await world.visitor().get<Found>(find, { filter })).nodes.map(({ title }) => title);

  async function subscribed(query: string): Promise<Record<'ics' | 'atom' | 'json', string[]>> {
    const text = async (form: string): Promise<string> => {
      const response = await world.visitor().fetch(`/find.${form}${query}`);
      expect(response.status).toBe(200);
      return response.text();
    };
    const calendar = new ICAL.Component(ICAL.parse(await text('ics')));
    const inCalendar = calendar
      .getAllSubcomponents('vevent')
      .map((entry) => String(entry.getFirstPropertyValue('url')).split('/').at(-1)!);
    const inAtom = [...(await text('atom')).matchAll(/<id>urn:uuid:([^<]+)</g)].map(([, id]) => id!);
    const { items } = JSON.parse(await text('json')) as { items: { id: string }[] };
    return { ics: inCalendar, atom: inAtom, json: items.map(({ id }) => id.replace('urn:uuid:', '')) };
  }

  const all = ['Nachbarschaftstreffen', 'Repair café', 'Talk on compost', 'Walk'];

  describe('filter, page and subscription give the same events', () => {
    test.each([
      [{}, '', all],
      [{ words: 'CAFE' }, '?q=CAFE', ['Nachbarschaftstreffen', 'Repair café']],
      [{ words: 'treffen ost' }, '?q=treffen+ost', ['Nachbarschaftstreffen']],
      [{ words: 'toast' }, '?q=toast', ['Repair café']],
      [{ words: 'oaster' }, '?q=oaster', []],
      [{ words: 'ixelles' }, '?q=ixelles', ['Repair café']],
      [{ words: '… !' }, '?q=…+!', all],
      [{ words: "it's 'quoted' & (odd) \\ <b>" }, "?q=it's+'quoted'+%26+(odd)+%5C+<b>", []],
      [{ tag: '#Repair' }, '?tag=%23Repair', ['Repair café', 'Talk on compost']],
      [{ tag: 'repair', group: 'riverside' }, '?tag=repair&group=riverside', ['Repair café']],
      [{ group: 'millside' }, '?group=millside', ['Talk on compost']],
      [{ group: 'hidden' }, '?group=hidden', []],
      [{ online: true }, '?online=1', ['Talk on compost']],
      [{ stepFree: true }, '?stepfree=1', ['Nachbarschaftstreffen']],
      [
        { from: wall(4, 0).slice(0, 10), to: wall(6, 0).slice(0, 10) },
        `?from=${wall(4, 0).slice(0, 10)}&to=${wall(6, 0).slice(0, 10)}`,
        ['Repair café', 'Talk on compost'],
      ],
      [{ to: wall(4, 0).slice(0, 10) }, `?to=${wall(4, 0).slice(0, 10)}`, ['Nachbarschaftstreffen', 'Repair café']],
    ])('%o', async (filter, query, expected) => {
      const wanted = expected.map((title) => ids.get(title)!);
      expect(await titles(filter)).toEqual(expected);
      expect(await subscribed(query)).toEqual({ ics: wanted, atom: wanted, json: wanted });
    });
  });

  test.skipIf(engine === 'PGlite')('a search is planned for its words, all else once and for all', async () => {
    const asked = 'SHOW plan_cache_mode';
    const { reads } = world.database;
    expect(await hot(reads, null, asked, [])).toEqual([{ plan_cache_mode: 'force_custom_plan' }]);
    expect(await hot(reads, 'plan_of_all_else', asked, [])).toEqual([{ plan_cache_mode: 'force_generic_plan' }]);
  });

  test('what only some may see of a place finds nothing', async () => {
    for (const words of ['canaryhall', 'canarystreet']) expect(await titles({ words })).toEqual([]);
    expect(await titles({ words: 'uccle' })).toEqual(['Walk']);
    for (const form of ['ics', 'atom', 'json'])
      expect(await (await world.visitor().fetch(`/find.${form}`)).text()).not.toContain('canarystreet');
  });

  test('the list goes on where it ended, and the tags of what is coming are counted', async () => {
    const visitor = world.visitor();
    const seen: string[] = [];
    let after: string | null = null;
    for (let page = 0; page < 4; page += 1) {
      const { nodes, pageInfo }: Found = await visitor.get<Found>(find, { filter: {}, first: 1, after });
      seen.push(...nodes.map(({ title }) => title));
      expect(pageInfo.hasNextPage).toBe(page < 3);
      after = pageInfo.endCursor;
    }
    expect(seen).toEqual(all);
    expect(await visitor.get('{ eventTags { tag events } }')).toEqual([
      { tag: 'repair', events: 2 },
      { tag: 'garden', events: 1 },
      { tag: 'nachbarn', events: 1 },
    ]);
  });

  test.each([
    [{ from: '2026-02-30' }, 'from', 'is no day'],
    [{ from: '2026-05-02', to: '2026-05-01' }, 'to', 'before the first'],
  ])('%o is refused in words, as page and as subscription', async (filter: Record<string, string>, field, words) => {
    const refusal = await world.visitor().refusalOf(find, { filter });
    expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT', field });
    expect(refusal!.message).toContain(words);
    const response = await world.visitor().fetch(`/find.ics?${new URLSearchParams(filter).toString()}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ field });
  });

  test('news says when an event was published, the day leads its title, and a moved event is news again', async () => {
    const id = ids.get('Repair café')!;
    const item = async (): Promise<{
      title: string;
      date_published: string;
      date_modified: string;
      tags: string[];
    }> => {
      const { items } = (await (await world.visitor().fetch('/g/riverside/events.json')).json()) as {
        items: { id: string; title: string; date_published: string; date_modified: string; tags: string[] }[];
      };
      return items.find((one) => one.id.endsWith(id))!;
    };
    const before = await item();
    expect(before.title).toMatch(/^\w+, \d+ \w+ \d{4}, 19:00 to 22:00 · Repair café$/);
    expect(before.tags).toEqual(['repair']);
    const { version } = await ana.get<{ version: number }>('query ($id: ID!) { event(id: $id) { version } }', { id });
    await ana.get('mutation ($input: UpdateEventInput!) { updateEvent(input: $input) { id } }', {
      input: { id, expectedVersion: version, fields: fieldsOf('Repair café', 5, { body: '<script>&amp; \u0007' }) },
    });
    const after = await item();
    expect(after.date_published).toBe(before.date_published);
    expect(after.date_modified > before.date_modified).toBe(true);
    expect(after.title).not.toBe(before.title);
    const atom = await (await world.visitor().fetch('/g/riverside/events.atom')).text();
    expect(atom).toContain(`<published>${before.date_published}</published><updated>${after.date_modified}</updated>`);
    expect(atom).not.toMatch(/<script|\u0007/);
    expect((await world.visitor().fetch('/g/hidden/events.atom')).status).toBe(404);
  });

  test('a list for other sites has no script, may be framed, and shows what is public only', async () => {
    const response = await world.visitor().fetch('/embed/g/riverside?theme=dark&most=2');
    const page = await response.text();
    expect(response.headers.get('content-security-policy')).toContain('frame-ancestors *');
    expect(response.headers.get('x-frame-options')).toBeNull();
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(page).not.toMatch(/<script|style=|canary|Members only|Draft/);
    expect(page).toContain('class="dark"');
    expect([...page.matchAll(/class="h-event"/g)]).toHaveLength(2);
    const sheet = await world.visitor().fetch('/embed/g/riverside/look.css');
    expect([sheet.headers.get('content-type'), sheet.status]).toEqual(['text/css; charset=utf-8', 200]);
    expect((await world.visitor().fetch('/embed/g/millside')).status).toBe(404);
    expect((await world.visitor().fetch('/embed/g/hidden')).status).toBe(404);
  });

  test('a series is found once, by its next night that matches', async () => {
    const groupId = (await ana.get<{ id: string }>('{ group(handle: "riverside") { id } }')).id;
    const input = { groupId, fields: fieldsOf('Weekly quilting', 5), repeats: { every: 'WEEK', count: 4 } };
    const first = await ana.get<{ id: string }>(create, { input });
    const quilting = (filter: object): Promise<Found> => world.visitor().get<Found>(find, { filter });
    expect((await quilting({ words: 'quilting' })).nodes.map(({ id }) => id)).toEqual([first.id]);
    const later = (await quilting({ words: 'quilting', from: wall(6, 0).slice(0, 10) })).nodes;
    expect(later).toHaveLength(1);
    expect(later[0]!.id).not.toBe(first.id);
    const rhythm =
      'query { findEvents(filter: { words: "quilting" }) { nodes { id rhythm { every interval weekdays } } } }';
    const weekday = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'][new Date(`${wall(5, 19)}Z`).getUTCDay()]!;
    expect(await world.visitor().get(rhythm)).toEqual({
      nodes: [{ id: first.id, rhythm: { every: 'WEEK', interval: 1, weekdays: [weekday] } }],
    });
    // Split, it is one line still.
    const change = 'mutation ($input: ChangeSeriesInput!) { changeSeries(input: $input) { splits } }';
    const { version } = await ana.get<{ version: number }>('query ($id: ID!) { event(id: $id) { version } }', {
      id: later[0]!.id,
    });
    const fields = { ...fieldsOf('Weekly quilting', 12), startLocal: wall(12, 20) };
    const split = {
      eventId: later[0]!.id,
      expectedVersion: version,
      scope: 'FOLLOWING',
      fields,
      repeats: { every: 'WEEK', count: 3 },
    };
    expect(await ana.get(change, { input: split })).toEqual({ splits: true });
    expect((await quilting({ words: 'quilting' })).nodes.map(({ id }) => id)).toEqual([first.id]);
  });

  test('a search rings where its address says so', async () => {
    const read = async (query: string): Promise<string> =>
      (await world.visitor().fetch(`/find.ics?q=quilting${query}`)).text();
    expect((await read('&alarm=30')).match(/TRIGGER:-PT30M/g)?.length).toBeGreaterThan(1);
    expect(await read('')).not.toContain('VALARM');
    expect((await world.visitor().fetch('/find.ics?q=quilting&alarm=often')).status).toBe(400);
  });
});
