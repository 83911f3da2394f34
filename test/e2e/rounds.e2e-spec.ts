import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { bundleFault, Closer, type ProposalBundle } from '../../apps/api/src/decisions/index.ts';
import { LineClock, RoundClock } from '../../apps/api/src/money/index.ts';
import type { Client } from '../support/client.ts';
import { claim, found, givesDuty, idOf, joins, key, photo } from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';

// From a pot to lines: members propose buckets, give their shares, and what reaches its minimum becomes a budget line; the rest goes back.
const postgres = inject('postgresUrl');
for (const engine of ['PGlite', 'PostgreSQL'] as const) {
  const skipped = engine === 'PostgreSQL' && !postgres;
  describeStory(`${engine}${skipped ? ' (SKIPPED: no PostgreSQL on this machine)' : ''}`, engine, skipped);
}

interface Bucket {
  id: string;
  title: string;
  version: number;
  carrierName: string;
  granted: { minor: string } | null;
  lineId: string | null;
  can: { update: boolean };
}
interface Round {
  id: string;
  state: string;
  proposalId: string | null;
  granted: { minor: string } | null;
  returned: { minor: string } | null;
  endCode: string | null;
  endNote: string | null;
  list: Bucket[];
  can: { propose: boolean; callOff: boolean };
}
const fields = `id state proposalId granted { minor } returned { minor } endCode endNote
  list { id title version carrierName granted { minor } lineId can { update } } can { propose callOff }`;
const opens = `mutation ($input: OpenRoundInput!) { openRound(input: $input) { ${fields} } }`;
const proposes = `mutation ($input: ProposeBucketInput!) { proposeBucket(input: $input) { ${fields} } }`;
const updates = `mutation ($input: UpdateBucketInput!) { updateBucket(input: $input) { ${fields} } }`;
const withdraws = `mutation ($id: ID!) { withdrawBucket(id: $id) { ${fields} } }`;
const callsOff = `mutation ($id: ID!, $reason: String!) { callOffRound(id: $id, reason: $reason) { ${fields} } }`;
const reads = `query ($id: ID!) { budgetRound(id: $id) { ${fields} } }`;
const cast =
  'mutation ($input: CastBallotInput!) { castBallot(input: $input) { __typename ... on Fault { message } } }';
const figures =
  'query ($handle: String!) { book(handle: $handle) { funds { held { minor } available { minor } } lines { name planned { minor } closed reserved proposalId } } }';
const euros = (minor: number): { minor: string; currency: string } => ({ minor: String(minor), currency: 'EUR' });
const HOUR = 3_600_000;
/** The day of the group, not of Greenwich: late in the evening it is another. */
const dayOf = (ms: number): string => new Date(ms).toLocaleDateString('sv-SE', { timeZone: 'Europe/Brussels' });

