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

  const item = (minor: string, currency = 'EUR', more: object = {}): object => ({
    what: 'x',
    spentOn: '2026-01-02',
    amount: { minor, currency },
    ...more,
  });
  test.each([
    ['1.234,56 EUR', [item('1.234,56')], 'items.0.amount', /whole number of the smallest unit/],
    ['12.50 EUR, second', [item('900'), item('12.50')], 'items.1.amount', /such as "38550" for 385.50/],
    ['more than a book holds', [item('9'.repeat(19))], 'items.0.amount', /more than a book can hold/],
    ['USD without its worth', [item('1000', 'USD')], 'worth', /kept in EUR. Say also what it is in EUR/],
    ['KWD without its worth', [item('1250', 'KWD')], 'worth', /kept in EUR/],
    ['no currency', [item('1000', 'XXL')], 'items.0.amount', /"XXL" is no currency we know/],
    ['two currencies', [item('1000'), item('1000', 'USD')], 'items.1.amount', /in one currency/],
    ['less than nothing', [item('-5')], 'items.0.amount', /more than nothing/],
    ['nothing, third', [item('1000'), item('200'), item('0')], 'items.2.amount', /more than nothing/],
    [
      'no day, second',
      [item('1000'), item('200', 'EUR', { spentOn: '2026-02-30' })],
      'items.1.spentOn',
      /day is missing/,
    ],
    ['no words, second', [item('1000'), item('200', 'EUR', { what: ' ' })], 'items.1.what', /What it was is missing/],
    [
      'another category, second',
      [item('1000'), item('200', 'EUR', { category: 'no-such' })],
      'items.1.category',
      /categories of the group/,
    ],
    ['nothing at all', [], 'items', /1 to 100 items/],
  ])('of %s is refused by the name of its field', async (_, items, field, words) => {
    const refusal = await cleo.refusalOf(submit, input({ receipts: [await receipt(cleo)], items }));
    expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT', field });
    expect(refusal?.message).toMatch(words);
    expect(await count('expense')).toBe(0);
  });

  test('with a receipt that belongs to another is refused by the name of its field', async () => {
    for (const receipts of [[await receipt(ana)], ['nothing']])
      expect(await cleo.refusalOf(submit, input({ receipts }))).toMatchObject({
        code: 'BAD_USER_INPUT',
        field: 'receipts',
        message: expect.stringContaining('Add it again.') as string,
      });
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

describe('a payment of an expense', () => {
  const say = async (query: string, variables: object): Promise<unknown> => ben.refusalOf(query, variables);
  let id: string;

  beforeAll(async () => {
    const bytes = await photo();
    const file = (await (await cleo.upload('/files', { name: 'r.jpg', bytes }, { groupId })).json()) as { id: string };
    const made = await cleo.get<{ id: string }>(
      'mutation ($input: SubmitExpenseInput!) { submitExpense(input: $input) { ... on Expense { id } } }',
      {
        input: {
          groupId,
          title: 'Wire',
          category: 'equipment',
          items: [{ what: 'Wire', spentOn: '2026-01-02', amount: { minor: '1000', currency: 'EUR' } }],
          receipts: [file.id],
          idempotencyKey: key(),
        },
      },
    );
    ({ id } = made);
    await ana.get('mutation ($id: ID!) { approveExpense(id: $id, revision: 1) { __typename } }', { id });
  });

  test('is in the currency of the fund, more than nothing and no more than is owed', async () => {
    const pay = 'mutation ($id: ID!, $input: PayExpenseInput) { payExpense(id: $id, input: $input) { __typename } }';
    const euros = (minor: string, currency = 'EUR'): object => ({ minor, currency });
    for (const [input, field, words] of [
      [{ amount: euros('1001') }, 'amount', /No more is owed/],
      [{ amount: euros('0') }, 'amount', /more than nothing/],
      [{ amount: euros('-1') }, 'amount', /more than nothing/],
      [{ amount: euros('100', 'USD') }, 'amount', /booked in EUR/],
      [{ cost: euros('100', 'KWD') }, 'cost', /booked in EUR/],
      [{ fee: euros('10', 'USD') }, 'fee', /booked in EUR/],
      [{ fee: euros('-1') }, 'fee', /more than nothing/],
      [{ day: '2099-01-01' }, 'day', /not come yet/],
      [{ day: '31.01.2026' }, 'day', /day is missing/],
      [{ holdingId: groupId }, 'holdingId', /kept in EUR/],
    ] as const)
      expect(await say(pay, { id, input: { ...input, idempotencyKey: key() } })).toMatchObject({
        code: 'BAD_USER_INPUT',
        field,
        message: expect.stringMatching(words) as string,
      });
    expect(await count('expense_payment')).toBe(0);
    expect(await ben.get(pay, { id, input: { amount: euros('400'), idempotencyKey: key() } })).toEqual({
      __typename: 'Expense',
    });
  });

  test('comes back no further than it went', async () => {
    const { payments } = await ben.get<{ payments: { id: string }[] }>(
      'query ($id: ID!) { expense(id: $id) { payments { id } } }',
      { id },
    );
    const back = 'mutation ($input: ReturnPaymentInput!) { returnPayment(input: $input) { __typename } }';
    for (const [more, field, words] of [
      [{ amount: { minor: '401', currency: 'EUR' } }, 'amount', /No more can come back than was paid/],
      [{ amount: { minor: '0', currency: 'EUR' } }, 'amount', /more than nothing/],
      [{ amount: { minor: '100', currency: 'USD' } }, 'amount', /booked in EUR/],
      [{ reason: ' ' }, 'reason', /Say what happened/],
    ] as const) {
      const input = { expenseId: id, paymentId: payments[0]!.id, reason: 'Wrong number', ...more };
      expect(await say(back, { input })).toMatchObject({
        code: 'BAD_USER_INPUT',
        field,
        message: expect.stringMatching(words) as string,
      });
    }
  });
});

describe('money that came', () => {
  const record = 'mutation ($input: RecordContributionInput!) { recordContribution(input: $input) }';
  const gift = (minor: string, currency: string, more: object = {}): object => ({
    input: { groupId, amount: { minor, currency }, receivedOn: '2026-01-02', idempotencyKey: key(), ...more },
  });
  test.each([
    ['of 1.234,56', '1.234,56', 'EUR', {}, 'amount', /whole number of the smallest unit/],
    ['of nothing', '0', 'EUR', {}, 'amount', /more than nothing/],
    ['less than nothing', '-5', 'EUR', {}, 'amount', /more than nothing/],
    ['in a currency without a fund', '100', 'KWD', {}, 'amount', /kept in EUR, so the amount must be in EUR/],
    ['in no currency', '100', 'eur', {}, 'amount', /"eur" is no currency we know/],
    ['on a day that is none', '100', 'EUR', { receivedOn: '31.01.2026' }, 'receivedOn', /day it arrived is missing/],
    ['on a day to come', '100', 'EUR', { receivedOn: '2099-01-01' }, 'receivedOn', /not come yet/],
  ])('%s is refused by the name of its field', async (_, minor, currency, more, field, words) => {
    const before = await count('ledger_entry');
    const refusal = await ben.refusalOf(record, gift(minor, currency, more));
    expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT', field });
    expect(refusal?.message).toMatch(words);
    expect(await count('ledger_entry')).toBe(before);
  });

  test('goes back no further than it came', async () => {
    await ben.get(record, gift('2000', 'EUR', { giver: 'Town' }));
    const { nodes } = await ben.get<{ nodes: { id: string; giver: string }[] }>(
      '{ contributions(handle: "riverside", filter: RECEIVED, first: 9) { nodes { id giver } } }',
    );
    const id = nodes.find(({ giver }) => giver === 'Town')!.id;
    const refund = 'mutation ($input: RefundContributionInput!) { refundContribution(input: $input) { state } }';
    for (const [amount, field, words] of [
      [{ minor: '2001', currency: 'EUR' }, 'amount', 'No more can go back than came and is still here: €20.00.'],
      [{ minor: '0', currency: 'EUR' }, 'amount', 'The amount must be more than nothing.'],
      [{ minor: '100', currency: 'KWD' }, 'amount', 'The fund is kept in EUR, so the amount must be in EUR.'],
    ] as const)
      expect(
        await ben.refusalOf(refund, { input: { id, amount, reason: 'Too much', idempotencyKey: key() } }),
      ).toMatchObject({ code: 'BAD_USER_INPUT', field, message: words });
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
  const amount = { minor: '12,50', currency: 'EUR' };
  expect(
    await ask(
      'mutation ($input: RecordContributionInput!) { recordContribution(input: $input) }',
      { groupId, amount, receivedOn: '2026-01-02', idempotencyKey: key() },
      ben,
    ),
  ).toMatchObject({
    errors: [
      {
        message:
          'Ein Betrag wird als ganze Zahl der kleinsten Einheit seiner Währung geschickt, zum Beispiel „38550“ für 385,50.',
        extensions: { code: 'BAD_USER_INPUT', field: 'amount' },
      },
    ],
  });
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
