import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
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

test('the roll has 23 members, one left, and each stands since their day', async () => {
  const group = await ana.get<{ id: string; memberCount: number }>('{ group(handle: "riverside") { id memberCount } }');
  expect(group.memberCount).toBe(23);
  const roll = await ana.get<{ since: string; person: { name: string } }[]>(
    'query ($id: ID!) { roll(groupId: $id) { since person { name } } }',
    { id: group.id },
  );
  const days = (since: string): number => (Date.now() - Date.parse(since)) / 86_400_000;
  expect(Math.max(...roll.map(({ since }) => days(since)))).toBeGreaterThan(364);
  expect(roll.map(({ person }) => person.name)).not.toContain('Oscar Lindqvist');
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
  const { id } = nodes.find(({ title }) => title === 'Spring clean of the workshop')!;
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

test('the book holds: 1,380.00 of standing orders, a line of 400.00 with 14.50 left, and it verifies', async () => {
  const book = await ana.get<{ inHand: { minor: string }[]; lines: object[]; entryCount: number }>(
    '{ book(handle: "riverside") { inHand { minor } entryCount lines { name spent { minor } left { minor } proposalTitle } } }',
  );
  expect(book.lines).toEqual([
    { name: 'A shelf for the bike tools', spent: { minor: '0' }, left: { minor: '3500' }, proposalTitle: null },
    { name: 'PA', spent: { minor: '38550' }, left: { minor: '1450' }, proposalTitle: 'Spend up to 400.00 on a PA' },
  ]);
  const jar = Array.from({ length: 12 }, (_, month) => 2800 + ((month * 37) % 11) * 330).reduce((a, b) => a + b, 0);
  const paid = 8900 + 3240 + 18_480 + 38_550 + 4730;
  const courseFees = 6000;
  expect(book.inHand).toEqual([{ minor: String(138_000 + jar + courseFees - paid) }]);
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

test('one vote passed, one did not, one waits for Ana, with an expense to approve', async () => {
  const { nodes } = await ana.get<{ nodes: { title: string; verdict: string | null }[] }>(
    '{ groupProposals(handle: "riverside", first: 10) { nodes { title verdict } } }',
  );
  expect(Object.fromEntries(nodes.map(({ title, verdict }) => [title, verdict]))).toEqual({
    'Sign a two-year lease on the Weir House back room': null,
    'Who keeps the tools for the next year?': null,
    'Print T-shirts for everybody': 'FAILED',
    'Music while we mend': 'PASSED',
    'Spend up to 400.00 on a PA': 'PASSED',
  });
  expect(await ana.get('{ needsMyVote { title } }')).toHaveLength(1);
  expect(await ana.get('{ expensesWaiting { title } }')).toEqual([{ title: 'Solder, flux and heat-shrink' }]);
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

test('nobody of the demo gets a mail, and a second run fills nothing twice', async () => {
  expect(await ana.get('{ keptMails { subject } }')).toEqual([]);
  await product.stop();
  const again = demo(dataDir);
  expect(again.said).toContain('The demo is filled already.');
  expect(again.status).toBe(0);
});
