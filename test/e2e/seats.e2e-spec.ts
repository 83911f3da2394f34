import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Seats, type SeatChange } from '../../apps/api/src/events/rsvps/seats.store.ts';
import { newId } from '../../apps/api/src/platform/ids.ts';
import { claim, found, idOf } from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';

// The invariants of seats after each step of random storms: whatever happens in whatever order, the figures hold.
let world: World;
let seats: Seats;
let groupId: string;
let authorId: string;
const people = Array.from({ length: 8 }, () => newId());
const db = () => world.database.reads;

beforeAll(async () => {
  world = await startWorld();
  const ana = await claim(world);
  groupId = await found(ana);
  authorId = await idOf(ana);
  seats = world.app.get(Seats);
  await db().query(`INSERT INTO person (id, name) SELECT id, 'P' FROM unnest($1::uuid[]) AS t (id)`, [people]);
});
afterAll(() => world.stop());

interface Setting {
  capacity: number | null;
  waitlist: string;
  strict: boolean;
  approval: boolean;
  hoursLeft: number;
}
interface Step {
  kind: string;
  who: number;
  seats: number;
  flag: boolean;
}

const setting = fc.record<Setting>({
  capacity: fc.option(fc.integer({ min: 0, max: 8 })),
  waitlist: fc.constantFrom('auto', 'auto', 'manual', 'off'),
  strict: fc.boolean(),
  approval: fc.boolean(),
  hoursLeft: fc.constantFrom(2, 100),
});
const kinds = [
  'going',
  'going',
  'going',
  'maybe',
  'no',
  'approve',
  'take',
  'remove',
  'seat',
  'add',
  'hold',
  'undo',
  'capacity',
  'invite',
  'lapse',
];
const steps = fc.array(
  fc.record<Step>({
    kind: fc.constantFrom(...kinds),
    who: fc.integer({ min: 0, max: people.length - 1 }),
    seats: fc.integer({ min: 1, max: 4 }),
    flag: fc.boolean(),
  }),
  { minLength: 5, maxLength: 25 },
);

async function makeEvent(of: Setting): Promise<string> {
  const id = newId();
  await db().query(
    `INSERT INTO event (id, group_id, author_id, title, start_local, end_local, zone, start_at, end_at, visibility, status, location_shown, attendees_shown, poster_seed, color, ical_uid, capacity, waitlist, strict_queue, join_mode)
     VALUES ($1, $2, $3, 'Storm', '2030-01-01T19:00:00', '2030-01-01T22:00:00', 'UTC', clock_now() + $4::int * interval '1 hour', clock_now() + $4::int * interval '1 hour' + interval '3 hours', 'public', 'scheduled', 'everyone', 'public', 1, '#000000', $9, $5, $6, $7, $8)`,
    [id, groupId, authorId, of.hoursLeft, of.capacity, of.waitlist, of.strict, of.approval ? 'approval' : 'open', id],
  );
  return id;
}

async function changeFor(eventId: string, { kind, who, seats: n, flag }: Step): Promise<SeatChange | null> {
  const personId = people[who]!;
  const [own] = await db().query<{ id: string; status: string }[]>(
    'SELECT id, status FROM rsvp WHERE event_id = $1 AND person_id = $2',
    [eventId, personId],
  );
  if (kind === 'going' || kind === 'maybe' || kind === 'no')
    return { kind: 'answer', rsvpId: newId(), personId, answer: kind, seats: kind === 'no' ? 1 : n, source: 'web' };
  if (kind === 'capacity') return { kind, capacity: flag ? n * 2 : null };
  if (kind === 'add') return { kind, rsvpId: newId(), label: 'Somebody', seats: n, overbook: flag, source: 'host' };
  if (kind === 'invite') return { kind, rsvpId: newId(), personId };
  if (kind === 'hold') {
    const pendingId = newId();
    await db().query(
      `INSERT INTO rsvp_pending (id, event_id, email, name, answer, seats, expires_at) VALUES ($1, $2, 'a@example.org', 'A', 'going', $3, clock_now() + interval '1 day')`,
      [pendingId, eventId, n],
    );
    return { kind, pendingId, seats: n };
  }
  if (kind === 'lapse') {
    await db().query(
      `UPDATE rsvp SET offer_expires_at = clock_now() - interval '1 second' WHERE event_id = $1 AND status = 'offered'`,
      [eventId],
    );
    await db().query(
      `UPDATE rsvp_pending SET held_until = clock_now() - interval '1 second' WHERE event_id = $1 AND held_until IS NOT NULL`,
      [eventId],
    );
    return { kind: 'sweep' };
  }
  if (!own) return null;
  if (kind === 'remove') return { kind, rsvpId: own.id, why: 'removed' };
  if (kind === 'seat') return { kind, rsvpId: own.id, overbook: flag };
  if (kind === 'undo') return { kind, rsvpId: own.id, orWait: flag };
  return { kind: kind as 'approve' | 'take', rsvpId: own.id };
}

