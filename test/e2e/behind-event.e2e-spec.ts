import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from '../support/client.ts';
import { webDocument } from '../support/documents.ts';
import { claim, found, givesDuty, joins, key, photo, wall } from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';

// An event names what it rests on: what was proposed for it, the money set aside for it, and what of it was spent.
let world: World;
let ana: Client;
let ben: Client;
let cleo: Client;
let groupId: string;
let eventId: string;
let proposalId: string;
const money = (minor: string): object => ({ minor, currency: 'EUR' });

interface Behind {
  eventProposals: { title: string; verdict: string | null }[];
  eventMoney: {
    fund: { balance: { minor: string } } | null;
    lines: { name: string; spent: { minor: string }; proposalId: string | null }[];
    spent: { minor: string; currency: string }[];
    expenses: { title: string; state: string }[];
  } | null;
}

async function seenBy(person: Client, id = eventId): Promise<Behind> {
  const { data, errors } = await person.ask(webDocument('Event'), { id });
  expect(errors).toBeUndefined();
  return data as unknown as Behind;
}

async function founds(handle: string, visibility: 'OPEN' | 'CLOSED'): Promise<void> {
  groupId = await found(ana, { handle, visibility });
  ben = await joins(world, ana, { groupId, name: `Ben-${handle}` });
  cleo = await joins(world, ana, { groupId, name: `Cleo-${handle}` });
  await givesDuty(ana, { groupId, to: ben, duty: 'TREASURER' });
  await ben.get('mutation ($input: RecordContributionInput!) { recordContribution(input: $input) }', {
    input: { groupId, amount: money('60000'), receivedOn: '2026-01-02', idempotencyKey: key() },
  });
  const fields = { startLocal: wall(10, 19), endLocal: wall(10, 22), zone: 'Europe/Brussels', visibility: 'PUBLIC' };
  const event = await ana.get<{ id: string }>(
    'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }',
    { input: { groupId, fields: { ...fields, title: 'Open rehearsal' } } },
  );
  eventId = event.id;
}

async function spends(minor: string, place: object): Promise<void> {
  const receipt = (await (
    await cleo.upload('/files', { name: 'receipt.jpg', bytes: await photo() }, { groupId })
  ).json()) as { id: string };
  const items = [{ what: 'PA', spentOn: '2026-01-02', amount: money(minor) }];
  const expense = await cleo.get<{ id: string }>(
    'mutation ($input: SubmitExpenseInput!) { submitExpense(input: $input) { ... on Expense { id } } }',
    {
      input: {
        groupId,
        title: `PA of ${minor}`,
        category: 'equipment',
        items,
        receipts: [receipt.id],
        idempotencyKey: key(),
        ...place,
      },
    },
  );
  await ana.get('mutation ($id: ID!) { approveExpense(id: $id, revision: 1) { __typename } }', { id: expense.id });
}

beforeAll(async () => {
  world = await startWorld();
  ana = await claim(world);
  await founds('riverside', 'OPEN');
});
afterAll(() => world.stop());

test('an event that rests on nothing says so', async () => {
  expect(await seenBy(ana)).toMatchObject({
    eventProposals: [],
    eventMoney: { fund: null, lines: [], spent: [], expenses: [] },
  });
});

test('what was decided for it and spent from the line stands behind it, for members with the single expense', async () => {
  const fields = {
    title: 'Spend up to 400.00 on a PA for it',
    method: 'CONSENT',
    closesAt: new Date(Date.now() + 3_600_000).toISOString(),
    eventId,
    opensBudgetLine: { label: 'PA', planned: money('40000') },
  };
  proposalId = (
    await cleo.get<{ id: string }>('mutation ($input: CreateProposalInput!) { createProposal(input: $input) { id } }', {
      input: { groupId, fields },
    })
  ).id;
  for (const person of [ana, ben])
    await person.get('mutation ($input: CastBallotInput!) { castBallot(input: $input) { __typename } }', {
      input: { proposalId, option: 'consent' },
    });
  await world.clockPasses('2 hours');
  await expect
    .poll(
      async () => {
        await ana.get('query ($id: ID!) { proposal(id: $id) { status } }', { id: proposalId });
        return (await seenBy(ana)).eventMoney!.lines.length;
      },
      { timeout: 10_000 },
    )
    .toBe(1);
  const [line] = await ana
    .get<{ lines: { id: string }[] }>('{ book(handle: "riverside") { lines { id } } }')
    .then(({ lines }) => lines);
  await spends('38550', { budgetLineId: line!.id });
  const behind = {
    eventProposals: [{ title: fields.title, verdict: 'PASSED' }],
    eventMoney: {
      lines: [{ name: 'PA', spent: { minor: '38550' }, proposalId }],
      spent: [{ minor: '38550', currency: 'EUR' }],
    },
  };
  expect(await seenBy(ana)).toMatchObject({
    ...behind,
    eventMoney: { ...behind.eventMoney, expenses: [{ title: 'PA of 38550', state: 'APPROVED' }] },
  });
  expect(await seenBy(world.visitor())).toMatchObject({
    ...behind,
    eventMoney: { ...behind.eventMoney, expenses: [] },
  });
});

test('what is spent from the purse of an event is for that event', async () => {
  const fundId = await ben.get<string>(
    'mutation ($groupId: ID!, $eventId: ID!) { openEventFund(groupId: $groupId, eventId: $eventId) }',
    { groupId, eventId },
  );
  await ben.get('mutation ($input: RecordContributionInput!) { recordContribution(input: $input) }', {
    input: { groupId, fundId, amount: money('5000'), receivedOn: '2026-01-02', idempotencyKey: key() },
  });
  await spends('1200', { fundId });
  const { eventMoney } = await seenBy(ben);
  expect(eventMoney).toMatchObject({ fund: { balance: { minor: '5000' } }, spent: [{ minor: '39750' }] });
  expect(eventMoney!.expenses.map(({ title }) => title)).toEqual(['PA of 1200', 'PA of 38550']);
});

test('who may not read the group sees the public event and nothing behind it', async () => {
  await founds('millside', 'CLOSED');
  await ben.get('mutation ($groupId: ID!, $eventId: ID!) { openEventFund(groupId: $groupId, eventId: $eventId) }', {
    groupId,
    eventId,
  });
  expect((await seenBy(ben)).eventMoney).toMatchObject({ fund: { balance: { minor: '0' } } });
  const visitor = await seenBy(world.visitor());
  expect(visitor).toMatchObject({ event: { title: 'Open rehearsal' }, eventProposals: [], eventMoney: null });
});
