import { afterAll, beforeAll, expect, test } from 'vitest';
import { rows } from '../../apps/api/src/platform/database/sql.ts';
import { Outcomes } from '../../apps/api/src/decisions/life/outcomes.service.ts';
import { Closer } from '../../apps/api/src/decisions/index.ts';
import type { Client } from '../support/client.ts';
import { claim, found, joins } from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';

// Who is told what in the life of a proposal: an objection, its answer, a new text, more time, a review.
const HOUR = 3_600_000;
const done = (name: string, args: string, inner: string): string =>
  `mutation (${args}) { ${name}(${inner}) { id objections { id } } }`;
const input = (name: string, type: string): string => done(name, `$input: ${type}!`, 'input: $input');
const cast = 'mutation ($input: CastBallotInput!) { castBallot(input: $input) { __typename } }';
let world: World;
let groupId: string;
let id: string;
let [ana, ben, cleo] = [] as unknown as [Client, Client, Client];
const told = async (kind: string): Promise<{ recipient: string; text_body: string }[]> => {
  await world.settle();
  return rows(world.database.reads, 'SELECT recipient, text_body FROM mail WHERE kind = $1 ORDER BY recipient', [kind]);
};
const to = async (kind: string): Promise<string[]> => (await told(kind)).map(({ recipient }) => recipient);

beforeAll(async () => {
  world = await startWorld();
  ana = await claim(world);
  groupId = await found(ana);
  ben = await joins(world, ana, { groupId, name: 'Ben' });
  cleo = await joins(world, ana, { groupId, name: 'Cleo' });
  await joins(world, ana, { groupId, name: 'Dan' });
  const fields = { title: 'A second key', method: 'CONSENT', closesAt: new Date(Date.now() + 48 * HOUR) };
  ({ id } = await ben.get<{ id: string }>(input('createProposal', 'CreateProposalInput'), {
    input: { groupId, fields },
  }));
}, 60_000);
afterAll(() => world?.stop());

test('an objection reaches the author, its answer who objects, a new text those who voted', async () => {
  await world.database.transaction((tx) => rows(tx, `UPDATE person SET locale = 'de' WHERE name = 'Cleo'`));
  await cleo.get(cast, { input: { proposalId: id, option: 'object', reason: 'Too many keys' } });
  const [raised] = await told('objection-raised');
  expect(raised).toMatchObject({ recipient: 'ben@example.org' });
  expect(raised!.text_body).toContain('Cleo objects to “A second key”: Too many keys');
  const { objections } = await ben.get<{ objections: { id: string }[] }>(
    'query ($id: ID!) { proposal(id: $id) { objections { id } } }',
    { id },
  );
  await ben.get(done('answerObjection', '$id: ID!, $response: String!', 'id: $id, response: $response'), {
    id: objections[0]!.id,
    response: 'We keep a list.',
  });
  const [answered] = await told('objection-answered');
  expect(answered!.recipient).toBe('cleo@example.org');
  expect(answered!.text_body).toContain('Ben antwortet auf deinen Einwand');
  const words = { title: 'A second key', body: 'And a list.', note: 'There is a list.' };
  await ben.get(input('amendProposal', 'AmendProposalInput'), {
    input: { id, textVersion: 1, ...words, integrates: [objections[0]!.id] },
  });
  const amended = await told('proposal-amended');
  expect(amended.map(({ recipient }) => recipient)).toEqual(['cleo@example.org']);
  expect(amended[0]!.text_body).toContain('Was sich geändert hat: There is a list.');
});

test('more time is told to the undecided, a review to the author and the organisers', async () => {
  await cleo.get(cast, { input: { proposalId: id, option: 'consent' } });
  const closesAt = new Date(Date.now() + 96 * HOUR);
  await ben.get(input('extendProposal', 'ExtendProposalInput'), { input: { id, closesAt, reason: 'Dan is away' } });
  expect(await to('proposal-extended')).not.toContain('cleo@example.org');
  expect(await to('proposal-extended')).toContain('dan@example.org');
  await world.clockPasses('5 days');
  await world.app.get(Closer).closeDue();
  const reviewOn = new Date(Date.now() + 8 * 24 * HOUR).toISOString().slice(0, 10);
  await ben.get(input('setOutcome', 'SetOutcomeInput'), {
    input: { id, expectedVersion: 0, statement: 'Cleo writes the list.', reviewOn },
  });
  await world.clockPasses('10 days');
  await world.app.get(Outcomes).tellReviews();
  expect(await to('review-due')).toEqual(expect.arrayContaining(['ben@example.org']));
});

test('a vote that could not open says why to its author in their language; who is ruled out reads the reason', async () => {
  await world.database.transaction((tx) => rows(tx, `UPDATE person SET locale = 'de' WHERE name = 'Ben'`));
  const now = 10 * 24 * HOUR + Date.now();
  const fields = {
    title: 'A third key',
    method: 'MAJORITY',
    opensAt: new Date(now + HOUR),
    closesAt: new Date(now + 48 * HOUR),
    opensBudgetLine: { label: 'Key', planned: { minor: '100', currency: 'EUR' } },
  };
  const made = await ben.get<{ id: string }>(input('createProposal', 'CreateProposalInput'), {
    input: { groupId, fields },
  });
  const lost = `UPDATE effect SET payload = payload || '{"fundId": "00000000-0000-4000-8000-000000000000"}' WHERE proposal_id = $1`;
  await rows(world.database.reads, lost, [made.id]);
  await rows(
    world.database.reads,
    `INSERT INTO rulebook_version (id, group_id, n, rules, from_at, authority, hash)
     SELECT gen_random_uuid(), group_id, n + 1, jsonb_set(rules, '{decision,ruleOut}', 'true'), clock_now(), authority, hash FROM rulebook_version WHERE group_id = $1`,
    [groupId],
  );
  await world.clockPasses(`${10 * 24 + 2} hours`);
  await world.app.get(Closer).closeDue();
  const [notOpened] = await told('proposal-not-opened');
  expect(notOpened!.recipient).toBe('ben@example.org');
  expect(notOpened!.text_body).toContain('konnte nicht. Der Topf ist geschlossen.');
  const consent = { title: 'A fourth key', method: 'CONSENT', closesAt: new Date(now + 96 * HOUR) };
  const asked = await ben.get<{ id: string }>(input('createProposal', 'CreateProposalInput'), {
    input: { groupId, fields: consent },
  });
  await cleo.get(cast, { input: { proposalId: asked.id, option: 'object', reason: 'I dislike Ben' } });
  const { objections } = await ana.get<{ objections: { id: string }[] }>(
    'query ($id: ID!) { proposal(id: $id) { objections { id } } }',
    { id: asked.id },
  );
  await ana.get(done('ruleOutObjection', '$id: ID!, $reason: String!', 'id: $id, reason: $reason'), {
    id: objections[0]!.id,
    reason: 'It is about Ben, not the key.',
  });
  const [ruledOut] = await told('objection-ruled-out');
  expect(ruledOut!.recipient).toBe('cleo@example.org');
  expect(ruledOut!.text_body).toContain('nicht zugelassen: It is about Ben, not the key.');
});
