import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Closer } from '../../apps/api/src/decisions/index.ts';
import { openBrowser } from '../support/browser.ts';
import type { Client } from '../support/client.ts';
import { claim, found, givesDuty, joins, key } from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';
import { Household, type Dweller } from './household.ts';

// On a phone: a treasurer is elected by ranking and holds the duty from their yes on; shared money opens a line for each project it funds.
const browser: Browser | null = await openBrowser();
afterAll(() => browser?.close());

describe.skipIf(!browser)(
  `what wins is carried out, at 390 px${browser ? '' : ' (SKIPPED: no browser on this machine)'}`,
  () => {
    let world: World;
    let house: Household;
    let ana: Dweller;
    let cleo: Dweller;
    let nobody: Dweller;
    const others: Client[] = [];
    const paths: string[] = [];
    const ask = 'query ($id: ID!) { proposal(id: $id) { options { id label } } }';
    const cast = 'mutation ($input: CastBallotInput!) { castBallot(input: $input) { __typename } }';
    /** The others vote, naming options by their labels. */
    const othersVote = async (path: string, answers: (idOf: (label: string) => string) => object[]): Promise<void> => {
      const id = path.split('/').at(-1);
      const { options } = await others[0]!.get<{ options: { id: string; label: string }[] }>(ask, { id });
      const idOf = (label: string): string => options.find((one) => one.label === label)!.id;
      for (const [at, answer] of answers(idOf).entries())
        expect(await others[at]!.get(cast, { input: { proposalId: id, ...answer } })).toEqual({
          __typename: 'Proposal',
        });
    };

    beforeAll(async () => {
      world = await startWorld();
      const steward = await claim(world);
      const groupId = await found(steward);
      for (const name of ['Ben', 'Cleo', 'Dan']) others.push(await joins(world, steward, { groupId, name }));
      await givesDuty(steward, { groupId, to: others[0]!, duty: 'TREASURER' });
      await others[0]!.get('mutation ($input: RecordContributionInput!) { recordContribution(input: $input) }', {
        input: {
          groupId,
          amount: { minor: '60000', currency: 'EUR' },
          receivedOn: '2026-01-02',
          idempotencyKey: key(),
        },
      });
      house = new Household(browser!, world, { width: 390, theme: 'light' }, 'elections');
      ana = await house.enter('Ana');
      cleo = await house.enter('Cleo');
      nobody = await house.enter('Nobody', { width: 390, theme: 'dark', locale: 'en-GB' });
      await ana.context.addCookies(steward.cookies);
      await cleo.context.addCookies(others[1]!.cookies);
    }, 120_000);
    afterAll(async () => {
      await house?.close();
      await world?.settle();
      await world?.stop();
    });

    test('Ana announces an election: who stands comes from the roll, and the elected gets a duty', async () => {
      const page = await ana.at('/g/riverside/decisions/new?type=election');
      await page.getByLabel('Who is elected?').fill('Who keeps the till?');
      await page.getByRole('button', { name: 'Announce it', exact: true }).click();
      await page.getByText('Choose at least two people.').waitFor();
      for (const name of ['Ben', 'Cleo', 'Dan']) await page.getByLabel('One more person').selectOption({ label: name });
      await page.getByRole('switch', { name: /^The elected get a duty/ }).check();
      await page.getByLabel('In whose place?').selectOption({ label: 'Ben' });
      await ana.look('01-election');
      await page.getByRole('button', { name: 'Announce it', exact: true }).click();
      await page.getByText('Ends Ben’s duty of treasurer, gives it to whoever is elected').waitFor();
      paths.push(new URL(page.url()).pathname);
      await ana.look('01-candidates');
    }, 90_000);

    test('those named are asked: Cleo says yes by the mail without signing in, Ben from his inbox, Dan on the page', async () => {
      const { links } = await world.mailTo('cleo@example.org');
      const cleos = await nobody.at(new URL(links.find((link) => link.includes('/stand/'))!).pathname);
      await cleos.getByText('Ana has named you.').waitFor();
      await nobody.look('01-asked');
      await cleos.getByRole('button', { name: 'Yes, I stand' }).click();
      await cleos.getByText('Until the vote opens you can change it.').waitFor();
      await nobody.look('01-said-yes');
      await cleo.context.addCookies(others[0]!.cookies);
      const bens = await cleo.at('/inbox');
      await bens.getByRole('heading', { name: 'Will you stand for election?' }).waitFor();
      await cleo.look('01-inbox');
      await bens.getByRole('button', { name: 'Yes, I stand' }).click();
      await bens.getByText('Will you stand for election?').waitFor({ state: 'detached' });
      await cleo.context.addCookies(others[2]!.cookies);
      const dans = await cleo.at(paths[0]!);
      await dans.getByRole('button', { name: 'Yes, I stand' }).click();
      await dans.getByRole('button', { name: 'Stand down' }).waitFor();
      await cleo.look('01-all-stand');
      await cleo.context.addCookies(others[1]!.cookies);
      const page = await ana.at(paths[0]!);
      await page.getByRole('button', { name: 'Open the vote now' }).click();
      for (const name of ['Cleo', 'Ben']) await page.getByRole('button', { name, exact: true }).click();
      await page.getByRole('button', { name: 'Cast your vote' }).click();
      await page.getByRole('heading', { name: 'You voted: 1. Cleo, 2. Ben' }).first().waitFor();
      await othersVote(paths[0]!, (idOf) => [
        { ranking: [[idOf('Ben')], [idOf('Cleo')]] },
        { ranking: [[idOf('Cleo')]] },
        { ranking: [[idOf('Dan')], [idOf('Cleo')]] },
      ]);
    }, 90_000);

    test('she puts a budget vote, whose projects get their lines, and all vote', async () => {
      const page = await ana.at('/g/riverside/decisions/new?type=budget');
      await page.getByLabel('What is the money for?').fill('What do we buy this year?');
      for (const [at, [name, cost]] of [
        ['Lamps', '200'],
        ['Garden', '150'],
        ['Statue', '400'],
      ].entries()) {
        await page.getByLabel(`Option ${at + 1}`, { exact: true }).fill(name!);
        await page.getByLabel('What it costs').nth(at).fill(cost!);
      }
      await page.getByLabel('How much is there to share out?').fill('400');
      await page.getByRole('switch', { name: /^Open a budget line for each project/ }).check();
      await page.getByRole('button', { name: 'Open the vote' }).click();
      await page.getByText('Opens a budget line for each project that is paid for, €400.00 together at most').waitFor();
      for (const name of ['Lamps', 'Garden']) await page.getByRole('checkbox', { name }).first().check();
      await page.getByRole('button', { name: 'Cast your vote' }).click();
      await page.getByRole('heading', { name: 'You voted: Lamps, Garden' }).first().waitFor();
      paths.push(new URL(page.url()).pathname);
      await othersVote(paths[1]!, (idOf) => [
        { options: [idOf('Lamps')] },
        { options: [idOf('Lamps'), idOf('Garden')] },
        { options: [idOf('Statue')] },
      ]);
    }, 90_000);

    test('the time passes: Cleo is elected, two projects are paid for and have their lines', async () => {
      await world.clockPasses('12 days');
      await world.database.reads.query(`UPDATE session SET expires_at = 'infinity', seen_at = clock_now()`);
      await world.app.get(Closer).closeDue();
      const page = await ana.at(paths[0]!);
      await page.getByText('Cleo stands first: 2 of 2 comparisons won.').first().waitFor();
      await page.getByText('Carried out').first().waitFor();
      await ana.look('02-elected');
      await ana.at(paths[1]!);
      await page.getByText('Lamps and Garden are paid for.').first().waitFor();
      await page.getByText('3 chose it, who pay €66.67 each at most').first().waitFor();
      await ana.look('04-shared');
      await page.getByRole('link', { name: 'The budget lines' }).click();
      for (const name of ['Lamps', 'Garden'])
        await page.locator('main').getByText(name, { exact: true }).first().waitFor();
      await ana.look('05-lines');
    }, 90_000);

    test('Cleo says yes, and holds the duty from that moment', async () => {
      const page = await cleo.at('/inbox');
      await page.getByText('Will you be treasurer?').waitFor();
      await cleo.look('03-offer');
      await page.getByRole('button', { name: 'Yes, I will' }).click();
      await page.getByText('Will you be treasurer?').waitFor({ state: 'detached' });
      await cleo.at('/g/riverside/roll');
      const row = page.locator('main li', { hasText: 'Cleo' }).first();
      await row.getByText('Treasurer').waitFor();
      expect(house.complaints()).toEqual([]);
    }, 60_000);
  },
);
