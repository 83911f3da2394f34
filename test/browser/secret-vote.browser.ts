import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Closer } from '../../apps/api/src/decisions/index.ts';
import { openBrowser } from '../support/browser.ts';
import type { Client } from '../support/client.ts';
import { claim, found, joins } from '../support/people.ts';
import { handIn, seal, type Sealed } from '../support/secret-voters.ts';
import { startWorld, type World } from '../support/world.ts';
import { Household, type Dweller } from './household.ts';

// Secret votes of both levels as people live them on a phone: what it promises, the sealed ballot, the receipt, the board, and a script of an outsider.
const browser: Browser | null = await openBrowser();
afterAll(() => browser?.close());

describe.skipIf(!browser)(`a secret vote at 390 px${browser ? '' : ' (SKIPPED: no browser on this machine)'}`, () => {
  let world: World;
  let house: Household;
  let ana: Dweller;
  let path: string;
  let own: string;
  const others: Client[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'folkmoot-receipt-'));

  beforeAll(async () => {
    world = await startWorld();
    const steward = await claim(world);
    const groupId = await found(steward);
    for (const name of ['Ben', 'Cleo', 'Dan', 'Eva', 'Fay'])
      others.push(await joins(world, steward, { groupId, name }));
    house = new Household(browser!, world, { width: 390, theme: 'light' }, 'secret-vote');
    ana = await house.enter('Ana');
    await ana.context.addCookies(steward.cookies);
  }, 120_000);
  afterAll(async () => {
    await house?.close();
    await world?.stop();
    rmSync(folder, { recursive: true });
  });

  test('a vote can be made secret, and the form says what that promises and what not', async () => {
    const page = await ana.at('/g/riverside/decisions/new?type=ranked');
    await page.getByLabel('Option 1', { exact: true }).fill('Dan');
    await page.getByLabel('Option 2', { exact: true }).fill('Eva');
    await page.getByLabel('What is the question?').fill('Who keeps the keys?');
    await page.getByText('Secret from members').click();
    await page.getByText('Only 6 people have a vote').waitFor();
    await ana.look('01-form');
    await page.getByRole('button', { name: 'Open the vote' }).click();
    await page.getByRole('heading', { name: 'Who keeps the keys?', level: 1 }).waitFor();
    path = new URL(page.url()).pathname;
  }, 60_000);

  test('Ana casts a ballot that is final, and saves its receipt', async () => {
    const { page } = ana;
    await page.getByRole('button', { name: 'Eva', exact: true }).click();
    await page.getByText('Not promised: while the vote is open').first().waitFor();
    await ana.look('02-ballot');
    await page.getByRole('button', { name: 'Cast your vote' }).click();
    await page.getByRole('heading', { name: 'Your ballot is recorded' }).waitFor();
    await page.getByText('My receipt').locator('visible=true').click();
    await page.getByText('1. Eva').locator('visible=true').waitFor();
    await ana.look('03-receipt');
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save the receipt' }).click();
    await (await saving).saveAs(join(folder, 'receipt.json'));
  }, 60_000);

  test('secret from the database too: a paper taken, a ballot without a name, changed with the saved paper', async () => {
    const page = await ana.at('/g/riverside/decisions/new?type=proposal');
    await page.getByLabel('What do you propose?').fill('Shall Eva keep the purse?');
    await page.getByText('Secret also from this server’s database').click();
    await page.getByText('nothing keeps others from looking over your shoulder').waitFor();
    await ana.look('06-blind-form');
    await page.getByRole('button', { name: 'Open the vote' }).click();
    await page.getByRole('heading', { name: 'Shall Eva keep the purse?', level: 1 }).waitFor();
    own = new URL(page.url()).pathname;
    await ana.look('07-take-paper');
    await page.getByRole('button', { name: 'Take my ballot paper' }).click();
    await page.getByText('My ballot paper').locator('visible=true').click();
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save the ballot paper' }).click();
    await (await saving).saveAs(join(folder, 'paper.json'));
    const sent = page.waitForRequest((request) => request.url().endsWith('/ballot'));
    await page.getByText('I do not want this').locator('visible=true').click();
    await ana.look('08-blind-ballot');
    await page.getByRole('button', { name: 'Cast your vote' }).click();
    expect((await (await sent).allHeaders())['cookie']).toBeUndefined();
    await page.getByRole('heading', { name: 'Your ballot is recorded' }).waitFor();
    await ana.look('09-blind-done');
    await page.evaluate(
      (id) => ['', '.paper', '.drawn'].forEach((end) => localStorage.removeItem(`folkmoot.receipt.${id}${end}`)),
      own.split('/').at(-1)!,
    );
    await ana.at(own);
    await page.getByText('You have your ballot paper already').locator('visible=true').waitFor();
    await ana.look('10-paper-elsewhere');
    await page.locator('input[type=file]').first().setInputFiles(join(folder, 'receipt.json'));
    await page.getByText('This file is no ballot paper').locator('visible=true').waitFor();
    await page.locator('input[type=file]').first().setInputFiles(join(folder, 'paper.json'));
    await page.getByText('I want this').locator('visible=true').click();
    await page.getByRole('button', { name: 'Cast your vote' }).click();
    await page.getByRole('button', { name: 'Change my vote' }).waitFor();
    await ana.look('11-blind-changed');
    expect(house.complaints()).toEqual([]);
  }, 120_000);

  test('the others vote, the time passes, and her ballot stands on the board: here and for a script of somebody else', async () => {
    const id = path.split('/').at(-1)!;
    const ask = 'query ($id: ID!) { proposal(id: $id) { id rulesHash options { id label } } }';
    const asked = await others[0]!.get<Sealed & { options: { id: string; label: string }[] }>(ask, { id });
    const [dan, eva] = ['Dan', 'Eva'].map((name) => asked.options.find(({ label }) => label === name)!.id);
    for (const [at, first] of [dan, eva, eva, dan, eva].entries())
      expect(await handIn(others[at]!, asked, seal(asked, { ranking: [[first!]] }))).toEqual({ recorded: true });
    await world.clockPasses('2 hours');
    await world.app.get(Closer).closeDue();
    const page = await ana.at(path);
    await page.getByText('At least 5 have voted.').first().waitFor();
    await ana.look('04-open');
    await world.clockPasses('8 days');
    await world.app.get(Closer).closeDue();
    await ana.at(path);
    await page.getByRole('heading', { name: 'A secret vote' }).waitFor();
    await page.getByText('6 people took part').click();
    await page.getByText('Cleo', { exact: true }).locator('visible=true').waitFor();
    await ana.look('05-closed');
    await page.getByRole('link', { name: 'Is my ballot on the board?' }).click();
    await page.getByText('Your ballot is on the board as you cast it').waitFor();
    await page.getByText('every ballot fits its number').waitFor();
    await ana.look('06-board');
    await page.evaluate(() => localStorage.removeItem(`folkmoot.receipt.${location.pathname.split('/')[2]}`));
    await page.reload();
    await page.getByText('This browser has no receipt of this vote').waitFor();
    await page.locator('input[type=file]').setInputFiles(join(folder, 'receipt.json'));
    await page.getByText('Your ballot is on the board as you cast it').waitFor();
    const saving = page.waitForEvent('download');
    await page.getByRole('link', { name: 'The board as a file' }).click();
    await (await saving).saveAs(join(folder, 'board.json'));
    const script = join(import.meta.dirname, '../../apps/web/public/check_board.py');
    const said = await promisify(execFile)('python3', [
      script,
      join(folder, 'board.json'),
      join(folder, 'receipt.json'),
    ]);
    expect(JSON.parse(said.stdout)).toMatchObject({ ballots: 6, receipts: 1 });
    expect(house.complaints()).toEqual([]);
  }, 90_000);

  test('closed, the changed ballot stands on the board with its paper', async () => {
    const page = await ana.at(own);
    await page.getByRole('heading', { name: 'A secret vote' }).waitFor();
    await ana.look('12-blind-closed');
    await page.getByRole('link', { name: 'Is my ballot on the board?' }).click();
    await page.getByText('Your ballot is on the board as you cast it').waitFor();
    await page.getByText('every ballot fits its number').waitFor();
    await page.getByText('One ballot; 1 of 6 took a paper').waitFor();
    await ana.look('13-blind-board');
    expect(house.complaints()).toEqual([]);
  }, 120_000);
});
