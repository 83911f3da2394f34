import type { EntityManager } from 'typeorm';
import { hot } from '../../platform/database/hot.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { seatColumns, type SaidWith, type SeatOutcome, type SeatRow } from './seat-state.ts';

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
  end_at: Date;
  closes_at: Date;
  offer_from: Date;
  offer_minutes: number;
  now: Date;
  lapsed: boolean;
  waiting: boolean;
}

const stillOn: readonly string[] = ['scheduled', 'tentative'];

/** One change of an event's seats, from its lock to the writing of its counters. The rules are events.md 6 and 7. */
export class SeatRun {
  #event!: EventSeats;
  held = 0;
  capacity: number | null = null;
  overbook = 0;
  #queueLast = 0n;
  /** Whether anybody may be waiting; false only where nobody does. */
  #waiting = false;
  readonly out: SeatOutcome = {
    status: '',
    rsvpId: null,
    before: null,
    changed: false,
    position: null,
    seated: [],
    refused: null,
  };

  constructor(
    readonly tx: EntityManager,
    readonly eventId: string,
  ) {}

  get event(): EventSeats {
    return this.#event;
  }

  get closed(): boolean {
    return !this.isOn || this.#event.now >= this.#event.closes_at;
  }

  /** Whether hosts may still seat people: until the end. */
  get isOn(): boolean {
    return this.takesPlace && this.#event.now < this.#event.end_at;
  }

