import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleFault, Closer, type ProposalBundle } from '../../apps/api/src/decisions/index.ts';
import { LifeDates } from '../../apps/api/src/decisions/life/life-dates.store.ts';
import { checksumOf } from '../../apps/api/src/decisions/record/verify-bundle.ts';
import { AuthorityClock, LineClock } from '../../apps/api/src/money/index.ts';
import { verifyFile } from '../../apps/api/src/verify.ts';
import type { Client } from '../support/client.ts';
import { engines, startWorldOn } from '../support/engines.ts';
import { claim, found, givesDuty, idOf, joins, key, photo } from '../support/people.ts';
import type { World } from '../support/world.ts';

// "Ben may spend on the kitchen by himself, up to 200": from the decision to the last unit of it.
const HOUR = 3_600_000;
const euros = (minor: number): { minor: string; currency: string } => ({ minor: String(minor), currency: 'EUR' });
const dayOf = (ms: number): string => new Date(ms).toLocaleDateString('sv-SE', { timeZone: 'Europe/Brussels' });
const answer =
  '__typename ... on Expense { id state unmet { code text } allowances { text mine proposalNumber } nextBy whyNotApprove { code text } can { approve } } ... on Fault { message } ... on ExpenseRefused { reason { code } }';
const approve = `mutation ($id: ID!) { approveExpense(id: $id, revision: 1) { ${answer} } }`;
const reads = `query ($id: ID!) { expense(id: $id) { ${answer.replace(/ \.\.\. on (Fault|ExpenseRefused).*$/, '')} } }`;
const listed =
  '{ spendingAuthorities(handle: "riverside") { authorities { id what personName duty holders mine state endedBy used { minor } left { minor } lineName holds proposalNumber } } }';
interface Answer {
  __typename: string;
  id: string;
  state: string;
  unmet: { code: string; text: string }[];
  allowances: { text: string; mine: boolean }[];
  nextBy: string[];
  whyNotApprove: { code: string; text: string } | null;
  can: { approve: boolean };
  reason?: { code: string };
}
const decided =
  'query ($id: ID!) { proposal(id: $id) { id number execution { state failureCode failureText } takenBack { number } takeBacks { number } takesBack { number } can { takeBack } effects { refusalCode takesBack { done dropped lines { name closes free { minor } } expenses { id owed { minor } } authorities { what left { minor } } stays } } } }';
interface Outcome {
  id: string;
  number: number;
  execution: { state: string; failureCode: string | null; failureText: string | null } | null;
  takenBack: { number: number } | null;
  can: { takeBack: boolean };
  effects: { refusalCode: string | null; takesBack: object | null }[];
}
interface Authority {
  id: string;
  what: string;
  mine: boolean;
  state: string;
  endedBy: string | null;
  holders: string[];
  used: { minor: string };
  left: { minor: string };
  lineName: string | null;
}

