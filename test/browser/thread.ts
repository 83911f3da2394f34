import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openBrowser, type Look } from '../support/browser.ts';
import { photo } from '../support/people.ts';
import { freshDatabase } from '../support/postgres.ts';
import { startProduct, type Product } from '../support/product.ts';
import { Household, type Dweller } from './household.ts';
import { pressAt, typeAt } from './keyboard.ts';

const browser: Browser | null = await openBrowser();
const postgres = inject('postgresUrl');
const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
/** Waits until words are on screen: a page may hold a second, hidden face of them for the other width. */
const seen = (page: Page, words: string | RegExp, options: { exact?: boolean } = {}): Promise<void> =>
  page.getByText(words, options).locator('visible=true').first().waitFor();
const nowhere = '/e/0190c5d2-0000-7000-8000-000000000000';
const oldCalendar = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:-//x//y//EN',
  'BEGIN:VEVENT',
  'UID:old-1',
  `DTSTART;TZID=Europe/Brussels:${day(20).replaceAll('-', '')}T190000`,
  'DURATION:PT2H',
  'SUMMARY:Old choir night',
  'END:VEVENT',
  'BEGIN:VEVENT',
  'UID:bad',
  'SUMMARY:No start',
  'END:VEVENT',
  'END:VCALENDAR',
  '',
].join('\r\n');

afterAll(() => browser?.close());

export interface House {
  readonly engine: 'PGlite' | 'PostgreSQL';
  readonly screen: Look;
}

