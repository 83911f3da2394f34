import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  axeFindings,
  openBrowser,
  openPage,
  serveBuilt,
  sidewaysScroll,
  type Look,
  type OpenPage,
} from '../support/browser.ts';

// Every part in every state, in a test build behind the product's own content policy.
const root = join(import.meta.dirname, '../..');
const shots = join(root, '.artefacts/kitchen');
const browser: Browser | null = await openBrowser();
const pages = [
  '/kitchen',
  '/kitchen/forms',
  '/kitchen/figures',
  '/kitchen/calendar',
  '/kitchen/event',
  '/kitchen/shell',
];
/** Pages of the product without a server: once is enough, the thread sees them with one. */
const unserved = ['/', '/nowhere'];
// A width lays out, a theme colours: one of each pair meets every layout and every colour.
const looks = [
  { width: 390, theme: 'light', locale: 'en-GB' },
  { width: 1280, theme: 'dark', locale: 'en-GB' },
] as const;
const everyLook: readonly (Look & { readonly about?: 'layout' })[] = [
  ...looks,
  // Narrowest, and in the longer words: only the layout is another.
  { width: 320, theme: 'dark', locale: 'de-DE', about: 'layout' },
];

let web: { origin: string; close: () => void };
let folder: string;

beforeAll(async () => {
  if (!browser) return;
  folder = await mkdtemp(join(tmpdir(), 'folkmoot-kitchen-'));
  await mkdir(shots, { recursive: true });
  await build({
    root: join(root, 'apps/web'),
    configFile: join(root, 'apps/web/vite.config.ts'),
    mode: 'test',
    logLevel: 'error',
    build: { outDir: folder, minify: false, reportCompressedSize: false },
  });
  web = await serveBuilt(folder, Number(process.env['KITCHEN_PORT'] ?? 5201));
}, 120_000);

afterAll(async () => {
  web?.close();
  await browser?.close();
  if (folder) await rm(folder, { recursive: true });
});

