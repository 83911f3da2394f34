import { Closer } from '../../apps/api/src/decisions/index.ts';
import type { Client } from './client.ts';
import { crowd } from './crowd.ts';
import { claim, found, givesDuty, idOf, joins } from './people.ts';
import { ask, begun, castAll, houses, titleOf, votes } from './twin-votes.ts';
import type { World } from './world.ts';

/** Who looks. `operator` founded the groups and left them; `former` voted and left; `late` joined after the votes had opened. */
export const roles = [
  'visitor',
  'stranger',
  'applicant',
  'operator',
  'former',
  'late',
  'silent',
  'voter',
  'author',
  'organiser',
  'steward',
] as const;
export type Role = (typeof roles)[number];

/** One of two worlds that are alike in everything but in what three of its members have voted. */
export interface Twin {
  readonly world: World;
  readonly people: Readonly<Record<Role, Client>>;
  readonly groups: readonly string[];
  readonly events: readonly string[];
  readonly proposals: readonly string[];
  /** Calendars of their own, by the path they begin with. */
  readonly feeds: ReadonlyMap<Role, string>;
  /** By which `silent` votes without a session, by the number of the vote. */
  readonly tokens: ReadonlyMap<number, string>;
  /** What open pages were told while the votes were cast. */
  readonly told: readonly string[];
  /** A text in which everything is named alike in both worlds that has another name in each by chance. */
  plain(text: string): string;
}

/** Makes one twin: `side` 0 or 1 says which ballots are cast, and what stands in the words that differ. */
export async function twin(world: World, side: 0 | 1): Promise<Twin> {
  const operator = await claim(world);
  const groups: string[] = [];
  for (const { handle, visibility } of houses) groups.push(await found(operator, { handle, visibility }));
  const elsewhere = await found(operator, { handle: 'elsewhere' });
  const members = await crowd(world, groups[0]!, 10);
  await putIn(
    world,
    groups[1]!,
    'member',
    members.map(({ personId }) => personId),
  );
  await world.database.reads.query(
    `INSERT INTO address (id, person_id, email) SELECT gen_random_uuid(), id, lower(replace(name, ' ', '-')) || '@example.org' FROM person WHERE name LIKE 'Member %'`,
  );
  const at = (n: number): Client => members[n]!.client;
  const [former, silent, voter, author, organiser, steward] = [at(0), at(1), at(2), at(3), at(4), at(9)];
  const [stranger, applicant] = [
    await joins(world, operator, { groupId: elsewhere, name: 'Sam' }),
    await joins(world, operator, { groupId: elsewhere, name: 'Axel' }),
  ];
  for (const groupId of groups) {
    // An open group lets in who asks; this one is kept waiting.
    await putIn(world, groupId, 'applying', [await idOf(applicant)]);
    await givesDuty(operator, { groupId, to: organiser, duty: 'ORGANISER' });
    await givesDuty(operator, { groupId, to: steward, duty: 'STEWARD' });
    await leave(operator, groupId);
  }
  const events = [];
  for (const [n, groupId] of groups.entries()) events.push(await soup(author, groupId, 18 + n));
  const asked = [];
  for (const n of votes.keys()) {
    const house = houses.findIndex(({ visibility }) => visibility === votes[n]!.group);
    asked.push(await ask(author, n, side, { groupId: groups[house]!, eventId: events[house]! }));
  }
  const late = await joins(world, organiser, { groupId: groups[0]!, name: 'Lea' });
  await putIn(world, groups[1]!, 'member', [await idOf(late)]);
  const people = {
    visitor: world.visitor(),
    stranger,
    applicant,
    operator,
    former,
    late,
    silent,
    voter,
    author,
    organiser,
    steward,
  };
  const feeds = new Map<Role, string>();
  for (const role of ['late', 'silent', 'voter', 'former'] as const) {
    const { base } = await people[role].get<{ base: string }>('mutation { createCalendarFeed(label: "x") { base } }');
    feeds.set(role, new URL(base).pathname);
  }
  const proposals = asked.map(({ id }) => id);
  const topics = [...groups.map((id) => `group:${id}`), ...proposals.map((id) => `proposal:${id}`)];
  const listening = await listen(silent, topics);
  for (const n of votes.keys()) await castAll(asked[n]!, n, side, [former, voter, at(5), at(6), at(7)]);
  for (const [n, { status }] of votes.entries())
    if (status === 'WITHDRAWN')
      await author.get('mutation ($id: ID!) { withdrawProposal(id: $id, reason: "No more") { id } }', {
        id: proposals[n],
      });
  await world.settle();
  for (const groupId of groups) await leave(former, groupId);
  await world.settle();
  // As a set: what reaches open pages of two groups in the same moment has no order.
  const told = [...new Set(await listening())];
  const known = new Map<string, string>([
    ...groups.map((id, n) => [id, `group-${n}`] as const),
    ...events.map((id, n) => [id, `event-${n}`] as const),
    [elsewhere, 'elsewhere'],
    ...proposals.map((id, n) => [id, titleOf(n)] as const),
    ...asked.flatMap(({ known: names }) => names),
    ...members.map(({ personId }, n) => [personId, `member-${n}`] as const),
  ]);
  for (const role of ['stranger', 'applicant', 'operator', 'late'] as const) known.set(await idOf(people[role]), role);
  const tokens = await tokensOf(world, 'member-2@example.org');
  for (const [n, token] of tokens) known.set(token, `the link of ${titleOf(n)}`);
  const plain = (text: string): string => plainWith(text, known);
  return { world, people, groups, events, proposals, feeds, tokens, told: told.map(plain).toSorted(), plain };
}

