import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Client } from '../support/client.ts';
import { atOnce } from '../support/crowd.ts';
import { claim, found, givesDuty, idOf, joins, key, photo } from '../support/people.ts';
import { freshDatabase } from '../support/postgres.ts';
import { startWorld, type World } from '../support/world.ts';

// The steps of an expense against each other, on a real PostgreSQL with a pool of 20.
const isSkipped = !inject('postgresUrl');
const money = (minor: number): object => ({ minor: String(minor), currency: 'EUR' });
interface Answer {
  readonly __typename: string;
  readonly id: string;
  readonly state?: string;
}

describe.skipIf(isSkipped)(`expenses at once${isSkipped ? ' (SKIPPED: no PostgreSQL on this machine)' : ''}`, () => {
  let world: World;
  let [ana, ben, cleo]: Client[] = [];
  let groupId: string;
  const result = '__typename ... on Expense { id state } ... on ExpenseRefused { reason { code } }';
  const approve = `mutation ($id: ID!, $revision: Int!) { approveExpense(id: $id, revision: $revision) { ${result} } }`;
  const recall = `mutation ($id: ID!) { recallExpense(id: $id) { ${result} } }`;
  const pay = `mutation ($id: ID!, $input: PayExpenseInput) { payExpense(id: $id, input: $input) { ${result} } }`;
  const unapprove = `mutation ($id: ID!) { unapproveExpense(id: $id, reason: "Looked again") { ${result} } }`;
  const submit = `mutation ($input: SubmitExpenseInput!) { submitExpense(input: $input) { ${result} } }`;
  const sql = <T>(text: string, values: unknown[] = []): Promise<T[]> => world.database.reads.query<T[]>(text, values);

  beforeAll(async () => {
    world = await startWorld({ databaseUrl: await freshDatabase(), poolSize: 20 });
    ana = await claim(world);
    groupId = await found(ana);
    ben = await joins(world, ana, { groupId, name: 'Ben' });
    cleo = await joins(world, ana, { groupId, name: 'Cleo' });
    await givesDuty(ana, { groupId, to: ben, duty: 'TREASURER' });
    await ben.get('mutation ($input: RecordContributionInput!) { recordContribution(input: $input) }', {
      input: { groupId, amount: money(100_000), receivedOn: '2026-01-02', idempotencyKey: key() },
    });
  }, 60_000);
  afterAll(() => world?.stop());

  async function handsIn(minor: number, id: string | null = null): Promise<Answer> {
    const file = { name: 'receipt.jpg', bytes: await photo() };
    const receipt = (await (await cleo!.upload('/files', file, { groupId })).json()) as { id: string };
    return cleo!.get(submit, {
      input: {
        id,
        groupId,
        title: 'Solder',
        category: 'equipment',
        items: [{ what: 'Solder', spentOn: '2026-01-02', amount: money(minor) }],
        receipts: [receipt.id],
        idempotencyKey: key(),
      },
    });
  }

  /** What must hold whatever came first: books that agree, and no payment of what nobody approved. */
  async function holds(): Promise<void> {
    expect(await sql('SELECT * FROM ledger_violations UNION ALL SELECT * FROM expense_violations')).toEqual([]);
    expect(
      await sql(
        `SELECT x.id FROM expense x WHERE x.paid > 0 AND NOT EXISTS (SELECT FROM expense_approval o WHERE o.expense_id = x.id AND o.revision = x.revision AND o.withdrawn_at IS NULL)`,
      ),
    ).toEqual([]);
    const owed = `SELECT coalesce(sum(total - paid - waived), 0)::int AS n FROM expense WHERE state IN ('APPROVED', 'PARTLY_PAID')`;
    const payable = `SELECT coalesce(sum(credits - debits), 0)::int AS n FROM account_balance b JOIN ledger_account a ON a.id = b.account_id WHERE a.path LIKE 'liabilities:payable:%'`;
    expect(await sql(payable)).toEqual(await sql(owed));
  }

  test('an approval against a recall: what is approved is what was seen, or nothing', async () => {
    const expenses = await atOnce(Array.from({ length: 10 }), 5, () => handsIn(1000));
    await atOnce(expenses, 20, async ({ id }, at) => {
      const both = [ana!.get(approve, { id, revision: 1 }), cleo!.get(recall, { id })];
      await Promise.all(at % 2 === 0 ? both : both.toReversed());
    });
    for (const { id } of expenses) {
      const [found] = await sql<{ state: string; standing: number }>(
        `SELECT x.state, (SELECT count(*)::int FROM expense_approval o WHERE o.expense_id = x.id AND o.withdrawn_at IS NULL) AS standing FROM expense x WHERE id = $1`,
        [id],
      );
      expect(found).toEqual({ state: 'RETURNED', standing: 0 });
      expect((await ana!.get<Answer>(approve, { id, revision: 1 })).__typename).toBe('ExpenseRefused');
    }
    await atOnce(expenses.slice(0, 3), 3, ({ id }) => handsIn(1100, id));
    for (const { id } of expenses.slice(0, 3))
      expect((await ana!.get<Answer>(approve, { id, revision: 1 })).__typename).toBe('ExpenseRefused');
    await holds();
  }, 60_000);

  test('approve, take back, recall and pay all at once on 10 expenses: nothing is paid that was not approved', async () => {
    const expenses = await atOnce(Array.from({ length: 10 }), 5, () => handsIn(1000));
    const acts = expenses.flatMap(({ id }): (() => Promise<unknown>)[] => [
      () => ana!.get<Answer>(approve, { id, revision: 1 }),
      () => ben!.get<Answer>(pay, { id }),
      () => ana!.ask(unapprove, { id }),
      () => ben!.get<Answer>(pay, { id }),
      () => cleo!.get<Answer>(recall, { id }),
      () => ana!.get<Answer>(approve, { id, revision: 1 }),
    ]);
    await atOnce(acts, 60, (doing) => doing());
    await holds();
  }, 60_000);

  test('100 parts of 1.00 of a debt of 30.00 at once: thirty are paid, and the same payment sent 50 times is one', async () => {
    const { id } = await handsIn(3000);
    await ana!.get(approve, { id, revision: 1 });
    const answers = await atOnce(Array.from({ length: 100 }), 50, () =>
      ben!.ask(pay, { id, input: { amount: money(100), idempotencyKey: key() } }),
    );
    expect(
      answers.filter(({ data }) => (data?.['payExpense'] as Answer | null)?.__typename === 'Expense'),
    ).toHaveLength(30);
    expect(await sql('SELECT state, paid::int AS paid FROM expense WHERE id = $1', [id])).toEqual([
      { state: 'PAID', paid: 3000 },
    ]);
    const other = await handsIn(2000);
    await ana!.get(approve, { id: other.id, revision: 1 });
    const input = { amount: money(500), idempotencyKey: key() };
    await atOnce(Array.from({ length: 50 }), 50, () => ben!.get<Answer>(pay, { id: other.id, input }));
    expect(await sql('SELECT paid::int AS paid FROM expense WHERE id = $1', [other.id])).toEqual([{ paid: 500 }]);
    await holds();
  }, 60_000);

  test('twenty approvals of 10.00 by an authority over 100.00: ten pass, whoever is first', async () => {
    const dora = await joins(world, ana!, { groupId, name: 'Dora' });
    const { id: proposalId } = await ana!.get<{ id: string }>(
      'mutation ($input: CreateProposalInput!) { createProposal(input: $input) { id } }',
      {
        input: {
          groupId,
          fields: { title: 'Dora buys', method: 'MAJORITY', closesAt: new Date(Date.now() + 3_600_000).toISOString() },
        },
      },
    );
    await sql(
      `INSERT INTO spending_authority (id, book_id, proposal_id, effect_no, person_id, what, fund_id, currency, each, ceiling, from_day)
       SELECT gen_random_uuid(), b.id, $1, 1, $2, 'Kitchen', f.id, 'EUR', 1000, 10000, '2026-01-01' FROM book b JOIN fund f ON f.book_id = b.id AND f.kind = 'general' WHERE b.group_id = $3`,
      [proposalId, await idOf(dora), groupId],
    );
    const expenses = await atOnce(Array.from({ length: 20 }), 5, () => handsIn(1000));
    const answers = await atOnce(expenses, 20, ({ id }) =>
      dora.get<Answer & { reason?: { code: string } }>(approve, { id, revision: 1 }),
    );
    expect(answers.filter(({ state }) => state === 'APPROVED')).toHaveLength(10);
    expect(answers.filter(({ reason }) => reason?.code === 'over-authority')).toHaveLength(10);
    expect(await sql('SELECT used::int AS used FROM spending_authority')).toEqual([{ used: 10_000 }]);
    expect(await sql('SELECT * FROM authority_violations')).toEqual([]);
    await holds();
  });
});
