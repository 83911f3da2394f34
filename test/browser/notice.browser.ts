import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '../support/client.ts';
import { openBrowser } from '../support/browser.ts';
import { claim, found, givesDuty, joins, key } from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';
import { Household, type Dweller } from './household.ts';

// Story 6 as people live it on a phone: Ben says what he does in three taps, Cleo objects, one press makes it a proposal, and the others vote.
const browser: Browser | null = await openBrowser();
afterAll(() => browser?.close());

describe.skipIf(!browser)(`a notice at 390 px${browser ? '' : ' (SKIPPED: no browser on this machine)'}`, () => {
  let world: World;
  let house: Household;
  let ben: Dweller;
  let cleo: Dweller;
  let path: string;

  beforeAll(async () => {
    world = await startWorld();
    const steward = await claim(world);
    const groupId = await found(steward);
    const enter = async (person: Client, name: string, theme: 'light' | 'dark'): Promise<Dweller> => {
      const dweller = await house.enter(name, { width: 390, theme });
      await dweller.context.addCookies(person.cookies);
      return dweller;
    };
    const people = [];
    for (const name of ['Ben', 'Cleo']) people.push(await joins(world, steward, { groupId, name }));
    await givesDuty(steward, { groupId, to: people[1]!, duty: 'TREASURER' });
    await people[1]!.get('mutation ($input: RecordContributionInput!) { recordContribution(input: $input) }', {
      input: {
        groupId,
        amount: { minor: '9000', currency: 'EUR' },
        receivedOn: '2026-01-02',
        giver: 'Jar',
        idempotencyKey: key(),
      },
    });
    house = new Household(browser!, world, { width: 390, theme: 'light' }, 'notice');
    ben = await enter(people[0]!, 'Ben', 'light');
    cleo = await enter(people[1]!, 'Cleo', 'dark');
  }, 120_000);
  afterAll(async () => {
    await house?.close();
    await world?.stop();
  });

  test('three taps: what is wrong is said at its place, the money is held, everybody is told', async () => {
    const page = await ben.at('/g/riverside');
    await page.getByRole('button', { name: 'Make something new' }).tap();
    await page.getByRole('menuitem', { name: "I'm doing this" }).tap();
    await page.getByLabel('What do you do?').fill('Paint the door of the workshop');
    await page.getByLabel('Money from the group').fill('80');
    await page.getByRole('button', { name: 'Say it' }).tap();
    await page.getByText('By notice you can spend up to €50.00').waitFor();
    expect(await page.getByLabel('What do you do?').inputValue()).toBe('Paint the door of the workshop');
    await ben.look('01-refused');
    await page.getByLabel('Money from the group').fill('45');
    await page.getByRole('button', { name: 'Say it' }).tap();
    await page.getByRole('heading', { name: 'Paint the door of the workshop', level: 1 }).waitFor();
    path = new URL(page.url()).pathname;
    await world.settle();
    await page.getByText('Ben does this, unless somebody objects').waitFor();
    await ben.look('02-posted');
    await ben.at('/g/riverside/book');
    await page.getByText('Held for a notice that does not stand yet').waitFor();
    await ben.look('03-book');
  }, 120_000);

  test('Cleo finds it in her inbox and objects; it becomes a talk', async () => {
    const page = await cleo.at('/inbox');
    await page.getByRole('button', { name: /^Fine by me/ }).waitFor();
    await cleo.look('04-inbox');
    await page.getByRole('link', { name: /^Look/ }).tap();
    await page.getByRole('button', { name: 'Object', exact: true }).tap();
    await page.getByRole('dialog').getByRole('button', { name: 'Object' }).tap();
    await page.getByText('Say why: the others read it').waitFor();
    await page.getByLabel('Why').fill('Red paint needs a permit here. Let us ask first.');
    await cleo.look('05-object');
    await page.getByRole('dialog').getByRole('button', { name: 'Object' }).tap();
    await page.getByText('Somebody objects: talk about it').waitFor();
    await cleo.look('06-talk');
  }, 120_000);

  test('one press makes it a proposal with both sides; each page leads to the other', async () => {
    const page = await ben.at(path);
    await page.getByText('Red paint needs a permit here').waitFor();
    await ben.look('07-talk-of-ben');
    await page.getByRole('button', { name: 'Make it a proposal' }).tap();
    await page.getByText('Made of notice 1').waitFor();
    await page.getByText('Let us ask first').waitFor();
    await ben.look('08-draft');
    await page.getByRole('button', { name: 'Open the vote' }).tap();
    await page.getByRole('link', { name: 'Paint the door of the workshop' }).tap();
    await page.getByText('It became a proposal').waitFor();
    await ben.look('09-raised');
    await page.getByRole('link', { name: /^To proposal/ }).tap();
    await page.getByText('Made of notice 1').waitFor();
  }, 120_000);

  test('the list, the group and the roll show what is going on and who carries what', async () => {
    const page = await ben.at('/g/riverside/notices/new');
    await page.getByLabel('What do you do?').fill('Sort the box of screws');
    await page.getByRole('button', { name: 'Say it' }).tap();
    await page.getByRole('heading', { name: 'Sort the box of screws', level: 1 }).waitFor();
    await world.settle();
    await ben.at('/g/riverside/notices');
    await page.getByRole('button', { name: 'All' }).tap();
    await page.getByText('Became a proposal').waitFor();
    await ben.look('10-notices');
    await ben.at('/g/riverside');
    await page.getByRole('heading', { name: 'Notices' }).waitFor();
    await ben.look('11-group');
    await ben.at('/g/riverside/roll');
    await page.getByText('carries 1 notice').waitFor();
    await ben.look('12-roll');
    expect(house.complaints()).toEqual([]);
  }, 120_000);
});