  /** Whether it takes or took place: who came in by the door is noted also when a phone says so late. */
  get takesPlace(): boolean {
    return stillOn.includes(this.#event.status);
  }

  get free(): number {
    return this.capacity === null ? Number.POSITIVE_INFINITY : this.capacity - this.held;
  }

  /**
   * NO KEY: a plain FOR UPDATE deadlocks with an insert that refers to the event earlier in the same transaction. Read in a statement of its
   * own: only that sees what the last holder of the lock has committed.
   */
  async begin(): Promise<void> {
    await hot(this.tx, 'seats_lock', 'SELECT 1 FROM event WHERE id = $1 FOR NO KEY UPDATE', [this.eventId]);
    const [event] = await hot<EventSeats>(
      this.tx,
      'seats_of_event',
      `SELECT capacity, seats_held, overbook, queue_last, status, join_mode, waitlist, strict_queue, start_at, end_at, coalesce(rsvp_closes_at, start_at) AS closes_at,
         start_at - make_interval(mins => cutoff_minutes) AS offer_from, offer_minutes, clock_now() AS now,
         EXISTS (SELECT FROM rsvp r WHERE r.event_id = e.id AND r.status = 'offered' AND r.offer_expires_at <= clock_now())
           OR EXISTS (SELECT FROM rsvp_pending p WHERE p.event_id = e.id AND p.held_until <= clock_now()) AS lapsed,
         EXISTS (SELECT FROM rsvp r WHERE r.event_id = e.id AND r.status = 'waitlisted') AS waiting
       FROM event e WHERE id = $1`,
      [this.eventId],
    );
    if (!event) throw new Error('the event is gone');
    this.#event = event;
    this.capacity = event.capacity;
    this.held = event.seats_held;
    this.overbook = event.overbook;
    this.#queueLast = BigInt(event.queue_last);
    this.#waiting = event.waiting;
    if (event.lapsed) await this.expire();
  }

  private async expire(): Promise<void> {
    const offers = await rows<{ seats: number }>(
      this.tx,
      `UPDATE rsvp SET status = 'no', queue_no = NULL, offer_expires_at = NULL, ended_why = 'offer_expired', before = NULL WHERE event_id = $1 AND status = 'offered' AND offer_expires_at <= $2 RETURNING seats`,
      [this.eventId, this.#event.now],
    );
    const kept = await rows<{ seats: number }>(
      this.tx,
      'UPDATE rsvp_pending SET held_until = NULL WHERE event_id = $1 AND held_until <= $2 RETURNING seats',
      [this.eventId, this.#event.now],
    );
    for (const { seats } of [...offers, ...kept]) this.held -= seats;
  }

  /** First fit in queue order, or strictly in order. Before the cutoff a seat is given, after it offered for a while. */
  async promote(): Promise<void> {
    if (!this.#waiting || this.closed || this.#event.waitlist !== 'auto') return;
    while (this.free > 0) {
      const next = await this.nextWaiting();
      if (!next) return;
      await this.seatNext(next);
    }
  }

  /** Whoever is skipped does not fit, and what is free only shrinks: so the first that fits is always the next. */
  private async nextWaiting(): Promise<{ id: string; person_id: string; seats: number } | null> {
    const most = this.capacity === null ? null : this.free;
    const [next] = await hot<{ id: string; person_id: string; seats: number }>(
      this.tx,
      'seats_next',
      `SELECT id, person_id, seats FROM rsvp WHERE event_id = $1 AND status = 'waitlisted' AND ($3 OR $2::int IS NULL OR seats <= $2) ORDER BY queue_no LIMIT 1`,
      [this.eventId, most, this.#event.strict_queue],
    );
    return next && next.seats <= this.free ? next : null;
  }

  private async seatNext({ id, person_id, seats }: { id: string; person_id: string; seats: number }): Promise<void> {
    const { now, offer_from, offer_minutes, start_at } = this.#event;
    const status = now >= offer_from ? 'offered' : 'going';
    const minutes = Math.min(offer_minutes, Math.max(15, (start_at.getTime() - now.getTime()) / 240_000));
    await rows(
      this.tx,
      `UPDATE rsvp SET status = $2, queue_no = CASE WHEN $2 = 'offered' THEN queue_no END, offer_expires_at = $3, before = NULL WHERE id = $1`,
      [id, status, status === 'offered' ? new Date(now.getTime() + minutes * 60_000) : null],
    );
    this.held += seats;
    this.out.seated.push({ id, personId: person_id, status });
  }

  async find(rsvpId: string): Promise<SeatRow> {
    const own = await row<SeatRow>(this.tx, `SELECT ${seatColumns} FROM rsvp WHERE event_id = $1 AND id = $2`, [
      this.eventId,
      rsvpId,
    ]);
    if (!own) throw new Error('the answer is gone');
    return this.take(own);
  }

  /** Makes an answer the one at hand. `isNew`: it was made a moment ago and stood nowhere before. */
  take(own: SeatRow, isNew = false): SeatRow {
    this.out.rsvpId = own.id;
    this.out.status = own.status;
    this.out.before = isNew
      ? null
      : {
          status: own.status,
          seats: own.seats,
          queueNo: own.queue_no,
          offerExpiresAt: own.offer_expires_at?.toISOString() ?? null,
        };
    return own;
  }

  nextQueueNo(): string {
    return (this.#queueLast += 1n).toString();
  }

  /**
   * Writes the seat fields of an answer. An answer that stays what it was counts as given anew for the date as it is now, and is the person's
   * own from now on: one for a whole series does not touch it any more.
   */
  async set(
    id: string,
    to: {
      status: string;
      seats: number;
      queueNo?: string | null;
      offerExpiresAt?: string | null;
      why?: string | null;
      source?: string;
      said?: SaidWith;
    },
  ): Promise<void> {
    const { before } = this.out;
    this.out.status = to.status;
    this.out.changed = !before || before.status !== to.status || before.seats !== to.seats;
    if (to.status === 'waitlisted') this.#waiting = true;
    const said = to.said && (this.out.changed || to.said.anew) ? to.said : null;
    await hot(
      this.tx,
      'seats_set',
      `UPDATE rsvp SET status = $2::text, seats = $3, queue_no = $4, offer_expires_at = $5, ended_why = $6, answered_at = CASE WHEN status = $2::text THEN answered_at ELSE clock_now() END,
         answered_for = (SELECT schedule_seq FROM event WHERE id = rsvp.event_id), source = coalesce($7, source),
         companion_names = coalesce($8, companion_names), note = coalesce($9, note), hidden = coalesce($10, hidden), before = coalesce($11::jsonb, before) WHERE id = $1`,
      [
        id,
        to.status,
        to.seats,
        to.queueNo ?? null,
        to.offerExpiresAt ?? null,
        to.why ?? null,
        to.source ?? null,
        said && [...said.companionNames],
        said && said.note,
        said && said.hidden,
        said && JSON.stringify({ seats: before, beside: said.before }),
      ],
    );
  }

  /** Whether a newcomer has to stand behind somebody even where there are seats. */
  async mustQueue(): Promise<boolean> {
    const isOrdered = this.#event.strict_queue || this.#event.waitlist === 'manual';
    return isOrdered && (await this.someoneWaits());
  }

  async someoneWaits(): Promise<boolean> {
    if (!this.#waiting) return false;
    const found = await row(this.tx, `SELECT 1 FROM rsvp WHERE event_id = $1 AND status = 'waitlisted' LIMIT 1`, [
      this.eventId,
    ]);
    return found !== null;
  }

  /** One write of the counters; the CHECK on the event is the net under all of it. */
  async write(): Promise<void> {
    const overbook = this.capacity === null ? 0 : Math.min(this.overbook, Math.max(0, this.held - this.capacity));
    const { capacity, seats_held, queue_last } = this.#event;
    const isSame =
      capacity === this.capacity &&
      seats_held === this.held &&
      overbook === this.#event.overbook &&
      queue_last === this.#queueLast.toString();
    if (isSame) return;
    await hot(
      this.tx,
      'seats_write',
      'UPDATE event SET capacity = $2, seats_held = $3, overbook = $4, queue_last = $5 WHERE id = $1',
      [this.eventId, this.capacity, this.held, overbook, this.#queueLast.toString()],
    );
  }

  /** The place of the answer at hand, where it waits; what promotion has just done to it counts. */
  async place(): Promise<void> {
    const { rsvpId, seated } = this.out;
    const promoted = seated.find(({ id }) => id === rsvpId);
    if (promoted) this.out.status = promoted.status;
    if (this.out.status !== 'waitlisted' || !rsvpId) return;
    const found = await row<{ n: number }>(
      this.tx,
      `SELECT count(*)::int AS n FROM rsvp w WHERE w.event_id = $1 AND w.status = 'waitlisted' AND w.queue_no <= (SELECT queue_no FROM rsvp WHERE id = $2)`,
      [this.eventId, rsvpId],
    );
    this.out.position = found?.n ?? null;
  }
}
