import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleFault, Closer, type ProposalBundle } from '../../apps/api/src/decisions/index.ts';
import { checksumOf } from '../../apps/api/src/decisions/record/verify-bundle.ts';
import { row, rows } from '../../apps/api/src/platform/database/sql.ts';
import type { Client } from '../support/client.ts';
import { engines, startWorldOn } from '../support/engines.ts';
import { found, idOf } from '../support/people.ts';
import { handIn, type Receipt, seal, type Sealed } from '../support/secret-voters.ts';
import { secretHall, type SecretHall } from '../support/secret-hall.ts';
import type { World } from '../support/world.ts';

// A secret vote over HTTP: sealed in the browser, final, silent while it is open, and afterwards a board that anyone counts again.
const run = promisify(execFile);
interface Shown extends Sealed {
  readonly cast: number;
  readonly tally: { readonly verdict: string; readonly rows: readonly { option: string; value: string }[] } | null;
  readonly ballots: readonly object[];
  readonly can: { readonly vote: boolean };
  readonly options: readonly { readonly id: string }[];
  readonly secret: {
    readonly iTookPart: boolean;
    readonly atLeast: number;
    readonly root: string | null;
    readonly sealedAt: string | null;
    readonly unanimous: boolean;
    readonly tookPart: readonly { readonly name: string }[] | null;
  } | null;
}
const fields = `id rulesHash cast tally { verdict rows { option value } } ballots { name } can { vote } options { id }
  secret { iTookPart atLeast root sealedAt unanimous tookPart { name } }`;
const create = `mutation ($input: CreateProposalInput!) { createProposal(input: $input) { ${fields} } }`;
const read = `query ($id: ID!) { proposal(id: $id) { ${fields} } }`;
const castNamed = `mutation ($input: CastBallotInput!) { castBallot(input: $input) { ... on BallotRefused { code } } }`;
const boardQuery = `query ($id: ID!) { ballotBoard(proposalId: $id) { root turnout ballots { commitment nonce choice { option } } } }`;

