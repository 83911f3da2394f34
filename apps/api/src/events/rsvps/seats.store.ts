import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { row, rows } from '../../platform/database/sql.ts';

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
    }
  | { readonly kind: 'capacity'; readonly capacity: number | null }
  | { readonly kind: 'accept-offer' | 'remove'; readonly rsvpId: string }
  | { readonly kind: 'sweep' };

export interface SeatOutcome {
  /** The status of the answer at hand, `held` for a hold, empty for the rest. */
  status: string;
  position: number | null;
  /** Who got a seat, or the offer of one, by this change. */
  seated: { id: string; personId: string; status: 'going' | 'offered' }[];
  refused: 'full' | 'closed' | 'expired' | null;
}

interface EventSeats {
  capacity: number | null;
  seats_held: number;
  overbook: number;
  queue_last: string;
  status: string;
  join_mode: string;
  waitlist: string;
  strict_queue: boolean;
  start_at: Date;
  closes_at: Date;
  offer_from: Date;
  offer_minutes: number;
  now: Date;
}

interface Answer {
  id: string;
  status: string;
  seats: number;
  queue_no: string | null;
}

const HOLD_MS = 30 * 60_000;

/**
 * Seats, waitlist and offers of one event. Every path that gives or frees a seat goes through `change` inside a transaction; nothing else
 * writes `event.seats_held` or the seat fields of `rsvp`. The row lock serialises an event; the rules are events.md 6 and 7.
 */
@Injectable()
export class Seats {
  async change(tx: EntityManager, eventId: string, what: SeatChange): Promise<SeatOutcome> {
    return new SeatRun(tx, eventId).run(what);
  }
}

class SeatRun {
  #event!: EventSeats;
  #held = 0;
  #capacity: number | null = null;
  #overbook = 0;
  #queueLast = 0n;
  readonly #out: SeatOutcome = { status: '', position: null, seated: [], refused: null };

  constructor(
    private readonly tx: EntityManager,
    private readonly eventId: string,
  ) {}

