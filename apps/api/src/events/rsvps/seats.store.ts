import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { hot } from '../../platform/database/hot.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { SeatRun } from './seat-run.ts';
import {
  holds,
  type SaidWith,
  seatColumns,
  type SeatOutcome,
  type SeatRefusal,
  type SeatRow,
  type SeatState,
} from './seat-state.ts';

/** What can happen to the seats of an event. */
export type SeatChange =
  | { readonly kind: 'hold'; readonly pendingId: string; readonly seats: number }
  | {
      readonly kind: 'answer';
      readonly rsvpId: string;
      readonly personId: string;
      readonly answer: 'going' | 'maybe' | 'no';
      readonly seats: number;
      readonly pendingId?: string;
      readonly source: string;
      readonly said?: SaidWith;
    }
  | { readonly kind: 'capacity'; readonly capacity: number | null }
  | { readonly kind: 'approve' | 'take'; readonly rsvpId: string }
  | { readonly kind: 'undo'; readonly rsvpId: string; readonly orWait: boolean }
  | { readonly kind: 'remove'; readonly rsvpId: string; readonly why: 'removed' | 'declined' }
  | { readonly kind: 'seat'; readonly rsvpId: string; readonly overbook: boolean }
  | {
      readonly kind: 'add';
      readonly rsvpId: string;
      readonly label: string;
      readonly seats: number;
      readonly overbook: boolean;
      readonly source: string;
    }
  | { readonly kind: 'invite'; readonly rsvpId: string; readonly personId: string }
  | { readonly kind: 'sweep' };

type Of<K extends SeatChange['kind']> = Extract<SeatChange, { kind: K }>;

const HOLD_MS = 30 * 60_000;

/**
 * Seats, waitlist and offers of one event. Every path that gives or frees a seat goes through `change` inside a transaction; nothing else
 * writes `event.seats_held` or the seat fields of `rsvp`. The row lock serialises an event. A refused change is to be rolled back.
 */
@Injectable()
export class Seats {
  async change(tx: EntityManager, eventId: string, what: SeatChange): Promise<SeatOutcome> {
    const run = new SeatRun(tx, eventId);
    await run.begin();
    await run.promote();
    await apply(run, what);
    await run.promote();
    await run.write();
    await run.place();
    return run.out;
  }
}

async function apply(run: SeatRun, what: SeatChange): Promise<void> {
  switch (what.kind) {
    case 'hold':
      return hold(run, what);
    case 'answer':
      return answer(run, what);
    case 'capacity':
      return resize(run, what.capacity);
    case 'approve':
      return approve(run, what.rsvpId);
    case 'take':
      return takeOffer(run, what.rsvpId);
    case 'undo':
      return undo(run, what);
    case 'remove':
      return remove(run, what);
    case 'seat':
      return seatOutOfTurn(run, what);
    case 'add':
      return add(run, what);
    case 'invite':
      return invite(run, what);
    case 'sweep':
      return;
  }
}

/** Lowering evicts nobody: what is above stays and shows as overbooked. */
function resize(run: SeatRun, capacity: number | null): void {
  run.capacity = capacity;
  run.overbook = capacity === null ? 0 : Math.max(0, run.held - capacity);
}

/** Strangers cannot block an event: all holds together are a fifth of its seats at most, or four. */
async function hold(run: SeatRun, { pendingId, seats }: Of<'hold'>): Promise<void> {
  const kept = await row<{ n: number }>(
    run.tx,
    'SELECT coalesce(sum(seats), 0)::int AS n FROM rsvp_pending WHERE event_id = $1 AND held_until IS NOT NULL',
    [run.eventId],
  );
  const isSpare =
    run.capacity === null || (seats <= run.free && (kept?.n ?? 0) + seats <= Math.max(4, run.capacity / 5));
  if (!isSpare || run.closed || run.event.join_mode === 'approval' || (await run.someoneWaits())) return;
  run.held += seats;
  run.out.status = 'held';
  await rows(run.tx, 'UPDATE rsvp_pending SET held_until = $2 WHERE id = $1', [
    pendingId,
    new Date(run.event.now.getTime() + HOLD_MS),
  ]);
}

