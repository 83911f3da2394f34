import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Closer } from '../../apps/api/src/decisions/index.ts';
import { AdvanceClock, LineClock } from '../../apps/api/src/money/index.ts';
import type { Client } from '../support/client.ts';
import { engines, startWorldOn } from '../support/engines.ts';
import { claim, found, givesDuty, idOf, joins, key, photo } from '../support/people.ts';
import type { World } from '../support/world.ts';

// Money before it is spent: asked for on a budget line, held by a person, shown by receipts or given back.
const euro = (minor: number): object => ({ minor: String(minor), currency: 'EUR' });
const parts = `__typename ... on Expense { id number state revision paid { minor } owed { minor } warnings { code text } against { number settled { minor } }
  advance { standing out { minor } cleared { minor } handedBack { minor } dueOn canShow canNoteBack receipts { number amount { minor } } returns { amount { minor } into byName files { name } } } }
  ... on Fault { message } ... on ExpenseRefused { reason { code } } ... on LineSpent { left { minor } }`;
const submit = `mutation ($input: SubmitExpenseInput!) { submitExpense(input: $input) { ${parts} } }`;
const approve = `mutation ($id: ID!) { approveExpense(id: $id, revision: 1) { ${parts} } }`;
const pay = `mutation ($id: ID!, $input: PayExpenseInput) { payExpense(id: $id, input: $input) { ${parts} } }`;
const waive = `mutation ($id: ID!) { waiveExpense(id: $id) { ${parts} } }`;
const noteBack = `mutation ($input: AdvanceBackInput!) { noteAdvanceBack(input: $input) { ${parts} } }`;
const seen = `query ($id: ID!) { expense(id: $id) { ${parts.replace('__typename ... on Expense { ', '').replace(/ }\s+\.\.\. on Fault.*$/s, '')} payments { id } } }`;

interface Answer {
  readonly __typename: string;
  readonly id: string;
  readonly number: number;
  readonly state: string;
}

