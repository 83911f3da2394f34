import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleFault, Closer, type ProposalBundle } from '../../apps/api/src/decisions/index.ts';
import { checksumOf } from '../../apps/api/src/decisions/record/verify-bundle.ts';
import { row, rows } from '../../apps/api/src/platform/database/sql.ts';
import type { Client } from '../support/client.ts';
import { engines, startWorldOn } from '../support/engines.ts';
import { claim, found, idOf, joins } from '../support/people.ts';
import type { World } from '../support/world.ts';

interface Proposal {
  id: string;
  cast: number;
  result: { verdict: string; yes: number; no: number; silent: number; cast: number; canStillChange: boolean } | null;
  tally: {
    delegated: number;
    delegatedTo: { option: string; value: string }[];
    rows: { option: string; value: string }[];
  } | null;
  ballots: { name: string; votesFor: string[] }[];
  delegation: {
    inQuorum: boolean;
    votes: number;
    unresolved: number;
    mine: {
      id: string | null;
      toName: string;
      scope: string;
      voterName: string | null;
      choice: { option: string } | null;
    } | null;
    iVoteFor: string[];
    mayGive: boolean;
  } | null;
}
const fields = `id cast result { verdict yes no silent cast canStillChange } tally { delegated delegatedTo { option value } rows { option value } } ballots { name votesFor }
  delegation { inQuorum votes unresolved mine { id toName scope voterName choice { option } } iVoteFor mayGive }`;
const create = `mutation ($input: CreateProposalInput!) { createProposal(input: $input) { ${fields} } }`;
const read = `query ($id: ID!) { proposal(id: $id) { ${fields} } }`;
const cast = `mutation ($input: CastBallotInput!) { castBallot(input: $input) { ... on Proposal { ${fields} } ... on BallotRefused { code } ... on VotingClosed { message } } }`;
const give = `mutation ($input: GiveDelegationInput!) { giveDelegation(input: $input) { delegations { id fromName toName scope tag proposalTitle } } }`;
const end = 'mutation ($id: ID!) { endDelegation(id: $id) { delegations { id } } }';

