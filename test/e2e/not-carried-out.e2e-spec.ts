import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Closer } from '../../apps/api/src/decisions/index.ts';
import type { Client } from '../support/client.ts';
import { engines, startWorldOn } from '../support/engines.ts';
import { claim, found, givesDuty, joins, key, photo } from '../support/people.ts';
import type { World } from '../support/world.ts';

// What was decided and cannot be carried out says so with its reason, is carried out once that is mended, once only, or given up with a note.
interface Seen {
  id: string;
  effects: { refusal: string | null; outcomeRef: string | null }[];
  execution: { state: string; failureCode: string | null; failureText: string | null; note: string | null } | null;
  can: { retry: boolean };
}
interface Expense {
  readonly id: string;
  readonly paper: string;
}
const fields = 'id effects { refusal outcomeRef } execution { state failureCode failureText note } can { retry }';
const retry = `mutation ($id: ID!) { retryEffects(id: $id) { ${fields} } }`;
const drop = `mutation ($id: ID!, $note: String!) { dropEffects(id: $id, note: $note) { ${fields} } }`;
const inbox = '{ failedExecutions { id failureText } }';
const nothingFailed = { code: 'CONFLICT', message: 'There is nothing that failed here.' };
const eur = (minor: number): object => ({ minor: String(minor), currency: 'EUR' });