describe.each(engines)('spending authorities on %s', (engine) => {
  let world: World;
  let groupId: string;
  let receipt = 0;
  let gone = 0;
  const people: Record<string, Client> = {};
  const sql = <T>(text: string, values: unknown[] = []): Promise<T[]> => world.database.reads.query<T[]>(text, values);
  const day = (days: number): string => dayOf(Date.now() + (gone + days * 24) * HOUR);

  beforeAll(async () => {
    world = await startWorldOn(engine);
    people['Ana'] = await claim(world);
    groupId = await found(people['Ana']);
    for (const name of ['Ben', 'Cleo', 'Dora']) people[name] = await joins(world, people['Ana'], { groupId, name });
    await givesDuty(people['Ana'], { groupId, to: people['Cleo']!, duty: 'TREASURER' });
    await people['Cleo']!.get('mutation ($input: RecordContributionInput!) { recordContribution(input: $input) }', {
      input: { groupId, amount: euros(200_000), receivedOn: '2026-01-02', idempotencyKey: key() },
    });
  }, 60_000);
  afterAll(() => world.stop());

  const passes = async (hours: number): Promise<void> => {
    gone += hours;
    await world.clockPasses(`${gone} hours`);
    await sql(`UPDATE session SET expires_at = 'infinity', seen_at = clock_now()`);
    await world.app.get(AuthorityClock).runDue();
    await world.settle();
  };
  const create = 'mutation ($input: CreateProposalInput!) { createProposal(input: $input) { id } }';
  const asked = (effect: object | null): object => ({
    groupId,
    fields: {
      title: 'Who cooks, buys',
      method: 'MAJORITY',
      quorum: '0/1',
      closesAt: new Date(Date.now() + (gone + 2) * HOUR).toISOString(),
      effects: effect ? [effect] : [],
    },
  });
  const proposes = async (effect: object | null): Promise<string> => {
    const { id } = await people['Ana']!.get<{ id: string }>(create, { input: asked(effect) });
    for (const who of ['Ana', 'Dora'])
      await people[who]!.get('mutation ($input: CastBallotInput!) { castBallot(input: $input) { __typename } }', {
        input: { proposalId: id, option: 'agree' },
      });
    return id;
  };
  const outcome = (id: string): Promise<Outcome> => people['Ana']!.get<Outcome>(decided, { id });
  const decides = async (effect: object | null): Promise<NonNullable<Outcome['execution']>> =>
    (await carriedOut(await proposes(effect))).execution!;
  const carriedOut = async (id: string): Promise<Outcome> => {
    await passes(3);
    const due = `SELECT (SELECT count(*) FROM proposal WHERE status = 'open' AND closes_at <= clock_now()) + (SELECT count(*) FROM execution WHERE state = 'waiting' AND not_before <= clock_now()) AS n`;
    const left = async (): Promise<number> => {
      await world.app.get(Closer).closeDue();
      return Number((await sql<{ n: string }>(due))[0]!.n);
    };
    await expect.poll(left, { timeout: 20_000, interval: 50 }).toBe(0);
    await world.settle();
    return outcome(id);
  };
  const grant = async (more: object = {}): Promise<object> => ({
    kind: 'SPENDING_GRANT',
    title: 'Kitchen',
    personId: await idOf(people['Ben']!),
    amount: euros(20_000),
    each: euros(8_000),
    ...more,
  });
  const handsIn = async (minor: number, more: object = {}, by = 'Dora'): Promise<string> => {
    receipt += 1;
    const file = { name: `${receipt}.jpg`, bytes: await photo() };
    const { id } = (await (await people[by]!.upload('/files', file, { groupId })).json()) as { id: string };
    const made = await people[by]!.get<{ id: string }>(
      'mutation ($input: SubmitExpenseInput!) { submitExpense(input: $input) { ... on Expense { id } } }',
      {
        input: {
          groupId,
          title: 'Pots',
          category: 'food',
          items: [{ what: 'Pots', spentOn: '2026-01-02', amount: euros(minor) }],
          receipts: [id],
          idempotencyKey: key(),
          ...more,
        },
      },
    );
    return made.id;
  };
  const approves = (who: string, id: string): Promise<Answer> => people[who]!.get<Answer>(approve, { id });
  const seen = (who: string, id: string): Promise<Answer> => people[who]!.get<Answer>(reads, { id });
  const authority = async (what = 'Kitchen', who = 'Ben'): Promise<Authority> =>
    (await people[who]!.get<{ authorities: Authority[] }>(listed)).authorities.find((one) => one.what === what)!;
  const refusedWith = (text: string, values: unknown[] = []): Promise<string> =>
    sql(text, values).then(
      () => 'not refused',
      (error: { driverError?: { constraint?: string }; message: string }) =>
        error.driverError?.constraint ?? error.message,
    );
  const mailed = async (who: string): Promise<string[]> =>
    (
      await sql<{ subject: string }>('SELECT subject FROM mail WHERE recipient = $1 ORDER BY created_at, id', [
        `${who.toLowerCase()}@example.org`,
      ])
    ).map(({ subject }) => subject);

  test('a form that makes no sense is refused at its field', async () => {
    const refused = async (more: object): Promise<string | null | undefined> =>
      (await people['Ana']!.refusalOf(create, { input: asked(await grant(more)) }))?.field;
    expect(await refused({ each: euros(20_001) })).toBe('effects.0.each');
    expect(await refused({ personId: null })).toBe('effects.0.personId');
    expect(await refused({ duty: 'ORGANISER' })).toBe('effects.0.personId');
    expect(await refused({ until: '2026-01-01' })).toBe('effects.0.until');
    expect(await refused({ lineId: groupId })).toBe('effects.0.lineId');
    expect(await refused({ eventId: groupId })).toBe('effects.0.eventId');
    expect(await refused({ amount: { minor: '5', currency: 'JPY' } })).toBe('effects.0.amount');
  });

  test('a decision lets Ben approve alone, up to so much at a time and in all, and nobody more than that', async () => {
    expect(await decides(await grant({ category: 'food', until: day(40) }))).toMatchObject({ state: 'DONE' });
    expect(await mailed('Ben')).toContain('You may spend for the group: Kitchen');
    expect(await authority()).toMatchObject({ mine: true, state: 'RUNS', left: { minor: '20000' }, holders: ['Ben'] });

    const first = await handsIn(6_000);
    expect((await seen('Ben', first)).allowances).toMatchObject([
      {
        mine: true,
        text: expect.stringMatching(
          /^You may approve this alone: the group gave €200.00 for “Kitchen” in decision \d+, and €200.00 are left.$/,
        ),
      },
    ]);
    expect((await seen('Dora', first)).allowances[0]!.text).toMatch(/^Ben may approve this alone/);
    expect((await seen('Dora', first)).nextBy).toEqual(expect.arrayContaining(['Ana', 'Ben', 'Cleo']));
    expect(await people['Ben']!.get('{ expensesWaiting { id } }')).toMatchObject([{ id: first }]);
    expect(await people['Dora']!.refusalOf(approve, { id: first })).toMatchObject({ code: 'FORBIDDEN' });
    // Two approvals are what the rules ask for: one by Ben is enough.
    expect(await approves('Ben', first)).toMatchObject({ state: 'APPROVED' });
    expect((await seen('Ana', first)).allowances[0]!.text).toMatch(/^Ben approved this alone/);
    expect(await authority()).toMatchObject({ used: { minor: '6000' }, left: { minor: '14000' } });

    const own = await handsIn(1_000, {}, 'Ben');
    expect((await seen('Ben', own)).allowances).toEqual([]);
    expect(await approves('Ben', own)).toMatchObject({ reason: { code: 'own-expense' } });
    const payee = await handsIn(1_000, { payeeId: await idOf(people['Ben']!) });
    expect(await approves('Ben', payee)).toMatchObject({ reason: { code: 'own-expense' } });
    const other = await handsIn(1_000, { category: 'travel' });
    expect(await people['Ben']!.refusalOf(approve, { id: other })).toMatchObject({ code: 'FORBIDDEN' });

    const large = await handsIn(9_000);
    expect(await seen('Dora', large)).toMatchObject({ unmet: [{ code: 'needs-approvals' }], allowances: [] });
    expect(await approves('Ben', large)).toMatchObject({
      message: 'This is over what you may approve alone (€80.00 at a time): somebody with a duty has to do it.',
    });
    await approves('Cleo', large);
    expect((await seen('Dora', large)).unmet).toMatchObject([
      { text: 'This is over what Ben may approve alone (€80.00 at a time): one more approval is needed.' },
    ]);
  });

  test('what is recalled or taken back is free again; its entry says by what it was allowed', async () => {
    const id = await handsIn(8_000);
    await approves('Ben', id);
    expect(await authority()).toMatchObject({ left: { minor: '6000' } });
    const [entry] = await sql<{ kind: string; authority: string }>(
      `SELECT e.authority_kind AS kind, e.refs ->> 'authority' AS authority FROM expense x JOIN ledger_entry e ON e.id = x.approved_entry_id WHERE x.id = $1`,
      [id],
    );
    expect(entry).toEqual({ kind: 'DECISION', authority: (await authority()).id });
    const sheet = '{ book(handle: "riverside") { latest { alone { what personName duty ceiling { minor } } } } }';
    const said = async (by: Client): Promise<unknown> =>
      (await by.get<{ latest: { alone: unknown }[] }>(sheet)).latest[0]!.alone;
    const alone = { what: 'Kitchen', personName: 'Ben', duty: null, ceiling: { minor: '20000' } };
    expect(await said(people['Dora']!)).toEqual(alone);
    expect(await said(world.visitor())).toEqual({ ...alone, personName: null });
    await people['Dora']!.get('mutation ($id: ID!) { recallExpense(id: $id) { __typename } }', { id });
    expect(await authority()).toMatchObject({ left: { minor: '14000' } });
    const again = await handsIn(8_000);
    await approves('Ben', again);
    await people['Ben']!.get(
      'mutation ($id: ID!) { unapproveExpense(id: $id, reason: "Looked again") { __typename } }',
      { id: again },
    );
    expect(await authority()).toMatchObject({ left: { minor: '14000' } });
    expect(await approves('Ben', again)).toMatchObject({ state: 'APPROVED' });
    await people['Dora']!.get('mutation ($id: ID!) { waiveExpense(id: $id) { __typename } }', { id: again });
    expect(await authority()).toMatchObject({ left: { minor: '14000' } });
  });

  test('that four fifths are used is said once, and beyond the ceiling nothing is', async () => {
    const rest = [await handsIn(8_000), await handsIn(6_000), await handsIn(100)];
    await approves('Ben', rest[0]!);
    expect(await authority()).toMatchObject({ used: { minor: '14000' } });
    await approves('Ben', rest[1]!);
    expect(await authority()).toMatchObject({ state: 'USED', left: { minor: '0' } });
    expect(await approves('Ben', rest[2]!)).toMatchObject({ reason: { code: 'over-authority' } });
    for (const _ of [1, 2]) await passes(1);
    expect((await mailed('Ben')).filter((subject) => subject === 'Nearly used: Kitchen')).toHaveLength(1);
  });

  test('the database itself refuses what lies beyond it', async () => {
    const { id } = await authority();
    const [use] = await sql<{ entry_id: string; expense_id: string; person_id: string }>(
      'SELECT entry_id, expense_id, person_id FROM authority_use WHERE authority_id = $1 LIMIT 1',
      [id],
    );
    const refused = (text: string, values: unknown[] = []): Promise<unknown> =>
      sql(text, values).then(
        () => 'not refused',
        (error: { driverError?: { constraint?: string }; message: string }) =>
          error.driverError?.constraint ?? error.message,
      );
    expect(await refused('UPDATE spending_authority SET used = ceiling + 1 WHERE id = $1', [id])).toBe(
      'authority_ceiling',
    );
    expect(await refused('UPDATE spending_authority SET ceiling = ceiling * 2 WHERE id = $1', [id])).toMatch(/stands/);
    expect(await refused('DELETE FROM authority_use')).toMatch(/given back/);
    expect(await refused('UPDATE authority_use SET minor = 1')).toMatch(/stands/);
    const other = `INSERT INTO authority_use (entry_id, authority_id, expense_id, person_id, minor) SELECT e.id, $1, $2, $3, x.total FROM ledger_entry e, expense x WHERE x.id = $2 AND e.seq = 1`;
    expect(await refused(other, [id, use!.expense_id, use!.person_id])).toMatch(/authority_ceiling/);
    expect(await refused(other, [id, use!.expense_id, await idOf(people['Ana']!)])).toBe('authority_reaches');
  });

  test('with a hold the money is there; withdrawn, it is free again and nothing more is approved', async () => {
    const held = async (): Promise<string> =>
      (
        await people['Ana']!.get<{ funds: { held: { minor: string } }[] }>(
          '{ book(handle: "riverside") { funds { held { minor } } } }',
        )
      ).funds[0]!.held.minor;
    const tooMuch = await decides(await grant({ title: 'Palace', amount: euros(9_000_000), hold: true }));
    expect(tooMuch).toMatchObject({ state: 'FAILED', failureCode: 'FUND_SHORT' });
    await decides(
      await grant({ title: 'Tools', personId: null, duty: 'ORGANISER', amount: euros(5_000), each: null, hold: true }),
    );
    expect(await held()).toBe('5000');
    expect(await authority('Tools')).toMatchObject({ holds: true, lineName: 'Tools', holders: ['Ana'] });
    await givesDuty(people['Ana']!, { groupId, to: people['Ben']!, duty: 'ORGANISER' });
    const { lines } = await people['Ana']!.get<{ lines: { id: string; name: string }[] }>(
      '{ book(handle: "riverside") { lines { id name } } }',
    );
    const budgetLineId = lines.find(({ name }) => name === 'Tools')!.id;
    expect(await approves('Ben', await handsIn(3_000, { budgetLineId }))).toMatchObject({ state: 'APPROVED' });
    const { id: authorityId } = await authority('Tools');
    const next = await handsIn(1_000, { budgetLineId });
    await decides({ kind: 'SPENDING_WITHDRAW', authorityId });
    expect(await authority('Tools')).toMatchObject({ state: 'ENDED', endedBy: 'WITHDRAWN', used: { minor: '3000' } });
    expect(await held()).toBe('0');
    expect(await approves('Ben', next)).toMatchObject({ reason: { code: 'line-closed' } });
    expect(
      (await people['Ana']!.refusalOf(create, { input: asked({ kind: 'SPENDING_WITHDRAW', authorityId }) }))?.field,
    ).toBe('effects.0.authorityId');
  });

  const takesBack = (decisionId: string): object => ({ kind: 'DECISION_TAKE_BACK', decisionId });
  const refusalOf = async (decisionId: string): Promise<object | null> =>
    people['Ana']!.refusalOf(create, { input: asked(takesBack(decisionId)) });
  const pays = (id: string, who = 'Cleo'): Promise<{ __typename: string; reason?: { code: string } }> =>
    people[who]!.get(
      'mutation ($id: ID!) { payExpense(id: $id) { __typename ... on ExpenseRefused { reason { code } } } }',
      { id },
    );
  const heldOf = (id: string): Promise<unknown> =>
    people['Dora']!.get('query ($id: ID!) { expense(id: $id) { state onHold heldByDecision { number } } }', { id });

  test('a decision takes back an earlier one: its line closes, what is owed is on hold, what is paid stays', async () => {
    const first = await carriedOut(await proposes({ kind: 'BUDGET_LINE_OPEN', title: 'Hall', amount: euros(10_000) }));
    const { lines } = await people['Ana']!.get<{ lines: { id: string; name: string }[] }>(
      '{ book(handle: "riverside") { lines { id name } } }',
    );
    const budgetLineId = lines.find(({ name }) => name === 'Hall')!.id;
    const [paid, owed, late, asks] = [
      await handsIn(2_000, { budgetLineId }),
      await handsIn(3_000, { budgetLineId }),
      await handsIn(500, { budgetLineId }),
      await handsIn(100, { budgetLineId }),
    ];
    for (const id of [paid, owed, late]) await approves('Ana', id);
    expect(await pays(paid)).toMatchObject({ __typename: 'Expense' });
    expect(first.can).toEqual({ takeBack: true });
    expect(await world.visitor().get(decided, { id: first.id })).toMatchObject({ can: { takeBack: false } });

    await people['Ana']!.get('mutation ($input: SetOutcomeInput!) { setOutcome(input: $input) { id } }', {
      input: { id: first.id, statement: 'For a year.', reviewOn: day(300), expectedVersion: 0 },
    });
    const votes = [await proposes(takesBack(first.id)), await proposes(takesBack(first.id))];
    const ahead = await outcome(votes[0]!);
    const ends = {
      lines: [{ name: 'Hall', closes: true, free: { minor: '4500' } }],
      expenses: [
        { id: owed, owed: { minor: '3000' } },
        { id: late, owed: { minor: '500' } },
      ],
      authorities: [],
      stays: [],
      dropped: false,
    };
    expect(ahead).toMatchObject({
      takesBack: [{ number: first.number }],
      effects: [{ refusalCode: null, takesBack: { done: false, ...ends } }],
    });
    expect((await outcome(first.id)) as object).toMatchObject({ takeBacks: [{}, {}] });
    // Who pays at that moment has paid, or is refused: never both.
    const [race] = await Promise.all([pays(late), carriedOut(votes[0]!)]);
    const [done, again] = [await outcome(votes[0]!), await outcome(votes[1]!)];
    const [one, two] = done.execution!.state === 'DONE' ? [done, again] : [again, done];
    expect(one).toMatchObject({ execution: { state: 'DONE' }, effects: [{ takesBack: { done: true } }] });
    expect(two.execution).toMatchObject({
      state: 'FAILED',
      failureCode: 'TAKEN_BACK',
      failureText: `Decision ${first.number} was taken back already, by decision ${one.number}.`,
    });
    expect(await heldOf(late)).toEqual(
      race.__typename === 'Expense'
        ? { state: 'PAID', onHold: false, heldByDecision: null }
        : { state: 'APPROVED', onHold: true, heldByDecision: { number: one.number } },
    );
    expect(await heldOf(paid)).toMatchObject({ state: 'PAID', onHold: false });
    expect(await heldOf(owed)).toEqual({
      state: 'APPROVED',
      onHold: true,
      heldByDecision: { number: one.number },
    });
    expect(
      await people['Ana']!.get('{ book(handle: "riverside") { lines { id closed takenBackBy { number } } } }'),
    ).toEqual({
      lines: expect.arrayContaining([{ id: budgetLineId, closed: true, takenBackBy: { number: one.number } }]),
    });
    const letters = await sql<{ text_body: string }>(
      `SELECT text_body FROM mail WHERE recipient = 'dora@example.org' AND text_body LIKE '%was taken back by decision ' || $1 || '%'`,
      [one.number],
    );
    expect(letters.length).toBe(race.__typename === 'Expense' ? 1 : 2);
    expect(await approves('Ana', asks)).toMatchObject({ reason: { code: 'line-closed' } });
    expect(await pays(owed)).toMatchObject({ reason: { code: 'on-hold' } });
    // Who has bought it in good faith can be paid after all: somebody says why.
    await people['Cleo']!.get(
      'mutation ($id: ID!) { releaseExpense(id: $id, reason: "Bought before") { __typename } }',
      { id: owed },
    );
    expect(await pays(owed)).toMatchObject({ __typename: 'Expense' });
    expect(await heldOf(owed)).toEqual({ state: 'PAID', onHold: false, heldByDecision: null });

    expect(await outcome(first.id)).toMatchObject({
      execution: { state: 'DONE' },
      takenBack: { number: one.number },
      can: { takeBack: false },
    });
    expect(one.can).toEqual({ takeBack: false });
    expect(await refusalOf(one.id)).toMatchObject({
      field: 'effects.0.decisionId',
      message: `Decision ${one.number} has taken one back itself, and what has ended does not begin again. Put decision ${first.number} to the vote once more.`,
    });
    expect(await refusalOf(first.id)).toMatchObject({ field: 'effects.0.decisionId' });
    const file = (await (await people['Ana']!.fetch(`/p/${first.id}/decision.json`)).json()) as ProposalBundle;
    expect(bundleFault(file)).toBeNull();
    expect(file.log.map(({ body }) => (JSON.parse(body) as { type: string }).type)).toContain('proposal.takenBack');
    const said = file.log.map(({ body }) => JSON.parse(body) as { type: string; at: string });
    const { at } = said.find(({ type }) => type === 'proposal.takenBack')!;
    expect(file.takenBack).toEqual({ by: one.id, at });
    for (const takenBack of [undefined, { by: two.id, at }, { by: one.id, at: first.id }]) {
      const { takenBack: _, ...rest } = file;
      const other = { ...rest, ...(takenBack ? { takenBack } : {}) };
      expect(bundleFault({ ...other, checksum: checksumOf(other) })).toContain('its being taken back');
    }
    const folder = mkdtempSync(join(tmpdir(), 'folkmoot-taken-back-'));
    writeFileSync(join(folder, 'decision.json'), JSON.stringify(file));
    const told: string[] = [];
    expect(verifyFile(join(folder, 'decision.json'), (line) => told.push(line))).toBe(0);
    expect(told.join('')).toContain(
      `count to passed; rules ${file.rulesHash}; taken back by decision ${one.id}, ${at}`,
    );
    rmSync(folder, { recursive: true });
    const record = await (await people['Ana']!.fetch(`/p/${first.id}/record.md`)).text();
    expect(record).toMatch(
      new RegExp(`- State: Taken back\n- Taken back by: No\\. ${one.number}, [^\n]+ \\d{4}[^\n]*/p/${one.id}\n`),
    );
    expect(record).not.toContain('To be reviewed');
    const review = (await world.app.get(LifeDates).of(await idOf(people['Ana']!))).find(({ id }) => id === first.id);
    expect(review).toMatchObject({ says: 'review', isWithdrawn: true });
    const register = `query ($filter: RegisterFilterInput) {
      groupRegister(handle: "riverside", filter: $filter, first: 50) { nodes { proposal { id verdict takenBack { id number } } } } }`;
    const finds = async (state: string | null): Promise<unknown[]> =>
      (await people['Ana']!.get<{ nodes: { proposal: { id: string } }[] }>(register, { filter: { state } })).nodes
        .map(({ proposal }) => proposal)
        .filter((proposal) => proposal?.id === first.id);
    const card = { id: first.id, verdict: 'PASSED', takenBack: { id: one.id, number: one.number } };
    expect([await finds(null), await finds('TAKEN_BACK')]).toEqual([[card], [card]]);
    expect([await finds('PASSED'), await finds('REVIEW_DUE')]).toEqual([[], []]);
    // Nothing rests on it any more, whoever writes it.
    const twice = `INSERT INTO decision_taken_back SELECT t.proposal_id, t.by_proposal, t.effect_no, clock_now(), '{}' FROM decision_taken_back t`;
    for (const [text, constraint] of [
      [twice, /decision_taken_back_pkey/],
      ['DELETE FROM decision_taken_back', /append-only|no change|not change|refuse/i],
      [
        `UPDATE execution SET state = 'waiting', executed_at = NULL WHERE proposal_id = '${first.id}'`,
        /decision_stands/,
      ],
      [
        `INSERT INTO budget_line (id, book_id, account_id, name, planned, authority_kind, authority_id, authority_part, opened_after_seq) SELECT gen_random_uuid(), book_id, account_id, 'x', 1, 'DECISION', authority_id, 9, 0 FROM budget_line WHERE id = '${budgetLineId}'`,
        /decision_stands/,
      ],
    ] as const)
      expect(await refusedWith(text)).toMatch(constraint);
  });

  test('taken back, an authority ends and what it allowed is on hold; words stand until they are taken back; what happened stays', async () => {
    const given = await carriedOut(
      await proposes(await grant({ title: 'Paint', hold: true, amount: euros(4_000), each: null })),
    );
    const { lineId } = await authority('Paint').then(
      async ({ id }) =>
        (await sql<{ lineId: string }>(`SELECT line_id AS "lineId" FROM spending_authority WHERE id = $1`, [id]))[0]!,
    );
    const id = await handsIn(1_000, { budgetLineId: lineId });
    await approves('Ben', id);
    const back = await carriedOut(await proposes(takesBack(given.id)));
    expect(back.effects[0]!.takesBack).toMatchObject({
      done: true,
      lines: [{ free: { minor: '3000' } }],
      authorities: [{ what: 'Paint', left: { minor: '3000' } }],
      expenses: [{ id }],
    });
    expect(await authority('Paint')).toMatchObject({ state: 'ENDED', endedBy: 'WITHDRAWN' });
    expect(await heldOf(id)).toMatchObject({ onHold: true });
    expect(await mailed('Ben')).toContain('At its end: Paint');
    expect((await world.mailTo('ben@example.org')).text).toContain(
      `Decision ${back.number} took back the one by which you could approve expenses for “Paint” alone.`,
    );

    const words = await carriedOut(await proposes(null));
    expect([words.execution, words.can]).toEqual([null, { takeBack: true }]);
    await carriedOut(await proposes(takesBack(words.id)));
    expect((await outcome(words.id)).takenBack).not.toBeNull();

    const draft = await carriedOut(await proposes({ kind: 'PROPOSAL_DRAFT', title: 'What next?' }));
    expect(draft.can).toEqual({ takeBack: false });
    expect(await refusalOf(draft.id)).toMatchObject({
      message: `What decision ${draft.number} did has happened and stays. Another decision can change what holds.`,
    });
    const dear = await carriedOut(
      await proposes({ kind: 'BUDGET_LINE_OPEN', title: 'Palace', amount: euros(9_000_000) }),
    );
    expect(dear).toMatchObject({ execution: { state: 'FAILED' }, can: { takeBack: true } });
    const never = await carriedOut(await proposes(takesBack(dear.id)));
    expect(never.effects[0]!.takesBack).toMatchObject({ dropped: true, lines: [] });
    expect((await outcome(dear.id)).execution).toMatchObject({ state: 'DROPPED' });
    expect(
      await people['Cleo']!.refusalOf('mutation ($id: ID!) { retryEffects(id: $id) { id } }', { id: dear.id }),
    ).toMatchObject({
      code: 'CONFLICT',
    });
  });

  test('it ends after its last day, said before, and with the membership of who has it', async () => {
    await decides(await grant({ title: 'Garden', until: day(10) }));
    await decides(
      await grant({ title: 'Roof', personId: await idOf(people['Dora']!), each: null, hold: true, amount: euros(700) }),
    );
    await passes(24 * 5);
    expect((await mailed('Ben')).filter((subject) => /^Until .*: Garden$/.test(subject))).toHaveLength(1);
    await passes(24 * 7);
    expect(await authority('Garden')).toMatchObject({ state: 'ENDED', endedBy: 'DAY' });
    expect(await mailed('Ben')).toContain('At its end: Garden');
    expect(await authority('Roof', 'Ana')).toMatchObject({ state: 'RUNS', holders: ['Dora'] });
    await people['Dora']!.get('mutation ($groupId: ID!) { leaveGroup(groupId: $groupId) }', { groupId });
    expect(await authority('Roof', 'Ana')).toMatchObject({ state: 'ENDED', endedBy: 'MEMBERSHIP', holders: [] });
    // What was held for it is free again: nobody could approve from it any more.
    const holds = `SELECT l.closed_at IS NULL AS open FROM spending_authority a JOIN budget_line l ON l.id = a.line_id WHERE a.what = 'Roof'`;
    expect(await sql(holds)).toEqual([{ open: true }]);
    await world.app.get(LineClock).runDue();
    expect(await sql(holds)).toEqual([{ open: false }]);
    expect(await people['Dora']!.get(listed)).toBeNull();
    expect(await world.visitor().get(listed)).toBeNull();
  });

  test('the treasurer keeps the list of categories; what is not on it, or archived, takes nothing new', async () => {
    const list = async (who = 'Ana') =>
      (
        await people[who]!.get<{ list: { category: string; name: string | null; archived: boolean; used: number }[] }>(
          '{ bookCategories(handle: "riverside") { list { category name archived used } } }',
        )
      ).list;
    const add = 'mutation ($groupId: ID!, $name: String!) { addCategory(groupId: $groupId, kind: OUT, name: $name) }';
    const rename =
      'mutation ($groupId: ID!, $category: String!, $name: String!) { renameCategory(groupId: $groupId, category: $category, name: $name) }';
    const archive =
      'mutation ($groupId: ID!, $category: String!, $archived: Boolean!) { archiveCategory(groupId: $groupId, category: $category, archived: $archived) }';
    const order =
      'mutation ($groupId: ID!, $categories: [String!]!) { orderCategories(groupId: $groupId, categories: $categories) }';
    const cleo = people['Cleo']!;
    expect(await people['Ana']!.refusalOf(add, { groupId, name: 'Bar' })).toMatchObject({ code: 'FORBIDDEN' });
    const category = await cleo.get<string>(add, { groupId, name: 'Küche & Bar' });
    expect(category).toBe('expense.kueche-bar');
    expect(await cleo.refusalOf(add, { groupId, name: 'küche & bar' })).toMatchObject({ field: 'name' });
    await cleo.get(rename, { groupId, category, name: 'Bar' });
    await cleo.get(rename, { groupId, category: 'expense.food', name: 'Groceries' });
    await cleo.get(order, { groupId, categories: [category, 'expense.food'] });
    const listed = (await list()).filter((one) => one.category.startsWith('expense.'));
    expect(listed.slice(0, 2)).toMatchObject([
      { category, name: 'Bar' },
      { category: 'expense.food', used: 1 },
    ]);
    expect(await cleo.refusalOf(rename, { groupId, category, name: ' ' })).toMatchObject({ field: 'name' });

    const before = await handsIn(1_000, { category: 'kueche-bar' }, 'Ana');
    expect(
      await cleo.get('query ($id: ID!) { expense(id: $id) { category categoryName } }', { id: before }),
    ).toMatchObject({ category, categoryName: 'Bar' });
    await cleo.get(archive, { groupId, category, archived: true });
    const submits = 'mutation ($input: SubmitExpenseInput!) { submitExpense(input: $input) { __typename } }';
    const asks = (slug: string): object => ({
      input: {
        groupId,
        title: 'Glasses',
        category: slug,
        items: [{ what: 'Glasses', spentOn: '2026-01-02', amount: euros(100) }],
        receipts: [groupId],
        idempotencyKey: key(),
      },
    });
    for (const slug of ['kueche-bar', 'yachts'])
      expect(await people['Ana']!.refusalOf(submits, asks(slug))).toMatchObject({ field: 'category' });
    // What was handed in before goes on, and is taken back, under the category that it has.
    await approves('Cleo', before);
    await people['Ana']!.get('mutation ($id: ID!) { recallExpense(id: $id) { __typename } }', { id: before });
    expect(await cleo.refusalOf(archive, { groupId, category: 'expense.payment-fees', archived: true })).toMatchObject({
      code: 'CONFLICT',
    });
    const refusal = (text: string): Promise<unknown> =>
      sql(text).then(
        () => 'not refused',
        (error: { driverError?: { constraint?: string }; message: string }) =>
          error.driverError?.constraint ?? error.message,
      );
    expect(await refusal(`DELETE FROM book_category`)).toMatch(/never deleted/);
    expect(
      await refusal(
        `INSERT INTO expense_item (expense_id, n, what, spent_on, minor, category) SELECT id, 9, 'x', '2026-01-02', 1, '${category}' FROM expense LIMIT 1`,
      ),
    ).toBe('category_open');
    const report = await cleo.fetch('/g/riverside/book/report.md?from=2026-01-01&until=2027-12-31');
    expect(await report.text()).toContain('| Groceries |');
  });

  test('what is counted is what was booked', async () => {
    const all =
      'SELECT * FROM ledger_violations UNION ALL SELECT * FROM expense_violations UNION ALL SELECT * FROM authority_violations UNION ALL SELECT * FROM taken_back_violations';
    expect(await sql(all)).toEqual([]);
  });
});
