import { randomUUID } from 'node:crypto';
import { FundShareEffect } from '../../apps/api/src/money/index.ts';
import type { Client } from './client.ts';
import type { FakeProcessor } from './fake-processor.ts';
import { idOf, key } from './people.ts';
import type { World } from './world.ts';

/** A group whose cards are taken by the fake processor, its treasurer, a member, and a second group of the same founder. */
export interface Household {
  readonly world: World;
  readonly fake: FakeProcessor;
  readonly groupId: string;
  readonly otherId: string;
  readonly eventFundId: string;
  readonly ana: Client;
  readonly ben: Client;
  readonly cleo: Client;
  readonly receipt: () => Promise<string>;
}

const eur = (minor: number, currency = 'EUR'): object => ({ minor: String(minor), currency });
const call = (name: string, type: string, of = ''): string =>
  `mutation ($input: ${type}!) { ${name}(input: $input) ${of} }`;

/** Things that happen to the money of a household, as people and machines do them; the names are for reading only. */
export function happenings(of: Household): Readonly<Record<string, () => Promise<void>>> {
  const { world, fake, groupId, otherId, ana, ben, cleo } = of;
  const sql = <T>(text: string, values: unknown[] = []): Promise<T[]> => world.database.reads.query<T[]>(text, values);
  const keeps = (name: string, type: string, input: object): Promise<unknown> =>
    ben.get(call(name, type, '{ entryId }'), { input: { groupId, idempotencyKey: key(), ...input } });
  const account = async (path: string): Promise<string> =>
    (
      await sql<{ id: string }>(
        'SELECT a.id FROM ledger_account a JOIN book b ON b.id = a.book_id WHERE b.group_id = $1 AND a.path = $2',
        [groupId, path],
      )
    )[0]!.id;
  const opens = (kind: string, name: string, currency: string): Promise<string> =>
    ben.get(call('openAccount', 'OpenAccountInput'), { input: { groupId, kind, name, currency } });
  const pledges = async (minor: number): Promise<string> =>
    (
      await cleo.get<{ id: string }>(call('pledge', 'PledgeInput', '{ id }'), {
        input: { groupId, amount: eur(minor), idempotencyKey: key() },
      })
    ).id;
  const approved = async (minor: number, more: object = {}): Promise<string> => {
    const { id } = await cleo.get<{ id: string }>(
      call('submitExpense', 'SubmitExpenseInput', '{ ... on Expense { id } }'),
      {
        input: {
          groupId,
          title: 'Strings',
          category: 'equipment',
          items: [{ what: 'Strings', spentOn: '2026-01-02', amount: eur(minor) }],
          receipts: [await of.receipt()],
          idempotencyKey: key(),
          ...more,
        },
      },
    );
    await ana.get('mutation ($id: ID!) { approveExpense(id: $id, revision: 1) { __typename } }', { id });
    return id;
  };
  const shared = async (from: string, toGroup: string, minor: number): Promise<void> => {
    const effect = world.app.get(FundShareEffect, { strict: false });
    const input = { kind: 'fund.share', title: 'For the fair', toGroup, amount: eur(minor) } as never;
    const payload = await effect.read(world.database.reads, {
      groupId: from,
      input,
      field: (name) => name,
      question: null,
    });
    const proposal = { proposalId: randomUUID(), proposalNumber: 1, authorId: await idOf(ana), index: 1 };
    const asked = { groupId: from, payload, expects: {}, mandate: null, vote: null, options: [], ...proposal };
    await world.database.transaction(async (tx) => {
      await effect.lock(tx, asked);
      await effect.run(tx, asked);
    });
  };
  /** While everything is planned, what a machine takes falls on the shortfall. */
  const short = async (work: () => Promise<void>): Promise<void> => {
    const [line] = await sql<{ id: string }>(
      `INSERT INTO budget_line (id, book_id, account_id, name, planned, authority_kind, authority_id, opened_after_seq, opened_at)
       SELECT gen_random_uuid(), f.book_id, f.account_id, 'All there is', w.credits - w.debits - w.held, 'DECISION', gen_random_uuid(), b.last_seq, clock_now() FROM fund f JOIN account_balance w ON w.account_id = f.account_id JOIN book b ON b.id = f.book_id WHERE b.group_id = $1 AND f.kind = 'general' RETURNING id`,
      [groupId],
    );
    await work();
    await sql('UPDATE budget_line SET closed_at = clock_now() WHERE id = $1', [line!.id]);
  };

  return {
    'a box that was there before the book': async () => {
      await keeps('bookOpening', 'OpeningBalanceInput', {
        holdingId: await opens('CASH', `Box ${key().slice(0, 8)}`, 'EUR'),
        amount: eur(321),
      });
    },
    'a gift by card, its fee, a refund, a dispute that is won, a payout that comes back': async () => {
      const { url } = await cleo.get<{ url: string }>(
        'mutation ($id: ID!) { payByCard(contributionId: $id) { url } }',
        {
          id: await pledges(4321),
        },
      );
      const session = url.split('/').at(-1)!;
      for (const message of fake.pay(session)) await fake.deliver(message);
      const payment = fake.sessions.get(session)!.payment_intent!;
      await fake.deliver(fake.giveBack(payment, 321));
      const { lost, won } = fake.dispute(payment, 1234);
      await short(async () => void (await fake.deliver(lost)));
      await fake.deliver(won());
      const { paid, failed } = fake.payOut(1000);
      await fake.deliver(paid);
      await fake.deliver(failed());
      await fake.deliver(fake.payOut(765).paid);
    },
    'a gift by transfer, some of which goes back': async () => {
      const id = await pledges(1500);
      await ben.get(call('confirmContribution', 'ConfirmContributionInput', '{ id }'), {
        input: { id, idempotencyKey: key() },
      });
      await ben.get(call('refundContribution', 'RefundContributionInput', '{ id }'), {
        input: { id, amount: eur(499), reason: 'Too much', idempotencyKey: key() },
      });
    },
    'money given to another group, and some from it': async () => {
      await shared(groupId, 'neighbours', 700);
      await shared(otherId, 'riverside', 250);
    },
    'money changed, and a bill abroad that costs more than it was worth': async () => {
      const francs = await opens('BANK', `Francs ${key().slice(0, 8)}`, 'CHF');
      const fromId = await account('assets:bank:main');
      await keeps('exchangeMoney', 'ExchangeInput', {
        fromId,
        toId: francs,
        gives: eur(1000),
        gets: eur(937, 'CHF'),
        fee: eur(7),
      });
      const items = [{ what: 'Bow', spentOn: '2026-01-02', amount: eur(300, 'CHF') }];
      const id = await approved(0, { items, worth: eur(320) });
      await ben.get(
        'mutation ($id: ID!, $input: PayExpenseInput) { payExpense(id: $id, input: $input) { __typename } }',
        {
          id,
          input: { cost: eur(333), fee: eur(5), idempotencyKey: key() },
        },
      );
      await approved(0, { items, worth: eur(310) });
    },
    'money for an event, and some of it back': async () => {
      await keeps('transferBetweenFunds', 'TransferInput', { toFundId: of.eventFundId, amount: eur(600) });
      await keeps('transferBetweenFunds', 'TransferInput', { fromFundId: of.eventFundId, amount: eur(100) });
    },
    'a gift under another category': async () => {
      const entryId = await ben.get<string>(call('recordContribution', 'RecordContributionInput'), {
        input: { groupId, amount: eur(555), receivedOn: '2026-01-05', idempotencyKey: key() },
      });
      const input = {
        entryId,
        from: 'income.contributions',
        to: 'income.other',
        reason: 'A raffle',
        idempotencyKey: key(),
      };
      await ben.get(call('reclassifyEntry', 'ReclassifyInput', '{ entryId }'), { input });
    },
    'cash that was found': async () => {
      const holdingId = await opens('CASH', `Tin ${key().slice(0, 8)}`, 'EUR');
      await keeps('countCash', 'CountCashInput', { holdingId, counted: eur(77), note: 'Found' });
    },
    'a rest that is let go of': async () => {
      await cleo.get('mutation ($id: ID!) { waiveExpense(id: $id) { __typename } }', { id: await approved(444) });
    },
    'a bill between people, and its payment': async () => {
      const split = await ana.get<{ id: string; me: string; people: { id: string }[] }>(
        call('openSplit', 'OpenSplitInput', '{ id me people { id } }'),
        { input: { groupId, title: 'Canary', people: [{ personId: await idOf(ben) }], idempotencyKey: key() } },
      );
      const parts = split.people.map(({ id }) => ({ personId: id, value: '1' }));
      const bill = {
        splitId: split.id,
        what: 'Canary',
        spentOn: '2026-01-03',
        total: eur(1001),
        payers: [{ personId: split.me, minor: '1001' }],
        mode: 'WEIGHTS',
        parts,
      };
      await ana.get(call('addBill', 'AddBillInput', '{ id }'), {
        input: { ...bill, photos: [], idempotencyKey: key() },
      });
      const { payments } = await ben.get<{ payments: { id: string }[] }>(
        call('sayPaid', 'SayPaidInput', '{ payments { id } }'),
        {
          input: { splitId: split.id, toId: split.me, amount: eur(400), idempotencyKey: key() },
        },
      );
      await ana.get('mutation ($id: ID!) { confirmPayment(id: $id) { id } }', { id: payments[0]!.id });
    },
  };
}
