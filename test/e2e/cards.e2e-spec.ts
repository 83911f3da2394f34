import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CardClock } from '../../apps/api/src/money/index.ts';
import type { Client } from '../support/client.ts';
import { engines, startWorldOn } from '../support/engines.ts';
import { FakeProcessor, fakeKey, fakeSecret, type Message } from '../support/fake-processor.ts';
import { claim, found, givesDuty, joins, key } from '../support/people.ts';
import type { World } from '../support/world.ts';

interface Gift {
  id: string;
  reference: string;
  state: string;
  can: { pay: boolean; refundCard: boolean };
}
interface Payment {
  id: string;
  state: string;
  url: string;
}
interface Case {
  id: string;
  kind: string;
  reason: string;
}

const parts =
  'id reference state can { pay refundCard } receipts { heldIn amount { minor } } refunds { state reason amount { minor } }';
const pledge = `mutation ($input: PledgeInput!) { pledge(input: $input) { ${parts} } }`;
const pay =
  'mutation ($id: ID!) { payByCard(contributionId: $id) { id state url amount { minor } reference groupName } }';
const seen = 'query ($id: ID!) { cardPayment(id: $id) { id state url } }';
const refund = `mutation ($input: RefundContributionInput!) { refundContribution(input: $input) { ${parts} } }`;
const answer = 'mutation ($input: AnswerCardInput!) { answerCard(input: $input) }';
const page =
  '{ cards(handle: "riverside") { isOn open held { minor } cases { id kind reason subject reference note amount { minor currency } } payouts { amount { minor } } faults { reference } } }';
const money = (minor: number): object => ({ minor: String(minor), currency: 'EUR' });

