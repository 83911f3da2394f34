// Rows of the events room over HTTP and SQL: answers against the bare statements, feeds against ical-generator and kept bytes, discovery with its plans.
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import ical from 'ical-generator';
import pg from 'pg';
import { hashOf, newId, newToken } from '../../apps/api/src/platform/ids.ts';
import type { Report } from './calendar.ts';
import { type Fighter, at, duel } from './duel.ts';
import { sizes } from './large-data.ts';
import { Gun, type Shot } from './load.ts';

/** Two servers on one database. */
export interface Ring {
  readonly fighters: { readonly product: Fighter; readonly bare: Fighter };
  readonly database: pg.Client;
}

const whole = (n: number): string => Math.round(n).toLocaleString('en-US');
const short = (n: number): string => n.toFixed(2);

/** Milliseconds of each of some rounds, from the shortest to the longest. */
async function timed(rounds: number, work: () => Promise<unknown>): Promise<number[]> {
  const took: number[] = [];
  for (let n = 0; n < rounds; n += 1) {
    const began = performance.now();
    await work();
    took.push(performance.now() - began);
  }
  return took.toSorted((a, b) => a - b);
}

/** How many answers take turns: as many events to come, of as many groups, each with one of its members. */
const ANSWERS = 400;

const respond =
  'mutation ($input: RespondInput!) { respond(input: $input) { __typename ... on Event { myRsvp { status } } ... on RsvpRefused { code } } }';

/** Members who are signed in and hold a seat, in turns leaving it and taking it again; half of them with either server. The bare server runs only the lock, the row and the count. */
export async function rsvpRows({ fighters, database }: Ring, { head, row, text }: Report): Promise<void> {
  const { rows: all } = await database.query<{ event_id: string; person_id: string }>(
    `SELECT DISTINCT ON (e.group_id) r.event_id, r.person_id FROM event e JOIN rsvp r ON r.event_id = e.id WHERE e.start_at > now() + interval '3 days' AND e.capacity IS NOT NULL ORDER BY e.group_id, e.id, r.id LIMIT $1`,
    [2 * ANSWERS],
  );
  // Each server has seats of its own: an answer that the other has written already would change nothing, and cost next to nothing.
  const seats = all.filter((_, at) => at % 2 === 0);
  const bareSeats = all.filter((_, at) => at % 2 === 1);
  const tokens = seats.map(() => newToken());
  await database.query(
    `INSERT INTO session (id, token_hash, person_id, method, expires_at)
     SELECT id, hash, person, 'link', now() + interval '1 day' FROM unnest($1::uuid[], $2::bytea[], $3::uuid[]) AS t (id, hash, person)`,
    [seats.map(() => newId()), tokens.map((token) => hashOf(token)), seats.map(({ person_id }) => person_id)],
  );
  const answerOf = (n: number, of: readonly unknown[]): string =>
    Math.floor(n / of.length) % 2 === 0 ? 'NO' : 'GOING';
  const product = (n: number): Shot => {
    const { event_id: eventId } = seats[n % seats.length]!;
    const input = { eventId, answer: answerOf(n, seats), idempotencyKey: newId() };
    return {
      path: '/graphql',
      body: JSON.stringify({ query: respond, variables: { input } }),
      headers: { cookie: `sid=${tokens[n % seats.length]!}`, 'x-folkmoot': '1', 'sec-fetch-site': 'same-origin' },
    };
  };
  const bare = (n: number): Shot => ({
    path: '/rsvp',
    body: JSON.stringify({ ...bareSeats[n % bareSeats.length]!, status: answerOf(n, bareSeats).toLowerCase() }),
  });
  const gun = new Gun(fighters.product.url);
  const first = JSON.parse((await gun.fire(product(0))).body.toString()) as {
    data?: { respond?: { myRsvp?: { status: string } } };
  };
  gun.close();
  if (first.data?.respond?.myRsvp?.status !== 'NO') throw new Error(`no answer was taken: ${JSON.stringify(first)}`);
  const { product: ours, bare: theirs, rate, cpu } = await duel(fighters, { product, bare });
  text('');
  text('## Answers to events');
  text('');
  text(
    `${whole(ANSWERS)} members of as many groups leave and take a seat in turns. Ours: session, rules, log, outbox, calendar and the page’s answer; bare: the lock, the row and the count of seats in one transaction.`,
  );
  text('');
  head('answers a second', 'of the bare rate', 'CPU an answer', 'times the bare CPU', 'holds (≥ 0.2)');
  row(
    [
      `${whole(ours.rate)} of ${whole(theirs.rate)}`,
      short(rate),
      `${whole(ours.cpu)} of ${whole(theirs.cpu)} µs`,
      short(cpu),
    ],
    rate >= 0.2,
  );
  const { rows } = await database.query<{ wrong: string }>(
    `SELECT count(*) AS wrong FROM event e WHERE e.id = ANY($1) AND e.seats_held <> (SELECT coalesce(sum(r.seats), 0) FROM rsvp r WHERE r.event_id = e.id AND r.status = 'going')`,
    [all.map(({ event_id }) => event_id)],
  );
  if (rows[0]!.wrong !== '0') throw new Error(`${rows[0]!.wrong} events count other seats than they hold`);
}

