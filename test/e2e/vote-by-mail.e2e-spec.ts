import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Closer } from '../../apps/api/src/decisions/index.ts';
import { ElectorReminders } from '../../apps/api/src/decisions/reminders/elector-reminders.service.ts';
import { row, rows } from '../../apps/api/src/platform/database/sql.ts';
import type { Client } from '../support/client.ts';
import { engines } from '../support/engines.ts';
import { claim, found, idOf, joins } from '../support/people.ts';
import { freshDatabase } from '../support/postgres.ts';
import { startWorld, type World } from '../support/world.ts';

interface Linked {
  __typename: string;
  name: string;
  code?: string;
  message?: string;
  proposal: {
    cast: number;
    status: string;
    myChoice: { option: string | null; options: string[] | null } | null;
    myReason: string | null;
    tally: object | null;
    ballots: object[];
    can: { vote: boolean; comment: boolean };
  };
}
interface Reminder {
  electors: number;
  undecided: number;
  delegating: number;
  sent: boolean;
  nextAt: string | null;
}
const parts = `name proposal { cast status myChoice { option options } myReason tally { cast } ballots { name } can { vote comment } }`;
const create = `mutation ($input: CreateProposalInput!) { createProposal(input: $input) { id options { id label } } }`;
const open = `query ($token: String!) { ballotByLink(token: $token) { ${parts} } }`;
const cast = `mutation ($token: String!, $input: LinkedBallotInput!) { castByLink(token: $token, input: $input) { __typename ... on LinkedBallot { ${parts} } ... on BallotRefused { code } ... on VotingClosed { message } } }`;
const takeBack = `mutation ($token: String!) { takeBackByLink(token: $token) { __typename ... on LinkedBallot { ${parts} } } }`;
const remind = `mutation ($id: ID!, $dryRun: Boolean!) { remindElectors(id: $id, dryRun: $dryRun) { electors undecided delegating sent nextAt } }`;
const DOMAIN = 'moot.example.org';