/** Tells the thread through the house as people live it: in browsers, on the really started product. */
export function tellThread({ engine, screen }: House): void {
  const isSkipped = !browser || (engine === 'PostgreSQL' && !postgres);
  const why = isSkipped ? ' (SKIPPED: no browser, or no PostgreSQL on this machine)' : '';
  const { width, theme } = screen;
  describe.skipIf(isSkipped)(`the thread on ${engine} at ${width} px, ${theme}${why}`, () => {
    let product: Product;
    let house: Household;
    let ana: Dweller;
    let ben: Dweller;
    let cleo: Dweller;
    let vera: Dweller;
    let eventPath: string;
    let decisionPath: string;
    let expensePath: string;
    const group = '/g/riverside-repair-cafe';

    beforeAll(async () => {
      product = await startProduct(
        engine === 'PostgreSQL' ? { databaseUrl: await freshDatabase() } : { prepared: inject('preparedDatabase') },
      );
      house = new Household(browser!, product, screen, `thread-${width}-${theme}`);
      [ana, ben, cleo, vera] = (await Promise.all(['Ana', 'Ben', 'Cleo', 'Vera'].map((name) => house.enter(name)))) as [
        Dweller,
        Dweller,
        Dweller,
        Dweller,
      ];
    }, 120_000);
    afterAll(async () => {
      await house?.close();
      await product?.stop();
    });
    const story = (sentence: string, body: () => Promise<void>): void => test(`${sentence}`, body, 180_000);

    story('a first steward claims the empty instance and founds a group', async () => {
      await seen(await ana.at('/'), 'Nobody runs this instance yet');
      const page = await ana.at(new URL(product.claimLink).pathname);
      await ana.look('01-claim');
      await page.getByLabel('Your name').fill('Ana Silva');
      await page.getByLabel('E-mail').fill('ana@example.org');
      await page.getByRole('button', { name: 'Claim this instance' }).click();
      await page.getByRole('heading', { name: 'Start a group', level: 1 }).waitFor();
      await page.getByLabel('Name of the group').fill('Riverside Repair Café');
      expect(await page.getByLabel('Address').inputValue()).toBe('riverside-repair-cafe');
      await page.getByLabel('In one line').fill('We mend what is broken, every second Saturday in Ghent.');
      await page.getByLabel('Time zone').selectOption('Europe/Brussels');
      await ana.look('02-found');
      await page.getByRole('button', { name: 'Start the group' }).click();
      await page.getByRole('heading', { name: 'Riverside Repair Café', level: 1 }).waitFor();
      await seen(page, 'You are the first one here');
      await ana.look('03-group-empty');
    });

    story('two people come in by a link, confirm by mail, and one becomes treasurer', async () => {
      const page = await ana.at(`${group}/roll`);
      await page.getByRole('button', { name: 'Invite' }).click();
      await page.getByRole('button', { name: 'Make a link' }).click();
      const link = await page.getByLabel('Invitation link').inputValue();
      await ana.look('06-invite');
      for (const person of [ben, cleo]) {
        const email = `${person.name.toLowerCase()}@example.org`;
        const own = await person.at(new URL(link).pathname);
        await own.getByLabel('Your name').fill(person.name);
        await own.getByLabel('E-mail').fill(email);
        if (person === ben) await person.look('07-join');
        await own.getByRole('button', { name: 'Send me a link' }).click();
        await own.getByRole('heading', { name: 'Check your mail' }).waitFor();
        if (person === ben) await person.look('08-check-mail');
        await person.at(new URL(await house.mailLink(ana, email)).pathname);
        if (person === ben) await person.look('09-sign-in-link');
        await own.getByRole('button', { name: 'Sign in' }).click();
        await own.getByRole('button', { name: 'Join Riverside Repair Café' }).click();
        await own.waitForURL(`**${group}`);
      }
      await ana.look('10-operator');
      await ana.at(`${group}/roll`);
      await page.getByRole('button', { name: /Duties.*Ben/ }).click();
      await page.getByRole('switch', { name: 'Treasurer' }).click();
      await expect.poll(() => page.getByRole('switch', { name: 'Treasurer' }).isChecked()).toBe(true);
      await ana.look('11-duties');
      await page.keyboard.press('Escape');
      await seen(page, '3 members');
      await ana.look('12-roll');
    });

    story('the treasurer records 600.00 of contributions', async () => {
      const page = await ben.at(`${group}/book`);
      await ben.look('22-book-empty');
      await page.getByRole('button', { name: 'Record a contribution' }).click();
      await page.getByLabel('Amount').fill('1,234.5');
      await page.getByRole('button', { name: 'Record it' }).click();
      await seen(page, 'Leave out the mark between thousands');
      await ben.look('23-contribution');
      await page.getByLabel('Amount').fill('600');
      await page.getByLabel('From whom').fill('Everyone');
      await page.getByRole('button', { name: 'Record it' }).click();
      await page.locator('main').getByText('€600.00').first().waitFor();
      await ben.look('24-book');
    });

    story('a member proposes to spend up to 400.00, and the others vote by consent', async () => {
      const page = await cleo.at(`${group}/decisions/new`);
      await page.getByRole('link', { name: /^Consent/ }).click();
      await page.getByLabel('What do you propose?').fill('Spend up to 400.00 on a PA for it');
      await page.getByRole('switch', { name: 'It is about money' }).click();
      await page.getByLabel('Up to how much?').fill('400');
      await page.getByLabel('Name of the budget line').fill('PA');
      await page.getByText('Another time').click();
      // The next whole minute that leaves time to vote, in the group's zone.
      const closes = new Date(Math.ceil((Date.now() + 30_000) / 60_000) * 60_000);
      const wall = closes.toLocaleString('sv-SE', { timeZone: 'Europe/Brussels' });
      await page.getByLabel('Closing day').fill(wall.slice(0, 10));
      await page.getByLabel('At', { exact: true }).fill(wall.slice(11, 16));
      await cleo.look('25-decision-new');
      await page.getByRole('button', { name: 'Open the vote' }).click();
      await page.getByRole('heading', { name: 'Spend up to 400.00 on a PA for it', level: 1 }).waitFor();
      decisionPath = new URL(page.url()).pathname;
      for (const person of [ana, ben]) {
        const own = await person.at(decisionPath);
        await own.getByText('Good enough for now, safe enough to try').locator('visible=true').first().click();
        if (person === ana) await person.look('26-vote');
        await own.getByRole('button', { name: 'Cast your vote' }).locator('visible=true').click();
        await seen(own, 'You voted: Consent');
      }
      await ben.look('27-voted');
    });

    // The vote runs for a minute or two: what follows is done meanwhile.
    story('an existing calendar is shown before it comes in, and not doubled the second time', async () => {
      const page = await ana.at(`${group}/import`);
      const other = { name: 'other.ics', mimeType: 'text/calendar', buffer: Buffer.from('Not a calendar') };
      await page.locator('input[type=file]').setInputFiles(other);
      await seen(page, 'This is not a calendar file that can be read');
      const file = { name: 'old.ics', mimeType: 'text/calendar', buffer: Buffer.from(oldCalendar) };
      await page.locator('input[type=file]').setInputFiles(file);
      await seen(page, '1 event cannot be read');
      await seen(page, 'Old choir night');
      await ana.look('04-import');
      await page.getByRole('button', { name: 'Import 1 event' }).click();
      await seen(page, '1 event imported');
      await ana.at(`${group}/import`);
      await page.locator('input[type=file]').setInputFiles(file);
      await seen(page, 'Here already');
      expect(await page.getByRole('button', { name: 'Nothing to import' }).isDisabled()).toBe(true);
      await ana.at(`${group}/calendar?month=${day(20).slice(0, 7)}`);
      await page.getByText('Old choir night').first().waitFor({ state: 'attached' });
      await ana.look('05-calendar');
    });

    story('an event with three places is published and its host goes', async () => {
      const page = await ana.at(`${group}/events/new`);
      await page.getByLabel('Title').fill('Open rehearsal');
      await page.getByLabel('Day', { exact: true }).fill(day(10));
      await page.getByLabel(/^Place\s/).fill('The Weir House');
      await page.getByLabel('Street and town').fill('Weaver Street 14, Ghent');
      await page.getByLabel('What happens').fill('Bring **soup**.\n\n- and a spoon');
      await page.getByLabel(/^Places/).fill('3');
      await ana.look('13-event-new');
      await page.getByRole('button', { name: 'Publish' }).click();
      await page.getByRole('heading', { name: 'Open rehearsal', level: 1 }).waitFor();
      eventPath = new URL(page.url()).pathname;
      await ana.look('14-event-ask');
      await page.getByRole('button', { name: "I'm going" }).click();
      await page.getByRole('heading', { name: "You're going" }).waitFor();
      await seen(page, '1 of 3 going');
      await ana.look('15-event-going');
    });

    story(
      'a visitor without an account, by keyboard alone, comes with one companion, and the fourth waits',
      async () => {
        const page = await vera.at(eventPath);
        await vera.look('16-event-visitor');
        await pressAt(page, page.getByRole('button', { name: "I'm going" }), 'Enter');
        await typeAt(page, page.getByLabel('Your name'), 'Vera');
        await typeAt(page, page.getByLabel('E-mail'), 'vera@example.org');
        await pressAt(page, page.getByRole('button', { name: 'One more' }), 'Space');
        await vera.look('17-guest');
        await pressAt(page, page.getByRole('button', { name: 'Send me the confirmation' }), 'Enter');
        await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
        await seen(page, 'kept for 30 minutes');
        await vera.at(new URL(await house.mailLink(ana, 'vera@example.org')).pathname);
        await vera.look('18-guest-confirm');
        await page.getByRole('button').first().click();
        await seen(page, '2 places');
        await vera.look('19-guest-answer');
        const own = await ben.at(eventPath);
        await seen(own, 'Full, the waitlist is open');
        await own.getByRole('button', { name: 'Join the waitlist' }).click();
        await own.getByRole('heading', { name: 'You are 1st in line' }).waitFor();
        await ben.look('20-waitlist');
      },
    );

    story('when the guest cancels, who waits has the place at once, on the open page', async () => {
      await vera.page
        .getByRole('button', { name: /can.t come|can.t go|cancel/i })
        .first()
        .click();
      await ben.page.getByRole('heading', { name: "You're going" }).waitFor();
      await ben.look('21-promoted');
    });

    story('meanwhile the pages that tell no outcome stand, for members and for visitors', async () => {
      for (const [path, picture] of [
        ['/', '40-home'],
        [group, '41-group'],
        [`${group}/about`, '42-about'],
        [`${group}/decisions`, '43-decisions'],
        ['/settings', '45-settings'],
        ['/explore', '46-explore'],
        [`${eventPath}/edit`, '47-event-edit'],
        [`${group}/calendar?sheet=subscribe`, '48-subscribe'],
        [`${group}/calendar?view=agenda`, '49-agenda'],
      ] as const) {
        await ana.at(path);
        await ana.look(picture);
      }
      for (const [path, picture] of [
        ['/', '50-home-visitor'],
        [group, '51-group-visitor'],
        [`${group}/roll`, '52-roll-visitor'],
        ['/signin', '54-sign-in'],
        ['/settings', '55-settings-visitor'],
        [nowhere, '56-event-gone'],
      ] as const) {
        await vera.at(path);
        await vera.look(picture);
      }
    });

    story('the vote closes by itself and its effect is carried out', async () => {
      await cleo.page.getByRole('heading', { name: 'Passed' }).waitFor({ timeout: 120_000 });
      await seen(cleo.page, 'Carried out', { exact: true });
      await cleo.look('28-outcome');
    });

    story('who paid 385.50 hands in the receipt, somebody else approves, the treasurer pays', async () => {
      const page = await cleo.at(`${group}/expenses/new`);
      await page.getByRole('button', { name: 'Send it' }).click();
      await seen(page, 'Type the amount, such as');
      await page
        .locator('input[type=file]')
        .setInputFiles({ name: 'receipt.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(await photo()) });
      // The photo lies at the server, in a draft that has its own address; what is typed since is loaded anew with it.
      await seen(page, 'Kept as a draft');
      await page.getByLabel('Amount').fill('420');
      await page.getByLabel('What was it for').fill('PA system');
      await page.reload();
      await seen(page, 'receipt.jpg');
      expect(await page.getByLabel('Amount').inputValue()).toBe('420.00');
      expect(await page.getByLabel('What was it for').inputValue()).toBe('PA system');
      await seen(page, 'Kept as a draft');
      // From an empty form the draft is opened by its title, with the photo.
      await cleo.at(`${group}/expenses/new`);
      await page.getByRole('link', { name: 'PA system' }).click();
      await seen(page, 'receipt.jpg');
      expect(await page.getByLabel('Amount').inputValue()).toBe('420.00');
      await page.getByText('Equipment', { exact: true }).click();
      await page.getByLabel('Budget line').selectOption({ label: 'PA: €400.00 left' });
      await page.getByRole('button', { name: 'Send it' }).click();
      await seen(page, /more than is left/i);
      await cleo.look('29-expense-too-much');
      await page.getByLabel('Amount').fill('385.50');
      await page.getByRole('button', { name: 'Send it' }).click();
      await page.getByRole('heading', { name: 'PA system', level: 1 }).waitFor();
      expensePath = new URL(page.url()).pathname;
      await seen(page, 'nobody approves or pays their own expense');
      await cleo.look('30-expense-own');
      const steward = await ana.at('/inbox');
      await ana.look('31-inbox');
      await steward.getByRole('link', { name: /Look at it/ }).click();
      await steward.getByRole('button', { name: 'Approve' }).locator('visible=true').click();
      await seen(steward, 'Approved, to pay');
      await ana.look('32-expense-approved');
      const treasurer = await ben.at(expensePath);
      await treasurer.getByRole('button', { name: 'Mark as paid' }).locator('visible=true').click();
      await treasurer.getByRole('button', { name: 'Note €385.50 as paid' }).click();
      await seen(treasurer, 'Paid', { exact: true });
      await ben.look('33-expense-paid');
    });

    story('a visitor sees the budget with the decision that allowed it, and no names', async () => {
      const page = await vera.at(`${group}/book`);
      await seen(page, '€214.50');
      await seen(page, '€385.50 of €400.00');
      await vera.look('34-book-public');
      expect(await page.locator('main').innerText()).not.toMatch(/Cleo|Ben|Everyone|PA system/);
      await seen(page, 'Members can take the whole book along');
      await page
        .getByRole('link', { name: /Spend up to 400.00/ })
        .first()
        .click();
      await page.getByRole('heading', { name: 'Passed' }).waitFor();
    });

    story('the vote that spent it is taken along, and the command counts it again', async () => {
      const page = await vera.at(decisionPath);
      const download = page.waitForEvent('download');
      await page.getByRole('link', { name: 'The whole vote (JSON)' }).click();
      const path = await (await download).path();
      const cli = join(import.meta.dirname, '../../dist/apps/api/src/cli.js');
      const said = (file: string): string =>
        execFileSync(process.execPath, [cli, 'verify', file], { encoding: 'utf8' });
      expect(said(path)).toMatch(/2 ballots of 3 electors count to passed/);
      const bundle = JSON.parse(readFileSync(path, 'utf8')) as { effects: { payload: { minor: string } }[] };
      expect(bundle.effects).toHaveLength(1);
      bundle.effects[0]!.payload.minor = '4000000';
      const changed = join(mkdtempSync(join(tmpdir(), 'folkmoot-vote-')), 'decision.json');
      writeFileSync(changed, JSON.stringify(bundle));
      expect(() => said(changed)).toThrow();
    });

    story('the expenses stand, for members, and for visitors who may not see one', async () => {
      await ana.at(`${group}/expenses`);
      await ana.look('44-expenses');
      await vera.at(expensePath);
      await vera.look('53-expense-visitor');
    });

    story('the feed opens in khal and the book in hledger, with the right figures', async () => {
      const feed = await (await fetch(`${product.url}${group}/events.ics`)).text();
      const folder = mkdtempSync(join(tmpdir(), 'folkmoot-outside-'));
      writeFileSync(join(folder, 'feed.ics'), feed);
      if (existsSync('/usr/bin/khal')) {
        writeFileSync(
          join(folder, 'config'),
          `[calendars]\n[[feed]]\npath = ${folder}/calendar\n[sqlite]\npath = ${folder}/khal.db\n[locale]\nlocal_timezone = Europe/Brussels\ndefault_timezone = Europe/Brussels\n`,
        );
        const listed = execFileSync('khal', ['-c', join(folder, 'config'), 'printics', join(folder, 'feed.ics')], {
          encoding: 'utf8',
        });
        expect(listed).toContain('Open rehearsal');
        expect(listed).toContain('19:00');
      } else console.warn('SKIPPED: khal is not installed');
      await ben.at(`${group}/book`);
      const taken = async (name: string): Promise<string> => {
        const download = ben.page.waitForEvent('download');
        await ben.page.getByRole('link', { name, exact: true }).click();
        return (await download).path();
      };
      // What the page says of checking it is done: the book and the script beside it are all that is needed.
      const [book, script] = [await taken('JSON'), await taken('check_book.py')];
      if (existsSync('/usr/bin/python3'))
        expect(execFileSync('python3', [script, book], { encoding: 'utf8' })).toMatch(
          /^\d+ entries hold, head [0-9a-f]{64}/,
        );
      else console.warn('SKIPPED: python3 is not installed');
      const path = await taken('hledger');
      if (!existsSync('/usr/bin/hledger')) return console.warn('SKIPPED: hledger is not installed');
      const balance = execFileSync(
        'hledger',
        ['-f', `journal:${path}`, 'bal', 'assets:bank', '-N', '-O', 'csv', '--layout=bare'],
        { encoding: 'utf8' },
      );
      expect(balance).toContain('"EUR","214.50"');
    });

    story('no browser had anything to complain about', async () => {
      // An address of nothing answers 404 to a visitor, and browsers say so.
      expect(house.complaints().filter((one) => !one.includes(nowhere))).toEqual([]);
    });
  });
}
