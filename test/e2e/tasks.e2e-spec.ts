import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { copyTasks } from '../../apps/api/src/events/tasks/copy-tasks.ts';
import { TaskClock } from '../../apps/api/src/events/tasks/task-clock.service.ts';
import type { Client } from '../support/client.ts';
import { atOnce, crowd } from '../support/crowd.ts';
import { webDocument } from '../support/documents.ts';
import { claim, found, givesDuty, idOf, joins, key, wall } from '../support/people.ts';
import { freshDatabase } from '../support/postgres.ts';
import { startWorld, type World } from '../support/world.ts';

// What there is to do at an event: hosts write it down, people take it, hand it back and take it over; who does not come frees theirs.
interface Taken {
  personId: string;
  name: string;
  quantity: number;
  offeredTo: string | null;
}
interface Task {
  id: string;
  title: string;
  startLocal: string | null;
  endLocal: string | null;
  wanted: number;
  taken: number;
  takers: Taken[];
  mine: Taken | null;
  offeredToMe: Taken[];
}

let world: World;
let ana: Client;
let groupId: string;

async function plans(days: number, fields: object = {}): Promise<string> {
  const event = await ana.get<{ id: string }>(
    'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }',
    {
      input: {
        groupId,
        fields: {
          title: `Soup night ${days}`,
          startLocal: wall(days, 18),
          endLocal: wall(days, 22),
          zone: 'Europe/Brussels',
          visibility: 'PUBLIC',
          attendeesShown: 'PUBLIC',
          ...fields,
        },
      },
    },
  );
  return event.id;
}

const tasks = (of: { tasks: Task[] }): Record<string, Task> =>
  Object.fromEntries(of.tasks.map((one) => [one.title, one]));
const seenBy = async (person: Client, eventId: string): Promise<Record<string, Task>> => {
  const { data, errors } = await person.ask(webDocument('Event'), { id: eventId });
  expect(errors).toBeUndefined();
  return tasks(data!['eventTasks'] as { tasks: Task[] });
};
const needs = (eventId: string, fields: object): Promise<{ tasks: Task[] }> =>
  ana.get(webDocument('CreateTask'), { eventId, fields: { wanted: 1, ...fields } });
const takes = (person: Client, task: Task, quantity = 1): Promise<{ tasks: Task[] }> =>
  person.get(webDocument('TakeTask'), { input: { taskId: task.id, quantity } });
const answers = (person: Client, eventId: string, answer: string): Promise<unknown> =>
  person.get(webDocument('Respond'), { input: { eventId, answer, idempotencyKey: key() } });
const mails = async (kind: string): Promise<{ recipient: string; text_body: string }[]> => {
  await world.settle();
  return world.database.reads.query('SELECT recipient, text_body FROM mail WHERE kind = $1 ORDER BY created_at', [
    kind,
  ]);
};

