import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { bundleFault, Closer, type ProposalBundle } from '../../apps/api/src/decisions/index.ts';
import { checksumOf } from '../../apps/api/src/decisions/record/verify-bundle.ts';
import { rows } from '../../apps/api/src/platform/database/sql.ts';
import { Client } from '../support/client.ts';
import { claim, found, joins } from '../support/people.ts';
import { freshDatabase } from '../support/postgres.ts';
import { startWorld, type World } from '../support/world.ts';

// A proposal from its announcement to its review: opened by the clock, amended in rounds, extended, withdrawn for another, put again.
const postgres = inject('postgresUrl');
const HOUR = 3_600_000;
const fields = `id status title round textVersion askedAgain extensions opensAt closesAt closedAt cast electors number myChoice { option } tally { verdict code } versions { version round note byName }
  rerunOf { id number } reruns { id } supersededBy { id } supersedes { id } withdrawnReason statement { version body reviewOn isReviewDue byName } objections { id round personName text state stands response ruling mine canAnswer canWithdraw canRuleOut }
  effects { label } can { amend extend rerun setOutcome update open vote }`;
const mutation = (name: string, input: string): string =>
  `mutation ($input: ${input}!) { ${name}(input: $input) { ${fields} } }`;
const create = mutation('createProposal', 'CreateProposalInput');
const amend = mutation('amendProposal', 'AmendProposalInput');
const extend = mutation('extendProposal', 'ExtendProposalInput');
const announce = mutation('announceProposal', 'AnnounceProposalInput');
const setOutcome = mutation('setOutcome', 'SetOutcomeInput');
const cast = `mutation ($input: CastBallotInput!) { castBallot(input: $input) { __typename ... on Proposal { ${fields} } ... on BallotRefused { code message } } }`;
const read = `query ($id: ID!) { proposal(id: $id) { ${fields} } }`;
const withdraw = `mutation ($id: ID!, $reason: String!, $replacedBy: ID) { withdrawProposal(id: $id, reason: $reason, replacedBy: $replacedBy) { ${fields} } }`;
const rerun = `mutation ($id: ID!) { rerunProposal(id: $id) { ${fields} } }`;

interface Objection {
  id: string;
  round: number;
  personName: string;
  text: string;
  state: string;
  stands: boolean;
  response: string | null;
  mine: boolean;
  canAnswer: boolean;
  canWithdraw: boolean;
  canRuleOut: boolean;
}
interface Proposal {
  __typename?: string;
  code?: string;
  message?: string;
  id: string;
  status: string;
  title: string;
  round: number;
  textVersion: number;
  askedAgain: boolean;
  extensions: number;
  opensAt: string;
  closesAt: string;
  closedAt: string | null;
  cast: number;
  number: number;
  myChoice: { option: string } | null;
  tally: { verdict: string; code: string } | null;
  versions: { version: number; round: number; note: string; byName: string }[];
  rerunOf: { id: string; number: number } | null;
  reruns: { id: string }[];
  supersededBy: { id: string } | null;
  supersedes: { id: string }[];
  statement: { version: number; body: string; reviewOn: string | null; isReviewDue: boolean; byName: string } | null;
  objections: Objection[];
  effects: { label: string }[];
  can: Record<string, boolean>;
}

