import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { row } from '../../apps/api/src/platform/database/sql.ts';
import { Retention } from '../../apps/api/src/platform/jobs/retention.ts';
import type { Client } from '../support/client.ts';
import { engines, startWorldOn } from '../support/engines.ts';
import { claim, found, givesDuty, joins, key, photo } from '../support/people.ts';
import type { World } from '../support/world.ts';

// Somebody without an account is asked for their bill, fills it in by a link, and follows it until it is paid.
const ask = `mutation ($input: AskForInvoiceInput!) { askForInvoice(input: $input) { url expenseId } }`;
const renew = `mutation ($id: ID!) { makeInvoiceLink(expenseId: $id) }`;
const read = `query ($id: ID!) { expense(id: $id) { state title payeeName payoutWay draft receipts { id name } total { minor } invoice { name sentAt spentOn note amount { minor currency } } } }`;
const submit = `mutation ($input: SubmitExpenseInput!) { submitExpense(input: $input) { ... on Expense { id state payeeName vendorId } ... on Fault { message } } }`;
const approve = `mutation ($id: ID!) { approveExpense(id: $id, revision: 1) { ... on Expense { state } ... on Fault { message } } }`;

interface Shown {
  state: string;
  draft: string | null;
  payoutWay: string | null;
  receipts: { id: string; name: string }[];
  invoice: { name: string; sentAt: string | null; amount: { minor: string; currency: string } | null } | null;
}