// Votes that are asked for, reminded of and cast by mail: by a link that does one thing, or by an answer in words.
describe.each(engines)('votes by mail, on %s', (engine) => {
  const mailPort = 41_000 + Math.floor(Math.random() * 10_000);
  let world: World;
  let groupId: string;
  let ana: Client;
  let ben: Client;
  let fay: Client;
  let hours = 0;

  beforeAll(async () => {
    const env = { FOLKMOOT_MAIL_PORT: String(mailPort), FOLKMOOT_MAIL_DOMAIN: DOMAIN };
    world = await startWorld({ env, ...(engine === 'PostgreSQL' ? { databaseUrl: await freshDatabase() } : {}) });
    ana = await claim(world);
    groupId = await found(ana, { visibility: 'CLOSED' });
    ben = await joins(world, ana, { groupId, name: 'Ben' });
    await joins(world, ana, { groupId, name: 'Fay' });
    fay = world.visitor(); // she has no session on this machine, and never will
  }, 60_000);
  afterAll(() => world.stop());

  const passes = async (more: number): Promise<void> => {
    hours += more;
    await world.clockPasses(`${hours} hours`);
  };
  async function asks(more: object = {}): Promise<{ id: string; options: { id: string; label: string }[] }> {
    const closesAt = new Date(Date.now() + (hours + 72) * 3_600_000);
    const fields = { title: 'A new PA?', method: 'MAJORITY', showResults: 'LIVE', closesAt, ...more };
    return ana.get(create, { input: { groupId, fields } });
  }
  const tokenOf = (links: readonly string[]): string =>
    new URL(links.find((link) => link.includes('/vote/'))!).pathname.split('/').at(-1)!;
  const fayToken = async (): Promise<string> => tokenOf((await world.mailTo('fay@example.org')).links);
  const mailsTo = (email: string, kind: string): Promise<{ subject: string; text_body: string; reply_to: string }[]> =>
    rows(world.database.reads, 'SELECT subject, text_body, reply_to FROM mail WHERE recipient = $1 AND kind = $2', [
      email,
      kind,
    ]);

  test('the mail of an opened vote has a link that opens the ballot of one person, without results, and changes nothing when read', async () => {
    const { id } = await asks();
    const mail = await world.mailTo('fay@example.org');
    expect(mail.subject).toBe('Your vote: A new PA?');
    expect(mail.text).toContain('Do not pass the mail on');
    expect(mail.links.filter((link) => link.includes('?choose=')).map((link) => link.split('=')[1])).toEqual([
      'agree',
      'abstain',
      'disagree',
    ]);
    const token = await fayToken();
    const page = await fay.fetch(`/vote/${token}?choose=agree`);
    expect(page.status).toBe(200);
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    await ben.get('mutation ($input: CastBallotInput!) { castBallot(input: $input) { __typename } }', {
      input: { proposalId: id, option: 'disagree' },
    });
    const read = await fay.get<Linked>(open, { token });
    expect(read).toMatchObject({ name: 'Fay', proposal: { myChoice: null, tally: null, ballots: [], cast: 1 } });
    expect(read.proposal.can).toEqual({ vote: true, comment: false });
    expect(
      await row(world.database.reads, 'SELECT 1 FROM ballot b JOIN person p ON p.id = b.person_id WHERE p.name = $1', [
        'Fay',
      ]),
    ).toBeNull();
    const stored = await row<{ n: number }>(
      world.database.reads,
      `SELECT count(*)::int AS n FROM link l WHERE l.purpose = 'ballot' AND to_jsonb(l)::text LIKE '%' || $1 || '%'`,
      [token],
    );
    expect(stored!.n).toBe(0);
  });

  test('the button casts, changes and takes back; the link opens nothing else', async () => {
    const token = await fayToken();
    const voted = await fay.get<Linked>(cast, { token, input: { option: 'agree', reason: 'Loud enough' } });
    expect(voted).toMatchObject({
      proposal: { cast: 2, myChoice: { option: 'agree' }, myReason: 'Loud enough', tally: null },
    });
    expect(await fay.get<Linked>(takeBack, { token })).toMatchObject({ proposal: { myChoice: null, cast: 1 } });
    expect(await fay.get<Linked>(cast, { token, input: { option: 'nonsense' } })).toMatchObject({
      code: 'OPTION_UNKNOWN',
    });
    const { id } = await asks({ title: 'Another' });
    expect((await fay.get<Linked>(open, { token })).proposal.status).toBe('OPEN');
    expect(await fay.get('query ($id: ID!) { proposal(id: $id) { id } }', { id })).toBeNull();
    expect((await fay.refusalOf(cast, { token: `${token.slice(1)}x`, input: { option: 'agree' } }))!.code).toBe(
      'NOT_FOUND',
    );
  });

  test('a choice of several is voted by the link too', async () => {
    const { options } = await asks({
      title: 'Which nights?',
      template: 'APPROVAL',
      method: 'APPROVAL',
      options: [{ label: 'Monday' }, { label: 'Tuesday' }],
    });
    const token = await fayToken();
    const ids = options.map(({ id }) => id).toSorted();
    expect(await fay.get<Linked>(cast, { token, input: { options: ids } })).toMatchObject({
      proposal: { myChoice: { options: ids } },
    });
  });

  test('a day before the end those without a ballot are reminded, once, and a delegator hears who votes for them', async () => {
    await rows(
      world.database.reads,
      `INSERT INTO rulebook_version SELECT (jsonb_populate_record(v, jsonb_build_object('id', gen_random_uuid(), 'n', v.n + 1, 'rules', jsonb_set(v.rules, '{decision,delegation}', '"in_quorum"')))).*
       FROM rulebook_version v WHERE v.group_id = $1 ORDER BY v.n DESC LIMIT 1`,
      [groupId],
    );
    const { id } = await asks({ title: 'Soon over' });
    await rows(
      world.database.reads,
      `INSERT INTO delegation (id, group_id, from_id, to_id, from_at) SELECT gen_random_uuid(), $1, f.id, $2, clock_now() FROM person f WHERE f.name = 'Fay'`,
      [groupId, await idOf(ben)],
    );
    await ben.get('mutation ($input: CastBallotInput!) { castBallot(input: $input) { __typename } }', {
      input: { proposalId: id, option: 'agree' },
    });
    const reminders = world.app.get(ElectorReminders);
    await passes(47);
    await reminders.remindDue();
    await world.settle();
    const soon = async (email: string): Promise<string[]> =>
      (await mailsTo(email, 'vote-closing'))
        .filter(({ subject }) => subject.includes('Soon over'))
        .map((one) => one.text_body);
    expect(await soon('fay@example.org')).toEqual([]);
    await passes(2);
    await reminders.remindDue();
    await reminders.remindDue();
    await world.settle();
    const [text, ...more] = await soon('fay@example.org');
    expect(text).toContain('Ben votes for you unless you do, and has voted.');
    expect(text).not.toContain('Agree\n');
    expect(more).toEqual([]);
    expect(await soon('ben@example.org')).toEqual([]);
    expect(await soon('ana@example.org')).toHaveLength(1);
    await passes(24);
    await world.app.get(Closer).closeDue();
    await world.settle();
    const outcome = (await mailsTo('fay@example.org', 'proposal-closed')).find((one) =>
      one.subject.includes('Soon over'),
    );
    expect(outcome!.text_body).toContain('You did not vote; Ben voted for you: Agree.');
    await rows(world.database.reads, 'UPDATE delegation SET ended_at = clock_now()');
  });

  test('a reminder by hand says whom it reaches, goes to the undecided only, and not twice a day', async () => {
    const { id } = await asks({ title: 'By hand' });
    expect((await ben.refusalOf(remind, { id, dryRun: true }))!.code).toBe('FORBIDDEN');
    await ben.get('mutation ($input: CastBallotInput!) { castBallot(input: $input) { __typename } }', {
      input: { proposalId: id, option: 'agree' },
    });
    const dry = await ana.get<Reminder>(remind, { id, dryRun: true });
    expect(dry).toEqual({ electors: 3, undecided: 2, delegating: 0, sent: false, nextAt: null });
    await world.settle();
    expect(await mailsTo('fay@example.org', 'vote-asked')).toEqual([]);
    expect(await ana.get<Reminder>(remind, { id, dryRun: false })).toMatchObject({ sent: true, undecided: 2 });
    await world.settle();
    expect(await mailsTo('fay@example.org', 'vote-asked')).toHaveLength(1);
    expect(await mailsTo('ben@example.org', 'vote-asked')).toEqual([]);
    expect((await ana.refusalOf(remind, { id, dryRun: false }))!.code).toBe('CONFLICT');
    await passes(25);
    await ana.get('mutation { chooseMails(input: { voteReminders: false }) { voteReminders } }');
    await ana.get<Reminder>(remind, { id, dryRun: false });
    await world.settle();
    expect(await mailsTo('fay@example.org', 'vote-asked')).toHaveLength(2);
    expect(await mailsTo('ana@example.org', 'vote-asked')).toHaveLength(1);
  });

  async function answers(to: string, text: string, messageId?: string): Promise<void> {
    const transport = createTransport({ host: '127.0.0.1', port: mailPort, ignoreTLS: true });
    const more = messageId ? { messageId } : {};
    await transport.sendMail({ from: 'fay@example.org', to, subject: 'Re: Your vote', text, ...more });
    transport.close();
  }
  const answered = async (): Promise<string> => {
    await world.settle();
    const mails = await rows<{ text_body: string }>(
      world.database.reads,
      `SELECT text_body FROM mail WHERE recipient = 'fay@example.org' AND kind = 'vote-answered' ORDER BY created_at DESC, id DESC LIMIT 1`,
    );
    return mails[0]?.text_body ?? '';
  };

  test('answering the mail votes: what stands above the quote, once for each mail, and what was recorded comes back', async () => {
    const { id } = await asks({ title: 'By word', method: 'CONSENT', template: 'CONSENT' });
    await world.settle();
    const to = (await mailsTo('fay@example.org', 'proposal-opened')).find((one) =>
      one.subject.includes('By word'),
    )!.reply_to;
    const choice = async (): Promise<string | null> =>
      (
        await row<{ option: string }>(
          world.database.reads,
          `SELECT b.choice ->> 'option' AS option FROM ballot b JOIN person p ON p.id = b.person_id WHERE b.proposal_id = $1 AND p.name = 'Fay' AND b.is_current AND b.choice IS NOT NULL`,
          [id],
        )
      )?.option ?? null;
    await answers(to, 'Sounds nice\n\n> Consent');
    expect(await answered()).toContain('The first line must be one of these: Consent, Stand aside, Object.');
    await answers(to, 'Object');
    expect(await answered()).toContain('This answer needs a reason.');
    expect(await choice()).toBeNull();
    await answers(to, 'Consent\n\nOn Tuesday, Riverside <x@y.example> wrote:\n> Object', '<one@example.org>');
    expect(await answered()).toContain('You voted: Consent.');
    expect(await choice()).toBe('consent');
    await answers(to, 'Object: it would wake the neighbours');
    expect(await answered()).toContain('Your reason, which the group can read: it would wake the neighbours');
    expect(await choice()).toBe('object');
    await answers(to, 'Consent\n\nOn Tuesday, Riverside <x@y.example> wrote:\n> Object', '<one@example.org>');
    expect(await choice()).toBe('object');
    await expect(
      answers(
        to.replace(/\d/, (digit) => String(9 - Number(digit))),
        'Consent',
      ),
    ).rejects.toThrow();
  });

  test('a link says what changed since its mail', async () => {
    const { id } = await asks({ title: 'A lamp?', body: 'For the yard.' });
    const token = await fayToken();
    const sent = 'query ($token: String!) { ballotByLink(token: $token) { sent { version body } proposal { body } } }';
    expect(await fay.get(sent, { token })).toEqual({ sent: null, proposal: { body: 'For the yard.' } });
    await ana.get('mutation ($input: AmendProposalInput!) { amendProposal(input: $input) { id } }', {
      input: { id, textVersion: 1, title: 'A lamp?', body: 'For the shed.', note: 'The shed is darker' },
    });
    expect(await fay.get(sent, { token })).toEqual({
      sent: { version: 1, body: 'For the yard.' },
      proposal: { body: 'For the shed.' },
    });
  });

  test('link and address end with the vote and with the membership', async () => {
    const { id } = await asks({ title: 'Last' });
    const token = await fayToken();
    const to = (await mailsTo('fay@example.org', 'proposal-opened')).find((one) =>
      one.subject.includes('Last'),
    )!.reply_to;
    await passes(73);
    await world.app.get(Closer).closeDue();
    expect((await fay.get<Linked>(open, { token })).proposal).toMatchObject({ status: 'CLOSED', can: { vote: false } });
    expect(await fay.get<Linked>(cast, { token, input: { option: 'agree' } })).toMatchObject({
      __typename: 'VotingClosed',
    });
    await answers(to, 'Agree');
    expect(await answered()).toContain('your answer came too late');
    const next = await asks({ title: 'After' });
    const late = await fayToken();
    const leaving = await row<{ id: string }>(world.database.reads, `SELECT id FROM person WHERE name = 'Fay'`);
    const { Roll } = await import('../../apps/api/src/groups/roll.service.ts');
    await world.database.transaction((tx) =>
      world.app.get(Roll).step(tx, {
        groupId,
        personId: leaving!.id,
        step: 'leave',
        authority: { kind: 'self', id: leaving!.id },
        reason: 'left',
      }),
    );
    expect(await fay.get(open, { token: late })).toBeNull();
    expect((await fay.refusalOf(cast, { token: late, input: { option: 'agree' } }))!.code).toBe('NOT_FOUND');
    expect(id).not.toBe(next.id);
  });
});
