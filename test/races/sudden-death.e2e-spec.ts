import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Closer } from '../../apps/api/src/decisions/index.ts';
import { CardInbox, RoundClock } from '../../apps/api/src/money/index.ts';
import type { Client } from '../support/client.ts';
import { FakeProcessor, fakeKey, fakeSecret } from '../support/fake-processor.ts';
import { claim, found, givesDuty, joins, key, photo } from '../support/people.ts';
import { freshDatabase } from '../support/postgres.ts';
import { SuddenDeath } from '../support/sudden-death.ts';
import { startWorld, type World } from '../support/world.ts';

// Two groups do the same with their money. In one of them the process is gone after every single statement of every command, and the person
// tries again: what is left is never half of something, and in the end both books say the same.
const isSkipped = !inject('postgresUrl');
const euro = (minor: number): object => ({ minor: String(minor), currency: 'EUR' });
const call = (name: string, type: string, of = ''): string =>
  `mutation ($input: ${type}!) { ${name}(input: $input) ${of} }`;

describe.skipIf(isSkipped)(`sudden death${isSkipped ? ' (SKIPPED: no PostgreSQL on this machine)' : ''}`, () => {
  const death = new SuddenDeath();
  let world: World;
  let fake: FakeProcessor;
  let auditor: pg.Client;
  let [ana, ben, cleo]: Client[] = [];
  const sql = <T>(text: string, values: unknown[] = []): Promise<T[]> => world.database.reads.query<T[]>(text, values);

  beforeAll(async () => {
    fake = await FakeProcessor.start();
    const databaseUrl = await freshDatabase();
    auditor = new pg.Client({ connectionString: databaseUrl });
    await auditor.connect();
    world = await startWorld({
      databaseUrl,
      poolSize: 4,
      env: {
        FOLKMOOT_ROLE: 'web',
        FOLKMOOT_CARD_GROUP: 'hit',
        FOLKMOOT_CARD_KEY: fakeKey,
        FOLKMOOT_CARD_WEBHOOK_SECRETS: fakeSecret,
        FOLKMOOT_CARD_URL: fake.url,
      },
      quiet: true,
    });
    ana = await claim(world);
  }, 60_000);
  afterAll(async () => {
    death.over();
    await auditor?.end();
    await world?.stop();
    await fake?.stop();
  });

  let gone = 0;
  const passes = async (hours: number): Promise<void> => {
    gone += hours;
    await world.clockPasses(`${gone} hours`);
    await sql(`UPDATE session SET expires_at = 'infinity', seen_at = clock_now(), auth_at = clock_now()`);
  };
  type Doing = (work: () => Promise<unknown>) => Promise<void>;
  const calmly: Doing = async (work) => void (await work());
  let deaths = 0;
  // Asked on a connection that outlives every death, so that it is planned once.
  const audit = 'SELECT * FROM ledger_violations UNION ALL SELECT * FROM expense_violations';
  const dying: Doing = async (work) => {
    // Whoever never heard that it was done may be told so the next time.
    const again = (): Promise<unknown> =>
      work().catch((error: unknown) => {
        if (!/ already| not closed yet/.test(String(error))) throw error;
      });
    for (let statements = 1; await death.after(statements, statements > 1 ? again : work); statements += 1) {
      deaths += 1;
      expect((await auditor.query({ name: 'audit', text: audit })).rows).toEqual([]);
      if (statements > 200) throw new Error('it never comes through');
    }
  };

  async function lives(handle: string, does: Doing): Promise<object> {
    const groupId = await found(ana!, { handle });
    [ben, cleo] = [
      await joins(world, ana!, { groupId, name: `Ben ${handle}`, email: `ben@${handle}.example` }),
      await joins(world, ana!, { groupId, name: `Cleo ${handle}`, email: `cleo@${handle}.example` }),
    ];
    await givesDuty(ana!, { groupId, to: ben, duty: 'TREASURER' });
    const by = async (who: Client, query: string, input: object): Promise<void> => {
      const keyed = { input: { groupId, idempotencyKey: key(), ...input } };
      await does(() => who.get(query, keyed));
    };
    const one = async (text: string): Promise<string> => (await sql<{ id: string }>(text, [groupId]))[0]!.id;
    const expense = (): Promise<string> =>
      one('SELECT x.id FROM expense x JOIN book b ON b.id = x.book_id WHERE b.group_id = $1');
    const holding = (path: string): Promise<string> =>
      one(
        `SELECT a.id FROM ledger_account a JOIN book b ON b.id = a.book_id WHERE b.group_id = $1 AND a.path = '${path}'`,
      );

    const [bank, till] = [await holding('assets:bank:main'), await holding('assets:cash:till')];
    await by(ben, call('bookOpening', 'OpeningBalanceInput', '{ entryId }'), { holdingId: bank, amount: euro(50_000) });
    const asked = await one('SELECT r.id FROM entry_request r JOIN book b ON b.id = r.book_id WHERE b.group_id = $1');
    await does(() => ana!.get('mutation ($id: ID!) { approveEntry(id: $id) }', { id: asked }));
    await by(ben, call('recordContribution', 'RecordContributionInput'), {
      amount: euro(20_000),
      receivedOn: '2026-01-02',
    });
    await by(ben, call('moveMoney', 'MoveMoneyInput', '{ entryId }'), { fromId: bank, toId: till, amount: euro(3000) });

    const file = { name: 'receipt.jpg', bytes: await photo() };
    const { id: receipt } = (await (await cleo.upload('/files', file, { groupId })).json()) as { id: string };
    await cleo.get(call('submitExpense', 'SubmitExpenseInput', '{ __typename }'), {
      input: {
        groupId,
        title: 'Solder',
        category: 'equipment',
        items: [{ what: 'Solder', spentOn: '2026-01-02', amount: euro(4000) }],
        receipts: [receipt],
        idempotencyKey: key(),
      },
    });
    const id = await expense();
    await does(() => ana!.get('mutation ($id: ID!) { approveExpense(id: $id, revision: 1) { __typename } }', { id }));
    const pays = 'mutation ($id: ID!, $input: PayExpenseInput) { payExpense(id: $id, input: $input) { __typename } }';
    const payment = { id, input: { amount: euro(1500), idempotencyKey: key() } };
    await does(() => ben!.get(pays, payment));

    const { id: pledge } = await cleo.get<{ id: string }>(call('pledge', 'PledgeInput', '{ id }'), {
      input: { groupId, amount: euro(1200), idempotencyKey: key() },
    });
    const coming = { id: pledge, idempotencyKey: key(), receivedOn: '2026-01-05' };
    await does(() => ben!.get(call('confirmContribution', 'ConfirmContributionInput', '{ id }'), { input: coming }));
    const back = { id: pledge, idempotencyKey: key(), amount: euro(200), reason: 'Too much', refundedOn: '2026-01-06' };
    await does(() => ben!.get(call('refundContribution', 'RefundContributionInput', '{ id }'), { input: back }));

    await shares(groupId, does, by);
    await does(() =>
      ben!.get('mutation ($groupId: ID!) { closeBook(groupId: $groupId, until: "2026-01-31") }', { groupId }),
    );
    return whatIs(groupId);
  }

  /** A pot, two buckets, a vote on them, and the lines it opens. */
  async function shares(
    groupId: string,
    does: Doing,
    by: (who: Client, query: string, input: object) => Promise<void>,
  ): Promise<void> {
    const inHours = (hours: number): string => new Date(Date.now() + (gone + hours) * 3_600_000).toISOString();
    await by(ben!, call('openRound', 'OpenRoundInput', '{ id }'), {
      title: 'Our 400',
      pot: euro(40_000),
      proposingUntil: inHours(24),
      allottingUntil: inHours(48),
    });
    const [round] = await sql<{ id: string }>(
      'SELECT r.id FROM budget_round r JOIN book b ON b.id = r.book_id WHERE b.group_id = $1',
      [groupId],
    );
    for (const [title, minimum] of [
      ['Projector', 9000],
      ['Piano', 30_000],
    ] as const) {
      const bucket = { roundId: round!.id, fields: { title, minimum: euro(minimum) }, idempotencyKey: key() };
      await cleo!.get(call('proposeBucket', 'ProposeBucketInput', '{ id }'), { input: bucket });
    }
    await passes(25);
    await does(() => world.app.get(RoundClock).runDue());
    const [projector] = await sql<{ id: string }>(`SELECT id FROM bucket WHERE round_id = $1 AND title = 'Projector'`, [
      round!.id,
    ]);
    const points = [{ option: projector!.id, points: 9000 }];
    const ballot = { input: { proposalId: round!.id, points } };
    await ana!.get('mutation ($input: CastBallotInput!) { castBallot(input: $input) { __typename } }', ballot);
    await passes(24);
    await does(() => world.app.get(Closer).closeDue());
    // What was carried out half is tried again later.
    await passes(1);
    await does(() => world.app.get(Closer).closeDue());
  }

  /** What a book says in the end, without the names that are chance. */
  async function whatIs(groupId: string): Promise<object> {
    const of = (select: string): Promise<object[]> => sql(`${select}`, [groupId]);
    return {
      entries: await of(
        'SELECT e.seq::int, e.kind, e.lines FROM ledger_entry e JOIN book b ON b.id = e.book_id WHERE b.group_id = $1 ORDER BY e.seq',
      ),
      balances: await of(
        `SELECT regexp_replace(a.path, 'p-.*', 'p') AS path, s.debits, s.credits, s.held FROM account_balance s JOIN ledger_account a ON a.id = s.account_id JOIN book b ON b.id = a.book_id WHERE b.group_id = $1 ORDER BY 1, 2`,
      ),
      expenses: await of(
        'SELECT x.state, x.paid, x.revision FROM expense x JOIN book b ON b.id = x.book_id WHERE b.group_id = $1',
      ),
      lines: await of(
        'SELECT l.name, l.planned, l.closed_at IS NULL AS open FROM budget_line l JOIN book b ON b.id = l.book_id WHERE b.group_id = $1 ORDER BY 1, 2',
      ),
      log: await of('SELECT type, count(*)::int AS n FROM log_entry WHERE chain_id = $1 GROUP BY type ORDER BY type'),
    };
  }

  test('after any statement leaves nothing half done, and who tries again does it once', async () => {
    const calm = await lives('calm', calmly);
    const hit = await lives('hit', dying);
    expect(hit).toEqual(calm);
    expect(deaths).toBeGreaterThan(100);
  }, 120_000);

  test('after any statement of taking what a card processor says, its next try books it once', async () => {
    fake.webhook = `${world.url}/webhooks/cards`;
    const [{ id: groupId } = { id: '' }] = await sql<{ id: string }>(`SELECT id FROM folk_group WHERE handle = 'hit'`);
    const gift = await cleo!.get<{ id: string }>(call('pledge', 'PledgeInput', '{ id }'), {
      input: { groupId, amount: euro(2500), idempotencyKey: key() },
    });
    const { url } = await cleo!.get<{ url: string }>('mutation ($id: ID!) { payByCard(contributionId: $id) { url } }', {
      id: gift.id,
    });
    const session = url.split('/').at(-1)!;
    const [fee, , completed] = fake.pay(session);
    const payment = fake.sessions.get(session)!.payment_intent!;
    const of = async (): Promise<object[]> =>
      sql(
        `SELECT e.kind, count(*)::int AS n FROM ledger_entry e JOIN book b ON b.id = e.book_id WHERE b.group_id = $1 AND EXISTS (SELECT FROM ledger_posting q JOIN ledger_account a ON a.id = q.account_id WHERE q.entry_id = e.id AND a.path = 'assets:processor:card') GROUP BY e.kind ORDER BY e.kind`,
        [groupId],
      );
    const before = deaths;
    // The fee comes before its payment, and waits for it through all of its deaths.
    expect(await fake.deliver(fee!)).toBe(200);
    for (const message of [completed!, fake.giveBack(payment, 400), fake.payOut(1000).paid])
      await dying(() => fake.deliver(message));
    // Gone between the payment and its fee, it takes the clock for the fee.
    await passes(1);
    await world.app.get(CardInbox).workDue();
    expect(await of()).toEqual([
      { kind: 'CONTRIBUTION', n: 1 },
      { kind: 'PROCESSOR_FEE', n: 1 },
      { kind: 'REFUND', n: 1 },
      { kind: 'SWEEP', n: 1 },
    ]);
    expect(await sql(`SELECT state, count(*)::int AS n FROM processor_event GROUP BY state`)).toEqual([
      { state: 'DONE', n: 4 },
    ]);
    expect(deaths - before).toBeGreaterThan(30);
  }, 60_000);
});
