import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Closer } from '../../apps/api/src/decisions/index.ts';
import { row, rows } from '../../apps/api/src/platform/database/sql.ts';
import { atOnce, crowd, type Member } from '../support/crowd.ts';
import { claim, found } from '../support/people.ts';
import { freshDatabase } from '../support/postgres.ts';
import { handIn, type Receipt, seal, type Sealed } from '../support/secret-voters.ts';
import { startWorld, type World } from '../support/world.ts';

/*
 * Can somebody with the whole database link 200 voters with their ballots? How it is measured: voters are put in every order that a row of
 * theirs gives (system columns, ids, times, the order of sessions), ballots in every order of theirs. Each pair of orders is a guess: the
 * n-th voter cast the n-th ballot. Besides, where the number of a transaction stands both at something of a voter's (xmin or xmax) and at a
 * ballot, the guess is that ballot. A guess is right for a voter where it is the very ballot whose receipt they hold; chance is one in 200,
 * and no guess may be right for more than chance + 5 points (of a hundred guesses at random one is, once in ten million runs). The same
 * measure taken while the vote is open links everybody, so it can fail.
 */
const postgres = inject('postgresUrl');
const OPTIONS = 4;
const VOTERS = 200;
const LIMIT = 1 / VOTERS + 0.05;

describe.skipIf(!postgres)(
  `full access to the database${postgres ? '' : ' (SKIPPED: no PostgreSQL on this machine)'}`,
  () => {
    let world: World;
    let vote: Sealed & { readonly options: readonly { readonly id: string }[] };
    let members: Member[];
    const receipts = new Map<string, Receipt>();
    const answers: object[] = [];

    /** How many of the voters a guess is right for. */
    const rightShare = (guess: ReadonlyMap<string, string>): number =>
      [...guess].filter(([person, ballot]) => receipts.get(person)!.commitment === ballot).length / VOTERS;

    const ordersOf = async (of: {
      key: string;
      from: string;
      by: readonly string[];
    }): Promise<Map<string, string[]>> => {
      const orders = new Map<string, string[]>();
      for (const by of of.by) {
        const found = await rows<{ key: string }>(
          world.database.reads,
          `SELECT ${of.key} AS key FROM ${of.from} ORDER BY ${by}`,
        );
        orders.set(
          `${of.from.split(' ')[0]} by ${by}`,
          found.map(({ key }) => key),
        );
      }
      return orders;
    };

    const voterOrders = async (turnout: string): Promise<Map<string, string[]>> => {
      const person = `JOIN turnout_now n ON n.person_id`;
      await rows(world.database.reads, 'DROP TABLE IF EXISTS turnout_now');
      await rows(world.database.reads, `CREATE TABLE turnout_now AS SELECT person_id FROM ${turnout}`);
      const all = await Promise.all([
        ordersOf({
          key: 'person_id',
          from: turnout,
          by: ['ctid', 'xmin::text::bigint, ctid', 'xmax::text::bigint, ctid', 'person_id'],
        }),
        ordersOf({
          key: 't.person_id',
          from: `session t ${person} = t.person_id`,
          by: ['t.seen_at, t.ctid', 't.ctid', 't.xmin::text::bigint, t.ctid', 't.id'],
        }),
        ordersOf({
          key: 't.person_id',
          from: `elector t ${person} = t.person_id`,
          by: ['t.ctid', 't.xmax::text::bigint, t.ctid'],
        }),
        ordersOf({
          key: 't.person_id',
          from: `membership t ${person} = t.person_id`,
          by: ['t.ctid', 't.xmax::text::bigint, t.ctid', 't.id'],
        }),
        ordersOf({
          key: 't.id',
          from: `person t ${person} = t.id`,
          by: ['t.ctid', 't.xmax::text::bigint, t.ctid', 't.name'],
        }),
      ]);
      return new Map(all.flatMap((one) => [...one]));
    };
    const ballotOrders = (board: string): Promise<Map<string, string[]>> =>
      ordersOf({
        key: `encode(commitment, 'hex')`,
        from: board,
        by: [
          'ctid',
          'xmin::text::bigint, ctid',
          'xmax::text::bigint, ctid',
          'commitment',
          'nonce',
          'choice::text, commitment',
        ],
      });

    /** The best of all guesses by order, with its name. */
    const bestByOrder = async (turnout: string, board: string): Promise<{ name: string; share: number }> => {
      const [voters, ballots] = [await voterOrders(turnout), await ballotOrders(board)];
      const guesses = [...voters].flatMap(([one, people]) =>
        [...ballots].map(([other, numbers]) => {
          const guess = new Map(people.map((person, at) => [person, numbers[at]!]));
          return { name: `${one} = ${other}`, share: rightShare(guess) };
        }),
      );
      expect(guesses.length).toBe(voters.size * ballots.size);
      return guesses.reduce((best, one) => (one.share > best.share ? one : best));
    };

    /** The share that is right where a transaction's number stands at something of a voter's and at one ballot. */
    const byTransaction = async (turnout: string, board: string): Promise<number> => {
      const marks = [turnout, 'session', 'elector', 'membership']
        .flatMap((table) => [
          `SELECT person_id, xmin::text AS x FROM ${table}`,
          `SELECT person_id, xmax::text FROM ${table}`,
        ])
        .join(' UNION ');
      const linked = await rows<{ person_id: string; ballot: string }>(
        world.database.reads,
        `SELECT m.person_id, min(encode(b.commitment, 'hex')) AS ballot FROM (${marks}) m JOIN ${board} b ON b.xmin::text = m.x WHERE m.person_id IN (SELECT person_id FROM ${turnout})
       GROUP BY m.person_id HAVING count(*) = 1`,
      );
      return rightShare(new Map(linked.map(({ person_id: person, ballot }) => [person, ballot])));
    };

    beforeAll(async () => {
      world = await startWorld({ databaseUrl: await freshDatabase() });
      const ana = await claim(world);
      const groupId = await found(ana);
      members = await crowd(world, groupId, VOTERS);
      await rows(world.database.reads, `UPDATE session SET seen_at = clock_now() - interval '2 hours'`); // each voter's request stamps it anew
      const labels = Array.from({ length: OPTIONS }, (_, at) => ({ label: `Option ${at + 1}` }));
      const fields = {
        title: 'Which?',
        template: 'CHOOSE_ONE',
        method: 'PLURALITY',
        options: labels,
        secrecy: 'SECRET',
        closesAt: new Date(Date.now() + 6 * 3_600_000),
      };
      vote = await ana.get(
        'mutation ($input: CreateProposalInput!) { createProposal(input: $input) { id rulesHash options { id } } }',
        { input: { groupId, fields } },
      );
      const voters = members.toSorted(() => Math.random() - 0.5);
      await atOnce(voters, 4, async ({ personId, client }, at) => {
        const receipt = seal(vote, { option: vote.options[at % OPTIONS]!.id });
        receipts.set(personId, receipt);
        answers.push(await handIn(client, vote, receipt));
      });
    }, 120_000);
    afterAll(() => world?.stop());

    test('while it is open the measure links everybody by the number of the transaction: it can fail', async () => {
      expect(answers).toEqual(Array.from({ length: VOTERS }, () => ({ recorded: true })));
      expect(await byTransaction('secret_turnout', 'secret_ballot')).toBeGreaterThan(0.95);
      expect((await bestByOrder('secret_turnout', 'secret_ballot')).share).toBeGreaterThan(0.5);
    });

    test('an hour later not even the open tables link anybody', async () => {
      await world.clockPasses('2 hours');
      await world.app.get(Closer).closeDue();
      expect(await byTransaction('secret_turnout', 'secret_ballot')).toBeLessThanOrEqual(LIMIT);
      const best = await bestByOrder('secret_turnout', 'secret_ballot');
      expect(best.share > LIMIT ? best : null).toBeNull();
    });

    test('after the end no order and no number of a transaction is better than chance, before and after VACUUM', async () => {
      await world.clockPasses('7 hours');
      await world.app.get(Closer).closeDue();
      for (const vacuum of [false, true]) {
        if (vacuum)
          await rows(world.database.reads, 'VACUUM FULL turnout, ballot_board, elector, session, membership, person');
        expect(await byTransaction('turnout', 'ballot_board')).toBeLessThanOrEqual(LIMIT);
        const best = await bestByOrder('turnout', 'ballot_board');
        expect(best.share > LIMIT ? best : null).toBeNull();
      }
      const left = await row(
        world.database.reads,
        `SELECT pg_relation_size('secret_turnout')::int AS who, pg_relation_size('secret_ballot')::int AS what`,
      );
      expect(left).toEqual({ who: 0, what: 0 });
    });

    test('no table but the board knows a ballot, and none of those that remember what was done knows that there was one', async () => {
      const db = world.database.reads;
      const tables = await rows<{ name: string }>(
        db,
        `SELECT tablename AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema') AND tablename <> 'turnout_now'`,
      );
      expect(tables.length).toBeGreaterThan(50);
      const [{ commitment, nonce } = { commitment: '', nonce: '' }] = receipts.values();
      const { personId } = members[0]!;
      const knowing = async (what: string): Promise<string[]> => {
        const found: string[] = [];
        for (const { name } of tables) {
          const sql = `SELECT 1 FROM ${name.includes('.') ? name : `"${name}"`} t WHERE t::text ILIKE $1 LIMIT 1`;
          const hit = await row(db, sql, [`%${what}%`]).catch(() => null);
          if (hit) found.push(name);
        }
        return found.toSorted();
      };
      expect(await knowing(commitment)).toEqual(['ballot_board']);
      expect(await knowing(nonce)).toEqual(['ballot_board']);
      const remembering = ['idempotency', 'log_detail', 'log_entry', 'mail', 'outbox', 'rate_count'];
      expect(tables.map(({ name }) => name)).toEqual(expect.arrayContaining(remembering));
      const known = await knowing(personId);
      expect(known).toContain('turnout');
      expect(known.filter((name) => remembering.includes(name))).toEqual([]);
      const happened = await rows<{ type: string }>(
        db,
        `SELECT type FROM log_entry WHERE type LIKE 'proposal.%' OR type LIKE 'ballot%' ORDER BY seq`,
      );
      expect(happened.map(({ type }) => type)).toEqual(['proposal.created', 'proposal.opened', 'proposal.closed']);
    });

    test('all 200 receipts stand on the board; altered ones do not', async () => {
      const board = (await (await members[0]!.client.fetch(`/p/${vote.id}/board.json`)).json()) as {
        turnout: number;
        ballots: Receipt[];
      };
      expect([board.turnout, board.ballots.length]).toEqual([VOTERS, VOTERS]);
      const byNumber = new Map(board.ballots.map((ballot) => [ballot.commitment, ballot]));
      for (const receipt of receipts.values()) {
        expect(byNumber.get(receipt.commitment)).toEqual(receipt);
        const altered = seal(
          vote,
          { option: vote.options[0]!.id },
          receipt.nonce.replace(/^./, (first) => (first === '0' ? '1' : '0')),
        );
        expect(byNumber.has(altered.commitment)).toBe(false);
      }
    });
  },
);
