import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import type { Client } from '../support/client.ts';
import { claim, found, givesDuty, joins, key, photo } from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';
import { Household, type Dweller } from './household.ts';
import { readCode } from './read-code.ts';

// A treasurer's morning on a phone: two are paid by code, the bank's statement is read in, confirmed by one press, and ties.
const browser: Browser | null = await openBrowser();
afterAll(() => browser?.close());

const amount = (cents: number): string => (Math.abs(cents) / 100).toFixed(2);
const sided = (cents: number): string =>
  `<Amt Ccy="EUR">${amount(cents)}</Amt><CdtDbtInd>${cents < 0 ? 'DBIT' : 'CRDT'}</CdtDbtInd>`;
/** The day of the group, not of Greenwich: late in the evening it is another. */
const today = new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Brussels' });

/** A CAMT.053 file whose closing follows from its lines; `off`: it does not, by so much. */
function statement(lines: readonly { cents: number; text: string; name: string }[], off = 0): Buffer {
  const closing = lines.reduce((sum, { cents }) => sum + cents, off);
  const bal = (code: string, cents: number): string =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>${sided(cents)}</Bal>`;
  const entries = lines.map(
    ({ cents, text, name }, at) =>
      `<Ntry>${sided(cents)}<Sts>BOOK</Sts><BookgDt><Dt>${today}</Dt></BookgDt><AcctSvcrRef>B${at}</AcctSvcrRef><NtryDtls><TxDtls><RltdPties><Cdtr><Nm>${name}</Nm></Cdtr></RltdPties><RmtInf><Ustrd>${text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`,
  );
  return Buffer.from(
    `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>${bal('OPBD', 0)}${bal('CLBD', closing)}${entries.join('')}</Stmt></BkToCstmrStmt></Document>`,
  );
}

describe.skipIf(!browser)('a treasurer’s morning', () => {
  let world: World;
  let house: Household;
  let treasurer: Client;
  let ben: Dweller;
  let page: Page;
  let paint: string;

  /** An expense for a shop, handed in by a member and approved by the steward. */
  const owes = async (
    people: { steward: Client; member: Client; groupId: string },
    of: { vendor: string; minor: string; iban: string | null },
  ): Promise<string> => {
    const { steward, member, groupId } = people;
    const file = { name: 'receipt.jpg', bytes: await photo() };
    const { id: receipt } = (await (await member.upload('/files', file, { groupId })).json()) as { id: string };
    const { id } = await member.get<{ id: string }>(
      'mutation ($input: SubmitExpenseInput!) { submitExpense(input: $input) { ... on Expense { id } } }',
      {
        input: {
          groupId,
          title: 'Wood',
          category: 'equipment',
          items: [{ what: 'Wood', spentOn: today, amount: { minor: of.minor, currency: 'EUR' } }],
          receipts: [receipt],
          vendor: of.vendor,
          payout: of.iban ? { way: 'IBAN', name: of.vendor, iban: of.iban } : null,
          idempotencyKey: key(),
        },
      },
    );
    await steward.get('mutation ($id: ID!) { approveExpense(id: $id, revision: 1) { __typename } }', { id });
    return id;
  };

  beforeAll(async () => {
    world = await startWorld();
    const steward = await claim(world);
    const groupId = await found(steward);
    treasurer = await joins(world, steward, { groupId, name: 'Ben' });
    const member = await joins(world, steward, { groupId, name: 'Cleo' });
    await givesDuty(steward, { groupId, to: treasurer, duty: 'TREASURER' });
    await treasurer.get('mutation ($input: RecordContributionInput!) { recordContribution(input: $input) }', {
      input: {
        groupId,
        amount: { minor: '50000', currency: 'EUR' },
        receivedOn: today,
        giver: 'Town',
        idempotencyKey: key(),
      },
    });
    await owes({ steward, member, groupId }, { vendor: 'Sawmill', minor: '3250', iban: 'BE72000000001616' });
    paint = await owes({ steward, member, groupId }, { vendor: 'Paint shop', minor: '1200', iban: null });
    house = new Household(browser!, world, { width: 390, theme: 'light', alsoIn: 'dark' }, 'treasury');
    ben = await house.enter('Ben');
    await ben.context.addCookies(treasurer.cookies);
    page = await ben.at('/');
  }, 120_000);
  afterAll(async () => {
    await house?.close();
    await world?.settle();
    await world?.stop();
  });

  test('where one is paid is said once in the settings', async () => {
    await ben.at('/settings');
    await page.getByText('To an account', { exact: true }).click();
    await page.getByLabel('Account number (IBAN)').fill('BE72 0000 0000 1617');
    const form = page.locator('form', { has: page.getByLabel('Account number (IBAN)') });
    await form.getByRole('button', { name: 'Save' }).click();
    await page.getByText('its check digits do not fit').waitFor();
    await page.getByLabel('Account number (IBAN)').fill('DE89 3704 0044 0532 0130 00');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.getByText('Saved.').waitFor();
    await ben.look('settings');
  });

  test('what is put on hold says why and is not paid until it is released', async () => {
    await ben.at(`/x/${paint}`);
    await page.getByRole('button', { name: 'Mark as paid' }).locator('visible=true').waitFor();
    await page.getByRole('button', { name: 'Put on hold' }).locator('visible=true').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Put it on hold' }).click();
    await dialog.getByText('Say why').first().waitFor();
    await dialog.getByRole('textbox').fill('The tin was never delivered.');
    await ben.look('hold');
    await dialog.getByRole('button', { name: 'Put it on hold' }).click();
    await page.getByText('Ben has put it on hold: The tin was never delivered.').locator('visible=true').waitFor();
    expect(await page.getByRole('button', { name: 'Mark as paid' }).count()).toBe(0);
    await ben.look('held');
    await ben.at('/g/riverside/book/payments');
    await page.getByText('Sawmill').first().waitFor();
    expect(await page.getByText('Paint shop').count()).toBe(0);
    await ben.at(`/x/${paint}`);
    await page.getByRole('button', { name: 'Release it' }).locator('visible=true').click();
    expect(await dialog.getByRole('textbox').inputValue()).toBe('');
    await dialog.getByRole('textbox').fill('It came after all.');
    await dialog.getByRole('button', { name: 'Release it' }).click();
    await page.getByRole('button', { name: 'Mark as paid' }).locator('visible=true').waitFor();
  });

  test('from the desk: what is owed is chosen, scanned by the bank’s app, one after the other, and noted as paid', async () => {
    await ben.at('/g/riverside/book');
    // On a phone each figure of where the money came from and went stands once, and leads to the entries it sums.
    const flow = page.locator('section', { has: page.getByRole('heading', { name: 'Where it came from and went' }) });
    await flow.getByRole('link', { name: 'Equipment €44.50' }).waitFor();
    expect((await flow.innerText()).match(/€[\d.]+/g)).toEqual(['€500.00', '€44.50', '€455.50']);
    await ben.look('book');
    await flow.getByRole('link', { name: /€500\.00$/ }).tap();
    await page.getByText('€500.00').first().waitFor();
    await ben.look('figure');
    await ben.at('/g/riverside/book');
    await page.getByRole('link', { name: 'Treasurer’s desk' }).click();
    await page.getByText('2 approved expenses are to be paid.').waitFor();
    await ben.look('desk');
    await page.getByRole('link', { name: /To pay/ }).click();
    await page.getByText('Where to pay is not said.').waitFor();
    await page.getByRole('button', { name: 'Choose all 2' }).click();
    await ben.look('payments');
    await page.getByRole('button', { name: 'Prepare 2 payments, €44.50 in all' }).click();
    await page.getByRole('heading', { name: /^Payments of/, level: 1 }).waitFor();
    const code = await readCode(page.getByRole('img', { name: 'QR code of the text beside it' }));
    expect(code).toMatch(/^BCD\n002\n1\nSCT\n\nSawmill\nBE72000000001616\nEUR32\.50\n\n\nX-1 Wood$/);
    await ben.look('batch');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('Nobody has said where to pay.', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Say its number' }).click();
    await page.getByLabel('Account number (IBAN)').fill('DE89 3704 0044 0532 0130 00');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'File for the bank' }).waitFor();
    await page.getByRole('checkbox', { name: /X-2/ }).uncheck();
    // Evidence that has arrived stays where what it belongs to could not be said.
    await page.getByText('The bank’s confirmation, if you have one.').click();
    const evidence = { name: 'bank.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(await photo()) };
    await page.locator('input[type=file]').setInputFiles(evidence);
    await page.route('**/graphql', async (route) => {
      if (!route.request().postData()?.includes('MarkPaymentsPaid')) return route.continue();
      await route.abort();
      await page.unroute('**/graphql');
    });
    await page.getByRole('button', { name: 'Note 1 payment as paid' }).click();
    await page.getByRole('link', { name: 'bank.jpg' }).waitFor();
    await ben.look('not-noted');
    await page.getByRole('button', { name: 'Note 1 payment as paid' }).click();
    await page.getByText(/^Paid on \w/).waitFor();
    await ben.look('batch-paid');
  });

  test('the statement is read in, what is certain confirmed by one press, the rest said, and bank and book tie', async () => {
    await ben.at('/g/riverside/book/statements');
    await ben.look('statements-empty');
    const lines = [
      { cents: 50_000, text: 'C-1 for the hall', name: 'Town' },
      { cents: -3250, text: 'X-1 Wood', name: 'Sawmill' },
      { cents: -1200, text: 'Paint', name: 'Paint shop' },
      { cents: -320, text: 'Account fee', name: '' },
    ];
    const file = { name: 'january.xml', mimeType: 'application/xml', buffer: statement(lines) };
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByRole('button', { name: 'Import' }).click();
    await page.getByRole('button', { name: 'Confirm all 2 certain ones' }).waitFor();
    await page.getByText('They differ by', { exact: false }).waitFor();
    await ben.look('statements');
    await page.getByRole('button', { name: 'Confirm all 2 certain ones' }).click();
    const paint = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Paint shop' }) });
    await paint.getByText('Pays X-2 · Paint shop · Wood').waitFor();
    await paint.getByRole('button', { name: 'Something else' }).click();
    await page.getByRole('dialog').getByText('Several expenses', { exact: true }).click();
    await ben.look('something-else');
    await page.keyboard.press('Escape');
    await paint.getByRole('button', { name: 'That is it' }).click();
    await paint.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'It is a fee' }).click();
    await page.getByText('Bank and book agree.').waitFor();
    await page.getByText('No line is open').waitFor();
    await ben.look('ties');
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByRole('button', { name: 'Import' }).click();
    await page.getByText('Nothing new: the file has been imported before.').first().waitFor();
    await ben.at('/g/riverside/book/payments');
    await page
      .getByText('1 confirmed by the bank', { exact: false })
      .or(page.getByText('2 confirmed by the bank', { exact: false }))
      .first()
      .waitFor();
  });

  test('at a desk, wide and in German', async () => {
    const desk = await house.enter('Ben at a desk', { width: 1280, theme: 'dark' });
    await desk.context.addCookies(await ben.context.cookies());
    await treasurer.get('mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { id } }', {
      input: { name: 'Ben', locale: 'de' },
    });
    const wide = await desk.at('/g/riverside/book/statements?state=MATCHED');
    await wide.getByText('Beide stimmen überein.').waitFor();
    await desk.look('statements-wide');
    await wide.getByRole('button', { name: 'Das war falsch' }).first().click();
    await wide.getByRole('dialog').waitFor();
    await desk.look('undo-wide');
    await wide.keyboard.press('Escape');
    await desk.at('/g/riverside/book/payments');
    await desk.look('payments-wide');
    // What is typed wrong is said in one sentence at its field, in the reader's language, and stays as it was typed.
    await desk.at('/g/riverside/book');
    await wide.getByRole('button', { name: 'Beitrag verbuchen' }).first().click();
    const sheet = wide.getByRole('dialog');
    for (const [typed, words] of [
      ['1,234.56', 'Lass das Zeichen zwischen den Tausendern weg: schreib 1234,56.'],
      ['1.234', 'Lass das Zeichen zwischen den Tausendern weg: schreib 1234,56.'],
      ['12,3456', 'Diese Währung hat 2 Stellen nach dem Komma: schreib 1234,56.'],
      ['-5', 'Gib einen Betrag über null ein, zum Beispiel 1234,56.'],
      ['zwölf', 'Gib den Betrag in Ziffern ein, zum Beispiel 1234,56.'],
    ] as const) {
      await sheet.getByLabel('Betrag').fill(typed);
      await sheet.getByRole('button', { name: 'Verbuchen', exact: true }).click();
      await sheet.getByText(words).first().waitFor();
      expect(await sheet.getByText(words).count()).toBe(1);
      expect(await sheet.getByLabel('Betrag').inputValue()).toBe(typed);
    }
    await desk.look('amount-wrong');
    await wide.keyboard.press('Escape');
    await desk.at('/g/riverside/book/statements');
    const broken = statement([{ cents: 100, text: 'Zinsen', name: 'Bank' }], 250);
    await wide
      .locator('input[type=file]')
      .setInputFiles({ name: 'februar.xml', mimeType: 'application/xml', buffer: broken });
    await wide.getByRole('button', { name: 'Einlesen' }).click();
    await wide.getByText('Der Unterschied ist 2,50 €.').first().waitFor();
    await wide.getByText('februar.xml').first().waitFor();
    await desk.look('statement-broken');
    await desk.at('/g/riverside/book/gifts?show=RECEIVED');
    await wide.getByRole('button', { name: /: C-1$/ }).click();
    await wide.getByRole('menuitem', { name: 'Geld zurückgeben' }).click();
    await sheet.getByLabel('Betrag').fill('500,01');
    await sheet.getByLabel('Warum').fill('Zu viel');
    await sheet.getByRole('button', { name: 'Zurückgeben' }).click();
    await sheet.getByText('Es kann nicht mehr zurückgehen, als kam und noch da ist: 500,00 €.').first().waitFor();
    expect(await sheet.getByLabel('Betrag').inputValue()).toBe('500,01');
    await desk.look('refund-too-much');

    // What comes back: ended, and let come back again in one sheet.
    const { id: groupId } = await treasurer.get<{ id: string }>('{ group(handle: "riverside") { id } }');
    const receipt = await treasurer.upload('/files', { name: 'r.jpg', bytes: await photo() }, { groupId });
    await treasurer.get('mutation ($input: SubmitExpenseInput!) { submitExpense(input: $input) { __typename } }', {
      input: {
        groupId,
        title: 'Miete der Werkstatt',
        category: 'room',
        vendor: 'The hall',
        items: [{ what: 'Miete', spentOn: today, amount: { minor: '18500', currency: 'EUR' } }],
        receipts: [((await receipt.json()) as { id: string }).id],
        repeats: { every: 'MONTH', nextOn: today },
        idempotencyKey: key(),
      },
    });
    await desk.at('/g/riverside/book/recurring');
    await wide.getByRole('link', { name: 'Miete der Werkstatt' }).waitFor();
    await desk.look('recurring-wide');
    const phone = await ben.at('/g/riverside/book/recurring');
    await phone.getByRole('button', { name: /^Beenden/ }).tap();
    await phone.getByRole('dialog').getByRole('button', { name: 'Beenden' }).tap();
    await phone.getByText('Kommt nicht mehr wieder').waitFor();
    await ben.look('recurring-ended');
    await phone.getByRole('button', { name: /^Wieder aufnehmen/ }).tap();
    await phone.getByText('und allem anderen wie vorher').waitFor();
    await ben.look('recurring-again');
    await phone.getByRole('dialog').getByRole('button', { name: 'Wieder aufnehmen' }).tap();
    await phone.getByRole('button', { name: /^Ändern/ }).waitFor();
    await ben.look('recurring-back');
    // A refused file answers 400, and the connection is cut once: browsers say so.
    expect(house.complaints().filter((one) => !/\/statements|ERR_FAILED .*\/graphql/.test(one))).toEqual([]);
  });
});
