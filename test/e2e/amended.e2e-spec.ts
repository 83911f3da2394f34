import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { bundleFault, Closer, type ProposalBundle } from '../../apps/api/src/decisions/index.ts';
import { checksumOf } from '../../apps/api/src/decisions/record/verify-bundle.ts';
import { rows } from '../../apps/api/src/platform/database/sql.ts';
import type { Client } from '../support/client.ts';
import { claim, found, joins } from '../support/people.ts';
import { freshDatabase } from '../support/postgres.ts';
import { startWorld, type World } from '../support/world.ts';

// An open vote whose options and effects are amended: what changed is said in words, ballots are void, and what decides stays frozen.
const postgres = inject('postgresUrl');
const HOUR = 3_600_000;
const fields = `id status round textVersion cast rulesHash options { id label withdrawn cost { minor } } versions { version changes { text } }
  effects { label planned { minor } } execution { state failureCode }`;
const mutation = (name: string, input: string): string =>
  `mutation ($input: ${input}!) { ${name}(input: $input) { ${fields} } }`;
const create = mutation('createProposal', 'CreateProposalInput');
const amend = mutation('amendProposal', 'AmendProposalInput');
const cast = `mutation ($input: CastBallotInput!) { castBallot(input: $input) { __typename ... on Proposal { id cast } ... on BallotRefused { code } } }`;
const read = `query ($id: ID!) { proposal(id: $id) { ${fields} } }`;
const cost = (minor: string): { minor: string; currency: string } => ({ minor, currency: 'EUR' });

interface Proposal {
  id: string;
  status: string;
  round: number;
  textVersion: number;
  cast: number;
  rulesHash: string;
  options: { id: string; label: string; withdrawn: boolean; cost: { minor: string } | null }[];
  versions: { version: number; changes: { text: string }[] }[];
  effects: { label: string; planned: { minor: string } | null }[];
}

