import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BallotPaper, blindPaper } from '#libs/log';
import { bundleFault, type ProposalBundle } from '../../apps/api/src/decisions/index.ts';
import { checksumOf } from '../../apps/api/src/decisions/record/verify-bundle.ts';
import { row, rows } from '../../apps/api/src/platform/database/sql.ts';
import { Secrets } from '../../apps/api/src/platform/secrets/secrets.service.ts';
import {
  askPaper,
  type BlindQuestion,
  type BlindReceipt,
  dropIn,
  sealWith,
  sha384,
  takePaper,
} from '../support/blind-voters.ts';
import type { Client } from '../support/client.ts';
import { engines, startWorldOn } from '../support/engines.ts';
import { found, idOf, joins } from '../support/people.ts';
import { handIn, seal } from '../support/secret-voters.ts';
import { secretHall, type SecretHall } from '../support/secret-hall.ts';
import type { World } from '../support/world.ts';

// A vote that this server's database keeps secret too: papers signed blindly, ballots without a session, changed until the end.
const run = promisify(execFile);
interface Shown extends BlindQuestion {
  readonly status: string;
  readonly tally: { readonly verdict: string; readonly rows: readonly { value: string }[] } | null;
  readonly can: { readonly vote: boolean };
}
const fields = `id status rulesHash cast tally { verdict rows { value } } ballots { name } can { vote }
  secret { paperKey iTookPart atLeast root sealedAt tookPart { name } }`;
const create = `mutation ($input: CreateProposalInput!) { createProposal(input: $input) { ${fields} } }`;
const read = `query ($id: ID!) { proposal(id: $id) { ${fields} } }`;
const [yes, no, abstain] = ['agree', 'disagree', 'abstain'].map((option) => ({ option })) as [
  { option: string },
  { option: string },
  { option: string },
];

