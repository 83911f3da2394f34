import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { bundleFault, Closer, type ProposalBundle } from '../../apps/api/src/decisions/index.ts';
import { checksumOf } from '../../apps/api/src/decisions/record/verify-bundle.ts';
import { rows } from '../../apps/api/src/platform/database/sql.ts';
import { Client } from '../support/client.ts';
import { claim, found, givesDuty, joins } from '../support/people.ts';
import { freshDatabase } from '../support/postgres.ts';
import { startWorld, type World } from '../support/world.ts';

// Objections as records: raised by a ballot, answered, taken up in a new text, withdrawn, ruled out where the rules say so, or standing at the end.
const postgres = inject('postgresUrl');
const HOUR = 3_600_000;
const fields = `id status round textVersion cast myChoice { option } tally { verdict code } objections { id round personName text state stands response ruling mine comments canAnswer canWithdraw canRuleOut }`;
const create = `mutation ($input: CreateProposalInput!) { createProposal(input: $input) { ${fields} } }`;
const cast = `mutation ($input: CastBallotInput!) { castBallot(input: $input) { __typename ... on Proposal { ${fields} } ... on BallotRefused { code message } } }`;
const read = `query ($id: ID!) { proposal(id: $id) { ${fields} } }`;
const answer = `mutation ($id: ID!, $response: String!) { answerObjection(id: $id, response: $response) { ${fields} } }`;
const withdraw = `mutation ($id: ID!) { withdrawObjection(id: $id) { ${fields} } }`;
const ruleOut = `mutation ($id: ID!, $reason: String!) { ruleOutObjection(id: $id, reason: $reason) { ${fields} } }`;
const amend = `mutation ($input: AmendProposalInput!) { amendProposal(input: $input) { ${fields} } }`;
const comment = `mutation ($id: ID!) { addComment(kind: OBJECTION, id: $id, body: "What would do?") }`;
const talk = `query ($id: ID!) { comments(kind: OBJECTION, id: $id) { nodes { authorName } } }`;

interface Objection {
  id: string;
  round: number;
  personName: string;
  text: string;
  state: string;
  stands: boolean;
  response: string | null;
  ruling: string | null;
  mine: boolean;
  comments: number;
  canAnswer: boolean;
  canWithdraw: boolean;
  canRuleOut: boolean;
}
interface Proposal {
  id: string;
  status: string;
  round: number;
  textVersion: number;
  myChoice: { option: string } | null;
  tally: { verdict: string; code: string } | null;
  objections: Objection[];
}

