import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleFault, Closer, type ProposalBundle } from '../../apps/api/src/decisions/index.ts';
import { BudgetClock, LineClock } from '../../apps/api/src/money/index.ts';
import type { Client } from '../support/client.ts';
import { engines, startWorldOn } from '../support/engines.ts';
import { claim, found, givesDuty, joins, key, photo } from '../support/people.ts';
import type { World } from '../support/world.ts';

// A year is planned in lines and expected income, adopted by one vote, and lives on what really comes in.
interface Money {
  readonly minor: string;
}
interface Row {
  readonly n: number;
  readonly label: string;
  readonly kind: string;
  readonly stage: string | null;
  readonly lineId: string | null;
  readonly planned: Money;
  readonly actual: Money | null;
  readonly left: Money | null;
  readonly forecast: Money | null;
  readonly waitsFor: Money | null;
}
interface Budget {
  readonly id: string;
  readonly state: string;
  readonly version: number;
  readonly spending: Money;
  readonly income: Money;
  readonly balance: Money;
  readonly short: Money | null;
  readonly available: Money;
  readonly waiting: number;
  readonly proposalId: string | null;
  readonly rows: readonly Row[];
  readonly actual: Readonly<Record<string, Money>> | null;
  readonly can: Readonly<Record<string, boolean>>;
}

const fields = `id state version spending { minor } income { minor } balance { minor } short { minor } available { minor } waiting proposalId can { update withdraw propose drop }
  rows { n label kind stage lineId planned { minor } actual { minor } left { minor } forecast { minor } waitsFor { minor } }
  actual { spent { minor } received { minor } spentBeside { minor } receivedBeside { minor } forecastSpending { minor } forecastIncome { minor } forecastBalance { minor } }`;
const plans = `mutation ($input: PlanBudgetInput!) { planBudget(input: $input) { ${fields} } }`;
const updates = `mutation ($input: UpdateBudgetInput!) { updateBudget(input: $input) { ${fields} } }`;
const reads = `query ($id: ID!, $on: String) { budget(handle: "riverside", id: $id, on: $on) { ${fields} } }`;
const throwsAway = 'mutation ($id: ID!) { withdrawBudget(id: $id) }';
const proposes = 'mutation ($input: CreateProposalInput!) { createProposal(input: $input) { id } }';
const effectsOf =
  'query ($id: ID!) { proposal(id: $id) { effects { kind label planned { minor } refusalCode refusal budget { id from until spending { minor } income { minor } rows { spending label amount { minor } fromStart } } } execution { state failureCode } } }';
const cast = 'mutation ($input: CastBallotInput!) { castBallot(input: $input) { __typename } }';