/** Puts people into a group without asking anybody. */
async function putIn(world: World, groupId: string, standing: string, people: readonly string[]): Promise<void> {
  await world.database.transaction(async (tx) => {
    await tx.query(
      `WITH m AS (INSERT INTO membership (id, group_id, person_id) SELECT gen_random_uuid(), $1, p FROM unnest($2::uuid[]) AS p RETURNING id)
       INSERT INTO spell (membership_id, seq, standing, from_at, authority) SELECT id, 1, $3, clock_now(), '{}' FROM m`,
      [groupId, people, standing],
    );
  });
}

const leave = (who: Client, groupId: string): Promise<unknown> =>
  who.get('mutation ($groupId: ID!) { leaveGroup(groupId: $groupId) }', { groupId });

async function soup(by: Client, groupId: string, hour: number): Promise<string> {
  const { id } = await by.get<{ id: string }>(
    'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }',
    {
      input: {
        groupId,
        fields: {
          title: 'Soup',
          startLocal: wallIn(9, hour),
          endLocal: wallIn(9, 22),
          zone: 'Etc/UTC',
          visibility: 'PUBLIC',
          color: '#0b6a48',
        },
      },
    },
  );
  return id;
}

/** The tokens of the links by which somebody votes without a session. */
async function tokensOf(world: World, recipient: string): Promise<Map<number, string>> {
  const mails = await world.database.reads.query<{ subject: string; text: string }[]>(
    `SELECT subject, text_body AS text FROM mail WHERE recipient = $1 AND text_body LIKE '%/vote/%'`,
    [recipient],
  );
  const entries = [...votes.keys()].flatMap((n) => {
    const mail = mails.find(({ subject }) => subject.includes(titleOf(n)));
    const token = /\/vote\/([\w-]+)/.exec(mail?.text ?? '')?.[1];
    return token ? [[n, token] as const] : [];
  });
  return new Map(entries);
}

const wallIn = (days: number, hour: number): string =>
  `${new Date(begun + days * 86_400_000).toISOString().slice(0, 10)}T${hour}:00:00`;

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

function plainWith(text: string, known: ReadonlyMap<string, string>): string {
  return text
    .replaceAll(/\r\n[ \t]/g, '')
    .replaceAll(uuid, (id) => known.get(id) ?? 'an id')
    .replaceAll(/\d{4}-?\d\d-?\d\dT\d\d:?\d\d(:?\d\d(\.\d+)?)?Z?/g, 'a time')
    .replaceAll(/localhost:\d+/g, 'here')
    .replaceAll(/\b[0-9a-f]{16,}\b/g, 'a digest')
    .replaceAll(/[A-Za-z0-9_-]{32,}/g, (key) => known.get(key) ?? 'a key')
    .replaceAll(/"posterSeed":-?\d+/g, '"posterSeed":0');
}

/** Opens the stream of open pages; what it gives ends it and says what was told. */
async function listen(by: Client, topics: readonly string[]): Promise<() => Promise<string[]>> {
  const ending = new AbortController();
  const stream = await by.fetch(`/live?topics=${topics.join(',')}`, { signal: ending.signal });
  const said: string[] = [];
  const reading = (async () => {
    const decoder = new TextDecoder();
    for await (const piece of stream.body!) said.push(decoder.decode(piece as Uint8Array));
  })().catch(() => undefined);
  return async () => {
    await new Promise((resolve) => setTimeout(resolve, 200));
    ending.abort();
    await reading;
    // How many happenings one hint stands for is a matter of time; its version is the time.
    return (
      said
        .join('')
        .match(/"topic":"\w+","id":"[^"]+"(?!,"version":\d+,)/g)
        ?.toSorted() ?? []
    );
  };
}

/** Counts what is over, and lets everything be told. */
export async function counts({ world }: Twin): Promise<void> {
  await world.app.get(Closer).closeDue();
  await world.settle();
}
