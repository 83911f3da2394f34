import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, inject, test } from 'vitest';
import { Client } from '../support/client.ts';
import { key } from '../support/people.ts';
import { startProduct, type Product } from '../support/product.ts';

// The really started product is killed without warning while people write: what it had acknowledged is there afterwards. On PostgreSQL this
// is told statement by statement (sudden-death).
const prepared = inject('preparedDatabase');
const root = join(import.meta.dirname, '../..');

async function house(product: Product): Promise<{ ben: Client; groupId: string }> {
  const ana = new Client(product.url);
  const code = product.claimLink.split('/').at(-1);
  await ana.get('mutation ($input: ClaimInstanceInput!) { claimInstance(input: $input) { id } }', {
    input: { code, name: 'Ana', email: 'ana@example.org' },
  });
  const { id: groupId } = await ana.get<{ id: string }>(
    'mutation ($input: CreateGroupInput!) { createGroup(input: $input) { ... on Group { id } } }',
    {
      input: { name: 'Riverside', handle: 'riverside', currency: 'EUR', zone: 'Europe/Brussels', visibility: 'OPEN' },
    },
  );
  const { url } = await ana.get<{ url: string }>(
    'mutation ($input: CreateInviteLinkInput!) { createInviteLink(input: $input) { url } }',
    { input: { groupId, maxUses: 5, days: 7 } },
  );
  const invitation = new URL(url).pathname;
  const ben = new Client(product.url);
  await ben.get('mutation ($input: RequestSignInInput!) { requestSignIn(input: $input) }', {
    input: { email: 'ben@example.org', name: 'Ben', next: invitation },
  });
  // Without mail set up the links of mails stand on the console.
  await expect.poll(() => product.printed(), { timeout: 15_000 }).toMatch(/\/l\/signin\/[\w-]+/);
  const link = /\/l\/signin\/[\w-]+/.exec(product.printed())![0];
  await ben.fetch(link, { method: 'POST', body: new URLSearchParams() });
  await ben.get('mutation ($token: String!) { redeemInvitation(token: $token) }', {
    token: invitation.split('/').at(-1),
  });
  const { id: benId } = await ben.get<{ id: string }>('{ viewer { id } }');
  await ana.get('mutation ($input: DutyInput!) { giveDuty(input: $input) }', {
    input: { groupId, personId: benId, duty: 'TREASURER' },
  });
  return { ben, groupId };
}

/** Writes as fast as it goes, in eight hands, until the product is gone. Adds the ids that were acknowledged. */
async function writeUntilGone(ben: Client, groupId: string, acknowledged: Set<string>): Promise<void> {
  const hand = async (): Promise<void> => {
    for (;;) {
      try {
        acknowledged.add(
          await ben.get<string>('mutation ($input: RecordContributionInput!) { recordContribution(input: $input) }', {
            input: {
              groupId,
              amount: { minor: '100', currency: 'EUR' },
              receivedOn: '2026-01-02',
              idempotencyKey: key(),
            },
          }),
        );
      } catch (error) {
        if (error instanceof TypeError) return; // the connection broke
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: 8 }, hand));
}

async function everyEntry(ben: Client): Promise<Set<string>> {
  const ids = new Set<string>();
  for (let after: string | null = null; ;) {
    const page: { nodes: { id: string }[]; pageInfo: { endCursor: string | null; hasNextPage: boolean } } =
      await ben.get(
        'query ($after: String) { bookEntries(handle: "riverside", first: 50, after: $after) { nodes { id } pageInfo { endCursor hasNextPage } } }',
        { after },
      );
    for (const { id } of page.nodes) ids.add(id);
    if (!page.pageInfo.hasNextPage) return ids;
    after = page.pageInfo.endCursor;
  }
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

test('its folder is its own, and killed in the middle of writing it has everything that it had acknowledged', async () => {
  const first = await startProduct({ prepared });
  folders.push(first.dataDir);
  // A second process on the same folder is refused in words that name the first.
  await expect(startProduct({ dataDir: first.dataDir })).rejects.toThrow(String(first.process.pid));
  const { ben, groupId } = await house(first);
  const acknowledged = new Set<string>();
  const writing = writeUntilGone(ben, groupId, acknowledged);
  await expect.poll(() => acknowledged.size, { timeout: 30_000, interval: 10 }).toBeGreaterThan(50);
  await first.stop('SIGKILL');
  await writing;

  const port = Number(new URL(first.url).port);
  const second = await startProduct({ dataDir: first.dataDir, port });
  const entries = await everyEntry(ben);
  expect([...acknowledged].filter((id) => !entries.has(id))).toEqual([]);
  await second.stop();
  const verified = spawnSync(process.execPath, [join(root, 'dist/apps/api/src/cli.js'), 'verify'], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], DATA_DIR: first.dataDir },
  });
  expect(verified.stdout + verified.stderr).toContain(`book riverside: ${entries.size} entries hold`);
  expect(verified.status).toBe(0);
}, 120_000);
