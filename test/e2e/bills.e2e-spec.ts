import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Client } from '../support/client.ts';
import { claim, found, givesDuty, idOf, joins, key, photo } from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';

// People share what they laid out for each other: in the group's book, and nobody else's business.
const postgres = inject('postgresUrl');
for (const engine of ['PGlite', 'PostgreSQL'] as const) {
  const skipped = engine === 'PostgreSQL' && !postgres;
  describeStory(`${engine}${skipped ? ' (SKIPPED: no PostgreSQL on this machine)' : ''}`, engine, skipped);
}

interface Amount {
  minor: string;
  currency: string;
}
interface Split {
  id: string;
  me: string;
  people: { id: string; name: string; carriedBy: string | null; unused: boolean }[];
  bills: {
    id: string;
    number: number;
    what: string;
    shares: { personId: string; amount: Amount }[];
    undoneAt: string | null;
    reason: string | null;
    replacedById: string | null;
    disputes: { words: string }[];
    photos: { id: string }[];
    canCorrect: boolean;
  }[];
  standings: { personId: string; amount: Amount }[];
  payments: { id: string; fromId: string; toId: string; state: string; amount: Amount }[];
  suggested: {
    fromId: string;
    toId: string;
    amount: Amount;
    payout: { name: string; iban: string; code: string | null } | null;
  }[];
  myPayout: { iban: string } | null;
}
const amount = 'amount { minor currency }';
const fields = `id me people { id name carriedBy unused } bills { id number what shares { personId ${amount} } undoneAt reason replacedById disputes { words } photos { id } canCorrect }
  standings { personId ${amount} } payments { id fromId toId state ${amount} } suggested { fromId toId ${amount} payout { name iban code } } myPayout { iban }`;
const mutation = (name: string, of: string, args: string): string =>
  `mutation (${of}) { ${name}(${args}) { ${fields} } }`;
const openSplit = mutation('openSplit', '$input: OpenSplitInput!', 'input: $input');
const addBill = mutation('addBill', '$input: AddBillInput!', 'input: $input');
const undoBill = mutation('undoBill', '$id: ID!, $reason: String!', 'id: $id, reason: $reason');
const disputeBill = mutation('disputeBill', '$id: ID!, $words: String!', 'id: $id, words: $words');
const sayPaid = mutation('sayPaid', '$input: SayPaidInput!', 'input: $input');
const confirmPayment = mutation('confirmPayment', '$id: ID!', 'id: $id');
const settleBy = mutation('settleSplitBy', '$id: ID!, $way: SettleWay!', 'id: $id, way: $way');
const setPayout = mutation(
  'setSplitPayout',
  '$id: ID!, $name: String!, $iban: String!',
  'id: $id, name: $name, iban: $iban',
);
const readSplit = `query ($id: ID!) { split(id: $id) { ${fields} } }`;
const CANARY = 'Canary soup';
const IBAN = 'BE72 0000 0000 1616';
const form = { 'content-type': 'application/x-www-form-urlencoded' };

