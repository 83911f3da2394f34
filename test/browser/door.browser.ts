import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { webDocument } from '../support/documents.ts';
import { wall } from '../support/people.ts';
import { startProduct, type Product } from '../support/product.ts';
import { Household, type Dweller } from './household.ts';
import { pressAt, typeAt } from './keyboard.ts';

// The evening at the door on a phone: what is needed is taken, the connection goes, people come in all the same, and it is all there afterwards.
const browser: Browser | null = await openBrowser();
afterAll(() => browser?.close());

describe.skipIf(!browser)('tasks and the door on a phone', () => {
  let product: Product;
  let house: Household;
  let ana: Dweller;
  let page: Page;
  let eventId: string;
  let groupId: string;

  beforeAll(async () => {
    product = await startProduct({ prepared: inject('preparedDatabase') });
    house = new Household(browser!, product, { width: 390, theme: 'light', serviceWorkers: 'allow' }, 'door');
    ana = await house.enter('Ana');
    page = await ana.at('/');
    const code = product.claimLink.split('/').at(-1);
    await ana.ask('mutation ($input: ClaimInstanceInput!) { claimInstance(input: $input) { id } }', {
      input: { code, name: 'Ana', email: 'ana@example.org' },
    });
    const group = await ana.ask<{ id: string }>(
      'mutation ($input: CreateGroupInput!) { createGroup(input: $input) { ... on Group { id } } }',
      {
        input: { name: 'Riverside', handle: 'riverside', currency: 'EUR', zone: 'Europe/Brussels', visibility: 'OPEN' },
      },
    );
    const fields = { title: 'The gig', startLocal: wall(1, 18), endLocal: wall(1, 22), zone: 'Europe/Brussels' };
    groupId = group.id;
    const event = await ana.ask<{ id: string }>(
      'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }',
      { input: { groupId: group.id, fields: { ...fields, visibility: 'PUBLIC', capacity: 4 } } },
    );
    eventId = event.id;
    await ana.ask(webDocument('Respond'), {
      input: { eventId, answer: 'GOING', companions: 2, idempotencyKey: crypto.randomUUID() },
    });
  });
  afterAll(async () => {
    await house?.close();
    await product?.stop();
  });

  test('a host writes down what is needed and takes some of it', async () => {
    await ana.at(`/e/${eventId}`);
    await page.getByRole('button', { name: 'Add a task' }).click();
    await page.getByText('To bring', { exact: true }).click();
    await page.getByRole('button', { name: 'Add it' }).click();
    await page.getByText('Say what there is to do.').waitFor();
    await page.getByLabel('Task', { exact: true }).fill('Bread');
    await page.getByLabel('How many').fill('3');
    await page.getByLabel(/Of what/).fill('loaves');
    await ana.look('task-new');
    await page.getByRole('button', { name: 'Add it' }).click();
    await page.getByText('3 of 3 loaves missing').waitFor();
    await page.getByRole('button', { name: /I bring some/ }).click();
    await page.getByText('2 of 3 loaves missing').waitFor();
    await page
      .getByRole('group', { name: /How much of Bread/ })
      .getByRole('button', { name: 'One more' })
      .click();
    await page.getByText('1 of 3 loaves missing').waitFor();
    await ana.look('tasks');
    await ana.at('/');
    await page.getByText('Bread, 2 loaves').waitFor();
  });

  test('by keys alone an event is found, answered with a companion, helped and answered anew', async () => {
    const fields = { title: 'The walk', startLocal: wall(2, 10), endLocal: wall(2, 12), zone: 'Europe/Brussels' };
    const walk = await ana.ask<{ id: string }>(
      'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }',
      { input: { groupId, fields: { ...fields, visibility: 'PUBLIC' } } },
    );
    const tea = { kind: 'BRING', title: 'Tea', wanted: 2, unit: 'flasks' };
    await ana.ask(webDocument('CreateTask'), { eventId: walk.id, fields: tea });
    const desk = await house.enter('Ana at a desk', { width: 1280, theme: 'dark' });
    await desk.context.addCookies(await ana.context.cookies());
    const keys = await desk.at('/explore');
    const button = (name: string | RegExp) => keys.getByRole('button', { name });
    const focused = (): Promise<string> =>
      keys.evaluate(() => `${document.activeElement?.tagName} ${document.activeElement?.textContent?.trim()}`);

    await typeAt(keys, keys.getByRole('searchbox'), 'walk');
    await pressAt(keys, keys.getByRole('link', { name: /The walk/ }), 'Enter');
    await expect.poll(focused).toBe('H1 The walk');
    await pressAt(keys, button("I'm going"), 'Enter');
    await expect.poll(focused).toBe("H2 You're going");
    await pressAt(keys, button('People I bring'), 'Enter');
    await expect.poll(focused).toMatch(/^H2 /);
    await pressAt(keys, button('One more'), 'Space');
    await pressAt(keys, button('Save'), 'Enter');
    await expect.poll(focused).toBe("H2 You're going");
    await keys.getByText('With one companion').first().waitFor();

    await pressAt(keys, button(/I bring some/), 'Enter');
    await expect.poll(focused).toBe('H3 Tea');
    await pressAt(keys, button(/Ask somebody else/), 'Enter');
    await keys.getByRole('dialog').waitFor();
    await keys.keyboard.press('Escape');
    await expect.poll(focused).toMatch(/^BUTTON Ask somebody else/);
    await desk.look('keys');

    await pressAt(keys, button('Change reply'), 'Enter');
    await expect.poll(focused).toBe('H2 Are you coming?');
    await pressAt(keys, button("Can't go"), 'Enter');
    await expect.poll(focused).toBe("H2 You can't go");
  });

  test('an open page that misses a file of an older build is loaded anew once, on the way to where it was going', async () => {
    await ana.at('/g/riverside');
    await page.route('**/assets/GroupAboutPage-*', (route) => route.fulfill({ status: 404 }), { times: 1 });
    await page.getByRole('link', { name: 'About', exact: true }).click();
    await page.getByRole('heading', { name: 'About', level: 1 }).waitFor();
    await page.getByText('How it works').waitFor();
  });

  test('with the network cut people come in all the same, also after a reload, and all of it is sent once', async () => {
    const code = await ana.ask<{ code: string }>(webDocument('DoorPass'), { eventId });
    await ana.at(`/e/${eventId}/door`);
    await page.getByText('0 of 3 are here').waitFor();
    await ana.look('door');
    await page.waitForFunction(async () => (await (await caches.open('door-1')).keys()).length > 5);
    await ana.context.setOffline(true);

    // By keyboard alone: the code, then somebody who had not answered.
    await page.getByLabel('Name or code').focus();
    await page.keyboard.type(code.code.toLowerCase());
    await page.keyboard.press('Enter');
    await page.getByText('3 of 3 here').waitFor();
    await page.getByText('3 of 3 are here').waitFor();
    await page.getByText('One change waits on this phone').waitFor();
    await page.keyboard.type('BBBBBB');
    await page.keyboard.press('Enter');
    await page.getByText('no code BBBBBB').first().waitFor();
    await page.getByLabel('Name or code').fill('');
    await page.getByRole('button', { name: 'Somebody without an answer' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Let them in', exact: true }).waitFor();
    await page.getByLabel('Name', { exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Say who they are.').waitFor();
    await page.keyboard.type('Dora');
    await page.keyboard.press('Enter');
    await page.getByText('4 of 4 are here').waitFor();
    await page.getByText('No connection').waitFor();
    await ana.look('door-offline');

    await page.reload();
    await page.getByText('4 of 4 are here').waitFor();
    await page.getByText('2 changes wait on this phone').waitFor();

    await ana.context.setOffline(false);
    await page.getByText('Everything is saved.').waitFor();
    await page.getByRole('button', { name: 'Sign in' }).waitFor({ state: 'detached' });
    await ana.look('door-back');
    const door = await ana.ask<{ rows: { name: string; ops: object[] }[] }>(webDocument('Door'), { eventId });
    expect(door.rows.map(({ name, ops }) => [name, ops.length])).toEqual([
      ['Ana', 1],
      ['Dora', 1],
    ]);
    await page.getByRole('button', { name: /Undo.*Dora/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('3 of 3 are here').waitFor();
    await page.getByText('Everything is saved.').waitFor();
  });

  test('on paper there is a box for each person, and no button', async () => {
    await page.emulateMedia({ media: 'print' });
    await page.getByRole('columnheader', { name: 'Code' }).waitFor();
    expect(await page.getByRole('button', { name: /Undo.*Ana/ }).isVisible()).toBe(false);
    await page.emulateMedia({ media: null });
  });

  test('nothing was complained of but the missing connection and the missing file', () => {
    expect(
      house.complaints().filter((one) => !/ERR_INTERNET_DISCONNECTED|ERR_FAILED|GroupAboutPage/.test(one)),
    ).toEqual([]);
  });
});