describe.each(engines)('an advance on %s', (engine) => {
  let world: World;
  let [ana, ben, cleo]: Client[] = [];
  let groupId: string;
  let receipt: () => Promise<string>;

  beforeAll(async () => {
    world = await startWorldOn(engine);
    ana = await claim(world);
    groupId = await found(ana);
    ben = await joins(world, ana, { groupId, name: 'Ben' });
    cleo = await joins(world, ana, { groupId, name: 'Cleo' });
    await givesDuty(ana, { groupId, to: ben, duty: 'TREASURER' });
    await ben.get('mutation ($input: RecordContributionInput!) { recordContribution(input: $input) }', {
      input: { groupId, amount: euro(100_000), receivedOn: '2026-01-02', idempotencyKey: key() },
    });
    const bytes = await photo();
    receipt = async () => copyOf(cleo!, bytes);
  }, 60_000);
  afterEach(async () => {
    const broken = await sql(
      'SELECT * FROM ledger_violations UNION ALL SELECT * FROM expense_violations UNION ALL SELECT * FROM taken_back_violations',
    );
    if (broken.length > 0) throw new Error(JSON.stringify(broken));
  });
  afterAll(() => world.stop());

  const sql = <T>(text: string, values: unknown[] = []): Promise<T[]> => world.database.reads.query<T[]>(text, values);
  const copyOf = async (by: Client, bytes: Uint8Array): Promise<string> =>
    ((await (await by.upload('/files', { name: 'r.jpg', bytes }, { groupId })).json()) as { id: string }).id;
  const day = async (after: number): Promise<string> =>
    (
      await sql<{ day: string }>(`SELECT ((clock_now() AT TIME ZONE 'Europe/Brussels')::date + $1::int)::text AS day`, [
        after,
      ])
    )[0]!.day;
  /** A line as a decision opens it. */
  const line = async (planned: number): Promise<string> =>
    (
      await sql<{ id: string }>(
        `INSERT INTO budget_line (id, book_id, account_id, name, planned, authority_kind, authority_id, opened_after_seq)
         SELECT gen_random_uuid(), f.book_id, f.account_id, 'Camp', $2, 'DECISION', gen_random_uuid(), b.last_seq FROM fund f JOIN book b ON b.id = f.book_id WHERE b.group_id = $1 AND f.kind = 'general' RETURNING id`,
        [groupId, planned],
      )
    )[0]!.id;
  const asked = async (budgetLineId: string | null, minor: number, change: object = {}): Promise<object> => ({
    groupId,
    type: 'ADVANCE',
    title: 'Food for the camp',
    category: 'food',
    items: [{ what: 'Food', spentOn: await day(0), amount: euro(minor) }],
    receipts: [],
    dueOn: await day(14),
    budgetLineId,
    idempotencyKey: key(),
    ...change,
  });
  const asks = async (budgetLineId: string, minor: number, change: object = {}): Promise<Answer> =>
    cleo!.get<Answer>(submit, { input: await asked(budgetLineId, minor, change) });
  const shows = async (minor: number, change: object): Promise<Answer> =>
    cleo!.get<Answer>(submit, {
      input: {
        ...(await asked(null, minor)),
        type: 'RECEIPT',
        dueOn: null,
        title: 'Potatoes',
        receipts: [await receipt()],
        ...change,
      },
    });
  const out = async (budgetLineId: string, minor: number): Promise<Answer> => {
    const { id } = await asks(budgetLineId, minor);
    await ana!.get(approve, { id });
    return ben!.get<Answer>(pay, { id });
  };
  const book = async (): Promise<Record<string, number>> => {
    const { inHand, advancesOut, funds, lines } = await ana!.get<{
      inHand: { minor: string }[];
      advancesOut: { minor: string }[];
      funds: Record<string, { minor: string }>[];
      lines: {
        spent: { minor: string };
        paid: { minor: string };
        left: { minor: string };
        advanced: { minor: string };
      }[];
    }>(
      '{ book(handle: "riverside") { inHand { minor } advancesOut { minor } funds { balance { minor } unpaid { minor } held { minor } available { minor } } lines { spent { minor } paid { minor } left { minor } advanced { minor } } } }',
    );
    const [fund, first] = [funds[0]!, lines[0]!];
    return Object.fromEntries(
      Object.entries({
        hand: inHand[0]!,
        out: advancesOut[0] ?? { minor: '0' },
        ...fund,
        spent: first.spent,
        paid: first.paid,
        advanced: first.advanced,
      }).map(([name, { minor }]) => [name, Number(minor)]),
    );
  };

  test('is asked for on a line, allowed by the same rules, paid, shown by receipts, and what is left comes back', async () => {
    const id = await line(40_000);
    for (const [change, field] of [
      [{ budgetLineId: null }, 'budgetLineId'],
      [{ dueOn: null }, 'dueOn'],
      [{ dueOn: '2026-01-01' }, 'dueOn'],
      [{ vendor: 'Shop' }, 'payeeId'],
      [{ items: [{ what: 'x', spentOn: '2026-01-02', amount: { minor: '100', currency: 'CHF' } }] }, 'items.0.amount'],
    ] as const)
      expect(await cleo!.refusalOf(submit, { input: await asked(id, 30_000, change) })).toMatchObject({ field });
    const advance = await asks(id, 30_000);
    expect(advance).toMatchObject({ state: 'SUBMITTED', advance: { standing: 'ASKED' } });
    expect(await cleo!.refusalOf(approve, { id: advance.id })).toMatchObject({ code: 'FORBIDDEN' });
    const before = await book();
    expect(await ana!.get(approve, { id: advance.id })).toMatchObject({
      state: 'APPROVED',
      advance: { standing: 'TO_PAY' },
    });
    // Allowed is not spent: no entry, and the line keeps the money for it.
    expect(await book()).toEqual({ ...before, advanced: 30_000 });
    const paid = await ben!.get(pay, { id: advance.id, input: { fee: euro(20), idempotencyKey: key() } });
    expect(paid).toMatchObject({ state: 'PAID', advance: { standing: 'OUT', out: { minor: '30000' } } });
    expect(await book()).toEqual({
      ...before,
      hand: before['hand']! - 20,
      balance: before['balance']! - 20,
      available: before['available']! - 20,
      out: 30_000,
      advanced: 30_000,
    });

    const first = await shows(20_000, { advanceId: advance.id, budgetLineId: id });
    expect(await ana!.get(approve, { id: first.id })).toMatchObject({
      state: 'PAID',
      owed: { minor: '0' },
      against: { number: advance.number, settled: { minor: '20000' } },
    });
    expect((await world.mailTo('cleo@example.org')).text).toMatch(
      /200\.00 of it is set against your advance.*hold €100\.00/s,
    );
    const second = await shows(12_500, { advanceId: advance.id, budgetLineId: id });
    await ana!.get(approve, { id: second.id });
    expect(await cleo!.get(seen, { id: second.id })).toMatchObject({ state: 'PARTLY_PAID', owed: { minor: '2500' } });
    expect(await cleo!.get(seen, { id: advance.id })).toMatchObject({
      advance: {
        standing: 'SETTLED',
        out: { minor: '0' },
        receipts: [{ amount: { minor: '20000' } }, { amount: { minor: '10000' } }],
      },
    });
    const after = await book();
    expect(after).toMatchObject({ out: 0, advanced: 0, spent: 32_500, paid: 30_000, unpaid: 2500 });
    expect(after['hand']).toBe(before['hand']! - 20 - 30_000);
    const { latest } = await cleo!.get<{ latest: { kind: string; amount: object }[] }>(
      '{ book(handle: "riverside") { latest { kind amount { minor currency } } } }',
    );
    expect(latest.find(({ kind }) => kind === 'ADVANCE_CLEARED')?.amount).toEqual(euro(0));
    expect(latest.find(({ kind }) => kind === 'ADVANCE')?.amount).toEqual(euro(-20));
    expect(
      await sql(
        `SELECT e.kind, e.authority_kind AS by, a.path ~ 'receivable' AS mine, q.amount::int AS n FROM ledger_entry e JOIN ledger_posting q ON q.entry_id = e.id JOIN ledger_account a ON a.id = q.account_id
         WHERE e.kind LIKE 'ADVANCE%' AND a.class = 'PARTY' ORDER BY e.seq, q.line`,
      ),
    ).toEqual([
      { kind: 'ADVANCE', by: 'RULE', mine: true, n: 30_000 },
      { kind: 'ADVANCE_CLEARED', by: 'RULE', mine: true, n: -20_000 },
      { kind: 'ADVANCE_CLEARED', by: 'RULE', mine: false, n: 20_000 },
      { kind: 'ADVANCE_CLEARED', by: 'RULE', mine: true, n: -10_000 },
      { kind: 'ADVANCE_CLEARED', by: 'RULE', mine: false, n: 10_000 },
    ]);
    expect(
      await cleo!.refusalOf(submit, {
        input: {
          ...(await asked(null, 5)),
          type: 'RECEIPT',
          dueOn: null,
          receipts: [await receipt()],
          advanceId: advance.id,
        },
      }),
    ).toMatchObject({ field: 'advanceId' });
  });

  test('what is left is given back with what shows it, noted by somebody else, and never more than is out', async () => {
    const id = await line(10_000);
    const advance = await out(id, 8000);
    const before = await book();
    const evidence = await copyOf(ben!, await photo());
    const back = (minor: number, change: object = {}): object => ({
      input: { expenseId: advance.id, amount: euro(minor), receipts: [evidence], idempotencyKey: key(), ...change },
    });
    expect(await cleo!.refusalOf(noteBack, back(10))).toMatchObject({ code: 'FORBIDDEN' });
    expect(await ben!.refusalOf(noteBack, back(10, { receipts: [] }))).toMatchObject({ field: 'receipts' });
    expect(await ben!.refusalOf(noteBack, back(8001))).toMatchObject({ field: 'amount' });
    const [till] = await sql<{ id: string }>(`SELECT id FROM ledger_account WHERE path = 'assets:cash:till'`);
    const once = back(3000, { holdingId: till!.id });
    for (const again of [once, once])
      expect(await ben!.get(noteBack, again)).toMatchObject({
        advance: {
          standing: 'OUT',
          out: { minor: '5000' },
          handedBack: { minor: '3000' },
          returns: [{ into: 'assets:cash:till', byName: 'Ben', files: [{ name: 'r.jpg' }] }],
        },
      });
    expect((await world.mailTo('cleo@example.org')).text).toContain('€30.00 of the advance');
    expect(await book()).toMatchObject({
      hand: before['hand'],
      out: 5000,
      advanced: 5000,
      available: before['available'],
    });
    for (const [text, name] of [
      [`UPDATE expense SET cleared = 5001 WHERE id = $1`, /advance_within_paid/],
      [
        `INSERT INTO advance_return (id, entry_id, advance_id, minor, returned_on, holding_id, by_id) SELECT gen_random_uuid(), (SELECT id FROM ledger_entry LIMIT 1), x.id, 5001, '2026-01-02', (SELECT holding_id FROM expense_payment WHERE expense_id = x.id), (SELECT person_id FROM duty d JOIN membership m ON m.id = d.membership_id LIMIT 1) FROM expense x WHERE id = $1`,
        /more than is out/,
      ],
      [
        `INSERT INTO advance_return (id, entry_id, advance_id, minor, returned_on, holding_id, by_id) SELECT gen_random_uuid(), (SELECT id FROM ledger_entry LIMIT 1), x.id, 1, '2026-01-02', (SELECT holding_id FROM expense_payment WHERE expense_id = x.id), x.payee_id FROM expense x WHERE id = $1`,
        /somebody else/,
      ],
      [
        `UPDATE budget_line SET closed_at = clock_now() WHERE id = (SELECT budget_line_id FROM expense WHERE id = $1)`,
        /advances on this line are open/,
      ],
      [`UPDATE expense SET due_on = due_on + 1 WHERE id = $1`, /does not change/],
    ] as const)
      await expect(sql(text, [advance.id])).rejects.toThrow(name);
    await ben!.get(noteBack, back(5000, { receipts: [await copyOf(ben!, await photo())] }));
    expect(await cleo!.get(seen, { id: advance.id })).toMatchObject({
      advance: { standing: 'SETTLED', canShow: false },
    });
  });

  test('takes no more of a line than is left after other advances, even at the same moment, and leaves no room to others', async () => {
    const id = await line(10_000);
    const three = [await asks(id, 4000), await asks(id, 4000), await asks(id, 4000)];
    const answers = await Promise.all(three.map((one) => ana!.get<Answer>(approve, { id: one.id })));
    expect(answers.filter(({ state }) => state === 'APPROVED')).toHaveLength(2);
    expect(answers.find(({ state }) => state !== 'APPROVED')).toMatchObject({ reason: { code: 'over-line' } });
    expect(await asks(id, 2001)).toMatchObject({ __typename: 'LineSpent', left: { minor: '2000' } });
    expect(await shows(2001, { budgetLineId: id })).toMatchObject({ __typename: 'LineSpent' });
    await expect(
      sql(`UPDATE expense SET state = 'APPROVED' WHERE id = $1`, [
        three.find((_, at) => answers[at]!.state !== 'APPROVED')!.id,
      ]),
    ).rejects.toThrow(/line_room_for_advances/);
    await expect(sql(`UPDATE budget_line SET planned = 7999 WHERE id = $1`, [id])).rejects.toThrow(
      /line_room_for_advances/,
    );
    const allowed = three.filter((_, at) => answers[at]!.state === 'APPROVED');
    // Taken back, or let go of before it is paid, it frees the line again.
    await cleo!.get('mutation ($id: ID!) { recallExpense(id: $id) { __typename } }', { id: allowed[0]!.id });
    expect(await cleo!.get(waive, { id: allowed[1]!.id })).toMatchObject({
      state: 'PAID',
      advance: { standing: 'ENDED' },
    });
    expect(await sql('SELECT advanced::int AS n FROM budget_line WHERE id = $1', [id])).toEqual([{ n: 0 }]);
  });

  test('paid in parts, and a payment that came back is owed again', async () => {
    const id = await line(9000);
    const [advance, before] = [await asks(id, 6000), await book()];
    await ana!.get(approve, { id: advance.id });
    await ben!.get(pay, { id: advance.id, input: { amount: euro(2000), idempotencyKey: key() } });
    const view = await cleo!.get<{ payments: { id: string }[] }>(seen, { id: advance.id });
    expect(view).toMatchObject({
      state: 'PARTLY_PAID',
      owed: { minor: '4000' },
      advance: { standing: 'OUT', out: { minor: '2000' } },
    });
    const shown = await shows(1500, { advanceId: advance.id, budgetLineId: id });
    await ana!.get(approve, { id: shown.id });
    const comes = (minor: number): object => ({
      input: { expenseId: advance.id, paymentId: view.payments[0]!.id, amount: euro(minor), reason: 'Closed account' },
    });
    const returns = `mutation ($input: ReturnPaymentInput!) { returnPayment(input: $input) { ${parts} } }`;
    expect(await ben!.refusalOf(returns, comes(501))).toMatchObject({ field: 'amount' });
    expect(await ben!.get(returns, comes(500))).toMatchObject({
      owed: { minor: '4500' },
      advance: { standing: 'TO_PAY', out: { minor: '0' } },
    });
    expect(await book()).toMatchObject({
      out: before['out'],
      hand: before['hand']! - 1500,
      advanced: 4500,
      spent: 1500,
      paid: 1500,
    });
    await cleo!.get(waive, { id: advance.id });
  });

  test('receipts that were set against it go back to their author: it is out again, and they can be handed in once more', async () => {
    const id = await line(5000);
    const advance = await out(id, 4000);
    const before = await book();
    const shown = await shows(3000, { advanceId: advance.id, budgetLineId: id });
    await ana!.get(approve, { id: shown.id });
    const back = `mutation ($id: ID!) { returnExpense(id: $id, reason: "The wrong shop") { ${parts} } }`;
    const may = (by: Client): Promise<unknown> =>
      by.get('query ($id: ID!) { expense(id: $id) { can { return } } }', { id: shown.id });
    expect([await may(cleo!), await may(ben!)]).toEqual([{ can: { return: false } }, { can: { return: true } }]);
    expect(await cleo!.refusalOf(back, { id: shown.id })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await ben!.get(back, { id: shown.id })).toMatchObject({ state: 'RETURNED', paid: { minor: '0' } });
    expect(await book()).toEqual(before);
    expect(await cleo!.get(seen, { id: advance.id })).toMatchObject({
      advance: { standing: 'OUT', out: { minor: '4000' }, receipts: [] },
    });
    expect((await world.mailTo('cleo@example.org')).text).toContain('The wrong shop');
    expect(await ben!.get(back, { id: shown.id })).toMatchObject({ __typename: 'ExpenseRefused' });
    // What is in the book stays, and so does what says that it was settled.
    await expect(sql('UPDATE advance_clearing SET minor = 1 WHERE expense_id = $1', [shown.id])).rejects.toThrow(
      /stays/,
    );
    await expect(
      sql('UPDATE advance_clearing SET undone_entry_id = entry_id WHERE undone_entry_id IS NULL'),
    ).rejects.toThrow(/undone by its reversal/);
    await shows(3500, { id: shown.id, advanceId: advance.id, budgetLineId: id });
    await ana!.get('mutation ($id: ID!) { approveExpense(id: $id, revision: 2) { __typename } }', { id: shown.id });
    expect(await cleo!.get(seen, { id: shown.id })).toMatchObject({
      state: 'PAID',
      against: { settled: { minor: '3500' } },
    });
    // Where the line has no room for it any more, it says so.
    await ben!.get(noteBack, {
      input: { expenseId: advance.id, receipts: [await copyOf(ben!, await photo())], idempotencyKey: key() },
    });
    await sql('UPDATE budget_line SET closed_at = clock_now() WHERE id = $1', [id]);
    expect(await ben!.refusalOf(back, { id: shown.id })).toMatchObject({ code: 'CONFLICT' });
  });

  test('reminds once before its day and once after; who has one overdue is told so, and those who approve are', async () => {
    const id = await line(9000);
    const advance = await out(id, 4000);
    await sql(`UPDATE budget_line SET valid_until = $2::date WHERE id = $1`, [id, await day(14)]);
    const clock = async (): Promise<void> => {
      for (let twice = 0; twice < 2; twice += 1) await world.app.get(AdvanceClock).runDue();
      await world.app.get(LineClock).runDue();
    };
    const mails = (): Promise<object[]> =>
      sql(`SELECT subject FROM mail WHERE kind IN ('advance-due-soon', 'advance-overdue') ORDER BY created_at`);
    // What was sent back to its author waits too; it is none of this.
    const waiting = async (by: Client) =>
      (await by.get<{ id: string; state: string }[]>('{ expensesWaiting { id mine type state } }')).filter(
        ({ state }) => state !== 'RETURNED',
      );
    const passes = async (days: number): Promise<void> => {
      await world.clockPasses(`${days} days`);
      await sql(`UPDATE session SET expires_at = 'infinity', seen_at = clock_now(), auth_at = clock_now()`);
      await clock();
      await world.settle();
    };
    await clock();
    expect(await waiting(cleo!)).toEqual([]);
    await passes(11);
    expect(await waiting(cleo!)).toMatchObject([{ id: advance.id, mine: true, type: 'ADVANCE' }]);
    await passes(15);
    expect(await mails()).toEqual([
      { subject: 'Soon due: receipts for “Food for the camp”' },
      { subject: 'Overdue: receipts for “Food for the camp”' },
    ]);
    // The line waits for it, though its last day has passed.
    expect(await sql('SELECT closed_at FROM budget_line WHERE id = $1', [id])).toEqual([{ closed_at: null }]);
    const list = await cleo!.get<{ nodes: { standing: string }[] }>(
      '{ groupAdvances(handle: "riverside", mine: true) { nodes { id standing out { minor } payeeName } } }',
    );
    expect(list.nodes[0]).toEqual({ id: advance.id, standing: 'OVERDUE', out: { minor: '4000' }, payeeName: 'Cleo' });
    expect(await ben!.get('{ treasurersDesk(handle: "riverside") { rows { kind waiting } } }')).toMatchObject({
      rows: expect.arrayContaining([{ kind: 'ADVANCES', waiting: 1 }]) as unknown,
    });
    const { next } = await ben!.get<{ next: { open: object[] } }>(
      '{ bookPeriods(handle: "riverside") { next { open { kind count } } } }',
    );
    expect(next.open).toContainEqual({ kind: 'ADVANCES', count: 1 });
    const month = (await day(0)).slice(0, 7);
    const { currencies } = await ana!.get<{ currencies: object[] }>(
      'query ($until: String!) { bookReport(handle: "riverside", from: "2026-01-01", until: $until) { currencies { advances { minor } } } }',
      { until: new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10) },
    );
    expect(currencies).toEqual([{ advances: { minor: '4000' } }]);
    const other = await asks(await line(3000), 1000);
    expect((await ana!.get<{ warnings: object[] }>(seen, { id: other.id })).warnings).toContainEqual({
      code: 'advance-overdue',
      text: `The advance X-${advance.number} is overdue: €40.00 of it has neither been shown by receipts nor given back.`,
    });
    await ben!.get(noteBack, {
      input: { expenseId: advance.id, receipts: [await copyOf(ben!, await photo())], idempotencyKey: key() },
    });
    await clock();
    await world.settle();
    expect(await sql('SELECT closed_at IS NOT NULL AS closed FROM budget_line WHERE id = $1', [id])).toEqual([
      { closed: true },
    ]);
  });

  test('a raise is taken back as far as it is there; a line whose decision is taken back waits for its advance, and closes after it', async () => {
    let hours = 40 * 24;
    const decides = async (...effects: object[]): Promise<{ id: string; state: string; did: object | null }> => {
      const closesAt = new Date(Date.now() + (hours + 2) * 3_600_000);
      const fields = { title: 'Camp', method: 'MAJORITY', quorum: '0/1', closesAt, effects };
      await world.clockPasses(`${hours} hours`);
      await sql(`UPDATE session SET expires_at = 'infinity', seen_at = clock_now(), auth_at = clock_now()`);
      const { id } = await ana!.get<{ id: string }>(
        'mutation ($input: CreateProposalInput!) { createProposal(input: $input) { id } }',
        { input: { groupId, fields } },
      );
      for (const who of [ana!, ben!])
        await who.get('mutation ($input: CastBallotInput!) { castBallot(input: $input) { __typename } }', {
          input: { proposalId: id, option: 'agree' },
        });
      hours += 3;
      await world.clockPasses(`${hours} hours`);
      await sql(`UPDATE session SET expires_at = 'infinity', seen_at = clock_now(), auth_at = clock_now()`);
      const shows =
        'query ($id: ID!) { proposal(id: $id) { execution { state } effects { takesBack { done lines { name closes free { minor } } } } } }';
      const outcome = (): Promise<{ execution: { state: string } | null; effects: { takesBack: object | null }[] }> =>
        ana!.get(shows, { id });
      await expect
        .poll(async () => {
          await world.app.get(Closer).closeDue();
          return (await outcome()).execution?.state ?? 'WAITING';
        })
        .not.toBe('WAITING');
      const { execution, effects: carried } = await outcome();
      return { id, state: execution!.state, did: carried[0]!.takesBack };
    };
    const takesBack = ({ id }: { id: string }) => decides({ kind: 'DECISION_TAKE_BACK', decisionId: id });
    const lineOf = async (id: string): Promise<object> =>
      (
        await sql<object>(
          `SELECT l.planned::int AS planned, l.spent::int AS spent, l.advanced::int AS advanced, l.closed_at IS NOT NULL AS closed, (SELECT (w.credits - w.debits - w.held)::int FROM account_balance w WHERE w.account_id = l.account_id) AS available FROM budget_line l WHERE l.id = $1`,
          [id],
        )
      )[0]!;
    await ben!.get('mutation ($input: RecordContributionInput!) { recordContribution(input: $input) }', {
      input: { groupId, amount: euro(90_000), receivedOn: '2026-01-03', idempotencyKey: key() },
    });
    const openedBy = async (name: string): Promise<string> =>
      (await sql<{ id: string }>('SELECT id FROM budget_line WHERE name = $1', [name]))[0]!.id;
    const opened = await decides(
      { kind: 'BUDGET_LINE_OPEN', title: 'Summer camp', amount: euro(20_000) },
      { kind: 'BUDGET_LINE_OPEN', title: 'Winter camp', amount: euro(5000) },
    );
    const [id, winter] = [await openedBy('Summer camp'), await openedBy('Winter camp')];
    const raised = await decides(
      { kind: 'BUDGET_LINE_RAISE', lineId: id, amount: euro(5000) },
      { kind: 'BUDGET_LINE_RAISE', lineId: winter, amount: euro(2000) },
    );
    const more = await decides(
      { kind: 'BUDGET_LINE_RAISE', lineId: id, amount: euro(1000) },
      { kind: 'BUDGET_LINE_LOWER', lineId: winter, amount: euro(5000) },
    );
    expect([opened.state, raised.state, more.state]).toEqual(['DONE', 'DONE', 'DONE']);
    const spends = async (minor: number, budgetLineId = id): Promise<Answer> =>
      ana!.get<Answer>(approve, { id: (await shows(minor, { budgetLineId, items: await ofDay(minor) })).id });
    const ofDay = async (minor: number): Promise<object[]> => [
      { what: 'Tent', spentOn: await day(0), amount: euro(minor) },
    ];
    const advance = await out(id, 6000);
    const other = await out(await line(500), 300);
    expect(await spends(16_000)).toMatchObject({ state: 'APPROVED' });
    const waits = await asks(id, 100);
    const tent = await shows(200, { budgetLineId: id, items: await ofDay(200) });
    const { available } = (await lineOf(id)) as { available: number };
    const was = { planned: 26_000, spent: 16_000, advanced: 6000, closed: false, available };
    expect(await lineOf(id)).toEqual(was);

    // Of the 50.00 that were added 40.00 are still there, of the 10.00 after that nothing is; what is all of a line by now closes it.
    expect(await takesBack(raised)).toMatchObject({
      state: 'DONE',
      did: {
        done: true,
        lines: [
          { name: 'Summer camp', closes: false, free: { minor: '4000' } },
          { name: 'Winter camp', closes: true, free: { minor: '2000' } },
        ],
      },
    });
    expect(await lineOf(id)).toEqual({ ...was, planned: 22_000, available: available + 6000 });
    expect(await lineOf(winter)).toMatchObject({ planned: 2000, closed: true });
    expect(await takesBack(more)).toMatchObject({ state: 'DONE', did: { lines: [{ free: { minor: '0' } }] } });
    expect(await lineOf(id)).toEqual({ ...was, planned: 22_000, available: available + 6000 });

    // The decision itself: what the advance needs stays with it, and serves nothing else.
    expect(await takesBack(opened)).toMatchObject({
      state: 'DONE',
      did: { lines: [{ closes: false, free: { minor: '0' } }] },
    });
    await world.app.get(LineClock).runDue();
    expect(await lineOf(id)).toMatchObject({ planned: 22_000, closed: false });
    await expect(sql('UPDATE budget_line SET closed_at = clock_now() WHERE id = $1', [id])).rejects.toThrow(/are open/);
    // The database alone refuses to hand anything in on it, and to allow what was handed in before.
    const copied = (change: string): string =>
      `INSERT INTO expense (id, book_id, group_id, number, author_id, payee_id, fund_id, budget_line_id, title, category, currency, total, state, content_hash, rulebook_id, advance_id)
       SELECT gen_random_uuid(), book_id, group_id, number + 5000, author_id, payee_id, fund_id, budget_line_id, title, category, currency, total, 'SUBMITTED', content_hash, rulebook_id, ${change} FROM expense WHERE id = $1`;
    const approval =
      'INSERT INTO expense_approval (expense_id, revision, person_id, content_hash) SELECT id, revision, $2, content_hash FROM expense WHERE id = $1';
    const entry = '(SELECT id FROM ledger_entry ORDER BY seq DESC LIMIT 1)';
    for (const [text, values] of [
      [copied('NULL'), [tent.id]],
      [copied(`'${other.id}'`), [tent.id]],
      [approval, [tent.id, await idOf(ben!)]],
      [approval, [waits.id, await idOf(ben!)]],
      [`UPDATE expense SET state = 'APPROVED', approved_entry_id = ${entry} WHERE id = $1`, [tent.id]],
      [`UPDATE expense SET state = 'APPROVED' WHERE id = $1`, [waits.id]],
    ] as const)
      await expect(sql(text, [...values])).rejects.toMatchObject({ driverError: { constraint: 'line_stands' } });
    // Of what is set against the advance no more than it has out: the rest of the line serves nothing any more.
    expect(await shows(6001, { advanceId: advance.id, budgetLineId: id, items: await ofDay(6001) })).toMatchObject({
      __typename: 'LineSpent',
      left: { minor: '6000' },
    });
    expect(await shows(100, { advanceId: other.id, budgetLineId: id, items: await ofDay(100) })).toMatchObject({
      reason: { code: 'line-closed' },
    });
    const shown = await shows(4000, { advanceId: advance.id, budgetLineId: id, items: await ofDay(4000) });
    expect(await ana!.get(approve, { id: shown.id })).toMatchObject({ state: 'PAID' });
    await ben!.get(noteBack, {
      input: { expenseId: advance.id, receipts: [await copyOf(ben!, await photo())], idempotencyKey: key() },
    });
    expect(await lineOf(id)).toMatchObject({ planned: 22_000, spent: 20_000, advanced: 0, closed: false });
    // 20.00 are left until the clock closes it: nothing rests on them any more.
    expect(await ana!.get(approve, { id: waits.id })).toMatchObject({ reason: { code: 'line-closed' } });
    expect(await ana!.get(approve, { id: tent.id })).toMatchObject({
      message: 'The budget line is closed, so nothing more can be spent on it.',
    });
    expect(await shows(100, { budgetLineId: id, items: await ofDay(100) })).toMatchObject({
      reason: { code: 'line-closed' },
    });
    await expect(decides({ kind: 'EXPENSE_APPROVE', expenseId: tent.id })).rejects.toThrow(
      'The budget line is closed.',
    );
    // What waits on it is sent back as ever.
    expect(
      await ben!.get(`mutation ($id: ID!) { returnExpense(id: $id, reason: "Another line") { ${parts} } }`, {
        id: tent.id,
      }),
    ).toMatchObject({ state: 'RETURNED' });
    expect(await shows(200, { id: tent.id, budgetLineId: id, items: await ofDay(200) })).toMatchObject({
      reason: { code: 'line-closed' },
    });
    await world.app.get(LineClock).runDue();
    await world.settle();
    expect(await lineOf(id)).toMatchObject({ spent: 20_000, closed: true, available: available + 8000 });
    expect(await world.mailTo('ben@example.org')).toMatchObject({
      subject: 'Closed: Summer camp',
      text: expect.stringMatching(
        /took back the one behind the budget line[^]*€20\.00 that was left is free/,
      ) as string,
    });
  }, 60_000);

  test('it is in the currency of its line, to the last of its digits', async () => {
    const dinars = (minor: number): object => ({ minor: String(minor), currency: 'KWD' });
    const holdingId = await ben!.get<string>('mutation ($input: OpenAccountInput!) { openAccount(input: $input) }', {
      input: { groupId, kind: 'CASH', name: 'Travel', currency: 'KWD' },
    });
    const { requestId } = await ben!.get<{ requestId: string }>(
      'mutation ($input: OpeningBalanceInput!) { bookOpening(input: $input) { requestId } }',
      { input: { groupId, holdingId, amount: dinars(50_000), idempotencyKey: key() } },
    );
    await ana!.get('mutation ($id: ID!) { approveEntry(id: $id) }', { id: requestId });
    const [abroad] = await sql<{ id: string }>(
      `INSERT INTO budget_line (id, book_id, account_id, name, planned, authority_kind, authority_id, opened_after_seq)
       SELECT gen_random_uuid(), f.book_id, f.account_id, 'Trip', 20000, 'DECISION', gen_random_uuid(), b.last_seq FROM fund f JOIN book b ON b.id = f.book_id JOIN ledger_account a ON a.id = f.account_id WHERE b.group_id = $1 AND a.currency = 'KWD' RETURNING id`,
      [groupId],
    );
    const item = (amount: object): object => ({ items: [{ what: 'Fuel', spentOn: '2026-01-02', amount }] });
    expect(await cleo!.refusalOf(submit, { input: await asked(abroad!.id, 1250) })).toMatchObject({
      field: 'items.0.amount',
      message: expect.stringContaining('KWD') as string,
    });
    expect(await asks(abroad!.id, 0, item(dinars(20_001)))).toMatchObject({ __typename: 'LineSpent' });
    const { id } = await asks(abroad!.id, 0, item(dinars(12_345)));
    await ana!.get(approve, { id });
    expect(await ben!.get(pay, { id, input: { holdingId, idempotencyKey: key() } })).toMatchObject({
      state: 'PAID',
      advance: { standing: 'OUT', out: { minor: '12345' } },
    });
    const input = { expenseId: id, amount: dinars(345), holdingId, idempotencyKey: key() };
    expect(
      await ben!.refusalOf(noteBack, { input: { ...input, amount: euro(345), receipts: [await receipt()] } }),
    ).toMatchObject({ field: 'amount', message: 'This expense is booked in KWD.' });
    const back = { ...input, receipts: [await copyOf(ben!, await photo())] };
    expect(await ben!.get(noteBack, { input: back })).toMatchObject({ advance: { out: { minor: '12000' } } });
    const { advancesOut } = await ana!.get<{ advancesOut: { minor: string; currency: string }[] }>(
      '{ book(handle: "riverside") { advancesOut { minor currency } } }',
    );
    expect(advancesOut).toContainEqual({ minor: '12000', currency: 'KWD' });
  });
});
