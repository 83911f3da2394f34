import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { lintCalendar } from '#libs/calendar';
import type { Client } from '../support/client.ts';
import { claim, found, joins, key, wall } from '../support/people.ts';
import { freshDatabase } from '../support/postgres.ts';
import { startWorld, type World } from '../support/world.ts';

// An event whose date is off and whose new one is not known yet: who comes keeps the place, calendars drop the old date and take the new one.
const engines = inject('postgresUrl') ? (['PGlite', 'PostgreSQL'] as const) : (['PGlite'] as const);
const postpone = 'mutation ($id: ID!, $reason: String!) { postponeEvent(id: $id, reason: $reason) { status } }';
const query =
  'query ($id: ID!) { event(id: $id) { status reason startLocal previousStartAt seatsHeld version can { restore respond } myRsvp { status } } }';
const respond = 'mutation ($input: RespondInput!) { respond(input: $input) { __typename } }';

interface Seen {
  status: string;
  version: number;
  seatsHeld: number;
  can: { restore: boolean; respond: boolean };
}

describe.each(engines)('a postponed event on %s', (engine) => {
  let world: World;
  let ana: Client;
  let ben: Client;
  let cleo: Client;
  let id: string;

  const fields = (day: number): object => ({
    title: 'Summer feast',
    startLocal: wall(day, 18),
    endLocal: wall(day, 22),
    zone: 'Europe/Brussels',
    visibility: 'PUBLIC',
    capacity: 1,
  });
  const see = (by: Client): Promise<Seen> => by.get<Seen>(query, { id });
  const entry = async (): Promise<{ status: string; sequence: number; uid: string; start: string }> => {
    const text = await (await world.visitor().fetch('/g/riverside/events.ics')).text();
    expect(lintCalendar(text)).toEqual([]);
    const one = (name: string): string =>
      new RegExp(`^${name}[^:]*:(.*)$`, 'm').exec(text.split('BEGIN:VEVENT')[1]!)![1]!.trim();
    return { status: one('STATUS'), sequence: Number(one('SEQUENCE')), uid: one('UID'), start: one('DTSTART') };
  };
  const toldBy = async (): Promise<{ subject: string; text: string }> => {
    await world.database.reads.query(
      `UPDATE outbox SET not_before = clock_now() - interval '1 second' WHERE kind = 'EventChangesDue'`,
    );
    await world.settle();
    return world.mailTo('ben@example.org');
  };

  beforeAll(async () => {
    world = await startWorld(engine === 'PostgreSQL' ? { databaseUrl: await freshDatabase() } : {});
    ana = await claim(world);
    const groupId = await found(ana);
    ben = await joins(world, ana, { groupId, name: 'Ben' });
    cleo = await joins(world, ana, { groupId, name: 'Cleo' });
    const create = 'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }';
    id = (await ana.get<{ id: string }>(create, { input: { groupId, fields: fields(10) } })).id;
    for (const one of [ben, cleo])
      await one.get(respond, { input: { eventId: id, answer: 'GOING', idempotencyKey: key() } });
  });
  afterAll(async () => {
    await world?.settle();
    await world?.stop();
  });

  test('needs a reason and a host, keeps places and queue, takes no answers, and is told', async () => {
    expect(await ana.refusalOf(postpone, { id, reason: ' ' })).toMatchObject({ field: 'reason' });
    expect(await ben.refusalOf(postpone, { id, reason: 'x' })).not.toBeNull();
    const before = await entry();
    await ana.get(postpone, { id, reason: 'The river is too high.' });
    expect(await see(ben)).toMatchObject({
      status: 'POSTPONED',
      reason: 'The river is too high.',
      seatsHeld: 1,
      can: { respond: false },
      myRsvp: { status: 'GOING' },
    });
    expect(await see(cleo)).toMatchObject({ myRsvp: { status: 'WAITLISTED' } });
    const off = await entry();
    expect(off).toMatchObject({ status: 'CANCELLED', uid: before.uid, start: before.start });
    expect(off.sequence).toBeGreaterThan(before.sequence);
    expect(await toldBy()).toMatchObject({
      subject: 'Postponed: Summer feast',
      text: expect.stringContaining('river'),
    });
    const page = await (await world.visitor().fetch(`/e/${id}`)).text();
    expect(page).toContain('https://schema.org/EventPostponed');
    expect(page).toContain('Postponed, new date to follow');
    expect(await cleo.get(respond, { input: { eventId: id, answer: 'NO', idempotencyKey: key() } })).not.toMatchObject({
      __typename: 'Event',
    });
  });

  test('text can be changed meanwhile; a new date sets it back on under the same UID', async () => {
    const update = 'mutation ($input: UpdateEventInput!) { updateEvent(input: $input) { status } }';
    const { version } = await see(ana);
    const same = { id, expectedVersion: version, fields: { ...fields(10), body: 'Bring a chair.' } };
    expect(await ana.get(update, { input: same })).toMatchObject({ status: 'POSTPONED' });
    const off = await entry();
    const past = { ...same, expectedVersion: version + 1, fields: fields(-3) };
    expect(await ana.refusalOf(update, { input: past })).toMatchObject({ field: 'startLocal' });
    const next = { ...same, expectedVersion: version + 1, fields: fields(30) };
    expect(await ana.get(update, { input: next })).toMatchObject({ status: 'SCHEDULED' });
    expect(await see(ben)).toMatchObject({
      startLocal: wall(30, 18),
      previousStartAt: expect.any(String),
      seatsHeld: 1,
    });
    const on = await entry();
    expect(on).toMatchObject({ status: 'CONFIRMED', uid: off.uid });
    expect(on.sequence).toBeGreaterThan(off.sequence);
    expect((await toldBy()).text).toContain('New time');
  });

  test('it can be taken back before the old start, and be called off', async () => {
    await ana.get(postpone, { id, reason: 'Once more.' });
    expect((await see(ana)).can.restore).toBe(true);
    await ana.get('mutation ($id: ID!) { restoreEvent(id: $id) { id } }', { id });
    expect(await see(ana)).toMatchObject({ status: 'SCHEDULED', reason: null });
    await ana.get(postpone, { id, reason: 'Once more.' });
    await ana.get('mutation ($id: ID!) { cancelEvent(id: $id, reason: "No date found.") { id } }', { id });
    expect(await see(ben)).toMatchObject({ status: 'CANCELLED' });
    expect((await toldBy()).subject).toBe('Cancelled: Summer feast');
  });
});
