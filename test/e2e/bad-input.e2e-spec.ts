import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Closer } from '../../apps/api/src/decisions/index.ts';
import type { Client } from '../support/client.ts';
import { claim, found, givesDuty, joins, key, photo, wall } from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';

// What people get wrong: each has a clear refusal that names the field, and nothing is half done.
let world: World;
let ana: Client;
let ben: Client;
let cleo: Client;
let groupId: string;
const zone = 'Europe/Brussels';
const count = async (table: string): Promise<number> =>
  (await world.database.reads.query<{ n: number }[]>(`SELECT count(*)::int AS n FROM ${table}`))[0]!.n;

beforeAll(async () => {
  world = await startWorld();
  ana = await claim(world);
  groupId = await found(ana);
  ben = await joins(world, ana, { groupId, name: 'Ben' });
  cleo = await joins(world, ana, { groupId, name: 'Cleo' });
  await givesDuty(ana, { groupId, to: ben, duty: 'TREASURER' });
});
afterAll(() => world.stop());

const fields = (change: object = {}): object => ({
  title: 'Evening',
  startLocal: wall(10, 19),
  endLocal: wall(10, 22),
  zone,
  visibility: 'PUBLIC',
  ...change,
});
const createEvent = 'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id version } }';

test('a slug that is taken is refused with one that is free, and no second group stands', async () => {
  const before = await count('folk_group');
  const answer = await ana.get(
    'mutation ($input: CreateGroupInput!) { createGroup(input: $input) { __typename ... on HandleTaken { suggestion } } }',
    { input: { name: 'Again', handle: 'riverside', currency: 'EUR', zone, visibility: 'OPEN' } },
  );
  expect(answer).toEqual({ __typename: 'HandleTaken', suggestion: 'riverside-2' });
  expect(await count('folk_group')).toBe(before);
});

describe('an event', () => {
  test.each([
    ['in the past', { startLocal: wall(-3, 19), endLocal: wall(-3, 22) }, 'startLocal', /past/],
    ['that ends before it starts', { endLocal: wall(10, 18) }, 'endLocal', /end is before the start/],
    ['in an unknown zone', { zone: 'Europe/Atlantis' }, 'zone', /Europe\/Atlantis.*Europe\/Brussels/],
    ['with a title of 300 characters', { title: 'x'.repeat(300) }, 'title', /200/],
    ['with no place at all', { capacity: 0 }, 'capacity', /from 1/],
    [
      'at a time that the clocks skip',
      { startLocal: '2027-03-28T02:30:00', endLocal: '2027-03-28T05:00:00' },
      'startLocal',
      /does not exist/,
    ],
  ])('%s is refused', async (_, change, field, words) => {
    const before = await count('event');
    const refusal = await ana.refusalOf(createEvent, { input: { groupId, fields: fields(change) } });
    expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT', field });
    expect(refusal?.message).toMatch(words);
    expect(await count('event')).toBe(before);
  });

  test('does not shrink below the places that are taken', async () => {
    const event = await ana.get<{ id: string; version: number }>(createEvent, {
      input: { groupId, fields: fields({ capacity: 5 }) },
    });
    for (const person of [ana, ben])
      await person.get('mutation ($input: RespondInput!) { respond(input: $input) { __typename } }', {
        input: { eventId: event.id, answer: 'GOING', idempotencyKey: key() },
      });
    const update = 'mutation ($input: UpdateEventInput!) { updateEvent(input: $input) { id } }';
    const { version } = await ana.get<{ version: number }>('query ($id: ID!) { event(id: $id) { version } }', {
      id: event.id,
    });
    const refusal = await ana.refusalOf(update, {
      input: { id: event.id, expectedVersion: version, fields: fields({ capacity: 1 }) },
    });
    expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT', field: 'capacity' });
    expect(refusal?.message).toContain('2 places are taken already');
    expect(await ana.get('query ($id: ID!) { event(id: $id) { capacity seatsHeld } }', { id: event.id })).toEqual({
      capacity: 5,
      seatsHeld: 2,
    });
  });
});

