import type { CardFact } from '#libs/money';

/** What somebody is sent to the processor for. */
export interface CheckoutOrder {
  /** Our id of it: the processor repeats it in what it says, and takes a second order of the same id for the first. */
  readonly id: string;
  readonly minor: bigint;
  readonly currency: string;
  /** What it is, as the giver reads it there: the group and the reference. */
  readonly title: string;
  readonly returnUrl: string;
  readonly cancelUrl: string;
  readonly locale: string;
  /** Where the receipt of the processor goes; never required. */
  readonly email: string | null;
}

/** Something that a processor says, read and checked. */
export interface ProcessorWord {
  /** The processor's id of the message, the same each time it is delivered. */
  readonly id: string;
  /** The processor's name of its kind, as it came. */
  readonly type: string;
  /** The processor's id of what it is about: a payment, a fee, a refund, a dispute, a payout. */
  readonly subject: string;
  readonly fact: CardFact;
  /** The day on which it happened, UTC. */
  readonly on: string;
  /** Our id of the refund, where we asked for it. */
  readonly ours: string | null;
  /** A fee whose amount is not said: ask `feeOf` for it by the subject. */
  readonly isToAsk: boolean;
}

/** How a checkout stands, as the processor answers. */
export type CheckoutState = { readonly is: 'OPEN' | 'EXPIRED' } | { readonly is: 'PAID'; readonly word: ProcessorWord };

/**
 * A card processor. The core knows nothing else of it: to add one, implement this and name it in `processor.module.ts`. Methods that ask the
 * processor run outside of any transaction and throw `ProcessorFault`; each may be repeated with the same id without a second effect.
 */
export interface CardProcessor {
  /** Stands in front of the ids of events, so that two processors never meet. */
  readonly name: string;
  /** Whether amounts of this currency can be said to it exactly. */
  takes(currency: string): boolean;
  begin(order: CheckoutOrder): Promise<{ session: string; url: string }>;
  stateOf(session: string): Promise<CheckoutState>;
  feeOf(subject: string): Promise<{ minor: bigint; currency: string }>;
  /** Gives a part or all of a payment back. Returns the processor's id of the refund. */
  refund(of: { id: string; payment: string; minor: bigint; currency: string }): Promise<string>;
  /** Checks the signature over the raw bytes, then reads them. Throws `UnsignedWord` or `UnreadableWord`. */
  read(raw: Buffer, headers: Readonly<Record<string, string | string[] | undefined>>, now: Date): ProcessorWord;
}

/** The processor did not answer, or refused. `isFinal`: asking again gives the same answer. */
export class ProcessorFault extends Error {
  constructor(
    message: string,
    readonly isFinal: boolean,
  ) {
    super(message);
  }
}

/** The message is not signed by the processor, or was signed too long ago. */
export class UnsignedWord extends Error {}

/** The message is signed and cannot be read. */
export class UnreadableWord extends Error {}

/** The token of the configured processor: null where there is none. */
export const CARD_PROCESSOR = Symbol('card processor');
