/** `taken`: seats that somebody gave up have gone to others; the waitlist is open to them. */
export type SeatRefusal = 'full' | 'taken' | 'closed' | 'expired';

/** An answer as its seat fields stood at a moment; it can be put back while its seats are free. */
export interface SeatState {
  readonly status: string;
  readonly seats: number;
  readonly queueNo: string | null;
  readonly offerExpiresAt: string | null;
}

export interface SeatOutcome {
  /** The status of the answer at hand, `held` for a hold, empty for the rest. */
  status: string;
  /** The answer at hand. */
  rsvpId: string | null;
  /** How it stood before, or null where there was none. */
  before: SeatState | null;
  /** Whether anything about its seats is different now. */
  changed: boolean;
  position: number | null;
  /** Who got a seat, or the offer of one, by this change. */
  seated: { id: string; personId: string; status: 'going' | 'offered' }[];
  refused: SeatRefusal | null;
}

/** What is said with an answer and stands in the same row. `anew`: it is other than before; `before` is how it stood, to be put back. */
export interface SaidWith {
  readonly companionNames: readonly string[];
  readonly note: string;
  readonly hidden: boolean;
  readonly anew: boolean;
  readonly before: unknown;
}

/** The seat fields of one answer. */
export interface SeatRow {
  id: string;
  status: string;
  seats: number;
  queue_no: string | null;
  offer_expires_at: Date | null;
}

export const seatColumns = 'id, status, seats, queue_no, offer_expires_at';

/** Whether an answer holds its seats. */
export const holds = ({ status }: { readonly status: string }): boolean => status === 'going' || status === 'offered';
