import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HappeningHandlers } from '../../apps/api/src/platform/outbox/outbox.ts';
import type { Client } from '../support/client.ts';
import { webDocument } from '../support/documents.ts';
import { claim, found, idOf, joins, key, wall } from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';

// Answers to events as people give them and hosts deal with them, and who sees what of it.
let world: World;
let ana: Client;
let ben: Client;
let cleo: Client;
let groupId: string;

beforeAll(async () => {
  world = await startWorld();
  ana = await claim(world);
  groupId = await found(ana);
  ben = await joins(world, ana, { groupId, name: 'Ben' });
  cleo = await joins(world, ana, { groupId, name: 'Cleo' });
});
afterAll(() => world.stop());

interface Made {
  id: string;
  linkKey: string | null;
  version: number;
  rules: { questions: { id: string }[] };
}
const plan = (change: object, by = ana, group = groupId): Promise<Made> =>
  by.get(
    'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id linkKey version rules { questions { id } } } }',
    {
      input: {
        groupId: group,
        fields: {
          title: 'Evening',
          startLocal: wall(10, 19),
          endLocal: wall(10, 22),
          zone: 'Europe/Brussels',
          visibility: 'PUBLIC',
          ...change,
        },
      },
    },
  );
const respondDocument =
  'mutation ($input: RespondInput!) { respond(input: $input) { __typename ... on Event { seatsHeld myRsvp { status seats position companionNames note } } ... on RsvpRefused { reason nextStep } } }';
const answers = (by: Client, eventId: string, answer: string, more: object = {}) =>
  by.get<{
    __typename: string;
    reason?: string;
    myRsvp: { status: string; position: number | null; note: string } | null;
  }>(respondDocument, { input: { eventId, answer, idempotencyKey: key(), ...more } });
const undo = (by: Client, eventId: string, orWait = false) =>
  by.get(
    'mutation ($id: ID!, $orWait: Boolean) { undoAnswer(eventId: $id, orWait: $orWait) { __typename ... on Event { myRsvp { status seats position note } } ... on RsvpRefused { code nextStep } } }',
    { id: eventId, orWait },
  );
const mine = (by: Client, eventId: string) =>
  by.get<{ myRsvp: { id: string; status: string } | null; outlook: object }>(
    'query ($id: ID!) { event(id: $id) { myRsvp { id status } outlook { allowed reason nextStep } } }',
    { id: eventId },
  );
const desk = (statuses: string[], eventId: string, by = ana) =>
  by.get<{ nodes: { id: string; name: string; note: string; answers: { said: string[] }[] }[] }>(
    'query ($id: ID!, $statuses: [RsvpStatus!]!) { eventAnswers(eventId: $id, statuses: $statuses) { nodes { id name note companionNames answers { said } } } }',
    { id: eventId, statuses },
  );
const pathOf = async (email: string, part: string): Promise<string> =>
  new URL((await world.mailTo(email)).links.find((link) => link.includes(part))!).pathname;
const post = (by: Client, path: string, body: Record<string, string>) =>
  by.fetch(path, { method: 'POST', body: new URLSearchParams(body) });

test('undo puts back exactly what was: no answer, the place in the queue, and seats only while they are free', async () => {
  const { id } = await plan({ capacity: 1 });
  await answers(ana, id, 'GOING');
  expect(await undo(ana, id)).toEqual({ __typename: 'Event', myRsvp: null });
  await answers(ana, id, 'GOING');
  await answers(ben, id, 'GOING');
  await answers(cleo, id, 'GOING');
  await answers(ben, id, 'NO');
  expect(await undo(ben, id)).toMatchObject({ myRsvp: { status: 'WAITLISTED', position: 1 } });
  await answers(ana, id, 'NO');
  expect(await mine(ben, id)).toMatchObject({ myRsvp: { status: 'GOING' } });
  expect(await undo(ana, id)).toEqual({ __typename: 'RsvpRefused', code: 'taken', nextStep: 'JOIN_WAITLIST' });
  expect(await mine(ana, id)).toMatchObject({ myRsvp: { status: 'NO' } });
});

