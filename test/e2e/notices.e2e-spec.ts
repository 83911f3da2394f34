import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NoticeWindows } from '../../apps/api/src/notices/index.ts';
import type { Client } from '../support/client.ts';
import { engines, startWorldOn } from '../support/engines.ts';
import { claim, found, givesDuty, idOf, joins, key, photo } from '../support/people.ts';
import type { World } from '../support/world.ts';

// Story 6: a notice within the group's limits stands after the silence; with an objection it becomes a talk, then one press makes it a proposal.
interface Seen {
  id: string;
  number: number;
  status: string;
  version: number;
  textVersion: number;
  windowEndsAt: string | null;
  needsSomeone: boolean;
  doerName: string | null;
  doerLoad: { notices: number; duties: number } | null;
  lineId: string | null;
  objections: { name: string; reason: string; textVersion: number; withdrawn: boolean }[];
  proposal: { id: string; draft: boolean } | null;
  can: Record<string, boolean>;
}
const fields = `id number status version textVersion windowEndsAt needsSomeone doerName doerLoad { notices duties } lineId
  objections { name reason textVersion withdrawn } proposal { id draft } can { object takeBackObjection change withdraw raise take handBack complete }`;
const post = `mutation ($input: PostNoticeInput!) { postNotice(input: $input) { ${fields} } }`;
const change = `mutation ($input: ChangeNoticeInput!) { changeNotice(input: $input) { ${fields} } }`;
const objectTo = `mutation ($input: ObjectToNoticeInput!) { objectToNotice(input: $input) { ${fields} } }`;
const act = (name: string): string => `mutation ($id: ID!) { ${name}(id: $id) { ${fields} } }`;
const euros = (minor: number): object => ({ minor: String(minor), currency: 'EUR' });

