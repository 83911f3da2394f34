import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Closer } from '../../apps/api/src/decisions/index.ts';
import type { Client } from '../support/client.ts';
import { engines, startWorldOn } from '../support/engines.ts';
import { claim, found, givesDuty, joins, key } from '../support/people.ts';
import type { World } from '../support/world.ts';

// A year is closed: what came, went and stayed is told, and nothing is dated in it any more.
interface Money {
  readonly minor: string;
}
interface Figures {
  readonly opening: Money;
  readonly moneyIn: Money;
  readonly moneyOut: Money;
  readonly moved: Money;
  readonly closing: Money;
}
interface Report {
  readonly closed: boolean;
  readonly currencies: readonly (Figures & {
    inHand: Money;
    unpaid: Money;
    funds: readonly Figures[];
    categories: readonly { category: string; amount: Money }[];
  })[];
}

const sums = 'opening { minor } moneyIn { minor } moneyOut { minor } moved { minor } closing { minor }';
const reportOf = `query ($from: String!, $until: String!) { bookReport(handle: "riverside", from: $from, until: $until) { closed currencies { ${sums} inHand { minor } unpaid { minor } funds { ${sums} } categories { category amount { minor } } } } }`;
const periodsOf = `{ bookPeriods(handle: "riverside") { closedUntil canClose periods { id from until headHash proposalNumber } next { from until open { kind count } } } }`;
const closeOf = 'mutation ($groupId: ID!, $until: String!) { closeBook(groupId: $groupId, until: $until) }';
const countOf = 'mutation ($input: CountCashInput!) { countCash(input: $input) { entryId } }';