test('whoever gave up a place that is taken by now waits for one with the party and the words of before', async () => {
  const { id } = await plan({ capacity: 2, companionsMax: 1 });
  await answers(ana, id, 'GOING', { companions: 1, note: 'By bike' });
  await answers(ben, id, 'GOING');
  await answers(ana, id, 'NO');
  const waits = { status: 'WAITLISTED', seats: 2, position: 1, note: 'By bike' };
  expect(await undo(ana, id, true)).toMatchObject({ myRsvp: waits });
  await answers(ben, id, 'NO');
  expect(await mine(ana, id)).toMatchObject({ myRsvp: { status: 'GOING' } });
  // Free again: then it is the place itself that is put back. Where full is full nobody is promised a waitlist.
  await answers(ana, id, 'NO');
  expect(await undo(ana, id, true)).toMatchObject({ myRsvp: { status: 'GOING', seats: 2 } });
  const off = await plan({ capacity: 1, rules: { waitlist: 'OFF' } });
  await answers(ana, off.id, 'GOING');
  await answers(ana, off.id, 'NO');
  await answers(ben, off.id, 'GOING');
  expect(await undo(ana, off.id, true)).toEqual({ __typename: 'RsvpRefused', code: 'full', nextStep: null });
});

test('every change of an answer is announced, also among many at once; the same answer again is not', async () => {
  const { id } = await plan({ capacity: 2 });
  const heard: unknown[] = [];
  world.app.get(HappeningHandlers).on('RsvpAnswered', async (_, { payload }) => {
    if (payload['eventId'] === id) heard.push(payload['personId']);
  });
  const turns = async (by: Client): Promise<void> => {
    for (const answer of ['GOING', 'NO', 'NO', 'MAYBE', 'GOING', 'NO']) await answers(by, id, answer);
  };
  await Promise.all([ana, ben, cleo].map(turns));
  await world.settle();
  expect(heard).toHaveLength(3 * 5);
});

test('hosts ask, and an answer that is missing or unknown is refused at its question, in words', async () => {
  const { id, rules } = await plan({
    companionsMax: 1,
    rules: {
      questions: [
        { kind: 'CHOICE', words: 'What do you eat?', choices: ['All', 'Vegan'], required: true },
        { kind: 'NUMBER', words: 'How many chairs?', readers: 'ATTENDEES' },
      ],
    },
  });
  const [diet, chairs] = rules.questions.map((one) => one.id);
  const refusal = (more: object) =>
    ben.refusalOf(respondDocument, { input: { eventId: id, answer: 'GOING', idempotencyKey: key(), ...more } });
  expect(await refusal({})).toMatchObject({ code: 'BAD_USER_INPUT', field: `answers.${diet}` });
  expect(await refusal({ answers: [{ questionId: diet, said: ['Meat'] }] })).toMatchObject({
    field: `answers.${diet}`,
    message: expect.stringMatching(/offered/) as string,
  });
  expect(await refusal({ companions: 2, answers: [{ questionId: diet, said: ['All'] }] })).toMatchObject({
    field: 'companions',
  });
  const given = [
    { questionId: diet, said: ['Vegan'] },
    { questionId: chairs, said: ['3'] },
  ];
  await answers(ben, id, 'GOING', { answers: given, companions: 1, companionNames: ['Zoe'], note: '=HYPERLINK("x")' });
  expect((await desk(['GOING'], id)).nodes).toMatchObject([
    { name: 'Ben', companionNames: ['Zoe'], answers: [{ said: ['Vegan'] }, { said: ['3'] }] },
  ]);
  expect(
    await cleo.refusalOf('query ($id: ID!) { eventAnswers(eventId: $id, statuses: [GOING]) { nodes { id } } }', { id }),
  ).toMatchObject({ code: 'FORBIDDEN' });
  await answers(cleo, id, 'GOING', { answers: given.slice(0, 1), hidden: true });
  const seen = await ben.get<{ attendees: object[]; hiddenAttendees: number }>(
    'query ($id: ID!) { event(id: $id) { hiddenAttendees attendees { name said { said } } } }',
    { id },
  );
  expect(seen).toEqual({ hiddenAttendees: 1, attendees: [{ name: 'Ben', said: [{ said: ['3'] }] }] });
  const csv = await (await ana.fetch(`/e/${id}/answers.csv`)).text();
  expect(csv).toContain(`Ben,going,2,Zoe,,"'=HYPERLINK(""x"")"`);
  expect(csv).not.toContain('@example.org');
  expect((await cleo.fetch(`/e/${id}/answers.csv`)).status).toBe(403);
});

