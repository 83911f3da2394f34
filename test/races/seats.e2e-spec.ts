import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Client } from '../support/client.ts';
import { atOnce, crowd, type Member } from '../support/crowd.ts';
import { found, key, wall } from '../support/people.ts';
import { freshDatabase } from '../support/postgres.ts';
import { type Product, startProduct } from '../support/product.ts';

// A gig that everybody wants: two processes of the really started product on one PostgreSQL, 200 connections, 50 places.
// FOLKMOOT_TEST_CROWD=10000 gives the full size; the suite makes do with fewer people.
const isSkipped = !inject('postgresUrl');
const PEOPLE = Number(process.env['FOLKMOOT_TEST_CROWD'] ?? 200);
const PLACES = 50;
const CONNECTIONS = 200;

const respond =
  'mutation ($input: RespondInput!) { respond(input: $input) { __typename ... on Event { myRsvp { status position } } ... on RsvpRefused { code } } }';

interface Answered {
  readonly httpStatus: number;
  readonly code: string | undefined;
  readonly status: string | undefined;
  readonly position: number | null | undefined;
  readonly tries: number;
}

interface Answer {
  readonly data?: { respond?: { myRsvp?: { status: string; position: number | null } } | null } | null;
  readonly errors?: { extensions?: { code?: string } }[];
}

