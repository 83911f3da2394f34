import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Closer } from '../../apps/api/src/decisions/index.ts';
import { row, rows } from '../../apps/api/src/platform/database/sql.ts';
import { type BlindQuestion, dropIn, sealWith, takePaper } from '../support/blind-voters.ts';
import { crowd, type Member } from '../support/crowd.ts';
import { claim, found } from '../support/people.ts';
import { freshDatabase } from '../support/postgres.ts';
import { startWorld, type World } from '../support/world.ts';

/*
 * Can somebody with the whole database link the voters of a blind vote with their ballots, while it is open or later? Measured as in
 * `secret-linkability`: voters in every order that a row of theirs gives, ballots in every order of theirs; each pair of orders is a guess,
 * and so is a transaction's number that stands at both. It is made as easy as it gets: one after the other, each takes a paper and votes at
 * once. No guess may be right for more than chance + 10 points (11 of 100; at random one of a hundred guesses is, once in ten million runs).
 * Whoever knows from elsewhere in which order the ballots came links everybody then: the measure can fail, and this is what the vote card
 * does not promise. So does a box whose rows are added one after the other, as was tried. Where people wait between paper and ballot, that knowledge is no better than chance.
 */
const postgres = inject('postgresUrl');
const VOTERS = 100;
const LIMIT = 1 / VOTERS + 0.1;