function describeStory(name: string, engine: 'PGlite' | 'PostgreSQL', skipped: boolean): void {
  let world: World;
  let groupId: string;
  const people: Record<string, Client> = {};
  let gone = 0;
  const on = (sentence: string, body: () => Promise<void>): void =>
    test.skipIf(skipped)(`${name}: ${sentence}`, body, 60_000);
  const inHours = (hours: number): string => new Date(Date.now() + (gone + hours) * HOUR).toISOString();
  const terms = (more: object = {}): { input: object } => ({
    input: {
      groupId,
      title: 'Our 400',
      pot: euros(40_000),
      proposingUntil: inHours(24),
      allottingUntil: inHours(48),
      idempotencyKey: key(),
      ...more,
    },
  });
  const open = (more: object = {}): Promise<Round> => people['Ben']!.get<Round>(opens, terms(more));
  const propose = async (who: string, round: Round, more: object): Promise<string> => {
    const input = { roundId: round.id, fields: more, idempotencyKey: key() };
    return (await people[who]!.get<Round>(proposes, { input })).list.at(-1)!.id;
  };
  const give = async (who: string, { id }: Round, points: Record<string, number>): Promise<string> => {
    const list = Object.entries(points).map(([option, minor]) => ({ option, points: minor }));
    const said = await people[who]!.get<{ __typename: string; message?: string }>(cast, {
      input: { proposalId: id, points: list },
    });
    return said.message ?? said.__typename;
  };
  const read = (id: string, who = 'Ana'): Promise<Round> => people[who]!.get<Round>(reads, { id });
  const rounds = (who: string): Promise<unknown> =>
    people[who]!.get(
      '{ groupRounds(handle: "riverside") { rounds { id buckets state pot { minor } proposingUntil allottingUntil } } }',
    );
  const passes = async (hours: number): Promise<void> => {
    gone += hours;
    await world.clockPasses(`${gone} hours`);
    await world.database.reads.query(`UPDATE session SET expires_at = 'infinity', seen_at = clock_now()`);
    await world.app.get(RoundClock).runDue();
    await settled();
  };
  /** The product's own clock may hold what is due: it is waited for. */
  const settled = async (): Promise<void> => {
    const due = `SELECT (SELECT count(*) FROM proposal WHERE status = 'open' AND closes_at <= clock_now()) + (SELECT count(*) FROM execution WHERE state = 'waiting' AND not_before <= clock_now())
      + (SELECT count(*) FROM budget_round WHERE state = 'proposing' AND proposing_until <= clock_now()) AS n`;
    const left = async (): Promise<number> => {
      await world.app.get(Closer).closeDue();
      const [found] = await world.database.reads.query<{ n: string }[]>(due);
      return Number(found!.n);
    };
    await expect.poll(left, { timeout: 20_000, interval: 50 }).toBe(0);
    await world.settle();
  };
  const decides = async (effects: object[]): Promise<{ id: string; state: string; code: string | null }> => {
    const fields = { title: 'About the PA', method: 'MAJORITY', quorum: '0/1', closesAt: inHours(2), effects };
    const made = await people['Cleo']!.get<{ id: string }>(
      'mutation ($input: CreateProposalInput!) { createProposal(input: $input) { id } }',
      { input: { groupId, fields } },
    );
    for (const who of ['Ana', 'Ben']) await people[who]!.get(cast, { input: { proposalId: made.id, option: 'agree' } });
    await passes(3);
    const { execution } = await people['Ana']!.get<{ execution: { state: string; failureCode: string | null } }>(
      'query ($id: ID!) { proposal(id: $id) { execution { state failureCode } } }',
      { id: made.id },
    );
    return { id: made.id, state: execution.state, code: execution.failureCode };
  };
  const submit = (
    lineId: string,
    total: number,
    receiptId: string,
  ): Promise<{ __typename: string; left?: { minor: string } }> =>
    people['Cleo']!.get(
      'mutation ($input: SubmitExpenseInput!) { submitExpense(input: $input) { __typename ... on LineSpent { left { minor } } } }',
      {
        input: {
          groupId,
          title: 'PA',
          category: 'equipment',
          items: [{ what: 'PA', spentOn: '2026-01-03', amount: euros(total) }],
          budgetLineId: lineId,
          receipts: [receiptId],
          idempotencyKey: key(),
        },
      },
    );
  const book = async () => {
    const { funds, lines } = await people['Ana']!.get<{
      funds: { held: { minor: string }; available: { minor: string } }[];
      lines: { name: string; planned: { minor: string }; closed: boolean; reserved: boolean; proposalId: string }[];
    }>(figures, { handle: 'riverside' });
    const still = lines.filter(({ closed }) => !closed);
    return { held: funds[0]!.held.minor, available: funds[0]!.available.minor, lines: still, all: lines };
  };

  beforeAll(async () => {
    if (skipped) return;
    const { freshDatabase } = await import('../support/postgres.ts');
    world = await startWorld(engine === 'PostgreSQL' ? { databaseUrl: await freshDatabase() } : {});
    people['Ana'] = await claim(world);
    groupId = await found(people['Ana']);
    for (const one of ['Ben', 'Cleo', 'Dan']) people[one] = await joins(world, people['Ana'], { groupId, name: one });
    await givesDuty(people['Ana'], { groupId, to: people['Ben']!, duty: 'TREASURER' });
    await people['Ben']!.get('mutation ($input: RecordContributionInput!) { recordContribution(input: $input) }', {
      input: { groupId, amount: euros(100_000), receivedOn: '2026-01-02', idempotencyKey: key() },
    });
  }, 60_000);
  afterAll(async () => {
    if (world) expect(await world.database.reads.query('SELECT * FROM ledger_violations')).toEqual([]);
    await world?.settle();
    await world?.stop();
  });

  on('a pot becomes lines for the buckets that reach their minimum, and the rest goes back', async () => {
    const round = await open();
    expect(round).toMatchObject({ state: 'PROPOSING', can: { propose: true, callOff: true } });
    expect(await book()).toMatchObject({ held: '40000', available: '60000', lines: [{ reserved: true }] });
    const projector = await propose('Cleo', round, {
      title: 'Projector',
      minimum: euros(10_000),
      stretch: euros(15_000),
    });
    const mats = await propose('Dan', round, {
      title: 'Mat',
      minimum: euros(5_000),
      carrierId: await idOf(people['Ana']!),
    });
    const sign = await propose('Dan', round, { title: 'Sign', minimum: euros(4_000), stretch: euros(9_000) });
    const gone = await propose('Ana', round, { title: 'Piano', minimum: euros(40_000) });

    // Whoever proposed or carries a bucket changes it, nobody else; a second look at an old one is refused.
    const change = { id: mats, expectedVersion: 1, fields: { title: 'Mats', minimum: euros(6_000) } };
    expect((await people['Cleo']!.refusalOf(updates, { input: change }))?.code).toBe('FORBIDDEN');
    const changed = await people['Ana']!.get<Round>(updates, { input: change });
    expect(changed.list.find(({ id }) => id === mats)).toMatchObject({ title: 'Mats', version: 2, carrierName: 'Ana' });
    expect((await people['Dan']!.refusalOf(updates, { input: change }))?.code).toBe('CONFLICT');
    await people['Ana']!.get(withdraws, { id: gone });

    await passes(25);
    expect(await read(round.id)).toMatchObject({ state: 'ALLOTTING', proposalId: round.id, can: { propose: false } });
    const input = { roundId: round.id, fields: { title: 'Late', minimum: euros(1) }, idempotencyKey: key() };
    expect((await people['Dan']!.refusalOf(proposes, { input }))?.code).toBe('CONFLICT');

    // Four members, 100.00 each. Ana changes her mind; Dan keeps half of his share.
    expect(await give('Ana', round, { [projector]: 10_001 })).toContain('Your share is');
    expect(await give('Ana', round, { [mats]: 6_001 })).toContain('"Mats" can use');
    await give('Ana', round, { [sign]: 9_000 });
    expect(await give('Ana', round, { [projector]: 10_000 })).toBe('Proposal');
    expect(await give('Ben', round, { [projector]: 7_000, [mats]: 3_000 })).toBe('Proposal');
    expect(await give('Cleo', round, { [sign]: 7_001, [mats]: 2_999 })).toBe('Proposal');
    const seen = await people['Dan']!.get<{ tally: { unit: string; rows: { option: string; value: string }[] } }>(
      'query ($id: ID!) { proposal(id: $id) { tally { unit rows { option value } } } }',
      { id: round.id },
    );
    expect(seen.tally.unit).toBe('MONEY');
    expect(Object.fromEntries(seen.tally.rows.map((row) => [row.option, row.value]))).toEqual({
      [projector]: '17000',
      [mats]: '5999',
      [sign]: '7001',
    });

    await passes(24);
    const closed = await read(round.id);
    expect(closed).toMatchObject({
      state: 'CLOSED',
      endCode: 'DONE',
      granted: { minor: '22001' },
      returned: { minor: '17999' },
    });
    expect(Object.fromEntries(closed.list.map((one) => [one.title, one.granted?.minor]))).toEqual({
      Projector: '15000',
      Mats: '0',
      Sign: '7001',
    });
    const { held, available, lines, all } = await book();
    expect([held, available]).toEqual(['22001', '77999']);
    // The pot of a round that is over is told by the round, not among the lines of the book.
    expect(all).toEqual(lines);
    expect(
      lines.map((line) => [line.name, line.planned.minor, line.proposalId]).toSorted(([a], [b]) => (a! < b! ? -1 : 1)),
    ).toEqual([
      ['Projector', '15000', round.id],
      ['Sign', '7001', round.id],
    ]);

    // What anybody downloads can be counted again, and tells when a ballot was altered.
    const file = await people['Ana']!.fetch(`/p/${round.id}/decision.json`);
    const bundle = (await file.json()) as ProposalBundle;
    expect(bundleFault(bundle)).toBeNull();
    const altered = structuredClone(bundle) as unknown as { ballots: { choice: { points: Record<string, number> } }[] };
    altered.ballots[0]!.choice.points[projector] = 1;
    expect(bundleFault(altered as unknown as ProposalBundle)).not.toBeNull();
  });

  on('equal shares fund what groups of members approve of', async () => {
    const before = await book();
    const round = await open({ title: 'Equal', way: 'EQUAL_SHARES', pot: euros(20_000), showResults: 'AFTER_CLOSE' });
    const lamp = await propose('Cleo', round, { title: 'Lamp', minimum: euros(10_000), stretch: euros(15_000) });
    const rope = await propose('Dan', round, { title: 'Rope', minimum: euros(10_000) });
    const gong = await propose('Dan', round, { title: 'Gong', minimum: euros(10_000) });
    await passes(25);
    const approve = (who: string, options: string[]): Promise<unknown> =>
      people[who]!.get(cast, { input: { proposalId: round.id, options } });
    const told = async (): Promise<unknown[]> => [await read(round.id, 'Dan'), await rounds('Dan'), await book()];
    const unvoted = await told();
    await approve('Ana', [lamp]);
    await approve('Ben', [lamp]);
    await approve('Cleo', [rope, gong]);
    await approve('Dan', [rope]);
    const tally = (who: string) =>
      people[who]!.get('query ($id: ID!) { proposal(id: $id) { tally { unit } } }', { id: round.id });
    expect(await tally('Dan')).toEqual({ tally: null });
    // The pages of rounds tell nothing of what was given before its time.
    expect(await told()).toEqual(unvoted);
    await passes(24);
    const closed = await read(round.id);
    expect(Object.fromEntries(closed.list.map((one) => [one.title, one.granted?.minor]))).toEqual({
      Lamp: '10000',
      Rope: '10000',
      Gong: '0',
    });
    expect(Number((await book()).held) - Number(before.held)).toBe(20_000);
  });

  on('dots fund the buckets with most of them first, and what is left goes up to the stretch', async () => {
    const before = await book();
    const dotted = { title: 'Dots', way: 'DOTS', pot: euros(2_000) };
    expect((await people['Ben']!.refusalOf(opens, terms({ ...dotted, dots: 101 })))?.field).toBe('dots');
    const round = await open({ ...dotted, dots: 3 });
    const lamp = await propose('Cleo', round, { title: 'Lamp', minimum: euros(800), stretch: euros(1_500) });
    const rope = await propose('Dan', round, { title: 'Rope', minimum: euros(900) });
    const gong = await propose('Dan', round, { title: 'Gong', minimum: euros(400) });
    await passes(25);
    expect(await give('Ana', round, { [lamp]: 4 })).toContain('3 dots');
    await give('Ana', round, { [lamp]: 3 });
    await give('Ben', round, { [rope]: 2, [gong]: 1 });
    await give('Cleo', round, { [rope]: 1, [gong]: 1 });
    await passes(24);
    const closed = await read(round.id);
    expect(closed).toMatchObject({ state: 'CLOSED', endCode: 'DONE', returned: { minor: '0' } });
    // Three dots each for lamp and rope: two people gave to the rope, so it comes first; the gong no longer fits.
    expect(Object.fromEntries(closed.list.map((one) => [one.title, one.granted?.minor]))).toEqual({
      Lamp: '1100',
      Rope: '900',
      Gong: '0',
    });
    const drawn =
      'query ($id: ID!) { proposal(id: $id) { tally { unit purse { paid { option amount { minor } } } } } }';
    expect(await people['Dan']!.get(drawn, { id: round.id })).toEqual({
      tally: {
        unit: 'DOTS',
        purse: {
          paid: [
            { option: lamp, amount: { minor: '1100' } },
            { option: rope, amount: { minor: '900' } },
          ].toSorted((a, b) => (a.option < b.option ? -1 : 1)),
        },
      },
    });
    expect(Number((await book()).held) - Number(before.held)).toBe(2_000);
    const file = await people['Ana']!.fetch(`/p/${round.id}/decision.json`);
    expect(bundleFault((await file.json()) as ProposalBundle)).toBeNull();
  });

  on('a round that funds nothing, has no buckets, is called off or withdrawn gives its pot back', async () => {
    const before = await book();
    const small = { pot: euros(5_000) };
    const [nothing, empty, off, back] = [await open(small), await open(small), await open(small), await open(small)];
    const poor = await propose('Dan', nothing, { title: 'Flag', minimum: euros(3_000) });
    await propose('Dan', back, { title: 'Drum', minimum: euros(3_000) });
    expect((await people['Dan']!.refusalOf(callsOff, { id: off.id, reason: 'No' }))?.code).toBe('FORBIDDEN');
    expect((await people['Ben']!.refusalOf(callsOff, { id: off.id, reason: ' ' }))?.field).toBe('reason');
    expect(await people['Ben']!.get<Round>(callsOff, { id: off.id, reason: 'We wait.' })).toMatchObject({
      state: 'CALLED_OFF',
      endCode: 'CALLED_OFF',
      endNote: 'We wait.',
      returned: { minor: '5000' },
    });
    await passes(25);
    expect(await read(empty.id)).toMatchObject({ state: 'CALLED_OFF', endCode: 'NO_BUCKETS' });
    await give('Ana', nothing, { [poor]: 1_250 });
    await people['Ben']!.get(
      'mutation ($id: ID!, $reason: String!) { withdrawProposal(id: $id, reason: $reason) { id } }',
      { id: back.id, reason: 'Too soon' },
    );
    await passes(24);
    expect(await read(nothing.id)).toMatchObject({ state: 'CLOSED', endCode: 'NOTHING', returned: { minor: '5000' } });
    expect(await read(back.id)).toMatchObject({ state: 'CALLED_OFF', endCode: 'WITHDRAWN' });
    expect(await book()).toEqual(before);
  });

  on('what cannot be is refused, by name', async () => {
    const refused = async (more: object): Promise<string | undefined> =>
      (await people['Ben']!.refusalOf(opens, terms(more)))?.field;
    expect(await refused({ pot: euros(1_000_000) })).toBe('pot');
    expect(await refused({ pot: euros(0) })).toBe('pot');
    expect(await refused({ title: ' ' })).toBe('title');
    expect(await refused({ proposingUntil: inHours(-1) })).toBe('proposingUntil');
    expect(await refused({ allottingUntil: inHours(23) })).toBe('allottingUntil');
    expect((await people['Dan']!.refusalOf(opens, terms()))?.code).toBe('FORBIDDEN');
    const round = await open({ pot: euros(1_000) });
    const bucket = async (more: object): Promise<string | undefined> => {
      const input = {
        roundId: round.id,
        fields: { title: 'Bell', minimum: euros(500), ...more },
        idempotencyKey: key(),
      };
      return (await people['Dan']!.refusalOf(proposes, { input }))?.field;
    };
    expect(await bucket({ minimum: euros(0) })).toBe('minimum');
    expect(await bucket({ stretch: euros(499) })).toBe('stretch');
    expect(await bucket({ stretch: euros(1_001) })).toBe('stretch');
    expect(await bucket({ minimum: { minor: '5', currency: 'USD' } })).toBe('minimum');
    const draft = {
      groupId,
      fields: { title: 'By hand', template: 'ROUND', method: 'ALLOTMENT', closesAt: inHours(9) },
    };
    const byHand = 'mutation ($input: CreateProposalInput!) { createProposal(input: $input) { id } }';
    expect((await people['Ana']!.refusalOf(byHand, { input: draft }))?.code).toBe('BAD_USER_INPUT');
    await expectRefused(
      world,
      `UPDATE budget_round SET pot = pot + 1 WHERE id = '${round.id}'`,
      'the terms of a round',
    );
    await expectRefused(world, `DELETE FROM budget_round WHERE id = '${round.id}'`, 'never deleted');
    await expectRefused(
      world,
      `UPDATE budget_round SET state = 'called_off', ended_at = clock_now(), end_code = 'called_off' WHERE id = '${round.id}'`,
      'the pot of a round is held while it runs',
    );
    await people['Ben']!.get(callsOff, { id: round.id, reason: 'Tested.' });
  });

  on(
    'a line is raised so that one receipt fits it, lowered and closed; the book of a past day shows what was planned then',
    async () => {
      interface Line {
        id: string;
        name: string;
        planned: { minor: string };
        left: { minor: string };
        closed: boolean;
      }
      const pa = async (on: string | null = null): Promise<Line | undefined> => {
        const asked = `query ($handle: String!, $on: String) { book(handle: $handle, on: $on) { lines { id name planned { minor } left { minor } closed } } }`;
        const { lines } = await people['Ana']!.get<{ lines: Line[] }>(asked, { handle: 'riverside', on });
        return lines.find((line) => line.name === 'PA');
      };
      const dayNow = (): string => dayOf(Date.now() + gone * HOUR);
      const before = await book();
      await decides([{ kind: 'BUDGET_LINE_OPEN', title: 'PA', amount: euros(40_000) }]);
      const opened = dayNow();
      const { id: lineId } = (await pa())!;
      const upload = await people['Cleo']!.upload('/files', { name: 'r.jpg', bytes: await photo() }, { groupId });
      const { id: receipt } = (await upload.json()) as { id: string };
      expect(await submit(lineId, 42_000, receipt)).toMatchObject({
        __typename: 'LineSpent',
        left: { minor: '40000' },
      });

      await passes(48);
      expect(await decides([{ kind: 'BUDGET_LINE_RAISE', lineId, amount: euros(2_000) }])).toMatchObject({
        state: 'DONE',
      });
      expect(await pa()).toMatchObject({ planned: { minor: '42000' }, left: { minor: '42000' } });
      expect(await pa(opened)).toMatchObject({ planned: { minor: '40000' }, left: { minor: '40000' } });
      expect(await submit(lineId, 42_000, receipt)).toMatchObject({ __typename: 'Expense' });
      expect(Number((await book()).held) - Number(before.held)).toBe(42_000);

      const tooMuch = await decides([{ kind: 'BUDGET_LINE_RAISE', lineId, amount: euros(10_000_000) }]);
      expect(tooMuch).toMatchObject({ state: 'FAILED', code: 'FUND_SHORT' });
      expect(await decides([{ kind: 'BUDGET_LINE_LOWER', lineId, amount: euros(42_000) }])).toMatchObject({
        code: 'LINE_SPENT',
      });
      await decides([{ kind: 'BUDGET_LINE_LOWER', lineId, amount: euros(7_000) }]);
      expect(await pa()).toMatchObject({ planned: { minor: '35000' } });
      await decides([{ kind: 'BUDGET_LINE_CLOSE', lineId }]);
      expect(await pa()).toMatchObject({ closed: true });
      expect((await book()).held).toBe(before.held);
      expect(await decides([{ kind: 'BUDGET_LINE_OPEN', title: 'Other', amount: euros(100) }])).toMatchObject({
        state: 'DONE',
      });
      await expectRefused(world, `UPDATE budget_line_plan SET planned = 1`, 'append-only');
    },
  );

  on('who carries out a bucket is told that its line is nearly spent', async () => {
    const { lines } = await people['Ana']!.get<{ lines: { id: string; name: string }[] }>(
      '{ book(handle: "riverside") { lines { id name } } }',
    );
    const sign = lines.find(({ name }) => name === 'Sign')!;
    const upload = await people['Cleo']!.upload('/files', { name: 'sign.jpg', bytes: await photo() }, { groupId });
    await submit(sign.id, 6_000, ((await upload.json()) as { id: string }).id);
    const [expense] = await world.database.reads.query<{ id: string }[]>(
      'SELECT id FROM expense WHERE budget_line_id = $1',
      [sign.id],
    );
    await people['Ana']!.get(
      'mutation ($id: ID!, $revision: Int!) { approveExpense(id: $id, revision: $revision) { __typename } }',
      { id: expense!.id, revision: 1 },
    );
    await world.app.get(LineClock).runDue();
    await world.settle();
    // Dan neither keeps the book nor opened the round; Cleo carries out another bucket.
    const near = '{ linesNearlySpent { name } }';
    expect(await people['Dan']!.get(near)).toEqual([{ name: 'Sign' }]);
    expect(await people['Cleo']!.get(near)).toEqual([]);
    expect((await world.mailTo('dan@example.org', 'Nearly spent: Sign')).text).toContain('€10.01 is left');
    for (const by of ['Dan', 'Ben'])
      await people[by]!.get('mutation ($lineId: ID!) { putLineAside(lineId: $lineId) }', { lineId: sign.id });
    expect(await people['Dan']!.get(near)).toEqual([]);
  });

  on('a line that is nearly spent is told of once, and after its last day what is left is free again', async () => {
    const before = await book();
    const day = (hours: number): string => dayOf(Date.now() + (gone + hours) * HOUR);
    const open = { kind: 'BUDGET_LINE_OPEN', title: 'Strings', amount: euros(10_000) };
    const past = {
      groupId,
      fields: { title: 'Late', method: 'MAJORITY', closesAt: inHours(2), effects: [{ ...open, until: '2026-01-01' }] },
    };
    const create = 'mutation ($input: CreateProposalInput!) { createProposal(input: $input) { id } }';
    expect((await people['Cleo']!.refusalOf(create, { input: past }))?.field).toBe('effects.0.until');
    await decides([{ ...open, until: day(48) }]);
    const asked = 'query ($handle: String!) { book(handle: $handle) { lines { id name validUntil closed } } }';
    interface Line {
      id: string;
      name: string;
      validUntil: string;
      closed: boolean;
    }
    const strings = async (): Promise<Line> =>
      (await people['Ana']!.get<{ lines: Line[] }>(asked, { handle: 'riverside' })).lines.find(
        (line) => line.name === 'Strings',
      )!;
    const { id: lineId, validUntil } = await strings();
    expect(validUntil).toBe(day(45));
    const upload = await people['Cleo']!.upload('/files', { name: 's.jpg', bytes: await photo() }, { groupId });
    await submit(lineId, 8_000, ((await upload.json()) as { id: string }).id);
    const [expense] = await world.database.reads.query<{ id: string }[]>(
      `SELECT id FROM expense WHERE budget_line_id = $1`,
      [lineId],
    );
    await people['Ana']!.get(
      'mutation ($id: ID!, $revision: Int!) { approveExpense(id: $id, revision: $revision) { __typename } }',
      { id: expense!.id, revision: 1 },
    );
    const subjects = async (): Promise<string[]> => {
      await world.app.get(LineClock).runDue();
      await world.settle();
      const sql = `SELECT subject FROM mail WHERE recipient = 'ben@example.org' AND subject LIKE '%Strings' ORDER BY created_at`;
      return (await world.database.reads.query<{ subject: string }[]>(sql)).map(({ subject }) => subject);
    };
    expect(await subjects()).toEqual(['Nearly spent: Strings']);
    expect(await subjects()).toEqual(['Nearly spent: Strings']);
    const near = '{ linesNearlySpent { id name isDecided groupHandle planned { minor } left { minor } } }';
    const row = { id: lineId, name: 'Strings', isDecided: true, groupHandle: 'riverside', planned: { minor: '10000' } };
    const aside = (by: string): Promise<unknown> =>
      people[by]!.get('mutation ($lineId: ID!) { putLineAside(lineId: $lineId) }', { lineId });
    const rowsOf = (by: string): Promise<unknown> => people[by]!.get(near);
    for (const by of ['Cleo', 'Ben']) expect(await rowsOf(by)).toEqual([{ ...row, left: { minor: '2000' } }]);
    expect([await rowsOf('Ana'), await world.visitor().get(near)]).toEqual([[], []]);
    await expect(aside('Ana')).rejects.toThrow('NOT_FOUND');
    await aside('Ben');
    expect([await rowsOf('Ben'), await rowsOf('Cleo')]).toMatchObject([[], [{ name: 'Strings' }]]);
    expect(await world.mailTo('ben@example.org')).toMatchObject({
      text: expect.stringMatching(/€80\.00 of the €100\.00 [^]*€20\.00 is left\. A decision can raise it\./) as string,
    });
    // Nothing of it is left: that is said as it is.
    await world.database.reads.query('UPDATE budget_line SET planned = spent, warned_at = NULL WHERE id = $1', [
      lineId,
    ]);
    expect(await subjects()).toEqual(['Nearly spent: Strings', 'All spent: Strings']);
    expect(await rowsOf('Ben')).toMatchObject([{ name: 'Strings', left: { minor: '0' } }]);
    await passes(96);
    expect(await subjects()).toEqual(['Nearly spent: Strings', 'All spent: Strings', 'Closed: Strings']);
    expect(await strings()).toMatchObject({ closed: true });
    expect((await book()).held).toBe(before.held);
  });

  on('the same form sent twice opens one round and one bucket', async () => {
    const once = terms({ pot: euros(500) });
    const [a, b] = [await people['Ben']!.get<Round>(opens, once), await people['Ben']!.get<Round>(opens, once)];
    expect(a.id).toBe(b.id);
    const input = { roundId: a.id, fields: { title: 'Bell', minimum: euros(500) }, idempotencyKey: key() };
    await people['Dan']!.get(proposes, { input });
    expect((await people['Dan']!.get<Round>(proposes, { input })).list).toHaveLength(1);
    await people['Ben']!.get(callsOff, { id: a.id, reason: 'Tested.' });
  });

  test.skipIf(skipped || engine === 'PGlite')(
    `${name}: two rounds that close at once on one fund are carried out exactly once each, by however many closers`,
    async () => {
      const before = await book();
      const rounds = [
        await open({ title: 'One', pot: euros(10_000) }),
        await open({ title: 'Two', pot: euros(10_000) }),
      ];
      const made: string[] = [];
      for (const round of rounds)
        made.push(await propose('Dan', round, { title: 'Thing', minimum: euros(2_000), stretch: euros(9_000) }));
      await passes(25);
      for (const [at, round] of rounds.entries()) await give('Ana', round, { [made[at]!]: 2_500 });
      gone += 24;
      await world.clockPasses(`${gone} hours`);
      await world.database.reads.query(`UPDATE session SET expires_at = 'infinity', seen_at = clock_now()`);
      await Promise.all(
        Array.from({ length: 8 }, (_, at) =>
          at % 2 ? world.app.get(Closer).closeDue() : world.app.get(RoundClock).runDue(),
        ),
      );
      await settled();
      for (const round of rounds)
        expect(await read(round.id)).toMatchObject({
          state: 'CLOSED',
          granted: { minor: '2500' },
          returned: { minor: '7500' },
        });
      expect(Number((await book()).held) - Number(before.held)).toBe(5_000);
    },
    60_000,
  );
}

async function expectRefused(world: World, sql: string, words: string): Promise<void> {
  await expect(world.database.transaction((tx) => tx.query(sql))).rejects.toThrow(words);
}