describe.each(engines)('on %s', (engine) => {
  let world: World;
  let groupId: string;
  let vote: Shown;
  let other: Shown;
  let people: Client[];
  let hall: SecretHall;
  const papers: BallotPaper[] = [];
  const receipts: BlindReceipt[] = [];

  const nobody = (): Client => world.visitor();
  const seen = (at: number): Promise<Shown> => people[at]!.get<Shown>(read, { id: vote.id });

  beforeAll(async () => {
    world = await startWorldOn(engine);
    hall = await secretHall(world, 'BLIND');
    ({ groupId, people } = hall);
    vote = await people[0]!.get<Shown>(create, hall.input({}));
  }, 60_000);
  afterAll(() => world?.stop());

  test('it opens with a key of its own, sealed at rest; too few people, receipts off and other methods are refused', async () => {
    expect(vote.secret.paperKey).toMatch(/^[0-9a-f]{768}$/);
    other = await people[0]!.get<Shown>(create, hall.input({ title: 'Another' }));
    expect(other.secret.paperKey).not.toBe(vote.secret.paperKey);
    const { sealed } = (await row<{ sealed: Buffer }>(
      world.database.reads,
      'SELECT sealed FROM paper_signer WHERE proposal_id = $1',
      [vote.id],
    ))!;
    const opened = world.app.get(Secrets).open({ purpose: 'ballot-papers', of: vote.id }, sealed);
    expect(sealed.includes(opened.subarray(100, 132))).toBe(false);
    const refused = (more: object, group?: string) => people[0]!.refusalOf(create, hall.input(more, group));
    expect(await refused({ receipts: false })).toMatchObject({ field: 'receipts' });
    expect(await refused({ method: 'CONSENT' })).toMatchObject({ field: 'secrecy' });
    const alone = await found(people[0]!, { handle: 'alone' });
    expect(await refused({}, alone)).toMatchObject({ field: 'secrecy' });
  });

  test('a paper is for electors, once; the same again after a lost answer gets the same', async () => {
    const key = { proposal: vote.id, key: vote.secret.paperKey };
    const { blinded } = blindPaper(sha384, key, randomBytes);
    const first = await askPaper(people[6]!, vote.id, blinded);
    expect(await askPaper(people[6]!, vote.id, blinded)).toEqual(first);
    const second = await askPaper(people[6]!, vote.id, blindPaper(sha384, key, randomBytes).blinded);
    expect(second).toMatchObject({ code: 'PAPER_TAKEN' });
    await expect(askPaper(nobody(), vote.id, blinded)).rejects.toThrow('UNAUTHENTICATED');
    const late = await joins(world, people[0]!, { groupId, name: 'Hal' });
    expect(await askPaper(late, vote.id, blinded)).toMatchObject({ code: 'NOT_AN_ELECTOR' });
    await expect(askPaper(people[5]!, vote.id, 'ff'.repeat(384))).rejects.toThrow('no blinded paper');
    await expect(askPaper(people[5]!, vote.id, 'ff')).rejects.toThrow('384 bytes');
    expect(await seen(5)).toMatchObject({ can: { vote: true }, secret: { iTookPart: false } });
    expect(await seen(6)).toMatchObject({ can: { vote: false }, secret: { iTookPart: true, tookPart: null } });
    await expect(handIn(people[5]!, vote, seal(vote, yes))).rejects.toThrow('not secret');
  });

  test('ballots come without a name, are changed by their paper, and leave no trace of their own', async () => {
    for (const who of people.slice(0, 6)) papers.push(await takePaper(who, vote));
    await world.settle();
    const before = await hall.traces();
    for (const [at, choice] of [no, yes, no, abstain, yes].entries()) {
      receipts.push(sealWith(papers[at]!, vote, choice));
      expect(await dropIn(nobody(), vote, receipts[at]!)).toEqual({ status: 200, said: { recorded: true } });
    }
    expect(await dropIn(nobody(), vote, receipts[1]!)).toMatchObject({ status: 200 });
    receipts[0] = sealWith(papers[0]!, vote, yes);
    expect(await dropIn(nobody(), vote, receipts[0])).toMatchObject({ status: 200 });
    expect(await hall.traces()).toEqual(before);
    const held = await rows<{ token: string }>(
      world.database.reads,
      `SELECT encode(token, 'hex') AS token, ctid, xmin::text AS x FROM blind_ballot WHERE proposal_id = $1 ORDER BY ctid`,
      [vote.id],
    );
    expect(held.map(({ token }) => token)).toEqual(
      papers
        .slice(0, 5)
        .map(({ token }) => token)
        .toSorted(),
    );
    expect(new Set(held.map((one) => (one as unknown as { x: string }).x)).size).toBe(1);
  });

  test('whoever holds no paper of this vote, or comes with a name, is refused and learns nothing', async () => {
    const good = sealWith(papers[5]!, vote, yes);
    const refusal = async (receipt: BlindReceipt, who = nobody(), of: { id: string } = vote) => {
      const { status, said } = await dropIn(who, of, receipt);
      return [status, said['reason'] ?? said['code'], said['field']];
    };
    const none = [400, 'NO_PAPER', 'token'];
    expect(await refusal({ ...good, nonce: randomBytes(32).toString('hex') })).toEqual(none);
    expect(await refusal({ ...good, signature: receipts[0]!.signature })).toEqual(none);
    expect(await refusal(good, nobody(), { id: vote.id.replace(/^./, (one) => (one === '0' ? '1' : '0')) })).toEqual(
      none,
    );
    expect(await refusal(good, nobody(), { id: 'nothing' })).toEqual([404, 'NOT_FOUND', undefined]);
    expect(await refusal(good, people[5])).toEqual([400, 'HAS_NAME', 'cookie']);
    expect(await refusal({ ...good, nonce: 'abc' })).toEqual([400, 'BAD_USER_INPUT', 'token']);
    expect(await refusal({ ...good, choice: yes, commitment: receipts[0]!.commitment })).toEqual([
      409,
      'COMMITMENT_WRONG',
      undefined,
    ]);
    const odd = sealWith(papers[5]!, vote, { option: 'nobody' });
    expect(await refusal(odd)).toEqual([409, 'OPTION_UNKNOWN', undefined]);
    expect(await refusal({ ...good, choice: { option: 7 } as never })).toEqual([400, 'BAD_USER_INPUT', 'option']);
    expect((await nobody().fetch(`/p/${vote.id}/ballot`, { method: 'POST' })).status).toBe(400);
    for (const file of ['board.json', 'decision.json'])
      expect((await people[0]!.fetch(`/p/${vote.id}/${file}`)).status).toBe(409);
    await hall.passes(2);
    expect(await seen(5)).toMatchObject({ cast: 5, tally: null, ballots: [], secret: { atLeast: 5 } });
  });

  test('the database keeps the box itself: no ballot without a paper, none of another kind, keys as they were', async () => {
    const db = world.database.reads;
    const put = (id: string): Promise<unknown> =>
      rows(
        db,
        `SELECT put_blind_ballot(ROW($1::uuid, decode(repeat('ab', 32), 'hex'), decode(repeat('ab', 384), 'hex'), decode(repeat('ab', 32), 'hex'), '{}'::jsonb)::blind_ballot)`,
        [id],
      );
    const { id: named } = await people[0]!.get<Shown>(create, hall.input({ secrecy: 'NAMED' }));
    const { id: secret } = await people[0]!.get<Shown>(create, hall.input({ secrecy: 'SECRET' }));
    await expect(put(named)).rejects.toThrow('VOTING_CLOSED');
    await expect(put(secret)).rejects.toThrow('another kind');
    await expect(put(other.id)).rejects.toThrow('more ballots than papers');
    const turnout = 'INSERT INTO secret_turnout (proposal_id, person_id) VALUES ($1, $2)';
    await expect(rows(db, turnout, [other.id, await idOf(people[0]!)])).rejects.toThrow('a paper is of');
    await expect(rows(db, 'DELETE FROM blind_ballot')).rejects.toThrow('stays until');
    await expect(rows(db, 'UPDATE blind_ballot SET proposal_id = proposal_id')).rejects.toThrow('append-only');
    await expect(rows(db, 'UPDATE paper_key SET modulus = modulus')).rejects.toThrow('append-only');
    await expect(rows(db, 'INSERT INTO paper_key SELECT $1, modulus FROM paper_key LIMIT 1', [named])).rejects.toThrow(
      'RULES_FROZEN',
    );
    expect(await row(db, 'SELECT count(*)::int AS n FROM blind_ballot')).toEqual({ n: 5 });
  });

  test('who leaves gets no paper; a paper in hand votes on, since nobody knows whose it is', async () => {
    const kept = await takePaper(people[5]!, other);
    for (const at of [5, 6]) await people[at]!.get('mutation ($id: ID!) { leaveGroup(groupId: $id) }', { id: groupId });
    await expect(takePaper(people[6]!, other)).rejects.toThrow('NOT_A_MEMBER');
    expect(await dropIn(nobody(), other, sealWith(kept, other, yes))).toMatchObject({ status: 200 });
  });

  test('closed, it is counted from its papers, and what signed and what stood in the box is destroyed', async () => {
    await hall.passes(11);
    const closed = await seen(0);
    expect(closed.tally).toMatchObject({ verdict: 'PASSED' });
    expect(closed.tally!.rows.map(({ value }) => value)).toEqual(['3', '1', '1']);
    const { tookPart } = closed.secret as unknown as { tookPart: { name: string }[] };
    expect(tookPart.map(({ name }) => name)).toEqual(['Ana', 'Ben', 'Cleo', 'Dan', 'Eva', 'Fay', 'Gil']);
    const left = await row(
      world.database.reads,
      `SELECT (SELECT count(*) FROM secret_turnout)::int + (SELECT count(*) FROM blind_ballot)::int + (SELECT count(*) FROM paper_signer)::int AS n`,
    );
    expect(left).toEqual({ n: 0 });
    expect(await dropIn(nobody(), vote, receipts[0]!)).toMatchObject({ status: 409, said: { code: 'VOTING_CLOSED' } });
    const { blinded } = blindPaper(sha384, { proposal: vote.id, key: vote.secret.paperKey }, randomBytes);
    expect(await askPaper(people[0]!, vote.id, blinded)).toHaveProperty('closedAt');
  });

  test('anyone finds every ballot and its paper on the board, with a script that knows nothing of us; what is forged is found', async () => {
    const board = (await (await nobody().fetch(`/p/${vote.id}/board.json`)).json()) as {
      paperKey: string;
      turnout: number;
      ballots: BlindReceipt[];
    };
    expect(board).toMatchObject({ paperKey: vote.secret.paperKey, turnout: 7 });
    for (const receipt of receipts) expect(board.ballots).toContainEqual(receipt);
    const asked = `query ($id: ID!) { ballotBoard(proposalId: $id) { paperKey turnout ballots { commitment nonce signature } } }`;
    const shown = await people[0]!.get<{ ballots: object[] }>(asked, { id: vote.id });
    expect(shown).toEqual({
      paperKey: board.paperKey,
      turnout: 7,
      ballots: board.ballots.map(({ choice: _, ...rest }) => rest),
    });
    const folder = mkdtempSync(join(tmpdir(), 'folkmoot-board-'));
    const check = async (...files: object[]): Promise<string> => {
      const paths = files.map((file, at) => join(folder, `${at}.json`));
      for (const [at, file] of files.entries()) writeFileSync(paths[at]!, JSON.stringify(file));
      return run('python3', [join(import.meta.dirname, '../../apps/web/public/check_board.py'), ...paths])
        .then(({ stdout }) => stdout)
        .catch((error: { stderr: string }) => error.stderr);
    };
    const counts = { '{"option":"agree"}': 3, '{"option":"abstain"}': 1, '{"option":"disagree"}': 1 };
    expect(JSON.parse(await check(board, ...receipts))).toMatchObject({ receipts: 5, ballots: 5, counts });
    const changed = (at: number, change: object): object => ({
      ...board,
      ballots: board.ballots.map((one, place) => (place === at ? { ...one, ...change } : one)),
    });
    const { signature } = board.ballots[1]!;
    expect(await check(changed(0, { signature }))).toContain('no paper');
    expect(
      await check(changed(0, { signature: signature.replace(/.$/, (one) => (one === '0' ? '1' : '0')) })),
    ).toContain('no paper');
    expect(await check(changed(0, { signature: undefined }))).toContain('no paper');
    rmSync(folder, { recursive: true });
  });

  test('the bundle counts again from the papers, and a forged, double or foreign one is found', async () => {
    const bundle = (await (await people[0]!.fetch(`/p/${vote.id}/decision.json`)).json()) as ProposalBundle;
    expect([bundleFault(bundle), bundle.proposal.paperKey, bundle.board!.turnout]).toEqual([
      null,
      vote.secret.paperKey,
      7,
    ]);
    interface Mutable {
      proposal: { paperKey?: string };
      board: { turnout: number; ballots: BlindReceipt[] };
    }
    const fault = (change: (copy: Mutable) => void): string | null => {
      const copy = structuredClone(bundle) as unknown as Mutable;
      change(copy);
      return bundleFault({ ...(copy as unknown as ProposalBundle), checksum: checksumOf(copy as never) });
    };
    expect(
      fault(({ board }) => (board.ballots[0] = { ...board.ballots[0]!, signature: board.ballots[1]!.signature })),
    ).toContain('no paper');
    expect(
      fault(
        ({ board }) =>
          (board.ballots[0] = sealWith(
            { token: board.ballots[1]!.nonce, signature: board.ballots[1]!.signature },
            vote,
            no,
          )),
      ),
    ).toContain('twice');
    expect(fault(({ board }) => (board.turnout = 4))).toContain('took part');
    expect(
      fault(
        ({ proposal }) => (proposal.paperKey = proposal.paperKey!.replace(/^./, (one) => (one === 'f' ? 'e' : 'f'))),
      ),
    ).toContain('rules');
    expect(fault(({ proposal }) => delete proposal.paperKey)).toContain('rules');
  });

  test('a group may ask for nothing less than this', async () => {
    const rules = `INSERT INTO rulebook_version SELECT (jsonb_populate_record(v, jsonb_build_object('id', gen_random_uuid(), 'n', v.n + 1, 'rules', jsonb_set(v.rules, '{decision,secretBallots}', '"blind"')))).*
       FROM rulebook_version v WHERE v.group_id = $1 ORDER BY v.n DESC LIMIT 1`;
    await rows(world.database.reads, rules, [groupId]);
    const closesAt = new Date(Date.now() + 30 * 3_600_000);
    expect(await people[0]!.refusalOf(create, hall.input({ secrecy: 'SECRET', closesAt }))).toMatchObject({
      field: 'secrecy',
    });
    expect(await people[0]!.refusalOf(create, hall.input({ secrecy: 'NAMED', closesAt }))).toBeNull();
  });
});