async function answer(run: SeatRun, what: Of<'answer'>): Promise<void> {
  const kept = what.pendingId ? await releaseHold(run, what.pendingId) : 0;
  const own = await ownAnswer(run, what);
  const had = holds(own) ? own.seats : 0;
  if (own.status === 'removed') run.out.refused = 'closed';
  else if (what.answer !== 'going') {
    run.held -= had;
    const why = own.status === 'offered' && what.answer === 'no' ? 'passed' : null;
    await run.set(own.id, { status: what.answer, why, ...saidOf(what) });
  } else if (run.closed && own.status !== 'going') run.out.refused = 'closed';
  else if (run.event.join_mode === 'approval' && had === 0 && own.status !== 'waitlisted')
    await run.set(own.id, { status: 'requested', ...saidOf(what) });
  else await seat(run, own, { had, kept, ...saidOf(what) });
}

const saidOf = ({ seats, source, said }: Of<'answer'>): { seats: number; source: string; said?: SaidWith } => ({
  seats,
  source,
  ...(said ? { said } : {}),
});

/** Looked for first: an insertion that meets the row costs more, its code is thought up all the same. */
async function ownAnswer(run: SeatRun, what: Of<'answer'>): Promise<SeatRow> {
  const own = await answerOf(run, what.personId);
  if (own) return run.take(own);
  const made = await rows(
    run.tx,
    `INSERT INTO rsvp (id, event_id, person_id, status, seats, source) VALUES ($1, $2, $3, 'no', 1, $4) ON CONFLICT (event_id, person_id) DO NOTHING RETURNING 1`,
    [what.rsvpId, run.eventId, what.personId, what.source],
  );
  if (made.length > 0)
    return run.take({ id: what.rsvpId, status: 'no', seats: 1, queue_no: null, offer_expires_at: null }, true);
  return run.take((await answerOf(run, what.personId))!);
}

async function answerOf(run: SeatRun, personId: string): Promise<SeatRow | undefined> {
  const sql = `SELECT ${seatColumns} FROM rsvp WHERE event_id = $1 AND person_id = $2`;
  return (await hot<SeatRow>(run.tx, 'seats_own', sql, [run.eventId, personId]))[0];
}

/** Seats somebody, or puts them into the queue: a larger party at its end, a smaller one keeps its place. Where neither can be, the old answer stands. */
async function seat(
  run: SeatRun,
  own: SeatRow,
  { had, kept, ...to }: { had: number; kept: number; seats: number; source?: string; said?: SaidWith },
): Promise<void> {
  const { seats } = to;
  const isBehind = had === 0 && seats > kept && (await run.mustQueue());
  if (seats - had <= run.free && !isBehind) {
    run.held += seats - had;
    await run.set(own.id, { status: 'going', ...to });
  } else if (had > 0 || run.event.waitlist === 'off') run.out.refused = 'full';
  else if (own.status === 'waitlisted' && seats <= own.seats)
    await run.set(own.id, { status: 'waitlisted', ...to, queueNo: own.queue_no });
  else await run.set(own.id, { status: 'waitlisted', ...to, queueNo: run.nextQueueNo() });
}

async function releaseHold(run: SeatRun, pendingId: string): Promise<number> {
  const pending = await row<{ seats: number; held_until: Date | null }>(
    run.tx,
    'DELETE FROM rsvp_pending WHERE id = $1 AND event_id = $2 RETURNING seats, held_until',
    [pendingId, run.eventId],
  );
  if (!pending?.held_until) return 0;
  run.held -= pending.seats;
  return pending.seats;
}

async function approve(run: SeatRun, rsvpId: string): Promise<void> {
  const own = await run.find(rsvpId);
  if (own.status !== 'requested' || run.closed) run.out.refused = 'closed';
  else await seat(run, own, { had: 0, kept: 0, seats: own.seats });
}

async function takeOffer(run: SeatRun, rsvpId: string): Promise<void> {
  const own = await run.find(rsvpId);
  if (own.status === 'offered') await run.set(own.id, { status: 'going', seats: own.seats });
  else run.out.refused = 'expired';
}

async function remove(run: SeatRun, { rsvpId, why }: Of<'remove'>): Promise<void> {
  const own = await run.find(rsvpId);
  if (holds(own)) run.held -= own.seats;
  await run.set(own.id, { status: 'removed', seats: own.seats, why });
}