/** The feeds of long calendars: written anew against ical-generator over the same rows, then kept bytes and "unchanged" against the same from memory. */
export async function feedRows({ fighters, database }: Ring, { head, row, text }: Report): Promise<void> {
  text('');
  text('## Feeds');
  text('');
  head(
    'events of the group',
    'in its feed',
    'written anew, read and packed',
    'ical-generator bare',
    'kept, of the bare rate',
    '304, of the bare rate',
    'holds (both ≥ 0.5)',
  );
  for (const [group, events] of sizes.feedEvents.entries()) {
    const feed = { path: `/g/group-${group}/events.ics`, body: null, headers: { 'accept-encoding': 'gzip' } };
    const gun = new Gun(fighters.product.url);
    const fresh = await timed(12, async () => {
      await database.query(
        `UPDATE calendar_version v SET n = n + 1 FROM folk_group g WHERE g.id = v.group_id AND g.handle = $1`,
        [`group-${group}`],
      );
      await gun.fire(feed);
    });
    const { body, etag } = await gun.fire(feed);
    const written = gunzipSync(body).toString().split('BEGIN:VEVENT').length - 1;
    const generator = await timed(12, () => withGenerator(database, `group-${group}`));
    const keeper = new Gun(fighters.bare.url);
    await keeper.fire({ path: '/', body, method: 'PUT' });
    const unchanged = { ...feed, headers: { ...feed.headers, 'if-none-match': etag! } };
    const kept = await duel(fighters, { product: () => feed, bare: () => feed });
    const same = await duel(fighters, { product: () => unchanged, bare: () => unchanged });
    row(
      [
        whole(events + sizes.events / sizes.groups),
        whole(written),
        `${whole(at(fresh, 0.5))} ms`,
        `${whole(at(generator, 0.5))} ms`,
        `${short(kept.rate)} (${whole(kept.product.rate)} a second)`,
        `${short(same.rate)} (${whole(same.product.rate)} a second)`,
      ],
      kept.rate >= 0.5 && same.rate >= 0.5,
    );
    gun.close();
    keeper.close();
  }
  text('');
  text(
    'A feed holds at most 2,000 events, the latest 500 of 90 days and 18 months ahead; ical-generator is given all rows of the group.',
  );
}

/** All events of a group by one plain statement, through ical-generator as its manual shows it. */
async function withGenerator(database: pg.Client, handle: string): Promise<void> {
  const { rows } = await database.query<{
    uid: string;
    title: string;
    body: string;
    place: string;
    start: Date;
    end: Date;
    stamp: Date;
  }>({
    name: 'bare_feed',
    text: `SELECT e.ical_uid AS uid, e.title, e.body, e.place_name AS place, e.start_at AS start, e.end_at AS end, e.updated_at AS stamp FROM event e JOIN folk_group g ON g.id = e.group_id WHERE g.handle = $1 ORDER BY e.start_at`,
    values: [handle],
  });
  const calendar = ical({ name: handle });
  for (const { uid, title, body, place, start, end, stamp } of rows)
    calendar.createEvent({ id: uid, summary: title, description: body, location: place, start, end, stamp });
  if (calendar.toString().length < 1000) throw new Error('ical-generator wrote nothing');
}

interface Store {
  find(db: unknown, actor: { personId: null }, of: object): Promise<unknown[]>;
}
interface Home {
  coming(db: unknown, actor: { personId: string }, of: object): Promise<unknown[]>;
}

const DAY_MS = 86_400_000;
const dayIn = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
const filters = [
  ['everything', {}],
  ['a tag', { tag: 'tag-7' }],
  ['a frequent word', { words: 'song' }],
  ['a word in one event', { words: 'evening 4711' }],
  ['a month far ahead', { from: dayIn(200), to: dayIn(230) }],
  ['a day far ahead and a frequent tag', { from: dayIn(300), to: dayIn(301), tag: 'evening' }],
  ['a group', { group: 'group-7' }],
  ['step-free', { stepFree: true }],
  ['online and step-free', { online: true, stepFree: true }],
] as const;

/** The first 20 events that match, by the statements that the built product sends, and what PostgreSQL makes of them. */
export async function discoveryRows(root: string, { database }: Ring, { head, row, text }: Report): Promise<void> {
  const built = join(root, 'dist/apps/api/src/events');
  const { FindStore } = (await import(join(built, 'discovery/find.store.js'))) as { FindStore: new () => Store };
  const { EventsStore } = (await import(join(built, 'events.store.js'))) as { EventsStore: new () => Home };
  const sent: { text: string; values: unknown[] }[] = [];
  const query = (statement: (typeof sent)[number]): Promise<pg.QueryResult> => {
    sent.push(statement);
    return database.query(statement);
  };
  const db = { driver: { master: { query } } };
  text('');
  text(`## Discovery among ${whole(sizes.events)} events`);
  text('');
  head('the next 20 with', 'by', 'took', 'holds (≤ 10 ms)');
  const { rows: people } = await database.query<{ id: string }>(
    'SELECT person_id AS id FROM membership ORDER BY id LIMIT 1',
  );
  const page = { first: 20, after: null };
  const reads: (readonly [string, () => Promise<unknown[]>])[] = filters.map(([name, filter]) => [
    name,
    () => new FindStore().find(db, { personId: null }, { filter, since: new Date(), ...page }),
  ]);
  const span = { from: new Date(), to: new Date(Date.now() + 400 * DAY_MS), ...page };
  reads.push(['what is coming for a member', () => new EventsStore().coming(db, { personId: people[0]!.id }, span)]);
  for (const [name, find] of reads) {
    const took = at(await timed(40, find), 0.5);
    // What is planned anew is between two settings of the session.
    const { text: asked, values } = sent.findLast((one) => !/^(?:SET|RESET)\b/.test(one.text))!;
    const { rows } = await database.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${asked}`, values);
    const scans = rows.map((line) => / using (\S+)| on (event_\S+) /.exec(line['QUERY PLAN'])?.slice(1).find(Boolean));
    row(
      [name, [...new Set(scans.filter((scan) => scan?.startsWith('event')))].join(', '), `${short(took)} ms`],
      took <= 10,
    );
  }
}