/** Does one step as a service would: a refused one is rolled back; an answer remembers how it stood before. */
async function step(eventId: string, what: Step): Promise<{ id: string; personId: string }[]> {
  const change = await changeFor(eventId, what);
  if (!change) return [];
  try {
    return await world.database.transaction(async (tx) => {
      const outcome = await seats.change(tx, eventId, change);
      if (outcome.refused) throw new Error('refused');
      if (change.kind === 'answer' && outcome.changed)
        await tx.query('UPDATE rsvp SET before = $2 WHERE id = $1', [
          outcome.rsvpId,
          JSON.stringify({ seats: outcome.before, beside: null }),
        ]);
      return outcome.seated;
    });
  } catch (error) {
    if ((error as Error).message === 'refused') return [];
    throw error;
  }
}

async function check(eventId: string): Promise<void> {
  const [figures] = await db().query<Record<string, number | string | boolean | null>[]>(
    `SELECT e.capacity, e.seats_held, e.overbook, e.waitlist, e.strict_queue,
       (SELECT coalesce(sum(seats), 0)::int FROM rsvp r WHERE r.event_id = e.id AND r.status IN ('going', 'offered'))
         + (SELECT coalesce(sum(seats), 0)::int FROM rsvp_pending p WHERE p.event_id = e.id AND p.held_until IS NOT NULL) AS counted,
       (SELECT count(*)::int FROM (SELECT 1 FROM rsvp r WHERE r.event_id = e.id AND r.person_id IS NOT NULL GROUP BY r.person_id HAVING count(*) > 1) x) AS doubled,
       (SELECT coalesce(max(queue_no), 0) <= e.queue_last FROM rsvp r WHERE r.event_id = e.id) AS numbered,
       (SELECT r.seats FROM rsvp r WHERE r.event_id = e.id AND r.status = 'waitlisted' AND (e.strict_queue OR e.capacity IS NULL OR r.seats <= e.capacity - e.seats_held) ORDER BY r.queue_no LIMIT 1) AS next
     FROM event e WHERE e.id = $1`,
    [eventId],
  );
  const { capacity, seats_held: held, overbook, counted, next } = figures! as Record<string, number>;
  expect(held).toBe(counted); // S1
  if (capacity !== null) expect(held!).toBeLessThanOrEqual(capacity! + overbook!); // S2
  if (capacity !== null) expect(overbook).toBe(Math.max(0, held! - capacity!)); // S6: the surplus, and it only shrinks with releases
  expect(figures!['doubled']).toBe(0); // S3
  expect(figures!['numbered']).toBe(true); // S5
  if (figures!['waitlist'] === 'auto' && next !== null) expect(next!).toBeGreaterThan(capacity! - held!); // S4
}

test('S1 to S6 hold after each of any storm of answers, offers, holds, approvals, removals and sizes', async () => {
  await fc.assert(
    fc.asyncProperty(setting, steps, async (of, all) => {
      const eventId = await makeEvent(of);
      const given = new Set<string>();
      for (const one of all) {
        for (const { id } of await step(eventId, one)) given.add(id);
        await check(eventId);
      }
    }),
    { numRuns: 40 },
  );
}, 120_000);

test('S5: a number of the queue is never given twice, and who waits longer is seated first', async () => {
  const eventId = await makeEvent({ capacity: 1, waitlist: 'auto', strict: false, approval: false, hoursLeft: 100 });
  const say = (who: number, kind: string) => step(eventId, { kind, who, seats: 1, flag: false });
  const seen: string[] = [];
  for (const who of [0, 1, 2, 3]) await say(who, 'going');
  for (const who of [1, 2]) {
    await say(who, 'no');
    await say(who, 'going');
  }
  const rows = await db().query<{ queue_no: string; person_id: string }[]>(
    `SELECT queue_no, person_id FROM rsvp WHERE event_id = $1 AND status = 'waitlisted' ORDER BY queue_no`,
    [eventId],
  );
  seen.push(...rows.map(({ queue_no }) => queue_no));
  expect(seen).toEqual(['3', '4', '5']);
  expect(rows.map(({ person_id }) => people.indexOf(person_id))).toEqual([3, 1, 2]);
  expect((await say(0, 'no')).map(({ personId }) => people.indexOf(personId))).toEqual([3]);
  expect(await say(3, 'going')).toEqual([]); // the same again promotes nobody twice
});
