import pg from 'pg';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { webDocument } from '../support/documents.ts';
import { freshDatabase } from '../support/postgres.ts';
import { startProduct, type Product } from '../support/product.ts';
import { Household, type Dweller } from './household.ts';

// A promise on a phone, said to be kept, looked at by the treasurer: two taps put it into the book, and not one before.
const browser: Browser | null = await openBrowser();
const skipped = !browser || !inject('postgresUrl');
afterAll(() => browser?.close());

describe.skipIf(skipped)(`money that comes in${skipped ? ' (SKIPPED: no browser or no PostgreSQL)' : ''}`, () => {
  let product: Product;
  let database: pg.Client;
  let house: Household;
  let ana: Dweller;
  let page: Page;

  beforeAll(async () => {
    const databaseUrl = await freshDatabase();
    product = await startProduct({ databaseUrl });
    database = new pg.Client(databaseUrl);
    await database.connect();
    house = new Household(browser!, product, { width: 390, theme: 'light', alsoIn: 'dark' }, 'gifts');
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
    // The founder keeps the book too, and dues of 5.00 have fallen due twice.
    await database.query(
      `INSERT INTO duty SELECT (jsonb_populate_record(d, jsonb_build_object('id', gen_random_uuid(), 'kind', 'treasurer'))).* FROM duty d LIMIT 1`,
    );
    await database.query(
      `INSERT INTO rulebook_version SELECT (jsonb_populate_record(v, jsonb_build_object('id', gen_random_uuid(), 'n', v.n + 1, 'rules', v.rules || '{"dues":{"every":"month","min":"300","suggested":"500","max":"2000","graceDays":30,"votes":true}}'))).* FROM rulebook_version v`,
    );
    await database.query(
      `INSERT INTO contribution (id, book_id, number, kind, fund_id, category, currency, pledged, person_id, due_on, period)
       SELECT gen_random_uuid(), b.id, n, 'dues', f.id, 'income.dues', 'EUR', 500, p.id, current_date - 40 * n, date_trunc('month', current_date - 40 * n)::date
       FROM book b JOIN fund f ON f.book_id = b.id CROSS JOIN person p CROSS JOIN generate_series(1, 2) n`,
    );
    await ana.ask(webDocument('SetBank'), { groupId: group.id, name: 'Riverside', iban: 'BE72 0000 0000 1616' });
  });
  afterAll(async () => {
    await database?.end();
    await house?.close();
    await product?.stop();
  });

  test('is promised, said to be given, and confirmed in two taps', async () => {
    // What is overdue waits alone: the desk leads to it, and not to a list with nothing in it.
    await ana.at('/g/riverside/book/desk');
    await page.getByRole('link', { name: /Money coming in/ }).click();
    await page.getByRole('button', { name: 'Overdue', pressed: true }).waitFor();
    await page
      .getByText(/Dues from/)
      .first()
      .waitFor();
    await ana.at('/g/riverside/gifts');
    await page.getByRole('button', { name: 'Give', exact: true }).click();
    await page.getByLabel('Amount').fill('20');
    await page.getByLabel('What it is for').fill('The roof');
    await ana.look('1-give');
    await page.getByRole('button', { name: 'Promise it' }).click();
    const card = page.getByRole('listitem').filter({ hasText: 'The roof' });
    await card.getByText('€20.00').waitFor();
    await card.getByText('Code for your banking app').click();
    await ana.look('2-own');
    await card.getByRole('button', { name: 'I have brought it in cash' }).click();
    await card.getByText('You say that you brought €20.00 in cash.').waitFor();
    await ana.at('/');
    const waits = page.getByRole('link', { name: /€20.00 to confirm/ });
    await waits.waitFor();
    await ana.look('2-home');
    await waits.click();
    await page.getByRole('button', { name: 'To confirm', pressed: true }).waitFor();
    await page.getByText('Ana says: €20.00 in cash').waitFor();
    await ana.look('3-desk');
    await page.getByRole('button', { name: 'It is here' }).click();
    await ana.look('4-confirm');
    await page.getByRole('button', { name: 'Yes, book it' }).click();
    await page.getByText('Nothing to confirm').waitFor();
    await page.getByRole('button', { name: 'Received', exact: true }).click();
    await page.getByText('The roof').waitFor();
    await ana.look('5-received');
    await page.getByRole('button', { name: 'Overdue' }).click();
    await page
      .getByText(/Dues from/)
      .first()
      .waitFor();
    await ana.look('6-overdue');
    await ana.at('/g/riverside/book');
    await page.getByText('€20.00').first().waitFor();
    await ana.at(`/g/riverside/gifts?year=${new Date().getUTCFullYear()}`);
    await page.getByText('In all').waitFor();
    await ana.look('7-year');
    await ana.at('/g/riverside/roll');
    await page.getByText(/Behind since/).waitFor();
    await ana.look('8-roll');
    if (process.env['LOOKS']) {
      for (const theme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme: theme });
        await page.setViewportSize({ width: 1280, height: 900 });
        for (const [name, path] of [
          ['gifts', '/g/riverside/gifts'],
          ['desk', '/g/riverside/book/gifts?show=ALL'],
        ] as const) {
          await ana.at(path);
          await page.waitForTimeout(600);
          await page.screenshot({ path: `/tmp/gifts/wide-${name}-${theme}.png`, fullPage: true });
        }
      }
      await database.query(`UPDATE person SET locale = 'de'`);
      await page.setViewportSize({ width: 390, height: 844 });
      for (const [name, path] of [
        ['gifts', '/g/riverside/gifts'],
        ['desk', '/g/riverside/book/gifts?show=ALL'],
      ] as const) {
        await ana.at(path);
        await page.waitForTimeout(800);
        await page.screenshot({ path: `/tmp/gifts/de-${name}.png`, fullPage: true });
      }
      await database.query(`UPDATE person SET locale = 'en'`);
    }
    // A steward is the second person of a refund that the treasurer asked for: they find it, and can answer it, without the treasurer's desk.
    await database.query(
      `INSERT INTO person SELECT (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid(), 'name', 'Ben'))).* FROM person p`,
    );
    await database.query(
      `INSERT INTO contribution_refund (id, contribution_id, minor, refunded_on, holding_id, reason, state, needs_second, asked_by)
       SELECT gen_random_uuid(), r.contribution_id, 700, r.received_on, r.holding_id, 'Too much', 'ASKED', true, p.id FROM contribution_receipt r CROSS JOIN person p WHERE p.name = 'Ben'`,
    );
    await database.query(`UPDATE duty SET to_at = clock_now(), end_reason = 'resigned' WHERE kind = 'treasurer'`);
    await ana.at('/');
    await page.getByRole('link', { name: /€7.00 to give back/ }).click();
    await page.getByText('The roof').waitFor();
    await ana.look('9-second');
    await page.getByRole('button', { name: 'Yes, give it back' }).click();
    await page.getByText('Nothing to give back').waitFor();
    expect(house.complaints()).toEqual([]);
  });
});
