import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportFormats, exportText, type Journal, profiles, verifyJournal } from '#libs/money';
import { FigureClock, JournalStore } from '../../apps/api/src/money/index.ts';
import type { Client } from '../support/client.ts';
import { engines, startWorldOn } from '../support/engines.ts';
import { entryKinds } from '../support/entry-kinds.ts';
import { happenings } from '../support/every-kind.ts';
import { FakeProcessor, fakeKey, fakeSecret } from '../support/fake-processor.ts';
import { ledgerPrograms } from '../support/ledger-programs.ts';
import { claim, found, givesDuty, joins, key, photo, wall } from '../support/people.ts';
import type { World } from '../support/world.ts';

// Every figure of the book is the sum of the entries that its link lists, on any day; and what the file says, counted by another.
interface Money {
  readonly minor: string;
  readonly currency: string;
}
interface Page {
  readonly entryCount: number;
  readonly hasOlder: boolean;
  readonly inHand: readonly Money[];
  readonly funds: readonly { id: string; balance: Money; unpaid: Money; held: Money; available: Money }[];
  readonly months: readonly { month: string; moneyIn: Money; moneyOut: Money; moved: Money; balance: Money }[];
  readonly categories: readonly { category: string; amount: Money }[];
  readonly lines: readonly { planned: Money; spent: Money; paid: Money; left: Money; closed: boolean }[];
}
interface Exported {
  readonly accounts: readonly { path: string; class: string; currency: string }[];
  readonly entries: readonly { date: string; postings: { account: string; currency: string; amount: string }[] }[];
}

const money = '{ minor currency }';
const pageOf = `query ($on: String) { book(handle: "riverside", on: $on) { entryCount hasOlder inHand ${money} funds { id balance ${money} unpaid ${money} held ${money} available ${money} }
  months { month moneyIn ${money} moneyOut ${money} moved ${money} balance ${money} } categories { category amount ${money} }
  lines { planned ${money} spent ${money} paid ${money} left ${money} closed } } }`;
const figureOf = `query ($figure: FigureInput!) { bookFigure(handle: "riverside", figure: $figure) { sum ${money} entries } }`;
const listOf = `query ($figure: FigureInput!, $after: String) { bookFigureEntries(handle: "riverside", figure: $figure, first: 50, after: $after) { nodes { date amount ${money} } pageInfo { hasNextPage endCursor } } }`;

/** A history: what chance brings, and every happening of a household once, somewhere in it. */
const histories = (names: readonly string[]) =>
  steps.chain((chance) => {
    const all = [...chance, ...names.map((name) => ({ does: 'happens' as const, name }))];
    return fc.shuffledSubarray(all, { minLength: all.length });
  });
type History = ReturnType<typeof histories> extends fc.Arbitrary<infer H> ? H : never;

const steps = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        does: fc.constant('gives' as const),
        minor: fc.integer({ min: 1, max: 90_000 }),
        back: fc.nat(40),
        event: fc.boolean(),
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        does: fc.constant('spends' as const),
        minor: fc.integer({ min: 1, max: 4000 }),
        next: fc.constantFrom('waits', 'paid', 'part', 'back', 'recalled', 'moved'),
        event: fc.boolean(),
        line: fc.boolean(),
      }),
    },
    { weight: 1, arbitrary: fc.record({ does: fc.constant('reverses' as const) }) },
    {
      weight: 1,
      arbitrary: fc.record({ does: fc.constant('plans' as const), minor: fc.integer({ min: 1, max: 3000 }) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        does: fc.constant('advances' as const),
        minor: fc.integer({ min: 2, max: 2000 }),
        shows: fc.integer({ min: 0, max: 2500 }),
        back: fc.boolean(),
      }),
    },
    { weight: 2, arbitrary: fc.record({ does: fc.constant('waits' as const), days: fc.integer({ min: 1, max: 45 }) }) },
    { weight: 2, arbitrary: fc.record({ does: fc.constant('sums' as const), size: fc.integer({ min: 1, max: 15 }) }) },
  ),
  { minLength: 20, maxLength: 20 },
);

