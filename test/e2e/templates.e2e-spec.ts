import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from '../support/client.ts';
import { claim, found, joins } from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';

// A group keeps ways to decide for the next time: whoever organises it keeps, changes and removes them, every member proposes from them.
let world: World;
let ana: Client;
let ben: Client;
let groupId: string;
const save = 'mutation ($input: SaveTemplateInput!) { saveTemplate(input: $input) }';
const list = `{ proposalTemplates(handle: "riverside") { id name title body template method days quorum threshold settings { highest } options { label meaning prompt } } }`;
const fields = (more: object = {}): object => ({
  title: 'Which band plays?',
  body: 'Listen first.',
  template: 'SCORE',
  method: 'SCORE',
  settings: { highest: 7 },
  options: [{ label: 'The Weir', meaning: 'loud', prompt: 'What would they play?' }, { label: 'Duo' }],
  closesAt: new Date(Date.now() + 4 * 86_400_000),
  ...more,
});

beforeAll(async () => {
  world = await startWorld();
  ana = await claim(world);
  groupId = await found(ana);
  ben = await joins(world, ana, { groupId, name: 'Ben' });
});
afterAll(() => world.stop());

test('what was kept is what the next proposal begins from, for members alone', async () => {
  const id = await ana.get<string>(save, { input: { groupId, name: 'Band', fields: fields() } });
  const kept = {
    id,
    name: 'Band',
    title: 'Which band plays?',
    body: 'Listen first.',
    template: 'SCORE',
    method: 'SCORE',
    days: 4,
    quorum: '0/1',
    threshold: null,
    settings: { highest: 7 },
    options: [
      { label: 'The Weir', meaning: 'loud', prompt: 'What would they play?' },
      { label: 'Duo', meaning: '', prompt: '' },
    ],
  };
  expect(await ben.get(list)).toEqual([kept]);
  expect(await world.visitor().get(list)).toEqual([]);
});

test('a member who organises nothing keeps and removes none, and sees no button for it', async () => {
  const [{ id }] = await ben.get<[{ id: string }]>(list);
  const input = { groupId, name: 'Mine', fields: fields() };
  expect((await ben.refusalOf(save, { input }))?.code).toBe('FORBIDDEN');
  expect((await ben.refusalOf('mutation ($id: ID!) { removeTemplate(id: $id) }', { id }))?.code).toBe('FORBIDDEN');
});

test('it is changed and removed, has a name of its own, and what does not fit is said', async () => {
  const [{ id }] = await ana.get<[{ id: string }]>(list);
  await ana.get(save, { input: { groupId, id, name: 'Music', fields: fields({ title: 'Who plays?' }) } });
  expect(await ana.get(list)).toMatchObject([{ id, name: 'Music', title: 'Who plays?' }]);
  const refused = (input: object): ReturnType<Client['refusalOf']> =>
    ana.refusalOf(save, { input: { groupId, ...input } });
  expect(await refused({ name: 'Music', fields: fields() })).toMatchObject({ code: 'BAD_USER_INPUT', field: 'name' });
  expect(await refused({ name: ' ', fields: fields() })).toMatchObject({ field: 'name' });
  expect(await refused({ name: 'One', fields: fields({ options: [{ label: 'Duo' }] }) })).toMatchObject({
    field: 'options',
  });
  expect(await refused({ name: 'Not', id: groupId, fields: fields() })).toMatchObject({ code: 'NOT_FOUND' });
  await ana.get('mutation ($id: ID!) { removeTemplate(id: $id) }', { id });
  expect(await ana.get(list)).toEqual([]);
});
