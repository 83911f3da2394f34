import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ReminderClock } from '../../apps/api/src/events/reminders/reminder-clock.service.ts';
import type { Client } from '../support/client.ts';
import { engines, startWorldOn } from '../support/engines.ts';
import { claim, found, idOf, joins, key } from '../support/people.ts';
import type { World } from '../support/world.ts';

// Who sees what of an event (events.md 13): each role looks through each outlet at events of each visibility, and finds what the table below says,
// nothing more and nothing less. A canary stands for each thing: `title-0`, `street-0`, `link-0` of the first event, and a name of somebody who comes.
const kinds = [
  { visibility: 'PUBLIC', shown: 'ATTENDEES', names: 'ATTENDEES' },
  { visibility: 'UNLISTED', shown: 'ATTENDEES', names: 'ATTENDEES' },
  { visibility: 'GROUP', shown: 'ATTENDEES', names: 'MEMBERS' },
  { visibility: 'INVITED', shown: 'ATTENDEES', names: 'ATTENDEES' },
  { visibility: 'PUBLIC', shown: 'EVERYONE', names: 'PUBLIC' },
  { visibility: 'PUBLIC', shown: 'HOSTS', names: 'HOSTS' },
] as const;
type Kind = (typeof kinds)[number];

/** `holder` has the key of the unlisted event and nothing else; `stranger` is signed in and belongs elsewhere; `asked` said maybe, `goer` comes. */
const roles = ['visitor', 'holder', 'stranger', 'member', 'asked', 'goer', 'cohost', 'author', 'steward'] as const;
type Role = (typeof roles)[number];

const hosts: readonly Role[] = ['cohost', 'author', 'steward'];
const belongs: readonly Role[] = ['member', 'asked', 'goer', 'cohost', 'author', 'steward'];

function sees(role: Role, { visibility }: Kind): boolean {
  if (visibility === 'PUBLIC' || hosts.includes(role) || role === 'goer' || role === 'asked') return true;
  return visibility === 'GROUP' ? belongs.includes(role) : visibility === 'UNLISTED' && role === 'holder';
}
const seesPlace = (role: Role, { shown }: Kind): boolean =>
  shown === 'EVERYONE' || hosts.includes(role) || (shown === 'ATTENDEES' && role === 'goer');
const seesNames = (role: Role, { names }: Kind): boolean =>
  names === 'PUBLIC' ||
  hosts.includes(role) ||
  (names !== 'HOSTS' && role === 'goer') ||
  (names === 'MEMBERS' && belongs.includes(role));

/** What an outlet could show at all. */
type Thing = 'title' | 'street' | 'link' | 'name';
const may = (role: Role, kind: Kind, things: readonly Thing[]): string[] => {
  if (!sees(role, kind)) return [];
  return things.filter((thing) =>
    thing === 'title' ? true : thing === 'name' ? seesNames(role, kind) : seesPlace(role, kind),
  );
};