describe.each(engines)('figures on %s', (engine) => {
  let world: World;
  let [ana, ben, cleo]: Client[] = [];
  let groupId: string;
  let eventId: string;
  let receipt: () => Promise<string>;
  let fake: FakeProcessor;
  let happening: Readonly<Record<string, () => Promise<void>>>;
  let passed = 0;

  beforeAll(async () => {
    fake = await FakeProcessor.start();
    world = await startWorldOn(engine, {
      FOLKMOOT_CARD_GROUP: 'riverside',
      FOLKMOOT_CARD_KEY: fakeKey,
      FOLKMOOT_CARD_WEBHOOK_SECRETS: fakeSecret,
      FOLKMOOT_CARD_URL: fake.url,
    });
    fake.webhook = `${world.url}/webhooks/cards`;
    ana = await claim(world);
    groupId = await found(ana);
    const otherId = await found(ana, { handle: 'neighbours' });
    ben = await joins(world, ana, { groupId, name: 'Ben' });
    cleo = await joins(world, ana, { groupId, name: 'Cleo' });
    await givesDuty(ana, { groupId, to: ben, duty: 'TREASURER' });
    const fields = {
      title: 'Summer party',
      startLocal: wall(300, 19),
      endLocal: wall(300, 22),
      zone: 'Europe/Brussels',
      visibility: 'PUBLIC',
    };
    eventId = (
      await ana.get<{ id: string }>('mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }', {
        input: { groupId, fields },
      })
    ).id;
    const opensFund = 'mutation ($groupId: ID!, $eventId: ID!) { openEventFund(groupId: $groupId, eventId: $eventId) }';
    const eventFundId = await ben.get<string>(opensFund, { groupId, eventId });
    const template = (
      (await (await cleo.upload('/files', { name: 'r.jpg', bytes: await photo() }, { groupId })).json()) as {
        id: string;
      }
    ).id;
    receipt = async () =>
      (
        await sql<{ id: string }>(
          `INSERT INTO file SELECT (jsonb_populate_record(f, jsonb_build_object('id', gen_random_uuid()))).* FROM file f WHERE f.id = $1 RETURNING id`,
          [template],
        )
      )[0]!.id;
    const household = { world, fake, groupId, otherId, eventFundId, ana, ben, cleo, receipt };
    happening = {
      ...happenings(household),
      'an advance, shown in part and given back in part': async () => {
        await plans(3000, fundOf(await ana!.get<Page>(pageOf), 0));
        await advances({ minor: 1000, shows: 400, back: true });
      },
      'a payment that came back': async () =>
        spends({ minor: 800, next: 'back', event: false, line: false }, await ana!.get<Page>(pageOf)),
    };
  }, 60_000);
  afterAll(async () => {
    await world.settle();
    await world.stop();
    await fake.stop();
  });

  const sql = <T>(text: string, values: unknown[] = []): Promise<T[]> => world.database.reads.query<T[]>(text, values);
  const today = async (): Promise<string> =>
    (await sql<{ day: string }>(`SELECT (clock_now() AT TIME ZONE 'Europe/Brussels')::date::text AS day`))[0]!.day;
  const before = (day: string, days: number): string =>
    new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10);
  const fundOf = (of: Page, at: number): string => of.funds[at % of.funds.length]!.id;

  async function lives(history: History): Promise<void> {
    const page = await ana!.get<Page>(pageOf);
    const contributions: string[] = [];
    for (const step of history) {
      if (step.does === 'waits') {
        await passes(step.days);
        continue;
      }
      if (step.does === 'sums') {
        await world.app.get(FigureClock).runDue(step.size);
        continue;
      }
      if (step.does === 'happens') {
        await happening[step.name]!();
        continue;
      }
      if (step.does === 'gives') {
        const input = {
          groupId,
          amount: { minor: String(step.minor), currency: 'EUR' },
          receivedOn: before(await today(), step.back),
          idempotencyKey: key(),
          ...(step.event ? { fundId: fundOf(page, 1) } : {}),
        };
        contributions.push(
          await ben!.get<string>('mutation ($input: RecordContributionInput!) { recordContribution(input: $input) }', {
            input,
          }),
        );
      } else if (step.does === 'reverses') {
        const entry = contributions.pop();
        if (entry)
          await ben!
            .refusalOf('mutation ($id: ID!) { reverseEntry(id: $id, reason: "Typed twice") }', { id: entry })
            .catch(() => undefined);
      } else if (step.does === 'plans') await plans(step.minor, fundOf(page, 0));
      else if (step.does === 'advances') await advances(step);
      else await spends(step, page);
    }
  }

  /** Days pass, and everybody stays signed in. */
  async function passes(days: number): Promise<void> {
    passed += days;
    await world.clockPasses(`${passed} days`);
    await sql(`UPDATE session SET expires_at = 'infinity', seen_at = clock_now(), auth_at = clock_now()`);
  }

  /** A line as a decision opens it; refused where the fund has less. */
  async function plans(minor: number, fundId: string): Promise<void> {
    await sql(
      `INSERT INTO budget_line (id, book_id, account_id, name, planned, authority_kind, authority_id, opened_after_seq, opened_at)
       SELECT gen_random_uuid(), f.book_id, f.account_id, 'Lamps', $2, 'DECISION', gen_random_uuid(), b.last_seq, clock_now() FROM fund f JOIN book b ON b.id = f.book_id WHERE f.id = $1`,
      [fundId, minor],
    ).catch(() => undefined);
  }

  /** Money before it is spent: out, shown in part, given back in part. */
  async function advances({ minor, shows, back }: { minor: number; shows: number; back: boolean }): Promise<void> {
    const [line] = await sql<{ id: string }>(
      'SELECT id FROM budget_line WHERE planned - spent - advanced >= $1 AND closed_at IS NULL LIMIT 1',
      [minor],
    );
    if (!line) return;
    const euro = (amount: number): object => ({ minor: String(amount), currency: 'EUR' });
    const asks = async (change: object, amount: number): Promise<string> => {
      const day = await today();
      const { id } = await cleo!.get<{ id: string }>(
        'mutation ($input: SubmitExpenseInput!) { submitExpense(input: $input) { ... on Expense { id } } }',
        {
          input: {
            groupId,
            title: 'Lamps',
            category: 'equipment',
            items: [{ what: 'Lamps', spentOn: day, amount: euro(amount) }],
            receipts: [await receipt()],
            budgetLineId: line.id,
            idempotencyKey: key(),
            ...change,
          },
        },
      );
      if (id) await ana!.get('mutation ($id: ID!) { approveExpense(id: $id, revision: 1) { __typename } }', { id });
      return id;
    };
    const id = await asks({ type: 'ADVANCE', dueOn: await today() }, minor);
    await ben!.get('mutation ($id: ID!) { payExpense(id: $id) { __typename } }', { id });
    if (shows > 0) {
      await passes(1);
      await asks({ advanceId: id }, shows);
    }
    if (!back || shows >= minor) return;
    const { id: evidence } = (await (
      await ben!.upload('/files', { name: 'r.jpg', bytes: await photo() }, { groupId })
    ).json()) as { id: string };
    await ben!.get('mutation ($input: AdvanceBackInput!) { noteAdvanceBack(input: $input) { __typename } }', {
      input: { expenseId: id, amount: euro(1), receipts: [evidence], idempotencyKey: key() },
    });
  }

  async function spends(
    step: { minor: number; next: string; event: boolean; line: boolean },
    page: Page,
  ): Promise<void> {
    const [line] = step.line
      ? await sql<{ id: string }>(
          'SELECT id FROM budget_line WHERE planned - spent - advanced >= $1 AND closed_at IS NULL LIMIT 1',
          [step.minor],
        )
      : [];
    const place = line ? { budgetLineId: line.id } : step.event ? { fundId: fundOf(page, 1), eventId } : {};
    const day = await today();
    const input = {
      groupId,
      title: 'Lamps',
      category: step.minor % 2 ? 'equipment' : 'food',
      items: [{ what: 'Lamps', spentOn: day, amount: { minor: String(step.minor), currency: 'EUR' } }],
      receipts: [await receipt()],
      idempotencyKey: key(),
      ...place,
    };
    const { id } = await cleo!.get<{ id: string }>(
      'mutation ($input: SubmitExpenseInput!) { submitExpense(input: $input) { ... on Expense { id } } }',
      { input },
    );
    if (!id) return;
    await ana!.get('mutation ($id: ID!) { approveExpense(id: $id, revision: 1) { __typename } }', { id });
    if (step.next === 'recalled' || step.next === 'moved')
      await cleo!.get('mutation ($id: ID!) { recallExpense(id: $id) { __typename } }', { id });
    if (step.next === 'moved')
      await moves(id, { ...input, ...(step.event ? { fundId: null, eventId: null } : {}) }, page);
    if (['waits', 'recalled', 'moved'].includes(step.next)) return;
    const amount =
      step.next === 'part' && step.minor > 1 ? { minor: String(Math.floor(step.minor / 2)), currency: 'EUR' } : null;
    const paid = await ben!.get<{ payments?: { id: string }[] }>(
      'mutation ($id: ID!, $input: PayExpenseInput) { payExpense(id: $id, input: $input) { ... on Expense { payments { id } } } }',
      { id, input: { amount, idempotencyKey: key() } },
    );
    if (step.next !== 'back' || !paid.payments?.[0]) return;
    await passes(1);
    const returned = {
      expenseId: id,
      paymentId: paid.payments[0].id,
      amount: { minor: '1', currency: 'EUR' },
      reason: 'Account closed',
    };
    await ben!.get('mutation ($input: ReturnPaymentInput!) { returnPayment(input: $input) { __typename } }', {
      input: returned,
    });
  }

  /** What was recalled is handed in again from another purse: what was owed for it before goes with it, also where it is summed already. */
  async function moves(id: string, input: object, page: Page): Promise<void> {
    await world.app.get(FigureClock).runDue(3);
    const place = 'fundId' in input ? {} : { fundId: fundOf(page, 1), budgetLineId: null };
    const again = { ...input, ...place, id, receipts: [await receipt()], idempotencyKey: key() };
    await cleo!.get('mutation ($input: SubmitExpenseInput!) { submitExpense(input: $input) { __typename } }', {
      input: again,
    });
    await ana!.get('mutation ($id: ID!) { approveExpense(id: $id, revision: 2) { __typename } }', { id });
  }

  /** The sum of a figure, which its entries must add up to, page by page. */
  async function summed(figure: object): Promise<bigint> {
    const { sum, entries } = await ana!.get<{ sum: Money; entries: number }>(figureOf, { figure });
    const nodes: { amount: Money }[] = [];
    for (let after: string | null = null, more = true; more;) {
      const list: { nodes: { amount: Money }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } =
        await ana!.get(listOf, { figure, after });
      nodes.push(...list.nodes);
      ({ hasNextPage: more, endCursor: after } = list.pageInfo);
    }
    expect(nodes.length).toBe(entries);
    expect(nodes.reduce((all, { amount }) => all + BigInt(amount.minor), 0n)).toBe(BigInt(sum.minor));
    return BigInt(sum.minor);
  }

  const n = ({ minor }: Money): bigint => BigInt(minor);

  async function ties(on: string | null, exported: Exported): Promise<void> {
    const page = await ana!.get<Page>(pageOf, { on });
    const until = on;
    const byClass = new Map(exported.accounts.map((a) => [a.path, a.class]));
    const cut = exported.entries.filter(({ date }) => on === null || date <= on);
    const holding = cut
      .flatMap(({ postings }) => postings)
      .filter(({ account }) => byClass.get(account) === 'HOLDING' || account.startsWith('assets:receivable'));
    expect([page.entryCount, page.hasOlder]).toEqual([cut.length, cut.length > 20]);
    for (const hand of page.inHand) {
      const { currency } = hand;
      expect(await summed({ kind: 'IN_HAND', currency, until })).toBe(n(hand));
      expect(holding.filter((q) => q.currency === currency).reduce((all, q) => all + BigInt(q.amount), 0n)).toBe(
        n(hand),
      );
      const funds = page.funds.filter(({ balance }) => balance.currency === currency);
      expect(funds.reduce((all, { balance }) => all + n(balance), 0n)).toBe(n(hand));
    }
    for (const { id: fundId, balance, unpaid, held, available } of page.funds) {
      const { currency } = balance;
      expect(await summed({ kind: 'BALANCE', currency, fundId, until })).toBe(n(balance));
      expect(await summed({ kind: 'UNPAID', currency, fundId, until })).toBe(n(unpaid));
      expect(n(balance) - n(unpaid) - n(held)).toBe(n(available));
    }
    const running = new Map<string, bigint>();
    for (const { month, moneyIn, moneyOut, moved, balance } of page.months) {
      const { currency } = balance;
      const last = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10);
      const days = { from: `${month}-01`, until: on !== null && on < last ? on : last, currency };
      expect(await summed({ kind: 'IN', ...days })).toBe(n(moneyIn));
      expect(await summed({ kind: 'OUT', ...days })).toBe(n(moneyOut));
      expect(await summed({ kind: 'MOVED', ...days })).toBe(n(moved));
      running.set(currency, (running.get(currency) ?? 0n) + n(moneyIn) - n(moneyOut) + n(moved));
      expect(running.get(currency)).toBe(n(balance));
    }
    for (const { category, amount } of page.categories) {
      const kind = category.startsWith('income.') ? 'IN' : category.startsWith('expense.') ? 'OUT' : 'MOVED';
      const sum = await summed({ kind, category, currency: amount.currency, until });
      expect(kind === 'OUT' ? -sum : sum).toBe(n(amount));
    }
    for (const { planned, spent, paid, left } of page.lines) {
      expect(n(planned)).toBe(n(spent) + n(left));
      expect(n(paid) <= n(spent)).toBe(true);
    }
    const left = page.lines.filter(({ closed }) => !closed).reduce((all, line) => all + n(line.left), 0n);
    expect(left).toBe(page.funds.reduce((all, { held }) => all + n(held), 0n));
  }

  /** The file as it is sent. */
  const fileOf = async (who: Client, path: string): Promise<string> =>
    (await who.fetch(`/g/riverside/book/export/${path}`)).text();
  const digest = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

  /** What is sent page by page is what the whole journal comes to in each format, for the treasurer and without the texts for members. */
  async function sentAsWhole(): Promise<void> {
    for (const [who, redacted] of [
      [ben!, false],
      [cleo!, true],
    ] as const) {
      const whole = await world.app.get(JournalStore).of(world.database.reads, groupId, redacted);
      for (const format of exportFormats)
        for (const profile of profiles)
          expect(await fileOf(who, `${format}?profile=${profile}`)).toBe(exportText(whole, format, profile));
    }
  }

  /** The file of a day: its chain holds past what came later, its balances are those of the page, and every format says the same. */
  async function cutTies(on: string): Promise<void> {
    const cut = JSON.parse(await fileOf(ben!, `json?until=${on}`)) as Journal;
    expect(verifyJournal(digest, cut)).toBeNull();
    expect(cut.entries.every(({ date }) => date <= on)).toBe(true);
    const page = await ana!.get<Page>(pageOf, { on });
    expect([page.entryCount, page.hasOlder]).toEqual([cut.entries.length, cut.entries.length > 20]);
    for (const code of ['EUR', 'CHF']) {
      const inHand = cut.accounts.filter(
        (a) => a.currency === code && (a.class === 'HOLDING' || (a.class === 'PARTY' && a.path.startsWith('assets:'))),
      );
      expect(inHand.reduce((sum, { balance }) => sum + BigInt(balance!), 0n)).toBe(
        BigInt(page.inHand.find(({ currency }) => currency === code)?.minor ?? '0'),
      );
    }
    for (const format of exportFormats)
      for (const profile of profiles)
        expect(await fileOf(ben!, `${format}?profile=${profile}&until=${on}`)).toBe(exportText(cut, format, profile));
  }

  /** Programs of others read the files that were sent: they verify the chain, and come to every balance. */
  async function othersAgree(): Promise<void> {
    const json = await fileOf(ben!, 'json');
    const journal = JSON.parse(json) as Journal;
    if (existsSync('/usr/bin/python3')) {
      const folder = mkdtempSync(join(tmpdir(), 'folkmoot-figures-'));
      writeFileSync(join(folder, 'book.json'), json);
      const checker = join(import.meta.dirname, '../../apps/web/public/check_book.py');
      const { stdout } = await promisify(execFile)('/usr/bin/python3', [checker, join(folder, 'book.json')]);
      expect(stdout.trim()).toBe(`${journal.entries.length} entries hold, head ${journal.head}`);
      rmSync(folder, { recursive: true });
    }
    const named = (path: string): string => path.replace(/(^|:)(.)/g, (letter) => letter.toUpperCase());
    const kept = journal.accounts.flatMap(({ path, currency, balance }): [string, bigint][] =>
      balance === '0' ? [] : [[`${named(path)} ${currency}`, BigInt(balance!)]],
    );
    for (const { format, isThere, balances } of ledgerPrograms)
      if (isThere) expect(await balances(await fileOf(ben!, `${format}?profile=wallet`))).toEqual(new Map(kept));
  }

  test('tie on every page, at random days of a random book', async () => {
    await ben!.get('mutation ($input: RecordContributionInput!) { recordContribution(input: $input) }', {
      input: {
        groupId,
        amount: { minor: '900000', currency: 'EUR' },
        receivedOn: await today(),
        idempotencyKey: key(),
      },
    });
    const seed = Date.now();
    const [history] = fc.sample(histories(Object.keys(happening)), { seed, numRuns: 1 });
    try {
      await lives(history!);
      const exported = (await (await ben!.fetch('/g/riverside/book/export/json')).json()) as Exported;
      const kinds = await sql<{ kind: string }>(
        'SELECT DISTINCT e.kind FROM ledger_entry e JOIN book b ON b.id = e.book_id WHERE b.group_id = $1 ORDER BY e.kind',
        [groupId],
      );
      expect(kinds.map(({ kind }) => kind)).toEqual(entryKinds);
      const end = await today();
      const now = await ana!.get<Page>(pageOf);
      expect(await ana!.get<Page>(pageOf, { on: end })).toEqual(now);
      await ties(null, exported);
      await world.app.get(FigureClock).runDue(1 + (seed % 20));
      for (const days of fc.sample(fc.nat(passed + 40), { seed, numRuns: 2 })) await ties(before(end, days), exported);
      await sentAsWhole();
      await othersAgree();
      const [days] = fc.sample(fc.nat(passed + 40), { seed, numRuns: 1 });
      await cutTies(before(end, days!));
      await cutTies(before(end, 4000));
      expect(
        await sql(
          'SELECT * FROM ledger_violations UNION ALL SELECT * FROM expense_violations UNION ALL SELECT * FROM month_violations UNION ALL SELECT * FROM figure_violations',
        ),
      ).toEqual([]);
    } catch (error) {
      throw new Error(`with seed ${seed}`, { cause: error });
    }
  }, 90_000);

  test('what was asked for wrongly is said by its field, and an outsider reads no entries', async () => {
    expect(await ana!.refusalOf(pageOf, { on: '2026-02-30' })).toMatchObject({ code: 'BAD_USER_INPUT', field: 'on' });
    expect((await ben!.fetch('/g/riverside/book/export/csv?until=2026-02-30')).status).toBe(400);
    expect(await ana!.refusalOf(figureOf, { figure: { kind: 'IN', currency: 'XXQ' } })).toMatchObject({
      field: 'figure.currency',
    });
    expect(await ana!.refusalOf(figureOf, { figure: { kind: 'IN', currency: 'EUR', from: 'May' } })).toMatchObject({
      field: 'figure.from',
    });
    await found(ana!, { handle: 'hillside', visibility: 'CLOSED' });
    const stranger = world.visitor();
    const closed = (query: string): string => query.replaceAll('riverside', 'hillside');
    const figure = { kind: 'IN', currency: 'EUR' };
    expect(await stranger.refusalOf(closed(figureOf), { figure })).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await stranger.refusalOf(closed(listOf), { figure })).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await ana!.get(closed(figureOf), { figure })).toMatchObject({ entries: 0 });
  });
});