describe.each(['pglite', 'postgresql'])('on %s', (engine) => {
  const isSkipped = engine === 'postgresql' && !inject('postgresUrl');
  let ben: Client;
  let cleo: Client;
  let eventId: string;

  beforeAll(async () => {
    if (isSkipped) return;
    world = await startWorld(engine === 'postgresql' ? { databaseUrl: await freshDatabase() } : {});
    ana = await claim(world);
    groupId = await found(ana);
    ben = await joins(world, ana, { groupId, name: 'Ben' });
    cleo = await joins(world, ana, { groupId, name: 'Cleo' });
    eventId = await plans(10);
  }, 120_000);
  afterAll(() => (isSkipped ? undefined : world.stop()));

  test.skipIf(isSkipped)('a host says what is needed; what is wrong is refused at its field, in words', async () => {
    await needs(eventId, {
      kind: 'SHIFT',
      title: 'Kitchen',
      startLocal: wall(10, 17),
      endLocal: wall(10, 19),
      wanted: 4,
    });
    await needs(eventId, { kind: 'BRING', title: 'Bread', wanted: 5, unit: 'loaves' });
    const list = await needs(eventId, { kind: 'ROLE', title: 'Has the key' });
    expect(list.tasks.map(({ title }) => title)).toEqual(['Kitchen', 'Bread', 'Has the key']);
    const ordered = await ana.get<{ tasks: Task[] }>(webDocument('OrderTasks'), {
      eventId,
      taskIds: [list.tasks[2]!.id, list.tasks[0]!.id, list.tasks[1]!.id],
    });
    expect(ordered.tasks.map(({ title }) => title)).toEqual(['Has the key', 'Kitchen', 'Bread']);
    const refused = (fields: object) =>
      ana.refusalOf(webDocument('CreateTask'), { eventId, fields: { wanted: 1, title: 'X', ...fields } });
    const shift = { kind: 'SHIFT', startLocal: wall(10, 19) };
    expect(await refused({ ...shift, endLocal: wall(10, 17) })).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'endLocal',
    });
    expect(await refused({ ...shift })).toMatchObject({ field: 'endLocal' });
    expect(await refused({ ...shift, startLocal: wall(40, 18), endLocal: wall(40, 19) })).toMatchObject({
      field: 'startLocal',
    });
    expect(await refused({ kind: 'BRING', wanted: 0 })).toMatchObject({ field: 'wanted' });
    expect(await refused({ kind: 'ROLE', title: ' ' })).toMatchObject({ field: 'title' });
    expect(
      await ben.refusalOf(webDocument('CreateTask'), { eventId, fields: { kind: 'ROLE', title: 'X', wanted: 1 } }),
    ).toMatchObject({ code: 'FORBIDDEN' });
  });

  test.skipIf(isSkipped)('people take and hand back, never more than is wanted', async () => {
    const { Bread, Kitchen } = await seenBy(ben, eventId);
    await takes(ben, Bread!, 2);
    await takes(ben, Bread!, 2); // again changes nothing
    await takes(ben, Kitchen!);
    expect(await cleo.refusalOf(webDocument('TakeTask'), { input: { taskId: Bread!.id, quantity: 4 } })).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'quantity',
      message: 'That is more than is missing. Take 3 loaves or fewer.',
    });
    await takes(cleo, Bread!, 3);
    expect((await seenBy(world.visitor(), eventId))['Bread']).toMatchObject({
      taken: 5,
      wanted: 5,
      takers: [
        { name: 'Ben', quantity: 2 },
        { name: 'Cleo', quantity: 3 },
      ],
    });
    expect(
      await ana.refusalOf(webDocument('UpdateTask'), {
        id: Bread!.id,
        fields: { kind: 'BRING', title: 'Bread', wanted: 4, unit: 'loaves' },
      }),
    ).toMatchObject({ field: 'wanted' });
    expect(await world.visitor().refusalOf(webDocument('TakeTask'), { input: { taskId: Bread!.id } })).toMatchObject({
      code: 'UNAUTHENTICATED',
    });
    expect(
      await ben.refusalOf(webDocument('ReleaseTask'), { id: Bread!.id, personId: await idOf(cleo) }),
    ).toMatchObject({ code: 'FORBIDDEN' });
    const after = await ben.get<{ tasks: Task[] }>(webDocument('ReleaseTask'), { id: Bread!.id });
    expect(tasks(after)['Bread']).toMatchObject({ taken: 3, mine: null });
    expect((await mails('tasks-back')).map(({ recipient }) => recipient)).toEqual(['ana@example.org']);
  });

  test.skipIf(isSkipped)('a task is taken over by whoever was asked and says yes', async () => {
    const { Kitchen } = await seenBy(ben, eventId);
    const cleoId = await idOf(cleo);
    const people = await ben.get<{ personId: string; name: string }[]>(webDocument('TaskPeople'), { eventId });
    expect(people.map(({ name }) => name)).toEqual(['Ana', 'Cleo']);
    const offered = await ben.get<{ tasks: Task[] }>(webDocument('OfferTask'), { id: Kitchen!.id, personId: cleoId });
    expect(tasks(offered)['Kitchen']!.mine).toMatchObject({ offeredTo: 'Cleo' });
    const own = await cleo.get<{ title: string; fromName: string }[]>('{ ownTasks { title fromName } }');
    expect(own[0]).toEqual({ title: 'Kitchen', fromName: 'Ben' });
    const answer = { id: Kitchen!.id, fromId: await idOf(ben), accept: true };
    expect(await ana.refusalOf(webDocument('AnswerTaskOffer'), answer)).toMatchObject({ code: 'CONFLICT' });
    const done = await cleo.get<{ tasks: Task[] }>(webDocument('AnswerTaskOffer'), answer);
    expect(tasks(done)['Kitchen']!.takers.map(({ name }) => name)).toEqual(['Cleo']);
    expect(await cleo.refusalOf(webDocument('AnswerTaskOffer'), answer)).toMatchObject({ code: 'CONFLICT' });
    expect((await world.mailTo('ben@example.org')).subject).toBe('Cleo takes over: Kitchen');
  });

  test.skipIf(isSkipped)('who cannot come, or leaves, hands back, and the hosts are told', async () => {
    const { Kitchen } = await seenBy(cleo, eventId);
    await answers(cleo, eventId, 'GOING');
    await answers(cleo, eventId, 'NO');
    const [, back] = await mails('tasks-back');
    expect(back?.text_body).toContain('Cleo is not coming');
    expect(back?.text_body).toMatch(/Bread, 3 loaves/);
    expect(await seenBy(ana, eventId)).toMatchObject({ Kitchen: { taken: 0 }, Bread: { taken: 0 } });
    expect(await cleo.refusalOf(webDocument('TakeTask'), { input: { taskId: Kitchen!.id } })).toMatchObject({
      code: 'CONFLICT',
    });
    await takes(ben, Kitchen!);
    await ben.get('mutation ($groupId: ID!) { leaveGroup(groupId: $groupId) }', { groupId });
    expect((await mails('tasks-back')).at(-1)?.text_body).toContain('Ben has left the group');
    expect((await seenBy(ana, eventId))['Kitchen']).toMatchObject({ taken: 0 });
  });

  test.skipIf(isSkipped)(
    'a guest takes and hands back by the link of their mail, and reading it changes nothing',
    async () => {
      const guest = world.visitor();
      await guest.get(webDocument('RespondAsGuest'), {
        input: { eventId, answer: 'GOING', name: 'Vera', email: 'vera@example.org' },
      });
      const { links } = await world.mailTo('vera@example.org');
      const form = (fields: Record<string, string>): RequestInit => ({
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(fields).toString(),
      });
      const confirmed = await guest.fetch(new URL(links[0]!).pathname, form({}));
      const own = confirmed.headers.get('location')!;
      expect(await (await guest.fetch(own)).text()).toContain('/l/tasks/');
      const page = own.replace('/l/answer/', '/l/tasks/');
      const { Bread } = await seenBy(ana, eventId);
      expect(await (await guest.fetch(page)).text()).toContain('5 of 5 loaves missing.');
      const send = (fields: Record<string, string>) => guest.fetch(page, form({ task: Bread!.id, ...fields }));
      expect((await send({ act: 'take', quantity: '2' })).status).toBe(303);
      expect((await seenBy(ana, eventId))['Bread']!.takers).toMatchObject([{ name: 'Vera', quantity: 2 }]);
      expect(await (await send({ act: 'take', quantity: '9' })).text()).toContain('That is more than is missing');
      await send({ act: 'back' });
      expect((await seenBy(ana, eventId))['Bread']).toMatchObject({ taken: 0 });
      expect((await guest.fetch('/l/tasks/nonsense')).status).toBe(410);
    },
  );

  test.skipIf(isSkipped)(
    'three days before, hosts are told once for each start what is open; a copy begins with nobody',
    async () => {
      const clock = world.app.get(TaskClock);
      await clock.remind();
      expect(await mails('tasks-open')).toHaveLength(0);
      await world.clockPasses('8 days');
      await Promise.all([clock.remind(), clock.remind()]);
      await clock.remind();
      const told = await mails('tasks-open');
      expect(told.map(({ recipient }) => recipient)).toEqual(['ana@example.org']);
      expect(told[0]!.text_body).toContain('Bread: 5 of 5 loaves missing');
      const next = await plans(17);
      await world.database.transaction((tx) => copyTasks(tx, eventId, next));
      await world.database.transaction((tx) => copyTasks(tx, eventId, next)); // again adds nothing
      const copied = await seenBy(ana, next);
      expect(Object.keys(copied)).toEqual(['Has the key', 'Kitchen', 'Bread']);
      expect(copied['Kitchen']).toMatchObject({ startLocal: wall(17, 17), endLocal: wall(17, 19), taken: 0 });
      await world.clockPasses('0 days');
    },
  );

  test.skipIf(isSkipped)('thirty take the last two at once: two have them, the others are told so', async () => {
    const people = await crowd(world, groupId, 30);
    const { Kitchen } = await seenBy(ana, eventId);
    await givesDuty(ana, { groupId, to: cleo, duty: 'ORGANISER' });
    await ana.get(webDocument('UpdateTask'), {
      id: Kitchen!.id,
      fields: { kind: 'SHIFT', title: 'Kitchen', startLocal: wall(10, 17), endLocal: wall(10, 19), wanted: 2 },
    });
    const refusals = await atOnce(people, 30, ({ client }) =>
      client.refusalOf(webDocument('TakeTask'), { input: { taskId: Kitchen!.id } }),
    );
    expect(refusals.filter((one) => one === null)).toHaveLength(2);
    expect(new Set(refusals.filter(Boolean).map((one) => one!.message))).toEqual(
      new Set(['Somebody was faster: all of it is taken.']),
    );
    expect((await seenBy(ana, eventId))['Kitchen']).toMatchObject({ taken: 2, wanted: 2 });
    const removed = await cleo.get<{ tasks: Task[] }>(webDocument('RemoveTask'), { id: Kitchen!.id });
    expect(Object.keys(tasks(removed))).toEqual(['Has the key', 'Bread']);
  });
});
