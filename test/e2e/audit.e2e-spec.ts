import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Journal, verifyJournal } from '#libs/money';
import type { Client } from '../support/client.ts';
import { engines, startWorldOn } from '../support/engines.ts';
import { claim, found, givesDuty, joins, key, photo } from '../support/people.ts';
import type { World } from '../support/world.ts';

// An auditor reads the whole book by a link: with texts and receipts, without bills between people, and nothing else opens by it.
const makeOf = 'mutation ($input: AuditLinkInput!) { makeAuditLink(input: $input) }';
const listOf = '{ auditLinks(handle: "riverside") { id label good openings } }';

describe.each(engines)('an auditor on %s', (engine) => {
  let world: World;
  let [ana, ben, cleo]: Client[] = [];
  let groupId: string;
  let otherId: string;
  let path: string;
  let receiptId: string;
  let strangeId: string;

  beforeAll(async () => {
    world = await startWorldOn(engine);
    ana = await claim(world);
    groupId = await found(ana);
    otherId = await found(ana, { handle: 'elsewhere', visibility: 'SECRET' });
    ben = await joins(world, ana, { groupId, name: 'Ben' });
    cleo = await joins(world, ana, { groupId, name: 'Cleo' });
    await givesDuty(ana, { groupId, to: ben, duty: 'TREASURER' });
    await ben.get('mutation ($input: RecordContributionInput!) { recordContribution(input: $input) }', {
      input: { groupId, amount: eur('9000'), receivedOn: '2026-01-02', giver: 'canary-giver', idempotencyKey: key() },
    });
    await ben.get('mutation ($input: RecordContributionInput!) { recordContribution(input: $input) }', {
      input: { groupId, amount: eur('100'), receivedOn: '2026-01-02', idempotencyKey: key() },
    });
    receiptId = await spends(cleo, groupId);
    strangeId = await spends(ana, otherId);
  }, 60_000);
  afterAll(() => world.stop());

  const eur = (minor: string): object => ({ minor, currency: 'EUR' });
  async function spends(who: Client, inGroup: string): Promise<string> {
    const file = { name: 'receipt.jpg', bytes: await photo() };
    const { id } = (await (await who.upload('/files', file, { groupId: inGroup })).json()) as { id: string };
    const expense = await who.get<{ id: string }>(
      'mutation ($input: SubmitExpenseInput!) { submitExpense(input: $input) { ... on Expense { id } } }',
      {
        input: {
          groupId: inGroup,
          title: 'canary-lamps',
          category: 'other',
          items: [{ what: 'Lamps', spentOn: '2026-01-02', amount: eur('700') }],
          receipts: [id],
          idempotencyKey: key(),
        },
      },
    );
    if (inGroup === groupId)
      await ana!.get('mutation ($id: ID!) { approveExpense(id: $id, revision: 1) { __typename } }', { id: expense.id });
    return id;
  }
  const make = (more: object = {}): Promise<string> =>
    ben!.get<string>(makeOf, { input: { groupId, label: 'Office of audits', days: 14, ...more } });

  test('only who keeps the book makes a link, for some days', async () => {
    expect(await cleo!.refusalOf(makeOf, { input: { groupId, label: 'x', days: 1 } })).toMatchObject({
      code: 'FORBIDDEN',
    });
    for (const days of [0, 91])
      expect(await ben!.refusalOf(makeOf, { input: { groupId, label: 'x', days } })).toMatchObject({ field: 'days' });
    expect(await ben!.refusalOf(makeOf, { input: { groupId, label: ' ', days: 1 } })).toMatchObject({ field: 'label' });
    path = new URL(await make()).pathname;
    expect(await cleo!.get(listOf)).toBeNull();
    expect(await ben!.get(listOf)).toMatchObject([{ label: 'Office of audits', good: true, openings: 0 }]);
  });

  test('by it everybody reads texts, postings and receipts, and takes the book along; each opening is noted', async () => {
    const auditor = world.visitor();
    const page = await auditor.fetch(path);
    const html = await page.text();
    expect(page.status).toBe(200);
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    for (const words of [
      'canary-giver',
      'canary-lamps',
      'General',
      'Expense approved',
      'Owed to p-',
      ' · Contributions C-2<',
      'General fund (Something else)',
      `${path}/receipts/${receiptId}`,
      'The whole book as JSON',
      'their numbers are missing here',
      '/check_book.py',
    ])
      expect(html).toContain(words);
    expect(html).not.toContain('<form');
    const german = await (await auditor.fetch(path, { headers: { 'accept-language': 'de' } })).text();
    expect(german).toContain('Allgemeiner Topf (Etwas anderes)');
    const receipt = await auditor.fetch(`${path}/receipts/${receiptId}`);
    expect([receipt.status, receipt.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    await receipt.arrayBuffer();
    const book = JSON.parse(await (await auditor.fetch(`${path}/book/json`)).text()) as Journal;
    expect(verifyJournal((bytes) => createHash('sha256').update(bytes).digest(), book)).toBeNull();
    expect(book.entries.map(({ text }) => text)).toContainEqual(expect.stringContaining('canary-giver'));
    expect(await ben!.get(listOf)).toMatchObject([{ openings: 4 }]);
    expect(
      await world.database.reads.query(
        `SELECT count(*)::int AS n FROM log_entry WHERE chain_id = $1 AND type = 'book.audited'`,
        [groupId],
      ),
    ).toEqual([{ n: 4 }]);
  });

  test('it opens nothing else', async () => {
    const auditor = world.visitor();
    const token = path.split('/').at(-1)!;
    const gets = async (at: string): Promise<number> => {
      const answer = await auditor.fetch(at);
      await answer.arrayBuffer();
      return answer.status;
    };
    await (await auditor.fetch(path)).text();
    expect(auditor.cookies).toEqual([]);
    expect(await gets(`${path}/receipts/${strangeId}`)).toBe(404);
    expect(await gets(`${path}/receipts/${groupId}`)).toBe(404);
    expect(await gets(`${path}/book/exe`)).toBe(404);
    expect(await gets(`/files/${receiptId}`)).toBe(404);
    expect(await gets(`/l/bills/${token}`)).toBe(410);
    expect(await gets(`/g/riverside/book/export/json`)).toBe(401);
    expect(await gets(`/g/elsewhere/book/export/json`)).toBe(404);
    expect(await auditor.get('{ viewer { id } }').catch(() => null)).toBeNull();
    const posted = await auditor.fetch(path, { method: 'POST', body: '' });
    expect(posted.status).toBeGreaterThanOrEqual(400);
    const stored = await world.database.reads.query<{ n: number }[]>(
      `SELECT count(*)::int AS n FROM link WHERE encode(token_hash, 'escape') LIKE '%' || $1 || '%' OR data::text LIKE '%' || $1 || '%'`,
      [token],
    );
    expect(stored).toEqual([{ n: 0 }]);
  });

  test('and ends when it is taken back, on its day, and where it was never made', async () => {
    const [{ id }] = (await ben!.get<{ id: string }[]>(listOf)) as [{ id: string }];
    const revoke = 'mutation ($id: ID!) { revokeAuditLink(id: $id) }';
    expect(await cleo!.refusalOf(revoke, { id })).toMatchObject({ code: 'FORBIDDEN' });
    await ben!.get(revoke, { id });
    expect((await world.visitor().fetch(path)).status).toBe(410);
    expect((await world.visitor().fetch(`${path}/book/json`)).status).toBe(404);
    expect((await world.visitor().fetch(`${path}/receipts/${receiptId}`)).status).toBe(404);
    const short = new URL(await make({ days: 1 })).pathname;
    expect((await world.visitor().fetch(short)).status).toBe(200);
    await world.clockPasses('25 hours');
    expect((await world.visitor().fetch(short)).status).toBe(410);
    expect((await world.visitor().fetch('/l/audit/nothing')).status).toBe(410);
  });
});