for (const engine of ['PGlite', 'PostgreSQL'] as const) {
  const skipped = engine === 'PostgreSQL' && !postgres;
  describe.skipIf(skipped)(`${engine}${skipped ? ' (SKIPPED: no PostgreSQL on this machine)' : ''}`, () => {
    let world: World;
    let groupId: string;
    let [ana, ben, cleo] = [] as unknown as [Client, Client, Client];
    let passed = 0;
    const passes = async (hours: number): Promise<void> => {
      passed += hours;
      await world.clockPasses(`${passed} hours`);
      await world.app.get(Closer).closeDue();
    };
    const opens = (more: object): Promise<Proposal> =>
      ana.get<Proposal>(create, {
        input: {
          groupId,
          fields: { title: 'The yard', body: '', closesAt: new Date(Date.now() + (passed + 96) * HOUR), ...more },
        },
      });
    const change = (of: Proposal, more: object): object => ({
      input: { id: of.id, textVersion: of.textVersion, title: 'The yard', body: '', ...more },
    });
    const said = ({ versions }: Proposal): string[] => versions.at(-1)!.changes.map(({ text }) => text);
    const bundleOf = async ({ id }: Proposal): Promise<ProposalBundle> =>
      (await (await ana.fetch(`/p/${id}/decision.json`)).json()) as ProposalBundle;

    beforeAll(async () => {
      world = await startWorld(engine === 'PostgreSQL' ? { databaseUrl: await freshDatabase() } : {});
      ana = await claim(world);
      groupId = await found(ana);
      ben = await joins(world, ana, { groupId, name: 'Ben' });
      cleo = await joins(world, ana, { groupId, name: 'Cleo' });
      await world.database.transaction((tx) => rows(tx, `UPDATE person SET locale = 'de' WHERE name = 'Cleo'`));
    }, 60_000);
    afterAll(() => world?.stop());

    test('options: a cost moves, one is renamed, one withdrawn, one new; everybody is asked again and told what changed', async () => {
      const made = await opens({
        template: 'BUDGET',
        method: 'MES',
        settings: { budget: cost('60000') },
        options: [
          { label: 'Paint', cost: cost('40000') },
          { label: 'Bench', cost: cost('5000') },
          { label: 'Lamp', cost: cost('3000') },
        ],
      });
      const [paint, bench, lamp] = made.options as [
        Proposal['options'][0],
        Proposal['options'][0],
        Proposal['options'][0],
      ];
      await cleo.get(cast, { input: { proposalId: made.id, options: [paint.id, lamp.id], textVersion: 1 } });
      const options = [
        { id: paint.id, label: 'Paint', cost: cost('35000') },
        { id: bench.id, label: 'Long bench', cost: cost('5000') },
        { label: 'Roses', cost: cost('2000') },
      ];
      const costly = [{ ...options[0], cost: cost('70000') }, ...options.slice(1)];
      expect((await ana.refusalOf(amend, change(made, { options: costly })))?.message).toBe(
        '"Paint" costs more than there is to share out.',
      );
      expect((await ben.refusalOf(amend, change(made, { options })))?.code).toBe('FORBIDDEN');
      const same = made.options.map(({ id, label, cost: money }) => ({ id, label, cost: cost(money!.minor) }));
      expect((await ana.refusalOf(amend, change(made, { options: same })))?.message).toBe('Nothing has changed yet.');
      const amended = await ana.get<Proposal>(amend, change(made, { options }));
      expect(amended).toMatchObject({ round: 2, textVersion: 2, cast: 0 });
      expect(amended.rulesHash).not.toBe(made.rulesHash);
      expect(said(amended)).toEqual([
        'Option “Paint”: €400.00 → €350.00',
        'Option “Bench” is called “Long bench” now.',
        'New: option “Roses”, €20.00.',
        'Option “Lamp” is withdrawn.',
      ]);
      expect(amended.options.map(({ label, withdrawn }) => [label, withdrawn])).toEqual([
        ['Paint', false],
        ['Long bench', false],
        ['Lamp', true],
        ['Roses', false],
      ]);
      await world.settle();
      const mails = await rows<{ text_body: string }>(
        world.database.reads,
        `SELECT text_body FROM mail WHERE kind = 'proposal-amended' AND recipient = 'cleo@example.org'`,
      );
      expect(
        mails.map(({ text_body: text }) => text.includes('Option „Paint“: 400,00\u00a0€ → 350,00\u00a0€')),
      ).toEqual([true]);
      const stale = { proposalId: made.id, options: [paint.id], textVersion: 1 };
      expect(await cleo.get(cast, { input: stale })).toMatchObject({ code: 'TEXT_CHANGED' });
      const roses = amended.options.at(-1)!.id;
      await cleo.get(cast, { input: { ...stale, options: [paint.id, roses], textVersion: 2 } });
      const logged = await rows<{ facts: Record<string, unknown> }>(
        world.database.reads,
        `SELECT convert_from(body, 'UTF8')::jsonb -> 'facts' AS facts FROM log_entry WHERE type = 'proposal.amended'`,
      );
      expect(logged.at(-1)!.facts).toMatchObject({ rulesBefore: made.rulesHash, rules: amended.rulesHash });
      await passes(100);
      const bundle = await bundleOf(made);
      expect([bundleFault(bundle), bundle.asked!.map(({ version }) => version)]).toEqual([null, [1, 2]]);
      const forged = structuredClone(bundle) as { asked: { options: { label: string }[] }[] } & ProposalBundle;
      forged.asked[0]!.options[0]!.label = 'Gold';
      expect(bundleFault({ ...forged, checksum: checksumOf(forged) })).toContain('frozen');
      const shorter = { ...bundle, asked: bundle.asked!.slice(1) };
      expect(bundleFault({ ...shorter, checksum: checksumOf(shorter) })).not.toBeNull();
    });

    test('effects: an amount moves within the rules of the opening or goes, never beyond them; the database keeps the rest', async () => {
      const line = { label: 'Yard', planned: cost('40000') };
      const made = await opens({ method: 'MAJORITY', opensBudgetLine: line });
      await ben.get(cast, { input: { proposalId: made.id, option: 'agree', textVersion: 1 } });
      const to = (amount: object, at = 0): object => change(made, { effects: [{ at, ...amount }] });
      expect((await ana.refusalOf(amend, to({ amount: cost('1') }, 3)))?.message).toContain('does not follow');
      expect(
        (await ana.refusalOf(amend, change(made, { options: [{ label: 'a' }, { label: 'b' }] })))?.message,
      ).toContain('stay as they are');
      const amended = await ana.get<Proposal>(amend, to({ amount: cost('35000') }));
      expect(said(amended)).toEqual(['Budget line “Yard”: €400.00 → €350.00']);
      expect(amended).toMatchObject({ round: 2, cast: 0, effects: [{ planned: { minor: '35000' } }] });
      for (const sql of [
        `UPDATE proposal SET threshold = '0/1' WHERE id = $1`,
        `UPDATE proposal SET options = '[]' WHERE id = $1`,
        `UPDATE proposal SET text_version = text_version + 1, rules = jsonb_set(rules, '{rule}', '{}') WHERE id = $1`,
        `UPDATE proposal SET text_version = text_version + 1, mandate = mandate || '{"spendMax": null, "x": 1}' WHERE id = $1`,
        `UPDATE effect SET payload = payload || '{"minor": "1"}' WHERE proposal_id = $1`,
        `DELETE FROM effect WHERE proposal_id = $1`,
      ])
        await expect(world.database.transaction((tx) => rows(tx, sql, [made.id]))).rejects.toThrow('RULES_FROZEN');
      const dropped = await ana.get<Proposal>(amend, change(amended, { effects: [{ at: 0, drop: true }] }));
      expect([said(dropped), dropped.effects]).toEqual([['Budget line “Yard” does not follow any more.'], []]);
      await ben.get(cast, { input: { proposalId: made.id, option: 'agree', textVersion: 3 } });
      await passes(100);
      expect((await ana.get<Proposal>(read, { id: made.id })).status).toBe('CLOSED');
      expect(bundleFault(await bundleOf(made))).toBeNull();
    });

    test('what the vote may not decide under the rules of its opening is refused', async () => {
      await rows(
        world.database.reads,
        `INSERT INTO rulebook_version (id, group_id, n, rules, from_at, authority, hash)
         SELECT gen_random_uuid(), group_id, n + 1, jsonb_set(rules, '{decision,spendMax}', '"50000"'), clock_now(), authority, hash FROM rulebook_version WHERE group_id = $1`,
        [groupId],
      );
      const made = await opens({ method: 'MAJORITY', opensBudgetLine: { label: 'Yard', planned: cost('40000') } });
      const refused = await ana.refusalOf(amend, change(made, { effects: [{ at: 0, amount: cost('60000') }] }));
      expect(refused?.message).toContain('more than the vote may decide');
      expect(await ana.get<Proposal>(read, { id: made.id })).toMatchObject({
        textVersion: 1,
        rulesHash: made.rulesHash,
      });
    });
  });
}