describe.skipIf(isSkipped)(`seats${isSkipped ? ' (SKIPPED: no PostgreSQL on this machine)' : ''}`, () => {
  let products: Product[] = [];
  let database: pg.Client;
  let members: Member[];
  let eventId: string;

  beforeAll(async () => {
    const databaseUrl = await freshDatabase();
    const all = await startProduct({ databaseUrl });
    products = [all];
    database = new pg.Client({ connectionString: databaseUrl });
    await database.connect();
    const ana = new Client(all.url);
    await ana.get('mutation ($input: ClaimInstanceInput!) { claimInstance(input: $input) { id } }', {
      input: { code: all.claimLink.split('/').at(-1), name: 'Ana', email: 'ana@example.org' },
    });
    const groupId = await found(ana);
    products.push(await startProduct({ databaseUrl, env: { FOLKMOOT_ROLE: 'web' } }));
    const halves = await Promise.all(
      products.map(({ url }) =>
        crowd({ url, database: { transaction: (work) => work(database) } }, groupId, PEOPLE / products.length),
      ),
    );
    members = halves[0]!.flatMap((member, at) => [member, halves[1]![at]!]);
    await database.query(
      `INSERT INTO address (id, person_id, email) SELECT id, id, id || '@example.org' FROM person WHERE id = ANY($1)`,
      [members.map(({ personId }) => personId)],
    );
    const fields = {
      title: 'The gig',
      startLocal: wall(10, 19),
      endLocal: wall(10, 22),
      zone: 'Europe/Brussels',
      visibility: 'PUBLIC',
      capacity: PLACES,
    };
    const event = await ana.get<{ id: string }>(
      'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }',
      { input: { groupId, fields } },
    );
    eventId = event.id;
  }, 120_000);
  afterAll(async () => {
    await database?.end();
    await Promise.all(products.map((product) => product.stop()));
  });

  /** Answers; who hears that the database is too busy for now says the same again, as a person would. */
  async function answer({ client }: Member, what: string): Promise<Answered> {
    const input = { eventId, answer: what, idempotencyKey: key() };
    for (let tries = 1; ; tries += 1) {
      const response = await client.fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-folkmoot': '1' },
        body: JSON.stringify({ query: respond, variables: { input } }),
      });
      const { data, errors } = (await response.json()) as Answer;
      const own = data?.respond?.myRsvp;
      const code = errors?.[0]?.extensions?.code;
      if (code !== 'UNAVAILABLE' || tries === 5)
        return { httpStatus: response.status, code, status: own?.status, position: own?.position, tries };
    }
  }

  async function ask<T extends pg.QueryResultRow>(sql: string): Promise<T[]> {
    return (await database.query<T>(sql, [eventId])).rows;
  }
  const seats = (): Promise<object[]> =>
    ask(`SELECT e.seats_held, (SELECT sum(seats)::int FROM rsvp r WHERE r.event_id = e.id AND r.status = 'going') AS going,
        w.waiting, w.first, w.last, w.numbers FROM event e CROSS JOIN LATERAL (SELECT count(*)::int AS waiting, min(queue_no)::int AS first, max(queue_no)::int AS last,
          count(DISTINCT queue_no)::int AS numbers FROM rsvp r WHERE r.event_id = e.id AND r.status = 'waitlisted') w WHERE e.id = $1`);

  test(`${PEOPLE} people answer over ${CONNECTIONS} connections to two processes: ${PLACES} go, and the queue has no gap`, async () => {
    const began = performance.now();
    const answers = await atOnce(members, CONNECTIONS, (member) => answer(member, 'GOING'));
    const seconds = (performance.now() - began) / 1000;
    const again = answers.filter(({ tries }) => tries > 1).length;
    console.log(
      `${PEOPLE} answers in ${seconds.toFixed(1)} s, ${Math.round(PEOPLE / seconds)} a second; ${again} were asked to come again`,
    );
    expect(answers.filter(({ httpStatus, code }) => httpStatus !== 200 || code)).toEqual([]);
    expect(answers.filter(({ status }) => status === 'GOING')).toHaveLength(PLACES);
    // Everybody else was told a place in the queue, and no two the same.
    const waiting = PEOPLE - PLACES;
    const told = answers.filter(({ status }) => status === 'WAITLISTED').map(({ position }) => position!);
    expect(told.toSorted((a, b) => a - b)).toEqual(Array.from({ length: waiting }, (_, at) => at + 1));
    expect(await seats()).toEqual([
      { seats_held: PLACES, going: PLACES, waiting, first: 1, last: waiting, numbers: waiting },
    ]);
  }, 600_000);

  test(`${PLACES} cancel at once: the first ${PLACES} of the queue come up, and each is written to once`, async () => {
    const going = new Set(
      (await ask<{ person_id: string }>(`SELECT person_id FROM rsvp WHERE event_id = $1 AND status = 'going'`)).map(
        (one) => one.person_id,
      ),
    );
    const next = (
      await ask<{ person_id: string }>(
        `SELECT person_id FROM rsvp WHERE event_id = $1 AND status = 'waitlisted' ORDER BY queue_no LIMIT ${PLACES}`,
      )
    ).map((one) => one.person_id);
    const leaving = members.filter(({ personId }) => going.has(personId));
    const answers = await atOnce(leaving, PLACES, (member) => answer(member, 'NO'));
    expect(answers.filter(({ httpStatus, status }) => httpStatus !== 200 || status !== 'NO')).toEqual([]);
    const waiting = PEOPLE - 2 * PLACES;
    expect(await seats()).toEqual([
      { seats_held: PLACES, going: PLACES, waiting, first: PLACES + 1, last: PEOPLE - PLACES, numbers: waiting },
    ]);
    const seated = await ask<{ person_id: string }>(
      `SELECT person_id FROM rsvp WHERE event_id = $1 AND status = 'going'`,
    );
    expect(seated.map((one) => one.person_id).toSorted()).toEqual(next.toSorted());
    // When nothing is left to be told, each of them has one mail, and nobody else has any.
    const left = (): Promise<object[]> =>
      ask(
        `SELECT count(*)::int AS n FROM outbox WHERE payload ->> 'eventId' = $1::uuid::text AND kind IN ('RsvpAnswered', 'RsvpPromoted')`,
      );
    await expect.poll(left, { timeout: 500_000, interval: 200 }).toEqual([{ n: 0 }]);
    const { rows: mails } = await database.query<{ person_id: string; n: number }>(
      `SELECT person_id, count(*)::int AS n FROM mail WHERE kind = 'rsvp-promoted' GROUP BY person_id ORDER BY person_id`,
    );
    expect(mails).toEqual(next.toSorted().map((person_id) => ({ person_id, n: 1 })));
  }, 600_000);
});
