import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Closer } from '../../apps/api/src/decisions/index.ts';
import { Roll } from '../../apps/api/src/groups/index.ts';
import { LapseClock } from '../../apps/api/src/money/index.ts';
import { Retention } from '../../apps/api/src/platform/jobs/retention.ts';
import { RemovalClock } from '../../apps/api/src/removals/index.ts';
import type { Client } from '../support/client.ts';
import { engines, startWorldOn } from '../support/engines.ts';
import { claim, found, givesDuty, idOf, joins } from '../support/people.ts';
import { handIn, seal } from '../support/secret-voters.ts';
import type { World } from '../support/world.ts';

// Story 8: a removal is asked with reasons, answered, voted on secretly, appealable; rights of reply and export stay.
interface Seen {
  id: string;
  state: string;
  openers: { name: string; steward: boolean }[];
  replyUntil: string | null;
  extended: boolean;
  reply: string | null;
  vote: { id: string; secret: boolean; electors: number } | null;
  appealVote: { id: string; secret: boolean; electors: number } | null;
  endReason: string;
  can: Record<string, boolean>;
}
const fields = `id state openers { name steward } replyUntil extended reply vote { id secret electors } appealVote { id secret electors }
  endReason can { join withdraw reply extend appeal export }`;
const read = `query ($id: ID!) { removal(id: $id) { ${fields} } }`;
const open = `mutation ($input: OpenRemovalInput!) { openRemoval(input: $input) { ${fields} } }`;
const act = (name: string): string => `mutation ($id: ID!) { ${name}(id: $id) { ${fields} } }`;
const say = (name: string, what: string): string =>
  `mutation ($id: ID!, $text: String!) { ${name}(id: $id, ${what}: $text) { ${fields} } }`;
const linked = `query ($token: String!) { removalByLink(token: $token) { ${fields} } }`;
const byLink = (name: string, what?: string): string =>
  `mutation ($token: String!${what ? ', $text: String!' : ''}) { ${name}(token: $token${what ? `, ${what}: $text` : ''}) { ${fields} } }`;
const question = `query ($id: ID!) { proposal(id: $id) { id title body rulesHash status graceHours options { id label } can { vote rerun } } }`;
const cast =
  'mutation ($input: CastBallotInput!) { castBallot(input: $input) { __typename ... on BallotRefused { code } } }';
const rollOf = 'query ($id: ID!) { roll(groupId: $id) { person { name } standing } }';
const DAY = 86_400_000;