describe.skipIf(!browser)('the kitchen', () => {
  // One browser a look goes through all pages, as people do.
  describe.each(everyLook)('at $width, $theme, $locale', ({ about, ...look }) => {
    let opened: OpenPage;
    beforeAll(async () => void (opened = await openPage(browser!, web.origin, look)));
    afterAll(() => opened.close());

    test.each(look.width === 390 ? [...pages, ...unserved] : pages)(
      '%s: no barrier, no sideways scroll, no complaint',
      async (path) => {
        const { page, complaints } = opened;
        await page.goto(path);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.evaluate(() => document.fonts.ready);
        await page.waitForFunction(() => !document.querySelector('.prose:empty'));
        const name = path.slice(1).replaceAll('/', '-') || 'home';
        await page.screenshot({ path: join(shots, `${name}-${look.width}-${look.theme}.png`), fullPage: true });
        expect(await axeFindings(page, about)).toEqual([]);
        expect(await sidewaysScroll(page)).toBe(0);
        expect(await page.title()).not.toBe('');
        expect(complaints.splice(0)).toEqual([]);
      },
    );
  });

  test.each(looks)(
    'what floats at $width, $theme: sheet, menu, popover and toast open, are clean, and give the focus back',
    async (look) => {
      const { page, complaints, close } = await openPage(browser!, web.origin, look);
      await page.goto('/kitchen');
      const shot = (name: string) =>
        page.screenshot({ path: join(shots, `open-${name}-${look.width}-${look.theme}.png`) });
      for (const [name, opener, role] of [
        ['sheet', 'Open a sheet', 'dialog'],
        ['side', 'Look beside the list', 'dialog'],
        ['menu', 'Open a menu', 'menu'],
        ['popover', 'How consent works', 'dialog'],
      ] as const) {
        const button = page.getByRole('button', { name: opener });
        await button.click();
        await page.getByRole(role).waitFor();
        await shot(name);
        expect(await axeFindings(page)).toEqual([]);
        await page.keyboard.press('Escape');
        await page.getByRole(role).waitFor({ state: 'detached' });
        await expect.poll(() => button.evaluate((element) => element === document.activeElement)).toBe(true);
      }
      await page.getByRole('button', { name: 'Show a toast' }).click();
      await page.getByRole('button', { name: 'Look', exact: true }).waitFor();
      await shot('toast');
      expect(await axeFindings(page)).toEqual([]);
      await page.goto('/kitchen/shell');
      await page.getByRole('button', { name: 'Noor Hassan, account and settings' }).click();
      await page.getByRole('menu').waitFor();
      await shot('account');
      expect(await axeFindings(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await close();
    },
  );

  test('Back closes an open sheet and stays on the page', async () => {
    const { page, close } = await openPage(browser!, web.origin, { width: 390, theme: 'light' });
    await page.goto('/kitchen/forms');
    await page.goto('/kitchen');
    await page.getByRole('button', { name: 'Open a sheet' }).click();
    await page.getByRole('dialog').waitFor();
    await page.goBack();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(new URL(page.url()).pathname).toBe('/kitchen');
    await close();
  });

  test('a page that is opened by a link gives the focus to its h1', async () => {
    const { page, close } = await openPage(browser!, web.origin, { width: 1280, theme: 'light' });
    await page.goto('/kitchen');
    await page.getByRole('link', { name: 'Calendar' }).first().click();
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    await page.goBack();
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('href')))
      .toBe('/kitchen/calendar');
    await close();
  });

  test('a form names what is wrong at the field, goes there, and keeps what was typed over a reload', async () => {
    const { page, close } = await openPage(browser!, web.origin, { width: 390, theme: 'light' });
    await page.goto('/kitchen/forms');
    await page.getByLabel('How much?').fill('1,234.5');
    await page.getByRole('button', { name: 'Send for approval' }).click();
    await page.getByText('Leave out the mark between thousands: write 1234.56.').first().waitFor();
    expect(await page.getByLabel('How much?').evaluate((element) => element === document.activeElement)).toBe(true);
    await page.getByLabel('How much?').fill('385.5');
    await page.getByLabel('What was it?').fill('refuse');
    await page.reload();
    expect(await page.getByLabel('How much?').inputValue()).toBe('385.50');
    await page.getByRole('button', { name: 'Send for approval' }).click();
    await page.getByText('The server does not like that word.').waitFor();
    await page.getByLabel('What was it?').fill('Solder');
    await page.getByRole('button', { name: 'Send for approval' }).click();
    await page.getByRole('status').filter({ hasText: 'Solder: 385.50' }).waitFor();
    await close();
  });

  test('hostile text loses scripts, handlers, styles, forms and foreign images, and keeps its words and our own files', async () => {
    const { page, close } = await openPage(browser!, web.origin, { width: 390, theme: 'light' });
    await page.goto('/kitchen/hostile');
    const prose = page.locator('.prose');
    await prose.waitFor();
    const html = await prose.innerHTML();
    expect(html).not.toMatch(/onclick|style=|id=|spy|javascript|<form|<input|<svg|<iframe/);
    expect(html).toContain('Hello <b>you</b>');
    expect(html).toContain('src="/files/1"');
    expect(await prose.getByRole('link', { name: 'a', exact: true }).getAttribute('rel')).toBe('nofollow ugc noopener');
    await close();
  });

  test('a chosen theme and language hold at once and after a reload, whatever the system says', async () => {
    const { page, complaints, close } = await openPage(browser!, web.origin, { width: 390, theme: 'light' });
    await page.goto('/');
    const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    expect(await ground()).toBe('rgb(244, 246, 242)');
    await page.getByRole('button', { name: 'Look and language' }).click();
    await page.getByRole('menuitemradio', { name: 'Dark' }).click();
    await expect.poll(ground).toBe('rgb(15, 21, 18)');
    await page.getByRole('menuitemradio', { name: 'Deutsch' }).click();
    await page.getByRole('heading', { level: 1, name: 'Eine Mitgliederliste, ein Kalender, ein Buch' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Eine Mitgliederliste' }).waitFor();
    expect(await ground()).toBe('rgb(15, 21, 18)');
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('de');
    expect(complaints).toEqual([]);
    await close();
  });
});