for (const engine of ['PGlite', 'PostgreSQL'] as const) {
  const skipped = engine === 'PostgreSQL' && !postgres;
  describe.skipIf(skipped)(`${engine}${skipped ? ' (SKIPPED: no PostgreSQL on this machine)' : ''}`, () => {
    let world: World;
    let groupId: string;
    let [ana, ben, cleo, dan] = [] as unknown as [Client, Client, Client, Client];
    let passed = 0;
    const inHours = (hours: number): Date => new Date(Date.now() + (passed + hours) * HOUR);
    const closes = async (): Promise<void> => {
      passed += 100;
      await world.clockPasses(`${passed} hours`);
      await world.app.get(Closer).closeDue();
    };
    const opens = (more: object = {}): Promise<Proposal> =>
      ben.get<Proposal>(create, {
        input: {
          groupId,
          fields: {
            title: 'A second key',
            method: 'CONSENT',
            closesAt: inHours(48),
            showResults: 'AFTER_CLOSE',
            ...more,
          },
        },
      });
    const votes = (who: Client, { id }: Proposal, option: string, reason?: string): Promise<Proposal> =>
      who.get<Proposal>(cast, { input: { proposalId: id, option, ...(reason ? { reason } : {}) } });
    const seen = (who: Client, { id }: Proposal): Promise<Proposal> => who.get<Proposal>(read, { id });
    const bundleOf = async ({ id }: Proposal): Promise<ProposalBundle> =>
      (await (await new Client(world.url).fetch(`/p/${id}/decision.json`)).json()) as ProposalBundle;

    beforeAll(async () => {
      world = await startWorld(engine === 'PostgreSQL' ? { databaseUrl: await freshDatabase() } : {});
      ana = await claim(world);
      groupId = await found(ana);
      ben = await joins(world, ana, { groupId, name: 'Ben' });
      cleo = await joins(world, ana, { groupId, name: 'Cleo' });
      dan = await joins(world, ana, { groupId, name: 'Dan' });
    }, 60_000);
    afterAll(() => world?.stop());

    test('a block raises one; only its author, who objects and who may know the count see it, and it has a talk of its own', async () => {
      const made = await opens();
      await votes(cleo, made, 'object', 'Too many keys');
      const [mine] = (await seen(cleo, made)).objections;
      expect(mine).toMatchObject({
        personName: 'Cleo',
        text: 'Too many keys',
        state: 'OPEN',
        stands: true,
        mine: true,
        canWithdraw: true,
        canAnswer: false,
      });
      expect((await seen(ben, made)).objections).toMatchObject([
        { id: mine!.id, canAnswer: true, canWithdraw: false, canRuleOut: false },
      ]);
      for (const who of [ana, dan, new Client(world.url)]) expect((await seen(who, made)).objections).toEqual([]);
      expect((await dan.refusalOf(talk, { id: mine!.id }))?.code).toBe('NOT_FOUND');
      await ben.get(comment, { id: mine!.id });
      expect(await cleo.get<{ nodes: object[] }>(talk, { id: mine!.id })).toEqual({ nodes: [{ authorName: 'Ben' }] });
      expect((await seen(cleo, made)).objections[0]).toMatchObject({ comments: 1 });
      await votes(cleo, made, 'object', 'Too many keys, and no list');
      expect((await seen(cleo, made)).objections).toMatchObject([{ id: mine!.id, text: 'Too many keys, and no list' }]);
      const live = await opens({ showResults: 'AFTER_OWN' });
      await votes(cleo, live, 'object', 'Still too many');
      expect((await seen(dan, live)).objections).toEqual([]);
      await votes(dan, live, 'consent');
      expect((await seen(dan, live)).objections).toHaveLength(1);
    });

    test('answered by the author alone, withdrawn by who raised it, who then answers otherwise', async () => {
      const made = await opens();
      await votes(cleo, made, 'object', 'Too many keys');
      const { id } = (await seen(ben, made)).objections[0]!;
      expect((await ana.refusalOf(answer, { id, response: 'No' }))?.code).toBe('FORBIDDEN');
      expect((await ben.refusalOf(answer, { id, response: ' ' }))?.message).toContain('Write what you answer');
      expect((await ben.get<Proposal>(answer, { id, response: 'It hangs in the shed.' })).objections[0]).toMatchObject({
        response: 'It hangs in the shed.',
        state: 'OPEN',
      });
      expect((await ben.refusalOf(withdraw, { id }))?.code).toBe('FORBIDDEN');
      expect(await cleo.get<Proposal>(withdraw, { id })).toMatchObject({
        myChoice: null,
        objections: [{ state: 'WITHDRAWN', stands: false }],
      });
      expect((await cleo.refusalOf(withdraw, { id }))?.code).toBe('CONFLICT');
      for (const who of [cleo, dan]) await votes(who, made, 'consent');
      await closes();
      expect((await seen(dan, made)).tally).toMatchObject({ verdict: 'PASSED' });
      expect((await ben.refusalOf(answer, { id, response: 'Late' }))?.message).toContain('over');
    });

    test('taken up by an amendment: everybody is asked again, and without an objection in the new round it passes', async () => {
      const made = await opens();
      await votes(ana, made, 'consent');
      await votes(cleo, made, 'object', 'Too many keys');
      const { id } = (await seen(ben, made)).objections[0]!;
      const input = { id: made.id, textVersion: 1, title: 'A second key', body: 'Kept by Cleo.' };
      expect((await ben.refusalOf(amend, { input: { ...input, integrates: [made.id] } }))?.message).toContain(
        'does not stand any more',
      );
      const amended = await ben.get<Proposal>(amend, { input: { ...input, integrates: [id] } });
      expect(amended).toMatchObject({
        round: 2,
        textVersion: 2,
        cast: 0,
        objections: [{ id, round: 1, state: 'INTEGRATED', stands: false }],
      });
      expect((await seen(dan, made)).objections).toMatchObject([{ personName: 'Cleo', state: 'INTEGRATED' }]);
      await votes(ana, made, 'consent');
      await votes(cleo, made, 'consent');
      await closes();
      expect(await seen(dan, made)).toMatchObject({ status: 'CLOSED', tally: { verdict: 'PASSED' } });
      expect(bundleFault(await bundleOf(made))).toBeNull();
    });

    test('standing at the end, the consent fails with it', async () => {
      const made = await opens();
      for (const who of [ana, ben, dan]) await votes(who, made, 'consent');
      await votes(cleo, made, 'object', 'Too many keys');
      await closes();
      expect(await seen(dan, made)).toMatchObject({
        tally: { verdict: 'FAILED', code: 'open_objection' },
        objections: [{ state: 'OPEN', stands: true }],
      });
    });

    test('ruled out by a steward only where the rulebook of the opening says so, with a reason; the count and its file say it', async () => {
      const before = await opens();
      await votes(cleo, before, 'object', 'Too many keys');
      const { id: untouched } = (await seen(ben, before)).objections[0]!;
      expect((await ana.refusalOf(ruleOut, { id: untouched, reason: 'Off the point' }))?.code).toBe('FORBIDDEN');
      await rows(
        world.database.reads,
        `INSERT INTO rulebook_version (id, group_id, n, rules, from_at, authority, hash) SELECT gen_random_uuid(), group_id, n + 1, jsonb_set(rules, '{decision,ruleOut}', 'true'), clock_now(), authority, hash FROM rulebook_version WHERE group_id = $1 ORDER BY n DESC LIMIT 1`,
        [groupId],
      );
      expect((await ana.refusalOf(ruleOut, { id: untouched, reason: 'Off the point' }))?.code).toBe('FORBIDDEN');
      const made = await opens();
      for (const who of [ben, dan]) await votes(who, made, 'consent');
      await votes(cleo, made, 'object', 'I dislike Ben');
      const objection = (await seen(ana, made)).objections[0]!;
      expect(objection).toMatchObject({ canRuleOut: true, canAnswer: false });
      await givesDuty(ana, { groupId, to: cleo, duty: 'STEWARD' });
      expect((await cleo.refusalOf(ruleOut, { id: objection.id, reason: 'No' }))?.code).toBe('FORBIDDEN');
      expect((await dan.refusalOf(ruleOut, { id: objection.id, reason: 'No' }))?.code).toBe('FORBIDDEN');
      expect((await ana.refusalOf(ruleOut, { id: objection.id, reason: '' }))?.message).toContain('Say why');
      expect(
        (await ana.get<Proposal>(ruleOut, { id: objection.id, reason: 'It is about Ben, not the key' })).objections,
      ).toMatchObject([{ state: 'RULED_OUT', ruling: 'It is about Ben, not the key', stands: false }]);
      await closes();
      expect((await seen(dan, made)).tally).toMatchObject({ verdict: 'PASSED' });
      const bundle = await bundleOf(made);
      expect([bundleFault(bundle), bundle.ballots.filter((one) => one.objection)]).toMatchObject([
        null,
        [{ objection: 'ruled_out' }],
      ]);
      const copy = structuredClone(bundle) as unknown as { ballots: { objection?: string }[] } & ProposalBundle;
      for (const ballot of copy.ballots) delete ballot.objection;
      expect(bundleFault({ ...copy, checksum: checksumOf(copy) })).toContain('were counted');
    });

    test('the database keeps it: settled once, never deleted, and not after the end', async () => {
      const made = await opens();
      await votes(cleo, made, 'object', 'Too many keys');
      const change = (sql: string): Promise<unknown> =>
        rows(world.database.reads, `${sql} WHERE proposal_id = $1`, [made.id]);
      await expect(change('DELETE FROM objection')).rejects.toThrow('settled once');
      await closes();
      await expect(
        change(`UPDATE objection SET state = 'ruled_out', ruling = 'x', settled_at = clock_now()`),
      ).rejects.toThrow('settled once');
      await expect(change(`UPDATE proposal_text SET body = 'other'`)).rejects.toThrow();
      await expect(
        rows(world.database.reads, `UPDATE proposal SET title = 'other' WHERE id = $1`, [made.id]),
      ).rejects.toThrow('RULES_FROZEN');
    });
  });
}