test('where hosts decide, who asks holds no place until they say yes, and a no comes with its reason', async () => {
  const { id } = await plan({ capacity: 1, rules: { joinMode: 'APPROVAL' } });
  expect(await mine(ben, id)).toMatchObject({ outlook: { allowed: true, nextStep: 'REQUEST' } });
  for (const person of [ben, cleo])
    expect((await answers(person, id, 'GOING')).myRsvp).toMatchObject({ status: 'REQUESTED' });
  expect((await world.mailTo('ana@example.org')).subject).toMatch(/asks to come/);
  const [first, second] = (await desk(['REQUESTED'], id)).nodes;
  await ana.get('mutation ($id: ID!) { approveRsvp(rsvpId: $id) { id } }', { id: first!.id });
  expect((await world.mailTo('ben@example.org')).subject).toMatch(/You're going/);
  expect(
    await ana.refusalOf('mutation ($id: ID!) { declineRsvp(rsvpId: $id, reason: " ") { id } }', { id: second!.id }),
  ).toMatchObject({ field: 'reason' });
  await ana.get('mutation ($id: ID!) { declineRsvp(rsvpId: $id, reason: "Only eight chairs") { id } }', {
    id: second!.id,
  });
  expect((await world.mailTo('cleo@example.org')).text).toContain('Only eight chairs');
  expect(await answers(cleo, id, 'GOING')).toMatchObject({ __typename: 'RsvpRefused', reason: 'REMOVED' });
});

test('hosts seat somebody over the limit only on purpose, and the log keeps it', async () => {
  const { id } = await plan({ capacity: 1 });
  await answers(ana, id, 'GOING');
  await answers(ben, id, 'GOING');
  const [waiting] = (await desk(['WAITLISTED'], id)).nodes;
  const seat = (overbook: boolean) =>
    `mutation { seatRsvp(rsvpId: "${waiting!.id}", overbook: ${overbook}) { seatsHeld desk { overbook } } }`;
  expect(await ana.refusalOf(seat(false))).toMatchObject({ code: 'CONFLICT' });
  expect(await cleo.refusalOf(seat(true))).toMatchObject({ code: 'FORBIDDEN' });
  expect(await ana.get(seat(true))).toEqual({ seatsHeld: 2, desk: { overbook: 1 } });
  const log = await world.database.reads.query(`SELECT 1 FROM log_entry WHERE type = 'rsvp.overbooked'`);
  expect(log).toHaveLength(1);
});

test('an event for the invited is there for them alone; an address answers from its mail without an account', async () => {
  const { id } = await plan({
    visibility: 'INVITED',
    placeName: 'Attic',
    placeAddress: 'Secret street 1',
    locationShown: 'ATTENDEES',
    rules: {},
  });
  const sees = (by: Client) => by.get('query ($id: ID!) { event(id: $id) { title } }', { id });
  expect([await sees(ben), await sees(world.visitor())]).toEqual([null, null]);
  const invite = 'mutation ($input: InvitePeopleInput!) { invitePeople(input: $input) }';
  const input = { eventId: id, personIds: [await idOf(ben)], addresses: ['Vera@Example.org', 'cleo@example.org'] };
  expect(await ana.get(invite, { input })).toBe(3);
  expect(await ana.get(invite, { input })).toBe(0);
  expect(await sees(ben)).toEqual({ title: 'Evening' });
  expect(await sees(cleo)).toEqual({ title: 'Evening' });
  expect((await desk(['INVITED'], id)).nodes.map(({ name }) => name)).toEqual(['Ben']);
  const vera = world.visitor();
  const path = await pathOf('vera@example.org', '/l/invited/');
  const page = await (await vera.fetch(path)).text();
  expect(page).toContain('Evening');
  expect(page).not.toContain('Secret street');
  const done = await post(vera, path, { name: 'Vera', answer: 'going' });
  expect(done.status).toBe(303);
  expect(await (await vera.fetch(done.headers.get('location')!)).text()).toContain('Secret street 1');
  expect((await vera.fetch(path)).status).toBe(410);
});

test('an unlisted event opens by its address and stands in no list', async () => {
  const { id, linkKey } = await plan({ visibility: 'UNLISTED', title: 'Hush' });
  const visitor = world.visitor();
  const read = (ref: string, by = visitor) =>
    by.get('query ($id: ID!) { event(id: $id) { title can { respondAsGuest } } }', { id: ref });
  expect(await read(id)).toBeNull();
  expect(await read(`${id}.${'x'.repeat(24)}`)).toBeNull();
  expect(await read(`${id}.${linkKey}`)).toEqual({ title: 'Hush', can: { respondAsGuest: true } });
  for (const by of [visitor, cleo]) {
    const page = await by.ask(webDocument('Event'), { id: `${id}.${linkKey}` });
    expect([page.errors, page.data?.['event']]).toMatchObject([undefined, { title: 'Hush' }]);
  }
  expect((await answers(ben, `${id}.${linkKey}`, 'GOING')).myRsvp).toMatchObject({ status: 'GOING' });
  for (const by of [visitor, cleo])
    for (const query of [
      '{ groupEvents(handle: "riverside", from: "2020-01-01T00:00:00Z", to: "2040-01-01T00:00:00Z", first: 100) { nodes { title } } }',
      '{ comingEvents(first: 100) { nodes { title } } }',
    ])
      expect(JSON.stringify(await by.get(query))).not.toContain('Hush');
  expect(await (await visitor.fetch('/g/riverside/events.ics')).text()).not.toContain('Hush');
  const html = await visitor.fetch(`/e/${id}.${linkKey}`);
  expect([html.status, html.headers.get('x-robots-tag')]).toEqual([200, 'noindex']);
});

test('a guest changes and cancels from the mail; reading it changes nothing', async () => {
  const { id } = await plan({ capacity: 3, companionsMax: 2 });
  const vera = world.visitor();
  await vera.get('mutation ($input: RespondAsGuestInput!) { respondAsGuest(input: $input) { held } }', {
    input: { eventId: id, answer: 'GOING', companions: 2, name: 'Vera', email: 'vera@example.org' },
  });
  await answers(ben, id, 'GOING', { companions: 1 });
  const confirmed = await post(vera, await pathOf('vera@example.org', '/l/rsvp/'), {});
  const path = confirmed.headers.get('location')!;
  for (let n = 0; n < 2; n += 1) expect(await (await vera.fetch(path)).text()).toContain('3 places');
  const tooMany = await post(vera, path, { answer: 'going', companions: '7', note: '' });
  expect([tooMany.status, /At most|at most/.test(await tooMany.text())]).toEqual([400, true]);
  expect(await (await post(vera, path, { answer: 'going', companions: '1', note: 'Late' })).text()).toContain(
    '2 places',
  );
  expect((await desk(['GOING'], id)).nodes).toMatchObject([{ name: 'Vera', note: 'Late' }]);
  await post(vera, path, { answer: 'no' });
  expect(await mine(ben, id)).toMatchObject({ myRsvp: { status: 'GOING' } });
  const taken = await (await post(vera, path, { act: 'undo' })).text();
  expect(taken).toContain('Your place has gone to somebody else meanwhile; the waitlist is open to you.');
  expect(taken).toContain('Join the waitlist');
  expect(await (await post(vera, path, { act: 'undo', wait: 'yes' })).text()).toContain('You are 1st in line.');
});

describe('what is refused, in words at the field', () => {
  test.each([
    ['a deadline after the start', { rules: { closesLocal: wall(11, 10) } }, 'closesLocal'],
    ['an opening after the deadline', { rules: { opensLocal: wall(9, 10), closesLocal: wall(8, 10) } }, 'opensLocal'],
    ['no address where people answer elsewhere', { rules: { joinMode: 'EXTERNAL' } }, 'externalUrl'],
    [
      'a choice of one',
      { rules: { questions: [{ kind: 'CHOICE', words: 'Which?', choices: ['One'] }] } },
      'questions.0',
    ],
  ])('%s', async (_, fields, field) => {
    await expect(plan(fields)).rejects.toThrow(/BAD_USER_INPUT/);
    const input = {
      groupId,
      fields: {
        title: 'X',
        startLocal: wall(10, 19),
        endLocal: wall(10, 22),
        zone: 'UTC',
        visibility: 'PUBLIC',
        ...fields,
      },
    };
    expect(
      await ana.refusalOf('mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }', { input }),
    ).toMatchObject({ field });
  });
});

// Canaries: what is hidden from a role comes out at no door.
test('street, door code, online link, names and addresses reach only whom the event says', async () => {
  const { id } = await plan({
    placeName: 'Weir House',
    placeAddress: 'CANARYSTREET 5',
    placeNote: 'CANARYCODE 4711',
    onlineUrl: 'https://meet.example.org/CANARYLINK',
    kind: 'HYBRID',
    locationShown: 'ATTENDEES',
    attendeesShown: 'ATTENDEES',
    rules: { showCount: false },
  });
  const guest = world.visitor();
  await guest.get('mutation ($input: RespondAsGuestInput!) { respondAsGuest(input: $input) { held } }', {
    input: { eventId: id, answer: 'GOING', name: 'CANARYNAME', email: 'canary@example.org' },
  });
  const first = (await world.mailTo('canary@example.org')).text;
  await post(guest, await pathOf('canary@example.org', '/l/rsvp/'), {});
  await answers(ben, id, 'GOING');
  const everything =
    'query ($id: ID!) { event(id: $id) { title placeName placeAddress placeNote onlineUrl seatsHeld placesLeft waiting maybes attendees { name } } }';
  const leaks = async (by: Client): Promise<string[]> => {
    const { url } =
      by === ana || by === ben || by === cleo
        ? await by.get<{ url: string }>('mutation { createCalendarFeed(label: "canary") { url } }')
        : { url: '' };
    const doors = [
      '/e/' + id,
      `/e/${id}.ics`,
      '/g/riverside/events.ics',
      '/g/riverside',
      ...(url ? [new URL(url).pathname] : []),
    ];
    const names = 'query ($id: ID!) { eventAttendees(id: $id) { nodes { name } } }';
    const texts = [JSON.stringify(await by.ask(everything, { id })), JSON.stringify(await by.ask(names, { id }))];
    for (const door of doors) texts.push(await (await by.fetch(door)).text());
    return [
      ...new Set(
        texts
          .join('\n')
          .replaceAll('\r\n ', '')
          .match(/CANARY(?:STREET|CODE|LINK|NAME)|canary@example/g) ?? [],
      ),
    ].toSorted();
  };
  expect(await leaks(world.visitor())).toEqual([]);
  expect(await leaks(cleo)).toEqual([]);
  expect(await leaks(ben)).toEqual(['CANARYCODE', 'CANARYLINK', 'CANARYNAME', 'CANARYSTREET']);
  expect(await leaks(ana)).toEqual(['CANARYCODE', 'CANARYLINK', 'CANARYNAME', 'CANARYSTREET']);
  expect(await cleo.get('query ($id: ID!) { event(id: $id) { seatsHeld maybes } }', { id })).toEqual({
    seatsHeld: null,
    maybes: null,
  });
  expect(first).not.toContain('CANARYSTREET');
  expect((await world.mailTo('canary@example.org')).text).toContain('CANARYSTREET 5');
});

test('everybody who comes can be read, a page after the other, each once; names that are not shown are on no page', async () => {
  const { id } = await plan({});
  const add = 'mutation ($input: AddAttendeeInput!) { addAttendee(input: $input) { id } }';
  const names = ['One', 'Two', 'Three', 'Four', 'Five'];
  for (const name of names) await ana.get(add, { input: { eventId: id, name, idempotencyKey: key() } });
  const read = async (by: Client): Promise<string[]> => {
    const seen: string[] = [];
    for (let after: string | null = null; ;) {
      const page: { nodes: { name: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } =
        await by.get(
          'query ($id: ID!, $after: String) { eventAttendees(id: $id, first: 2, after: $after) { nodes { name } pageInfo { hasNextPage endCursor } } }',
          { id, after },
        );
      seen.push(...page.nodes.map(({ name }) => name));
      if (!page.pageInfo.hasNextPage) return seen;
      after = page.pageInfo.endCursor;
    }
  };
  expect((await read(ben)).toSorted()).toEqual(names.toSorted());
  expect(await read(world.visitor())).toEqual([]);
});
