import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '../support/client.ts';
import { webDocument } from '../support/documents.ts';
import { claim, found, givesDuty, joins, key, wall } from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';

// A page costs a number of statements that does not grow with what it shows: two at most, and one more for the session.
let world: World;
let ana: Client;
let ben: Client;
let groupId: string;
let eventId: string;
let budgetId: string;
const statements: string[] = [];

interface Listening {
  query(...args: unknown[]): unknown;
  isListening?: boolean;
}

beforeAll(async () => {
  world = await startWorld();
  const { master } = world.database.source.driver as unknown as {
    master: { on(event: 'acquire', listener: (client: Listening) => void): void };
  };
  master.on('acquire', (client) => {
    if (client.isListening) return;
    client.isListening = true;
    const query = client.query.bind(client);
    client.query = (...args: unknown[]) => {
      const [first] = args as [string | { text: string }];
      const text = typeof first === 'string' ? first : first.text;
      // A search has its connection plan it for its words: two settings around the one read.
      if (!text.endsWith('plan_cache_mode') && !text.startsWith('SET plan_cache_mode')) statements.push(text);
      return query(...args);
    };
  });
  ana = await claim(world);
  groupId = await found(ana);
  ben = await joins(world, ana, { groupId, name: 'Ben' });
  await givesDuty(ana, { groupId, to: ben, duty: 'TREASURER' });
  eventId = await plans(1);
  await gives();
  await restsOn();
  budgetId = await budgets();
  await world.settle();
});
afterAll(() => world.stop());

async function plans(day: number): Promise<string> {
  const event = await ana.get<{ id: string }>(
    'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }',
    {
      input: {
        groupId,
        fields: {
          title: `Soup ${day}`,
          startLocal: wall(day, 19),
          endLocal: wall(day, 22),
          zone: 'Europe/Brussels',
          visibility: 'PUBLIC',
        },
      },
    },
  );
  return event.id;
}

async function gives(): Promise<void> {
  await ben.get('mutation ($input: RecordContributionInput!) { recordContribution(input: $input) }', {
    input: {
      groupId,
      amount: { minor: '1000', currency: 'EUR' },
      receivedOn: '2026-01-02',
      giver: 'All',
      idempotencyKey: key(),
    },
  });
}

/** Puts a decision and a purse behind the event. */
async function restsOn(): Promise<void> {
  await ben.get('mutation ($groupId: ID!, $eventId: ID!) { openEventFund(groupId: $groupId, eventId: $eventId) }', {
    groupId,
    eventId,
  });
  await ana.get('mutation ($input: CreateProposalInput!) { createProposal(input: $input) { id } }', {
    input: {
      groupId,
      fields: {
        title: 'More spoons',
        method: 'CONSENT',
        closesAt: new Date(Date.now() + 86_400_000).toISOString(),
        eventId,
      },
    },
  });
}

/** A budget that stands, with its line and what it expects. */
async function budgets(): Promise<string> {
  const row = (kind: string, category: string): object => ({
    kind,
    label: 'Rent',
    category,
    amount: { minor: '1000', currency: 'EUR' },
  });
  const { id } = await ana.get<{ id: string }>(
    'mutation ($input: PlanBudgetInput!) { planBudget(input: $input) { id } }',
    {
      input: {
        groupId,
        fields: {
          name: 'Year',
          from: '2026-01-01',
          until: '2026-12-15',
          rows: [row('SPENDING', 'room'), row('INCOME', 'contributions')],
        },
        idempotencyKey: key(),
      },
    },
  );
  return id;
}

const span = { from: new Date(Date.now()).toISOString(), to: new Date(Date.now() + 300 * 86_400_000).toISOString() };
const variables = (): Record<string, object> => ({
  Event: { id: eventId },
  Group: { handle: 'riverside', ...span },
  GroupEvents: { handle: 'riverside', ...span },
  GroupRegister: { handle: 'riverside', filter: { state: 'OPEN', words: 'spoons' } },
  Book: { handle: 'riverside' },
  BookEntries: { handle: 'riverside' },
  BookFigure: { handle: 'riverside', figure: { kind: 'IN', currency: 'EUR' } },
  GroupExpenses: { handle: 'riverside' },
  GroupAdvances: { handle: 'riverside' },
  Recurring: { handle: 'riverside' },
  Keeping: { handle: 'riverside' },
  WhoSpends: { handle: 'riverside' },
  Categories: { handle: 'riverside' },
  BookPeriods: { handle: 'riverside' },
  Gifts: { handle: 'riverside' },
  GiftDesk: { handle: 'riverside', filter: 'ALL' },
  GroupRounds: { handle: 'riverside' },
  GroupBudgets: { handle: 'riverside' },
  BudgetPage: { handle: 'riverside', id: budgetId },
  RoundForm: { handle: 'riverside' },
  TreasurersDesk: { handle: 'riverside' },
  Payables: { handle: 'riverside' },
  Statements: { handle: 'riverside' },
  CardDesk: { handle: 'riverside' },
  EventMoneyPlan: { id: eventId },
  Home: {},
});