describe.each(engines)('on %s', (engine) => {
  let world: World;
  let ana: Client;
  let ben: Client;
  let groupId: string;
  let path: string;
  let expenseId: string;

  const form = async (fields: Record<string, string>, file?: Uint8Array): Promise<Response> => {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    if (file) body.set('file', new File([Uint8Array.from(file)], 'bill.jpg', { type: 'image/jpeg' }));
    return world.visitor().fetch(path, { method: 'POST', body });
  };
  const typed = {
    what: 'PA for the evening',
    amount: '40.00',
    currency: 'EUR',
    spentOn: '2026-01-20',
    iban: '',
    holder: '',
    note: '',
  };
  const shown = (): Promise<Shown> => ben.get<Shown>(read, { id: expenseId });

  beforeAll(async () => {
    world = await startWorldOn(engine);
    ana = await claim(world);
    groupId = await found(ana);
    ben = await joins(world, ana, { groupId, name: 'Ben' });
    await givesDuty(ana, { groupId, to: ben, duty: 'TREASURER' });
    const amount = { minor: '10000', currency: 'EUR' };
    await ben.get('mutation ($input: RecordContributionInput!) { recordContribution(input: $input) }', {
      input: { groupId, amount, receivedOn: '2026-01-02', idempotencyKey: key() },
    });
  }, 60_000);
  afterAll(() => world?.stop());

  test('a member asks by name and address: a draft begins, and the mail holds the link', async () => {
    const input = { groupId, name: 'Rosa Sound', what: 'PA', email: 'rosa@example.org' };
    const refused = (more: object) => ben.refusalOf(ask, { input: { ...input, ...more } });
    expect(await refused({ name: ' ' })).toMatchObject({ field: 'name' });
    expect(await refused({ email: 'rosa' })).toMatchObject({ field: 'email' });
    expect(await world.visitor().refusalOf(ask, { input })).toMatchObject({ code: 'UNAUTHENTICATED' });
    const made = await ben.get<{ url: string; expenseId: string }>(ask, { input });
    expenseId = made.expenseId;
    path = new URL(made.url).pathname;
    const mail = await world.mailTo('rosa@example.org');
    expect(mail.links.some((link) => new URL(link).pathname === path)).toBe(true);
    expect(await shown()).toMatchObject({
      state: 'DRAFT',
      invoice: { name: 'Rosa Sound', sentAt: null, amount: null },
    });
    const kept = await row<{ n: number }>(
      world.database.reads,
      `SELECT count(*)::int AS n FROM link WHERE purpose = 'invoice' AND to_jsonb(link)::text LIKE '%' || $1 || '%'`,
      [path.split('/').at(-1)],
    );
    expect(kept).toEqual({ n: 0 });
  });

  test('reading changes nothing; what is wrong is named, and neither words nor file are lost', async () => {
    const page = await (await world.visitor().fetch(path)).text();
    expect(page).toContain('Ben asks you for your bill: PA.');
    expect(page).toContain('enctype="multipart/form-data"');
    expect(page).not.toContain('<script>');
    expect(await shown()).toMatchObject({ invoice: { sentAt: null }, receipts: [] });
    const none = await form({ ...typed, note: 'Two speakers <b>' });
    expect([none.status, await none.text()]).toEqual([409, expect.stringContaining('add a photo or a PDF')]);
    const wrong = await form({ ...typed, amount: '1.234,56', note: 'Two speakers <b>' }, await photo());
    const said = await wrong.text();
    expect(wrong.status).toBe(409);
    expect(said).toContain('Type the amount as a number, such as 1234.56.');
    expect(said).toMatch(/<input name="amount" required aria-invalid="true"/);
    expect(said).toContain('Two speakers &lt;b&gt;');
    expect(said).toContain('Here already: bill.jpg.');
    const account = await form({ ...typed, iban: 'BE00 0000 0000 0000' });
    expect(await account.text()).toMatch(/typing mistake[^]*<input name="iban" aria-invalid="true"/);
    const day = await form({ ...typed, spentOn: '2026-02-30' });
    expect(await day.text()).toContain('The day is missing.');
    const later = await form({ ...typed, spentOn: '2099-01-01' });
    expect(await later.text()).toContain('This day has not come yet.');
    expect(await shown()).toMatchObject({ invoice: { sentAt: null }, receipts: [{ name: 'bill.jpg' }] });
  });

  test('sent, it fills the draft and tells who asked; the account stands sealed; until handed in it can be changed', async () => {
    const iban = 'BE71096123456769';
    const sent = await form({ ...typed, iban, note: 'Two speakers' });
    expect(sent.status).toBe(303);
    expect((await world.mailTo('ben@example.org')).text).toContain('€40.00');
    const { draft, ...rest } = await shown();
    expect(JSON.parse(draft!)).toMatchObject({
      title: typed.what,
      amount: '40.00',
      to: 'vendor',
      vendor: 'Rosa Sound',
    });
    expect(rest).toMatchObject({ invoice: { amount: { minor: '4000', currency: 'EUR' }, note: 'Two speakers' } });
    const waiting = '{ expensesWaiting { id state mine cameBack } }';
    expect(await ben.get(waiting)).toEqual([{ id: expenseId, state: 'DRAFT', mine: true, cameBack: false }]);
    const page = await (await world.visitor().fetch(path)).text();
    expect(page).toContain('Your bill of €40.00 has arrived.');
    expect(page).not.toContain(iban);
    const plain = await row<{ n: number }>(
      world.database.reads,
      `SELECT count(*)::int AS n FROM payout_detail d WHERE to_jsonb(d)::text LIKE '%' || $1 || '%'`,
      [iban],
    );
    expect(plain).toEqual({ n: 0 });
    expect((await form({ ...typed, amount: '45' })).status).toBe(303);
    expect(await shown()).toMatchObject({ invoice: { amount: { minor: '4500' } } });
  });

  test('whoever has another link, or another token, has nothing', async () => {
    expect((await world.visitor().fetch(path.replace(/.$/, (one) => (one === 'A' ? 'B' : 'A')))).status).toBe(410);
    const url = await ben.get<string>(renew, { id: expenseId });
    expect((await world.visitor().fetch(path)).status).toBe(410);
    path = new URL(url).pathname;
    expect((await world.visitor().fetch(path)).status).toBe(200);
    expect(await ana.refusalOf(renew, { id: expenseId })).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('handed in, it is an invoice of somebody outside who is paid there, and the page follows it', async () => {
    const { receipts } = await shown();
    const input = {
      id: expenseId,
      groupId,
      type: 'INVOICE',
      title: typed.what,
      category: 'equipment',
      items: [{ what: typed.what, spentOn: typed.spentOn, amount: { minor: '4500', currency: 'EUR' } }],
      receipts: receipts.map(({ id }) => id),
      vendor: 'Rosa Sound',
      idempotencyKey: key(),
    };
    expect(await ben.get(submit, { input })).toMatchObject({ state: 'SUBMITTED', payeeName: 'Rosa Sound' });
    expect(await ana.get(read, { id: expenseId })).toMatchObject({ payoutWay: 'IBAN', invoice: null });
    const page = async (): Promise<string> => (await world.visitor().fetch(path)).text();
    expect(await page()).toContain('Now it has to be approved.');
    const late = await form({ ...typed, amount: '900' }, await photo());
    expect([late.status, await late.text()]).toEqual([409, expect.stringContaining('handed in already')]);
    expect((await ana.get<Shown>(read, { id: expenseId })).receipts).toHaveLength(1);
    expect(await ana.get(approve, { id: expenseId })).toEqual({ state: 'APPROVED' });
    expect(await page()).toContain('It is approved and will be paid.');
    expect(await ben.refusalOf(renew, { id: expenseId })).toMatchObject({ code: 'CONFLICT' });
  });

  test('who asked and has left can hand nothing in, so the link is good no more', async () => {
    const cleo = await joins(world, ana, { groupId, name: 'Cleo' });
    const made = await cleo.get<{ url: string }>(ask, { input: { groupId, name: 'Sam', what: 'Posters' } });
    expect((await world.visitor().fetch(new URL(made.url).pathname)).status).toBe(200);
    await cleo.get('mutation ($groupId: ID!) { leaveGroup(groupId: $groupId) }', { groupId });
    expect((await world.visitor().fetch(new URL(made.url).pathname)).status).toBe(410);
  });

  test('accounts and links go after their time, of a bill that was paid and of one that nobody handed in; what was booked stays', async () => {
    const waiting = await ben.get<{ url: string; expenseId: string }>(ask, {
      input: { groupId, name: 'Tom Tents', what: 'Tents' },
    });
    const paid = path;
    path = new URL(waiting.url).pathname;
    expect((await form({ ...typed, what: 'Tents', iban: 'BE71096123456769' }, await photo())).status).toBe(303);
    await ben.get('mutation ($id: ID!) { payExpense(id: $id) { __typename } }', { id: expenseId });
    const kept = async (): Promise<object | null> =>
      row(
        world.database.reads,
        `SELECT (SELECT count(*)::int FROM payout_detail WHERE vendor_id IS NOT NULL) AS vendors, (SELECT count(*)::int FROM expense_payout) AS paid_to,
           (SELECT count(*)::int FROM link WHERE purpose = 'invoice') AS links, (SELECT count(*)::int FROM invoice_request WHERE sent IS NOT NULL) AS bills`,
      );
    const after = async (days: number): Promise<object | null> => {
      await world.clockPasses(`${days} days`);
      await world.app.get(Retention).sweep();
      await world.database.reads.query(`UPDATE session SET expires_at = 'infinity', seen_at = clock_now()`);
      return kept();
    };
    const before = (await kept()) as { links: number };
    expect(before).toMatchObject({ vendors: 2, paid_to: 1, bills: 2 });
    expect(await after(59)).toMatchObject({ vendors: 2, paid_to: 1, bills: 2 });
    for (const one of [paid, path]) expect((await world.visitor().fetch(one)).status).toBe(200);
    expect(await after(61)).toMatchObject({ vendors: 2, paid_to: 1, bills: 2 });
    for (const one of [paid, path]) expect((await world.visitor().fetch(one)).status).toBe(410);
    expect(await after(91)).toEqual({ vendors: 0, paid_to: 0, links: 0, bills: 2 });
    expect(await ben.get(read, { id: expenseId })).toMatchObject({
      state: 'PAID',
      payeeName: 'Rosa Sound',
      receipts: [{ name: 'bill.jpg' }],
      total: { minor: '4500' },
    });
    expect(await ben.get(read, { id: waiting.expenseId })).toMatchObject({
      state: 'DRAFT',
      payoutWay: null,
      receipts: [{ name: 'bill.jpg' }],
      invoice: { name: 'Tom Tents', amount: { minor: '4000' } },
    });
  });
});