describe.each(engines)('on %s', (engine) => {
  let world: World;
  let groupId: string;
  let vote: Shown;
  let people: Client[];
  let hall: SecretHall;
  const receipts: Receipt[] = [];

  const seen = (at: number, who = people[at]!): Promise<Shown> => who.get<Shown>(read, { id: vote.id });

  beforeAll(async () => {
    world = await startWorldOn(engine);
    hall = await secretHall(world, 'SECRET');
    ({ groupId, people } = hall);
    vote = await people[0]!.get<Shown>(create, hall.input({}));
  }, 60_000);
  afterAll(() => world?.stop());

  test('what cannot be secret is refused, naming the field', async () => {
    const refused = (more: object, group?: string) => people[0]!.refusalOf(create, hall.input(more, group));
    expect(await refused({ method: 'CONSENT' })).toMatchObject({ field: 'secrecy' });
    expect(await refused({ template: 'CONSENSUS' })).toMatchObject({ field: 'secrecy' });
    const dots = { template: 'DOTS', method: 'DOT_VOTE', options: [{ label: 'A' }, { label: 'B' }] };
    expect(await refused(dots)).toMatchObject({ field: 'secrecy' });
    expect(await refused({ reasons: 'OPTIONAL' })).toMatchObject({ field: 'reasons' });
    expect(await refused({ showResults: 'LIVE' })).toMatchObject({ field: 'showResults' });
    const alone = await found(people[0]!, { handle: 'alone' });
    const { errors } = await people[0]!.ask(create, hall.input({}, alone));
    expect(errors![0]!.extensions).toMatchObject({ field: 'secrecy', reason: 'TOO_FEW_FOR_SECRET' });
    expect(errors![0]!.message).toContain('here are 1.');
  });

  test('every ballot is answered alike and leaves no trace of its own; the same again is recorded, another one is not', async () => {
    await world.settle();
    const before = await hall.traces();
    const [yes, abstain, no] = vote.options.map(({ id }) => ({ option: id }));
    for (const [at, choice] of [yes!, yes!, no!, abstain!, yes!, no!].entries()) {
      receipts.push(seal(vote, choice));
      expect(await handIn(people[at]!, vote, receipts[at]!)).toEqual({ recorded: true });
    }
    expect(await handIn(people[0]!, vote, receipts[0]!)).toEqual({ recorded: true });
    expect(await handIn(people[0]!, vote, seal(vote, no!))).toMatchObject({ code: 'ALREADY_VOTED' });
    const other = { ...seal(vote, no!), choice: yes! };
    expect(await handIn(people[6]!, vote, other)).toMatchObject({ code: 'COMMITMENT_WRONG' });
    const nobody = seal(vote, { option: 'nobody' });
    expect(await handIn(people[6]!, vote, nobody)).toMatchObject({ code: 'OPTION_UNKNOWN' });
    const named = { input: { proposalId: vote.id, ...yes } };
    expect(await people[6]!.get(castNamed, named)).toMatchObject({ code: 'IS_SECRET' });
    await expect(handIn(world.visitor(), vote, receipts[0]!)).rejects.toThrow('UNAUTHENTICATED');
    expect(await hall.traces()).toEqual(before);
  });

  test('while it is open nobody learns more than a rounded turnout, an hour old, and whether they voted themselves', async () => {
    expect(await seen(0)).toMatchObject({ cast: 0, tally: null, ballots: [], can: { vote: false } });
    expect((await seen(0)).secret).toMatchObject({ iTookPart: true, atLeast: 0, root: null, tookPart: null });
    expect(await seen(6)).toMatchObject({ can: { vote: true }, secret: { iTookPart: false, unanimous: false } });
    const needed = (who: Client) => who.get<{ id: string }[]>('{ needsMyVote { id } }');
    expect([await needed(people[0]!), await needed(people[6]!)]).toEqual([[], [{ id: vote.id }]]);
    const list = `query { groupProposals(handle: "riverside") { nodes { cast secrecy } } }`;
    expect(await people[6]!.get(list)).toEqual({ nodes: [{ cast: 0, secrecy: 'SECRET' }] });
    for (const file of ['board.json', 'decision.json', 'ballots.csv'])
      expect([file, (await people[0]!.fetch(`/p/${vote.id}/${file}`)).status]).toEqual([file, 409]);
    expect(await people[0]!.get(boardQuery, { id: vote.id })).toBeNull();
    await hall.passes(2);
    expect(await seen(6)).toMatchObject({ cast: 5, secret: { atLeast: 5 } });
  });

  test('who leaves before voting has no vote; the ballots of all others count', async () => {
    await people[6]!.get('mutation ($id: ID!) { leaveGroup(groupId: $id) }', { id: groupId });
    expect(await handIn(people[6]!, vote, seal(vote, { option: 'agree' }))).toMatchObject({ code: 'NOT_A_MEMBER' });
  });

  test('the database itself keeps ballots in their window, and one a person', async () => {
    const db = world.database.reads;
    const insert = (id: string, person: string) =>
      rows(db, 'INSERT INTO secret_turnout (proposal_id, person_id) VALUES ($1, $2)', [id, person]);
    await expect(rows(db, 'DELETE FROM secret_ballot')).rejects.toThrow('stays until');
    await expect(rows(db, 'UPDATE secret_turnout SET person_id = proposal_id')).rejects.toThrow('append-only');
    await expect(insert(vote.id, vote.id)).rejects.toThrow('NOT_AN_ELECTOR');
    await expect(rows(db, 'INSERT INTO ballot_board SELECT * FROM secret_ballot')).rejects.toThrow('when its vote');
    const { id } = await people[0]!.get<Shown>(create, hall.input({ secrecy: 'NAMED' }));
    await expect(insert(id, await idOf(people[0]!))).rejects.toThrow('VOTING_CLOSED');
  });

  test('closed, it is counted, its board is published, who took part is known to members, and its traces are destroyed', async () => {
    await hall.passes(11);
    const closed = await seen(0);
    expect(closed.tally).toMatchObject({ verdict: 'PASSED' });
    expect(closed.tally!.rows.map(({ value }) => value)).toEqual(['3', '1', '2']);
    expect(closed).toMatchObject({ cast: 6, ballots: [], secret: { unanimous: false } });
    expect(closed.secret!.sealedAt).not.toBeNull();
    expect(closed.secret!.tookPart!.map(({ name }) => name)).toEqual(['Ana', 'Ben', 'Cleo', 'Dan', 'Eva', 'Fay']);
    expect((await seen(0, world.visitor())).secret!.tookPart).toBeNull();
    const left = await row(
      world.database.reads,
      `SELECT (SELECT count(*) FROM secret_turnout)::int AS who, (SELECT count(*) FROM secret_ballot)::int AS what`,
    );
    expect(left).toEqual({ who: 0, what: 0 });
    expect(await handIn(people[6]!, vote, receipts[0]!)).toHaveProperty('code');
    expect(await handIn(people[5]!, vote, seal(vote, { option: 'agree' }))).toHaveProperty('closedAt');
    await expect(rows(world.database.reads, 'DELETE FROM ballot_board')).rejects.toThrow('append-only');
  });

  test('every receipt stands on the board, also by a script that knows nothing of us; an altered one does not', async () => {
    const board = (await (await world.visitor().fetch(`/p/${vote.id}/board.json`)).json()) as {
      root: string;
      ballots: Receipt[];
    };
    const asked = await people[0]!.get<{ root: string; turnout: number; ballots: object[] }>(boardQuery, {
      id: vote.id,
    });
    expect(asked).toMatchObject({ root: board.root, turnout: 6 });
    expect(asked.ballots).toHaveLength(6);
    const folder = mkdtempSync(join(tmpdir(), 'folkmoot-board-'));
    const script = join(import.meta.dirname, '../../apps/web/public/check_board.py');
    const check = async (kept: readonly Receipt[], of: object = board): Promise<string> => {
      const files = [of, ...kept].map((file, at) => {
        const path = join(folder, `${at}.json`);
        writeFileSync(path, JSON.stringify(file));
        return path;
      });
      return run('python3', [script, ...files])
        .then(({ stdout }) => stdout)
        .catch((error: { stderr: string }) => error.stderr);
    };
    for (const receipt of receipts) expect(board.ballots).toContainEqual(receipt);
    expect(JSON.parse(await check(receipts))).toEqual({
      receipts: 6,
      ballots: 6,
      root: board.root,
      counts: { '{"option":"agree"}': 3, '{"option":"abstain"}': 1, '{"option":"disagree"}': 2 },
    });
    expect(await check([{ ...receipts[0]!, choice: { option: 'disagree' } }])).toContain('does not stand on the board');
    const [first, ...rest] = board.ballots;
    expect(await check([], { ...board, ballots: [{ ...first, choice: otherThan(first!.choice) }, ...rest] })).toMatch(
      /does not fit/,
    );
    expect(await check([], { ...board, ballots: rest })).toMatch(/root|board/);
    rmSync(folder, { recursive: true });
  });

  test('the bundle counts again from the board, and whatever is changed in it is found', async () => {
    const bundle = (await (await people[0]!.fetch(`/p/${vote.id}/decision.json`)).json()) as ProposalBundle;
    expect([bundleFault(bundle), bundle.result.verdict, bundle.ballots, bundle.board!.turnout]).toEqual([
      null,
      'passed',
      [],
      6,
    ]);
    const changed = (change: (copy: Mutable) => void): string | null => {
      const copy = structuredClone(bundle) as unknown as Mutable;
      change(copy);
      return bundleFault({ ...(copy as unknown as ProposalBundle), checksum: checksumOf(copy as never) });
    };
    expect(changed(({ board }) => (board.ballots[0]!.choice = otherThan(board.ballots[0]!.choice)))).toMatch(
      /commitment|counted/,
    );
    expect(changed(({ board }) => board.ballots.pop())).toContain('took part');
    expect(changed(({ board }) => ((board.turnout = 5), board.ballots.pop()))).toContain('root');
    expect(changed(({ board }) => (board.root = board.root.replace(/^./, 'x')))).toContain('root');
    expect(changed(({ proposal }) => (proposal.secrecy = 'named'))).toContain('rules');
    expect((await people[0]!.fetch(`/p/${vote.id}/ballots.csv`)).status).toBe(409);
  });

  test('a withdrawn vote leaves nothing: its ballots are destroyed without being counted', async () => {
    const next = await people[0]!.get<Shown>(
      create,
      hall.input({ title: 'Again?', closesAt: new Date(Date.now() + 30 * 3_600_000) }),
    );
    await handIn(people[0]!, next, seal(next, { option: 'agree' }));
    await people[0]!.get('mutation ($id: ID!) { withdrawProposal(id: $id, reason: "No need") { id } }', {
      id: next.id,
    });
    await world.app.get(Closer).closeDue();
    const left = await row(
      world.database.reads,
      'SELECT (SELECT count(*) FROM secret_turnout)::int + (SELECT count(*) FROM secret_ballot)::int AS n',
    );
    expect(left).toEqual({ n: 0 });
    expect(await people[0]!.get(boardQuery, { id: next.id })).toBeNull();
  });
});

/** Another answer to the same question. */
function otherThan(choice: object): { option: string } {
  return { option: JSON.stringify(choice).includes('abstain') ? 'agree' : 'abstain' };
}

/** A bundle that can be tampered with. */
interface Mutable {
  proposal: { secrecy: string };
  board: { root: string; turnout: number; ballots: { choice: object }[] };
}