// Members let others vote for them: given, seen, followed, overridden, taken back, frozen with the vote, counted again offline.
describe.each(engines)('delegation, on %s', (engine) => {
  let world: World;
  let groupId: string;
  let hours = 0;
  const people: Client[] = [];
  const ids: string[] = [];
  const [ANA, BEN, CLEO, DAN] = [0, 1, 2, 3];

  beforeAll(async () => {
    world = await startWorldOn(engine);
    people.push(await claim(world));
    groupId = await found(people[0]!);
    for (const name of ['Ben', 'Cleo', 'Dan']) people.push(await joins(world, people[0]!, { groupId, name }));
    for (const one of people) ids.push(await idOf(one));
  }, 60_000);
  afterAll(async () => {
    await world.settle();
    await world.stop();
  });

  /** The group settles whether words count; as a decision would, which other stories show. */
  const settle = (mode: string): Promise<unknown> =>
    rows(
      world.database.reads,
      `INSERT INTO rulebook_version SELECT (jsonb_populate_record(v, jsonb_build_object('id', gen_random_uuid(), 'n', v.n + 1, 'rules', jsonb_set(v.rules, '{decision,delegation}', to_jsonb($2::text))))).*
       FROM rulebook_version v WHERE v.group_id = $1 ORDER BY v.n DESC LIMIT 1`,
      [groupId, mode],
    );
  const asks = (more: object = {}): Promise<Proposal> =>
    people[ANA]!.get<Proposal>(create, {
      input: {
        groupId,
        fields: {
          title: 'A new PA?',
          method: 'MAJORITY',
          quorum: '1/2',
          showResults: 'LIVE',
          closesAt: new Date(Date.now() + (hours + 1) * 3_600_000),
          ...more,
        },
      },
    });
  const gives = (from: number, to: number, more: object = {}): Promise<{ delegations: { id: string }[] }> =>
    people[from]!.get(give, { input: { groupId, toId: ids[to], ...more } });
  const votes = (who: number, { id }: { id: string }, option: string): Promise<Proposal> =>
    people[who]!.get<Proposal>(cast, { input: { proposalId: id, option } });
  const seen = ({ id }: { id: string }, by = ANA): Promise<Proposal> => people[by]!.get<Proposal>(read, { id });
  const wordsOf = async (who: number): Promise<string[]> =>
    (
      await rows<{ id: string }>(
        world.database.reads,
        'SELECT id FROM delegation WHERE from_id = $1 AND ended_at IS NULL',
        [ids[who]],
      )
    ).map(({ id }) => id);
  async function nobodySpeaks(): Promise<void> {
    for (const who of [ANA, BEN, CLEO, DAN]) for (const id of await wordsOf(who)) await people[who]!.get(end, { id });
  }
  async function closes(proposal: Proposal): Promise<Proposal> {
    hours += 2;
    await world.clockPasses(`${hours} hours`);
    await world.app.get(Closer).closeDue();
    return seen(proposal);
  }

  test('it is off until the group decides otherwise, and never in consent', async () => {
    expect((await people[ANA]!.refusalOf(give, { input: { groupId, toId: ids[BEN] } }))!.code).toBe('CONFLICT');
    expect((await asks()).delegation).toBeNull();
    await settle('beside_quorum');
    expect((await asks()).delegation).toMatchObject({ inQuorum: false, mayGive: true });
    expect((await asks({ method: 'CONSENT', template: 'CONSENT' })).delegation).toBeNull();
  });

  test('a word is given to a member, in words that name what is wrong, and seen by members alone', async () => {
    const refused = async (input: object): Promise<string> =>
      (await people[CLEO]!.refusalOf(give, { input: { groupId, toId: ids[BEN], ...input } }))!.message;
    expect(await refused({ toId: ids[CLEO] })).toBe('You vote for yourself already.');
    expect(await refused({ untilOn: '2020-02-30' })).toBe('This is no day of the calendar.');
    expect(await refused({ untilOn: '2020-02-20' })).toBe('This day is over. Choose a later one.');
    expect(await refused({ tag: '!!' })).toBe('Say which topic.');
    expect(await gives(CLEO, BEN, { tag: 'Sound & Light' })).toMatchObject({
      delegations: [{ fromName: 'Cleo', toName: 'Ben', scope: 'TAG', tag: 'sound-light' }],
    });
    const board = 'query ($groupId: ID!) { delegations(groupId: $groupId) { mode delegations { toName } } }';
    expect(await people[DAN]!.get(board, { groupId })).toMatchObject({ mode: 'BESIDE_QUORUM', delegations: [{}] });
    expect((await world.visitor().refusalOf(board, { groupId }))!.code).toBe('UNAUTHENTICATED');
    const [id] = await wordsOf(CLEO);
    expect((await people[DAN]!.refusalOf(end, { id }))!.code).toBe('NOT_FOUND');
    await nobodySpeaks();
    const log = await rows<{ type: string }>(
      world.database.reads,
      `SELECT type FROM log_entry WHERE chain_id = $1 AND type LIKE 'delegation.%' ORDER BY seq`,
      [groupId],
    );
    expect(log.map(({ type }) => type)).toEqual(['delegation.given', 'delegation.ended']);
  });

  test('a ballot speaks for who gave their word, until they vote themselves or take it back', async () => {
    const proposal = await asks({ tags: ['Sound'] });
    await gives(CLEO, BEN);
    await gives(DAN, CLEO, { tag: 'sound' });
    expect((await seen(proposal, DAN)).delegation!.mine).toMatchObject({
      toName: 'Cleo',
      scope: 'TAG',
      voterName: null,
    });
    expect((await seen(proposal, BEN)).delegation!.iVoteFor).toEqual(['Cleo', 'Dan']);
    const voted = await votes(BEN, proposal, 'agree');
    expect(voted.result).toMatchObject({ yes: 3, silent: 1, cast: 3, canStillChange: true });
    expect(voted.tally).toMatchObject({ delegated: 2, delegatedTo: [{ option: 'agree', value: '2' }] });
    expect(voted.ballots).toEqual([{ name: 'Ben', votesFor: ['Cleo', 'Dan'] }]);
    expect((await seen(proposal, DAN)).delegation!.mine).toMatchObject({
      voterName: 'Ben',
      choice: { option: 'agree' },
    });
    // Words beside the quorum: one ballot of four is not half.
    expect(voted.result!.verdict).toBe('no_quorum'.toUpperCase());
    const own = await votes(CLEO, proposal, 'disagree');
    expect(own.result).toMatchObject({ yes: 1, no: 2 });
    for (const id of await wordsOf(DAN)) await people[DAN]!.get(end, { id });
    expect((await seen(proposal)).result).toMatchObject({ yes: 1, no: 1, silent: 2 });
    await nobodySpeaks();
  });

  test('what somebody’s ballot says stays hidden while results are, from who gave them their word too', async () => {
    const proposal = await asks({ showResults: 'AFTER_CLOSE' });
    await gives(CLEO, BEN, { proposalId: proposal.id });
    await votes(BEN, proposal, 'agree');
    const { delegation, tally, ballots } = await seen(proposal, CLEO);
    expect(delegation!.mine).toMatchObject({ scope: 'PROPOSAL', voterName: 'Ben', choice: null });
    expect({ tally, ballots }).toEqual({ tally: null, ballots: [] });
    await nobodySpeaks();
  });

  test('the end keeps who spoke for whom: later words change nothing, and the file is counted again offline', async () => {
    await settle('in_quorum');
    const proposal = await asks();
    await gives(CLEO, BEN);
    await gives(DAN, CLEO);
    await votes(BEN, proposal, 'agree');
    const closed = await closes(proposal);
    expect(closed.result).toMatchObject({ verdict: 'PASSED', yes: 3, cast: 3, silent: 1 });
    await nobodySpeaks();
    const later = await seen(proposal, DAN);
    expect(later.result).toMatchObject({ verdict: 'PASSED', yes: 3 });
    expect(later.delegation).toMatchObject({
      votes: 2,
      mine: { toName: 'Cleo', voterName: 'Ben', choice: { option: 'agree' } },
    });
    const bundle = (await (await people[ANA]!.fetch(`/p/${proposal.id}/decision.json`)).json()) as ProposalBundle;
    expect(bundle.delegations).toHaveLength(2);
    expect(bundleFault(bundle)).toBeNull();
    const altered = { ...bundle, delegations: bundle.delegations!.slice(1) };
    expect(bundleFault({ ...altered, checksum: checksumOf(altered) })).toBe(
      'the ballots are not those that were counted',
    );
    const csv = await (await people[ANA]!.fetch(`/p/${proposal.id}/ballots.csv`)).text();
    expect(csv.split('\r\n')[0]).toMatch(/"counts for","votes for"$/);
    expect(csv.split('\r\n')[1]).toMatch(/,"3","Cleo, Dan"$/);
  });

  test('a word ends with the membership of either, and with its day', async () => {
    await gives(BEN, ANA);
    await gives(CLEO, DAN, { untilOn: new Date(Date.now() + (hours + 30) * 3_600_000).toISOString().slice(0, 10) });
    const proposal = await asks({ closesAt: new Date(Date.now() + (hours + 24 * 5) * 3_600_000) });
    await votes(DAN, proposal, 'agree');
    await votes(ANA, proposal, 'disagree');
    expect((await seen(proposal)).result).toMatchObject({ yes: 2, no: 2 });
    hours += 24 * 4;
    await world.clockPasses(`${hours} hours`);
    expect((await seen(proposal)).result).toMatchObject({ yes: 1, no: 2 });
    await people[BEN]!.get('mutation ($groupId: ID!) { leaveGroup(groupId: $groupId) }', { groupId });
    expect((await seen(proposal)).result).toMatchObject({ yes: 1, no: 1, silent: 2 });
    expect(
      await row(world.database.reads, 'SELECT 1 FROM delegation WHERE from_id = $1 AND ended_at IS NULL', [ids[BEN]]),
    ).toBeNull();
    await expect(rows(world.database.reads, `UPDATE delegation SET to_id = from_id`)).rejects.toThrow('kept');
  });
});