describe.each(engines)('closing on %s', (engine) => {
  let world: World;
  let [ana, ben, cleo]: Client[] = [];
  let groupId: string;
  let till: string;

  beforeAll(async () => {
    world = await startWorldOn(engine);
    ana = await claim(world);
    groupId = await found(ana);
    ben = await joins(world, ana, { groupId, name: 'Ben' });
    cleo = await joins(world, ana, { groupId, name: 'Cleo' });
    await givesDuty(ana, { groupId, to: ben, duty: 'TREASURER' });
    const { accounts } = await ben.get<{ accounts: { id: string; kind: string }[] }>(
      '{ keeping(handle: "riverside") { accounts { id kind } } }',
    );
    till = accounts.find(({ kind }) => kind === 'CASH')!.id;
    await gives('9000', '2025-03-14');
    await gives('1500', '2025-12-31');
    await gives('700', '2026-01-01');
    await ben.get(countOf, {
      input: { groupId, holdingId: till, counted: eur('300'), on: '2025-07-01', note: 'Found', idempotencyKey: key() },
    });
  }, 60_000);
  afterAll(() => world.stop());

  const eur = (minor: string): object => ({ minor, currency: 'EUR' });
  const gives = (minor: string, receivedOn: string): Promise<string> =>
    ben!.get<string>('mutation ($input: RecordContributionInput!) { recordContribution(input: $input) }', {
      input: { groupId, amount: eur(minor), receivedOn, idempotencyKey: key() },
    });
  const report = (from: string, until: string, who = ben!): Promise<Report> =>
    who.get<Report>(reportOf, { from, until });

  test('the report of a year ties with the page of its last day, and with the next year', async () => {
    const year = await report('2025-01-01', '2025-12-31', world.visitor());
    const [euro] = year.currencies;
    expect(year.closed).toBe(false);
    expect(euro).toMatchObject({
      opening: { minor: '0' },
      moneyIn: { minor: '10800' },
      moneyOut: { minor: '0' },
      closing: { minor: '10800' },
      categories: [
        { category: 'income.cash-difference', amount: { minor: '300' } },
        { category: 'income.contributions', amount: { minor: '10500' } },
      ],
    });
    const then = await ana!.get<{ inHand: Money[]; categories: { category: string; amount: Money }[] }>(
      '{ book(handle: "riverside", on: "2025-12-31") { inHand { minor } categories { category amount { minor } } } }',
    );
    expect(then.inHand).toEqual([euro!.inHand]);
    expect(then.categories).toEqual(euro!.categories);
    expect(BigInt(euro!.inHand.minor)).toBe(BigInt(euro!.closing.minor) + BigInt(euro!.unpaid.minor));
    expect((await report('2026-01-01', '2026-10-31')).currencies[0]).toMatchObject({
      opening: euro!.closing,
      moneyIn: { minor: '700' },
    });
    expect(await ben!.refusalOf(reportOf, { from: '2025-01-02', until: '2025-12-31' })).toMatchObject({
      field: 'from',
    });
    expect(await ben!.refusalOf(reportOf, { from: '2025-01-01', until: '2025-12-30' })).toMatchObject({
      field: 'until',
    });
  });

  test('as files it says the same', async () => {
    const path = (format: string): string => `/g/riverside/book/report.${format}?from=2025-01-01&until=2025-12-31`;
    expect(await (await ana!.fetch(path('csv'))).text()).toContain('"General","closing",108.00,EUR,');
    expect(await (await ana!.fetch(path('md'))).text()).toContain(
      '| 0.00 EUR | 108.00 EUR | 0.00 EUR | 0.00 EUR | 108.00 EUR |',
    );
    expect((await ana!.fetch(path('pdf'))).status).toBe(404);
    expect((await ana!.fetch('/g/riverside/book/report.csv?from=x&until=y')).status).toBe(400);
  });

  test('only who keeps the book closes what is over, at the end of a month, one period after the other', async () => {
    expect(await cleo!.refusalOf(closeOf, { groupId, until: '2025-12-31' })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await world.visitor().get(periodsOf)).toBeNull();
    expect(await ben!.get(periodsOf)).toMatchObject({
      closedUntil: null,
      next: { from: '2025-03-01', until: '2025-12-31', open: [{ kind: 'UNCOUNTED', count: 1 }] },
    });
    for (const until of ['2025-12-30', '2026-01-31', '2025-02-28', 'soon'])
      expect(await ben!.refusalOf(closeOf, { groupId, until })).toMatchObject({ field: 'until' });
    await ben!.get(closeOf, { groupId, until: '2025-12-31' });
    expect(await cleo!.get(periodsOf)).toMatchObject({
      closedUntil: '2025-12-31',
      canClose: false,
      next: null,
      periods: [{ from: '2025-03-01', until: '2025-12-31', headHash: expect.stringMatching(/^[0-9a-f]{64}$/) }],
    });
    expect((await report('2025-03-01', '2025-12-31')).closed).toBe(true);
  });

  test('nothing is dated in it any more, in words that name the period; the database keeps that, and never opens it', async () => {
    expect(
      await ben!.refusalOf(countOf, {
        input: { groupId, holdingId: till, counted: eur('1'), on: '2025-12-31', note: 'x', idempotencyKey: key() },
      }),
    ).toMatchObject({ field: 'on', message: 'The book is closed until 2025-12-31. Choose a later day.' });
    await expect(gives('100', '2025-12-31')).rejects.toThrow(
      'The book is closed until 2025-12-31. Choose a later day.',
    );
    await gives('100', '2026-01-01');
    const sql = (text: string): Promise<unknown> => world.database.reads.query(text, [groupId]);
    await expect(sql(`UPDATE book SET closed_until = '2025-06-30' WHERE group_id = $1`)).rejects.toMatchObject({
      code: '55000',
    });
    await expect(
      sql('DELETE FROM book_period WHERE book_id = (SELECT id FROM book WHERE group_id = $1)'),
    ).rejects.toMatchObject({ code: '55000' });
    await expect(
      sql(
        `INSERT INTO book_period SELECT gen_random_uuid(), book_id, '2026-02-01', '2026-03-31', closed_by, closed_at, entries, head_hash FROM book_period WHERE book_id = (SELECT id FROM book WHERE group_id = $1)`,
      ),
    ).rejects.toMatchObject({ code: '23514' });
  });

  test('a decision adopts the report, once', async () => {
    const { periods } = await ben!.get<{ periods: { id: string }[] }>(periodsOf);
    const adopt = 'mutation ($id: ID!, $decision: String!) { adoptReport(id: $id, decision: $decision) }';
    expect(await ben!.refusalOf(adopt, { id: periods[0]!.id, decision: '1' })).toMatchObject({ field: 'decision' });
    await ana!.get('mutation ($input: CreateProposalInput!) { createProposal(input: $input) { id } }', {
      input: {
        groupId,
        open: true,
        fields: {
          title: 'The year',
          method: 'CONSENT',
          quorum: '0/1',
          closesAt: new Date(Date.now() + 86_400_000).toISOString(),
        },
      },
    });
    expect(await ben!.refusalOf(adopt, { id: periods[0]!.id, decision: '1' })).toMatchObject({ field: 'decision' });
    await ana!.get('mutation ($input: CastBallotInput!) { castBallot(input: $input) { __typename } }', {
      input: {
        proposalId: (
          await ana!.get<{ nodes: { id: string }[] }>('{ groupProposals(handle: "riverside") { nodes { id } } }')
        ).nodes[0]!.id,
        option: 'consent',
      },
    });
    await world.clockPasses('2 days');
    await world.database.reads.query(`UPDATE session SET expires_at = 'infinity', seen_at = clock_now()`);
    await world.app.get(Closer).closeDue();
    await world.settle();
    await ben!.get(adopt, { id: periods[0]!.id, decision: 'D-1' });
    expect(await ben!.refusalOf(adopt, { id: periods[0]!.id, decision: 'D-1' })).toMatchObject({ code: 'CONFLICT' });
    expect(await cleo!.get(periodsOf)).toMatchObject({ periods: [{ proposalNumber: 1 }] });
    expect(
      await world.database.reads.query('SELECT * FROM ledger_violations UNION ALL SELECT * FROM month_violations'),
    ).toEqual([]);
  });
});
