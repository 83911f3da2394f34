import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Closer } from '../../apps/api/src/decisions/index.ts';
import { openBrowser } from '../support/browser.ts';
import type { Client } from '../support/client.ts';
import { claim, found, joins } from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';
import { Household, type Dweller } from './household.ts';

// A consent as people live it on a phone: an objection, an answer, a new text that takes it up, everybody asked again, a yes with words of its own.
const browser: Browser | null = await openBrowser();
afterAll(() => browser?.close());

describe.skipIf(!browser)(`an objection at 390 px${browser ? '' : ' (SKIPPED: no browser on this machine)'}`, () => {
  let world: World;
  let house: Household;
  let [ana, cleo] = [] as unknown as [Dweller, Dweller];
  let dan: Client;
  let path: string;
  let mailed: string;
  const votes = (who: Client, option: string): Promise<unknown> =>
    who.get('mutation ($input: CastBallotInput!) { castBallot(input: $input) { __typename } }', {
      input: { proposalId: path.split('/').at(-1), option, textVersion: 1 },
    });

  beforeAll(async () => {
    world = await startWorld();
    const steward = await claim(world);
    const groupId = await found(steward);
    const member = await joins(world, steward, { groupId, name: 'Cleo' });
    dan = await joins(world, steward, { groupId, name: 'Dan' });
    house = new Household(browser!, world, { width: 390, theme: 'light', alsoIn: 'dark' }, 'objection');
    ana = await house.enter('Ana');
    await ana.context.addCookies(steward.cookies);
    cleo = await house.enter('Cleo');
    await cleo.context.addCookies(member.cookies);
  }, 120_000);
  afterAll(async () => {
    await house?.close();
    await world?.stop();
  });

  test('Ana announces a consent, opens it before its time, and Cleo objects', async () => {
    const page = await ana.at('/g/riverside/decisions/new');
    // A club decides by consent unless somebody says otherwise: so it stands in front, with the club's numbers behind it.
    const first = page.locator('main li').first();
    expect(await first.innerText()).toMatch(/^Consent\s+Your usual way/);
    await first.getByRole('link').click();
    await page.getByText('in 4 days').waitFor();
    await page.getByLabel('What do you propose?').fill('A second key');
    await page.getByLabel('Why, and how').fill('We make a second key and give it to Dan.');
    await page.getByText('Announce it, open later').click();
    await ana.look('01-form');
    await page.getByRole('button', { name: 'Announce it', exact: true }).click();
    await page.getByText('Until then its text may still change.').waitFor();
    path = new URL(page.url()).pathname;
    await ana.look('02-announced');
    await page.getByRole('button', { name: 'Open the vote now' }).click();
    await page.getByRole('button', { name: 'Amend it' }).waitFor();
    const { links } = await world.mailTo('cleo@example.org');
    mailed = new URL(links.find((link) => link.includes('/vote/'))!).pathname;
    await votes(dan, 'consent');
    const hers = await cleo.at(path);
    await hers.getByText('Object', { exact: true }).first().click();
    await hers.getByRole('textbox', { name: /^Why/ }).first().fill('Nobody knows who has a key.');
    await hers.getByRole('button', { name: 'Cast your vote' }).click();
    await hers.getByRole('button', { name: 'Withdraw my objection' }).waitFor();
    await cleo.look('03-objected');
  }, 60_000);

  test('Ana answers, writes a new text that takes it up, and everybody is asked again', async () => {
    const page = await ana.at(path);
    await page.getByRole('button', { name: 'Answer', exact: true }).click();
    await page.getByLabel('Your answer').fill('Then we keep a list.');
    // Closed without sending: what is typed stands there again.
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Answer', exact: true }).click();
    expect(await page.getByLabel('Your answer').inputValue()).toBe('Then we keep a list.');
    await ana.look('04-answer');
    await page.getByRole('dialog').getByRole('button', { name: 'Answer' }).click();
    await page.getByText('Then we keep a list.').waitFor();
    await page.getByRole('button', { name: 'Amend it' }).click();
    await page
      .getByRole('dialog')
      .getByLabel('Why, and how')
      .fill('We make a second key and give it to Dan. A list in the shed says who has a key.');
    await page.getByLabel('What has changed?').fill('There is a list of keys.');
    await page.getByRole('checkbox', { name: 'Cleo' }).check();
    await ana.look('05-amend');
    await page.getByRole('button', { name: 'Put it anew' }).click();
    await page.getByText('Taken up in the new text').waitFor();
    await ana.look('06-round-two');
  }, 60_000);

  test('the link of the mail before says that it is another text by now, and in what', async () => {
    const hers = await cleo.at(mailed);
    await hers.getByText('There is a list of keys.').waitFor();
    await hers.getByText('Compare the texts').click();
    expect(await hers.locator('ins').first().innerText()).toContain('A list in the shed');
    await cleo.look('06-link-of-before');
  }, 60_000);

  test('Cleo reads what changed and votes again; the time passes, and Ana writes what comes of it', async () => {
    const hers = await cleo.at(path);
    await hers.getByText('Changed since you voted: round 2').waitFor();
    await hers.getByRole('button', { name: 'What changed' }).first().click();
    expect(await hers.getByRole('dialog').locator('ins').first().innerText()).toContain('A list in the shed');
    await cleo.look('07-what-changed');
    await hers.keyboard.press('Escape');
    await hers.locator('form').getByText('Consent', { exact: true }).first().click();
    await hers.getByRole('button', { name: 'Cast your vote' }).click();
    await hers
      .getByRole('heading', { name: /^You voted/ })
      .first()
      .waitFor();
    await world.clockPasses('12 days');
    await world.app.get(Closer).closeDue();
    const page = await ana.at(path);
    await page.getByRole('heading', { name: 'Passed' }).first().waitFor();
    await page.getByRole('button', { name: 'Write what comes of it' }).click();
    await page.getByLabel('What was decided, who does what?').fill('Dan has the key, Cleo writes the list.');
    await page.getByRole('button', { name: 'Keep it' }).click();
    await page.getByText('Dan has the key, Cleo writes the list.').waitFor();
    await ana.look('08-outcome');
    expect(house.complaints()).toEqual([]);
  }, 60_000);
});
