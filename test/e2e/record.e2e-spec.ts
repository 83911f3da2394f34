import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { bundleFault, Closer, type ProposalBundle } from '../../apps/api/src/decisions/index.ts';
import { checksumOf } from '../../apps/api/src/decisions/record/verify-bundle.ts';
import { rows } from '../../apps/api/src/platform/database/sql.ts';
import { Client } from '../support/client.ts';
import { freshDatabase } from '../support/postgres.ts';
import { claim, found, joins } from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';

// A closed vote as a file that anyone counts again: nothing before the end, nobody named, and no change that goes unseen.
const postgres = inject('postgresUrl');
const create = 'mutation ($input: CreateProposalInput!) { createProposal(input: $input) { id options { id label } } }';
const cast =
  'mutation ($input: CastBallotInput!) { castBallot(input: $input) { __typename ... on BallotRefused { message } } }';

interface Made {
  readonly id: string;
  readonly options: readonly { readonly id: string; readonly label: string }[];
}

for (const engine of ['PGlite', 'PostgreSQL'] as const) {
  const skipped = engine === 'PostgreSQL' && !postgres;
  describe.skipIf(skipped)(`${engine}${skipped ? ' (SKIPPED: no PostgreSQL on this machine)' : ''}`, () => {
    let world: World;
    const people: Client[] = [];
    let ranked: Made;
    let consent: Made;

    const opens = (groupId: string, more: object): Promise<Made> =>
      people[0]!.get<Made>(create, {
        input: {
          groupId,
          fields: { title: 'Who keeps the keys?', closesAt: new Date(Date.now() + 3_600_000), ...more },
        },
      });
    const votes = async (at: number, proposal: Made, answer: object): Promise<void> => {
      const said = await people[at]!.get<{ __typename: string }>(cast, {
        input: { proposalId: proposal.id, ...answer },
      });
      expect(said).toEqual({ __typename: 'Proposal' });
    };
    const file = (who: Client, proposal: Made, name: string): Promise<Response> =>
      who.fetch(`/p/${proposal.id}/${name}`);
    const bundleOf = async (proposal: Made): Promise<ProposalBundle> =>
      (await (await file(new Client(world.url), proposal, 'decision.json')).json()) as ProposalBundle;

    beforeAll(async () => {
      world = await startWorld(engine === 'PostgreSQL' ? { databaseUrl: await freshDatabase() } : {});
      people.push(await claim(world));
      const groupId = await found(people[0]!);
      for (const name of ['Ben', 'Cleo', '=Dan']) people.push(await joins(world, people[0]!, { groupId, name }));
      const options = [{ label: 'Ana' }, { label: 'Ben "B"' }, { label: 'Cleo' }];
      ranked = await opens(groupId, { template: 'RANKED', method: 'IRV', options });
      consent = await opens(groupId, {
        method: 'CONSENT',
        title: 'A second key',
        body: 'It rusts.',
        reasons: 'REQUIRED_FOR_BLOCK',
      });
      const [ana, ben, cleo] = ranked.options.map(({ id }) => id) as [string, string, string];
      await votes(0, ranked, { ranking: [[ben], [ana]] });
      await votes(1, ranked, { ranking: [[ben], [ana]], reason: 'He is always there, "always"' });
      await votes(2, ranked, { ranking: [[cleo], [ana]] });
      await votes(3, ranked, { abstain: true });
      await people[0]!.get('mutation ($input: AmendProposalInput!) { amendProposal(input: $input) { id } }', {
        input: {
          id: consent.id,
          textVersion: 1,
          title: 'A second key',
          body: 'It rusts and squeaks.',
          note: 'Heard it',
        },
      });
      await votes(0, consent, { option: 'consent' });
      await votes(1, consent, { option: 'object', reason: 'Too many keys already' });
    }, 60_000);
    afterAll(() => world?.stop());

    test('while it is open there is no file for anyone', async () => {
      for (const name of ['decision.json', 'ballots.csv', 'ballots.blt', 'record.md'])
        for (const who of people) expect([name, (await file(who, ranked, name)).status]).toEqual([name, 409]);
      await world.clockPasses('2 hours');
      await world.app.get(Closer).closeDue();
    });

    test('closed, its bundle counts to the same outcome, and names nobody', async () => {
      for (const [proposal, verdict] of [
        [ranked, 'passed'],
        [consent, 'failed'],
      ] as const) {
        const bundle = await bundleOf(proposal);
        expect([bundleFault(bundle), bundle.result.verdict]).toEqual([null, verdict]);
        expect(bundle.electors).toHaveLength(4);
        expect(bundle.log.map(({ body }) => (JSON.parse(body) as { type: string }).type)).toEqual(
          expect.arrayContaining(['proposal.opened', 'proposal.closed']),
        );
        const voters = await rows<{ person_id: string }>(world.database.reads, 'SELECT person_id FROM elector');
        expect(voters).toHaveLength(8);
        const text = JSON.stringify({ ballots: bundle.ballots, electors: bundle.electors, result: bundle.result });
        for (const { person_id: person } of voters) expect(text).not.toContain(person);
        expect(JSON.stringify(bundle)).not.toMatch(/Cleo joined|always there|Too many keys/);
      }
      const [one, other] = [await bundleOf(ranked), await bundleOf(ranked)];
      expect(one.electors).not.toEqual(other.electors);
    });

    test('whatever is changed in it is found, even under a checksum that was made to fit', async () => {
      const bundle = await bundleOf(ranked);
      const changed = (change: (copy: Mutable) => void): string | null => {
        const copy = structuredClone(bundle) as unknown as Mutable;
        change(copy);
        expect(bundleFault(copy as unknown as ProposalBundle)).toBe('its checksum does not fit its content');
        return bundleFault({ ...(copy as unknown as ProposalBundle), checksum: checksumOf(copy as never) });
      };
      const [first, second] = bundle.ballots;
      expect(changed(({ proposal }) => (proposal.title += '!'))).toContain('its text');
      expect(changed(({ rules }) => (rules.reasons = 'off'))).toContain('rules');
      expect(changed(({ electors }) => electors.pop())).toMatch(/is no elector|were counted/);
      expect(changed(({ ballots }) => ballots.pop())).toContain('were counted');
      expect(changed(({ ballots }) => (ballots[1]!.ref = first!.ref))).toBe(`${first!.ref} voted twice`);
      expect(changed(({ ballots }) => (ballots[0]!.choice = { ranking: [['nobody']] }))).toContain('OPTION_UNKNOWN');
      const swapped = changed(({ ballots }) => (ballots[0]!.choice = { ranking: [[ranked.options[2]!.id]] }));
      expect(swapped).toContain('were counted');
      expect(changed(({ result }) => (result.verdict = 'failed'))).toContain('the count says passed');
      expect(changed(({ result }) => (result.output['winners'] = [ranked.options[0]!.id]))).toContain('figures');
      expect(changed(({ log }) => (log[1]!.body = log[1]!.body.replace('proposal', 'proposaI')))).toContain('entry');
      expect(changed(({ log }) => log.splice(0, 9))).toContain('opening');
      expect(second).toBeDefined();
    });

    test('the command counts the file again, and says what does not hold', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'folkmoot-bundle-'));
      const cli = join(import.meta.dirname, '../../dist/apps/api/src/cli.js');
      const verify = async (text: string): Promise<{ stdout: string; status: number | null }> => {
        const path = join(folder, 'decision.json');
        writeFileSync(path, text);
        const child = spawn(process.execPath, [cli, 'verify', path], { env: { PATH: process.env['PATH'] } });
        let stdout = '';
        child.stdout.on('data', (piece: Buffer) => (stdout += piece.toString()));
        const [status] = (await once(child, 'close')) as [number | null];
        return { stdout, status };
      };
      const bundle = await bundleOf(ranked);
      expect(await verify(JSON.stringify(bundle))).toMatchObject({
        status: 0,
        stdout: expect.stringContaining('4 ballots of 4 electors count to passed') as string,
      });
      // What does not hold is the same text, wherever it came from.
      const broken = [
        [JSON.stringify({ ...bundle, ballots: bundle.ballots.slice(1) }), 1],
        ['{"format":"folkmoot-proposal/1"}', 1],
        ['{"format":"folkmoot-proposal/9"}', 3],
      ] as const;
      if (engine === 'PGlite')
        for (const [text, status] of broken) expect(await verify(text)).toMatchObject({ status });
      rmSync(folder, { recursive: true });
    }, 60_000);

    test('members have who voted what as CSV, safe for spreadsheets; a visitor has not', async () => {
      const text = await (await file(people[1]!, ranked, 'ballots.csv')).text();
      const lines = text.split('\r\n');
      expect(lines[0]).toBe('"name","cast at","Ana","Ben ""B""","Cleo","abstains","reason"');
      expect(lines[2]).toMatch(/^"Ben","[^"]+","2","1","","","He is always there, ""always"""$/);
      expect(lines[4]).toMatch(/^"'=Dan","[^"]+","","","","x",""$/);
      expect((await file(new Client(world.url), ranked, 'ballots.csv')).status).toBe(401);
    });

    test('the record is had as Markdown by its address, and tells each what the page tells them', async () => {
      const reviewOn = new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10);
      const states = (statement: string, expectedVersion: number): Promise<unknown> =>
        people[0]!.get('mutation ($input: SetOutcomeInput!) { setOutcome(input: $input) { id } }', {
          input: { id: consent.id, statement, expectedVersion, reviewOn },
        });
      await states('We *wait* a year.', 0);
      await states('We wait **two** years.', 1);
      const answer = await file(people[1]!, consent, 'record.md');
      expect(answer.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
      expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="\d+-a-second-key\.md"$/);
      const text = await answer.text();
      expect(text).toMatch(/^# A second key\n\n- No\.: \d+, /);
      expect(text).toMatch(/To be reviewed: \d+ [A-Z][a-z]+ \d{4}/);
      expect(text).toMatch(/## How the text was changed[^]*```diff\n- It rusts\.\n\+ It rusts and squeaks\.\n```/);
      expect(text).toMatch(/Version 2, by [^]*We wait \*\*two\*\* years\.[^]*Version 1, by [^]*We \*wait\* a year\./);
      expect(text).toMatch(/## Objections[^]*\| 1 \| Ben \| Too many keys already \|/);
      expect(text).toMatch(/## Who voted what[^]*\| Ben \| [^|]+ \| Too many keys already \|/);
      const outside = await (await file(new Client(world.url), consent, 'record.md')).text();
      expect(outside).toContain('We wait **two** years.');
      expect(outside).not.toMatch(/Ben|Too many keys/);
      await people[3]!.get('mutation { updateProfile(input: { locale: "de" }) { __typename } }');
      expect(await (await file(people[3]!, consent, 'record.md')).text()).toContain('## Wie der Text geändert wurde');
      expect(
        (await file(people[0]!, { ...consent, id: '00000000-0000-4000-8000-000000000000' }, 'record.md')).status,
      ).toBe(404);
    });

    test('strict rankings go to other programs as BLT; a stance has none', async () => {
      const text = await (await file(new Client(world.url), ranked, 'ballots.blt')).text();
      expect(text).toBe('3 1\n1 3 1 0\n2 2 1 0\n0\n"Ana"\n"Ben  B "\n"Cleo"\n"Who keeps the keys?"\n');
      expect((await file(people[0]!, consent, 'ballots.blt')).status).toBe(409);
    });
  });
}

/** A bundle that can be tampered with. */
interface Mutable {
  proposal: { title: string };
  rules: { reasons: string };
  electors: unknown[];
  ballots: { ref: string; choice: object }[];
  result: { verdict: string; output: Record<string, unknown> };
  log: { body: string }[];
}
