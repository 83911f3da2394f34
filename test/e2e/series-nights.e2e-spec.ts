import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { PublishClock } from '../../apps/api/src/events/hosts/publish-clock.service.ts';
import { Nights } from '../../apps/api/src/events/index.ts';
import type { Client } from '../support/client.ts';
import { claim, found, joins, key, photo, wall } from '../support/people.ts';
import { freshDatabase } from '../support/postgres.ts';
import { startWorld, type World } from '../support/world.ts';

// What the nights of a series have alike: tasks, questions, deadlines and the picture; and a series that publishes itself.
const engines = inject('postgresUrl') ? (['PGlite', 'PostgreSQL'] as const) : (['PGlite'] as const);
const create = 'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }';
const taskArgs = '($id: ID!, $fields: TaskFieldsInput!, $allLater: Boolean)';
const createTask = `mutation ${taskArgs} { createTask(eventId: $id, fields: $fields, allLater: $allLater) { eventId } }`;
const updateTask = `mutation ${taskArgs} { updateTask(id: $id, fields: $fields, allLater: $allLater) { eventId } }`;
const removeTask = 'mutation ($id: ID!, $allLater: Boolean) { removeTask(id: $id, allLater: $allLater) { eventId } }';

interface Night {
  id: string;
  title: string;
  start_local: string;
  original_local: string;
  status: string;
  rsvp_closes_at: Date | null;
  cover_id: string | null;
  version: number;
  overridden: string[];
}

