import { afterAll, beforeAll, expect, test } from 'vitest';
import { Retention } from '../../apps/api/src/platform/jobs/retention.ts';
import { SeatClock } from '../../apps/api/src/events/rsvps/seat-clock.service.ts';
import type { Client } from '../support/client.ts';
import { claim, found, joins, key, photo, wall } from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';

// What is only kept for a while, and what the clock gives to the next in the queue.
let world: World;
let ana: Client;
let ben: Client;
let groupId: string;
const count = async (table: string): Promise<number> =>
  (await world.database.reads.query<{ n: number }[]>(`SELECT count(*)::int AS n FROM ${table}`))[0]!.n;
const respond = 'mutation ($input: RespondInput!) { respond(input: $input) { __typename } }';

beforeAll(async () => {
  world = await startWorld();
  ana = await claim(world);
  groupId = await found(ana);
  ben = await joins(world, ana, { groupId, name: 'Ben' });
});
afterAll(() => world.stop());

async function event(): Promise<string> {
  const { id } = await ana.get<{ id: string }>(
    'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }',
    {
      input: {
        groupId,
        fields: {
          title: 'Evening',
          startLocal: wall(10, 19),
          endLocal: wall(10, 22),
          zone: 'Europe/Brussels',
          visibility: 'PUBLIC',
          capacity: 1,
        },
      },
    },
  );
  return id;
}
const answer = (of: string): Promise<{ status: string }> =>
  ben
    .get<{ myRsvp: { status: string } }>('query ($id: ID!) { event(id: $id) { myRsvp { status } } }', { id: of })
    .then(({ myRsvp }) => myRsvp);

test('places kept for an address that never confirms go, after half an hour, to who waits', async () => {
  const id = await event();
  const guest = { eventId: id, name: 'Vera', email: 'vera@example.org', answer: 'GOING', companions: 0 };
  await world
    .visitor()
    .get('mutation ($input: RespondAsGuestInput!) { respondAsGuest(input: $input) { __typename } }', { input: guest });
  await ben.get(respond, { input: { eventId: id, answer: 'GOING', idempotencyKey: key() } });
  const clock = world.app.get(SeatClock);
  await clock.lapseDue();
  expect(await answer(id)).toEqual({ status: 'WAITLISTED' });
  await world.clockPasses('31 minutes');
  await clock.lapseDue();
  expect(await answer(id)).toEqual({ status: 'GOING' });
  await world.settle();
  expect((await world.mailTo('ben@example.org')).subject).toContain('A place for you');
  await world.clockPasses('0 minutes');
});

/** An event with a question, a guest and a member who answered, and somebody invited who did not. */
async function asks(): Promise<string> {
  const { id, rules } = await ana.get<{ id: string; rules: { questions: { id: string }[] } }>(
    'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id rules { questions { id } } } }',
    {
      input: {
        groupId,
        fields: {
          title: 'Party',
          startLocal: wall(11, 19),
          endLocal: wall(11, 22),
          zone: 'Europe/Brussels',
          visibility: 'PUBLIC',
          rules: { questions: [{ kind: 'TEXT', words: 'What do you bring?' }] },
        },
      },
    },
  );
  const answers = [{ questionId: rules.questions[0]!.id, said: ['Soup'] }];
  const said = { eventId: id, answer: 'GOING', note: 'See you', answers };
  await ben.get(respond, { input: { ...said, idempotencyKey: key() } });
  const guest = { ...said, name: 'Wim', email: 'wim@example.org', companions: 2, companionNames: ['Zoe', 'Yan'] };
  const visitor = world.visitor();
  await visitor.get('mutation ($input: RespondAsGuestInput!) { respondAsGuest(input: $input) { held } }', {
    input: guest,
  });
  const { links } = await world.mailTo('wim@example.org');
  await visitor.fetch(new URL(links[0]!).pathname, { method: 'POST', body: new URLSearchParams() });
  await ana.get('mutation ($input: InvitePeopleInput!) { invitePeople(input: $input) }', {
    input: { eventId: id, addresses: ['udo@example.org'] },
  });
  return id;
}

test('what has had its time is let go of, and nothing else', async () => {
  const upload = await ben.upload('/files', { name: 'r.jpg', bytes: await photo() }, { groupId });
  const { id: fileId } = (await upload.json()) as { id: string };
  await ana.get('mutation ($input: CreateInviteLinkInput!) { createInviteLink(input: $input) { url } }', {
    input: { groupId, maxUses: 5, days: 7 },
  });
  await ana.get('mutation { createCalendarFeed(label: "phone") { url } }');
  const party = await asks();
  const retention = world.app.get(Retention);
  const before = await retention.sweep();
  expect(Object.values(before).every((n) => n === 0)).toBe(true);
  expect((await ben.fetch(`/files/${fileId}`)).status).toBe(200);

  await world.settle();
  await world.clockPasses('100 days');
  // The jobs go on meanwhile, and may write a mail of their own.
  const mails = `mail WHERE created_at < '${new Date().toISOString()}'`;
  const gone = await retention.sweep();
  // Who came in by a door, who was removed, what was handed back and bills between people, who was paid where are other stories': check-in, removals, deadlines, bills, paying.
  const untouched = Object.keys(gone).filter((what) => gone[what] === 0);
  expect(new Set(untouched)).toEqual(
    new Set([
      'counters of limits',
      'bars of those who were removed',
      'who came to events of more than a year ago',
      'what was handed back',
      'accounts that expenses were paid to',
      'accounts that people and vendors are paid to',
      'accounts to settle bills with',
      'addresses of those who share bills without an account',
      'addresses of those who gave without an account',
    ]),
  );
  for (const table of ['file', 'idempotency', mails, 'sign_in', 'session', 'invitation', 'rsvp_pending'])
    expect([table, await count(table)]).toEqual([table, 0]);
  // Of a guest remains that somebody came with two others; of a member's answer, that they came.
  expect(
    await world.database.reads.query(
      'SELECT p.name, a.email, r.seats, r.note, r.companion_names FROM rsvp r JOIN person p ON p.id = r.person_id LEFT JOIN address a ON a.person_id = p.id WHERE r.event_id = $1 ORDER BY r.seats DESC',
      [party],
    ),
  ).toEqual([
    { name: '–', email: null, seats: 3, note: '', companion_names: [] },
    { name: 'Ben', email: 'ben@example.org', seats: 1, note: '', companion_names: [] },
  ]);
  expect(await count('answer')).toBe(0);
  // A feed's address is good until somebody revokes it.
  expect(await count('link')).toBe(1);
  await world.clockPasses('0 minutes');
  expect((await ben.fetch(`/files/${fileId}`)).status).toBe(404);
});

test('they run by the clock', async () => {
  const scheduled = await world.database.reads.query<{ name: string }[]>(
    'SELECT name FROM jobs.schedule ORDER BY name',
  );
  expect(scheduled.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['polls.due', 'reminders', 'retention', 'seats.lapse']),
  );
});