describe.each(engines)('what cannot be carried out, on %s', (engine) => {
  let world: World;
  let ana: Client;
  let ben: Client;
  let cleo: Client;
  let groupId: string;
  let days = 0;

  const receipt = async (): Promise<string> => {
    const file = await cleo.upload('/files', { name: 'receipt.jpg', bytes: await photo() }, { groupId });
    return ((await file.json()) as { id: string }).id;
  };
  const submits = async (of: {
    minor: number;
    id?: string;
    budgetLineId?: string;
    paper?: string;
  }): Promise<Expense> => {
    const paper = of.paper ?? (await receipt());
    const { id } = await cleo.get<{ id: string }>(
      'mutation ($input: SubmitExpenseInput!) { submitExpense(input: $input) { ... on Expense { id } } }',
      {
        input: {
          groupId,
          id: of.id,
          budgetLineId: of.budgetLineId,
          title: 'Lamps',
          category: 'equipment',
          items: [{ what: 'Lamps', spentOn: '2026-01-02', amount: eur(of.minor) }],
          receipts: [paper],
          idempotencyKey: key(),
        },
      },
    );
    return { id, paper };
  };
  /** Sent in anew with another sum, or with the one that it had. */
  const edits = async (expense: Expense, minor: number): Promise<void> => {
    await cleo.get('mutation ($id: ID!) { recallExpense(id: $id) { __typename } }', { id: expense.id });
    await submits({ ...expense, minor });
  };
  const approves = async (id: string, people: readonly Client[]): Promise<void> => {
    const sql = 'mutation ($id: ID!) { approveExpense(id: $id, revision: 1) { ... on Expense { state } } }';
    let last: unknown;
    for (const one of people) last = await one.get(sql, { id });
    expect(last).toEqual({ state: 'APPROVED' });
  };
  const gives = (minor: number): Promise<unknown> =>
    ben.get('mutation ($input: RecordContributionInput!) { recordContribution(input: $input) }', {
      input: { groupId, amount: eur(minor), receivedOn: '2026-01-02', idempotencyKey: key() },
    });
  const seen = (id: string, by = ana): Promise<Seen> =>
    by.get<Seen>(`query ($id: ID!) { proposal(id: $id) { ${fields} } }`, { id });
  /** A decision that passes; something happens between its opening and its end. */
  const decides = async (effect: object, between?: () => Promise<unknown>): Promise<Seen> => {
    const { id } = await ana.get<Seen>(
      `mutation ($input: CreateProposalInput!) { createProposal(input: $input) { ${fields} } }`,
      {
        input: {
          groupId,
          open: true,
          fields: {
            title: 'Lamps for the hall',
            method: 'CONSENT',
            quorum: '0/1',
            closesAt: new Date(Date.now() + (days + 1) * 86_400_000 + 3_600_000).toISOString(),
            effects: [effect],
          },
        },
      },
    );
    await ana.get('mutation ($input: CastBallotInput!) { castBallot(input: $input) { __typename } }', {
      input: { proposalId: id, option: 'consent' },
    });
    await between?.();
    const ahead = (await seen(id)).effects[0]!.refusal;
    days += 1.1;
    await world.clockPasses(`${days * 24} hours`);
    await world.database.reads.query(`UPDATE session SET expires_at = 'infinity', seen_at = clock_now()`);
    await world.app.get(Closer).closeDue();
    const closed = await seen(id);
    // What stood against it could be read on the page while the vote went on.
    expect(closed.execution!.failureText).toBe(ahead);
    return closed;
  };
  const approval = (expenseId: string, most: number): object => ({
    kind: 'EXPENSE_APPROVE',
    expenseId,
    amount: eur(most),
  });
  const entriesOf = (id: string): Promise<unknown> =>
    world.database.reads.query(
      `SELECT (SELECT count(*)::int FROM ledger_entry WHERE authority_id = $1) AS entries, (SELECT count(*)::int FROM effect_run WHERE authority_proposal = $1) AS runs`,
      [id],
    );
  /** The failed state where people meet it: the page, the inbox and the mail of who can mend it, nobody else's. */
  const isSaid = async (failed: Seen, code: string, sentence: string): Promise<void> => {
    expect(failed.execution).toEqual({ state: 'FAILED', failureCode: code, failureText: sentence, note: null });
    expect(failed.can.retry).toBe(true);
    expect(await seen(failed.id, cleo)).toMatchObject({ execution: failed.execution, can: { retry: false } });
    expect(await ben.get(inbox)).toEqual([{ id: failed.id, failureText: sentence }]);
    expect(await cleo.get(inbox)).toEqual([]);
    expect(await entriesOf(failed.id)).toEqual([{ entries: 0, runs: 0 }]);
    await world.settle();
    const told = await world.database.reads.query<{ recipient: string }[]>(
      'SELECT DISTINCT recipient FROM mail WHERE text_body LIKE $1 ORDER BY recipient',
      [`%${sentence}%`],
    );
    expect(told.map(({ recipient }) => recipient)).toEqual(['ana@example.org', 'ben@example.org']);
  };
  /** Two people press "try again" at once, a third time comes too late: carried out exactly once. */
  const isDoneOnce = async ({ id }: Seen): Promise<void> => {
    expect(await cleo.refusalOf(retry, { id })).toMatchObject({ code: 'FORBIDDEN' });
    const both = await Promise.allSettled([ben.get(retry, { id }), ana.get(retry, { id })]);
    expect(both.some(({ status }) => status === 'fulfilled')).toBe(true);
    expect(await seen(id)).toMatchObject({
      execution: { state: 'DONE', failureCode: null, failureText: null },
      can: { retry: false },
    });
    expect(await ben.refusalOf(retry, { id })).toMatchObject(nothingFailed);
    expect(await entriesOf(id)).toEqual([{ entries: 1, runs: 1 }]);
    expect(await ben.get(inbox)).toEqual([]);
    expect(await world.database.reads.query('SELECT * FROM ledger_violations')).toEqual([]);
  };

  beforeAll(async () => {
    world = await startWorldOn(engine);
    ana = await claim(world);
    groupId = await found(ana);
    ben = await joins(world, ana, { groupId, name: 'Ben' });
    cleo = await joins(world, ana, { groupId, name: 'Cleo' });
    await givesDuty(ana, { groupId, to: ben, duty: 'TREASURER' });
    await gives(100_000);
  }, 60_000);
  afterAll(async () => {
    await world?.settle();
    await world?.stop();
  });

  test('an expense that grew over what was decided waits until it is again what people voted on', async () => {
    const lamps = await submits({ minor: 38_550 });
    const failed = await decides(approval(lamps.id, 40_000), () => edits(lamps, 42_000));
    await isSaid(failed, 'OVER_LIMIT', 'The expense X-1 is €420.00; at most €400.00 were decided.');
    // Within the limit, but not what people saw when they voted.
    await edits(lamps, 39_000);
    expect(await ben.get(retry, { id: failed.id })).toMatchObject({
      execution: {
        state: 'FAILED',
        failureCode: 'EXPENSE_CHANGED',
        failureText: 'The expense X-1 was edited after the vote opened (€385.50, now €390.00).',
      },
    });
    await edits(lamps, 38_550);
    await isDoneOnce(failed);
  });

  test('a fund that was spent meanwhile: the approval waits until there is money again', async () => {
    const [wanted, other] = [await submits({ minor: 40_000 }), await submits({ minor: 25_000 })];
    const failed = await decides(approval(wanted.id, 40_000), () => approves(other.id, [ana, ben]));
    const sentence = 'The fund General has €364.50 available, which is less than this decision asks for.';
    await isSaid(failed, 'FUND_SHORT', sentence);
    expect(await ben.get(retry, { id: failed.id })).toMatchObject({
      execution: { state: 'FAILED', failureText: sentence },
    });
    await gives(50_000);
    await isDoneOnce(failed);
  });

  test('a budget line that was spent meanwhile: the approval waits until the line has room, nothing else pays for it', async () => {
    const line = { kind: 'BUDGET_LINE_OPEN', title: 'Hall', amount: eur(20_000) };
    const budgetLineId = (await decides(line)).effects[0]!.outcomeRef!;
    const wanted = await submits({ minor: 15_000, budgetLineId });
    const other = await submits({ minor: 12_000, budgetLineId });
    const failed = await decides(approval(wanted.id, 15_000), () => approves(other.id, [ana]));
    await isSaid(
      failed,
      'LINE_SPENT',
      'The budget line Hall has €80.00 left, which is less than this decision asks for.',
    );
    await cleo.get('mutation ($id: ID!) { recallExpense(id: $id) { __typename } }', { id: other.id });
    await isDoneOnce(failed);
    const [row] = await world.database.reads.query<{ spent: string }[]>(
      'SELECT spent::text FROM budget_line WHERE id = $1',
      [budgetLineId],
    );
    expect(row).toEqual({ spent: '15000' });
  });

  test('giving up needs a note, and is the end of it', async () => {
    const failed = await decides({ kind: 'BUDGET_LINE_OPEN', title: 'Statue', amount: eur(90_000) });
    expect(failed.execution).toMatchObject({ state: 'FAILED', failureCode: 'FUND_SHORT' });
    const { id } = failed;
    expect(await ben.refusalOf(drop, { id, note: ' ' })).toMatchObject({ code: 'BAD_USER_INPUT', field: 'note' });
    expect(await cleo.refusalOf(drop, { id, note: 'No' })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await ben.get(drop, { id, note: 'Too dear this year' })).toMatchObject({
      execution: { state: 'DROPPED', note: 'Too dear this year', failureText: null },
      can: { retry: false },
    });
    expect(await seen(id, cleo)).toMatchObject({ execution: { state: 'DROPPED', note: 'Too dear this year' } });
    expect(await ben.get(inbox)).toEqual([]);
    await gives(90_000);
    expect(await ben.refusalOf(retry, { id })).toMatchObject(nothingFailed);
    expect(await ben.refusalOf(drop, { id, note: 'Again' })).toMatchObject(nothingFailed);
    expect(await entriesOf(id)).toEqual([{ entries: 0, runs: 0 }]);
  });
});
