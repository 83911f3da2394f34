import { Closer } from '../../apps/api/src/decisions/index.ts';
import type { Client } from './client.ts';
import { crowd } from './crowd.ts';
import { claim, found, givesDuty, idOf, joins } from './people.ts';
import type { World } from './world.ts';

/** Who looks. `operator` founded the group and left it; `former` voted and left; `late` joined after the votes had opened. */
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
] as const;
export type Role = (typeof roles)[number];

/** `tally`: the twins have other sums. `names`: the same sums and words, by other people. */
export interface Vote {
  readonly results: 'LIVE' | 'AFTER_OWN' | 'AFTER_CLOSE';
  readonly differs: 'tally' | 'names';
  readonly status: 'OPEN' | 'WITHDRAWN';
}
const results = ['LIVE', 'AFTER_OWN', 'AFTER_CLOSE'] as const;
export const votes: readonly Vote[] = [
  ...results.map((shown) => ({ results: shown, differs: 'tally', status: 'OPEN' }) as const),
  ...results.map((shown) => ({ results: shown, differs: 'names', status: 'OPEN' }) as const),
  { results: 'LIVE', differs: 'tally', status: 'WITHDRAWN' },
];
export const titleOf = (at: number): string => `Question-${at}`;

/** One of two worlds that are alike in everything but in what three of its members have voted. */
export interface Twin {
  readonly world: World;
  readonly people: Readonly<Record<Role, Client>>;
  readonly groupId: string;
  readonly eventId: string;
  readonly proposals: readonly string[];
  /** Calendars of their own, by the path they begin with. */
  readonly feeds: ReadonlyMap<Role, string>;
  /** What open pages were told while the votes were cast. */
  readonly told: readonly string[];
  /** A text in which everything is named alike in both worlds that has another name in each by chance. */
  plain(text: string): string;
}

type Option = 'yes' | 'no';
const ballots: Readonly<Record<Vote['differs'], readonly (readonly Option[])[]>> = {
  tally: [
    ['yes', 'yes', 'yes'],
    ['no', 'no', 'no'],
  ],
  names: [
    ['yes', 'no', 'no'],
    ['no', 'no', 'yes'],
  ],
};