describe.each(engines)('who sees what, on %s', (engine) => {
  let world: World;
  let people: Record<Role, Client>;
  let ids: string[];
  let refs: string[];
  const feeds = new Map<Role, string>();

  /** What stands in a text of one event, or of the event of this number in a text of many. */
  const foundIn = (text: string, n: number): string[] => {
    const plain = text.replaceAll(/\r\n[ \t]/g, '');
    const marks = { title: `title-${n}`, street: `street-${n}`, link: `link-${n}`, name: 'Namecanary' };
    return Object.entries(marks).flatMap(([thing, mark]) => (plain.includes(mark) ? [thing] : []));
  };
  const textOf = async (by: Client, path: string): Promise<string> => (await by.fetch(path)).text();
  const refFor = (role: Role, n: number): string => (role === 'holder' ? refs[n]! : ids[n]!);

  async function looks(
    things: readonly Thing[],
    by: readonly Role[],
    text: (role: Role, n: number) => Promise<string>,
    allowed: (role: Role, n: number) => string[] = (role, n) => may(role, kinds[n]!, things),
  ): Promise<void> {
    const found: Record<string, string[]> = {};
    const wanted: Record<string, string[]> = {};
    for (const role of by)
      for (const [n, { visibility, shown }] of kinds.entries()) {
        const at = `${role} at ${n} ${visibility} ${shown}`;
        found[at] = foundIn(await text(role, n), n);
        wanted[at] = allowed(role, n);
      }
    expect(found).toEqual(wanted);
  }
  /** The same for texts that hold many events: written once for each role. */
  async function lists(
    things: readonly Thing[],
    by: readonly Role[],
    text: (role: Role) => Promise<string>,
    allowed: (role: Role, n: number) => string[],
  ): Promise<void> {
    const texts = new Map<Role, string>();
    for (const role of by) texts.set(role, await text(role));
    await looks(things, by, async (role) => texts.get(role)!, allowed);
  }

  const fields = (n: number, { visibility, shown, names }: Kind): object => ({
    title: `title-${n}`,
    startLocal: new Date(Date.now() + (50 + n) * 3_600_000).toISOString().slice(0, 19),
    endLocal: new Date(Date.now() + (51 + n) * 3_600_000).toISOString().slice(0, 19),
    zone: 'Etc/UTC',
    kind: 'HYBRID',
    visibility,
    placeName: 'The Weir House',
    placeAddress: `street-${n}`,
    onlineUrl: `https://talk.example.org/link-${n}`,
    locationShown: shown,
    attendeesShown: names,
  });

  beforeAll(async () => {
    world = await startWorldOn(engine);
    const steward = await claim(world);
    const groupId = await found(steward);
    const elsewhere = await found(steward, { handle: 'elsewhere' });
    const joined = async (name: string, group = groupId): Promise<Client> =>
      joins(world, steward, { groupId: group, name });
    people = {
      visitor: world.visitor(),
      holder: world.visitor(),
      stranger: await joined('Sam', elsewhere),
      member: await joined('Mia'),
      asked: await joined('Max'),
      goer: await joined('Namecanary'),
      cohost: await joined('Cleo'),
      author: await joined('Ben'),
      steward,
    };
    ids = [];
    refs = [];
    const { author, cohost, asked, goer } = people;
    const personIds = [await idOf(asked), await idOf(goer)];
    for (const [n, kind] of kinds.entries()) {
      const { id, linkKey } = await author.get<{ id: string; linkKey: string | null }>(
        'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id linkKey } }',
        { input: { groupId, fields: fields(n, kind) } },
      );
      ids.push(id);
      refs.push(linkKey ? `${id}.${linkKey}` : id);
      await author.get('mutation ($input: InvitePeopleInput!) { invitePeople(input: $input) }', {
        input: { eventId: id, personIds },
      });
      await author.get('mutation ($input: InviteHostInput!) { inviteHost(input: $input) }', {
        input: { eventId: id, personId: await idOf(cohost) },
      });
      for (const [who, answer] of [[asked, 'MAYBE'] as const, [goer, 'GOING'] as const])
        await who.get('mutation ($input: RespondInput!) { respond(input: $input) { __typename } }', {
          input: { eventId: id, answer, idempotencyKey: key() },
        });
    }
    for (const { id } of await cohost.get<{ id: string }[]>('{ hostInvitations { id } }'))
      await cohost.get('mutation ($id: ID!) { answerHostInvitation(id: $id, accept: true) }', { id });
    for (const role of roles.filter((one) => one !== 'visitor' && one !== 'holder'))
      feeds.set(
        role,
        new URL((await people[role].get<{ base: string }>('mutation { createCalendarFeed(label: "x") { base } }')).base)
          .pathname,
      );
  });
  afterAll(() => world.stop());

  test('the page', () =>
    looks(['title', 'street', 'link', 'name'], roles, async (role, n) => {
      const query = 'query ($id: ID!) { event(id: $id) { title placeAddress onlineUrl attendees { name } } }';
      return JSON.stringify(await people[role].ask(query, { id: refFor(role, n) }));
    }));

  test('the event as a file', () =>
    looks(['title', 'street', 'link'], roles, (role, n) => textOf(people[role], `/e/${refFor(role, n)}.ics`)));

  test('the head of the served page and its digest: whoever asks, as a visitor with that address reads it', () =>
    looks(
      ['title', 'street', 'link'],
      roles,
      (role, n) => textOf(people[role], `/e/${refFor(role, n)}`),
      (role, n) => may(role === 'holder' ? 'holder' : 'visitor', kinds[n]!, ['title', 'street', 'link']),
    ));

  test('what is coming, and the calendar of the group: titles', async () => {
    const card = '{ nodes { id title placeName locality groupName } }';
    const span = `from: "${new Date().toISOString()}", to: "${new Date(Date.now() + 9e8).toISOString()}"`;
    for (const query of [
      `{ comingEvents(first: 50) ${card} }`,
      `{ groupEvents(handle: "riverside", ${span}) ${card} }`,
      `{ findEvents(filter: {}, first: 50) ${card} }`,
    ])
      await lists(
        ['title'],
        roles,
        async (role) => JSON.stringify(await people[role].get(query)),
        (role, n) =>
          query.includes('findEvents') && kinds[n]!.visibility !== 'PUBLIC'
            ? []
            : query.includes('comingEvents') && role === 'stranger'
              ? []
              : // Without its key an unlisted event is in no list but of those who have to do with it.
                may(role === 'holder' ? 'visitor' : role, kinds[n]!, ['title']),
      );
  });

  test.each([
    ['/g/riverside/events.ics', ['title', 'street', 'link']],
    ['/g/riverside/events.atom', ['title', 'street', 'link']],
    ['/g/riverside/events.json', ['title', 'street', 'link']],
    ['/find.ics', ['title', 'street', 'link']],
    ['/find.atom', ['title', 'street', 'link']],
    ['/find.json', ['title', 'street', 'link']],
    ['/embed/g/riverside?most=20', ['title', 'street']],
    ['/g/riverside', ['title']],
    ['/explore', ['title']],
  ] as const)('%s: what is public, whoever asks', (path, things) =>
    lists(
      things,
      ['visitor', 'goer', 'author'],
      (role) => textOf(people[role], path),
      (_, n) => (kinds[n]!.visibility === 'PUBLIC' ? may('visitor', kinds[n]!, things) : []),
    ),
  );

  test('calendars of their own: of their groups, and of what they go to', async () => {
    const things = ['title', 'street', 'link'] as const;
    const own = [...feeds.keys()];
    /** Their own name in what is theirs tells them nothing. */
    const feedOf = async (role: Role, feed: string): Promise<string> => {
      const text = await textOf(people[role], `${feeds.get(role)!}/${feed}.ics`);
      return role === 'goer' ? text.replaceAll('Namecanary', '') : text;
    };
    const isOfGroup = (role: Role): boolean => belongs.includes(role);
    for (const feed of ['groups', 'g/riverside'])
      await lists(
        things,
        own,
        (role) => feedOf(role, feed),
        (role, n) => (isOfGroup(role) ? may(role, kinds[n]!, things) : []),
      );
    await lists(
      things,
      own,
      (role) => feedOf(role, 'my'),
      (role, n) => (role === 'goer' || role === 'asked' ? may(role, kinds[n]!, things) : []),
    );
  });

  test('mails: reminders and changes, and the calendar that they carry', async () => {
    await world.clockPasses('24 hours');
    await world.app.get(ReminderClock).remindDue();
    await world.clockPasses('32 hours');
    await world.app.get(ReminderClock).remindDue();
    // Before the events move by the seconds that have passed: a reminder of another start is none.
    await world.settle();
    for (const [n, kind] of kinds.entries()) {
      const { version } = await people.author.get<{ version: number }>(
        'query ($id: ID!) { event(id: $id) { version } }',
        { id: ids[n] },
      );
      const moved = { ...fields(n, kind), placeName: 'The Mill' };
      await people.author.get('mutation ($input: UpdateEventInput!) { updateEvent(input: $input) { id } }', {
        input: { id: ids[n], expectedVersion: version, fields: moved },
      });
    }
    await world.database.reads.query(
      `UPDATE outbox SET not_before = clock_now() - interval '1 second' WHERE kind = 'EventChangesDue'`,
    );
    await world.settle();
    const addresses = { goer: 'namecanary@example.org', asked: 'max@example.org' } as const;
    const mails = async (role: Role, n: number, kind: string, part: string): Promise<string> => {
      const found = await world.database.reads.query<{ text: string | null }[]>(
        `SELECT ${part} AS text FROM mail WHERE recipient = $1 AND kind LIKE $2 AND subject LIKE $3`,
        [addresses[role as 'goer' | 'asked'], kind, `%title-${n}%`],
      );
      return found.map(({ text }) => text?.replaceAll('Namecanary', '') ?? '').join('\n');
    };
    const things = ['title', 'street', 'link'] as const;
    for (const part of ['text_body', 'html_body', 'calendar'])
      await looks(things, ['goer', 'asked'], (role, n) => mails(role, n, 'event-changed', part));
    await looks(things, ['goer'], (role, n) => mails(role, n, 'reminder-day-before', 'text_body'));
    await world.clockPasses('0 hours');
  });
});