describe.skipIf(!postgres)(`a blind vote${postgres ? '' : ' (SKIPPED: no PostgreSQL on this machine)'}`, () => {
  let world: World;
  let members: Member[];
  let [atOnce, later]: BlindQuestion[] = [];
  /** The token of each voter, by vote: what nobody but the voter knows. */
  const tokens = new Map<string, Map<string, string>>();
  /** The order in which the ballots of a vote came, as a log of the network could tell. */
  const came = new Map<string, string[]>();

  const shareOf = ({ id }: BlindQuestion, people: readonly string[], ballots: readonly string[]): number =>
    people.filter((person, at) => tokens.get(id)!.get(person) === ballots[at]).length / VOTERS;

  const ordered = async (key: string, from: string, by: readonly string[]): Promise<(readonly [string, string[]])[]> =>
    Promise.all(
      by.map(async (order) => {
        const found = await rows<{ key: string }>(
          world.database.reads,
          `SELECT ${key} AS key FROM ${from} ORDER BY ${order}`,
        );
        return [`${from.split(' ')[0]} by ${order}`, found.map((one) => one.key)] as const;
      }),
    );
  const system = ['ctid', 'xmin::text::bigint, t.ctid', 'xmax::text::bigint, t.ctid'].map((by) => `t.${by}`);

  /** Every guess that the rows of a vote allow, and how much of each is right. */
  const guesses = async (vote: BlindQuestion, tables: { people: string; ballots: string; token: string }) => {
    const of = `WHERE t.proposal_id = '${vote.id}'`;
    const theirs = (table: string): string =>
      `${table} t JOIN ${tables.people} v ON v.person_id = t.person_id AND v.proposal_id = '${vote.id}'`;
    const people = [
      ...(await ordered('t.person_id', `${tables.people} t ${of}`, [...system, 't.person_id'])),
      ...(await ordered('t.person_id', theirs('session'), [...system, 't.seen_at, t.ctid', 't.id'])),
      ...(await ordered('t.person_id', `${theirs('elector')} ${of}`, system)),
      ...(await ordered('t.person_id', theirs('membership'), [...system, 't.id'])),
    ];
    const ballots = await ordered(`encode(t.${tables.token}, 'hex')`, `${tables.ballots} t ${of}`, [
      ...system,
      `t.${tables.token}`,
      't.signature',
      't.commitment',
      `t.choice::text, t.${tables.token}`,
    ]);
    const marks = ['xmin', 'xmax'].flatMap((column) => [
      `SELECT person_id, ${column}::text AS x FROM ${tables.people} WHERE proposal_id = '${vote.id}'`,
      `SELECT person_id, ${column}::text FROM session`,
      `SELECT person_id, ${column}::text FROM membership`,
    ]);
    const linked = await rows<{ person: string; ballot: string }>(
      world.database.reads,
      `SELECT m.person_id AS person, min(encode(t.${tables.token}, 'hex')) AS ballot FROM (${marks.join(' UNION ')}) m JOIN ${tables.ballots} t ON t.xmin::text = m.x ${of} GROUP BY 1 HAVING count(*) = 1`,
    );
    const shares = people.flatMap(([one, persons]) =>
      ballots.map(([other, papers]) => [`${one} = ${other}`, shareOf(vote, persons, papers)] as const),
    );
    const byNumber = shareOf(
      vote,
      linked.map(({ person }) => person),
      linked.map(({ ballot }) => ballot),
    );
    return [...shares, ['by transaction', byNumber] as const];
  };
  const tooGood = async (vote: BlindQuestion, closed = false) => {
    const tables = closed
      ? { people: 'turnout', ballots: 'ballot_board', token: 'nonce' }
      : { people: 'secret_turnout', ballots: 'blind_ballot', token: 'token' };
    const all = await guesses(vote, tables);
    expect(all.length).toBeGreaterThan(90);
    return all.filter(([, share]) => share > LIMIT);
  };
  const watched = async (vote: BlindQuestion): Promise<number> => {
    const [[, people] = ['', []]] = await ordered(
      't.person_id',
      `secret_turnout t WHERE t.proposal_id = '${vote.id}'`,
      [system[1]!],
    );
    return shareOf(vote, people, came.get(vote.id)!);
  };

  beforeAll(async () => {
    world = await startWorld({ databaseUrl: await freshDatabase() });
    const ana = await claim(world);
    const groupId = await found(ana);
    members = await crowd(world, groupId, VOTERS);
    await rows(world.database.reads, `UPDATE session SET seen_at = clock_now() - interval '2 hours'`);
    const create = `mutation ($input: CreateProposalInput!) { createProposal(input: $input) { id rulesHash secret { paperKey } } }`;
    const votes = await Promise.all(
      ['Now?', 'Later?'].map((title) => {
        const closesAt = new Date(Date.now() + 6 * 3_600_000);
        const fields = { title, method: 'MAJORITY', secrecy: 'BLIND', closesAt };
        return ana.get<BlindQuestion>(create, { input: { groupId, fields } });
      }),
    );
    [atOnce, later] = votes;
    for (const { id } of votes) {
      tokens.set(id, new Map());
      came.set(id, []);
    }
    const shuffled = members.toSorted(() => Math.random() - 0.5);
    const drops = async (
      vote: BlindQuestion,
      paper: Awaited<ReturnType<typeof takePaper>>,
      at: number,
    ): Promise<void> => {
      const choice = { option: ['agree', 'disagree', 'abstain'][at % 3]! };
      expect((await dropIn(world.visitor(), vote, sealWith(paper, vote, choice))).status).toBe(200);
      came.get(vote.id)!.push(paper.token);
    };
    const held: (readonly [string, Awaited<ReturnType<typeof takePaper>>])[] = [];
    for (const [at, { personId, client }] of shuffled.entries()) {
      const now = await takePaper(client, atOnce!);
      tokens.get(atOnce!.id)!.set(personId, now.token);
      await drops(atOnce!, now, at);
      const then = await takePaper(client, later!);
      tokens.get(later!.id)!.set(personId, then.token);
      held.push([personId, then]);
    }
    for (const [at, [, paper]] of held.toSorted(() => Math.random() - 0.5).entries()) await drops(later!, paper, at);
  }, 240_000);
  afterAll(() => world?.stop());

  test('who knows the order in which ballots came links those who vote at once, and nobody who waits', async () => {
    expect(await watched(atOnce!)).toBeGreaterThan(0.95);
    expect(await watched(later!)).toBeLessThanOrEqual(LIMIT);
  });

  test('while it is open the database alone links nobody, even those who voted at once; no row of before is left', async () => {
    expect(await tooGood(atOnce!)).toEqual([]);
    expect(await tooGood(later!)).toEqual([]);
    const pages = await rows<{ rows: number; last: number }>(
      world.database.reads,
      `SELECT count(*)::int AS rows, max((ctid::text::point)[1])::int AS last FROM blind_ballot GROUP BY (ctid::text::point)[0]`,
    );
    expect(pages.reduce((sum, page) => sum + page.rows, 0)).toBe(2 * VOTERS);
    for (const page of pages) expect(page.rows).toBe(page.last);
  });

  test('no table but the box knows a paper, and none of those that remember what was done knows who has one', async () => {
    const names = await rows<{ name: string }>(
      world.database.reads,
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
    );
    expect(names.length).toBeGreaterThan(50);
    const knowing = async (what: string): Promise<string[]> => {
      const hits = await Promise.all(
        names.map(async ({ name }) => {
          const hit = await row(world.database.reads, `SELECT 1 FROM "${name}" t WHERE t::text ILIKE $1 LIMIT 1`, [
            `%${what}%`,
          ]);
          return hit ? [name] : [];
        }),
      );
      return hits.flat().toSorted();
    };
    const { personId } = members[0]!;
    expect(await knowing(tokens.get(atOnce!.id)!.get(personId)!)).toEqual(['blind_ballot']);
    const known = await knowing(personId);
    expect(known).toContain('secret_turnout');
    const remembering = ['blind_ballot', 'idempotency', 'log_detail', 'log_entry', 'mail', 'outbox', 'rate_count'];
    expect(known.filter((name) => remembering.includes(name))).toEqual([]);
  });

  test('after the end neither, and what signed is gone', async () => {
    await world.clockPasses('7 hours');
    await world.app.get(Closer).closeDue();
    expect(await tooGood(atOnce!, true)).toEqual([]);
    expect(await tooGood(later!, true)).toEqual([]);
    const left = `SELECT pg_relation_size('secret_turnout')::int AS who, pg_relation_size('blind_ballot')::int AS what, pg_relation_size('paper_signer')::int AS key`;
    expect(await row(world.database.reads, left)).toEqual({ who: 0, what: 0, key: 0 });
  });
});
