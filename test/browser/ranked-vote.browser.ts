import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Closer } from '../../apps/api/src/decisions/index.ts';
import { openBrowser } from '../support/browser.ts';
import type { Client } from '../support/client.ts';
import { claim, found, joins } from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';
import { Household, type Dweller } from './household.ts';

// A ranked vote as people live it on a phone: the door, the options, an order by taps, keys and dragging, the drawn result.
const browser: Browser | null = await openBrowser();
afterAll(() => browser?.close());

describe.skipIf(!browser)(`a ranked vote at 390 px${browser ? '' : ' (SKIPPED: no browser on this machine)'}`, () => {
  let world: World;
  let house: Household;
  let ana: Dweller;
  const others: Client[] = [];
  let path: string;
  const places = async (): Promise<string[]> =>
    (await ana.page.locator('main [data-row]:visible').allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());

  beforeAll(async () => {
    world = await startWorld();
    const steward = await claim(world);
    const groupId = await found(steward);
    for (const name of ['Ben', 'Cleo', 'Dan']) others.push(await joins(world, steward, { groupId, name }));
    house = new Household(browser!, world, { width: 390, theme: 'light' }, 'ranked-vote');
    ana = await house.enter('Ana');
    await ana.context.addCookies(steward.cookies);
  }, 120_000);
  afterAll(async () => {
    await house?.close();
    await world?.stop();
  });

  test('Ana chooses a door, writes the options with Enter and opens the vote; what is wrong is said at its place', async () => {
    const page = await ana.at('/g/riverside/decisions/new');
    await page.getByRole('heading', { name: 'Choose between options' }).waitFor();
    await ana.look('01-doors');
    await page.getByRole('link', { name: /^Ranked/ }).click();
    await page.getByLabel('What is the question?').fill('Where do we rehearse in spring?');
    await page.getByRole('button', { name: 'Open the vote' }).click();
    await page.getByText('Write at least two options.').waitFor();
    await page.getByLabel('Option 1', { exact: true }).fill('Weir House');
    await page.getByLabel('Option 1', { exact: true }).press('Enter');
    await page.keyboard.type('School hall');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Boat shed');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Old mill');
    expect(await page.getByLabel('Option 4', { exact: true }).inputValue()).toBe('Old mill');
    await ana.look('02-form');
    await page.getByRole('button', { name: 'Open the vote' }).click();
    await page.getByRole('heading', { name: 'Where do we rehearse in spring?', level: 1 }).waitFor();
    path = new URL(page.url()).pathname;
    // Whoever put the question votes first too: what else they may do stands below the ballot.
    const top = async (name: string): Promise<number> =>
      (await page.getByRole('button', { name, exact: true }).locator('visible=true').boundingBox())!.y;
    expect(await top('Cast your vote')).toBeLessThan(await top('Give more time'));
    await ana.look('03-ballot');
  }, 60_000);

  test('she taps an order, moves by key and by finger, lets two share a place, and casts it', async () => {
    const { page } = ana;
    for (const name of ['Boat shed', 'Weir House', 'Old mill'])
      await page.getByRole('button', { name, exact: true }).click();
    expect(await places()).toEqual(['1 Boat shed', '2 Weir House', '3 Old mill']);
    const up = page.getByRole('button', { name: 'Weir House: one place up' });
    await up.focus();
    await page.keyboard.press('Enter');
    expect(await places()).toEqual(['1 Weir House', '2 Boat shed', '3 Old mill']);
    expect(await up.evaluate((button) => button === document.activeElement)).toBe(true);
    const handle = page.locator('main [data-row]:visible').nth(2).locator('.touch-none');
    await handle.scrollIntoViewIfNeeded();
    const from = (await handle.boundingBox())!;
    const to = (await page.locator('main [data-row]:visible').nth(0).boundingBox())!;
    await page.mouse.move(from.x + 10, from.y + 10);
    await page.mouse.down();
    await page.mouse.move(from.x + 10, to.y + to.height / 2, { steps: 12 });
    await page.mouse.up();
    expect(await places()).toEqual(['1 Old mill', '2 Weir House', '3 Boat shed']);
    await page.getByRole('button', { name: 'Boat shed: same place as the one above' }).click();
    expect(await places()).toEqual(['1 Old mill', '2 Weir House', '2 Boat shed']);
    await ana.look('04-ranked');
    await page.getByRole('button', { name: 'Cast your vote' }).click();
    await page.getByRole('heading', { name: 'You voted: 1. Old mill, 2. Weir House = Boat shed' }).first().waitFor();
    await page.getByText('If it closed now, Old mill would win 3 of 3 comparisons').first().waitFor();
    await ana.look('05-voted');
  }, 60_000);

  test('the others vote, the time passes, and the outcome stands drawn, as a table and as a sentence', async () => {
    const id = path.split('/').at(-1);
    const ask = 'query ($id: ID!) { proposal(id: $id) { options { id label } } }';
    const { options } = await others[0]!.get<{ options: { id: string; label: string }[] }>(ask, { id });
    const idOf = (label: string): string => options.find((one) => one.label === label)!.id;
    const cast = 'mutation ($input: CastBallotInput!) { castBallot(input: $input) { __typename } }';
    const orders = [
      ['School hall', 'Weir House'],
      ['Weir House', 'Old mill'],
      ['Weir House', 'School hall', 'Boat shed'],
    ];
    for (const [at, order] of orders.entries())
      expect(
        await others[at]!.get(cast, { input: { proposalId: id, ranking: order.map((label) => [idOf(label)]) } }),
      ).toEqual({ __typename: 'Proposal' });
    const page = await ana.at(path);
    await page.getByText('It cannot change any more unless somebody changes a vote.').first().waitFor();
    await ana.look('06-live');
    await world.clockPasses('4 days');
    await world.app.get(Closer).closeDue();
    await ana.at(path);
    await page.getByRole('heading', { name: 'Counted' }).first().waitFor();
    await page.getByText('Weir House stands first: 3 of 3 comparisons won.').first().waitFor();
    const table = page.getByRole('region', { name: 'Each against each' }).locator('visible=true').first();
    expect((await table.locator('tbody tr', { hasText: 'Weir House' }).innerText()).replace(/\s+/g, ' ')).toBe(
      'Weir House · 3 (won) 3 (won) 3 (won)',
    );
    await ana.look('07-outcome');
    expect(house.complaints()).toEqual([]);
  }, 60_000);
});