describe('a file', () => {
  const upload = async (file: { name: string; bytes: Uint8Array; type?: string }) => {
    const response = await cleo.upload('/files', file, { groupId });
    return {
      status: response.status,
      ...((await response.json()) as { code?: string; field?: string; message?: string }),
    };
  };

  test('of 25 MB is refused with the limit', async () => {
    const answer = await upload({ name: 'big.jpg', bytes: new Uint8Array(25 * 1024 * 1024), type: 'image/jpeg' });
    expect(answer).toMatchObject({ status: 413, code: 'PAYLOAD_TOO_LARGE', field: 'file' });
    expect(answer.message).toContain('10 MB');
  });

  test('of text that calls itself .png is refused by what it is', async () => {
    const answer = await upload({ name: 'photo.png', bytes: new TextEncoder().encode('hello'), type: 'image/png' });
    expect(answer).toMatchObject({ status: 400, code: 'BAD_USER_INPUT', field: 'file' });
    expect(answer.message).toMatch(/photo|picture|PNG|kind/i);
    expect(await count('file')).toBe(0);
  });

  test('that is no calendar is refused by the import, and makes no event', async () => {
    const before = await count('event');
    const response = await ana.upload(
      '/import/calendar',
      { name: 'broken.ics', bytes: new TextEncoder().encode('BEGIN:VCALENDAR\nBEGIN:VEVENT\nnonsense') },
      { groupId, dryRun: '0', visibility: 'public' },
    );
    const answer = (await response.json()) as { made: number; faults: { reason: string }[] };
    expect(answer.made).toBe(0);
    expect(answer.faults.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('This is not a calendar file that can be read'),
    ]);
    expect(await count('event')).toBe(before);
  });
});

describe('an expense', () => {
  const submit =
    'mutation ($input: SubmitExpenseInput!) { submitExpense(input: $input) { __typename ... on Expense { id } } }';
  const input = (change: object): object => ({
    input: {
      groupId,
      title: 'Solder',
      category: 'equipment',
      items: [{ what: 'Solder', spentOn: '2026-01-02', amount: { minor: '1000', currency: 'EUR' } }],
      receipts: [],
      idempotencyKey: key(),
      ...change,
    },
  });
  const receipt = async (by: Client): Promise<string> =>
    ((await (await by.upload('/files', { name: 'r.jpg', bytes: await photo() }, { groupId })).json()) as { id: string })
      .id;

  test('without a receipt says that the receipt is missing', async () => {
    const refusal = await cleo.refusalOf(submit, input({}));
    expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT', field: 'receipts' });
    expect(refusal?.message).toContain('receipt is missing');
  });

  test.each([
    ['1,234.5', 'EUR', /whole number|minor|decimal/i],
    ['1000', 'USD', /kept in EUR/],
    ['1000', 'XXL', /no currency we know/],
    ['-5', 'EUR', /more than nothing/],
  ])('of %s %s is refused', async (minor, currency, words) => {
    const refusal = await cleo.refusalOf(
      submit,
      input({
        receipts: [await receipt(cleo)],
        items: [{ what: 'x', spentOn: '2026-01-02', amount: { minor, currency } }],
      }),
    );
    expect(refusal?.code).toBe('BAD_USER_INPUT');
    expect(refusal?.message).toMatch(words);
    expect(await count('expense')).toBe(0);
  });

  test('is not approved by its own author, whatever duty they hold', async () => {
    await ben.get('mutation ($input: RecordContributionInput!) { recordContribution(input: $input) }', {
      input: {
        groupId,
        amount: { minor: '10000', currency: 'EUR' },
        receivedOn: '2026-01-02',
        idempotencyKey: key(),
      },
    });
    const expense = await ana.get<{ id: string }>(submit, input({ receipts: [await receipt(ana)] }));
    const answer = await ana.ask(
      'mutation ($id: ID!) { approveExpense(id: $id, revision: 1) { ... on ExpenseRefused { message reason { code } } } }',
      { id: expense.id },
    );
    expect(answer.data).toEqual({
      approveExpense: {
        message: 'Someone else has to do this: nobody approves or pays their own expense.',
        reason: { code: 'own-expense' },
      },
    });
    expect(
      await ana.get('query ($id: ID!) { expense(id: $id) { state approvals { name } } }', { id: expense.id }),
    ).toEqual({
      state: 'SUBMITTED',
      approvals: [],
    });
  });
});

