import ICAL from 'ical.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Closer, Openings } from '../../apps/api/src/decisions/index.ts';
import { NoticeWindows } from '../../apps/api/src/notices/index.ts';
import type { Client } from '../support/client.ts';
import { engines, startWorldOn } from '../support/engines.ts';
import { claim, found, idOf, joins, key, wall } from '../support/people.ts';
import type { World } from '../support/world.ts';

// What a group and its events want of a person, and by when, in the calendar of their deadlines: under one name, as it changes, and cancelled when it is off.
interface Entry {
  readonly uid: string;
  readonly title: string;
  readonly status: string;
  readonly sequence: number;
  readonly start: string;
  readonly end: string;
}
const later = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
const day = (days: number): string => later(days).slice(0, 10);

describe.each(engines)('deadlines by address, on %s', (engine) => {
  let world: World;
  let ana: Client;
  let ben: Client;
  let groupId: string;
  let base: string;

  const fetched = async (which: string): Promise<{ text: string; etag: string }> => {
    const answer = await world.visitor().fetch(`${base}/${which}`, { headers: { 'accept-encoding': 'identity' } });
    return { text: await answer.text(), etag: answer.headers.get('etag')! };
  };
  async function entries(which = 'deadlines.ics'): Promise<Record<string, Entry>> {
    const calendar = new ICAL.Component(ICAL.parse((await fetched(which)).text));
    const found = [...calendar.getAllSubcomponents('vevent'), ...calendar.getAllSubcomponents('vtodo')].map((entry) => {
      const value = (name: string): string => String(entry.getFirstPropertyValue(name));
      return {
        uid: value('uid'),
        title: value('summary'),
        status: value('status'),
        sequence: Number(value('sequence')),
        start: value('dtstart'),
        end: value('dtend'),
      };
    });
    return Object.fromEntries(found.map((one) => [one.title, one]));
  }
  const gone = async (title: string): Promise<boolean> => !(title in (await entries()));
  /** It changes: the same name, a higher number, another tag. */
  async function changes(before: string, after: string, act: () => Promise<unknown>): Promise<Entry> {
    const [old, { etag }] = [(await entries())[before]!, await fetched('deadlines.ics')];
    await act();
    const fresh = (await entries())[after]!;
    expect([fresh.uid, fresh.sequence > old.sequence]).toEqual([old.uid, true]);
    expect((await fetched('deadlines.ics')).etag).not.toBe(etag);
    return fresh;
  }
  const made = (by: Client, mutation: string, input: object): Promise<{ id: string }> =>
    by.get<{ id: string }>(mutation, { input });
  const proposes = (title: string, open: boolean): Promise<{ id: string }> =>
    made(ana, 'mutation ($input: CreateProposalInput!) { createProposal(input: $input) { id } }', {
      groupId,
      fields: { title, method: 'CONSENT', closesAt: later(6) },
      open,
    });

  beforeAll(async () => {
    world = await startWorldOn(engine);
    ana = await claim(world);
    groupId = await found(ana);
    ben = await joins(world, ana, { groupId, name: 'Ben' });
    const feed = await ben.get<{ base: string }>('mutation { createCalendarFeed(label: "Phone") { base } }');
    base = new URL(feed.base).pathname;
  });
  afterAll(() => world.stop());

  test('a vote that is announced stands there until it opens; withdrawn before, it is cancelled; as a draft again it is gone', async () => {
    const announce = 'mutation ($input: AnnounceProposalInput!) { announceProposal(input: $input) { id } }';
    const [kettle, chairs] = [await proposes('Kettle', false), await proposes('Chairs', false)];
    expect(await gone('Vote opens: Kettle')).toBe(true);
    await made(ana, announce, { ...kettle, opensAt: later(2) });
    await made(ana, announce, { ...chairs, opensAt: later(2) });
    expect((await entries())['Vote opens: Kettle']).toMatchObject({ status: 'CONFIRMED' });
    await changes('Vote opens: Kettle', 'Vote opens: Kettle', () =>
      made(ana, announce, { ...kettle, opensAt: later(1) }),
    );
    const off = await changes('Vote opens: Chairs', 'Vote opens: Chairs', () =>
      ana.get('mutation ($id: ID!) { withdrawProposal(id: $id, reason: "We have some") { id } }', chairs),
    );
    expect(off.status).toBe('CANCELLED');
    await world.clockPasses('25 hours');
    await world.app.get(Openings).openDue();
    expect(await gone('Vote opens: Kettle')).toBe(true);
    expect((await entries())['Vote closes: Kettle']).toMatchObject({ status: 'CONFIRMED' });
    await world.clockPasses('0 hours');
  });

  test('the day of a review is a whole day, which moves and can be taken back; nothing of it while the vote runs', async () => {
    const { id } = await proposes('Quiet hours', true);
    const states = (statement: string, reviewOn: string | null, expectedVersion: number): Promise<unknown> =>
      made(ana, 'mutation ($input: SetOutcomeInput!) { setOutcome(input: $input) { id } }', {
        id,
        statement,
        reviewOn,
        expectedVersion,
      });
    await world.clockPasses('7 days');
    await world.app.get(Closer).closeDue();
    await states('From ten on.', day(30), 0);
    expect((await entries())['To be reviewed: Quiet hours']).toMatchObject({
      start: day(30),
      end: day(31),
      status: 'CONFIRMED',
    });
    const moved = await changes('To be reviewed: Quiet hours', 'To be reviewed: Quiet hours', () =>
      states('From ten on.', day(40), 1),
    );
    expect(moved.start).toBe(day(40));
    const off = await changes('To be reviewed: Quiet hours', 'To be reviewed: Quiet hours', () =>
      states('From ten on, for good.', null, 2),
    );
    expect(off).toMatchObject({ start: day(40), status: 'CANCELLED' });
    expect((await fetched('deadlines.ics')).text).not.toMatch(/passed|failed|for good/i);
    await world.clockPasses('0 hours');
  });

  test('an event that I am asked to: its last moment to answer, until I have; what I take of it stands in my own calendar too', async () => {
    const { id } = await made(ana, 'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }', {
      groupId,
      fields: {
        title: 'Dinner',
        startLocal: wall(9, 19),
        endLocal: wall(9, 22),
        zone: 'Europe/Brussels',
        visibility: 'INVITED',
        rules: { closesLocal: wall(5, 12) },
      },
    });
    expect(await gone('Last moment to answer: Dinner')).toBe(true);
    await made(ana, 'mutation ($input: InvitePeopleInput!) { invitePeople(input: $input) }', {
      eventId: id,
      personIds: [await idOf(ben)],
    });
    expect((await entries())['Last moment to answer: Dinner']).toMatchObject({ status: 'CONFIRMED' });
    await ben.get('mutation ($input: RespondInput!) { respond(input: $input) { __typename } }', {
      input: { eventId: id, answer: 'GOING', companions: 0, idempotencyKey: key() },
    });
    expect(await gone('Last moment to answer: Dinner')).toBe(true);

    const adds = async (fields: object): Promise<string> => {
      const { tasks } = await ana.get<{ tasks: { id: string; title: string }[] }>(
        'mutation ($eventId: ID!, $fields: TaskFieldsInput!) { createTask(eventId: $eventId, fields: $fields) { tasks { id title } } }',
        { eventId: id, fields: { wanted: 1, ...fields } },
      );
      return tasks.at(-1)!.id;
    };
    const shift = { kind: 'SHIFT', title: 'Dishes', startLocal: wall(9, 21), endLocal: wall(9, 22) };
    const ids = [await adds(shift), await adds({ kind: 'BRING', title: 'Bread' })];
    for (const taskId of ids)
      await ben.get('mutation ($input: TakeTaskInput!) { takeTask(input: $input) { __typename } }', {
        input: { taskId },
      });
    const [mine, all] = [await entries('my.ics'), await entries()];
    expect(mine['My task: Dishes · Dinner']).toMatchObject({ start: wall(9, 21), end: wall(9, 22) });
    expect(all['My task: Dishes · Dinner']).toMatchObject({ start: wall(9, 21), end: wall(9, 22) });
    expect([all['My task: Bread · Dinner']?.end, 'My task: Bread · Dinner' in mine]).toEqual([wall(9, 19), false]);
    await changes('My task: Dishes · Dinner', 'My task: All dishes · Dinner', () =>
      ana.get(
        'mutation ($id: ID!, $fields: TaskFieldsInput!) { updateTask(id: $id, fields: $fields) { __typename } }',
        {
          id: ids[0],
          fields: { ...shift, title: 'All dishes', wanted: 1 },
        },
      ),
    );
    const bread = 'My task: Bread · Dinner';
    const back = await changes(bread, bread, () =>
      ben.get('mutation ($id: ID!) { releaseTask(id: $id) { __typename } }', { id: ids[1] }),
    );
    expect(back.status).toBe('CANCELLED');
    const again = await changes(bread, bread, () =>
      ben.get('mutation ($input: TakeTaskInput!) { takeTask(input: $input) { __typename } }', {
        input: { taskId: ids[1] },
      }),
    );
    expect(again.status).toBe('CONFIRMED');
    const off = await changes('My task: All dishes · Dinner', 'My task: All dishes · Dinner', () =>
      ana.get('mutation ($id: ID!) { cancelEvent(id: $id, reason: "Ice") { id } }', { id }),
    );
    expect(off.status).toBe('CANCELLED');
    expect((await entries('deadlines.ics?as=todo'))['My task: All dishes · Dinner']!.status).toBe('CANCELLED');
    expect((await entries('my.ics'))['My task: All dishes · Dinner']!.status).toBe('CANCELLED');
  });

  test('date polls of my groups close when they do; taken back, they are cancelled; of a group that is not mine there is nothing', async () => {
    const asks = (title: string, of: string): Promise<{ id: string }> =>
      made(ana, 'mutation ($input: CreateDatePollInput!) { createDatePoll(input: $input) { id } }', {
        groupId: of,
        title,
        closesAt: later(3),
        visibility: 'GROUP',
        candidates: [8, 9].map((days) => ({
          startLocal: wall(days, 19),
          endLocal: wall(days, 22),
          zone: 'Europe/Brussels',
        })),
      });
    const poll = await asks('Next walk', groupId);
    const elsewhere = await found(ana, { handle: 'elsewhere', visibility: 'OPEN' });
    await asks('Canary walk', elsewhere);
    expect((await entries())['Date poll closes: Next walk']).toMatchObject({ status: 'CONFIRMED' });
    const off = await changes('Date poll closes: Next walk', 'Date poll closes: Next walk', () =>
      ana.get('mutation ($id: ID!) { withdrawDatePoll(id: $id) { id } }', poll),
    );
    expect(off.status).toBe('CANCELLED');
    expect((await fetched('deadlines.ics')).text).not.toContain('Canary');
  });

  test('what I do by notice and hand back is cancelled in my calendar, not lost without a word', async () => {
    const fields = { title: 'Mend the gate', untilOn: wall(12, 0).slice(0, 10) };
    const { id } = await made(ben, 'mutation ($input: PostNoticeInput!) { postNotice(input: $input) { id } }', {
      groupId,
      fields,
    });
    await world.settle();
    await world.database.reads.query(
      `UPDATE notice SET window_ends_at = clock_now() - interval '1 second' WHERE id = $1`,
      [id],
    );
    await world.app.get(NoticeWindows).standDue();
    const title = Object.keys(await entries()).find((one) => one.includes('Mend the gate'))!;
    const act = (name: string) => ben.get(`mutation ($id: ID!) { ${name}(id: $id) { id } }`, { id });
    expect((await changes(title, title, () => act('handBackNotice'))).status).toBe('CANCELLED');
    expect((await changes(title, title, () => act('takeNotice'))).status).toBe('CONFIRMED');
  });

  test('who leaves the group keeps nothing of it', async () => {
    expect(Object.keys(await entries())).toContain('To be reviewed: Quiet hours');
    await ben.get('mutation ($groupId: ID!) { leaveGroup(groupId: $groupId) }', { groupId });
    expect(Object.keys(await entries()).filter((title) => /Vote opens|reviewed|Date poll/.test(title))).toEqual([]);
  });
});
