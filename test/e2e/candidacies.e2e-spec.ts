import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Closer, Openings } from '../../apps/api/src/decisions/index.ts';
import type { Client } from '../support/client.ts';
import { engines, startWorldOn } from '../support/engines.ts';
import { claim, found, idOf, joins } from '../support/people.ts';
import type { World } from '../support/world.ts';

// Nobody is elected against their will: whoever is named is asked, and is on the ballot only with a yes of their own.
interface Seen {
  id: string;
  status: string;
  version: number;
  options: { id: string; label: string; personId: string | null }[];
  candidates: { personId: string; name: string; state: string; namedBy: string | null }[];
  can: { name: boolean };
}
const fields = `id status version options { id label personId } candidates { personId name state namedBy } can { name }`;
const create = `mutation ($input: CreateProposalInput!) { createProposal(input: $input) { ${fields} } }`;
const update = `mutation ($input: UpdateProposalInput!) { updateProposal(input: $input) { ${fields} } }`;
const open = `mutation ($id: ID!) { openProposal(id: $id) { ${fields} } }`;
const answer = `mutation ($id: ID!, $stands: Boolean!) { answerCandidacy(id: $id, stands: $stands) { ${fields} } }`;
const name = `mutation ($id: ID!, $personId: ID!) { nameCandidate(id: $id, personId: $personId) { ${fields} } }`;
const waiting = '{ candidaciesWaiting { proposalId title namedBy groupHandle } }';
const byLink = 'name state namedBy title isOpen';
const linked = `query ($token: String!) { candidacyByLink(token: $token) { ${byLink} } }`;
const answerLinked = `mutation ($token: String!, $stands: Boolean!) { answerCandidacyByLink(token: $token, stands: $stands) { ${byLink} } }`;
const HOUR = 3_600_000;

