import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { webDocument } from '../support/documents.ts';
import { wall } from '../support/people.ts';
import { startProduct, type Product } from '../support/product.ts';
import { Household, type Dweller } from './household.ts';
import { readCode } from './read-code.ts';

// A dinner on phones: who was there is there already, a bill is shared while it is typed, a friend without an account pays by the code on their page.
const browser: Browser | null = await openBrowser();
afterAll(() => browser?.close());

describe.skipIf(!browser)('shared costs on a phone', () => {
  let product: Product;
  let house: Household;
  let ana: Dweller;
  let ben: Dweller;
  let page: Page;
  let friend: Page;
  let eventId: string;

  beforeAll(async () => {
    product = await startProduct({ prepared: inject('preparedDatabase') });
    house = new Household(browser!, product, { width: 390, theme: 'light', alsoIn: 'dark' }, 'bills');
    ana = await house.enter('Ana');
    page = await ana.at('/');
    await ana.ask('mutation ($input: ClaimInstanceInput!) { claimInstance(input: $input) { id } }', {
      input: { code: product.claimLink.split('/').at(-1), name: 'Ana', email: 'ana@example.org' },
    });
    const group = await ana.ask<{ id: string }>(
      'mutation ($input: CreateGroupInput!) { createGroup(input: $input) { ... on Group { id } } }',
      {
        input: { name: 'Riverside', handle: 'riverside', currency: 'EUR', zone: 'Europe/Brussels', visibility: 'OPEN' },
      },
    );
    const fields = { title: 'Dinner', startLocal: wall(1, 18), endLocal: wall(1, 22), zone: 'Europe/Brussels' };
    const event = await ana.ask<{ id: string }>(
      'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }',
      { input: { groupId: group.id, fields: { ...fields, visibility: 'PUBLIC' } } },
    );
    eventId = event.id;
    await ana.ask(webDocument('Respond'), {
      input: { eventId, answer: 'GOING', companions: 1, companionNames: ['Mia'], idempotencyKey: crypto.randomUUID() },
    });
  });
  afterAll(async () => {
    await house?.close();
    await product?.stop();
  });

  test('from the event: whom I brought is there, others are named, one has a child', async () => {
    await ana.at(`/e/${eventId}`);
    await page.getByRole('link', { name: 'Share the costs' }).click();
    await page.getByRole('heading', { name: 'Share costs', level: 1 }).waitFor();
    expect(await page.getByLabel('What is it about?').inputValue()).toBe('Dinner');
    expect(await page.getByRole('checkbox', { name: 'Mia' }).isChecked()).toBe(true);
    await page.getByRole('checkbox', { name: 'A child' }).check();
    for (const name of ['Ben', 'Cleo']) {
      await page.getByLabel('Name of somebody without an account').fill(name);
      await page.getByRole('button', { name: 'Add', exact: true }).last().click();
    }
    await ana.look('open');
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.getByRole('heading', { name: 'Dinner', level: 1 }).waitFor();
    await page.getByText('No bills yet').waitFor();
    await ana.look('empty');
  });

  test('a bill is shared out while it is typed, and what is still open is said', async () => {
    await page.getByRole('link', { name: 'Add a bill' }).click();
    await page.getByLabel('What was it?').fill('Pizza');
    await page.getByLabel('How much?').fill('100');
    await page.getByText('€25.00').first().waitFor();
    await page.getByText('By weight', { exact: true }).click();
    await page.getByText('€14.29').or(page.getByText('€14.28')).first().waitFor();
    await page.getByText('Amounts', { exact: true }).click();
    await page.getByText('€100.00 are not shared out yet.').waitFor();
    await page.getByRole('button', { name: 'Add the bill' }).click();
    await page.getByText('The amounts do not add up to the bill.').first().waitFor();
    await ana.look('bill-open');
    await page.getByText('Evenly', { exact: true }).click();
    await page.getByRole('checkbox', { name: 'Mia' }).uncheck();
    await page.getByText('All of it is shared out.').waitFor();
    const parts = (await page.locator('output').allTextContents()).toSorted();
    expect(parts).toEqual(['–', '€33.33', '€33.33', '€33.34']);
    await ana.look('bill-even');
    await page.getByRole('button', { name: 'Add the bill' }).click();
    await page
      .getByText(/^You are owed €66\.6[67]$/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Say where to pay you' }).click();
    await page.getByLabel(/Account number/).fill('BE72 0000 0000 1617');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('its check digits do not fit').waitFor();
    await page.getByLabel(/Account number/).fill('BE72 0000 0000 1616');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('You are paid to BE72 0000 0000 1616').waitFor();
    await ana.look('split');
  });

  test('a friend without an account reads the code of the bank on their page, pays, and says so', async () => {
    await page.getByRole('button', { name: 'Make a link for Ben' }).click();
    const link = await page.getByRole('textbox', { name: /Link for Ben/ }).inputValue();
    ben = await house.enter('Ben');
    friend = await ben.at(new URL(link).pathname);
    await friend.getByText('You are Ben.').waitFor();
    const code = await readCode(friend.getByRole('img', { name: 'Scan this with your banking app' }));
    expect(code).toMatch(/^BCD\n002\n1\nSCT\n\nAna\nBE72000000001616\nEUR33\.3[34]\n\n\nDinner$/);
    await ben.look('link');
    await friend.getByRole('button', { name: 'I have paid this' }).click();
    await friend.getByText('They have not confirmed it yet.').waitFor();
    await friend.getByLabel('What was it?').fill('Wine');
    await friend.getByLabel('Amount').first().fill('40');
    await friend.getByRole('button', { name: 'Add the bill' }).click();
    await friend.getByRole('heading', { name: /Wine/ }).waitFor();
    await friend.getByLabel('Account number (IBAN)').fill('DE89 3704 0044 0532 0130 00');
    await friend.getByLabel('Name of the account').fill('Ben');
    await friend.getByRole('button', { name: 'Save' }).click();
    await friend.getByText('Only those who owe you see it').waitFor();
  });

  test('the receiver says that it arrived, and reads the code for what they owe themselves', async () => {
    await ana.at('/inbox');
    await page.getByText('Ben says they paid you').waitFor();
    await page.getByRole('link', { name: /Look.*Dinner/ }).click();
    await page.getByText(/^Ben says they paid you €33/).waitFor();
    await ana.look('confirm');
    await page.getByRole('button', { name: 'It arrived' }).click();
    await page.getByRole('button', { name: 'It arrived' }).waitFor({ state: 'detached' });
    // Wine is four parts of ten, of which Mia's falls to Ana: Cleo owes Ana and Ben, and whoever still owes sees a code.
    const all = await ana.ask<{ standings: { amount: { minor: string } }[] }>(
      'query ($id: ID!) { split(id: $id) { standings { amount { minor } } } }',
      { id: page.url().split('/').at(-1) },
    );
    expect(all.standings.reduce((sum, { amount }) => sum + Number(amount.minor), 0)).toBe(0);
    await page.getByRole('button', { name: /Wine/ }).click();
    await page.getByRole('dialog').getByText('Shared: Evenly').waitFor();
    await ana.look('bill');
    await page.getByRole('button', { name: 'That is not right' }).click();
    await page.getByLabel('What is not right?').fill('Mia drank water');
    await page.getByRole('button', { name: 'Say so' }).click();
    await page.getByRole('dialog').getByText('Mia drank water').first().waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('Only to whom one owes').click();
    const mine = page.getByRole('listitem').filter({ hasText: /^Pay Ben €20\.00/ });
    await mine.waitFor();
    const code = await readCode(mine.getByRole('img'));
    expect(code).toBe('BCD\n002\n1\nSCT\n\nBen\nDE89370400440532013000\nEUR20.00\n\n\nDinner');
    await ana.look('settle');
    await mine.getByRole('button', { name: 'I have paid' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'I have paid' }).click();
    await page.getByText('Waits for Ben to confirm it.').waitFor();
    await friend.reload();
    await friend.getByRole('button', { name: 'It arrived' }).click();
    await friend
      .getByText('Nobody owes you anything, and you owe nothing.')
      .or(friend.getByText('You are owed'))
      .first()
      .waitFor();
    await ben.look('link-settled');
  });

  test('at a desk: the list of mine, the same on a wide page, and nothing was complained of', async () => {
    const desk = await house.enter('Ana at a desk', { width: 1280, theme: 'dark' });
    await desk.context.addCookies(await ana.context.cookies());
    const wide = await desk.at('/g/riverside/bills');
    await desk.look('mine-wide');
    await wide.getByRole('link', { name: 'Dinner' }).click();
    await wide.getByRole('heading', { name: 'Dinner', level: 1 }).waitFor();
    await desk.look('split-wide');
    await wide.getByRole('link', { name: 'Add a bill' }).click();
    await wide.getByText('By items', { exact: true }).click();
    await desk.look('items-wide');
    expect(house.complaints()).toEqual([]);
  });
});
