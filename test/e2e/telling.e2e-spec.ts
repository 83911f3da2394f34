import { afterAll, beforeAll, describe, beforeEach, expect, test } from 'vitest';
import { ReminderClock } from '../../apps/api/src/events/reminders/reminder-clock.service.ts';
import type { Client } from '../support/client.ts';
import { engines, startWorldOn } from '../support/engines.ts';
import { claim, found, joins, key, wall } from '../support/people.ts';
import type { World } from '../support/world.ts';

// What those who come are told: what changed, merged and once, never a typo; and what hosts write, twice a day at most.
describe.each(engines)('telling those who come, on %s', (engine) => {
  let world: World;
  let ana: Client;
  let ben: Client;
  let cleo: Client;
  let groupId: string;

  beforeAll(async () => {
    world = await startWorldOn(engine);
    ana = await claim(world);
    groupId = await found(ana);
    ben = await joins(world, ana, { groupId, name: 'Ben' });
    cleo = await joins(world, ana, { groupId, name: 'Cleo' });
  });
  afterAll(() => world.stop());
  beforeEach(() => world.clockPasses('0 minutes'));

  const basis = {
    title: 'Rehearsal',
    startLocal: wall(10, 19),
    endLocal: wall(10, 22),
    zone: 'Europe/Brussels',
    visibility: 'PUBLIC',
    placeName: 'The Boathouse',
  };

  async function event(more: object = {}): Promise<string> {
    const { id } = await ana.get<{ id: string }>(
      'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }',
      { input: { groupId, fields: { ...basis, ...more } } },
    );
    await answers(ben, id, 'GOING');
    return id;
  }
  const answers = (who: Client, eventId: string, answer: string): Promise<unknown> =>
    who.get('mutation ($input: RespondInput!) { respond(input: $input) { __typename } }', {
      input: { eventId, answer, idempotencyKey: key() },
    });
  async function changes(id: string, fields: object, notify = true): Promise<void> {
    const { version } = await ana.get<{ version: number }>('query ($id: ID!) { event(id: $id) { version } }', { id });
    await ana.get('mutation ($input: UpdateEventInput!) { updateEvent(input: $input) { id } }', {
      input: { id, expectedVersion: version, notify, fields: { ...basis, ...fields } },
    });
  }
  const cancels = (id: string): Promise<unknown> =>
    ana.get('mutation ($id: ID!) { cancelEvent(id: $id, reason: "The boiler is broken") { id } }', { id });
  const restores = (id: string): Promise<unknown> =>
    ana.get('mutation ($id: ID!) { restoreEvent(id: $id) { id } }', { id });

  interface Told {
    subject: string;
    text_body: string;
    calendar_method: string | null;
  }
  async function told(email: string, eventId: string, kind = 'event-%'): Promise<Told[]> {
    await world.settle();
    return world.database.reads.query<Told[]>(
      `SELECT subject, text_body, calendar_method FROM mail WHERE kind LIKE $1 AND recipient = $2 AND text_body LIKE '%' || $3 || '%' ORDER BY created_at, id`,
      [kind, email, eventId],
    );
  }

  test('the changes of ten minutes are one mail, to those who come and not to who made them', async () => {
    const id = await event();
    await answers(ana, id, 'GOING');
    await changes(id, { startLocal: wall(11, 19), endLocal: wall(11, 22) });
    await changes(id, { startLocal: wall(11, 20), endLocal: wall(11, 23), placeName: 'The Barn' });
    expect(await told('ben@example.org', id)).toEqual([]);
    await world.clockPasses('11 minutes');
    const [mail, ...others] = await told('ben@example.org', id);
    expect(others).toEqual([]);
    expect(mail!.subject).toBe('It moved: Rehearsal');
    expect(mail!.text_body).toContain('20:00 to 23:00');
    expect(mail!.text_body).toContain('19:00 to 22:00');
    expect(mail!.text_body).toContain('Where: The Barn');
    expect(mail!.calendar_method).toBe('PUBLISH');
    expect(await told('cleo@example.org', id)).toEqual([]);
    expect(await told('ana@example.org', id)).toEqual([]);
  });

  test('what was taken back, and a typo, is told to nobody', async () => {
    const id = await event();
    await changes(id, { placeName: 'The Barn' });
    await changes(id, {});
    await changes(id, { title: 'Rehearsal!' }, false);
    await changes(id, { body: 'Bring your own cup.' });
    await world.clockPasses('11 minutes');
    expect(await told('ben@example.org', id)).toEqual([]);
  });

  test('within a day of the start it is told at once, with what waited', async () => {
    const id = await event();
    await changes(id, { title: 'Concert' });
    expect(await told('ben@example.org', id)).toEqual([]);
    const soon = new Date(Date.now() + 5 * 3_600_000).toISOString().slice(0, 19);
    await changes(id, { title: 'Concert', startLocal: soon, endLocal: `${wall(2, 22)}`, zone: 'UTC' });
    const mails = await told('ben@example.org', id);
    expect(mails.map(({ subject }) => subject)).toEqual(['It moved: Concert']);
    expect(mails[0]!.text_body).toContain('It is now called "Concert".');
  });

  test('after a move those who answered before are asked, and hosts see how many have not said', async () => {
    const id = await event();
    await answers(cleo, id, 'GOING');
    const seen = (
      who: Client,
    ): Promise<{ unansweredSinceMove: number | null; myRsvp: { asksAgain: boolean; status: string } | null }> =>
      who.get('query ($id: ID!) { event(id: $id) { unansweredSinceMove myRsvp { asksAgain status } } }', { id });
    expect(await seen(ana)).toEqual({ unansweredSinceMove: null, myRsvp: null });
    await changes(id, { startLocal: wall(11, 19), endLocal: wall(11, 22) });
    expect(await seen(ana)).toMatchObject({ unansweredSinceMove: 2 });
    expect(await seen(ben)).toEqual({ unansweredSinceMove: null, myRsvp: { asksAgain: true, status: 'GOING' } });
    await world.clockPasses('11 minutes');
    const path = (mail: Told | undefined): string => /\/l\/still\/[\w-]+/.exec(mail!.text_body)![0];
    const press = (link: string, answer: string): Promise<Response> =>
      world.visitor().fetch(link, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: `answer=${answer}`,
      });
    const bens = path((await told('ben@example.org', id))[0]);
    expect(await (await world.visitor().fetch(bens)).text()).toContain('Yes, still coming');
    expect(await seen(ben)).toMatchObject({ myRsvp: { asksAgain: true } });
    await press(bens, 'yes');
    expect(await seen(ben)).toMatchObject({ myRsvp: { asksAgain: false, status: 'GOING' } });
    await press(path((await told('cleo@example.org', id))[0]), 'no');
    expect(await seen(cleo)).toMatchObject({ myRsvp: { asksAgain: false, status: 'NO' } });
    expect(await seen(ana)).toMatchObject({ unansweredSinceMove: 0 });
  });

  test('cancelled and taken back within ten minutes tells nobody; later each is told once', async () => {
    const id = await event();
    await cancels(id);
    await restores(id);
    await world.clockPasses('11 minutes');
    expect(await told('ben@example.org', id)).toEqual([]);
    await cancels(id);
    await world.clockPasses('22 minutes');
    expect((await told('ben@example.org', id)).map((one) => [one.subject, one.calendar_method])).toEqual([
      ['Cancelled: Rehearsal', 'CANCEL'],
    ]);
    await restores(id);
    await world.clockPasses('33 minutes');
    expect((await told('ben@example.org', id)).map((one) => [one.subject, one.calendar_method])).toEqual([
      ['Cancelled: Rehearsal', 'CANCEL'],
      ['It takes place after all: Rehearsal', 'PUBLISH'],
    ]);
    // The reminder of the day before is due once for this start, after all that.
    await world.database.reads.query('DELETE FROM clock_mark');
    const start = Date.parse(
      (await ana.get<{ startAt: string }>('query ($id: ID!) { event(id: $id) { startAt } }', { id })).startAt,
    );
    for (const before of [86_460_000, 86_400_000, 86_340_000]) {
      await world.clockPasses(`${start - before - Date.now()} milliseconds`);
      await world.app.get(ReminderClock).remindDue();
    }
    expect(await told('ben@example.org', id, 'reminder-day-before')).toHaveLength(1);
  });

  test('a cancelled event whose start has passed cannot be taken back', async () => {
    const id = await event();
    await cancels(id);
    await world.clockPasses('11 days');
    await expect(restores(id)).rejects.toThrow('CONFLICT: It would have started already');
  });

  test('hosts write to those they choose, see before how many that is, and twice a day at most', async () => {
    const id = await event();
    await answers(cleo, id, 'MAYBE');
    const reach = (who: Client): Promise<object> =>
      who.get('query ($id: ID!) { messageReach(eventId: $id) { going maybe waiting all left } }', { id });
    const send = 'mutation ($input: MessageAttendeesInput!) { messageAttendees(input: $input) { recipients } }';
    expect(await reach(ana)).toEqual({ going: 1, maybe: 1, waiting: 0, all: 2, left: 2 });
    await expect(reach(ben)).rejects.toThrow('FORBIDDEN');

    const input = {
      eventId: id,
      audience: 'GOING',
      text: 'The door code is 1234.\n\nBring cups.',
      idempotencyKey: key(),
    };
    expect(await ana.get(send, { input })).toEqual({ recipients: 1 });
    // A second press of the same button is the same message.
    expect(await ana.get(send, { input })).toEqual({ recipients: 1 });
    const mails = await told('ben@example.org', id, 'event-message');
    expect(mails.map(({ subject }) => subject)).toEqual(['Ana about Rehearsal']);
    expect(mails[0]!.text_body).toContain('The door code is 1234.\n\nBring cups.');
    expect(mails[0]!.text_body).toContain('write on the page of the event');
    expect(await told('cleo@example.org', id, 'event-message')).toEqual([]);

    await ben.get('mutation { chooseMails(input: { hosts: false }) { hosts } }');
    expect(await ana.refusalOf(send, { input: { ...input, idempotencyKey: key() } })).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'audience',
    });
    expect(await ana.get(send, { input: { ...input, audience: 'ALL', idempotencyKey: key() } })).toEqual({
      recipients: 1,
    });
    expect(await told('ben@example.org', id, 'event-message')).toHaveLength(1);
    expect(await told('cleo@example.org', id, 'event-message')).toHaveLength(1);
    expect(await reach(ana)).toMatchObject({ going: 0, left: 0 });
    expect(await ana.refusalOf(send, { input: { ...input, audience: 'ALL', idempotencyKey: key() } })).toMatchObject({
      code: 'CONFLICT',
    });
    await world.clockPasses('25 hours');
    expect(await reach(ana)).toMatchObject({ left: 2 });
    const log = await world.database.reads.query<{ body: Buffer }[]>(
      `SELECT body FROM log_entry WHERE type = 'event.messaged' ORDER BY seq`,
    );
    expect(log.map(({ body }) => JSON.parse(body.toString()).facts)).toEqual([
      { event: id, audience: 'going', recipients: 1 },
      { event: id, audience: 'all', recipients: 1 },
    ]);
    await ben.get('mutation { chooseMails(input: { hosts: true }) { hosts } }');
  });
});
