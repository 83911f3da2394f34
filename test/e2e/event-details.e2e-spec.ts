import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from '../support/client.ts';
import { claim, found, joins, wall } from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';

// What an event tells those who choose: kind, town, access, price, language, tags; and places that are not typed twice.
let world: World;
let ana: Client;
let ben: Client;
let groupId: string;

const parts =
  'id version summary kind language priceNote locality tags access { stepFree toilet hearingLoop quiet note }';
const create = `mutation ($input: CreateEventInput!) { createEvent(input: $input) { ${parts} } }`;
const update = `mutation ($input: UpdateEventInput!) { updateEvent(input: $input) { ${parts} } }`;
const base = {
  title: 'Repair café',
  startLocal: wall(3, 14),
  endLocal: wall(3, 18),
  zone: 'Europe/Brussels',
  visibility: 'PUBLIC',
};

beforeAll(async () => {
  world = await startWorld();
  ana = await claim(world);
  groupId = await found(ana);
  ben = await joins(world, ana, { groupId, name: 'Ben' });
});
afterAll(() => world.stop());

const makes = (who: Client, fields: object): Promise<{ id: string; version: number }> =>
  who.get(create, { input: { groupId, fields: { ...base, ...fields } } });

test('an event says what people want to know before they come, and what is not known is not no', async () => {
  const made = await makes(ana, {
    summary: '  Bring what is   broken. ',
    tags: ['#Repair', 'repair', 'Für Kinder', ' '],
    locality: 'Ixelles',
    language: 'nl',
    priceNote: 'What you like',
    access: { stepFree: 'YES', hearingLoop: 'NO', note: 'Ramp at the back.' },
  });
  expect(made).toMatchObject({
    summary: 'Bring what is broken.',
    kind: 'IN_PERSON',
    tags: ['repair', 'für-kinder'],
    locality: 'Ixelles',
    language: 'nl',
    priceNote: 'What you like',
    access: { stepFree: 'YES', hearingLoop: 'NO', toilet: 'UNKNOWN', quiet: 'UNKNOWN', note: 'Ramp at the back.' },
  });
  // A change that does not speak of them leaves them.
  const changed = await ana.get(update, {
    input: { id: made.id, expectedVersion: made.version, fields: { ...base, title: 'Repair' } },
  });
  expect(changed).toMatchObject({ tags: ['repair', 'für-kinder'], locality: 'Ixelles', access: { stepFree: 'YES' } });
});

test('where it takes place follows from link and place where nobody said it', async () => {
  const link = { onlineUrl: 'https://talk.example.org/x' };
  expect(await makes(ana, link)).toMatchObject({ kind: 'ONLINE' });
  expect(await makes(ana, { ...link, placeName: 'Hall' })).toMatchObject({ kind: 'HYBRID' });
  expect(await makes(ana, { kind: 'ONLINE' })).toMatchObject({ kind: 'ONLINE' });
});

test.each([
  [{ tags: Array.from({ length: 11 }, (_, at) => `tag ${at}`) }, 'tags', '11 tags are too many'],
  [{ tags: ['x'.repeat(31)] }, 'tags', 'longer than 30'],
  [{ summary: 'x'.repeat(301) }, 'summary', '301 characters'],
  [{ language: 'Flemish!' }, 'language', 'no language tag'],
  [{ priceNote: 'x'.repeat(121) }, 'priceNote', '121 characters'],
  [{ access: { note: 'x'.repeat(501) } }, 'access', '501 characters'],
])('%o is refused at its field, in words', async (fields, field, words) => {
  const refusal = await ana.refusalOf(create, { input: { groupId, fields: { ...base, ...fields } } });
  expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT', field });
  expect(refusal!.message).toContain(words);
});

test('a place is chosen again by its name, as it was last; one that is for some only is remembered for its host alone', async () => {
  await makes(ana, { placeName: 'Old Mill', placeAddress: 'Mill street 1', access: { stepFree: 'NO' } });
  await makes(ana, { placeName: 'old mill', placeAddress: 'Mill street 2', locality: 'Uccle' });
  await makes(ana, { placeName: "Ana's kitchen", placeAddress: 'canary-street 5', locationShown: 'ATTENDEES' });
  const ask = 'query ($groupId: ID!) { groupPlaces(groupId: $groupId) { name address locality access { stepFree } } }';
  const mine = await ana.get<{ name: string }[]>(ask, { groupId });
  expect(mine.map(({ name }) => name)).toEqual(["Ana's kitchen", 'old mill', 'Hall']);
  const others = await ben.get<unknown[]>(ask, { groupId });
  expect(others[0]).toEqual({
    name: 'old mill',
    address: 'Mill street 2',
    locality: 'Uccle',
    access: { stepFree: 'UNKNOWN' },
  });
  expect(JSON.stringify(others)).not.toContain('canary-street');
  expect(await world.visitor().refusalOf(ask, { groupId })).toMatchObject({ code: 'UNAUTHENTICATED' });
});

test('the note on access goes with the place it speaks of', async () => {
  const { id } = await makes(ana, {
    placeName: 'A flat',
    locationShown: 'ATTENDEES',
    access: { stepFree: 'YES', note: 'canary-bell at the second door' },
  });
  const seen = await world.visitor().get('query ($id: ID!) { event(id: $id) { access { stepFree note } } }', { id });
  expect(seen).toEqual({ access: { stepFree: 'YES', note: '' } });
});
