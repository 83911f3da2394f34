import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Closer } from '../../apps/api/src/decisions/index.ts';
import { EventMoneyClock, LineClock, RoundClock } from '../../apps/api/src/money/index.ts';
import type { Client } from '../support/client.ts';
import { openBrowser } from '../support/browser.ts';
import { webDocument } from '../support/documents.ts';
import { claim, found, givesDuty, joins, key, photo, wall } from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';
import { Household, type Dweller } from './household.ts';

// From a pot to lines as people live it: Ben sets 400 aside, Cleo proposes on her phone, everybody gives, and the book has the lines.
const browser: Browser | null = await openBrowser();
afterAll(() => browser?.close());

describe.skipIf(!browser)(`a budget round${browser ? '' : ' (SKIPPED: no browser on this machine)'}`, () => {
  let world: World;
  let house: Household;
  let ben: Dweller;
  let cleo: Dweller;
  let path: string;
  let groupId: string;
  let steward: Client;
  const people: Client[] = [];

  beforeAll(async () => {
    world = await startWorld();
    steward = await claim(world);
    groupId = await found(steward);
    for (const name of ['Ben', 'Cleo']) people.push(await joins(world, steward, { groupId, name }));
    await givesDuty(steward, { groupId, to: people[0]!, duty: 'TREASURER' });
    await people[0]!.get('mutation ($input: RecordContributionInput!) { recordContribution(input: $input) }', {
      input: {
        groupId,
        amount: { minor: '90000', currency: 'EUR' },
        receivedOn: '2026-01-02',
        giver: 'Jar',
        idempotencyKey: key(),
      },
    });
    house = new Household(browser!, world, { width: 390, theme: 'light' }, 'rounds');
    ben = await house.enter('Ben', { width: 1280, theme: 'light' });
    cleo = await house.enter('Cleo', { width: 390, theme: 'dark' });
    await ben.context.addCookies(people[0]!.cookies);
    await cleo.context.addCookies(people[1]!.cookies);
  }, 120_000);
  afterAll(async () => {
    await house?.close();
    await world?.stop();
  });

  /** Time goes on for the database; sessions with it. */
  const passes = async (hours: number): Promise<void> => {
    await world.clockPasses(`${hours} hours`);
    await world.database.reads.query(`UPDATE session SET expires_at = 'infinity', seen_at = clock_now()`);
    await world.app.get(RoundClock).runDue();
    await expect
      .poll(async () => {
        await world.app.get(Closer).closeDue();
        const due = `SELECT count(*)::int AS n FROM proposal WHERE status = 'open' AND closes_at <= clock_now()`;
        return (await world.database.reads.query<{ n: number }[]>(due))[0]!.n;
      })
      .toBe(0);
    await world.settle();
  };

  const one = async (sql: string): Promise<string> => (await world.database.reads.query<{ id: string }[]>(sql))[0]!.id;

  test('Ben sets a pot aside: what is wrong is said at its place, the money is held', async () => {
    const page = await ben.at('/g/riverside/book');
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Budget rounds' }).click();
    await page.getByRole('link', { name: 'Open a round' }).click();
    await page.getByLabel('What is it called?').fill('Our 400');
    await page.getByLabel('How much is there to share out?').fill('1000');
    await ben.look('01-form');
    await page.getByRole('button', { name: 'Hold the pot and begin' }).click();
    await page.getByText('has €900.00 available').waitFor();
    expect(await page.getByLabel('What is it called?').inputValue()).toBe('Our 400');
    await page.getByLabel('How much is there to share out?').fill('400');
    await page.getByRole('button', { name: 'Hold the pot and begin' }).click();
    await page.getByRole('heading', { name: 'Our 400', level: 1 }).waitFor();
    path = new URL(page.url()).pathname;
    await ben.look('02-opened');
    await ben.at('/g/riverside/book');
    await page.getByText('Pot of a budget round').waitFor();
  }, 120_000);

  test('Cleo proposes on her phone, in three fields', async () => {
    const page = await cleo.at('/g/riverside/book/rounds');
    await cleo.look('03-list');
    await page.getByRole('link', { name: 'Our 400' }).tap();
    await page.getByRole('button', { name: 'Propose a bucket' }).tap();
    await page.getByLabel('What would you do?').fill('Projector');
    await page.getByLabel('At least').fill('100');
    await page.getByLabel('At most').fill('150');
    await cleo.look('04-bucket');
    await page.getByRole('button', { name: 'Propose it' }).tap();
    await page.getByText('Cleo carries it out').waitFor();
    await page.getByRole('button', { name: 'Propose a bucket' }).tap();
    await page.getByLabel('What would you do?').fill('Mats');
    await page.getByLabel('At least').fill('200');
    await page.getByRole('button', { name: 'Propose it' }).tap();
    await page.getByRole('heading', { name: 'Mats' }).waitFor();
    await cleo.look('05-proposed');
  }, 120_000);

  test('both give their share; each bucket says where it stands', async () => {
    await passes(7 * 24 + 24);
    const page = await cleo.at(path);
    const form = page.locator('form:visible');
    await form.getByLabel('For Projector').fill('120');
    await form.getByLabel('For Mats').fill('20');
    await page.getByText('Your share is €133.33').or(page.getByText('left to give')).first().waitFor();
    await form.getByRole('button', { name: 'Cast' }).tap();
    await page.getByText('Your share is €133.33').waitFor();
    await form.getByLabel('For Mats').fill('13');
    await cleo.look('06-allotting');
    await form.getByRole('button', { name: 'Cast' }).tap();
    await page.getByText('€13.00 of €200.00').waitFor();
    await page.getByText('the minimum of €100.00 is reached').waitFor();
    await cleo.look('07-given');
    const other = await ben.at(path);
    await other.locator('form:visible').getByLabel('For Projector').fill('40');
    await ben.look('08-wide');
    await other.locator('form:visible').getByRole('button', { name: 'Cast' }).click();
    await other.getByText('and €10.00 that goes back to the pot').waitFor();
  }, 120_000);

  test('what reached its minimum is a budget line, the rest went back', async () => {
    await passes(15 * 24 + 24);
    const page = await cleo.at(path);
    await page.getByText('€150.00 of €400.00 is granted; €250.00 went back').waitFor();
    await page.getByText('Not funded').waitFor();
    await cleo.look('09-closed');
    await world.database.reads.query(`UPDATE person SET locale = 'de' WHERE name = 'Cleo'`);
    await cleo.at(path);
    await page.getByText('gingen zurück').first().waitFor();
    await cleo.look('10-german');
    await ben.at(path);
    await ben.page.getByRole('link', { name: 'To its budget line' }).click();
    await ben.page.getByText('Projector').first().waitFor();
    await ben.page.getByText('No. 1, Our 400').first().waitFor();
  }, 120_000);

  test('a line that comes to its end and an event that costs more than it has are read in the inbox and put aside', async () => {
    const [, hers] = people as [Client, Client];
    const upload = await hers.upload('/files', { name: 'r.jpg', bytes: await photo() }, { groupId });
    const lineId = await one(`SELECT id FROM budget_line WHERE name = 'Projector'`);
    const { id } = await hers.get<{ id: string }>(webDocument('SubmitExpense'), {
      input: {
        groupId,
        title: 'Projector',
        category: 'equipment',
        budgetLineId: lineId,
        items: [{ what: 'Projector', spentOn: wall(0, 0).slice(0, 10), amount: { minor: '13000', currency: 'EUR' } }],
        receipts: [((await upload.json()) as { id: string }).id],
        idempotencyKey: key(),
      },
    });
    await steward.get(webDocument('ApproveExpense'), { id, revision: 1 });
    const times = { startLocal: wall(60, 18), endLocal: wall(60, 22), zone: 'Europe/Brussels' };
    const event = await hers.get<{ id: string }>(
      'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }',
      { input: { groupId, fields: { title: 'Film night', visibility: 'PUBLIC', ...times } } },
    );
    const room = { kind: 'SPENDING', label: 'Room', per: 'ONCE', amount: { minor: '14000', currency: 'EUR' } };
    const plan = { eventId: event.id, expectedVersion: 0, heads: 20, rows: [room] };
    await hers.get(webDocument('PlanEventMoney'), { input: plan });
    await world.database.reads.query(
      `INSERT INTO budget_line (id, book_id, account_id, name, event_id, planned, authority_kind, authority_id, authority_no, opened_after_seq)
       SELECT gen_random_uuid(), book_id, account_id, 'Film', $1, 10000, authority_kind, authority_id, authority_no + 1, opened_after_seq FROM budget_line WHERE id = $2`,
      [event.id, lineId],
    );
    await world.app.get(LineClock).runDue();
    await world.app.get(EventMoneyClock).runDue();

    const page = await ben.at('/inbox');
    await page.getByText('€20.00 of €150.00 is left on this budget line. A decision can raise it.').waitFor();
    await page.getByText('It will cost €40.00 more than its budget lines hold.').waitFor();
    await ben.look('10a-inbox');
    await page
      .getByRole('link', { name: /^Look at it.*Projector$/ })
      .first()
      .click();
    await expect.poll(() => new URL(page.url()).hash).toBe(`#line-${lineId}`);
    await ben.at('/inbox');
    const bell = (count: number) => page.getByRole('link', { name: `Inbox, ${count} need`, exact: false });
    await bell(3).waitFor();
    // The number at the bell and the list beneath it are one answer.
    let asked = 0;
    page.on('request', (request) => (asked += request.postData()?.includes('query NeedsMe') ? 1 : 0));
    await page.getByRole('button', { name: /^Understood.*Projector$/ }).click();
    await page.getByText('on this budget line').waitFor({ state: 'detached' });
    await bell(2).waitFor();
    await page.getByRole('button', { name: /^Understood.*Film night$/ }).click();
    await page.getByRole('heading', { name: 'Film night' }).waitFor({ state: 'detached' });
    await bell(1).waitFor();
    expect(asked).toBe(2);
    await page.getByText('Approved, to pay').waitFor();
    // Hers stands where it stood: each puts aside for themselves.
    const small = await cleo.at('/inbox');
    await small.getByRole('link', { name: /^Ansehen.*Film night$/ }).waitFor();
    await cleo.look('10b-inbox-german');
    // Cleo carries the projector out: its line is told to her as well.
    await small.getByRole('button', { name: /^Verstanden.*Projector$/ }).click();
    await small.getByRole('button', { name: /^Verstanden.*Projector$/ }).waitFor({ state: 'detached' });
    await small.getByRole('button', { name: /^Verstanden.*Film night$/ }).tap();
    await small.getByText('Nichts wartet auf dich').waitFor();
  }, 120_000);

  test('it is taken back: first what would end, then how to decide; the list and the page say so', async () => {
    const decision = `/p/${path.split('/').at(-1)}`;
    const small = await cleo.at(decision);
    await small.getByRole('link', { name: 'Zurücknehmen' }).tap();
    await small.getByText('Der Budgetposten „Projector“ wird geschlossen').waitFor();
    await cleo.look('11-taking-back');
    const page = await ben.at(decision);
    await page.getByRole('link', { name: 'Take this back' }).click();
    await page.getByRole('heading', { name: 'Take a decision back', level: 1 }).waitFor();
    await page.getByText('Takes back decision 1: Our 400').waitFor();
    await page.getByText('The budget line “Projector” closes, and €20.00 are free again in its fund.').waitFor();
    // Only where something passes or not there is somebody who says so.
    expect(await page.getByRole('link', { name: 'Date poll' }).count()).toBe(0);
    await ben.look('12-taking-back-wide');
    await page.getByRole('link', { name: /^Majority/ }).click();
    await page.getByText('Takes back decision 1: Our 400').waitFor();
    // The browsers stayed where they are: a vote that they open ends after now only at home.
    await world.clockPasses('0 hours');
    await page.getByRole('button', { name: 'Open the vote' }).click();
    await page.getByRole('heading', { name: 'Take back no. 1: Our 400', level: 1 }).waitFor();
    const proposalId = page.url().split('/').at(-1)!;
    for (const who of [ben, cleo])
      await who.ask('mutation ($input: CastBallotInput!) { castBallot(input: $input) { __typename } }', {
        input: { proposalId, option: 'agree' },
      });
    await passes(15 * 24);
    await small.goto('/g/riverside/decisions');
    await small.getByText('Zurückgenommen durch').waitFor();
    await cleo.look('13-register');
    await small.getByRole('link', { name: 'Nr. 2, Take back no. 1: Our 400' }).tap();
    await small.getByRole('heading', { level: 1, name: 'Take back no. 1: Our 400' }).waitFor();
    await cleo.look('14-took-back');
    await ben.at('/g/riverside/decisions?state=taken-back');
    await page.getByRole('link', { name: /^Our 400 .*Taken back/ }).click();
    await page.getByText('Nothing new rests on it.').waitFor();
    await ben.look('15-taken-back');
    await ben.at(`${decision}/record`);
    await page.getByText('Taken back by').waitFor();
    await ben.look('16-record');
    // Whoever comes once more by an old link is told why it cannot be asked.
    await ben.at(`/g/riverside/decisions/new?takeBack=${path.split('/').at(-1)}`);
    await page.getByText('Decision 1 was taken back already, by decision 2.').waitFor();
    expect(house.complaints()).toEqual([]);
  }, 120_000);
});