/** What a page costs. The least of several times: the outbox and the clock of votes may ask something of their own in between. */
async function costOf(person: Client, name: string): Promise<string[]> {
  const tries: string[][] = [];
  for (let n = 0; n < 5; n += 1) {
    statements.length = 0;
    const answer = await person.ask(webDocument(name), variables()[name]);
    expect(answer.errors).toBeUndefined();
    tries.push([...statements]);
  }
  expect(tries.every(({ length }) => length > 0)).toBe(true);
  return tries.reduce((least, one) => (one.length < least.length ? one : least));
}

describe('statements of a page', () => {
  const before = new Map<string, number>();

  test.each([
    'Event',
    'Group',
    'GroupEvents',
    'GroupRegister',
    'Book',
    'BookEntries',
    'BookFigure',
    'GroupBudgets',
    'BudgetPage',
  ])('a visitor reads %s by two at most, a member by one more for the session', async (name) => {
    expect((await costOf(world.visitor(), name)).length).toBeLessThanOrEqual(2);
    const cost = (await costOf(ben, name)).length;
    expect(cost).toBeLessThanOrEqual(3);
    before.set(name, cost);
  });

  test.each([
    'GroupExpenses',
    'Keeping',
    'WhoSpends',
    'Categories',
    'BookPeriods',
    'Gifts',
    'GiftDesk',
    'GroupRounds',
    'RoundForm',
    'TreasurersDesk',
    'Payables',
    'Statements',
    'CardDesk',
    'EventMoneyPlan',
    'Home',
  ])('a member reads %s by two, and one for the session', async (name) => {
    const cost = (await costOf(ben, name)).length;
    expect(cost).toBeLessThanOrEqual(3);
    before.set(name, cost);
  });

  test('the number stays when there is twelve times as much to show', async () => {
    for (let day = 2; day <= 12; day += 1) await plans(day);
    for (let n = 2; n <= 12; n += 1) await gives();
    await world.settle();
    const grown: string[] = [];
    for (const [name, cost] of before) if ((await costOf(ben, name)).length > cost) grown.push(name);
    expect(grown).toEqual([]);
  });
});

describe('reads that travel together', () => {
  test('answer what each answers alone', async () => {
    await found(ana, { handle: 'millside', visibility: 'CLOSED' });
    const days = `from: "${span.from}", to: "${span.to}"`;
    const parts = [
      `mine: groupEvents(handle: "riverside", ${days}, first: 3) { nodes { title } pageInfo { hasNextPage } }`,
      `others: groupEvents(handle: "millside", ${days}) { nodes { title } }`,
      `comingEvents(${days}, first: 2) { nodes { title } }`,
      'book(handle: "riverside") { entryCount inHand { minor } latest { seq } months { month balance { minor } } }',
      'bookEntries(handle: "riverside", first: 2) { nodes { seq amount { minor } } pageInfo { hasNextPage } }',
      'groupProposals(handle: "riverside") { nodes { id } }',
      'group(handle: "riverside") { memberCount standing }',
    ];
    for (const person of [ana, ben, world.visitor()]) {
      const together = await person.ask(`{ ${parts.join(' ')} }`);
      expect(together.errors).toBeUndefined();
      expect(together.data).toMatchObject({ mine: { pageInfo: { hasNextPage: true } }, book: { entryCount: 12 } });
      const alone: Record<string, unknown> = {};
      for (const part of parts) Object.assign(alone, (await person.ask(`{ ${part} }`)).data);
      expect(together.data).toEqual(alone);
    }
  });

  test('a part that is refused leaves the others their answers', async () => {
    const answer = await world
      .visitor()
      .ask('{ group(handle: "millside") { name about } book(handle: "millside") { id inHand { minor } } }');
    expect(answer.data).toMatchObject({ group: { name: 'Group millside', about: '' }, book: null });
    expect(answer.errors?.map(({ extensions }) => extensions?.code)).toEqual(['UNAUTHENTICATED']);
  });
});
