import { afterAll, beforeAll, describe, beforeEach, expect, test } from 'vitest';
import { remindersOf } from '#libs/calendar';
import { instantOf } from '#libs/zone';
import { ReminderClock } from '../../apps/api/src/events/reminders/reminder-clock.service.ts';
import { Outbox } from '../../apps/api/src/platform/outbox/outbox.ts';
import type { Client } from '../support/client.ts';
import { engines, startWorldOn } from '../support/engines.ts';
import { claim, found, idOf, joins, key, wall } from '../support/people.ts';
import type { World } from '../support/world.ts';

// Reminders follow the event: a move arms them anew, a cancelled event is silent, nobody is told twice, nobody after the start.
describe.each(engines)('reminders, on %s', (engine) => {
  let world: World;
  let ana: Client;
  let ben: Client;
  let cleo: Client;
  let groupId: string;
  const zone = 'Europe/Brussels';
  const MINUTE = 60_000;

  beforeAll(async () => {
    world = await startWorldOn(engine);
    ana = await claim(world);
    groupId = await found(ana);
    ben = await joins(world, ana, { groupId, name: 'Ben' });
    cleo = await joins(world, ana, { groupId, name: 'Cleo' });
  });
  afterAll(() => world.stop());
  beforeEach(async () => {
    await world.clockPasses('0 minutes');
    await world.database.reads.query('DELETE FROM clock_mark');
  });

  const fieldsOf = (startLocal: string, endLocal: string, more: object): object => ({
    title: 'Rehearsal',
    startLocal,
    endLocal,
    zone,
    visibility: 'PUBLIC',
    placeName: 'The Boathouse',
    ...more,
  });

  /** An event that Ben goes to and Cleo perhaps. */
  async function event(of: { start: string; end: string; more?: object }): Promise<string> {
    const { id } = await ana.get<{ id: string }>(
      'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }',
      { input: { groupId, fields: fieldsOf(of.start, of.end, of.more ?? {}) } },
    );
    await answers(ben, id, 'GOING');
    await answers(cleo, id, 'MAYBE');
    return id;
  }
  const answers = (who: Client, eventId: string, answer: string): Promise<unknown> =>
    who.get('mutation ($input: RespondInput!) { respond(input: $input) { __typename } }', {
      input: { eventId, answer, idempotencyKey: key() },
    });
  async function moves(id: string, start: string, end: string, more: object = {}): Promise<void> {
    const { version } = await ana.get<{ version: number }>('query ($id: ID!) { event(id: $id) { version } }', { id });
    await ana.get('mutation ($input: UpdateEventInput!) { updateEvent(input: $input) { id } }', {
      input: { id, expectedVersion: version, fields: fieldsOf(start, end, more) },
    });
  }

  /** The clock shows an instant, and looks, as it does each minute: once just before and once then. */
  async function at(instant: number): Promise<void> {
    for (const when of [instant - MINUTE, instant]) {
      await world.clockPasses(`${when - Date.now()} milliseconds`);
      await world.app.get(ReminderClock).remindDue();
      await world.settle();
    }
  }
  async function lastLook(instant: number): Promise<void> {
    await world.database.reads.query(
      `INSERT INTO clock_mark VALUES ('reminders', $1) ON CONFLICT (name) DO UPDATE SET at = excluded.at`,
      [new Date(instant)],
    );
  }
  async function reminders(email: string, eventId: string): Promise<string[]> {
    await world.settle();
    const found = await world.database.reads.query<{ kind: string }[]>(
      `SELECT kind FROM mail WHERE recipient = $1 AND kind LIKE 'reminder-%' AND text_body LIKE '%' || $2 || '%' ORDER BY created_at, id`,
      [email, eventId],
    );
    return found.map(({ kind }) => kind);
  }
  const due = (start: string, end: string): Record<string, number> =>
    Object.fromEntries(
      remindersOf({ startLocal: start, endLocal: end, zone, allDay: false }).map(({ rule, at: when }) => [rule, when]),
    );
  const [start, end] = [wall(10, 19), wall(10, 22)];

  test('who goes is reminded the day before and on the day, each once; who may come is not', async () => {
    const id = await event({ start, end });
    const when = due(start, end);
    await at(when['day-before']! - 2 * MINUTE);
    expect(await reminders('ben@example.org', id)).toEqual([]);
    await at(when['day-before']!);
    await at(when['day-before']! + MINUTE);
    expect(await reminders('ben@example.org', id)).toEqual(['reminder-day-before']);
    const mail = await world.mailTo('ben@example.org');
    expect(mail.subject).toBe('Tomorrow: Rehearsal');
    expect(mail.text).toContain('Where: The Boathouse');
    await at(when['morning']!);
    expect(await reminders('ben@example.org', id)).toEqual(['reminder-day-before', 'reminder-morning']);
    expect((await world.mailTo('ben@example.org')).subject).toBe('Today: Rehearsal');
    expect(await reminders('cleo@example.org', id)).toEqual([]);
  });

  test('a move arms them anew, once for each start; going back to a start that was reminded of adds none', async () => {
    const id = await event({ start, end });
    const [later, laterEnd] = [wall(11, 20), wall(11, 23)];
    await moves(id, later, laterEnd);
    await at(due(start, end)['day-before']!);
    expect(await reminders('ben@example.org', id)).toEqual([]);
    await at(due(later, laterEnd)['day-before']!);
    expect(await reminders('ben@example.org', id)).toEqual(['reminder-day-before']);
    const [again, againEnd] = [wall(12, 20), wall(12, 23)];
    await moves(id, again, againEnd);
    await moves(id, later, laterEnd);
    await world.clockPasses('0 minutes');
    await world.app.get(ReminderClock).remindDue();
    await at(due(later, laterEnd)['day-before']! + MINUTE);
    expect(await reminders('ben@example.org', id)).toEqual(['reminder-day-before']);
  });

  test('a cancelled event is silent, also when a reminder was on its way', async () => {
    const id = await event({ start, end });
    await ana.get('mutation ($id: ID!, $why: String!) { cancelEvent(id: $id, reason: $why) { id } }', {
      id,
      why: 'The boiler is broken',
    });
    const when = due(start, end)['day-before']!;
    await at(when);
    const personId = await idOf(ben);
    await world.database.transaction((tx) =>
      world.app.get(Outbox).announce(tx, {
        kind: 'ReminderDue',
        groupId,
        payload: {
          eventId: id,
          rule: 'day-before',
          startAt: new Date(instantOf(start, zone).at).toISOString(),
          personIds: [personId],
        },
      }),
    );
    expect(await reminders('ben@example.org', id)).toEqual([]);
  });

  test('whoever was down for a day tells only the nearest, and nothing after the start', async () => {
    const id = await event({ start, end });
    const begins = instantOf(start, zone).at;
    await lastLook(begins - 30 * 3_600_000);
    await world.clockPasses(`${begins - 60 * MINUTE - Date.now()} milliseconds`);
    await world.app.get(ReminderClock).remindDue();
    expect(await reminders('ben@example.org', id)).toEqual(['reminder-morning']);
    const late = await event({ start: wall(12, 19), end: wall(12, 22) });
    const lateStart = instantOf(wall(12, 19), zone).at;
    await lastLook(lateStart - 30 * 3_600_000);
    await world.clockPasses(`${lateStart + MINUTE - Date.now()} milliseconds`);
    await world.app.get(ReminderClock).remindDue();
    expect(await reminders('ben@example.org', late)).toEqual([]);
  });

  test('an event, and a person, can do without', async () => {
    const silent = await event({ start, end, more: { reminders: false } });
    await at(due(start, end)['day-before']!);
    expect(await reminders('ben@example.org', silent)).toEqual([]);

    await world.clockPasses('0 minutes');
    const id = await event({ start: wall(13, 19), end: wall(13, 22) });
    const choose =
      'mutation ($input: ChooseMailsInput!) { chooseMails(input: $input) { dayBefore morning after hosts } }';
    expect(await ben.get(choose, { input: { dayBefore: false } })).toEqual({
      dayBefore: false,
      morning: true,
      after: true,
      hosts: true,
    });
    const when = due(wall(13, 19), wall(13, 22));
    await at(when['day-before']!);
    expect(await reminders('ben@example.org', id)).toEqual([]);
    await at(when['morning']!);
    expect(await reminders('ben@example.org', id)).toEqual(['reminder-morning']);
    await ben.get(choose, { input: { dayBefore: true } });
  });

  test('one press of the mail program stops them, reading the page does not, and the same link takes it back', async () => {
    const id = await event({ start: wall(14, 19), end: wall(14, 22) });
    await at(due(wall(14, 19), wall(14, 22))['day-before']!);
    expect(await reminders('ben@example.org', id)).toEqual(['reminder-day-before']);
    const [mail] = await world.database.reads.query<{ headers: Record<string, string> }[]>(
      `SELECT headers FROM mail WHERE recipient = 'ben@example.org' ORDER BY created_at DESC, id DESC LIMIT 1`,
    );
    expect(mail!.headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click');
    const url = new URL(/<(.*)>/.exec(mail!.headers['List-Unsubscribe']!)![1]!);
    const chosen = (): Promise<object> => ben.get('{ mailChoices { dayBefore morning after hosts invitations } }');
    const on = { dayBefore: true, morning: true, after: true, hosts: true, invitations: false };

    const read = await fetch(`${world.url}${url.pathname}`);
    expect([read.status, (await read.text()).includes('Stop these mails?')]).toEqual([200, true]);
    expect(await chosen()).toEqual(on);
    // As a mail provider's machine sends it: another site, no cookie.
    const pressed = await fetch(`${world.url}${url.pathname}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://mail.example' },
      body: 'List-Unsubscribe=One-Click',
    });
    expect([pressed.status, await pressed.text()]).toEqual([200, expect.stringContaining('They have stopped')]);
    expect(await chosen()).toEqual({ dayBefore: false, morning: false, after: false, hosts: true, invitations: false });
    await fetch(`${world.url}${url.pathname}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'resume=yes',
    });
    expect(await chosen()).toEqual(on);
    expect((await fetch(`${world.url}/l/${'x'.repeat(43)}/unsubscribe`, { method: 'POST' })).status).toBe(410);
  });

  test('afterwards one question; a press says whether they were there, and only hosts read it', async () => {
    const id = await event({ start, end });
    const when = due(start, end)['after']!;
    await at(when);
    const mails = await world.database.reads.query<{ text_body: string }[]>(
      `SELECT text_body FROM mail WHERE kind = 'reminder-after' AND recipient = 'ben@example.org' ORDER BY created_at DESC, id DESC`,
    );
    const path = /\/l\/afterwards\/[\w-]+/.exec(mails[0]!.text_body)![0];
    const visitor = world.visitor();
    expect(await (await visitor.fetch(path)).text()).toContain('How was it?');
    const afterwords = (who: Client): Promise<object> =>
      who.get('query ($id: ID!) { afterwords(eventId: $id) { there missed words { name word wasThere } } }', { id });
    // The newest question may be about another event of this file: the page says which.
    const said = await visitor.fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ answer: 'there', word: 'Lovely <b>night</b>' }).toString(),
    });
    const page = await said.text();
    expect(page).toContain('You were there.');
    expect(page).toContain('Lovely &lt;b&gt;night&lt;/b&gt;');
    expect(await afterwords(ana)).toEqual({
      there: 1,
      missed: 0,
      words: [{ name: 'Ben', word: 'Lovely <b>night</b>', wasThere: true }],
    });
    await expect(afterwords(ben)).rejects.toThrow('FORBIDDEN');
    const long = await visitor.fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ answer: 'missed', word: 'x'.repeat(1001) }).toString(),
    });
    expect([long.status, (await long.text()).includes('it may have 1000 at most')]).toEqual([400, true]);
  });
});
