import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import type { Client } from '../support/client.ts';
import { claim, found, givesDuty, joins, key } from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';
import { Household, type Dweller } from './household.ts';

// From an empty book to the first figure on a phone; then the box is counted, and the same page wide and in German.
const browser: Browser | null = await openBrowser();
afterAll(() => browser?.close());

describe.skipIf(!browser)('a book begins', () => {
  let world: World;
  let house: Household;
  let page: Page;
  let groupId: string;

  beforeAll(async () => {
    world = await startWorld();
    house = new Household(browser!, world, { width: 390, theme: 'light', alsoIn: 'dark' }, 'keeping');
    const ana = await claim(world);
    groupId = await found(ana);
    const founder = await house.enter('Ana');
    await founder.context.addCookies(ana.cookies);
    Object.assign(look, { founder });
    const ben = await joins(world, ana, { groupId, name: 'Ben' });
    await givesDuty(ana, { groupId, to: ben, duty: 'TREASURER' });
    const phone = await house.enter('Ben');
    await phone.context.addCookies(ben.cookies);
    page = await phone.at('/g/riverside/book');
    Object.assign(look, { phone, ben });
  });
  afterAll(async () => {
    await house?.close();
    await world?.stop();
  });
  const look = {} as { phone: Dweller; founder: Dweller; ben: Client };

  test('the founder is told that somebody else begins it, and which pages are not theirs', async () => {
    const { founder } = look;
    await founder.at('/g/riverside/book');
    await founder.page.getByRole('link', { name: 'To the roll' }).waitFor();
    await founder.look('founder');
    await founder.at('/g/riverside/book/gifts');
    await founder.page.getByText('This desk is the treasurer’s').waitFor();
    expect(founder.complaints).toEqual([]);
  });

  test('with what is in the bank and in the box today', async () => {
    await page.getByRole('link', { name: 'Begin with what is there today' }).click();
    await page.getByRole('heading', { name: 'Where the money is', level: 1 }).waitFor();
    await look.phone.look('empty');
    const put = async (at: number, field: string, amount: string): Promise<void> => {
      await page.getByRole('button', { name: 'Say what is in it' }).nth(at).click();
      await page.getByLabel(field).fill(amount);
      await look.phone.look(`opening-${at}`);
      await page.getByRole('button', { name: 'Put it in the book' }).click();
    };
    await put(0, 'What is on the account?', '95,50');
    await page.getByText('The book begins here with').first().waitFor();
    await put(0, 'What is in the box?', '40');
    await page.getByText('€135.50').first().waitFor();
    await look.phone.look('begun');
  });

  test('the box is counted by its coins, and the difference said before it is booked', async () => {
    await page.getByRole('button', { name: 'Count it' }).click();
    await page.getByText('Coins and notes').click();
    await page.getByLabel('€20.00').fill('1');
    await page.getByLabel('€5.00', { exact: true }).fill('3');
    await page.getByText('−€5.00').waitFor();
    await page.getByLabel('What do you know of it?').fill('Change for the bar');
    await look.phone.look('count');
    await page.getByRole('button', { name: 'Book the difference' }).click();
    await page.getByText(/^Counted on/).waitFor();
    await page.getByRole('button', { name: 'Carry over' }).first().click();
    await look.phone.look('carry');
    await page.keyboard.press('Escape');
    expect(look.phone.complaints).toEqual([]);
  });

  test('an account in francs is opened, and what is in it waits for somebody else; the bell of who agrees goes quiet', async () => {
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'Open an account' }).click();
    await dialog.getByLabel('Name').fill('Francs');
    await dialog.getByLabel('Currency').selectOption({ label: 'CHF, Swiss Franc' });
    await look.phone.look('account');
    await dialog.getByRole('button', { name: 'Open it' }).click();
    const francs = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Francs' }) });
    await francs.getByRole('button', { name: 'Say what is in it' }).click();
    await dialog.getByLabel('What is on the account?').fill('250');
    await dialog.getByRole('button', { name: 'Put it in the book' }).click();
    await page.getByText('Waits for a second person').first().waitFor();
    const ana = await look.founder.at('/inbox');
    await ana.getByRole('link', { name: 'Inbox, 1 needs you' }).waitFor();
    await ana.getByRole('link', { name: /^Look at it/ }).click();
    await ana.getByRole('button', { name: 'I agree' }).click();
    await ana.getByText('CHF').first().waitFor();
    await ana.getByRole('link', { name: 'Inbox', exact: true }).waitFor();
    await look.founder.look('agreed');
    await francs.getByText('CHF 250.00').waitFor();
  });

  test('money before it is spent is asked for to the last of three digits, and once where the answer is lost', async () => {
    const dinars = (minor: string): object => ({ minor, currency: 'KWD' });
    const holdingId = await look.ben.get('mutation ($input: OpenAccountInput!) { openAccount(input: $input) }', {
      input: { groupId, kind: 'CASH', name: 'Dinars', currency: 'KWD' },
    });
    const { requestId } = await look.ben.get<{ requestId: string }>(
      'mutation ($input: OpeningBalanceInput!) { bookOpening(input: $input) { requestId } }',
      { input: { groupId, holdingId, amount: dinars('50000'), idempotencyKey: key() } },
    );
    await look.founder.ask('mutation ($id: ID!) { approveEntry(id: $id) }', { id: requestId });
    await world.database.reads.query(
      `INSERT INTO budget_line (id, book_id, account_id, name, planned, authority_kind, authority_id, opened_after_seq)
       SELECT gen_random_uuid(), f.book_id, f.account_id, 'Trip', 20000, 'DECISION', gen_random_uuid(), b.last_seq FROM fund f JOIN book b ON b.id = f.book_id JOIN ledger_account a ON a.id = f.account_id WHERE b.group_id = $1 AND a.currency = 'KWD'`,
      [groupId],
    );
    await look.phone.at('/g/riverside/expenses/new?before=1');
    await page.getByLabel('Amount').fill('12.3456');
    await page.getByLabel('What it is for').fill('Fuel');
    await page.getByText('Equipment', { exact: true }).click();
    const asks = page.getByRole('button', { name: 'Ask for it' });
    await asks.click();
    await page.getByText('This currency has 3 digits after the mark').waitFor();
    await look.phone.look('advance-digits');
    await page.getByLabel('Amount').fill('12.345');
    await page.route('**/graphql', async (route) => {
      if (!route.request().postData()?.includes('mutation SubmitExpense')) return route.continue();
      await route.fetch();
      await route.abort();
      await page.unroute('**/graphql');
    });
    await asks.click();
    await page.locator('form').getByText('You are offline').waitFor();
    await asks.click();
    await page.getByRole('heading', { name: 'Fuel', level: 1 }).waitFor();
    await page.getByText('KWD 12.345').first().waitFor();
    await look.phone.look('advance');
    const { nodes } = await look.ben.get<{ nodes: object[] }>(
      '{ groupExpenses(handle: "riverside", first: 10) { nodes { title total { minor currency } } } }',
    );
    expect(nodes).toEqual([{ title: 'Fuel', total: dinars('12345') }]);
  });

  test('wide and in German', async () => {
    const wide = await house.enter('Ben', { width: 1280, theme: 'light', locale: 'de-DE' });
    await wide.context.addCookies(look.ben.cookies);
    await look.ben.get('mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { id } }', {
      input: { locale: 'de' },
    });
    await wide.at('/g/riverside/book/accounts');
    await wide.page.getByRole('heading', { name: 'Wo das Geld ist' }).waitFor();
    await wide.look('wide');
    await wide.at('/g/riverside/book');
    await wide.page
      .getByRole('button', { name: /Anfangsbestand/ })
      .first()
      .click();
    await wide.look('entry');
  });

  test('months are closed, their report read, and an auditor let in', async () => {
    const wide = await house.enter('Ben', { width: 1280, theme: 'light', alsoIn: 'dark', locale: 'de-DE' });
    await wide.context.addCookies(look.ben.cookies);
    await look.ben.get('mutation ($input: RecordContributionInput!) { recordContribution(input: $input) }', {
      input: { groupId, amount: { minor: '9000', currency: 'EUR' }, receivedOn: '2026-01-02', idempotencyKey: key() },
    });
    await wide.at('/g/riverside/book/closing');
    await wide.page.getByRole('button', { name: /^Januar.* 2026 abschließen$/ }).click();
    await wide.look('close');
    await wide.page
      .getByRole('dialog')
      .getByRole('button', { name: /^Januar.* 2026 abschließen$/ })
      .click();
    await wide.page.getByRole('heading', { name: 'Abgeschlossen' }).waitFor();
    await wide.page.getByRole('button', { name: 'Link machen' }).click();
    await wide.page.getByLabel('Für wen').fill('Kassenprüfung');
    await wide.page.getByRole('dialog').getByRole('button', { name: 'Link machen' }).click();
    await wide.page.getByText('Kopier ihn jetzt').waitFor();
    await wide.look('closed');
    await wide.page.getByRole('link', { name: 'Bericht', exact: true }).click();
    await wide.page.getByRole('heading', { name: 'Bericht', level: 1 }).waitFor();
    await wide.look('report');
    await look.phone.at('/g/riverside/book/closing');
    await look.phone.look('closed-phone');
    expect(wide.complaints).toEqual([]);
  });
});
