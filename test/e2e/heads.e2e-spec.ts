import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from '../support/client.ts';
import { claim, found, givesDuty, joins, key, wall } from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';

// What a page says before any script runs, to whom, and what crawlers may find.
let world: World;
let ana: Client;
const made: Record<string, { event: string; proposal: string }> = {};

async function furnish(handle: string, visibility: 'OPEN' | 'CLOSED' | 'SECRET'): Promise<void> {
  const groupId = await found(ana, { handle, visibility });
  const event = await ana.get<{ id: string }>(
    'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }',
    {
      input: {
        groupId,
        fields: {
          title: `Evening of ${handle}`,
          startLocal: wall(10, 19),
          endLocal: wall(10, 22),
          zone: 'Europe/Brussels',
          visibility: 'GROUP',
        },
      },
    },
  );
  const proposal = await ana.get<{ id: string }>(
    'mutation ($input: CreateProposalInput!) { createProposal(input: $input) { id } }',
    {
      input: {
        groupId,
        fields: {
          title: `Kettle of ${handle}`,
          body: '<script>alert(1)</script> It **boils**.',
          method: 'MAJORITY',
          closesAt: new Date(Date.now() + 3_600_000).toISOString(),
        },
      },
    },
  );
  made[handle] = { event: event.id, proposal: proposal.id };
}

beforeAll(async () => {
  world = await startWorld();
  ana = await claim(world);
  for (const [handle, visibility] of [
    ['riverside', 'OPEN'],
    ['cellar', 'CLOSED'],
    ['attic', 'SECRET'],
  ] as const)
    await furnish(handle, visibility);
  const { id } = await ana.get<{ id: string }>('{ group(handle: "riverside") { id } }');
  const ben = await joins(world, ana, { groupId: id, name: 'Ben' });
  await givesDuty(ana, { groupId: id, to: ben, duty: 'TREASURER' });
  await ben.get('mutation ($input: RecordContributionInput!) { recordContribution(input: $input) }', {
    input: {
      groupId: id,
      amount: { minor: '60000', currency: 'EUR' },
      receivedOn: '2026-01-02',
      idempotencyKey: key(),
    },
  });
});
afterAll(() => world.stop());

const page = async (path: string): Promise<{ status: number; html: string }> => {
  const response = await world.visitor().fetch(path);
  return { status: response.status, html: await response.text() };
};

test('an open group is readable without script: its decisions, a proposal, its book', async () => {
  const { proposal } = made['riverside']!;
  for (const [path, title, words] of [
    ['/', 'Folkmoot', 'Group riverside'],
    ['/explore', 'Coming events · Folkmoot', 'Nothing is planned'],
    ['/g/riverside', 'Group riverside', 'Group riverside'],
    ['/g/riverside/decisions', 'Decisions · Group riverside', 'Kettle of riverside'],
    [`/p/${proposal}`, 'Kettle of riverside · Group riverside', '<strong>boils</strong>'],
    ['/g/riverside/book', 'Our money · Group riverside', '€600.00'],
  ] as const) {
    const { status, html } = await page(path);
    expect([path, status]).toEqual([path, 200]);
    expect(html).toContain(`<title>${title}</title>`);
    expect(html).toContain(words);
    expect(html).toContain(`<link rel="canonical" href="${world.url}${path}">`);
    expect(html).not.toContain('<script>alert');
  }
});

test('what a visitor may not see is the bare shell, the same as for a page that is not there', async () => {
  const nowhere = await page('/p/0190c5d2-0000-7000-8000-000000000000');
  expect(nowhere.status).toBe(404);
  for (const path of [
    `/p/${made['cellar']!.proposal}`,
    `/p/${made['attic']!.proposal}`,
    '/g/cellar/decisions',
    '/g/cellar/book',
    '/g/attic',
    '/g/attic/book',
    `/e/${made['attic']!.event}`,
  ])
    expect([path, await page(path)]).toEqual([path, nowhere]);
});

test('crawlers find the public pages, and nothing of a closed door but its card', async () => {
  const robots = await world.visitor().fetch('/robots.txt');
  expect(robots.headers.get('content-type')).toContain('text/plain');
  expect(await robots.text()).toContain(`Sitemap: ${world.url}/sitemap.xml`);
  const map = await world.visitor().fetch('/sitemap.xml');
  expect(map.headers.get('content-type')).toContain('application/xml');
  const found = [...(await map.text()).matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, url]) => new URL(url!).pathname);
  expect(found.toSorted()).toEqual(
    [
      '/',
      '/explore',
      '/g/riverside',
      '/g/riverside/about',
      '/g/riverside/calendar',
      '/g/riverside/decisions',
      '/g/riverside/book',
      '/g/cellar',
      `/p/${made['riverside']!.proposal}`,
    ].toSorted(),
  );
});
