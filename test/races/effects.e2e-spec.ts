import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Closer } from '../../apps/api/src/decisions/index.ts';
import type { Client } from '../support/client.ts';
import { claim, found, wall } from '../support/people.ts';
import { freshDatabase } from '../support/postgres.ts';
import { startWorld, type World } from '../support/world.ts';

// Exactly once: two servers with connections of their own on one PostgreSQL, and a connection that dies at every point between the end of a vote and its effect.
const isSkipped = !inject('postgresUrl');

/** Where a connection dies: on writing what, and after which statement of the work. */
const points = [
  ['the result', 'AFTER INSERT ON result', 'true'],
  ['the end of the vote', 'AFTER UPDATE ON proposal', `NEW.status = 'closed'`],
  ['what is to be carried out', 'AFTER INSERT ON execution', 'true'],
  ['the mark that an effect runs', 'AFTER INSERT ON effect_run', 'true'],
  ['what the effect makes', 'AFTER INSERT ON event', 'true'],
  ['the log of it', 'AFTER INSERT ON log_entry', `NEW.type = 'event.created'`],
  ['that it is done', 'AFTER UPDATE ON execution', `NEW.state = 'done'`],
  ['what others hear of it', 'AFTER INSERT ON outbox', `NEW.kind = 'EffectsDone'`],
] as const;

describe.skipIf(isSkipped)(`effects${isSkipped ? ' (SKIPPED: no PostgreSQL on this machine)' : ''}`, () => {
  let one: World;
  let other: World;
  let ana: Client;
  let groupId: string;
  const sql = <T>(text: string, values: unknown[] = []): Promise<T[]> => one.database.reads.query<T[]>(text, values);

  beforeAll(async () => {
    const databaseUrl = await freshDatabase();
    one = await startWorld({ databaseUrl, env: { FOLKMOOT_ROLE: 'web' } });
    ana = await claim(one);
    groupId = await found(ana);
    other = await startWorld({ databaseUrl, env: { FOLKMOOT_ROLE: 'web' } });
  }, 60_000);
  afterAll(async () => {
    await other?.stop();
    await one?.stop();
  });

  /** A vote with two effects that has a yes and ends now. */
  async function endsNow(title: string, asked?: readonly object[]): Promise<string> {
    const event = (name: string): object => ({
      kind: 'EVENT_SCHEDULE',
      title: `${title}, ${name}`,
      startLocal: wall(40, 19),
      endLocal: wall(40, 22),
    });
    const { id } = await ana.get<{ id: string }>(
      'mutation ($input: CreateProposalInput!) { createProposal(input: $input) { id } }',
      {
        input: {
          groupId,
          fields: {
            title,
            method: 'CONSENT',
            closesAt: new Date(Date.now() + 3_600_000).toISOString(),
            effects: asked ?? [event('first'), event('second')],
          },
        },
      },
    );
    await ana.get('mutation ($input: CastBallotInput!) { castBallot(input: $input) { __typename } }', {
      input: { proposalId: id, option: 'consent' },
    });
    await sql(`UPDATE proposal SET closes_at = date_trunc('milliseconds', clock_now()) WHERE id = $1`, [id]);
    return id;
  }

  const outcomes = (ids: readonly string[]): Promise<object[]> =>
    sql(
      `SELECT x.state, (SELECT count(*)::int FROM result r WHERE r.proposal_id = p.id) AS results,
         (SELECT count(*)::int FROM event e WHERE e.title LIKE p.title || ', %') AS events,
         (SELECT count(*)::int FROM effect f WHERE f.proposal_id = p.id AND f.outcome_ref IS NOT NULL) AS made,
         (SELECT count(*)::int FROM log_entry l WHERE l.type IN ('proposal.closed', 'effect.done') AND convert_from(l.body, 'UTF8')::jsonb -> 'facts' ->> 'proposal' = p.id::text) AS logged
       FROM proposal p LEFT JOIN execution x ON x.proposal_id = p.id WHERE p.id = ANY($1) ORDER BY p.number`,
      [ids],
    );
  const once = { state: 'done', results: 1, events: 2, made: 2, logged: 2 };
  const close = (world: World): Promise<void> => world.app.get(Closer).closeDue();

  test('two servers that carry out six votes at once do each once', async () => {
    const ids: string[] = [];
    for (let n = 1; n <= 6; n += 1) ids.push(await endsNow(`Vote ${n} of six`));
    await Promise.all([one, other, one, other].map(close));
    expect(await outcomes(ids)).toEqual(ids.map(() => once));
  }, 60_000);

  test('two decisions that take back the same one, carried out by two servers at once: one does, the other one names it', async () => {
    const first = await endsNow('We meet on Tuesdays', []);
    await close(one);
    const effects = [{ kind: 'DECISION_TAKE_BACK', decisionId: first }];
    const both = [await endsNow('No Tuesdays', effects), await endsNow('Never on Tuesdays', effects)];
    await Promise.all([one, other].map(close));
    const states = await sql<{ state: string; failure_code: string | null }>(
      'SELECT state, failure_code FROM execution WHERE proposal_id = ANY($1) ORDER BY state',
      [both],
    );
    expect(states).toEqual([
      { state: 'done', failure_code: null },
      { state: 'failed', failure_code: 'TAKEN_BACK' },
    ]);
    expect(await sql('SELECT proposal_id FROM decision_taken_back WHERE by_proposal = ANY($1)', [both])).toEqual([
      { proposal_id: first },
    ]);
    expect(await sql('SELECT * FROM taken_back_violations')).toEqual([]);
  });

  test.each(points)(
    'a connection that dies on writing %s leaves nothing half done, and the next one does it once',
    async (name, when, only) => {
      // A sequence is not rolled back: it remembers that this point was reached.
      await sql('CREATE SEQUENCE reached');
      await sql(`CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF ${only} AND nextval('reached') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(1); END IF;
      RETURN NULL; END $$`);
      await sql(`CREATE TRIGGER die ${when} FOR EACH ROW EXECUTE FUNCTION die()`);
      try {
        const id = await endsNow(`Dies at ${name}`);
        await close(one).catch(() => undefined);
        const [reached] = await sql<{ is_called: boolean }>('SELECT is_called FROM reached');
        expect(reached).toEqual({ is_called: true });
        const [left] = await outcomes([id]);
        expect(left).toMatchObject({ events: 0, made: 0 });
        await sql(
          `UPDATE execution SET not_before = clock_now() - interval '1 second' WHERE proposal_id = $1 AND state = 'waiting'`,
          [id],
        );
        await Promise.all([one, other].map(close));
        expect(await outcomes([id])).toEqual([once]);
      } finally {
        await sql(`DROP TRIGGER IF EXISTS die ON ${when.split(' ').at(-1)}`);
        await sql('DROP FUNCTION die()');
        await sql('DROP SEQUENCE reached');
      }
    },
  );
});
