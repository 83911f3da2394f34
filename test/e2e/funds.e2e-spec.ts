import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from '../support/client.ts';
import { claim, found, givesDuty, joins, key, photo, wall } from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';

// An event with a purse of its own: what is given for it and spent on it stays apart from the general fund.
let world: World;
let ana: Client;
let ben: Client;
let cleo: Client;
let groupId: string;
let eventId: string;
const open = 'mutation ($groupId: ID!, $eventId: ID!) { openEventFund(groupId: $groupId, eventId: $eventId) }';
const money = (minor: string): object => ({ minor, currency: 'EUR' });

beforeAll(async () => {
  world = await startWorld();
  ana = await claim(world);
  groupId = await found(ana);
  ben = await joins(world, ana, { groupId, name: 'Ben' });
  cleo = await joins(world, ana, { groupId, name: 'Cleo' });
  await givesDuty(ana, { groupId, to: ben, duty: 'TREASURER' });
  const event = await ana.get<{ id: string }>(
    'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }',
    {
      input: {
        groupId,
        fields: {
          title: 'Summer party',
          startLocal: wall(10, 19),
          endLocal: wall(10, 22),
          zone: 'Europe/Brussels',
          visibility: 'PUBLIC',
        },
      },
    },
  );
  eventId = event.id;
});
afterAll(() => world.stop());

test('only the treasurer opens it, only for an event of the group, and only once', async () => {
  expect(await cleo.refusalOf(open, { groupId, eventId })).toMatchObject({ code: 'FORBIDDEN' });
  expect(await ben.refusalOf(open, { groupId, eventId: groupId })).toMatchObject({
    code: 'BAD_USER_INPUT',
    field: 'eventId',
  });
  await ben.get(open, { groupId, eventId });
  expect(await ben.refusalOf(open, { groupId, eventId })).toMatchObject({
    code: 'CONFLICT',
    message: 'This event has a fund already.',
  });
});

test('money given for it can be spent from it, and not more; the general fund stays as it was', async () => {
  const funds = () =>
    ben.get<{ funds: { id: string; kind: string; name: string; available: { minor: string } }[] }>(
      '{ book(handle: "riverside") { funds { id kind name available { minor } } } }',
    );
  const fundId = (await funds()).funds.find(({ kind }) => kind === 'event')!.id;
  await ben.get('mutation ($input: RecordContributionInput!) { recordContribution(input: $input) }', {
    input: { groupId, fundId, amount: money('5000'), receivedOn: '2026-01-02', idempotencyKey: key() },
  });
  const spend = async (minor: string): Promise<string> => {
    const receipt = (await (
      await cleo.upload('/files', { name: 'receipt.jpg', bytes: await photo() }, { groupId })
    ).json()) as { id: string };
    const expense = await cleo.get<{ id: string }>(
      'mutation ($input: SubmitExpenseInput!) { submitExpense(input: $input) { ... on Expense { id } } }',
      {
        input: {
          groupId,
          fundId,
          title: 'Lanterns',
          category: 'other',
          items: [{ what: 'Lanterns', spentOn: '2026-01-02', amount: money(minor) }],
          receipts: [receipt.id],
          idempotencyKey: key(),
        },
      },
    );
    const answer = await ana.get<{ __typename: string }>(
      'mutation ($id: ID!) { approveExpense(id: $id, revision: 1) { __typename } }',
      { id: expense.id },
    );
    return answer.__typename;
  };
  expect(await spend('4000')).toBe('Expense');
  expect(await spend('1001')).toBe('FundShort');
  expect((await funds()).funds.map(({ kind, name, available }) => [kind, name, available.minor])).toEqual([
    ['general', 'General', '0'],
    ['event', 'Summer party', '1000'],
  ]);
  expect(await world.database.reads.query('SELECT * FROM ledger_violations')).toEqual([]);
});

test('the desk tells the treasurer what waits, and nobody else', async () => {
  const desk = '{ treasurersDesk(handle: "riverside") { rows { kind waiting } } }';
  expect(await ben.get(desk)).toMatchObject({ rows: expect.arrayContaining([{ kind: 'PAYMENTS', waiting: 1 }]) });
  for (const other of [ana, cleo, world.visitor()]) expect(await other.get(desk)).toBeNull();
});
