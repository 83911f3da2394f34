import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Client } from '../support/client.ts';
import { atOnce } from '../support/crowd.ts';
import { webDocument } from '../support/documents.ts';
import { claim, found, idOf, joins, key, wall } from '../support/people.ts';
import { freshDatabase } from '../support/postgres.ts';
import { startWorld, type World } from '../support/world.ts';

// At the door: who arrives is noted by an act with an id of its own, so that lost answers, late phones and two phones count once.
interface Row {
  rsvpId: string;
  name: string;
  status: string;
  seats: number;
  code: string;
  walkIn: boolean;
  ops: { opId: string; arrived: number }[];
}
interface Door {
  placesLeft: number | null;
  canManage: boolean;
  rows: Row[];
  helpers: { name: string }[];
}
interface Result {
  door: Door;
  refused: { opId: string; reason: string; message: string }[];
}

describe.each(['pglite', 'postgresql'])('on %s', (engine) => {
  const isSkipped = engine === 'postgresql' && !inject('postgresUrl');
  let world: World;
  let ana: Client;
  let ben: Client;
  let cleo: Client;
  let groupId: string;
  let eventId: string;

  const at = (): string => new Date().toISOString();
  const answers = (person: Client, companions: number): Promise<unknown> =>
    person.get(webDocument('Respond'), {
      input: { eventId, answer: 'GOING', companions, idempotencyKey: key() },
    });
  const door = (person: Client): Promise<Door> => person.get<Door>(webDocument('Door'), { eventId });
  const row = async (name: string): Promise<Row> => (await door(ana)).rows.find((one) => one.name === name)!;
  const does = (person: Client, ...ops: object[]): Promise<Result> =>
    person.get<Result>(webDocument('CheckIn'), { eventId, ops: ops.map((op) => ({ opId: key(), at: at(), ...op })) });
  const arrived = ({ ops }: Row): number => Math.max(0, ...ops.map((op) => op.arrived));

  beforeAll(async () => {
    if (isSkipped) return;
    world = await startWorld(engine === 'postgresql' ? { databaseUrl: await freshDatabase() } : {});
    ana = await claim(world);
    groupId = await found(ana);
    ben = await joins(world, ana, { groupId, name: 'Ben' });
    cleo = await joins(world, ana, { groupId, name: 'Cleo' });
    const fields = { startLocal: wall(1, 18), endLocal: wall(1, 22), zone: 'Europe/Brussels', visibility: 'PUBLIC' };
    ({ id: eventId } = await ana.get<{ id: string }>(
      'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }',
      { input: { groupId, fields: { ...fields, title: 'The gig', capacity: 6 } } },
    ));
    await answers(ben, 2);
    await answers(cleo, 0);
  }, 120_000);
  afterAll(() => (isSkipped ? undefined : world.stop()));

  test.skipIf(isSkipped)(
    'everybody who comes has a code of their own; a guest sees theirs by the link of the mail',
    async () => {
      const pass = await ben.get<{ code: string; url: string }>(webDocument('DoorPass'), { eventId });
      expect(pass.code).toMatch(/^[6789BCDFGHJKLMNPQRTW]{6}$/);
      expect(pass.url).toBe(`${world.url}/e/${eventId}/door?code=${pass.code}`);
      expect(await ana.get(webDocument('DoorPass'), { eventId })).toBeNull();
      expect((await row('Ben')).code).toBe(pass.code);
      const guest = world.visitor();
      await guest.get(webDocument('RespondAsGuest'), {
        input: { eventId, answer: 'GOING', name: 'Vera', email: 'vera@example.org' },
      });
      const { links } = await world.mailTo('vera@example.org');
      const confirmed = await guest.fetch(new URL(links[0]!).pathname, { method: 'POST' });
      const own = confirmed.headers.get('location')!;
      expect(await (await guest.fetch(own)).text()).toContain('/l/code/');
      const page = await (await guest.fetch(own.replace('/l/answer/', '/l/code/'))).text();
      expect(page).toContain((await row('Vera')).code);
      expect(page).toContain('<svg');
      expect((await guest.fetch('/l/code/nonsense')).status).toBe(410);
    },
  );

  test.skipIf(isSkipped)('the list is for hosts and the helpers they name, and holds no address', async () => {
    expect(await ben.refusalOf(webDocument('Door'), { eventId })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await world.visitor().refusalOf(webDocument('Door'), { eventId })).toMatchObject({
      code: 'UNAUTHENTICATED',
    });
    expect(await ben.refusalOf(webDocument('SetDoorHelpers'), { eventId, personIds: [] })).toMatchObject({
      code: 'FORBIDDEN',
    });
    await ana.get(webDocument('SetDoorHelpers'), { eventId, personIds: [await idOf(ben)] });
    const seen = await door(ben);
    expect(seen).toMatchObject({ canManage: false, helpers: [{ name: 'Ben' }] });
    expect(JSON.stringify(seen)).not.toContain('@');
  });

  test.skipIf(isSkipped)(
    'two phones and replays count once; the number can fall, and all can be taken back',
    async () => {
      const party = await row('Ben');
      const first = { opId: key(), rsvpId: party.rsvpId };
      const second = { opId: key(), rsvpId: party.rsvpId, arrived: 3 };
      // Both phones let the same party in, and each sends what it did three times, at once.
      const many = [first, second].flatMap((op) => [op, op, op]);
      await atOnce(many, 6, (op) => does(op === first ? ana : ben, op));
      expect(await row('Ben')).toMatchObject({ ops: [{ arrived: 3 }, { arrived: 3 }] });
      const fewer = { opId: key(), rsvpId: party.rsvpId, arrived: 2, undoes: [first.opId, second.opId] };
      await does(ana, fewer);
      expect(arrived(await row('Ben'))).toBe(2);
      await does(ben, second); // a late copy of what was taken back
      expect(arrived(await row('Ben'))).toBe(2);
      await does(ana, { undoes: [fewer.opId] });
      expect((await row('Ben')).ops).toEqual([]);
      await does(ana, { code: ` ${party.code.toLowerCase()} ` });
      expect(arrived(await row('Ben'))).toBe(3);
    },
  );

  test.skipIf(isSkipped)('what cannot be done is said in words and holds up nothing else', async () => {
    const { door: after, refused } = await does(
      ana,
      { code: 'BBBBBB' },
      { rsvpId: key() },
      { walkIn: { name: '  ', seats: 1 } },
      { walkIn: { name: 'Dora', seats: 12 } },
      { rsvpId: (await row('Cleo')).rsvpId, arrived: 51 },
      { rsvpId: (await row('Cleo')).rsvpId },
    );
    expect(refused.map(({ message }) => message)).toEqual([
      'Nobody here has the code BBBBBB. It is of another event, or was mistyped.',
      'This party is not on the list of this event.',
      'The name is missing.',
      'A party at the door is from 1 to 11 people.',
      'How many arrived is a number from 0 to 50.',
    ]);
    expect(refused.map(({ reason }) => reason)).toEqual(['UNKNOWN_CODE', 'NOT_LISTED', 'NAME', 'SEATS', 'ARRIVED']);
    expect(arrived(after.rows.find(({ name }) => name === 'Cleo')!)).toBe(1);
  });

  test.skipIf(isSkipped)(
    'who had not answered comes in by name, over the places only where that is said and allowed',
    async () => {
      const one = { opId: key(), walkIn: { name: 'Dora', seats: 1 } };
      await does(ben, one);
      await does(ben, one);
      expect((await door(ana)).rows.filter(({ name }) => name === 'Dora')).toMatchObject([
        { walkIn: true, ops: [{ arrived: 1 }] },
      ]);
      expect((await door(ana)).placesLeft).toBe(0);
      const full = { walkIn: { name: 'Emil', seats: 2 } };
      expect((await does(ben, full)).refused[0]).toMatchObject({
        reason: 'FULL',
        message: expect.stringMatching(/not that many places left/),
      });
      const over = { walkIn: { ...full.walkIn, overbook: true } };
      expect((await does(ben, over)).refused[0]).toMatchObject({
        reason: 'OVERBOOK',
        message: expect.stringMatching(/only hosts/),
      });
      await does(ana, over);
      const [figures] = await world.database.reads.query<{ seats_held: number; overbook: number }[]>(
        'SELECT seats_held, overbook FROM event WHERE id = $1',
        [eventId],
      );
      expect(figures).toEqual({ seats_held: 8, overbook: 2 });
      const emil = await row('Emil');
      await does(ana, { undoes: emil.ops.map(({ opId }) => opId) });
      expect((await door(ana)).rows.some(({ name }) => name === 'Emil')).toBe(false);
    },
  );

  test.skipIf(isSkipped)(
    'a host lets people in over the number at their own event, until it is called off',
    async () => {
      const fields = { startLocal: wall(1, 18), endLocal: wall(1, 22), zone: 'Europe/Brussels', visibility: 'PUBLIC' };
      const { id } = await cleo.get<{ id: string }>(
        'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }',
        { input: { groupId, fields: { ...fields, title: 'One seat', capacity: 1 } } },
      );
      const lets = (seats: number): Promise<Result> =>
        cleo.get<Result>(webDocument('CheckIn'), {
          eventId: id,
          ops: [{ opId: key(), at: at(), walkIn: { name: 'Gus', seats, overbook: true } }],
        });
      expect((await lets(2)).refused).toEqual([]);
      await cleo.get(webDocument('CancelEvent'), { id, reason: 'No water' });
      expect((await lets(1)).refused).toMatchObject([{ reason: 'CANCELLED' }]);
    },
  );

  test.skipIf(isSkipped)('after twelve months who came has become how many came', async () => {
    await world.clockPasses('2 days');
    // A phone that was without a connection says late who had come in.
    const late = { opId: key(), walkIn: { name: 'Fay', seats: 1, overbook: true } };
    expect((await does(ana, late)).refused).toEqual([]);
    await does(ana, { undoes: [late.opId] });
    await world.clockPasses('400 days');
    const { Retention } = await import('../../apps/api/src/platform/jobs/retention.ts');
    const gone = await world.app.get(Retention).sweep();
    expect(gone['who came to events of more than a year ago']).toBeGreaterThan(0);
    expect(
      await world.database.reads.query('SELECT expected, arrived, no_shows FROM door_count WHERE event_id = $1', [
        eventId,
      ]),
    ).toEqual([{ expected: 6, arrived: 5, no_shows: 1 }]);
    expect(await world.database.reads.query('SELECT 1 FROM checkin')).toEqual([]);
    await world.clockPasses('0 days');
  });
});
