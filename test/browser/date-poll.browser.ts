import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { startProduct, type Product } from '../support/product.ts';
import { Household, type Dweller } from './household.ts';

// Story 4 as people live it on a phone: Ana asks, answers with the keyboard, Vera answers from her mail, one click makes the event.
const browser: Browser | null = await openBrowser();
afterAll(() => browser?.close());

describe.skipIf(!browser)(`a date poll at 390 px${browser ? '' : ' (SKIPPED: no browser on this machine)'}`, () => {
  let product: Product;
  let house: Household;
  let ana: Dweller;
  let vera: Dweller;
  let pollPath: string;

  beforeAll(async () => {
    product = await startProduct({ prepared: inject('preparedDatabase') });
    house = new Household(browser!, product, { width: 390, theme: 'light' }, 'date-poll');
    ana = await house.enter('Ana');
    vera = await house.enter('Vera', { width: 390, theme: 'dark', zone: 'America/New_York' });
    const page = await ana.at(new URL(product.claimLink).pathname);
    await page.getByLabel('Your name').fill('Ana Silva');
    await page.getByLabel('E-mail').fill('ana@example.org');
    await page.getByRole('button', { name: 'Claim this instance' }).click();
    await page.getByLabel('Name of the group').fill('Riverside');
    await page.getByLabel('Time zone').selectOption('Europe/Brussels');
    await page.getByRole('button', { name: 'Start the group' }).click();
    await page.getByRole('heading', { name: 'Riverside', level: 1 }).waitFor();
  }, 180_000);
  afterAll(async () => {
    await house?.close();
    await product?.stop();
  });

  test('Ana offers dates; what is wrong is said at its place and nothing typed is lost', async () => {
    const page = await ana.at('/');
    await page.getByRole('button', { name: 'Make something new' }).click();
    await page.getByRole('menuitem', { name: 'When shall we meet?' }).click();
    await page.getByRole('heading', { name: 'When shall we meet?', level: 1 }).waitFor();
    await ana.look('01-new');
    await page.getByLabel('What is it for?').fill('Rehearsal before the summer concert');
    await page.getByRole('button', { name: 'One more date' }).click();
    const days = page.getByLabel('Day', { exact: true });
    expect(await days.count()).toBe(4);
    await days.nth(3).fill(await days.nth(2).inputValue());
    await page.getByRole('button', { name: 'Ask for the date' }).click();
    await page.getByText('Date 3 and date 4 are the same.').waitFor();
    await page.getByRole('button', { name: 'Remove date 4' }).click();
    await page.getByRole('button', { name: 'Ask for the date' }).click();
    await page.getByRole('heading', { name: 'Rehearsal before the summer concert', level: 1 }).waitFor();
    pollPath = new URL(page.url()).pathname;
    await ana.look('02-poll-empty');
  }, 120_000);

  test('she answers with the keyboard alone: a key press goes on to the next answer', async () => {
    const { page } = ana;
    const answers = page.getByRole('button', { name: /: (?:No answer|Yes|If need be|No)$/ });
    expect(await answers.count()).toBe(3);
    await answers.nth(0).focus();
    await page.keyboard.press('Enter');
    expect(await answers.nth(0).textContent()).toContain('Yes');
    await answers.nth(1).focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Space');
    expect(await answers.nth(1).textContent()).toContain('If need be');
    await answers.nth(2).focus();
    for (let n = 0; n < 3; n += 1) await page.keyboard.press('Enter');
    expect(await answers.nth(2).textContent()).toMatch(/No$/);
    await page.getByRole('button', { name: 'Save my answers' }).click();
    await page.getByText('Best so far').waitFor();
    await page.getByRole('rowheader', { name: 'Ana Silva' }).waitFor();
    await ana.look('03-poll-answered');
  }, 120_000);

  test('Vera, without an account, taps in her own zone and confirms from the mail', async () => {
    const page = await vera.at(pollPath);
    await page
      .getByText(/for you\)/)
      .first()
      .waitFor();
    expect(await page.getByText('Ana Silva').count()).toBe(1);
    await page
      .getByRole('button', { name: /: No answer$/ })
      .first()
      .click();
    await page.getByLabel('Your name').fill('Vera');
    await page.getByLabel('E-mail').fill('vera@example.org');
    await vera.look('04-guest');
    await page.getByRole('button', { name: 'Send my answers' }).click();
    await page.getByText('Press it to confirm your answers').waitFor();
    await vera.at(new URL(await house.mailLink(ana, 'vera@example.org')).pathname);
    await vera.look('05-confirm');
    await page.getByRole('button', { name: 'These are my answers' }).click();
    await page.getByRole('heading', { name: 'When can you?' }).waitFor();
    await page.getByLabel('If need be').nth(1).check();
    await page.getByRole('button', { name: 'Save my answers' }).click();
    await page.getByText('Saved.').waitFor();
    await vera.look('06-personal-link');
  }, 120_000);

  test('Ana changes the poll by touch: a date is taken back and one is added, and Vera sees both where she is', async () => {
    const page = await ana.at(pollPath);
    await page.getByRole('link', { name: 'Change the poll' }).tap();
    await page.getByRole('button', { name: 'Remove date 2' }).tap();
    await page.getByText('Taken back when you save').waitFor();
    await page.getByRole('button', { name: 'One more date' }).tap();
    await ana.look('07-change');
    await page.getByRole('button', { name: 'Save the changes' }).tap();
    await page.getByText('One date was taken back').waitFor();
    await page.getByText('New, say whether you can').waitFor();
    await ana.look('08-changed');
    await vera.page.reload();
    expect(await vera.page.getByRole('group').count()).toBe(3);
  }, 120_000);

  test('one click makes the event with those who said yes', async () => {
    const page = await ana.at(pollPath);
    await page.getByText('2 yes', { exact: true }).waitFor();
    await page
      .getByRole('button', { name: /^Choose/ })
      .first()
      .click();
    await page.getByRole('heading', { name: 'Make the event on this date?' }).waitFor();
    await page.getByText('Ana Silva, Vera').waitFor();
    await page.screenshot({ path: `.artefacts/date-poll/09-close.png` });
    await page.getByRole('button', { name: 'Make the event' }).click();
    await page.getByRole('heading', { name: 'Rehearsal before the summer concert', level: 1 }).waitFor();
    await page.getByText('The date was found by asking').waitFor();
    await ana.look('10-event');
    await ana.at(pollPath);
    await page.getByText(/^The date is fixed:/).waitFor();
    await ana.look('11-poll-closed');
  }, 120_000);

  test('and no browser had anything to complain about', () => {
    expect(house.complaints()).toEqual([]);
  });
});