/** Makes one twin: `side` 0 or 1 says which ballots are cast. */
export async function twin(world: World, side: 0 | 1, visibility: 'OPEN' | 'CLOSED'): Promise<Twin> {
  const operator = await claim(world);
  const groupId = await found(operator, { visibility });
  const elsewhere = await found(operator, { handle: 'elsewhere' });
  const members = await crowd(world, groupId, 9);
  await world.database.reads.query(
    `INSERT INTO address (id, person_id, email) SELECT gen_random_uuid(), id, lower(replace(name, ' ', '-')) || '@example.org' FROM person WHERE name LIKE 'Member %'`,
  );
  const at = (n: number): Client => members[n]!.client;
  const [stranger, applicant] = [
    await joins(world, operator, { groupId: elsewhere, name: 'Sam' }),
    await joins(world, operator, { groupId: elsewhere, name: 'Axel' }),
  ];
  // An open group lets in who asks; this one is kept waiting.
  const applicantId = await idOf(applicant);
  await world.database.transaction(async (tx) => {
    const asking = `INSERT INTO membership (id, group_id, person_id) VALUES (gen_random_uuid(), $1, $2) RETURNING id`;
    await tx.query(
      `WITH m AS (${asking}) INSERT INTO spell (membership_id, seq, standing, from_at, authority) SELECT id, 1, 'applying', clock_now(), '{}' FROM m`,
      [groupId, applicantId],
    );
  });
  for (const duty of ['STEWARD', 'ORGANISER'] as const) await givesDuty(operator, { groupId, to: at(4), duty });
  await operator.get('mutation ($groupId: ID!) { leaveGroup(groupId: $groupId) }', { groupId });
  const [former, silent, voter, author, organiser] = [at(0), at(1), at(2), at(3), at(4)];
  const event = await author.get<{ id: string }>(
    'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }',
    {
      input: {
        groupId,
        fields: {
          title: 'Soup',
          startLocal: wallIn(9, 19),
          endLocal: wallIn(9, 22),
          zone: 'Etc/UTC',
          visibility: 'PUBLIC',
          color: '#0b6a48',
        },
      },
    },
  );
  const proposals: string[] = [];
  const options: string[][] = [];
  const known = new Map<string, string>();
  const ranked = new Set<number>();
  for (const [n, { results: showResults, differs }] of votes.entries()) {
    // Options of one's own have names by chance, and some figures stand in their order.
    const isRanked = differs === 'tally' && n % 2 === 1;
    if (isRanked) ranked.add(n);
    const made = await author.get<{ id: string; options: { id: string }[] }>(
      'mutation ($input: CreateProposalInput!) { createProposal(input: $input) { id options { id } } }',
      {
        input: {
          groupId,
          fields: {
            title: titleOf(n),
            eventId: event.id,
            method: isRanked ? 'IRV' : 'MAJORITY',
            ...(isRanked ? { options: [{ label: 'yes' }, { label: 'no' }, { label: 'other' }] } : {}),
            closesAt: new Date(begun + 5 * 3_600_000),
            showResults,
            quorum: '1/3',
          },
        },
      },
    );
    proposals.push(made.id);
    options.push(made.options.map(({ id }) => id));
    if (isRanked) made.options.forEach(({ id }, option) => known.set(id, `option-${option}`));
  }
  const late = await joins(world, organiser, { groupId, name: 'Lea' });
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
  };
  const feeds = new Map<Role, string>();
  for (const role of ['late', 'silent', 'voter', 'former'] as const) {
    const { base } = await people[role].get<{ base: string }>('mutation { createCalendarFeed(label: "x") { base } }');
    feeds.set(role, new URL(base).pathname);
  }
  const listening = await listen(people.silent, [`group:${groupId}`, ...proposals.map((id) => `proposal:${id}`)]);
  for (const [n, { differs, status }] of votes.entries()) {
    const cast = async (by: Client, option: Option, reason = 'Mine'): Promise<void> => {
      const stance = option === 'yes' ? 'agree' : 'disagree';
      const answer = ranked.has(n) ? { ranking: [[options[n]![option === 'yes' ? 0 : 1]]] } : { option: stance };
      const said = await by.get<{ __typename: string }>(
        'mutation ($input: CastBallotInput!) { castBallot(input: $input) { __typename } }',
        { input: { proposalId: proposals[n], ...answer, reason } },
      );
      if (said.__typename !== 'Proposal') throw new Error(`the ballot was answered by ${said.__typename}`);
    };
    for (const by of [former, voter]) await cast(by, 'yes');
    for (const [who, option] of ballots[differs][side]!.entries())
      await cast(at(5 + who), option, `Canary ${option} ${differs === 'tally' ? side : ''}`);
    if (status === 'WITHDRAWN')
      await author.get('mutation ($id: ID!) { withdrawProposal(id: $id, reason: "No more") { id } }', {
        id: proposals[n],
      });
  }
  await world.settle();
  await former.get('mutation ($groupId: ID!) { leaveGroup(groupId: $groupId) }', { groupId });
  await world.settle();
  const told = [...new Set(await listening())];
  for (const [id, name] of [
    [groupId, 'the group'],
    [elsewhere, 'elsewhere'],
    [event.id, 'the event'],
    ...proposals.map((id, n) => [id, titleOf(n)]),
    ...members.map(({ personId }, n) => [personId, `member-${n}`]),
    ...(await Promise.all(
      (['stranger', 'applicant', 'operator', 'late'] as const).map(async (role) => [await idOf(people[role]), role]),
    )),
  ] as [string, string][])
    known.set(id, name);
  const plain = (text: string): string => plainWith(text, known);
  return { world, people, groupId, eventId: event.id, proposals, feeds, told: told.map(plain), plain };
}

/** One for both twins: what mails and pages say of time is the same. */
const begun = Date.now();
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
    .replaceAll(/[A-Za-z0-9_-]{32,}/g, 'a key')
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