describe.each(engines)('removals on %s', (engine) => {
  let world: World;
  let groupId: string;
  /** Days that the world's clock has gone ahead. */
  let gone = 0;
  const who: Record<string, Client> = {};
  const ids: Record<string, string> = {};
  const visitor = (): Client => world.visitor();

  const day = (from = 0): string => new Date(Date.now() + (gone + from) * DAY).toISOString().slice(0, 10);
  const asked = (name: string, more: object = {}, group = groupId): object => ({
    input: { groupId: group, personId: ids[name], reasons: 'He shouts at people.', happenedOn: day(-1), ...more },
  });
  const seen = (id: string, by = who['ana']!): Promise<Seen> => by.get<Seen>(read, { id });
  const settles = async (): Promise<void> => {
    await world.app.get(RemovalClock).runDue();
    await world.app.get(Closer).closeDue();
    await world.settle();
  };
  const wait = async (days: number): Promise<void> => {
    gone += days;
    await world.clockPasses(`${gone * 24} hours`);
    // People come back in the meantime: nobody has to sign in again.
    await world.database.reads.query(`UPDATE session SET expires_at = 'infinity', seen_at = clock_now()`);
    await settles();
  };
  /** What the newest mails to somebody say: those of one moment come in any order. */
  const toldTo = async (name: string): Promise<string> => {
    await world.settle();
    const mails = await world.database.reads.query<{ text: string }[]>(
      `SELECT subject || E'\\n' || text_body AS text FROM mail WHERE recipient = $1 ORDER BY created_at DESC, id DESC LIMIT 3`,
      [`${name}@example.org`],
    );
    return mails.map(({ text }) => text).join('\n');
  };
  const tokenTo = async (name: string): Promise<string> => /\/removal\/([\w-]{43})/.exec(await toldTo(name))![1]!;
  const votes = async (id: string, choices: Readonly<Record<string, string>>): Promise<void> => {
    const { rulesHash } = await who['ana']!.get<{ rulesHash: string }>(question, { id });
    for (const [name, option] of Object.entries(choices))
      expect(await handIn(who[name]!, { id }, seal({ id, rulesHash }, { option }))).toEqual({ recorded: true });
  };
  const joinAs = async (name: string, group: string): Promise<void> => {
    const { url } = await who['ana']!.get<{ url: string }>(
      'mutation ($input: CreateInviteLinkInput!) { createInviteLink(input: $input) { url } }',
      { input: { groupId: group, maxUses: 5, days: 7 } },
    );
    await who[name]!.get('mutation ($token: String!) { redeemInvitation(token: $token) }', {
      token: url.split('/').at(-1),
    });
  };
  const namesOn = async (): Promise<string[]> =>
    (await who['ana']!.get<{ person: { name: string } }[]>(rollOf, { id: groupId })).map(({ person }) => person.name);

  beforeAll(async () => {
    world = await startWorldOn(engine);
    who['ana'] = await claim(world);
    groupId = await found(who['ana']);
    for (const name of ['Ben', 'Cleo', 'Dan', 'Eve', 'Fay', 'Gil', 'Hal'])
      who[name.toLowerCase()] = await joins(world, who['ana'], { groupId, name });
    who['ida'] = await joins(world, who['ana'], { groupId: await found(who['ana'], { handle: 'else' }), name: 'Ida' });
    for (const [name, client] of Object.entries(who)) ids[name] = await idOf(client);
    await world.database.reads.query(
      `INSERT INTO address (id, person_id, email) VALUES (gen_random_uuid(), $1, 'dan.two@example.org')`,
      [ids['dan']],
    );
  }, 60_000);
  afterAll(() => world?.stop());

  let id = '';
  let token = '';

  test('it takes reasons, a day, somebody else of the group; and for a proposal it is no effect any more', async () => {
    const refused = (name: string, more: object = {}, by = who['ben']!) => by.refusalOf(open, asked(name, more));
    expect(await refused('ben')).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('about yourself'),
    });
    expect(await refused('dan', { reasons: ' ' })).toMatchObject({ field: 'reasons' });
    expect(await refused('dan', { happenedOn: day(3) })).toMatchObject({ field: 'happenedOn' });
    expect(await refused('dan', { happenedOn: '2026-02-31' })).toMatchObject({ field: 'happenedOn' });
    expect(await refused('dan', {}, visitor())).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await refused('ana')).toMatchObject({ message: expect.stringContaining('last steward') });
    const create = 'mutation ($input: CreateProposalInput!) { createProposal(input: $input) { id } }';
    const free = {
      groupId,
      fields: {
        title: 'Out with Dan',
        method: 'MAJORITY',
        threshold: '2/3',
        quorum: '1/2',
        closesAt: new Date(Date.now() + 9 * DAY),
        effects: [{ kind: 'MEMBER_REMOVE', personId: ids['dan'], reason: 'Loud' }],
      },
    };
    expect(await who['ana']!.refusalOf(create, { input: free })).toMatchObject({ field: 'effects' });
  });

  test('one member opens it and is named, the person concerned is told at once, and it counts when a second one joins', async () => {
    const opened = await who['ben']!.get<Seen>(open, asked('dan'));
    id = opened.id;
    expect(opened).toMatchObject({
      state: 'ASKED',
      openers: [{ name: 'Ben', steward: false }],
      can: { join: false, withdraw: true },
    });
    expect(await toldTo('dan')).toContain('It counts only if a second member joins.');
    expect(await toldTo('ana')).toContain('a case about Dan');
    const refusals = [
      [who['cleo']!, open, asked('dan'), 'open case about Dan'],
      [who['ben']!, act('joinRemoval'), { id }, 'opened it yourself'],
      [who['dan']!, act('joinRemoval'), { id }, 'about yourself'],
      [who['dan']!, say('replyToRemoval', 'reply'), { id, text: 'I do not' }, 'A second member has to join first'],
    ] as const;
    for (const [by, query, input, words] of refusals)
      expect(await by.refusalOf(query, input)).toMatchObject({
        code: 'CONFLICT',
        message: expect.stringContaining(words),
      });
    const joined = await who['cleo']!.get<Seen>(act('joinRemoval'), { id });
    expect(joined).toMatchObject({ state: 'REPLY', openers: [{ name: 'Ben' }, { name: 'Cleo' }] });
    expect(await toldTo('dan')).toContain('You can reply until');
    token = await tokenTo('dan');
  });

  test('members and the person concerned read it; visitors, strangers and other links read nothing', async () => {
    expect(await seen(id, who['dan']!)).toMatchObject({
      can: { reply: true, extend: true, join: false, export: true },
    });
    expect(await seen(id, who['hal']!)).toMatchObject({ can: { reply: false, extend: false, export: false } });
    const mine = '{ removalsAboutMe { id state groupHandle needsMe } }';
    expect(await who['dan']!.get(mine)).toEqual([{ id, state: 'REPLY', groupHandle: 'riverside', needsMe: true }]);
    expect(await visitor().get(mine)).toEqual([]);
    expect(await visitor().get(read, { id })).toBeNull();
    expect(await visitor().get('query ($id: ID!) { removals(groupId: $id) { id } }', { id: groupId })).toEqual([]);
    expect(await visitor().get(linked, { token: 'x'.repeat(43) })).toBeNull();
    expect((await who['ben']!.fetch(`/removals/${id}/case.json`)).status).toBe(404);
  });

  test('by the link of the mail they reply and take more time, once, without signing in', async () => {
    const replied = await visitor().get<Seen>(byLink('replyByLink', 'reply'), {
      token,
      text: 'I was afraid of the dog.',
    });
    expect(replied).toMatchObject({ state: 'REPLY', reply: 'I was afraid of the dog.' });
    const { replyUntil } = replied;
    const extended = await visitor().get<Seen>(byLink('extendByLink'), { token });
    expect(extended.extended).toBe(true);
    expect(new Date(extended.replyUntil!).getTime() - new Date(replyUntil!).getTime()).toBe(3 * DAY);
    expect(await who['ana']!.refusalOf(act('extendRemovalReply'), { id })).toMatchObject({ code: 'CONFLICT' });
    expect(await who['hal']!.refusalOf(act('extendRemovalReply'), { id })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await toldTo('ben')).toContain('more time');
    await wait(5);
    expect((await seen(id)).state).toBe('REPLY');
  });

  test('the vote opens by itself: secret, with both sides in it, without the person concerned, and hidden from visitors', async () => {
    await wait(1.1);
    const { state, vote } = await seen(id);
    expect({ state, vote }).toMatchObject({ state: 'VOTE', vote: { secret: true, electors: 7 } });
    const shown = await who['eve']!.get<{
      title: string;
      body: string;
      graceHours: number;
      can: { vote: boolean };
      rulesHash: string;
    }>(question, { id: vote!.id });
    expect(shown).toMatchObject({ title: 'Does Dan have to leave?', graceHours: 0, can: { vote: true } });
    expect(shown.body).toContain('> He shouts at people.');
    expect(shown.body).toContain('> I was afraid of the dog.');
    expect(await who['dan']!.get(question, { id: vote!.id })).toMatchObject({ can: { vote: false } });
    const own = seal({ id: vote!.id, rulesHash: shown.rulesHash }, { option: 'disagree' });
    expect(await handIn(who['dan']!, vote!, own)).toMatchObject({ code: 'NOT_AN_ELECTOR' });
    expect(await who['dan']!.refusalOf(say('replyToRemoval', 'reply'), { id, text: 'Late' })).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('The time to reply is over'),
    });
    expect(await visitor().get(question, { id: vote!.id })).toBeNull();
    for (const path of [`/p/${vote!.id}`, '/g/riverside/decisions', '/sitemap.xml'])
      expect(await (await visitor().fetch(path)).text()).not.toMatch(/Does Dan|shouts/);
    expect(await visitor().get('{ groupProposals(handle: "riverside") { nodes { title } } }')).toEqual({ nodes: [] });
    expect(await toldTo('eve')).toContain('Does Dan have to leave?');
  });

  test('two thirds remove at once; reply, appeal and file stay by link, and there is no way back in by any address', async () => {
    const { vote } = await seen(id);
    await votes(vote!.id, {
      ana: 'agree',
      ben: 'agree',
      cleo: 'agree',
      eve: 'agree',
      fay: 'agree',
      gil: 'disagree',
      hal: 'disagree',
    });
    await wait(8);
    expect(await seen(id)).toMatchObject({ state: 'REMOVED' });
    expect(await namesOn()).not.toContain('Dan');
    expect(await toldTo('dan')).toContain('You can appeal to the group until');
    expect(await who['ana']!.get(question, { id: vote!.id })).toMatchObject({ can: { rerun: false } });
    expect(await seen(id, who['dan']!)).toMatchObject({ can: { appeal: true, export: true } });
    token = await tokenTo('dan');
    expect(await visitor().get(linked, { token })).toMatchObject({ state: 'REMOVED', can: { appeal: true } });
    const file = await visitor().fetch(`/removal/${token}/case.json`);
    expect(await file.json()).toMatchObject({
      format: 'folkmoot-removal/1',
      reply: 'I was afraid of the dog.',
      openers: [{ name: 'Ben' }, { name: 'Cleo' }],
    });

    const join = 'mutation ($id: ID!) { joinGroup(groupId: $id) }';
    const barred = { code: 'CONFLICT', message: expect.stringContaining('You can ask again from') };
    expect(await who['dan']!.refusalOf(join, { id: groupId })).toMatchObject(barred);
    await expect(joinAs('dan', groupId)).rejects.toThrow('CONFLICT');
    // Another account, to which an address has gone that was Dan's when he was removed.
    await world.database.reads.query(`UPDATE address SET person_id = $1 WHERE email = 'dan.two@example.org'`, [
      ids['ida'],
    ]);
    await expect(joinAs('ida', groupId)).rejects.toThrow('CONFLICT');
    const kept = await world.database.reads.query<{ text: string }[]>(
      'SELECT row_to_json(b)::text AS text FROM rejoin_bar b',
    );
    expect(kept.some(({ text }) => text.includes('example'))).toBe(false);
    expect(kept).toHaveLength(3);
  });

  test('the appeal is decided by five others, not by those who opened the case; what is not confirmed is taken back', async () => {
    const appealed = await visitor().get<Seen>(byLink('appealByLink', 'reason'), { token, text: 'The dog bit me.' });
    expect(appealed).toMatchObject({ state: 'APPEALED', appealVote: { secret: true, electors: 5 } });
    expect(await visitor().refusalOf(byLink('appealByLink', 'reason'), { token, text: 'Again' })).toMatchObject({
      code: 'CONFLICT',
    });
    const vote = appealed.appealVote!;
    const asked = await who['eve']!.get<{ title: string; body: string; options: { label: string }[] }>(question, {
      id: vote.id,
    });
    expect(asked).toMatchObject({
      title: 'Appeal: does Dan stay removed?',
      options: [{ label: 'Stays removed' }, {}, { label: 'Comes back' }],
    });
    expect(asked.body).toContain('> The dog bit me.');
    expect(await who['ben']!.get(question, { id: vote.id })).toMatchObject({ can: { vote: false } });
    expect(await namesOn()).not.toContain('Dan');
    expect(await toldTo('ben')).toContain('Dan appeals');
    await votes(vote.id, { ana: 'agree', eve: 'disagree', fay: 'disagree', gil: 'disagree', hal: 'disagree' });
    await wait(9);
    expect(await seen(id)).toMatchObject({ state: 'REVERSED' });
    expect(await namesOn()).toContain('Dan');
    expect(await toldTo('dan')).toContain('you are a member again');
  });

  test('the same facts rest for six months; something new may be raised, a steward alone is enough, and who leaves ends it', async () => {
    const by = who['ana']!;
    const rests = { code: 'CONFLICT', message: expect.stringContaining('rests until') };
    expect(await by.refusalOf(open, asked('dan', { reasons: 'He still shouts', happenedOn: day(-40) }))).toMatchObject(
      rests,
    );
    expect(await by.refusalOf(open, asked('dan', { reasons: 'he shouts, at people' }))).toMatchObject(rests);
    const desk =
      'query ($groupId: ID!, $personId: ID!) { removalDesk(groupId: $groupId, personId: $personId) { needsSecond refusal restsUntil } }';
    const about = { groupId, personId: ids['dan'] };
    expect(await by.get(desk, about)).toMatchObject({
      needsSecond: false,
      refusal: null,
      restsUntil: expect.stringMatching(/^20/),
    });
    expect(await visitor().get(desk, about)).toBeNull();
    const anew = await by.get<Seen>(open, asked('dan', { reasons: 'He took the till.' }));
    expect(anew).toMatchObject({ state: 'REPLY', openers: [{ name: 'Ana', steward: true }] });
    await wait(3.1);
    const { vote } = await seen(anew.id);
    await who['dan']!.get('mutation ($id: ID!) { leaveGroup(groupId: $id) }', { id: groupId });
    await settles();
    expect(await seen(anew.id)).toMatchObject({ state: 'LEFT' });
    expect(await by.get(question, { id: vote!.id })).toMatchObject({ status: 'WITHDRAWN' });
    expect(await toldTo('ana')).toContain('Dan has left');
  });

  test('a case that nobody joins expires, one that was withdrawn ends, and a vote of few is named and may keep somebody', async () => {
    const alone = await who['eve']!.get<Seen>(open, asked('fay'));
    const taken = await who['gil']!.get<Seen>(open, asked('hal'));
    await who['gil']!.get(say('withdrawRemoval', 'reason'), { id: taken.id, text: 'We talked.' });
    expect(await seen(taken.id)).toMatchObject({ state: 'WITHDRAWN', endReason: 'We talked.' });
    const small = await found(who['ana']!, { handle: 'small', visibility: 'SECRET' });
    const pair = await found(who['ana']!, { handle: 'pair' });
    for (const group of [small, pair]) await joinAs('ben', group);
    for (const name of ['cleo', 'eve']) await joinAs(name, small);
    await givesDuty(who['ana']!, { groupId: small, to: who['cleo']!, duty: 'STEWARD' });
    expect(await who['ana']!.refusalOf(open, asked('ben', {}, pair))).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('Two people'),
    });
    const one = await who['cleo']!.get<Seen>(open, asked('ana', {}, small));
    await wait(3.1);
    const { vote } = await seen(one.id, who['ben']!);
    expect(vote).toMatchObject({ secret: false, electors: 3 });
    const { textVersion, can } = await who['cleo']!.get<{ textVersion: number; can: object }>(
      'query ($id: ID!) { proposal(id: $id) { textVersion can { amend } } }',
      { id: vote!.id },
    );
    expect(can).toEqual({ amend: false });
    expect(
      await who['cleo']!.refusalOf('mutation ($input: AmendProposalInput!) { amendProposal(input: $input) { id } }', {
        input: { id: vote!.id, textVersion, title: 'Ana?', body: 'She stole.', note: '' },
      }),
    ).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('keeps its words') });
    for (const name of ['cleo', 'ben'])
      await who[name]!.get(cast, { input: { proposalId: vote!.id, option: name === 'ben' ? 'disagree' : 'agree' } });
    await wait(11);
    expect(await seen(one.id, who['ben']!)).toMatchObject({ state: 'KEPT' });
    expect(await toldTo('cleo')).toContain('Ana stays');
    expect(await seen(alone.id)).toMatchObject({ state: 'EXPIRED' });
  });

  test('a lapse leaves an open case alone: it is answered and decided, and ends with the membership only', async () => {
    const sql = <T>(text: string, values: unknown[] = []): Promise<T[]> =>
      world.database.reads.query<T[]>(text, values);
    const by = who['ana']!;
    const looks = async (): Promise<void> => {
      await sql('DELETE FROM dues_watch');
      await world.app.get(LapseClock).runDue();
      await world.settle();
    };
    const owes = async (name: string): Promise<string> => {
      const [made] = await sql<{ id: string }>(
        `INSERT INTO contribution (id, book_id, number, kind, fund_id, category, currency, pledged, person_id, due_on, period)
         SELECT gen_random_uuid(), b.id, 100 + (SELECT count(*) FROM contribution), 'dues', f.id, 'income.dues', 'EUR', 500, $2, $3::date, $3::date FROM book b JOIN fund f ON f.book_id = b.id AND f.kind = 'general' WHERE b.group_id = $1 RETURNING id`,
        [groupId, ids[name], day(-35)],
      );
      return made!.id;
    };
    const lapses = async (name: string): Promise<string> => {
      const of = await owes(name);
      await sql('INSERT INTO lapse_warning VALUES ($1, $2, 3, $3)', [of, day(-5), day(-20)]);
      await looks();
      expect(await lastSpell(name)).toEqual({ standing: 'lapsed', end_reason: null });
      return of;
    };
    const waives = async (of: string): Promise<void> => {
      await who['gil']!.get('mutation ($id: ID!, $reason: String!) { waiveDues(id: $id, reason: $reason) { id } }', {
        id: of,
        reason: 'A hard year',
      });
      await world.settle();
    };
    // What a vote does at its end, without the vote.
    const removes = (name: string): Promise<void> =>
      world.database.transaction((tx) =>
        world.app.get(Roll).step(tx, {
          groupId,
          personId: ids[name]!,
          step: 'remove',
          authority: { kind: 'decision', id: about.id },
          reason: 'removed',
        }),
      );
    const comesBack = async (name: string): Promise<void> => {
      await world.database.transaction((tx) =>
        world.app.get(Roll).reinstate(tx, { groupId, personId: ids[name]!, decision: about.id, removal: about.id }),
      );
      await world.settle();
    };
    const lastSpell = async (name: string): Promise<object> =>
      (
        await sql<object>(
          'SELECT s.standing, s.end_reason FROM spell s JOIN membership m ON m.id = s.membership_id WHERE m.group_id = $1 AND m.person_id = $2 ORDER BY s.seq DESC LIMIT 1',
          [groupId, ids[name]],
        )
      )[0]!;
    await sql(
      `INSERT INTO rulebook_version SELECT (jsonb_populate_record(v, jsonb_build_object('id', gen_random_uuid(), 'n', v.n + 1, 'rules', v.rules || '{"dues":{"every":"year","min":"500","suggested":"500","max":"500","graceDays":0,"lapseAfterMonths":1}}'))).* FROM rulebook_version v WHERE v.group_id = $1 ORDER BY v.n DESC LIMIT 1`,
      [groupId],
    );
    await givesDuty(by, { groupId, to: who['gil']!, duty: 'TREASURER' });
    const about = await by.get<Seen>(open, asked('fay', { reasons: 'She sold the tent.' }));
    const other = await by.get<Seen>(open, asked('hal', { reasons: 'He lost the keys.' }));
    const dues = await lapses('fay');
    expect(await seen(about.id, who['fay']!)).toMatchObject({ state: 'REPLY', can: { reply: true, export: true } });
    expect(
      await who['fay']!.get<Seen>(say('replyToRemoval', 'reply'), { id: about.id, text: 'It was mine.' }),
    ).toMatchObject({
      reply: 'It was mine.',
    });
    // Nobody settles what is owed: the membership is over for good, and the case with it.
    const owed = await lapses('hal');
    expect(await seen(other.id)).toMatchObject({ state: 'REPLY' });
    await sql(
      `UPDATE spell s SET from_at = s.from_at - interval '100 days', to_at = s.to_at - interval '100 days' FROM membership m WHERE m.id = s.membership_id AND m.group_id = $1 AND m.person_id = $2`,
      [groupId, ids['hal']],
    );
    await sql('UPDATE contribution SET due_on = $2 WHERE id = $1', [owed, day(-135)]);
    await sql('DELETE FROM lapse_warning WHERE contribution_id = $1', [owed]);
    await sql('INSERT INTO lapse_warning VALUES ($1, $2, 3, $3)', [owed, day(-105), day(-120)]);
    await looks();
    expect(await lastSpell('hal')).toEqual({ standing: 'lapsed', end_reason: 'lapsed' });
    expect(await seen(other.id)).toMatchObject({
      state: 'LEFT',
      endReason: expect.stringContaining('dues were not settled'),
    });
    expect(await toldTo('ana')).toContain('dues were not settled');
    await joinAs('hal', groupId);
    // The vote is held and removes; paying does not undo what the group has decided.
    await wait(3.1);
    const { vote } = await seen(about.id);
    await votes(vote!.id, { ana: 'agree', ben: 'agree', cleo: 'agree', eve: 'agree', gil: 'agree' });
    await wait(8);
    expect(await seen(about.id)).toMatchObject({ state: 'REMOVED' });
    expect(await lastSpell('fay')).toEqual({ standing: 'lapsed', end_reason: 'removed' });
    await who['fay']!.get(say('appealRemoval', 'reason'), { id: about.id, text: 'It was mine!' });
    const appeal = (await seen(about.id)).appealVote!;
    await votes(appeal.id, { ben: 'disagree', cleo: 'disagree', eve: 'disagree', gil: 'disagree', hal: 'disagree' });
    await wait(9);
    expect(await seen(about.id)).toMatchObject({ state: 'REVERSED' });
    // Taken back, the removal leaves things as they were: she has lapsed, and has her time to settle.
    expect(await lastSpell('fay')).toEqual({ standing: 'lapsed', end_reason: null });
    expect(await toldTo('fay')).toContain('As before it, your membership has lapsed');
    expect(await toldTo('ana')).toContain('The removal of Fay was taken back');
    await looks();
    const lapsed = await who['fay']!.get<{ until: string }[]>(
      'query ($id: ID!) { duesLapses(groupId: $id) { lapsed until } }',
      { id: groupId },
    );
    expect(lapsed).toMatchObject([{ lapsed: true }]);
    expect(lapsed[0]!.until >= day(89)).toBe(true);
    await waives(dues);
    expect(await lastSpell('fay')).toEqual({ standing: 'member', end_reason: null });

    // Paid while she was out, it does not undo what the group has decided; once that is taken back she is a member at once.
    const settled = await lapses('eve');
    await removes('eve');
    await waives(settled);
    expect(await lastSpell('eve')).toEqual({ standing: 'lapsed', end_reason: 'removed' });
    await comesBack('eve');
    expect(await lastSpell('eve')).toEqual({ standing: 'member', end_reason: null });

    // Who was a member in arrears is one, since when she was, and hears all warnings anew before she may lapse.
    const arrears = await owes('cleo');
    await sql('INSERT INTO lapse_warning VALUES ($1, $2, 3, $3)', [arrears, day(1), day(-20)]);
    const since = (): Promise<unknown> =>
      by
        .get<{ person: { name: string }; since: string }[]>(
          'query ($id: ID!) { roll(groupId: $id) { person { name } since } }',
          { id: groupId },
        )
        .then((roll) => roll.find(({ person }) => person.name === 'Cleo')?.since);
    const before = await since();
    await removes('cleo');
    await comesBack('cleo');
    expect(await since()).toBe(before);
    await wait(2);
    await looks();
    expect(await lastSpell('cleo')).toEqual({ standing: 'member', end_reason: null });
    for (const days of [16, 11]) {
      await wait(days);
      await looks();
    }
    expect(await lastSpell('cleo')).toEqual({ standing: 'member', end_reason: null });
    await wait(4);
    await looks();
    expect(await lastSpell('cleo')).toEqual({ standing: 'lapsed', end_reason: null });
    expect(
      await sql('SELECT days FROM lapse_warning WHERE contribution_id = $1 ORDER BY warned_on', [arrears]),
    ).toEqual([{ days: 3 }, { days: 30 }, { days: 14 }, { days: 3 }]);
    await waives(arrears);
    expect(await lastSpell('cleo')).toEqual({ standing: 'member', end_reason: null });

    // The database lets nobody lapse by warnings of before, and a removal be taken back to what was before it only.
    const owing = await owes('ben');
    await sql('INSERT INTO lapse_warning VALUES ($1, $2, 3, $3)', [owing, day(5), day(-20)]);
    const [version] = await sql<{ n: number }>('SELECT max(n) AS n FROM rulebook_version WHERE group_id = $1', [
      groupId,
    ]);
    const forged = (name: string, end: string, standing: string, authority: object): Promise<unknown> =>
      world.database.transaction(async (tx) => {
        await tx.query(
          `UPDATE spell s SET to_at = clock_now(), end_reason = $3 FROM membership m WHERE m.id = s.membership_id AND m.group_id = $1 AND m.person_id = $2 AND s.to_at IS NULL`,
          [groupId, ids[name], end],
        );
        await tx.query(
          `INSERT INTO spell (membership_id, seq, standing, from_at, authority) SELECT m.id, max(s.seq) + 1, $3, clock_now(), $4 FROM membership m JOIN spell s ON s.membership_id = m.id WHERE m.group_id = $1 AND m.person_id = $2 GROUP BY m.id`,
          [groupId, ids[name], standing, JSON.stringify(authority)],
        );
      });
    const decided = { kind: 'decision', id: about.id, reverses: about.id };
    for (const [end, standing, authority, constraint] of [
      ['removed', 'lapsed', { ...decided, rulebookVersion: version!.n }, 'reversal_of_removal'],
      ['left', 'member', decided, 'reversal_of_removal'],
      ['removed', 'member', { ...decided, kind: 'rule' }, 'reversal_of_removal'],
    ] as const)
      await expect(forged('ben', end, standing, authority)).rejects.toMatchObject({ driverError: { constraint } });
    await removes('ben');
    await comesBack('ben');
    await expect(
      forged('ben', 'lapsed', 'lapsed', { kind: 'rule', rulebookVersion: version!.n }),
    ).rejects.toMatchObject({ driverError: { constraint: 'lapse_warned' } });
    await sql(`UPDATE contribution SET closed = 'CANCELLED', closed_at = clock_now() WHERE closed IS NULL`);
  });

  test('an appeal that fails leaves the removal standing; the bar lifts by itself, and its rows go', async () => {
    const { id: last } = await who['ana']!.get<Seen>(open, asked('ben', { reasons: 'He sold the piano.' }));
    await wait(3.1);
    const people = { ana: 'agree', cleo: 'agree', eve: 'agree', fay: 'agree', gil: 'agree', hal: 'agree' };
    await votes((await seen(last)).vote!.id, people);
    await wait(8);
    const { appealVote } = await who['ben']!.get<Seen>(say('appealRemoval', 'reason'), {
      id: last,
      text: 'It was mine.',
    });
    expect(appealVote).toMatchObject({ secret: true, electors: 5 });
    await votes(appealVote!.id, { cleo: 'agree', eve: 'agree', fay: 'agree', gil: 'agree' });
    await wait(9);
    expect(await seen(last)).toMatchObject({ state: 'UPHELD' });
    const join = 'mutation ($id: ID!) { joinGroup(groupId: $id) }';
    await wait(300);
    expect(await who['ben']!.refusalOf(join, { id: groupId })).toMatchObject({ code: 'CONFLICT' });
    await wait(60);
    expect(await world.app.get(Retention).sweep()).toMatchObject({ 'bars of those who were removed': 2 });
    expect(await who['ben']!.refusalOf(join, { id: groupId })).toBeNull();
    expect(await namesOn()).toContain('Ben');
  });
});
