import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from '../support/client.ts';
import { claim, found, wall } from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';

// What search engines, previews and readers without script see of events: complete, as far as anybody may see it, and nothing else.
let world: World;
let ana: Client;
let groupId: string;

beforeAll(async () => {
  world = await startWorld();
  ana = await claim(world);
  groupId = await found(ana);
});
afterAll(() => world.stop());

async function plans(fields: object): Promise<string> {
  const input = {
    groupId,
    fields: {
      title: 'Soup',
      startLocal: wall(4, 19),
      endLocal: wall(4, 21),
      zone: 'Asia/Kathmandu',
      visibility: 'PUBLIC',
      ...fields,
    },
  };
  const query = 'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }';
  return (await ana.get<{ id: string }>(query, { input })).id;
}
const pageOf = async (path: string): Promise<string> => (await world.visitor().fetch(path)).text();
const ldOf = (page: string): Record<string, unknown> =>
  JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(page)![1]!) as Record<string, unknown>;

test('an event is described in full: offset, access, price, places left, both ways to take part', async () => {
  const id = await plans({
    title: 'Soup </script><b>',
    summary: 'Bring a bowl.',
    kind: 'HYBRID',
    placeName: 'Hall',
    placeAddress: 'Mill street 1',
    locality: 'Ghent',
    onlineUrl: 'https://talk.example.org/',
    capacity: 12,
    tags: ['food'],
    language: 'nl',
    access: { stepFree: 'YES', hearingLoop: 'NO' },
  });
  const page = await pageOf(`/e/${id}`);
  const ld = ldOf(page);
  expect(page).not.toContain('</script><b>');
  expect(ld).toMatchObject({
    name: 'Soup </script><b>',
    startDate: `${wall(4, 19)}+05:45`,
    endDate: `${wall(4, 21)}+05:45`,
    eventStatus: 'https://schema.org/EventScheduled',
    eventAttendanceMode: 'https://schema.org/MixedEventAttendanceMode',
    description: 'Bring a bowl.',
    inLanguage: 'nl',
    isAccessibleForFree: true,
    keywords: 'food',
    maximumAttendeeCapacity: 12,
    remainingAttendeeCapacity: 12,
    offers: { price: 0, priceCurrency: 'EUR', availability: 'https://schema.org/InStock' },
    location: [
      {
        '@type': 'Place',
        name: 'Hall',
        address: { streetAddress: 'Mill street 1', addressLocality: 'Ghent' },
        amenityFeature: [
          { name: 'Step-free access', value: true },
          { name: 'Hearing loop', value: false },
        ],
      },
      { '@type': 'VirtualLocation', url: 'https://talk.example.org/' },
    ],
  });
  for (const mark of [
    'h-event',
    'p-name',
    'u-url',
    'dt-start',
    'dt-end',
    'p-location',
    'p-summary',
    'e-content',
    'p-category',
  ])
    expect(page).toMatch(new RegExp(`class="[^"]*${mark}`));
  expect(page).toContain(`datetime="${wall(4, 19)}+05:45"`);
});

test('what is for those who come is in no head, list, card or description', async () => {
  const id = await plans({
    title: 'At home',
    kind: 'HYBRID',
    placeAddress: 'canary-street 5',
    onlineUrl: 'https://canary-link.example.org/',
    locality: 'Uccle',
    locationShown: 'ATTENDEES',
    access: { stepFree: 'NO', note: 'canary-bell' },
    priceNote: '5 to 10 euro',
  });
  const page = await pageOf(`/e/${id}`);
  expect(page).not.toContain('canary');
  expect(ldOf(page)).toMatchObject({ offers: { description: '5 to 10 euro' } });
  expect(ldOf(page)).not.toHaveProperty('isAccessibleForFree');
  for (const path of ['/explore', '/g/riverside', '/embed/g/riverside']) {
    const list = await pageOf(path);
    expect(list).toContain('At home');
    expect(list).not.toContain('canary');
  }
});

test('the page of what is on, and of a group, names its calendar and its news', async () => {
  for (const [path, feed] of [
    ['/explore', '/find'],
    ['/g/riverside', '/g/riverside/events'],
  ] as const) {
    const page = await pageOf(path);
    for (const form of ['ics', 'atom', 'json']) expect(page).toContain(`href="${world.url}${feed}.${form}"`);
    expect(page).toContain('h-event');
  }
});

test('the card is 1200 by 630, says when it has not changed, and is not there for what is not public', async () => {
  const id = await plans({});
  const card = await world.visitor().fetch(`/e/${id}/card.png`);
  const { width, height, format } = await sharp(Buffer.from(await card.arrayBuffer())).metadata();
  expect([width, height, format]).toEqual([1200, 630, 'png']);
  const again = await world
    .visitor()
    .fetch(`/e/${id}/card.png`, { headers: { 'if-none-match': card.headers.get('etag')! } });
  expect(again.status).toBe(304);
  const secret = await plans({ visibility: 'GROUP' });
  const draft = await ana.get<{ id: string }>(
    'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }',
    {
      input: {
        groupId,
        publish: false,
        fields: {
          title: 'Draft',
          startLocal: wall(4, 19),
          endLocal: wall(4, 21),
          zone: 'Etc/UTC',
          visibility: 'PUBLIC',
        },
      },
    },
  );
  expect((await world.visitor().fetch(`/e/${draft.id}/card.png`)).status).toBe(404);
  expect((await world.visitor().fetch(`/e/${secret}/card.png`)).status).toBe(404);
});