describe.each(engines)('the nights of a series on %s', (engine) => {
  let world: World;
  let ana: Client;
  let ben: Client;
  let groupId: string;
  let from: string;
  let coverId: string;

  const fieldsOf = (more: object = {}): object => ({
    title: 'Choir',
    startLocal: wall(10, 19),
    endLocal: wall(10, 21),
    zone: 'Europe/Brussels',
    visibility: 'PUBLIC',
    ...more,
  });
  const nights = (title = 'Choir'): Promise<Night[]> =>
    world.database.reads.query(
      'SELECT * FROM event WHERE title = $1 AND series_id IS NOT NULL ORDER BY original_local, id',
      [title],
    );
  const tasks = async (eventId: string): Promise<{ id: string; title: string; wanted: number; shared: boolean }[]> =>
    (
      await ana.get<{ tasks: { id: string; title: string; wanted: number; shared: boolean }[] }>(
        'query ($id: ID!) { eventTasks(eventId: $id) { tasks { id title wanted shared } } }',
        { id: eventId },
      )
    ).tasks;
  /** The tasks of each night in one word. */
  const titles = async (): Promise<string[]> => {
    const found = await world.database.reads.query<{ titles: string }[]>(
      `SELECT coalesce((SELECT string_agg(t.title || t.wanted, ' ' ORDER BY t.position, t.title) FROM task t WHERE t.event_id = e.id), '') AS titles
       FROM event e WHERE e.title = 'Choir' AND e.series_id IS NOT NULL ORDER BY e.original_local`,
    );
    return found.map((one) => one.titles);
  };
  const same = (count: number, words: string): string[] => Array.from({ length: count }, () => words);

  beforeAll(async () => {
    world = await startWorld(engine === 'PostgreSQL' ? { databaseUrl: await freshDatabase() } : {});
    ana = await claim(world);
    groupId = await found(ana);
    ben = await joins(world, ana, { groupId, name: 'Ben' });
    const file = { name: 'p.jpg', bytes: await photo() };
    coverId = ((await (await ana.upload('/files', file, { groupId })).json()) as { id: string }).id;
    const input = { groupId, fields: { ...fieldsOf({ title: 'Model' }), coverId } };
    from = (await ana.get<{ id: string }>(create, { input })).id;
    await ana.get(createTask, { id: from, fields: { kind: 'BRING', title: 'Soup', wanted: 2 } });
  });
  afterAll(async () => {
    await world?.settle();
    await world?.stop();
  });

  test('all have the tasks, the questions and the picture of the event it was begun from, those made later too', async () => {
    const questions = [{ kind: 'TEXT', words: 'Which voice?' }];
    const rules = { closesLocal: `${wall(9, 18).slice(0, 16)}`, questions };
    const input = { groupId, copyFrom: from, fields: fieldsOf({ coverId, rules }), repeats: { every: 'WEEK' } };
    const { id } = await ana.get<{ id: string }>(create, { input });
    const made = await nights();
    expect(await titles()).toEqual(same(made.length, 'Soup2'));
    expect((await tasks(made[5]!.id))[0]).toMatchObject({ title: 'Soup', shared: true });
    expect(new Set(made.map(({ cover_id }) => cover_id)).size).toBe(1);
    expect(made[0]!.cover_id).not.toBe(coverId); // a picture of its own
    expect((await ben.fetch(`/files/${made[0]!.cover_id}`)).status).toBe(200);
    const asked = 'query ($id: ID!) { event(id: $id) { rules { questions { words } } } }';
    for (const one of [id, made.at(-1)!.id])
      expect(await ben.get(asked, { id: one })).toMatchObject({ rules: { questions: [{ words: 'Which voice?' }] } });
    await world.clockPasses('15 days');
    await world.app.get(Nights).makeAllDue();
    const later = await nights();
    expect(later.length).toBeGreaterThan(made.length);
    expect(await titles()).toEqual(same(later.length, 'Soup2'));
    await world.clockPasses('0 minutes');
  });

  test('answers close as long before each night as before the first, on its own clock', async () => {
    const brussels = (at: Date): string =>
      new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Brussels', dateStyle: 'short', timeStyle: 'short' }).format(
        at,
      );
    for (const { start_local, rsvp_closes_at, overridden } of await nights()) {
      const day = new Date(Date.parse(`${start_local.slice(0, 10)}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
      expect(brussels(rsvp_closes_at!)).toBe(`${day} 18:00`);
      expect(overridden).toEqual([]);
    }
  });

  test('another deadline for all keeps its distance too, and a night with its own keeps its own', async () => {
    const [first, , third] = await nights();
    const one = fieldsOf({
      startLocal: third!.start_local,
      endLocal: `${third!.start_local.slice(0, 10)}T21:00:00`,
      rules: { closesLocal: `${third!.start_local.slice(0, 10)}T10:00` },
      coverId: third!.cover_id,
    });
    await ana.get('mutation ($input: UpdateEventInput!) { updateEvent(input: $input) { id } }', {
      input: { id: third!.id, expectedVersion: third!.version, fields: one },
    });
    expect((await nights())[2]!.overridden).toEqual(['rsvp_closes_at']);
    const all = fieldsOf({ rules: { closesLocal: `${wall(10, 12).slice(0, 16)}` }, coverId: first!.cover_id });
    await ana.get('mutation ($input: ChangeSeriesInput!) { changeSeries(input: $input) { splits } }', {
      input: {
        eventId: first!.id,
        expectedVersion: first!.version,
        scope: 'ALL',
        fields: all,
        repeats: { every: 'WEEK' },
      },
    });
    const hours = (await nights()).map(({ start_local, rsvp_closes_at }) => [
      start_local.slice(0, 10),
      new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Brussels', dateStyle: 'short', timeStyle: 'short' }).format(
        rsvp_closes_at!,
      ),
    ]);
    expect(hours.map(([day, at]) => at!.replace(`${day} `, ''))).toEqual(
      hours.map((_, at) => (at === 2 ? '10:00' : '12:00')),
    );
  });

  test('a task for all later nights is theirs; changed and removed with them, and who had taken it is told', async () => {
    const [, second, third, fourth] = await nights();
    const n = (await nights()).length;
    await ana.get(createTask, { id: second!.id, fields: { kind: 'ROLE', title: 'Key', wanted: 1 }, allLater: true });
    await ana.get(createTask, { id: third!.id, fields: { kind: 'ROLE', title: 'Extra', wanted: 1 } });
    expect(await titles()).toEqual(['Soup2', 'Soup2 Key1', 'Soup2 Key1 Extra1', ...same(n - 3, 'Soup2 Key1')]);
    const key4 = (await tasks(fourth!.id)).find(({ title }) => title === 'Key')!;
    await ben.get('mutation ($input: TakeTaskInput!) { takeTask(input: $input) { eventId } }', {
      input: { taskId: key4.id },
    });
    const key3 = (await tasks(third!.id)).find(({ title }) => title === 'Key')!;
    await ana.get(updateTask, { id: key3.id, fields: { kind: 'ROLE', title: 'Keys', wanted: 2 }, allLater: true });
    expect(await titles()).toEqual(['Soup2', 'Soup2 Key1', 'Soup2 Keys2 Extra1', ...same(n - 3, 'Soup2 Keys2')]);
    await ana.get(removeTask, { id: key3.id, allLater: true });
    expect(await titles()).toEqual(['Soup2', 'Soup2 Key1', 'Soup2 Extra1', ...same(n - 3, 'Soup2')]);
    await world.settle();
    expect((await world.mailTo('ben@example.org')).text).toContain('Keys');
    await world.clockPasses('30 days');
    await world.app.get(Nights).makeAllDue();
    expect((await titles()).at(-1)).toBe('Soup2');
    await world.clockPasses('0 minutes');
  });

  test('a night that nobody comes to vanishes with its tasks when the series ends', async () => {
    await ana.get('mutation ($input: CancelSeriesInput!) { cancelSeries(input: $input) { told } }', {
      input: { eventId: (await nights())[0]!.id, scope: 'ALL', reason: 'Enough' },
    });
    expect((await nights()).filter(({ start_local }) => start_local > wall(0, 0))).toEqual([]);
  });

  test('a series publishes itself when it is time, with all its nights and told of once', async () => {
    const publishAt = new Date(Date.now() + 86_400_000);
    const of = { groupId, fields: fieldsOf({ title: 'Games' }), repeats: { every: 'WEEK', count: 4 } };
    const past = { ...of, publishAt: new Date(Date.now() - 1000) };
    expect(await ana.refusalOf(create, { input: past })).toMatchObject({ field: 'publishAt' });
    const { id } = await ana.get<{ id: string }>(create, { input: { ...of, publishAt } });
    const clock = world.app.get(PublishClock);
    await clock.publishDue();
    expect((await nights('Games')).map(({ status }) => status)).toEqual(same(4, 'draft'));
    expect(await ana.get('{ eventDrafts(handle: "riverside") { title } }')).toEqual([{ title: 'Games' }]);
    expect(await world.visitor().get('query ($id: ID!) { event(id: $id) { id } }', { id })).toBeNull();
    await world.clockPasses('25 hours');
    await clock.publishDue();
    await clock.publishDue();
    expect((await nights('Games')).map(({ status }) => status)).toEqual(same(4, 'scheduled'));
    const told = await world.database.reads.query<{ n: number }[]>(
      `SELECT count(*)::int AS n FROM log_entry WHERE type = 'event.published'`,
    );
    expect(told[0]!.n).toBe(1);
    expect(
      await ben.get('mutation ($input: RespondInput!) { respond(input: $input) { __typename } }', {
        input: { eventId: id, answer: 'GOING', idempotencyKey: key() },
      }),
    ).toMatchObject({ __typename: 'Event' });
    await world.clockPasses('0 minutes');
  });
});