  async run(what: SeatChange): Promise<SeatOutcome> {
    await this.lock();
    await this.expire();
    await this.promote();
    await this.apply(what);
    await this.promote();
    await this.write();
    if (this.#out.status === 'waitlisted' && what.kind === 'answer') await this.place(what.personId);
    return this.#out;
  }

  private get closed(): boolean {
    return this.#event.status !== 'scheduled' || this.#event.now >= this.#event.closes_at;
  }

  private get free(): number {
    return this.#capacity === null ? Number.POSITIVE_INFINITY : this.#capacity - this.#held;
  }

  /** NO KEY: a plain FOR UPDATE deadlocks with an insert that refers to the event earlier in the same transaction. */
  private async lock(): Promise<void> {
    await rows(this.tx, 'SELECT 1 FROM event WHERE id = $1 FOR NO KEY UPDATE', [this.eventId]);
    const event = await row<EventSeats>(
      this.tx,
      `SELECT capacity, seats_held, overbook, queue_last, status, join_mode, waitlist, strict_queue, start_at, coalesce(rsvp_closes_at, start_at) AS closes_at,
         start_at - waitlist_cutoff AS offer_from, offer_minutes, clock_now() AS now FROM event WHERE id = $1`,
      [this.eventId],
    );
    if (!event) throw new Error('the event is gone');
    this.#event = event;
    this.#capacity = event.capacity;
    this.#held = event.seats_held;
    this.#overbook = event.overbook;
    this.#queueLast = BigInt(event.queue_last);
  }

  private async expire(): Promise<void> {
    const offers = await rows<{ seats: number }>(
      this.tx,
      `UPDATE rsvp SET status = 'no', queue_no = NULL, offer_expires_at = NULL, ended_why = 'offer_expired' WHERE event_id = $1 AND status = 'offered' AND offer_expires_at <= $2 RETURNING seats`,
      [this.eventId, this.#event.now],
    );
    const holds = await rows<{ seats: number }>(
      this.tx,
      'UPDATE rsvp_pending SET held_until = NULL WHERE event_id = $1 AND held_until <= $2 RETURNING seats',
      [this.eventId, this.#event.now],
    );
    for (const { seats } of [...offers, ...holds]) this.#held -= seats;
  }

  /** First fit in queue order, or strictly in order. Before the cutoff a seat is given, after it offered for a while. */
  private async promote(): Promise<void> {
    if (this.closed || this.#event.waitlist !== 'auto' || this.free <= 0) return;
    const { now, offer_from, offer_minutes, start_at } = this.#event;
    const isOffer = now >= offer_from;
    const until = new Date(
      now.getTime() + Math.min(offer_minutes * 60_000, Math.max(15 * 60_000, (start_at.getTime() - now.getTime()) / 4)),
    );
    const queue = await rows<{ id: string; person_id: string; seats: number }>(
      this.tx,
      `SELECT id, person_id, seats FROM rsvp WHERE event_id = $1 AND status = 'waitlisted' ORDER BY queue_no`,
      [this.eventId],
    );
    for (const { id, person_id, seats } of queue) {
      if (seats > this.free) {
        if (this.#event.strict_queue) break;
        continue;
      }
      const status = isOffer ? 'offered' : 'going';
      await rows(
        this.tx,
        `UPDATE rsvp SET status = $2, queue_no = CASE WHEN $2 = 'offered' THEN queue_no END, offer_expires_at = $3 WHERE id = $1`,
        [id, status, isOffer ? until : null],
      );
      this.#held += seats;
      this.#out.seated.push({ id, personId: person_id, status });
    }
  }

  private async apply(what: SeatChange): Promise<void> {
    switch (what.kind) {
      case 'sweep':
        return;
      case 'capacity':
        this.#capacity = what.capacity; // evicts nobody: the surplus stays, visible as overbook
        this.#overbook = what.capacity === null ? 0 : Math.max(0, this.#held - what.capacity);
        return;
      case 'hold':
        return this.hold(what.pendingId, what.seats);
      case 'answer':
        return this.answer(what);
      case 'accept-offer':
      case 'remove':
        return this.settle(what.kind, what.rsvpId);
    }
  }

  /** An address not yet confirmed: kept for half an hour if there are seats to spare; strangers cannot block an event. */
  private async hold(pendingId: string, seats: number): Promise<void> {
    const holds = await row<{ n: number }>(
      this.tx,
      'SELECT coalesce(sum(seats), 0)::int AS n FROM rsvp_pending WHERE event_id = $1 AND held_until IS NOT NULL',
      [this.eventId],
    );
    const isSpare =
      this.#capacity === null || (seats <= this.free && (holds?.n ?? 0) + seats <= Math.max(4, this.#capacity / 5));
    if (!isSpare || this.closed || (await this.someoneWaits())) return;
    this.#held += seats;
    await rows(this.tx, 'UPDATE rsvp_pending SET held_until = $2 WHERE id = $1', [
      pendingId,
      new Date(this.#event.now.getTime() + HOLD_MS),
    ]);
    this.#out.status = 'held';
  }

  private async answer(what: Extract<SeatChange, { kind: 'answer' }>): Promise<void> {
    const kept = what.pendingId ? await this.releaseHold(what.pendingId) : 0;
    await rows(
      this.tx,
      `INSERT INTO rsvp (id, event_id, person_id, status, seats, source) VALUES ($1, $2, $3, 'no', 1, $4) ON CONFLICT (event_id, person_id) DO NOTHING`,
      [what.rsvpId, this.eventId, what.personId, what.source],
    );
    const own = (await row<Answer>(
      this.tx,
      'SELECT id, status, seats, queue_no FROM rsvp WHERE event_id = $1 AND person_id = $2',
      [this.eventId, what.personId],
    ))!;
    const had = own.status === 'going' || own.status === 'offered' ? own.seats : 0;
    this.#out.status = own.status;
    if (own.status === 'removed') this.#out.refused = 'closed';
    else if (what.answer !== 'going') {
      this.#held -= had;
      await this.set(own.id, what.answer, what.seats, null);
    } else if (this.closed) this.#out.refused = 'closed';
    else await this.seat(own, { had, kept, seats: what.seats });
    // Whoever answers for one night has an answer of their own there: one for a whole series does not touch it any more.
    if (!this.#out.refused)
      await rows(this.tx, 'UPDATE rsvp SET source = $2 WHERE id = $1 AND source <> $2', [own.id, what.source]);
  }

  private async seat(own: Answer, { had, kept, seats }: { had: number; kept: number; seats: number }): Promise<void> {
    const isOrdered = this.#event.strict_queue || this.#event.waitlist === 'manual';
    const isBehindQueue = had === 0 && seats > kept && isOrdered && (await this.someoneWaits());
    if (seats - had <= this.free && !isBehindQueue) {
      this.#held += seats - had;
      await this.set(own.id, 'going', seats, null);
    } else if (had > 0 || this.#event.waitlist === 'off') this.#out.refused = 'full'; // the old answer stands
    else if (own.status === 'waitlisted' && seats <= own.seats)
      await this.set(own.id, 'waitlisted', seats, BigInt(own.queue_no!));
    else await this.set(own.id, 'waitlisted', seats, (this.#queueLast += 1n));
  }

  private async settle(kind: 'accept-offer' | 'remove', rsvpId: string): Promise<void> {
    const own = await row<Answer>(
      this.tx,
      'SELECT id, status, seats, queue_no FROM rsvp WHERE event_id = $1 AND id = $2',
      [this.eventId, rsvpId],
    );
    if (!own) throw new Error('the answer is gone');
    this.#out.status = own.status;
    if (kind === 'accept-offer') {
      if (own.status === 'offered') await this.set(own.id, 'going', own.seats, null);
      else this.#out.refused = 'expired';
      return;
    }
    if (own.status === 'going' || own.status === 'offered') this.#held -= own.seats;
    await this.set(own.id, 'removed', own.seats, null);
  }

  private async releaseHold(pendingId: string): Promise<number> {
    const pending = await row<{ seats: number; held_until: Date | null }>(
      this.tx,
      'DELETE FROM rsvp_pending WHERE id = $1 AND event_id = $2 RETURNING seats, held_until',
      [pendingId, this.eventId],
    );
    if (!pending?.held_until) return 0;
    this.#held -= pending.seats;
    return pending.seats;
  }

  private async set(id: string, status: string, seats: number, queueNo: bigint | null): Promise<void> {
    this.#out.status = status;
    await rows(
      this.tx,
      `UPDATE rsvp SET status = $2, seats = $3, queue_no = $4, offer_expires_at = NULL, ended_why = NULL, answered_at = CASE WHEN status = $2 THEN answered_at ELSE clock_now() END,
         answered_for = (SELECT schedule_seq FROM event WHERE id = rsvp.event_id) WHERE id = $1`,
      [id, status, seats, queueNo === null ? null : queueNo.toString()],
    );
  }

  private async someoneWaits(): Promise<boolean> {
    return (
      (await row(this.tx, `SELECT 1 FROM rsvp WHERE event_id = $1 AND status = 'waitlisted' LIMIT 1`, [
        this.eventId,
      ])) !== null
    );
  }

  /** One write of the counters; the CHECK on the event is the net under all of the above. */
  private async write(): Promise<void> {
    const overbook = this.#capacity === null ? 0 : Math.min(this.#overbook, Math.max(0, this.#held - this.#capacity));
    await rows(
      this.tx,
      'UPDATE event SET capacity = $2, seats_held = $3, overbook = $4, queue_last = $5 WHERE id = $1',
      [this.eventId, this.#capacity, this.#held, overbook, this.#queueLast.toString()],
    );
  }

  private async place(personId: string): Promise<void> {
    const found = await row<{ n: number; status: string }>(
      this.tx,
      `SELECT count(*)::int AS n FROM rsvp w, rsvp mine WHERE w.event_id = $1 AND w.status = 'waitlisted' AND mine.event_id = $1 AND mine.person_id = $2 AND w.queue_no <= mine.queue_no`,
      [this.eventId, personId],
    );
    this.#out.position = found?.n ?? null;
    const promoted = this.#out.seated.find((one) => one.personId === personId);
    if (promoted) Object.assign(this.#out, { status: promoted.status, position: null });
  }
}