function describeStory(name: string, engine: 'PGlite' | 'PostgreSQL', skipped: boolean): void {
  let world: World;
  let ana: Client;
  let ben: Client;
  let cleo: Client;
  let dora: Client;
  let groupId: string;
  let dinner: Split;
  let trip: Split;
  let ninoLink: string;
  const on = (sentence: string, body: () => Promise<void>): void =>
    test.skipIf(skipped)(`${name}: ${sentence}`, body, 60_000);
  const seen = (by: Client, id = dinner.id): Promise<Split> => by.get<Split>(readSplit, { id });
  const idIn = (split: Split, who: string): string => split.people.find((one) => one.name === who)!.id;
  const names = (split: Split, id: string): string => split.people.find((one) => one.id === id)!.name;
  const standings = (split: Split): Record<string, string> =>
    Object.fromEntries(
      split.standings.map(({ personId, amount: { minor, currency } }) => [
        `${names(split, personId)} ${currency}`,
        minor,
      ]),
    );
  const suggested = (split: Split): string[] =>
    split.suggested.map(
      ({ fromId, toId, amount: { minor, currency } }) =>
        `${names(split, fromId)} > ${names(split, toId)} ${minor} ${currency}`,
    );
  const bill = (split: Split, more: object): object => ({
    splitId: split.id,
    what: 'Dinner',
    spentOn: '2026-03-01',
    idempotencyKey: key(),
    ...more,
  });
  const euro = (minor: string): Amount => ({ minor, currency: 'EUR' });
  const evenly = (split: Split, who: readonly string[]): object[] =>
    who.map((one) => ({ personId: idIn(split, one), value: '0' }));
  const post = (path: string, body: string): Promise<Response> =>
    world.visitor().fetch(path, { method: 'POST', headers: form, body });
  const page = async (path: string): Promise<string> => (await world.visitor().fetch(path)).text();
  const violations = (): Promise<unknown[]> => world.database.reads.query('SELECT * FROM ledger_violations');

  beforeAll(async () => {
    if (skipped) return;
    const { freshDatabase } = await import('../support/postgres.ts');
    world = await startWorld(engine === 'PostgreSQL' ? { databaseUrl: await freshDatabase() } : {});
    ana = await claim(world);
    groupId = await found(ana);
    ben = await joins(world, ana, { groupId, name: 'Ben' });
    cleo = await joins(world, ana, { groupId, name: 'Cleo' });
    dora = await joins(world, ana, { groupId, name: 'Dora' });
    await givesDuty(ana, { groupId, to: dora, duty: 'TREASURER' });
  }, 120_000);
  afterAll(() => (skipped ? undefined : world.stop()));

  on('seven people at a table: two paid, children weigh half, a child is paid for by a parent', async () => {
    dinner = await ana.get<Split>(openSplit, {
      input: {
        groupId,
        title: 'Dinner',
        people: [
          { personId: await idOf(ben) },
          { personId: await idOf(cleo) },
          { name: 'Nino' },
          { name: 'Mia', child: true, carriedByAt: 1 },
          { name: 'Lou', child: true, carriedByAt: 1 },
          { name: 'Pia', email: 'pia@example.net' },
        ],
        idempotencyKey: key(),
      },
    });
    expect(dinner.people.map(({ name: who }) => who).toSorted()).toEqual(
      ['Ana', 'Ben', 'Cleo', 'Lou', 'Mia', 'Nino', 'Pia'].toSorted(),
    );
    const weights = dinner.people.map(({ id, name: who }) => ({
      personId: id,
      value: ['Mia', 'Lou'].includes(who) ? '1' : '2',
    }));
    const shot = (await (
      await ana.upload('/files', { name: 'receipt.jpg', bytes: await photo() }, { groupId })
    ).json()) as { id: string };
    const input = bill(dinner, {
      what: CANARY,
      total: euro('12000'),
      payers: [
        { personId: idIn(dinner, 'Ana'), minor: '7000' },
        { personId: idIn(dinner, 'Nino'), minor: '5000' },
      ],
      mode: 'WEIGHTS',
      parts: weights,
      photos: [shot.id],
    });
    dinner = await ana.get<Split>(addBill, { input });
    expect(await ana.get<Split>(addBill, { input })).toEqual(dinner);
    expect(standings(dinner)).toEqual({
      'Ana EUR': '5000',
      'Nino EUR': '3000',
      'Ben EUR': '-4000',
      'Cleo EUR': '-2000',
      'Pia EUR': '-2000',
    });
    expect(dinner.suggested).toHaveLength(4);
    expect(dinner.bills[0]!.photos).toHaveLength(1);
    expect((await world.mailTo('ben@example.org')).links).toContain(`${world.url}/bills/${dinner.id}`);
    const pias = await world.mailTo('pia@example.net');
    expect(pias.text).toContain('Ana shares the costs of "Dinner" with you');
    expect(await page(new URL(pias.links.find((link) => link.includes('/l/bills/'))!).pathname)).toContain(
      'You are Pia.',
    );
    expect((await ben.fetch(`/files/${shot.id}`)).status).toBe(200);
    expect((await (await joinsLater()).fetch(`/files/${shot.id}`)).status).toBe(404);
    expect(await violations()).toEqual([]);
  });

  let eve: Client | null = null;
  const joinsLater = async (): Promise<Client> => (eve ??= await joins(world, ana, { groupId, name: 'Eve' }));

  on('what does not add up is refused in words at its field', async () => {
    const refused = async (more: object): Promise<string> => {
      const refusal = await ana.refusalOf(addBill, {
        input: bill(dinner, {
          payers: [{ personId: idIn(dinner, 'Ana'), minor: '1000' }],
          total: euro('1000'),
          ...more,
        }),
      });
      return `${refusal?.field}: ${refusal?.message}`;
    };
    const part = (who: string, value: string): object => ({ personId: idIn(dinner, who), value });
    expect(await refused({ mode: 'EXACT', parts: [part('Ana', '400'), part('Ben', '500')] })).toBe(
      'parts: €1.00 of the bill are not shared out yet.',
    );
    expect(await refused({ mode: 'EXACT', parts: [part('Ana', '400'), part('Ben', '700')] })).toBe(
      'parts: €1.00 more than the bill are shared out.',
    );
    expect(await refused({ mode: 'PERCENT', parts: [part('Ana', '5000'), part('Ben', '4999')] })).toBe(
      'parts: The percentages do not add up to 100 %.',
    );
    expect(
      await refused({ mode: 'ITEMS', items: [{ what: 'Tea', minor: '-5', people: [idIn(dinner, 'Ana')] }] }),
    ).toMatch(/^items: An item costs more than nothing\./);
    expect(await refused({ mode: 'ITEMS', items: [{ what: 'Tea', minor: '1000', people: [] }] })).toBe(
      'items: Say who had each item.',
    );
    expect(await refused({ mode: 'ADJUSTED', parts: [part('Ana', '-900'), part('Ben', '900')] })).toMatch(
      /^parts: With these amounts/,
    );
    expect(await refused({ mode: 'EVEN', parts: [] })).toBe('parts: Say who shares it.');
    expect(await refused({ mode: 'EVEN', parts: [{ personId: groupId }] })).toBe(
      'parts: Somebody named here is not among the people.',
    );
    expect(await refused({ mode: 'EVEN', parts: [part('Ana', '0'), part('Ana', '0')] })).toBe(
      'parts: Somebody is named twice.',
    );
    expect(await refused({ mode: 'EVEN', parts: [part('Ana', '0')], total: euro('1100') })).toMatch(
      /^payers: The bill is €11\.00/,
    );
    expect(await refused({ mode: 'EVEN', parts: [part('Ana', '0')], total: { minor: '1000', currency: 'EUX' } })).toBe(
      'total: "EUX" is no currency we know.',
    );
    expect(await refused({ mode: 'WEIGHTS', parts: [part('Ana', '-1')] })).toMatch(/^parts: A weight is/);
    expect(await refused({ mode: 'EVEN', parts: [part('Ana', '0')], total: euro('0') })).toMatch(/^total: /);
    expect(await refused({ mode: 'EVEN', parts: [part('Ana', '0')], spentOn: '2099-01-01' })).toBe(
      'spentOn: This day has not come yet. Choose today or an earlier one.',
    );
    expect((await seen(ana)).bills).toHaveLength(1);
  });

  on('nobody outside sees a word of it: no visitor, no member, not the book, not its exports', async () => {
    const other = await joinsLater();
    for (const person of [world.visitor(), other]) {
      expect(await person.get(readSplit, { id: dinner.id })).toBeNull();
      expect(await person.get('{ groupSplits(handle: "riverside") { id } }')).toEqual([]);
      for (const [query, variables] of [
        [addBill, { input: bill(dinner, { total: euro('1'), payers: [], mode: 'EVEN', parts: [] }) }],
        [undoBill, { id: dinner.bills[0]!.id, reason: 'x' }],
        [disputeBill, { id: dinner.bills[0]!.id, words: 'x' }],
        [settleBy, { id: dinner.id, way: 'OWED' }],
      ] as const)
        expect(await person.refusalOf(query, variables)).toMatchObject({ code: 'NOT_FOUND' });
    }
    const entries = '{ book(handle: "riverside") { latest { kind text } hasOlder entryCount } }';
    for (const person of [world.visitor(), other, ben, dora]) {
      const read = JSON.stringify(await person.ask(entries));
      expect(read).not.toMatch(/BILL|Canary|B-1/);
      expect(read).toContain('"hasOlder":false');
      expect(
        JSON.stringify(await person.ask('{ bookEntries(handle: "riverside") { nodes { kind text } } }')),
      ).not.toMatch(/BILL|Canary|B-1/);
    }
    for (const format of ['json', 'csv', 'hledger', 'ledger', 'beancount']) {
      const text = await (await other.fetch(`/g/riverside/book/export/${format}`)).text();
      expect(text).not.toMatch(/BILL|[Ss]plit:|Canary|B-1/);
      if (format === 'json')
        expect(JSON.parse(text)).toMatchObject({
          withheld: [{ seq: 1, prev: expect.any(String) as string, hash: expect.any(String) as string }],
        });
      const whole = await (await dora.fetch(`/g/riverside/book/export/${format}`)).text();
      expect(whole).toMatch(/BILL/);
      expect(whole).not.toMatch(/Canary/);
    }
    const logged = await world.database.reads.query<{ body: Buffer }[]>('SELECT body FROM log_entry');
    expect(logged.map(({ body }) => body.toString()).join()).not.toMatch(/Canary|Nino/);
    expect(await ben.get('{ groupSplits(handle: "riverside") { bills mine { minor currency } } }')).toEqual([
      { bills: 1, mine: [{ minor: '-4000', currency: 'EUR' }] },
    ]);
  });

  on(
    'from who owes to who is owed: the code of the bank, said, confirmed by the receiver alone, booked once',
    async () => {
      expect(await ana.refusalOf(setPayout, { id: dinner.id, name: 'Ana', iban: 'BE72 0000 0000 1617' })).toMatchObject(
        {
          code: 'BAD_USER_INPUT',
          field: 'iban',
        },
      );
      const mine = await ana.get<Split>(setPayout, { id: dinner.id, name: 'Ana Long', iban: IBAN });
      expect(mine.myPayout).toEqual({ iban: 'BE72000000001616' });
      expect(mine.suggested.every(({ payout }) => payout === null)).toBe(true);
      const [kept] = await world.database.reads.query<{ sealed: Buffer }[]>('SELECT sealed FROM split_payout');
      expect(kept!.sealed.toString('latin1')).not.toMatch(/BE72|Ana/);
      const bens = await seen(ben);
      const toAna = bens.suggested.find(({ fromId, toId }) => fromId === bens.me && names(bens, toId) === 'Ana')!;
      expect(toAna.payout).toEqual({
        name: 'Ana Long',
        iban: 'BE72000000001616',
        code: `BCD\n002\n1\nSCT\n\nAna Long\nBE72000000001616\nEUR${(Number(toAna.amount.minor) / 100).toFixed(2)}\n\n\nDinner`,
      });
      expect((await seen(dora)).suggested.every(({ payout }) => payout === null)).toBe(true);
      const paying = { splitId: dinner.id, toId: toAna.toId, amount: toAna.amount, idempotencyKey: key() };
      expect(
        await ben.refusalOf(sayPaid, {
          input: { ...paying, amount: euro('4001'), idempotencyKey: key() },
        }),
      ).toMatchObject({ field: 'amount', message: 'You owe €40.00 at most.' });
      expect(
        await ana.refusalOf(sayPaid, {
          input: { ...paying, toId: bens.me, idempotencyKey: key() },
        }),
      ).toMatchObject({ field: 'amount', message: 'You owe nothing in EUR any more.' });
      const said = await ben.get<Split>(sayPaid, { input: paying });
      expect((await ben.get<Split>(sayPaid, { input: paying })).payments).toHaveLength(1);
      expect(standings(said)).toEqual(standings(dinner));
      expect(said.suggested.some(({ fromId, toId }) => fromId === bens.me && toId === toAna.toId)).toBe(false);
      const { id } = said.payments[0]!;
      expect(await ana.get('{ paymentsToConfirm { id fromName splitTitle } }')).toEqual([
        { id, fromName: 'Ben', splitTitle: 'Dinner' },
      ]);
      for (const person of [ben, cleo])
        expect(await person.refusalOf(confirmPayment, { id })).toMatchObject({ code: 'FORBIDDEN' });
      expect(await (await joinsLater()).refusalOf(confirmPayment, { id })).toMatchObject({ code: 'NOT_FOUND' });
      const [once, twice] = await Promise.all([
        ana.get<Split>(confirmPayment, { id }),
        ana.get<Split>(confirmPayment, { id }),
      ]);
      expect(standings(twice)).toEqual(standings(once));
      expect((await world.mailTo('ben@example.org')).subject).toMatch(/^Ana has got your €/);
      expect(once.payments[0]!.state).toBe('ARRIVED');
      expect(
        await world.database.reads.query(`SELECT count(*)::int AS n FROM ledger_entry WHERE kind = 'BILL_SETTLED'`),
      ).toEqual([{ n: 1 }]);
      expect(await violations()).toEqual([]);
    },
  );

  on('a bill that is disputed still counts; its author corrects it by a reversal and a new bill', async () => {
    const theirs = await cleo.get<Split>(disputeBill, { id: dinner.bills[0]!.id, words: 'I had no soup' });
    expect(theirs.bills[0]!.disputes).toEqual([{ words: 'I had no soup' }]);
    expect(standings(theirs)['Cleo EUR']).toBe('-2000');
    expect((await world.mailTo('ana@example.org')).text).toContain('I had no soup');
    expect(theirs.bills[0]!.canCorrect).toBe(false);
    expect(await cleo.refusalOf(undoBill, { id: dinner.bills[0]!.id, reason: 'mine' })).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(await ana.refusalOf(undoBill, { id: dinner.bills[0]!.id, reason: ' ' })).toMatchObject({ field: 'reason' });
    const without = dinner.people
      .filter(({ name: who }) => who !== 'Cleo')
      .map(({ id, name: who }) => ({ personId: id, value: ['Mia', 'Lou'].includes(who) ? '1' : '2' }));
    dinner = await ana.get<Split>(addBill, {
      input: bill(dinner, {
        what: CANARY,
        total: euro('12000'),
        payers: [
          { personId: idIn(dinner, 'Ana'), minor: '7000' },
          { personId: idIn(dinner, 'Nino'), minor: '5000' },
        ],
        mode: 'WEIGHTS',
        parts: without,
        photos: dinner.bills[0]!.photos.map(({ id }) => id),
        replacesId: dinner.bills[0]!.id,
        reason: 'Cleo had no soup',
      }),
    });
    const [right, wrong] = dinner.bills;
    expect(wrong).toMatchObject({ number: 1, reason: 'Cleo had no soup', replacedById: right!.id });
    expect(right!.photos).toHaveLength(1);
    expect(right!.shares.reduce((sum, { amount: { minor } }) => sum + BigInt(minor), 0n)).toBe(12_000n);
    expect(standings(dinner)['Cleo EUR']).toBeUndefined();
    expect(await ana.refusalOf(undoBill, { id: wrong!.id, reason: 'again' })).toMatchObject({ code: 'CONFLICT' });
    const byTreasurer = await dora.get<Split>(undoBill, { id: right!.id, reason: 'Twice in the book' });
    expect(byTreasurer.me).toBeNull();
    expect(Object.keys(standings(byTreasurer))).toEqual(expect.arrayContaining(['Ana EUR', 'Ben EUR']));
    expect(await violations()).toEqual([]);
  });

  on('a trip in two currencies: each by itself, never added; the fewest payments or only those one owes', async () => {
    trip = await ana.get<Split>(openSplit, {
      input: {
        groupId,
        title: 'Kyoto',
        people: [{ personId: await idOf(ben) }, { personId: await idOf(cleo) }, { name: 'Nino' }],
        idempotencyKey: key(),
      },
    });
    const pays = (by: Client, who: string, total: Amount, parts: readonly string[]): Promise<Split> =>
      by.get<Split>(addBill, {
        input: bill(trip, {
          total,
          payers: [{ personId: idIn(trip, who), minor: total.minor }],
          mode: 'EVEN',
          parts: evenly(trip, parts),
        }),
      });
    await pays(ben, 'Ben', euro('2000'), ['Ana', 'Ben']);
    await pays(cleo, 'Cleo', euro('2000'), ['Ben', 'Cleo']);
    trip = await pays(cleo, 'Cleo', { minor: '1000', currency: 'JPY' }, ['Ana', 'Ben', 'Cleo']);
    expect(standings(trip)).toMatchObject({ 'Ana EUR': '-1000', 'Cleo EUR': '1000' });
    expect(standings(trip)['Ben EUR']).toBeUndefined();
    const yen = trip.bills[0]!.shares.map(({ amount: { minor } }) => minor).toSorted();
    expect(yen).toEqual(['333', '333', '334']);
    expect(suggested(trip).filter((one) => one.endsWith('EUR'))).toEqual(['Ana > Cleo 1000 EUR']);
    trip = await ben.get<Split>(settleBy, { id: trip.id, way: 'OWED' });
    expect(
      suggested(trip)
        .filter((one) => one.endsWith('EUR'))
        .toSorted(),
    ).toEqual(['Ana > Ben 1000 EUR', 'Ben > Cleo 1000 EUR']);
    expect(suggested(trip).filter((one) => one.endsWith('JPY'))).toHaveLength(2);
    expect(await violations()).toEqual([]);
  });

  on(
    'a guest has a link: sees, pays, confirms, adds and disputes without signing in; reading changes nothing',
    async () => {
      const nino = idIn(trip, 'Nino');
      ninoLink = new URL(await ben.get<string>('mutation ($id: ID!) { makeSplitLink(personId: $id) }', { id: nino }))
        .pathname;
      expect(
        await ben.refusalOf('mutation ($id: ID!) { makeSplitLink(personId: $id) }', { id: idIn(trip, 'Cleo') }),
      ).toMatchObject({ code: 'CONFLICT' });
      const before = await world.database.reads.query(
        'SELECT (SELECT count(*) FROM ledger_entry) AS e, (SELECT touched_at FROM split WHERE id = $1) AS t',
        [trip.id],
      );
      const shown = await page(ninoLink);
      expect(shown).toContain('You are Nino.');
      expect(shown).toContain('owe nothing');
      expect(
        await world.database.reads.query(
          'SELECT (SELECT count(*) FROM ledger_entry) AS e, (SELECT touched_at FROM split WHERE id = $1) AS t',
          [trip.id],
        ),
      ).toEqual(before);
      const wrong = await post(ninoLink, `act=bill&key=${key()}&what=Taxi&amount=1.234,5&currency=EUR&for=${nino}`);
      expect(wrong.status).toBe(409);
      expect(await wrong.text()).toContain('value="Taxi"');
      const added = await post(
        ninoLink,
        `act=bill&key=${key()}&what=Taxi&amount=30,00&currency=EUR&for=${nino}&for=${idIn(trip, 'Ben')}`,
      );
      expect(added.status).toBe(303);
      trip = await seen(ben, trip.id);
      expect(trip.bills[0]).toMatchObject({ what: 'Taxi', number: 4 });
      expect(standings(trip)).toMatchObject({ 'Nino EUR': '1500', 'Ben EUR': '-1500' });
      await ben.get(sayPaid, {
        input: { splitId: trip.id, toId: nino, amount: euro('1500'), idempotencyKey: key() },
      });
      const { id } = (await seen(ben, trip.id)).payments[0]!;
      expect(await page(ninoLink)).toContain('Ben says they paid you');
      expect((await post(ninoLink, `act=arrived&payment=${id}`)).status).toBe(303);
      expect(standings(await seen(ben, trip.id))['Nino EUR']).toBeUndefined();
      await post(ninoLink, `act=dispute&bill=${trip.bills[0]!.id}&words=Wrong`);
      expect((await seen(ben, trip.id)).bills[0]!.disputes).toEqual([{ words: 'Wrong' }]);
      expect((await world.visitor().fetch(`/l/bills/${'x'.repeat(43)}`)).status).toBe(410);
      expect((await post(ninoLink, `act=arrived&payment=${groupId}`)).status).toBe(409);
      expect(await violations()).toEqual([]);
    },
  );

  on('a name with no part in anything can go again, and nobody else', async () => {
    trip = await ana.get<Split>(
      mutation('addSplitPeople', '$id: ID!, $people: [SplitPersonInput!]!', 'id: $id, people: $people'),
      {
        id: trip.id,
        people: [{ name: 'Typo' }],
      },
    );
    const remove = mutation('removeSplitPerson', '$id: ID!', 'personId: $id');
    expect(await ana.refusalOf(remove, { id: idIn(trip, 'Cleo') })).toMatchObject({ code: 'CONFLICT' });
    trip = await ana.get<Split>(remove, { id: idIn(trip, 'Typo') });
    expect(trip.people.some(({ name: who }) => who === 'Typo')).toBe(false);
  });

  on('the database keeps bills and other money apart, and bills whole', async () => {
    const [entry] = await world.database.reads.query<{ id: string }[]>(
      `SELECT id FROM ledger_entry WHERE kind = 'BILL' ORDER BY seq LIMIT 1`,
    );
    await expect(world.database.reads.query('UPDATE bill_share SET minor = minor + 1')).rejects.toThrow(
      /corrected by another/,
    );
    await expect(world.database.reads.query('UPDATE bill SET total = total + 1')).rejects.toThrow(
      /corrected by another/,
    );
    await expect(
      world.database.transaction(async (tx) =>
        tx.query(
          `INSERT INTO ledger_posting (entry_id, line, book_id, account_id, currency, amount) SELECT $1, 90 + n, a.book_id, a.id, a.currency, CASE n WHEN 1 THEN 5 ELSE -5 END FROM ledger_account a, generate_series(1, 2) n WHERE a.path = 'assets:bank:main'`,
          [entry!.id],
        ),
      ),
    ).rejects.toThrow(/do not meet in one entry/);
    await expect(
      world.database.transaction(async (tx) =>
        tx.query(
          `INSERT INTO bill_payer (bill_id, person_id, minor) SELECT b.id, m.id, 1 FROM bill b JOIN split_person m ON m.split_id = b.split_id LEFT JOIN bill_payer p ON p.bill_id = b.id AND p.person_id = m.id WHERE p.bill_id IS NULL LIMIT 1`,
        ),
      ),
    ).rejects.toThrow(/does not add up/);
    expect(await violations()).toEqual([]);
  });
}