describe('a link', () => {
  test('of a foreign or made-up kind is gone, and says so', async () => {
    const visitor = world.visitor();
    for (const path of ['/l/signin/', '/l/rsvp/', '/l/answer/']) {
      const response = await visitor.fetch(`${path}${'x'.repeat(43)}`, { method: 'POST', body: new URLSearchParams() });
      expect([path, response.status]).toEqual([path, 410]);
      expect(await response.text()).toMatch(/expired|used|valid|works/i);
    }
    expect(
      await visitor.get('query ($t: String!) { invitation(token: $t) { name } }', { t: 'x'.repeat(43) }),
    ).toBeNull();
  });

  test('that has expired opens nothing: a sign-in after a quarter of an hour, an invitation after its days', async () => {
    const dora = world.visitor();
    await dora.get('mutation ($input: RequestSignInInput!) { requestSignIn(input: $input) }', {
      input: { email: 'cleo@example.org' },
    });
    const { links } = await world.mailTo('cleo@example.org');
    const { url } = await ana.get<{ url: string }>(
      'mutation ($input: CreateInviteLinkInput!) { createInviteLink(input: $input) { url } }',
      { input: { groupId, maxUses: 5, days: 1 } },
    );
    const token = url.split('/').at(-1);
    const seen = (): Promise<unknown> =>
      dora.get('query ($t: String!) { invitation(token: $t) { name } }', { t: token });
    expect(await seen()).toEqual({ name: 'Group riverside' });
    await world.clockPasses('25 hours');
    const late = await dora.fetch(new URL(links[0]!).pathname, { method: 'POST', body: new URLSearchParams() });
    expect(late.status).toBe(410);
    expect(await dora.get('{ viewer { id } }')).toBeNull();
    expect(await seen()).toBeNull();
    await world.clockPasses('0 minutes');
  });

  test('of an invitation that was taken back lets nobody in', async () => {
    const { url } = await ana.get<{ url: string }>(
      'mutation ($input: CreateInviteLinkInput!) { createInviteLink(input: $input) { url } }',
      { input: { groupId, maxUses: 5, days: 7 } },
    );
    const open = await ana.get<{ id: string }[]>('query ($id: ID!) { invitations(groupId: $id) { id } }', {
      id: groupId,
    });
    for (const { id } of open) await ana.get('mutation ($id: ID!) { revokeInvitation(id: $id) }', { id });
    const token = url.split('/').at(-1);
    expect(
      await world.visitor().get('query ($t: String!) { invitation(token: $t) { name } }', { t: token }),
    ).toBeNull();
    expect(await cleo.refusalOf('mutation ($t: String!) { redeemInvitation(token: $t) }', { t: token })).toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  test('of a feed is dead once it was revoked, for whoever has stolen it', async () => {
    const { url } = await cleo.get<{ url: string }>('mutation { createCalendarFeed(label: "phone") { url } }');
    const path = new URL(url).pathname;
    expect((await world.visitor().fetch(path)).status).toBe(200);
    const [feed] = await cleo.get<{ id: string }[]>('{ calendarFeeds { id } }');
    await cleo.get('mutation ($id: ID!) { revokeCalendarFeed(id: $id) }', { id: feed!.id });
    expect((await world.visitor().fetch(path)).status).toBe(404);
    const again = await cleo.get<{ url: string }>('mutation { createCalendarFeed(label: "phone") { url } }');
    expect(again.url).not.toBe(url);
  });
});

test('a vote after the closing is refused with the moment at which it closed', async () => {
  const proposal = await cleo.get<{ id: string }>(
    'mutation ($input: CreateProposalInput!) { createProposal(input: $input) { id } }',
    {
      input: {
        groupId,
        fields: { title: 'Kettle', method: 'MAJORITY', closesAt: new Date(Date.now() + 3_600_000).toISOString() },
      },
    },
  );
  await world.clockPasses('61 minutes');
  await world.app.get(Closer).closeDue();
  const answer = await ana.get<{ __typename: string; message: string; closedAt: string }>(
    'mutation ($input: CastBallotInput!) { castBallot(input: $input) { __typename ... on VotingClosed { message closedAt } } }',
    { input: { proposalId: proposal.id, option: 'agree' } },
  );
  expect(answer.__typename).toBe('VotingClosed');
  expect(answer.message).toMatch(/closed|over/i);
  expect(Date.parse(answer.closedAt)).toBeGreaterThan(Date.now());
  await world.clockPasses('0 minutes');
});

test('what is refused is said in the language of the reader: faults of input, answers as data, routes', async () => {
  const visitor = world.visitor();
  const ask = async (query: string, body: object, who = visitor): Promise<unknown> => {
    const response = await who.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-folkmoot': '1', 'accept-language': 'de-AT,en;q=0.5' },
      body: JSON.stringify({ query, variables: { input: body } }),
    });
    return response.json();
  };
  const code = { email: 'ana@example.org', code: '000000' };
  expect(
    await ask('mutation ($input: RequestSignInInput!) { requestSignIn(input: $input) }', { email: 'nobody' }),
  ).toMatchObject({
    errors: [
      {
        message: 'Das ist keine E-Mail-Adresse. Sie sieht aus wie ana@example.org.',
        extensions: { code: 'BAD_USER_INPUT', field: 'email' },
      },
    ],
  });
  expect(
    await ask(
      'mutation ($input: SignInWithCodeInput!) { signInWithCode(input: $input) { ...on Fault { message } } }',
      code,
    ),
  ).toMatchObject({ data: { signInWithCode: { message: /^Das passt nicht/ } } });
  // Whoever is signed in reads the language that is on screen too, whatever their settings say.
  expect(
    await ask('mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { id } }', { locale: 'fr' }, ana),
  ).toMatchObject({ errors: [{ message: 'Wähle Englisch oder Deutsch.', extensions: { field: 'locale' } }] });
  const file = new FormData();
  const route = await visitor.fetch('/files', { method: 'POST', body: file, headers: { 'accept-language': 'de' } });
  expect(await route.json()).toMatchObject({ message: 'Die Datei fehlt.' });
});

test('what is refused before anybody looked who asks is said in the language of the reader too', async () => {
  const visitor = world.visitor();
  const send = async (body: BodyInit, headers: HeadersInit): Promise<unknown> => {
    const sent = { 'accept-language': 'de', ...headers };
    const response = await visitor.fetch('/graphql', { method: 'POST', body, headers: sent });
    return { status: response.status, ...((await response.json()) as object) };
  };
  const json = { 'content-type': 'application/json' };
  expect(await send('{ "query"', json)).toMatchObject({
    status: 400,
    code: 'BAD_USER_INPUT',
    message: 'Diese Anfrage ist nicht zu verstehen.',
  });
  expect(await send(JSON.stringify({ query: 'x'.repeat(300_000) }), json)).toMatchObject({
    status: 413,
    code: 'PAYLOAD_TOO_LARGE',
    message: 'Das ist mehr, als auf einmal geschickt werden kann. Kürz es.',
  });
});