/** A host lets somebody in before their turn; over the capacity only where that was said. */
async function seatOutOfTurn(run: SeatRun, { rsvpId, overbook }: Of<'seat'>): Promise<void> {
  const own = await run.find(rsvpId);
  if (own.status === 'going') return;
  if (!run.isOn || own.status === 'removed' || own.status === 'no') run.out.refused = 'closed';
  else if (take(run, own.seats - (holds(own) ? own.seats : 0), overbook))
    await run.set(own.id, { status: 'going', seats: own.seats });
}

async function add(run: SeatRun, what: Of<'add'>): Promise<void> {
  const isOn = what.source === 'door' ? run.takesPlace : run.isOn;
  if (!isOn) run.out.refused = 'closed';
  else if (take(run, what.seats, what.overbook)) {
    await rows(
      run.tx,
      `INSERT INTO rsvp (id, event_id, label, status, seats, source, answered_at, answered_for) SELECT $1, $2, $3, 'going', $4, $5, clock_now(), schedule_seq FROM event WHERE id = $2`,
      [what.rsvpId, run.eventId, what.label, what.seats, what.source],
    );
    Object.assign(run.out, { rsvpId: what.rsvpId, status: 'going', changed: true });
  }
}

function take(run: SeatRun, seats: number, overbook: boolean): boolean {
  if (seats > run.free && !overbook) {
    run.out.refused = 'full';
    return false;
  }
  run.held += seats;
  if (run.capacity !== null) run.overbook = Math.max(run.overbook, run.held - run.capacity);
  return true;
}

/** Asks somebody who has not answered, or who was removed; whoever has an answer keeps it. */
async function invite(run: SeatRun, what: Of<'invite'>): Promise<void> {
  const done = await rows<{ id: string }>(
    run.tx,
    `INSERT INTO rsvp (id, event_id, person_id, status, seats, source, answered_at) VALUES ($1, $2, $3, 'invited', 1, 'host', clock_now())
     ON CONFLICT (event_id, person_id) DO UPDATE SET status = 'invited', seats = 1, ended_why = NULL, reason = NULL, before = NULL, answered_at = clock_now() WHERE rsvp.status = 'removed' RETURNING id`,
    [what.rsvpId, run.eventId, what.personId],
  );
  if (done[0]) Object.assign(run.out, { rsvpId: done[0].id, status: 'invited', changed: true });
}

/** Puts an answer back as it stood before its last change: its place in the queue too, its seats while they are free. With `orWait` the party joins the waitlist where they are not. */
async function undo(run: SeatRun, { rsvpId, orWait }: Of<'undo'>): Promise<void> {
  const own = await run.find(rsvpId);
  const kept = await row<{ before: { seats: SeatState | null } | null }>(
    run.tx,
    'SELECT before FROM rsvp WHERE id = $1',
    [rsvpId],
  );
  if (!kept?.before || own.status === 'removed') {
    run.out.refused = 'expired';
    return;
  }
  const was = kept.before.seats;
  const had = holds(own) ? own.seats : 0;
  const needs = was && holds(was) ? was.seats : 0;
  const refused = await whyNotBack(run, was, { needs, had });
  if (refused === 'taken' && orWait && was)
    return run.set(own.id, { status: 'waitlisted', seats: was.seats, queueNo: run.nextQueueNo() });
  run.out.refused = refused;
  if (refused) return;
  run.held += needs - had;
  if (was) await run.set(own.id, was);
  else {
    await rows(run.tx, 'DELETE FROM rsvp WHERE id = $1', [own.id]);
    Object.assign(run.out, { status: '', changed: true });
  }
}

async function whyNotBack(
  run: SeatRun,
  was: SeatState | null,
  { needs, had }: { needs: number; had: number },
): Promise<SeatRefusal | null> {
  if (was?.offerExpiresAt && new Date(was.offerExpiresAt) <= run.event.now) return 'expired';
  if (needs <= had) return null;
  if (run.closed) return 'closed';
  const isFree = needs - had <= run.free && (had > 0 || !(await run.mustQueue()));
  if (isFree) return null;
  return had === 0 && run.event.waitlist !== 'off' ? 'taken' : 'full';
}
