import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleFault, type ProposalBundle } from '../../apps/api/src/decisions/index.ts';
import { Client } from '../support/client.ts';
import { startProduct, type Product } from '../support/product.ts';

// The year of a small group: filled by the command, looked at through the running product. The manual's figures come from here.
const dataDir = mkdtempSync(join(tmpdir(), 'folkmoot-demo-'));
let product: Product;
let ana: Client;

function demo(folder: string): { said: string; status: number | null } {
  const done = spawnSync(process.execPath, [join(import.meta.dirname, '../../dist/apps/api/src/cli.js'), 'demo'], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], DATA_DIR: folder },
  });
  return { said: done.stdout + done.stderr, status: done.status };
}

beforeAll(async () => {
  const first = demo(dataDir);
  if (first.status !== 0) throw new Error(first.said);
  product = await startProduct({ dataDir });
  ana = new Client(product.url);
  const password = /password (\S+)/.exec(first.said)![1]!;
  await ana.get(
    'mutation ($input: SignInWithPasswordInput!) { signInWithPassword(input: $input) { ... on Viewer { id } } }',
    { input: { email: 'ana@example.org', password } },
  );
}, 120_000);
afterAll(async () => {
  await product?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

test('the roll has 22 members, one left, one lapsed, and each stands since their day', async () => {
  const group = await ana.get<{ id: string; memberCount: number }>('{ group(handle: "riverside") { id memberCount } }');
  expect(group.memberCount).toBe(22);
  const roll = await ana.get<{ standing: string; since: string; person: { name: string } }[]>(
    'query ($id: ID!) { roll(groupId: $id) { standing since person { name } } }',
    { id: group.id },
  );
  const days = (since: string): number => (Date.now() - Date.parse(since)) / 86_400_000;
  expect(Math.max(...roll.map(({ since }) => days(since)))).toBeGreaterThan(364);
  expect(roll.map(({ person }) => person.name)).not.toContain('Oscar Lindqvist');
  const lapsed = roll.filter(({ standing }) => standing === 'LAPSED').map(({ person }) => person.name);
  expect(lapsed).toEqual(['Nele Wouters']);
  const lapses = await ana.get<object[]>('query ($id: ID!) { duesLapses(groupId: $id) { lapsed owed { minor } } }', {
    id: group.id,
  });
  expect(lapses).toEqual([{ lapsed: true, owed: euros('24.00') }]);
});

test('the calendar has a year behind it: a night that moved, one that is cancelled, one that is full', async () => {
  const span = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
  const all = async (from: number, to: number): Promise<{ title: string; status: string }[]> =>
    (
      await ana.get<{ nodes: { title: string; status: string }[] }>(
        'query ($from: DateTime!, $to: DateTime!) { groupEvents(handle: "riverside", from: $from, to: $to, first: 50) { nodes { title status } } }',
        { from: span(from), to: span(to) },
      )
    ).nodes;
  expect((await all(-370, 0)).length).toBeGreaterThanOrEqual(25);
  const coming = await ana.get<{ nodes: { id: string; title: string; status: string; capacity: number | null }[] }>(
    'query ($from: DateTime!, $to: DateTime!) { groupEvents(handle: "riverside", from: $from, to: $to, first: 50) { nodes { id title status capacity } } }',
    { from: span(0), to: span(70) },
  );
  expect(coming.nodes.filter(({ status }) => status === 'CANCELLED').map(({ title }) => title)).toEqual([
    'Bike workshop outside',
  ]);
  const one = (title: string) =>
    ana.get<{ seatsHeld: number; waiting: number; previousStartAt: string | null }>(
      'query ($id: ID!) { event(id: $id) { seatsHeld waiting previousStartAt } }',
      { id: coming.nodes.find((event) => event.title.startsWith(title))!.id },
    );
  expect(await one('Soldering')).toMatchObject({ seatsHeld: 6 });
  expect((await one('Soldering')).waiting).toBeGreaterThan(0);
  expect((await one('Members')).previousStartAt).not.toBeNull();
});

test('a date poll became an event with those who said yes, and one waits for Ana', async () => {
  const at = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
  const { nodes } = await ana.get<{ nodes: { id: string; title: string }[] }>(
    'query ($from: DateTime!, $to: DateTime!) { groupEvents(handle: "riverside", from: $from, to: $to, first: 50) { nodes { id title } } }',
    { from: at(-22), to: at(-17) },
  );
  const { id } = nodes.find(({ title }) => title === 'Big clean of the workshop')!;
  const { data } = await ana.ask(
    'query ($id: ID!) { event(id: $id) { seatsHeld maybes hostName } eventDatePoll(eventId: $id) { dates answered } eventSides(eventId: $id) { summaryBy } }',
    { id },
  );
  expect(data).toEqual({
    event: { seatsHeld: 7, maybes: 1, hostName: 'Cleo Martens' },
    eventDatePoll: { dates: 3, answered: 9 },
    eventSides: { summaryBy: 'Cleo Martens' },
  });
  const [waiting] = await ana.get<{ id: string; title: string; answered: number }[]>(
    '{ datePollsWaiting { id title answered } }',
  );
  expect(waiting).toMatchObject({ title: 'Paint the window frames', answered: 5 });
  const { options } = await ana.get<{ options: { yes: number; ifNeedBe: number; no: number; rank: number }[] }>(
    'query ($id: ID!) { datePoll(id: $id) { options { yes ifNeedBe no rank } } }',
    { id: waiting!.id },
  );
  expect(options).toEqual([
    { yes: 4, ifNeedBe: 0, no: 1, rank: 1 },
    { yes: 2, ifNeedBe: 1, no: 1, rank: 2 },
    { yes: 2, ifNeedBe: 1, no: 2, rank: 3 },
  ]);
});

test('the cafés are one series: every second Saturday, one moved, one called off', async () => {
  const at = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
  const { nodes } = await ana.get<{ nodes: { id: string; title: string; status: string; repeats: boolean }[] }>(
    'query ($from: DateTime!, $to: DateTime!) { groupEvents(handle: "riverside", from: $from, to: $to, first: 50) { nodes { id title status repeats } } }',
    { from: at(-95), to: at(70) },
  );
  const cafés = nodes.filter(({ title }) => title === 'Repair Café');
  expect(cafés.every(({ repeats }) => repeats)).toBe(true);
  expect(cafés.filter(({ status }) => status === 'CANCELLED')).toHaveLength(1);
  const { series } = await ana.get<{ series: { repeats: object; nights: { moved: boolean }[] } }>(
    'query ($id: ID!) { event(id: $id) { series { repeats { every interval weekdays } nights { moved } } } }',
    { id: cafés.at(-1)!.id },
  );
  expect(series.repeats).toEqual({ every: 'WEEK', interval: 2, weekdays: ['SA'] });
  expect(series.nights.filter(({ moved }) => moved)).toHaveLength(1);
});

test('guests come to the next café, two may and one does not, and one café is at another place', async () => {
  const at = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
  const { nodes } = await ana.get<{ nodes: { id: string; title: string; placeName: string }[] }>(
    'query ($from: DateTime!, $to: DateTime!) { groupEvents(handle: "riverside", from: $from, to: $to, first: 50) { nodes { id title placeName } } }',
    { from: at(0.5), to: at(70) },
  );
  const cafés = nodes.filter(({ title }) => title === 'Repair Café');
  expect(cafés.filter(({ placeName }) => placeName === 'The Old Fire Station')).toHaveLength(1);
  const next = await ana.get<{ maybes: number; attendees: { name: string; status: string; seats: number }[] }>(
    'query ($id: ID!) { event(id: $id) { maybes attendees { name status seats } } }',
    { id: cafés[0]!.id },
  );
  expect(next.maybes).toBe(2);
  expect(next.attendees).toContainEqual({ name: 'Vera Jansen', status: 'GOING', seats: 2 });
  expect(next.attendees).toContainEqual({ name: 'Willem Baert', status: 'GOING', seats: 1 });
});

test('an evening has a purse of its own, an expense was sent back and one withdrawn', async () => {
  const id = await ana
    .get<{ nodes: { id: string; title: string }[] }>(
      'query ($from: DateTime!, $to: DateTime!) { groupEvents(handle: "riverside", from: $from, to: $to, first: 50) { nodes { id title } } }',
      { from: new Date().toISOString(), to: new Date(Date.now() + 20 * 86_400_000).toISOString() },
    )
    .then(({ nodes }) => nodes.find(({ title }) => title.startsWith('Soldering'))!.id);
  expect(
    await ana.get('query ($id: ID!) { eventMoney(eventId: $id) { fund { balance { minor } } expenses { title } } }', {
      id,
    }),
  ).toEqual({ fund: { balance: { minor: '6000' } }, expenses: [{ title: 'Solder, flux and heat-shrink' }] });
  const { nodes } = await ana.get<{ nodes: { title: string; state: string }[] }>(
    '{ groupExpenses(handle: "riverside", first: 30) { nodes { title state } } }',
  );
  const states = Object.fromEntries(nodes.map(({ title, state }) => [title, state]));
  expect(states).toMatchObject({ 'Tea and biscuits': 'RETURNED', 'Extension leads': 'WITHDRAWN' });
});

const euros = (text: string): { minor: string } => ({ minor: text.replace(/[,.]/g, '') });

test('the book holds: 2,396.30 in hand with 120.00 of it out, a grant apart, and lines that hold 554.90', async () => {
  const book = await ana.get<{ lines: { name: string }[] }>(
    '{ book(handle: "riverside") { inHand { minor } advancesOut { minor } funds { name balance { minor } unpaid { minor } held { minor } available { minor } } lines { name spent { minor } left { minor } advanced { minor } proposalTitle } } }',
  );
  const fund = (name: string, balance: string, unpaid: string, held: string, available: string): object => ({
    name,
    balance: euros(balance),
    unpaid: euros(unpaid),
    held: euros(held),
    available: euros(available),
  });
  expect(book).toMatchObject({
    inHand: [euros('2,396.30')],
    advancesOut: [euros('120.00')],
    funds: [
      fund('General', '1,836.30', '47.20', '554.90', '1,234.20'),
      fund('Soldering for beginners', '60.00', '0', '0', '60.00'),
      fund('Tool library', '500.00', '0', '0', '500.00'),
    ],
  });
  const line = (name: string): object | undefined => book.lines.find((one) => one.name === name);
  expect(line('PA')).toMatchObject({ left: euros('14.50'), proposalTitle: 'Spend up to 400.00 on a PA' });
  expect(line('A shelf for the bike tools')).toMatchObject({ left: euros('35.00'), proposalTitle: null });
  expect(line('Tools and parts')).toMatchObject({
    spent: euros('41.20'),
    left: euros('138.80'),
    advanced: euros('120.00'),
  });
});

test('a budget stands whose last line waits for money, and the plan of the fair is beside what it cost', async () => {
  const { budgets } = await ana.get<{ budgets: { id: string; name: string; state: string; waiting: number }[] }>(
    '{ groupBudgets(handle: "riverside") { budgets { id name state waiting } } }',
  );
  expect(budgets.map(({ name, state, waiting }) => [name, state, waiting])).toEqual([
    ['Half a year of the workshop', 'ADOPTED', 1],
    ['Street fair: we mend outside', 'ADOPTED', 0],
  ]);
  const rows = async (at: number): Promise<unknown[]> => {
    const query =
      'query ($id: ID!) { budget(handle: "riverside", id: $id) { rows { label planned { minor } actual { minor } } } }';
    const found = await ana.get<{
      rows: { label: string; planned: { minor: string }; actual: { minor: string } | null }[];
    }>(query, { id: budgets[at]!.id });
    return found.rows.map(({ label, planned, actual }) => [label, planned.minor, actual?.minor ?? null]);
  };
  expect((await rows(0)).slice(0, 4)).toEqual([
    ['Room hire', '24000', '9600'],
    ['Tools and parts', '18000', '4120'],
    ['Soup and coffee', '9000', '0'],
    ['Back room, six months', '135000', '0'],
  ]);
  expect((await rows(1)).slice(0, 2)).toEqual([
    ['Soup and bread', '6000', '5240'],
    ['Tables and a tent', '4500', '4500'],
  ]);
});

test('a round gave two buckets their line, Mateo has used a part of what he may approve, and the camp is settled', async () => {
  const { rounds } = await ana.get<{ rounds: { id: string }[] }>(
    '{ groupRounds(handle: "riverside") { rounds { id } } }',
  );
  const round = await ana.get<{ list: { title: string; granted: { minor: string } | null }[] }>(
    'query ($id: ID!) { budgetRound(id: $id) { state pot { minor } list { title granted { minor } } } }',
    { id: rounds[0]!.id },
  );
  expect(round).toMatchObject({ state: 'CLOSED', pot: euros('200.00') });
  expect(round.list.map(({ title, granted }) => [title, granted?.minor])).toEqual([
    ['Service for the sewing machine', '8000'],
    ['A second soldering station', '0'],
    ['Floor pump with a gauge', '4500'],
    ['Aprons with the kettle', '0'],
  ]);
  const { authorities } = await ana.get<{ authorities: object[] }>(
    '{ spendingAuthorities(handle: "riverside") { authorities { what holders state ceiling { minor } left { minor } takenBackBy { title } } } }',
  );
  const kitchen = { what: 'Kitchen', holders: ['Mateo Silva'], state: 'RUNS', takenBackBy: null };
  const takenBackBy = { title: 'Take back that Jonas buys the bike parts' };
  const bikes = { what: 'Bike parts', holders: ['Jonas Vermeulen'], state: 'ENDED', takenBackBy };
  expect(authorities).toEqual([
    { ...kitchen, ceiling: euros('150.00'), left: euros('125.40') },
    { ...bikes, ceiling: euros('120.00'), left: euros('120.00') },
  ]);
  const [camp] = await ana.get<{ id: string; title: string; mine: object[] }[]>(
    '{ groupSplits(handle: "riverside") { id title mine { minor } } }',
  );
  expect(camp).toMatchObject({ title: 'Mending camp by the sea', mine: [] });
  const split = await ana.get<{ payments: { state: string; amount: { minor: string } }[] }>(
    'query ($id: ID!) { split(id: $id) { suggested { fromId } payments { state amount { minor } } } }',
    { id: camp!.id },
  );
  expect(split).toMatchObject({ suggested: [] });
  expect(split.payments.every(({ state }) => state === 'ARRIVED')).toBe(true);
});

test('one expense came by a link, one was shown against money before, and dues wait for Ana', async () => {
  const { nodes } = await ana.get<{ nodes: { id: string; title: string }[] }>(
    '{ groupExpenses(handle: "riverside", first: 30) { nodes { id title } } }',
  );
  const expense = (title: string) =>
    ana.get(
      'query ($id: ID!) { expense(id: $id) { state payeeName advance { standing out { minor } cleared { minor } handedBack { minor } } } }',
      { id: nodes.find((one) => one.title === title)!.id },
    );
  expect(await expense('Tables and a tent')).toMatchObject({
    state: 'PAID',
    payeeName: 'Tent hire De Brug',
  });
  expect(await expense('Soup for the street fair')).toMatchObject({
    advance: { out: euros('0'), cleared: euros('52.40'), handedBack: euros('7.60') },
  });
  expect(await expense('Spare parts from the flea market')).toMatchObject({ advance: { out: euros('120.00') } });
  const { mine } = await ana.get<{ mine: object[] }>('{ gifts(handle: "riverside") { mine { kind due { minor } } } }');
  expect(mine).toContainEqual({ kind: 'DUES', due: euros('24.00') });
});

test('an election is announced in which Ana is asked to stand, and a case waits for its vote', async () => {
  const [asked] = await ana.get<{ proposalId: string; title: string }[]>('{ candidaciesWaiting { proposalId title } }');
  expect(asked!.title).toBe('Who keeps the tools for the next year?');
  const { candidates } = await ana.get<{ candidates: { state: string }[] }>(
    'query ($id: ID!) { proposal(id: $id) { candidates { state } } }',
    { id: asked!.proposalId },
  );
  expect(candidates.map(({ state }) => state).toSorted()).toEqual(['ASKED', 'ASKED', 'STANDS', 'STANDS']);
  const { id } = await ana.get<{ id: string }>('{ group(handle: "riverside") { id } }');
  const cases = await ana.get<object[]>('query ($id: ID!) { removals(groupId: $id) { state } }', { id });
  expect(cases).toEqual([{ state: 'REPLY' }]);
});

test('nine votes passed of which one was taken back, one did not, one waits for Ana, with an expense to approve', async () => {
  const { nodes } = await ana.get<{ nodes: { id: string; title: string; verdict: string | null }[] }>(
    '{ groupProposals(handle: "riverside", first: 20) { nodes { id title verdict } } }',
  );
  expect(Object.fromEntries(nodes.map(({ title, verdict }) => [title, verdict]))).toEqual({
    'Sign a two-year lease on the Weir House back room': null,
    'Who keeps the tools for the next year?': null,
    'Print T-shirts for everybody': 'FAILED',
    'Take back that Jonas buys the bike parts': 'PASSED',
    'Music while we mend': 'PASSED',
    'What does the workshop need most?': 'PASSED',
    'Soup and a tent at the street fair': 'PASSED',
    'The budget for half a year of the workshop': 'PASSED',
    'Mateo buys for the kitchen': 'PASSED',
    'Dues of 24.00 a year': 'PASSED',
    'Jonas buys parts for the bikes': 'PASSED',
    'Spend up to 400.00 on a PA': 'PASSED',
  });
  const { id } = nodes.find(({ title }) => title === 'Jonas buys parts for the bikes')!;
  const file = (await (await ana.fetch(`/p/${id}/decision.json`)).json()) as ProposalBundle;
  expect(bundleFault(file)).toBeNull();
  expect(file.log.map(({ body }) => (JSON.parse(body) as { type: string }).type)).toContain('proposal.takenBack');
  expect(await ana.get('{ needsMyVote { title } }')).toHaveLength(1);
  expect(await ana.get('{ expensesWaiting { title state } }')).toEqual([
    { title: 'Solder, flux and heat-shrink', state: 'SUBMITTED' },
    { title: 'Rent of the tool cupboard', state: 'DRAFT' },
  ]);
  expect(
    await ana.get(
      '{ recurringExpenses(handle: "riverside") { mine { title every payeeName lineName waits endedBy } } }',
    ),
  ).toEqual({
    mine: [
      {
        title: 'Rent of the tool cupboard',
        every: 'MONTH',
        payeeName: 'Weir House',
        lineName: 'Room hire',
        waits: false,
        endedBy: null,
      },
    ],
  });
});

test('a notice became a proposal to which ten consented and four stood aside, one stands, and one can be objected to', async () => {
  const { nodes } = await ana.get<{ nodes: { id: string; title: string; status: string; doerName: string }[] }>(
    '{ groupNotices(handle: "riverside") { nodes { id title status doerName } } }',
  );
  expect(nodes.map(({ title, status, doerName }) => [title, status, doerName])).toEqual([
    ['A shelf for the bike tools', 'POSTED', 'Jonas Vermeulen'],
    ['Sort the box of screws', 'STANDING', 'Emil Larsen'],
    ['Music while we mend', 'RAISED', 'Juno Park'],
  ]);
  const { objections, proposal } = await ana.get<{ objections: object[]; proposal: { id: string } }>(
    'query ($id: ID!) { notice(id: $id) { objections { name } proposal { id } } }',
    { id: nodes[2]!.id },
  );
  expect(objections).toEqual([{ name: 'Greet De Smet' }]);
  const { data } = await ana.ask(
    'query ($id: ID!) { proposal(id: $id) { result { yes abstain block } } noticeBehindProposal(proposalId: $id) { title } }',
    { id: proposal.id },
  );
  expect(data).toEqual({
    proposal: { result: { yes: 10, abstain: 4, block: 0 } },
    noticeBehindProposal: { title: 'Music while we mend' },
  });
  expect(await ana.get('{ noticesWaiting { title need } }')).toEqual([
    { title: 'A shelf for the bike tools', need: 'WINDOW' },
  ]);
});

test('the evening to come has tasks with something missing, and the rehearsal knows who came', async () => {
  const idOf = async (title: string): Promise<string> => {
    const span = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
    const { nodes } = await ana.get<{ nodes: { id: string; title: string }[] }>(
      'query ($from: DateTime!, $to: DateTime!) { groupEvents(handle: "riverside", from: $from, to: $to, first: 50) { nodes { id title } } }',
      { from: span(-110), to: span(30) },
    );
    return nodes.find((one) => one.title === title)!.id;
  };
  const list = await ana.get<{ tasks: { title: string; wanted: number; taken: number }[] }>(
    'query ($id: ID!) { eventTasks(eventId: $id) { tasks { title wanted taken } } }',
    { id: await idOf('Soldering for beginners') },
  );
  expect(list.tasks).toEqual([
    { title: 'Setting up', wanted: 2, taken: 1 },
    { title: 'Extension leads', wanted: 4, taken: 3 },
    { title: 'Opens up and has the key', wanted: 1, taken: 1 },
  ]);
  const door = await ana.get<{ rows: { name: string; walkIn: boolean; ops: object[] }[] }>(
    'query ($id: ID!) { door(eventId: $id) { rows { name walkIn ops { opId } } } }',
    { id: await idOf('Open rehearsal with the new PA') },
  );
  expect(door.rows).toHaveLength(18);
  expect(door.rows.filter(({ ops }) => ops.length > 0)).toHaveLength(15);
  expect(door.rows.filter(({ walkIn }) => walkIn).map(({ name }) => name)).toEqual(['Milo from next door']);
});

test('nobody of the demo gets a mail; the months until seven weeks ago are closed, and for Ben the bank ties', async () => {
  expect(await ana.get('{ keptMails { subject } }')).toEqual([]);
  const { periods } = await ana.get<{ periods: { from: string; until: string }[] }>(
    '{ bookPeriods(handle: "riverside") { periods { from until } } }',
  );
  expect(periods[0]!.until.slice(0, 7)).toBe(periods[0]!.from.slice(0, 7));
  const ben = new Client(product.url);
  await ben.get('mutation { requestSignIn(input: { email: "ben@example.org" }) }');
  const link = async (): Promise<string | undefined> => {
    const mails = await ana.get<{ text: string }[]>('{ keptMails { text } }');
    return /https?:\/\/\S+\/l\/\S+/.exec(mails.map(({ text }) => text).join(' '))?.[0];
  };
  await expect.poll(link, { timeout: 10_000 }).toBeDefined();
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  await ben.fetch(new URL((await link())!).pathname, { method: 'POST', headers: form, body: '' });
  const bank = await ben.get<object>(
    '{ reconciliation(handle: "riverside") { bank { minor } book { minor } difference { minor } openLines unseen { date } } }',
  );
  expect(bank).toMatchObject({ difference: null, openLines: 0 });
});

test('a second run fills nothing twice', async () => {
  await product.stop();
  const again = demo(dataDir);
  expect(again.said).toContain('The demo is filled already.');
  expect(again.status).toBe(0);
});