for (const engine of ['PGlite', 'PostgreSQL'] as const) {
  const skipped = engine === 'PostgreSQL' && !postgres;
  describe.skipIf(skipped)(`${engine}${skipped ? ' (SKIPPED: no PostgreSQL on this machine)' : ''}`, () => {
    let world: World;
    let groupId: string;
    let ana: Client;
    let ben: Client;
    let cleo: Client;
    let passed = 0;
    const passes = async (hours: number): Promise<void> => {
      passed += hours;
      await world.clockPasses(`${passed} hours`);
      await world.app.get(Closer).closeDue();
    };
    const inHours = (hours: number): Date => new Date(Date.now() + (passed + hours) * HOUR);
    const opens = (more: object = {}, of: object = {}): Promise<Proposal> =>
      ana.get<Proposal>(create, {
        input: {
          groupId,
          fields: { title: 'A second key', body: 'For the shed.', method: 'CONSENT', closesAt: inHours(96), ...more },
          ...of,
        },
      });
    const votes = (who: Client, { id }: Proposal, option: string, more: object = {}): Promise<Proposal> =>
      who.get<Proposal>(cast, { input: { proposalId: id, option, ...more } });
    const seen = (who: Client, { id }: { id: string }): Promise<Proposal> => who.get<Proposal>(read, { id });
    const amends = (who: Client, of: Proposal, more: object = {}): Promise<Proposal> =>
      who.get<Proposal>(amend, {
        input: { id: of.id, textVersion: of.textVersion, title: of.title, body: 'For the shed, kept by two.', ...more },
      });
    const logged = async (type: string, id: string): Promise<Record<string, unknown>[]> => {
      const found = await rows<{ body: string }>(
        world.database.reads,
        `SELECT convert_from(body, 'UTF8') AS body FROM log_entry WHERE type = $1 ORDER BY seq`,
        [type],
      );
      return found
        .map(({ body }) => (JSON.parse(body) as { facts: Record<string, unknown> }).facts)
        .filter((facts) => facts['proposal'] === id);
    };

    beforeAll(async () => {
      world = await startWorld(engine === 'PostgreSQL' ? { databaseUrl: await freshDatabase() } : {});
      ana = await claim(world);
      groupId = await found(ana);
      ben = await joins(world, ana, { groupId, name: 'Ben' });
      cleo = await joins(world, ana, { groupId, name: 'Cleo' });
    }, 60_000);
    afterAll(() => world?.stop());

    test('announced: the group reads and talks, edits are versions, the clock opens it and a late opening keeps its length', async () => {
      expect(
        (
          await ana.refusalOf(create, {
            input: { groupId, fields: { title: 'x', method: 'CONSENT', opensAt: inHours(-1), closesAt: inHours(9) } },
          })
        )?.message,
      ).toContain('has passed');
      expect(
        (
          await ana.refusalOf(create, {
            input: { groupId, fields: { title: 'x', method: 'CONSENT', opensAt: inHours(9), closesAt: inHours(5) } },
          })
        )?.message,
      ).toContain('Choose a later');
      const made = await opens({ opensAt: inHours(2), closesAt: inHours(50) });
      expect(made).toMatchObject({ status: 'ANNOUNCED', can: { update: true, open: true, vote: false } });
      expect(await seen(ben, made)).toMatchObject({ status: 'ANNOUNCED', can: { update: false } });
      await ben.get('mutation ($id: ID!) { addComment(kind: PROPOSAL, id: $id, body: "Who keeps it?") }', {
        id: made.id,
      });
      expect((await votes(ben, made, 'consent')).__typename).toBe('BallotRefused');
      const { version } = await ana.get<{ version: number }>('query ($id: ID!) { proposal(id: $id) { version } }', {
        id: made.id,
      });
      const edited = {
        title: 'A second key',
        body: 'For the shed. Cleo keeps it.',
        method: 'CONSENT',
        opensAt: made.opensAt,
        closesAt: made.closesAt,
      };
      const update = `mutation ($input: UpdateProposalInput!) { updateProposal(input: $input) { ${fields} } }`;
      expect(await ana.get(update, { input: { id: made.id, expectedVersion: version, fields: edited } })).toMatchObject(
        { status: 'ANNOUNCED', textVersion: 2, round: 1 },
      );
      expect(
        (
          await ana.refusalOf(update, {
            input: { id: made.id, expectedVersion: version + 1, fields: { ...edited, opensAt: null } },
          })
        )?.message,
      ).toContain('announced already');
      await passes(3);
      const opened = await seen(ben, made);
      expect(opened).toMatchObject({ status: 'OPEN', textVersion: 2, round: 1, can: { vote: true } });
      expect(opened.versions.map(({ version: n }) => n)).toEqual([1, 2]);
      const late = new Date(opened.closesAt).getTime() - new Date(made.closesAt).getTime();
      // The instant is kept to the minute, and a busy machine takes some more.
      expect([late >= HOUR, late <= HOUR + 300_000]).toEqual([true, true]);
      expect(await logged('proposal.openedLate', made.id)).toMatchObject([{ minutes: expect.any(Number) as number }]);
      const texts = await ben.get<{ body: string }[]>('query ($id: ID!) { proposalTexts(id: $id) { body } }', {
        id: made.id,
      });
      expect(texts.map(({ body }) => body)).toEqual(['For the shed.', 'For the shed. Cleo keeps it.']);
    });

    test('a draft is announced later, and opened before its time by hand', async () => {
      const draft = await opens({}, { open: false });
      expect((await ana.refusalOf(announce, { input: { id: draft.id } }))?.message).toContain('Say when');
      const announced = await ana.get<Proposal>(announce, { input: { id: draft.id, opensAt: inHours(5) } });
      expect(announced.status).toBe('ANNOUNCED');
      expect((await ben.refusalOf(announce, { input: { id: draft.id, opensAt: inHours(6) } }))?.code).toBe('FORBIDDEN');
      await ana.get('mutation ($id: ID!) { openProposal(id: $id) { id } }', { id: draft.id });
      const opened = await seen(ben, draft);
      expect([opened.status, opened.opensAt < announced.opensAt]).toEqual(['OPEN', true]);
    });

    test('what cannot open when its instant comes is a draft again', async () => {
      const line = { label: 'Key', planned: { minor: '100', currency: 'EUR' } };
      const made = await opens({
        opensAt: inHours(1),
        closesAt: inHours(48),
        method: 'MAJORITY',
        opensBudgetLine: line,
      });
      await rows(
        world.database.reads,
        `UPDATE effect SET payload = payload || '{"fundId": "00000000-0000-4000-8000-000000000000"}' WHERE proposal_id = $1`,
        [made.id],
      );
      await passes(2);
      expect(await seen(ana, made)).toMatchObject({ status: 'DRAFT', opensAt: null });
      expect(await logged('proposal.notOpened', made.id)).toHaveLength(1);
    });

    test('before the first ballot an edit is a version of the same round; after it a new round, in which everybody is asked again', async () => {
      const made = await opens({ closesAt: inHours(10) });
      expect(
        (await ben.refusalOf(amend, { input: { id: made.id, textVersion: 1, title: 'Mine now', body: '' } }))?.code,
      ).toBe('FORBIDDEN');
      expect(
        (
          await ana.refusalOf(amend, {
            input: { id: made.id, textVersion: 1, title: made.title, body: 'For the shed.' },
          })
        )?.message,
      ).toBe('Nothing has changed yet.');
      const first = await amends(ana, made, { body: 'For the new shed.' });
      expect(first).toMatchObject({ textVersion: 2, round: 1, closesAt: made.closesAt });
      await votes(ben, first, 'consent', { textVersion: 2 });
      await votes(cleo, first, 'stand_aside', { textVersion: 2 });
      const second = await amends(ana, first, { note: 'Two of us keep it' });
      expect(second).toMatchObject({ textVersion: 3, round: 2, cast: 0, can: { amend: true } });
      expect(new Date(second.closesAt).getTime()).toBeGreaterThanOrEqual(inHours(72).getTime() - 60_000);
      expect(
        (await ana.refusalOf(amend, { input: { id: made.id, textVersion: 2, title: 'x', body: 'y' } }))?.message,
      ).toContain('changed elsewhere');
      expect(await votes(ben, first, 'consent', { textVersion: 2 })).toMatchObject({
        __typename: 'BallotRefused',
        code: 'TEXT_CHANGED',
      });
      expect(await seen(ben, made)).toMatchObject({ askedAgain: true, myChoice: null, cast: 0 });
      expect(await seen(ana, made)).toMatchObject({ askedAgain: false });
      const needs = await ben.get<{ id: string; askedAgain: boolean }[]>('{ needsMyVote { id askedAgain } }');
      expect(needs.find(({ id }) => id === made.id)).toEqual({ id: made.id, askedAgain: true });
      await votes(ben, second, 'consent', { textVersion: 3 });
      const history = await rows(
        world.database.reads,
        'SELECT round, is_current FROM ballot WHERE proposal_id = $1 ORDER BY round',
        [made.id],
      );
      expect(history).toEqual([1, 1, 2].map((round) => ({ round, is_current: true })));
      expect(second.versions.at(-1)).toMatchObject({ version: 3, round: 2, note: 'Two of us keep it', byName: 'Ana' });
    });

    test('the closed vote counts its last round only, and its file holds every text and is checked by it', async () => {
      const made = await opens();
      await votes(ben, made, 'object', { reason: 'Too many keys' });
      const amended = await amends(ana, made);
      await votes(ben, amended, 'consent');
      await passes(200);
      expect((await seen(ana, made)).tally).toMatchObject({ verdict: 'PASSED' });
      const bundle = (await (
        await new Client(world.url).fetch(`/p/${made.id}/decision.json`)
      ).json()) as ProposalBundle;
      expect([bundleFault(bundle), bundle.proposal.round, bundle.ballots.length]).toEqual([null, 2, 1]);
      expect(bundle.texts?.map(({ body, round }) => [round, body])).toEqual([
        [1, 'For the shed.'],
        [2, 'For the shed, kept by two.'],
      ]);
      const forged = (change: (texts: { body: string }[]) => void): string | null => {
        const copy = structuredClone(bundle) as { texts: { body: string }[] } & ProposalBundle;
        change(copy.texts);
        return bundleFault({ ...copy, checksum: checksumOf(copy) });
      };
      expect(forged((texts) => (texts[0]!.body = 'Another'))).toContain('frozen');
      expect(forged((texts) => (texts[1]!.body = 'Another'))).toContain('frozen');
      expect(forged((texts) => texts.splice(1, 1))).toContain('frozen');
      expect(forged((texts) => texts.splice(0, 1))).toContain('frozen');
    });

    test('extended: later only, twice at most, with a reason, and never while the live count shows what follows', async () => {
      const made = await opens();
      const more = (hours: number, reason = 'Half of us are away'): object => ({
        input: { id: made.id, closesAt: inHours(hours), reason },
      });
      expect((await ana.refusalOf(extend, more(50)))?.message).toContain('only be moved to a later');
      expect((await ana.refusalOf(extend, more(120, ' ')))?.message).toContain('Say why');
      expect((await ana.refusalOf(extend, more(24 * 90)))?.message).toContain('60 days at most');
      expect((await ben.refusalOf(extend, more(120)))?.code).toBe('FORBIDDEN');
      expect(await ana.get(extend, more(120))).toMatchObject({ extensions: 1 });
      expect(await ana.get(extend, more(140))).toMatchObject({ extensions: 2, can: { extend: false } });
      expect((await ana.refusalOf(extend, more(160)))?.message).toBe('The end was moved twice already.');
      expect(await logged('proposal.extended', made.id)).toHaveLength(2);
      const live = await opens({
        showResults: 'LIVE',
        method: 'MAJORITY',
        opensBudgetLine: { label: 'Key', planned: { minor: '100', currency: 'EUR' } },
      });
      expect(live.can['extend']).toBe(false);
      expect(
        (await ana.refusalOf(extend, { input: { id: live.id, closesAt: inHours(120), reason: 'x' } }))?.message,
      ).toContain('sees how it stands');
    });

    test('withdrawn in favour of another one, and put again: each names the other', async () => {
      const [old, next] = [await opens(), await opens({ title: 'A third key' })];
      expect((await ana.refusalOf(withdraw, { id: old.id, reason: 'x', replacedBy: old.id }))?.message).toContain(
        'another proposal',
      );
      expect((await ana.refusalOf(rerun, { id: old.id }))?.message).toContain('once it has closed');
      expect(await ana.get(withdraw, { id: old.id, reason: 'Better said there', replacedBy: next.id })).toMatchObject({
        status: 'WITHDRAWN',
        supersededBy: { id: next.id },
        can: { rerun: true },
      });
      expect((await seen(ben, next)).supersedes).toEqual([{ id: old.id }]);
      const again = await ben.get<Proposal>(rerun, { id: old.id });
      expect(again).toMatchObject({
        status: 'DRAFT',
        title: 'A second key',
        rerunOf: { id: old.id, number: old.number },
        round: 1,
        textVersion: 1,
        can: { open: true },
      });
      expect([(await seen(ana, old)).reruns, (await seen(ben, old)).reruns]).toEqual([[], [{ id: again.id }]]);
      await ben.get('mutation ($id: ID!) { openProposal(id: $id) { id } }', { id: again.id });
      expect((await seen(ana, old)).reruns).toEqual([{ id: again.id }]);
    });

    test('a budget split is put again with its projects, under ids of their own, and counts', async () => {
      const cost = (minor: string): object => ({ minor, currency: 'EUR' });
      const options = [
        { label: 'Paint', cost: cost('3000') },
        { label: 'Bench', cost: cost('5000') },
      ];
      const made = await opens({
        template: 'BUDGET',
        method: 'MES',
        options,
        settings: { budget: cost('6000') },
        closesAt: inHours(2),
      });
      await passes(3);
      const again = await ana.get<Proposal>(rerun, { id: made.id });
      await ana.get('mutation ($id: ID!) { openProposal(id: $id) { id } }', { id: again.id });
      const { options: ids } = await ana.get<{ options: { id: string }[] }>(
        'query ($id: ID!) { proposal(id: $id) { options { id } } }',
        { id: again.id },
      );
      await ana.get(cast, { input: { proposalId: again.id, options: [ids[1]!.id] } });
      await passes(30);
      expect((await seen(ana, again)).tally).toMatchObject({ verdict: 'PASSED' });
    });

    test('the outcome in words and the day of its review, each a version', async () => {
      const made = await opens({ closesAt: inHours(1) });
      const said = (more: object): object => ({
        input: { id: made.id, expectedVersion: 0, statement: 'Cleo gets it cut.', ...more },
      });
      expect((await ana.refusalOf(setOutcome, said({})))?.message).toContain('once the vote has closed');
      await votes(ana, made, 'consent');
      await passes(2);
      const day = (days: number): string =>
        inHours(days * 24)
          .toISOString()
          .slice(0, 10);
      expect((await ben.refusalOf(setOutcome, said({})))?.code).toBe('FORBIDDEN');
      expect((await ana.refusalOf(setOutcome, said({ statement: ' ' })))?.message).toContain('Write what comes of it');
      expect((await ana.refusalOf(setOutcome, said({ reviewOn: '2027-02-30' })))?.message).toContain(
        'no day of the calendar',
      );
      expect((await ana.refusalOf(setOutcome, said({ reviewOn: day(-1) })))?.message).toContain('still to come');
      expect((await ana.get<Proposal>(setOutcome, said({ reviewOn: day(30) }))).statement).toMatchObject({
        version: 1,
        byName: 'Ana',
        reviewOn: day(30),
        isReviewDue: false,
      });
      expect((await ana.refusalOf(setOutcome, said({})))?.message).toContain('in the meantime');
      expect(
        (
          await ana.get<Proposal>(
            setOutcome,
            said({ expectedVersion: 1, statement: 'Cleo has it.', reviewOn: day(30) }),
          )
        ).statement,
      ).toMatchObject({ version: 2, body: 'Cleo has it.' });
      expect((await ana.get<Proposal>(setOutcome, said({ expectedVersion: 2 }))).statement).toMatchObject({
        version: 3,
        reviewOn: null,
        isReviewDue: false,
      });
    });
  });
}
