import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from '../support/client.ts';
import { webDocument } from '../support/documents.ts';
import { claim, found, givesDuty, idOf, joins } from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';

// Who stands at the door, who lets them in, and how a duty is laid down.
let world: World;
let ana: Client;
let ben: Client;
let cleo: Client;
let dora: Client;
let groupId: string;
const endDuty = 'mutation ($input: EndDutyInput!) { endDuty(input: $input) }';
const answer =
  'mutation ($groupId: ID!, $personId: ID!) { answerApplicant(groupId: $groupId, personId: $personId, admit: true) }';

async function waitingFor(person: Client): Promise<{ name: string; groupName: string; statement: string | null }[]> {
  const { data, errors } = await person.ask(webDocument('NeedsMe'));
  expect(errors).toBeUndefined();
  return data!['applicantsWaiting'] as never;
}

beforeAll(async () => {
  world = await startWorld();
  ana = await claim(world);
  groupId = await found(ana, { visibility: 'CLOSED' });
  ben = await joins(world, ana, { groupId, name: 'Ben' });
  cleo = await joins(world, ana, { groupId, name: 'Cleo' });
  await givesDuty(ana, { groupId, to: ben, duty: 'ORGANISER' });
  const other = await found(ana, { handle: 'elsewhere' });
  dora = await joins(world, ana, { groupId: other, name: 'Dora' });
});
afterAll(() => world.stop());

test('who asks to join waits in the inbox of stewards and organisers, and of nobody else', async () => {
  await dora.get('mutation ($id: ID!) { joinGroup(groupId: $id, statement: "I mend radios.") }', { id: groupId });
  const dorasWish = [{ name: 'Dora', groupName: 'Group riverside', statement: 'I mend radios.' }];
  expect(await waitingFor(ana)).toMatchObject(dorasWish);
  expect(await waitingFor(ben)).toMatchObject(dorasWish);
  for (const person of [cleo, dora]) expect(await waitingFor(person)).toEqual([]);
  expect((await cleo.refusalOf(answer, { groupId, personId: await idOf(dora) }))?.code).toBe('FORBIDDEN');
  await ben.get(answer, { groupId, personId: await idOf(dora) });
  for (const person of [ana, ben]) expect(await waitingFor(person)).toEqual([]);
  expect(await dora.get<{ standing: string }>('{ group(handle: "riverside") { standing } }')).toEqual({
    standing: 'MEMBER',
  });
});

test('a member hands back a duty of their own, and the last steward stays', async () => {
  const own = async (person: Client, duty: string): Promise<object> => ({
    input: { groupId, personId: await idOf(person), duty },
  });
  await ben.get(endDuty, await own(ben, 'ORGANISER'));
  expect(await ben.get('{ group(handle: "riverside") { myDuties } }')).toEqual({ myDuties: [] });
  expect(await ana.refusalOf(endDuty, await own(ana, 'STEWARD'))).toMatchObject({
    code: 'CONFLICT',
    message: expect.stringContaining('last steward') as string,
  });
  await givesDuty(ana, { groupId, to: cleo, duty: 'STEWARD' });
  await ana.get(endDuty, await own(ana, 'STEWARD'));
  expect(await ana.get('{ group(handle: "riverside") { myDuties } }')).toEqual({ myDuties: ['ORGANISER'] });
});

test('whoever ends somebody else’s duty says why, and its holder reads it in a mail', async () => {
  await givesDuty(cleo, { groupId, to: ben, duty: 'TREASURER' });
  const input = { groupId, personId: await idOf(ben), duty: 'TREASURER' };
  expect(await cleo.refusalOf(endDuty, { input })).toMatchObject({ code: 'BAD_USER_INPUT', field: 'reason' });
  await cleo.get(endDuty, { input: { ...input, reason: 'Dora keeps the book from now on.' } });
  const mail = await world.mailTo('ben@example.org');
  expect(mail.subject).toBe('A duty of yours in Group riverside has ended');
  expect(mail.text).toContain('You are no longer treasurer of Group riverside. Dora keeps the book from now on.');
});

test('who asked to join is told the answer, whichever it is', async () => {
  const { id: other } = await ana.get<{ id: string }>('{ group(handle: "elsewhere") { id } }');
  expect((await world.mailTo('dora@example.org')).subject).toBe('Welcome to Group riverside');
  const eva = await joins(world, ana, { groupId: other, name: 'Eva' });
  await eva.get('mutation ($id: ID!) { joinGroup(groupId: $id) }', { id: groupId });
  const decline =
    'mutation ($groupId: ID!, $personId: ID!) { answerApplicant(groupId: $groupId, personId: $personId, admit: false) }';
  await cleo.get(decline, { groupId, personId: await idOf(eva) });
  expect((await world.mailTo('eva@example.org')).subject).toBe('Your request to join Group riverside');
});

test('a vote that is withdrawn is told to who could have voted', async () => {
  const { id } = await cleo.get<{ id: string }>(
    'mutation ($input: CreateProposalInput!) { createProposal(input: $input) { id } }',
    {
      input: {
        groupId,
        fields: { title: 'Kettle', method: 'MAJORITY', closesAt: new Date(Date.now() + 3_600_000).toISOString() },
      },
    },
  );
  await cleo.get('mutation ($id: ID!) { withdrawProposal(id: $id, reason: "We were given one.") { id } }', { id });
  const mail = await world.mailTo('ben@example.org');
  expect(mail.subject).toBe('Withdrawn: Kettle');
  expect(mail.text).toContain('We were given one.');
});
