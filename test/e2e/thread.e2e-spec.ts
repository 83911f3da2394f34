import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Client } from '../support/client.ts';
import { claim, found, givesDuty, joins, key, photo, wall } from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';
import { Closer } from '../../apps/api/src/decisions/index.ts';

// The thread through the house, over HTTP: an event people come to, a vote that frees the money, a book that balances, a calendar that follows.
const engines = ['PGlite', 'PostgreSQL'] as const;
const postgres = inject('postgresUrl');

for (const engine of engines) {
  const skipped = engine === 'PostgreSQL' && !postgres;
  describeThread(`${engine}${skipped ? ' (SKIPPED: no PostgreSQL on this machine)' : ''}`, engine, skipped);
}

function describeThread(name: string, engine: (typeof engines)[number], skipped: boolean): void {
  let world: World;
  let ana: Client;
  let ben: Client;
  let cleo: Client;
  let groupId: string;
  let eventId: string;
  let proposalId: string;
  let expenseId: string;
  let lineId: string;
  const on = (sentence: string, body: () => Promise<void>): void =>
    test.skipIf(skipped)(`${name}: ${sentence}`, body, 60_000);

  beforeAll(async () => {
    if (skipped) return;
    const { freshDatabase } = await import('../support/postgres.ts');
    world = await startWorld(engine === 'PostgreSQL' ? { databaseUrl: await freshDatabase() } : {});
  });
  afterAll(() => world?.stop());

  on('a first steward claims the instance once and founds a group', async () => {
    ana = await claim(world);
    expect(
      await world
        .visitor()
        .refusalOf('mutation { claimInstance(input: { code: "x", name: "Mallory", email: "m@example.org" }) { id } }'),
    ).toMatchObject({ code: 'NOT_FOUND' });
    groupId = await found(ana);
    ben = await joins(world, ana, { groupId, name: 'Ben' });
    cleo = await joins(world, ana, { groupId, name: 'Cleo' });
    await givesDuty(ana, { groupId, to: ben, duty: 'TREASURER' });
    const group = await ana.get<{ memberCount: number; standing: string }>(
      '{ group(handle: "riverside") { memberCount standing } }',
    );
    expect(group).toEqual({ memberCount: 3, standing: 'MEMBER' });
  });

  on('an existing calendar is imported, shown before, and not doubled after', async () => {
    const ics = [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//x//y//EN',
      'BEGIN:VEVENT',
      'UID:old-1',
      `DTSTART;TZID=Europe/Brussels:${wall(20, 19).replace(/[-:]/g, '')}`,
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
    const send = async (dryRun: string): Promise<{ made: number; same: number; faults: { event: string }[] }> =>
      (await (
        await ana.upload(
          '/import/calendar',
          { name: 'old.ics', bytes: new TextEncoder().encode(ics) },
          { groupId, dryRun, visibility: 'public' },
        )
      ).json()) as { made: number; same: number; faults: { event: string }[] };
    expect(await send('1')).toMatchObject({ made: 1, same: 0, faults: [{ event: 'No start' }] });
    expect(await send('0')).toMatchObject({ made: 1 });
    expect(await send('0')).toMatchObject({ made: 0, same: 1 });
  });

  on(
    'an event with three places fills, a guest brings a friend, and the fourth person is promoted when someone cancels',
    async () => {
      const event = await ana.get<{ id: string }>(
        'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }',
        {
          input: {
            groupId,
            fields: {
              title: 'Open rehearsal',
              startLocal: wall(10, 19),
              endLocal: wall(10, 22),
              zone: 'Europe/Brussels',
              visibility: 'PUBLIC',
              capacity: 3,
              placeName: 'The Weir House',
              body: 'Bring **soup**.',
            },
          },
        },
      );
      eventId = event.id;
      const respond =
        'mutation ($input: RespondInput!) { respond(input: $input) { ... on Event { seatsHeld myRsvp { status position } } ... on RsvpRefused { code } } }';
      expect(await ana.get(respond, { input: { eventId, answer: 'GOING', idempotencyKey: key() } })).toMatchObject({
        seatsHeld: 1,
      });
      const guest = world.visitor();
      const asked = await guest.get<{ held: boolean }>(
        'mutation ($input: RespondAsGuestInput!) { respondAsGuest(input: $input) { held } }',
        { input: { eventId, answer: 'GOING', companions: 1, name: 'Vera', email: 'vera@example.org' } },
      );
      expect(asked.held).toBe(true);
      const { links } = await world.mailTo('vera@example.org');
      const path = new URL(links[0]!).pathname;
      expect((await guest.fetch(path)).status).toBe(200);
      expect(await ben.get(respond, { input: { eventId, answer: 'GOING', idempotencyKey: key() } })).toMatchObject({
        myRsvp: { status: 'WAITLISTED', position: 1 },
      });
      const confirmed = await guest.fetch(path, { method: 'POST', body: new URLSearchParams() });
      expect(confirmed.status).toBe(303);
      expect((await guest.fetch(path, { method: 'POST', body: new URLSearchParams() })).status).toBe(410);
      const page = await guest.fetch(confirmed.headers.get('location')!);
      expect(await page.text()).toContain('2 places');
      await guest.fetch(confirmed.headers.get('location')!, {
        method: 'POST',
        body: new URLSearchParams({ answer: 'no' }),
      });
      expect(
        await ben.get('query ($id: ID!) { event(id: $id) { seatsHeld placesLeft waiting myRsvp { status } } }', {
          id: eventId,
        }),
      ).toEqual({ seatsHeld: 2, placesLeft: 1, waiting: 0, myRsvp: { status: 'GOING' } });
      expect((await world.mailTo('ben@example.org')).subject).toContain('A place for you');
    },
  );

  on('the treasurer records 600.00, nobody else may, and the same request twice is one entry', async () => {
    const record = 'mutation ($input: RecordContributionInput!) { recordContribution(input: $input) }';
    const input = {
      groupId,
      amount: { minor: '60000', currency: 'EUR' },
      receivedOn: new Date().toISOString().slice(0, 10),
      giver: 'Everyone',
      idempotencyKey: key(),
    };
    expect(await cleo.refusalOf(record, { input })).toMatchObject({ code: 'FORBIDDEN' });
    const first = await ben.get(record, { input });
    expect(await ben.get(record, { input })).toBe(first);
    expect(await ben.get('{ book(handle: "riverside") { inHand { minor } entryCount } }')).toEqual({
      inHand: [{ minor: '60000' }],
      entryCount: 1,
    });
  });

  on('a consent decision closes at its instant and opens the budget line, once', async () => {
    const proposal = await cleo.get<{ id: string; quorumNeeded: number; electors: number }>(
      'mutation ($input: CreateProposalInput!) { createProposal(input: $input) { id electors quorumNeeded } }',
      {
        input: {
          groupId,
          fields: {
            title: 'Spend up to 400.00 on a PA for it',
            method: 'CONSENT',
            closesAt: new Date(Date.now() + 3_600_000).toISOString(),
            eventId,
            opensBudgetLine: { label: 'PA', planned: { minor: '40000', currency: 'EUR' } },
          },
        },
      },
    );
    proposalId = proposal.id;
    expect(proposal).toMatchObject({ electors: 3, quorumNeeded: 1 });
    const cast =
      'mutation ($input: CastBallotInput!) { castBallot(input: $input) { __typename ... on Proposal { myOption result { verdict yes } } ... on BallotRefused { code } ... on VotingClosed { closedAt } } }';
    expect(await world.visitor().refusalOf(cast, { input: { proposalId, option: 'consent' } })).toMatchObject({
      code: 'UNAUTHENTICATED',
    });
    expect(await ana.get(cast, { input: { proposalId, option: 'object' } })).toEqual({
      __typename: 'BallotRefused',
      code: 'REASON_REQUIRED',
    });
    expect(await ana.get(cast, { input: { proposalId, option: 'stand_aside' } })).toMatchObject({
      myOption: 'stand_aside',
    });
    expect(await ana.get(cast, { input: { proposalId, option: 'consent' } })).toMatchObject({
      myOption: 'consent',
      result: { verdict: 'passed'.toUpperCase(), yes: 1 },
    });
    expect(
      await ben.get('query ($id: ID!) { proposal(id: $id) { result { yes } ballots { name } cast } }', {
        id: proposalId,
      }),
    ).toEqual({ result: null, ballots: [], cast: 1 });
    expect(await ben.get(cast, { input: { proposalId, option: 'consent' } })).toMatchObject({ result: { yes: 2 } });
    await world.clockPasses('61 minutes');
    await Promise.all(Array.from({ length: 5 }, () => world.app.get(Closer).closeDue()));
    expect(await cleo.get(cast, { input: { proposalId, option: 'consent' } })).toMatchObject({
      __typename: 'VotingClosed',
    });
    expect(
      await cleo.get(
        'query ($id: ID!) { proposal(id: $id) { status result { verdict yes } execution { state } effects { outcomeRef } } }',
        { id: proposalId },
      ),
    ).toMatchObject({ status: 'CLOSED', result: { verdict: 'PASSED', yes: 2 }, execution: { state: 'DONE' } });
    const book = await ben.get<{
      lines: { id: string; name: string; planned: { minor: string }; proposalId: string }[];
      funds: object[];
    }>(
      '{ book(handle: "riverside") { lines { id name planned { minor } left { minor } proposalId } funds { held { minor } available { minor } } } }',
    );
    expect(book.lines).toEqual([
      {
        id: expect.any(String) as string,
        name: 'PA',
        planned: { minor: '40000' },
        left: { minor: '40000' },
        proposalId,
      },
    ]);
    expect(book.funds).toEqual([{ held: { minor: '40000' }, available: { minor: '20000' } }]);
    lineId = book.lines[0]!.id;
  });

  on(
    'an expense of 385.50 with a photographed receipt is approved by another and paid; 420.00 is refused',
    async () => {
      const upload = async (): Promise<string> =>
        (
          (await (await cleo.upload('/files', { name: 'receipt.jpg', bytes: await photo() }, { groupId })).json()) as {
            id: string;
          }
        ).id;
      const submit =
        'mutation ($input: SubmitExpenseInput!) { submitExpense(input: $input) { __typename ... on Expense { id state revision unmet { code missing } can { approve } whyNotApprove { code } } ... on LineSpent { left { minor } proposalId } } }';
      const input = (minor: string, receipts: string[]): object => ({
        input: {
          groupId,
          title: 'PA system',
          category: 'equipment',
          items: [{ what: 'PA', spentOn: '2026-01-02', amount: { minor, currency: 'EUR' } }],
          receipts,
          budgetLineId: lineId,
          idempotencyKey: key(),
        },
      });
      expect(await cleo.refusalOf(submit, input('38550', []))).toMatchObject({
        code: 'BAD_USER_INPUT',
        field: 'receipts',
      });
      expect(await cleo.get(submit, input('42000', [await upload()]))).toEqual({
        __typename: 'LineSpent',
        left: { minor: '40000' },
        proposalId,
      });
      const receipt = await upload();
      const expense = await cleo.get<{
        id: string;
        revision: number;
        can: { approve: boolean };
        whyNotApprove: { code: string };
      }>(submit, input('38550', [receipt]));
      expect(expense).toMatchObject({
        state: 'SUBMITTED',
        unmet: [{ code: 'needs-approvals', missing: 1 }],
        can: { approve: false },
        whyNotApprove: { code: 'own-expense' },
      });
      expenseId = expense.id;
      expect((await world.visitor().fetch(`/files/${receipt}`)).status).toBe(404);
      const bytes = Buffer.from(await (await ben.fetch(`/files/${receipt}`)).arrayBuffer());
      expect(bytes.includes('canary-exif')).toBe(false);
      const approve =
        'mutation ($id: ID!, $revision: Int!) { approveExpense(id: $id, revision: $revision) { __typename ... on Expense { state } ... on ExpenseRefused { reason { code } } } }';
      expect(await cleo.refusalOf(approve, { id: expenseId, revision: 1 })).toMatchObject({ code: 'FORBIDDEN' });
      expect(await ana.get(approve, { id: expenseId, revision: 1 })).toEqual({
        __typename: 'Expense',
        state: 'APPROVED',
      });
      const pay =
        'mutation ($id: ID!) { payExpense(id: $id) { __typename ... on Expense { state } ... on ExpenseRefused { reason { code } } } }';
      expect(await ben.get(pay, { id: expenseId })).toEqual({ __typename: 'Expense', state: 'PAID' });
      expect(await ben.get(pay, { id: expenseId })).toMatchObject({ __typename: 'ExpenseRefused' });
    },
  );

  on('a visitor sees the figures and the decision behind them, and no name', async () => {
    const visitor = world.visitor();
    const answer = await visitor.ask(
      '{ book(handle: "riverside") { inHand { minor } lines { paid { minor } left { minor } proposalTitle } funds { balance { minor } unpaid { minor } held { minor } available { minor } } latest { kind amount { minor } text proposalId } } }',
    );
    expect(answer.data?.['book']).toMatchObject({
      inHand: [{ minor: '21450' }],
      lines: [
        { paid: { minor: '38550' }, left: { minor: '1450' }, proposalTitle: 'Spend up to 400.00 on a PA for it' },
      ],
      funds: [
        { balance: { minor: '21450' }, unpaid: { minor: '0' }, held: { minor: '1450' }, available: { minor: '20000' } },
      ],
    });
    expect(JSON.stringify(answer)).not.toMatch(/Cleo|Ben|Everyone|PA system/);
    const expense = await visitor.get(
      'query ($id: ID!) { expense(id: $id) { authorName title receipts { id } state } }',
      { id: expenseId },
    );
    expect(expense).toEqual({ authorName: null, title: '', receipts: [], state: 'PAID' });
  });

  on('the feed opens in khal with the right dates, is stable, and answers 304', async () => {
    const visitor = world.visitor();
    const feed = await visitor.fetch('/g/riverside/events.ics');
    const text = await feed.text();
    expect(text).toContain('SUMMARY:Open rehearsal');
    expect(
      (await visitor.fetch('/g/riverside/events.ics', { headers: { 'if-none-match': feed.headers.get('etag')! } }))
        .status,
    ).toBe(304);
    const { url } = await ben.get<{ url: string }>('mutation { createCalendarFeed(label: "phone") { url } }');
    const path = new URL(url).pathname;
    expect(await (await visitor.fetch(path)).text()).toContain('Open rehearsal');
    const feeds = await ben.get<{ id: string }[]>('{ calendarFeeds { id } }');
    await ben.get('mutation ($id: ID!) { revokeCalendarFeed(id: $id) }', { id: feeds[0]!.id });
    expect((await visitor.fetch(path)).status).toBe(404);
    if (!existsSync('/usr/bin/khal'))
      return console.warn('SKIPPED: khal is not installed, nobody else has read the feed');
    const folder = mkdtempSync(join(tmpdir(), 'folkmoot-khal-'));
    writeFileSync(join(folder, 'feed.ics'), text);
    mkdirSync(join(folder, 'calendar'));
    writeFileSync(
      join(folder, 'config'),
      `[calendars]\n[[feed]]\npath = ${folder}/calendar\n[sqlite]\npath = ${folder}/khal.db\n[locale]\nlocal_timezone = Europe/Brussels\ndefault_timezone = Europe/Brussels\n`,
    );
    const listed = execFileSync('khal', ['-c', join(folder, 'config'), 'printics', join(folder, 'feed.ics')], {
      encoding: 'utf8',
    });
    expect(listed).toContain('Open rehearsal');
    expect(listed).toContain('Old choir night');
  });

  on(
    'hledger, ledger and beancount read the export to the same balances, and the log and the book verify',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'folkmoot-book-'));
      const file = async (format: string): Promise<string> => {
        const path = join(folder, `book.${format}`);
        writeFileSync(path, await (await ben.fetch(`/g/riverside/book/export/${format}`)).text());
        return path;
      };
      expect((await world.visitor().fetch('/g/riverside/book/export/csv')).status).toBe(401);
      const run = (program: string, args: string[]): string | null => {
        if (existsSync(`/usr/bin/${program}`)) return execFileSync(program, args, { encoding: 'utf8' });
        console.warn(`SKIPPED: ${program} is not installed`);
        return null;
      };
      run('hledger', ['-f', await file('hledger'), 'check', '-s']);
      expect(
        run('hledger', ['-f', await file('hledger'), 'bal', 'assets:bank', '-N', '-O', 'csv', '--layout=bare']) ??
          '"EUR","214.50"',
      ).toContain('"EUR","214.50"');
      expect(
        run('ledger', ['-f', await file('ledger'), '--strict', '--pedantic', 'bal', 'Assets:Bank']) ?? '214.50 EUR',
      ).toContain('214.50 EUR');
      run('bean-check', [await file('beancount')]);
      const { verifyFile, verifyInstance } = await import('../../apps/api/src/verify.ts');
      const said: string[] = [];
      expect(verifyFile(await file('json'), (line) => void said.push(line))).toBe(0);
      expect(await verifyInstance(world.app, (line) => void said.push(line))).toBe(0);
      expect(said.join('')).toContain('book riverside: 3 entries hold');
    },
  );

  on('who leaves is off the roll, their seat is free and their feed is dead', async () => {
    await ben.get('mutation ($id: ID!) { leaveGroup(groupId: $id) }', { id: groupId });
    expect(await ana.get('query ($id: ID!) { event(id: $id) { seatsHeld } }', { id: eventId })).toEqual({
      seatsHeld: 1,
    });
    expect(
      (await ana.get<object[]>('query ($id: ID!) { roll(groupId: $id) { person { name } } }', { id: groupId })).length,
    ).toBe(2);
    expect(await world.database.reads.query('SELECT * FROM ledger_violations')).toEqual([]);
  });
}
