import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '../support/client.ts';
import { webDocument, webOperations } from '../support/documents.ts';
import { claim, found, wall } from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';

// A query that pages repeat is answered in front of Apollo from its fourth time on: the answer must be the same to the letter.
let world: World;
let ana: Client;
let eventId: string;

beforeAll(async () => {
  world = await startWorld();
  ana = await claim(world);
  const groupId = await found(ana);
  const event = await ana.get<{ id: string }>(
    'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }',
    {
      input: {
        groupId,
        fields: {
          title: 'Soup',
          startLocal: wall(3, 19),
          endLocal: wall(3, 22),
          zone: 'Europe/Brussels',
          visibility: 'PUBLIC',
        },
      },
    },
  );
  eventId = event.id;
});
afterAll(() => world.stop());

interface Heard {
  readonly status: number;
  readonly type: string | null;
  readonly body: unknown;
  /** Apollo's way marks its answers with an ETag. */
  readonly byApollo: boolean;
}

async function hear(person: Client, question: object, headers: Record<string, string> = {}): Promise<Heard> {
  const response = await person.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(question),
  });
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: await response.json(),
    byApollo: response.headers.has('etag'),
  };
}

async function hearAgain(person: Client, question: object, headers?: Record<string, string>): Promise<Heard[]> {
  const heard: Heard[] = [];
  for (let n = 0; n < 5; n += 1) heard.push(await hear(person, question, headers));
  return heard;
}

const ids = { '@id': () => eventId };
const filled = (variables: object): object =>
  JSON.parse(JSON.stringify(variables).replaceAll('"@id"', JSON.stringify(ids['@id']()))) as object;

describe('a query asked five times', () => {
  test.each([
    ['the event page', { query: webDocument('Event'), operationName: 'Event', variables: { id: '@id' } }],
    [
      'a page that does not exist',
      {
        query: 'query Nothing($id: ID!) { event(id: $id) { title } }',
        operationName: 'Nothing',
        variables: { id: 'none' },
      },
    ],
    [
      'fragments, aliases and a type name',
      {
        query:
          'query ($id: ID!) { a: event(id: $id) { __typename ...T } b: event(id: $id) { title } } fragment T on Event { title status }',
        variables: { id: '@id' },
      },
    ],
    [
      'switches',
      {
        query:
          'query ($id: ID!, $body: Boolean!) { event(id: $id) { title body @include(if: $body) zone @skip(if: $body) } }',
        variables: { id: '@id', body: true },
      },
    ],
    ['a default', { query: 'query ($handle: String = "riverside") { group(handle: $handle) { name } }' }],
    ['no name and no variables', { query: '{ viewer { id name } }', variables: null }],
  ])('%s: the same answer in front of Apollo as behind', async (_, question) => {
    const [first, ...others] = await hearAgain(ana, filled(question));
    expect(first).toMatchObject({ status: 200, byApollo: true });
    expect(first!.body).not.toHaveProperty('errors');
    for (const one of others) expect({ ...one, byApollo: true }).toEqual(first);
    expect(others.at(-1)!.byApollo).toBe(false);
  });

  test.each([
    [
      'a refusal within the answer',
      {
        query: 'query ($handle: String!) { group(handle: $handle) { name } book(handle: $handle) { id } }',
        variables: { handle: 'millside' },
      },
    ],
    [
      'variables that do not fit',
      { query: webDocument('Event'), operationName: 'Event', variables: { id: { no: 'id' } } },
    ],
    ['a variable too few', { query: webDocument('Event'), operationName: 'Event', variables: {} }],
    ['variables that are a list', { query: webDocument('Event'), operationName: 'Event', variables: [] }],
    [
      'another name of the operation',
      { query: webDocument('Event'), operationName: 'Other', variables: { id: '@id' } },
    ],
    [
      'too much at once',
      {
        query:
          'query ($first: Int!) { bookEntries(handle: "riverside", first: $first) { nodes { id seq text hash authorityKind category date kind proposalTitle proposalId proposalNumber expenseId expenseNumber eventId eventTitle receipts reversed amount { minor currency } } } groupProposals(handle: "riverside", first: $first) { nodes { id number title status method closesAt createdAt } } groupExpenses(handle: "riverside", first: $first) { nodes { id number title } } }',
        variables: { first: 100 },
      },
    ],
  ])('%s: refused each time as the first time', async (_, question) => {
    await found(ana, { handle: 'millside', visibility: 'CLOSED' }).catch(() => undefined);
    await hearAgain(ana, { query: webDocument('Event'), operationName: 'Event', variables: { id: eventId } });
    const [first, ...others] = await hearAgain(world.visitor(), filled(question));
    for (const one of others) expect(one).toEqual(first);
    expect(JSON.stringify(first!.body)).toMatch(/BAD_USER_INPUT|UNAUTHENTICATED/);
  });

  test('a change is never answered from what is known', async () => {
    const question = {
      query: 'mutation ($id: ID!) { cancelEvent(id: $id, reason: "x") { status } }',
      variables: { id: 'none' },
    };
    for (const one of await hearAgain(ana, question)) expect(one.byApollo).toBe(true);
  });

  test('who asks is asked anew each time', async () => {
    const question = { query: '{ viewer { name } }' };
    await hearAgain(ana, question);
    expect((await hear(ana, question)).body).toMatchObject({
      data: { viewer: { name: expect.any(String) as string } },
    });
    expect((await hear(world.visitor(), question)).body).toEqual({ data: { viewer: null } });
  });

  test('another content type than ours takes the long way', async () => {
    const question = { query: '{ viewer { id } }' };
    await hearAgain(ana, question);
    const [last] = (await hearAgain(ana, question, { accept: 'application/graphql-response+json' })).slice(-1);
    expect(last).toMatchObject({ byApollo: true, type: expect.stringContaining('graphql-response') as string });
  });
});

test('no page asks more deeply, or by more names, than the door lets in', async () => {
  const visitor = world.visitor();
  const refused: string[] = [];
  for (const name of webOperations()) {
    const { errors = [] } = await visitor.ask(webDocument(name));
    refused.push(
      ...errors.map(({ message }) => `${name}: ${message}`).filter((one) => /limit|Cannot query/i.test(one)),
    );
  }
  expect(webOperations().length).toBeGreaterThan(100);
  expect(refused).toEqual([]);
});