describe.each(engines)('money by card on %s', (engine) => {
  let world: World;
  let fake: FakeProcessor;
  let [ana, ben, cleo]: Client[] = [];
  let groupId: string;

  beforeAll(async () => {
    fake = await FakeProcessor.start();
    world = await startWorldOn(engine, {
      FOLKMOOT_CARD_GROUP: 'riverside',
      FOLKMOOT_CARD_KEY: fakeKey,
      FOLKMOOT_CARD_WEBHOOK_SECRETS: `whsec_before0000000,${fakeSecret}`,
      FOLKMOOT_CARD_URL: fake.url,
    });
    fake.webhook = `${world.url}/webhooks/cards`;
    ana = await claim(world);
    groupId = await found(ana);
    [ben, cleo] = [
      await joins(world, ana, { groupId, name: 'Ben' }),
      await joins(world, ana, { groupId, name: 'Cleo' }),
    ];
    await givesDuty(ana, { groupId, to: ben, duty: 'TREASURER' });
  }, 60_000);
  afterAll(async () => {
    await world.settle();
    await world.stop();
    await fake.stop();
  });
  afterEach(async () => {
    const broken = await sql(
      'SELECT what, ref FROM ledger_violations UNION ALL SELECT what, ref FROM month_violations UNION ALL SELECT what, ref FROM contribution_violations',
    );
    if (broken.length > 0) throw new Error(JSON.stringify(broken));
  });

  const sql = <T>(text: string, values: unknown[] = []): Promise<T[]> => world.database.reads.query<T[]>(text, values);
  const gives = (minor: number, by = cleo!): Promise<Gift> =>
    by.get(pledge, { input: { groupId, amount: money(minor), idempotencyKey: key() } });
  const begins = async (minor: number): Promise<{ gift: Gift; payment: Payment; session: string }> => {
    const gift = await gives(minor);
    const payment = await cleo!.get<Payment>(pay, { id: gift.id });
    return { gift, payment, session: payment.url.split('/').at(-1)! };
  };
  const stateOf = async ({ id }: Payment): Promise<string> => (await cleo!.get<Payment>(seen, { id })).state;
  const mine = async (id: string): Promise<Gift & { receipts: object[]; refunds: object[] }> =>
    (
      await cleo!.get<{ mine: (Gift & { receipts: object[]; refunds: object[] })[] }>(
        `{ gifts(handle: "riverside") { mine { ${parts} } } }`,
      )
    ).mine.find((one) => one.id === id)!;
  const cases = async (): Promise<Case[]> => (await ben!.get<{ cases: Case[] }>(page)).cases;
  const held = async (): Promise<number> =>
    Number((await ben!.get<{ held: { minor: string }[] }>(page)).held[0]?.minor ?? 0);
  const entries = (kind: string): Promise<{ n: number; sum: string }[]> =>
    sql(
      `SELECT count(DISTINCT e.id)::int AS n, coalesce(sum(p.amount), 0)::text AS sum FROM ledger_entry e JOIN ledger_posting p ON p.entry_id = e.id AND p.amount > 0 WHERE e.kind = $1`,
      [kind],
    );
  const delivers = async (...messages: Message[]): Promise<void> => {
    for (const message of messages) expect(await fake.deliver(message)).toBe(200);
  };
  const clock = (): Promise<void> => world.app.get(CardClock).run();
  const due = (): Promise<unknown> =>
    sql(`UPDATE card_checkout SET ask_at = clock_now() - interval '1 second' WHERE state = 'OPEN'`).then(() =>
      sql(`UPDATE processor_event SET try_at = clock_now() - interval '1 second' WHERE state IN ('NEW', 'WAITS')`),
    );

  test('who gives is sent to the processor, waits for its word, and has the receipt by mail; fee, payout and account tie', async () => {
    const { gift, payment, session } = await begins(2000);
    expect(gift.can.pay).toBe(true);
    expect(payment).toMatchObject({ state: 'OPEN', reference: gift.reference, groupName: 'Group riverside' });
    expect(await cleo!.get(pay, { id: gift.id })).toMatchObject({ id: payment.id, url: payment.url });
    expect(await stateOf(payment)).toBe('OPEN');
    expect(await ben!.refusalOf(seen, { id: 'x' }).catch(() => null)).toBeNull();
    // The fee comes before its payment, and everything twice.
    const [fee, intent, completed] = fake.pay(session);
    await delivers(fee!);
    await Promise.all([completed, fee, intent, completed, completed].map((one) => delivers(one!)));
    expect(await stateOf(payment)).toBe('PAID');
    expect(await mine(gift.id)).toMatchObject({
      state: 'RECEIVED',
      can: { pay: false },
      receipts: [{ heldIn: 'CARD', amount: { minor: '2000' } }],
    });
    expect((await world.mailTo('cleo@example.org')).text).toContain(gift.reference);
    expect(await entries('CONTRIBUTION')).toEqual([{ n: 1, sum: '2000' }]);
    expect(await entries('PROCESSOR_FEE')).toEqual([{ n: 1, sum: '55' }]);
    expect(await held()).toBe(1945);
    const rows = await ben!.get<{ rows: { kind: string; waiting: number }[] }>(
      '{ treasurersDesk(handle: "riverside") { rows { kind waiting } } }',
    );
    expect(rows.rows.find(({ kind }) => kind === 'CARDS')?.waiting).toBe(1);
    const { paid, failed } = fake.payOut(1945);
    await delivers(paid, paid);
    expect(await held()).toBe(0);
    await delivers(failed());
    expect(await held()).toBe(1945);
    await delivers(fake.payOut(1945).paid);
    expect(await held()).toBe(0);
    expect(await ben!.get(page)).toMatchObject({ isOn: true, open: 0, cases: [], payouts: [{}, {}] });
    expect(await cleo!.get(page)).toBeNull();
  });

  test('only what is signed by the processor is read, at its length and in its time', async () => {
    const { session } = await begins(700);
    const message = fake.pay(session).at(-1)!;
    const before = await sql('SELECT 1 FROM processor_event');
    expect(await fake.deliver(message, { secret: 'whsec_of_somebody_else' })).toBe(400);
    expect(await fake.deliver(message, { at: Math.floor(Date.now() / 1000) - 400 })).toBe(400);
    expect(await fake.deliver(message, { signature: '' })).toBe(400);
    expect(await fake.deliver({ type: 'x', raw: `{"x":"${'x'.repeat(300_000)}"}` })).toBe(413);
    expect(await sql('SELECT 1 FROM processor_event')).toHaveLength(before.length);
    expect(await fake.deliver(message, { secret: 'whsec_before0000000' })).toBe(200);
    await delivers(fake.say('customer.created', { id: 'cus_1' }));
    expect(await sql(`SELECT state FROM processor_event WHERE type = 'customer.created'`)).toEqual([{ state: 'KEPT' }]);
    await expect(sql(`DELETE FROM processor_event`)).rejects.toThrow();
    await expect(sql(`UPDATE processor_event SET subject = 'x' WHERE state = 'DONE'`)).rejects.toThrow();
  });

  test('a lost message is asked for, a processor that is away is asked again, what was given up can be begun anew', async () => {
    const { payment, session } = await begins(900);
    const messages = fake.pay(session);
    fake.faults.push(503);
    await due();
    await clock();
    expect(await stateOf(payment)).toBe('OPEN');
    await due();
    await clock();
    expect(await stateOf(payment)).toBe('PAID');
    await delivers(...messages);
    expect(await cases()).toEqual([]);
    const again = await begins(950);
    await delivers(fake.fail(again.session));
    expect(await stateOf(again.payment)).toBe('EXPIRED');
    const anew = await cleo!.get<Payment>(pay, { id: again.gift.id });
    expect(anew.id).not.toBe(again.payment.id);
    fake.faults.push(500);
    expect(await cleo!.refusalOf(pay, { id: (await gives(60)).id })).toMatchObject({ code: 'CONFLICT' });
    // A fee whose amount cannot be asked for now is booked later.
    const [fee] = fake.pay(anew.url.split('/').at(-1)!);
    await delivers(fake.messages.at(-1)!);
    fake.faults.push(503);
    await delivers(fee!);
    const fees = (await entries('PROCESSOR_FEE'))[0]!.n;
    await due();
    await clock();
    expect((await entries('PROCESSOR_FEE'))[0]!.n).toBe(fees + 1);
  });

  test('what goes back: from our side by the rules, from theirs as a fact, before its payment and beyond the fund', async () => {
    const { gift, session } = await begins(3000);
    const [, , completed] = fake.pay(session);
    const payment = fake.sessions.get(session)!.payment_intent!;
    const early = fake.giveBack(payment, 500);
    await delivers(early);
    expect(await mine(gift.id)).toMatchObject({ state: 'PLEDGED' });
    await delivers(completed!);
    expect(await mine(gift.id)).toMatchObject({ state: 'PARTLY_REFUNDED', refunds: [{ amount: { minor: '500' } }] });
    const input = { id: gift.id, amount: money(1000), heldIn: 'CARD', reason: 'Too much', idempotencyKey: key() };
    expect(
      await ben!.refusalOf(refund, { input: { ...input, amount: money(2600), idempotencyKey: key() } }),
    ).toMatchObject({ field: 'amount' });
    await ben!.get(refund, { input });
    await clock();
    await clock();
    expect(fake.refunds.filter((one) => one.payment === payment).map(({ minor }) => minor)).toEqual([500, 1000]);
    await delivers(fake.messages.at(-1)!);
    expect(await mine(gift.id)).toMatchObject({
      state: 'PARTLY_REFUNDED',
      refunds: [{}, { amount: { minor: '1000' } }],
    });
    // The fund is empty when the bank of the card takes the rest: the shortfall bears it, until the dispute is won.
    await sql(
      `INSERT INTO budget_line (id, book_id, account_id, name, planned, authority_kind, authority_id, opened_after_seq)
       SELECT gen_random_uuid(), f.book_id, f.account_id, 'All there is', w.credits - w.debits - w.held, 'DECISION', gen_random_uuid(), b.last_seq FROM fund f JOIN account_balance w ON w.account_id = f.account_id JOIN book b ON b.id = f.book_id WHERE f.kind = 'general'`,
    );
    const { lost, won } = fake.dispute(payment, 1500);
    await delivers(lost, lost);
    expect(await mine(gift.id)).toMatchObject({ state: 'REFUNDED' });
    const short = (): Promise<object[]> =>
      sql(
        `SELECT (w.debits - w.credits)::text AS n FROM fund f JOIN account_balance w ON w.account_id = f.account_id WHERE f.kind = 'shortfall'`,
      );
    expect(await short()).toEqual([{ n: '3000' }]);
    await delivers(won());
    // What the dispute cost stays.
    expect(await short()).toEqual([{ n: '1500' }]);
    await sql('UPDATE budget_line SET closed_at = clock_now()');
    expect(await mine(gift.id)).toMatchObject({ state: 'PARTLY_REFUNDED' });
    expect(await cases()).toEqual([]);
  });

  test('what came by two cards goes back to both, above the threshold by two people; what somebody swept by hand is the payout', async () => {
    const { gift, session } = await begins(9000);
    await delivers(fake.pay(session).at(-1)!);
    // More come along, so more is due.
    await sql('UPDATE contribution SET pledged = 17000 WHERE id = $1', [gift.id]);
    const { url } = await cleo!.get<Payment>(pay, { id: gift.id });
    await delivers(fake.pay(url.split('/').at(-1)!).at(-1)!);
    const input = { id: gift.id, amount: money(15_000), heldIn: 'CARD', reason: 'Nobody comes', idempotencyKey: key() };
    await ben!.get(refund, { input });
    expect(await mine(gift.id)).toMatchObject({ state: 'RECEIVED', refunds: [{ state: 'ASKED' }] });
    const most = await ben!.refusalOf(refund, { input: { ...input, amount: money(2001), idempotencyKey: key() } });
    expect(most).toMatchObject({ field: 'amount' });
    const [{ id } = { id: '' }] = await sql<{ id: string }>(
      'SELECT id FROM contribution_refund WHERE contribution_id = $1',
      [gift.id],
    );
    const says = 'mutation ($id: ID!) { answerRefund(id: $id, yes: true) { id } }';
    expect(await ben!.refusalOf(says, { id })).toMatchObject({ code: 'FORBIDDEN' });
    await ana!.get(says, { id });
    const sent = fake.refunds.length;
    fake.faults.push(503);
    for (let twice = 0; twice < 2; twice += 1) await clock();
    await clock();
    expect(
      fake.refunds
        .slice(sent)
        .map(({ minor }) => minor)
        .toSorted((a, b) => a - b),
    ).toEqual([6000, 9000]);
    await delivers(...fake.messages.slice(-2));
    expect(await sql('SELECT minor::int AS n FROM card_refund WHERE refund_id = $1 ORDER BY minor', [id])).toEqual([
      { n: 6000 },
      { n: 9000 },
    ]);
    expect(await mine(gift.id)).toMatchObject({ state: 'PARTLY_REFUNDED', refunds: [{ amount: { minor: '15000' } }] });
    expect(await cases()).toEqual([]);
    // Neither more of a refund than it is, nor more to a payment than came by it.
    await ben!.get(refund, { input: { ...input, amount: money(2000), heldIn: 'BANK', idempotencyKey: key() } });
    const part = (of: 'CARD' | 'BANK'): Promise<unknown> =>
      sql(
        `INSERT INTO card_refund (id, refund_id, checkout_id, kind, minor) SELECT gen_random_uuid(), r.id, k.id, 'refund', 1 FROM contribution_refund r JOIN ledger_account a ON a.id = r.holding_id JOIN card_checkout k ON k.contribution_id = r.contribution_id
         WHERE r.contribution_id = $1 AND a.path LIKE $2 AND k.minor = 9000`,
        [gift.id, of === 'CARD' ? '%:card' : '%:bank:%'],
      );
    await expect(part('CARD')).rejects.toThrow(/no part of that refund/);
    await expect(part('BANK')).rejects.toThrow(/more than came by this payment/);
    await expect(sql('UPDATE card_refund SET minor = 1 WHERE refund_id = $1', [id])).rejects.toThrow(/stays as it is/);

    // The treasurer saw the payout on the statement first.
    const accounts = await sql<{ id: string; path: string }>('SELECT id, path FROM ledger_account');
    const at = (path: string): string => accounts.find((one) => one.path === path)!.id;
    const lying = await held();
    await ben!.get('mutation ($input: MoveMoneyInput!) { moveMoney(input: $input) { entryId } }', {
      input: {
        groupId,
        fromId: at('assets:processor:card'),
        toId: at('assets:bank:main'),
        amount: money(1200),
        idempotencyKey: key(),
      },
    });
    expect(await held()).toBe(lying - 1200);
    const sweeps = await entries('SWEEP');
    await delivers(fake.payOut(1200).paid);
    expect([await held(), await entries('SWEEP')]).toEqual([lying - 1200, sweeps]);
  });

  test('what does not fit is left to the treasurer: never lost, never guessed', async () => {
    const other = await begins(1100);
    await delivers(fake.pay(other.session, 1000).at(-1)!);
    const twice = await begins(1200);
    await delivers(fake.pay(twice.session).at(-1)!, ...fake.pay(twice.session));
    const late = await begins(1300);
    await ben!.get(`mutation ($input: ConfirmContributionInput!) { confirmContribution(input: $input) { id } }`, {
      input: { id: late.gift.id, idempotencyKey: key() },
    });
    await delivers(fake.pay(late.session).at(-1)!);
    await delivers(
      fake.say('payment_intent.succeeded', { id: 'pi_stranger', amount_received: 400, currency: 'eur', metadata: {} }),
    );
    const open = await cases();
    expect(open.map(({ reason }) => reason)).toEqual([
      'OTHER_AMOUNT',
      'PAID_TWICE',
      'SETTLED_ALREADY',
      'UNKNOWN_REFERENCE',
    ]);
    expect(await mine(other.gift.id)).toMatchObject({ state: 'PLEDGED' });
    const says = (id: string, how: string, note?: string): Promise<boolean> =>
      ben!.get(answer, { input: { id, answer: how, note } });
    expect(await ben!.refusalOf(answer, { input: { id: open[3]!.id, answer: 'SEEN' } })).toMatchObject({
      field: 'note',
    });
    expect(await cleo!.refusalOf(answer, { input: { id: open[0]!.id, answer: 'TAKE' } })).toMatchObject({
      code: 'FORBIDDEN',
    });
    const before = await held();
    await says(open[0]!.id, 'TAKE');
    expect(await held()).toBe(before + 1000);
    await says(open[1]!.id, 'TAKE');
    await says(open[3]!.id, 'SEEN', 'Given back on the pages of the processor');
    expect((await cases()).map(({ reason }) => reason)).toEqual(['SETTLED_ALREADY']);
    expect(await ben!.refusalOf(answer, { input: { id: open[0]!.id, answer: 'TAKE' } })).toMatchObject({
      code: 'CONFLICT',
    });
    await says(open[2]!.id, 'TAKE');
    // What is waited for in vain becomes a question too.
    await delivers(fake.giveBack('pi_never', 300));
    await world.clockPasses('4 days');
    await due();
    await clock();
    expect(await cases()).toMatchObject([{ kind: 'REFUNDED', reason: 'NO_PAYMENT' }]);
  });
});