describe.each(engines)('who stands for election, on %s', (engine) => {
  let world: World;
  let groupId: string;
  let gone = 0;
  const who: Record<string, Client> = {};
  const ids: Record<string, string> = {};

  const inHours = (hours: number): string => new Date(Date.now() + (gone + hours) * HOUR).toISOString();
  const election = (names: readonly string[], more: object = {}): { fields: object } => ({
    fields: {
      title: 'Who keeps the keys?',
      template: 'ELECTION',
      method: 'SCHULZE',
      quorum: '0/1',
      options: names.map((one) => ({ personId: ids[one] })),
      opensAt: inHours(24),
      closesAt: inHours(96),
      ...more,
    },
  });
  const puts = (names: readonly string[], more: object = {}): Promise<Seen> =>
    who['Ana']!.get<Seen>(create, { input: { groupId, ...election(names, more) } });
  const seen = (id: string, by = who['Ben']!): Promise<Seen> =>
    by.get<Seen>(`query ($id: ID!) { proposal(id: $id) { ${fields} } }`, { id });
  const says = (one: string, id: string, stands: boolean): Promise<Seen> => who[one]!.get<Seen>(answer, { id, stands });
  const statesOf = ({ candidates }: Seen): Record<string, string> =>
    Object.fromEntries(candidates.map((one) => [one.name, one.state]));
  const onBallot = ({ options }: Seen): string[] => options.map(({ label }) => label);
  const wait = async (hours: number): Promise<void> => {
    gone += hours;
    await world.clockPasses(`${gone} hours`);
    await world.database.reads.query(`UPDATE session SET expires_at = 'infinity', seen_at = clock_now()`);
    await world.app.get(Openings).openDue();
    await world.app.get(Closer).closeDue();
  };
  const mailsTo = async (one: string, subject: string): Promise<string[]> => {
    await world.settle();
    const sql = 'SELECT text_body FROM mail WHERE recipient = $1 AND subject LIKE $2 ORDER BY created_at, id';
    const mails = await world.database.reads.query<{ text_body: string }[]>(sql, [
      `${one.toLowerCase()}@example.org`,
      subject,
    ]);
    return mails.map(({ text_body }) => text_body);
  };
  const tokenTo = async (one: string): Promise<string> =>
    /\/stand\/([\w-]{43})/.exec((await mailsTo(one, 'Will you stand?%')).at(-1)!)![1]!;

  beforeAll(async () => {
    world = await startWorldOn(engine);
    who['Ana'] = await claim(world);
    groupId = await found(who['Ana']);
    for (const one of ['Ben', 'Cleo', 'Dan', 'Eva', 'Fay', 'Gil'])
      who[one] = await joins(world, who['Ana'], { groupId, name: one });
    for (const [one, client] of Object.entries(who)) ids[one] = await idOf(client);
  }, 60_000);
  afterAll(async () => {
    await world?.settle();
    await world?.stop();
  });

  let vote: Seen;

  test('who is named by somebody else cannot be voted for at once: the election is announced, and they are asked', async () => {
    const { fields: now } = election(['Ana', 'Ben', 'Cleo'], { opensAt: null });
    expect(await who['Ana']!.refusalOf(create, { input: { groupId, fields: now } })).toMatchObject({
      field: 'options',
      message: expect.stringContaining('Not everybody has said whether they stand: Ben, Cleo.'),
    });
    vote = await puts(['Ana', 'Ben', 'Cleo', 'Dan']);
    expect(statesOf(vote)).toEqual({ Ana: 'STANDS', Ben: 'ASKED', Cleo: 'ASKED', Dan: 'ASKED' });
    expect(vote.candidates.map(({ namedBy }) => namedBy)).toEqual([null, 'Ana', 'Ana', 'Ana']);
    expect(await who['Ben']!.get(waiting)).toEqual([
      { proposalId: vote.id, title: 'Who keeps the keys?', namedBy: 'Ana', groupHandle: 'riverside' },
    ]);
    expect(await who['Ana']!.get(waiting)).toEqual([]);
    expect(await mailsTo('Ana', 'Will you stand?%')).toEqual([]);
    expect((await mailsTo('Dan', 'Will you stand?%'))[0]).toContain('only if you say yes');
  });

  test('the answer comes from the inbox, or by the link of the mail without signing in; nobody answers for another', async () => {
    await says('Ben', vote.id, true);
    expect(await who['Ben']!.get(waiting)).toEqual([]);
    const token = await tokenTo('Cleo');
    const nobody = world.visitor();
    expect(await nobody.get(linked, { token })).toEqual({
      name: 'Cleo',
      state: 'ASKED',
      namedBy: 'Ana',
      title: 'Who keeps the keys?',
      isOpen: true,
    });
    expect(await nobody.get(answerLinked, { token, stands: true })).toMatchObject({ state: 'STANDS' });
    expect(await nobody.get(linked, { token: token.replace(/^./, (one) => (one === 'A' ? 'B' : 'A')) })).toBeNull();
    expect(await who['Eva']!.refusalOf(answer, { id: vote.id, stands: true })).toMatchObject({ code: 'NOT_FOUND' });
    expect(statesOf(await seen(vote.id))).toMatchObject({ Ben: 'STANDS', Cleo: 'STANDS', Dan: 'ASKED' });
  });

  test('members name others and themselves until it opens; who said yes can only be taken off by themselves', async () => {
    expect((await seen(vote.id, who['Eva'])).can.name).toBe(true);
    const own = await who['Eva']!.get<Seen>(name, { id: vote.id, personId: ids['Eva'] });
    expect(own.candidates.at(-1)).toMatchObject({ name: 'Eva', state: 'STANDS', namedBy: null });
    const other = await who['Eva']!.get<Seen>(name, { id: vote.id, personId: ids['Fay'] });
    expect(other.candidates.at(-1)).toMatchObject({ name: 'Fay', state: 'ASKED', namedBy: 'Eva' });
    expect(await who['Eva']!.refusalOf(name, { id: vote.id, personId: groupId })).toMatchObject({ field: 'options' });
    expect(await world.visitor().refusalOf(name, { id: vote.id, personId: ids['Gil'] })).toMatchObject({
      code: 'UNAUTHENTICATED',
    });
    const { version } = await seen(vote.id);
    const without = (names: readonly string[]) => ({
      input: { id: vote.id, expectedVersion: version, ...election(names) },
    });
    expect(await who['Ana']!.refusalOf(update, without(['Ana', 'Ben', 'Cleo', 'Dan', 'Fay']))).toMatchObject({
      field: 'options',
      message: 'Eva stands for election, and only they can take that back.',
    });
    const named = ['Ana', 'Ben', 'Cleo', 'Dan', 'Eva', 'Gil'];
    const changed = await who['Ana']!.get<Seen>(update, without(named));
    expect(changed.candidates.map((one) => one.name).toSorted()).toEqual(named);
    expect(await mailsTo('Gil', 'Will you stand?%')).toHaveLength(1);
  });

  test('until it opens one may stand down, and the author hears of it', async () => {
    await says('Cleo', vote.id, false);
    expect(statesOf(await seen(vote.id))).toMatchObject({ Cleo: 'DECLINED' });
    expect((await mailsTo('Ana', 'Cleo does not stand%'))[0]).toContain('does not stand in “Who keeps the keys?”');
    await who['Gil']!.get('mutation ($id: ID!) { leaveGroup(groupId: $id) }', { id: groupId });
    expect(await who['Ana']!.refusalOf(open, { id: vote.id })).toMatchObject({
      message: expect.stringContaining('Not everybody has said whether they stand: Dan.'),
    });
  });

  test('the clock opens it with those who said yes; who was silent is struck out, and the page and the record say so', async () => {
    await wait(25);
    const opened = await seen(vote.id);
    expect([opened.status, onBallot(opened)]).toEqual(['OPEN', ['Ana', 'Ben', 'Eva']]);
    expect(statesOf(opened)).toEqual({
      Ana: 'STANDS',
      Ben: 'STANDS',
      Cleo: 'DECLINED',
      Dan: 'SILENT',
      Eva: 'STANDS',
      Gil: 'DECLINED',
    });
    expect(Object.keys(statesOf(await seen(vote.id, world.visitor())))).toEqual(['Ana', 'Ben', 'Eva']);
    const late = expect.stringContaining('settled between the announcement and the opening');
    expect(await who['Dan']!.refusalOf(answer, { id: vote.id, stands: true })).toMatchObject({ message: late });
    expect(await world.visitor().get(linked, { token: await tokenTo('Dan') })).toMatchObject({
      state: 'SILENT',
      isOpen: false,
    });
    const sql = `UPDATE candidacy SET state = 'stands', answered_at = clock_now() WHERE proposal_id = $1 AND state = 'silent'`;
    await expect(world.database.reads.query(sql, [vote.id])).rejects.toThrow('RULES_FROZEN');
    await wait(73);
    const record = await (await who['Eva']!.fetch(`/p/${vote.id}/record.md`)).text();
    expect(record).toContain(
      'Named, and not on the ballot: Cleo (does not stand), Dan (gave no answer) and Gil (does not stand).',
    );
    const { bundleFault } = await import('../../apps/api/src/decisions/index.ts');
    expect(bundleFault((await (await who['Eva']!.fetch(`/p/${vote.id}/decision.json`)).json()) as never)).toBeNull();
  });

  test('where too few stand nothing opens: it is a draft again, and its author is told why', async () => {
    const lone = await puts(['Ben', 'Cleo']);
    await says('Ben', lone.id, true);
    await wait(25);
    expect((await seen(lone.id, who['Ana'])).status).toBe('DRAFT');
    const told = await mailsTo('Ana', '%');
    expect(told.some((text) => text.includes('Fewer than two people stand'))).toBe(true);
    const { id } = await puts(['Ben', 'Cleo']);
    await says('Ben', id, true);
    await says('Cleo', id, true);
    const opened = await who['Ana']!.get<Seen>(open, { id });
    expect([opened.status, onBallot(opened)]).toEqual(['OPEN', ['Ben', 'Cleo']]);
  });
});