describe.each(engines)('budgets on %s', (engine) => {
  let world: World;
  let [ana, ben, cleo, dan]: Client[] = [];
  let groupId: string;
  let gone = 0;
  const eur = (minor: number): object => ({ minor: String(minor), currency: 'EUR' });
  const year = new Date().getFullYear();
  const row = (label: string, minor: number, more: object = {}): object => ({
    kind: 'SPENDING',
    label,
    amount: eur(minor),
    ...more,
  });
  const dues = { kind: 'INCOME', label: 'Dues', category: 'contributions', amount: eur(90_000) };
  const yearly = (rows: object[], more: object = {}): object => ({
    name: `Year ${year}`,
    from: `${year}-01-01`,
    until: `${year + 1}-12-31`,
    rows,
    ...more,
  });
  const plan = (rows: object[], more: object = {}, who = cleo!): Promise<Budget> =>
    who.get(plans, { input: { groupId, fields: yearly(rows, more), idempotencyKey: key() } });
  const read = (id: string, who = ana!, on: string | null = null): Promise<Budget | null> => who.get(reads, { id, on });
  const gives = async (minor: number, receivedOn = `${year}-01-02`): Promise<void> => {
    await ben!.get('mutation ($input: RecordContributionInput!) { recordContribution(input: $input) }', {
      input: {
        groupId,
        amount: eur(minor),
        receivedOn,
        idempotencyKey: key(),
      },
    });
    await world.settle();
  };
  const propose = (effects: object[], who = cleo!): Promise<{ id: string }> =>
    who.get(proposes, {
      input: {
        groupId,
        fields: {
          title: 'Our budget',
          method: 'MAJORITY',
          quorum: '0/1',
          closesAt: new Date(Date.now() + (gone + 2) * 3_600_000).toISOString(),
          effects,
        },
      },
    });
  const decides = async ({ id }: { id: string }, option = 'agree'): Promise<string> => {
    for (const who of [ana!, ben!]) await who.get(cast, { input: { proposalId: id, option } });
    gone += 3;
    await world.clockPasses(`${gone} hours`);
    await world.database.reads.query(`UPDATE session SET expires_at = 'infinity', seen_at = clock_now()`);
    await expect
      .poll(
        async () => {
          await world.app.get(Closer).closeDue();
          const [open] = await world.database.reads.query<{ n: number }[]>(
            `SELECT (SELECT count(*) FROM proposal WHERE id = $1 AND status = 'open') + (SELECT count(*) FROM execution WHERE proposal_id = $1 AND state = 'waiting') AS n`,
            [id],
          );
          return Number(open!.n);
        },
        { timeout: 20_000, interval: 50 },
      )
      .toBe(0);
    await world.settle();
    const said = await ana!.get<{ execution: { state: string; failureCode: string | null } | null }>(effectsOf, { id });
    return said.execution?.failureCode ?? said.execution?.state ?? 'none';
  };
  const adopts = ({ id }: Budget): object => ({ kind: 'BUDGET_ADOPT', budgetId: id });
  const refusedByDatabase = (sql: string, values: unknown[] = []): Promise<string> =>
    world.database.reads.query(sql, values).then(
      () => 'done',
      (error: { driverError?: { constraint?: string; message?: string } }) =>
        error.driverError?.constraint ?? String(error.driverError?.message),
    );

  beforeAll(async () => {
    world = await startWorldOn(engine);
    ana = await claim(world);
    groupId = await found(ana);
    ben = await joins(world, ana, { groupId, name: 'Ben' });
    cleo = await joins(world, ana, { groupId, name: 'Cleo' });
    dan = await joins(world, ana, { groupId, name: 'Dan' });
    await givesDuty(ana, { groupId, to: ben, duty: 'TREASURER' });
    // It was there before the year began.
    await gives(54_000, `${year - 1}-12-30`);
  }, 60_000);
  afterAll(async () => {
    await world?.stop();
  });

  let kept: Budget;
  test('a draft is typed by several: what came later is never written over, and members alone read it', async () => {
    const draft = await plan([row('Rent', 60_000), row('Stamps', 2000), dues]);
    expect(draft).toMatchObject({
      state: 'DRAFT',
      version: 1,
      spending: { minor: '62000' },
      income: { minor: '90000' },
      balance: { minor: '28000' },
      can: { update: true, propose: true, drop: false },
      rows: [
        { label: 'Rent', stage: null, waitsFor: { minor: '6000' } },
        { label: 'Stamps', waitsFor: { minor: '8000' } },
        { label: 'Dues', waitsFor: null },
      ],
    });
    const change = (rows: object[], expectedVersion: number): object => ({
      input: { id: draft.id, expectedVersion, fields: yearly(rows) },
    });
    expect((await dan!.refusalOf(updates, change([row('Rent', 1)], 1)))?.code).toBe('FORBIDDEN');
    const changed = await ben!.get<Budget>(
      updates,
      change([row('Insurance', 10_000, { fromStart: true }), row('Rent', 60_000), row('Stamps', 2000), dues], 1),
    );
    expect(changed).toMatchObject({ version: 2, rows: [{ label: 'Insurance' }, {}, {}, {}] });
    expect(await cleo!.refusalOf(updates, change([row('Rent', 1)], 1))).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('Ben has changed this budget since you opened it'),
    });
    for (const [rows, field] of [
      [[row('Rent', 1), { ...dues, category: null }], 'rows.1.category'],
      [[row('Rent', 1), dues, dues], 'rows.2.category'],
      [[row('Soup', 350, { perHead: true })], 'heads'],
      [[row('Rent', 0)], 'rows.0.amount'],
      [[{ ...row('Rent', 1), amount: { minor: '1', currency: 'CHF' } }], 'rows.0.amount'],
      [[row('', 1)], 'rows.0.label'],
      [[row('Rent', 1), row('Soup', 1, { category: 'soup' })], 'rows.1.category'],
    ] as const)
      expect(await cleo!.refusalOf(updates, change([...rows], 2))).toMatchObject({ code: 'BAD_USER_INPUT', field });
    expect(await world.visitor().get(reads, { id: draft.id })).toBeNull();
    const seen = await dan!.get<{ budgets: { id: string }[] }>(
      '{ groupBudgets(handle: "riverside") { budgets { id } } }',
    );
    expect(seen.budgets).toEqual([{ id: draft.id }]);
    kept = changed;
  });

  let decision: string;
  test('put to the group it stands as a table, is a draft again when the vote says no, and two votes cannot have it', async () => {
    const first = await propose([adopts(kept)]);
    const { effects } = await dan!.get<{ effects: object[] }>(effectsOf, { id: first.id });
    expect(effects).toEqual([
      {
        kind: 'BUDGET_ADOPT',
        label: `Year ${year}`,
        planned: { minor: '72000' },
        refusal: null,
        refusalCode: null,
        budget: expect.objectContaining({
          id: kept.id,
          spending: { minor: '72000' },
          income: { minor: '90000' },
          rows: expect.arrayContaining([
            { spending: true, label: 'Insurance', amount: { minor: '10000' }, fromStart: true },
            { spending: false, label: 'Dues', amount: { minor: '90000' }, fromStart: false },
          ]),
        }),
      },
    ]);
    expect(await read(kept.id)).toMatchObject({ state: 'PROPOSED', proposalId: first.id, can: { update: false } });
    const fields = yearly([row('Rent', 1)]);
    for (const [query, variables] of [
      [updates, { input: { id: kept.id, expectedVersion: 2, fields } }],
      [throwsAway, { id: kept.id }],
    ] as const)
      expect((await ben!.refusalOf(query, variables))?.message).toContain('so it stands');
    expect((await dan!.refusalOf(proposes, proposing(adopts(kept))))?.message).toContain('another proposal already');
    expect(await refusedByDatabase('UPDATE budget SET name = $2 WHERE id = $1', [kept.id, 'x'])).toBe('budget_step');
    expect(await refusedByDatabase('DELETE FROM budget_item WHERE budget_id = $1', [kept.id])).toBe('budget_stands');
    expect(await decides(first, 'disagree')).toBe('none');
    expect(await read(kept.id)).toMatchObject({ state: 'DRAFT', proposalId: null, version: 2, can: { update: true } });
  });
  const proposing = (effect: object): object => ({
    input: {
      groupId,
      fields: {
        title: 'Again',
        method: 'MAJORITY',
        quorum: '0/1',
        closesAt: new Date(Date.now() + (gone + 2) * 3_600_000).toISOString(),
        effects: [effect],
      },
      open: true,
    },
  });

  test('adopted, it opens what the fund can hold in its order; the rest waits, and opens by itself as money comes', async () => {
    const { id } = await propose([adopts(kept)]);
    decision = id;
    expect(await decides({ id })).toBe('DONE');
    const adopted = (await read(kept.id))!;
    expect(adopted).toMatchObject({
      state: 'ADOPTED',
      proposalId: id,
      waiting: 2,
      available: { minor: '44000' },
      rows: [
        { label: 'Insurance', stage: 'OPEN', left: { minor: '10000' }, waitsFor: null },
        { label: 'Rent', stage: 'WAITING', lineId: null, waitsFor: { minor: '16000' } },
        { label: 'Stamps', stage: 'WAITING', waitsFor: { minor: '18000' } },
        { label: 'Dues', stage: null, actual: { minor: '0' }, forecast: { minor: '90000' } },
      ],
      can: { update: false, drop: true },
    });
    // What is not there cannot be spent: the fund lets go of no more than it has, and the stamps do not overtake the rent.
    await gives(15_999);
    expect((await read(kept.id))!.rows.map(({ stage }) => stage)).toEqual(['OPEN', 'WAITING', 'WAITING', null]);
    await gives(1);
    expect(await read(kept.id)).toMatchObject({
      waiting: 1,
      available: { minor: '0' },
      rows: [{}, { stage: 'OPEN' }, { stage: 'WAITING', waitsFor: { minor: '2000' } }, { actual: { minor: '16000' } }],
    });
    // The job and what has come in may meet: a line opens once.
    await Promise.all([world.app.get(BudgetClock).runDue(), gives(2500), world.app.get(BudgetClock).runDue()]);
    const [whole] = await world.database.reads.query<{ n: number; parts: number[] }[]>(
      'SELECT count(*)::int AS n, array_agg(authority_part ORDER BY authority_part) AS parts FROM budget_line WHERE authority_id = $1',
      [id],
    );
    expect(whole).toEqual({ n: 3, parts: [1, 2, 3] });
    expect(await read(kept.id)).toMatchObject({ waiting: 0, available: { minor: '500' } });
  });

  test('plan against actual ties with the book, for visitors too, today and on a past day, on the page and as CSV', async () => {
    const budget = (await read(kept.id))!;
    const receipt = (await (
      await cleo!.upload('/files', { name: 'receipt.jpg', bytes: await photo() }, { groupId })
    ).json()) as { id: string };
    const expense = await cleo!.get<{ id: string }>(
      'mutation ($input: SubmitExpenseInput!) { submitExpense(input: $input) { ... on Expense { id } } }',
      {
        input: {
          groupId,
          title: 'Rent of March',
          category: 'room',
          items: [{ what: 'Rent', spentOn: `${year}-01-03`, amount: eur(5000) }],
          budgetLineId: budget.rows[1]!.lineId,
          receipts: [receipt.id],
          idempotencyKey: key(),
        },
      },
    );
    await ana!.get('mutation ($id: ID!) { approveExpense(id: $id, revision: 1) { __typename } }', { id: expense.id });
    const now = (await read(kept.id, world.visitor()))!;
    expect(now.rows[1]).toMatchObject({
      actual: { minor: '5000' },
      left: { minor: '55000' },
      forecast: { minor: '60000' },
    });
    expect(now.actual).toEqual({
      spent: { minor: '5000' },
      received: { minor: '18500' },
      spentBeside: { minor: '0' },
      receivedBeside: { minor: '0' },
      forecastSpending: { minor: '72000' },
      forecastIncome: { minor: '90000' },
      forecastBalance: { minor: '18000' },
    });
    const figure = await world
      .visitor()
      .get<{ sum: Money }>(
        `query ($figure: FigureInput!) { bookFigure(handle: "riverside", figure: $figure) { sum { minor } } }`,
        {
          figure: {
            kind: 'IN',
            currency: 'EUR',
            category: 'income.contributions',
            from: `${year}-01-01`,
            until: `${year + 1}-12-31`,
          },
        },
      );
    expect(figure.sum.minor).toBe('18500');
    const past = (await read(kept.id, world.visitor(), `${year}-01-01`))!;
    expect(past.rows.map(({ actual }) => actual?.minor)).toEqual(['0', '0', '0', '0']);
    // What is raised since was planned with less then.
    const stamps = (more: number): Promise<unknown> =>
      world.database.reads.query('UPDATE budget_line SET planned = planned + $2 WHERE id = $1', [
        now.rows[2]!.lineId,
        more,
      ]);
    await stamps(300);
    const plannedOn = async (day: string | null) => (await read(kept.id, ana!, day))!.rows[2]!.planned.minor;
    expect([await plannedOn(null), await plannedOn(`${year}-01-01`)]).toEqual(['2300', '2000']);
    await stamps(-300);
    const csv = await (await world.visitor().fetch(`/g/riverside/book/budgets/${kept.id}.csv`)).text();
    expect(csv.split('\r\n')).toEqual([
      'kind,label,category,stage,planned,actual,left,forecast,currency',
      '"SPENDING","Insurance","","OPEN",100.00,0.00,100.00,100.00,EUR',
      '"SPENDING","Rent","","OPEN",600.00,50.00,550.00,600.00,EUR',
      '"SPENDING","Stamps","","OPEN",20.00,0.00,20.00,20.00,EUR',
      '"INCOME","Dues","income.contributions","",900.00,185.00,,900.00,EUR',
      '',
    ]);
    const before = await dan!.get<object[]>(
      `{ spentBefore(handle: "riverside", from: "${year}-01-01", until: "${year}-12-31") { kind category amount { minor } } }`,
    );
    expect(before).toEqual([
      { kind: 'SPENDING', category: 'expense.room', amount: { minor: '5000' } },
      { kind: 'INCOME', category: 'income.contributions', amount: { minor: '18500' } },
    ]);
  });

  test('the decision is checked offline, and a budget that cannot begin is said so before and after the vote', async () => {
    const bundle = (await (await ana!.fetch(`/p/${decision}/decision.json`)).json()) as ProposalBundle;
    expect(bundleFault(bundle)).toBeNull();
    const dear = await plan([row('Boat', 90_000, { fromStart: true })], { name: 'Boat' });
    expect(dear.short).toEqual({ minor: '89500' });
    const vote = await propose([adopts(dear)]);
    const { effects } = await dan!.get<{ effects: { refusalCode: string }[] }>(effectsOf, { id: vote.id });
    expect(effects[0]!.refusalCode).toBe('FUND_SHORT');
    expect(await decides(vote)).toBe('FUND_SHORT');
    expect(await read(dear.id)).toMatchObject({ state: 'PROPOSED', rows: [{ lineId: null }] });
    await gives(89_500);
    await ana!.get('mutation ($id: ID!) { retryEffects(id: $id) { id } }', { id: vote.id });
    expect(await read(dear.id)).toMatchObject({
      state: 'ADOPTED',
      available: { minor: '0' },
      rows: [{ stage: 'OPEN' }],
    });
  });

  test('a decision drops what waits; after its last day a budget is over, its lines close and nothing opens any more', async () => {
    const day = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const short = await plan([row('Kiln', 5000), row('Clay', 100), row('Glaze', 100)], { name: 'Pots', until: day });
    expect(await decides(await propose([adopts(short)]))).toBe('DONE');
    expect((await read(short.id))!.rows.map(({ stage }) => stage)).toEqual(['WAITING', 'WAITING', 'WAITING']);
    expect(await decides(await propose([{ kind: 'BUDGET_DROP', budgetId: short.id, row: 1 }]))).toBe('DONE');
    await gives(100);
    expect((await read(short.id))!.rows.map(({ stage }) => stage)).toEqual(['DROPPED', 'OPEN', 'WAITING']);
    expect((await dan!.refusalOf(proposes, proposing({ kind: 'BUDGET_DROP', budgetId: short.id, row: 1 })))?.code).toBe(
      'BAD_USER_INPUT',
    );
    gone += 72;
    await world.clockPasses(`${gone} hours`);
    await world.app.get(LineClock).runDue();
    await world.app.get(BudgetClock).runDue();
    await world.settle();
    await gives(1000);
    expect(await read(short.id, world.visitor())).toMatchObject({
      state: 'ENDED',
      rows: [{ stage: 'DROPPED' }, { stage: 'CLOSED', forecast: { minor: '0' } }, { stage: 'WAITING', waitsFor: null }],
    });
    expect((await read(short.id))!.can.drop).toBe(false);
  });

  test('a decision that adopted a budget is taken back: it is over, its lines close, what waits opens no more', async () => {
    const late = await plan([row('Chairs', 50), row('Tent', 9_000_000)], { name: 'Fair' });
    const { id } = await propose([adopts(late)]);
    expect(await decides({ id })).toBe('DONE');
    expect((await read(late.id))!.rows.map(({ stage }) => stage)).toEqual(['OPEN', 'WAITING']);
    const back = await propose([{ kind: 'DECISION_TAKE_BACK', decisionId: id }]);
    expect(await decides(back)).toBe('DONE');
    const budget = 'query ($id: ID!) { budget(handle: "riverside", id: $id) { state waiting takenBackBy { id } } }';
    expect(await world.visitor().get(budget, { id: late.id })).toEqual({
      state: 'ENDED',
      waiting: 0,
      takenBackBy: { id: back.id },
    });
    const told = await world.mailTo('ben@example.org', 'Taken back: Fair');
    expect(told.text).toMatch(/so it is over[^]*€0\.00 of €90,000\.50 was spent\.[^]*One line never opened/);
    await gives(9_000_000);
    expect((await read(late.id))!.rows.map(({ stage }) => stage)).toEqual(['CLOSED', 'DROPPED']);
    expect(await world.database.reads.query('SELECT * FROM taken_back_violations')).toEqual([]);
  });

  test('the database refuses what the rule refuses', async () => {
    const draft = await plan([row('Soup', 350, { perHead: true })], { name: 'Soup', heads: 40 });
    expect(draft.rows[0]!.planned.minor).toBe('14000');
    const lineId = (await read(kept.id))!.rows[0]!.lineId;
    for (const [sql, constraint] of [
      [`UPDATE budget SET heads = NULL WHERE id = $1`, 'budget_heads'],
      [`UPDATE budget SET state = 'ADOPTED' WHERE id = $1`, 'budget_step'],
      [`UPDATE budget SET currency = 'CHF' WHERE id = $1`, 'budget_fund'],
      [`UPDATE budget_item SET line_id = '${lineId}' WHERE budget_id = $1`, 'budget_step'],
      [`DELETE FROM budget WHERE id = $1`, 'a budget is withdrawn, never deleted'],
    ] as const)
      expect([sql, await refusedByDatabase(sql, [draft.id])]).toEqual([sql, constraint]);
    expect(await ana!.get(throwsAway, { id: draft.id })).toBe(true);
    expect(await read(draft.id)).toBeNull();
    expect(await world.database.reads.query('SELECT * FROM ledger_violations')).toEqual([]);
    const [log] = await world.database.reads.query<{ types: string[] }[]>(
      `SELECT array_agg(DISTINCT type ORDER BY type) AS types FROM log_entry WHERE type LIKE 'budget.%'`,
    );
    expect(log!.types).toEqual([
      'budget.adopted',
      'budget.changed',
      'budget.dropped',
      'budget.ended',
      'budget.planned',
      'budget.takenBack',
      'budget.wentOn',
      'budget.withdrawn',
    ]);
  });
});