describe.each(engines)('notices on %s', (engine) => {
  let world: World;
  let ana: Client;
  let ben: Client;
  let cleo: Client;
  let groupId: string;

  const posts = (by: Client, title: string, more: object = {}): Promise<Seen> =>
    by.get<Seen>(post, { input: { groupId, fields: { title, ...more } } });
  const seen = (by: Client, id: string): Promise<Seen> =>
    by.get<Seen>(`query ($id: ID!) { notice(id: $id) { ${fields} } }`, { id });
  const objects = (by: Client, { id, textVersion }: Seen, reason = 'It is too loud.'): Promise<Seen> =>
    by.get<Seen>(objectTo, { input: { id, textVersion, reason } });
  const figures = async (): Promise<{ held: string; available: string }> => {
    const book = await ben.get<{ funds: { held: { minor: string }; available: { minor: string } }[] }>(
      '{ book(handle: "riverside") { funds { held { minor } available { minor } } } }',
    );
    return { held: book.funds[0]!.held.minor, available: book.funds[0]!.available.minor };
  };
  const passes = async (interval: string): Promise<void> => {
    await world.clockPasses(interval);
    await world.app.get(NoticeWindows).standDue();
    await world.app.get(NoticeWindows).tellOverdue();
    await world.settle();
  };
  const clears = async (id: string): Promise<void> => {
    await ben.ask(act('completeNotice'), { id });
  };

  beforeAll(async () => {
    world = await startWorldOn(engine);
    ana = await claim(world);
    groupId = await found(ana);
    ben = await joins(world, ana, { groupId, name: 'Ben' });
    cleo = await joins(world, ana, { groupId, name: 'Cleo' });
    await givesDuty(ana, { groupId, to: ana, duty: 'TREASURER' }).catch(() => undefined);
    await givesDuty(ana, { groupId, to: cleo, duty: 'TREASURER' });
    await cleo.get('mutation ($input: RecordContributionInput!) { recordContribution(input: $input) }', {
      input: { groupId, amount: euros(6000), receivedOn: '2026-01-02', giver: 'Jar', idempotencyKey: key() },
    });
    await world.settle();
  });
  afterAll(() => world?.stop());

  test('what cannot be done by notice is refused in words that name the field', async () => {
    const wrong: [object, string, RegExp][] = [
      [{ title: ' ' }, 'title', /missing/],
      [{ amount: euros(5001) }, 'amount', /up to .*50\.00.* put a proposal/],
      [{ amount: euros(0) }, 'amount', /more than nothing/],
      [{ amount: { minor: '100', currency: 'USD' } }, 'amount', /spends EUR/],
      [{ amount: euros(100), fundId: groupId }, 'fundId', /Choose another/],
      [{ untilOn: '2020-01-01' }, 'untilOn', /is over/],
      [{ untilOn: '2027-02-30' }, 'untilOn', /no day of the calendar/],
    ];
    for (const [more, field, words] of wrong) {
      const refusal = await ben.refusalOf(post, { input: { groupId, fields: { title: 'A shelf', ...more } } });
      expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT', field });
      expect(refusal!.message).toMatch(words);
    }
    const input = { groupId, fields: { title: 'A shelf' } };
    expect(await world.visitor().refusalOf(post, { input })).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await figures()).toEqual({ held: '0', available: '6000' });
  });

  test('silence: everybody is told, the money is held from the first moment and spent once it stands, what is left goes back', async () => {
    const notice = await posts(ben, 'A shelf for the tools', { body: 'Of *oak*.', amount: euros(4000) });
    expect(notice).toMatchObject({ status: 'POSTED', windowEndsAt: null, doerLoad: { notices: 1, duties: 0 } });
    expect(await figures()).toEqual({ held: '4000', available: '2000' });
    const again = await posts(ben, 'A shelf for the tools', { body: 'of oak', amount: euros(4000) });
    expect(again.id).toBe(notice.id);
    const mail = await world.mailTo('cleo@example.org');
    expect(mail.subject).toBe('Ben is doing this: A shelf for the tools');
    expect(mail.text).toMatch(/40\.00/);
    expect(mail.links[0]).toContain(`/g/riverside/notices/${notice.id}`);
    const told = await seen(cleo, notice.id);
    expect(Date.parse(told.windowEndsAt!) - Date.now()).toBeGreaterThan(47.9 * 3_600_000);
    expect(told.can).toMatchObject({ object: true, change: false, withdraw: false });
    expect(await cleo.get('{ noticesWaiting { title need } }')).toEqual([
      { title: 'A shelf for the tools', need: 'WINDOW' },
    ]);
    await cleo.get(act('seeNotice'), { id: notice.id });
    expect(await cleo.get('{ noticesWaiting { title } }')).toEqual([]);

    const receipt = async (): Promise<string> => {
      const sent = await ben.upload('/files', { name: 'oak.jpg', bytes: await photo() }, { groupId });
      return ((await sent.json()) as { id: string }).id;
    };
    const submits = async (minor: number) =>
      ben.ask(
        'mutation ($input: SubmitExpenseInput!) { submitExpense(input: $input) { __typename ... on Expense { id } ... on Fault { message } } }',
        {
          input: {
            groupId,
            title: 'Oak',
            category: 'equipment',
            items: [{ what: 'Oak', spentOn: '2026-01-02', amount: euros(minor) }],
            receipts: [await receipt()],
            budgetLineId: notice.lineId,
            idempotencyKey: key(),
          },
        },
      );
    expect((await submits(3000)).errors?.[0]?.message).toMatch(/once the notice stands/);
    await passes('49 hours');
    const stands = await seen(ben, notice.id);
    expect(stands).toMatchObject({ status: 'STANDING', doerName: 'Ben', can: { complete: true, handBack: true } });
    expect((await world.mailTo('ben@example.org')).subject).toBe('It is yours: A shelf for the tools');
    expect((await submits(4100)).data).toMatchObject({ submitExpense: { __typename: 'LineSpent' } });
    const { data } = await submits(3000);
    const { id: expenseId } = data!['submitExpense'] as { id: string };
    expect(await ben.refusalOf(act('completeNotice'), { id: notice.id })).toMatchObject({ code: 'CONFLICT' });
    await ana.get(
      'mutation ($id: ID!) { approveExpense(id: $id, revision: 1) { __typename ... on Expense { state } } }',
      { id: expenseId },
    );
    expect(await figures()).toEqual({ held: '1000', available: '2000' });
    expect(await ben.get(act('completeNotice'), { id: notice.id })).toMatchObject({ status: 'DONE' });
    expect(await figures()).toEqual({ held: '0', available: '3000' });
    const { lines } = await ben.get<{ lines: object[] }>(
      '{ book(handle: "riverside") { lines { name notice { number title } closed } } }',
    );
    expect(lines).toEqual([
      { name: 'A shelf for the tools', notice: { number: 1, title: 'A shelf for the tools' }, closed: true },
    ]);
  });

  test('an objection makes it a talk; changed it begins anew, and the objection stays with the earlier text', async () => {
    await passes('0 hours');
    const notice = await posts(ben, 'Music at the café', { body: 'All afternoon.', amount: euros(1000) });
    await world.settle();
    expect(await ben.refusalOf(objectTo, { input: { ...key3(notice), reason: 'Mine.' } })).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(await cleo.refusalOf(objectTo, { input: { ...key3(notice), reason: ' ' } })).toMatchObject({
      field: 'reason',
    });
    const talk = await objects(cleo, notice);
    expect(talk).toMatchObject({ status: 'TALK', can: { takeBackObjection: true, raise: true, object: false } });
    expect(await cleo.refusalOf(objectTo, { input: { ...key3(notice), reason: 'Again.' } })).toMatchObject({
      code: 'CONFLICT',
    });
    expect((await world.mailTo('ben@example.org')).text).toMatch(/It is too loud/);
    expect((await seen(world.visitor(), notice.id)).objections).toEqual([]);
    expect(await ben.get('{ noticesWaiting { need } }')).toEqual([{ need: 'TALK' }]);
    await passes('49 hours');
    const still = await seen(ben, notice.id);
    expect(still.status).toBe('TALK');

    const input = (more: object) => ({
      input: { id: notice.id, expectedVersion: still.version, fields: { title: 'Music at the café', ...more } },
    });
    const same = { body: 'all AFTERNOON', amount: euros(1000) };
    expect(await ben.refusalOf(change, input(same))).toMatchObject({ field: 'title' });
    const other = await ben.get<Seen>(change, input({ body: 'Softly, for an hour.', amount: euros(500) }));
    const texts = 'query ($id: ID!) { noticeTexts(id: $id) { version body amount { minor } } }';
    const said = await cleo.get<{ version: number; body: string; amount: object | null }[]>(texts, { id: other.id });
    expect(said.at(-1)).toEqual({ version: said.length, body: 'Softly, for an hour.', amount: { minor: '500' } });
    expect(said[0]).toMatchObject({ version: 1 });
    expect(said[0]!.body).not.toBe(said.at(-1)!.body);
    expect(other).toMatchObject({ status: 'POSTED', textVersion: 2, windowEndsAt: null });
    expect(other.objections).toMatchObject([{ name: 'Cleo', textVersion: 1, withdrawn: false }]);
    expect(await figures()).toEqual({ held: '500', available: '2500' });
    expect((await world.mailTo('cleo@example.org')).subject).toBe('Changed: Ben is doing this: Music at the café');
    await passes('98 hours');
    expect((await seen(ben, notice.id)).status).toBe('STANDING');
    await clears(notice.id);
    await passes('0 hours');
  });

  test('an objection taken back begins a new time to object', async () => {
    const notice = await posts(ben, 'A bell');
    await world.settle();
    await objects(cleo, notice);
    const back = await cleo.get<Seen>(act('takeBackNoticeObjection'), { id: notice.id });
    expect(back).toMatchObject({ status: 'POSTED', windowEndsAt: null, objections: [{ withdrawn: true }] });
    await world.settle();
    expect((await seen(cleo, notice.id)).windowEndsAt).not.toBeNull();
    await ben.get(act('withdrawNotice'), { id: notice.id });
  });

  test('one press makes it a proposal with both sides and the money filled in, linked both ways; its money is free', async () => {
    const notice = await posts(ben, 'Paint the door', { body: 'In red.', amount: euros(2000) });
    expect(await cleo.refusalOf(act('raiseNotice'), { id: notice.id })).toMatchObject({ code: 'CONFLICT' });
    await world.settle();
    await objects(cleo, notice, 'Red is for the fire brigade.');
    const raised = await Promise.all([1, 2].map(() => cleo.ask(act('raiseNotice'), { id: notice.id })));
    expect(raised.filter(({ errors }) => !errors)).toHaveLength(1);
    const { proposal, status } = await seen(cleo, notice.id);
    expect({ status, draft: proposal!.draft }).toEqual({ status: 'RAISED', draft: true });
    expect(await figures()).toEqual({ held: '0', available: '3000' });
    const draft = await cleo.get<{ body: string; effects: object[] }>(
      'query ($id: ID!) { proposal(id: $id) { status title body template method quorum effects { kind label planned { minor } } } }',
      { id: proposal!.id },
    );
    expect(draft).toMatchObject({
      status: 'DRAFT',
      title: 'Paint the door',
      template: 'CONSENT',
      method: 'CONSENT',
      quorum: '1/3',
      effects: [{ kind: 'BUDGET_LINE_OPEN', label: 'Paint the door', planned: { minor: '2000' } }],
    });
    expect(draft.body).toMatch(
      /In red\.[^]*notice \d+\]\(\/g\/riverside\/notices\/[^]*\*\*Cleo:\*\*[^]*> Red is for the fire brigade/,
    );
    await cleo.get('mutation ($id: ID!) { openProposal(id: $id) { id } }', { id: proposal!.id });
    const behind = 'query ($id: ID!) { noticeBehindProposal(proposalId: $id) { id status } }';
    expect(await ben.get(behind, { id: proposal!.id })).toEqual({ id: notice.id, status: 'RAISED' });

    const anew = { groupId, fields: { title: 'paint the DOOR!', body: 'In red', amount: euros(2000) } };
    const refusal = await ben.refusalOf(post, { input: anew });
    expect(refusal).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/objected.*anew after/) as string,
    });
    const blue = await posts(ben, 'Paint the door', { body: 'In blue.' });
    await ben.get(act('withdrawNotice'), { id: blue.id });
    // A month later; the sessions of people do not last so long.
    await world.database.reads.query(`UPDATE notice SET objected_at = objected_at - interval '31 days' WHERE id = $1`, [
      notice.id,
    ]);
    const later = await posts(ben, 'Paint the door', { body: 'In red.', amount: euros(2000) });
    expect(later.status).toBe('POSTED');
    await ben.get(act('withdrawNotice'), { id: later.id });
    expect(await figures()).toEqual({ held: '0', available: '3000' });
    await passes('0 hours');
  });

  test('raised it is decided as the group usually does: an association by majority, as one whose rules are of before; by two thirds what is above its limit', async () => {
    const of = await found(ana, { handle: 'orchard', preset: 'association' });
    const eva = await joins(world, ana, { groupId: of, name: 'Eva' });
    const raises = async (by: Client, title: string, at: { groupId: string; amount?: object }): Promise<object> => {
      const { groupId: id, ...more } = at;
      const notice = await by.get<Seen>(post, { input: { groupId: id, fields: { title, ...more } } });
      await world.settle();
      await objects(ana, notice);
      const { proposal } = await by.get<Seen>(act('raiseNotice'), { id: notice.id });
      return by.get('query ($id: ID!) { proposal(id: $id) { template method quorum threshold } }', {
        id: proposal!.id,
      });
    };
    /** The next version of a group's rules, its part of deciding as this SQL says. */
    const decides = async (id: string, part: string): Promise<void> => {
      await world.database.reads.query(
        `INSERT INTO rulebook_version SELECT (jsonb_populate_record(v, jsonb_build_object('id', gen_random_uuid(), 'n', v.n + 1,
           'rules', jsonb_set(v.rules, '{decision}', (v.rules -> 'decision') ${part})))).*
         FROM rulebook_version v WHERE v.group_id = $1 ORDER BY v.n DESC LIMIT 1`,
        [id],
      );
    };
    const majority = { template: 'PROPOSAL', method: 'MAJORITY', quorum: '1/4', threshold: '1/2' };
    expect(await raises(eva, 'Prune the trees', { groupId: of })).toEqual(majority);
    await decides(of, `|| '{"method":"consensus"}'`);
    expect(await raises(eva, 'Dig a pond', { groupId: of })).toEqual({ ...majority, template: 'CONSENSUS' });
    await decides(of, `- 'method'`);
    expect(await raises(eva, 'Keep bees', { groupId: of })).toEqual(majority);

    await decides(groupId, `|| '{"spendMax":"1000"}'`);
    expect(await raises(ben, 'A lamp', { groupId, amount: euros(1500) })).toEqual({
      template: 'TWO_THIRDS',
      method: 'MAJORITY',
      quorum: '1/2',
      threshold: '2/3',
    });
    await decides(groupId, `- 'spendMax'`);
  });

  test('each carries so many at most; past its day it needs somebody, handed back it is free, anyone takes it', async () => {
    const day = (ahead: number): string => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
    const notice = await posts(ben, 'Repair the gate', { untilOn: day(4), amount: euros(1500) });
    const others = [await posts(ben, 'Two'), await posts(ben, 'Three')];
    const refusal = await ben.refusalOf(post, { input: { groupId, fields: { title: 'Four' } } });
    expect(refusal!.message).toMatch(/3 open already.*3 at most/);
    for (const { id } of others) await ben.get(act('withdrawNotice'), { id });
    await world.settle();
    const feedOf = async (by: Client, which: string): Promise<string> => {
      const { base } = await by.get<{ base: string }>('mutation { createCalendarFeed(label: "Phone") { base } }');
      return (await (await by.fetch(`${new URL(base).pathname}/${which}.ics`)).text()).replaceAll('\r\n ', '');
    };
    expect(await feedOf(cleo, 'deadlines')).toMatch(/SUMMARY:Last moment to object: Repair the gate/);
    await passes('49 hours');
    expect(await feedOf(ben, 'deadlines')).toMatch(/SUMMARY:I do this: Repair the gate/);
    expect(await feedOf(ben, 'my')).toMatch(/SUMMARY:I do this: Repair the gate/);
    expect(await cleo.refusalOf(act('takeNotice'), { id: notice.id })).toMatchObject({ code: 'CONFLICT' });
    await passes('6 days');
    expect(await seen(cleo, notice.id)).toMatchObject({ status: 'STANDING', needsSomeone: true, can: { take: true } });
    expect((await world.mailTo('ben@example.org')).subject).toBe('Past its day: Repair the gate');
    await passes('7 days');
    const mails = await world.database.reads.query<{ n: string }[]>(
      `SELECT count(*) AS n FROM mail WHERE subject = 'Past its day: Repair the gate'`,
    );
    expect(Number(mails[0]!.n)).toBe(1);
    expect(await cleo.get(act('takeNotice'), { id: notice.id })).toMatchObject({
      doerName: 'Cleo',
      needsSomeone: false,
      doerLoad: { notices: 1, duties: 1 },
    });
    const roll = await ben.get<{ person: { name: string }; load: object }[]>(
      'query ($id: ID!) { roll(groupId: $id) { person { name } load { notices duties } } }',
      { id: groupId },
    );
    expect(roll.find(({ person }) => person.name === 'Cleo')!.load).toEqual({ notices: 1, duties: 1 });
    expect(await ben.refusalOf(act('handBackNotice'), { id: notice.id })).toMatchObject({ code: 'FORBIDDEN' });
    await cleo.get(act('handBackNotice'), { id: notice.id });
    expect(await seen(ben, notice.id)).toMatchObject({ status: 'FREE', needsSomeone: true, doerName: null });
    expect(await figures()).toEqual({ held: '1500', available: '1500' });
    expect(await ben.get(act('withdrawNotice'), { id: notice.id })).toMatchObject({ status: 'WITHDRAWN' });
    expect(await figures()).toEqual({ held: '0', available: '3000' });
    await passes('0 hours');
  });

  test('objections and the end of the time at the same instant: it stands or it is talked about, once', async () => {
    for (let round = 0; round < 3; round += 1) {
      const notice = await posts(ben, `Race ${round}`);
      await world.settle();
      const windows = world.app.get(NoticeWindows);
      const ends = Date.now() + 400;
      await world.database.reads.query('UPDATE notice SET window_ends_at = $2 WHERE id = $1', [
        notice.id,
        new Date(ends),
      ]);
      const later = async (ms: number, work: () => Promise<unknown>): Promise<unknown> => {
        await new Promise((done) => setTimeout(done, Math.max(0, ends + ms - Date.now())));
        return work();
      };
      const input = { ...key3(notice), reason: 'Wait.' };
      const [one, two] = (await Promise.all([
        later(-40 + round * 20, () => ana.ask(objectTo, { input })),
        later(-40 + round * 20, () => cleo.ask(objectTo, { input })),
        later(0, () => windows.standDue()),
        later(1, () => windows.standDue()),
        later(20, () => windows.standDue()),
      ])) as { errors?: { extensions?: { code?: string } }[] }[];
      await world.settle();
      const taken = [one!, two!].filter(({ errors }) => !errors).length;
      const { status, objections } = await seen(ana, notice.id);
      expect([status, objections.length]).toEqual([taken > 0 ? 'TALK' : 'STANDING', taken]);
      for (const { errors } of [one!, two!]) if (errors) expect(errors[0]!.extensions?.code).toBe('CONFLICT');
      const [stood] = await world.database.reads.query<{ n: string }[]>(
        `SELECT count(*) AS n FROM log_entry WHERE type = 'notice.stands' AND convert_from(body, 'UTF8') LIKE '%' || $1 || '%'`,
        [notice.id],
      );
      expect(Number(stood!.n)).toBe(status === 'STANDING' ? 1 : 0);
      await ben.ask(act('withdrawNotice'), { id: notice.id });
      await ben.ask(act('completeNotice'), { id: notice.id });
    }
  });

  test('who leaves leaves nothing behind: open notices are withdrawn, what stands is free, objections stay', async () => {
    const dora = await joins(world, ana, { groupId, name: 'Dora' });
    const stands = await posts(dora, 'Water the plants', { amount: euros(300) });
    await world.settle();
    await passes('49 hours');
    const open = await posts(dora, 'A new kettle', { amount: euros(400) });
    const disputed = await posts(ben, 'A disco ball');
    await world.settle();
    await objects(dora, disputed);
    await dora.get('mutation ($id: ID!) { leaveGroup(groupId: $id) }', { id: groupId });
    await world.settle();
    expect((await seen(ben, stands.id)).status).toBe('FREE');
    expect((await seen(ben, open.id)).status).toBe('WITHDRAWN');
    expect(await seen(ben, disputed.id)).toMatchObject({ status: 'TALK', objections: [{ name: 'Dora' }] });
    expect((await figures()).held).toBe('300');
    expect(await idOf(ben)).toBeTruthy();
  });

  test('the ledger holds after all of it', async () => {
    expect(await world.database.reads.query('SELECT * FROM ledger_violations')).toEqual([]);
  });
});

function key3({ id, textVersion }: Seen): { id: string; textVersion: number } {
  return { id, textVersion };
}
