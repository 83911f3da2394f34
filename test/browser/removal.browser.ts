import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RemovalClock } from '../../apps/api/src/removals/index.ts';
import { openBrowser, type Look } from '../support/browser.ts';
import type { Client } from '../support/client.ts';
import { claim, found, joins } from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';
import { Household, type Dweller } from './household.ts';

// Story 8 as people live it: Ben begins a case on his phone, Cleo joins it at her desk, and Dan reads and answers by the link of a mail, in German.
const browser: Browser | null = await openBrowser();
afterAll(() => browser?.close());

describe.skipIf(!browser)(`a removal${browser ? '' : ' (SKIPPED: no browser on this machine)'}`, () => {
  let world: World;
  let house: Household;
  let ben: Dweller;
  let cleo: Dweller;
  let dan: Dweller;
  let path: string;

  beforeAll(async () => {
    world = await startWorld();
    const steward = await claim(world);
    const groupId = await found(steward);
    house = new Household(browser!, world, { width: 390, theme: 'light' }, 'removal');
    const people: Record<string, Client> = {};
    for (const name of ['Ben', 'Cleo', 'Dan', 'Eve', 'Fay'])
      people[name] = await joins(world, steward, { groupId, name });
    const enter = async (name: string, look: Look): Promise<Dweller> => {
      const dweller = await house.enter(name, look);
      await dweller.context.addCookies(people[name]!.cookies);
      return dweller;
    };
    ben = await enter('Ben', { width: 390, theme: 'light', alsoIn: 'dark' });
    cleo = await enter('Cleo', { width: 1280, theme: 'dark', alsoIn: 'light' });
    dan = await house.enter('Dan', { width: 390, theme: 'dark', alsoIn: 'light', locale: 'de-DE' });
  }, 120_000);
  afterAll(async () => {
    await house?.close();
    await world?.stop();
  });

  test('a member begins it from the roll; what is missing is said at its place', async () => {
    const page = await ben.at('/g/riverside/roll');
    await page.getByRole('link', { name: 'When somebody has to leave' }).tap();
    await page.getByLabel('About whom?').selectOption('Dan');
    await page.getByText('It counts once a second member joins you').waitFor();
    await page.getByRole('button', { name: 'Open the case' }).tap();
    await page.getByText('Say why: the person reads it and can answer.').waitFor();
    await ben.look('01-form');
    await page
      .getByLabel('Why should they leave?')
      .fill('He shouted at Eve during the soup evening.\nIt was the third time since spring.');
    await page
      .getByLabel('When did the last of it happen?')
      .fill(new Date(Date.now() - 86_400_000).toISOString().slice(0, 10));
    await page.getByRole('button', { name: 'Open the case' }).tap();
    await page.getByRole('heading', { name: 'Case about Dan' }).waitFor();
    await page.getByText('Waits for a second member').waitFor();
    path = new URL(page.url()).pathname;
    await ben.look('02-asked');
    await ben.at('/g/riverside/roll');
    await page.getByRole('heading', { name: 'Open cases' }).waitFor();
    await ben.look('03-roll');
  }, 90_000);

  test('a second one joins it at a desk, with their name', async () => {
    const page = await cleo.at(path);
    await page.getByRole('button', { name: 'Join the case' }).click();
    await page.getByRole('button', { name: 'Join with my name' }).click();
    await page.getByText('Dan can reply').waitFor();
    await page.getByText('Opened by Ben, Cleo').waitFor();
    await cleo.look('04-reply');
  }, 90_000);

  test('the person concerned answers by the link of the mail, and takes more time', async () => {
    const { links } = await world.mailTo('dan@example.org');
    const page = await dan.at(new URL(links.find((link) => link.includes('/removal/'))!).pathname);
    await page.getByText('Du kannst jetzt antworten').waitFor();
    await page.getByLabel('Deine Antwort').fill('Es tut mir leid. Ich habe mich erschreckt und mich entschuldigt.');
    await page.getByRole('button', { name: 'Antwort abschicken' }).tap();
    await page.getByRole('button', { name: 'Antwort ändern' }).waitFor();
    await page.getByRole('button', { name: 'Ich brauche 3 Tage mehr' }).tap();
    await page.getByRole('button', { name: 'Ich brauche 3 Tage mehr' }).waitFor({ state: 'detached' });
    await dan.look('05-antwort');
  }, 90_000);

  test('the vote opens by itself; who votes reads both sides, who is concerned reads where it stands', async () => {
    await world.clockPasses('7 days');
    await world.database.reads.query(`UPDATE session SET expires_at = 'infinity', seen_at = clock_now()`);
    await world.app.get(RemovalClock).runDue();
    const page = await cleo.at(path);
    await page.getByText('What Dan replies').waitFor();
    await cleo.look('06-vote');
    await page.getByRole('link', { name: 'To the vote' }).click();
    await page.getByRole('heading', { name: 'Does Dan have to leave?' }).waitFor();
    await cleo.look('07-ballot');
    await dan.page.reload();
    await dan.page.getByText('Die Gruppe stimmt ab').first().waitFor();
    await dan.look('08-abstimmung');
    for (const one of [ben, cleo, dan]) expect.soft(one.complaints, one.name).toEqual([]);
  }, 90_000);
});
